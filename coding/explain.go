package coding

import (
	"slices"
	"strings"

	"casus"
	"casus/lexicon"
)

// Explanation tells how a sentence was coded, for people who write the lexicon.
type Explanation struct {
	Sentence int
	Text     string
	// Tries are the patterns laid over the sentence, in the order of the words
	// that triggered them.
	Tries []Try
	// Events are those that came of it.
	Events []casus.Event
}

// Try is one pattern laid over one word.
type Try struct {
	// Trigger is the word, Token its index in the sentence.
	Trigger casus.Span
	Token   int
	// Pattern names it ("ask/urge/to-do"), Source is the pattern as written and
	// Pos its place. Both are of the entry where its other words are missing.
	Pattern, Source string
	Pos             lexicon.Pos
	// Fits says that the pattern holds; Won that it is the one chosen.
	Fits, Won bool
	// Blocked says what was missing, or why no event came of it.
	Blocked string
	// Slots are the fillers of the winner.
	Slots []Filler
	// Steps are the compositions of the winner, from the inside out.
	Steps []string
}

// Filler is what a slot holds.
type Filler struct {
	Slot string
	Text string
	// Far counts the steps between the place where the filler was found and
	// the place where the pattern wants it.
	Far int
}

// stepPrefix marks a note that is a step of composition rather than an obstacle.
const stepPrefix = "\x00"

// Explain codes one sentence of a document and tells how. The document stays as
// it is.
func (c *Coder) Explain(doc *casus.Document, sentence int) Explanation {
	x := Explanation{Sentence: sentence}
	if sentence < 0 || sentence >= len(doc.Sentences) {
		return x
	}
	x.Text = doc.Slice(doc.Sentences[sentence].Span)
	r := c.reader(doc)
	if sentence > 0 {
		r.code(sentence-1, func(casus.Event) {}) // what was told just before
	}
	r.trace = &x
	r.code(sentence, func(ev casus.Event) { x.Events = append(x.Events, ev) })
	return x
}

// note records a try: why says what was missing, "" that the pattern fits.
func (r *reader) note(p int, e *entry, pat *lexicon.Pattern, why string) {
	if r.trace == nil {
		return
	}
	x := r.trace
	if pat != nil {
		name := patternName(e, pat)
		for i := range x.Tries {
			t := &x.Tries[i]
			if t.Token != p || t.Pattern != name || t.Pos != pat.Pos {
				continue
			}
			if step, ok := strings.CutPrefix(why, stepPrefix); ok {
				t.Steps = append(t.Steps, step)
			} else if why != "" {
				t.Blocked = why
			}
			return
		}
	}
	t := Try{Trigger: r.s.tok[p].Span, Token: p, Fits: why == "", Blocked: why, Pattern: e.stem + "/" + e.word, Pos: e.pred.Pos}
	if pat != nil {
		t.Pattern, t.Pos, t.Source = patternName(e, pat), pat.Pos, pat.Source
	}
	x.Tries = append(x.Tries, t)
}

// noteLost records which events were left out for others of the sentence.
func (r *reader) noteLost(told []toldEvent, kept []casus.Event) {
	if r.trace == nil {
		return
	}
	for i := range told {
		t := &told[i]
		if t.match != nil && !slices.ContainsFunc(kept, func(ev casus.Event) bool { return ev.ID == t.event.ID }) {
			r.note(int(t.match.tok), t.match.entry, t.match.pat, "it is only the occasion, or a part, of what another event tells")
		}
	}
}

// noteWinner marks the pattern chosen for a token and writes out its slots.
func (r *reader) noteWinner(m *match) {
	if r.trace == nil {
		return
	}
	name := patternName(m.entry, m.pat)
	for i := range r.trace.Tries {
		t := &r.trace.Tries[i]
		if t.Token != int(m.tok) || t.Pattern != name || t.Pos != m.pat.Pos {
			continue
		}
		t.Won, t.Fits = true, true
		for slot, h := range m.slot {
			if h >= 0 {
				s := &r.s
				text := s.doc.Slice(s.span(int(s.left[h]), int(s.right[h])))
				if k := s.mention[h]; k >= 0 {
					text = s.doc.Slice(s.doc.Mentions[k].Span)
				}
				t.Slots = append(t.Slots, Filler{slotNames[slot], text, int(m.far[slot])})
			}
		}
		if m.cond != nil {
			t.Steps = append(t.Steps, "the condition at "+position(m.cond.Pos)+" holds")
		}
		if q := r.innerMatch(m); q != nil {
			t.Steps = append(t.Steps, "inside it: "+r.read(q, 1).String())
		}
	}
}
