package coding

import (
	"casus/lexicon"
	"casus/ontology"
)

// This file holds the guards: what keeps a composition from becoming an event.

// unfit says why a composition makes no event of its own, "" if it does.
func (r *reader) unfit(d *draft) string {
	a, b := d.actors.to-d.actors.from, d.recipients.to-d.recipients.from
	m := d.m
	if a == 0 && r.stranger(int(m.slot[lexicon.ACTOR])) && r.known(d.recipients) && r.strong(d.recipients) {
		a = 1
	}
	switch {
	case d.code.Event == "":
		return "the composition table has no event for " + d.reading.String() + " (" + d.code.Rule + ")"
	case a == 0 && b == 0:
		return "nobody is named"
	case d.mood.purpose:
		return "it is only a purpose"
	case d.mood.asked:
		return "it is only asked"
	case r.charged(d):
		return "it is only what somebody is charged with"
	case a == 0 && m.slot[lexicon.ACTOR] >= 0 && !r.violence(int(m.slot[lexicon.ACTOR])):
		return "the ACTOR is nobody"
	case m.pat.Reciprocal && a < 2 && b == 0:
		return "only one party is named"
	case a == 0 && r.s.isVerb(int(m.tok)) && d.code.Quad == 1:
		return "no ACTOR is named"
	case a == 0 && r.s.isVerb(int(m.tok)) && d.code.Quad == 3 && !r.strong(d.recipients):
		return "no ACTOR is named"
	case b == 0 && a < 2 && !r.unnamed(m) && !r.gathering(d) && (d.code.Event == "CONSULT" || d.reading.Name == "FUTURE" && meets(d.reading.Inner)):
		return "nobody to meet is named"
	case a == 0 && d.code.Event == "ACCUSE" && r.s.rel[m.tok] == relAcl:
		return "it only says who somebody is"
	case d.code.Mode == "visit" && !d.recipients.empty() && !r.known(d.recipients):
		return "a visit to nobody that is known"
	case d.code.Mode == "visit" && r.homeward(d):
		return "a visit to the actor's own country"
	case r.personal(d) && !r.unnamed(m) && m.slot[lexicon.RECIPIENT] >= 0 && !r.heldAt(m) && !r.strong(d.recipients) && !m.pat.Reciprocal && !r.persons[r.s.lemma[m.slot[lexicon.RECIPIENT]]]:
		return "the RECIPIENT is nobody"
	case a == 0 && !r.s.isVerb(int(m.tok)) && !r.violentNews(d) && !r.brokeOut(d):
		return "a noun without an ACTOR"
	case m.entry.pred.Kind == lexicon.Noun && standing[m.sense.Act] && !r.told(m):
		return "a standing state of things, not an event"
	case (b == 0 || m.sense.Operator == "PROMISE") && !m.pat.Reciprocal && m.entry.pred.Kind == lexicon.Noun && !r.told(m) &&
		(m.sense.Operator == "" || m.slot[lexicon.DO] < 0):
		return "a noun without a RECIPIENT"
	case b == 0 && !r.unnamed(m) && m.slot[lexicon.RECIPIENT] >= 0 && !r.persons[r.s.lemma[m.slot[lexicon.RECIPIENT]]] && r.s.upos[m.slot[lexicon.RECIPIENT]] != "PROPN" && d.code.Quad != 4 && !m.pat.Reciprocal && r.resolve(int(m.slot[lexicon.RECIPIENT])).empty():
		return "the RECIPIENT is nobody"
	case !d.mood.Real() && (a == 0 || b == 0 && !d.mood.Future && !m.pat.Reciprocal):
		return "unreal, and only one side is named"
	case b == 0 && a > 0 && d.code.Event != "MOBILIZE" && m.slot[lexicon.RECIPIENT] >= 0 && !r.resolve(int(m.slot[lexicon.RECIPIENT])).empty() && !m.pat.Reciprocal:
		return "ACTOR and RECIPIENT are the same"
	}
	return ""
}

// unnamed says that the other side is told, though by no name: "talks with East
// Asian *countries*".
func (r *reader) unnamed(m *match) bool {
	h := m.slot[lexicon.RECIPIENT]
	return h >= 0 && r.s.preposition(int(h)) == "with" && (r.persons[r.s.lemma[h]] || sides[r.s.lemma[h]])
}

// gathering says that somebody known takes part in a meeting of many: "attended the
// climate *summit* in Hanoi". Who the others are need not be told.
func (r *reader) gathering(d *draft) bool {
	s := &r.s
	p := int(d.m.tok)
	if s.isVerb(p) || !gatherings[s.lemma[p]] || d.actors.empty() || !r.strong(d.actors) || !r.known(d.actors) || !r.told(d.m) || s.rel[p] == relObl {
		return false
	}
	for _, k := range s.children(p) {
		switch s.lemma[k] {
		case "press", "news", "party", "video", "academic", "annual":
			return false
		}
	}
	return true
}

var gatherings = words("summit", "conference", "forum", "assembly")

