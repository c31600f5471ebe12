package coding

import (
	"casus"
	"casus/lexicon"
)

// This file finds a party that stands outside the clause of an act: in the clause
// that the act is the occasion of, in the aim that it serves, in what was told
// just before.

// Nouns that mean a deed told before: "criticized the *move*".
var deedWords = words("move", "decision", "step", "action", "measure", "act", "attack", "raid", "strike", "decree", "plan", "ruling",
	"announcement", "test", "launch", "arrest", "killing", "bombing", "agreement", "deal", "proposal", "ban", "sanction", "law", "deployment")

// toldOf is who did the deed that a THING only points to: the actors of the event
// told last, if they are not of the actors' own.
func (r *reader) toldOf(m *match, actors refRange) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	t := int(m.slot[lexicon.THING])
	if t < 0 {
		t = int(m.slot[lexicon.RECIPIENT])
	}
	switch m.sense.Operator {
	case "CONDEMN", "WELCOME", "REJECT", "ACCUSE":
	default:
		return none
	}
	if t < 0 || !deedWords[s.lemma[t]] || !s.pointsBack(t) || len(r.before) == 0 {
		return none
	}
	for _, x := range r.before {
		ref := reference{mention: x.mention, entity: int32(x.role.Entity), weak: true}
		if r.holds(actors, ref.entity) || r.kin(actors, ref.entity) {
			s.refs = s.refs[:none.from]
			return none
		}
		s.refs = append(s.refs, ref)
	}
	return refRange{none.from, len(s.refs)}
}

// pointsBack says that a noun takes up what was told: "the move", "this step", with
// nothing that says whose or which.
func (s *sentence) pointsBack(t int) bool {
	definite := false
	for _, k := range s.children(t) {
		switch s.rel[k] {
		case relDet:
			l := s.lemma[k]
			definite = l == "the" || l == "this" || l == "that" || l == "these" || l == "such"
		case relPoss, relNmod, relAcl, relRelcl, relConj:
			return false
		}
	}
	return definite
}

// toldParty is a party of an event told before.
type toldParty struct {
	mention int32
	role    casus.Role
}

// saidEvent is what somebody said to somebody: a demand, a reproach, a threat.
type saidEvent struct{ by, to []toldParty }

// answers are the nouns and verbs of replying.
var answers = words("response", "reply", "answer", "respond", "retort", "counter", "rebut", "rejoinder")

// answered is who a rejection answers that names nobody: whoever last demanded
// something of its actor, reproached or threatened him, if the sentence says that it
// is an answer.
func (r *reader) answered(m *match, actors refRange) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	switch m.sense.Operator {
	case "CONDEMN", "REJECT", "REFUSE", "ACCUSE":
	default:
		return none
	}
	reply := false
	for i := range s.tok {
		reply = reply || answers[s.lemma[i]]
	}
	if !reply || actors.empty() {
		return none
	}
	for i := len(r.said) - 1; i >= 0; i-- {
		for _, x := range r.said[i].to {
			if !r.holds(actors, int32(x.role.Entity)) && !r.kin(actors, int32(x.role.Entity)) {
				continue
			}
			for _, y := range r.said[i].by {
				s.refs = append(s.refs, reference{mention: y.mention, entity: int32(y.role.Entity), weak: true})
			}
			return refRange{none.from, len(s.refs)}
		}
	}
	return none
}

// toldParties are roles with a mention of each.
func (r *reader) toldParties(to []toldParty, ev *casus.Event, roles []casus.Role) []toldParty {
	ms, base := r.mentionsOf(ev.Evidence.Sentence)
	for _, a := range roles {
		for k := range ms {
			if ms[k].Entity == a.Entity {
				to = append(to, toldParty{int32(base + k), a})
				break
			}
		}
	}
	return to
}

