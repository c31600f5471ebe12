package coding

import (
	"casus"
	"casus/lexicon"
)

// empty are the operators whose nouns without content and without an addressee
// tell nothing that could be counted: "its commitment", "their proposal".
var empty = words("PROMISE", "AGREE", "OFFER", "PLAN")

// vague says why a composition, though it has a code and a party, tells too
// little to be an event; "" if it does not.
func (r *reader) vague(d *draft) string {
	core := d.reading
	for core.Inner != nil && core.Name == "FUTURE" {
		core = core.Inner
	}
	p := int(d.m.tok)
	alone := d.recipients.empty() && !d.m.pat.Reciprocal && d.actors.to-d.actors.from < 2
	hollow := d.recipients.empty() && core.Inner == nil && empty[core.Name]
	switch {
	case hollow && (d.m.entry.pred.Kind == lexicon.Noun || alone && (core.Name == "PROMISE" || r.s.rel[p] == relRelcl)):
		return "a promise of nothing that can be read, to nobody"
	case d.actors.empty() && d.code.Event == "ASSAULT" && r.byAccident(d.m):
		return "an accident, nobody's deed"
	case core.Name == "AGREE" && core.Inner == nil && d.m.slot[lexicon.DO] >= 0 && r.s.finite(int(d.m.slot[lexicon.DO])) && !r.s.would(int(d.m.slot[lexicon.DO])):
		return "agreed only that something is so"
	case alone && core.Name == "COMPLY":
		return "nobody is named whose rules are kept"
	case d.actors.empty() && d.code.Event == "MOBILIZE":
		return "forces without anybody who moves them"
	case !r.known(d.actors) && !r.known(d.recipients) && (d.code.Quad <= 2 || r.firstPerson(d.actors)):
		return "no party is of any state or body that is known"
	}
	return ""
}

// firstPerson says that the only actor is an "I" or a "we" of whom nothing is known.
func (r *reader) firstPerson(x refRange) bool {
	if x.to-x.from != 1 {
		return false
	}
	switch r.s.lemma[r.s.doc.Mentions[r.s.refs[x.from].mention].Head] {
	case "i", "we", "me", "us":
		return true
	}
	return false
}

// byForces takes forces that "were deployed" for who deploys, if nobody else is named.
func (r *reader) byForces(d *draft) {
	if !d.actors.empty() || d.recipients.empty() || d.code.Event != "MOBILIZE" {
		return
	}
	for _, sector := range r.s.doc.Entities[r.s.refs[d.recipients.from].entity].Sectors {
		switch sector {
		case "MIL", "COP", "REB", "SPY":
			d.actors, d.guessed = d.recipients, true
			d.recipients = refRange{d.actors.to, d.actors.to}
			return
		}
	}
}

// byAccident says that the sentence names what happened as an accident and tells of
// no violence beside the death itself.
func (r *reader) byAccident(m *match) bool {
	s := &r.s
	accident := false
	for i := range s.tok {
		if r.projectiles[s.lemma[i]] {
			return false
		}
		accident = accident || r.accidents[s.lemma[i]]
	}
	if !accident {
		return false
	}
	for i := range s.matches {
		if q := &s.matches[i]; q.tok != m.tok && q.entry.stem != "kill" && q.entry.stem == "attack" && !q.abstains() {
			return false
		}
	}
	return true
}

// known says that a run names somebody with a code.
func (r *reader) known(x refRange) bool {
	for _, ref := range r.s.refs[x.from:x.to] {
		if r.s.doc.Entities[ref.entity].Code != "" {
			return true
		}
	}
	return false
}

// sameSector says that two entities of one state belong to one side: the state itself,
// its government and its officials do.
func sameSector(e, f *casus.Entity) bool {
	if len(e.Sectors) == 0 || len(f.Sectors) == 0 {
		return len(e.Sectors) == len(f.Sectors)
	}
	return e.Sectors[0] == f.Sectors[0]
}

// others is a without b and without who is of b's own side: an envoy who rejects
// threats against his country does not reject his country.
func (r *reader) others(a, b refRange) refRange {
	x := r.minus(a, b)
	s := &r.s
	from := x.from
	for i := x.from; i < x.to; i++ {
		e := &s.doc.Entities[s.refs[i].entity]
		own := false
		for _, ref := range s.refs[b.from:b.to] {
			f := &s.doc.Entities[ref.entity]
			own = own || e.Country != "" && e.Country == f.Country && sameSector(e, f)
		}
		if !own {
			s.refs[from] = s.refs[i]
			from++
		}
	}
	return refRange{x.from, from}
}

// heldAt says that the RECIPIENT of a meeting is only the town or country where it
// takes place: "attended a session in New York".
func (r *reader) heldAt(m *match) bool {
	h := m.slot[lexicon.RECIPIENT]
	if h < 0 || m.sense.Act != "MEET" && m.sense.Act != "TALK" || r.s.mention[h] < 0 {
		return false
	}
	if e := &r.s.doc.Entities[r.s.doc.Mentions[r.s.mention[h]].Entity]; e.Type != "GPE" && e.Type != "LOC" {
		return false
	}
	switch r.s.preposition(int(h)) {
	case "in", "at", "near", "on":
		return true
	}
	return false
}

// blames says that a match condemns or accuses somebody of what is done.
func (m *match) blames() bool {
	return m.sense.Variant == "" && (m.sense.Operator == "CONDEMN" || m.sense.Operator == "ACCUSE")
}

// assaults says that an act is violence by itself: who suffers it is named, who
// does it often not.
func (r *reader) assaults(m *match) bool {
	code, ok := r.compose(r.readSense(m.sense, m, 1))
	return ok && code.Event == "ASSAULT"
}

// raised gives the parties of "continue to be shelled by": those of the passive
// inside, whose subject the verb of beginning or going on only carries.
func (r *reader) raised(m *match, depth int) (parties, bool) {
	if m.slot[lexicon.DO] < 0 || depth > 3 {
		return parties{}, false
	}
	q := r.innerMatch(m)
	if m.sense.Operator == "PLAN" && q != nil && r.s.isVerb(int(m.tok)) && r.s.passive(int(m.tok)) {
		return r.partiesOf(q, depth+1), true // "is expected to sign"
	}
	if !raising[m.sense.Operator] {
		return parties{}, false
	}
	if q == nil || !r.s.isVerb(int(q.tok)) || !r.s.passive(int(q.tok)) {
		return parties{}, false
	}
	return r.partiesOf(q, depth+1), true
}

// sharedAddressee is who the first of two conjoined acts is addressed to, where both
// are appeals or hostile: "urged Tornia to halt the drills and called for talks",
// "condemned Tornia and recalled the envoy".
func (r *reader) sharedAddressee(m *match, depth int) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	g := s.head(int(m.tok))
	if s.rel[m.tok] != relConj || g < 0 || depth > 3 || s.child(int(m.tok), relSubj) >= 0 || m.slot[lexicon.RECIPIENT] >= 0 {
		return none
	}
	q := r.matchOf(g)
	if q == nil {
		return none
	}
	against := func(x *match) bool { return x.sense.Operator == "ASK" || r.polarity(x) == "hostile" }
	if against(m) && against(q) && (m.sense.Operator != "ASK" || q.slot[lexicon.RECIPIENT] >= 0) {
		return r.partiesOf(q, depth+1).recipients
	}
	return none
}

// raising are the operators whose verb has no subject of its own.
var raising = words("BEGIN", "CONTINUE", "STOP")
