package actors

import "casus/lexicon"

// governs says that a capital stands for its government here. As a subject or
// possessor it does; after "in" or "near", as the goal of a journey or the
// object of a visit or of fire it is a place.
func (u *run) governs(i int) bool {
	t := &u.toks[i]
	switch u.rel(i) {
	case "nsubj", "nmod:poss", "iobj":
		return true
	case "obj":
		h := u.row(i)
		return h < 0 || !placeObject[u.toks[h].Lemma]
	case "obl", "nmod":
		return u.actorPrep(i)
	case "compound", "amod":
		return t.Head >= 0 && u.roles.find(u.toks, t.Head).role >= 0
	case "root":
		return true
	}
	return false
}

// row returns the head of the row of conjuncts that token i stands in.
func (u *run) row(i int) int {
	for n := 0; u.toks[i].Rel() == "conj" && u.toks[i].Head >= 0 && n < 32; n++ {
		i = u.toks[i].Head
	}
	return u.toks[i].Head
}

func (u *run) actorPrep(i int) bool {
	h := u.row(i)
	switch u.prep(i) {
	case "by", "with", "between", "against", "among", "for", "of", "on", "than", "like":
		return true
	case "to":
		return h < 0 || !motion[u.toks[h].Lemma]
	case "from":
		return h >= 0 && (u.toks[h].UPOS == "NOUN" && !motion[u.toks[h].Lemma] || giver[u.toks[h].Lemma])
	case "":
		return true
	}
	return false
}

// rules says that a province or city acts as a government: it is the subject of
// a verb that actors take, or, a province, has something of its own.
func (u *run) rules(i int, a *lexicon.Actor) bool {
	if a.Country == "" {
		return false
	}
	switch u.rel(i) {
	case "nsubj":
		v := u.row(i)
		return v >= 0 && u.verbs[u.toks[v].Lemma] && u.toks[i].Deprel != "nsubj:pass"
	case "nmod:poss":
		return a.Kind == "place"
	}
	return false
}

// locative says that a name stands where it only says where: after "in", "at",
// "near". A state or its government is meant as a place there.
func (u *run) locative(i int) bool {
	for n := 0; n < 4 && u.toks[i].Head >= 0; n++ {
		if r := u.toks[i].Rel(); r != "compound" && r != "flat" && r != "amod" {
			break
		}
		i = u.toks[i].Head
	}
	switch u.prep(i) {
	case "in", "at", "near", "inside", "outside", "across", "around", "into", "through", "throughout", "within", "toward", "towards":
		return true
	case "to", "from":
		h := u.row(i)
		return h >= 0 && motion[u.toks[h].Lemma]
	}
	return false
}

// Words that make a capital a place.
var (
	placeObject = set("visit", "leave", "reach", "enter", "attack", "bomb", "shell", "strike", "hit", "capture",
		"seize", "tour", "target", "rock", "shake", "flee", "occupy", "besiege", "surround")
	motion = set("visit", "trip", "travel", "fly", "go", "return", "arrive", "tour", "flight", "come", "move", "head",
		"journey", "drive", "march", "advance", "send", "deport", "withdraw", "flee", "road", "way", "bring", "take",
		"transfer", "leave", "depart", "departure", "arrival", "retreat", "pull", "escape", "evacuate", "mile", "kilometer", "kilometre", "near")
	giver = set("receive", "get", "buy", "seek", "obtain", "demand", "want", "request", "purchase", "win", "secure", "expect", "need", "hear")
)

func set(w ...string) map[string]bool {
	m := make(map[string]bool, len(w))
	for _, x := range w {
		m[x] = true
	}
	return m
}
