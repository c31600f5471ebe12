package timex

// relOf is the relation that a word of a class sets up.
func relOf(c class) rel {
	switch c {
	case cThis:
		return rThis
	case cLast:
		return rLast
	case cNext:
		return rNext
	case cPrev:
		return rPrev
	case cFollow:
		return rFollow
	case cThat, cSame:
		return rThat
	case cLatest:
		return rLatest
	}
	return rNone
}

// relative reads a unit, month, weekday, season or part of the day with the word
// that relates it to now or to the date told last: "last week", "the following
// day", "this year's third quarter", "the quarter".
func (p *parser) relative(i int) (expr, bool) {
	e := expr{kind: kUnit, b: i}
	j := p.skip(i, cThe)
	the := j > i
	r := relOf(p.at(j))
	if p.at(j) == cThat && p.at(j+1) == cSame || p.at(j) == cThis && p.at(j+1) == cSame {
		r = rThat
		j++
	}
	plural := p.flag(j, fPlural)
	switch {
	case r != rNone:
		j++
	case p.at(j) == cAdjRef && p.n(j) == refPresent && p.form(j) != "present" && p.at(j+1) == cUnit, p.at(j) == cAdjRef && p.at(j+1) == cFiscal:
		r = rThis
		j++
	case p.yearAgo(j) > j:
		r = rAgo
		j = p.yearAgo(j)
	case the:
		r = rThe
	case p.at(i) == cUnit && !p.flag(i, fPlural) && p.at(i+1) == cPoss && p.at(i+2) == cEdgeNoun:
		return p.unitEnd(i, i+2, e)
	case p.at(i) == cUnit && p.n(i) == int(uYear) && p.at(p.skip(i+1, cHyphen)) == cEdgeNoun && p.n(p.skip(i+1, cHyphen)) == mEnd && p.form(p.skip(i+1, cHyphen)) != "ending":
		return p.unitEnd(i, p.skip(i+1, cHyphen), e)
	default:
		return e, false
	}
	if r == rFollow && !the && p.at(j-2) != cPoss {
		return e, false // "following June's vote": a preposition
	}
	if r == rNext && the && p.at(j) == cUnit && unit(p.n(j)) != uCentury {
		r = rFollow
	}
	for p.at(j) == cRelAdj || p.at(j) == cFiscal {
		j++
	}
	if r == rThat && p.at(j-1) == cSame && p.n(j-1) == 1 && p.at(j) != cPeriodW && (p.at(j) != cUnit || p.n(j) != int(uQuarter)) {
		return e, false
	}
	e.rel = r
	j, ok := p.related(j, &e, the, plural)
	e.e = j
	return e, ok
}

// skipIn passes "in" before a year.
func (p *parser) skipIn(j int) int {
	if p.form(j) == "in" {
		return j + 1
	}
	return j
}

// unitEnd reads "year-end", "month's end".
func (p *parser) unitEnd(i, end int, e expr) (expr, bool) {
	e.rel, e.unit, e.mod, e.e = rThe, unit(p.n(i)), mEnd, end+1
	return e, true
}

// yearAgo passes "year-ago", "year-earlier" before a noun.
func (p *parser) yearAgo(j int) int {
	if p.at(j) != cUnit || p.n(j) != int(uYear) {
		return j
	}
	k := p.skip(j+1, cHyphen)
	if k > j+1 && (p.at(k) == cAgo || p.at(k) == cEarlier) {
		return k + 1
	}
	return j
}

