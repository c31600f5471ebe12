package train

import (
	"reflect"
	"testing"

	"casus"
	"casus/eval"
	"casus/relate"
)

func TestVocabulary(t *testing.T) {
	var v vocabulary
	rows := []row{{on: v.ids([]string{"a", "b", "c"})}, {on: v.ids([]string{"c", "a"})}, {on: v.ids([]string{"d", "c"})}}
	if got := v.known(rows[1:2]); !reflect.DeepEqual(got, []string{"a", "", "c", ""}) {
		t.Errorf("known: %q", got)
	}
	if got := v.frequent(rows, 2); !reflect.DeepEqual(got, []string{"a", "c"}) {
		t.Errorf("frequent: %q", got)
	}
	for i, want := range [][]uint32{{0, 1}, {0, 1}, {1}} {
		if !reflect.DeepEqual(rows[i].on, want) {
			t.Errorf("row %d has %v, not %v", i, rows[i].on, want)
		}
	}
}

func TestToldPair(t *testing.T) {
	text := "Halvia spoke. Later Halvia and Tornia met, and Tornia left."
	side := func(names ...string) (out []eval.GoldSector) {
		for _, n := range names {
			out = append(out, eval.GoldSector{Text: n})
		}
		return out
	}
	g := eval.GoldOccasion{Sentence: "Later Halvia", Evidence: "Halvia and Tornia met", Actor: side("Halvia", "Tornia"), Recip: true}
	p := toldPair(text, &g)
	if want := (relate.Pair{Source: casus.Span{Begin: 20, End: 26}, Target: casus.Span{Begin: 31, End: 37}}); p != want {
		t.Errorf("the pair is %v, not %v", p, want)
	}
	if p := toldPair(text, &eval.GoldOccasion{Actor: side("Elbonia")}); p != (relate.Pair{}) {
		t.Errorf("nobody is at %v", p)
	}
}

func TestSurePair(t *testing.T) {
	role := func(b, e int) casus.Role { return casus.Role{Span: casus.Span{Begin: b, End: e}} }
	ev := casus.Event{Event: "CONSULT", Confidence: 0.9, Reciprocal: true, Actors: []casus.Role{role(0, 3), role(8, 12)}}
	if p, ok := surePair(&ev); !ok || p.Target != (casus.Span{Begin: 8, End: 12}) {
		t.Errorf("of a meeting of two: %v, %v", p, ok)
	}
	ev.Status.Negated = true
	if _, ok := surePair(&ev); ok {
		t.Error("what did not happen teaches nothing")
	}
	if c := silverClass(&casus.Event{Event: "SANCTION", Evidence: casus.Evidence{Reading: "EMBARGO:economic"}}); relate.Classes()[c] != "COERCE" {
		t.Errorf("an embargo is %s", relate.Classes()[c])
	}
}
