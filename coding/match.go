package coding

import (
	"slices"

	"casus/lexicon"
)

const slots = int(lexicon.TIME) + 1

// match is a pattern of the lexicon laid over a token.
type match struct {
	tok   int32
	entry *entry
	pat   *lexicon.Pattern
	// sense is what the match means: the entry's, or a condition's.
	sense *lexicon.Sense
	cond  *lexicon.Condition
	// slot holds, by lexicon.Slot, the token that heads the filler, else -1; far
	// how far from its place it was found.
	slot [slots]int32
	far  [slots]uint8
	// filled counts the filled slots; loose says that one that the pattern asks
	// for is missing, lent that a light verb lent arguments.
	filled      int
	loose, lent bool
	lacks       string // what a loose match misses
	// inner is the token of the act that an operator applies to, else -1; link
	// is the word that hangs it on this one.
	inner, link int32
	score       int
}

// matchOf returns the match of a token, nil where no pattern holds. It is made
// on first use.
func (r *reader) matchOf(p int) *match {
	s := &r.s
	switch i := s.found[p]; {
	case i >= 0:
		return &s.matches[i]
	case i != unknown:
		return nil
	}
	es := r.index.at(s, p)
	if len(es) == 0 {
		s.found[p] = nothing
		return nil
	}
	s.found[p] = busy
	best, ok := match{}, false
	for i := range es {
		if m, fits := r.tryEntry(p, &es[i]); fits && (!ok || m.better(&best)) {
			best, ok = m, true
		}
	}
	s.found[p] = nothing
	if !ok && s.dropped(p) {
		best, ok = r.tryUnaided(p, es)
	}
	if !ok {
		return nil
	}
	s.found[p] = int32(len(s.matches))
	s.matches = append(s.matches, best)
	return &s.matches[len(s.matches)-1]
}

// tryUnaided lays the entries over a verb taken as a passive without its auxiliary.
func (r *reader) tryUnaided(p int, es []entry) (best match, ok bool) {
	s := &r.s
	s.unaided[p], s.frames[p] = true, frame{from: -1}
	for i := range es {
		if m, fits := r.tryEntry(p, &es[i]); fits && !m.loose && (!ok || m.better(&best)) {
			best, ok = m, true
		}
	}
	if !ok {
		s.unaided[p], s.frames[p] = false, frame{from: -1}
	}
	return best, ok
}

// better says that a match goes before that of another entry: a condition that
// makes nothing of what it found leaves it to the other.
func (m *match) better(other *match) bool {
	if m.abstains() != other.abstains() {
		return other.abstains()
	}
	return m.score > other.score
}

func (m *match) abstains() bool { return m.cond != nil && m.sense.Operator == "CONSIDER" }

// tryEntry lays the patterns of an entry over a token and returns the best.
func (r *reader) tryEntry(p int, e *entry) (best match, ok bool) {
	promoted, there := r.s.particles(p, e)
	if !there {
		r.note(p, e, nil, "its other words are not here: "+e.word)
		return best, false
	}
	f := r.s.frameOf(p)
	for i := range e.pred.Patterns {
		pat := &e.pred.Patterns[i]
		m, why := r.tryPattern(p, e, pat, f, promoted)
		if why != "" {
			r.note(p, e, pat, why)
			continue
		}
		r.complete(&m)
		r.note(p, e, pat, m.lacks)
		if !ok || m.score > best.score {
			best, ok = m, true
		}
	}
	return best, ok
}

// complete finds the inner act, chooses the sense and gives the score.
func (r *reader) complete(m *match) {
	r.findInner(m)
	m.sense, m.cond = r.senseOf(m)
	m.score += 10*m.filled + 25*len(m.entry.rest)
	for _, d := range m.far {
		m.score -= 3 * int(d)
	}
	if m.loose {
		m.score -= 15
	}
	switch {
	case m.sense.Operator == "CONSIDER":
		m.score -= 4 // the lexicon's word for "no event here": any other reading goes before it
	case m.inner < 0 && m.sense.Inner == nil && r.hollow[m.sense.Operator]:
		m.score -= 15 // nothing begun, nothing stopped: what has a meaning of its own goes before it
	case m.cond != nil:
		m.score += 4
	}
	if m.inner >= 0 {
		m.score += 3
	}
}

