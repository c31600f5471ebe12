package actors

import (
	"slices"

	"casus"
)

// rowOf is the entity of the row of names that mention m ends: "Trump and Kim".
// A mention that stands alone is its own entity.
func (u *run) rowOf(m int) int {
	var members []int
	for k := m; k >= 0; k = u.marks[k].conj {
		members = append(members, u.doc.Mentions[k].Entity)
	}
	if len(members) < 2 {
		return u.doc.Mentions[m].Entity
	}
	slices.Reverse(members)
	return u.several(members)
}

// several is the entity of a number of others, made when first needed.
func (u *run) several(members []int) int {
	for e := u.recent(); e < len(u.doc.Entities); e++ {
		if slices.Equal(u.doc.Entities[e].Members, members) {
			return e
		}
	}
	first := &u.doc.Entities[members[0]]
	ent := casus.Entity{Type: first.Type, Members: members, Country: first.Country, Sectors: first.Sectors}
	for k, m := range members {
		x := &u.doc.Entities[m]
		if k > 0 {
			ent.Name += " and "
		}
		ent.Name += x.Name
		if x.Country != ent.Country {
			ent.Country, ent.Sectors = "", nil
		}
	}
	return u.addEntity(ent, info{kind: u.ents[members[0]].kind, actor: -1})
}

// pairWord makes the mention of "both sides", "the two leaders", "either of
// them": the two that were spoken of last.
func (u *run) pairWord(i int) bool {
	persons, ok := u.pairPhrase(i)
	if !ok {
		return false
	}
	a, b := u.lastPair(persons)
	if a < 0 {
		return false
	}
	e := u.several([]int{u.doc.Mentions[a].Entity, u.doc.Mentions[b].Entity})
	u.addMention(u.left(i), u.right(i), i, e, casus.FormNominal, "the two of mentions", a, b)
	return true
}

// pairPhrase says that the phrase headed by i speaks of two, and whether of two
// persons.
func (u *run) pairPhrase(i int) (persons, ok bool) {
	t := &u.toks[i]
	two := isPairWord(t.Form) || t.Lemma == "two" && t.Rel() != "nummod"
	for j := max(0, i-5); j < i && !two; j++ {
		d := &u.toks[j]
		two = d.Head == i && (isPairWord(d.Form) || d.Lemma == "two" && u.hasArticle(j, i))
	}
	if !two {
		return false, false
	}
	switch t.Lemma {
	case "side", "country", "nation", "party", "neighbor", "neighbour", "government", "state", "ally", "capital", "rival", "foe", "power", "Korea", "Koreas":
		return false, true
	case "leader", "minister", "president", "man", "diplomat", "official", "envoy", "woman", "counterpart":
		return true, true
	}
	return false, isPairWord(t.Form) && t.UPOS != "CCONJ" || t.Lemma == "two" && i > 0 && equalFold(u.toks[i-1].Form, "the")
}

func isPairWord(f string) bool {
	switch f {
	case "both", "Both", "either", "Either", "neither", "Neither":
		return true
	}
	return false
}

func (u *run) hasArticle(j, i int) bool {
	for k := max(0, j-3); k < j; k++ {
		if t := &u.toks[k]; t.Head == i && (t.Lemma == "the" || t.Deprel == "nmod:poss" || t.Lemma == "these" || t.Lemma == "those") {
			return true
		}
	}
	return false
}

// fights says that an entity may be a side of its own beside a state: an armed
// group, a party, an organisation of states.
func (u *run) fights(e int) bool {
	s := u.doc.Entities[e].Sectors
	if len(s) == 0 {
		return false
	}
	switch s[0] {
	case "REB", "UAF", "PRM", "PTY", "OPP", "IGO":
		return true
	}
	return false
}

// lastPair finds the two mentions that a pair means: the last two that are
// joined by "and", else the last two different ones, near.
func (u *run) lastPair(persons bool) (a, b int) {
	fits := func(m int) bool {
		k := u.ents[u.doc.Mentions[m].Entity].kind
		if len(u.doc.Entities[u.doc.Mentions[m].Entity].Members) > 0 {
			return false
		}
		if persons {
			return k == isPerson
		}
		e := u.doc.Mentions[m].Entity
		return k == isState || (k == isGroup || k == isBody) && u.ents[e].actor >= 0 && !u.marks[m].place && u.fights(e)
	}
	low := max(0, len(u.doc.Mentions)-40)
	for m := len(u.doc.Mentions) - 1; m >= low && u.s-u.doc.Mentions[m].Sentence <= 2; m-- {
		c := u.marks[m].conj
		if c >= 0 && fits(m) && fits(c) && u.apart(m, c) {
			return c, m
		}
	}
	b = -1
	for m := len(u.doc.Mentions) - 1; m >= low && u.s-u.doc.Mentions[m].Sentence <= 3; m-- {
		switch {
		case !fits(m):
		case b < 0:
			b = m
		case u.apart(m, b):
			return m, b
		}
	}
	return -1, -1
}

// apart says that two mentions are of different parties: a state and its government
// are one.
func (u *run) apart(m, n int) bool {
	a, b := u.doc.Mentions[m].Entity, u.doc.Mentions[n].Entity
	return a != b && !(u.ents[a].kind == isState && u.ents[b].kind == isState && u.ents[a].actor == u.ents[b].actor)
}
