package release

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casus"
	"casus/export"
)

// Change is an event that differs from the last release.
type Change struct {
	// Kind is "added", "dropped" or "changed"; Slots are those that differ.
	Kind     string   `json:"kind"`
	ID       string   `json:"id"`
	Dispatch string   `json:"dispatch"`
	Slots    []string `json:"slots"`
	Before   *Slots   `json:"before"`
	After    *Slots   `json:"after"`
}

// Slots are the parts of an event that a diff looks at.
type Slots struct {
	Event     string `json:"event"`
	Mode      string `json:"mode"`
	Context   string `json:"context"`
	CAMEO     string `json:"cameo"`
	Actor     string `json:"actor"`
	Recipient string `json:"recipient"`
	Date      string `json:"date"`
	Place     string `json:"place"`
	Status    string `json:"status"`
	Claim     string `json:"claim"`
}

// entry is an event as a diff keeps it.
type entry struct {
	id, dispatch string
	trigger      casus.Span
	slots        Slots
}

// diff tells what has changed since the last release.
func (r *release) diff(ctx context.Context) error {
	if r.o.Previous == "" {
		return nil
	}
	wrong, err := Verify(ctx, r.o.Previous)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the last release %s is not what its manifest says (%s): %w", r.o.Previous, wrong[0], casus.ErrInvalid)
	}
	m, hash, err := readManifest(r.o.Previous)
	if err != nil {
		return err
	}
	before, err := entries(ctx, filepath.Join(r.o.Previous, eventsJSON))
	if err != nil {
		return err
	}
	after, err := entries(ctx, filepath.Join(r.dir, eventsJSON))
	if err != nil {
		return err
	}
	out, err := r.create(diffFile)
	if err != nil {
		return err
	}
	defer out.f.Close()
	p := &Previous{Date: m.Date, Manifest: hash}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, c := range Diff(before, after) {
		switch c.Kind {
		case "added":
			p.Added++
		case "dropped":
			p.Dropped++
		default:
			p.Changed++
		}
		out.rows++
		if err := enc.Encode(c); err != nil {
			return err
		}
	}
	r.m.Previous = p
	return out.close()
}

// Diff compares the events of two releases. They are paired by their ids, the rest by
// dispatch and trigger: the same words that another lexicon reads otherwise.
func Diff(before, after []entry) []Change {
	old := map[string]*entry{}
	for i := range before {
		old[before[i].id] = &before[i]
	}
	var out []Change
	var fresh []*entry
	for i := range after {
		a := &after[i]
		b, ok := old[a.id]
		if !ok {
			fresh = append(fresh, a)
			continue
		}
		delete(old, a.id)
		if c, differs := changed(b, a); differs {
			out = append(out, c)
		}
	}
	type place struct {
		dispatch string
		trigger  casus.Span
	}
	left := map[place][]*entry{}
	for _, b := range old {
		k := place{b.dispatch, b.trigger}
		left[k] = append(left[k], b)
	}
	for k := range left {
		slices.SortFunc(left[k], func(x, y *entry) int { return strings.Compare(x.id, y.id) })
	}
	slices.SortFunc(fresh, func(x, y *entry) int { return strings.Compare(x.id, y.id) })
	for _, a := range fresh {
		k := place{a.dispatch, a.trigger}
		if list := left[k]; len(list) > 0 && a.trigger.End > 0 {
			left[k] = list[1:]
			if c, differs := changed(list[0], a); differs {
				out = append(out, c)
			}
			continue
		}
		out = append(out, Change{Kind: "added", ID: a.id, Dispatch: a.dispatch, Slots: []string{}, After: &a.slots})
	}
	for _, list := range left {
		for _, b := range list {
			out = append(out, Change{Kind: "dropped", ID: b.id, Dispatch: b.dispatch, Slots: []string{}, Before: &b.slots})
		}
	}
	slices.SortFunc(out, func(x, y Change) int {
		return slices.Compare([]string{x.Dispatch, x.ID, x.Kind}, []string{y.Dispatch, y.ID, y.Kind})
	})
	return out
}

func changed(b, a *entry) (Change, bool) {
	c := Change{Kind: "changed", ID: a.id, Dispatch: a.dispatch, Slots: []string{}, Before: &b.slots, After: &a.slots}
	x, y := &b.slots, &a.slots
	for _, s := range [...]struct{ name, before, after string }{
		{"event", x.Event, y.Event}, {"mode", x.Mode, y.Mode}, {"context", x.Context, y.Context}, {"cameo", x.CAMEO, y.CAMEO}, {"actor", x.Actor, y.Actor},
		{"recipient", x.Recipient, y.Recipient}, {"date", x.Date, y.Date}, {"place", x.Place, y.Place}, {"status", x.Status, y.Status}, {"claim", x.Claim, y.Claim},
	} {
		if s.before != s.after {
			c.Slots = append(c.Slots, s.name)
		}
	}
	return c, len(c.Slots) > 0
}

// entries reads the events of a release.
func entries(ctx context.Context, file string) ([]entry, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []entry
	dec := json.NewDecoder(bufio.NewReaderSize(f, 1<<16))
	for {
		var e export.Event
		err := dec.Decode(&e)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s, event %d: %w", file, len(out)+1, err)
		}
		if len(out)%1000 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		out = append(out, entry{e.ID, e.Dispatch.ID, e.Evidence.Trigger, slotsOf(&e)})
	}
}

func slotsOf(e *export.Event) Slots {
	s := Slots{Event: e.Event, Mode: strings.Join(e.Mode, ";"), Context: strings.Join(e.Context, ";"), CAMEO: string(e.CAMEO),
		Actor: sideOf(e.Actor), Recipient: sideOf(e.Recipient), Date: string(e.Date.Value)}
	if e.Reciprocal {
		s.Actor += " (each other)"
	}
	if e.Date.End != "" {
		s.Date += "/" + string(e.Date.End)
	}
	if p := e.Place; p != nil {
		s.Place = strings.TrimSpace(string(p.Country) + " " + string(p.GeoNames))
	}
	var words []string
	for _, x := range [...]struct {
		on   bool
		word string
	}{{e.Status.Negated, "negated"}, {e.Status.Future, "future"}, {e.Status.Hypothetical, "hypothetical"}, {e.Status.Conditional, "conditional"},
		{e.Status.Historical, "historical"}, {e.Status.Ongoing, "ongoing"}, {e.Status.Denied, "denied"}} {
		if x.on {
			words = append(words, x.word)
		}
	}
	s.Status = strings.Join(words, " ")
	if c := e.Claim; c != nil {
		s.Claim = string(c.Quote)
		if c.By != nil {
			s.Claim = strings.TrimSpace(s.Claim + " " + sideOf([]export.Party{*c.By}))
		}
	}
	return s
}

// sideOf names the parties of a side by their codes, who has none by the place of the
// words.
func sideOf(side []export.Party) string {
	var out []string
	for i := range side {
		p := &side[i]
		switch {
		case p.Code != "":
			out = append(out, string(p.Code))
		case p.Span != nil:
			out = append(out, fmt.Sprintf("[%d,%d]", p.Span.Begin, p.Span.End))
		}
	}
	return strings.Join(out, ";")
}
