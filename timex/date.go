package timex

// date reads a date of the calendar.
func (p *parser) date(i int) (expr, bool) {
	e := expr{kind: kCal, b: i}
	j := i
	switch p.at(i) {
	case cDow:
		j = p.weekday(i, &e.cal)
	case cMonth:
		j = p.month(i, &e.cal)
	case cNum:
		j = p.numberDate(i, &e.cal)
	case cISO:
		n := p.n(i)
		e.cal.year, e.cal.month, e.cal.day = int16(n/10000), int8(n/100%100), int8(n%100)
		j = i + 1
	case cDay:
		j = p.today(i, &e.cal)
	case cSeason:
		j = p.season(i, &e.cal, i)
	case cYears:
		j = p.decade(i, &e.cal)
	case cOrd:
		j = p.ordinal(i, &e.cal, i)
	case cQ:
		j = p.quarterSign(i, &e.cal)
	case cFiscal:
		j = p.fiscal(i, &e.cal, i)
	case cHoliday, cHolidayBase:
		j = p.holiday(i, &e.cal)
	case cPart:
		j = p.partOf(i, &e.cal, i)
	case cThe:
		j = p.theDate(i, &e.cal)
		if k := p.skip(i+1, cFiscal); e.cal.quarter > 0 && p.at(k+1) == cHyphen && j == k+3 {
			e.b = i + 1 // "the third-quarter loss"
		}
	}
	e.e = j
	return e, j > i
}

// theDate reads what may follow "the": "the 21st", "the spring of 1916", "the
// 1990s", "the fiscal third quarter", "the 1988 second quarter", "the morning of".
func (p *parser) theDate(i int, c *cal) int {
	j := i + 1
	k := j
	switch p.at(j) {
	case cOrd:
		k = p.ordinal(j, c, i)
	case cLast:
		if p.at(j+1) == cUnit {
			k = p.weekOf(j, 5, c)
		} else if q := p.yearTail(j+2, c); p.at(j+1) == cHalf && q > j+2 {
			c.half = 2
			k = q
		}
	case cNum:
		if p.flag(j, fYear) {
			if q := p.quarter(j+1, c, true); q > j+1 {
				c.year = int16(p.n(j))
				k = q
			} else if p.at(j+1) == cPeriodW || p.at(j+1) == cUnit && p.n(j+1) == int(uQuarter) && !p.flag(j+1, fPlural) {
				c.year, c.spoken = int16(p.n(j)), true
				k = j + 2
			}
		} else if p.at(j+1) == cOf && p.at(j+2) == cMonth || p.at(j+1) == cMonth {
			k = p.numberDate(j, c)
		}
	case cSeason:
		k = p.season(j, c, i)
	case cYears:
		k = p.decade(j, c)
	case cFiscal:
		k = p.fiscal(j, c, i)
	case cPart:
		k = p.partOf(j, c, i)
	case cUnit:
		if p.n(j) == int(uYear) && !p.flag(j, fPlural) {
			if y, bc, q := p.yearNumber(j + 1); q > j+1 {
				c.year, c.bc = int16(y), bc
				k = q
			}
		}
	}
	if k == j {
		return i
	}
	return k
}

// weekday reads "Friday", "Friday, June 21, 2024", "Friday morning".
func (p *parser) weekday(i int, c *cal) int {
	if p.flag(i, fPlural) || !p.flag(i, fCap) {
		return i
	}
	j := i + 1
	if p.flag(i, fAbbr) {
		j = p.skip(j, cPeriod)
	}
	dow := int8(p.n(i))
	k := p.skip(j, cComma)
	if p.at(k) == cThe {
		k++
	}
	var d cal
	switch p.at(k) {
	case cMonth:
		if q := p.month(k, &d); q > k && d.day > 0 {
			*c, c.dow = d, dow
			return p.partAfter(q, c)
		}
	case cNum, cOrd:
		if q := p.numberDate(k, &d); q > k && d.month > 0 {
			*c, c.dow = d, dow
			return p.partAfter(q, c)
		}
	}
	if p.flag(i, fAmb) {
		return i
	}
	c.dow = dow
	return p.partAfter(j, c)
}

