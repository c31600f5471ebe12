package actors

import "casus"

// rel is the relation of a token without its subtype; a conjunct has the
// relation of the first of its row.
func (u *run) rel(i int) string {
	for range 32 {
		t := &u.toks[i]
		if r := t.Rel(); r != "conj" || t.Head < 0 {
			if t.Deprel == "nmod:desc" || t.Deprel == "nmod:poss" {
				return t.Deprel
			}
			return r
		}
		i = t.Head
	}
	return "dep"
}

// nominalHead says that a token heads a noun phrase of its own.
func (u *run) nominalHead(i int) bool {
	t := &u.toks[i]
	switch t.UPOS {
	case "NOUN", "PROPN":
		switch u.rel(i) {
		case "compound", "flat", "fixed", "goeswith", "amod", "nmod:desc", "case", "det":
			return t.Rel() == "flat" && u.detached(i)
		}
		return true
	case "PRON":
		return t.Rel() != "expl" && t.Rel() != "det"
	case "DET", "ADJ", "NUM", "SYM":
		switch t.Rel() {
		case "nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos":
			return t.Rel() != "conj" || u.nominalRel(i)
		}
	}
	return false
}

// detached is for a flat or compound part that the parser hung on a phrase that
// has nothing to do with it: a comma stands between.
func (u *run) detached(i int) bool {
	for j := i - 1; j > u.toks[i].Head && j >= 0; j-- {
		if f := u.toks[j].Form; f == "," || f == "(" {
			return true
		}
	}
	return false
}

func (u *run) nominalRel(i int) bool {
	switch u.rel(i) {
	case "nsubj", "obj", "iobj", "obl", "nmod", "nmod:poss", "appos", "root":
		return true
	}
	return false
}

// left is the first token of the noun phrase with head i: determiners,
// possessors, adjectives, numbers, titles and compounds before it.
func (u *run) left(i int) int {
	first := i
	for j := i - 1; j >= 0 && u.within(j, i); j-- {
		first = j
	}
	for first < i {
		f := &u.toks[first]
		if f.UPOS != "PUNCT" && f.UPOS != "CCONJ" && f.Rel() != "case" {
			break
		}
		first++
	}
	return first
}

// within says that token j hangs on i through relations of a noun phrase.
func (u *run) within(j, i int) bool {
	for range 8 {
		t := &u.toks[j]
		switch t.Rel() {
		case "det", "amod", "compound", "nummod", "flat", "punct", "advmod", "cc", "conj", "fixed", "goeswith":
		case "nmod":
			if t.Deprel != "nmod:poss" && t.Deprel != "nmod:desc" && t.Deprel != "nmod:unmarked" {
				return false
			}
		case "case":
			if t.Head == i {
				return false
			}
		default:
			return false
		}
		if t.Head == i {
			return true
		}
		if t.Head < 0 {
			return false
		}
		j = t.Head
	}
	return false
}

// right is the last token of a name or compound that goes on after its head.
func (u *run) right(i int) int {
	last := i
	for j := i + 1; j < len(u.toks); j++ {
		t := &u.toks[j]
		r := t.Rel()
		if r != "flat" && r != "compound" && r != "fixed" && r != "goeswith" || t.Head < i || t.Head > j {
			break
		}
		last = j
	}
	return last
}

// prep is the preposition of token i, in lower case as far as it matters.
func (u *run) prep(i int) string {
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		if t := &u.toks[j]; t.Head == i && t.Rel() == "case" {
			return t.Lemma
		}
	}
	if t := &u.toks[i]; t.Rel() == "conj" && t.Head >= 0 && t.Head < i {
		return u.prep(t.Head)
	}
	return ""
}

// subjectOf returns the token that is the subject of a verb, -1 for none. A
// verb joined to another shares its subject.
func (u *run) subjectOf(verb int) int {
	for range 6 {
		if verb < 0 {
			return -1
		}
		for j := max(0, verb-40); j < len(u.toks) && j < verb+20; j++ {
			if t := &u.toks[j]; t.Head == verb && t.Rel() == "nsubj" {
				return j
			}
		}
		if r := u.toks[verb].Rel(); r != "conj" && r != "xcomp" && r != "advcl" {
			return -1
		}
		verb = u.toks[verb].Head
	}
	return -1
}

// definite says how a phrase is introduced: "the", "this", a possessor, or "a".
func (u *run) definite(first, head int) (the, a bool) {
	for j := first; j < head; j++ {
		t := &u.toks[j]
		if t.Head != head || t.Rel() != "det" && t.Rel() != "nummod" {
			continue
		}
		if t.Rel() == "nummod" {
			a = true
			continue
		}
		switch t.Lemma {
		case "the", "this", "that", "these", "those", "both":
			the = true
		case "a", "an", "another", "some", "any", "several", "many", "every", "each", "no", "few":
			a = true
		}
	}
	return the, a
}

func (u *run) plural(i int) bool {
	t := &u.toks[i]
	return t.XPOS == "NNS" || t.XPOS == "NNPS" || t.Feat("Number") == "Plur"
}

// text is the dispatch's text from token first to token last.
func (u *run) text(first, last int) string { return u.doc.Slice(u.span(first, last)) }

func (u *run) span(first, last int) casus.Span {
	return casus.Span{Begin: u.toks[first].Span.Begin, End: u.toks[last].Span.End}
}
