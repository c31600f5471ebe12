package coding

import (
	"casus"
	"casus/lexicon"
	"casus/ontology"
)

// The second pattern that is grammar's own: somebody says that what another does
// would harm something between them. That warns of consequences.
var (
	effectPattern = lexicon.Pattern{Name: "effect", Source: "ACTOR says RECIPIENT's DO would harm relations", Pos: lexicon.Pos{File: "grammar", Line: 2}}
	effectSense   = lexicon.Sense{Operator: "THREATEN"}
	effectEntry   = entry{pred: &lexicon.Predicate{Kind: lexicon.Verb, Sense: effectSense, Pos: effectPattern.Pos}, word: "would harm", stem: "grammar"}
)

var (
	// harms are the verbs of harm, bearers the nouns that carry one: "a negative impact".
	harms   = words("harm", "hurt", "damage", "undermine", "jeopardize", "jeopardise", "endanger", "complicate", "destroy", "strain", "worsen", "poison")
	bearers = words("impact", "effect", "consequence", "repercussion", "damage", "blow", "strain", "harm")
	bad     = words("negative", "adverse", "serious", "grave", "severe", "dire", "catastrophic", "harmful", "bad", "devastating")
	// bonds are what is between two.
	bonds = words("relation", "relationship", "tie", "cooperation", "trust", "friendship", "partnership", "peace", "stability", "dialogue", "negotiation", "security")
)

// codeEffect codes "Seoul said Moscow's arming the North would harm their ties".
func (r *reader) codeEffect(v int) (ev casus.Event, ok bool) {
	s := &r.s
	if !s.isVerb(v) || !s.would(v) || !s.harmful(v) || r.negatedWord(v) {
		return ev, false
	}
	y, found := r.sayingOf(v)
	deed := r.deedOf(v)
	if !found || deed < 0 {
		return ev, false
	}
	q := r.matchOf(deed)
	if q == nil {
		return ev, false
	}
	m := match{tok: int32(v), entry: &effectEntry, pat: &effectPattern, sense: &effectSense, inner: int32(deed), link: int32(deed), filled: 2}
	for i := range m.slot {
		m.slot[i] = -1
	}
	m.slot[lexicon.THING] = int32(s.child(v, relObj))
	by := r.resolve(y.speaker)
	doers := r.partiesOf(q, 1).actors
	if by.empty() || doers.empty() || r.kin(by, s.refs[doers.from].entity) {
		return ev, false
	}
	rd := &ontology.Reading{Name: "THREATEN", Inner: &ontology.Reading{Name: "CONDITIONAL", Inner: r.read(q, 2)}}
	d := draft{m: &m, parties: parties{refRange{by.from, by.from + 1}, r.minus(doers, by)}, announced: true, reading: rd}
	if d.code, found = r.compose(rd); !found || d.code.Event == "" || d.recipients.empty() {
		return ev, false
	}
	d.claim = r.claimOf(v)
	d.mood.Conditional = true
	r.note(v, &effectEntry, &effectPattern, "")
	r.noteWinner(&m)
	return r.write(&d), true
}

// harmful says that a verb tells of harm to what is between two.
func (s *sentence) harmful(v int) bool {
	bond := func(k int) bool { return k >= 0 && bonds[s.lemma[k]] }
	o := s.child(v, relObj)
	if harms[s.lemma[v]] {
		return bond(o)
	}
	if o < 0 || !bearers[s.lemma[o]] || s.lemma[v] != "have" && s.lemma[v] != "deal" && s.lemma[v] != "cause" {
		return false
	}
	evil := s.lemma[o] == "damage" || s.lemma[o] == "harm" || s.lemma[o] == "blow"
	for _, k := range s.children(o) {
		evil = evil || s.rel[k] == relAmod && bad[s.lemma[k]]
	}
	if !evil {
		return false
	}
	for _, h := range [...]int{v, o} {
		for _, k := range s.children(h) {
			if (s.rel[k] == relObl || s.rel[k] == relNmod) && bond(int(k)) {
				return true
			}
		}
	}
	return false
}

// deedOf is the act that would do the harm: the subject's, be it a noun or a clause,
// or the participle that the parser hung on the verb of speech.
func (r *reader) deedOf(v int) int {
	s := &r.s
	for _, k := range s.children(v) {
		if s.rel[k] == relSubj || s.rel[k] == relAdvcl && s.gerund(int(k)) && int(k) < v {
			if in := r.innerOf(int(k), 0); in >= 0 {
				return in
			}
		}
	}
	if g := s.head(v); g >= 0 {
		for _, k := range s.children(g) {
			if s.rel[k] == relAdvcl && int(k) < v && s.gerund(int(k)) && s.misreadSubject(g, int(k)) >= 0 {
				return r.innerOf(int(k), 0)
			}
		}
	}
	return -1
}
