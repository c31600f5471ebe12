package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casus"
	"casus/pipeline"
)

// UnmarkedFaults tells of the events that were missed and invented in a set in which
// all are to be found, by their root. Of every third sentence nothing is told: it
// stays a check.
func UnmarkedFaults(ctx context.Context, p *pipeline.Pipeline, gold []GoldEvent) (Faults, error) {
	var out Faults
	sentences, _ := bySentence(gold)
	n := -1
	for doc, err := range p.ReadAll(ctx, EachSentence(gold)) {
		if err != nil {
			return nil, err
		}
		if n++; n%3 == 2 {
			continue
		}
		more, err := sentenceFaults(p, doc, sentences[doc.Dispatch.ID])
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, ctx.Err()
}

func sentenceFaults(p *pipeline.Pipeline, doc *casus.Document, gold sentence) (Faults, error) {
	left := make([]*casus.Event, 0, len(doc.Events))
	for i := range doc.Events {
		if s := doc.Events[i].Status; !s.Negated && !s.Denied {
			left = append(left, &doc.Events[i])
		}
	}
	var missed []GoldEvent
	for _, g := range gold {
		if g.Plover == "" {
			continue
		}
		k := slices.IndexFunc(left, func(ev *casus.Event) bool { return root(ev.Event) == root(g.Plover) })
		if k < 0 {
			missed = append(missed, g)
			continue
		}
		left = slices.Delete(left, k, k+1)
	}
	blocked, err := blockedIn(p, doc)
	if err != nil {
		return nil, err
	}
	var out Faults
	for _, g := range missed {
		f := Fault{ID: g.ID, What: fmt.Sprintf("%s: %s%q -> %s%q", g.Plover, g.Source.Code, g.Source.Text, g.Target.Code, g.Target.Text), Words: g.Text, Note: strings.Join(blocked, "; ")}
		switch {
		case len(left) > 0:
			f.Cause, f.Note = "missed, another event invented", told(doc, left[0])+"; "+f.Note
		case len(blocked) > 0:
			f.Cause = "missed, though an act was read"
		default:
			f.Cause = "missed, no act was read"
		}
		out = append(out, f)
	}
	if len(missed) > 0 {
		return out, nil
	}
	for _, ev := range left {
		out = append(out, Fault{Cause: "invented: " + ev.Event, ID: doc.Dispatch.ID, What: told(doc, ev), Words: doc.Dispatch.Text})
	}
	return out, nil
}

func told(doc *casus.Document, ev *casus.Event) string {
	return fmt.Sprintf("%s: %s -> %s by %s", ev.Event, strings.Join(names(doc, ev.Actors), "+"), strings.Join(names(doc, ev.Recipients), "+"), ev.Evidence.Pattern)
}

// blockedIn lists the acts that were read but made no event, with the reason.
func blockedIn(p *pipeline.Pipeline, doc *casus.Document) ([]string, error) {
	var out []string
	for i := range doc.Sentences {
		x, err := p.Explain(doc, i)
		if err != nil {
			return nil, err
		}
		for k := range x.Tries {
			if t := &x.Tries[k]; t.Won && t.Blocked != "" {
				out = append(out, t.Pattern+" "+t.Blocked)
			}
		}
	}
	return out, nil
}
