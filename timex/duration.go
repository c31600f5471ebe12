package timex

// amount is a number of units: "two and a half", "several", "twenty-four".
type amount struct {
	n    float32
	open bool
	one  bool // "a", "one", "another": a unit in the singular follows
}

// amountAt reads a number; next is i where there is none.
func (p *parser) amountAt(i int) (am amount, next int) {
	j := i
	switch p.at(i) {
	case cNum:
		if am, j = p.count(i); p.flag(i, fYear) && p.n(i) >= 1900 && j == i+1 && !p.flag(j, fPlural) {
			return am, i
		}
	case cA:
		am, j = amount{n: 1, one: true}, i+1
		switch p.at(j) {
		case cHundred:
			am, j = amount{n: float32(p.n(j))}, j+1
		case cDozen:
			am, j = amount{n: 12}, j+1
		case cFew:
			am, j = amount{open: true}, j+1
		case cCouple:
			am, j = amount{n: 2}, p.skip(j+1, cOf)
		case cMore:
			j++
		case cHalf:
			am, j = amount{n: .5, one: true}, p.skip(j+1, cHyphen)
		}
		if p.form(i+1) == "number" && p.at(i+2) == cOf {
			am, j = amount{open: true}, i+3
		}
	case cFew:
		am, j = amount{open: true}, i+1
		if p.at(j) == cHundred || p.at(j) == cDozen {
			j++
		}
	case cCouple:
		am, j = amount{n: 2}, p.skip(i+1, cOf)
	case cHundred:
		am, j = amount{n: float32(p.n(i)), open: p.flag(i, fPlural)}, p.skip(i+1, cOf)
		am.n = max(am.n, 1)
	case cDozen:
		am, j = amount{n: 12, open: p.form(i) != "dozen"}, p.skip(i+1, cOf)
	case cHalf:
		if p.at(i+1) == cA {
			return amount{n: .5, one: true}, i + 2
		}
		if p.at(i+1) == cHyphen {
			return amount{n: .5, one: true}, i + 2
		}
	case cMore:
		if p.form(i) == "another" {
			am, j = amount{n: 1, one: true}, i+1
			if am2, q := p.count(j); q > j {
				am, j = am2, q
			}
		}
	}
	if j == i {
		return am, i
	}
	j = p.skip(j, cMore)
	return am, j
}

// count reads a number in digits or words, and what may extend it: "twenty-four",
// "two hundred", "2 1/2", "two and a half", "two to three".
func (p *parser) count(i int) (amount, int) {
	if p.at(i) != cNum || p.flag(i, fQuote) {
		return amount{}, i
	}
	x, j := p.a[i].x, i+1
	if !p.flag(i, fDigits) {
		n, q := p.small(i)
		x, j = float32(n), q
	} else if p.at(i-1) == cCur {
		return amount{}, i
	}
	for p.at(j) == cHundred {
		x *= float32(p.n(j))
		j++
		if q := p.skip(j, cAnd); p.at(q) == cNum && !p.flag(q, fDigits) {
			n, r := p.small(q)
			x, j = x+float32(n), r
		}
	}
	am := amount{n: x, one: x == 1}
	switch {
	case p.at(j) == cHalf && p.flag(j, fDigits):
		am.n, j = x+.5, j+1
	case p.at(j) == cAnd && p.at(j+1) == cA && p.at(j+2) == cHalf:
		am.n, j = x+.5, j+3
	case p.at(j) == cAnd && p.at(j+1) == cHalf:
		am.n, j = x+.5, j+2
	case (p.at(j) == cTo || p.at(j) == cHyphen || p.at(j) == cAnd && p.form(j) == "or") && p.at(j+1) == cNum && p.a[j+1].f&fYear == 0:
		if am2, q := p.count(j + 1); q > j+1 && p.at(q) != cHyphen && p.at(q) == cUnit || p.at(q) == cRelAdj {
			am.n, j = am2.n, q
			am.n = x
		}
	}
	return am, j
}