var sides = words("country", "state", "nation", "government", "leader", "counterpart", "rebel", "official", "minister", "ally", "negotiator", "power")

// meets says that a composition is a meeting or a visit.
func meets(rd *ontology.Reading) bool {
	return rd != nil && (rd.Name == "MEET" || rd.Name == "TALK" || rd.Name == "VISIT")
}

// homeward says that a visit goes to a place in the actor's own country.
func (r *reader) homeward(d *draft) bool {
	s := &r.s
	if d.recipients.empty() {
		return false
	}
	for _, ref := range s.refs[d.recipients.from:d.recipients.to] {
		e := &s.doc.Entities[ref.entity]
		if e.Type != "GPE" && e.Type != "LOC" || !r.kin(d.actors, ref.entity) {
			return false
		}
	}
	return true
}

// violence says that a phrase is headed by a violent act: "the bombing killed six"
// tells what nobody in particular has done, a virus that killed six does not.
func (r *reader) violence(h int) bool {
	if r.weapons[r.s.lemma[h]] {
		return true // "rockets struck the town"
	}
	m := r.matchOf(h)
	return m != nil && r.assaults(m)
}

// mutual says that several who act together act on one another: "A and B signed",
// "A and B agreed to".
func (r *reader) mutual(d *draft) bool {
	if d.actors.to-d.actors.from < 2 {
		return false
	}
	if d.reading.Name == "FAIL" && d.reading.Inner != nil && (d.reading.Inner.Name == "AGREE" || d.reading.Inner.Name == "SIGN") {
		return true // "the president and the parliament could not agree"
	}
	if !r.pair(int(d.m.slot[lexicon.ACTOR])) {
		return false
	}
	switch d.code.Event {
	case "CONSULT", "COOPERATE", "AGREE":
		return true
	case "SUPPORT", "SANCTION": // "signed", "renewed ties", "had broken off relations"
		return between[innermost(d.reading)]
	case "REJECT": // "postponed their meeting", but not "rejected the talks"
		return between[innermost(d.reading)] && r.theirs(d.m.slot[lexicon.THING])
	}
	return false
}

// between are the acts that two do to one another, whoever begins.
var between = words("MEET", "TALK", "SUMMIT", "PHONE", "RELATE", "SIGN", "SETTLE", "COOPERATE", "EXERCISE", "TRADE", "SHARE")

// innermost is the act at the bottom of a composition.
func innermost(x *ontology.Reading) string {
	for x.Inner != nil {
		x = x.Inner
	}
	return x.Name
}

// theirs says that a phrase has "their" before it.
func (r *reader) theirs(h int32) bool {
	if h < 0 {
		return false
	}
	for _, k := range r.s.children(int(h)) {
		if r.s.rel[k] == relPoss && r.s.lemma[k] == "they" || r.s.rel[k] == relPoss && r.s.lemma[k] == "their" {
			return true
		}
	}
	return false
}

// strong says that a party is named by the head of its phrase.
func (r *reader) strong(x refRange) bool {
	return !x.empty() && !r.s.refs[x.from].weak
}

// personal says that an act can be done to persons and bodies alone.
func (r *reader) personal(d *draft) bool {
	switch d.code.Mode {
	case "arrest", "abduct", "release", "expel", "deport":
		return true
	}
	return d.code.Event == "CONSULT"
}

// standing are the acts that a noun without a verb to tell them only alludes to:
// "their cooperation", "the treaty between", "its support for".
var standing = words("COOPERATE", "TRADE", "RELATE", "SIGN", "BACK", "RALLY", "AID", "DEFEND", "COMPLY", "SHARE", "REFORM")

// told says that a light verb tells of a noun's act.
func (r *reader) told(m *match) bool {
	s := &r.s
	if p := int(m.tok); s.child(p, relCop) >= 0 && (s.preposition(p) == "in" || s.preposition(p) == "on") {
		return true // "are in talks", "is on a visit"
	}
	return m.lent || r.lends(int(m.tok), m.entry, r.s.frames[m.tok])
}

// violentNews says that a noun tells of violence anew, though not by whom: "an
// attack on the base", but not "the attack on the base".
func (r *reader) violentNews(d *draft) bool {
	if d.code.Quad != 4 || d.m.slot[lexicon.RECIPIENT] < 0 || d.m.far[lexicon.RECIPIENT] > 0 {
		return false
	}
	k := r.s.child(int(d.m.tok), relDet)
	return k < 0 || r.s.lemma[k] == "a" || r.s.lemma[k] == "an" || r.s.lemma[k] == "another"
}

// brokeOut says that a noun of unrest or violence is the subject of a verb that tells
// that it came about, in a place that is known: "protests erupted in Hanoi".
func (r *reader) brokeOut(d *draft) bool {
	s := &r.s
	n := int(d.m.tok)
	if d.code.Event != "PROTEST" && d.code.Event != "ASSAULT" || s.rel[n] != relSubj || s.definite(n) || d.recipients.empty() {
		return false
	}
	v := s.head(n)
	return v >= 0 && s.isVerb(v) && occurrences[s.lemma[v]]
}
