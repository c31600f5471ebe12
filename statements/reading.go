package statements

import (
	"sort"
	"strings"

	"casus"
)

// reading is a sentence with its mentions.
type reading struct {
	doc   *casus.Document
	s     *casus.Sentence
	index int
}

// role makes a role of a mention.
func role(m *casus.Mention, doc *casus.Document) casus.Role {
	s := &doc.Sentences[m.Sentence]
	r := casus.Role{Span: m.Span, Entity: m.Entity}
	if m.Head >= 0 && m.Head < len(s.Tokens) {
		r.Head = s.Tokens[m.Head].Span
	}
	return r
}

// mention returns the mention with the head token, else nil.
func (t *reading) mention(head int) *casus.Mention {
	ms := t.doc.MentionsIn(t.index, t.index)
	for i := range ms {
		if ms[i].Head == head {
			return &ms[i]
		}
	}
	return nil
}

func (t *reading) entity(head int) int {
	if m := t.mention(head); m != nil {
		return m.Entity
	}
	return -1
}

// top is the token of a span that stands highest in the tree, -1 where there is none.
func (t *reading) top(span casus.Span) int {
	best, deep := -1, 0
	for i := range t.s.Tokens {
		if !span.Contains(t.s.Tokens[i].Span) || t.s.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		d := 0
		for p := t.s.Tokens[i].Head; p >= 0 && p < len(t.s.Tokens) && d < len(t.s.Tokens); p = t.s.Tokens[p].Head {
			d++
		}
		if best < 0 || d < deep {
			best, deep = i, d
		}
	}
	return best
}

// negated says that the cue is: "did not say", "never said".
func (t *reading) negated(head int) bool {
	for i := range t.s.Tokens {
		if c := &t.s.Tokens[i]; c.Head == head && (strings.EqualFold(c.Lemma, "not") || strings.EqualFold(c.Lemma, "never")) {
			return true
		}
	}
	return false
}

// speakers are the entities of a quote's source: all, where it joins several.
func (t *reading) speakers(q *casus.Quote) []casus.Role {
	if len(q.Source) == 0 {
		return nil
	}
	var out []casus.Role
	head := t.top(q.Source[0])
	ms := t.doc.MentionsIn(t.index, t.index)
	for i := range ms {
		m := &ms[i]
		if !q.Source[0].Overlaps(m.Span) || m.Head >= len(t.s.Tokens) {
			continue
		}
		joined := m.Head == head
		for n, p := 0, m.Head; n < 8 && p >= 0 && p < len(t.s.Tokens) && t.s.Tokens[p].Rel() == "conj"; n, p = n+1, t.s.Tokens[p].Head {
			joined = joined || t.s.Tokens[p].Head == head
		}
		if joined {
			x := role(m, t.doc)
			if m.Head == head && q.Entity >= 0 && m.Entity >= 0 && len(t.doc.Entities[m.Entity].Members) == 0 {
				x.Entity = q.Entity
			}
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		out = append(out, casus.Role{Span: q.Source[0], Head: q.Source[0], Entity: q.Entity})
	}
	return out
}

// toldBy are the prepositions before those who are told.
var toldBy = map[string]bool{"to": true, "on": true, "upon": true, "with": true}

// addressees are those whom the cue is said to: its objects that are somebody.
func (t *reading) addressees(q *casus.Quote) []casus.Role {
	var out []casus.Role
	for i := range t.s.Tokens {
		c := &t.s.Tokens[i]
		if c.Head != q.Head {
			continue
		}
		ok := false
		switch c.Rel() {
		case "obj", "iobj":
			ok = true
		case "obl":
			for k := range t.s.Tokens {
				if d := &t.s.Tokens[k]; d.Head == i && d.Rel() == "case" && toldBy[strings.ToLower(d.Form)] {
					ok = true
				}
			}
		}
		if m := t.mention(i); ok && m != nil && m.Entity >= 0 && somebody(t.doc.Entities[m.Entity].Type) {
			out = append(out, role(m, t.doc))
		}
	}
	return out
}

func somebody(entityType string) bool {
	switch entityType {
	case "PER", "ORG", "GPE", "GRP", "NORP":
		return true
	}
	return false
}

// within says whether a span lies in one of several.
func within(spans []casus.Span, s casus.Span) bool {
	for _, x := range spans {
		if x.Contains(s) {
			return true
		}
	}
	return false
}

// about are those whom a position is on: the addressees, else the first that the
// content names besides the speaker.
func about(doc *casus.Document, q *casus.Quote, addressees []casus.Role) []casus.Role {
	if len(addressees) > 0 {
		return addressees
	}
	ms := doc.MentionsIn(earliest(doc, q), q.Sentence+1)
	for i := range ms {
		m := &ms[i]
		if m.Entity < 0 || m.Entity == q.Entity || !within(q.Content, m.Span) || !somebody(doc.Entities[m.Entity].Type) {
			continue
		}
		return []casus.Role{role(m, doc)}
	}
	return nil
}

// earliest is the first sentence of a quote and its content.
func earliest(doc *casus.Document, q *casus.Quote) int {
	first := q.Sentence
	for _, span := range q.Content {
		first = min(first, sentenceAt(doc, span.Begin))
	}
	return first
}

// sentenceAt is the first sentence that ends after an offset.
func sentenceAt(doc *casus.Document, offset int) int {
	return sort.Search(len(doc.Sentences), func(i int) bool { return doc.Sentences[i].Span.End > offset })
}
