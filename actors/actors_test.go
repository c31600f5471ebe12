package actors_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/actors"
	"casus/lexicon"
)

func resolver(t testing.TB) *actors.Resolver {
	t.Helper()
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	r, err := actors.New(lex)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// read makes a document of a test file. A sentence is lines of "form lemma UPOS
// head relation", with "PER" and so on in a sixth column where a name is; lines with
// "=" say what must be found: text, entity, country, sectors and form.
func read(t testing.TB, file string) (*casus.Document, []string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, want := new(casus.Document), []string(nil)
	doc.Layers = casus.LayerText | casus.LayerSyntax | casus.LayerNames
	var text strings.Builder
	var s casus.Sentence
	end := func() {
		if len(s.Tokens) > 0 {
			s.Span = casus.Span{Begin: s.Tokens[0].Span.Begin, End: text.Len()}
			doc.Sentences = append(doc.Sentences, s)
			s = casus.Sentence{}
			text.WriteByte(' ')
		}
	}
	for n, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
			end()
		case f[0] == "#date":
			doc.Dispatch.Published, err = time.Parse("2006-01-02", f[1])
			if err != nil {
				t.Fatal(err)
			}
		case f[0] == "=":
			want = append(want, strings.Join(f[1:], " "))
		case f[0] == "#":
		case len(f) < 5:
			t.Fatalf("%s:%d: %q is no token", file, n+1, line)
		default:
			if k := len(s.Tokens); k > 0 && f[0] != "'s" && f[0] != "," && f[0] != "." && f[0] != ")" && s.Tokens[k-1].Form != "(" {
				text.WriteByte(' ')
			}
			head, _ := strconv.Atoi(f[3])
			tok := casus.Token{Form: f[0], Lemma: f[1], UPOS: f[2], Head: head - 1, Deprel: f[4]}
			if strings.HasSuffix(f[2], "+") {
				tok.UPOS, tok.Feats = strings.TrimSuffix(f[2], "+"), "Number=Plur"
			}
			tok.Span.Begin = text.Len()
			text.WriteString(f[0])
			tok.Span.End = text.Len()
			if len(f) > 5 {
				name(&s, f[5])
			}
			s.Tokens = append(s.Tokens, tok)
		}
	}
	end()
	doc.Dispatch.Text = text.String()
	return doc, want
}

// name adds a token to the names of a sentence: "B-PER" begins one, "I-PER" goes on.
func name(s *casus.Sentence, label string) {
	if strings.HasPrefix(label, "I-") {
		s.Names[len(s.Names)-1].Last = len(s.Tokens)
		return
	}
	for ty := casus.PER; ty <= casus.MISC; ty++ {
		if label == "B-"+ty.String() {
			s.Names = append(s.Names, casus.Name{First: len(s.Tokens), Last: len(s.Tokens), Type: ty})
		}
	}
}

func show(doc *casus.Document) []string {
	var out []string
	for _, m := range doc.Mentions {
		e := &doc.Entities[m.Entity]
		out = append(out, fmt.Sprintf("%s | %s | %s %s", doc.Slice(m.Span), e.Name, e.Country, strings.Join(e.Sectors, " ")))
	}
	return out
}

var update = flag.Bool("update", false, "write what is found into the test files")

// rewrite puts what was found into a test file, in place of what it wants.
func rewrite(t *testing.T, file string, got []string) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if !strings.HasPrefix(l, "=") {
			out = append(out, l)
		}
	}
	for _, g := range got {
		out = append(out, "= "+g)
	}
	if err := os.WriteFile(file, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestResolve(t *testing.T) {
	r := resolver(t)
	files, _ := filepath.Glob("testdata/*.txt")
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			doc, want := read(t, f)
			r.Resolve(doc)
			got := show(doc)
			for i := range got {
				got[i] = strings.Join(strings.Fields(got[i]), " ")
			}
			if strings.Join(got, "\n") == strings.Join(want, "\n") {
				return
			}
			if *update {
				rewrite(t, f, got)
				return
			}
			t.Errorf("%s\ngot:", doc.Dispatch.Text)
			for i, g := range got {
				mark := "  "
				if i >= len(want) || want[i] != g {
					mark = "! "
				}
				t.Errorf("%s%s      (%s)", mark, g, doc.Mentions[i].Why)
			}
			t.Errorf("want:\n  %s", strings.Join(want, "\n  "))
		})
	}
}
