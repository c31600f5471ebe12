package quotes

import (
	"strings"

	"casus"
)

// word is what the features ask of a token, as numbers.
type word struct {
	head        int32
	first, last int32 // the subtree's extent
	kid, next   int32 // first child and next sibling, -1 for none
	depth       int32
	// Hashes of what the token is.
	form, lemma, upos, xpos, rel uint32
	// name is the kind of name the token lies in (1 + NameType), who what its
	// mention resolves to.
	name, who uint32
	class     uint32 // from the lexicon, 0 for none
	mark      mark   // what kind of quotation mark it is
	quoted    bool   // it lies between quotation marks, which count
	pos       pos
	shape     uint8 // of the letters
	flagged   bool  // taken for the head of a cue
}

// pos is the part of speech, as far as the finder tells them apart.
type pos uint8

const (
	posOther pos = iota
	posVerb
	posAux
	posNoun
	posPropn
	posPron
	posAdj
	posAdv
	posAdp
	posPunct
	posSconj
	posCconj
	posDet
)

var posOf = map[string]pos{"VERB": posVerb, "AUX": posAux, "NOUN": posNoun, "PROPN": posPropn, "PRON": posPron, "ADJ": posAdj,
	"ADV": posAdv, "ADP": posAdp, "PUNCT": posPunct, "SCONJ": posSconj, "CCONJ": posCconj, "DET": posDet}

// hash is FNV-1a, folded to lower case for ASCII.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// letters is the shape of a word: 1 small, 2 a capital first, 3 all capitals, 4 with a
// digit, 0 no letter.
func letters(s string) uint8 {
	small, capital := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || c >= 0x80:
			small++
		case 'A' <= c && c <= 'Z':
			capital++
		case '0' <= c && c <= '9':
			return 4
		}
	}
	switch {
	case capital > 1 && small == 0:
		return 3
	case capital > 0:
		return 2
	case small > 0:
		return 1
	}
	return 0
}

// mark is a kind of quotation mark.
type mark uint8

const (
	noMark mark = iota
	opening
	closing
	either // " and '' open and close
)

func markOf(form string) mark {
	switch form {
	case "“", "``", "«", "„":
		return opening
	case "”", "»":
		return closing
	case "\"", "''", "’’", "‘‘":
		return either
	}
	return noMark
}

// sentence is a sentence as the features see it.
type sentence struct {
	index int
	s     *casus.Sentence
	words []word
	kind  casus.BlockKind
	marks int // quotation marks in it
	// opens and closes: the sentence begins inside a quotation, ends inside one.
	opens, closes bool
}

// fill reads a sentence; open says that a quotation runs when it begins, and the
// answer that one runs when it ends.
func (r *run) fill(x *sentence, index int, open bool) bool {
	s := &r.doc.Sentences[index]
	x.index, x.s, x.marks, x.opens = index, s, 0, open
	x.kind = r.doc.Blocks[s.Block].Kind
	if cap(x.words) < len(s.Tokens) {
		x.words = make([]word, len(s.Tokens)+16)
	}
	x.words = x.words[:len(s.Tokens)]
	for i := range s.Tokens {
		t := &s.Tokens[i]
		w := &x.words[i]
		*w = word{head: int32(t.Head), first: int32(i), last: int32(i), kid: -1, next: -1, depth: -1,
			form: hash(t.Form), lemma: hash(t.Lemma), upos: hash(t.UPOS), xpos: hash(t.XPOS), rel: hash(t.Deprel),
			pos: posOf[t.UPOS], class: r.f.words[t.Lemma]}
		if w.class == 0 && t.Lemma != "" && 'A' <= t.Lemma[0] && t.Lemma[0] <= 'Z' && w.pos != posPropn {
			w.class = r.f.words[strings.ToLower(t.Lemma)]
		}
		w.shape = letters(t.Form)
		m := markOf(t.Form)
		if m == either {
			m = closing
			if !open {
				m = opening
			} else if t.Space && i+1 < len(s.Tokens) && i > 0 && s.Tokens[i-1].Space {
				m = closing
			}
		}
		w.mark = m
		switch m {
		case opening:
			open = true
		}
		w.quoted = open
		if m != noMark {
			x.marks++
			w.quoted = true
		}
		if m == closing {
			open = false
		}
	}
	for _, n := range s.Names {
		for k := n.First; k <= n.Last && k < len(x.words); k++ {
			x.words[k].name = 1 + uint32(n.Type)
		}
	}
	x.closes = open
	x.tree()
	return open
}

// tree sets children, depths and extents.
func (x *sentence) tree() {
	ws := x.words
	for i := len(ws) - 1; i >= 0; i-- {
		if h := ws[i].head; h >= 0 && int(h) < len(ws) {
			ws[i].next, ws[h].kid = ws[h].kid, int32(i)
		}
	}
	for i := range ws {
		x.descend(i)
		// Extents grow upwards; a step bound keeps a broken tree from looping.
		for n, p := 0, ws[i].head; p >= 0 && int(p) < len(ws) && n <= len(ws); n, p = n+1, ws[p].head {
			if ws[p].first > int32(i) {
				ws[p].first = int32(i)
			} else if ws[p].last < int32(i) {
				ws[p].last = int32(i)
			} else {
				break
			}
		}
	}
}

func (x *sentence) descend(i int) {
	ws := x.words
	n := 0
	p := i
	for p >= 0 && p < len(ws) && ws[p].depth < 0 && n <= len(ws) {
		n++
		p = int(ws[p].head)
	}
	base := int32(-1)
	if p >= 0 && p < len(ws) && ws[p].depth >= 0 {
		base = ws[p].depth
	}
	for q := i; n > 0; n, q = n-1, int(ws[q].head) {
		ws[q].depth = base + int32(n)
	}
}

func (x *sentence) has(i int) bool { return i >= 0 && i < len(x.words) }

// rel returns the first child of i with one of the relations, -1 if there is none.
func (x *sentence) rel(i int, rels ...uint32) int {
	for k := x.words[i].kid; k >= 0; k = x.words[k].next {
		for _, r := range rels {
			if x.words[k].rel == r {
				return int(k)
			}
		}
	}
	return -1
}
