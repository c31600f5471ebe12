package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Page is a news page with the article that people took out of it.
type Page struct {
	ID, URL, HTML, Text string
	// With must be in the text, Without must not; where Text is not given.
	With, Without []string
	Title, Date   string
}

// ReadPages reads pages from JSON Lines, a page a line.
func ReadPages(r io.Reader) ([]Page, error) {
	var out []Page
	for dec := json.NewDecoder(r); ; {
		var p Page
		err := dec.Decode(&p)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", len(out)+1, err)
		}
		out = append(out, p)
	}
}

// ArticleScore is the score of article texts: precision and recall over the 4-grams
// of their words, averaged over the pages, as the benchmark of article extraction
// does (Scrapinghub 2020).
type ArticleScore struct {
	Pages             int
	Precision, Recall float64
}

// F1 is the harmonic mean of the averages.
func (s ArticleScore) F1() float64 {
	if s.Precision+s.Recall == 0 {
		return 0
	}
	return 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
}

func (s ArticleScore) String() string {
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f  (%d pages)", s.Precision, s.Recall, s.F1(), s.Pages)
}

// ScoreArticles compares texts with gold, page by page.
func ScoreArticles(gold, found []string) ArticleScore {
	s := ArticleScore{Pages: len(gold)}
	for i := range gold {
		p, r := Shingles(gold[i], found[i])
		s.Precision += p / float64(len(gold))
		s.Recall += r / float64(len(gold))
	}
	return s
}

// Shingles are precision and recall of a text over the 4-grams of its words.
func Shingles(gold, found string) (p, r float64) {
	g, f := shingles(gold), shingles(found)
	tp, fp, fn := 0, 0, 0
	for k, n := range g {
		tp += min(n, f[k])
		fn += max(0, n-f[k])
	}
	for k, n := range f {
		fp += max(0, n-g[k])
	}
	switch {
	case fp == 0 && fn == 0:
		return 1, 1
	case tp == 0:
		return 0, 0
	}
	return float64(tp) / float64(tp+fp), float64(tp) / float64(tp+fn)
}

// shingles counts the 4-grams of the words of a text; a shorter text is one.
func shingles(s string) map[string]int {
	const n = 4
	words := strings.FieldsFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	out := map[string]int{}
	for i := range max(1, len(words)-n+1) {
		out[strings.Join(words[i:min(i+n, len(words))], " ")]++
	}
	return out
}

// SegmentScore counts wanted and unwanted segments in article texts, as the tests of
// trafilatura do (Barbaresi 2021).
type SegmentScore struct{ Wanted, Found, Unwanted, Kept int }

// Add scores one text.
func (s *SegmentScore) Add(p *Page, text string) {
	text = strings.Join(strings.Fields(text), " ")
	for _, w := range p.With {
		if s.Wanted++; strings.Contains(text, strings.Join(strings.Fields(w), " ")) {
			s.Found++
		}
	}
	for _, w := range p.Without {
		if s.Unwanted++; strings.Contains(text, strings.Join(strings.Fields(w), " ")) {
			s.Kept++
		}
	}
}

func (s *SegmentScore) String() string {
	p := float64(s.Found) / max(1, float64(s.Found+s.Kept))
	r := float64(s.Found) / max(1, float64(s.Wanted))
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f  (%d of %d wanted segments, %d of %d unwanted)", p, r, 2*p*r/max(1e-9, p+r), s.Found, s.Wanted, s.Kept, s.Unwanted)
}

// SameTitle compares titles by their words.
func SameTitle(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ")
	}
	return fold(a) == fold(b)
}
