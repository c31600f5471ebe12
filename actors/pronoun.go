package actors

import "casus"

// wants says which entities a pronoun may mean.
type wants uint8

const (
	aPerson wants = iota
	aThing        // a state, an organisation
	several       // a group, a people, a row of names
)

// pronoun makes the mention of a pronoun, if it means an actor.
func (u *run) pronoun(i int) {
	t := &u.toks[i]
	switch lemma := u.pronounLemma(i); lemma {
	case "he":
		u.refer(i, aPerson, false)
	case "she":
		u.refer(i, aPerson, true)
	case "it":
		if t.Rel() != "expl" && !u.announces(i) {
			u.refer(i, aThing, false)
		}
	case "they":
		u.refer(i, several, false)
	case "I":
		u.speech(i, false)
	case "we":
		u.speech(i, true)
	case "who", "which", "that":
		u.relative(i)
	case "both", "either", "neither", "each":
		u.pairWord(i)
	}
}

// announces says that "it" only stands for a clause that follows: "it was clear
// that", "made it plain that", "it would be a mistake if".
func (u *run) announces(i int) bool {
	h := u.toks[i].Head
	if h < 0 {
		return false
	}
	if u.toks[i].Rel() == "obj" {
		switch u.toks[h].Lemma {
		case "make", "find", "consider", "think", "deem":
			return i+1 < len(u.toks) && (u.toks[i+1].UPOS == "ADJ" || u.toks[i+1].UPOS == "ADV")
		}
		return false
	}
	if u.toks[i].Rel() != "nsubj" || u.toks[h].UPOS == "VERB" && u.toks[i].Deprel == "nsubj" {
		return false
	}
	for j := h + 1; j < min(len(u.toks), h+40); j++ {
		if t := &u.toks[j]; t.Head == h {
			switch t.Rel() {
			case "csubj", "ccomp", "xcomp", "advcl", "acl":
				return true
			}
		}
	}
	return false
}

// pronounLemma brings the cases of a pronoun together.
func (u *run) pronounLemma(i int) string {
	switch f := u.toks[i].Form; f {
	case "he", "He", "him", "his", "His", "himself", "HE", "Him":
		return "he"
	case "she", "She", "her", "Her", "hers", "herself", "SHE":
		return "she"
	case "it", "It", "its", "Its", "itself", "IT":
		return "it"
	case "they", "They", "them", "their", "Their", "theirs", "themselves", "Them":
		return "they"
	case "I", "me", "my", "My", "mine", "myself":
		return "I"
	case "we", "We", "us", "our", "Our", "ours", "ourselves":
		return "we"
	case "who", "Who", "whom", "whose", "which", "that":
		if f == "whom" || f == "whose" {
			return "who"
		}
		return f
	case "both", "Both":
		return "both"
	case "either", "Either", "neither", "Neither":
		return "either"
	}
	return ""
}

// relative ties "who" and "which" to the phrase that their clause belongs to.
func (u *run) relative(i int) {
	v := u.toks[i].Head
	for n := 0; n < 3 && v >= 0; n++ {
		if u.toks[v].Deprel == "acl:relcl" {
			if h := u.toks[v].Head; h >= 0 && u.men[h] != 0 {
				m := int(u.men[h]) - 1
				u.addMention(i, i, i, u.doc.Mentions[m].Entity, casus.FormPronoun, "relative to mention", m)
			}
			return
		}
		v = u.toks[v].Head
	}
}

