package commitments

import (
	"casus"
)

// tree is a sentence with its tokens' children.
type tree struct {
	index int
	tok   []casus.Token
	kids  [][]int
}

// load makes the tree of a sentence, unless it is loaded already.
func (t *tree) load(doc *casus.Document, index int) {
	if t.tok != nil && t.index == index {
		return
	}
	t.index, t.tok = index, doc.Sentences[index].Tokens
	t.kids = make([][]int, len(t.tok))
	for i := range t.tok {
		if h := t.head(i); h >= 0 {
			t.kids[h] = append(t.kids[h], i)
		}
	}
}

// head of a token, -1 for the root and for a head out of range.
func (t *tree) head(i int) int {
	h := t.tok[i].Head
	if h < 0 || h >= len(t.tok) || h == i {
		return -1
	}
	return h
}

// child is the first child whose relation begins with rel, -1 where there is none.
func (t *tree) child(i int, rel string) int {
	for _, k := range t.kids[i] {
		if t.tok[k].Deprel == rel || t.tok[k].Rel() == rel {
			return k
		}
	}
	return -1
}

// extent is the first and last token under a token, leaving out the subtrees for
// which skip holds.
func (t *tree) extent(i int, skip func(int) bool) (first, last int) {
	first, last = i, i
	todo := []int{i}
	for n := 0; len(todo) > 0 && n <= 4*len(t.tok); n++ {
		x := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		first, last = min(first, x), max(last, x)
		for _, k := range t.kids[x] {
			if k != i && !skip(k) {
				todo = append(todo, k)
			}
		}
	}
	return first, last
}

// span covers the tokens [first, last], without punctuation at either end.
func (t *tree) span(first, last int) casus.Span {
	for first < last && t.tok[first].UPOS == "PUNCT" {
		first++
	}
	for last > first && t.tok[last].UPOS == "PUNCT" {
		last--
	}
	return casus.Span{Begin: t.tok[first].Span.Begin, End: t.tok[last].Span.End}
}

// phrase is the span under a token.
func (t *tree) phrase(i int, skip func(int) bool) casus.Span { return t.span(t.extent(i, skip)) }

// at is the token that begins at or after a byte, -1 where there is none.
func (t *tree) at(b int) int {
	for i := range t.tok {
		if t.tok[i].Span.Begin >= b {
			return i
		}
	}
	return -1
}

// negated says that a verb is.
func (t *tree) negated(v int) bool {
	for _, k := range t.kids[v] {
		switch t.tok[k].Lemma {
		case "not", "never", "no":
			return true
		}
	}
	return false
}

// open says that a verb tells what has not come to be: it is future, or wanted.
func (t *tree) open(v int) bool {
	for _, k := range t.kids[v] {
		if t.tok[k].Rel() == "aux" {
			switch t.tok[k].Form {
			case "will", "would", "may", "might", "could", "should", "must", "shall", "can", "'ll":
				return true
			}
		}
		if t.tok[k].Rel() == "mark" && t.tok[k].Form == "to" {
			return true
		}
	}
	return false
}

func never(int) bool { return false }
