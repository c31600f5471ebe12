package cli

import (
	"fmt"

	"casus/eval"
)

// relate scores the answers to pairs that are given.
func (v *evaluation) relate() error {
	f, err := v.open("events", "plv_train.jsonl")
	if err != nil || f == nil {
		return err
	}
	gold, err := eval.ReadGoldEvents(f)
	f.Close()
	if err != nil {
		return fmt.Errorf("plv_train: %w", err)
	}
	found, err := eval.Related(v.ctx, v.p, gold)
	if err != nil {
		return err
	}
	if err := v.write(gold, found); err != nil {
		return err
	}
	var held, rest []eval.GoldEvent
	for i := range gold {
		if i%heldOut == heldOut-1 {
			held = append(held, gold[i])
		} else {
			rest = append(rest, gold[i])
		}
	}
	v.score("plv_train, the pair given, the fifth held out", held, found)
	v.score("plv_train, the pair given, the other four fifths", rest, found)
	return nil
}
