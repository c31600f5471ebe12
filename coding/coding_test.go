package coding_test

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
	"casus/coding"
	"casus/lexicon"
	"casus/ontology"
)

var update = flag.Bool("update", false, "rewrite the expected events in testdata")

// countries of the invented actors in testdata: "Actor=HALMIL" is HAL, MIL.
func entity(code string) casus.Entity {
	e := casus.Entity{Name: code, Type: "GPE", Code: code, Country: code[:3]}
	for rest := code[3:]; len(rest) >= 3; rest = rest[3:] {
		e.Sectors = append(e.Sectors, rest[:3])
	}
	return e
}

// readDocument makes a document of one sentence in CoNLL-U. MISC names the
// actors (Actor=HAL on the head word, Actor=HAL:2-4 for a longer phrase) and
// the dates (Timex=2031-03-07).
func readDocument(t testing.TB, conllu string) *casus.Document {
	t.Helper()
	doc := &casus.Document{}
	doc.Dispatch.ID = "test"
	doc.Dispatch.Published = time.Date(2031, 3, 8, 0, 0, 0, 0, time.UTC)
	ids := map[string]int{}
	var text strings.Builder
	var s casus.Sentence
	for line := range strings.Lines(conllu) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 10 {
			continue
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		begin := text.Len()
		text.WriteString(f[1])
		head, err := strconv.Atoi(f[6])
		if err != nil {
			t.Fatalf("head of %q: %v", f[1], err)
		}
		i := len(s.Tokens)
		s.Tokens = append(s.Tokens, casus.Token{
			Span: casus.Span{Begin: begin, End: text.Len()}, Form: f[1], Lemma: f[2], UPOS: f[3], XPOS: f[4],
			Feats: strings.Trim(f[5], "_"), Head: head - 1, Deprel: f[7],
		})
		for kv := range strings.SplitSeq(f[9], "|") {
			switch k, v, _ := strings.Cut(kv, "="); k {
			case "Actor":
				code, run, _ := strings.Cut(v, ":")
				first, last := i, i
				if a, b, ok := strings.Cut(run, "-"); ok {
					first, _ = strconv.Atoi(a)
					last, _ = strconv.Atoi(b)
					first, last = first-1, last-1
				}
				id, ok := ids[code]
				if !ok {
					id = len(doc.Entities)
					ids[code] = id
					doc.Entities = append(doc.Entities, entity(code))
				}
				doc.Mentions = append(doc.Mentions, casus.Mention{Head: i, First: first, Last: last, Entity: id})
			case "Timex":
				doc.Timexes = append(doc.Timexes, casus.Timex{Span: s.Tokens[i].Span, Head: i, Type: "DATE", Value: v})
			}
		}
	}
	doc.Dispatch.Text = text.String()
	s.Span = casus.Span{Begin: 0, End: text.Len()}
	for k := range doc.Mentions {
		m := &doc.Mentions[k]
		m.Span = casus.Span{Begin: s.Tokens[m.First].Span.Begin, End: s.Tokens[m.Last].Span.End}
	}
	doc.Sentences = []casus.Sentence{s}
	doc.Blocks = []casus.Block{{Span: s.Span}}
	return doc
}

// line writes an event as testdata has it.
func line(doc *casus.Document, ev *casus.Event) string {
	side := func(rs []casus.Role) string {
		var names []string
		for _, r := range rs {
			if r.Entity < 0 {
				names = append(names, strconv.Quote(doc.Slice(r.Span)))
				continue
			}
			names = append(names, doc.Entities[r.Entity].Code)
		}
		if len(names) == 0 {
			return "-"
		}
		return strings.Join(names, "+")
	}
	out := fmt.Sprintf("%s %s %s  %s  %s", side(ev.Actors), ev.Event, side(ev.Recipients), ev.Evidence.Reading, ev.Date.Value)
	if ev.Reciprocal {
		out += " reciprocal"
	}
	for _, x := range []struct {
		on   bool
		name string
	}{{ev.Status.Negated, "negated"}, {ev.Status.Future, "future"}, {ev.Status.Hypothetical, "hypothetical"},
		{ev.Status.Conditional, "conditional"}, {ev.Status.Historical, "historical"}, {ev.Status.Ongoing, "ongoing"},
		{ev.Status.Denied, "denied"}} {
		if x.on {
			out += " " + x.name
		}
	}
	if ev.Claim != nil {
		out += " by " + doc.Entities[ev.Claim.By.Entity].Code + " " + ev.Claim.Quote
	}
	return out + "  " + ev.Evidence.Pattern
}

// sections of a txtar file: "-- name --" and what follows.
func sections(s string) map[string]string {
	out := map[string]string{}
	name := ""
	for l := range strings.Lines(s) {
		if n, ok := strings.CutPrefix(l, "-- "); ok {
			name = strings.TrimSuffix(strings.TrimSpace(n), " --")
			out[name] = ""
			continue
		}
		out[name] += l
	}
	return out
}

func TestConstructions(t *testing.T) {
	c := coder(t)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := sections(string(raw))
			doc := readDocument(t, parts["sentence.conllu"])
			c.Code(doc)
			var got strings.Builder
			for i := range doc.Events {
				got.WriteString(line(doc, &doc.Events[i]) + "\n")
			}
			if *update {
				body := "-- sentence.conllu --\n" + parts["sentence.conllu"] + "-- events --\n" + got.String()
				if err := os.WriteFile(file, []byte(body), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got.String() != parts["events"] {
				x := c.Explain(doc, 0)
				t.Errorf("%s\n got:\n%s want:\n%s tried:\n%s", doc.Dispatch.Text, got.String(), parts["events"], tries(x))
			}
		})
	}
}

func tries(x coding.Explanation) string {
	var b strings.Builder
	for _, t := range x.Tries {
		fmt.Fprintf(&b, "  %s %q won=%v blocked=%q %v %v\n", t.Pattern, t.Source, t.Won, t.Blocked, t.Slots, t.Steps)
	}
	return b.String()
}

func coder(t testing.TB) *coding.Coder {
	t.Helper()
	lex, err := lexicon.Load(os.DirFS("testdata/lexicon"))
	if err != nil {
		t.Fatal(err)
	}
	onto, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := coding.New(lex, onto)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