// duration reads a stretch of time, "six months", "the next two years", or a
// distance, "two days ago".
func (p *parser) duration(i int) (expr, bool) {
	e := expr{kind: kDur, b: i}
	j := i
	if p.at(j) == cThe || p.at(j) == cPoss {
		j++
	}
	lead := j
	switch p.at(j) {
	case cLast, cNext, cPrev, cFollow, cLatest, cThis, cThat, cSame:
		j++
	case cOrd:
		if p.at(j+1) == cNum || p.at(j+1) == cFew {
			j++
		}
	}
	am, k := p.amountAt(j)
	if k == j {
		return p.vague(i, lead, j, e)
	}
	if p.at(j) == cA && j > i {
		return e, false
	}
	hyphen := p.at(k) == cHyphen
	k = p.skip(k, cHyphen)
	for p.at(k) == cRelAdj {
		k++
	}
	if p.at(k) == cMore || (p.at(k) == cLast || p.at(k) == cPrev) && p.flag(k+1, fPlural) {
		k++ // "the four previous weeks", not "100,000 last year"
	}
	u, ok := p.unitAt(k, am, hyphen)
	if !ok {
		return e, false
	}
	if p.at(i) == cA && am.one && p.at(k) == cUnit && hyphen {
		return e, false
	}
	if p.at(i) == cA && k == i+1 && p.at(k+1) == cHyphen && p.at(k+2) == cLong {
		return e, false // "a month-long siege": read from "month" on
	}
	if u == uQuarter && (p.at(k+1) == cOf || hyphen) {
		return e, false
	}
	if p.at(k+1) == cHyphen && (p.at(k+2) == cAgo || p.at(k+2) == cEarlier) {
		return e, false
	}
	if (hyphen || !am.one && !p.flag(k, fPlural) && p.at(k) == cUnit) && lead == j && p.at(k+1) != cPeriodW {
		e.b = j
		if p.at(j) == cA && am.n != .5 {
			e.b = j + 1
		}
	}
	e.unit, e.count, e.open, e.e = u, am.n, am.open, k+1
	if p.at(k+1) == cAnd && p.at(k+2) == cA && p.at(k+3) == cHalf && am.one {
		e.count, e.e = 1.5, k+4
	}
	if p.at(i) == cHalf && p.at(i+1) == cA && p.at(k) != cUnit {
		return e, false
	}
	if am.one && p.at(j) == cA && u == uDay && p.at(j-1) == cNone && p.form(j-1) == "such" {
		return e, false
	}
	return p.tail(e, hyphen), true
}

// unitAt reads the unit after a number. In the singular it needs a one or a hyphen.
func (p *parser) unitAt(k int, am amount, hyphen bool) (unit, bool) {
	c := p.at(k)
	if c == cHours && p.form(k) == "hours" {
		return uHour, true
	}
	if c == cOrd && p.n(k) == 2 && p.form(k) == "second" && hyphen {
		return uSecond, true
	}
	if c != cUnit {
		return 0, false
	}
	u := unit(p.n(k))
	if u == uQuarter && am.one && !p.flag(k, fPlural) || u == uWeekend && am.one {
		return 0, false
	}
	return u, true
}

// tail reads what stands after a duration and changes it: "ago", "later", "old", "long".
func (p *parser) tail(e expr, hyphen bool) expr {
	k := e.e
	switch p.at(k) {
	case cAgo:
		e.kind, e.dir, e.e = kShift, -1, k+1
	case cEarlier:
		if p.n(k) >= 1 || p.clauseEnd(k+1) {
			e.kind, e.dir, e.ana, e.e = kShift, -1, true, k+1
		}
	case cLater:
		if p.n(k) == 1 || p.clauseEnd(k+1) {
			e.kind, e.dir, e.ana, e.e = kShift, 1, true, k+1
		}
	case cFrom:
		if p.at(k+1) == cRef && p.n(k+1) == refPresent {
			e.kind, e.dir, e.e = kShift, 1, k+2
		}
	case cAnd:
		if p.form(k) == "or" && p.form(k+1) == "so" && e.mod == mNone {
			e.mod, e.e = mApprox, k+2
		}
	case cOld:
		e.kind, e.e = kAge, k+1
	case cLong:
		e.e = k + 1
	case cPeriodW:
		if p.at(e.b) == cA || p.at(e.b) == cThe {
			e.e = k + 1
		}
	case cHyphen:
		if p.at(k+1) == cOld {
			e.kind, e.e = kAge, k+2
		}
		if p.at(k+1) == cLong {
			e.e = k + 2
		}
	case cPoss:
		if p.form(k+1) == "time" && e.kind == kDur && p.form(e.b-1) == "in" {
			e.e = k + 2
		}
	}
	return e
}

// clauseEnd says that nothing follows at i that the word before could govern.
func (p *parser) clauseEnd(i int) bool {
	switch p.at(i) {
	case cComma, cPeriod, cAnd:
		return true
	}
	return i >= len(p.a)
}

