package coding

import (
	"casus"
	"casus/lexicon"
)

// Verbs and nouns of speech that the grammar knows without the lexicon.
var speechVerbs = words("say", "tell", "add", "state", "note", "claim", "report", "announce", "declare", "insist",
	"emphasize", "emphasise", "stress", "argue", "explain", "assert", "allege", "confirm", "reveal", "write",
	"warn", "reiterate", "suggest", "tweet", "quote", "acknowledge", "admit", "maintain", "believe", "think", "underline",
	"deny", "predict", "estimate", "remark", "comment", "respond", "reply", "conclude", "clear", "disclose", "recall",
	"vow", "pledge", "promise", "urge", "agree", "according", "observe", "point", "indicate", "assure", "inform", "contend", "describe")

// pleas are further verbs that may follow what is said: "troops must go, Halvia *threatened*".
var pleas = words("threaten", "complain", "caution", "boast", "lament", "plead", "appeal", "joke", "hint", "testify", "call", "condemn", "criticize", "criticise")

// speech says that a verb tells somebody's words.
func (r *reader) speech(v int) bool {
	s := &r.s
	if speechVerbs[s.lemma[v]] || r.cues[s.lemma[v]] {
		return true
	}
	m := r.matchOf(v)
	return m != nil && m.sense.Operator == "SAY"
}

// saying is a clause of speech around another clause.
type saying struct {
	speaker int // the token that heads the speaker
	cue     int
}

// sayingOf finds the nearest clause of speech that a token stands under.
func (r *reader) sayingOf(p int) (saying, bool) {
	s := &r.s
	for c, n := p, 0; n < 2*maxClimb && c >= 0; c, n = s.head(c), n+1 {
		// "..., the ministry said": the speech hangs on its content.
		for _, k32 := range s.children(c) {
			k := int(k32)
			switch s.rel[k] {
			case relParataxis, relAdvcl:
				if k != p && s.isVerb(k) && r.speech(k) && s.child(k, relCcomp) < 0 && !s.under(p, k) {
					if sp := s.speaker(k); sp >= 0 && (s.rel[k] == relParataxis || s.marker(k) == "as") {
						return saying{sp, k}, true
					}
				}
			case relObl, relNmod, relAdvmod:
				if c := s.accordingTo(k); c >= 0 && !s.under(p, k) {
					return saying{c, k}, true
				}
			}
		}
		if sp := s.colonSpeaker(c); sp >= 0 {
			return saying{sp, sp}, true
		}
		g := s.head(c)
		if g < 0 {
			break
		}
		switch s.rel[c] {
		case relAdvcl:
			if s.misreadSubject(g, c) >= 0 {
				return saying{s.speaker(g), g}, true
			}
		case relCcomp, relParataxis:
			if s.rel[c] == relParataxis && c < g {
				continue
			}
			if (s.isVerb(g) || s.upos[g] == "ADJ") && r.speech(g) && (s.rel[c] == relCcomp || s.child(g, relCcomp) < 0) {
				if sp := s.speaker(g); sp >= 0 {
					return saying{sp, g}, true
				}
			}
		}
	}
	return saying{}, false
}

// speaker of a verb of speech.
func (s *sentence) speaker(v int) int {
	if s.passive(v) {
		return s.agent(v)
	}
	if a := s.insetSpeaker(v); a >= 0 {
		return a
	}
	return s.surfaceSubject(v, 0)
}

// under says that a token stands in the subtree of another.
func (s *sentence) under(p, top int) bool {
	for n := 0; p >= 0 && n <= len(s.tok); p, n = s.head(p), n+1 {
		if p == top {
			return true
		}
	}
	return false
}

// accordingTo returns the source of "according to X", else -1.
func (s *sentence) accordingTo(k int) int {
	if s.lemma[k] == "accord" || s.lemma[k] == "according" {
		for _, c := range s.children(k) {
			if s.rel[c] == relObl || s.rel[c] == relNmod {
				return int(c)
			}
		}
		return -1
	}
	for _, c := range s.children(k) {
		if s.rel[c] == relCase && (s.lemma[c] == "accord" || s.lemma[c] == "according") {
			return k
		}
	}
	return -1
}

// claimOf says whose word an event is; nil where it is the dispatch's own.
func (r *reader) claimOf(p int) *casus.Claim {
	y, ok := r.sayingOf(p)
	if !ok {
		return nil
	}
	x := r.resolve(y.speaker)
	if x.empty() {
		return nil
	}
	return &casus.Claim{
		By:    r.roles(x)[0],
		Cue:   r.s.tok[y.cue].Span,
		Quote: r.quoteForm(p, y.cue),
	}
}

// quoteForm tells direct from indirect speech by the quotation marks around the
// act and around the rest of what is said.
func (r *reader) quoteForm(p, cue int) string {
	s := &r.s
	open, within, any := false, false, false
	for i := range s.tok {
		switch f := s.tok[i].Form; f {
		case "\"", "“", "”", "``", "''", "„", "«", "»":
			any = true
			open = !open
			if f == "“" || f == "``" || f == "«" {
				open = true
			} else if f == "”" || f == "''" || f == "»" {
				open = false
			}
		}
		if i == p {
			within = open
		}
	}
	switch {
	case !any:
		return "indirect"
	case !within:
		return "mixed"
	}
	// The subject outside the quotation makes it a mixed one.
	if sub := s.surfaceSubject(p, 0); sub >= 0 && sub != cue && !s.sameQuote(sub, p) {
		return "mixed"
	}
	return "direct"
}

// sameQuote says that no quotation mark stands between two tokens.
func (s *sentence) sameQuote(a, b int) bool {
	for i := min(a, b); i < max(a, b); i++ {
		switch s.tok[i].Form {
		case "\"", "“", "”", "``", "''", "«", "»":
			return false
		}
	}
	return true
}

// speakerOf is who an opinion without an owner belongs to ("it was deplorable
// that ..."): the one who says it.
func (r *reader) speakerOf(m *match) int {
	if m.slot[lexicon.ACTOR] >= 0 {
		return -1
	}
	if y, ok := r.sayingOf(int(m.tok)); ok {
		return y.speaker
	}
	return -1
}
