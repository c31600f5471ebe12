package commitments

import (
	"strconv"
	"time"
)

// day cuts the time of day off a TIMEX3 value.
func day(value string) string {
	if len(value) > 10 && value[10] == 'T' {
		return value[:10]
	}
	return value
}

// later adds a duration of TIMEX3 (hours, days, weeks, months, years) to a day, "" where
// either cannot be read. Hours count as whole days, rounded up.
func later(from, duration string) string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil || len(duration) < 3 || duration[0] != 'P' {
		return ""
	}
	unit := duration[len(duration)-1]
	digits, hours := duration[1:len(duration)-1], false
	if digits[0] == 'T' {
		digits, hours = digits[1:], true
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n > 10_000 {
		return ""
	}
	switch {
	case hours && unit == 'H':
		t = t.AddDate(0, 0, (n+23)/24)
	case hours:
		return ""
	case unit == 'D':
		t = t.AddDate(0, 0, n)
	case unit == 'W':
		t = t.AddDate(0, 0, 7*n)
	case unit == 'M':
		t = t.AddDate(0, n, 0)
	case unit == 'Y':
		t = t.AddDate(n, 0, 0)
	default:
		return ""
	}
	return t.Format(time.DateOnly)
}
