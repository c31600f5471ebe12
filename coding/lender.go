package coding

import (
	"casus"
	"casus/lexicon"
)

// This file finds parties that a clause does not name itself: it borrows them from
// the clause that it serves, or from what hangs on one of its own phrases.

// hosts are the verbs whose subject only brings the parties of talks together.
var hosts = words("host", "mediate", "broker", "chair", "facilitate", "sponsor", "moderate", "oversee")

// mediated reads "talks between A and B hosted by C": C brings A and B together.
func (r *reader) mediated(m *match) (p parties, ok bool) {
	s := &r.s
	if !m.pat.Reciprocal || !m.entry.talk || s.isVerb(int(m.tok)) {
		return p, false
	}
	v := int(s.frameOf(int(m.tok)).verb)
	if v < 0 || !hosts[s.lemma[v]] {
		return p, false
	}
	host := s.surfaceSubject(v, 0)
	if s.passive(v) {
		host = s.agent(v)
	}
	if host < 0 || host == int(m.slot[lexicon.ACTOR]) {
		return p, false
	}
	p.actors = r.resolve(host)
	p.recipients = r.minus(r.resolve(int(m.slot[lexicon.ACTOR])), p.actors)
	return p, !p.actors.empty() && !p.recipients.empty()
}

// holder is who holds those that are to be freed: "the release of two sailors
// *held by Halvia*", "whom Halvia holds".
func (r *reader) holder(m *match) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	if m.sense.Act != "RELEASE" {
		return none
	}
	for _, slot := range [...]lexicon.Slot{lexicon.RECIPIENT, lexicon.THING} {
		h := int(m.slot[slot])
		if h < 0 {
			continue
		}
		for _, k := range s.children(h) {
			if s.rel[k] != relAcl && s.rel[k] != relRelcl {
				continue
			}
			if s.passive(int(k)) {
				return r.resolve(s.agent(int(k)))
			}
			if sub := s.surfaceSubject(int(k), 0); sub >= 0 && sub != h {
				return r.resolve(sub)
			}
		}
	}
	return none
}

// served is who the clause is aimed at that an act serves: the object of "punished
// *Halvia* by closing the border", the host of "flew *to Halvia* to sign a treaty".
func (r *reader) served(m *match, actors refRange) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	p := int(m.tok)
	if !s.isVerb(p) && s.rel[p] == relObj && s.head(p) >= 0 && s.frames[p].verb == int32(s.head(p)) {
		p = s.head(p) // the verb that lends the noun its arguments
	}
	g := s.head(p)
	if !s.isVerb(p) || g < 0 || !s.isVerb(g) || s.rel[p] != relAdvcl && s.rel[p] != relXcomp {
		return none
	}
	switch mark := s.marker(p); {
	case mark == "by" && s.gerund(p):
		if o := s.object(g); o >= 0 && s.mentionAt(o) >= 0 {
			return r.minus(r.resolve(o), actors)
		}
		return r.oblique(g, actors, "against", "with", "on", "to")
	case mark == "to" && meetingVerbs[s.lemma[g]]:
		if q := r.matchOf(g); q != nil && q.slot[lexicon.RECIPIENT] >= 0 {
			return r.minus(r.resolve(int(q.slot[lexicon.RECIPIENT])), actors)
		}
	}
	return none
}

// borrowedRecipients are those that the clauses around an act name.
func (r *reader) borrowedRecipients(m *match, p parties) refRange {
	if m.sense.Operator == "THREATEN" || r.polarity(m) == "hostile" || r.s.isVerb(int(m.tok)) && r.negatedWord(int(m.tok)) {
		if x := r.dared(m, p.actors); !x.empty() {
			return x
		}
	}
	if x := r.served(m, p.actors); !x.empty() {
		return x
	}
	if x := r.occasioned(m, p); !x.empty() {
		return x
	}
	if x := r.aimed(m, p.actors); !x.empty() {
		return x
	}
	if x := r.answered(m, p.actors); !x.empty() {
		return x
	}
	return r.toldOf(m, p.actors)
}

// oblique is who a phrase of a verb with one of the prepositions names.
func (r *reader) oblique(v int, actors refRange, preps ...string) refRange {
	s := &r.s
	for _, prep := range preps {
		for _, k := range s.children(v) {
			if s.rel[k] == relObl && s.mention[k] >= 0 && s.preposition(int(k)) == prep {
				return r.minus(r.resolve(int(k)), actors)
			}
		}
	}
	return refRange{len(s.refs), len(s.refs)}
}

// dared is who a threat on condition is addressed to: the subject of the condition,
// "threatened to close the border unless *Halvia* freed the crew".
func (r *reader) dared(m *match, actors refRange) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	if !s.isVerb(int(m.tok)) {
		return none
	}
	heads := [2]int{int(m.tok), int(m.slot[lexicon.DO])}
	for _, v := range heads {
		if v < 0 {
			continue
		}
		for _, k := range s.children(v) {
			if s.rel[k] != relAdvcl || !conditionMarkers[s.marker(int(k))] {
				continue
			}
			x := r.minus(r.resolve(s.speaker(int(k))), actors) // the agent of a passive
			if !x.empty() && !r.kin(actors, s.refs[x.from].entity) {
				return x
			}
		}
	}
	return none
}

// spoken is the party that an "I" or a "we" stands for: the speaker. So does a "they"
// that was left open: "the rivals said *they* would boycott the vote".
func (r *reader) spoken(m *match, x refRange) refRange {
	s := &r.s
	h := m.slot[lexicon.ACTOR]
	if h < 0 || s.upos[h] != "PRON" {
		return x
	}
	switch s.lemma[h] {
	case "i", "we":
		if !x.empty() && r.known(x) {
			return x
		}
	case "they", "he", "she", "it": // of whom nobody knows who is meant
		if !x.empty() || s.mention[h] >= 0 {
			return x
		}
	default:
		return x
	}
	y, ok := r.sayingOf(int(m.tok))
	if !ok || y.speaker == int(h) {
		return x
	}
	if z := r.resolve(y.speaker); !z.empty() {
		return refRange{z.from, z.from + 1}
	}
	return x
}

// poorer says that an event tells only part of what another of the same sentence
// tells: the same kind, and no party that the other does not have.
func poorer(ev, t *casus.Event) bool {
	if ev.Event != t.Event || ev.Status.Real() != t.Status.Real() || ev.Reciprocal != t.Reciprocal {
		return false
	}
	n, m := len(ev.Actors)+len(ev.Recipients), len(t.Actors)+len(t.Recipients)
	if n >= m || n == 0 {
		return false
	}
	return withinRoles(ev.Actors, t.Actors) && withinRoles(ev.Recipients, t.Recipients) &&
		(len(ev.Actors) == 0 || len(ev.Recipients) == 0)
}

// within says that all of a occur in b.
func withinRoles(a, b []casus.Role) bool {
	for _, x := range a {
		found := false
		for _, y := range b {
			found = found || x.Entity == y.Entity
		}
		if !found {
			return false
		}
	}
	return true
}
