package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"casus"
	"casus/pipeline"
)

func whole(t testing.TB) *pipeline.Pipeline {
	t.Helper()
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var friday = time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)

func ExampleLoad() {
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := p.Read(context.Background(), casus.Dispatch{
		Text:      "South Korea urged Russia on Friday to halt military cooperation with North Korea.",
		Published: friday,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, ev := range doc.Events {
		fmt.Println(ev.Date.Value, doc.Entities[ev.Actors[0].Entity].Name, ev.Event, ev.Mode, ev.Contexts, doc.Entities[ev.Recipients[0].Entity].Name)
	}
	// Output:
	// 2024-06-21 South Korea REQUEST change [military] Russia
}

// TestTwice reads the examples twice, with one worker and with several, and compares
// all layers.
func TestTwice(t *testing.T) {
	files, err := filepath.Glob("../examples/*.txt")
	if err != nil || len(files) < 2 {
		t.Fatalf("no examples: %v", err)
	}
	var dispatches []casus.Dispatch
	for range 4 {
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			dispatches = append(dispatches, casus.Dispatch{ID: f, Text: string(b)})
		}
	}
	p := whole(t)
	first := map[string]*casus.Document{}
	for doc, err := range p.ReadAll(t.Context(), func(yield func(casus.Dispatch, error) bool) {
		for _, d := range dispatches {
			if !yield(d, nil) {
				return
			}
		}
	}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Events) == 0 {
			t.Errorf("%s: no events", doc.Dispatch.ID)
		}
		if before := first[doc.Dispatch.ID]; before == nil {
			first[doc.Dispatch.ID] = doc
		} else if !reflect.DeepEqual(before, doc) {
			t.Errorf("%s: read twice, and not the same", doc.Dispatch.ID)
		}
	}
}

// TestLayers loads only what is asked for.
func TestLayers(t *testing.T) {
	p, err := pipeline.Load(pipeline.Options{Layers: casus.LayerSyntax})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Read(t.Context(), casus.Dispatch{Text: "Seoul called in the envoy."})
	if err != nil || doc.Layers&casus.LayerSyntax == 0 || doc.Layers&casus.LayerEvents != 0 {
		t.Errorf("layers %b, %v", doc.Layers, err)
	}
	if v := p.Versions(); v.Model == "" || v.Lexicon != "" {
		t.Errorf("versions %+v", v)
	}
	if _, err := p.Explain(doc, 0); err == nil {
		t.Error("explained events that nobody codes")
	}
}

// failing is how many lines of the lexicon's examples may not hold yet. It only
// ever goes down.
const failing = 0

// TestExamples codes the examples of the lexicon.
func TestExamples(t *testing.T) {
	lines, failures, err := whole(t).TryExamples(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d lines hold", lines-len(failures), lines)
	if len(failures) <= failing {
		return
	}
	for _, f := range failures {
		t.Errorf("%s:%d: %s\n  want %s\n  got  %v", f.Example.Pos.File, f.Example.Pos.Line, f.Example.Text, f.Want, pipeline.Views(f.Doc))
	}
}

// FuzzRead reads what comes and checks the laws: every offset lies in the text, on
// the border of a character; tokens cover no white space and do not overlap; each
// sentence is a tree; events point at what is there.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"Seoul called in the envoy.", "", "((((((", "“Threats,” he said, “will lead nowhere.”",
		"SEOUL, June 21 (Wire) -- He didn't. She can't, either; the U.N. said so.\n\nBy Jane Doe\n\n日本と中国は条約に署名した。",
		"both sides met and neither of them agreed to withdraw its troops from the other's territory by 30 February 2024",
		"He. He said he said he said that they, them and their own had been being told. \u202eRTL\u202c",
	} {
		f.Add(s)
	}
	p := whole(f)
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 || !utf8.ValidString(s) {
			t.Skip()
		}
		doc, err := p.Read(t.Context(), casus.Dispatch{Text: s, Published: friday})
		if err != nil {
			t.Fatal(err)
		}
		lawful(t, doc)
	})
}

func lawful(t fataler, doc *casus.Document) {
	inside := func(what string, s casus.Span) {
		t.Helper()
		text := doc.Dispatch.Text
		if s.Begin < 0 || s.End > len(text) || s.Begin > s.End {
			t.Fatalf("%s %v lies outside the text of %d bytes", what, s, len(text))
		}
		if s.Begin < len(text) && !utf8.RuneStart(text[s.Begin]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Fatalf("%s %v cuts a character in two", what, s)
		}
	}
	for _, b := range doc.Blocks {
		inside("block", b.Span)
	}
	last := 0
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		inside("sentence", s.Span)
		roots := 0
		for k := range s.Tokens {
			tok := &s.Tokens[k]
			inside("token", tok.Span)
			if tok.Span.Begin < last && !tok.Glued || !s.Span.Contains(tok.Span) {
				t.Fatalf("token %q at %v is out of place", tok.Form, tok.Span)
			}
			last = tok.Span.End
			if strings.TrimSpace(tok.Form) == "" || tok.UPOS == "" || tok.Deprel == "" {
				t.Fatalf("token %+v lacks something", tok)
			}
			if tok.Head < 0 {
				roots++
			}
			for h, n := tok.Head, 0; h >= 0; h = s.Tokens[h].Head {
				if n++; n > len(s.Tokens) {
					t.Fatalf("the heads above %q run in a circle", tok.Form)
				}
			}
		}
		if roots != 1 && len(s.Tokens) > 0 {
			t.Fatalf("%d roots in %q", roots, doc.Slice(s.Span))
		}
		for _, n := range s.Names {
			if n.First < 0 || n.Last < n.First || n.Last >= len(s.Tokens) {
				t.Fatalf("name %+v of %d tokens", n, len(s.Tokens))
			}
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		inside("mention", m.Span)
		if m.Entity < 0 || m.Entity >= len(doc.Entities) || m.Sentence >= len(doc.Sentences) || m.Head < m.First || m.Head > m.Last {
			t.Fatalf("mention %+v", m)
		}
	}
	for i := range doc.Timexes {
		inside("time expression", doc.Timexes[i].Span)
	}
	for i := range doc.Events {
		ev := &doc.Events[i]
		inside("evidence", ev.Evidence.Span)
		inside("trigger", ev.Evidence.Trigger)
		if ev.Event == "" || ev.Confidence < 0 || ev.Confidence > 1 || ev.Evidence.Pattern == "" {
			t.Fatalf("event %+v lacks something", ev)
		}
		for _, r := range append(ev.Actors, ev.Recipients...) {
			inside("role", r.Span)
			inside("head of role", r.Head)
		}
	}
}