// partAfter reads a part of the day after a date: "Friday morning".
func (p *parser) partAfter(j int, c *cal) int {
	k := j
	if p.at(k) == cPoss {
		return j
	}
	if p.at(k) == cEdge {
		k++
	}
	if p.at(k) == cPart && !p.flag(k, fPlural) {
		c.part = uint8(p.n(k))
		return k + 1
	}
	return j
}

// timeBefore says whether the word before an ambiguous one leads us to expect a time.
func (p *parser) timeBefore(i int) bool {
	switch p.at(i - 1) {
	case cPrep, cOf, cEdge, cMid, cLast, cNext, cThis, cEvery, cPrev, cFollow, cFrom, cLParen, cEarlier, cLater, cAgo:
		return true
	case cHyphen:
		return p.at(i-2) == cMid || p.at(i-2) == cMonth || p.at(i-2) == cEdge || p.at(i-2) == cNum
	case cAnd, cTo, cComma:
		return p.at(i-2) == cMonth || p.at(i-3) == cMonth || p.at(i-2) == cDow || p.at(i-2) == cNum && p.at(i-3) == cMonth
	case cApprox:
		return true
	}
	return false
}

// month reads "June", "June 21", "June 21, 2024", "June 2024", "June last year".
func (p *parser) month(i int, c *cal) int {
	if !p.flag(i, fCap) {
		return i
	}
	j := i + 1
	if p.flag(i, fAbbr) {
		j = p.skip(j, cPeriod)
	}
	c.month = int8(p.n(i))
	k := j
	if p.at(k) == cThe && p.at(k+1) == cOrd {
		k++
	}
	if d := p.dayNumber(k); d > 0 {
		c.day = int8(d)
		k = p.skipOrdinal(k + 1)
		return p.yearAfter(k, c)
	}
	if q := p.yearAfter(j, c); q > j {
		return q
	}
	named := p.at(i-1) == cThe && p.at(j) == cNone && lower(p.form(j)) && p.form(j) != "on" // "the March summit"
	if p.flag(i, fAbbr|fAmb) && !named && !p.timeBefore(i) || p.modal(i) || p.at(j) == cPoss && p.flag(i, fAbbr) {
		*c = cal{}
		return i
	}
	return j
}

// modal says that a month's name is tagged as something else.
func (p *parser) modal(i int) bool {
	u := p.s.Tokens[p.a[i].tok].UPOS
	return u == "AUX" || u == "VERB" || p.at(i) == cMonth && p.n(i) == 5 && u == "" && p.at(i+1) == cBe
}

// dayNumber reads the number of a day at i, 0 where there is none.
func (p *parser) dayNumber(i int) int {
	if c := p.at(i); c != cNum && c != cOrd || !p.flag(i, fDigits) && c == cNum {
		return 0
	}
	n := p.n(i)
	if n < 1 || n > 31 || p.a[i].x != float32(n) && p.at(i) == cNum || p.flag(i, fQuote) {
		return 0
	}
	if p.at(i) == cNum && (p.at(i+1) == cAMPM || p.at(i+1) == cMeasure) {
		return 0
	}
	return n
}

// skipOrdinal passes an ordinal's ending that was cut off: "2 nd".
func (p *parser) skipOrdinal(i int) int {
	switch p.form(i) {
	case "st", "nd", "rd", "th":
		return i + 1
	}
	return i
}

// yearAfter reads the year that follows a day, month or season, and answers j
// where none does.
func (p *parser) yearAfter(j int, c *cal) int {
	k := j
	switch p.at(k) {
	case cComma, cOf:
		k++
	}
	if y, bc, q := p.yearNumber(k); q > k && (p.at(j) != cComma || p.flag(k, fYear) || bc) {
		c.year, c.bc = int16(y), bc
		return q
	}
	if p.at(j) == cComma {
		return j
	}
	k = p.skip(k, cThe)
	r := relOf(p.at(k))
	if p.at(k) == cSame || p.at(k) == cThat && p.at(k+1) == cSame {
		r = rThat
		k = p.skip(k, cThat)
	}
	if q := p.skip(k+1, cFiscal); r != rNone && p.at(q) == cUnit && p.n(q) == int(uYear) && !p.flag(q, fPlural) {
		c.yearRel = r
		return q + 1
	}
	return j
}

