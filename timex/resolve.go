package timex

import "casus"

// resolver gives expressions their values in the order of the text.
type resolver struct {
	dct   date
	ref   date // the date told last
	refAt int32
	// quarter is the quarter that the text reports on.
	quarter   date
	quarterAt int32
	// narrative says that dates count from the one told last, not from publication.
	narrative bool
	buf       []byte
	exprs     []expr
}

// resolve makes the document's time expressions; buf is memory for the values.
func resolve(doc *casus.Document, exprs []expr, buf []byte) ([]casus.Timex, []byte) {
	if len(exprs) == 0 {
		return nil, buf
	}
	r := resolver{exprs: exprs, refAt: -1, quarterAt: -100}
	if t := doc.Dispatch.Published; !t.IsZero() {
		r.dct = floor(day(t.Year(), int(t.Month()), t.Day()), uDay)
	}
	r.narrative = narrative(exprs, r.dct)
	out := make([]casus.Timex, len(exprs))
	r.buf = buf[:0]
	for i := range exprs {
		e := &exprs[i]
		x := &out[i]
		x.Span, x.Sentence, x.Head, x.Mod = e.span, int(e.sent), int(e.head), modNames[e.mod]
		x.Type = r.value(i, e)
		e.end = int32(len(r.buf))
		if e.kind == kSet {
			x.Quant, x.Freq = quant(e)
		}
	}
	values, begin := string(r.buf), int32(0) // one string for all
	for i := range exprs {
		out[i].Value, begin = values[begin:exprs[i].end], exprs[i].end
	}
	return out, r.buf
}

func quant(e *expr) (quant, freq string) {
	if e.set {
		quant = "EVERY"
		if e.each {
			quant = "EACH"
		}
	}
	if e.freq > 0 {
		freq = string(append(pad(nil, int(e.freq), 1), 'X'))
	}
	return quant, freq
}

// narrative tells a history from news: many full dates away from the day of
// publication, few that count from it. Without that day every text is one.
func narrative(exprs []expr, dct date) bool {
	if !dct.known() {
		return true
	}
	far, near := 0, 0
	for i := range exprs {
		e := &exprs[i]
		switch {
		case e.kind == kCal && e.cal.year > 0:
			if d := int(e.cal.year) - dct.t.Year(); d < -1 || d > 1 || e.cal.bc {
				far++
			}
		case e.kind == kCal && (e.cal.hasOff || e.cal.dow > 0 && e.cal.day == 0 || e.rel == rThis || e.rel == rLast || e.rel == rNext),
			e.kind == kUnit && (e.rel == rThis || e.rel == rLast || e.rel == rNext), e.kind == kShift && !e.ana:
			near++
		}
	}
	return far >= 8 && far > 3*near
}

// value appends the value of expression i to the buffer and answers its type.
func (r *resolver) value(i int, e *expr) string {
	switch e.kind {
	case kRef:
		r.buf = append(r.buf, refNames[e.ref]...)
		return "DATE"
	case kDur:
		r.buf = period(r.buf, e.unit, e.count, e.open)
		return "DURATION"
	case kSet:
		r.set(e)
		return "SET"
	case kShift:
		return r.shift(e)
	case kUnit:
		return r.unit(e)
	}
	return r.calendar(i, e)
}

// tell appends a date and remembers it as the one told last.
func (r *resolver) tell(e *expr, d date) string {
	if d.known() {
		r.buf = d.value(r.buf)
		// A bare year in mid-sentence is often an aside that leaves the story
		// where it was.
		aside := r.narrative && d.g == gYear && !e.opens && r.ref.g > gYear
		if d.g >= gYear && !aside {
			r.ref, r.refAt = d, e.sent
		}
		if d.g == gQuarter && e.rel != rAgo && e.kind != kShift && e.cal.yearRel == rNone && !e.cal.spoken {
			r.quarter, r.quarterAt = d, e.sent
		}
	}
	return "DATE"
}

// period appends a duration: "P6M", "PT2H", "PXY", "P2.5Y".
func period(buf []byte, u unit, n float32, open bool) []byte {
	letter := "Y"
	buf = append(buf, 'P')
	switch u {
	case uSecond:
		letter = "TS"
	case uMinute:
		letter = "TM"
	case uHour:
		letter = "TH"
	case uDay:
		letter = "D"
	case uWeekend:
		letter = "WE"
	case uWeek:
		letter = "W"
	case uFortnight:
		letter, n = "W", 2*n
	case uMonth:
		letter = "M"
	case uQuarter:
		letter, n = "M", 3*n
	case uDecade:
		if letter = "DE"; !open {
			letter, n = "Y", 10*n
		}
	case uCentury:
		if letter = "CE"; !open {
			letter, n = "Y", 100*n
		}
	case uMillennium:
		if letter = "ML"; !open {
			letter, n = "Y", 1000*n
		}
	}
	if letter[0] == 'T' {
		buf, letter = append(buf, 'T'), letter[1:]
	}
	if open {
		return append(append(buf, 'X'), letter...)
	}
	switch {
	case n == .5 && u == uYear:
		n, letter = 6, "M"
	case n == .5 && u == uHour:
		n, letter = 30, "M"
	case n == .5 && u == uDay:
		return append(buf[:len(buf)-1], "PT12H"...)
	}
	whole := int(n)
	buf = pad(buf, whole, 1)
	if f := int((n-float32(whole))*10 + .5); f > 0 && f < 10 {
		buf = append(buf, '.', '0'+byte(f))
	}
	return append(buf, letter...)
}

