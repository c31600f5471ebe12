package coding

import "casus/lexicon"

// This file tells those who act from those who act for them, and from those whom it
// is done for.

// bySpokesman gives the act of a noun that is owned by a side to whoever of that side
// tells it: of "the minister reiterated Halvia's support" and "the president pledged
// his country's help" the minister and the president act.
func (r *reader) bySpokesman(m *match, actors refRange) refRange {
	s := &r.s
	a := m.slot[lexicon.ACTOR]
	if actors.empty() || m.entry.pred.Kind != lexicon.Noun || a < 0 || s.rel[a] != relPoss {
		return actors
	}
	v := s.head(int(m.tok))
	if v < 0 || s.rel[m.tok] != relObj || !voicing[s.lemma[v]] {
		return actors
	}
	sub := s.surfaceSubject(v, 0)
	if sub < 0 || sub == int(a) {
		return actors
	}
	by := r.resolve(sub)
	if by.empty() || s.refs[by.from].weak || !r.kin(by, s.refs[actors.from].entity) && s.upos[a] != "PRON" {
		return actors
	}
	return by
}

// voicing are the verbs by which somebody tells what his side does.
var voicing = words("reiterate", "reaffirm", "express", "pledge", "voice", "renew", "declare", "offer", "stress", "convey", "announce", "affirm",
	"underline", "emphasize", "emphasise", "promise", "confirm", "extend", "repeat", "state", "restate", "provide", "deliver", "demonstrate",
	"underscore", "make", "give", "send", "present", "withdraw", "end", "suspend", "cut")

// withoutOwn leaves out the actor's own forces, which are moved, not acted on: "sent
// troops", "is willing to withdraw its troops".
func (r *reader) withoutOwn(x, actors refRange) refRange {
	s := &r.s
	to := x.from
	for i := x.from; i < x.to; i++ {
		ref := s.refs[i]
		m := &s.doc.Mentions[ref.mention]
		if m.Sentence == s.index && s.mention[m.Head] == ref.mention && !ref.weak && r.kin(actors, ref.entity) && r.movable(ref.entity) && r.plain(m.Head) {
			continue
		}
		s.refs[to] = ref
		to++
	}
	return refRange{x.from, to}
}

// movable says that an entity is armed and can be sent.
func (r *reader) movable(entity int32) bool {
	for _, sector := range r.s.doc.Entities[entity].Sectors {
		switch sector {
		case "MIL", "COP":
			return true
		}
	}
	return false
}

// plain says that a noun is not named: it has no state's or body's name before it.
func (r *reader) plain(h int) bool {
	s := &r.s
	if s.upos[h] != "NOUN" {
		return false
	}
	for _, k := range s.children(h) {
		switch s.rel[k] {
		case relAmod, relCompound, relPoss:
			if s.mention[k] >= 0 && s.upos[k] != "PRON" {
				return false
			}
		}
	}
	return true
}

// purposed is whom the purpose of an act names: "sent troops to help *Tornia*", "gave
// money to feed people in *Halvia*".
func (r *reader) purposed(m *match, actors refRange, depth int) refRange {
	s := &r.s
	none := refRange{len(s.refs), len(s.refs)}
	if depth > 1 || actors.empty() || !purposeful[m.sense.Act] {
		return none
	}
	v := int(m.tok)
	if !s.isVerb(v) {
		if v = s.head(v); v < 0 || !s.isVerb(v) {
			return none
		}
	}
	for _, k := range s.children(v) {
		if (s.rel[k] == relAdvcl || s.rel[k] == relXcomp) && int(k) > v && s.marker(int(k)) == "to" {
			if x := r.within(int(k), actors, 0); !x.empty() {
				return x
			}
		}
	}
	if t := m.slot[lexicon.THING]; t >= 0 {
		for _, k := range s.children(int(t)) {
			if (s.rel[k] == relAcl || s.rel[k] == relAdvcl) && s.marker(int(k)) == "to" {
				if x := r.within(int(k), actors, 0); !x.empty() {
					return x
				}
			}
		}
	}
	return none
}

// purposeful are the acts that are done for somebody or against somebody who may be
// named only in their purpose.
var purposeful = words("AID", "MOBILIZE", "PEACEKEEP", "ALERT", "DRILL", "MOVE", "RESCUE", "SHARE")

// within is the first of the phrases under a clause that names somebody else.
func (r *reader) within(v int, actors refRange, depth int) refRange {
	s := &r.s
	for _, k := range s.children(v) {
		switch s.rel[k] {
		case relObj, relObl, relNmod:
		case relAcl:
			if !s.participle(int(k)) {
				continue
			}
		default:
			continue
		}
		if s.timed[k] {
			continue
		}
		if x := r.minus(r.resolve(int(k)), actors); !x.empty() && !r.kin(actors, s.refs[x.from].entity) {
			return x
		}
		if depth < 3 {
			if x := r.within(int(k), actors, depth+1); !x.empty() {
				return x
			}
		}
	}
	return refRange{len(s.refs), len(s.refs)}
}
