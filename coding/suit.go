package coding

import (
	"slices"

	"casus/lexicon"
)

// This file says how well an argument suits a place in a pattern.

// lends says that the verb that governs a noun lends it its arguments.
func (r *reader) lends(p int, e *entry, f frame) bool {
	if f.verb < 0 {
		return false
	}
	l := r.s.lemma[f.verb]
	if e.light[l] {
		return true
	}
	if takers[l] && given[e.pred.Sense.Act] {
		return false // "have support": it is somebody else's
	}
	if r.s.rel[p] == relSubj {
		return occurrences[l]
	}
	if r.s.rel[p] == relObl {
		if prep := r.s.preposition(p); !e.talk && (prep == "at" || occasions[prep]) {
			return false // "returned at the request of Halvia"
		}
		return travelVerbs[l] || e.talk && settings[r.s.preposition(p)]
	}
	return lightVerbs[l]
}

// suits says how well an argument suits an element: extra steps from its proper
// place, or -1 for not at all.
func (r *reader) suits(p int, e *entry, el *lexicon.Element, a *arg, bare int) int {
	if e.pred.Kind == lexicon.Noun {
		return r.suitsNoun(el, a)
	}
	if el.Before {
		return fits(a.as == subject)
	}
	if el.Slot == lexicon.DO {
		return r.suitsDo(p, el, a)
	}
	if len(el.Preps) > 0 {
		switch {
		case a.as == oblique && slices.Contains(el.Preps, a.prep):
			return 0
		case a.as == clause && el.Slot == lexicon.THING && a.prep != "to" && slices.Contains(el.Preps, a.prep):
			return 0
		}
		return -1
	}
	switch a.as {
	case object:
		if bare > 1 {
			return 1 // the indirect object comes first
		}
		return 0
	case second:
		if bare > 1 {
			return 0
		}
		return 1
	case clause: // "demanded (that) Moscow halt": its subject is the one addressed
		if el.Slot == lexicon.RECIPIENT && (a.prep == "" || a.prep == "that") && r.s.rel[a.head] != relParataxis && r.s.child(int(a.head), relSubj) >= 0 {
			return 2
		}
	}
	return -1
}

// takers are the verbs whose subject gets what their object is; given are the acts that
// somebody else then does.
var (
	takers = words("have", "get", "receive", "gain", "win", "enjoy", "lose", "need", "seek", "attract", "draw", "earn", "secure", "obtain", "accept")
	given  = words("BACK", "AID", "PRAISE", "PERMIT", "SHELTER", "RECOGNISE")
)

func fits(ok bool) int {
	if ok {
		return 0
	}
	return -1
}

// suitsDo is suits for a slot that holds a clause.
func (r *reader) suitsDo(p int, el *lexicon.Element, a *arg) int {
	s := &r.s
	h := int(a.head)
	if a.as == oblique && a.far == 0 && slices.Contains(el.Preps, a.prep) {
		// "committed to deeper cooperation": the noun of an act does for a clause.
		if r.innerOf(h, 0) >= 0 {
			return 1
		}
		return -1
	}
	if a.as == object && len(el.Preps) == 0 && !s.actorLike(h) {
		if r.innerOf(h, 0) >= 0 {
			return 1
		}
	}
	if a.as != clause {
		return -1
	}
	adjunct := s.rel[h] == relAdvcl || s.rel[h] == relAcl
	switch {
	case slices.Contains(el.Preps, a.prep) && a.prep != "":
		return int(b2i(adjunct && (a.prep == "to" || a.prep == "that")))
	case a.prep == "" && slices.Contains(el.Preps, "that") && s.rel[h] == relXcomp && h > p && s.object(p) >= 0 && s.object(p) < h:
		return 1
	case a.prep == "" && slices.Contains(el.Preps, "that"):
		if adjunct || !s.finite(h) {
			return -1
		}
		return int(b2i(h < p)) // before the verb is the rarer place
	case a.prep == "" && slices.Contains(el.Preps, "to"):
		return fits(s.rel[h] == relXcomp && !s.gerund(h))
	case len(el.Preps) == 0:
		if a.prep == "" && s.rel[h] == relAdvcl && s.gerund(h) && h > p && s.object(p) < 0 && s.joined(p, h) {
			return 1 // "ruled out withdrawing", which the parser took for a participle
		}
		if a.prep == "" || a.prep == "that" {
			return fits(!adjunct)
		}
	}
	return -1
}

// joined says that no comma stands between two tokens.
func (s *sentence) joined(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if s.upos[i] == "PUNCT" && s.tok[i].Form == "," {
			return false
		}
	}
	return true
}

func b2i(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// suitsNoun is suits for the pattern of a noun.
func (r *reader) suitsNoun(el *lexicon.Element, a *arg) int {
	if el.Slot == lexicon.DO {
		if a.as == clause && (slices.Contains(el.Preps, a.prep) || len(el.Preps) == 0) {
			return 0
		}
		if a.as == oblique && slices.Contains(el.Preps, a.prep) && r.innerOf(int(a.head), 0) >= 0 {
			return 1
		}
		return -1
	}
	if len(el.Preps) > 0 && (a.as == oblique || a.as == clause && el.Slot == lexicon.THING) {
		if slices.Contains(el.Preps, a.prep) {
			return 0
		}
	}
	if a.as == second && el.Slot == lexicon.RECIPIENT && a.light {
		return 0 // "paid Hanoi a visit"
	}
	if !el.Before {
		return -1
	}
	switch a.as {
	case subject:
		if el.Slot == lexicon.ACTOR {
			return 1
		}
	case possessor:
		return 0
	case modifier:
		return 1
	case oblique:
		if el.Slot == lexicon.ACTOR && a.prep == "by" {
			return 0
		}
		if el.Slot == lexicon.ACTOR && a.prep == "of" && a.far == 0 && !a.light && r.s.mention[a.head] >= 0 {
			return 3
		}
	}
	return -1
}
