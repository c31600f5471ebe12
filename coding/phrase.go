package coding

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
	// The parser may hang it on the title: "talks with [Prime Minister] Kovac".
	for _, c := range s.children(k) {
		if s.rel[c] == relDesc && int(c) < k && s.left[c] == s.left[k] {
			return s.preposition(int(c))
		}
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
	return s.mention[k] >= 0 || s.inside[k] >= 0 || s.upos[k] == "PRON"
}

// atLeast says that the "at" of a phrase belongs to its number: "killed at least
// six people".
func (s *sentence) atLeast(k int) bool {
	for i := int(s.left[k]); i+1 < k; i++ {
		if s.lemma[i] == "at" && (s.tok[i+1].Form == "least" || s.tok[i+1].Form == "most") {
			return true
		}
	}
	return false
}

// inCaseOf says that a noun stands behind "in case of" or "in the event of",
// however the words between hang together.
func (s *sentence) inCaseOf(p int) bool {
	for _, c := range s.children(p) {
		for k := int(c); s.rel[c] == relCase && k < p && k <= int(c)+2; k++ {
			if s.lemma[k] == "of" && k >= 2 && (s.lemma[k-1] == "case" || s.lemma[k-1] == "event") {
				return true
			}
		}
	}
	return false
}
