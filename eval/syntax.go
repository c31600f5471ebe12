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
// rules of the CoNLL 2018 shared task (universaldependencies.org/conll18/evaluation.html):
// every word counts, punctuation too; relations are compared without their subtypes;
// of the features those count that are universal; where the treebank gives no lemma
// any will do.
type SyntaxScore struct {
	Words int
	// Right counts.
	UPOS, XPOS, Feats, Lemma, UAS, LAS int
	// The same without punctuation, for heads and relations.
	Content, ContentUAS, ContentLAS int
	// Rels are the relations, without subtypes: right head and relation.
	Rels map[string]PRF
}

// same is what is right about a word that was found.
type same struct{ upos, xpos, feats, lemma bool }

func compareWord(g *conllu.Word, t *casus.Token) same {
	return same{g.UPOS == t.UPOS, g.XPOS == t.XPOS, sameFeats(g.Feats, t.Feats), g.Lemma == "" || g.Lemma == t.Lemma}
}

// universal are the features that count.
const universal = " PronType NumType Poss Reflex Foreign Abbr Gender Animacy Number Case Definite Degree VerbForm Mood Tense Aspect Voice Evident Polarity Person Polite "

// sameFeats compares lists of features, which stand in the order of the alphabet.
func sameFeats(a, b string) bool {
	for {
		var x, y string
		x, a = nextFeat(a)
		y, b = nextFeat(b)
		if x != y {
			return false
		}
		if x == "" {
			return true
		}
	}
}

// nextFeat cuts off the first universal feature; "" if there is none.
func nextFeat(feats string) (first, rest string) {
	for feats != "" {
		first, feats, _ = strings.Cut(feats, "|")
		name, _, _ := strings.Cut(first, "=")
		if i := strings.Index(universal, name); i > 0 && universal[i-1] == ' ' && universal[i+len(name)] == ' ' {
			return first, feats
		}
	}
	return "", ""
}

func one(ok bool) int {
	if ok {
		return 1
	}
	return 0
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
	rel := universalRel(g.Deprel)
	head := g.Head == t.Head
	both := head && rel == t.Rel()
	sc.Words++
	is := compareWord(g, t)
	sc.UPOS += one(is.upos)
	sc.XPOS += one(is.xpos)
	sc.Feats += one(is.feats)
	sc.Lemma += one(is.lemma)
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

// universalRel is a relation without its subtype.
func universalRel(deprel string) string {
	rel, _, _ := strings.Cut(deprel, ":")
	return rel
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
