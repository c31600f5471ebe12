package timex

import "time"

// calendar resolves a date with parts missing.
func (r *resolver) calendar(i int, e *expr) string {
	c := &e.cal
	d, ok := r.complete(i, e)
	if !c.timed() {
		if !ok {
			r.partial(c)
			return "DATE"
		}
		if c.holiday > 0 && r.holidaySpan(c, d) {
			return "DATE"
		}
		return r.tell(e, d)
	}
	if c.clock > 0 || c.part > 0 {
		if !ok {
			d, ok = r.dayNear(i, e)
		}
		if !ok || d.g != gDay {
			r.buf = append(r.buf, "XXXX-XX-XX"...)
		} else {
			r.tell(e, d)
		}
	}
	if c.clock > 0 {
		m := int(c.clock) - 1
		r.buf = pad(append(r.buf, 'T'), m/60, 2)
		r.buf = pad(append(r.buf, ':'), m%60, 2)
	} else {
		r.buf = append(r.buf, partNames[c.part]...)
	}
	if c.zulu {
		r.buf = append(r.buf, 'Z')
	}
	return "TIME"
}

// partial writes a date whose year nobody knows.
func (r *resolver) partial(c *cal) {
	switch {
	case c.month > 0:
		r.buf = pad(append(r.buf, "XXXX-"...), int(c.month), 2)
		if c.day > 0 {
			r.buf = pad(append(r.buf, '-'), int(c.day), 2)
		}
	case c.season > 0:
		r.buf = append(append(r.buf, "XXXX-"...), seasonNames[c.season]...)
	}
}

// dayNear is the day of a time of the clock that has none of its own: the day
// told last in its sentence, else the one told next in it, else the anchor's.
func (r *resolver) dayNear(i int, e *expr) (date, bool) {
	if r.ref.g == gDay && r.refAt == e.sent {
		return r.ref, true
	}
	for k := i + 1; k < len(r.exprs) && r.exprs[k].sent == e.sent; k++ {
		n := &r.exprs[k]
		if n.kind == kCal && !n.cal.timed() && (n.cal.day > 0 || n.cal.dow > 0 || n.cal.hasOff) {
			if d, ok := r.complete(k, n); ok && d.g == gDay {
				return d, true
			}
		}
	}
	if r.ref.g == gDay && (r.narrative || r.refAt >= e.sent-2) {
		return r.ref, true
	}
	if a := r.anchor(false); a.g == gDay {
		return a, true
	}
	return date{}, false
}

// complete works out the missing parts of a date; ok is false where it cannot.
func (r *resolver) complete(i int, e *expr) (date, bool) {
	c := &e.cal
	if y, ok := r.year(i, e); ok {
		if c.spoken && r.quarter.known() {
			return r.quarter.yearsOn(y - r.quarter.t.Year()), true
		}
		return full(c, y), true
	}
	a := r.anchor(e.rel == rThat || e.rel == rPrev || e.rel == rFollow)
	if c.century > 0 {
		return date{t: day(int(c.century-1)*100, 1, 1), g: gCentury, bc: c.bc}, true
	}
	if c.decade > 0 {
		if c.short && r.ref.known() && r.narrative && r.ref.t.Year() < 1900 {
			return date{t: day((int(c.decade)-10)*10, 1, 1), g: gDecade}, true
		}
		return date{t: day(int(c.decade)*10, 1, 1), g: gDecade}, true
	}
	if !a.known() || a.bc && c.month == 0 {
		return date{}, false
	}
	switch {
	case c.hasOff:
		if !r.dct.known() {
			return date{}, false
		}
		return floor(r.dct.t.AddDate(0, 0, int(c.off)), uDay), true
	case c.month > 0 || c.holiday > 0 || c.season > 0 || c.quarter > 0 || c.half > 0:
		return r.ofYear(e, a), true
	case c.weekend:
		return r.weekend(e, a), true
	case c.dow > 0:
		if a.g != gDay && !r.narrative {
			a = r.dct
		}
		return r.dow(e, a), a.g == gDay
	case c.day > 0:
		return r.dayOfMonth(e, a), a.g >= gMonth
	case c.part > 0 && e.rel != rNone:
		return r.partOfDay(e, a), a.g == gDay
	}
	return date{}, false
}

// year is the year of a date where the words give it.
func (r *resolver) year(i int, e *expr) (int, bool) {
	c := &e.cal
	if c.year > 0 {
		return int(c.year), true
	}
	if c.yearRel == rNone {
		return r.yearOfNext(i, e)
	}
	a := r.anchor(c.yearRel == rThat || c.yearRel == rPrev || c.yearRel == rFollow)
	if !a.known() {
		return 0, false
	}
	y := a.t.Year()
	switch c.yearRel {
	case rLast, rPrev:
		y--
	case rNext, rFollow:
		y++
	}
	return y, true
}

// yearOfNext takes the year from the date that follows at once: "between March and
// April 1918", "26 June - 4 August 1952".
func (r *resolver) yearOfNext(i int, e *expr) (int, bool) {
	if e.cal.month == 0 || e.rel != rNone || i+1 >= len(r.exprs) {
		return 0, false
	}
	n := &r.exprs[i+1]
	if n.sent != e.sent || n.kind != kCal || n.cal.year == 0 || n.cal.month == 0 || n.cal.bc || n.b != e.e+1 {
		return 0, false
	}
	if n.cal.month < e.cal.month {
		return int(n.cal.year) - 1, true
	}
	return int(n.cal.year), true
}

