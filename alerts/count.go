package alerts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"casus/series"
	"casus/store"
)

// counted tells that a rule's number of occurrences is reached. After that the rule is
// silent for as long as the time that it counts within.
func (b *batch) counted(ctx context.Context, r *Rule, f *finding, why []string) error {
	if f.day == "" {
		return nil
	}
	silent, err := b.silent(ctx, r, f.day)
	if err != nil || silent {
		return err
	}
	from := addDays(f.day, 1-r.Within)
	list, err := b.gather(ctx, r, from, f)
	if err != nil || len(list) < r.Count {
		return err
	}
	why = append(why, fmt.Sprintf("%d within %d days, %s to %s", len(list), r.Within, from, f.day))
	title := fmt.Sprintf("%s: %d within %d days, last %s", r.Name, len(list), r.Within, f.title())
	return b.tell(r, "count "+f.day, clip(title, 300), f, why, list[:min(len(list), maxTold)], nil)
}

// maxTold is how many findings an alert carries.
const maxTold = 10

// silent says whether the rule told something less than its time before or after a day.
func (b *batch) silent(ctx context.Context, r *Rule, day string) (bool, error) {
	past, err := b.Store.Alerts(ctx, store.AlertQuery{Rule: r.Name, Limit: 200})
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(slices.Concat(past, b.before, b.alerts), func(a store.Alert) bool {
		n, ok := daysBetween(a.Day, day)
		return a.Rule == r.Name && ok && n < r.Within && n > -r.Within
	}), nil
}

// gather finds the occurrences that a rule counts, up to the day of a finding, which
// comes first.
func (b *batch) gather(ctx context.Context, r *Rule, from string, f *finding) ([]*finding, error) {
	out := []*finding{f}
	known := map[string]bool{key(f): true}
	add := func(x *finding) {
		if _, ok := r.matches(x); ok && !known[key(x)] {
			known[key(x)] = true
			out = append(out, x)
		}
	}
	if r.Subject != Events {
		return out, b.gatherStatements(ctx, from, f.day, add)
	}
	filter := store.Filter{Coder: b.Coder, Event: r.Event, Mode: r.Mode, Context: r.Context, Quad: r.Quad, CAMEO: r.CAMEO, From: from, To: f.day, MinConfidence: r.Confidence, Once: true, Limit: 1000}
	page, err := b.Store.Events(ctx, filter)
	if err != nil {
		return nil, err
	}
	for i := range page.Events {
		e := &page.Events[i]
		d, err := b.Store.Dispatch(ctx, e.Dispatch)
		if err != nil {
			return nil, err
		}
		x := eventFinding(&d, e)
		add(&x)
	}
	return out, nil
}

// gatherStatements counts statements, by the day of publication.
func (b *batch) gatherStatements(ctx context.Context, from, to string, add func(*finding)) error {
	list, err := b.Store.Statements(ctx, store.Filter{Coder: b.Coder, From: from, To: to, Limit: 1000})
	if err != nil {
		return err
	}
	for _, x := range list {
		d, err := b.Store.Dispatch(ctx, x.Dispatch)
		if err != nil {
			return err
		}
		for _, f := range findings(&d, &store.Coding{Statements: []store.Statement{x}}) {
			add(&f)
		}
	}
	return nil
}

// baseline is how many days before an event its pair is looked at for what is usual.
const baseline = 3 * 365

// surprised tells that a pair did more in a period than was to be expected, once for
// each pair, kind and period.
func (b *batch) surprised(ctx context.Context, r *Rule, f *finding, why []string) error {
	if f.day == "" {
		return nil
	}
	kind, quads := "cooperation", [2]int{1, 2}
	if f.event.Quad > 2 {
		kind, quads = "conflict", [2]int{3, 4}
	}
	for _, x := range r.pairs(f) {
		if f.event.Reciprocal && x.a > x.b {
			continue // the pair has no order; it is told once
		}
		s, err := b.surprise(ctx, r, f.day, x, quads)
		if err != nil {
			return err
		}
		if s == nil || s.Surprise < r.Surprise {
			continue
		}
		s.Kind = kind
		list, err := b.causes(ctx, s, quads, f)
		if err != nil {
			return err
		}
		says := fmt.Sprintf("%d events of %s of %s with %s, %s to %s, where %.1f were usual: surprise %.1f", s.Count, kind, x.a, x.b, s.From, s.To, s.Usual, s.Surprise)
		if err := b.tell(r, fmt.Sprintf("surprise %s %s %s %s", x.a, x.b, kind, s.From), says, f, append(slices.Clone(why), says), list, s); err != nil {
			return err
		}
	}
	return nil
}

// surprise of a pair in the period that holds a day; nil where nothing is counted.
func (b *batch) surprise(ctx context.Context, r *Rule, day string, x pair, quads [2]int) (*Surprise, error) {
	start, err := b.start(ctx)
	if err != nil {
		return nil, err
	}
	from := max(start, addDays(day, -baseline))
	_, to := r.Period.Bounds(day)
	days, err := b.Store.Days(ctx, store.DayQuery{Coder: b.Coder, Actor: x.a, Recipient: x.b, From: from, To: to})
	if err != nil {
		return nil, err
	}
	points, err := series.Build(r.Period, from, to, days, nil)
	if err != nil || len(points) == 0 {
		return nil, err
	}
	counts := make([]int, len(points))
	sum := 0
	for i := range points {
		counts[i] = points[i].Quads[quads[0]] + points[i].Quads[quads[1]]
		sum += counts[i]
	}
	last := len(points) - 1
	if counts[last] < 2 || last == 0 {
		return nil, nil
	}
	return &Surprise{Actor: x.a, Recipient: x.b, From: points[last].From, To: points[last].To, Count: counts[last],
		Usual: float64(sum-counts[last]) / float64(last), Surprise: series.Surprise(counts[:last], counts[last])}, nil
}

// start is the first day of the record.
func (b *batch) start(ctx context.Context) (string, error) {
	if b.first == "" {
		days, err := b.Store.Volume(ctx, b.Coder, "", "")
		if err != nil || len(days) == 0 {
			return "", err
		}
		for _, d := range days { // in the order of days; those without news are only spoken of
			if d.Dispatches > 0 {
				b.first = d.Day
				break
			}
		}
	}
	return b.first, nil
}

// causes are occurrences of the pair in the period, that which was just told first.
func (b *batch) causes(ctx context.Context, s *Surprise, quads [2]int, f *finding) ([]*finding, error) {
	out := []*finding{f}
	page, err := b.Store.Events(ctx, store.Filter{Coder: b.Coder, Dyad: [2]string{s.Actor, s.Recipient}, From: s.From, To: s.To, Quad: quads[:], Counted: true, Once: true, Limit: maxTold})
	if err != nil {
		return nil, err
	}
	for i := range page.Events {
		e := &page.Events[i]
		if e.ID == f.id || e.Occurrence == f.event.Occurrence {
			continue
		}
		d, err := b.Store.Dispatch(ctx, e.Dispatch)
		if err != nil {
			return nil, err
		}
		x := eventFinding(&d, e)
		out = append(out, &x)
	}
	return out, nil
}

func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

func distinct(list []string) []string { return slices.Compact(slices.Sorted(slices.Values(list))) }
