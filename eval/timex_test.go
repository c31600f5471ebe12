package eval_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"casus"
	"casus/eval"
	"casus/models"
	"casus/syntax"
	"casus/text"
	"casus/timex"
)

// Scores of two made-up lists, one expression of each kind of fault.
func TestTimexes(t *testing.T) {
	at := func(b, e int, typ, value string) casus.Timex {
		return casus.Timex{Span: casus.Span{Begin: b, End: e}, Type: typ, Value: value}
	}
	gold := []casus.Timex{at(0, 6, "DATE", "2024-06-21"), at(10, 20, "DATE", "2023"), at(30, 38, "DURATION", "P2Y"), at(50, 55, "DATE", "PRESENT_REF")}
	sys := []casus.Timex{at(0, 6, "DATE", "2024-06-21"), at(12, 20, "DATE", "2024"), at(30, 38, "SET", "P2Y"), at(60, 64, "TIME", "")}
	s := eval.Timexes(gold, sys)
	if s.Relaxed != 3 || s.Strict != 2 || s.Type != 2 || s.Value != 2 {
		t.Errorf("got %+v", s)
	}
	if s.RelaxedF1 != 75 || s.StrictF1 != 50 || s.ValueF1 != 50 {
		t.Errorf("got %v", s)
	}
	if sum := s.Add(s); sum.Gold != 8 || sum.StrictF1 != 50 {
		t.Errorf("the sum is %v", sum)
	}
	if z := eval.Timexes(nil, nil); z.StrictF1 != 0 {
		t.Errorf("of nothing: %v", z)
	}
}

// Offsets of the gold are code points; spans are bytes.
func TestReadTimexes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gold.jsonl")
	line := `{"id":"a","dct":"2024-06-21T10:00","text":"“Zürich” Friday","timex":[{"start":9,"end":15,"type":"DATE","value":"2024-06-21"}]}` + "\n"
	if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	docs, err := eval.ReadTimexes(path)
	if err != nil {
		t.Fatal(err)
	}
	x := docs[0].Timexes[0]
	if got := docs[0].Text[x.Span.Begin:x.Span.End]; got != "Friday" || docs[0].Published.Day() != 21 {
		t.Errorf("got %q, published %v", got, docs[0].Published)
	}
	if err := os.WriteFile(path, []byte(`{"id":"a","text":"x","timex":[{"start":0,"end":9}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := eval.ReadTimexes(path); err == nil {
		t.Error("a span outside the text was taken")
	}
}

// TestTimexDevelopment scores the marker on the development sets in $CASUS_DATA/time and, with
// CASUS_TIMEX_ERRORS set to the name of one, writes what it got wrong. Every
// fourth document is kept apart, its errors are not shown.
func TestTimexDevelopment(t *testing.T) {
	dir := os.Getenv("CASUS_DATA")
	if dir == "" {
		t.Skip("set CASUS_DATA to score on the development sets")
	}
	m, read := timex.New(), timexReader(t)
	var seen, kept eval.TimexScore
	for _, name := range []string{"timebank", "aquaint", "wikiwars.train", "meantime.dev"} {
		docs, err := eval.ReadTimexes(filepath.Join(dir, "time", name+".jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		var parts [2]eval.TimexScore
		for i, d := range docs {
			doc := &casus.Document{Dispatch: casus.Dispatch{ID: d.ID, Text: d.Text, Published: d.Published}}
			read(doc)
			m.Mark(doc)
			s := eval.Timexes(d.Timexes, doc.Timexes)
			if i%4 == 3 {
				parts[1] = parts[1].Add(s)
				continue
			}
			parts[0] = parts[0].Add(s)
			if os.Getenv("CASUS_TIMEX_ERRORS") == name {
				showTimexErrors(d, doc)
			}
		}
		t.Logf("%-15s seen %v", name, parts[0])
		t.Logf("%-15s kept %v", name, parts[1])
		if name == "timebank" || name == "aquaint" {
			seen, kept = seen.Add(parts[0]), kept.Add(parts[1])
		}
	}
	t.Logf("%-15s seen %v", "timebank+aquaint", seen)
	t.Logf("%-15s kept %v", "timebank+aquaint", kept)
}

// timexReader prepares a document for the marker: split into sentences and tokens, and
// parsed where CASUS_TIMEX_READ is "parse".
func timexReader(t *testing.T) func(*casus.Document) {
	how := os.Getenv("CASUS_TIMEX_READ")
	splitter, err := text.Load(models.Split)
	if err != nil {
		t.Fatal(err)
	}
	if how != "parse" {
		return splitter.Split
	}
	model, err := syntax.Load(models.Syntax)
	if err != nil {
		t.Fatal(err)
	}
	lemmas, err := syntax.LoadLemmas(models.Lemmas)
	if err != nil {
		t.Fatal(err)
	}
	parser := model.WithLemmas(lemmas).NewParser()
	return func(doc *casus.Document) {
		splitter.Split(doc)
		for i := range doc.Sentences {
			parser.Parse(&doc.Sentences[i])
		}
	}
}

// showTimexErrors writes one line an error: what kind, gold and found, in context.
func showTimexErrors(d eval.TimexDocument, doc *casus.Document) {
	show := func(kind string, g, s *casus.Timex, at casus.Span) {
		b, e := max(0, at.Begin-50), min(len(d.Text), at.End+40)
		line := []byte(d.Text[b:at.Begin] + "[[" + d.Text[at.Begin:at.End] + "]]" + d.Text[at.End:e])
		for i, c := range line {
			if c == '\n' {
				line[i] = ' '
			}
		}
		gs, ss := "-", "-"
		if g != nil {
			gs = fmt.Sprintf("%q %s %s", d.Text[g.Span.Begin:g.Span.End], g.Type, g.Value)
		}
		if s != nil {
			ss = fmt.Sprintf("%q %s %s", d.Text[s.Span.Begin:s.Span.End], s.Type, s.Value)
		}
		fmt.Printf("%s\tgold %s\tfound %s\t%s\t%s\n", kind, gs, ss, d.Published.Format("2006-01-02"), line)
	}
	hit := map[int]bool{}
	for i := range d.Timexes {
		g := &d.Timexes[i]
		found := -1
		for k := range doc.Timexes {
			if doc.Timexes[k].Span.Overlaps(g.Span) && (found < 0 || doc.Timexes[k].Span == g.Span) && !hit[k] {
				found = k
			}
		}
		if found < 0 {
			show("miss", g, nil, g.Span)
			continue
		}
		hit[found] = true
		s := &doc.Timexes[found]
		switch {
		case s.Span != g.Span:
			show("span", g, s, g.Span)
		case s.Type != g.Type:
			show("type", g, s, g.Span)
		case s.Value != g.Value:
			show("value", g, s, g.Span)
		}
	}
	for k := range doc.Timexes {
		if !hit[k] {
			show("false", nil, &doc.Timexes[k], doc.Timexes[k].Span)
		}
	}
}