// yearNumber reads a year: four digits, "493 BC", "'99", "nineteen ninety-six".
func (p *parser) yearNumber(i int) (y int, bc bool, next int) {
	if p.at(i) == cAD && p.at(i+1) == cNum {
		return p.n(i + 1), false, i + 2
	}
	if p.at(i) != cNum {
		return 0, false, i
	}
	if p.at(i+1) == cHyphen && p.at(i+2) == cNum && p.at(i+3) == cBC && p.flag(i, fDigits) {
		return p.n(i), true, i + 1
	}
	if p.at(i+1) == cBC && p.flag(i, fDigits) {
		return p.n(i), true, i + 2
	}
	if p.at(i+1) == cAD && p.flag(i, fDigits) {
		return p.n(i), false, i + 2
	}
	switch {
	case p.flag(i, fYear):
		return p.n(i), false, i + 1
	case p.flag(i, fQuote):
		return century(p.n(i)), false, i + 1
	}
	if n := p.n(i); !p.flag(i, fDigits) && 17 <= n && n <= 20 && p.at(i+1) == cNum && !p.flag(i+1, fDigits) {
		if t, q := p.small(i + 1); t >= 10 && t < 100 {
			return n*100 + t, false, q
		}
	}
	if p.n(i) == 2 && !p.flag(i, fDigits) && p.at(i+1) == cHundred && p.n(i+1) == 1000 && p.at(i-1) == cUnit {
		t, q := p.small(p.skip(i+2, cAnd))
		if t == 0 {
			return 2000, false, i + 2
		}
		return 2000 + t, false, q
	}
	return 0, false, i
}

// small reads a number under a hundred in words: "ninety - six".
func (p *parser) small(i int) (n, next int) {
	if p.at(i) != cNum || p.flag(i, fDigits) || p.n(i) > 90 {
		return 0, i
	}
	n = p.n(i)
	if n >= 20 && n%10 == 0 {
		j := p.skip(i+1, cHyphen)
		if p.at(j) == cNum && !p.flag(j, fDigits) && p.n(j) < 10 {
			return n + p.n(j), j + 1
		}
	}
	return n, i + 1
}

// numberDate reads a date that begins with a number: "21 June 2024", "21st of
// June", "1996", "493 BC".
func (p *parser) numberDate(i int, c *cal) int {
	if d := p.dayNumber(i); d > 0 {
		if k := i + 1; p.at(k) == cHyphen || p.at(k) == cAnd || p.at(k) == cTo {
			if p.dayNumber(k+1) > d && p.at(k+2) == cMonth && p.flag(k+2, fCap) {
				p.numberDate(k+1, c)
				c.day = int8(d)
				return k
			}
		}
		j := p.skip(p.skipOrdinal(i+1), cOf)
		if p.at(j) == cHyphen {
			j++
		}
		if p.at(j) == cMonth && p.flag(j, fCap) {
			c.month, c.day = int8(p.n(j)), int8(d)
			k := j + 1
			if p.flag(j, fAbbr) {
				k = p.skip(k, cPeriod)
			}
			if p.at(k) == cHyphen && p.flag(k+1, fYear) {
				k++
			}
			return p.yearAfter(k, c)
		}
	}
	y, bc, j := p.yearNumber(i)
	if j == i || !bc && !p.bareYear(i, j) {
		return i
	}
	if q := p.quarter(j, c, false); q > j {
		c.year = int16(y)
		return q
	}
	c.year, c.bc = int16(y), bc
	return j
}

// bareYear tells a year from a number of something by what stands around it.
func (p *parser) bareYear(i, j int) bool {
	if p.at(i-1) == cCur || p.at(j) == cMeasure || p.at(j) == cUnit || p.at(j) == cHundred || p.at(j) == cZone || p.at(j) == cHours || p.at(j) == cAMPM {
		return false
	}
	if p.at(i-1) == cPeriod || p.at(j) == cCur || p.form(j) == "%" || p.form(j) == "/" || p.form(i-1) == "/" {
		return false
	}
	if !p.flag(i, fYear) {
		if p.flag(i, fQuote) {
			return p.timeBefore(i) || p.at(i-1) == cHyphen
		}
		return true
	}
	y := p.n(i)
	expected := p.timeBefore(i) || p.at(i-1) == cThe || p.at(i-1) == cTo || p.at(i-1) == cAnd || p.at(i-1) == cPoss
	if j < len(p.a) && p.at(j) == cNone && plural(p.form(j)) && lower(p.form(j)) {
		return expected && y%100 != 0 || p.at(i-1) == cThe || p.form(i-1) == "in"
	}
	if y < 1900 || y > 2050 {
		return expected && (p.at(i-1) != cApprox || y%100 != 0) || p.at(i-1) == cHyphen && p.flag(i-2, fYear) || p.at(j) == cHyphen && p.flag(j+1, fYear)
	}
	return y%1000 != 0 || expected
}

