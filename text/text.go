// Package text splits a dispatch into blocks, sentences and tokens, each with its
// byte offsets.
//
// The idea: text is scanned once into atoms (runs of letters, runs of digits,
// single marks). Closed rules settle what is certain while scanning: addresses
// of the web, contractions, ellipses, thousands. Every other place where two atoms
// touch is a question, join or split, that a small linear model answers; a second
// model answers at each possible sentence end. Features are hashed integers; no
// string is made anywhere, and a token's form is a piece of the dispatch's text.
//
// The conventions are those of the English treebanks of Universal Dependencies
// (EWT, GUM): do|n't, can|not, gon|na, Seoul|'s, $|5|bn. Hyphenated words follow
// one policy, the treebanks' own where they agree and here made a rule where they
// waver:
//
//   - compounds come apart: well|-|known, Moscow|-|based, Al|-|Zaman, 28|-|year;
//   - a prefix that is no word stays: non-Arab, pro-Beijing, co-founder, mid-June,
//     e-mail; so do numbers of telephones and codes, as the model learned them;
//   - a given name of two syllables, as Korean and Chinese names are written in
//     Latin letters, is one word: Hong-kyun, Ho-jin, Tae-yul, Jong-Un, Ing-wen.
//
// The model is trained by train.Splitter, which asks this package for its
// questions ([Lessons]), so that training and running see the same features.
//
// On the shape of the problem: Read and others, "Sentence Boundary Detection: A
// Long Solved Problem?" (COLING 2012); Universal Dependencies, "Tokenization and
// Word Segmentation".
package text

import (
	"sync"

	"casus"
)

// Splitter finds blocks, sentences and tokens. It is read-only once loaded and
// may be used by many goroutines at once.
type Splitter struct {
	joins *[1 << joinBits]int8 // whether two atoms that touch belong to one token
	ends  *[1 << endBits]int8  // whether a sentence ends here
	pool  sync.Pool
}

// Load reads a model written by train.Splitter.
func Load(b []byte) (*Splitter, error) {
	s := &Splitter{}
	if err := s.read(b); err != nil {
		return nil, err
	}
	s.pool.New = func() any { return new(run) }
	return s, nil
}

// Split fills doc.Blocks and doc.Sentences from doc.Dispatch.Text and sets
// LayerText. Where the dispatch has no time of publication and its dateline holds
// a full date, that date becomes the time of publication.
//
// Every byte that is neither white space nor part of a block's Lead lies in exactly one
// token. Time is linear in the length of the text, whatever the text.
func (s *Splitter) Split(doc *casus.Document) {
	r := s.pool.Get().(*run)
	r.reset(s, doc.Dispatch.Text)
	doc.Blocks = findBlocks(doc.Dispatch.Text, doc.Dispatch.Title)
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		r.block(i, casus.Span{Begin: max(b.Span.Begin, b.Lead.End), End: b.Span.End})
	}
	doc.Sentences = r.sentences()
	doc.Layers |= casus.LayerText
	r.release()
	s.pool.Put(r)
	publish(doc)
}

// publish takes the date of publication from the dateline where it is unknown.
func publish(doc *casus.Document) {
	if !doc.Dispatch.Published.IsZero() {
		return
	}
	if t, ok := DatelineDate(doc); ok {
		doc.Dispatch.Published = t
		doc.Warnings = append(doc.Warnings, "no date given: took "+t.Format("2006-01-02")+" from the dateline")
		return
	}
	doc.Warnings = append(doc.Warnings, "no date: relative dates stay unresolved")
}
