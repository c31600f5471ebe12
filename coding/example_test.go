package coding_test

import (
	"fmt"
	"os"

	"casus"
	"casus/coding"
	"casus/lexicon"
	"casus/ontology"
)

// A document whose sentences are parsed and whose actors are found gets its
// events. Here both are made by hand.
func Example() {
	lex, err := lexicon.Load(os.DirFS("testdata/lexicon"))
	if err != nil {
		fmt.Println(err)
		return
	}
	onto, err := ontology.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	coder, err := coding.New(lex, onto)
	if err != nil {
		fmt.Println(err)
		return
	}
	doc := &casus.Document{}
	doc.Dispatch.Text = "Halvia condemned Tornia"
	doc.Sentences = []casus.Sentence{{Span: casus.Span{End: 23}, Tokens: []casus.Token{
		{Span: casus.Span{Begin: 0, End: 6}, Form: "Halvia", Lemma: "Halvia", UPOS: "PROPN", Head: 1, Deprel: "nsubj"},
		{Span: casus.Span{Begin: 7, End: 16}, Form: "condemned", Lemma: "condemn", UPOS: "VERB", Head: -1, Deprel: "root"},
		{Span: casus.Span{Begin: 17, End: 23}, Form: "Tornia", Lemma: "Tornia", UPOS: "PROPN", Head: 1, Deprel: "obj"},
	}}}
	doc.Blocks = []casus.Block{{Span: casus.Span{End: 23}}}
	doc.Entities = []casus.Entity{{Name: "Halvia", Country: "HAL"}, {Name: "Tornia", Country: "TOR"}}
	doc.Mentions = []casus.Mention{
		{Span: casus.Span{Begin: 0, End: 6}, Head: 0, First: 0, Last: 0, Entity: 0},
		{Span: casus.Span{Begin: 17, End: 23}, Head: 2, First: 2, Last: 2, Entity: 1},
	}
	coder.Code(doc)
	for _, ev := range doc.Events {
		fmt.Println(doc.Entities[ev.Actors[0].Entity].Name, ev.Event, doc.Entities[ev.Recipients[0].Entity].Name)
	}
	// Output: Halvia ACCUSE Tornia
}
