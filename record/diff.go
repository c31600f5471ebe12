package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"casus"
	"casus/store"
)

// Change is what a second coder makes of an event that the first found, or the other
// way round.
type Change struct {
	Dispatch, Published string
	Sentence            int
	// Kind is "added", "dropped" or "changed".
	Kind string
	// Slots are the fields that differ, of a change: "event", "actor", "date" ...
	Slots         []string
	Before, After *store.Event
}

// Diff compares what two coders made of the dispatches that both have coded, row by
// row in the order of the first's codings, and hands each change on.
func Diff(ctx context.Context, s store.Store, a, b string, each func(Change) error) error {
	for after := int64(0); ; {
		page, err := s.Codings(ctx, a, after, pendingPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			after = page[i].Seq
			changes, err := diffOne(ctx, s, a, b, page[i].Dispatch)
			if err != nil {
				return err
			}
			for _, c := range changes {
				if err := each(c); err != nil {
					return err
				}
			}
		}
	}
}

func diffOne(ctx context.Context, s store.Store, a, b, dispatch string) ([]Change, error) {
	x, err := s.Findings(ctx, a, dispatch)
	if err != nil {
		return nil, err
	}
	y, err := s.Findings(ctx, b, dispatch)
	if errors.Is(err, casus.ErrNotFound) || err == nil && (x.Error != "" || y.Error != "") {
		return nil, nil // only one of them has coded it
	}
	if err != nil {
		return nil, err
	}
	return Compare(x.Events, y.Events), nil
}

// Compare pairs two codings of one dispatch, first by trigger and event, then by
// trigger, and tells what differs.
func Compare(before, after []store.Event) []Change {
	taken := make([]bool, len(after))
	match := make([]int, len(before))
	for _, same := range [...]func(x, y *store.Event) bool{
		func(x, y *store.Event) bool { return trigger(x) == trigger(y) && x.Event == y.Event },
		func(x, y *store.Event) bool { return trigger(x) == trigger(y) },
	} {
		for i := range before {
			if match[i] > 0 {
				continue
			}
			for j := range after {
				if !taken[j] && same(&before[i], &after[j]) {
					match[i], taken[j] = j+1, true
					break
				}
			}
		}
	}
	var out []Change
	for i := range before {
		x := &before[i]
		c := Change{Dispatch: x.Dispatch, Published: x.Published, Sentence: x.Sentence, Before: x, Kind: "dropped"}
		if match[i] > 0 {
			c.Kind, c.After = "changed", &after[match[i]-1]
			if c.Slots = slots(x, c.After); len(c.Slots) == 0 {
				continue
			}
		}
		out = append(out, c)
	}
	for j := range after {
		if !taken[j] {
			y := &after[j]
			out = append(out, Change{Dispatch: y.Dispatch, Published: y.Published, Sentence: y.Sentence, After: y, Kind: "added"})
		}
	}
	slices.SortStableFunc(out, func(p, q Change) int { return p.Sentence - q.Sentence })
	return out
}

// trigger is where an event's act stands in the text.
func trigger(e *store.Event) string {
	var body struct {
		Evidence struct {
			Trigger json.RawMessage `json:"trigger"`
		} `json:"evidence"`
	}
	_ = json.Unmarshal(e.JSON, &body) // written by Coding
	return fmt.Sprint(e.Sentence, string(body.Evidence.Trigger))
}

// slots are the fields in which two events differ.
func slots(x, y *store.Event) []string {
	var out []string
	for _, f := range [...]struct {
		name string
		of   func(*store.Event) string
	}{
		{"event", func(e *store.Event) string { return e.Event }}, {"mode", func(e *store.Event) string { return e.Mode }},
		{"context", func(e *store.Event) string { return strings.Join(e.Contexts, " ") }}, {"cameo", func(e *store.Event) string { return e.CAMEO }},
		{"actor", func(e *store.Event) string { return side(e, store.Actor) }}, {"recipient", func(e *store.Event) string { return side(e, store.Recipient) }},
		{"date", func(e *store.Event) string { return e.Day }}, {"status", func(e *store.Event) string { return fmt.Sprint(e.Status) }},
		{"claim", func(e *store.Event) string { return e.Claimant }}, {"place", func(e *store.Event) string { return e.Place + e.PlaceName }},
	} {
		if f.of(x) != f.of(y) {
			out = append(out, f.name)
		}
	}
	return out
}

func side(e *store.Event, s store.Side) string {
	var out []string
	for _, p := range e.Parties {
		if p.Side == s {
			out = append(out, p.Code+"/"+p.Name)
		}
	}
	return strings.Join(out, " ")
}

func ignoreNotFound(err error) error {
	if errors.Is(err, casus.ErrNotFound) {
		return nil
	}
	return err
}
