package geoparse_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"casus"
	"casus/geoparse"
	"casus/lexicon"
	"casus/pipeline"
)

func reader(t testing.TB) *pipeline.Pipeline {
	t.Helper()
	p, err := pipeline.Load(pipeline.Options{Layers: casus.LayerPlaces})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// show is a place as the tests tell it: words, name, division, country and marks.
func show(doc *casus.Document) []string {
	var out []string
	for _, p := range doc.Places {
		s := fmt.Sprintf("%s | %s, %s, %s", doc.Slice(p.Span), p.Name, p.Admin1, p.Country)
		for _, m := range []struct {
			on   bool
			word string
		}{{p.Adjective, "adjective"}, {p.Within, "within"}, {p.Dateline, "dateline"}, {!p.Located, "nowhere"}} {
			if m.on {
				s += " (" + m.word + ")"
			}
		}
		out = append(out, s)
	}
	return out
}

func TestMark(t *testing.T) {
	p := reader(t)
	for _, c := range []struct{ name, text, want string }{
		{"a state's division after a comma", "A storm killed two people in Paris, Texas, on Monday.", "Paris | Paris, Texas, USA; Texas | Texas, Texas, USA"},
		{"the large one", "The ministers met in Paris on Monday.", "Paris | Paris, Île-de-France, FRA"},
		{"an old name", "Rockets fell on Kiev and Kharkov overnight.", "Kiev | Kyiv, Kyiv City, UKR; Kharkov | Kharkiv, Kharkiv Oblast, UKR"},
		{"an abbreviation", "The plant in Frankfort, Ky., will close.", "Frankfort | Frankfort, Kentucky, USA; Ky. | Kentucky, Kentucky, USA"},
		{"a region and an adjective", "Russian troops left the Donbas.", "Russian | Russia, , RUS (adjective); Donbas | Donbas, , UKR"},
		{"a sea", "The tanker was seized in the Strait of Hormuz.", "Strait of Hormuz | Strait of Hormuz, , "},
		{"what the document is about", "Police in Toronto and Ottawa searched homes. Officers from London, Ontario, helped. London has a new police chief.",
			"Toronto | Toronto, Ontario, CAN; Ottawa | Ottawa, Ontario, CAN; London | London, Ontario, CAN; Ontario | Ontario, Ontario, CAN; London | London, Ontario, CAN"},
		{"a person", "Mary Washington and Jack London won the prize.", ""},
		{"an unknown place and what holds it", "Fighters took the village of Qarnabiya, Syria, on Sunday.", "Qarnabiya | Qarnabiya, , SYR; Syria | Syria, , SYR"},
		{"short words are no states", "They told us that it is in order.", ""},
		{"a dateline", "ANKARA, March 4 (Anadolu) -- Turkey closed its border near Kilis.", "ANKARA | Ankara, Ankara, TUR (dateline); Turkey | Turkey, , TUR; Kilis | Kilis, Kilis, TUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := p.Read(t.Context(), casus.Dispatch{Text: c.text})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(show(doc), "; "); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
				for _, x := range doc.Places {
					t.Logf("%s: %s", doc.Slice(x.Span), x.Why)
				}
			}
			for _, x := range doc.Places {
				if x.Why == "" || x.Score < 0.5 || x.Score > 1 {
					t.Errorf("%+v gives no reason", x)
				}
			}
		})
	}
}

func TestGivenNames(t *testing.T) {
	p := reader(t)
	text := "Springfield and Quincy, Illinois, share one bus line."
	doc, err := p.Read(t.Context(), casus.Dispatch{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	var given []casus.Span
	for _, w := range []string{"Springfield", "Quincy", "Illinois"} {
		i := strings.Index(text, w)
		given = append(given, casus.Span{Begin: i, End: i + len(w)})
	}
	parser(t, geoparse.Options{}).MarkGiven(doc, given)
	const want = "Springfield | Springfield, Illinois, USA; Quincy | Quincy, Illinois, USA; Illinois | Illinois, Illinois, USA"
	if got := strings.Join(show(doc), "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func parser(t testing.TB, o geoparse.Options) *geoparse.Parser {
	t.Helper()
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	p, err := geoparse.New(lex, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWeightsAreRefused(t *testing.T) {
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"place bias", "place bias much", "place luck 1", "where bias 1"} {
		if _, err := geoparse.New(lex, geoparse.Options{Weights: w}); err == nil {
			t.Errorf("the weights %q were read", w)
		}
	}
}

// FuzzMark marks trees that no parser would make.
func FuzzMark(f *testing.F) {
	words := strings.Fields("Paris , Texas U.S. the of in South Boston Lake Ky. New York Russian Georgia 's County é US North X. –")
	p := parser(f, geoparse.Options{})
	f.Add([]byte("abcdefghijklmnop"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc := new(casus.Document)
		var text strings.Builder
		var s casus.Sentence
		for i, b := range data {
			w := words[int(b)%len(words)]
			at := text.Len()
			text.WriteString(w)
			s.Tokens = append(s.Tokens, casus.Token{Span: casus.Span{Begin: at, End: text.Len()}, Form: w, UPOS: []string{"PROPN", "NOUN", "ADP"}[int(b>>6)%3], Head: int(b)%len(data) - 1})
			if b%7 == 0 {
				s.Names = append(s.Names, casus.Name{First: i, Last: i, Type: casus.NameType(b % 5)})
			} else if b%7 == 1 && len(s.Names) > 0 && s.Names[len(s.Names)-1].Last == i-1 {
				s.Names[len(s.Names)-1].Last = i
			}
			text.WriteByte(' ')
		}
		s.Span.End = text.Len()
		doc.Sentences = []casus.Sentence{s}
		doc.Dispatch.Text = text.String()
		p.Mark(doc)
		for i, x := range doc.Places {
			if x.Span.Empty() || x.Span.End > text.Len() || x.First > x.Head || x.Head > x.Last || x.Last >= len(s.Tokens) || i > 0 && x.Span.Begin < doc.Places[i-1].Span.Begin {
				t.Fatalf("place %d is %+v", i, x)
			}
		}
		p.MarkGiven(doc, []casus.Span{{Begin: 0, End: text.Len()}})
	})
}

func BenchmarkMark(b *testing.B) {
	text, err := os.ReadFile("../examples/seoul-moscow-treaty.txt")
	if err != nil {
		b.Fatal(err)
	}
	doc, err := reader(b).Read(b.Context(), casus.Dispatch{Text: string(text)})
	if err != nil {
		b.Fatal(err)
	}
	p, words := parser(b, geoparse.Options{}), 0
	for i := range doc.Sentences {
		words += len(doc.Sentences[i].Tokens)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		p.Mark(doc)
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
