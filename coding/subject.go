package coding

// This file finds the arguments that a verb does not have beside it: the subject
// that it shares, the object that a relative clause has moved away.

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
	if s.unaided[p] {
		return true
	}
	if s.child(p, relAuxPass) >= 0 {
		return true // "having been asked"
	}
	for _, k := range s.children(p) {
		switch s.rel[k] {
		case relSubjPass, relOblAgent:
			return true
		case relAux, relSubj, relObj:
			if s.rel[k] == relAux && s.lemma[k] != "be" {
				return false
			}
			if s.rel[k] == relObj || s.rel[k] == relSubj {
				return false // "as the ministry called in the envoy": no passive
			}
		}
	}
	if !s.participle(p) || s.subjectAfterConjunction(p) >= 0 {
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
	if k := s.subjectAfterConjunction(p); k >= 0 {
		return k
	}
	// "Halvia has for the third time refused", the subject hung on the auxiliary.
	for _, k := range s.children(p) {
		if s.rel[k] == relAux {
			if sub := s.child(int(k), relSubj); sub >= 0 {
				return s.antecedent(sub)
			}
		}
	}
	g := s.head(p)
	if g < 0 || climb > maxClimb {
		return -1
	}
	switch s.rel[p] {
	case relConj:
		if up := s.tensed(p, g); up >= 0 {
			return s.surfaceSubject(up, climb+1)
		}
		if s.isVerb(g) || s.child(g, relSubj) >= 0 || s.child(g, relCop) >= 0 {
			return s.surfaceSubject(g, climb+1)
		}
	case relXcomp:
		return s.controller(p, g, climb)
	case relAdvcl:
		if o := s.misreadSubject(g, p); o >= 0 {
			return s.antecedent(o)
		}
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
		if s.insetSpeaker(g) >= 0 {
			return s.child(g, relSubj)
		}
		if o := s.misreadSubject(g, p); o >= 0 {
			return s.antecedent(o)
		}
		if !s.finite(p) {
			return s.surfaceSubject(g, climb+1)
		}
	case relAcl:
		if s.marker(p) == "" && (s.gerund(p) || s.participle(p)) || s.awaited(p) {
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

// tensed is the verb above a relative clause that a conjunct goes with by its tense:
// in "announces a ban on those who armed Halvia and *reaffirms* its support" the
// verb announces, -1 where the conjunct stands where it belongs.
func (s *sentence) tensed(p, g int) int {
	if s.tok[p].XPOS != "VBZ" && s.tok[p].XPOS != "VBP" || s.rel[g] != relRelcl && s.rel[g] != relAcl || s.tok[g].XPOS == s.tok[p].XPOS {
		return -1
	}
	if k := s.child(g, relAux); k >= 0 && s.tok[k].XPOS == s.tok[p].XPOS {
		return -1
	}
	for n, c := 0, s.head(g); c >= 0 && n < maxClimb; n, c = n+1, s.head(c) {
		if s.isVerb(c) && s.tok[c].XPOS == s.tok[p].XPOS {
			return c
		}
	}
	return -1
}

// subjectAfterConjunction is the subject of "as *the ministry* called in the envoy"
// where the parser took "as" for a preposition.
func (s *sentence) subjectAfterConjunction(p int) int {
	if !s.isVerb(p) || s.rel[p] != relAdvcl || s.gerund(p) || s.marker(p) != "" {
		return -1
	}
	for _, k := range s.children(p) {
		if s.rel[k] == relObl && int(s.right[k]) == p-1 && conjunctions[s.preposition(int(k))] {
			return int(k)
		}
	}
	return -1
}

// misreadSubject is the object of a verb of speech that is in truth the subject of
// what is said: "said *Russia*, by arming them, would ...". Nobody is said.
func (s *sentence) misreadSubject(g, p int) int {
	if !speechVerbs[s.lemma[g]] || s.lemma[g] == "tell" || p < g {
		return -1
	}
	c := s.child(g, relCcomp)
	if c < 0 || s.child(c, relSubj) >= 0 || s.child(c, relSubjPass) >= 0 || !s.finite(c) {
		return -1
	}
	if o := s.child(g, relObj); o > g && o < p && s.actorLike(o) {
		return o
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
	return s.farAgent(v)
}

// farAgent is the by-phrase of a passive that the parser hung on the last noun or
// infinitive before it: "was given millions in aid *by Halvia*", "was urged to
// stop whaling *by Halvia*"; -1 where none names somebody.
func (s *sentence) farAgent(v int) int {
	if s.child(v, relAuxPass) < 0 {
		return -1
	}
	n := int(s.right[v])
	for c := v; ; {
		last := -1
		for _, k := range s.children(c) {
			if int(k) <= c || s.rel[k] == relPunct {
				continue
			}
			last = int(k)
		}
		if last < 0 {
			return -1
		}
		switch s.rel[last] {
		case relObl, relNmod, relOblAgent:
			if c != v && s.preposition(last) == "by" && s.mention[last] >= 0 && int(s.right[last]) >= n-1 {
				return last
			}
		case relObj, relXcomp:
		default:
			return -1
		}
		if c != v && (s.passive(c) || s.rel[c] == relRelcl) {
			return -1
		}
		c = last
	}
}

// antecedent returns what a relative pronoun stands for, else the token itself.
func (s *sentence) antecedent(k int) int {
	if !relatives[s.lemma[k]] || s.upos[k] != "PRON" && s.tok[k].XPOS != "WDT" && s.tok[k].XPOS != "WP" {
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
		if s.upos[i] != "PUNCT" && s.upos[i] != "ADP" {
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
