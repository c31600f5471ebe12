package cli

import (
	"fmt"

	"casus/eval"
)

// statements scores who said what in whole dispatches.
func (v *evaluation) statements() error {
	const name = "dispatches.dev.jsonl"
	f, err := v.open("dispatches", name)
	if f == nil || err != nil {
		return err
	}
	gold, err := eval.ReadGoldStatements(f)
	f.Close()
	if err != nil {
		return err
	}
	for _, x := range []struct {
		of    string
		count func(i int) bool
	}{{"", func(int) bool { return true }}, {", the third held out", func(i int) bool { return i%heldThird == heldThird-1 }}} {
		s, err := eval.ScoreStatements(v.ctx, v.p, gold, x.count)
		if err != nil {
			return err
		}
		fmt.Fprintf(v.e.out, "statements of %s%s (%d dispatches)\n%s\n", name, x.of, s.Dispatches, s)
	}
	return v.positions()
}
