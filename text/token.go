package text

import (
	"casus"
)

// piece is a token in scratch memory.
type piece struct {
	begin, end int
	hash       uint32
	last       uint32 // hash of its last atom
	kind       kind
	gap        gap // what stands before it: split, glue, or white space
}

// kinds of tokens that are more than one atom.
const (
	abbreviation kind = kinds + iota // Gen., Sept.
	initial                          // S.
	initials                         // U.N.
	cjkStop
)

// tokens joins r.atoms to tokens and adds them to r.words.
func (r *run) tokens() {
	a := r.atoms
	begin := 0 // first atom of the present token
	for i := 1; i < len(a); i++ {
		if a[i].gap == open {
			a[i].gap = split
			if a[i-1].kind == letter && r.initialBetween(i) || r.joined(begin, i) {
				a[i].gap = join
			}
		}
		if a[i].gap != join {
			r.token(begin, i)
			begin = i
		}
	}
	if len(a) > 0 {
		r.token(begin, len(a))
	}
}

// initialBetween says that atom i is the full stop of an initial within a person's
// name: a capitalised word stands before the letter and another, which is no word
// that opens sentences, after the stop.
func (r *run) initialBetween(i int) bool {
	a := r.atoms
	if i < 2 || i+1 >= len(a) || a[i].end-a[i].begin != 1 || r.text[a[i].begin] != '.' {
		return false
	}
	before, own, after := &a[i-2], &a[i-1], &a[i+1]
	return before.kind == title && own.gap >= space && after.kind == title && after.gap >= space &&
		!opens[after.hash] && !opens[before.hash] && !lettered[before.hash]
}

// token adds the token made of the atoms [from, to).
func (r *run) token(from, to int) {
	a := r.atoms[from:to]
	p := piece{begin: a[0].begin, end: a[len(a)-1].end, hash: a[0].hash, last: a[len(a)-1].hash, kind: a[0].kind, gap: a[0].gap}
	if len(a) > 1 {
		for _, x := range a[1:] {
			p.hash = (p.hash ^ x.hash) * hashMul
		}
		if a[len(a)-1].kind == stop && a[0].kind.word() {
			p.kind = abbreviated(a)
		}
	}
	r.words = append(r.words, p)
}

// abbreviated is the kind of a token that ends with a full stop.
func abbreviated(a []atom) kind {
	switch {
	case len(a) == 2 && a[0].kind == letter:
		return initial
	case len(a) > 2:
		return initials
	}
	return abbreviation
}

// cut is a sentence in scratch memory: the tokens up to end.
type cut struct {
	end   int // index in run.words
	block int
}

// sentences writes out what was found. All tokens of a document lie in one slab.
func (r *run) sentences() []casus.Sentence {
	slab := make([]casus.Token, len(r.words))
	for i := range r.words {
		w, t := &r.words[i], &slab[i]
		t.Span = casus.Span{Begin: w.begin, End: w.end}
		t.Form = r.text[w.begin:w.end]
		t.Head = -1
		t.Glued = w.gap == glue
		t.Space = i+1 == len(r.words) || r.words[i+1].gap >= space
	}
	out := make([]casus.Sentence, len(r.cuts))
	begin := 0
	for i, c := range r.cuts {
		tokens := slab[begin:c.end:c.end]
		out[i] = casus.Sentence{
			Span:   casus.Span{Begin: tokens[0].Span.Begin, End: tokens[len(tokens)-1].Span.End},
			Block:  c.block,
			Tokens: tokens,
		}
		begin = c.end
	}
	return out
}
