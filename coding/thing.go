package coding

import (
	"casus"
	"casus/lexicon"
)

// This file keeps the words of what an act was done to where they name nobody: the
// vote that was boycotted, the three towns that were taken. They are a role without an
// entity: told, though of no state or body.

// withThings gives the events that name no recipient the thing that it was done to, and
// those that name no actor the stranger who did it.
func (r *reader) withThings(events []casus.Event, told []toldEvent) {
	for i := range events {
		ev := &events[i]
		if len(ev.Recipients) > 0 && len(ev.Actors) > 0 || ev.Reciprocal {
			continue
		}
		for k := range told {
			if told[k].event.ID != ev.ID || told[k].match == nil {
				continue
			}
			if len(ev.Actors) == 0 {
				if h := int(told[k].match.slot[lexicon.ACTOR]); r.stranger(h) {
					ev.Actors = []casus.Role{{Span: r.s.phraseSpan(h), Head: r.s.tok[h].Span, Entity: -1}}
				}
				break
			}
			if h := r.thingOf(told[k].match, 0); h >= 0 {
				ev.Recipients = []casus.Role{{Span: r.s.phraseSpan(h), Head: r.s.tok[h].Span, Entity: -1}}
			}
			break
		}
	}
}

// thingOf is the head of the phrase that says what an act was done to, else what the
// act inside it would be done to; -1 where no words say so.
func (r *reader) thingOf(m *match, depth int) int {
	for _, slot := range [...]lexicon.Slot{lexicon.RECIPIENT, lexicon.THING} {
		h := int(m.slot[slot])
		if h < 0 || slot == lexicon.THING && int32(h) == m.link && r.matchOf(h) != nil && !m.blames() {
			continue // an act: what it is done to counts
		}
		if r.s.thing(h) {
			return h
		}
	}
	if q := r.innerMatch(m); q != nil && depth < 3 {
		return r.thingOf(q, depth+1)
	}
	return -1
}

// thing says that a phrase can stand for what was acted on: a noun
// that names nobody, no sum and no time.
func (s *sentence) thing(h int) bool {
	switch s.upos[h] {
	case "NOUN", "PROPN":
	default:
		return false
	}
	return s.mentionAt(h) < 0 && !s.timed[h] && !sums[s.lemma[h]]
}

// sums are the nouns of amounts, which are given, not acted on.
var sums = words("million", "billion", "trillion", "dollar", "euro", "pound", "ruble", "rouble", "yuan", "yen", "percent", "%", "$", "aid", "money", "fund")

// phraseSpan covers a noun with what stands before it and the phrases that hang on it,
// without its preposition and up to the first clause or comma behind it.
func (s *sentence) phraseSpan(h int) casus.Span {
	from, to := int(s.left[h]), int(s.right[h])
	for _, k32 := range s.children(h) {
		k := int(k32)
		switch s.rel[k] {
		case relCase:
			if k < h {
				from = max(from, int(s.right[k])+1)
			}
		case relAcl, relRelcl, relAdvcl, relCcomp, relAppos, relConj, relParataxis, relPunct:
			if k > h {
				to = min(to, int(s.left[k])-1)
			}
		}
	}
	return s.span(min(from, h), max(to, h))
}

// stranger says that a phrase that names nobody of whom anything is known still is a
// name, and so can act: "*Acme Mining* sued the ministry".
func (r *reader) stranger(h int) bool {
	s := &r.s
	if h < 0 || s.upos[h] != "PROPN" || s.mentionAt(h) >= 0 || s.timed[h] || r.accidents[s.lemma[h]] || r.weapons[s.lemma[h]] {
		return false
	}
	return s.child(h, relDet) < 0 || s.child(h, relCompound) >= 0
}

// charged says that an act stands in the charge that is brought against somebody: "of
// using rebels to *train* militias", "jailed for *violating* the terms".
func (r *reader) charged(d *draft) bool {
	s := &r.s
	p := int(d.m.tok)
	for n := 0; n < maxClimb; n++ {
		g := s.head(p)
		if g < 0 || !s.isVerb(p) {
			return false
		}
		switch s.rel[p] {
		case relAdvcl, relXcomp, relAcl, relConj, relCcomp:
		default:
			return false
		}
		if mk := s.marker(p); s.gerund(p) && (mk == "for" || mk == "of") {
			m := r.matchOf(g)
			if h := s.head(g); m == nil && h >= 0 && s.rel[g] == relXcomp {
				m = r.matchOf(h) // "ordered to go to jail for ..."
			}
			if m == nil || m.tok == d.m.tok {
				return false
			}
			if m.blames() {
				return n > 0 || mk == "for" && d.code.Event != "ASSAULT"
			}
			return mk == "for" && d.code.Event != "ASSAULT" && (r.polarity(m) == "hostile" || m.sense.Operator == "ASK" || m.sense.Operator == "ORDER")
		}
		p = g
	}
	return false
}