// vague reads a unit in the plural without a number: "for years", "recent weeks",
// "decades-long".
func (p *parser) vague(i, lead, j int, e expr) (expr, bool) {
	k := j
	recent := false
	switch {
	case p.at(k) == cAdjRef:
		recent = p.n(k) == refPast
		if p.n(k) == refPresent {
			return e, false
		}
		k++
	case p.at(k) == cRelAdj && k > i:
		k++
	}
	if p.at(k) != cUnit {
		return e, false
	}
	u := unit(p.n(k))
	e.unit, e.open, e.e = u, true, k+1
	if !p.flag(k, fPlural) {
		if k == i && p.at(k+1) == cHyphen && p.at(k+2) == cLong {
			e.open, e.count, e.e = false, 1, k+3
			return e, true
		}
		return e, false
	}
	switch {
	case u < uDay && k == i && !p.forPrep(i), u == uQuarter && k == i, u == uWeekend:
		return e, false
	case recent:
		e.kind, e.ref = kRef, refPast
	case p.at(lead) == cThis && u == uDay:
		e.kind, e.ref = kRef, refPresent
	case p.at(i) == cThe && lead == j && k == j:
		return e, false
	case p.at(lead) == cSame || p.at(lead) == cThat:
		return e, false
	case p.at(i) == cPoss:
		return e, false
	}
	if k == i && p.at(k+1) == cPoss {
		return e, false
	}
	return p.tail(e, false), true
}

func (p *parser) forPrep(i int) bool {
	return p.at(i-1) == cPrep || p.at(i-1) == cApprox || p.at(i-1) == cThan
}

// approximate reads a duration, distance or date with a word that blurs it:
// "about two years ago", "more than a week", "around Nov. 1".
func (p *parser) approximate(i int) (expr, bool) {
	mod, j := p.blur(i)
	if j == i {
		return expr{}, false
	}
	e, ok := p.duration(j)
	if !ok {
		c := p.at(i)
		if c != cApprox || p.n(i) != mApprox {
			return e, false
		}
		e, ok = p.base(j)
		if !ok || e.kind != kCal || e.cal.month == 0 && e.cal.year == 0 && e.cal.clock == 0 {
			return e, false
		}
	}
	if e.mod != mNone || e.kind == kRef {
		return e, false
	}
	if p.at(i) == cApprox && p.n(i) == mMore && (p.at(j) != cA && p.at(j) != cNum && p.at(j) != cHundred) {
		return e, false // "over the next two years"
	}
	e.b, e.mod = i, mod
	return e, true
}

// blur reads "about", "more than", "at least", "up to".
func (p *parser) blur(i int) (mod uint8, next int) {
	form := p.form(i)
	switch {
	case p.at(i) == cApprox && p.n(i) <= mLess:
		if i+1 < len(p.a) && p.at(i+1) == cHyphen {
			return 0, i
		}
		return uint8(p.n(i)), i + 1
	case p.at(i+1) == cThan && equalFold(form, "more"):
		return mMore, i + 2
	case p.at(i+1) == cThan && (equalFold(form, "less") || equalFold(form, "fewer")):
		return mLess, i + 2
	case p.at(i+1) == cThan && p.at(i) == cEarlier:
		return 0, i
	case p.at(i+1) == cApprox && equalFold(form, "at") && p.n(i+1) >= mAtLeast:
		return uint8(p.n(i + 1)), i + 2
	case p.at(i+1) == cTo && equalFold(form, "up"):
		return mAtMost, i + 2
	case p.at(i+2) == cThan && equalFold(form, "no") && equalFold(p.form(i+1), "more"):
		return mAtMost, i + 3
	case p.at(i+2) == cThan && equalFold(form, "no") && (equalFold(p.form(i+1), "less") || equalFold(p.form(i+1), "fewer")):
		return mAtLeast, i + 3
	case p.at(i) == cFew && equalFold(form, "some") && (p.at(i+1) == cNum || p.at(i+1) == cHundred):
		return mApprox, i + 1
	}
	return 0, i
}

// recurring reads what comes again: "every Friday", "each month", "annually",
// "twice a week", "Mondays".
func (p *parser) recurring(i int) (expr, bool) {
	e := expr{kind: kSet, b: i}
	switch p.at(i) {
	case cEvery:
		return p.every(i, e)
	case cAdverb:
		if p.flag(i, fCap) && i+1 < len(p.a) && !lower(p.form(i+1)) && p.at(i+1) == cNone && i > 0 {
			return e, false // Daily Telegraph
		}
		e.unit, e.count, e.e = unit(p.n(i)), 1, i+1
		return e, true
	case cDow:
		if !p.flag(i, fPlural) {
			return e, false
		}
		e.cal.dow, e.e = int8(p.n(i)), i+1
		return e, true
	case cPer, cA:
		if p.at(i+1) == cUnit && !p.flag(i+1, fPlural) && (p.at(i) == cPer || p.rate(i)) {
			e.unit, e.count, e.e = unit(p.n(i+1)), 1, i+2
			return e, e.unit > uHour
		}
	case cTimes:
		if (p.at(i+1) == cA || p.at(i+1) == cEvery) && p.at(i+2) == cUnit && p.n(i) > 0 {
			e.unit, e.count, e.e, e.freq = unit(p.n(i+2)), 1, i+3, uint8(p.n(i))
			return e, true
		}
	case cNum:
		if p.at(i+1) == cTimes && p.n(i+1) == 0 && (p.at(i+2) == cA || p.at(i+2) == cEvery) && p.at(i+3) == cUnit {
			e.unit, e.count, e.e, e.freq = unit(p.n(i+3)), 1, i+4, uint8(min(p.n(i), 255))
			return e, true
		}
	}
	return e, false
}

