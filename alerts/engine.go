package alerts

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"casus/store"
)

// Engine tells what a record takes in to those who asked for it.
type Engine struct {
	Store store.Store
	Rules *Rules
	// Name keeps several sets of rules on one record apart: each has its cursor.
	Name string
	// Coder is the key of the coder whose codings are looked at.
	Coder string
	// Since is the day of publication from which on dispatches are looked at. Where it
	// is "", the first run looks at nothing that is there already.
	Since string
	// Out takes what goes to standard output.
	Out io.Writer
	// Getenv finds secrets. Now is the clock; both are those of the process if nil.
	Getenv func(string) string
	Now    func() time.Time
	Log    *slog.Logger

	// first is the first day of the record, once it has been asked for.
	first string
}

// page is how many codings are looked at in one transaction.
const page = 100

// Match looks at what is new and writes the alerts that come of it. It may be stopped
// and called again at any time. It returns how many alerts it found; one that was told
// before is counted again but not written.
func (g *Engine) Match(ctx context.Context) (int, error) {
	end, err := g.Store.Cursor(ctx, "occurrences/"+g.Coder)
	if err != nil {
		return 0, err
	}
	consumer := "alerts/" + g.Name + "/" + g.Coder
	at, floor, err := g.begin(ctx, consumer, end)
	if err != nil {
		return 0, err
	}
	found := 0
	for at < end {
		list, to, err := g.look(ctx, at, end, floor)
		if err != nil || to == at {
			return found, err
		}
		if err := g.Store.Apply(ctx, store.Conclusions{Consumer: consumer, From: at, To: to, Alerts: list}); err != nil {
			return found, err
		}
		found += len(list)
		at = to
	}
	if at == 0 {
		return 0, nil
	}
	return found, g.remember(ctx)
}

// All finds what the rules would tell of the whole record, and writes nothing.
func (g *Engine) All(ctx context.Context) ([]store.Alert, error) {
	end, err := g.Store.Cursor(ctx, "occurrences/"+g.Coder)
	if err != nil {
		return nil, err
	}
	var out []store.Alert
	told := map[string]bool{}
	for at := int64(0); at < end; {
		list, to, err := g.lookWith(ctx, at, end, 0, out)
		if err != nil || to == at {
			return out, err
		}
		for _, a := range list {
			if !told[a.ID] {
				told[a.ID] = true
				out = append(out, a)
			}
		}
		at = to
	}
	return out, nil
}

// begin is where to go on, and the arrival below which dispatches are old. A coder that
// is new to these rules codes old dispatches again; they were told.
func (g *Engine) begin(ctx context.Context, consumer string, end int64) (at, floor int64, err error) {
	if at, err = g.Store.Cursor(ctx, consumer); err != nil {
		return 0, 0, err
	}
	if floor, err = g.Store.Cursor(ctx, consumer+"/from"); err != nil || at > 0 || floor > 0 {
		return at, floor, err
	}
	seen, err := g.Store.Cursor(ctx, g.seen())
	if err != nil {
		return 0, 0, err
	}
	if seen > 0 { // another coder's codings were told up to there
		return 0, seen, g.mark(ctx, consumer+"/from", seen)
	}
	begun := "alerts/" + g.Name + "/begun"
	if n, err := g.Store.Cursor(ctx, begun); err != nil || n > 0 {
		return 0, 0, err
	}
	// The first run of all. What is there is old, unless somebody says since when not.
	if g.Since == "" && end > 0 {
		if err := g.mark(ctx, consumer, end); err != nil {
			return 0, 0, err
		}
		at = end
	}
	return at, 0, g.mark(ctx, begun, 1)
}

// mark sets a cursor that nobody has moved yet.
func (g *Engine) mark(ctx context.Context, consumer string, to int64) error {
	return g.Store.Apply(ctx, store.Conclusions{Consumer: consumer, From: 0, To: to})
}

