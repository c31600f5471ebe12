package conllu

import (
	"bufio"
	"fmt"
	"strings"

	"casus"
)

// Tagged is a sentence with one label a word, as sets of named entities have them:
// "B-PER" begins a name, "I-PER" goes on with it, "O" is outside.
type Tagged struct{ Forms, Labels []string }

// Chunk is a labelled stretch of words, First to Last.
type Chunk struct {
	First, Last int
	Label       string
}

// Chunks are the stretches that the labels mark. An "I" without a "B" before it
// begins one.
func (t *Tagged) Chunks() []Chunk {
	var cs []Chunk
	for i, l := range t.Labels {
		kind, name, ok := strings.Cut(l, "-")
		if !ok {
			continue
		}
		if n := len(cs); kind == "I" && n > 0 && cs[n-1].Last == i-1 && cs[n-1].Label == name {
			cs[n-1].Last = i
			continue
		}
		cs = append(cs, Chunk{i, i, name})
	}
	return cs
}

// ReadTagged reads a file of words and labels: one a line with a tab between, a
// blank line after each sentence. The file may be gzipped (".gz").
func ReadTagged(path string) ([]Tagged, error) {
	in, err := open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var all []Tagged
	var t Tagged
	sc := bufio.NewScanner(in)
	for n := 1; sc.Scan(); n++ {
		if sc.Text() == "" {
			if len(t.Forms) > 0 {
				all = append(all, t)
			}
			t = Tagged{}
			continue
		}
		form, label, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("%s:%d: no tab between word and label: %w", path, n, casus.ErrInvalid)
		}
		t.Forms, t.Labels = append(t.Forms, form), append(t.Labels, label)
	}
	if len(t.Forms) > 0 {
		all = append(all, t)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}
