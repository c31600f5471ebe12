package text

import "casus"

// Question is what a model is asked.
type Question uint8

// The two questions.
const (
	Joins Question = iota // does this atom continue the token before it?
	Ends                  // does the sentence end after this token?
)

// Truth is what a treebank says of a text: where tokens begin and where sentences
// end, by byte offset.
type Truth struct {
	TokenBegins  map[int]bool
	SentenceEnds map[int]bool
}

// Truth is the gold as a splitter is asked for it.
func (g *Gold) Truth() *Truth {
	t := &Truth{map[int]bool{}, map[int]bool{}}
	for _, w := range g.Words {
		t.TokenBegins[w.Begin] = true
	}
	for _, s := range g.Sentences {
		t.SentenceEnds[s.End] = true
	}
	return t
}

// Lessons reads one block of a text as Split would, but takes each answer from the
// truth, and shows question, features and answer to each. The features are only
// good until each returns.
func Lessons(text string, block casus.Span, truth *Truth, each func(q Question, features []uint32, answer bool)) {
	r := &run{text: text, truth: truth, each: each}
	r.block(0, block)
}

// ask answers a question by the model, or by the truth when learning.
func (r *run) ask(q Question, at int, f []uint32) bool {
	if r.truth != nil {
		answer := !r.truth.TokenBegins[at]
		if q == Ends {
			answer = r.truth.SentenceEnds[at]
		}
		r.each(q, f, answer)
		return answer
	}
	if q == Ends {
		return r.endScore(f) > endThreshold
	}
	return r.joinScore(f) > 0
}
