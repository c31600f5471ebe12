package eval_test

import (
	"context"
	"strings"
	"testing"

	"casus"
	"casus/eval"
	"casus/pipeline"
)

// TestScoreModes scores an event with the wrong mode and the right base, and one that
// is not found.
func TestScoreModes(t *testing.T) {
	gold := []eval.GoldMode{
		{Passage: eval.Passage{Set: "toy", ID: "a", Span: casus.Span{Begin: 0, End: 22}}, Trigger: casus.Span{Begin: 7, End: 14}, Event: "ASSAULT", Mode: "firearms", CAMEO: "193"},
		{Passage: eval.Passage{Set: "toy", ID: "a", Span: casus.Span{Begin: 0, End: 22}}, Trigger: casus.Span{Begin: 0, End: 3}, Event: "CONSULT"},
	}
	texts := `{"id": "a", "date": "2024-06-21", "text": "Halvia bombards Tornia"}` + "\n"
	if err := eval.FillTexts(gold, "toy", strings.NewReader(texts)); err != nil {
		t.Fatal(err)
	}
	stage := pipeline.Stage{Name: "coder", Sets: casus.LayerEvents, New: func() pipeline.Run {
		return func(_ context.Context, d *casus.Document) error {
			d.Events = []casus.Event{{Event: "ASSAULT", Mode: "heavy-weapons", CAMEO: "1931", Evidence: casus.Evidence{Trigger: casus.Span{Begin: 7, End: 14}}}}
			return nil
		}
	}}
	p, err := pipeline.New(stage)
	if err != nil {
		t.Fatal(err)
	}
	s, err := eval.ScoreModes(t.Context(), "toy", p, gold)
	if err != nil {
		t.Fatal(err)
	}
	if s.Events != 2 || s.Found != 1 || s.ModeGiven != 1 || s.ModeRight != 0 || s.BaseGiven != 1 || s.BaseRight != 1 || len(s.Faults) != 2 {
		t.Errorf("got\n%s%s", s, s.Faults.String(9))
	}
	gold[0].Hash = "00"
	if err := eval.FillTexts(gold, "toy", strings.NewReader(texts)); err == nil {
		t.Error("another text than the one that was read is taken")
	}
}

// TestModesGold wants the events that are shipped to be well formed.
func TestModesGold(t *testing.T) {
	gold, err := eval.ModesGold()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range gold {
		if g.ID == "" || g.Hash == "" || g.Event == "" || len(g.CAMEO) != 0 && len(g.CAMEO) != 3 {
			t.Errorf("an event is not well formed: %+v", g)
		}
	}
	if len(gold) < 300 {
		t.Errorf("only %d events", len(gold))
	}
}
