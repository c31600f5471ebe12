package timex

import "time"

// holiday is a day with a name. Its words are in lower case, as the atoms see them.
type holiday struct {
	words []string
	// rule says how the day is found: a fixed day (month, day), the nth weekday
	// of a month, a distance from Easter, or a month of the Islamic calendar.
	rule            holidayRule
	month, day, nth int
}

type holidayRule uint8

const (
	hFixed    holidayRule = iota // month, day
	hWeekday                     // the nth (-1: last) weekday `day` (Monday 1) of month
	hEaster                      // day days after Easter Sunday
	hPascha                      // day days after Orthodox Easter
	hIslamic                     // month and day of the Islamic calendar; day 0 is the month
	hElection                    // the Tuesday after the first Monday of November
)

// holidays in the order in which they are tried: a longer name before a shorter one.
var holidays = []holiday{
	{[]string{"christmas", "eve"}, hFixed, 12, 24, 0},
	{[]string{"christmas", "day"}, hFixed, 12, 25, 0},
	{[]string{"christmas"}, hFixed, 12, 25, 0},
	{[]string{"new", "year", "'s", "eve"}, hFixed, 12, 31, 0},
	{[]string{"new", "year", "'s", "day"}, hFixed, 1, 1, 0},
	{[]string{"new", "year", "'s"}, hFixed, 1, 1, 0},
	{[]string{"boxing", "day"}, hFixed, 12, 26, 0},
	{[]string{"thanksgiving", "day"}, hWeekday, 11, 4, 4},
	{[]string{"thanksgiving"}, hWeekday, 11, 4, 4},
	{[]string{"easter", "sunday"}, hEaster, 0, 0, 0},
	{[]string{"easter", "monday"}, hEaster, 0, 1, 0},
	{[]string{"easter"}, hEaster, 0, 0, 0},
	{[]string{"good", "friday"}, hEaster, 0, -2, 0},
	{[]string{"palm", "sunday"}, hEaster, 0, -7, 0},
	{[]string{"ash", "wednesday"}, hEaster, 0, -46, 0},
	{[]string{"pentecost"}, hEaster, 0, 49, 0},
	{[]string{"orthodox", "easter"}, hPascha, 0, 0, 0},
	{[]string{"orthodox", "christmas"}, hFixed, 1, 7, 0},
	{[]string{"halloween"}, hFixed, 10, 31, 0},
	{[]string{"may", "day"}, hFixed, 5, 1, 0},
	{[]string{"valentine", "'s", "day"}, hFixed, 2, 14, 0},
	{[]string{"bastille", "day"}, hFixed, 7, 14, 0},
	{[]string{"labor", "day"}, hWeekday, 9, 1, 1},
	{[]string{"memorial", "day"}, hWeekday, 5, 1, -1},
	{[]string{"columbus", "day"}, hWeekday, 10, 1, 2},
	{[]string{"veterans", "day"}, hFixed, 11, 11, 0},
	{[]string{"armistice", "day"}, hFixed, 11, 11, 0},
	{[]string{"juneteenth"}, hFixed, 6, 19, 0},
	{[]string{"election", "day"}, hElection, 11, 0, 0},
	{[]string{"ramadan"}, hIslamic, 9, 0, 0},
	{[]string{"eid", "al", "-", "fitr"}, hIslamic, 10, 1, 0},
	{[]string{"eid", "al", "-", "adha"}, hIslamic, 12, 10, 0},
	{[]string{"ashura"}, hIslamic, 1, 10, 0},
	{[]string{"nowruz"}, hFixed, 3, 20, 0},
}

// in gives the holiday's first and last day in a year of our calendar. An Islamic
// feast that falls twice in a year is the first of the two.
func (h *holiday) in(year int) (first, last time.Time) {
	one := func(t time.Time) (time.Time, time.Time) { return t, t }
	switch h.rule {
	case hWeekday:
		return one(nthWeekday(year, h.month, h.day, h.nth))
	case hEaster:
		return one(easter(year).AddDate(0, 0, h.day))
	case hPascha:
		return one(pascha(year).AddDate(0, 0, h.day))
	case hElection:
		return one(nthWeekday(year, 11, 1, 1).AddDate(0, 0, 1))
	case hIslamic:
		return h.islamic(year)
	}
	return one(day(year, h.month, h.day))
}

// nthWeekday is the nth (-1: the last) given weekday of a month, Monday being 1.
func nthWeekday(year, month, dow, nth int) time.Time {
	if nth < 0 {
		t := day(year, month+1, 0)
		return t.AddDate(0, 0, -(weekday(t)-dow+7)%7)
	}
	t := day(year, month, 1)
	return t.AddDate(0, 0, (dow-weekday(t)+7)%7+7*(nth-1))
}

// easter is Easter Sunday by the anonymous Gregorian computus.
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	return day(y, (h+l-7*m+114)/31, (h+l-7*m+114)%31+1)
}

// pascha is Orthodox Easter in our calendar, by Meeus's Julian computus.
func pascha(y int) time.Time {
	a, b, c := y%4, y%7, y%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	julian := day(y, (d+e+114)/31, (d+e+114)%31+1)
	return julian.AddDate(0, 0, y/100-y/400-2)
}

// islamic finds the feast by the tabular Islamic calendar, which lies within a
// day of the sighted one.
func (h *holiday) islamic(year int) (first, last time.Time) {
	ah := (year - 622) * 33 / 32
	for k := -1; k <= 2; k++ {
		begin := islamicDay(ah+k, h.month, max(h.day, 1))
		if begin.Year() != year {
			continue
		}
		if h.day > 0 {
			return begin, begin
		}
		return begin, islamicDay(ah+k, h.month+1, 1).AddDate(0, 0, -1)
	}
	t := day(year, 1, 1)
	return t, t
}

func islamicDay(y, m, d int) time.Time {
	n := d + (59*(m-1)+1)/2 + (y-1)*354 + (3+11*y)/30 // days since the epoch
	return day(622, 7, 18).AddDate(0, 0, n)           // 19 July 622 in our calendar is day one
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// weekday counts from Monday, 1, to Sunday, 7.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }
