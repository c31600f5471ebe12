package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"casus"
)

// TimexDocument is a text with the time expressions that people marked in it.
type TimexDocument struct {
	ID        string
	Published time.Time
	Text      string
	Timexes   []casus.Timex
}

// TimexScore compares time expressions by the rules of TempEval-3 (UzZaman and
// others 2013): an expression is found strictly when its span is the same, and
// relaxedly when it overlaps; type and value are judged on those found relaxedly.
type TimexScore struct {
	Gold, System        int
	Strict, Relaxed     int
	Type, Value         int
	StrictF1, RelaxedF1 float64
	TypeF1, ValueF1     float64
}

// Timexes scores one document's expressions. Both lists are in order of the text.
func Timexes(gold, sys []casus.Timex) TimexScore {
	s := TimexScore{Gold: len(gold), System: len(sys)}
	used := make([]bool, len(sys))
	for i := range gold {
		k := bestTimex(&gold[i], sys, used)
		if k < 0 {
			continue
		}
		used[k] = true
		s.Relaxed++
		if gold[i].Span == sys[k].Span {
			s.Strict++
		}
		if gold[i].Type == sys[k].Type {
			s.Type++
		}
		if gold[i].Value == sys[k].Value {
			s.Value++
		}
	}
	return s.finish()
}

// bestTimex is the expression that overlaps g, the one with the same span before
// others; -1 where there is none.
func bestTimex(g *casus.Timex, sys []casus.Timex, used []bool) int {
	best := -1
	for k := range sys {
		if used[k] || !sys[k].Span.Overlaps(g.Span) {
			continue
		}
		if sys[k].Span == g.Span {
			return k
		}
		if best < 0 {
			best = k
		}
	}
	return best
}

// Add joins the scores of two sets of documents.
func (s TimexScore) Add(t TimexScore) TimexScore {
	s.Gold += t.Gold
	s.System += t.System
	s.Strict += t.Strict
	s.Relaxed += t.Relaxed
	s.Type += t.Type
	s.Value += t.Value
	return s.finish()
}

// finish works out the F1 figures, in percent.
func (s TimexScore) finish() TimexScore {
	f := func(n int) float64 {
		if s.Gold+s.System == 0 {
			return 0
		}
		return 200 * float64(n) / float64(s.Gold+s.System)
	}
	s.StrictF1, s.RelaxedF1, s.TypeF1, s.ValueF1 = f(s.Strict), f(s.Relaxed), f(s.Type), f(s.Value)
	return s
}

// String shows the score in one line.
func (s TimexScore) String() string {
	return fmt.Sprintf("strict %.1f  relaxed %.1f  type %.1f  value %.1f  (%d gold, %d found)",
		s.StrictF1, s.RelaxedF1, s.TypeF1, s.ValueF1, s.Gold, s.System)
}

// ReadTimexes reads documents with marked time expressions: JSON Lines, packed
// with gzip, as {"id","dct","text","timex":[{"start","end","type","value"}]},
// offsets in code points.
func ReadTimexes(path string) ([]TimexDocument, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading time expressions: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("reading time expressions from %s: %w", path, err)
		}
	}
	var docs []TimexDocument
	dec := json.NewDecoder(bufio.NewReader(r))
	for {
		var raw timexRecord
		if err := dec.Decode(&raw); err == io.EOF {
			return docs, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading time expressions from %s, document %d: %w", path, len(docs)+1, err)
		}
		d, err := raw.document()
		if err != nil {
			return nil, fmt.Errorf("reading time expressions from %s: %w", path, err)
		}
		docs = append(docs, d)
	}
}

type timexRecord struct {
	ID, DCT, Text string
	Timex         []struct {
		Start, End                    int
		Type, Value, Mod, Quant, Freq string
	}
}

// document turns offsets in code points into offsets in bytes.
func (r *timexRecord) document() (TimexDocument, error) {
	d := TimexDocument{ID: r.ID, Text: r.Text, Published: publishedOn(r.DCT)}
	at := make([]int, 0, len(r.Text)+1)
	for i := range r.Text {
		at = append(at, i)
	}
	at = append(at, len(r.Text))
	for _, t := range r.Timex {
		if t.Start < 0 || t.End < t.Start || t.End >= len(at) {
			return d, fmt.Errorf("document %s: span %d-%d lies outside the text", r.ID, t.Start, t.End)
		}
		d.Timexes = append(d.Timexes, casus.Timex{Span: casus.Span{Begin: at[t.Start], End: at[t.End]},
			Type: t.Type, Value: t.Value, Mod: t.Mod, Quant: t.Quant, Freq: t.Freq})
	}
	return d, nil
}

// publishedOn reads the day of a document's creation time; the zero time where
// it has none.
func publishedOn(s string) time.Time {
	for _, layout := range []string{"2006-01-02", "02-01-2006"} {
		if len(s) >= len(layout) {
			if t, err := time.Parse(layout, s[:len(layout)]); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}
