package cli

import (
	"context"
	"fmt"

	"casus/eval"
	"casus/pipeline"
)

// goldTexts are the sets of texts to which gold of our own points.
var goldTexts = []string{"bench-news", "wiki-current-events-2002-2026"}

// status scores what the events say of their reality. Every other act is held out.
func (v *evaluation) status() error {
	return byHalves(v, "status", eval.StatusGold, alternately, eval.ScoreStatus, func(s eval.StatusScore) eval.Faults { return s.Faults })
}

// modes scores the finer kind of events. Every other text is held out.
func (v *evaluation) modes() error {
	byText := func(gold []eval.GoldMode) [2][]eval.GoldMode {
		return halves(gold, func(g *eval.GoldMode) string { return g.ID })
	}
	return byHalves(v, "modes", eval.ModesGold, byText, eval.ScoreModes, func(s eval.ModeScore) eval.Faults { return s.Faults })
}

// positions scores what position statements take, on whom, and what they answer. Every
// other text is held out.
func (v *evaluation) positions() error {
	byText := func(gold []eval.GoldPosition) [2][]eval.GoldPosition {
		return halves(gold, func(g *eval.GoldPosition) string { return g.ID })
	}
	return byHalves(v, "positions", eval.PositionsGold, byText, eval.ScorePositions, func(s eval.PositionScore) eval.Faults { return s.Faults })
}

// byHalves scores gold of our own: the half that is worked on, with the causes of what
// was missed where they are asked for, then the one that is held out.
func byHalves[T any, P interface {
	*T
	eval.Referring
}, S fmt.Stringer](v *evaluation, name string, read func() ([]T, error), part func([]T) [2][]T,
	score func(context.Context, string, *pipeline.Pipeline, []T) (S, error), faults func(S) eval.Faults) error {
	gold, err := read()
	if err != nil {
		return err
	}
	if ok, err := fillTexts[T, P](v, gold); !ok {
		return err
	}
	for i, half := range part(gold) {
		s, err := score(v.ctx, name+", the half "+[...]string{"worked on", "held out"}[i], v.p, half)
		if err != nil {
			return err
		}
		fmt.Fprintln(v.e.out, s)
		if n := v.in.number("errors"); i == 0 && n > 0 {
			fmt.Fprintln(v.e.out, faults(s).String(n))
		}
	}
	return nil
}

// alternately parts gold in two, one to each in turn.
func alternately[T any](gold []T) (out [2][]T) {
	for i := range gold {
		out[i%2] = append(out[i%2], gold[i])
	}
	return out
}

// fillTexts gives gold the texts that it points to; false where a set is not there.
func fillTexts[T any, P interface {
	*T
	eval.Referring
}](v *evaluation, gold []T) (bool, error) {
	for _, set := range goldTexts {
		f, err := v.open("text", set+".jsonl.gz")
		if f == nil {
			return false, err
		}
		err = eval.FillTexts[T, P](gold, set, f)
		f.Close()
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// halves parts gold in two, one text to each in turn.
func halves[T any](gold []T, id func(*T) string) (out [2][]T) {
	n := -1
	for i := range gold {
		if i == 0 || id(&gold[i]) != id(&gold[i-1]) {
			n++
		}
		out[n%2] = append(out[n%2], gold[i])
	}
	return out
}
