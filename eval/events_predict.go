package eval

import (
	"context"
	"iter"
	"time"
	"unicode/utf8"

	"casus"
	"casus/pipeline"
)

// Predict codes the sentences of gold sets, each as a dispatch of its own. In marked
// sets an unordered pair is given in both directions, since either may be asked for.
func Predict(ctx context.Context, p *pipeline.Pipeline, gold []GoldEvent) (map[string][]PredictedEvent, error) {
	sentences, order := bySentence(gold)
	out := make(map[string][]PredictedEvent, len(order))
	for doc, err := range p.ReadAll(ctx, EachSentence(gold)) {
		if err != nil {
			return nil, err
		}
		id := doc.Dispatch.ID
		out[id] = Pairs(doc, sentences[id][0].Marked)
	}
	return out, ctx.Err()
}

// EachSentence yields the sentences of gold sets, each as a dispatch of its own.
func EachSentence(gold []GoldEvent) iter.Seq2[casus.Dispatch, error] {
	sentences, order := bySentence(gold)
	return func(yield func(casus.Dispatch, error) bool) {
		for _, id := range order {
			g := &sentences[id][0]
			d := casus.Dispatch{ID: id, Text: g.Text}
			if t, err := time.Parse("20060102", g.Date); err == nil {
				d.Published = t
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

// Pairs turns events into one prediction for each pair of actor and recipient.
// Events that are told as not having been are left out.
func Pairs(doc *casus.Document, mirror bool) []PredictedEvent {
	out := []PredictedEvent{}
	chars := newCharacters(doc.Dispatch.Text)
	for i := range doc.Events {
		ev := &doc.Events[i]
		if ev.Status.Negated || ev.Status.Denied {
			continue
		}
		actors, recipients := sides(doc, ev.Actors, chars), sides(doc, ev.Recipients, chars)
		if ev.Reciprocal && len(actors) > 1 {
			for a := range actors {
				for b := range actors {
					if a < b || mirror && a != b {
						out = append(out, pair(ev, actors[a], actors[b]))
					}
				}
			}
			continue
		}
		if len(actors) == 0 {
			actors = append(actors, party{})
		}
		if len(recipients) == 0 {
			recipients = append(recipients, party{})
		}
		for _, a := range actors {
			for _, r := range recipients {
				out = append(out, pair(ev, a, r))
			}
		}
	}
	return out
}

type party struct {
	text, code string
	span       *[2]int
}

func pair(ev *casus.Event, a, r party) PredictedEvent {
	return PredictedEvent{
		SourceText: a.text, SourceCode: a.code, SourceSpan: a.span,
		TargetText: r.text, TargetCode: r.code, TargetSpan: r.span,
		Plover: ev.Event, CAMEO: ev.CAMEO, Mode: ev.Mode, Reading: ev.Evidence.Reading,
	}
}

func sides(doc *casus.Document, roles []casus.Role, chars characters) []party {
	var out []party
	for _, r := range roles {
		p := party{}
		if !r.Span.Empty() {
			p.text = doc.Slice(r.Span)
			p.span = &[2]int{chars.at(r.Span.Begin), chars.at(r.Span.End)}
		}
		members := doc.Members(r)
		for _, m := range members {
			p.code = doc.Entities[m].Code
			out = append(out, p)
		}
		if len(members) == 0 && p.text != "" {
			out = append(out, p)
		}
	}
	return out
}

// characters turns byte offsets into counts of characters.
type characters struct {
	text  string
	ascii bool
}

func newCharacters(text string) characters {
	return characters{text, utf8.RuneCountInString(text) == len(text)}
}

func (c characters) at(i int) int {
	if c.ascii {
		return i
	}
	return utf8.RuneCountInString(c.text[:i])
}
