package eval

import (
	"fmt"

	"casus"
	"casus/text"
)

// TextScore is how well raw text was split, after the rules of the CoNLL 2018
// shared task: a span counts as found if gold has one with the same characters,
// white space aside.
//
// The raw text of a treebank is its sentences joined as SpaceAfter says, with a
// blank line wherever the treebank begins a paragraph or document
// ([text.Treebank]). Tokens are surface tokens ("don't" is one), words syntactic
// words. What the splitter leaves out as a dateline counts as missed.
type TextScore struct {
	Tokens, Words, Sentences PRF
}

// PRF counts what was found, what gold has, and what is in both.
type PRF struct{ Right, System, Gold int }

// F1 is the harmonic mean of precision and recall, between 0 and 1.
func (p PRF) F1() float64 {
	if p.System+p.Gold == 0 {
		return 0
	}
	return 2 * float64(p.Right) / float64(p.System+p.Gold)
}

func (s TextScore) String() string {
	return fmt.Sprintf("tokens %.2f words %.2f sentences %.2f", 100*s.Tokens.F1(), 100*s.Words.F1(), 100*s.Sentences.F1())
}

// Text scores a splitter on the raw text of a treebank.
func Text(gold *text.Gold, split func(*casus.Document)) TextScore {
	doc := &casus.Document{Dispatch: casus.Dispatch{Text: gold.Text}}
	split(doc)
	var tokens, words, sentences []casus.Span
	for _, s := range doc.Sentences {
		sentences = append(sentences, s.Span)
		for _, t := range s.Tokens {
			words = append(words, t.Span)
			if t.Glued && len(tokens) > 0 {
				tokens[len(tokens)-1].End = t.Span.End
				continue
			}
			tokens = append(tokens, t.Span)
		}
	}
	return TextScore{
		Tokens:    compare(tokens, gold.Tokens),
		Words:     compare(words, gold.Words),
		Sentences: compare(sentences, gold.Sentences),
	}
}

// compare counts the spans that two ordered lists share.
func compare(system, gold []casus.Span) PRF {
	p := PRF{System: len(system), Gold: len(gold)}
	for i, j := 0, 0; i < len(system) && j < len(gold); {
		switch a, b := system[i], gold[j]; {
		case a == b:
			p.Right++
			i++
			j++
		case a.Begin < b.Begin || a.Begin == b.Begin && a.End < b.End:
			i++
		default:
			j++
		}
	}
	return p
}
