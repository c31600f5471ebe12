package locate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/locate"
	"casus/pipeline"
)

// show tells each event with the words of its place.
func show(doc *casus.Document) string {
	var out []string
	for i := range doc.Events {
		ev := &doc.Events[i]
		where := "-"
		if ev.Where != nil {
			where = doc.Slice(doc.Places[ev.Where.Place].Span)
		}
		out = append(out, fmt.Sprintf("%s %s", ev.Event, where))
	}
	return strings.Join(out, "; ")
}

func TestEvents(t *testing.T) {
	p, err := pipeline.Load(pipeline.Options{Layers: casus.LayerEvents})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"under the act", "Police arrested six students in Lagos on Monday.", "COERCE Lagos"},
		{"under the object", "Rebels stormed an army base in Kidal.", "ASSAULT Kidal"},
		{"the goal of a journey", "The French president made a surprise visit to Kigali.", "CONSULT Kigali"},
		{"the object of a strike", "Russian forces shelled Kherson on Sunday.", "ASSAULT Kherson"},
		{"at the head of the sentence", "In Dhaka, police arrested an opposition leader.", "COERCE Dhaka"},
		{"after the name of what it is", "Soldiers clashed with police in the town of Bouar.", "PROTEST Bouar"},
		{"who acts is no place", "Moscow condemned the sanctions.", "ACCUSE -"},
		{"what is talked of is no place", "The ministers of Chile and Peru discussed the crisis in Haiti.", "CONSULT -"},
		{"a dateline says nothing", "GENEVA, May 2 (Agency) -- Iran condemned the sanctions.", "ACCUSE -"},
		{"the act told again", "Gunmen attacked a convoy in Timbuktu. Two soldiers were killed in the attack.", "ASSAULT Timbuktu; ASSAULT Timbuktu"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := p.Read(t.Context(), casus.Dispatch{Text: c.text, Published: time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			if got := show(doc); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
			}
			for _, ev := range doc.Events {
				if ev.Where != nil && ev.Where.Why == "" {
					t.Error("a place without a reason")
				}
			}
		})
	}
}

// TestWildTrees ties events in trees that no parser would make.
func TestWildTrees(t *testing.T) {
	for n := range 200 {
		var doc casus.Document
		doc.Dispatch.Text = strings.Repeat("Rome ", 9)
		var s casus.Sentence
		for i := range 9 {
			s.Tokens = append(s.Tokens, casus.Token{Span: casus.Span{Begin: 5 * i, End: 5*i + 4}, Form: "Rome", Lemma: "city", UPOS: "NOUN", Head: (i*n+n/7)%11 - 1,
				Deprel: []string{"obl", "nmod", "conj", "case", "compound", "obj"}[(i+n)%6]})
		}
		doc.Sentences = []casus.Sentence{s}
		for i := range 9 {
			doc.Places = append(doc.Places, casus.Place{Span: s.Tokens[i].Span, First: i, Last: i, Head: i})
		}
		for i := range 4 {
			doc.Events = append(doc.Events, casus.Event{Event: "ASSAULT", Evidence: casus.Evidence{Trigger: s.Tokens[(i*n)%9].Span}})
		}
		locate.Events(&doc)
	}
}
