package eval

import (
	"fmt"

	"casus"
	"casus/conllu"
	"casus/text"
)

// RawScore is how well raw text was split, tagged and parsed, after the rules of the
// CoNLL 2018 shared task: a word that was found counts as right in what agrees with
// the word of the treebank under the same characters, and its head is right if that
// is a word found as well and the treebank's head.
type RawScore struct {
	Text                               TextScore
	UPOS, XPOS, Feats, Lemma, UAS, LAS PRF
}

// Raw scores a reader on the raw text of a treebank. gold and trees are the same
// treebank, as text and as trees; read sets the document's sentences with their
// tokens and trees.
func Raw(gold *text.Gold, trees []conllu.Sentence, read func(*casus.Document)) (RawScore, error) {
	var words []*conllu.Word
	var heads []int // of each word of the treebank, counted through; -1 for a root
	for i := range trees {
		first := len(words)
		for k := range trees[i].Words {
			w := &trees[i].Words[k]
			words, heads = append(words, w), append(heads, through(w.Head, first))
		}
	}
	if len(words) != len(gold.Words) {
		return RawScore{}, fmt.Errorf("scoring on raw text: %d words in the trees and %d in the text; give the same treebank for both: %w", len(words), len(gold.Words), casus.ErrInvalid)
	}
	var found []casus.Token
	var foundHeads []int
	sc := RawScore{Text: Text(gold, func(doc *casus.Document) {
		read(doc)
		for _, s := range doc.Sentences {
			first := len(found)
			for _, t := range s.Tokens {
				found, foundHeads = append(found, t), append(foundHeads, through(t.Head, first))
			}
		}
	})}
	sc.count(words, heads, found, foundHeads, align(found, gold.Words))
	return sc, nil
}

// through counts a head through the text; -1 stays.
func through(head, first int) int {
	if head < 0 {
		return -1
	}
	return first + head
}

// align gives each word found the word of the treebank with the same span, -1 for
// none.
func align(found []casus.Token, gold []casus.Span) []int {
	to := make([]int, len(found))
	j := 0
	for i := range found {
		to[i] = -1
		a := found[i].Span
		for j < len(gold) && (gold[j].Begin < a.Begin || gold[j].Begin == a.Begin && gold[j].End < a.End) {
			j++
		}
		if j < len(gold) && gold[j] == a {
			to[i] = j
			j++
		}
	}
	return to
}

func (sc *RawScore) count(words []*conllu.Word, heads []int, found []casus.Token, foundHeads, to []int) {
	all := PRF{System: len(found), Gold: len(words)}
	sc.UPOS, sc.XPOS, sc.Feats, sc.Lemma, sc.UAS, sc.LAS = all, all, all, all, all, all
	for i := range found {
		if to[i] < 0 {
			continue
		}
		g, t := words[to[i]], &found[i]
		is := compareWord(g, t)
		sc.UPOS.Right += one(is.upos)
		sc.XPOS.Right += one(is.xpos)
		sc.Feats.Right += one(is.feats)
		sc.Lemma.Right += one(is.lemma)
		head := heads[to[i]] == foundHeads[i]
		if foundHeads[i] >= 0 {
			head = to[foundHeads[i]] >= 0 && heads[to[i]] == to[foundHeads[i]]
		}
		sc.UAS.Right += one(head)
		sc.LAS.Right += one(head && universalRel(g.Deprel) == t.Rel())
	}
}

func (sc RawScore) String() string {
	return fmt.Sprintf("%s UPOS %.2f XPOS %.2f Feats %.2f Lemma %.2f UAS %.2f LAS %.2f", sc.Text,
		100*sc.UPOS.F1(), 100*sc.XPOS.F1(), 100*sc.Feats.F1(), 100*sc.Lemma.F1(), 100*sc.UAS.F1(), 100*sc.LAS.F1())
}
