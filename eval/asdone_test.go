package eval

import (
	"testing"

	"casus/ontology"
)

func TestAsDone(t *testing.T) {
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	for reading, want := range map[string]string{
		"FUTURE(AID:military)":              "AID",
		"PROMISE(EXPEL)":                    "SANCTION",
		"AGREE(STOP(EMBARGO))":              "CONCEDE",
		"AID":                               "",
		"ASK.demand(WITHDRAW:military)":     "",
		"FUTURE(OFFER(COOPERATE:economic))": "COOPERATE",
	} {
		if got := actDone(o, reading); got != want {
			t.Errorf("%s: %q, want %q", reading, got, want)
		}
	}
	gold := []GoldEvent{{ID: "a", Plover: "AID"}, {ID: "b", Plover: "AGREE"}}
	p := PredictedEvent{SourceCode: "HAL", TargetCode: "TOR", Plover: "AGREE", Reading: "FUTURE(AID)"}
	lone := PredictedEvent{SourceCode: "HAL", Plover: "ASSAULT"}
	got := AsDone(o, gold, map[string][]PredictedEvent{"a": {p, lone}, "b": {p}})
	if len(got["a"]) != 1 || got["a"][0].Plover != "AID" || len(got["b"]) != 1 || got["b"][0].Plover != "AGREE" {
		t.Errorf("got %v", got)
	}
}

func TestPLVClass(t *testing.T) {
	for _, c := range [][3]string{
		{"CONCEDE", "FUTURE(RELEASE)", "AGREE"}, {"CONCEDE", "EASE", "CONCEDE"}, {"SANCTION", "EMBARGO:economic", "COERCE"},
		{"SANCTION", "BEGIN(EMBARGO)", "COERCE"}, {"SANCTION", "SEVER", "SANCTION"}, {"COERCE", "HACK", "ASSAULT"},
		{"CONCEDE", "APOLOGISE", "SUPPORT"}, {"THREATEN", "FUTURE(EMBARGO)", "THREATEN"},
	} {
		if got := plvClass(c[0], c[1]); got != c[2] {
			t.Errorf("%s by %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}
