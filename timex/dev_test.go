package timex_test

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

// TestDev scores the marker on the development sets in $CASUS_DATA/time and, with
// CASUS_TIMEX_ERRORS set to the name of one, writes what it got wrong. Every
// fourth document is kept apart, its errors are not shown.
func TestDev(t *testing.T) {
	dir := os.Getenv("CASUS_DATA")
	if dir == "" {
		t.Skip("set CASUS_DATA to score on the development sets")
	}
	m, read := timex.New(), reader(t)
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
				showErrors(d, doc)
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

// reader prepares a document for the marker: split as CASUS_TIMEX_READ says, by
// default with the built-in model, "plain" without one, "parse" parsed as well.
func reader(t *testing.T) func(*casus.Document) {
	how := os.Getenv("CASUS_TIMEX_READ")
	if how == "plain" {
		return func(doc *casus.Document) { doc.Sentences = plain(doc.Dispatch.Text) }
	}
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

// showErrors writes one line an error: what kind, gold and found, in context.
func showErrors(d eval.TimexDocument, doc *casus.Document) {
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
