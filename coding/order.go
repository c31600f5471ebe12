package coding

import (
	"cmp"
	"slices"
	"sort"

	"casus"
	"casus/lexicon"
)

// mentionsOf is the run of mentions that lie in a sentence, and its first index.
// Mentions stand in the order of the text.
func (r *reader) mentionsOf(sentence int) ([]casus.Mention, int) {
	ms := r.doc.Mentions
	from := sort.Search(len(ms), func(i int) bool { return ms[i].Sentence >= sentence })
	to := from
	for to < len(ms) && ms[to].Sentence == sentence {
		to++
	}
	return ms[from:to], from
}

// timexesOf is the run of time expressions that lie in a sentence.
func timexesOf(doc *casus.Document, sentence int) []casus.Timex {
	ts := doc.Timexes
	from := sort.Search(len(ts), func(i int) bool { return ts[i].Sentence >= sentence })
	to := from
	for to < len(ts) && ts[to].Sentence == sentence {
		to++
	}
	return ts[from:to]
}

// outermostFirst orders the matches so that an act is seen before the acts
// inside it: what holds another's reading comes first, then by depth, then by place.
func (r *reader) outermostFirst() {
	s := &r.s
	r.order = grow(r.order, len(s.matches))
	for i := range r.order {
		r.order[i] = int32(i)
	}
	slices.SortFunc(r.order, func(a, b int32) int {
		p, q := s.matches[a].tok, s.matches[b].tok
		return cmp.Or(cmp.Compare(s.depth[p], s.depth[q]), cmp.Compare(p, q))
	})
	// A noun as subject may hold an act in the verb's clause above it ("the
	// threat was to cut ..."): rare, so one pass that lifts holders is enough.
	for i, a := range r.order {
		in := s.matches[a].inner
		if in < 0 {
			continue
		}
		for j := 0; j < i; j++ {
			if s.matches[r.order[j]].tok == in {
				copy(r.order[j+1:i+1], r.order[j:i])
				r.order[j] = a
				break
			}
		}
	}
}

// heldByNoun says that a verb only lends its arguments to a noun that carries
// the act: "sign" in "signed an agreement", where the noun's entry says so.
func (r *reader) heldByNoun(m *match) bool {
	if !r.s.isVerb(int(m.tok)) {
		return false
	}
	n := r.lightNoun(int(m.tok))
	return n >= 0 && r.matchOf(n).entry.light[r.s.lemma[m.tok]]
}

// eat marks the acts inside a reading, and those conjoined with them, as spoken
// for: they are no events of their own.
func (r *reader) eat(m *match) {
	s := &r.s
	q := r.innerMatch(m)
	for n := 0; q != nil && n < maxClimb; n++ {
		if r.inCondition(m, int(q.tok)) {
			return
		}
		r.eatOne(int(q.tok))
		r.eatRest(q)
		if v := s.head(int(q.tok)); q.lent && v >= 0 {
			s.eaten[v] = true
		}
		q = r.innerMatch(q)
	}
	if m.link >= 0 {
		for _, k := range s.children(int(m.link)) {
			if s.rel[k] == relConj && s.child(int(k), relSubj) < 0 {
				r.eatUnder(int(k), 0)
			}
		}
	}
}

// eatRest marks the noun that belongs to a headword of several words, as
// "agreement" does in "reach agreement".
func (r *reader) eatRest(m *match) {
	s := &r.s
	if m.entry.pred.Kind != lexicon.Verb || len(m.entry.rest) == 0 {
		return
	}
	for _, k := range s.children(int(m.tok)) {
		if (s.rel[k] == relObj || s.rel[k] == relObl) && slices.Contains(m.entry.rest, s.lemma[k]) {
			s.eaten[k] = true
		}
	}
}

// eatOne marks a token's act and those conjoined with it.
func (r *reader) eatOne(p int) {
	s := &r.s
	if s.eaten[p] {
		return
	}
	s.eaten[p] = true
	for _, k := range s.children(p) {
		if s.rel[k] == relConj && s.child(int(k), relSubj) < 0 {
			r.eatUnder(int(k), 0)
		}
	}
}

// eatUnder marks the act that a phrase holds.
func (r *reader) eatUnder(h, depth int) {
	if in := r.innerOf(h, 0); in >= 0 && depth < 4 {
		r.s.eaten[in], r.s.eaten[h] = true, true
		if m := r.matchOf(in); m != nil && m.inner >= 0 {
			r.eatUnder(int(m.inner), depth+1)
		}
	}
}

