package eval_test

import (
	"context"
	"strings"
	"testing"

	"casus"
	"casus/eval"
	"casus/pipeline"
)

// TestScorePositions scores a statement that is right in all, one whose position is
// wrong, and one that is not found.
func TestScorePositions(t *testing.T) {
	passage := eval.Passage{Set: "toy", ID: "a", Span: casus.Span{Begin: 2, End: 60}}
	on := casus.Span{Begin: 17, End: 23}
	accused := casus.Span{Begin: 9, End: 16}
	gold := []eval.GoldPosition{
		{Passage: passage, Cue: accused, Position: "accuse", On: &on},
		{Passage: passage, Cue: casus.Span{Begin: 32, End: 38}, Position: "deny", Answers: &accused},
		{Passage: passage, Cue: casus.Span{Begin: 50, End: 55}, Position: "say"},
	}
	texts := `{"id": "a", "date": "2024-06-21", "text": "xxHalvia accused Tornia. Tornia denied it. Meria spoke then of it"}` + "\n"
	if err := eval.FillTexts(gold, "toy", strings.NewReader(texts)); err != nil {
		t.Fatal(err)
	}
	stage := pipeline.Stage{Name: "statements", Sets: casus.LayerStatements, New: func() pipeline.Run {
		return func(_ context.Context, d *casus.Document) error {
			d.Statements = []casus.Statement{
				{Cue: casus.Span{Begin: 7, End: 14}, Position: "accuse", On: []casus.Role{{Span: casus.Span{Begin: 15, End: 21}, Entity: -1}}},
				{Cue: casus.Span{Begin: 30, End: 36}, Position: "reject", Answers: []int{0}},
			}
			return nil
		}
	}}
	p, err := pipeline.New(stage)
	if err != nil {
		t.Fatal(err)
	}
	s, err := eval.ScorePositions(t.Context(), "toy", p, gold)
	if err != nil {
		t.Fatal(err)
	}
	if s.Statements != 3 || s.Found != 2 || s.Exact != 1 || s.Positions != (eval.Tally{Right: 1, Found: 2, Gold: 2}) ||
		s.OnGiven != 1 || s.OnRight != 1 || s.Links != (eval.Tally{Right: 1, Found: 1, Gold: 1}) || len(s.Faults) != 2 {
		t.Errorf("got\n%s%s", s, s.Faults.String(9))
	}
}

// TestPositionsGold wants the statements that are shipped to be well formed.
func TestPositionsGold(t *testing.T) {
	gold, err := eval.PositionsGold()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range gold {
		if g.ID == "" || g.Hash == "" || g.Position == "" {
			t.Errorf("a statement is not well formed: %+v", g)
		}
	}
	if len(gold) < 120 {
		t.Errorf("only %d statements", len(gold))
	}
}