// related reads the noun after the relation.
func (p *parser) related(j int, e *expr, the, plural bool) (int, bool) {
	switch p.at(j) {
	case cUnit:
		return p.relatedUnit(j, e, the, plural)
	case cPeriodW:
		if e.rel == rLatest || e.rel == rAgo {
			e.unit = uQuarter
			return j + 1, true
		}
		if k := p.yearAfter(p.skipIn(j+1), &e.cal); e.rel == rThat && k > p.skipIn(j+1) {
			e.kind, e.rel, e.cal.spoken = kCal, rNone, true
			return k, true
		}
	case cDow:
		if e.rel == rThe || e.rel == rLatest || p.flag(j, fPlural) || plural || p.flag(j, fAmb) {
			return j, false
		}
		e.kind, e.cal.dow = kCal, int8(p.n(j))
		return p.partAfter(j+1, &e.cal), true
	case cMonth:
		if e.rel == rThe || e.rel == rLatest || !p.flag(j, fCap) || plural {
			return j, false
		}
		k := p.month(j, &e.cal)
		if e.cal.year != 0 || k == j {
			return j, false
		}
		e.kind = kCal
		return k, true
	case cSeason:
		if e.rel == rThe || p.flag(j, fPlural) || e.rel == rThat && p.at(j+1) == cOf {
			return j, false
		}
		e.kind, e.cal.season = kCal, int8(p.n(j))
		return j + 1, true
	case cPart:
		if e.rel == rThe || p.flag(j, fPlural) || e.rel == rLast && p.n(j) != pNight || p.n(j) == pDaytime {
			return j, false
		}
		e.kind, e.cal.part = kCal, uint8(p.n(j))
		if the && e.rel == rNext {
			e.rel = rFollow
		}
		return j + 1, true
	case cOrd:
		if e.rel == rAgo || e.rel == rThis || e.rel == rLast {
			if k := p.quarter(j, &e.cal, true); k > j && e.rel == rAgo && e.cal.quarter > 0 {
				e.kind, e.cal.yearRel, e.rel = kCal, rLast, rNone
				return k, true
			}
		}
		return j, false
	}
	if e.rel == rAgo {
		e.unit = uYear
		e.b = p.skip(e.b, cThe)
		return j, true
	}
	return j, false
}

// relatedUnit reads a unit after its relation, and what a possessive adds.
func (p *parser) relatedUnit(j int, e *expr, the, plural bool) (int, bool) {
	u := unit(p.n(j))
	if p.flag(j, fPlural) {
		return j, false
	}
	if u < uDay || plural {
		return j, false
	}
	if e.rel == rThe {
		if f := p.form(j + 1); (u == uYear || u == uMonth) && (f == "ended" || f == "ending") {
			e.kind, e.unit, e.count = kDur, u, 1
			return j + 1, true
		}
		switch {
		case u == uQuarter && p.at(j+1) != cOf, u == uWeekend, u == uYear && p.theYear(j):
		case (u == uWeek || u == uMonth || u == uYear || u == uDecade || u == uCentury) && p.at(j-2) == cOf && p.at(j-3) == cEdgeNoun:
		case (u == uWeek || u == uMonth || u == uYear) && (p.form(j-2) == "in" || p.form(j-2) == "during" || p.form(j-2) == "for" || p.at(j-2) == cOf) && p.closed(j+1):
		case (u == uDay || u == uMonth || u == uYear || u == uWeek) && p.at(j+1) == cFollow:
			e.rel, e.unit = rFollow, u
			return j + 2, true
		case (u == uDay || u == uMonth || u == uYear || u == uWeek) && p.at(j+1) == cPrev:
			e.rel, e.unit = rPrev, u
			return j + 2, true
		case u == uDay && (p.at(j+1) == cEarlier || p.at(j+1) == cLater) && p.at(j+2) == cDay && !p.flag(j+2, fPlural):
			e.kind, e.rel, e.cal.hasOff = kCal, rNone, true
			e.cal.off = int16(p.n(j+2) * 2)
			return j + 3, e.cal.off != 0
		default:
			return j, false
		}
	}
	if k := p.yearAfter(j+1, &e.cal); u == uQuarter && e.rel == rThat && k > j+1 {
		e.kind, e.rel, e.cal.spoken = kCal, rNone, true
		return k, true
	}
	e.unit = u
	if u == uWeekend {
		e.kind, e.cal.weekend = kCal, true
	}
	k := j + 1
	if p.at(k) == cPoss && u == uYear {
		q := k + 1
		if n := p.quarter(q, &e.cal, true); n > q {
			e.kind, e.cal.yearRel, e.rel = kCal, e.rel, rNone
			return n, true
		}
		if p.at(q) == cUnit && p.n(q) == int(uQuarter) && e.rel == rLast {
			e.rel, e.unit = rAgo, uQuarter
			return q + 1, true
		}
		if p.at(q) == cEdgeNoun {
			e.mod = uint8(p.n(q))
			return q + 1, true
		}
	}
	if u == uDay && e.rel != rNone && p.at(k) == cPart {
		e.cal.part = uint8(p.n(k))
		k++
	}
	return k, true
}

// theYear says whether "the year" speaks of a certain one.
func (p *parser) theYear(j int) bool {
	return p.at(j+1) != cOf && p.at(j+1) != cHyphen && p.at(j+1) != cNum && p.at(j+1) != cUnit && (p.at(j-2) != cNone || j < 2) && p.at(j-2) != cPast
}

