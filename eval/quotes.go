package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"casus"
)

// QuoteDocument is a text with the attributions that people marked in it.
type QuoteDocument struct {
	ID        string
	Published time.Time
	Text      string
	Quotes    []casus.Quote
	// Discard are stretches that the annotators told to pass over.
	Discard []casus.Span
}

// ReadQuotes reads documents with attributions in the layout of PolNeAR as JSON
// Lines; offsets there are code points, here bytes.
func ReadQuotes(path string) ([]QuoteDocument, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var docs []QuoteDocument
	in := json.NewDecoder(bufio.NewReaderSize(z, 1<<20))
	for {
		var x struct {
			ID, Date, Text string
			Attributions   []struct {
				Source, Cue, Content [][2]int
				Form                 string
			}
			Discard [][2]int
		}
		if err := in.Decode(&x); err == io.EOF {
			return docs, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: document %d: %w", path, len(docs)+1, err)
		}
		d := QuoteDocument{ID: x.ID, Text: x.Text}
		d.Published, _ = time.Parse(time.DateOnly, x.Date)
		at := byteOffsets(x.Text)
		spans := func(ps [][2]int) (out []casus.Span) {
			for _, p := range ps {
				if 0 <= p[0] && p[0] <= p[1] && p[1] < len(at) {
					out = append(out, casus.Span{Begin: at[p[0]], End: at[p[1]]})
				}
			}
			return out
		}
		for _, a := range x.Attributions {
			d.Quotes = append(d.Quotes, casus.Quote{Source: spans(a.Source), Cue: spans(a.Cue), Content: spans(a.Content), Form: a.Form, Entity: -1})
		}
		d.Discard = spans(x.Discard)
		docs = append(docs, d)
	}
}

// byteOffsets are the byte offsets of the characters of a text, its end included.
func byteOffsets(text string) []int {
	at := make([]int, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

// QuoteScore compares attributions. Sources, cues and contents are judged span by
// span, each distinct span once, as sequence labellers are (the agreement of
// PolNeAR's annotators by this measure is .78, .71 and .68); Whole wants all parts
// of an attribution right.
type QuoteScore struct {
	Source, Cue, Content, Whole Tally
	// Loose counts attributions whose cue overlaps one of the gold, Joined those
	// of them whose source and content overlap it as well.
	Loose, Joined Tally
}

// Tally counts what is right, found and sought.
type Tally struct{ Right, Found, Gold int }

// F1 is the harmonic mean of precision and recall.
func (t Tally) F1() float64 {
	if t.Found+t.Gold == 0 {
		return 0
	}
	return 2 * float64(t.Right) / float64(t.Found+t.Gold)
}

func (t *Tally) add(u Tally) {
	t.Right += u.Right
	t.Found += u.Found
	t.Gold += u.Gold
}

func (t Tally) String() string {
	p, r := 0.0, 0.0
	if t.Found > 0 {
		p = float64(t.Right) / float64(t.Found)
	}
	if t.Gold > 0 {
		r = float64(t.Right) / float64(t.Gold)
	}
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f", p, r, t.F1())
}

// Quotes scores one document.
func Quotes(gold *QuoteDocument, found []casus.Quote) QuoteScore {
	sys := slices.DeleteFunc(slices.Clone(found), func(q casus.Quote) bool {
		return len(q.Cue) > 0 && slices.ContainsFunc(gold.Discard, q.Cue[0].Overlaps)
	})
	var s QuoteScore
	part := func(of func(*casus.Quote) []casus.Span) Tally {
		return sameSpans(distinctSpans(gold.Quotes, of), distinctSpans(sys, of))
	}
	s.Source = part(func(q *casus.Quote) []casus.Span { return q.Source })
	s.Cue = part(func(q *casus.Quote) []casus.Span { return q.Cue })
	s.Content = part(func(q *casus.Quote) []casus.Span { return q.Content })
	s.Whole = Tally{Found: len(sys), Gold: len(gold.Quotes)}
	s.Loose, s.Joined = s.Whole, s.Whole
	used := make([]bool, len(sys))
	for i := range gold.Quotes {
		g := &gold.Quotes[i]
		for k := range sys {
			q := &sys[k]
			if used[k] || !spansMeet(g.Cue, q.Cue) {
				continue
			}
			used[k] = true
			s.Loose.Right++
			if (spansMeet(g.Source, q.Source) || len(g.Source)+len(q.Source) == 0) && spansMeet(g.Content, q.Content) {
				s.Joined.Right++
			}
			if slices.Equal(g.Source, q.Source) && slices.Equal(g.Cue, q.Cue) && slices.Equal(g.Content, q.Content) {
				s.Whole.Right++
			}
			break
		}
	}
	return s
}

func spansMeet(a, b []casus.Span) bool {
	for _, s := range a {
		if slices.ContainsFunc(b, s.Overlaps) {
			return true
		}
	}
	return false
}

func distinctSpans(qs []casus.Quote, of func(*casus.Quote) []casus.Span) map[casus.Span]bool {
	set := map[casus.Span]bool{}
	for i := range qs {
		for _, s := range of(&qs[i]) {
			set[s] = true
		}
	}
	return set
}

func sameSpans(gold, sys map[casus.Span]bool) Tally {
	t := Tally{Found: len(sys), Gold: len(gold)}
	for s := range sys {
		if gold[s] {
			t.Right++
		}
	}
	return t
}

// Add joins the scores of two sets of documents.
func (s QuoteScore) Add(t QuoteScore) QuoteScore {
	s.Source.add(t.Source)
	s.Cue.add(t.Cue)
	s.Content.add(t.Content)
	s.Whole.add(t.Whole)
	s.Loose.add(t.Loose)
	s.Joined.add(t.Joined)
	return s
}

func (s QuoteScore) String() string {
	var b strings.Builder
	for _, x := range []struct {
		name string
		t    Tally
	}{{"source", s.Source}, {"cue", s.Cue}, {"content", s.Content}, {"whole", s.Whole}, {"cue overlaps", s.Loose}, {"all overlap", s.Joined}} {
		fmt.Fprintf(&b, "  %-13s %s  (right %d, found %d, gold %d)\n", x.name, x.t, x.t.Right, x.t.Found, x.t.Gold)
	}
	return b.String()
}
