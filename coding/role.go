package coding

import (
	"casus"
	"casus/lexicon"
)

// reference is somebody meant by a phrase.
type reference struct {
	mention, entity int32
	// weak: named not by the phrase's head but by what modifies it, as Russia is
	// in "Russia's demands".
	weak bool
}

// refRange is a run of sentence.refs.
type refRange struct{ from, to int }

func (x refRange) empty() bool { return x.from == x.to }

// Nouns that count or group what their of-phrase names.
var groupings = words("group", "member", "number", "series", "part", "majority", "hundred", "thousand",
	"dozen", "million", "score", "round", "set", "wave", "couple", "pair", "handful", "lot", "one", "two", "three",
	"some", "many", "several", "most", "all", "both", "each", "any", "people", "rest", "head", "leader", "type", "kind", "side")

// Nouns of things that speak for who made them.
var documents = words("resolution", "statement", "report", "letter", "bill", "document", "communique", "communiqué", "declaration",
	"lawsuit", "suit", "complaint", "message", "note", "tweet", "post", "petition", "motion", "draft", "measure", "law", "order", "decree",
	"memo", "editorial", "article", "book", "speech", "campaign", "case")

// Nouns of places: what is theirs does not act.
var placeNouns = words("city", "town", "village", "province", "region", "area", "district", "capital", "border", "street", "building",
	"territory", "coast", "island", "north", "south", "east", "west", "airport", "port", "home", "house")

// Prepositions of the place of an act.
var places = words("in", "into", "at", "near", "across", "along", "throughout", "inside", "outside", "around", "against", "over", "on", "from")

// resolve finds who is meant by the phrase under a token: its own mention, else
// its modifiers', and all that are conjoined with it.
func (r *reader) resolve(head int) refRange {
	from := len(r.s.refs)
	if head >= 0 {
		r.collect(head, 0, from, false)
	}
	return refRange{from, len(r.s.refs)}
}

func (r *reader) collect(h, depth, from int, weak bool) {
	s := &r.s
	if depth > 4 {
		return
	}
	if k := s.hyphened(h); k >= 0 {
		h = k
	}
	if m := s.mentionAt(h); m >= 0 {
		r.refer(m, from, weak)
		r.coOwners(h, from, weak)
		r.coNames(h, m, from, weak)
		r.coOwned(h, m, from, weak)
	} else if !r.collectParts(h, depth, from, weak) {
		r.collectModifiers(h, depth, from)
	}
	if depth > 2 {
		return
	}
	if k := s.listed(h); k >= 0 {
		r.collect(k, depth+1, from, weak)
	}
	for _, k := range s.children(h) {
		if s.rel[k] == relConj && !s.isVerb(int(k)) && !s.excluded(int(k)) {
			r.collect(int(k), depth+1, from, weak)
		}
	}
}

// hyphened is the noun that a compound stands before where the parser took the compound
// for a clause: the president of "scandal-plagued President Kovac"; else -1.
func (s *sentence) hyphened(h int) int {
	if h+2 >= len(s.tok) || s.mention[h] >= 0 || s.tok[h+1].Form != "-" {
		return -1
	}
	if k := h + 2; s.rel[k] == relAcl && s.head(k) == h {
		if o := s.child(k, relObj); o > k && s.mention[o] >= 0 {
			return o
		}
	}
	return -1
}

// mentionAt is the mention that a token heads, or the one around it if the
// token stands in it as title or part of the name, not as somebody else.
func (s *sentence) mentionAt(h int) int32 {
	if s.mention[h] >= 0 {
		return s.mention[h]
	}
	m := s.inside[h]
	if m < 0 {
		return -1
	}
	// The head that the mention's finder chose may differ from the tree's.
	if x := &s.doc.Mentions[m]; s.head(h) < x.First || s.head(h) > x.Last {
		return m
	}
	return -1
}

