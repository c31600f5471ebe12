package coding

import (
	"strings"

	"casus/lexicon"
	"casus/ontology"
)

// findInner looks for the act inside a match: in its clause, else in the thing
// that fills one of its noun phrases ("urged *a halt to the drills*").
func (r *reader) findInner(m *match) {
	for _, slot := range [...]lexicon.Slot{lexicon.DO, lexicon.THING, lexicon.RECIPIENT} {
		h := m.slot[slot]
		if h < 0 || slot == lexicon.RECIPIENT && r.s.mention[h] >= 0 {
			continue
		}
		if in := r.innerOf(int(h), 0); in >= 0 && int32(in) != m.tok {
			m.inner, m.link = int32(in), h
			return
		}
	}
}

// innerOf finds the token that carries the act of a clause or noun phrase, -1 if
// there is none.
func (r *reader) innerOf(h, depth int) int {
	if depth > 4 {
		return -1
	}
	s := &r.s
	if s.isVerb(h) {
		// The noun of a light verb says more than the verb: "hold talks".
		if n := r.lightNoun(h); n >= 0 {
			return n
		}
	}
	if m := r.matchOf(h); m != nil && m.sense.Operator != "CONSIDER" {
		return h
	}
	for _, k32 := range s.children(h) {
		k := int(k32)
		switch s.rel[k] {
		case relCompound:
			if s.carrier(k) == h && r.matchOf(k) != nil {
				return k
			}
		case relXcomp:
			if in := r.innerOf(k, depth+1); in >= 0 {
				return in
			}
		case relAcl, relNmod:
			if s.isVerb(h) || s.mention[k] >= 0 {
				continue
			}
			if p := s.marker(k); s.rel[k] == relAcl && p != "to" && p != "of" && p != "on" && p != "in" && p != "at" {
				continue
			}
			if p := s.preposition(k); s.rel[k] == relNmod && p != "of" && p != "to" && p != "in" {
				continue
			}
			if in := r.innerOf(k, depth+1); in >= 0 {
				return in
			}
		case relAdvcl:
			// "it would be a mistake if Seoul sent arms": the condition holds the act.
			if conditionMarkers[s.marker(k)] && !s.isVerb(h) {
				if in := r.innerOf(k, depth+1); in >= 0 {
					return in
				}
			}
		case relConj: // "agreed to look into it and release ..."
			if s.isVerb(h) && s.isVerb(k) && s.child(k, relSubj) < 0 {
				if in := r.innerOf(k, depth+1); in >= 0 {
					return in
				}
			}
		}
	}
	return -1
}

// lightNoun is the object of a verb where the verb only lends it arguments and
// the noun carries the act, else -1.
func (r *reader) lightNoun(v int) int {
	s := &r.s
	vm := r.matchOf(v)
	if vm != nil && weighty[vm.sense.Operator] {
		return -1 // "demanded the release": no light verb here
	}
	for _, k32 := range s.children(v) {
		k := int(k32)
		if s.rel[k] != relObj && s.rel[k] != relSubjPass || s.upos[k] != "NOUN" {
			continue
		}
		m := r.matchOf(k)
		if m == nil {
			continue
		}
		if m.entry.light[s.lemma[v]] {
			return k
		}
		if lightVerbs[s.lemma[v]] && (len(r.index.verbs[s.lemma[v]]) == 0 || vm != nil && vm.abstains()) {
			return k
		}
	}
	return -1
}

// weighty are the operators that a verb keeps whatever noun it governs.
var weighty = words("ASK", "REFUSE", "REJECT", "STOP", "THREATEN", "WARN", "CONDEMN", "ACCUSE", "WELCOME", "AGREE", "PROMISE", "FAIL", "PREVENT", "REDUCE")

// innerMatch is the match of the act inside another, nil where there is none.
func (r *reader) innerMatch(m *match) *match {
	if m.inner < 0 {
		return nil
	}
	return r.matchOf(int(m.inner))
}

// senseOf chooses what a match means: the sense of the most specific condition
// that holds, else the entry's.
func (r *reader) senseOf(m *match) (*lexicon.Sense, *lexicon.Condition) {
	p := m.entry.pred
	best, bestRank := -1, 0
	for i := range p.Conditions {
		c := &p.Conditions[i]
		if rank := conditionRank(c); rank > bestRank && r.conditionHolds(m, c) {
			best, bestRank = i, rank
		}
	}
	if best < 0 {
		return &p.Sense, nil
	}
	return &p.Conditions[best].Sense, &p.Conditions[best]
}

// conditionRank orders conditions from general to specific.
func conditionRank(c *lexicon.Condition) int {
	rank := 1
	if len(c.Words) > 0 {
		rank += 6
	}
	if len(c.Codes) > 0 {
		rank += 4
	}
	for _, a := range c.Acts {
		rank += 3
		if strings.ToUpper(a) != a { // "hostile"
			rank--
		}
		break
	}
	if c.Negate {
		rank--
	}
	return rank
}

