package harvest_test

import (
	"fmt"
	"strings"
	"testing"

	"casus"
	"casus/harvest"
)

// document makes one with a sentence per line; a word with a capital is a mention of
// its own, known where it is named so.
func document(id, text string, known ...string) *casus.Document {
	doc := &casus.Document{Dispatch: casus.Dispatch{ID: id, Text: text}}
	at := 0
	entities := map[string]int{}
	for s, line := range strings.SplitAfter(text, "\n") {
		sent := casus.Sentence{Span: casus.Span{Begin: at, End: at + len(strings.TrimSpace(line))}}
		words := strings.Fields(line)
		for i, w := range words {
			sent.Tokens = append(sent.Tokens, casus.Token{Form: w, Lemma: w, UPOS: "VERB", Head: 1, Deprel: []string{"nsubj", "root", "obj"}[min(i, 2)],
				Span: casus.Span{Begin: at, End: at + len(w)}})
			if w[0] >= 'A' && w[0] <= 'Z' {
				e, ok := entities[w]
				if !ok {
					e = len(doc.Entities)
					entities[w] = e
					doc.Entities = append(doc.Entities, casus.Entity{Name: w, Type: "PER", Role: "envoy"})
				}
				why := "name found by the tagger"
				for _, k := range known {
					if k == w {
						why = "lexicon: en/actors/people.txt:1"
					}
				}
				doc.Mentions = append(doc.Mentions, casus.Mention{Sentence: s, Head: i, First: i, Last: i, Entity: e, Why: why})
			}
			at += len(w) + 1
		}
		doc.Sentences = append(doc.Sentences, sent)
	}
	return doc
}

func table(docs ...*casus.Document) string {
	t := harvest.New()
	for _, d := range docs {
		t.Add(d)
	}
	return fmt.Sprint(t.Names(1))
}

func TestNames(t *testing.T) {
	a := document("a", "Rojas met Lund\nLund thanked Rojas", "Lund")
	b := document("b", "Brandt saw Rojas")
	got := table(a, b)
	want := "[{person Rojas 3 2 [{envoy 2} {object of saw 1} {object of thanked 1} {subject of met 1}] [{a 0 Rojas met Lund} {a 1 Lund thanked Rojas} {b 0 Brandt saw Rojas}]}" +
		" {person Brandt 1 1 [{envoy 1} {subject of saw 1}] [{b 0 Brandt saw Rojas}]}]"
	for k := range want {
		if k < len(got) && got[k] != want[k] {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
	if other := table(b, a); other != got {
		t.Errorf("the order of the dispatches matters:\n%s\n%s", got, other)
	}
}

func TestDescriptionsAreNoNames(t *testing.T) {
	tab := harvest.New()
	for _, n := range []string{"the envoy", "A lawyer", "The company", "22 ships", "Their envoys"} {
		doc := document("a", "Rojas left")
		doc.Entities[0].Name = n
		tab.Add(doc)
	}
	if names := tab.Names(1); len(names) > 0 {
		t.Errorf("descriptions taken for names: %v", names)
	}
}