// plural says whether a word looks like a plural noun.
func plural(w string) bool {
	n := len(w)
	return n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != '\'' && w != "was" && w != "has"
}

// today reads "today", "yesterday morning", "tonight".
func (p *parser) today(i int, c *cal) int {
	c.hasOff, c.off = true, int16(p.n(i))
	if p.flag(i, fPlural) {
		c.part = pNight
		return i + 1
	}
	return p.partAfter(i+1, c)
}

// season reads "summer 1918", "the spring of next year"; alone it must stand
// after a word that leads us to expect a time. The expression begins at `from`.
func (p *parser) season(i int, c *cal, from int) int {
	if p.flag(i, fPlural) {
		return i
	}
	c.season = int8(p.n(i))
	j := i + 1
	if q := p.yearAfter(j, c); q > j {
		return q
	}
	if p.at(j) == cOf || p.flag(i, fAmb) && !(p.form(from-1) == "in" || p.timeBefore(i) && p.at(i-1) != cOf) || !p.seasonAlone(i, j, from) {
		*c = cal{}
		return i
	}
	return j
}

func (p *parser) seasonAlone(i, j, from int) bool {
	if next := p.form(j); p.flag(i, fCap) && next != "" && !lower(next) && p.at(j) == cNone && next[0] >= 'A' {
		return false // Winter Olympics
	}
	return p.timeBefore(from) || from < i
}

// decade reads "1990s", "nineties".
func (p *parser) decade(i int, c *cal) int {
	n := p.n(i)
	if n >= 1000 {
		c.decade = int16(n / 10)
		return i + 1
	}
	if b := p.at(i - 1); b != cThe && b != cEdge && b != cHyphen && b != cMid && b != cPrep && p.at(i-1) != cOf {
		return i
	}
	c.decade, c.short = int16(190+n/10), true
	if n < 20 {
		c.decade = int16(200 + n/10)
	}
	return i + 1
}

// ordinal reads what may follow an ordinal: "21st of June", "third quarter",
// "20th century", "first week of June"; after "the" the day alone.
func (p *parser) ordinal(i int, c *cal, from int) int {
	if j := p.numberDate(i, c); j > i {
		return j
	}
	if j := p.quarter(i, c, from < i); j > i {
		return j
	}
	n := p.n(i)
	j := p.skip(i+1, cHyphen)
	if p.at(j) == cUnit && n > 0 {
		switch unit(p.n(j)) {
		case uCentury:
			if p.flag(j, fPlural) || n < 1 || n > 40 {
				return i
			}
			c.century = int16(n)
			if j++; p.at(j) == cBC {
				c.bc = true
				j++
			}
			return j
		case uWeek:
			return p.weekOf(i, min(n, 5), c)
		}
	}
	if n == -1 && p.at(j) == cUnit {
		return p.weekOf(i, 5, c)
	}
	if d := p.dayNumber(i); d > 0 && from < i && p.flag(i, fDigits) && (p.at(i+1) != cNone || i+1 == len(p.a) || !lower(p.form(i+1)) && p.form(i + 1)[0] < 'A') && p.at(i+1) != cHyphen {
		c.day = int8(d)
		return i + 1
	}
	return i
}

// weekOf reads "week of June" after an ordinal or "last".
func (p *parser) weekOf(i, n int, c *cal) int {
	if p.n(i+1) != int(uWeek) || p.at(i+2) != cOf || p.at(i+3) != cMonth {
		return i
	}
	j := p.month(i+3, c)
	if j == i+3 || c.day > 0 {
		*c = cal{}
		return i
	}
	c.week = int8(n)
	return j
}
