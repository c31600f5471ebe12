package eval_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casus/eval"
)

func quad(n int) *int { return &n }

func TestScoreMarked(t *testing.T) {
	gold := []eval.GoldEvent{
		{ID: "a", Marked: true, Plover: "REQUEST", Quad: quad(3), Source: eval.GoldParty{Text: "the Halvian envoy", Spans: [][2]int{{0, 17}}}, Target: eval.GoldParty{Text: "Tornia", Spans: [][2]int{{24, 30}}}},
		{ID: "b", Marked: true, Plover: "YIELD", Quad: quad(2), Source: eval.GoldParty{Text: "Halvia"}, Target: eval.GoldParty{Text: "rebels"}},
		{ID: "c", Marked: true, Plover: "AID", Quad: quad(2), Source: eval.GoldParty{Text: "Halvia"}, Target: eval.GoldParty{Text: "Tornia"}},
		{ID: "d", Marked: true, Plover: "AID", Quad: quad(2), Source: eval.GoldParty{Text: "Halvia"}, Target: eval.GoldParty{Text: "Tornia"}},
	}
	found := map[string][]eval.PredictedEvent{
		"a": {
			{SourceText: "Tornia", SourceSpan: &[2]int{24, 30}, TargetText: "envoy", TargetSpan: &[2]int{12, 17}, Plover: "AID"},
			{SourceText: "envoy", SourceSpan: &[2]int{12, 17}, TargetText: "Tornia", TargetSpan: &[2]int{24, 30}, Plover: "DEMAND"},
		},
		"b": {{SourceText: "Halvia", TargetText: "the rebels", Plover: "RETREAT"}},
		"c": {{SourceText: "Tornia", TargetText: "Halvia", Plover: "AID"}}, // the wrong way round
	}
	s := eval.ScoreMarked("toy", gold, found)
	if s.Strict.Coverage != 0.5 || s.Strict.RootAccuracy != 0.5 {
		t.Errorf("strict: %+v", s.Strict)
	}
	if s.Lenient.Coverage != 0.75 || s.Lenient.RootAccuracy != 0.75 {
		t.Errorf("lenient: %+v", s.Lenient)
	}
	if r := s.Rows["AID"]; r.Gold != 2 || r.Right != 0 || r.System != 0 {
		t.Errorf("AID: %+v", r)
	}
}

func TestScoreUnmarked(t *testing.T) {
	gold := []eval.GoldEvent{
		{ID: "a", Plover: "CONSULT", Mode: "visit", CAMEO: "046", Recip: true, Source: eval.GoldParty{Code: "HALGOV"}, Target: eval.GoldParty{Code: "TOR"}},
		{ID: "a", Plover: "ACCUSE", CAMEO: "111", Source: eval.GoldParty{Code: "HAL"}, Target: eval.GoldParty{Code: "ORS"}},
		{ID: "b", None: true},
	}
	found := map[string][]eval.PredictedEvent{
		"a": {{SourceCode: "TORMIL", TargetCode: "HAL", Plover: "CONSULT", CAMEO: "040"}, {SourceCode: "TORMIL", TargetCode: "HAL", Plover: "CONSULT", Mode: "visit", CAMEO: "040"}},
		"b": {{SourceCode: "HAL", Plover: "ASSAULT", CAMEO: "190"}},
	}
	want := map[string]eval.PRF{
		"plover":           {Right: 1, System: 2, Gold: 2},
		"cty+cty+plover":   {Right: 1, System: 2, Gold: 2},
		"code+code+plover": {Right: 0, System: 2, Gold: 2},
		"code+code":        {Right: 0, System: 2, Gold: 2},
		"cty+cty":          {Right: 1, System: 2, Gold: 2},
		"cameo root":       {Right: 1, System: 2, Gold: 2},
		"cameo full":       {Right: 0, System: 2, Gold: 2},
	}
	s := eval.ScoreUnmarked("toy", gold, found)
	for _, v := range s.Views {
		if v.PRF != want[v.Name] {
			t.Errorf("%s: got %+v, want %+v", v.Name, v.PRF, want[v.Name])
		}
		delete(want, v.Name)
	}
	if len(want) > 0 || s.Empty != 1 || s.LeftEmpty != 0 {
		t.Errorf("views without a score: %v; %d of %d left empty", want, s.LeftEmpty, s.Empty)
	}
}

