package commitments

import (
	"strings"

	"casus"
)

// clausesOf reads what a treaty provides: "the treaty provides for X if Y", "Article 4
// of the treaty is seen as warranting X in the event of Y", "a treaty on doing X in
// case of Y".
func (r *finding) clausesOf(n, i int) []casus.Clause {
	t := &r.tree
	top, article := i, casus.Span{}
	if g := t.head(i); g >= 0 && t.tok[i].Rel() == "nmod" && isArticle(&t.tok[g]) {
		article = t.phrase(g, func(k int) bool { return k == i })
		top = g
	}
	for _, k := range t.kids[i] { // "a treaty on providing each other aid"
		if t.tok[k].Rel() == "acl" && t.tok[k].XPOS == "VBG" {
			if c := r.clause(n, k, k); !c.Obligation.Empty() {
				return []casus.Clause{c}
			}
		}
	}
	v := t.head(top)
	if c := t.child(top, "case"); v >= 0 && c >= 0 && strings.EqualFold(t.tok[c].Form, "under") && t.tok[top].Rel() == "obl" {
		c := r.clause(n, v, v) // "under the treaty, both will ..."
		c.Article = article
		return []casus.Clause{c}
	}
	if v < 0 || !strings.HasPrefix(t.tok[top].Deprel, "nsubj") {
		return nil
	}
	for _, k := range append([]int{v}, t.kids[v]...) { // "is seen as warranting"
		rel := t.tok[k].Rel()
		if k != v && rel != "advcl" && rel != "xcomp" && rel != "ccomp" && rel != "conj" || !r.provides[t.tok[k].Lemma] || t.negated(k) {
			continue
		}
		what := -1
		for _, rel := range [...]string{"ccomp", "xcomp", "obj", "obl"} {
			if x := t.child(k, rel); x >= 0 && !r.conditional(x) {
				what = x
				break
			}
		}
		if what < 0 {
			continue
		}
		c := r.clause(n, what, k)
		if o := t.child(k, "obj"); o >= 0 && o < what { // "requires Kyiv to hold elections"
			c.Obligation = c.Obligation.Cover(t.phrase(o, never))
		}
		c.Article = article
		return []casus.Clause{c}
	}
	return nil
}

func isArticle(t *casus.Token) bool {
	switch strings.ToLower(t.Lemma) {
	case "article", "clause", "paragraph", "section", "provision", "chapter", "annex":
		return true
	}
	return false
}

// clause reads what is owed under a token, and the condition that stands in it or
// under the verb that provides it.
func (r *finding) clause(n, what, verb int) casus.Clause {
	t := &r.tree
	c := casus.Clause{Sentence: n}
	at := r.conditionUnder(what)
	if at < 0 {
		at = r.conditionUnder(verb)
	}
	if at >= 0 {
		c.Condition = t.phrase(at, never)
	}
	c.Obligation = t.phrase(what, func(k int) bool {
		if k == at || t.tok[k].Rel() == "parataxis" {
			return true
		}
		if t.head(k) != what {
			return false
		}
		switch t.tok[k].Rel() {
		case "case", "mark", "punct":
			return true
		case "nsubj", "aux", "obl", "advmod", "cc":
			return k < what && what == verb // "both will *give each other help*"
		}
		return false
	})
	return c
}

// conditionUnder is the head of the first condition in the subtree of a token, -1
// where there is none.
func (r *finding) conditionUnder(top int) int {
	t := &r.tree
	todo := []int{top}
	for n := 0; len(todo) > 0 && n <= len(t.tok); n++ {
		x := todo[0]
		todo = todo[1:]
		for _, k := range t.kids[x] {
			if r.conditional(k) {
				return k
			}
			if rel := t.tok[k].Rel(); rel != "parataxis" && rel != "acl" {
				todo = append(todo, k)
			}
		}
	}
	return -1
}

// conditional says that a token heads a condition: "if it is attacked", "unless",
// "should it fail", "in case of", "in the event of".
func (r *finding) conditional(k int) bool {
	t := &r.tree
	rel := t.tok[k].Rel()
	for _, c := range t.kids[k] {
		switch t.tok[c].Rel() {
		case "mark", "advmod":
			if rel == "advcl" && r.conditions[strings.ToLower(t.tok[c].Form)] {
				return true
			}
		case "aux": // "should it attack"
			if rel == "advcl" && t.tok[c].Form == "should" && t.child(k, "mark") < 0 && c < k && t.child(k, "nsubj") > c {
				return true
			}
		case "case":
			if (rel == "obl" || rel == "nmod") && t.tok[c].Lemma == "in" && t.caseIn(c, k) {
				return true
			}
		}
	}
	l := t.tok[k].Lemma
	if (rel == "obl" || rel == "nmod") && (l == "case" || l == "event") && t.child(k, "case") >= 0 && t.tok[t.child(k, "case")].Form == "in" {
		for _, c := range t.kids[k] {
			if t.tok[c].Rel() == "nmod" || t.tok[c].Rel() == "acl" {
				return true
			}
		}
	}
	return false
}

// caseIn says that "in" opens "in case of" or "in the event of".
func (t *tree) caseIn(c, k int) bool {
	for j := c + 1; j < k && j <= c+3; j++ {
		if l := t.tok[j].Lemma; l == "case" || l == "event" {
			return true
		}
	}
	return false
}
