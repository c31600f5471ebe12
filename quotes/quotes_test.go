package quotes_test

import (
	"fmt"
	"strings"
	"testing"

	"casus"
	"casus/lexicon"
	"casus/models"
	"casus/pipeline"
	"casus/quotes"
)

func load(t testing.TB, layers casus.Layer) *pipeline.Pipeline {
	t.Helper()
	p, err := pipeline.Load(pipeline.Options{Layers: layers})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// line writes a quote as "FORM SOURCING ENTITY: source | cue | content", parts that
// stand apart joined by "..".
func line(doc *casus.Document, q *casus.Quote) string {
	part := func(ss []casus.Span) string {
		var out []string
		for _, s := range ss {
			out = append(out, doc.Slice(s))
		}
		return strings.Join(out, " .. ")
	}
	who := "-"
	if q.Entity >= 0 {
		who = doc.Entities[q.Entity].Name
	}
	return fmt.Sprintf("%s %s %s: %s | %s | %s", q.Form, q.Sourcing, who, part(q.Source), part(q.Cue), part(q.Content))
}

var cases = []struct {
	name, text string
	want       []string // lines that must be among those found
}{
	{"indirect", "Foreign Minister Cho Tae-yul said on Friday that Russia had crossed a line.",
		[]string{"indirect named Cho Tae-yul: Foreign Minister Cho Tae-yul | said | that Russia had crossed a line"}},
	{"direct, goes on behind the cue", "Cho Tae-yul met the envoy on Friday. \"We will respond firmly,\" he added. \"Our patience has limits.\"",
		[]string{"direct named Cho Tae-yul: he | added | \"We will respond firmly,\" .. \"Our patience has limits.\""}},
	{"according to", "According to the defence ministry, two planes entered the zone.",
		[]string{"indirect named the defence ministry: the defence ministry | According to | two planes entered the zone"}},
	{"mixed", "Putin warned that it would be a “very big mistake” to send weapons to Kyiv.",
		[]string{"mixed named Vladimir Putin: Putin | warned | that it would be a “very big mistake” to send weapons to Kyiv"}},
	{"unnamed official", "\"Nothing was decided,\" a senior official said on condition of anonymity.",
		[]string{"direct official a senior official: a senior official | said | \"Nothing was decided,\""}},
	{"behind its content", "The talks failed, the foreign ministry said late on Friday.",
		[]string{"indirect named the foreign ministry: the foreign ministry | said | The talks failed"}},
	{"outlet", "The newspaper reported that the treaty had lapsed.",
		[]string{"indirect outlet the newspaper: The newspaper | reported | that the treaty had lapsed"}},
	{"runs on over sentences", "The minister spoke to reporters. “We want peace. We have said so for years,” he said.",
		[]string{"direct official the minister: he | said | “We want peace. We have said so for years,”"}},
	{"attitude", "Norway condemned the arrest of the journalists.",
		[]string{"indirect named Norway: Norway | condemned | the arrest of the journalists"}},
	{"subject of the verb above", "The envoy left the meeting early, saying that nothing had changed.",
		[]string{"indirect official The envoy: The envoy | saying | that nothing had changed"}},
}

func TestFind(t *testing.T) {
	p := load(t, casus.LayerQuotes)
	for _, c := range cases {
		doc, err := p.Read(t.Context(), casus.Dispatch{ID: c.name, Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range doc.Quotes {
			got = append(got, line(doc, &doc.Quotes[i]))
		}
		for _, w := range c.want {
			if !strings.Contains("\n"+strings.ToLower(strings.Join(got, "\n"))+"\n", "\n"+strings.ToLower(w)+"\n") {
				t.Errorf("%s:\nwant %s\ngot  %s", c.name, w, strings.Join(got, "\n     "))
			}
		}
	}
}

func TestNoQuotes(t *testing.T) {
	p := load(t, casus.LayerQuotes)
	for _, text := range []string{"", "The rain fell on the harbour.", "Two men walked along the river on Monday.", "\"", "“”", ":", "said", "Said: \"\""} {
		doc, err := p.Read(t.Context(), casus.Dispatch{ID: "none", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Quotes) > 0 {
			t.Errorf("%q: found %s", text, line(doc, &doc.Quotes[0]))
		}
	}
}

// TestRules finds plain speech without a model.
func TestRules(t *testing.T) {
	p := load(t, casus.LayerMentions)
	doc, err := p.Read(t.Context(), casus.Dispatch{ID: "rules", Text: "The minister said that the talks had failed. The talks, he added, went on."})
	if err != nil {
		t.Fatal(err)
	}
	f, err := quotes.New(p.Lexicon(), nil)
	if err != nil {
		t.Fatal(err)
	}
	f.Find(doc)
	if len(doc.Quotes) == 0 || doc.Slice(doc.Quotes[0].Content[0]) != "that the talks had failed" || doc.Slice(doc.Quotes[0].Source[0]) != "The minister" {
		t.Errorf("found %+v", doc.Quotes)
	}
}

func TestModelIsRefused(t *testing.T) {
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	other := append([]byte{}, models.Quotes...)
	other[15]++
	for name, b := range map[string][]byte{"empty": {}, "other": []byte("casus split 1\n"), "short": models.Quotes[:1000], "features": other} {
		if _, err := quotes.New(lex, b); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// FuzzFind looks for texts that break the finder, and for spans that do not fit.
func FuzzFind(f *testing.F) {
	for _, c := range cases {
		f.Add(c.text)
	}
	f.Add("“A,” he said. “B\n\n“C.”")
	f.Add("\"\"\"\" : said \" : \"")
	p := load(f, casus.LayerQuotes)
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := p.Read(t.Context(), casus.Dispatch{ID: "fuzz", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		for i := range doc.Quotes {
			q := &doc.Quotes[i]
			for _, part := range [][]casus.Span{q.Source, q.Cue, q.Content} {
				end := 0
				for _, s := range part {
					if s.Empty() || s.Begin < end || s.End > len(text) {
						t.Fatalf("%+v: spans out of order", q)
					}
					end = s.End
				}
			}
			if len(q.Cue) != 1 || len(q.Content) == 0 || q.Entity >= len(doc.Entities) {
				t.Fatalf("%+v", q)
			}
		}
	})
}

// BenchmarkFind finds the quotes of a dispatch that has been parsed.
func BenchmarkFind(b *testing.B) {
	p := load(b, casus.LayerMentions)
	text := strings.Repeat("Foreign Minister Cho Tae-yul said on Friday that Russia had crossed a line. \"We will respond firmly,\" he added. \"Our patience has limits.\" Two planes entered the zone in the morning and left an hour later. ", 20)
	doc, err := p.Read(b.Context(), casus.Dispatch{ID: "bench", Text: text})
	if err != nil {
		b.Fatal(err)
	}
	f, err := quotes.New(p.Lexicon(), models.Quotes)
	if err != nil {
		b.Fatal(err)
	}
	words := 0
	for i := range doc.Sentences {
		words += len(doc.Sentences[i].Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		f.Find(doc)
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
