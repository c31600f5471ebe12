package export_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"casus"
	"casus/export"
)

// spoken is a document made by hand with a quote and the statement made of it.
func spoken() *casus.Document {
	text := "Halvia denied it."
	whole, source, cue, content := casus.Span{End: 17}, casus.Span{End: 6}, casus.Span{Begin: 7, End: 13}, casus.Span{Begin: 14, End: 16}
	who := casus.Role{Span: source, Head: source}
	return &casus.Document{
		Dispatch: casus.Dispatch{ID: "a", Text: text},
		Blocks:   []casus.Block{{Span: whole}},
		Sentences: []casus.Sentence{{Span: whole, Tokens: []casus.Token{
			{Span: source, Form: "Halvia", Lemma: "Halvia", UPOS: "PROPN", Head: 1, Deprel: "nsubj"},
			{Span: cue, Form: "denied", Lemma: "deny", UPOS: "VERB", Head: -1, Deprel: "root"},
			{Span: content, Form: "it", Lemma: "it", UPOS: "PRON", Head: 1, Deprel: "obj"},
		}}},
		Entities: []casus.Entity{{Name: "Halvia", Type: "GPE", Country: "HAL"}},
		Mentions: []casus.Mention{{Span: source, Why: "lexicon"}, {Span: content, Head: 2, Entity: -1, Form: casus.FormPronoun}},
		Timexes:  []casus.Timex{},
		Quotes: []casus.Quote{{Source: []casus.Span{source}, Cue: []casus.Span{cue}, Content: []casus.Span{content}, Head: 1, Form: "indirect",
			Sourcing: "named"}},
		Statements: []casus.Statement{{Sources: []casus.Role{who}, Cue: cue, Content: []casus.Span{content}, Form: "indirect", Sourcing: "named", Position: "deny"}},
	}
}

func TestAnnotation(t *testing.T) {
	line, err := export.AppendAnnotation(nil, spoken(), export.Version{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, line); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"id":"a","sentences":[[0,17]],"tokens":[{"span":[0,6],"form":"Halvia","lemma":"Halvia","upos":"PROPN","head":1,"deprel":"nsubj"},`,
		`"head":null,"deprel":"root"}`,
		`"entities":[{"id":0,"name":"Halvia","type":"GPE","code":null,"country":"HAL","sector":[],"role":null,"office":null,"wikidata":null}]`,
		`"mentions":[{"span":[0,6],"entity":0,"form":"name","why":"lexicon"},{"span":[14,16],"entity":null,"form":"pronoun","why":null}]`,
		`"timex":[],"places":[],"quotes":[{"source":[[0,6]],"cue":[[7,13]],"content":[[14,16]],"form":"indirect","entity":0,"sourcing":"named"}],"events":[]`,
		`"content":[{"text":"it","span":[14,16]}],"form":"indirect","sourcing":"named","addressee":[],"position":"deny","negated":false,"on":[],"events":[],"answers":[]`,
		`"commitments":[]}`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("want %s\nin %s", want, b.String())
		}
	}
	if n := bytes.Count(line, []byte("\n")); n != 1 {
		t.Errorf("%d lines", n)
	}
}

func TestAnnotationOfNothing(t *testing.T) {
	line, err := export.AppendAnnotation(nil, &casus.Document{}, export.Version{})
	if err != nil || strings.Contains(string(line), "null") {
		t.Errorf("%v %s", err, line)
	}
}
