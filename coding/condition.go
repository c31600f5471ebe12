package coding

import (
	"slices"

	"casus"
	"casus/lexicon"
)

// This file ties what is threatened, promised or foretold to the condition that it
// depends on: "will cut the gas *if Halvia joins the bloc*".

// conditionOf is the head of the clause that an act depends on, -1 for none. The
// condition may hang on the act, on the verb that announces it or on the clause
// that says what is announced.
func (r *reader) conditionOf(m *match) int {
	s := &r.s
	p := int(m.tok)
	for _, v := range [...]int{p, int(m.slot[lexicon.DO]), int(m.slot[lexicon.THING])} {
		if v < 0 {
			continue
		}
		if k := s.conditionUnder(v, p, 0); k >= 0 {
			return k
		}
	}
	says := announcing[m.sense.Operator]
	for c, n := p, 0; n < maxClimb; n++ {
		g := s.head(c)
		if g < 0 {
			return -1
		}
		after := 0 // what announces has its condition behind it, wherever that hangs
		switch s.rel[c] {
		case relXcomp, relObj, relConj:
		case relAcl, relAdvcl, relRelcl, relNmod, relObl:
			if !says {
				return -1
			}
			after = p
		default:
			return -1
		}
		if k := s.conditionUnder(g, p, 1); k > after {
			return k
		}
		c = g
	}
	return -1
}

// conditionUnder finds a condition among the children of a verb, and of the
// infinitives under it; p must not stand in it.
func (s *sentence) conditionUnder(v, p, depth int) int {
	for _, k32 := range s.children(v) {
		k := int(k32)
		switch s.rel[k] {
		case relAdvcl:
			if s.conditional(k) && !s.under(p, k) {
				return k
			}
		case relXcomp, relCcomp:
			if depth < 2 && k > p && !s.conditional(k) {
				if c := s.conditionUnder(k, p, depth+1); c >= 0 {
					return c
				}
			}
		}
	}
	return -1
}

// conditional says that a clause begins like a condition: "if", "unless", "should
// Halvia attack", "were Halvia to attack".
func (s *sentence) conditional(k int) bool {
	switch s.marker(k) {
	case "if", "unless", "provided", "lest":
		return true
	}
	if a, sub := s.child(k, relAux), s.child(k, relSubj); a >= 0 && sub > a {
		return s.lemma[a] == "should" || s.tok[a].Form == "Were" || s.tok[a].Form == "Had" || s.tok[a].Form == "were"
	}
	return false
}

// announcing are the operators whose event is real although what they announce
// depends on something.
var announcing = words("THREATEN", "PROMISE", "AGREE", "OFFER", "WARN", "REFUSE", "REJECT")

// depends marks a draft whose content hangs on a condition.
func (r *reader) depends(d *draft) {
	if d.mood.Conditional || !announcing[d.m.sense.Operator] && !d.announced {
		return
	}
	d.mood.Conditional = r.conditionOf(d.m) >= 0
}

// toldEvent is an event on its way out with the match that it came from.
type toldEvent struct {
	event casus.Event
	match *match
}

// linkConditions gives each conditional event the one that it depends on, if that
// is an event of the same sentence.
func (r *reader) linkConditions(told []toldEvent) {
	for i := range told {
		if !told[i].event.Status.Conditional || told[i].match == nil {
			continue
		}
		k := r.conditionOf(told[i].match)
		if k < 0 {
			continue
		}
		for j := range told {
			if m := told[j].match; j != i && m != nil && r.s.under(int(m.tok), k) {
				told[i].event.Condition = told[j].event.ID
				break
			}
		}
	}
}

// inCondition says that an act is the condition of the one that a match holds: it
// stays an event of its own.
func (r *reader) inCondition(m *match, inner int) bool {
	k := r.conditionOf(m)
	return k >= 0 && r.s.under(inner, k)
}

// withoutLost unlinks conditions that were left out as told elsewhere.
func withoutLost(events []casus.Event) {
	for i := range events {
		if id := events[i].Condition; id != "" && !slices.ContainsFunc(events, func(ev casus.Event) bool { return ev.ID == id }) {
			events[i].Condition = ""
		}
	}
}
