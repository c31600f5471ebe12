package ontology_test

import (
	"testing"

	"casus/ontology"
)

func load(t testing.TB) *ontology.Ontology {
	t.Helper()
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func r(name string, inner *ontology.Reading, domains ...string) *ontology.Reading {
	return &ontology.Reading{Name: name, Domains: domains, Inner: inner}
}

func TestCompose(t *testing.T) {
	o := load(t)
	demand := func(in *ontology.Reading) *ontology.Reading {
		return &ontology.Reading{Name: "ASK", Variant: "demand", Inner: in}
	}
	for _, c := range []struct {
		r                  *ontology.Reading
		event, mode, cameo string
	}{
		{r("MEET", nil), "CONSULT", "", "040"},
		{r("AID", nil, "military"), "AID", "", "072"},
		{r("ASK", r("STOP", r("COOPERATE", nil, "military"))), "REQUEST", "change", "0242"},
		{demand(r("STOP", r("ATTACK", nil))), "REQUEST", "yield", "1056"},
		{demand(r("RELEASE", nil)), "REQUEST", "yield", "1053"},
		{r("ASK", r("BEGIN", r("TALK", nil))), "REQUEST", "meet", "026"},
		{r("STOP", r("AID", nil, "economic")), "SANCTION", "discontinue", "1621"},
		{r("STOP", r("EMBARGO", nil)), "CONCEDE", "", "085"},
		{r("STOP", r("ATTACK", nil)), "RETREAT", "ceasefire", "087"},
		{r("REFUSE", r("RELEASE", nil)), "REJECT", "yield", "1243"},
		{r("REFUSE", r("TALK", nil)), "REJECT", "meet", "125"},
		{r("REFUSE", r("AID", nil)), "REJECT", "assist", "122"},
		{r("AGREE", r("TALK", nil)), "AGREE", "", "036"},
		{r("FUTURE", r("AID", nil, "military")), "AGREE", "", "0332"},
		{r("FUTURE", r("AIRSTRIKE", nil)), "THREATEN", "violence", "1384"},
		{r("FUTURE", r("WITHDRAW", nil)), "CONCEDE", "", "0356"},
		{r("BEGIN", r("TALK", nil)), "CONSULT", "", "046"},
		{r("ACCUSE", r("BREACH", nil)), "ACCUSE", "allege", "112"},
		{r("CONDEMN", r("AGREE", r("COOPERATE", nil))), "ACCUSE", "disapprove", "111"},
		{r("THREATEN", r("STOP", r("AID", nil))), "THREATEN", "relations", "1311"},
		{r("SAY", r("ATTACK", nil)), "", "", ""},
	} {
		got, ok := o.Compose(c.r)
		if !ok || got.Event != c.event || got.Mode != c.mode || got.CAMEO != c.cameo {
			t.Errorf("%v is %s %s %s by %s, want %s %s %s", c.r, got.Event, got.Mode, got.CAMEO, got.Rule, c.event, c.mode, c.cameo)
		}
	}
}

// Every operator over every act, and over each of them stopped, must come out as
// a code that exists.
func TestEveryCompositionIsValid(t *testing.T) {
	o := load(t)
	seen := map[string]bool{}
	for _, op := range o.Names() {
		if o.IsAct(op) {
			c, ok := o.Compose(r(op, nil))
			if c.Event == "" && c.CAMEO == "" && ok {
				continue // "none": no event when it is done
			}
			if !ok || c.Event == "" || !o.CAMEO(c.CAMEO) || c.Quad == 0 {
				t.Errorf("%s: %+v", op, c)
			}
			seen[c.Event] = true
			continue
		}
		for _, act := range o.Names() {
			if !o.IsAct(act) {
				continue
			}
			for _, in := range []*ontology.Reading{r(act, nil), r("STOP", r(act, nil)), r("FUTURE", r(act, nil))} {
				c, ok := o.Compose(r(op, in))
				if !ok {
					t.Errorf("%s(%v) has no row", op, in)
				}
				if c.Event != "" && (!o.Event(c.Event) || !o.Mode(c.Event, c.Mode) || !o.CAMEO(c.CAMEO)) {
					t.Errorf("%s(%v): %+v", op, in, c)
				}
			}
		}
	}
	for _, e := range o.Events() {
		if !seen[e] && e != "REQUEST" && e != "AGREE" {
			t.Errorf("no act is %s", e)
		}
	}
}

func TestReadingString(t *testing.T) {
	x := &ontology.Reading{Name: "ASK", Variant: "demand", Inner: r("STOP", r("COOPERATE", nil, "military", "nuclear"))}
	if got, want := x.String(), "ASK.demand(STOP(COOPERATE:military+nuclear))"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
