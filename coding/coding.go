// Package coding reads events out of parsed sentences: the calculus of acts.
//
// Events of diplomatic prose are composed. "Seoul urged Moscow to halt military
// cooperation" is ASK(STOP(COOPERATE:military)), and the composition table of
// package ontology knows what that is called. So the work is in three steps.
// The grammar (clause.go) brings every clause into one shape, that of the plain
// active sentence, whatever English made of it: passive, relative clause,
// participle, control, conjunction, light verb. The patterns of the lexicon
// (match.go) are laid over that shape, and the best holds. The acts that fill
// their slots are read in turn (reading.go), which gives the composition; and
// grammar says the rest: who takes part (role.go), whether it is real
// (status.go, background.go), on what it depends (condition.go), whose word it is
// (claim.go), when it was (date.go). Parties that a clause does not name are
// borrowed from the clauses around it (lender.go) or from what was told before
// (discourse.go). Guards keep out what makes no event (unfit.go, vague.go), and
// whatever they stop says why (explain.go). Two patterns are grammar's own and no
// word's: demands with "must" (must.go) and warnings of harm (effect.go).
//
// The relations are those of Universal Dependencies (de Marneffe et al. 2021,
// doi:10.1162/coli_a_00402), events those of PLOVER and CAMEO.
package coding

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"casus"
	"casus/lexicon"
	"casus/ontology"
)

// Coder codes documents. It may be used by several goroutines at once.
type Coder struct {
	onto  *ontology.Ontology
	index index
	cues  set // verbs of speech, from the sets of words named "speech..."
	// persons are the nouns for people, from the set of that name.
	persons set
	// weapons are the nouns for them, from the sets of those names.
	weapons, projectiles set
	// accidents are the words for what kills without anybody's doing.
	accidents set
	// hollow are the operators that make no event unless they hold an act.
	hollow set
	// domainOf names the domains that a word puts an act into: "missile" is military.
	domainOf map[string][]string
	// means are the words that say how somebody was attacked, by meansActs.
	means [len(meansActs)]set
}

// New makes a coder from a lexicon and an ontology.
func New(lex *lexicon.Lexicon, onto *ontology.Ontology) (*Coder, error) {
	if lex == nil || onto == nil {
		return nil, errors.New("coding: a coder needs a lexicon and an ontology; load both first")
	}
	c := &Coder{onto: onto, index: newIndex(lex.Predicates, onto), cues: set{}, hollow: set{}, domainOf: map[string][]string{}}
	for i, act := range meansActs {
		c.means[i] = lex.Words["means-"+act]
	}
	c.persons = lex.Words["persons"]
	c.projectiles = lex.Words["projectiles"]
	c.accidents = lex.Words["accidents"]
	c.weapons = set{}
	maps.Copy(c.weapons, lex.Words["weapons"])
	maps.Copy(c.weapons, lex.Words["projectiles"])
	for _, op := range onto.Names() {
		code, _ := onto.Compose(&ontology.Reading{Name: op})
		c.hollow[op] = onto.IsOperator(op) && code.Event == ""
	}
	for _, name := range slices.Sorted(maps.Keys(lex.Words)) {
		domain, ok := strings.CutPrefix(name, "context-")
		if ok {
			for w := range lex.Words[name] {
				c.domainOf[w] = append(c.domainOf[w], domain)
			}
		}
		if strings.HasPrefix(name, "speech") {
			maps.Copy(c.cues, lex.Words[name])
		}
	}
	return c, nil
}

// reader codes one document; its scratch is reused from sentence to sentence.
type reader struct {
	*Coder
	s     sentence
	doc   *casus.Document
	trace *Explanation
	// timexes of the sentence at hand; order is scratch.
	timexes []casus.Timex
	order   []int32
	events  []casus.Event
	// before are the actors of the event told last.
	before []toldParty
	// said are the demands, reproaches and threats told so far.
	said []saidEvent
}

func (c *Coder) reader(doc *casus.Document) *reader { return &reader{Coder: c, doc: doc} }

// Code adds the events of a document.
func (c *Coder) Code(doc *casus.Document) {
	r := c.reader(doc)
	from := len(doc.Events)
	for i := range doc.Sentences {
		r.code(i, func(ev casus.Event) { doc.Events = append(doc.Events, ev) })
	}
	doc.Events = append(doc.Events[:from], withoutTitles(doc, doc.Events[from:])...)
	dateRetold(doc.Events[from:])
	withoutLost(doc.Events[from:])
	doc.Layers |= casus.LayerEvents
}

// code codes one sentence.
func (r *reader) code(i int, emit func(casus.Event)) {
	if len(r.doc.Sentences[i].Tokens) == 0 {
		return
	}
	mentions, base := r.mentionsOf(i)
	r.s.load(r.doc, i, mentions, base)
	r.index.relemma(&r.s)
	r.timexes = timexesOf(r.doc, i)
	for _, t := range r.timexes {
		if t.Head >= 0 && t.Head < len(r.s.timed) {
			r.s.timed[t.Head] = true
		}
	}
	for p := range r.s.tok {
		r.matchOf(p)
	}
	r.outermostFirst()
	var told []toldEvent
	for p := range r.s.tok {
		if ev, ok := r.codeEffect(p); ok {
			told = append(told, toldEvent{ev, nil})
			r.eatOne(r.deedOf(p))
		}
	}
	for _, k := range r.order {
		m := &r.s.matches[k]
		r.noteWinner(m)
		if r.s.eaten[m.tok] || r.heldByNoun(m) {
			r.note(int(m.tok), m.entry, m.pat, "its act is part of another's reading")
			continue
		}
		ev, ok, composed := r.codeMatch(m)
		if composed {
			r.eat(m)
		}
		if ok {
			r.eatRest(m)
		}
		switch {
		case ok && repeats(told, &ev, r.s.result(int(m.tok))):
			r.note(int(m.tok), m.entry, m.pat, "it tells the same as another event")
		case ok:
			told = append(told, toldEvent{ev, m})
		}
	}
	for p := range r.s.tok {
		if ev, ok := r.codeMust(p); ok && !repeats(told, &ev, false) {
			told = append(told, toldEvent{ev, nil})
		}
	}
	r.linkConditions(told)
	r.events = r.events[:0]
	for i := range told {
		r.events = append(r.events, told[i].event)
	}
	events := withoutOccasions(r.events)
	byPlace(events)
	events = withActors(events)
	r.noteLost(told, events)
	r.remember(events)
	r.withThings(events, told)
	for _, ev := range events {
		emit(ev)
	}
}
