package desk

import (
	"unicode/utf8"

	"casus"
)

// arcs is a parse as a picture: the words in a row, an arc from each head to each word
// that depends on it. A long sentence is shown compactly: the words around the trigger.
type arcs struct {
	Width, Height, Base int
	Words               []arcWord
	Arcs                []arcLine
	// Cut says that words are left out on a side.
	Before, After bool
	// Tree is the parse in words, for those who do not see the picture.
	Tree string
}

type arcWord struct {
	X          int
	Form, UPOS string
	Trigger    bool
}

type arcLine struct {
	// From and To are x, Top is y of the highest point; Label stands there.
	From, To, Top, Mid int
	Label              string
	// Left and Right are the ends for the arrow head, which is at To.
	Strong bool
}

// Sizes in pixels.
const (
	arcWordPad = 14
	arcLetter  = 8
	arcStep    = 24
	arcWords   = 28
	arcMargin  = 12
)

// arcsOf draws one sentence.
func arcsOf(doc *casus.Document, n int, trigger casus.Span) *arcs {
	tokens := doc.Sentences[n].Tokens
	first, last := window(tokens, trigger)
	a := &arcs{Before: first > 0, After: last < len(tokens)-1}
	at := make(map[int]int)
	x := arcMargin
	for i := first; i <= last; i++ {
		t := &tokens[i]
		w := max(utf8.RuneCountInString(t.Form), len(t.UPOS))*arcLetter + arcWordPad
		at[i] = x + w/2
		a.Words = append(a.Words, arcWord{X: x + w/2, Form: t.Form, UPOS: t.UPOS, Trigger: t.Span.Overlaps(trigger)})
		x += w
	}
	a.Width = x + arcMargin
	level := levels(tokens, first, last)
	top := 0
	for i := first; i <= last; i++ {
		top = max(top, level[i-first])
	}
	a.Base = (top+1)*arcStep + arcMargin
	a.Height = a.Base + 44
	for i := first; i <= last; i++ {
		t := &tokens[i]
		if t.Head < first || t.Head > last || t.UPOS == "PUNCT" {
			continue
		}
		from, to := at[t.Head], at[i]
		if from < to {
			from += 5
		} else {
			from -= 5
		}
		a.Arcs = append(a.Arcs, arcLine{From: from, To: to, Top: a.Base - level[i-first]*arcStep - 4, Mid: (from + to) / 2, Label: t.Deprel,
			Strong: t.Span.Overlaps(trigger) || tokens[t.Head].Span.Overlaps(trigger)})
	}
	return a
}

// window chooses the words that are shown: all, or those around the trigger.
func window(tokens []casus.Token, trigger casus.Span) (first, last int) {
	if len(tokens) <= arcWords {
		return 0, len(tokens) - 1
	}
	at := 0
	for i := range tokens {
		if tokens[i].Span.Overlaps(trigger) {
			at = i
			break
		}
	}
	first = max(0, min(at-arcWords/2, len(tokens)-arcWords))
	return first, first + arcWords - 1
}

// levels gives each arc a height above all arcs that lie under it.
func levels(tokens []casus.Token, first, last int) []int {
	out := make([]int, last-first+1)
	for span := 1; span <= last-first; span++ { // short arcs first
		for i := first; i <= last; i++ {
			h := tokens[i].Head
			if h < first || h > last || tokens[i].UPOS == "PUNCT" || abs(h-i) != span {
				continue
			}
			lo, hi := min(h, i), max(h, i)
			top := 0
			for j := first; j <= last; j++ {
				k := tokens[j].Head
				if j == i || k < first || k > last || out[j-first] == 0 {
					continue
				}
				if a, b := min(j, k), max(j, k); a < hi && b > lo {
					top = max(top, out[j-first])
				}
			}
			out[i-first] = top + 1
		}
	}
	return out
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// LabelY is where the label of an arc stands: at three quarters of its height, which is
// where the curve runs.
func (l arcLine) LabelY(base int) int { return base - (base-l.Top)*3/4 - 3 }
