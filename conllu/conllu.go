// Package conllu reads and writes treebanks and parses in CoNLL-U, the format of
// Universal Dependencies (universaldependencies.org/format.html).
//
// Reading keeps all there is: comments, multiword tokens, empty nodes, so that
// writing a sentence that was read gives the same lines again.
package conllu

import "strings"

// Sentence is a tree with all that its file says of it.
type Sentence struct {
	// Comments are the lines before the tree, with their "#".
	Comments []string
	// Words are the syntactic words.
	Words []Word
	// Ranges are the surface tokens of several words, in order.
	Ranges []Range
	// Empty are the lines of empty nodes as they stand; After is the number of
	// words before each.
	Empty []Empty
	// Line is the number of the first word's line in its file.
	Line int
}

// Word is a line of the tree; "_" is kept as "".
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string
	// Head is the index of the head in Words, -1 for the root, -2 where the file
	// says nothing.
	Head               int
	Deprel, Deps, Misc string
}

// Range is a surface token: the words First to Last (indices), its form, FEATS
// (Typo=Yes) and MISC.
type Range struct {
	First, Last       int
	Form, Feats, Misc string
}

// Empty is an empty node.
type Empty struct {
	After int
	Line  string
}

// Comment returns the value of the comment "# key = value", and whether it is there.
func (s *Sentence) Comment(key string) (string, bool) {
	for _, c := range s.Comments {
		k, v, ok := strings.Cut(strings.TrimLeft(c, "# "), "=")
		if strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), ok
		}
	}
	return "", false
}

// SpaceAfter says whether white space follows word i. Inside a surface token of
// several words it never does.
func (s *Sentence) SpaceAfter(i int) bool {
	for _, r := range s.Ranges {
		if r.First <= i && i <= r.Last {
			return i == r.Last && spaceAfter(r.Misc)
		}
	}
	return spaceAfter(s.Words[i].Misc)
}

// spaceAfter says what MISC says of the space after a token.
func spaceAfter(misc string) bool {
	for misc != "" {
		var m string
		if m, misc, _ = strings.Cut(misc, "|"); m == "SpaceAfter=No" {
			return false
		}
	}
	return true
}

// Surface calls yield for each surface token: the words First to Last, its form,
// and whether white space follows.
func (s *Sentence) Surface(yield func(first, last int, form string, space bool) bool) {
	r := 0
	for i := 0; i < len(s.Words); {
		first, last, form, misc := i, i, s.Words[i].Form, s.Words[i].Misc
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			last, form, misc = s.Ranges[r].Last, s.Ranges[r].Form, s.Ranges[r].Misc
			r++
		}
		if !yield(first, last, form, spaceAfter(misc)) {
			return
		}
		i = last + 1
	}
}

// Text is the text of the sentence, rebuilt from its tokens.
func (s *Sentence) Text() string {
	var b strings.Builder
	s.Surface(func(_, last int, form string, space bool) bool {
		b.WriteString(form)
		if space && last+1 < len(s.Words) {
			b.WriteByte(' ')
		}
		return true
	})
	return b.String()
}
