package coding

import "casus"

// mood is what grammar says of a predicate: the status, and what only modal verbs
// say.
type mood struct {
	casus.Status
	// must: it is demanded ("Russia must withdraw"); would: it is told of the
	// future as seen from the past, or of a condition.
	// cannot: "could not agree", "is unable to".
	must, would, cannot bool
	// needed: "needs to withdraw", which is a demand only where somebody says so.
	needed bool
	// asked: it stands in a question.
	asked bool
	// purpose: it is only aimed at ("a tax to hurt ..."), not told as done, to
	// be done or thinkable.
	purpose bool
}

var hypoNouns = words("threat", "risk", "possibility", "fear", "prospect", "chance", "event", "case",
	"likelihood", "potential", "danger", "idea", "option", "speculation", "rumor", "allegation", "suggestion", "possible", "potential")

// moodOf reads the mood of a match from its verb, or from the verb that governs
// its noun, and from the clauses around it.
func (r *reader) moodOf(m *match) mood {
	s := &r.s
	p := int(m.tok)
	var md mood
	switch {
	case s.isVerb(p):
		r.verbMood(p, &md, 0)
	case s.upos[p] == "ADJ":
		r.verbMood(p, &md, 0)
	default:
		r.nounMood(m, p, &md)
	}
	return md
}

// nounMood reads the mood of an event noun.
func (r *reader) nounMood(m *match, p int, md *mood) {
	s := &r.s
	md.Negated = r.negatedWord(p)
	if s.inCaseOf(p) {
		md.Hypothetical = true
	}
	for _, k := range s.children(p) {
		switch s.lemma[k] {
		case "former", "previous", "past", "last", "earlier":
			md.Historical = md.Historical || s.lemma[k] == "former"
		case "possible", "potential", "alleged", "hypothetical", "threatened":
			md.Hypothetical = true
		case "planned", "upcoming", "future", "proposed", "forthcoming", "plan", "propose":
			md.Future = true
		case "ongoing", "continued", "continue", "continuous":
			md.Ongoing = true
		}
	}
	n := p
	for d := 0; d < maxClimb; d++ {
		g := s.head(n)
		if g < 0 {
			return
		}
		switch s.rel[n] {
		case relConj, relNmod, relAppos, relCompound:
			if hypoNouns[s.lemma[g]] {
				md.Hypothetical = true
			}
			if futureWords[s.lemma[g]] && s.carrier(n) != g {
				md.Future = true
			}
			if !s.isVerb(g) {
				n = g
				continue
			}
		case relObl:
			if hypoNouns[s.lemma[n]] {
				md.Hypothetical = true
			}
			if s.preposition(n) == "without" {
				md.Negated = true
			}
		}
		break
	}
	g := s.head(n)
	if g < 0 || !s.isVerb(g) {
		if s.child(n, relCop) >= 0 {
			r.verbMood(n, md, 0)
		}
		return
	}
	f := s.frames[p]
	lent := f.verb == int32(g) && r.lends(p, m.entry, f)
	if denials[s.lemma[g]] {
		md.Denied = true
	}
	if h := s.head(g); s.rel[g] == relCcomp && h >= 0 && maybeWords[s.lemma[h]] {
		md.Hypothetical = true // "hoped that the lifting of the ban would help"
	}
	switch s.rel[n] {
	case relObj, relSubjPass, relSubj, relObl:
		if lent || s.rel[n] == relSubj && (occurrences[s.lemma[g]] || !s.definite(n)) || futureWords[s.lemma[g]] {
			r.verbMood(g, md, 0)
		}
		if futureWords[s.lemma[g]] {
			r.future(g, md)
		}
	}
}

// occurrences are the verbs that only say that something comes about.
var occurrences = words("come", "happen", "occur", "begin", "start", "take", "continue", "resume", "end", "go", "be", "follow", "ensue", "erupt", "break")

// definite says that a noun means a deed that is known: "the attack", "their
// criticism". What that might lead to leaves the deed as real as it is.
func (s *sentence) definite(n int) bool {
	for _, k := range s.children(n) {
		switch s.rel[k] {
		case relPoss:
			return true
		case relDet:
			l := s.lemma[k]
			return l == "the" || l == "this" || l == "that" || l == "these" || l == "those"
		}
	}
	return false
}

// negatedWord says that a word carries its own negation: "not", "no", "without".
func (r *reader) negatedWord(p int) bool {
	s := &r.s
	for _, k := range s.children(p) {
		switch s.rel[k] {
		case relAdvmod, relDet, relMark, relCase, relCc:
			if negators[s.lemma[k]] {
				// "not only" affirms.
				if next := int(k) + 1; next < len(s.tok) && (s.lemma[next] == "only" || s.lemma[next] == "just") {
					continue
				}
				return true
			}
			if s.rel[k] == relAdvmod && int(k) < p { // "never directly or indirectly pressed"
				for _, c := range s.children(int(k)) { // "no longer"
					if (s.rel[c] == relAdvmod || s.rel[c] == relDet) && (s.lemma[c] == "never" || s.lemma[c] == "not" || s.lemma[c] == "no") && int(c) < int(k) {
						return true
					}
				}
			}
		case relSubj, relSubjPass, relObj:
			if c := s.child(int(k), relCc); c >= 0 && s.lemma[c] == "neither" {
				return true
			}
			if negators[s.lemma[k]] || s.isNoun(int(k)) && s.childLemma(int(k), relDet, "no") >= 0 {
				return true
			}
		}
	}
	return false
}

