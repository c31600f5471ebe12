package coding

// This file mends what headlines leave out, and what the parser makes of it.

// awaited says that an infinitive is the predicate of a headline: "Turkish
// president *to visit* Greece". The parser hangs it on the noun.
func (s *sentence) awaited(v int) bool {
	g := s.head(v)
	return g >= 0 && s.rel[v] == relAcl && s.rel[g] == relRoot && s.marker(v) == "to" && g < v &&
		s.mentionAt(g) >= 0 && s.child(g, relCop) < 0
}

// bareHeadline says that a sentence looks like a headline: it does not end in a
// full stop and holds no other auxiliary.
func (s *sentence) bareHeadline() bool {
	if n := len(s.tok); n == 0 || s.upos[n-1] == "PUNCT" && s.tok[n-1].Form != "'" && s.tok[n-1].Form != "’" {
		return false
	}
	return true
}

// dropped says that a verb is a passive that has lost its auxiliary, as in
// "Chinese ambassador *summoned* over balloon": a past form without object, in a
// headline.
func (s *sentence) dropped(v int) bool {
	if s.tok[v].XPOS != "VBD" && s.tok[v].XPOS != "VBN" || s.child(v, relSubj) < 0 {
		return false
	}
	if s.child(v, relObj) >= 0 || s.child(v, relAux) >= 0 || s.child(v, relCcomp) >= 0 || s.child(v, relXcomp) >= 0 {
		return false
	}
	return (s.rel[v] == relRoot || s.rel[v] == relConj) && s.bareHeadline()
}

// colonSpeaker is who says a clause that stands beside the name with a colon
// between: "*Serbian minister*: Kosovo must withdraw", "Kosovo must withdraw:
// *minister*"; -1 for none. p is the head of the clause.
func (s *sentence) colonSpeaker(p int) int {
	if g := s.head(p); g >= 0 && s.rel[p] == relParataxis && g < p && (s.bareHeadline() || !s.isPlace(g)) && s.mentionAt(g) >= 0 && !s.isVerb(g) && s.colon(g, p) {
		return g
	}
	for _, k := range s.children(p) {
		if s.rel[k] == relOther && int(k) < p && s.mentionAt(int(k)) >= 0 && int(s.right[k])+1 < p && s.tok[s.right[k]+1].Form == ":" {
			return int(k)
		}
		if s.rel[k] == relParataxis && int(k) > p && s.mentionAt(int(k)) >= 0 && !s.isVerb(int(k)) && s.colon(p, int(k)) &&
			int(s.right[k])+2 >= len(s.tok) {
			return int(k)
		}
	}
	return -1
}

// isPlace says that a token heads the name of a place: before a colon that is the
// dateline.
func (s *sentence) isPlace(k int) bool {
	m := s.mentionAt(k)
	if m < 0 {
		return false
	}
	t := s.doc.Entities[s.doc.Mentions[m].Entity].Type
	return t == "GPE" || t == "LOC"
}

// retagSpeaker undoes a subject that stands before a colon with another behind it:
// "*Halvia*: Tornia must withdraw".
func (s *sentence) retagSpeaker(v int) {
	a := s.child(v, relSubj)
	if a < 0 || a > v {
		return
	}
	for _, k := range s.children(v) {
		if s.rel[k] == relSubj && int(k) > a && int(k) < v && s.colon(a, int(k)) {
			s.rel[a] = relOther
			return
		}
	}
}

// colon says that a colon stands between two tokens.
func (s *sentence) colon(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if s.tok[i].Form == ":" {
			return true
		}
	}
	return false
}

// insetSpeaker is the speaker of "Turkey, *Greece* said, attacked a ship", which
// the parser takes for an apposition; -1 where the words do not stand so.
func (s *sentence) insetSpeaker(g int) int {
	sub := s.child(g, relSubj)
	if sub < 0 || !speechVerbs[s.lemma[g]] || s.child(g, relCcomp) < g {
		return -1
	}
	a := s.child(sub, relAppos)
	if a < sub || a > g || int(s.right[a]) != g-1 || g+1 >= len(s.tok) || s.tok[g+1].Form != "," {
		return -1
	}
	if l := int(s.left[a]); l < 1 || s.tok[l-1].Form != "," {
		// The comma may hang on the apposition.
		if s.tok[l].Form != "," {
			return -1
		}
	}
	return a
}

// asked says that a clause is a question: "Will Tornia attack?" asks, it tells
// nothing.
func (s *sentence) asked(p int) bool {
	n := len(s.tok)
	for n > 0 && (s.tok[n-1].Form == "\"" || s.tok[n-1].Form == "”" || s.tok[n-1].Form == "'" || s.tok[n-1].Form == ")") {
		n--
	}
	if n == 0 || s.tok[n-1].Form != "?" {
		return false
	}
	// What stands in a clause of its own within the question is taken as told: "Why
	// did Halvia attack?" but "the raid that Halvia made".
	for c, n := p, 0; c >= 0 && n <= len(s.tok); c, n = s.head(c), n+1 {
		switch s.rel[c] {
		case relRelcl, relAcl, relNmod, relAppos:
			return false
		case relRoot:
			return !s.wondered(c)
		}
	}
	return true
}

// wondered says that a question takes its deed for granted: "Why did ...?",
// "how", "when".
func (s *sentence) wondered(p int) bool {
	for _, k := range s.children(p) {
		switch s.lemma[k] {
		case "why", "how", "when", "where":
			return s.rel[k] == relAdvmod && int(k) < p
		}
	}
	return false
}
