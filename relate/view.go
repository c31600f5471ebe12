package relate

import (
	"sort"
	"strings"

	"casus"
	"casus/coding"
)

// view is the stretch of a document that a pair stands in: one sentence, or several
// read as one, the later ones hung under the root of the first.
type view struct {
	doc      *casus.Document
	from, to int // its sentences
	tok      []casus.Token
	head     []int // -1 for the root
	depth    []int
	kids     [][]int
	cands    []coding.Candidate
	// source and target are token ranges, hs and ht their heads.
	source, target [2]int
	hs, ht         int
	// lca is the lowest token above both; up leads from hs to it, down from ht, both
	// with their ends.
	lca      int
	up, down []int
}

// maxSentences is how far apart a pair may stand.
const maxSentences = 4

// readings tells what the words of a sentence may mean.
type readings func(sentence int) []coding.Candidate

// newView lays out the sentences that a pair stands in; ok is false where a span holds
// no word, or the two are too far apart.
func newView(doc *casus.Document, p Pair, read readings) (v *view, ok bool) {
	if p.Source.Empty() && p.Target.Empty() {
		return nil, false
	}
	from, to := -1, -1
	for _, span := range [...]casus.Span{p.Source, p.Target} {
		// Sentences stand in the order of the text.
		first := sort.Search(len(doc.Sentences), func(i int) bool { return doc.Sentences[i].Span.End > span.Begin })
		for i := first; i < len(doc.Sentences) && touches(doc.Sentences[i].Span, span); i++ {
			if from < 0 || i < from {
				from = i
			}
			to = max(to, i)
		}
	}
	if from < 0 || to-from >= maxSentences {
		return nil, false
	}
	v = &view{doc: doc, from: from, to: to}
	for i := from; i <= to; i++ {
		base := len(v.tok)
		s := &doc.Sentences[i]
		v.tok = append(v.tok, s.Tokens...)
		for k := range s.Tokens {
			h := s.Tokens[k].Head
			switch {
			case h >= 0 && h < len(s.Tokens) && h != k:
				h += base
			case base > 0:
				h = v.root()
			default:
				h = -1
			}
			v.head = append(v.head, h)
		}
		for _, c := range read(i) {
			c.Token += base
			for _, at := range []*int{&c.Actor, &c.Recipient, &c.Thing, &c.Do} {
				if *at >= 0 {
					*at += base
				}
			}
			v.cands = append(v.cands, c)
		}
	}
	v.shape()
	v.source, v.hs = v.tokens(p.Source)
	v.target, v.ht = v.tokens(p.Target)
	if v.hs < 0 && !p.Source.Empty() || v.ht < 0 && !p.Target.Empty() {
		return nil, false
	}
	v.join()
	return v, true
}

// touches is Overlaps for spans that may be empty: an empty one touches nothing.
func touches(a, b casus.Span) bool { return !b.Empty() && a.Overlaps(b) }

// root is the first token without a head.
func (v *view) root() int {
	for i, h := range v.head {
		if h < 0 {
			return i
		}
	}
	return -1
}

// shape lists children and depths. A cycle in a tree from outside ends a walk.
func (v *view) shape() {
	v.kids = make([][]int, len(v.tok))
	v.depth = make([]int, len(v.tok))
	for i, h := range v.head {
		if h >= 0 {
			v.kids[h] = append(v.kids[h], i)
		}
		for ; h >= 0 && v.depth[i] < len(v.tok); h = v.head[h] {
			v.depth[i]++
		}
	}
}

// tokens is the range of tokens under a span and the one nearest the root; -1 where
// there is none.
func (v *view) tokens(s casus.Span) (r [2]int, head int) {
	r, head = [2]int{-1, -1}, -1
	for i := range v.tok {
		if !touches(v.tok[i].Span, s) {
			continue
		}
		if head < 0 {
			r[0], head = i, i
		}
		r[1] = i
		if v.depth[i] < v.depth[head] && v.tok[i].UPOS != "PUNCT" && v.tok[i].UPOS != "ADP" {
			head = i
		}
	}
	return r, head
}

// join finds the way from source to target. Of one without the other it is the way to
// the nearest verb above.
func (v *view) join() {
	v.lca = -1
	switch {
	case v.hs >= 0 && v.ht >= 0:
		above := make([]bool, len(v.tok))
		for _, i := range v.climb(v.hs) {
			above[i] = true
		}
		for _, i := range v.climb(v.ht) {
			v.down = append(v.down, i)
			if above[i] {
				v.lca = i
				break
			}
		}
		v.up = v.climbTo(v.hs, v.lca)
	case v.hs >= 0:
		v.lca = v.verbAbove(v.hs)
		v.up = v.climbTo(v.hs, v.lca)
	default:
		v.lca = v.verbAbove(v.ht)
		v.down = v.climbTo(v.ht, v.lca)
	}
}

// climb lists a token and all above it.
func (v *view) climb(i int) []int {
	var out []int
	for ; i >= 0 && len(out) <= len(v.tok); i = v.head[i] {
		out = append(out, i)
	}
	return out
}

func (v *view) climbTo(i, top int) []int {
	all := v.climb(i)
	for n, k := range all {
		if k == top {
			return all[:n+1]
		}
	}
	return all
}

func (v *view) verbAbove(i int) int {
	all := v.climb(i)
	for _, k := range all[1:] {
		if v.tok[k].UPOS == "VERB" {
			return k
		}
	}
	return all[len(all)-1]
}

// under says that token i stands under token top, or is it.
func (v *view) under(i, top int) bool {
	for n := 0; i >= 0 && n <= len(v.tok); i, n = v.head[i], n+1 {
		if i == top {
			return true
		}
	}
	return false
}

func (v *view) rel(i int) string { return v.tok[i].Rel() }

func (v *view) lemma(i int) string {
	l := v.tok[i].Lemma
	if l == "" {
		l = v.tok[i].Form
	}
	return strings.ToLower(l)
}

// child is the first child with a relation, -1 for none.
func (v *view) child(i int, rel string) int {
	for _, k := range v.kids[i] {
		if v.rel(k) == rel {
			return k
		}
	}
	return -1
}

// preposition of a phrase, "" for none.
func (v *view) preposition(i int) string {
	if k := v.child(i, "case"); k >= 0 {
		return v.lemma(k)
	}
	return ""
}

// within says that two ranges of tokens share one.
func within(a, b [2]int) bool { return a[0] <= b[1] && b[0] <= a[1] }