// verbMood adds the mood of a verb, then climbs to the verbs that govern it.
func (r *reader) verbMood(v int, md *mood, depth int) {
	s := &r.s
	if depth > maxClimb {
		return
	}
	if r.negatedWord(v) {
		md.Negated = true
	}
	r.auxiliaries(v, md)
	if r.lasting(v) {
		md.Ongoing = true
	}
	if depth == 0 && s.subjunctive(v) {
		md.must = true
	}
	switch s.lemma[v] {
	case "continue", "maintain", "remain", "keep":
		md.Ongoing = true
	}
	if depth == 0 && s.asked(v) {
		md.asked = true
	}
	if s.childLemma(v, relMark, "whether") >= 0 {
		md.Hypothetical = true
	}
	g := s.head(v)
	if g < 0 {
		if s.marker(v) == "to" {
			md.Future = true // a headline: "Minister to visit Hanoi"
		}
		return
	}
	switch s.rel[v] {
	case relSubj:
		if s.would(g) { // "arming them would be a mistake"
			md.Hypothetical = true
		}
	case relXcomp:
		r.governed(v, g, md, depth)
	case relAcl:
		switch s.marker(v) {
		case "to":
			if s.awaited(v) {
				md.Future = true
				return
			}
			r.future(g, md)
		case "on", "for", "about":
			md.Hypothetical = true // "a treaty on sending ...": not sent yet
		}
		if h := s.head(g); h >= 0 && s.isVerb(h) && (s.rel[g] == relObj || s.rel[g] == relSubjPass) && s.marker(v) != "" {
			r.verbMood(h, md, depth+1)
		}
	case relRelcl:
		if s.child(g, relCop) >= 0 && s.deniedCleft(g) {
			md.Negated = true
		}
	case relAdvcl:
		r.adverbial(v, g, md, depth)
	case relCcomp:
		r.content(v, g, md, depth)
	case relConj:
		r.conjoined(v, g, md, depth)
	}
}

// deniedCleft says that a noun is what was not: "it was *not Halvia* that attacked".
func (s *sentence) deniedCleft(g int) bool {
	sub := s.child(g, relSubj)
	if sub < 0 {
		sub = s.child(g, relExpl)
	}
	return sub >= 0 && s.lemma[sub] == "it" && (s.childLemma(g, relAdvmod, "not") >= 0 || s.childLemma(g, relAdvmod, "n't") >= 0)
}

// auxiliaries reads what stands before the verb itself.
func (r *reader) auxiliaries(v int, md *mood) {
	s := &r.s
	for _, k := range s.children(v) {
		switch s.rel[k] {
		case relAux:
			switch l := s.lemma[k]; {
			case modalsWould[l] || s.tok[k].Form == "would":
				md.would = s.tok[v].XPOS != "VBN" // "would have gone" never went
				md.Hypothetical = md.Hypothetical || !md.would
			case modalsWill[l]:
				md.Future = true
			case modalsMaybe[l]:
				if md.Negated && (l == "could" || l == "can") {
					md.cannot = true
				} else {
					md.Hypothetical = true
				}
			case modalsMust[l]:
				if sub := s.child(v, relSubj); l == "should" && sub > int(k) {
					md.Conditional, md.Hypothetical = true, true // "should it attack"
				} else {
					md.must = true
				}
			case l == "be" && s.gerund(v):
				md.Ongoing = true
			}
		case relAdvcl:
			if m := s.marker(int(k)); m == "if" || m == "unless" {
				md.Conditional = true
			}
		case relAdvmod:
			switch s.lemma[k] {
			case "allegedly", "possibly", "perhaps", "nearly", "almost":
				md.Hypothetical = true
			case "still", "currently":
				md.Ongoing = true
			}
		}
	}
}

// Verbs whose clause in the subjunctive tells what they ask for.
var mandates = words("insist", "recommend", "suggest", "propose", "request", "ask", "demand", "urge", "advise", "order", "require", "stipulate")

// subjunctive says that a clause tells what somebody wants: "insisted that Halvia
// *halt* the drills".
func (s *sentence) subjunctive(v int) bool {
	g := s.head(v)
	if s.rel[v] != relCcomp || g < 0 || !mandates[s.lemma[g]] || s.child(v, relAux) >= 0 {
		return false
	}
	sub := s.child(v, relSubj)
	switch s.tok[v].XPOS {
	case "VB":
		return sub >= 0 || s.child(v, relSubjPass) >= 0
	case "VBP": // with a subject in the singular only the subjunctive has this form
		return sub >= 0 && (s.tok[sub].XPOS == "NN" || s.tok[sub].XPOS == "NNP") && s.child(sub, relConj) < 0
	}
	return false
}

