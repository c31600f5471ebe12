package statements

import (
	"strings"

	"casus"
)

// reach is how many statements before and after it a denial is held against; few
// dispatches have as many.
const reach = 300

// link ties each denial or rejection to what it answers: the statement of somebody
// else that shares most of its words with it, or that is on the one who denies.
func link(doc *casus.Document) {
	words := make([]map[string]bool, len(doc.Statements))
	for i := range doc.Statements {
		words[i] = contentWords(doc, doc.Statements[i].Content)
	}
	for i := range doc.Statements {
		s := &doc.Statements[i]
		if s.Position != "deny" && s.Position != "reject" {
			continue
		}
		best, most := -1, 0
		for k := max(0, i-reach); k < min(len(doc.Statements), i+reach); k++ {
			o := &doc.Statements[k]
			if k == i || o.Position == "deny" || sameSpeaker(s, o) || nested(s, o) {
				continue
			}
			score := 2 * shared(words[i], words[k])
			if back := s.Sentence - o.Sentence; back >= 0 && back <= 2 && refersBack(words[i]) && before(o, s) && answerable[o.Position] {
				score += 5 - back // "denied the charge": the one told last
			}
			if score == 0 && !(o.Position == "accuse" || o.Position == "claim") {
				continue
			}
			if named(o.On, s.Sources) {
				score += 2
			}
			if o.Position == "accuse" || o.Position == "claim" || o.Position == "demand" || o.Position == "ask" || o.Position == "offer" {
				score++
			}
			if score > most && score >= 3 {
				best, most = k, score
			}
		}
		if best >= 0 {
			s.Answers = append(s.Answers, best)
		}
	}
}

// answerable are the positions that a denial without words of its own answers.
var answerable = map[string]bool{"say": true, "claim": true, "accuse": true, "warn": true, "condemn": true, "announce": true, "confirm": true}

// back are words for what somebody else has said; a denial of nothing more refers back
// to it: "denies any such claim", "denies involvement".
var back = map[string]bool{"claim": true, "charge": true, "accusation": true, "allegation": true, "report": true, "assertion": true, "statement": true,
	"involvement": true, "responsibility": true, "wrongdoing": true, "any": true, "such": true, "attack": true, "role": true}

func refersBack(words map[string]bool) bool {
	for w := range words {
		if !back[w] {
			return false
		}
	}
	return true
}

// before says that the cue of one statement stands before that of another.
func before(a, b *casus.Statement) bool { return a.Cue.Begin < b.Cue.Begin }

// named says whether one of the roles is one of the others.
func named(on, who []casus.Role) bool {
	for _, a := range on {
		for _, b := range who {
			if a.Entity >= 0 && a.Entity == b.Entity {
				return true
			}
		}
	}
	return false
}

func sameSpeaker(a, b *casus.Statement) bool { return named(a.Sources, b.Sources) }

// nested says that one statement lies in the other's content.
func nested(a, b *casus.Statement) bool { return within(a.Content, b.Cue) || within(b.Content, a.Cue) }

// contentWords are the lemmas of the nouns, verbs and adjectives of what is said.
func contentWords(doc *casus.Document, content []casus.Span) map[string]bool {
	out := map[string]bool{}
	for _, span := range content {
		for i := sentenceAt(doc, span.Begin); i < len(doc.Sentences) && doc.Sentences[i].Span.Overlaps(span); i++ {
			s := &doc.Sentences[i]
			for k := range s.Tokens {
				t := &s.Tokens[k]
				switch t.UPOS {
				case "NOUN", "VERB", "PROPN", "ADJ":
					if span.Contains(t.Span) {
						out[strings.ToLower(t.Lemma)] = true
					}
				}
			}
		}
	}
	return out
}

func shared(a, b map[string]bool) int {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}
