package pipeline_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"casus"
)

// clauses are put together to texts that all stages have work with.
var clauses = []string{
	"South Korea urged Russia to halt military cooperation with the North", "Minister Kim said that he would sign the treaty", "“We reject it,” she told reporters", "on Monday", "in Port Halvia", "both sides",
	"and", "but", "if", "because of", "which", "neither of them", "some 300 protesters were arrested", "he denied the charge", "threatened to expel its envoys unless", "by 30 February 2024", "the U.N.", "its troops", "Paris, Texas",
	".", ",", "?", "\n\n", "\n", "“", "”", "(", ")", "—", "\u202e", "é", "🙂", "漢字", "\u200b", "Title of It All\n\n", "SEOUL, June 21 (Wire) -- ",
}

// TestSpansNest: whatever the text, what is found lies in the text, in its sentence and
// in what it is part of (lawful, nested).
func TestSpansNest(t *testing.T) {
	p := whole(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(clauses), rapid.SampledFrom(clauses), rapid.StringN(0, 4, 12)), 0, 40).Draw(t, "clauses"), " ")
		if !utf8.ValidString(text) {
			t.Skip("not UTF-8")
		}
		doc, err := p.Read(context.Background(), casus.Dispatch{Text: text, Published: friday})
		if err != nil {
			t.Fatal(err)
		}
		lawful(t, doc)
		nested(t, doc)
	})
}

// nested looks whether parts lie in their wholes.
func nested(t fataler, doc *casus.Document) {
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if !doc.Blocks[s.Block].Span.Contains(s.Span) {
			t.Fatalf("sentence %v lies outside its block %v", s.Span, doc.Blocks[s.Block].Span)
		}
		if i > 0 && s.Span.Begin < doc.Sentences[i-1].Span.End {
			t.Fatalf("sentence %v begins in the one before it", s.Span)
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if s := &doc.Sentences[m.Sentence]; !s.Span.Contains(m.Span) || m.First > m.Head || m.Head > m.Last || m.Last >= len(s.Tokens) {
			t.Fatalf("mention %+v lies outside its sentence %v of %d tokens", m, s.Span, len(s.Tokens))
		}
		if i > 0 && m.Sentence < doc.Mentions[i-1].Sentence {
			t.Fatalf("mention %d stands before its turn", i)
		}
	}
	for i := range doc.Events {
		e := &doc.Events[i].Evidence
		if !e.Span.Contains(e.Trigger) || !doc.Sentences[e.Sentence].Span.Contains(e.Trigger) {
			t.Fatalf("trigger %v, evidence %v, sentence %v", e.Trigger, e.Span, doc.Sentences[e.Sentence].Span)
		}
		for _, r := range append(doc.Events[i].Actors, doc.Events[i].Recipients...) {
			if !r.Span.Contains(r.Head) {
				t.Fatalf("head %v of the role %v", r.Head, r.Span)
			}
		}
	}
	for i := range doc.Statements {
		s := &doc.Statements[i]
		for _, c := range s.Content {
			if c.Contains(s.Cue) && !s.Cue.Empty() {
				t.Fatalf("cue %v in its content %v", s.Cue, c)
			}
		}
	}
}

// fataler is a test, or a property that is tried.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}
