package timex

// more reads on after an expression: the second day of "June 21-25" and the
// second year of "1914-18" are expressions of their own. It answers the atom to
// go on from.
func (p *parser) more(e expr) int {
	j := e.e
	if e.kind != kCal || e.cal.timed() || e.rel != rNone {
		return j
	}
	k := j + 1
	switch p.at(j) {
	case cHyphen, cTo, cAnd:
	case cPrep:
		if p.form(j) != "through" && p.form(j) != "until" {
			return j
		}
	default:
		return j
	}
	if p.at(k) != cNum || !p.flag(k, fDigits) {
		return j
	}
	switch {
	case e.cal.month > 0 && e.cal.day > 0 && e.cal.year == 0 && p.at(e.e-1) != cMonth:
		d := p.dayNumber(k)
		if d == 0 || d <= int(e.cal.day) || p.counted(k+1) {
			return j
		}
		next := expr{kind: kCal, b: k, cal: cal{month: e.cal.month, day: int8(d)}}
		next.e = p.yearAfter(k+1, &next.cal)
		p.emit(next)
		p.out[len(p.out)-2].cal.year = next.cal.year
		return next.e
	case p.flag(e.e-1, fYear) && p.at(j) == cHyphen && p.flag(k, fTwo) && p.a[k].begin == p.a[j].end:
		y := int(e.cal.year)
		y2 := y/100*100 + p.n(k)
		if y2 <= y {
			return j
		}
		p.emit(expr{kind: kCal, b: k, e: k + 1, cal: cal{year: int16(y2)}})
		return k + 1
	}
	return j
}

// counted says that the number before atom i counts something else than days.
func (p *parser) counted(i int) bool {
	switch p.at(i) {
	case cUnit, cMonth, cMeasure, cHundred, cAMPM, cZone:
		return true
	case cNone:
		return i < len(p.a) && lower(p.form(i)) && plural(p.form(i))
	}
	return false
}
