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
	if q.Entity < 0 || !r.person(q.Entity) {
		if e := r.personIn(q.Sentence, src); e >= 0 {
			q.Entity = e
		}
	}
	if q.Entity < 0 {
		q.Entity = r.owner(q.Sentence, head)
	}
	r.goesOn(q, x, head)
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

func (r *run) person(entity int) bool {
	return entity < len(r.doc.Entities) && r.doc.Entities[entity].Type == "PER"
}

// personIn is the one person that a source names ("New Jersey Gov. Chris Christie"),
// -1 where it names none or several.
func (r *run) personIn(s int, src casus.Span) int {
	e := -1
	for i := r.firstMention[s]; i < len(r.doc.Mentions) && r.doc.Mentions[i].Sentence == s; i++ {
		m := &r.doc.Mentions[i]
		if m.Form != casus.FormName || !src.Contains(m.Span) || m.Entity < 0 || !r.person(m.Entity) || m.Entity == e {
			continue
		}
		if e >= 0 {
			return -1
		}
		x := &r.sentences[s]
		if p := m.Head; p < len(x.words) && (x.words[p].rel == relNmod || x.words[p].rel == relPoss || x.words[p].rel == relObl) {
			continue // "aides to Chris Christie", "Christie's aides"
		}
		e = m.Entity
	}
	return e
}

// owner is the entity behind a source that is none itself: what a relative pronoun
// stands for, whose a report or statement is.
func (r *run) owner(s, head int) int {
	x := &r.sentences[s]
	w := &x.words[head]
	if w.pos == posPron {
		v := int(w.head)
		for n := 0; n < 3 && v >= 0 && v < len(x.words); n, v = n+1, int(x.words[v].head) {
			if x.words[v].rel == relAclRel && x.words[v].head >= 0 {
				return r.headed(s, int(x.words[v].head))
			}
		}
		return -1
	}
	if w.pos != posNoun || !r.f.sourcing["document"][strings.ToLower(x.s.Tokens[head].Lemma)] {
		return -1
	}
	for k := w.kid; k >= 0; k = x.words[k].next {
		switch x.words[k].rel {
		case relPoss, relNmod, relCompound:
			if e := r.headed(s, int(k)); e >= 0 {
				return e
			}
		case relAcl: // "a statement released by the court"
			if o := x.rel(int(k), relAgent, relObl); o >= 0 {
				return r.headed(s, o)
			}
		}
	}
	return -1
}

// headed is the entity of the mention with the head, -1 where there is none.
func (r *run) headed(s, head int) int {
	for i := r.firstMention[s]; i < len(r.doc.Mentions) && r.doc.Mentions[i].Sentence == s; i++ {
		if m := &r.doc.Mentions[i]; m.Head == head {
			return m.Entity
		}
	}
	return -1
}

var lemmaHe, lemmaShe = hash("he"), hash("she")

// How many sentences back somebody who speaks goes on to.
const maxSilence = 3

// goesOn settles who a pronoun is that speaks: news goes on with whom it quoted last,
// if that is a person of the same sex, as far as other pronouns tell it.
func (r *run) goesOn(q *casus.Quote, x *sentence, head int) {
	w := &x.words[head]
	if w.pos != posPron || w.lemma != lemmaHe && w.lemma != lemmaShe {
		return
	}
	for i := len(r.doc.Quotes) - 1; i >= 0; i-- {
		p := &r.doc.Quotes[i]
		if p.Sentence < q.Sentence-maxSilence {
			return
		}
		if p.Entity < 0 || len(p.Source) == 0 || !r.person(p.Entity) || p.Sentence == q.Sentence && p.Source[0].Begin > q.Cue[0].Begin {
			continue
		}
		if within(q.Content, p.Cue[0]) || r.doc.Quotes[i].Cue[0] == q.Cue[0] {
			continue
		}
		if !r.otherSex(p.Entity, w.lemma) {
			q.Entity = p.Entity
		}
		return
	}
}

func within(spans []casus.Span, s casus.Span) bool {
	for _, x := range spans {
		if x.Contains(s) {
			return true
		}
	}
	return false
}

// otherSex says that pronouns for an entity are of the other sex than this one, by
// what mentions were resolved to it.
func (r *run) otherSex(entity int, pronoun uint32) bool {
	same, other := 0, 0
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Entity != entity || m.Form != casus.FormPronoun || m.Sentence >= len(r.sentences) || m.Head >= len(r.sentences[m.Sentence].words) {
			continue
		}
		switch strings.ToLower(r.sentences[m.Sentence].s.Tokens[m.Head].Form) {
		case "he", "his", "him", "himself":
			if pronoun == lemmaHe {
				same++
			} else {
				other++
			}
		case "she", "her", "hers", "herself":
			if pronoun == lemmaShe {
				same++
			} else {
				other++
			}
		}
	}
	return other > same
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
