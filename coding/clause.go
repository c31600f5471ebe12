package coding

// This file turns the many ways in which English lays out a clause into one: the
// arguments of a predicate as they would stand in a plain active sentence. All
// that a pattern of the lexicon need not say is said here: passives, relative
// clauses, participles, control, shared subjects.

// place is where an argument stands in the active sentence.
type place uint8

const (
	subject   place = iota
	object          // direct object
	second          // indirect object: "gave *Kyiv* weapons"
	oblique         // with a preposition
	clause          // with a marker or none
	possessor       // "Russia's attack", "its attack"
	modifier        // "Russian attack", "US attack"
)

// arg is one argument of a predicate.
type arg struct {
	as place
	// head is the token that heads the argument.
	head int32
	// prep is the preposition or the marker: "with", "to", "that".
	prep string
	// far counts how many steps from its proper place the argument was found:
	// 0 where the tree has it there, more where the grammar had to guess.
	far uint8
	// light says that it belongs to the verb that governs a noun: good only if
	// that verb is a light one.
	light bool
}

// frame is the arguments of one token: args[from:to] of the sentence.
type frame struct {
	from, to int32
	// verb governs the noun (as "held" does in "held talks"), else -1.
	verb int32
	// passive: the surface subject is the one acted on.
	passive bool
	// subjectless: there is no surface subject to be found at all.
	subjectless bool
}

const maxClimb = 6

// frameOf returns the frame of a token, made on first use.
func (s *sentence) frameOf(p int) frame {
	if s.frames[p].from >= 0 {
		return s.frames[p]
	}
	f := frame{from: int32(len(s.args)), verb: -1}
	switch s.tok[p].UPOS {
	case "VERB", "AUX":
		s.verbArgs(p, &f)
	case "ADJ", "ADV":
		s.adjectiveArgs(p, &f)
	default:
		s.nounArgs(p, &f)
	}
	f.to = int32(len(s.args))
	s.frames[p] = f
	return f
}

func (s *sentence) add(as place, head int, prep string, far int, light bool) {
	if head >= 0 {
		s.args = append(s.args, arg{as, int32(head), prep, uint8(far), light})
	}
}

// verbArgs lists the arguments of a verb.
func (s *sentence) verbArgs(p int, f *frame) {
	f.passive = s.passive(p)
	sub := s.surfaceSubject(p, 0)
	f.subjectless = sub < 0 || f.passive
	if f.passive {
		s.add(object, sub, "", 0, false)
	} else {
		s.add(subject, sub, "", 0, false)
	}
	s.verbKids(p, f.passive, 0, false)
	s.gapObject(p, sub, int(f.from))
	s.sharedObject(p, int(f.from))
	if f.passive && s.agent(p) < 0 {
		s.between(p)
		s.sharedAgent(p)
	}
	s.summoned(p, false)
	if s.rel[p] == relParataxis && s.head(p) >= 0 {
		s.add(clause, s.head(p), "that", 0, false)
	}
	s.borrowed(int(f.from))
}

// verbKids lists what hangs on a verb beside its subject.
func (s *sentence) verbKids(p int, passive bool, far int, light bool) {
	for _, k32 := range s.children(p) {
		k := int(k32)
		switch s.rel[k] {
		case relObj:
			s.add(object, s.antecedent(k), "", far, light)
		case relIobj:
			s.add(second, s.antecedent(k), "", far, light)
		case relOblAgent:
			if passive {
				s.add(subject, k, "by", far, light)
			}
			s.add(oblique, k, "by", far, light)
		case relObl:
			prep := s.preposition(k)
			if prep == "by" && passive && s.actorLike(k) {
				s.add(subject, k, "by", far, light)
			}
			s.add(oblique, s.antecedent(k), prep, far, light)
		case relXcomp, relCcomp, relAdvcl, relAcl:
			s.add(clause, k, s.marker(k), far, light)
		case relParataxis:
			if k > p {
				s.add(clause, k, "that", far+1, light)
			}
		case relSubj:
			if s.isVerb(k) { // a clause as subject: "that it violated ... is deplorable"
				s.add(clause, k, "that", far, light)
			}
		}
	}
}

// between makes the parties of "a treaty signed between A and B" those who act.
func (s *sentence) between(p int) {
	for _, k := range s.children(p) {
		if s.rel[k] == relObl && s.preposition(int(k)) == "between" {
			s.add(subject, int(k), "between", 1, false)
		}
	}
}

// sharedAgent lets conjoined passives share the agent of the last: "were arrested
// and expelled by ...".
func (s *sentence) sharedAgent(p int) {
	for _, k := range s.children(p) {
		if s.rel[k] == relConj && s.isVerb(int(k)) && s.participle(int(k)) {
			s.add(subject, s.agent(int(k)), "by", 1, false)
		}
	}
}

