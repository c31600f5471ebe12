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
	switch s.upos[p] {
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
	} else if f.passive {
		if k := s.farAgent(p); k >= 0 {
			s.add(subject, k, "by", 1, false)
		}
	}
	s.summoned(p, false)
	if s.rel[p] == relParataxis && s.head(p) >= 0 && (speechVerbs[s.lemma[p]] || mandates[s.lemma[p]] || pleas[s.lemma[p]]) {
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
			s.add(second, s.given(p, k), "", far+1, light)
			if c := s.foundGuilty(p, k); c >= 0 {
				s.add(object, c, "", far, light)
				continue
			}
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
			if (prep == "at" || prep == "") && s.atLeast(k) {
				s.add(object, k, "", far+1, light)
			}
			s.add(oblique, s.antecedent(k), prep, far, light)
		case relXcomp, relCcomp, relAdvcl, relAcl:
			s.add(object, s.foundGuilty(p, k), "", far, light)
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
				if p := s.preposition(k); p != "" && (p != "of" || s.mention[a.head] >= 0 && !s.actorLike(k)) {
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
	if c := s.carrier(p); c >= 0 {
		p = c
		s.nounOwn(c, 0)
	}
	h := s.head(p)
	// "raids and attacks on X", "X's raids and attacks": conjoined nouns share.
	if s.rel[p] == relConj && h >= 0 && s.isNoun(h) {
		s.nounOwn(h, 1)
	}
	for _, k := range s.children(p) {
		if s.rel[k] == relConj && s.isNoun(int(k)) && s.mention[k] < 0 {
			s.nounPhrases(int(k), 1)
		}
	}
	n := p
	if s.rel[p] == relConj && h >= 0 {
		n = h
	}
	if s.child(n, relCop) >= 0 { // "is on a visit to", "is in talks with"
		s.add(subject, s.surfaceSubject(n, 0), "", 1, false)
	}
	for _, x := range [...]int{p, n} { // its own clause goes before that of the noun it is conjoined with
		if v := s.child(x, relRelcl); v >= 0 && s.surfaceSubject(v, 0) != x {
			s.lightVerb(x, v, f) // "the talks that Seoul held with ..."
		} else if v := s.child(x, relAcl); v >= 0 && s.isVerb(v) && s.marker(v) == "" && (s.agent(v) >= 0 || !s.governed(n)) {
			s.lightVerb(x, v, f) // "a protest lodged by ..."
		}
	}
	g := s.head(n)
	if g < 0 || !s.isVerb(g) {
		return
	}
	switch s.rel[n] {
	case relObj, relSubjPass, relXcomp, relObl:
		s.lightVerb(n, g, f)
	case relSubj: // "protests erupted in ..."
		if occurrences[s.lemma[g]] {
			s.lightVerb(n, g, f)
		}
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
			if s.mention[k] >= 0 && (s.rel[p] != relObj || s.given(s.head(p), p) != k) {
				s.add(modifier, k, "", far, false)
			}
		}
	}
	s.nounPhrases(p, far)
}

// nounPhrases lists the phrases and clauses behind a noun.
func (s *sentence) nounPhrases(p, far int) {
	for _, k32 := range s.children(p) {
		k := int(k32)
		switch s.rel[k] {
		case relNmod, relObl, relOblAgent:
			s.add(oblique, k, s.preposition(k), far, false)
			for _, j := range s.children(k) {
				if s.rel[j] == relNmod || s.rel[j] == relObl {
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
			if s.rel[k] == relObj {
				s.add(second, s.given(v, k), "", 0, true)
			}
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

// governed says that a verb above lends a noun its arguments.
func (s *sentence) governed(n int) bool {
	g := s.head(n)
	if g < 0 || !s.isVerb(g) {
		return false
	}
	return s.rel[n] == relObj || s.rel[n] == relSubjPass
}

// givers are the verbs that take two objects, of which the parser makes one.
var givers = words("give", "grant", "offer", "deny", "refuse", "award", "promise", "pay", "lend", "show")

// given is who is given something in "granted [Hanoi] permission", where the parser
// takes the name for the first part of the thing's; -1 where the words do not stand so.
func (s *sentence) given(v, k int) int {
	if v < 0 || k < v || !givers[s.lemma[v]] || s.upos[k] != "NOUN" || s.child(k, relPoss) >= 0 {
		return -1
	}
	for _, c := range s.children(k) {
		if s.rel[c] == relCompound && s.mention[c] >= 0 && int(c) > v && int(c) < k {
			return int(c)
		}
	}
	return -1
}

// foundGuilty is who was "found [somebody] guilty", which the parser reads as one phrase.
func (s *sentence) foundGuilty(v, k int) int {
	if s.lemma[k] != "guilty" || s.lemma[v] != "find" || k < v {
		return -1
	}
	for _, c := range s.children(k) {
		if (s.rel[c] == relCompound || s.rel[c] == relSubj || s.rel[c] == relNmod) && int(c) < k && int(c) > v {
			if s.rel[c] == relCompound && s.mention[c] < 0 {
				return k // "found [the Halvian banker guilty]": the adjective hangs on the whole
			}
			return int(c)
		}
	}
	return -1
}
