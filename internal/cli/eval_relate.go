package cli

import (
	"fmt"

	"casus/eval"
	"casus/relate"
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
	answers, err := eval.Related(v.ctx, v.p, gold)
	if err != nil {
		return err
	}
	found := eval.Answered(gold, answers)
	if err := v.write(gold, found); err != nil {
		return err
	}
	var held, rest part
	for i := range gold {
		if i%heldOut == heldOut-1 {
			held.gold, held.answers = append(held.gold, gold[i]), append(held.answers, answers[i])
		} else {
			rest.gold, rest.answers = append(rest.gold, gold[i]), append(rest.answers, answers[i])
		}
	}
	v.score("plv_train, the pair given, the fifth held out", held.gold, found)
	fmt.Fprintln(v.e.out, eval.RelatedReliability(held.gold, held.answers))
	v.score("plv_train, the pair given, the other four fifths, on which it was trained", rest.gold, found)
	return nil
}

// part of a marked set, with its answers.
type part struct {
	gold    []eval.GoldEvent
	answers []relate.Answer
}
