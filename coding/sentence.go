package coding

import (
	"strings"

	"casus"
)

// relation is a dependency relation as the grammar needs it: one small number,
// so that no string is compared in the loops.
type relation uint8

const (
	relOther relation = iota
	relRoot
	relSubj     // nsubj, csubj
	relSubjPass // nsubj:pass, csubj:pass
	relObj
	relIobj
	relObl
	relOblAgent
	relNmod
	relPoss
	relAmod
	relCompound
	relParticle // compound:prt
	relFlat     // flat, goeswith
	relDesc     // nmod:desc: "President" in "President Putin"
	relAppos
	relAcl
	relRelcl // acl:relcl, advcl:relcl
	relAdvcl
	relCcomp
	relXcomp
	relConj
	relCc
	relParataxis
	relMark
	relCase
	relFixed
	relAux
	relAuxPass
	relCop
	relAdvmod
	relDet
	relNummod
	relExpl
	relPunct
)

var relations = map[string]relation{
	"root": relRoot, "nsubj": relSubj, "csubj": relSubj, "nsubj:outer": relSubj,
	"csubj:outer": relSubj, "nsubj:pass": relSubjPass, "csubj:pass": relSubjPass,
	"obj": relObj, "iobj": relIobj, "obl": relObl, "obl:unmarked": relObl,
	"obl:agent": relOblAgent, "obl:tmod": relObl, "obl:npmod": relObl,
	"nmod": relNmod, "nmod:unmarked": relNmod, "nmod:tmod": relNmod,
	"nmod:npmod": relNmod, "nmod:poss": relPoss, "nmod:desc": relDesc,
	"amod": relAmod, "compound": relCompound, "compound:prt": relParticle,
	"flat": relFlat, "flat:foreign": relFlat, "goeswith": relFlat,
	"appos": relAppos, "acl": relAcl, "acl:relcl": relRelcl, "advcl:relcl": relRelcl,
	"advcl": relAdvcl, "ccomp": relCcomp, "xcomp": relXcomp, "conj": relConj,
	"cc": relCc, "cc:preconj": relCc, "parataxis": relParataxis, "list": relParataxis,
	"mark": relMark, "case": relCase, "fixed": relFixed, "aux": relAux,
	"aux:pass": relAuxPass, "cop": relCop, "advmod": relAdvmod, "det": relDet,
	"det:predet": relDet, "nummod": relNummod, "expl": relExpl, "punct": relPunct,
}

// sentence is one parsed sentence made ready for the grammar: relations as
// numbers, children in one array, mentions by token. Its slices are reused from
// sentence to sentence.
type sentence struct {
	doc   *casus.Document
	index int
	tok   []casus.Token
	rel   []relation
	lemma []string
	// upos is the part of speech, put right where the tree contradicts the tag.
	upos  []string
	first []int32 // kids[first[i]:first[i+1]] are the children of token i
	kids  []int32
	left  []int32 // the first and the last token under token i
	right []int32
	depth []int32
	// mention holds, for a token, the index of the mention that it is the head
	// of, else -1; inside the innermost mention that covers it, else -1.
	mention []int32
	inside  []int32
	// timed marks the heads of time expressions.
	timed []bool
	// unaided marks passives of headlines that have lost their auxiliary.
	unaided []bool

	frames []frame
	args   []arg
	found  []int32 // token -> index in matches, or one of the states below
	// matches of the sentence, as found; a token's own is matches[found[tok]].
	matches []match
	eaten   []bool // the token's act is part of another's reading
	refs    []reference
}

// States of sentence.found beside an index.
const (
	unknown = -1 - iota // not looked at yet
	nothing             // no pattern matches
	busy                // being matched: a reading cannot hold itself
)

// grow returns s with length n, its content undefined.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2+16)
	}
	return s[:n]
}

// load makes the sentence ready. mentions is the run of doc.Mentions that lies
// in this sentence, beginning at index base.
func (s *sentence) load(doc *casus.Document, index int, mentions []casus.Mention, base int) {
	s.doc, s.index = doc, index
	s.tok = doc.Sentences[index].Tokens
	n := len(s.tok)
	s.rel, s.lemma, s.upos = grow(s.rel, n), grow(s.lemma, n), grow(s.upos, n)
	s.left, s.right, s.depth = grow(s.left, n), grow(s.right, n), grow(s.depth, n)
	s.mention, s.inside = grow(s.mention, n), grow(s.inside, n)
	s.frames, s.found, s.eaten = grow(s.frames, n), grow(s.found, n), grow(s.eaten, n)
	s.timed, s.unaided = grow(s.timed, n), grow(s.unaided, n)
	s.args, s.matches, s.refs = s.args[:0], s.matches[:0], s.refs[:0]
	for i := range s.tok {
		t := &s.tok[i]
		s.rel[i] = relations[t.Deprel]
		if s.rel[i] == relOther {
			s.rel[i] = relations[t.Rel()]
		}
		s.lemma[i], s.upos[i] = lemmaOf(t), t.UPOS
		s.mention[i], s.inside[i] = -1, -1
		s.frames[i] = frame{from: -1}
		s.found[i], s.eaten[i], s.timed[i], s.unaided[i] = unknown, false, false, false
	}
	s.loadKids()
	s.loadExtents()
	s.retag()
	s.reattach()
	s.loadMentions(mentions, base)
}