// collectParts looks where a phrase that is no mention itself says its name:
// apposition, and the of-phrase of a grouping noun.
func (r *reader) collectParts(h, depth, from int, weak bool) bool {
	s := &r.s
	before := len(s.refs)
	for _, k := range s.children(h) {
		switch s.rel[k] {
		case relAppos, relFlat, relDesc:
			switch m := s.mentionAt(int(k)); {
			case m < 0:
			case s.rel[k] == relAppos && s.child(int(k), relConj) >= 0:
				r.collect(int(k), depth+1, from, weak) // "old foes Halvia and Tornia"
			default:
				r.refer(m, from, weak)
			}
		case relNmod:
			if p := s.preposition(int(k)); (p == "of" || p == "between") && groupings[s.lemma[h]] {
				r.collect(int(k), depth+1, from, weak)
			}
		}
	}
	return len(s.refs) > before
}

// collectModifiers takes the possessor, the adjective or the phrase that says
// whose the thing is.
func (r *reader) collectModifiers(h, depth, from int) {
	s := &r.s
	before := len(s.refs)
	for _, k := range s.children(h) {
		switch s.rel[k] {
		case relPoss:
			r.collect(int(k), depth+1, from, true)
		case relAmod, relCompound:
			if s.mention[k] >= 0 {
				r.collect(int(k), depth+1, from, true)
				continue
			}
			for _, j := range s.children(int(k)) { // "[Afghan army] trainees"
				if (s.rel[j] == relAmod || s.rel[j] == relCompound) && s.mention[j] >= 0 {
					r.collect(int(j), depth+1, from, true)
				}
			}
		}
	}
	if len(s.refs) > before {
		return
	}
	for _, k := range s.children(h) {
		if s.rel[k] != relNmod && s.rel[k] != relAcl {
			continue
		}
		if s.rel[k] == relAcl && s.participle(int(k)) {
			// "a proposal put forward by Halvia" is Halvia's.
			if by := s.agent(int(k)); by >= 0 {
				r.collect(by, depth+1, from, true)
				if len(s.refs) > before {
					return
				}
			}
		}
		switch s.preposition(int(k)) {
		case "of", "by", "in", "from", "against", "on", "between", "to", "with", "at", "for", "over":
			r.collect(int(k), depth+1, from, true)
			if len(s.refs) > before {
				return
			}
		}
	}
}

// refer adds a mention's entity, or the members it stands for; each once.
func (r *reader) refer(mention int32, from int, weak bool) {
	e := int32(r.s.doc.Mentions[mention].Entity)
	if ms := r.s.doc.Entities[e].Members; len(ms) > 0 {
		for _, m := range ms {
			if m >= 0 && m < len(r.s.doc.Entities) {
				r.referTo(reference{mention, int32(m), weak}, from)
			}
		}
		return
	}
	r.referTo(reference{mention, e, weak}, from)
}

func (r *reader) referTo(ref reference, from int) {
	for _, x := range r.s.refs[from:] {
		if x.entity == ref.entity {
			return
		}
	}
	r.s.refs = append(r.s.refs, ref)
}

// parties are the two sides of an act.
type parties struct{ actors, recipients refRange }