// refer ties a pronoun of the third person to the most salient mention.
func (u *run) refer(i int, w wants, woman bool) {
	if w == aThing && u.meansThing(i) {
		return
	}
	clause := u.verbOf(i)
	poss := u.toks[i].Deprel == "nmod:poss"
	subject := u.rel(i) == "nsubj"
	says := subject && u.toks[i].Head >= 0 && isSpeech(u.toks[u.toks[i].Head].Lemma)
	best, score := -1, -1<<30
	for m := len(u.doc.Mentions) - 1; m >= 0; m-- {
		mm := &u.doc.Mentions[m]
		d := u.s - mm.Sentence
		if d > 2 || m < len(u.doc.Mentions)-60 {
			break
		}
		if !u.agrees(m, w, woman) {
			continue
		}
		mk := &u.marks[m]
		n := u.salience(m, w)
		if says && mk.says {
			n += pullSays
		}
		if d == 0 && mk.verb == clause {
			switch {
			case poss && mk.subject:
				n += pullOwnSubject
			case !poss && !isReflexive(u.toks[i].Form):
				continue // two arguments of one verb
			}
		}
		if poss && d == 0 && mm.First <= i && i <= mm.Last {
			continue
		}
		if n > score {
			best, score = m, n
		}
	}
	if best < 0 {
		return
	}
	e := u.doc.Mentions[best].Entity
	if w == several {
		e = u.rowOf(best)
	}
	if w == aPerson {
		u.ents[e].woman, u.ents[e].man = woman, !woman
	}
	u.addMention(i, i, i, e, casus.FormPronoun, "pronoun for mention", best)
}

// What makes a mention present, in points; tuned on news that the figures are not
// taken from.
const (
	pullSentence   = 30 // less for each sentence between
	pullSubject    = 20
	pullTop        = 10 // subject of the main clause
	pullPlace      = 40 // less for a mere place
	pullPart       = 25 // less for a name within another phrase
	pullSeveral    = 50 // a group, for a pronoun in the plural
	pullPronoun    = 5
	pullName       = 2
	pullNominal    = 25 // less for somebody who is only described
	pullOften      = 3  // for each earlier mention
	pullSays       = 60 // one who speaks, for one who speaks
	pullOwnSubject = 25 // the subject of the clause, for a possessor in it
)

// salience says how present a mention is at the word at hand.
func (u *run) salience(m int, w wants) int {
	mm, mk := &u.doc.Mentions[m], &u.marks[m]
	in := &u.ents[mm.Entity]
	n := -pullSentence * (u.s - mm.Sentence)
	if mk.subject {
		n += pullSubject
	}
	if mk.top {
		n += pullTop
	}
	if mk.place {
		n -= pullPlace
	}
	if mk.part {
		n -= pullPart
	}
	if w == several && (mk.conj >= 0 || len(u.doc.Entities[mm.Entity].Members) > 0 || in.kind == isGroup) {
		n += pullSeveral
	}
	if mm.Form == casus.FormPronoun {
		n += pullPronoun
	}
	if mm.Form == casus.FormName {
		n += pullName
	}
	if w == aPerson && in.role != nil && in.actor < 0 && u.doc.Entities[mm.Entity].Role != "" && mm.Form == casus.FormNominal {
		n -= pullNominal
	}
	return n + pullOften*min(in.times, 6)
}

func isReflexive(f string) bool { return len(f) > 4 && f[len(f)-4:] == "self" }

// agrees says that mention m may be what a pronoun means.
func (u *run) agrees(m int, w wants, woman bool) bool {
	e := u.doc.Mentions[m].Entity
	in := &u.ents[e]
	switch w {
	case aPerson:
		return in.kind == isPerson && !(woman && in.man) && !(!woman && in.woman)
	case aThing:
		return in.kind == isState || in.kind == isBody
	}
	if in.kind == isGroup || len(u.doc.Entities[e].Members) > 0 {
		return true
	}
	if u.marks[m].conj >= 0 {
		return true
	}
	return in.kind == isBody && !u.marks[m].place
}

// meansThing says that "it" rather means a subject that is no actor: the treaty,
// the attack. Verbs that only actors take speak against it.
func (u *run) meansThing(i int) bool {
	v := u.verbOf(i)
	if u.rel(i) == "nsubj" {
		if v >= 0 && u.verbs[u.toks[v].Lemma] && u.toks[i].Deprel == "nsubj" {
			return false
		}
	} else if u.toks[i].Deprel == "nmod:poss" {
		return len(u.things) > 0 && (len(u.doc.Mentions) == 0 || !u.namedSince(u.things[len(u.things)-1]))
	}
	for _, j := range u.things {
		if j < i && u.toks[j].Head != v {
			return true
		}
	}
	if u.subjectBefore(i) {
		return false
	}
	return len(u.before) > 0 && !u.spokeLast()
}

