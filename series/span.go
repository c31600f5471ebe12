package series

import (
	"fmt"
	"slices"
	"time"

	"casus"
)

// Span is a period with its first and last day.
type Span struct{ From, To string }

// maxSpans bounds how many periods a stretch of time is split into.
const maxSpans = 100_000

// Split splits a stretch of days, both inclusive, into periods; the first and the last
// are whole.
func (p Period) Split(from, to string) ([]Span, error) {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil, fmt.Errorf("periods from %q: this is no day: %w", from, casus.ErrInvalid)
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return nil, fmt.Errorf("periods to %q: this is no day: %w", to, casus.ErrInvalid)
	}
	var out []Span
	for t := p.start(first); !t.After(last); t = p.next(t) {
		if len(out) == maxSpans {
			return nil, fmt.Errorf("periods from %s to %s by %s: more than %d: %w", from, to, p, maxSpans, casus.ErrInvalid)
		}
		out = append(out, Span{t.Format(time.DateOnly), p.next(t).AddDate(0, 0, -1).Format(time.DateOnly)})
	}
	return out, nil
}

// Find is the place of the period that holds a day, -1 where none does.
func Find(spans []Span, day string) int {
	i, _ := slices.BinarySearchFunc(spans, day, func(s Span, d string) int {
		if s.To < d {
			return -1
		}
		return 1
	})
	if i < len(spans) && spans[i].From <= day {
		return i
	}
	return -1
}