// partiesOf says who does a match's act to whom. What the words leave open is
// taken from the act inside: who would carry it out, else who would suffer it.
func (r *reader) partiesOf(m *match, depth int) parties {
	if p, ok := r.raised(m, depth); ok {
		return p
	}
	if p, ok := r.mediated(m); ok {
		return p
	}
	var p parties
	p.actors = r.spoken(m, r.resolve(int(m.slot[lexicon.ACTOR])))
	p.actors = r.withCompany(m, p.actors)
	p.actors = r.bySpokesman(m, p.actors)
	if m.slot[lexicon.ACTOR] < 0 || depth > 0 && !r.s.isVerb(int(m.tok)) {
		if x := r.holder(m); !x.empty() {
			p.actors = x
		}
	}
	if a := m.slot[lexicon.ACTOR]; a >= 0 {
		switch l := r.s.lemma[a]; {
		case p.actors.empty() && documents[l] && m.sense.Operator != "":
			p.actors = r.resolve(r.s.owner(int(a), 0)) // "filed a suit accusing ..."
		case !p.actors.empty() && r.s.refs[p.actors.from].weak && (placeNouns[l] || r.accidents[l] || r.violence(int(a)) && r.s.locative(int(a))):
			p.actors.to = p.actors.from // "Tornia's capital" does nothing, nor "a collapse in Tornia"
		}
	}
	p.recipients = r.minus(r.resolve(int(m.slot[lexicon.RECIPIENT])), p.actors)
	p.recipients = r.withGapped(m, p)
	if r.heldAt(m) {
		p.recipients.to = p.recipients.from
	}
	if x := r.commanded(m, p, depth); !x.empty() {
		p.recipients = x
	}
	if m.pat.Reciprocal || !p.recipients.empty() || depth > 3 {
		return p
	}
	if q := r.innerMatch(m); q != nil {
		in := r.partiesOf(q, depth+1)
		if !in.actors.empty() && !r.same(in.actors, p.actors) {
			p.recipients = r.minus(in.actors, p.actors)
		}
		if p.recipients.empty() && m.blames() && r.assaults(q) {
			// The victim is not the one blamed; whoever did what is named beside it is.
			for _, k := range r.s.children(int(q.tok)) {
				if r.s.rel[k] == relConj && p.recipients.empty() && r.matchOf(int(k)) != nil {
					p.recipients = r.others(r.partiesOf(r.matchOf(int(k)), depth+1).actors, p.actors)
				}
			}
			return p
		}
		if p.recipients.empty() && m.blames() {
			p.recipients = r.others(in.recipients, p.actors)
		} else if p.recipients.empty() {
			p.recipients = r.minus(in.recipients, p.actors)
		}
		if !p.recipients.empty() {
			return p
		}
	}
	if t := m.slot[lexicon.THING]; t >= 0 {
		p.recipients = r.withoutOwn(r.others(r.resolve(int(t)), p.actors), p.actors)
		if p.recipients.empty() {
			p.recipients = r.beyondOwner(int(t), p.actors)
		}
		if p.recipients.empty() {
			p.recipients = r.claimedOf(int(t), p.actors)
		}
	}
	if p.recipients.empty() && depth == 0 {
		p.recipients = r.borrowedRecipients(m, p)
	}
	if p.recipients.empty() {
		p.recipients = r.minus(r.placeOf(m), p.actors)
	}
	if q := r.innerMatch(m); p.recipients.empty() && q != nil && !r.s.isVerb(int(q.tok)) {
		p.recipients = r.minus(r.resolve(int(q.tok)), p.actors)
	}
	if d := m.slot[lexicon.DO]; p.recipients.empty() && d >= 0 && r.innerMatch(m) == nil {
		p.recipients = r.partiesUnread(int(d), p.actors)
	}
	if p.recipients.empty() {
		p.recipients = r.minus(r.sharedAddressee(m, depth), p.actors)
	}
	if p.recipients.empty() {
		p.recipients = r.purposed(m, p.actors, depth)
	}
	return p
}

// beyondOwner is who a thing concerns that is the actor's own: of "its support for
// *Halvia's* independence" Halvia.
func (r *reader) beyondOwner(t int, actors refRange) refRange {
	s := &r.s
	if s.child(t, relPoss) >= 0 {
		for _, k := range s.children(t) {
			if s.rel[k] != relNmod {
				continue
			}
			switch s.preposition(int(k)) {
			case "for", "against", "on", "to", "with", "toward", "towards":
				if x := r.others(r.resolve(int(k)), actors); !x.empty() {
					return x
				}
			}
		}
	}
	return refRange{len(s.refs), len(s.refs)}
}

// locative says that a phrase names somebody only by where it is: "a bomb *in Halvia*".
func (s *sentence) locative(h int) bool {
	for _, k := range s.children(h) {
		switch s.rel[k] {
		case relPoss:
			return false
		case relAmod, relCompound:
			if s.mention[k] >= 0 {
				return false
			}
		}
	}
	for _, k := range s.children(h) {
		if s.rel[k] != relNmod && s.rel[k] != relAcl {
			continue
		}
		switch s.preposition(int(k)) {
		case "of", "by", "from", "between":
			return false
		case "in", "at", "near":
			return true
		}
	}
	return false
}

// claimedOf is whom a claim is about that somebody looks into or rejects: "claims that
// *Halvia* armed them".
func (r *reader) claimedOf(t int, actors refRange) refRange {
	s := &r.s
	for _, k := range s.children(t) {
		if (s.rel[k] == relAcl || s.rel[k] == relCcomp) && s.marker(int(k)) == "that" {
			return r.others(r.resolve(s.speaker(int(k))), actors)
		}
	}
	return refRange{len(s.refs), len(s.refs)}
}