// namedSince says that a state or body was named in the sentence after token i,
// or was a subject in it.
func (u *run) namedSince(i int) bool {
	for m := len(u.doc.Mentions) - 1; m >= 0 && u.doc.Mentions[m].Sentence == u.s; m-- {
		if k := u.ents[u.doc.Mentions[m].Entity].kind; (k == isState || k == isBody) && (u.doc.Mentions[m].Head > i || u.marks[m].subject) && !u.marks[m].place {
			return true
		}
	}
	return false
}

// subjectBefore says that an actor was the subject of a clause before token i.
func (u *run) subjectBefore(i int) bool {
	for m := len(u.doc.Mentions) - 1; m >= 0 && u.doc.Mentions[m].Sentence == u.s; m-- {
		if u.marks[m].subject && u.doc.Mentions[m].Head < i {
			return true
		}
	}
	return false
}

// spokeLast says that the main subject of the sentence before was an actor.
func (u *run) spokeLast() bool {
	for m := len(u.doc.Mentions) - 1; m >= 0 && u.doc.Mentions[m].Sentence >= u.s-1; m-- {
		if u.doc.Mentions[m].Sentence == u.s-1 && u.marks[m].top {
			return true
		}
	}
	return false
}

// verbOf is the predicate that token i belongs to.
func (u *run) verbOf(i int) int {
	for range 12 {
		h := u.toks[i].Head
		if h < 0 {
			return i
		}
		switch u.toks[i].Rel() {
		case "nsubj", "obj", "iobj", "obl", "advmod", "expl":
			return h
		}
		i = h
		if u.toks[i].UPOS == "VERB" {
			return i
		}
	}
	return -1
}

// speech ties "I" and "we" to the speaker; "we" of an official is the state.
func (u *run) speech(i int, we bool) {
	m := u.speaker(i)
	if m < 0 {
		return
	}
	e := u.doc.Mentions[m].Entity
	ent := &u.doc.Entities[e]
	if we && u.ents[e].kind == isPerson {
		s, ok := u.states[ent.Country]
		if ok && len(ent.Sectors) > 0 && (ent.Sectors[0] == "GOV" || ent.Sectors[0] == "MIL") {
			e = u.entity(s)
		}
	}
	u.addMention(i, i, i, e, casus.FormPronoun, "speaker, mention", m)
}

// speaker is the mention that is the subject of the verb of saying above token
// i, or of any in the sentence, or of the sentence before. -1: nobody.
func (u *run) speaker(i int) int {
	j := i
	for n := 0; n < 24 && u.toks[j].Head >= 0; n++ {
		r, h := u.toks[j].Rel(), u.toks[j].Head
		if r == "ccomp" || r == "parataxis" || r == "xcomp" {
			if s := u.subjectOf(h); s >= 0 && s != i && u.verbs[u.toks[h].Lemma] {
				if u.visit(s); u.men[s] != 0 {
					return int(u.men[s]) - 1
				}
			}
		}
		j = h
	}
	for v := max(0, i-80); v < min(len(u.toks), i+80); v++ {
		if t := &u.toks[v]; t.UPOS == "VERB" && isSpeech(t.Lemma) {
			if s := u.subjectOf(v); s >= 0 && s != i {
				if u.visit(s); u.men[s] != 0 {
					return int(u.men[s]) - 1
				}
			}
		}
	}
	if m := u.voice; m >= 0 && u.s-u.doc.Mentions[m].Sentence <= 3 && u.inQuote(i) {
		return m
	}
	for m := len(u.doc.Mentions) - 1; m >= 0 && u.doc.Mentions[m].Sentence >= u.s-1; m-- {
		if u.doc.Mentions[m].Sentence < u.s && u.marks[m].top && u.ents[u.doc.Mentions[m].Entity].kind == isPerson {
			return m
		}
	}
	return -1
}

// inQuote says that token i stands within quotation marks that open or close in its
// sentence, or in a sentence that has none: the quotation goes on.
func (u *run) inQuote(i int) bool {
	marks, before := 0, 0
	for j := range u.toks {
		switch u.toks[j].Form {
		case "\"", "“", "”", "``", "''":
			marks++
			if j < i {
				before++
			}
		}
	}
	return marks == 0 || before%2 == 1 || marks%2 == 1
}

func isSpeech(lemma string) bool {
	for _, v := range speechVerbs {
		if v == lemma {
			return true
		}
	}
	return false
}
