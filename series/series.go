// Package series makes the standard outputs of event data: what a pair of actors, or
// one actor, did in each day, week or month, with zeros where nothing was told, the
// sums and means of the scores, net cooperation, and the volume of news beside it; and
// it finds where a series changed (change.go) and what is surprising in it
// (surprise.go).
package series

import (
	"fmt"
	"slices"
	"time"

	"casus"
	"casus/store"
)

// Period is the length of a point in time.
type Period string

// The periods.
const (
	Day   Period = "day"
	Week  Period = "week" // from Monday, as in ISO 8601
	Month Period = "month"
)

// Point is a period of a series.
type Point struct {
	// From and To are its first and last day.
	From, To string
	// Count of events; Quads by quad class, from index 1; Events by PLOVER event.
	Count  int
	Quads  [5]int
	Events map[string]int
	// Plover and Goldstein are sums of the scores; Positive and Negative are the sums
	// of the PLOVER scores above and below zero. Net cooperation is their sum.
	Plover, Goldstein, Positive, Negative float64
	// Dispatches is the volume of news of the period, All the events of all pairs.
	Dispatches, All int
}

// Mean is the mean PLOVER score, 0 where there is no event.
func (p *Point) Mean() float64 {
	if p.Count == 0 {
		return 0
	}
	return p.Plover / float64(p.Count)
}

// Rate is the number of events for each thousand dispatches of the period, so that
// months with more news can be compared with those with less.
func (p *Point) Rate() float64 {
	if p.Dispatches == 0 {
		return 0
	}
	return 1000 * float64(p.Count) / float64(p.Dispatches)
}

// Build sorts the counts of days into periods, from the first day to the last, both
// inclusive; where they are "", from the first to the last day that is counted.
func Build(p Period, from, to string, days []store.DayCount, volume []store.DayVolume) ([]Point, error) {
	from, to, ok := bounds(from, to, days)
	if !ok {
		return nil, nil
	}
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil, fmt.Errorf("series from %q: this is no day: %w", from, casus.ErrInvalid)
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return nil, fmt.Errorf("series to %q: this is no day: %w", to, casus.ErrInvalid)
	}
	var points []Point
	for t := p.start(first); !t.After(last); t = p.next(t) {
		if len(points) > 100_000 {
			return nil, fmt.Errorf("series from %s to %s by %s: more than 100,000 points: %w", from, to, p, casus.ErrInvalid)
		}
		points = append(points, Point{From: t.Format(time.DateOnly), To: p.next(t).AddDate(0, 0, -1).Format(time.DateOnly), Events: map[string]int{}})
	}
	for i := range days {
		if x := at(points, days[i].Day); x != nil && days[i].Day >= from && days[i].Day <= to {
			x.add(&days[i])
		}
	}
	for _, v := range volume {
		if x := at(points, v.Day); x != nil {
			x.Dispatches += v.Dispatches
			x.All += v.Events
		}
	}
	return points, nil
}

// OneADay is the classic filter of event data: of the events of one kind that a pair of
// actors has on a day, one is counted, with the mean of their scores (Schrodt and
// Gerner's count of events without duplicates; ICEWS and GDELT are filtered so by most
// who use them). Casus counts occurrences, which are told apart by more than that; the
// filter is for comparison with counts made by it.
func OneADay(days []store.DayCount) []store.DayCount {
	out := slices.Clone(days)
	for i := range out {
		if d := &out[i]; d.Count > 1 {
			n := float64(d.Count)
			d.Count, d.Plover, d.Goldstein = 1, d.Plover/n, d.Goldstein/n
		}
	}
	return out
}

func bounds(from, to string, days []store.DayCount) (string, string, bool) {
	if from != "" && to != "" {
		return from, to, true
	}
	if len(days) == 0 {
		return "", "", false
	}
	lo, hi := days[0].Day, days[0].Day
	for i := range days {
		lo, hi = min(lo, days[i].Day), max(hi, days[i].Day)
	}
	if from == "" {
		from = lo
	}
	if to == "" {
		to = hi
	}
	return from, to, from <= to
}

func (x *Point) add(d *store.DayCount) {
	x.Count += d.Count
	if d.Quad >= 1 && d.Quad <= 4 {
		x.Quads[d.Quad] += d.Count
	}
	x.Events[d.Event] += d.Count
	x.Plover += d.Plover
	x.Goldstein += d.Goldstein
	if d.Plover > 0 {
		x.Positive += d.Plover
	} else {
		x.Negative += d.Plover
	}
}

// at is the point that holds a day, nil where none does.
func at(points []Point, day string) *Point {
	i, _ := slices.BinarySearchFunc(points, day, func(p Point, d string) int {
		switch {
		case p.To < d:
			return -1
		case p.From > d:
			return 1
		}
		return 0
	})
	if i < len(points) && points[i].From <= day && day <= points[i].To {
		return &points[i]
	}
	return nil
}

// start is the first day of the period that holds a day.
func (p Period) start(t time.Time) time.Time {
	switch p {
	case Week:
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case Month:
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

func (p Period) next(t time.Time) time.Time {
	switch p {
	case Week:
		return t.AddDate(0, 0, 7)
	case Month:
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(0, 0, 1)
}

// Bounds are the first and the last day of the period that holds a day; the day itself
// where it is none.
func (p Period) Bounds(day string) (from, to string) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day, day
	}
	t = p.start(t)
	return t.Format(time.DateOnly), p.next(t).AddDate(0, 0, -1).Format(time.DateOnly)
}
