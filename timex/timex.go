// Package timex finds the time expressions of a dispatch and gives each its
// value: "on Friday" in a dispatch of 21 June 2024 is 2024-06-21, "the third
// quarter of last year" is 2023-Q3, "for six months" is P6M.
//
// Types and values follow TIMEX3 of ISO-TimeML (ISO 24617-1). Recognition is a
// grammar written by hand over classes of words; a sentence without a word that
// can start a time expression costs one look-up a token. Values are worked out
// in a second pass over the document, when it is known whether the text is news,
// whose relative dates count from the day of publication, or a narrative, whose
// dates count from the one told last.
package timex

import (
	"sync"

	"casus"
)

// Marker marks time expressions. It is safe for use by several goroutines.
type Marker struct {
	words map[string]word
	pool  sync.Pool
}

// New returns a Marker with the built-in tables.
func New() *Marker {
	m := &Marker{words: table()}
	m.pool.New = func() any { return new(scratch) }
	return m
}

// scratch is the working memory of one call of Mark.
type scratch struct {
	atoms []atom
	exprs []expr
	buf   []byte
}

// Mark sets doc.Timexes from the tokens of its sentences and the day of
// publication. A parse is used where there is one.
func (m *Marker) Mark(doc *casus.Document) {
	w := m.pool.Get().(*scratch)
	defer m.pool.Put(w)
	w.exprs = w.exprs[:0]
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		var any bool
		if w.atoms, any = m.atoms(w.atoms[:0], s); !any {
			continue
		}
		p := parser{s: s, a: w.atoms, sent: int32(i), out: w.exprs}
		p.run()
		w.exprs = p.out
	}
	doc.Timexes, w.buf = resolve(doc, w.exprs, w.buf)
	doc.Layers |= casus.LayerTimexes
}
