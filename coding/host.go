package coding

import (
	"casus/lexicon"
	"casus/ontology"
)

// hosting are the verbs of those who bring others to talk: "hosted talks between".
var hosting = words("host", "broker", "mediate", "facilitate", "chair", "convene", "sponsor", "lead", "moderate", "organize", "organise", "arrange", "oversee")

// hosted makes a mediation of talks that a third party hosts between others, who are
// then its recipients.
func (r *reader) hosted(d *draft) {
	m, s := d.m, &r.s
	v := int(s.frames[m.tok].verb)
	if v < 0 || !hosting[s.lemma[v]] || m.sense.Act != "TALK" && m.sense.Act != "MEET" || m.pat.Name != "between" || d.actors.empty() {
		return
	}
	subject := s.child(v, relSubj)
	if h := r.matchOf(v); h != nil && h.slot[lexicon.ACTOR] >= 0 {
		subject = int(h.slot[lexicon.ACTOR])
	}
	if subject < 0 {
		return
	}
	host := r.resolve(subject)
	switch {
	case host.empty():
		return
	case !d.recipients.empty() && r.same(host, d.actors):
	case d.recipients.empty() && !r.holds(d.actors, s.refs[host.from].entity) && !r.kin(d.actors, s.refs[host.from].entity):
		d.parties = parties{host, d.actors}
	default:
		return
	}
	d.reading = &ontology.Reading{Name: "MEDIATE"}
}
