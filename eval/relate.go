package eval

import (
	"context"
	"fmt"
	"unicode/utf8"

	"casus"
	"casus/pipeline"
	"casus/relate"
)

// Related answers the pairs of a marked set, one answer for each gold event.
func Related(ctx context.Context, p *pipeline.Pipeline, gold []GoldEvent) ([]relate.Answer, error) {
	out := make([]relate.Answer, len(gold))
	for i := range gold {
		g := &gold[i]
		pair := relate.Pair{Source: g.Source.Bytes(g.Text), Target: g.Target.Bytes(g.Text)}
		_, answers, err := p.Relate(ctx, casus.Dispatch{ID: g.ID, Text: g.Text}, []relate.Pair{pair})
		if err != nil {
			return nil, fmt.Errorf("relating %s: %w", g.ID, err)
		}
		out[i] = answers[0]
	}
	return out, ctx.Err()
}

// Answered turns answers into predictions by id. The sides of a prediction are those that
// were asked for, its event the class of published tests.
func Answered(gold []GoldEvent, answers []relate.Answer) map[string][]PredictedEvent {
	out := make(map[string][]PredictedEvent, len(gold))
	for i := range gold {
		g, a := &gold[i], &answers[i]
		if a.Class == "" {
			continue
		}
		e := PredictedEvent{Plover: a.Class, CAMEO: a.CAMEO, SourceText: g.Source.Text, TargetText: g.Target.Text}
		e.SourceSpan, e.TargetSpan = g.Source.first(), g.Target.first()
		out[g.ID] = append(out[g.ID], e)
	}
	return out
}

// RelatedReliability tells whether the confidence of answers holds.
func RelatedReliability(gold []GoldEvent, answers []relate.Answer) *Reliability {
	r := &Reliability{}
	for i := range gold {
		if a := &answers[i]; a.Class != "" {
			r.Add(a.Confidence, root(gold[i].Plover) == root(a.Class))
		}
	}
	return r
}

func (g *GoldParty) first() *[2]int {
	if len(g.Spans) == 0 {
		return nil
	}
	s := g.Spans[0]
	return &s
}

// Bytes is the party's first span in bytes.
func (g *GoldParty) Bytes(text string) casus.Span {
	if len(g.Spans) == 0 {
		return casus.Span{}
	}
	return casus.Span{Begin: bytesOf(text, g.Spans[0][0]), End: bytesOf(text, g.Spans[0][1])}
}

// bytesOf turns a count of characters into one of bytes.
func bytesOf(text string, characters int) int {
	at := 0
	for ; characters > 0 && at < len(text); characters-- {
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return at
}

// ClassScore tells accuracy and macro-F1 of the classes and macro-F1 of their quads.
func ClassScore(gold, system []string) string {
	var roots, quads labels
	for i := range gold {
		g, s := root(gold[i]), root(system[i])
		roots.add(g, s)
		quads.add(fmt.Sprint(quadOf[g]), fmt.Sprint(quadOf[s]))
	}
	return fmt.Sprintf("accuracy %.4f macro-F1 %.4f  quad macro-F1 %.4f", roots.accuracy(), macro(roots.rows()), macro(quads.rows()))
}
