package export_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/export"
)

// document is one made by hand: "Both sides" stands for the two states.
func document() *casus.Document {
	text := "Halvia and Tornia fell out\n\nBoth sides withdrew their envoys, Halvia said."
	score := -2.5
	at := func(s string) casus.Span {
		i := strings.LastIndex(text, s)
		return casus.Span{Begin: i, End: i + len(s)}
	}
	return &casus.Document{
		Dispatch:  casus.Dispatch{ID: "a", Text: text, Published: time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)},
		Blocks:    []casus.Block{{Span: casus.Span{End: 26}, Kind: casus.Title}, {Span: casus.Span{Begin: 28, End: len(text)}}},
		Sentences: []casus.Sentence{{Span: casus.Span{End: 26}}, {Span: casus.Span{Begin: 28, End: len(text)}, Block: 1}},
		Entities: []casus.Entity{
			{Name: "Halvia", Type: "GPE", Code: "HAL", Country: "HAL"},
			{Name: "Tornia", Type: "GPE", Code: "TOR", Country: "TOR", Sectors: []string{"GOV"}},
			{Name: "both sides", Type: "GRP", Members: []int{0, 1}},
		},
		Events: []casus.Event{{
			ID: "e1", Event: "SANCTION", CAMEO: "161", Quad: 4, Goldstein: &score, Reciprocal: true, Confidence: 0.5,
			Actors:   []casus.Role{{Span: at("Both sides"), Head: at("sides"), Entity: 2}},
			Date:     casus.Date{Value: "2024-06-21", Granularity: "day"},
			Claim:    &casus.Claim{By: casus.Role{Span: at("Halvia"), Head: at("Halvia")}, Cue: at("said"), Quote: "indirect"},
			Evidence: casus.Evidence{Sentence: 1, Span: at("Both sides withdrew their envoys"), Trigger: at("withdrew"), Pattern: "sever/withdraw/bare"},
		}},
	}
}

func ExampleAppendEvents() {
	b, _ := export.AppendEvents(nil, document(), export.Version{Casus: "0.1.0"})
	fmt.Printf("%s", b)
	// Output:
	// {"id":"e1","version":{"casus":"0.1.0","model":null,"lexicon":null,"ontology":null},"dispatch":{"id":"a","url":null,"publisher":null,"published":"2024-06-21","title":"Halvia and Tornia fell out","licence":null},"event":"SANCTION","mode":[],"context":[],"cameo":"161","quad":"material conflict","scores":{"plover":null,"goldstein":-2.5},"actor":[{"text":"Both sides","span":[28,38],"name":"Halvia","code":"HAL","country":"HAL","sector":[],"role":null,"office":null,"wikidata":null},{"text":"Both sides","span":[28,38],"name":"Tornia","code":"TOR","country":"TOR","sector":["GOV"],"role":null,"office":null,"wikidata":null}],"recipient":[],"reciprocal":true,"date":{"value":"2024-06-21","end":null,"granularity":"day","text":null,"span":null},"place":null,"status":{"negated":false,"future":false,"hypothetical":false,"conditional":false,"historical":false,"ongoing":false,"denied":false},"condition":null,"claim":{"by":{"text":"Halvia","span":[62,68],"name":"Halvia","code":"HAL","country":"HAL","sector":[],"role":null,"office":null,"wikidata":null},"cue":"said","cue_span":[69,73],"quote":"indirect"},"size":null,"evidence":{"sentence":1,"span":[28,60],"text":"Both sides withdrew their envoys","trigger":[39,47],"pattern":"sever/withdraw/bare","entry":null,"reading":null,"rule":null},"confidence":0.5,"story":null}
}

// TestTwice checks that what is written can be read again and comes out the same.
func TestTwice(t *testing.T) {
	b, err := export.AppendEvents(nil, document(), export.Version{})
	if err != nil {
		t.Fatal(err)
	}
	var ev export.Event
	if err := json.Unmarshal(b, &ev); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(ev)
	if err != nil || string(again)+"\n" != string(b) {
		t.Errorf("%v: got\n%s\nwant\n%s", err, again, b)
	}
}

func BenchmarkAppendEvents(b *testing.B) {
	doc := document()
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = export.AppendEvents(buf[:0], doc, export.Version{})
	}
	b.SetBytes(int64(len(buf)))
}
