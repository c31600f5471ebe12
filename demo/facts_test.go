package demo_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"casus"
	"casus/pipeline"
)

// share is the part of the facts that must be found: a little less than were when this was
// written; raise it when the coder learns.
const share = 0.75

// fact is a line of testdata/facts.txt.
type fact struct {
	line             string
	day, actor, with string
	events           []string
	either           bool
}

func facts(t *testing.T) []fact {
	t.Helper()
	b, err := os.ReadFile("testdata/facts.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []fact
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		x := fact{line: strings.Join(f, " "), day: f[0], actor: f[1], events: strings.Split(f[2], "/")}
		if f[3] == "=" {
			x.either = true
			f = f[1:]
		}
		x.with = f[3]
		all = append(all, x)
	}
	return all
}

// told says whether an event of a document is the fact.
func (f *fact) told(doc *casus.Document, ev *casus.Event) bool {
	if ev.Date.Value != f.day || !slices.Contains(f.events, ev.Event) || ev.Status.Negated {
		return false
	}
	actors, recipients := countries(doc, ev.Actors), countries(doc, ev.Recipients)
	if f.either {
		actors = append(actors, recipients...)
		recipients = actors
	}
	return slices.Contains(actors, f.actor) && (f.with == "-" || slices.Contains(recipients, f.with))
}

func countries(doc *casus.Document, roles []casus.Role) []string {
	var out []string
	for _, r := range roles {
		for _, m := range doc.Members(r) {
			e := &doc.Entities[m]
			c := e.Country
			if c == "" {
				c = e.Code[:min(3, len(e.Code))]
			}
			out = append(out, c)
		}
	}
	return out
}

// describe writes an event as a line of the facts.
func describe(doc *casus.Document, ev *casus.Event) string {
	return fmt.Sprintf("%s %s %s %s %s", ev.Date.Value, strings.Join(countries(doc, ev.Actors), "+"), ev.Event, strings.Join(countries(doc, ev.Recipients), "+"), strings.Join(ev.Status.Words(), " "))
}

// TestFacts codes the record and looks for the facts in it. With -v it tells those that
// are missed, with what the dispatches of the day gave.
func TestFacts(t *testing.T) {
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := facts(t)
	found := make([]bool, len(all))
	days := map[string][]string{}
	for doc, err := range p.ReadAll(context.Background(), stream(dispatches(t))) {
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Events) == 0 && len(doc.Commitments) == 0 && len(doc.Statements) == 0 {
			t.Errorf("%s codes to nothing", doc.Dispatch.ID)
		}
		if len(doc.Events) == 0 {
			t.Logf("%s has no event", doc.Dispatch.ID)
		}
		for i := range doc.Events {
			ev := &doc.Events[i]
			days[ev.Date.Value] = append(days[ev.Date.Value], describe(doc, ev))
			for k := range all {
				found[k] = found[k] || all[k].told(doc, ev)
			}
		}
	}
	n := 0
	for k, ok := range found {
		if ok {
			n++
			continue
		}
		t.Logf("missed: %s\n\t%s", all[k].line, strings.Join(days[all[k].day], "\n\t"))
	}
	t.Logf("%d of %d facts are found", n, len(all))
	if float64(n) < share*float64(len(all)) {
		t.Errorf("%d of %d facts are found; before, %.0f %% were", n, len(all), 100*share)
	}
}

func stream(all []casus.Dispatch) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for _, d := range all {
			if !yield(d, nil) {
				return
			}
		}
	}
}
