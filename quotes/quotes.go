// Package quotes finds who said what: each attribution of a document as source,
// cue and content, direct, indirect or mixed, with its speaker.
//
// A cue is the word that brings somebody's words or opinion: "said", "according
// to", "criticized", the colon of "Seoul: talks can go on". Finding starts there.
// Every verb, noun or adjective that may be one is judged by a linear model over
// the parse around it; then a second model (a conditional random field, Lafferty
// and others 2001) tells for every word of the sentence, seen along the path that
// leads to it from the cue, whether it belongs to the cue, the source, the content
// or to none of them. So attributions may hold each other ("A said that B had told
// C"), and parts may stand apart. A third model carries content on over the
// sentences before and after, as long as a quotation runs.
//
// What counts as an attribution, and where its parts begin and end, follows the
// annotation of PolNeAR (Newell, Margolin and Ruths, LREC 2018). Models are made by
// package train; without one the finder knows the cues of the lexicon and plain
// grammar only.
package quotes

import (
	"errors"
	"sync"

	"casus"
	"casus/lexicon"
)

// Finder finds quotes. It is read-only and may be shared.
type Finder struct {
	words map[string]uint32 // class of a lemma: the hashed name of its set of cues
	// sourcing are the nouns that tell what kind of source somebody is.
	sourcing map[string]map[string]bool
	model    *model
	pool     sync.Pool
}

// New makes a finder with the cues of a lexicon and a model from Load's bytes;
// with nil it goes by rules alone.
func New(lex *lexicon.Lexicon, weights []byte) (*Finder, error) {
	if lex == nil {
		return nil, errors.New("quotes: no lexicon given; load one with lexicon.Load")
	}
	f := &Finder{words: classes(lex), sourcing: map[string]map[string]bool{}}
	for _, k := range sourcings {
		f.sourcing[k] = lex.Words["sourcing-"+k]
	}
	if weights != nil {
		m, err := decode(weights)
		if err != nil {
			return nil, err
		}
		f.model = m
	}
	return f, nil
}

// Find sets the quotes of a document that has been parsed and whose mentions are
// resolved.
func (f *Finder) Find(doc *casus.Document) {
	r, _ := f.pool.Get().(*run)
	if r == nil {
		r = new(run)
	}
	r.begin(f, doc)
	r.find()
	r.f, r.doc = nil, nil
	f.pool.Put(r)
	doc.Layers |= casus.LayerQuotes
}