// summoned adds the one to whom an infinitive is addressed that stands beside it
// as the object of another verb: "summoned *the envoy* to lodge a protest".
func (s *sentence) summoned(v int, light bool) {
	g := s.head(v)
	if g < 0 || s.marker(v) != "to" || (s.rel[v] != relXcomp && s.rel[v] != relAdvcl) || !subjectControl[s.lemma[g]] {
		return
	}
	o := s.object(g)
	for _, k := range s.children(g) {
		if o < 0 && s.rel[k] == relObl && int(k) < v { // "called in the envoy"
			o = int(k)
		}
	}
	if o >= 0 && s.actorLike(o) {
		s.add(second, o, "", 2, light)
	}
}

// passive says that the surface subject of a verb is the one acted on.
func (s *sentence) passive(p int) bool {
	for _, k := range s.children(p) {
		switch s.rel[k] {
		case relAuxPass, relSubjPass, relOblAgent:
			return true
		case relAux, relSubj, relObj:
			if s.rel[k] == relAux && s.lemma[k] != "be" {
				return false
			}
			if s.rel[k] == relObj {
				return false
			}
		}
	}
	if !s.participle(p) {
		return false
	}
	switch s.rel[p] {
	case relAcl, relAdvcl, relAmod:
		return true
	case relConj:
		h := s.head(p)
		return h >= 0 && s.child(p, relSubj) < 0 && s.isVerb(h) && s.participle(h) && s.passive(h)
	}
	return false
}

// surfaceSubject finds the subject of a predicate as it stands, before voice is
// taken into account; -1 where there is none.
func (s *sentence) surfaceSubject(p, climb int) int {
	for _, k := range s.children(p) {
		if (s.rel[k] == relSubj || s.rel[k] == relSubjPass) && !s.isVerb(int(k)) {
			return s.antecedent(int(k))
		}
	}
	g := s.head(p)
	if g < 0 || climb > maxClimb {
		return -1
	}
	switch s.rel[p] {
	case relConj:
		if s.isVerb(g) || s.child(g, relSubj) >= 0 || s.child(g, relCop) >= 0 {
			return s.surfaceSubject(g, climb+1)
		}
	case relXcomp:
		return s.controller(p, g, climb)
	case relAdvcl:
		if s.child(g, relSubjPass) < 0 && objectMarkers[s.marker(p)] {
			if o := s.object(g); o >= 0 {
				return s.antecedent(o)
			}
		}
		if s.isNoun(g) && s.child(g, relCop) < 0 {
			return s.owner(g, climb+1)
		}
		return s.surfaceSubject(g, climb+1)
	case relCcomp:
		if !s.finite(p) {
			return s.surfaceSubject(g, climb+1)
		}
	case relAcl:
		if s.marker(p) == "" && (s.gerund(p) || s.participle(p)) {
			return g
		}
		return s.owner(g, climb+1)
	case relRelcl:
		if s.isNoun(g) {
			return g
		}
	}
	return -1
}

// controller is the subject of an infinitive: the object of the governing verb
// if that is somebody, else its subject.
func (s *sentence) controller(p, g, climb int) int {
	if !subjectControl[s.lemma[g]] {
		if o := s.object(g); o >= 0 && o != p && s.actorLike(o) {
			return s.antecedent(o)
		}
	}
	if s.isNoun(g) && s.child(g, relCop) < 0 && s.child(g, relSubj) < 0 {
		return s.owner(g, climb+1)
	}
	return s.surfaceSubject(g, climb+1)
}

// object is the direct, else the indirect object of a verb, else -1.
func (s *sentence) object(g int) int {
	if o := s.child(g, relObj); o >= 0 {
		return o
	}
	return s.child(g, relIobj)
}

// owner is who a noun belongs to: "Seoul's decision to", "the Russian bid to",
// and, of "made a decision to", the subject of the verb.
func (s *sentence) owner(n, climb int) int {
	if climb > maxClimb {
		return -1
	}
	if k := s.child(n, relPoss); k >= 0 {
		return k
	}
	for _, k := range s.children(n) {
		if (s.rel[k] == relCompound || s.rel[k] == relAmod) && s.mention[k] >= 0 {
			return int(k)
		}
	}
	for _, k := range s.children(n) {
		if s.rel[k] == relNmod && s.actorLike(int(k)) {
			if p := s.preposition(int(k)); p == "by" || p == "of" {
				return int(k)
			}
		}
	}
	g := s.head(n)
	if g < 0 {
		return -1
	}
	switch s.rel[n] {
	case relObj, relObl, relXcomp:
		if s.isVerb(g) {
			if s.passive(g) {
				return s.agent(g)
			}
			return s.surfaceSubject(g, climb+1)
		}
	case relSubjPass:
		return s.agent(g)
	case relNmod, relConj:
		return s.owner(g, climb+1)
	}
	if s.child(n, relCop) >= 0 {
		return s.child(n, relSubj)
	}
	return -1
}