// full is the date of a year at the granularity that the words give.
func full(c *cal, y int) date {
	d := date{bc: c.bc, g: gYear, t: day(y, 1, 1)}
	switch {
	case c.holiday > 0:
		d.t, _ = holidays[c.holiday-1].in(y)
		d.g = gDay
	case c.week > 0:
		t := monday(day(y, int(c.month), 1).AddDate(0, 0, 3+7*int(c.week-1)))
		if c.week == 5 {
			t = monday(day(y, int(c.month)+1, 0))
		}
		d.t, d.g = t, gWeek
	case c.month > 0 && c.day > 0:
		d.t, d.g = day(y, int(c.month), int(c.day)), gDay
	case c.month > 0:
		d.t, d.g = day(y, int(c.month), 1), gMonth
	case c.season > 0:
		d.t, d.g, d.n = day(y, 3*int(c.season), 1), gSeason, c.season
	case c.quarter > 0:
		d.t, d.g, d.n = day(y, 3*int(c.quarter)-2, 1), gQuarter, c.quarter
	case c.half > 0:
		d.t, d.g, d.n = day(y, 6*int(c.half)-5, 1), gHalf, c.half
	}
	return d
}

// ofYear finds the year of a month, season, quarter or holiday by the tense of
// the clause and the word before it.
func (r *resolver) ofYear(e *expr, a date) date {
	c := &e.cal
	y := a.t.Year()
	here := full(c, y)
	here.bc = a.bc
	move := func(n int) date {
		d := full(c, y+n)
		d.bc = a.bc
		return d
	}
	now := a.t
	began := !here.t.After(now)
	over := ended(here, now)
	switch e.rel {
	case rThis, rThat:
		return here
	case rLast, rPrev:
		if over {
			return here
		}
		return move(-1)
	case rNext, rFollow:
		if began {
			return move(1)
		}
		return here
	}
	if r.narrative && r.ref.known() {
		return here // to let winter run into the next year was tried: worse
	}
	const aday = 24 * time.Hour
	ahead, behind := here.t.Sub(now), now.Sub(here.t)
	span := c.quarter > 0 || c.half > 0
	switch {
	case ahead > 0 && ahead <= 50*aday && !(span && e.tense == tPast):
		return here // nobody writes "Nov. 20" on 2 November for a day of last year
	case span:
		if ahead > 0 && e.tense != tFuture {
			return move(-1)
		}
		if behind > 240*aday && e.tense == tFuture {
			return move(1)
		}
	case e.tense == tPast:
		if ahead > 0 {
			return move(-1)
		}
	case e.tense == tFuture:
		if over && behind > 75*aday {
			return move(1)
		}
	case ahead > 182*aday, ahead > 75*aday && here.g == gMonth:
		return move(-1)
	case behind > 250*aday:
		return move(1)
	}
	return here
}

// ended says whether d lies wholly before t.
func ended(d date, t time.Time) bool {
	switch d.g {
	case gDay:
		return d.t.Before(t)
	case gMonth:
		return !d.t.AddDate(0, 1, 0).After(t)
	case gQuarter, gSeason:
		return !d.t.AddDate(0, 3, 0).After(t)
	case gHalf:
		return !d.t.AddDate(0, 6, 0).After(t)
	}
	return d.t.Before(t)
}

// dow finds the day of a weekday's name.
func (r *resolver) dow(e *expr, a date) date {
	back := (weekday(a.t) - int(e.cal.dow) + 7) % 7
	ahead := (7 - back) % 7
	n := -back
	switch {
	case e.rel == rLast || e.rel == rPrev:
		if back == 0 {
			n = -7
		}
	case e.rel == rNext || e.rel == rFollow:
		n = ahead
		if n == 0 {
			n = 7
		}
	case e.rel == rThis:
		n = int(e.cal.dow) - weekday(a.t)
		if n < 0 && e.tense == tFuture {
			n += 7
		}
	case e.rel == rThat, r.narrative:
		n = ahead
	case e.tense == tFuture:
		n = ahead
	}
	return floor(a.t.AddDate(0, 0, n), uDay)
}

// weekend finds the days of a weekend.
func (r *resolver) weekend(e *expr, a date) date {
	n := 0
	switch e.rel {
	case rLast, rPrev:
		n = -1
	case rNext, rFollow:
		n = 1
	case rThe, rNone:
		if e.tense != tFuture && weekday(a.t) < 5 {
			n = -1
		}
	}
	return floor(a.t.AddDate(0, 0, 7*n), uWeekend)
}

// dayOfMonth finds "the 21st".
func (r *resolver) dayOfMonth(e *expr, a date) date {
	if r.ref.g >= gMonth {
		a = r.ref
	}
	y, m, _ := a.t.Date()
	d := int(e.cal.day)
	if a.g == gDay && !r.narrative && e.tense == tPast && d > a.t.Day() && a == r.dct {
		m--
	}
	return date{t: day(y, int(m), d), g: gDay, bc: a.bc}
}

// partOfDay finds the day of "this morning", "last night", "the next morning".
func (r *resolver) partOfDay(e *expr, a date) date {
	n := 0
	switch e.rel {
	case rLast, rPrev:
		n = -1
	case rNext, rFollow:
		n = 1
	}
	return floor(a.t.AddDate(0, 0, n), uDay)
}

// holidaySpan writes a holiday of several days as an interval.
func (r *resolver) holidaySpan(c *cal, d date) bool {
	h := &holidays[c.holiday-1]
	if h.rule != hIslamic || h.day > 0 {
		return false
	}
	b, e := h.in(d.t.Year())
	r.buf = date{t: b, g: gDay}.value(r.buf)
	r.buf = date{t: e, g: gDay}.value(append(r.buf, '/'))
	return true
}
