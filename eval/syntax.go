package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casus"
	"casus/conllu"
)

// SyntaxScore is how well tokens that were given were tagged and parsed, after the
// rules of the CoNLL 2018 shared task: every word counts, punctuation too, and
// relations are compared without their subtypes.
type SyntaxScore struct {
	Words int
	// Right counts.
	UPOS, XPOS, Feats, Lemma, UAS, LAS int
	// The same without punctuation, for heads and relations.
	Content, ContentUAS, ContentLAS int
	// Rels are the relations, without subtypes: right head and relation.
	Rels map[string]PRF
}

// Syntax scores a parser on the trees of a treebank. parse gets the tokens' forms
// and spans and sets the rest.
func Syntax(gold []conllu.Sentence, parse func(*casus.Sentence)) SyntaxScore {
	sc := SyntaxScore{Rels: map[string]PRF{}}
	for i := range gold {
		s := gold[i].Casus()
		for k := range s.Tokens {
			t := &s.Tokens[k]
			*t = casus.Token{Span: t.Span, Form: t.Form, Space: t.Space, Glued: t.Glued}
		}
		parse(&s)
		for k := range s.Tokens {
			sc.word(&gold[i].Words[k], &s.Tokens[k])
		}
	}
	return sc
}

func (sc *SyntaxScore) word(g *conllu.Word, t *casus.Token) {
	one := func(ok bool) int {
		if ok {
			return 1
		}
		return 0
	}
	rel, _, _ := strings.Cut(g.Deprel, ":")
	head := g.Head == t.Head
	both := head && rel == t.Rel()
	sc.Words++
	sc.UPOS += one(g.UPOS == t.UPOS)
	sc.XPOS += one(g.XPOS == t.XPOS)
	sc.Feats += one(g.Feats == t.Feats)
	sc.Lemma += one(g.Lemma == t.Lemma)
	sc.UAS += one(head)
	sc.LAS += one(both)
	if g.UPOS != "PUNCT" {
		sc.Content++
		sc.ContentUAS += one(head)
		sc.ContentLAS += one(both)
	}
	c := sc.Rels[rel]
	c.Gold++
	c.Right += one(both)
	sc.Rels[rel] = c
	c = sc.Rels[t.Rel()]
	c.System++
	sc.Rels[t.Rel()] = c
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }

func (sc SyntaxScore) String() string {
	return fmt.Sprintf("UPOS %.2f XPOS %.2f Feats %.2f Lemma %.2f UAS %.2f LAS %.2f; without punctuation UAS %.2f LAS %.2f",
		percent(sc.UPOS, sc.Words), percent(sc.XPOS, sc.Words), percent(sc.Feats, sc.Words), percent(sc.Lemma, sc.Words),
		percent(sc.UAS, sc.Words), percent(sc.LAS, sc.Words), percent(sc.ContentUAS, sc.Content), percent(sc.ContentLAS, sc.Content))
}

// Relations writes a line for each relation, the most frequent first.
func (sc SyntaxScore) Relations() string {
	var names []string
	for n := range sc.Rels {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(sc.Rels[b].Gold-sc.Rels[a].Gold, strings.Compare(a, b))
	})
	var b strings.Builder
	for _, n := range names {
		if c := sc.Rels[n]; c.Gold > 0 {
			fmt.Fprintf(&b, "  %-12s %6d  P %.2f R %.2f F1 %.2f\n", n, c.Gold, percent(c.Right, c.System), percent(c.Right, c.Gold), 100*c.F1())
		}
	}
	return b.String()
}
