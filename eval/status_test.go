package eval_test

import (
	"context"
	"strings"
	"testing"

	"casus"
	"casus/eval"
	"casus/pipeline"
)

// TestScoreStatus scores one event whose flags are half right.
func TestScoreStatus(t *testing.T) {
	gold := []eval.GoldStatus{
		{Passage: eval.Passage{Set: "toy", ID: "a", Span: casus.Span{Begin: 4, End: 30}}, Trigger: casus.Span{Begin: 11, End: 17}, Status: []string{"negated", "historical"}},
		{Passage: eval.Passage{Set: "other", ID: "b"}},
	}
	texts := `{"id": "z", "date": "2024-06-21", "text": "nothing"}` + "\n" + `{"id": "a", "date": "2024-06-21", "text": "xxx\nHalvia attacked Tornia now"}` + "\n"
	if err := eval.FillTexts(gold, "toy", strings.NewReader(texts)); err != nil {
		t.Fatal(err)
	}
	stage := pipeline.Stage{Name: "coder", Sets: casus.LayerEvents, New: func() pipeline.Run {
		return func(_ context.Context, d *casus.Document) error {
			d.Events = []casus.Event{{Event: "ASSAULT", Status: casus.Status{Negated: true, Ongoing: true}, Evidence: casus.Evidence{Trigger: casus.Span{Begin: 7, End: 15}}}}
			return nil
		}
	}}
	p, err := pipeline.New(stage)
	if err != nil {
		t.Fatal(err)
	}
	s, err := eval.ScoreStatus(t.Context(), "toy", p, gold)
	if err != nil {
		t.Fatal(err)
	}
	if s.Acts != 1 || s.Coded != 1 || s.Exact != 0 || s.Flags["negated"] != (eval.PRF{Right: 1, System: 1, Gold: 1}) ||
		s.Flags["historical"] != (eval.PRF{Gold: 1}) || s.Flags["ongoing"] != (eval.PRF{System: 1}) || len(s.Faults) != 2 {
		t.Errorf("got\n%s%s", s, s.Faults.String(9))
	}
	gold[0].Span.End = 99
	if err := eval.FillTexts(gold, "toy", strings.NewReader(texts)); err == nil {
		t.Error("offsets beyond the text are taken")
	}
}

// TestStatusGold wants the acts that are shipped to be well formed.
func TestStatusGold(t *testing.T) {
	gold, err := eval.StatusGold()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range gold {
		if g.ID == "" || g.Set == "" || !g.Span.Contains(g.Trigger) || g.Trigger.Empty() {
			t.Errorf("an act is not well formed: %+v", g)
		}
	}
	if len(gold) < 300 {
		t.Errorf("only %d acts", len(gold))
	}
}
