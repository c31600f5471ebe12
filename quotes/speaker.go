package quotes

import (
	"strings"

	"casus"
)

// sourcings are the kinds of source that nouns tell, in the order in which they are
// asked for; each is a set of words "sourcing-..." of the lexicon.
var sourcings = [...]string{"outlet", "document", "official", "anonymous"}

// speaker resolves the source to an entity and tells what kind of source it is.
func (r *run) speaker(q *casus.Quote) {
	q.Entity, q.Sourcing = -1, ""
	if len(q.Source) == 0 {
		return
	}
	src := q.Source[0]
	x := &r.sentences[q.Sentence]
	head := -1
	for i := range x.words {
		if src.Overlaps(x.s.Tokens[i].Span) && (head < 0 || x.words[i].depth < x.words[head].depth) && x.words[i].pos != posPunct {
			head = i
		}
	}
	if head < 0 {
		return
	}
	q.Entity = r.mentioned(q.Sentence, head, src)
	q.Sourcing = r.sourcing(x, head, src, q.Entity)
}

// mentioned is the entity of the mention whose head is the source's, or else of the
// longest mention within the source; -1 where there is none.
func (r *run) mentioned(s, head int, src casus.Span) int {
	best, length := -1, 0
	for i := r.firstMention[s]; i < len(r.doc.Mentions) && r.doc.Mentions[i].Sentence == s; i++ {
		m := &r.doc.Mentions[i]
		if m.Head == head && src.Overlaps(m.Span) {
			return m.Entity
		}
		if m.Form == casus.FormName && m.First <= head && head <= m.Last && m.Span.Len() > length {
			best, length = m.Entity, m.Span.Len()
		}
	}
	if best >= 0 {
		return best
	}
	// "President Vladimir Putin" read as one phrase with another head.
	x := &r.sentences[s]
	for i := r.firstMention[s]; i < len(r.doc.Mentions) && r.doc.Mentions[i].Sentence == s; i++ {
		m := &r.doc.Mentions[i]
		if src.Contains(m.Span) && m.Head < len(x.words) && x.apposed(m.Head, head) && m.Span.Len() > length {
			best, length = m.Entity, m.Span.Len()
		}
	}
	return best
}

// apposed says that a word stands for the same as the head above it.
func (x *sentence) apposed(i, head int) bool {
	for n := 0; n < 4 && i >= 0 && i < len(x.words); n++ {
		if i == head {
			return true
		}
		switch x.words[i].rel {
		case relAppos, relFlat, relCompound, relDep:
			i = int(x.words[i].head)
		default:
			return false
		}
	}
	return false
}

// sourcing tells what kind of source it is: "named", "official" (unnamed),
// "anonymous", "document" or "outlet".
func (r *run) sourcing(x *sentence, head int, src casus.Span, entity int) string {
	kind := r.nounKind(x, head)
	if kind == "outlet" || kind == "document" {
		return kind
	}
	for i := range x.words {
		w := &x.words[i]
		if src.Contains(x.s.Tokens[i].Span) && (w.name == 1+uint32(casus.PER) || w.pos == posPropn && x.apposed(i, head)) {
			if k := r.nounKind(x, i); k == "outlet" {
				return k
			}
			return "named"
		}
	}
	if entity < 0 {
		return kind
	}
	// What the rest of the document calls the entity.
	for i := range r.doc.Mentions {
		if m := &r.doc.Mentions[i]; m.Entity == entity && m.Form == casus.FormName {
			return "named"
		}
	}
	if kind != "" {
		return kind
	}
	switch e := &r.doc.Entities[entity]; e.Type {
	case "GPE", "ORG":
		return "named"
	case "GRP", "NORP":
		return "anonymous"
	}
	for i := range r.doc.Mentions {
		if m := &r.doc.Mentions[i]; m.Entity == entity && m.Form == casus.FormNominal && m.Sentence < len(r.sentences) {
			if k := r.nounKind(&r.sentences[m.Sentence], m.Head); k != "" {
				return k
			}
		}
	}
	return ""
}

func (r *run) nounKind(x *sentence, i int) string {
	if i >= len(x.words) {
		return ""
	}
	lemma := strings.ToLower(x.s.Tokens[i].Lemma)
	for _, k := range sourcings {
		if r.f.sourcing[k][lemma] {
			return k
		}
	}
	return ""
}
