package cli

import (
	"fmt"

	"casus/eval"
)

// statusTexts are the sets of texts from which the acts with a status were taken.
var statusTexts = []string{"bench-news", "wiki-current-events-2002-2026"}

// status scores what the events say of their reality. Every other act is held out.
func (v *evaluation) status() error {
	gold, err := eval.StatusGold()
	if err != nil {
		return err
	}
	for _, set := range statusTexts {
		f, err := v.open("text", set+".jsonl.gz")
		if err != nil {
			return err
		}
		if f == nil {
			return nil
		}
		err = eval.FillTexts(gold, set, f)
		f.Close()
		if err != nil {
			return err
		}
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
