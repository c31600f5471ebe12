package cli

import (
	"fmt"

	"casus/eval"
)

// goldTexts are the sets of texts to which gold of our own points.
var goldTexts = []string{"bench-news", "wiki-current-events-2002-2026"}

// status scores what the events say of their reality. Every other act is held out.
func (v *evaluation) status() error {
	gold, err := eval.StatusGold()
	if err != nil {
		return err
	}
	if ok, err := fillTexts(v, gold); !ok {
		return err
	}
	var halves [2][]eval.GoldStatus
	for i := range gold {
		halves[i%2] = append(halves[i%2], gold[i])
	}
	for i, name := range []string{"status, the half worked on", "status, the half held out"} {
		s, err := eval.ScoreStatus(v.ctx, name, v.p, halves[i])
		if err != nil {
			return err
		}
		fmt.Fprintln(v.e.out, s)
		if n := v.in.number("errors"); i == 0 && n > 0 {
			fmt.Fprintln(v.e.out, s.Faults.String(n))
		}
	}
	return nil
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

// modes scores the finer kind of events. Every other text is held out.
func (v *evaluation) modes() error {
	gold, err := eval.ModesGold()
	if err != nil {
		return err
	}
	if ok, err := fillTexts(v, gold); !ok {
		return err
	}
	for i, half := range halves(gold, func(g *eval.GoldMode) string { return g.ID }) {
		s, err := eval.ScoreModes(v.ctx, "modes, the half "+[...]string{"worked on", "held out"}[i], v.p, half)
		if err != nil {
			return err
		}
		fmt.Fprintln(v.e.out, s)
		if n := v.in.number("errors"); i == 0 && n > 0 {
			fmt.Fprintln(v.e.out, s.Faults.String(n))
		}
	}
	return nil
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