func (r *reader) conditionHolds(m *match, c *lexicon.Condition) bool {
	h := int(m.slot[c.Slot])
	if c.Empty {
		// Parties that stand together are each other's recipients.
		empty := h < 0 && !(c.Slot == lexicon.RECIPIENT && r.pair(int(m.slot[lexicon.ACTOR])))
		return empty != c.Negate
	}
	if h < 0 {
		return false
	}
	holds := len(c.Words) > 0 && r.headedBy(h, c.Words, 0) ||
		len(c.Acts) > 0 && r.holdsAct(m, h, c.Acts) ||
		len(c.Codes) > 0 && r.holdsCode(h, c.Codes)
	return holds != c.Negate
}

// pair says that a phrase names two or more that are not of one country.
func (r *reader) pair(h int) bool {
	if h < 0 || !r.several(h) {
		return false
	}
	from := len(r.s.refs)
	x := r.resolve(h)
	defer func() { r.s.refs = r.s.refs[:from] }()
	first := ""
	for _, ref := range r.s.refs[x.from:x.to] {
		c := r.s.doc.Entities[ref.entity].Country
		if first != "" && c != "" && c != first {
			return true
		}
		if c != "" {
			first = c
		}
	}
	return false
}

// headedBy says that a phrase's head, or one conjoined with it, is in a set of
// lemmas, alone or with the word before it ("nuclear test").
func (r *reader) headedBy(h int, in map[string]bool, depth int) bool {
	s := &r.s
	if in[s.lemma[h]] || s.upos[h] == "SYM" && in["money"] {
		return true // "$2 million" is headed by its sign
	}
	if l := s.lemma[h]; strings.HasSuffix(l, "s") && in[l[:len(l)-1]] {
		return true
	}
	var buf [64]byte
	for _, k := range s.children(h) {
		switch s.rel[k] {
		case relCompound, relAmod:
			b := append(append(append(buf[:0], s.lemma[k]...), ' '), s.lemma[h]...)
			if in[string(b)] || b[len(b)-1] == 's' && in[string(b[:len(b)-1])] {
				return true
			}
		case relConj:
			if depth < 3 && r.headedBy(int(k), in, depth+1) {
				return true
			}
		case relNmod:
			if s.preposition(int(k)) == "of" { // "state of emergency"
				b := append(append(append(buf[:0], s.lemma[h]...), " of "...), s.lemma[k]...)
				if in[string(b)] {
					return true
				}
			}
			if depth < 3 && (groupings[s.lemma[h]] || measures[s.lemma[h]]) && s.preposition(int(k)) == "of" && r.headedBy(int(k), in, depth+1) {
				return true
			}
		}
	}
	return false
}

// measures are the nouns that only say how much or how many there is of a thing.
var measures = words("shipment", "consignment", "batch", "load", "team", "delegation", "ton", "tonne", "package", "stock", "amount", "quantity",
	"worth", "fleet", "cargo", "planeload", "truckload", "shipload", "container", "box", "crate", "contingent", "convoy", "dose", "piece", "unit",
	"kilogram", "kilo", "liter", "litre", "barrel", "copy", "collection", "cache")

// holdsAct says that the act inside a slot is one of those named, or has the
// polarity named: "hostile", "cooperative".
func (r *reader) holdsAct(m *match, h int, acts []string) bool {
	in := r.innerOf(h, 0)
	if in < 0 || in == int(m.tok) {
		return false
	}
	q := r.matchOf(in)
	if q == nil {
		return false
	}
	for _, a := range acts {
		switch a {
		case "hostile", "cooperative":
			if r.polarity(q) == a {
				return true
			}
		default:
			if q.sense.Act == a || q.sense.Operator == a {
				return true
			}
		}
	}
	return false
}

func (r *reader) holdsCode(h int, codes []string) bool {
	from := len(r.s.refs)
	x := r.resolve(h)
	defer func() { r.s.refs = r.s.refs[:from] }()
	for _, ref := range r.s.refs[x.from:x.to] {
		e := &r.s.doc.Entities[ref.entity]
		for _, c := range codes {
			if e.Country == c || e.Code == c || c == "CVL" && e.Type == "PER" && len(e.Sectors) == 0 {
				return true // a person of whom nothing more is known is a civilian
			}
			for _, sector := range e.Sectors {
				if sector == c {
					return true
				}
			}
		}
	}
	return false
}

// read writes a match out as a composition of acts and operators.
func (r *reader) read(m *match, depth int) *ontology.Reading {
	rd := r.readSense(m.sense, m, depth)
	if depth > 0 && r.negatedWord(int(m.tok)) {
		rd = &ontology.Reading{Name: "NOT", Inner: rd}
	}
	if depth > 0 && r.s.rel[m.tok] == relAdvcl && r.s.marker(int(m.tok)) == "if" {
		rd = &ontology.Reading{Name: "CONDITIONAL", Inner: rd} // "warned of what comes if they attack"
	}
	return rd
}

func (r *reader) readSense(sense *lexicon.Sense, m *match, depth int) *ontology.Reading {
	rd := &ontology.Reading{Name: sense.Operator, Variant: sense.Variant, Domains: sense.Domains}
	if sense.Operator == "" {
		rd.Name = r.byMeans(m, sense.Act)
		rd.Domains = r.domains(m, sense.Domains)
		return rd
	}
	switch {
	case sense.Inner != nil:
		rd.Inner = r.readSense(sense.Inner, m, depth+1)
	case depth < 5:
		if q := r.innerMatch(m); q != nil {
			rd.Inner = r.read(q, depth+1)
		}
	}
	return rd
}
