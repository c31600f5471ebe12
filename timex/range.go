package timex

import (
	"strings"
	"time"
)

// Range turns a TIMEX3 value into its first and last day. Granularity is "day",
// "week", "month", "quarter", "season", "half", "year", "decade" or "century";
// a time of the day counts as its day. ok is false where the value is no stretch
// of the calendar: a duration, a set, PRESENT_REF, a value with open parts.
func Range(value string) (begin, end time.Time, granularity string, ok bool) {
	if a, b, two := strings.Cut(value, "/"); two {
		b1, _, _, ok1 := Range(a)
		_, e2, _, ok2 := Range(b)
		return b1, e2, "day", ok1 && ok2 && !e2.Before(b1)
	}
	v := value
	if i := strings.IndexByte(v, 'T'); i > 0 {
		v = v[:i]
	}
	y, w := digits(v)
	rest := v[w:]
	switch {
	case w == 2 && rest == "":
		return span(day(y*100, 1, 1), 1200, "century")
	case w == 3 && rest == "":
		return span(day(y*10, 1, 1), 120, "decade")
	case w != 4:
		return
	case rest == "":
		return span(day(y, 1, 1), 12, "year")
	case rest[0] != '-' || len(rest) < 3:
		return
	}
	rest = rest[1:]
	switch n := int(rest[1] - '0'); rest[0] {
	case 'W':
		return weekRange(y, rest)
	case 'Q':
		if len(rest) == 2 && n >= 1 && n <= 4 {
			return span(day(y, 3*n-2, 1), 3, "quarter")
		}
	case 'H':
		if len(rest) == 2 && (n == 1 || n == 2) {
			return span(day(y, 6*n-5, 1), 6, "half")
		}
	}
	for i, s := range seasonNames {
		if s == rest && i > 0 {
			return span(day(y, 3*i, 1), 3, "season")
		}
	}
	m, w := digits(rest)
	if w != 2 || m < 1 || m > 12 {
		return
	}
	if len(rest) == 2 {
		return span(day(y, m, 1), 1, "month")
	}
	d, w := digits(rest[3:])
	if rest[2] != '-' || w != 2 || len(rest) != 5 || d < 1 || day(y, m, d).Day() != d {
		return
	}
	t := day(y, m, d)
	return t, t, "day", true
}

func span(begin time.Time, months int, g string) (time.Time, time.Time, string, bool) {
	return begin, begin.AddDate(0, months, -1), g, true
}

// weekRange reads "W25", "W25-WE", "WI" (winter) and "W25-5" after the year.
func weekRange(y int, s string) (begin, end time.Time, g string, ok bool) {
	if s == "WI" {
		return span(day(y, 12, 1), 3, "season")
	}
	n, w := digits(s[1:])
	if w != 2 || n < 1 || n > 53 {
		return
	}
	t := monday(day(y, 1, 4)).AddDate(0, 0, 7*(n-1))
	switch tail := s[3:]; {
	case tail == "":
		return t, t.AddDate(0, 0, 6), "week", true
	case tail == "-WE":
		return t.AddDate(0, 0, 5), t.AddDate(0, 0, 6), "day", true
	case len(tail) == 2 && tail[0] == '-' && tail[1] >= '1' && tail[1] <= '7':
		t = t.AddDate(0, 0, int(tail[1]-'1'))
		return t, t, "day", true
	}
	return
}
