package timex

import "time"

// gran is how finely a date is told.
type gran uint8

const (
	gNone gran = iota
	gCentury
	gDecade
	gYear
	gHalf
	gQuarter
	gSeason
	gMonth
	gWeek
	gWeekend
	gDay
)

// date is a point of the calendar at its granularity; t is its first day.
type date struct {
	t  time.Time
	g  gran
	n  int8 // the half, quarter or season
	bc bool
}

func (d date) known() bool { return d.g != gNone }

// value writes the date after TIMEX3.
func (d date) value(buf []byte) []byte {
	y, m, dd := d.t.Date()
	if d.bc {
		buf = append(buf, "BC"...)
	}
	switch d.g {
	case gNone:
		return buf
	case gCentury:
		return pad(buf, y/100, 2)
	case gDecade:
		return pad(buf, y/10, 3)
	case gWeek, gWeekend:
		iy, w := d.t.ISOWeek()
		buf = pad(append(pad(buf, iy, 4), "-W"...), w, 2)
		if d.g == gWeekend {
			buf = append(buf, "-WE"...)
		}
		return buf
	}
	buf = pad(buf, y, 4)
	switch d.g {
	case gHalf:
		return append(buf, '-', 'H', '0'+byte(d.n))
	case gQuarter:
		return append(buf, '-', 'Q', '0'+byte(d.n))
	case gSeason:
		return append(append(buf, '-'), seasonNames[d.n]...)
	case gMonth:
		return pad(append(buf, '-'), int(m), 2)
	case gDay:
		return pad(append(pad(append(buf, '-'), int(m), 2), '-'), dd, 2)
	}
	return buf
}

var seasonNames = [...]string{"", "SP", "SU", "FA", "WI"}

// pad appends n with at least w digits.
func pad(buf []byte, n, w int) []byte {
	if n < 0 {
		n = 0
	}
	var d [12]byte
	i := len(d)
	for n > 0 || w > 0 {
		i--
		d[i] = '0' + byte(n%10)
		n /= 10
		w--
	}
	return append(buf, d[i:]...)
}

// monday is the first day of t's week.
func monday(t time.Time) time.Time { return t.AddDate(0, 0, 1-weekday(t)) }

// floor is the unit of u that holds t.
func floor(t time.Time, u unit) date {
	y, m, d := t.Date()
	switch u {
	case uDay:
		return date{t: day(y, int(m), d), g: gDay}
	case uWeek, uFortnight:
		return date{t: monday(t), g: gWeek}
	case uWeekend:
		return date{t: monday(t), g: gWeekend}
	case uMonth:
		return date{t: day(y, int(m), 1), g: gMonth}
	case uQuarter:
		q := (int(m) + 2) / 3
		return date{t: day(y, 3*q-2, 1), g: gQuarter, n: int8(q)}
	case uYear:
		return date{t: day(y, 1, 1), g: gYear}
	case uDecade:
		return date{t: day(y/10*10, 1, 1), g: gDecade}
	case uCentury:
		return date{t: day(y/100*100, 1, 1), g: gCentury}
	}
	return date{t: day(y, int(m), d), g: gDay}
}

// shift moves t by n units and tells it at the unit's granularity.
func shift(t time.Time, u unit, n int) date {
	n = max(min(n, 4000), -4000)
	switch u {
	case uSecond, uMinute, uHour, uDay:
		return floor(t.AddDate(0, 0, n), uDay)
	case uWeek, uWeekend:
		return floor(t.AddDate(0, 0, 7*n), u)
	case uFortnight:
		return floor(t.AddDate(0, 0, 14*n), uWeek)
	case uMonth:
		return floor(months(t, n), uMonth)
	case uQuarter:
		return floor(months(t, 3*n), uQuarter)
	case uYear, uSeason:
		return floor(months(t, 12*n), uYear)
	case uDecade:
		return floor(months(t, 120*n), uDecade)
	case uCentury:
		return floor(months(t, 1200*n), uCentury)
	}
	return floor(months(t, 12*n), uYear)
}

// months moves t by n months and keeps within the month.
func months(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	last := day(y, int(m)+n+1, 0).Day()
	return day(y, int(m)+n, min(d, last))
}

// gran of a unit.
func (u unit) gran() gran {
	switch u {
	case uWeek, uFortnight:
		return gWeek
	case uWeekend:
		return gWeekend
	case uMonth:
		return gMonth
	case uQuarter:
		return gQuarter
	case uYear:
		return gYear
	case uDecade:
		return gDecade
	case uCentury, uMillennium:
		return gCentury
	}
	return gDay
}