// remember keeps who acted in the last event of a sentence, and what was said to
// whom.
func (r *reader) remember(events []casus.Event) {
	for i := range events {
		ev := &events[i]
		if ev.Quad == 3 && len(ev.Actors) > 0 && len(ev.Recipients) > 0 && !ev.Status.Negated {
			r.said = append(r.said, saidEvent{r.toldParties(nil, ev, ev.Actors), r.toldParties(nil, ev, ev.Recipients)})
		}
	}
	for i := len(events) - 1; i >= 0; i-- {
		ev := &events[i]
		if len(ev.Actors) == 0 || ev.Status.Negated || ev.Status.Hypothetical {
			continue
		}
		r.before = r.toldParties(r.before[:0], ev, ev.Actors)
		return
	}
}

// Prepositions of the occasion that a noun of speech is for the clause: "*despite*
// criticism by Halvia, Tornia ...".
var occasions = words("despite", "amid", "after", "following", "under", "over", "notwithstanding")

// occasioned is who an act of words is addressed to that is told as the occasion of
// a clause: its subject, in "returned at the request of Halvia", "went ahead despite
// criticism by Halvia".
func (r *reader) occasioned(m *match, p parties) refRange {
	s := &r.s
	n := int(m.tok)
	none := refRange{len(s.refs), len(s.refs)}
	if s.isVerb(n) || p.actors.empty() || s.rel[n] != relObl && s.rel[n] != relAdvcl {
		return none
	}
	v := s.head(n)
	if v < 0 || !s.isVerb(v) {
		return none
	}
	switch prep := s.preposition(n); m.sense.Operator {
	case "ASK":
		if prep != "at" && prep != "on" && prep != "upon" && !occasions[prep] {
			return none
		}
	case "CONDEMN", "ACCUSE", "THREATEN", "WARN", "REJECT":
		if !occasions[prep] {
			return none
		}
	default:
		return none
	}
	sub := s.surfaceSubject(v, 0)
	if s.passive(v) {
		sub = s.agent(v)
	}
	return r.minus(r.resolve(sub), p.actors)
}

// aims are the verbs whose object a hostile act is aimed at that serves them.
var aims = words("punish", "pressure", "press", "force", "deter", "protest", "intimidate", "hurt", "isolate", "weaken", "provoke", "warn",
	"coerce", "compel", "topple", "oust", "overthrow", "target", "fight", "defeat")

// aimed is who a hostile act without an object is aimed at by its purpose: "strikes
// *to protest against the government*".
func (r *reader) aimed(m *match, actors refRange) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	p := int(m.tok)
	if r.polarity(m) != "hostile" && m.sense.Operator != "THREATEN" {
		return none
	}
	seen := [...]int{p, int(m.slot[lexicon.DO]), int(m.slot[lexicon.THING]), int(m.inner)}
	for _, v := range seen {
		if v < 0 {
			continue
		}
		for _, k32 := range s.children(v) {
			k := int(k32)
			if (s.rel[k] != relAdvcl && s.rel[k] != relAcl && s.rel[k] != relXcomp) || s.marker(k) != "to" || !aims[s.lemma[k]] {
				continue
			}
			if o := s.object(k); o >= 0 {
				if x := r.minus(r.resolve(o), actors); !x.empty() {
					return x
				}
			}
			if x := r.oblique(k, actors, "against", "at"); !x.empty() {
				return x
			}
		}
	}
	return none
}

// commanded is who suffers what one's own forces are ordered to do.
func (r *reader) commanded(m *match, p parties, depth int) refRange {
	none := refRange{len(r.s.refs), len(r.s.refs)}
	q := r.innerMatch(m)
	if m.sense.Operator != "ORDER" || q == nil || p.recipients.empty() || !r.kin(p.actors, r.s.refs[p.recipients.from].entity) {
		return none
	}
	in := r.partiesOf(q, depth+1)
	x := r.minus(r.minus(in.recipients, p.actors), p.recipients)
	if x.empty() || r.kin(p.actors, r.s.refs[x.from].entity) {
		return none
	}
	return x
}
