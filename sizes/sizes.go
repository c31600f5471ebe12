// Package sizes finds how many an event concerned: the dead, the injured, those
// arrested, the crowd, the money. A number counts for the event of its sentence
// whose act it measures: "the blast killed 12 people" has 12 dead, "wounded 30 others"
// 30 injured. What the words leave open ("dozens", "several") stays open.
//
// Which words tell a count stands in the lexicon's sets size-dead, size-injured,
// size-arrested, size-crowd, size-gather and size-people.
package sizes

import (
	"casus"
	"casus/lexicon"
)

// Counter reads sizes. It may be used by several goroutines at once.
type Counter struct {
	// verbs and nouns that tell each kind of count.
	told [kinds]map[string]bool
	// gather are the verbs of crowds, people the nouns for persons.
	gather, people map[string]bool
}

// kind of a count.
type kind int8

const (
	none kind = iota - 1
	dead
	injured
	arrested
	crowd
	kinds
)

// New takes the words from a lexicon.
func New(lex *lexicon.Lexicon) *Counter {
	return &Counter{
		told:   [kinds]map[string]bool{lex.Words["size-dead"], lex.Words["size-injured"], lex.Words["size-arrested"], lex.Words["size-crowd"]},
		gather: lex.Words["size-gather"],
		people: lex.Words["size-people"],
	}
}

// Count sets the sizes of a document's events.
func (c *Counter) Count(doc *casus.Document) {
	for from := 0; from < len(doc.Events); {
		n := doc.Events[from].Evidence.Sentence
		to := from
		for to < len(doc.Events) && doc.Events[to].Evidence.Sentence == n {
			to++
		}
		if n >= 0 && n < len(doc.Sentences) {
			c.sentence(doc, n, doc.Events[from:to])
		}
		from = to
	}
}

// sentence finds the numbers of a sentence and gives each to its event.
func (c *Counter) sentence(doc *casus.Document, n int, events []casus.Event) {
	s := &doc.Sentences[n]
	for i := 0; i < len(s.Tokens); {
		q, next, ok := numberAt(s.Tokens, i)
		if !ok {
			i++
			continue
		}
		q.timed = inTime(doc, n, s.Tokens[i].Span)
		i = next
		if q.timed || q.currency == "" && !q.counts(s.Tokens) {
			continue
		}
		if q.currency != "" {
			giveMoney(s, events, &q)
			continue
		}
		if k, at := c.kindOf(s.Tokens, &q); k != none {
			give(s, events, k, at, int(q.value))
		}
	}
}

// inTime says that a token is part of a time expression.
func inTime(doc *casus.Document, n int, sp casus.Span) bool {
	for i := range doc.Timexes {
		if t := &doc.Timexes[i]; t.Sentence == n && t.Span.Overlaps(sp) {
			return true
		}
	}
	return false
}

// kindOf says what a number counts, and the token that tells it.
func (c *Counter) kindOf(tok []casus.Token, q *number) (kind, int) {
	h := q.last
	if g := tok[h].Head; tok[h].Rel() == "nummod" && g >= 0 && g < len(tok) {
		h = g
	}
	own := c.kindOfWord(tok[h].Lemma)
	if own != none && own != crowd {
		return own, h // "12 deaths"
	}
	if included(tok, h) {
		return none, 0
	}
	for i := range tok { // "12 people killed", "12 dead"
		if r := tok[i].Rel(); tok[i].Head == h && (r == "acl" || r == "amod") {
			if k := c.kindOfWord(tok[i].Lemma); k != none && k != crowd {
				return k, i
			}
		}
	}
	v := tok[h].Head
	for n := 0; v >= 0 && v < len(tok) && tok[h].Rel() == "conj" && n < 8; n++ { // "killing six soldiers and two officers"
		h, v = v, tok[v].Head
	}
	if v >= 0 && v < len(tok) {
		if k, at := c.governed(tok, h, v); k != none {
			return k, at
		}
	}
	if own == crowd {
		return crowd, h // "500 protesters"
	}
	return c.participle(tok, q)
}

// governed reads the verb or noun that a counted phrase hangs on.
func (c *Counter) governed(tok []casus.Token, h, v int) (kind, int) {
	k := c.kindOfWord(tok[v].Lemma)
	switch tok[h].Deprel {
	case "obj", "nsubj:pass":
		if k != none && k != crowd {
			return k, v
		}
		for i := range tok { // "left 12 dead"
			if tok[i].Head == v && tok[i].Rel() == "xcomp" {
				if k := c.kindOfWord(tok[i].Lemma); k == dead || k == injured {
					return k, i
				}
			}
		}
	case "nsubj":
		if k == dead && tok[v].Lemma != "kill" || k != none && k != crowd && tok[v].UPOS != "VERB" {
			return k, v // "12 died", "12 are dead"
		}
		if c.gather[tok[v].Lemma] && c.people[tok[h].Lemma] {
			return crowd, v
		}
	case "nmod":
		if k != none { // "a crowd of 5,000", "the arrest of 30 activists", "a death toll of 12"
			return k, v
		}
	}
	return none, 0
}

// participle reads what follows the number at once: "12 killed, 30 wounded".
func (c *Counter) participle(tok []casus.Token, q *number) (kind, int) {
	for i := q.last + 1; i < len(tok) && i <= q.last+3; i++ {
		if k := c.kindOfWord(tok[i].Lemma); k != none && k != crowd && tok[i].XPOS != "VBD" && tok[i].XPOS != "VBG" {
			return k, i
		}
		if !c.people[tok[i].Lemma] && tok[i].UPOS != "ADJ" && tok[i].UPOS != "AUX" && tok[i].Form != "others" {
			break
		}
	}
	return none, 0
}

func (c *Counter) kindOfWord(lemma string) kind {
	for k := range c.told {
		if c.told[k][lemma] {
			return kind(k)
		}
	}
	return none
}

// included says that a phrase only tells a part of a count: "including 3 children".
func included(tok []casus.Token, h int) bool {
	for i := range tok {
		if tok[i].Head == h && tok[i].Rel() == "case" && tok[i].Form == "including" {
			return true
		}
	}
	return false
}