// reattach settles what a clause under a noun is where its parts contradict its
// relation: one with a subject, or an object that is a relative pronoun, is no
// participle but a relative clause ("a treaty that they *signed*"), and after "as"
// or "when" it is a clause of the verb above.
func (s *sentence) reattach() {
	for i := range s.tok {
		if s.isVerb(i) {
			s.retagSpeaker(i)
			for _, k := range s.children(i) {
				if s.rel[k] != relObj {
					continue
				}
				switch s.upos[k] {
				case "SCONJ": // "requests [that] Halvia release him"
					s.rel[k] = relMark
				case "X": // "resign [en masse]"
					s.rel[k] = relAdvmod
				}
			}
		}
		if s.rel[i] != relAcl || !s.isVerb(i) || s.child(i, relSubj) < 0 && s.child(i, relSubjPass) < 0 {
			continue
		}
		switch s.marker(i) {
		case "":
			if s.tok[i].XPOS == "VBD" || s.tok[i].XPOS == "VBZ" || s.tok[i].XPOS == "VBP" || s.child(i, relAux) >= 0 {
				s.rel[i] = relRelcl
			}
		case "as", "when", "while", "after", "before", "because", "since", "although", "though":
			s.rel[i] = relAdvcl
		}
	}
}

// retag settles what a word is where its two tags and the tree disagree: a plural
// noun that has a subject and an object is the verb in the present that it looks
// like ("Halvia *sentences* five spies"), a verb tagged as a plural that has
// neither is a noun.
func (s *sentence) retag() {
	for i := range s.tok {
		x := s.tok[i].XPOS
		switch s.upos[i] {
		case "NOUN":
			if (x == "NNS" || strings.HasPrefix(x, "VB")) && s.clausal(i) {
				s.upos[i] = "VERB"
				if s.rel[i] == relRoot && s.child(i, relSubj) < 0 {
					s.subjectBefore(i)
				}
			} else if x == "NNS" && s.rel[i] == relRoot {
				s.retagRoot(i)
			}
		case "VERB":
			if strings.HasPrefix(x, "NN") && !s.clausal(i) {
				s.upos[i] = "NOUN"
			}
			s.retagObject(i)
		case "ADJ":
			if s.child(i, relAux) >= 0 && s.child(i, relObj) > i && s.child(i, relCop) < 0 {
				s.upos[i] = "VERB" // "will *free* the prisoners"
			}
		}
	}
}

// retagRoot makes a verb of a plural that heads the sentence and has an object: "the
// Halvian Air Force *bombs* targets". The noun right before it is the subject.
func (s *sentence) retagRoot(i int) {
	if s.child(i, relCop) >= 0 || s.child(i, relObj) < i {
		return
	}
	s.upos[i] = "VERB"
	s.subjectBefore(i)
}

// subjectBefore makes the name or noun right before a verb its subject.
func (s *sentence) subjectBefore(i int) {
	for _, k := range s.children(i) {
		if int(k) != i-1 || s.rel[k] != relCompound && s.rel[k] != relAmod && s.rel[k] != relNmod {
			continue
		}
		s.rel[k] = relSubj
		if c := s.tok[k].Form[0]; s.upos[k] == "ADJ" && c >= 'A' && c <= 'Z' && s.left[k] < k {
			s.upos[k] = "PROPN" // "the Supreme *Tribunal* sentences"
		}
	}
}

// retagObject makes a noun of a verb that is the object of another with a name
// right before it: "rejects Halvia *demands*".
func (s *sentence) retagObject(i int) {
	k := s.child(i, relSubj)
	if s.rel[i] != relObj || k < 0 || k != i-1 || s.tok[i].XPOS == "VBD" {
		return
	}
	for _, c := range s.children(i) {
		if int(c) != k && s.rel[c] != relPunct {
			return
		}
	}
	s.upos[i], s.rel[k] = "NOUN", relCompound
}