func (g *Engine) seen() string { return "alerts/" + g.Name + "/seen" }

// remember notes the last arrival that was concluded, for a coder to come.
func (g *Engine) remember(ctx context.Context) error {
	last, err := g.Store.Cursor(ctx, "stories")
	if err != nil {
		return err
	}
	seen, err := g.Store.Cursor(ctx, g.seen())
	if err != nil || seen >= last {
		return err
	}
	return g.Store.Apply(ctx, store.Conclusions{Consumer: g.seen(), From: seen, To: last})
}

// look looks at the codings after a place; it returns what is to be told and how far it
// came.
func (g *Engine) look(ctx context.Context, at, end, floor int64) ([]store.Alert, int64, error) {
	return g.lookWith(ctx, at, end, floor, nil)
}

func (g *Engine) lookWith(ctx context.Context, at, end, floor int64, before []store.Alert) ([]store.Alert, int64, error) {
	codings, err := g.Store.Codings(ctx, g.Coder, at, page)
	if err != nil {
		return nil, at, err
	}
	b := &batch{Engine: g, before: before}
	for i := range codings {
		if codings[i].Seq > end {
			break
		}
		if at = codings[i].Seq; codings[i].Error != "" {
			continue
		}
		d, err := g.Store.Dispatch(ctx, codings[i].Dispatch)
		if err != nil {
			return nil, at, err
		}
		if d.ReplacedBy != "" || d.Seq <= floor || g.Since != "" && published(&d) < g.Since {
			continue
		}
		c, err := g.Store.Findings(ctx, g.Coder, d.ID)
		if err != nil {
			return nil, at, err
		}
		for _, f := range findings(&d, &c) {
			if err := b.finding(ctx, &f); err != nil {
				return nil, at, err
			}
		}
	}
	return b.alerts, at, nil
}

// batch is the work on one page of codings.
type batch struct {
	*Engine
	alerts []store.Alert
	// before are alerts that are not in the record, where nothing is written.
	before []store.Alert
}

// finding tries all rules on a finding.
func (b *batch) finding(ctx context.Context, f *finding) error {
	for i := range b.Rules.Alerts {
		r := &b.Rules.Alerts[i]
		why, ok := r.matches(f)
		if !ok {
			continue
		}
		var err error
		switch {
		case r.Count > 0:
			err = b.counted(ctx, r, f, why)
		case r.Surprise > 0:
			err = b.surprised(ctx, r, f, why)
		default:
			err = b.tell(r, key(f), f.title(), f, why, []*finding{f}, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Tells says whether a rule would tell something of a coded dispatch, and why. Counts,
// surprises and numbers of sources are taken for given: one dispatch cannot show them.
func (r *Rule) Tells(d *store.Dispatch, c *store.Coding) (why []string, ok bool) {
	alone := *r
	alone.Sources = 0
	for _, f := range findings(d, c) {
		if why, ok := alone.matches(&f); ok {
			return append(why, f.title()), true
		}
	}
	return nil, false
}

// key is what a finding is known by: an event by its occurrence, a commitment by what
// it binds and how far it has come, a statement by itself.
func key(f *finding) string {
	switch f.subject {
	case Events:
		if f.event.Occurrence != "" {
			return "occurrence " + f.event.Occurrence
		}
	case Commitments:
		c := f.commitment
		if len(c.Parties) > 0 {
			return fmt.Sprintf("commitment %s %s %v %v %s %s", c.Kind, c.State, distinct(c.Parties), distinct(c.Recipients), c.Due, month(f.day))
		}
	}
	return string(f.subject) + " " + f.id
}

func month(day string) string { return day[:min(len(day), len("2006-01"))] }

func (g *Engine) now() time.Time {
	if g.Now == nil {
		return time.Now().UTC()
	}
	return g.Now().UTC()
}

func (g *Engine) log() *slog.Logger {
	if g.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return g.Log
}
