package coding

import (
	"slices"

	"casus/lexicon"
	"casus/ontology"
)

// domains adds to those of a sense the domains that the words beside the act
// name: "military" of "military cooperation", of "cooperate on military matters".
func (r *reader) domains(m *match, known []string) []string {
	out := known
	add := func(k int) {
		for _, d := range r.domainOf[r.s.lemma[k]] {
			if !slices.Contains(out, d) {
				out = append(out[:len(out):len(out)], d)
			}
		}
	}
	r.nearWords(m, add)
	return out
}

// nearWords visits the words that modify an act: those before its noun, its
// thing and the words before that.
func (r *reader) nearWords(m *match, visit func(int)) {
	s := &r.s
	near := func(h int) {
		for _, k := range s.children(h) {
			switch s.rel[k] {
			case relAmod, relCompound:
				visit(int(k))
				for _, c := range s.children(int(k)) {
					if s.rel[c] == relConj {
						visit(int(c))
					}
				}
			}
		}
	}
	if !s.isVerb(int(m.tok)) {
		near(int(m.tok))
	}
	if t := m.slot[lexicon.THING]; t >= 0 {
		visit(int(t))
		near(int(t))
	}
}

// contexts of an event: the domains of its reading, and those that the words of
// its acts name.
func (r *reader) contexts(m *match, rd *ontology.Reading) []string {
	var out []string
	add := func(domain string) {
		if c := r.onto.ContextOf(domain); c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for x := rd; x != nil; x = x.Inner {
		for _, d := range x.Domains {
			add(d)
		}
	}
	for n := 0; m != nil && n < maxClimb; n++ {
		for _, c := range m.sense.Contexts {
			add(c)
		}
		r.nearWords(m, func(k int) {
			for _, c := range r.domainOf[r.s.lemma[k]] {
				add(c)
			}
		})
		m = r.innerMatch(m)
	}
	return out
}

// compose looks a reading up in the composition table.
func (r *reader) compose(rd *ontology.Reading) (ontology.Code, bool) {
	return r.onto.Compose(rd)
}

// polarity of a match by itself: "cooperative", "hostile" or "neutral".
func (r *reader) polarity(m *match) string {
	return r.onto.Class(r.readSense(m.sense, m, 1))
}