// repeats says that an event of the same sentence tells the same: it has the same
// parties, or this one only tells the other's result or leaves its actor out.
func repeats(told []toldEvent, ev *casus.Event, result bool) bool {
	for i := range told {
		t := &told[i].event
		if t.Event != ev.Event || t.Status.Real() != ev.Status.Real() {
			continue
		}
		if sameRoles(t.Actors, ev.Actors) && (result || sameRoles(t.Recipients, ev.Recipients)) {
			return true
		}
	}
	return false
}

// withActors leaves out violence without an actor where the sentence tells of the
// same kind of violence with one: "six were killed when rebels shelled the town".
func withActors(told []casus.Event) []casus.Event {
	out := told[:0]
	for i := range told {
		ev := told[i]
		fuller := func(t casus.Event) bool {
			return len(t.Actors) > 0 && t.Event == ev.Event && t.Status.Real() == ev.Status.Real() && t.Status.Historical == ev.Status.Historical
		}
		if len(ev.Actors) == 0 && (slices.ContainsFunc(out, fuller) || slices.ContainsFunc(told[i+1:], fuller)) {
			continue
		}
		richer := func(t casus.Event) bool { return poorer(&ev, &t) }
		if slices.ContainsFunc(out, richer) || slices.ContainsFunc(told[i+1:], richer) {
			continue
		}
		out = append(out, ev)
	}
	return out
}

// withoutOccasions leaves out talks that are only the occasion of something else
// between the same: "signed a pact at a meeting in Hanoi".
func withoutOccasions(told []casus.Event) []casus.Event {
	out := told[:0]
	for i := range told {
		ev := told[i]
		same := func(t casus.Event) bool {
			return t.Event != "CONSULT" && sameRoles(t.Actors, ev.Actors) && sameRoles(t.Recipients, ev.Recipients)
		}
		if ev.Event == "CONSULT" && (slices.ContainsFunc(out, same) || slices.ContainsFunc(told[i+1:], same)) {
			continue
		}
		out = append(out, ev)
	}
	return out
}

// result says that a verb tells what came of the clause before it, or was meant to
// come: "shelled the town, *killing* six and *injuring* ten", "met to *discuss*".
func (s *sentence) result(p int) bool {
	for n := 0; s.rel[p] == relConj && s.head(p) >= 0 && n < maxClimb; n++ {
		p = s.head(p)
	}
	if s.rel[p] != relAdvcl && s.rel[p] != relXcomp || s.head(p) < 0 || s.head(p) > p {
		return false
	}
	return s.marker(p) == "to" || s.gerund(p) && s.marker(p) == ""
}

func sameRoles(a, b []casus.Role) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y casus.Role) bool { return x.Entity == y.Entity }) {
			return false
		}
	}
	return true
}

// byPlace puts the events of a sentence in the order of their triggers.
func byPlace(events []casus.Event) {
	slices.SortStableFunc(events, func(a, b casus.Event) int {
		return cmp.Compare(a.Evidence.Trigger.Begin, b.Evidence.Trigger.Begin)
	})
}

// withoutTitles leaves out the events of a headline that the body tells again.
func withoutTitles(doc *casus.Document, events []casus.Event) []casus.Event {
	inTitle := func(ev *casus.Event) bool {
		b := doc.Sentences[ev.Evidence.Sentence].Block
		return b >= 0 && b < len(doc.Blocks) && doc.Blocks[b].Kind == casus.Title
	}
	out := events[:0]
	for i := range events {
		ev := events[i]
		if inTitle(&ev) && slices.ContainsFunc(events[i+1:], func(other casus.Event) bool {
			return !inTitle(&other) && other.Event == ev.Event &&
				countriesWithin(doc, ev.Actors, other.Actors) && countriesWithin(doc, ev.Recipients, other.Recipients)
		}) {
			continue
		}
		out = append(out, ev)
	}
	return out
}

// countriesWithin says that the countries of a occur among those of b.
func countriesWithin(doc *casus.Document, a, b []casus.Role) bool {
	for _, x := range a {
		if x.Entity < 0 {
			continue
		}
		e := &doc.Entities[x.Entity]
		if !slices.ContainsFunc(b, func(y casus.Role) bool {
			if y.Entity < 0 {
				return false
			}
			f := &doc.Entities[y.Entity]
			return x.Entity == y.Entity || e.Country != "" && e.Country == f.Country
		}) {
			return false
		}
	}
	return true
}