// clausal says that a word has what only verbs have.
func (s *sentence) clausal(i int) bool {
	if s.child(i, relCop) >= 0 || s.child(i, relDet) >= 0 {
		return false
	}
	return s.child(i, relObj) >= 0 || s.child(i, relSubj) >= 0 || s.child(i, relAux) >= 0 || s.child(i, relXcomp) >= 0
}

func lemmaOf(t *casus.Token) string {
	l := t.Lemma
	if l == "" {
		l = t.Form
	}
	for i := 0; i < len(l); i++ {
		if c := l[i]; c >= 'A' && c <= 'Z' {
			return strings.ToLower(l)
		}
	}
	return l
}

// loadKids sorts the tokens by head: a counting sort, stable, so that children
// stand in text order.
func (s *sentence) loadKids() {
	n := len(s.tok)
	s.first, s.kids = grow(s.first, n+2), grow(s.kids, n)
	clear(s.first)
	for i := range s.tok {
		if h := s.head(i); h >= 0 {
			s.first[h+2]++
		}
	}
	for i := 2; i < n+2; i++ {
		s.first[i] += s.first[i-1]
	}
	for i := range s.tok {
		if h := s.head(i); h >= 0 {
			s.kids[s.first[h+1]] = int32(i)
			s.first[h+1]++
		}
	}
	s.first = s.first[:n+1]
}

// head is the head of a token, -1 for the root and for a head out of range:
// trees come from outside.
func (s *sentence) head(i int) int {
	h := s.tok[i].Head
	if h < 0 || h >= len(s.tok) || h == i {
		return -1
	}
	return h
}

// loadExtents walks up from each token; trees of news are shallow. A cycle in a
// tree from outside ends the walk.
func (s *sentence) loadExtents() {
	for i := range s.tok {
		s.left[i], s.right[i] = int32(i), int32(i)
	}
	for i := range s.tok {
		d := int32(0)
		for h := s.head(i); h >= 0 && int(d) < len(s.tok); h = s.head(h) {
			s.left[h] = min(s.left[h], int32(i))
			s.right[h] = max(s.right[h], int32(i))
			d++
		}
		s.depth[i] = d
	}
}

func (s *sentence) loadMentions(mentions []casus.Mention, base int) {
	for k := range mentions {
		m := &mentions[k]
		if m.First < 0 || m.Last >= len(s.tok) || m.Head < m.First || m.Head > m.Last ||
			m.Entity < 0 || m.Entity >= len(s.doc.Entities) {
			continue
		}
		if old := s.mention[m.Head]; old < 0 || s.size(old) < m.Last-m.First {
			s.mention[m.Head] = int32(base + k)
		}
		for i := m.First; i <= m.Last; i++ {
			if old := s.inside[i]; old < 0 || s.size(old) > m.Last-m.First {
				s.inside[i] = int32(base + k)
			}
		}
	}
}

func (s *sentence) size(mention int32) int {
	m := &s.doc.Mentions[mention]
	return m.Last - m.First
}

// children of a token, in text order.
func (s *sentence) children(i int) []int32 { return s.kids[s.first[i]:s.first[i+1]] }

// child is the first child with the relation, -1 where there is none.
func (s *sentence) child(i int, r relation) int {
	for _, k := range s.children(i) {
		if s.rel[k] == r {
			return int(k)
		}
	}
	return -1
}

// childLemma is the first child with the relation and the lemma, else -1.
func (s *sentence) childLemma(i int, r relation, lemma string) int {
	for _, k := range s.children(i) {
		if s.rel[k] == r && s.lemma[k] == lemma {
			return int(k)
		}
	}
	return -1
}

// span covers the tokens [from, to].
func (s *sentence) span(from, to int) casus.Span {
	return casus.Span{Begin: s.tok[from].Span.Begin, End: s.tok[to].Span.End}
}

func (s *sentence) isVerb(i int) bool {
	return s.upos[i] == "VERB" || s.upos[i] == "AUX"
}

func (s *sentence) isNoun(i int) bool {
	u := s.upos[i]
	return u == "NOUN" || u == "PROPN" || u == "PRON"
}

// gerund says that the token is a form in -ing.
func (s *sentence) gerund(i int) bool {
	t := &s.tok[i]
	return t.XPOS == "VBG" || (t.XPOS == "" && strings.HasSuffix(t.Form, "ing"))
}

// participle says that the token is a past participle.
func (s *sentence) participle(i int) bool {
	t := &s.tok[i]
	if t.XPOS == "" {
		return strings.Contains(t.Feats, "Tense=Past") && strings.Contains(t.Feats, "VerbForm=Part")
	}
	return t.XPOS == "VBN"
}

// past says that the token is a finite verb in the past.
func (s *sentence) past(i int) bool { return s.tok[i].XPOS == "VBD" }