// closed says that the phrase ends before atom i.
func (p *parser) closed(i int) bool {
	switch p.at(i) {
	case cComma, cPeriod, cAnd, cPrep, cPast, cWill, cTo:
		return true
	case cNone:
		f := p.form(i)
		return f == "" || !lower(f) || len(f) > 2 && f[len(f)-2:] == "ed"
	}
	return false
}

// edged reads an expression with a word for its beginning, middle or end.
func (p *parser) edged(i int) (expr, bool) {
	j := p.skip(i, cThe)
	if p.form(j) == "very" {
		j++
	}
	var mod uint8
	k := j + 1
	switch p.at(j) {
	case cEdge:
		mod = uint8(p.n(j))
		if q := p.hours(j); q > 0 {
			return p.earlyHours(i, q)
		}
		if p.at(k) == cHyphen {
			k++
		}
		if (p.form(k) == "in" || p.form(k) == "on") && (p.at(k+1) == cThe || p.at(k+1) == cNum || p.at(k+1) == cMonth || p.at(k+1) == cSeason || p.at(k+1) == cDow) && p.at(k+2) != cPart {
			k++
		}
	case cMid:
		mod = mMid
		if p.at(k) == cHyphen {
			k++
		}
		if p.at(k) == cTo {
			return expr{}, false
		}
	case cEdgeNoun:
		mod = uint8(p.n(j))
		if p.at(k) == cOf {
			k++
		} else if p.at(k) == cHyphen && p.at(k+1) == cMonth {
			k++
		} else {
			return expr{}, false
		}
	case cEarlier, cLater:
		return p.earlierThis(j)
	case cOrd, cLast:
		if p.at(k) != cHalf || p.at(k+1) != cOf {
			return expr{}, false
		}
		mod = mStart
		if p.n(j) != 1 {
			mod = mEnd
		}
		k += 2
	default:
		return expr{}, false
	}
	e, ok := p.base(k)
	if !ok || e.kind == kDur || e.kind == kShift || e.kind == kSet || e.mod != mNone || e.cal.clock > 0 {
		return e, false
	}
	if the := j > i; the && p.at(j) == cEdge && e.kind == kCal {
		if e.cal.hasOff {
			return e, false
		}
		if p.at(j+1) == cHyphen {
			e.b = j // "the late-November trip"
			e.mod = mod
			return e, true
		}
	}
	e.b, e.mod = i, mod
	return e, true
}

// earlierThis reads "earlier this year", "later in the month", "later Friday".
func (p *parser) earlierThis(j int) (expr, bool) {
	if p.n(j) != 1 {
		return expr{}, false // before, previously
	}
	k := j + 1
	if (p.form(k) == "in" || p.form(k) == "on") && (p.at(k+1) == cThe || p.at(k+1) == cThis || p.at(k+1) == cThat) {
		k++
	}
	e, ok := p.base(k)
	if !ok || e.mod != mNone {
		return e, false
	}
	switch {
	case e.kind == kUnit && e.rel != rLast:
	case e.kind == kCal && (e.cal.hasOff || e.cal.dow > 0 || e.rel != rNone || e.cal.month > 0):
	default:
		return e, false
	}
	e.b, e.mod = j, mStart
	if p.at(j) == cLater {
		e.mod = mEnd
	}
	return e, true
}

// hours answers the atom after "early hours of", "early morning hours of", 0
// where other words stand.
func (p *parser) hours(j int) int {
	k := p.skip(j+1, cPart)
	if p.at(k) == cUnit && p.n(k) == int(uHour) && p.flag(k, fPlural) {
		return k + 1
	}
	if p.at(k) == cHours {
		return k + 1
	}
	return 0
}

// earlyHours reads the date after "the early hours of".
func (p *parser) earlyHours(i, k int) (expr, bool) {
	e := expr{kind: kCal, e: k}
	if p.at(k) == cOf {
		if d, ok := p.base(k + 1); ok && (d.kind == kCal || d.kind == kUnit) && (!d.cal.timed() || d.cal.part == pMorning) {
			e = d
		}
	}
	e.b, e.cal.part, e.mod = i, pMorning, mStart
	return e, true
}