// governed adds the mood that a verb in the infinitive has from its governor.
func (r *reader) governed(v, g int, md *mood, depth int) {
	s := &r.s
	if s.marker(v) == "to" || !s.isVerb(g) {
		r.future(g, md)
	}
	switch l := s.lemma[g]; {
	case l == "have" && s.marker(v) == "to":
		if s.childLemma(g, relAdvmod, "yet") >= 0 {
			md.Negated = true // "has yet to sign"
		} else {
			md.must = true
		}
	case l == "need" && s.marker(v) == "to" && g > v-4:
		md.must, md.needed = true, true
	case ongoingWords[l]:
		md.Ongoing = true
	case denials[l]:
		md.Denied = true
	case (proposals[l] || maybeWords[l]) && s.gerund(v):
		md.Hypothetical = true
	}
	r.verbMood(g, md, depth+1)
}

// future marks an infinitive under a word of plans or wishes.
func (r *reader) future(g int, md *mood) {
	switch l := r.s.lemma[g]; {
	case futureWords[l] && !maybeWords[l] || l == "go" && r.s.gerund(g):
		md.Future = true
	case l == "decision":
	case maybeWords[l] || hypoNouns[l]:
		md.Hypothetical = true
	case r.s.upos[g] == "NOUN":
		md.Hypothetical, md.purpose = true, true // "efforts to", "means to"
	case l == "unable":
		md.Negated, md.cannot = true, true
	}
}

// adverbial adds what the marker of an adverbial clause says of it.
func (r *reader) adverbial(v, g int, md *mood, depth int) {
	s := &r.s
	switch m := s.marker(v); {
	case conditionMarkers[m]:
		md.Conditional, md.Hypothetical, md.Future = true, true, false
	case s.gerund(v) && v > g && (m == "" || m == "in" || m == "by"):
		r.verbMood(g, md, depth+1) // "will join them in imposing", "will strike, killing"
	case m == "to" && s.gerund(v) && s.upos[g] == "ADJ":
		md.Hypothetical, md.Future = true, true // "is close to signing"
	case (m == "on" || m == "about") && s.child(v, relAux) < 0: // "about having signed" tells what was done
		md.Hypothetical = true
	case m == "without" || m == "than" || m == "of" && s.lemma[g] == "stop":
		md.Negated = true // "stopped short of condemning"
	case m == "" && s.gerund(v) && s.misreadSubject(g, v) >= 0 && s.wouldMean(s.child(g, relCcomp)):
		md.Hypothetical = true // "said Halvia arming them would harm relations"
	case m == "to":
		if s.isVerb(g) && !meetingVerbs[s.lemma[g]] {
			md.Hypothetical, md.purpose = true, true
		}
		r.verbMood(g, md, depth+1)
		md.Ongoing = false
	}
}

// would says that a verb stands under "would" or "could".
func (s *sentence) would(v int) bool {
	k := s.child(v, relAux)
	return k >= 0 && (s.tok[k].Form == "would" || s.tok[k].Form == "could" || s.tok[k].Form == "might")
}

// wouldMean says that a verb tells what something would lead to, so that its
// subject is a deed and nobody.
func (s *sentence) wouldMean(v int) bool {
	return s.would(v) && (effects[s.lemma[v]] || s.child(v, relCop) >= 0)
}

// content adds what the governor of a clause says of its truth.
func (r *reader) content(v, g int, md *mood, depth int) {
	s := &r.s
	l := s.lemma[g]
	switch {
	case denials[l]:
		md.Denied = true
	case maybeWords[l] || l == "expect":
		md.Hypothetical = true
	}
	if !s.finite(v) && !r.speech(g) {
		r.verbMood(g, md, depth+1)
	} else if s.childLemma(g, relMark, "if") >= 0 {
		md.Conditional, md.Hypothetical = true, true
	}
}

// conjoined lets a verb share the auxiliaries of the one it is conjoined with:
// "will visit Hanoi and sign a treaty".
func (r *reader) conjoined(v, g int, md *mood, depth int) {
	s := &r.s
	if s.child(v, relSubj) >= 0 || s.child(v, relSubjPass) >= 0 || s.child(v, relAux) >= 0 || !(s.isVerb(g) || s.child(g, relCop) >= 0) {
		return
	}
	var first mood
	r.verbMood(g, &first, depth+1)
	or := s.child(v, relCc) >= 0 && (s.lemma[s.child(v, relCc)] == "or" || s.lemma[s.child(v, relCc)] == "nor")
	base := s.tok[v].XPOS == "VB" || s.tok[v].XPOS == ""
	if !base && s.tok[v].XPOS != s.tok[g].XPOS {
		return // another tense: "will visit ... and has signed"
	}
	if !or {
		first.Negated = false
	}
	md.Negated = md.Negated || first.Negated
	md.Future = md.Future || first.Future
	md.Hypothetical = md.Hypothetical || first.Hypothetical
	md.Conditional = md.Conditional || first.Conditional
	md.Ongoing = md.Ongoing || first.Ongoing
	md.Denied = md.Denied || first.Denied
	md.must, md.would, md.cannot = md.must || first.must, md.would || first.would, md.cannot || first.cannot && or
}
