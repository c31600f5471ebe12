package tables

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/itlightning/dateparse"
)

// layouts are the usual forms, most frequent first; dateparse knows the others.
var layouts = []string{
	time.DateOnly, time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "20060102", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04", "20060102150405", "20060102T150405Z",
	"January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006", "January 2, 2006 Monday", "Monday, January 2, 2006", "Mon, Jan 2, 2006", time.RFC1123Z, time.RFC1123, "2006/01/02", "2006/1/2",
}

var (
	errNoDate    = errors.New("is no day like 2024-06-21")
	errAmbiguous = errors.New(`may be read day first or month first; say which, like --columns date=COLUMN:dmy (or mdy)`)
)

// parseDate reads a date in any usual form. Order says how numbers stand in it where
// that is not plain: "dmy", "mdy", "ymd".
func parseDate(s, order string) (time.Time, error) {
	if len(s) > 64 {
		return time.Time{}, errNoDate
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return sane(t)
		}
	}
	if t, found, err := numbers(s, order); found {
		if err != nil {
			return t, err
		}
		return sane(t)
	}
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return unix(seconds)
	}
	t, err := dateparse.ParseStrict(s)
	if err != nil {
		return time.Time{}, errNoDate
	}
	return sane(t)
}

// unix reads seconds or milliseconds since 1970.
func unix(n int64) (time.Time, error) {
	switch {
	case n >= 100_000_000 && n < 10_000_000_000:
		return time.Unix(n, 0).UTC(), nil
	case n >= 100_000_000_000 && n < 10_000_000_000_000:
		return time.UnixMilli(n).UTC(), nil
	}
	return time.Time{}, errNoDate
}

// sane refuses years in which nobody sent news.
func sane(t time.Time) (time.Time, error) {
	if t.Year() < 1600 || t.Year() > 2200 {
		return time.Time{}, fmt.Errorf("is of the year %d", t.Year())
	}
	return t, nil
}

// numbers reads three numbers between points, slashes or dashes, with or without a
// time after them. Found says whether that is what stands there.
func numbers(s, order string) (t time.Time, found bool, err error) {
	day, clock, _ := strings.Cut(s, " ")
	parts := strings.FieldsFunc(day, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(parts) != 3 {
		return t, false, nil
	}
	var n [3]int
	for i, p := range parts {
		if n[i], err = strconv.Atoi(p); err != nil || len(p) > 4 {
			return t, false, nil
		}
	}
	if order == "" {
		switch {
		case len(parts[0]) == 4:
			order = "ymd"
		case n[0] > 12:
			order = "dmy"
		case n[1] > 12 || n[0] == n[1]:
			order = "mdy"
		default:
			return t, true, errAmbiguous
		}
	}
	y, m, d := n[strings.IndexByte(order, 'y')], n[strings.IndexByte(order, 'm')], n[strings.IndexByte(order, 'd')]
	if y < 100 {
		if y += 2000; y > 2070 {
			y -= 100
		}
	}
	t = time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != m {
		return time.Time{}, true, errNoDate
	}
	for _, layout := range []string{"15:04", "15:04:05", "3:04 PM", "3:04PM", "3:04:05 PM"} {
		if c, err := time.Parse(layout, clock); err == nil {
			return t.Add(time.Duration(c.Hour())*time.Hour + time.Duration(c.Minute())*time.Minute + time.Duration(c.Second())*time.Second), true, nil
		}
	}
	return t, true, nil
}
