package coding

import (
	"casus"
	"casus/lexicon"
	"casus/ontology"
)

// The one pattern that is grammar's own and no word's: somebody says that
// another must do something, whatever it is.
var (
	mustPattern = lexicon.Pattern{Name: "must", Source: "ACTOR says RECIPIENT must DO", Pos: lexicon.Pos{File: "grammar", Line: 1}}
	mustSense   = lexicon.Sense{Operator: "ASK", Variant: "demand"}
	mustEntry   = entry{pred: &lexicon.Predicate{Kind: lexicon.Verb, Sense: mustSense, Pos: mustPattern.Pos}, word: "must", stem: "grammar"}
)

// codeMust codes the demand in a clause whose verb the lexicon does not know:
// "Seoul said Moscow must act responsibly". What the lexicon knows is read as a
// demand by modal.
func (r *reader) codeMust(p int) (ev casus.Event, ok bool) {
	s := &r.s
	if !s.obliged(p) || r.matchOf(p) != nil || r.innerOf(p, 0) >= 0 || r.negatedWord(p) {
		return ev, false
	}
	y, found := r.sayingOf(p)
	sub := s.surfaceSubject(p, 0)
	if !found || sub < 0 || s.passive(p) {
		return ev, false
	}
	m := match{tok: int32(p), entry: &mustEntry, pat: &mustPattern, sense: &mustSense, inner: -1, link: -1, filled: 2}
	for i := range m.slot {
		m.slot[i] = -1
	}
	m.slot[lexicon.ACTOR], m.slot[lexicon.RECIPIENT] = int32(y.speaker), int32(sub)
	d := draft{m: &m, parties: r.partiesOf(&m, 0), announced: true, reading: &ontology.Reading{Name: "ASK", Variant: "demand"}}
	if d.actors.empty() || d.recipients.empty() {
		return ev, false
	}
	d.actors.to = d.actors.from + 1
	d.claim = r.claimOf(p)
	if d.code, found = r.compose(d.reading); !found || d.code.Event == "" {
		return ev, false
	}
	r.note(p, &mustEntry, &mustPattern, "")
	r.noteWinner(&m)
	return r.write(&d), true
}

// obliged says that a verb stands under "must", "should" or "has to".
func (s *sentence) obliged(p int) bool {
	if !s.isVerb(p) {
		return false
	}
	if s.subjunctive(p) {
		return true
	}
	for _, k := range s.children(p) {
		if s.rel[k] == relAux && (s.lemma[k] == "must" || s.lemma[k] == "should") {
			return true
		}
	}
	h := s.head(p)
	return s.rel[p] == relXcomp && h >= 0 && s.marker(p) == "to" && s.lemma[h] == "have"
}
