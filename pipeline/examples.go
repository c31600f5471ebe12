package pipeline

import (
	"context"
	"fmt"
	"time"

	"casus"
	"casus/coding"
	"casus/lexicon"
)

// Lexicon that the pipeline reads with, or nil.
func (p *Pipeline) Lexicon() *lexicon.Lexicon { return p.parts.lexicon }

// Explain tells how a sentence of a document was coded. The pipeline must have
// been loaded with the events.
func (p *Pipeline) Explain(doc *casus.Document, sentence int) (coding.Explanation, error) {
	if p.parts.coder == nil {
		return coding.Explanation{}, fmt.Errorf("explaining a sentence: the pipeline was loaded without events: %w", casus.ErrUnavailable)
	}
	return p.parts.coder.Explain(doc, sentence), nil
}

// Failure is an example of the lexicon that does not code as it should.
type Failure struct {
	Example lexicon.Example
	// Want is the line that does not hold; Doc is what was read instead.
	Want string
	Doc  *casus.Document
	Err  error
}

// TryExamples codes the chosen examples of the lexicon (all, where choose is nil)
// and returns how many lines of "=>" they have, and those that do not hold.
func (p *Pipeline) TryExamples(ctx context.Context, choose func(lexicon.Example) bool) (lines int, failures []Failure, err error) {
	if p.parts.coder == nil {
		return 0, nil, fmt.Errorf("trying the examples: the pipeline was loaded without events: %w", casus.ErrUnavailable)
	}
	var examples []lexicon.Example
	for _, x := range p.parts.lexicon.Examples {
		if choose == nil || choose(x) {
			examples = append(examples, x)
		}
	}
	i := 0
	for doc, err := range p.ReadAll(ctx, dispatchesOf(examples)) {
		x := examples[i]
		i++
		views := Views(doc)
		for _, want := range x.Want {
			lines++
			w, perr := lexicon.ParseExpectation(want, p.parts.onto)
			if err == nil {
				err = perr
			}
			if err != nil || !w.Met(views) {
				failures = append(failures, Failure{Example: x, Want: want, Doc: doc, Err: err})
			}
		}
	}
	return lines, failures, ctx.Err()
}

// noDay is the day of an example that names none.
var noDay = time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)

func dispatchesOf(examples []lexicon.Example) func(yield func(casus.Dispatch, error) bool) {
	return func(yield func(casus.Dispatch, error) bool) {
		for _, x := range examples {
			d := casus.Dispatch{ID: fmt.Sprintf("%s:%d", x.Pos.File, x.Pos.Line), Text: x.Text, Published: noDay}
			if day, err := time.Parse(time.DateOnly, x.Date); err == nil {
				d.Published = day
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

// Views are the events of a document as the lexicon's examples see them.
func Views(doc *casus.Document) []lexicon.View {
	views := make([]lexicon.View, 0, len(doc.Events))
	for i := range doc.Events {
		ev := &doc.Events[i]
		v := lexicon.View{Event: ev.Event, Mode: ev.Mode, CAMEO: ev.CAMEO, Contexts: ev.Contexts, Status: ev.Status.Words()}
		v.Actors = codes(doc, ev.Actors)
		v.Offices = append(offices(doc, ev.Actors), offices(doc, ev.Recipients)...)
		v.Recipients = codes(doc, ev.Recipients)
		if ev.Reciprocal {
			v.Recipients = append(v.Recipients, v.Actors...)
		}
		views = append(views, v)
	}
	return views
}

// offices are the offices and titles of a side.
func offices(doc *casus.Document, side []casus.Role) []string {
	var out []string
	for _, r := range side {
		if r.Entity >= 0 && r.Entity < len(doc.Entities) {
			for _, o := range []string{doc.Entities[r.Entity].Office, doc.Entities[r.Entity].Role} {
				if o != "" {
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// codes are the countries and sectors of a side.
func codes(doc *casus.Document, side []casus.Role) []string {
	var out []string
	for _, r := range side {
		if r.Entity < 0 || r.Entity >= len(doc.Entities) {
			continue
		}
		e := &doc.Entities[r.Entity]
		if e.Country != "" {
			out = append(out, e.Country)
		}
		out = append(out, e.Sectors...)
	}
	return out
}