// tryPattern fills the slots of a pattern from a frame; why says what is missing.
func (r *reader) tryPattern(p int, e *entry, pat *lexicon.Pattern, f frame, promoted int) (m match, why string) {
	m = match{tok: int32(p), entry: e, pat: pat, inner: -1, link: -1}
	for i := range m.slot {
		m.slot[i] = -1
	}
	var used uint64
	bare := 0
	for i := range pat.Elements {
		el := &pat.Elements[i]
		if !el.Before && len(el.Preps) == 0 && el.Slot != lexicon.DO {
			bare++
		}
	}
	bare0 := bare
	if promoted >= 0 {
		used |= r.without(f, promoted)
	}
	for i := range pat.Elements {
		el := &pat.Elements[i]
		if pat.Reciprocal && el.Slot == lexicon.RECIPIENT && (len(el.Preps) == 0 || slices.Contains(el.Preps, "and")) {
			continue // the parties stand together, in the ACTOR's place
		}
		head, far := -1, 0
		if promoted >= 0 && !el.Before && len(el.Preps) == 0 && el.Slot != lexicon.DO {
			head, promoted = promoted, -1
		} else if k := r.fill(p, e, el, f, used, bare); k >= 0 {
			a := r.s.args[k]
			head, far = int(a.head), int(a.far)
			used |= 1 << min(uint(k-int(f.from)), 63)
			m.lent = m.lent || a.light
			if a.as == clause && el.Slot == lexicon.RECIPIENT {
				head, far = r.s.surfaceSubject(head, 0), 1
				used &^= 1 << min(uint(k-int(f.from)), 63)
			}
		}
		if head >= 0 {
			if el.Before {
				used |= r.without(f, head) // the agent of a passive is no phrase with "by" as well
			}
			if m.slot[el.Slot] < 0 {
				m.slot[el.Slot], m.far[el.Slot] = int32(head), uint8(far)
				m.filled++
			}
			if !el.Before && len(el.Preps) == 0 {
				bare--
			}
			m.score += r.liking(el.Slot, head)
			continue
		}
		if why := r.missing(e, el, f); !el.Optional && why != "" {
			if !looseable(e, el) {
				return m, why
			}
			m.loose, m.lacks = true, why
		}
	}
	if why := r.leftObject(e, f, used, bare0, &m); why != "" {
		return m, why
	}
	if pat.Reciprocal && !r.several(int(m.slot[lexicon.ACTOR])) {
		return m, "the parties do not stand together"
	}
	if m.filled == 0 && len(pat.Elements) > 0 && e.pred.Kind != lexicon.Noun && !f.subjectless {
		return m, "no slot is filled"
	}
	return m, ""
}

// leftObject says that a verb has an object which a pattern without one leaves
// over: "called him a friend" is no phone call.
func (r *reader) leftObject(e *entry, f frame, used uint64, bare int, m *match) string {
	if e.pred.Sense.Act == "PHONE" && bare == 1 && r.twoObjects(int(m.tok)) {
		return "it leaves the second object over"
	}
	if e.pred.Kind != lexicon.Verb || bare > 0 && len(e.rest) == 0 && !m.loose {
		return ""
	}
	shared := -1 // "demanded [Moscow halt]": the object is in truth the clause's subject
	if d := m.slot[lexicon.DO]; d >= 0 {
		shared = r.s.surfaceSubject(int(d), 0)
	}
	for k := f.from; k < f.to; k++ {
		a := &r.s.args[k]
		if a.as == object && a.far == 0 && int(a.head) != shared && !slices.Contains(e.rest, r.s.lemma[a.head]) && used>>min(uint(k-f.from), 63)&1 == 0 {
			return "it leaves the object over"
		}
	}
	return ""
}

