package harvest_test

import (
	"fmt"
	"testing"

	"casus"
	"casus/harvest"
	"casus/lexicon"
)

func TestPredicates(t *testing.T) {
	make := func(id string) *casus.Document {
		doc := document(id, "Halvia hosed Tornia")
		for i := range doc.Entities {
			doc.Entities[i].Country = "HAL"
		}
		return doc
	}
	var h harvest.Predicates
	h.Keep = 1
	h.Add(make("a"))
	h.Add(make("b"))
	coded := make("c")
	coded.Events = []casus.Event{{Evidence: casus.Evidence{Trigger: coded.Sentences[0].Tokens[1].Span, Entry: "en/verbs/ask.txt:5"}}}
	h.Add(coded)
	h.Add(document("d", "Halvia hosed Tornia")) // nobody's country is known
	got := ""
	for _, p := range h.List(2) {
		got += fmt.Sprintln(*p)
	}
	if want := "{hosed ACTOR 2 [Halvia hosed Tornia]}\n"; got != want {
		t.Errorf("got  %swant %s", got, want)
	}
	if more := h.List(3); len(more) > 0 {
		t.Errorf("met less often, but listed: %v", more)
	}
}

func TestSilent(t *testing.T) {
	var h harvest.Predicates
	doc := document("a", "Halvia urged Tornia")
	doc.Events = []casus.Event{{Evidence: casus.Evidence{Entry: "en/verbs/ask.txt:5"}}}
	h.Add(doc)
	at := func(line int) lexicon.Pos { return lexicon.Pos{File: "en/verbs/ask.txt", Line: line} }
	lex := &lexicon.Lexicon{Predicates: []lexicon.Predicate{{Patterns: []lexicon.Pattern{
		{Name: "bare", Source: "ACTOR ~ RECIPIENT", Pos: at(10)}, {Name: "to-do", Pos: at(5)}, {Name: "for", Source: "ACTOR ~ for THING", Pos: at(6)},
	}}}}
	if got, want := fmt.Sprint(h.Silent(lex)), "[{en/verbs/ask.txt:6 for: ACTOR ~ for THING} {en/verbs/ask.txt:10 bare: ACTOR ~ RECIPIENT}]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