// partOf reads "the morning of 31 January", "noon Thursday", "at night".
func (p *parser) partOf(i int, c *cal, from int) int {
	if p.flag(i, fPlural) {
		return i
	}
	n := p.n(i)
	j := i + 1
	switch {
	case p.at(j) == cOf && p.at(j+1) != cNone:
		if d, ok := p.base(j + 1); ok && (d.kind == kCal && !d.cal.timed() && (d.cal.day > 0 || d.cal.dow > 0 || d.cal.hasOff)) && d.rel == rNone {
			*c = d.cal
			c.part = uint8(n)
			return d.e
		}
		return i
	case n == pNoon || n == pMidnight:
		k := j
		if p.at(k) == cZone {
			c.zulu = p.n(k) == 1
			k++
		}
		if d, ok := p.date(k); ok && !d.cal.timed() && (d.cal.day > 0 || d.cal.dow > 0 || d.cal.hasOff) {
			z := c.zulu
			*c = d.cal
			c.zulu = z
			k = d.e
		}
		c.part = uint8(n)
		return k
	case p.form(from-1) == "in" && from < i, p.form(from-1) == "at" && n == pNight, p.form(i) == "overnight" && from == i,
		p.form(from-1) == "at" && n == pDawn, p.form(from-1) == "by" && n >= pNight, p.form(from-1) == "during" && from < i:
		if p.at(j) == cHyphen || p.at(j) == cUnit {
			return i
		}
		c.part = uint8(n)
		return j
	}
	return i
}

// clock reads a time of the day and the date that goes with it: "10:30 a.m. GMT",
// "5 p.m. EST, Nov. 6", "0735 GMT", "7 o'clock".
func (p *parser) clock(i int) (expr, bool) {
	e := expr{kind: kCal, b: i}
	j := i
	minutes := -1
	switch {
	case p.at(i) == cClock:
		minutes, j = p.n(i), i+1
	case p.at(i) == cNum && p.at(i+1) == cAMPM && p.n(i) <= 12 && p.a[i].x == float32(p.n(i)):
		minutes, j = p.n(i)*60, i+1
	case p.at(i) == cNum && (p.at(i+1) == cHours && p.n(i+1) == 0 && p.form(i+1) != "hours") && p.n(i) <= 24:
		return p.clockDate(expr{kind: kCal, b: i, e: i + 2, cal: cal{clock: int16(p.n(i)*60 + 1)}})
	case p.at(i) == cNum && p.flag(i, fDigits) && p.at(i+1) == cZone && p.n(i) < 2400 && p.n(i)%100 < 60:
		if w := p.a[i].end - p.a[i].begin; w == 4 {
			minutes, j = p.n(i)/100*60+p.n(i)%100, i+1
		}
	}
	if minutes < 0 {
		return e, false
	}
	if p.at(j) == cAMPM {
		h := minutes / 60 % 12
		minutes = (h+p.n(j))*60 + minutes%60
		j++
		if j < len(p.a) && p.at(j) == cPeriod && p.form(j-1) != "" && p.a[j].begin == p.a[j-1].end && j+1 < len(p.a) {
			j++
		}
	}
	e.cal.clock, e.e = int16(minutes+1), j
	return p.clockDate(e)
}

// clockDate reads the zone and the date after a time.
func (p *parser) clockDate(e expr) (expr, bool) {
	j := e.e
	switch {
	case p.at(j) == cZone:
		e.cal.zulu = p.n(j) == 1
		if p.form(j) == "local" {
			if p.form(j+1) == "time" {
				j += 2
			}
		} else {
			j++
		}
	case p.form(j) == "in" && p.at(j+1) == cThe && p.at(j+2) == cPart:
		if p.n(j+2) != pMorning && e.cal.clock <= 12*60 {
			e.cal.clock += 12 * 60
		}
		j += 3
	}
	e.e = j
	k := p.skip(j, cComma)
	d, ok := p.date(k)
	if !ok {
		d, ok = p.relative(k)
		ok = ok && k == j && d.kind == kCal
	}
	if ok && (d.cal.day > 0 || d.cal.dow > 0 && k == j || d.cal.hasOff && k == j || d.cal.part > 0 && k == j) && d.cal.clock == 0 && d.e > k {
		clock, zulu := e.cal.clock, e.cal.zulu
		if d.cal.part >= pAfternoon && d.cal.part <= pNight && clock <= 12*60 {
			clock += 12 * 60
		}
		e.cal, e.rel = d.cal, d.rel
		e.cal.clock, e.cal.zulu, e.cal.part, e.e = clock, zulu, pNone, d.e
	}
	return e, true
}