// agent of a passive: the by-phrase, else -1.
func (s *sentence) agent(v int) int {
	if k := s.child(v, relOblAgent); k >= 0 {
		return k
	}
	for _, k := range s.children(v) {
		if s.rel[k] == relObl && s.preposition(int(k)) == "by" && s.actorLike(int(k)) {
			return int(k)
		}
	}
	return -1
}

// antecedent returns what a relative pronoun stands for, else the token itself.
func (s *sentence) antecedent(k int) int {
	if !relatives[s.lemma[k]] || s.tok[k].UPOS != "PRON" && s.tok[k].XPOS != "WDT" && s.tok[k].XPOS != "WP" {
		return k
	}
	for v, n := s.head(k), 0; v >= 0 && n <= maxClimb; v, n = s.head(v), n+1 {
		if s.rel[v] == relRelcl && s.head(v) >= 0 {
			return s.head(v)
		}
	}
	// The parser may have missed the relative clause: then it is the name just
	// before the comma.
	for i, n := k-1, 0; i >= 0 && n < 3 && s.lemma[k] != "that"; i, n = i-1, n+1 {
		if m := s.inside[i]; m >= 0 {
			return s.doc.Mentions[m].Head
		}
		if s.tok[i].UPOS != "PUNCT" && s.tok[i].UPOS != "ADP" {
			break
		}
	}
	return k
}

// gapObject fills the object of a relative clause that lacks one: "the treaty
// (that) Moscow signed", "the rules it agreed to adopt".
func (s *sentence) gapObject(p, sub, from int) {
	for _, a := range s.args[from:] {
		if a.as == object {
			return
		}
	}
	v := p
	for n := 0; n < maxClimb && (s.rel[v] == relXcomp || s.rel[v] == relConj) && s.head(v) >= 0; n++ {
		if s.child(v, relRelcl) >= 0 {
			break
		}
		v = s.head(v)
	}
	if s.rel[v] != relRelcl {
		return
	}
	n := s.head(v)
	if n < 0 || n == sub || !s.isNoun(n) {
		return
	}
	s.add(object, n, "", 1, false)
}

// sharedObject lets conjoined verbs share the object of the last: "condemned and
// rejected the raid".
func (s *sentence) sharedObject(p, from int) {
	for _, a := range s.args[from:] {
		if a.as == object || a.as == clause {
			return
		}
	}
	for _, k := range s.children(p) {
		if s.rel[k] != relConj || !s.isVerb(int(k)) || s.child(int(k), relSubj) >= 0 {
			continue
		}
		for i := p + 1; i < int(k); i++ {
			if r := s.rel[i]; r != relCc && r != relAdvmod && r != relPunct && r != relParticle {
				return
			}
		}
		s.add(object, s.child(int(k), relObj), "", 1, false)
		return
	}
}

// borrowed adds phrases that the parser may have hung on an argument instead of
// on the predicate: "imposed [sanctions on Moscow]", "urged [Moscow to halt]".
func (s *sentence) borrowed(from int) {
	to := len(s.args)
	for i := from; i < to; i++ {
		a := s.args[i]
		if a.as != object && a.as != oblique && a.as != second {
			continue
		}
		for _, k32 := range s.children(int(a.head)) {
			k := int(k32)
			switch s.rel[k] {
			case relNmod:
				if p := s.preposition(k); p != "" && p != "of" {
					s.add(oblique, k, p, int(a.far)+1, a.light)
				}
			case relAcl:
				if a.as != oblique && s.marker(k) != "" {
					s.add(clause, k, s.marker(k), int(a.far)+1, a.light)
				}
			}
		}
	}
}

// adjectiveArgs lists the arguments of an adjective: "X is ready to DO", "it is
// deplorable that DO", and "an unacceptable THING".
func (s *sentence) adjectiveArgs(p int, f *frame) {
	if s.rel[p] == relAmod {
		s.add(object, s.head(p), "", 0, false)
	}
	sub := s.surfaceSubject(p, 0)
	f.subjectless = sub < 0
	s.add(subject, sub, "", 0, false)
	s.verbKids(p, false, 0, false)
}

