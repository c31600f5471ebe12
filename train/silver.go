package train

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"casus"
	"casus/syntax"
)

// Texts goes through the "text" fields of a JSON Lines file (.jsonl.gz).
func Texts(path string, yield func(text string) bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<26)
	for sc.Scan() {
		var d struct{ Text string }
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if !yield(d.Text) {
			break
		}
	}
	return sc.Err()
}

// Portion is how many words of a text file to take.
type Portion struct {
	File  string
	Words int
}

// NewsPortions are the texts that the teachers label for the student: mostly
// news, with some of everything else for breadth.
var NewsPortions = []Portion{
	{"bench-news", 935_000}, {"wiki-current-events-2002-2026", 1_650_000}, {"whitehouse-2021-22", 660_000},
	{"us-state-transcripts-2021-22", 385_000}, {"un-general-debate-2000-2024", 440_000},
	{"us-human-rights-reports", 330_000}, {"au-pm-foreign-1996-2018", 275_000},
}

// Raw collects sentences of running text, split into tokens by split. Sentences
// that hold little but marks and numbers, or are very long, are left out.
func Raw(data string, portions []Portion, split func(text string) []casus.Sentence) ([][]casus.Token, error) {
	var all [][]casus.Token
	for _, p := range portions {
		n := 0
		err := Texts(filepath.Join(data, "text", p.File+".jsonl.gz"), func(text string) bool {
			for _, s := range split(text) {
				if worth(s.Tokens) {
					all = append(all, s.Tokens)
					n += len(s.Tokens)
				}
			}
			return n < p.Words
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func worth(ts []casus.Token) bool {
	if len(ts) < 4 || len(ts) > 90 {
		return false
	}
	words := 0
	for i := range ts {
		if c := ts[i].Form[0] | 0x20; c >= 'a' && c <= 'z' {
			words++
		}
	}
	return words*2 > len(ts)
}

// labelAll has a committee of the models parse the sentences; the answer is for
// this network, each word's head and relation weighted by how sure the committee
// is of them. The work is shared among workers, the answer in order.
func (t *Network) labelAll(models []*syntax.Model, raw [][]casus.Token, workers int) ([]*Sentence, error) {
	out := make([]*Sentence, len(raw))
	errs := make([]error, max(1, workers))
	var wg sync.WaitGroup
	for w := range errs {
		wg.Go(func() {
			c := syntax.NewCommittee(models)
			var sure []float32
			for i := w; i < len(raw); i += len(errs) {
				s := casus.Sentence{Tokens: raw[i]}
				sure = grow(sure, len(s.Tokens))
				c.Parse(&s, sure)
				x, err := t.Tree(s.Tokens)
				if err != nil {
					errs[w] = err
					return
				}
				x.Weight = append([]float32(nil), sure...)
				out[i] = x
			}
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}