// twoObjects says that a verb has two direct objects in the parse, as in "called
// Halvia its partner".
func (r *reader) twoObjects(v int) bool {
	s := &r.s
	n := 0
	for _, k := range s.children(v) {
		if s.rel[k] == relObj && int(k) > v && !s.timed[k] {
			n++
		}
	}
	return n > 1
}

// liking says how well a filler is at home in a slot: somebody as RECIPIENT,
// something as THING.
func (r *reader) liking(slot lexicon.Slot, head int) int {
	somebody := r.s.mentionAt(head) >= 0 || r.s.upos[head] == "PRON"
	switch {
	case slot == lexicon.RECIPIENT && somebody:
		return 6
	case slot == lexicon.RECIPIENT:
		return -9
	case slot == lexicon.THING && !somebody:
		return 2
	}
	return 0
}

// without marks the arguments headed by a token as used.
func (r *reader) without(f frame, head int) (used uint64) {
	for k := f.from; k < f.to; k++ {
		if int(r.s.args[k].head) == head {
			used |= 1 << min(uint(k-f.from), 63)
		}
	}
	return used
}

// missing says what an unfilled element lacks; "" where the pattern holds
// without it: the actor of a passive, of an infinitive, of a noun.
func (r *reader) missing(e *entry, el *lexicon.Element, f frame) string {
	if el.Slot == lexicon.ACTOR && (f.subjectless || e.pred.Kind != lexicon.Verb) {
		return ""
	}
	if el.Before && f.subjectless {
		return ""
	}
	what := "no " + slotNames[el.Slot]
	if el.Before {
		return what + " before it"
	}
	if len(el.Preps) > 0 {
		return what + " with \"" + el.Preps[0] + "\""
	}
	return what + " after it"
}

// looseable says that a word may mean its act without the element: all nouns
// may ("the visit"), verbs only without a prepositional phrase ("agreed to meet").
func looseable(e *entry, el *lexicon.Element) bool {
	switch e.pred.Kind {
	case lexicon.Noun:
		return len(e.rest) == 0 || el.Slot != lexicon.DO
	case lexicon.Verb:
		return len(el.Preps) > 0 && el.Slot == lexicon.RECIPIENT
	}
	return false
}

// fill finds the argument for an element: its index in the sentence's args, or -1.
// Of several the nearest to its place wins, then the first.
func (r *reader) fill(p int, e *entry, el *lexicon.Element, f frame, used uint64, bare int) int {
	s := &r.s
	best, bestFar := -1, 255
	for k := f.from; k < f.to; k++ {
		a := &s.args[k]
		if used>>min(uint(k-f.from), 63)&1 == 1 || int(a.head) == p {
			continue
		}
		if a.light && !r.lends(p, e, f) {
			continue
		}
		if s.timed[a.head] && a.as != clause && el.Slot != lexicon.TIME {
			continue // "met on Friday"
		}
		extra := r.suits(p, e, el, a, bare)
		if extra < 0 {
			continue
		}
		if far := int(a.far) + extra; far < bestFar {
			best, bestFar = int(k), far
		}
	}
	return best
}

// several says that a phrase names more than one: conjoined or plural.
func (r *reader) several(h int) bool {
	if h < 0 {
		return false
	}
	s := &r.s
	if s.child(h, relConj) >= 0 || s.listed(h) >= 0 {
		return true
	}
	if m := s.mention[h]; m >= 0 && s.conjoinedName(m) {
		return true
	}
	if m := s.mention[h]; m >= 0 && len(s.doc.Entities[s.doc.Mentions[m].Entity].Members) > 1 {
		return true
	}
	switch x := s.tok[h].XPOS; x {
	case "NNS", "NNPS":
		return true
	case "PRP":
		l := s.lemma[h]
		return l == "they" || l == "we" || l == "them"
	}
	return s.lemma[h] == "both"
}

var slotNames = [slots]string{"ACTOR", "RECIPIENT", "THING", "DO", "PLACE", "TIME"}
