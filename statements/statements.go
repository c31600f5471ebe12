// Package statements makes statements of quotes: who said what to whom, and what
// position the speaker takes by it, on whom.
//
// A quote says where source, cue and content stand; a statement says what is done by
// it. The position is that of the cue ("condemned", "called on"); where the cue is
// plain ("said"), the predicate of what is said is looked at: "we condemn", "is
// unacceptable", "must halt". Denials and rejections are linked to the statements
// that they answer.
package statements

import (
	"errors"
	"strings"

	"casus"
	"casus/lexicon"
)

// Maker makes statements. It is read-only and may be shared.
type Maker struct {
	// positions of lemmas, alone or with what follows ("call for").
	positions map[string]string
	// verdicts are positions of predicates of what is said, by the lexicon's operators.
	verdicts map[string]string
	// judgements are positions of the adjectives and nouns that judge somebody's deed.
	judgements map[string]string
	// silent are the cues that make no statement: "seem".
	silent map[string]bool
}

// names of the positions, as in the lexicon's sets "position-...".
var names = [...]string{"say", "support", "praise", "condemn", "accuse", "demand", "ask", "warn", "threaten", "deny", "reject",
	"promise", "offer", "announce", "claim", "admit", "confirm", "predict", "doubt", "hope", "believe", "plan"}

// ofOperator names the position that a predicate of the lexicon takes.
var ofOperator = map[string]string{"ASK": "ask", "ASK.demand": "demand", "PROMISE": "promise", "AGREE": "promise", "OFFER": "offer",
	"REFUSE": "reject", "REJECT": "reject", "THREATEN": "threaten", "WARN": "warn", "ACCUSE": "accuse", "CONDEMN": "condemn",
	"DENY": "deny", "WELCOME": "support", "APPROVE": "support", "PRAISE": "praise"}

// New makes a maker from a lexicon.
func New(lex *lexicon.Lexicon) (*Maker, error) {
	if lex == nil {
		return nil, errors.New("statements: no lexicon given; load one with lexicon.Load")
	}
	m := &Maker{positions: map[string]string{}, verdicts: map[string]string{}, judgements: map[string]string{}, silent: lex.Words["attitude-seem"]}
	for _, n := range names {
		for w := range lex.Words["position-"+n] {
			m.positions[w] = n
		}
		for w := range lex.Words["verdict-"+n] {
			m.judgements[w] = n
		}
	}
	for i := range lex.Predicates {
		p := &lex.Predicates[i]
		name := ofOperator[p.Sense.Operator+"."+p.Sense.Variant]
		if name == "" {
			name = ofOperator[p.Sense.Operator]
		}
		if name == "" || p.Kind == lexicon.Noun {
			continue
		}
		for _, l := range p.Lemmas {
			if m.verdicts[l] == "" {
				m.verdicts[l] = name
			}
		}
	}
	return m, nil
}

// Make sets the statements of a document whose quotes and events are found.
func (m *Maker) Make(doc *casus.Document) {
	doc.Statements = nil
	for i := range doc.Quotes {
		if s, ok := m.statement(doc, i); ok {
			doc.Statements = append(doc.Statements, s)
		}
	}
	link(doc)
	doc.Layers |= casus.LayerStatements
}

// statement makes one of a quote; false where the quote tells none.
func (m *Maker) statement(doc *casus.Document, i int) (casus.Statement, bool) {
	q := &doc.Quotes[i]
	s := &doc.Sentences[q.Sentence]
	if q.Head >= len(s.Tokens) || len(q.Cue) == 0 {
		return casus.Statement{}, false
	}
	lemma := strings.ToLower(s.Tokens[q.Head].Lemma)
	if m.silent[lemma] {
		return casus.Statement{}, false
	}
	t := &reading{doc: doc, s: s, index: q.Sentence}
	position, known := m.ofCue(t, q.Head, lemma)
	if !known && q.Form == "indirect" {
		return casus.Statement{}, false // an attitude told by other words: no statement
	}
	x := casus.Statement{Quote: i, Cue: q.Cue[0], Content: q.Content, Form: q.Form, Sourcing: q.Sourcing, Sentence: q.Sentence,
		Position: position, Negated: t.negated(q.Head)}
	x.Sources = t.speakers(q)
	if len(x.Sources) == 0 && q.Form == "indirect" {
		return casus.Statement{}, false // "reportedly": nobody's word
	}
	x.Addressees = t.addressees(q)
	if calling[lemma] {
		if p := m.called(t, q.Head); p != "" {
			x.Position = p
		}
	}
	if x.Position == "say" {
		x.Position = m.ofContent(doc, q)
	}
	x.On = about(doc, q, x.Addressees)
	for k := range doc.Events {
		if within(q.Content, doc.Events[k].Evidence.Trigger) {
			x.Events = append(x.Events, k)
		}
	}
	return x, true
}

// ofCue is the position of a cue, with the particle or preposition after it first.
func (m *Maker) ofCue(t *reading, head int, lemma string) (string, bool) {
	for k := head + 1; k <= head+2 && k < len(t.s.Tokens); k++ {
		if p, ok := m.positions[lemma+" "+strings.ToLower(t.s.Tokens[k].Lemma)]; ok {
			return p, true
		}
	}
	p, ok := m.positions[lemma]
	if !ok {
		p, ok = m.verdicts[lemma]
	}
	if !ok {
		return "say", false
	}
	return p, true
}

// ofContent is the position that what is said takes by its predicate: that of a verb
// with the speaker for its subject, of an adjective that judges, of "must" and "should".
func (m *Maker) ofContent(doc *casus.Document, q *casus.Quote) string {
	for _, span := range q.Content {
		for s := q.Sentence - 1; s <= q.Sentence+1; s++ {
			if s < 0 || s >= len(doc.Sentences) || !doc.Sentences[s].Span.Overlaps(span) {
				continue
			}
			t := &reading{doc: doc, s: &doc.Sentences[s], index: s}
			root := t.top(span)
			if root < 0 {
				continue
			}
			if p := m.ofPredicate(t, root, q.Entity); p != "" {
				return p
			}
		}
	}
	return "say"
}

// obligations are the auxiliaries and verbs by which something is demanded.
var obligations = map[string]bool{"must": true, "should": true, "ought": true, "need": true}

func (m *Maker) ofPredicate(t *reading, root, speaker int) string {
	lemma := strings.ToLower(t.s.Tokens[root].Lemma)
	own, subject := false, -1
	will, not := false, false
	for k := range t.s.Tokens {
		c := &t.s.Tokens[k]
		if c.Head != root {
			continue
		}
		switch {
		case c.Rel() == "nsubj":
			subject = k
			own = strings.EqualFold(c.Lemma, "we") || strings.EqualFold(c.Lemma, "I") || speaker >= 0 && t.entity(k) == speaker
		case c.Rel() == "aux" && obligations[c.Lemma]:
			return "demand"
		case c.Rel() == "aux" && (c.Lemma == "will" || c.Lemma == "shall"):
			will = true
		case c.Rel() == "advmod" && strings.EqualFold(c.Lemma, "not"):
			not = true
		}
	}
	switch {
	case own && will && !not:
		return "promise"
	case own && !not && m.verdicts[lemma] != "":
		return m.verdicts[lemma]
	case own && !not && m.positions[lemma] != "" && m.positions[lemma] != "say":
		return m.positions[lemma]
	case !not && subject >= 0 && t.s.Tokens[root].UPOS == "ADJ" && m.verdicts[lemma] != "":
		return m.verdicts[lemma]
	case own || not:
		return ""
	}
	return m.judgement(t, root)
}
