package actors

import "casus"

// besides is for appositions that the parser missed: a role between commas right
// after a person's name, "Ana Rojas, envoy of Peru,". It returns the person, or -1.
func (u *run) besides(i int) int {
	first, last := u.left(i), u.right(i)
	if first < 2 || u.toks[first-1].Form != "," || u.plural(i) {
		return -1
	}
	for j := last + 1; j < min(len(u.toks), i+16) && u.toks[j].Head >= first && u.toks[j].UPOS != "VERB" && u.toks[j].Form != ","; j++ {
		last = j
	}
	if last+1 < len(u.toks) && !isPunct(u.toks[last+1].Form) {
		return -1
	}
	for j := first; j <= last; j++ {
		if u.toks[j].UPOS == "CCONJ" {
			return -1
		}
	}
	for m := len(u.doc.Mentions) - 1; m >= 0 && u.doc.Mentions[m].Sentence == u.s; m-- {
		mm := &u.doc.Mentions[m]
		if e := mm.Entity; mm.Last == first-2 && mm.Form == casus.FormName && u.ents[e].kind == isPerson && u.marks[m].conj < 0 {
			return e
		}
	}
	return -1
}

// predicated is the entity that the phrase headed by i says something of: "Rojas is
// the envoy". -1 for none.
func (u *run) predicated(i int, role roleHit) int {
	r := &u.roles.roles[role.role]
	subject, be := -1, false
	for j := max(0, i-20); j < min(len(u.toks), i+8); j++ {
		t := &u.toks[j]
		if t.Head != i {
			continue
		}
		switch {
		case t.Rel() == "cop":
			be = t.Lemma == "be"
		case t.Deprel == "nsubj":
			subject = j
		case t.Lemma == "not" || t.Lemma == "no" || t.Form == "n't" || t.Rel() == "aux" && t.Lemma != "have":
			return -1
		}
	}
	if !be || subject < 0 || subject > i || u.men[subject] == 0 || u.plural(i) {
		return -1
	}
	e := u.doc.Mentions[u.men[subject]-1].Entity
	if k := u.ents[e].kind; len(u.doc.Entities[e].Members) > 0 || r.Body && k != isBody || !r.Body && k != isPerson {
		return -1
	}
	return e
}

// beginsIn says that a name begins with a role and goes on: "Church of Halvia" is "the
// church".
func beginsIn(name string, role []string) bool {
	name = core(name)
	for _, w := range role {
		f := firstWord(name)
		if !equalFold(f, w) {
			return false
		}
		name = name[min(len(f)+1, len(name)):]
	}
	return firstWord(name) == "of" || firstWord(name) == "for"
}