// TestFiner: of two predictions with the right event, the one with the right mode counts.
func TestFiner(t *testing.T) {
	gold := []eval.GoldEvent{{ID: "a", Plover: "CONSULT", Mode: "visit", CAMEO: "0421"}, {ID: "a", Plover: "AID", Mode: "x"}, {ID: "b", Plover: "AID", CAMEO: "071"}}
	s := eval.ScoreUnmarked("toy", gold, map[string][]eval.PredictedEvent{
		"a": {{Plover: "CONSULT", CAMEO: "040"}, {Plover: "CONSULT", Mode: "visit", CAMEO: "042"}},
		"b": {{Plover: "AID", CAMEO: "072"}},
	})
	if s.ModeRight != 1 || s.ModeGiven != 1 || s.BaseRight != 1 || s.BaseGiven != 2 {
		t.Errorf("modes %d of %d, bases %d of %d; want 1 of 1 and 1 of 2", s.ModeRight, s.ModeGiven, s.BaseRight, s.BaseGiven)
	}
}

// TestLikeTheScript scores predictions made by chance with this package and with the
// script that came with the data, where there is one.
func TestLikeTheScript(t *testing.T) {
	data := os.Getenv("CASUS_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "shared", "data")
	}
	script := filepath.Join(data, "..", "score", "score_events.py")
	python, err := exec.LookPath("python3")
	if _, serr := os.Stat(script); serr != nil || err != nil {
		t.Skip("needs python3 and the data sets with their script; CASUS_DATA names the folder of the sets")
	}
	for _, set := range []string{"plv_train", "news200", "petr2_gsr"} {
		path := filepath.Join(data, "events", set+".jsonl")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Skip(err)
		}
		gold, err := eval.ReadGoldEvents(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		found := byChance(gold)
		var lines bytes.Buffer
		for id, events := range found {
			json.NewEncoder(&lines).Encode(eval.Prediction{ID: id, Events: events})
		}
		file := filepath.Join(t.TempDir(), "predictions.jsonl")
		if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(python, script, file, path).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, want := range figures(set, gold, found) {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s: we say %q, the script says\n%s", set, want, out)
			}
		}
	}
}

// figures are our scores in the script's words.
func figures(set string, gold []eval.GoldEvent, found map[string][]eval.PredictedEvent) []string {
	if gold[0].Marked {
		s := eval.ScoreMarked(set, gold, found)
		var out []string
		for _, p := range []eval.PairScore{s.Strict, s.Lenient} {
			for name, v := range map[string]float64{"coverage": p.Coverage, "root_acc": p.RootAccuracy, "root_macro_f1": p.RootF1, "quad_macro_f1": p.QuadF1, "binary_macro_f1": p.ConflictF1} {
				out = append(out, strings.TrimRight(fmt.Sprintf("%s=%.4f", name, v), "0"))
			}
		}
		return out
	}
	var out []string
	for _, v := range eval.ScoreUnmarked(set, gold, found).Views {
		out = append(out, fmt.Sprintf("%-17s P %.3f  R %.3f  F1 %.3f   (tp %d, predicted %d, gold %d)", v.Name,
			float64(v.Right)/float64(max(1, v.System)), float64(v.Right)/float64(max(1, v.Gold)), v.F1(), v.Right, v.System, v.Gold))
	}
	return out
}

// byChance makes up to three events for each sentence, half right.
func byChance(gold []eval.GoldEvent) map[string][]eval.PredictedEvent {
	rng := rand.New(rand.NewPCG(1, 2))
	roots := []string{"AID", "ACCUSE", "CONSULT", "RETREAT", "CONCEDE", "REQUEST", "ASSAULT", "SUPPORT"}
	found := map[string][]eval.PredictedEvent{}
	for _, g := range gold {
		for range rng.IntN(3) {
			p := eval.PredictedEvent{SourceText: g.Source.Text, SourceCode: g.Source.Code, TargetText: g.Target.Text, TargetCode: g.Target.Code, Plover: g.Plover, CAMEO: g.CAMEO}
			if rng.IntN(2) == 0 {
				p.SourceText, p.TargetText, p.SourceCode, p.TargetCode = p.TargetText, p.SourceText, p.TargetCode, p.SourceCode
			}
			if rng.IntN(2) == 0 {
				p.Plover, p.CAMEO = roots[rng.IntN(len(roots))], "112"
			}
			if words := strings.Fields(p.SourceText); len(words) > 1 && rng.IntN(2) == 0 {
				p.SourceText = words[rng.IntN(len(words))]
			}
			if len(g.Target.Spans) > 0 && rng.IntN(3) == 0 {
				s := g.Target.Spans[0]
				s[0] -= 3
				p.TargetSpan = &s
			}
			found[g.ID] = append(found[g.ID], p)
		}
	}
	return found
}