// set appends the value of something that recurs.
func (r *resolver) set(e *expr) {
	c := &e.cal
	switch {
	case c.dow > 0:
		r.buf = append(append(r.buf, "XXXX-WXX-"...), '0'+byte(c.dow))
		r.buf = append(r.buf, partNames[c.part]...)
	case c.month > 0:
		r.buf = pad(append(r.buf, "XXXX-"...), int(c.month), 2)
		if c.day > 0 {
			r.buf = pad(append(r.buf, '-'), int(c.day), 2)
		}
	case c.season > 0:
		r.buf = append(append(r.buf, "XXXX-"...), seasonNames[c.season]...)
	case c.part > 0:
		r.buf = append(append(r.buf, "XXXX-XX-XX"...), partNames[c.part]...)
	default:
		r.buf = period(r.buf, e.unit, e.count, e.open)
	}
}

// anchor is where a relative expression counts from.
func (r *resolver) anchor(ana bool) date {
	if (ana || r.narrative) && r.ref.known() || !r.dct.known() {
		return r.ref
	}
	return r.dct
}

// shift resolves "two days ago", "a year earlier".
func (r *resolver) shift(e *expr) string {
	a := r.anchor(e.ana)
	if e.open {
		ref := refPast
		if e.dir > 0 {
			ref = refFuture
		}
		r.buf = append(r.buf, refNames[ref]...)
		return "DATE"
	}
	if !a.known() {
		return "DATE"
	}
	if e.unit == uYear && e.dir < 0 && e.count == 1 && r.quarterAt >= e.sent-3 {
		r.buf = r.quarter.yearsOn(-1).value(r.buf)
		return "DATE"
	}
	if e.unit < uDay {
		return r.hours(e, a)
	}
	n := int(e.count) * int(e.dir)
	d := shift(a.t, e.unit, n)
	if e.ana && a.g == gDay && e.unit == uWeek {
		d = floor(a.t.AddDate(0, 0, 7*n), uDay)
	}
	if a.bc {
		d = date{t: shift(a.t, e.unit, -n).t, g: d.g, bc: true}
	}
	return r.tell(e, d)
}

// hours resolves a shift by hours or minutes to its day.
func (r *resolver) hours(e *expr, a date) string {
	if e.unit == uHour && e.count >= 24 {
		return r.tell(e, floor(a.t.AddDate(0, 0, int(e.count)/24*int(e.dir)), uDay))
	}
	if a.g == gDay {
		r.buf = append(a.value(r.buf), "TXX"...)
	}
	return "TIME"
}

// yearsOn moves a date by years and keeps its granularity.
func (d date) yearsOn(n int) date {
	if d.bc {
		n = -n
	}
	if d.g == gWeek || d.g == gWeekend {
		d.t = monday(d.t.AddDate(n, 0, 3))
		return d
	}
	d.t = months(d.t, 12*n)
	return d
}

// unit resolves "last week", "the previous day", "the quarter".
func (r *resolver) unit(e *expr) string {
	a, n := r.unitAnchor(e)
	if !a.known() {
		return "DATE"
	}
	if e.rel == rAgo {
		d := r.quarter
		if e.unit == uYear && r.quarterAt < e.sent-3 {
			d = shift(a.t, uYear, 0)
		} else if !d.known() {
			d = shift(a.t, uQuarter, -1)
		}
		r.buf = d.yearsOn(-1).value(r.buf)
		return "DATE"
	}
	if a.bc {
		n = -n
	}
	d := shift(a.t, e.unit, n)
	d.bc = a.bc
	if e.cal.part == pNone && e.unit == uDay && a.g < gDay && (e.rel == rThat || e.rel == rPrev || e.rel == rFollow) {
		r.buf = append(r.buf, "XXXX-XX-XX"...)
		return "DATE"
	}
	typ := r.tell(e, d)
	if e.cal.part > 0 {
		r.buf = append(r.buf, partNames[e.cal.part]...)
		return "TIME"
	}
	return typ
}

// unitAnchor is the date that a unit counts from and by how many units.
func (r *resolver) unitAnchor(e *expr) (date, int) {
	switch e.rel {
	case rThis:
		return r.anchor(false), 0
	case rLast:
		return r.anchor(false), -1
	case rNext:
		return r.anchor(false), 1
	case rThat:
		return r.anchor(true), 0
	case rPrev:
		return r.anchor(true), -1
	case rFollow:
		return r.anchor(true), 1
	case rLatest, rThe:
		if e.unit == uQuarter {
			if r.quarter.known() {
				return r.quarter, 0
			}
			return r.anchor(false), -1
		}
		if e.rel == rLatest {
			return r.anchor(false), -1
		}
		if r.ref.known() && (r.narrative || r.ref.g == e.unit.gran() && r.refAt >= e.sent-2) {
			return r.ref, 0
		}
		return r.anchor(false), 0
	case rAgo:
		return r.anchor(false), 0
	}
	return date{}, 0
}