// nounArgs lists the arguments of a noun, and those of the verb that governs it.
func (s *sentence) nounArgs(p int, f *frame) {
	f.subjectless = true
	s.nounOwn(p, 0)
	h := s.head(p)
	// "raids and attacks on X", "X's raids and attacks": conjoined nouns share.
	if s.rel[p] == relConj && h >= 0 && s.isNoun(h) {
		s.nounOwn(h, 1)
	}
	for _, k := range s.children(p) {
		if s.rel[k] == relConj && s.isNoun(int(k)) && s.mention[k] < 0 {
			s.nounOwn(int(k), 1)
		}
	}
	n := p
	if s.rel[p] == relConj && h >= 0 {
		n = h
	}
	if s.child(n, relCop) >= 0 { // "is on a visit to", "is in talks with"
		s.add(subject, s.surfaceSubject(n, 0), "", 1, false)
	}
	if v := s.child(n, relRelcl); v >= 0 && s.surfaceSubject(v, 0) != n {
		s.lightVerb(n, v, f) // "the talks that Seoul held with ..."
	} else if v := s.child(n, relAcl); v >= 0 && s.isVerb(v) && s.marker(v) == "" {
		s.lightVerb(n, v, f) // "a protest lodged by ..."
	}
	g := s.head(n)
	if g < 0 || !s.isVerb(g) {
		return
	}
	switch s.rel[n] {
	case relObj, relSubjPass, relXcomp, relObl:
		s.lightVerb(n, g, f)
	}
}

// nounOwn lists what hangs on a noun itself.
func (s *sentence) nounOwn(p, far int) {
	for _, k32 := range s.children(p) {
		k := int(k32)
		switch s.rel[k] {
		case relPoss:
			s.add(possessor, s.antecedent(k), "", far, false)
		case relCompound, relAmod, relDesc:
			if s.mention[k] >= 0 {
				s.add(modifier, k, "", far, false)
			}
		case relNmod, relObl, relOblAgent:
			s.add(oblique, k, s.preposition(k), far, false)
			for _, j := range s.children(k) {
				if s.rel[j] == relNmod {
					s.add(oblique, int(j), s.preposition(int(j)), far+1, false)
				}
			}
		case relAcl, relCcomp, relAdvcl, relXcomp:
			if s.marker(k) != "" {
				s.add(clause, k, s.marker(k), far, false)
			}
		}
	}
}

// lightVerb adds the arguments of the verb that governs a noun.
func (s *sentence) lightVerb(n, v int, f *frame) {
	if f.verb >= 0 {
		return
	}
	f.verb = int32(v)
	passive := s.passive(v)
	if passive {
		s.add(subject, s.agent(v), "by", 0, true)
	} else if sub := s.surfaceSubject(v, 0); sub != n {
		s.add(subject, sub, "", 0, true)
	}
	s.summoned(v, true)
	for _, k32 := range s.children(v) {
		k := int(k32)
		if k == n {
			continue
		}
		switch s.rel[k] {
		case relIobj:
			s.add(second, k, "", 0, true)
		case relObj:
			s.add(object, s.antecedent(k), "", 0, true)
		case relObl, relOblAgent:
			s.add(oblique, s.antecedent(k), s.preposition(k), 0, true)
			for _, j := range s.children(k) {
				if s.rel[j] == relNmod {
					s.add(oblique, int(j), s.preposition(int(j)), 1, true)
				}
			}
		case relXcomp, relAdvcl, relCcomp:
			s.add(clause, k, s.marker(k), 1, true)
		}
	}
}

// preposition of a phrase, "" where it has none. Fixed ones of several words are
// joined by spaces.
func (s *sentence) preposition(k int) string {
	for _, c := range s.children(k) {
		if s.rel[c] != relCase || int(c) > k || s.lemma[c] == "'s" || s.lemma[c] == "'" || s.lemma[c] == "’s" {
			continue
		}
		p := s.lemma[c]
		for _, x := range s.children(int(c)) {
			if s.rel[x] == relFixed {
				p += " " + s.lemma[x]
			}
		}
		return p
	}
	return ""
}

// marker of a clause: "to", "that", "if", or the preposition of a gerund; "" for
// a bare clause.
func (s *sentence) marker(k int) string {
	for _, c := range s.children(k) {
		if int(c) > k {
			break
		}
		if s.rel[c] == relMark || s.rel[c] == relCase && s.isVerb(k) {
			return s.lemma[c]
		}
	}
	return ""
}

// finite says that the clause of a verb has tense.
func (s *sentence) finite(v int) bool {
	if s.marker(v) == "to" {
		return false
	}
	for _, k := range s.children(v) {
		if (s.rel[k] == relAux || s.rel[k] == relAuxPass || s.rel[k] == relCop) && !s.gerund(int(k)) {
			return true
		}
	}
	return !s.gerund(v) && !s.participle(v)
}

// actorLike says that a phrase names somebody, itself or by a modifier's help.
func (s *sentence) actorLike(k int) bool {
	return s.mention[k] >= 0 || s.inside[k] >= 0 || s.tok[k].UPOS == "PRON"
}
