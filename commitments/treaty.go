package commitments

import (
	"slices"
	"strings"

	"casus"
)

// key tells one treaty of a document from another: the words before its noun.
type key struct {
	noun, modifiers string
	definite        bool
	year            string
}

// treaties reads the treaties of a sentence.
func (r *finding) treaties(n int) {
	tok := r.doc.Sentences[n].Tokens
	for i := range tok {
		if !r.instruments[tok[i].Lemma] && !r.instruments[strings.ToLower(tok[i].Lemma)] || tok[i].UPOS != "NOUN" && tok[i].UPOS != "PROPN" {
			continue
		}
		r.tree.load(r.doc, n)
		if rel := tok[i].Rel(); rel == "compound" || rel == "flat" || rel == "amod" {
			continue // "treaty talks", "the Treaty Organization"
		}
		r.treaty(n, i)
	}
}

// treaty reads one mention of a treaty: what is told of its life, what it provides,
// who keeps or breaks it.
func (r *finding) treaty(n, i int) {
	t := &r.tree
	state, v, why := r.stateOf(i)
	if why == "" {
		why = t.tok[i].Form
	}
	clauses := r.clausesOf(n, i)
	kept, broken := r.dealtWith(i)
	if state < 0 && len(clauses) == 0 && !kept && !broken {
		return
	}
	k := r.keyOf(i)
	events := r.eventsOf(n, i, v)
	date := r.dateOf(events)
	if state == len(states)-1 && len(date.Value) >= 4 {
		k.year = date.Value[:4]
	}
	c := r.find(k)
	if c == nil {
		if state < 0 && k.modifiers == "" && r.generic[t.tok[i].Lemma] {
			return // "the agreement" of which nothing was told
		}
		first, last := t.extent(i, func(k int) bool {
			return k > i || !nominal(t.tok[k].Rel()) || t.head(k) == i && t.tok[k].Rel() == "case"
		})
		sp := t.span(first, last)
		r.told = append(r.told, casus.Commitment{Kind: "treaty", Instrument: sp, Sentence: n, Span: sp, Why: why})
		r.keys = append(r.keys, k)
		c = &r.told[len(r.told)-1]
	}
	r.advance(c, state, date, why)
	c.Clauses = append(c.Clauses, clauses...)
	c.Parties = r.add(c.Parties, r.partiesOf(n, i, v, events)...)
	for _, e := range events {
		switch {
		case kept:
			c.KeptBy = append(c.KeptBy, e)
		case broken:
			c.BrokenBy = append(c.BrokenBy, e)
		case state >= 0:
			c.Events = append(c.Events, e)
		}
	}
}

// advance moves a treaty on to a later state of its life.
func (r *finding) advance(c *casus.Commitment, state int, date casus.Date, why string) {
	if state < 0 {
		return
	}
	if state > slices.Index(states[:], c.State) {
		c.State, c.Why = states[state], why
	}
	switch {
	case states[state] == "ended":
		c.Ended = date
	case c.Made.Value == "" && (states[state] == "signed" || c.Made.Granularity == ""):
		c.Made = date
	}
}

// nominal says that a relation makes part of a noun's name.
func nominal(rel string) bool {
	switch rel {
	case "amod", "compound", "flat", "nmod", "nummod", "det", "case", "punct":
		return true
	}
	return false
}

// keyOf reads the words before a treaty's noun.
func (r *finding) keyOf(i int) key {
	t := &r.tree
	k := key{noun: strings.ToLower(t.tok[i].Lemma)}
	var words []string
	for _, c := range t.kids[i] {
		switch t.tok[c].Rel() {
		case "amod", "compound", "flat":
			words = append(words, strings.ToLower(t.tok[c].Form))
		case "det":
			k.definite = k.definite || t.tok[c].Lemma == "the" || t.tok[c].Lemma == "this" || t.tok[c].Lemma == "that"
		case "nmod":
			if t.tok[c].Deprel == "nmod:poss" {
				k.definite = true
			} else if j := t.child(c, "case"); j >= 0 && (t.tok[j].Form == "of" || t.tok[j].Form == "on") && t.tok[c].UPOS == "PROPN" {
				words = append(words, strings.ToLower(t.tok[c].Form)) // "Treaty of Rome"
			}
		}
	}
	k.modifiers = strings.Join(words, " ")
	return k
}

// find is the treaty of the document that a mention means: the latest that its words
// do not tell apart, nil where it is a new one.
func (r *finding) find(k key) *casus.Commitment {
	for i := len(r.keys) - 1; i >= 0; i-- {
		x := r.keys[i]
		if x.year != "" && k.year != "" && x.year != k.year || (x.year != "") != (k.year != "") && k.modifiers != x.modifiers {
			continue
		}
		same := k.modifiers == x.modifiers && (k.definite || k.modifiers != "" && k.modifiers != "new")
		if same || k.definite && k.modifiers == "" && (k.noun == x.noun || r.generic[k.noun]) {
			return &r.told[i]
		}
	}
	return nil
}