// partiesUnread looks for the other side in a clause that the lexicon cannot
// read: its subject, else the first of its phrases that names somebody who is not
// of the actors' own.
func (r *reader) partiesUnread(d int, actors refRange) refRange {
	s := &r.s
	x := r.minus(r.resolve(s.surfaceSubject(d, 0)), actors)
	f := s.frameOf(d)
	for k := f.from; k < f.to && x.empty(); k++ {
		if a := s.args[k]; (a.as == object || a.as == oblique && a.prep != "as") && s.mention[a.head] >= 0 {
			x = r.minus(r.resolve(int(a.head)), actors)
			if !x.empty() && r.kin(actors, s.refs[x.from].entity) {
				x.to = x.from
			}
		}
	}
	return x
}

// placeOf takes the owner of the place where something is done to nobody in
// particular for the one it is done to: "declared a curfew in the north of Y".
func (r *reader) placeOf(m *match) refRange {
	s := &r.s
	from := len(s.refs)
	none := refRange{from, from}
	if to := m.slot[lexicon.RECIPIENT]; m.sense.Act == "" || to >= 0 && (s.preposition(int(to)) == "" || s.preposition(int(to)) == "by") {
		return none
	}
	if m.sense.Act == "TALK" || m.sense.Act == "MEET" {
		return none // "speaking in Hanoi", "A and B held talks in Hanoi"
	}
	f := s.frameOf(int(m.tok))
	for k := f.from; k < f.to; k++ {
		a := s.args[k]
		if a.as != oblique || !places[a.prep] || a.far > 1 || a.light && !m.lent && !r.lends(int(m.tok), m.entry, f) {
			continue
		}
		h := int(a.head)
		if k := s.child(h, relAppos); s.mention[h] < 0 && k >= 0 {
			h = k // "in the capital, Hanoi"
		}
		if s.mention[h] >= 0 {
			if e := &s.doc.Entities[s.doc.Mentions[s.mention[h]].Entity]; (e.Type == "GPE" || e.Type == "LOC") && e.Country != "" {
				x := r.resolve(h)
				for i := range s.refs[x.from:x.to] {
					s.refs[x.from+i].weak = true
				}
				return x
			}
		}
	}
	return none
}

// same says that two runs mean the same entities, in any order.
func (r *reader) same(a, b refRange) bool {
	return a.to-a.from == b.to-b.from && r.minus(a, b).empty()
}

// minus copies the references of a that are not in b to a run of its own.
func (r *reader) minus(a, b refRange) refRange {
	s := &r.s
	from := len(s.refs)
	for i := a.from; i < a.to; i++ {
		if !r.holds(b, s.refs[i].entity) {
			s.refs = append(s.refs, s.refs[i])
		}
	}
	return refRange{from, len(s.refs)}
}

func (r *reader) holds(x refRange, entity int32) bool {
	for _, ref := range r.s.refs[x.from:x.to] {
		if ref.entity == entity {
			return true
		}
	}
	return false
}

// named is the mention that names who a pronoun means, if it stands in the same
// sentence: "*Hanoi* said it would ...".
func (r *reader) named(m *casus.Mention) *casus.Mention {
	if m.Form != casus.FormPronoun || len(r.s.doc.Entities[m.Entity].Members) > 0 {
		return m
	}
	var best *casus.Mention
	ms, _ := r.mentionsOf(r.s.index)
	for i := range ms {
		if x := &ms[i]; x.Entity == m.Entity && x.Form != casus.FormPronoun && x.Head < len(r.s.tok) && (best == nil || x.Head < m.Head) {
			best = x
		}
	}
	if best == nil {
		return m
	}
	return best
}

// roles writes references out as the roles of an event.
func (r *reader) roles(x refRange) []casus.Role {
	if x.empty() {
		return nil
	}
	out := make([]casus.Role, 0, x.to-x.from)
	for _, ref := range r.s.refs[x.from:x.to] {
		m := &r.s.doc.Mentions[ref.mention]
		if m.Sentence == r.s.index {
			m = r.named(m)
		}
		out = append(out, casus.Role{Span: m.Span, Head: r.s.doc.Sentences[m.Sentence].Tokens[m.Head].Span, Entity: int(ref.entity)})
	}
	return out
}
