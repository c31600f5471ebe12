package harvest

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"casus"
	"casus/lexicon"
)

// Predicates collects from documents that have been coded the predicates between known
// actors that code to nothing. It also counts the patterns that made events, so that
// those which never do can be told. The zero value keeps no sentences.
type Predicates struct {
	// Keep is how many sentences stay with each predicate.
	Keep int

	found map[string]*Predicate
	fired map[string]int
}

// Predicate is a verb as it stands between two known actors where no event was coded
// with it.
type Predicate struct {
	// Frame is the verb with its particle, its object where that is no actor, and
	// the preposition of the other actor: "turn over suspect to ACTOR".
	Frame string
	// Count is how often it was met; Sentences are the first that hold it.
	Count     int
	Sentences []string
}

// Add takes in a document.
func (h *Predicates) Add(doc *casus.Document) {
	if h.found == nil {
		h.found, h.fired = map[string]*Predicate{}, map[string]int{}
	}
	for i := range doc.Events {
		h.fired[doc.Events[i].Evidence.Entry]++
	}
	for n := range doc.Sentences {
		known := knownIn(doc, n)
		if len(known) < 2 {
			continue
		}
		for v, frame := range frames(doc.Sentences[n].Tokens, known) {
			if coded(doc, n, v) {
				continue
			}
			p := h.found[frame]
			if p == nil {
				p = &Predicate{Frame: frame}
				h.found[frame] = p
			}
			p.Count++
			if text := strings.Join(strings.Fields(doc.Slice(doc.Sentences[n].Span)), " "); len(p.Sentences) < h.Keep && !slices.Contains(p.Sentences, text) {
				p.Sentences = append(p.Sentences, text)
			}
		}
	}
}

// List are those met so many times or more, the most frequent first.
func (h *Predicates) List(atLeast int) []*Predicate {
	var out []*Predicate
	for _, p := range h.found {
		if p.Count >= atLeast {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *Predicate) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(a.Frame, b.Frame))
	})
	return out
}

// Pattern is a pattern of the lexicon and its place: "en/verbs/ask.txt:5".
type Pattern struct{ Place, Pattern string }

// Silent are the patterns of the lexicon that made no event, in the order of its files.
func (h *Predicates) Silent(lex *lexicon.Lexicon) []Pattern {
	type line struct {
		lexicon.Pos
		Pattern
	}
	var lines []line
	for i := range lex.Predicates {
		for j := range lex.Predicates[i].Patterns {
			p := &lex.Predicates[i].Patterns[j]
			if at := fmt.Sprintf("%s:%d", p.Pos.File, p.Pos.Line); h.fired[at] == 0 {
				lines = append(lines, line{p.Pos, Pattern{at, p.Name + ": " + p.Source}})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line) })
	var out []Pattern
	for _, l := range lines {
		out = append(out, l.Pattern)
	}
	return out
}

// knownIn are the heads of the mentions of a sentence whose country is known.
func knownIn(doc *casus.Document, n int) map[int]bool {
	known := map[int]bool{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Sentence == n && m.Entity >= 0 && m.Entity < len(doc.Entities) && doc.Entities[m.Entity].Country != "" {
			known[m.Head] = true
		}
	}
	return known
}

// coded says that an event was made of a verb or of what hangs right below it.
func coded(doc *casus.Document, n, verb int) bool {
	toks := doc.Sentences[n].Tokens
	for i := range doc.Events {
		ev := &doc.Events[i]
		if ev.Evidence.Sentence != n {
			continue
		}
		for k := range toks {
			if t := &toks[k]; t.Span.Begin >= ev.Evidence.Trigger.Begin && t.Span.End <= ev.Evidence.Trigger.End && (k == verb || t.Head == verb) {
				return true
			}
		}
	}
	return false
}

// frames yields the verbs of a sentence that have one known actor for their subject or
// agent and another below them, with the frame of each.
func frames(toks []casus.Token, known map[int]bool) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		below := make([][]int, len(toks))
		for i := range toks {
			if h := toks[i].Head; h >= 0 {
				below[h] = append(below[h], i)
			}
		}
		for v := range toks {
			if toks[v].UPOS != "VERB" {
				continue
			}
			if frame, ok := frameOf(toks, below, known, v); ok && !yield(v, frame) {
				return
			}
		}
	}
}

func frameOf(toks []casus.Token, below [][]int, known map[int]bool, v int) (string, bool) {
	words := []string{strings.ToLower(toks[v].Lemma)}
	acts, suffers := false, false
	var object, place string
	for _, k := range below[v] {
		switch rel, _, _ := strings.Cut(toks[k].Deprel, ":"); {
		case toks[k].Deprel == "compound:prt":
			words = append(words, strings.ToLower(toks[k].Lemma))
		case toks[k].Deprel == "nsubj:pass":
			suffers = suffers || known[k]
			words[0] = "be " + toks[v].Form
		case rel == "nsubj", toks[k].Deprel == "obl:agent":
			acts = acts || known[k]
		case rel == "obj" || rel == "iobj":
			switch {
			case known[k]:
				place = "ACTOR"
				suffers = true
			case object == "":
				object = strings.ToLower(toks[k].Lemma)
				if q, ok := actorBelow(toks, below, known, k); ok && place == "" {
					place, suffers = q, true
				}
			}
		case rel == "obl":
			if known[k] && place == "" && caseOf(toks, below, k) != "" {
				place, suffers = caseOf(toks, below, k)+" ACTOR", true
			}
		}
	}
	if object != "" {
		words = append(words, object)
	}
	if place != "" {
		words = append(words, place)
	}
	return strings.Join(words, " "), acts && suffers
}

// actorBelow is how a known actor stands under a noun: "of ACTOR".
func actorBelow(toks []casus.Token, below [][]int, known map[int]bool, noun int) (string, bool) {
	for _, k := range below[noun] {
		if known[k] && strings.HasPrefix(toks[k].Deprel, "nmod") {
			return strings.TrimSpace(caseOf(toks, below, k) + " ACTOR"), true
		}
	}
	return "", false
}

// caseOf is the preposition of a noun, "" for none.
func caseOf(toks []casus.Token, below [][]int, noun int) string {
	for _, k := range below[noun] {
		if toks[k].Deprel == "case" {
			return strings.ToLower(toks[k].Form)
		}
	}
	return ""
}
