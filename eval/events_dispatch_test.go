package eval_test

import (
	"context"
	"strings"
	"testing"

	"casus"
	"casus/eval"
	"casus/pipeline"
)

const goldDispatch = `{"id":"d","date":"2024-06-21","title":"","text":"Halvia condemned Tornia. Orsia met Halvia. Police did not arrest him. Tornia was praised.","events":[` +
	`{"sentence":"Halvia condemned","evidence":"Halvia condemned Tornia","trigger":"condemned","actor":[{"text":"Halvia","country":"HAL"}],"recipient":[{"text":"Tornia","country":"TOR"}],"plover":"ACCUSE","alt":["REJECT"],"status":[],"sure":true},` +
	`{"sentence":"Orsia met","evidence":"Orsia met Halvia","trigger":"met","actor":[{"text":"Orsia","country":"ORS"}],"recipient":[{"text":"Halvia","country":"HAL"}],"plover":"CONSULT","alt":[],"status":[],"recip":true,"sure":true},` +
	`{"sentence":"Police did","evidence":"did not arrest him","trigger":"arrest","actor":[],"recipient":[],"plover":"COERCE","alt":[],"status":["negated"],"sure":true},` +
	`{"sentence":"Tornia was","evidence":"Tornia was praised","trigger":"praised","actor":[],"recipient":[{"text":"Tornia","country":"TOR"}],"plover":"SUPPORT","alt":[],"status":[],"sure":false}]}`

// TestScoreDispatches scores events made by hand: one right by an alternative, one
// right the other way round, one tolerated, one wrong.
func TestScoreDispatches(t *testing.T) {
	gold, err := eval.ReadGoldDispatches(strings.NewReader(goldDispatch))
	if err != nil {
		t.Fatal(err)
	}
	at := func(d *casus.Document, s string) casus.Span {
		i := strings.Index(d.Dispatch.Text, s)
		return casus.Span{Begin: i, End: i + len(s)}
	}
	stage := pipeline.Stage{Name: "coder", Sets: casus.LayerEvents, New: func() pipeline.Run {
		return func(_ context.Context, d *casus.Document) error {
			d.Entities = []casus.Entity{{Country: "HAL"}, {Country: "TOR"}, {Country: "ORS"}}
			add := func(event, words string, from, to []casus.Role) {
				d.Events = append(d.Events, casus.Event{Event: event, Actors: from, Recipients: to, Evidence: casus.Evidence{Span: at(d, words), Trigger: at(d, words)}})
			}
			hal, tor, ors := []casus.Role{{Entity: 0}}, []casus.Role{{Entity: 1}}, []casus.Role{{Entity: 2}}
			add("REJECT", "condemned Tornia", hal, tor)
			add("CONSULT", "Orsia met Halvia", hal, ors)
			add("SUPPORT", "Tornia was praised", nil, tor)
			add("ASSAULT", "Police did not", tor, ors)
			return nil
		}
	}}
	p, err := pipeline.New(stage)
	if err != nil {
		t.Fatal(err)
	}
	s, err := eval.ScoreDispatches(t.Context(), "toy", p, gold)
	if err != nil {
		t.Fatal(err)
	}
	want := eval.PRF{Right: 2, System: 3, Gold: 2}
	if s.Event != want || s.Actor != want || s.Both != want || len(s.Faults) != 1 {
		t.Errorf("got\n%s%s", s, s.Faults.String(9))
	}
}