// every reads what follows "every" or "each".
func (p *parser) every(i int, e expr) (expr, bool) {
	j := i + 1
	e.set, e.each = true, p.n(i) == 1
	j = p.skip(p.skip(j, cRelAdj), cMore)
	switch p.at(j) {
	case cUnit:
		e.unit, e.count, e.e = unit(p.n(j)), 1, j+1
		if p.flag(j, fPlural) {
			return e, false
		}
		return e, true
	case cDow:
		e.cal.dow, e.e = int8(p.n(j)), j+1
		if q := p.partAfter(j+1, &e.cal); q > j+1 {
			e.e = q
		}
		return e, true
	case cMonth:
		e.cal.month, e.e = int8(p.n(j)), j+1
		if d := p.dayNumber(j + 1); d > 0 {
			e.cal.day, e.e = int8(d), j+2
		}
		return e, true
	case cSeason:
		e.cal.season, e.e = int8(p.n(j)), j+1
		return e, true
	case cPart:
		e.cal.part, e.e = uint8(p.n(j)), j+1
		return e, true
	}
	if am, k := p.amountAt(j); k > j && p.at(k) == cUnit {
		e.unit, e.count, e.open, e.e = unit(p.n(k)), am.n, am.open, k+1
		return e, true
	}
	return e, false
}

// rate says that "a year" at i counts something: "15 a year", "two billion dollars a year".
func (p *parser) rate(i int) bool {
	switch p.at(i - 1) {
	case cNum, cMeasure, cHundred, cTimes:
		return p.at(i+2) != cAgo && p.at(i+2) != cEarlier && p.at(i+2) != cLater
	}
	return false
}

// reference reads words for now, past and future.
func (p *parser) reference(i int) (expr, bool) {
	e := expr{kind: kRef, b: i}
	switch p.at(i) {
	case cRef:
		if p.n(i) == refFuture && p.form(i-1) == "as" || p.form(i+1) == "known" {
			return e, false
		}
		e.ref, e.e = uint8(p.n(i)), i+1
		return e, true
	case cAdjRef:
		if p.at(i+1) == cNone && lower(p.form(i+1)) && lower(p.form(i)) && p.form(i) != "present" && p.n(i) != refFuture {
			e.ref, e.e = uint8(p.n(i)), i+1
			return e, true
		}
		if p.n(i) == refPresent && p.form(i-1) == "at" {
			e.ref, e.e = refPresent, i+1
			return e, true
		}
	case cBlur:
		if p.at(i+1) == cRef && p.n(i+1) == refPresent && equalFold(p.form(i), "right") {
			e.ref, e.e = refPresent, i+2
			return e, true
		}
	case cMore:
		if p.at(i+1) == cRef && p.n(i+1) == refPast {
			e.ref, e.e = refPast, i+2
			return e, true
		}
	case cThe:
		return p.theReference(i, e)
	}
	return e, false
}

// theReference reads "the past", "the near future", "the long term".
func (p *parser) theReference(i int, e expr) (expr, bool) {
	j := i + 1
	f := p.form(j)
	if f == "near" || f == "distant" || f == "foreseeable" || f == "recent" {
		j++
	}
	next := p.at(j+1) == cNone && lower(p.form(j+1)) && j == i+1 && !p.closed(j+1)
	switch {
	case p.at(j) == cLast && p.form(j) == "past" && !next && p.at(j+1) != cUnit && p.at(j+1) != cNum && p.at(j+1) != cFew:
		e.ref = refPast
	case p.at(j) == cAdjRef && p.form(j) == "future" && !next:
		e.ref = refFuture
	case p.at(j) == cAdjRef && p.form(j) == "present" && !next:
		e.ref = refPresent
	case (f == "near" || f == "short" || f == "long") && p.form(i+2) == "term":
		e.ref, j = refFuture, i+2
	default:
		return e, false
	}
	e.e = j + 1
	return e, true
}