// stateOf says what the words around a treaty tell of its life: the index of its
// state, -1 where they tell none, and the word that tells it.
func (r *finding) stateOf(i int) (state, v int, why string) {
	t := &r.tree
	for _, k := range t.kids[i] { // "a treaty signed on Monday", "the treaty, which expired"
		if rel := t.tok[k].Deprel; rel == "acl" || rel == "acl:relcl" {
			if s := r.stateBy(k); s >= 0 {
				return s, k, t.tok[k].Form
			}
		}
	}
	g, rel := t.head(i), t.tok[i].Deprel
	for n := 0; g >= 0 && t.tok[i].Rel() == "conj" && n < 8; n++ {
		i, rel = g, t.tok[g].Deprel
		g = t.head(g)
	}
	if g < 0 {
		return -1, -1, ""
	}
	switch rel {
	case "obj", "nsubj:pass", "obl", "nmod":
		if s := r.stateBy(g); s >= 0 {
			return s, g, t.tok[g].Form
		}
	case "nsubj":
		if s := r.stateBy(g); s >= 0 {
			return s, g, t.tok[g].Form
		}
	}
	return -1, -1, ""
}

// stateBy reads the word that a treaty is the object or the subject of. What is only
// to be done is proposed, however far it would go.
func (r *finding) stateBy(v int) int {
	t := &r.tree
	if t.negated(v) {
		return -1
	}
	l := t.tok[v].Lemma
	state := -1
	for s := range r.life {
		if r.life[s][l] {
			state = s
		}
	}
	for _, k := range t.kids[v] { // "enter into force", "take effect"
		if rel := t.tok[k].Rel(); (rel == "obj" || rel == "obl") && (t.tok[k].Lemma == "force" || t.tok[k].Lemma == "effect") {
			switch l {
			case "enter", "come", "take", "go", "be", "put", "bring":
				state = slices.Index(states[:], "in force")
			}
		}
	}
	if state > 0 && t.tok[v].UPOS == "VERB" && t.open(v) {
		return 0
	}
	return state
}

// dealtWith says that a treaty is kept or broken by what it is the object of.
func (r *finding) dealtWith(i int) (kept, broken bool) {
	t := &r.tree
	g := t.head(i)
	if g < 0 || t.negated(g) {
		return false, false
	}
	switch t.tok[i].Rel() {
	case "obj", "obl", "nsubj", "nmod":
		return r.kept[t.tok[g].Lemma], r.broken[t.tok[g].Lemma]
	}
	return false, false
}

// eventsOf are the events of a sentence whose clause holds the treaty and whose
// trigger is the word of state, or covers the treaty.
func (r *finding) eventsOf(n, i, v int) []int {
	t := &r.tree
	var out []int
	for e := range r.doc.Events {
		x := &r.doc.Events[e].Evidence
		if x.Sentence != n {
			continue
		}
		if v >= 0 && x.Trigger.Overlaps(t.tok[v].Span) || x.Trigger.Overlaps(t.tok[i].Span) ||
			v < 0 && x.Span.Contains(t.tok[i].Span) && strings.Contains(x.Reading, "BREACH") {
			out = append(out, e)
		}
	}
	return out
}

// dateOf is the day of the events that tell a state.
func (r *finding) dateOf(events []int) casus.Date {
	for _, e := range events {
		if d := r.doc.Events[e].Date; d.Value != "" {
			return d
		}
	}
	return casus.Date{}
}

// partiesOf are those that the words bind: both sides of the event that made the
// treaty, else those named between whom, with whom or by whose adjective it is.
func (r *finding) partiesOf(n, i, v int, events []int) []casus.Role {
	var side []casus.Role
	for _, e := range events {
		side = r.add(side, r.doc.Events[e].Actors...)
		side = r.add(side, r.doc.Events[e].Recipients...)
	}
	if len(side) > 1 {
		return side
	}
	t := &r.tree
	for k := range r.doc.Mentions {
		m := &r.doc.Mentions[k]
		if m.Sentence != n || m.Head < 0 || m.Head >= len(t.tok) || r.doc.Entities[m.Entity].Country == "" {
			continue
		}
		if t.tok[m.Head].Rel() == "compound" {
			continue // "the Minsk agreement" does not bind Belarus
		}
		if r.partyAt(m.Head, i, v) {
			side = r.add(side, casus.Role{Span: m.Span, Head: t.tok[m.Head].Span, Entity: m.Entity})
		}
	}
	return side
}

// partyAt says that a mention stands where a party of the treaty does: under its noun,
// as the subject of the verb of state or the one that it was signed with.
func (r *finding) partyAt(h, i, v int) bool {
	t := &r.tree
	for k, n := h, 0; k >= 0 && n < 6; k, n = t.head(k), n+1 {
		if k == i {
			return true
		}
		rel := t.tok[k].Deprel
		if t.head(k) == v && v >= 0 && (rel == "nsubj" || rel == "obl:agent") {
			return true
		}
		if j := t.child(k, "case"); t.head(k) == v && v >= 0 && rel == "obl" && j >= 0 && (t.tok[j].Form == "with" || t.tok[j].Form == "between") {
			return true
		}
		switch t.tok[k].Rel() {
		case "conj", "nmod", "compound", "amod", "flat", "appos", "obl":
		default:
			return false
		}
	}
	return false
}
