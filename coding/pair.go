package coding

import (
	"casus"
	"casus/lexicon"
)

// Candidate is what a word of a sentence means by the lexicon, whether or not an
// event came of it. Those who already know between whom something happened choose
// among the candidates.
type Candidate struct {
	// Token is the word in its sentence, Actor, Recipient, Thing and Do the heads of
	// what fills the slots of the pattern, -1 where nothing does.
	Token                       int
	Actor, Recipient, Thing, Do int
	// Event is the event as it would be. Its Event is "" where the composition
	// table has none for the reading.
	Event casus.Event
	// Base is the reading before mood entered it, "AID" of "FUTURE(AID)".
	Base string
	// Kind is the headword's: a verb, a noun, an adjective.
	Kind lexicon.PredicateKind
	// Told says that the coder made an event of it; Held that it is part of another
	// candidate's reading; Loose that a slot of the pattern is empty.
	Told, Held, Loose bool
	// Blocked says why no event came of it.
	Blocked string
}

// Candidates lists the readings of all words of a sentence that the lexicon knows, in
// the order of the words, and after them what the coder told without a word of the
// lexicon ("must"). The document stays as it is.
func (c *Coder) Candidates(doc *casus.Document, sentence int) []Candidate {
	if sentence < 0 || sentence >= len(doc.Sentences) || len(doc.Sentences[sentence].Tokens) == 0 {
		return nil
	}
	r := c.reader(doc)
	told := map[casus.Span]casus.Event{}
	var order []casus.Span
	r.code(sentence, func(ev casus.Event) {
		told[ev.Evidence.Trigger] = ev
		order = append(order, ev.Evidence.Trigger)
	})
	var out []Candidate
	for p := range r.s.tok {
		m := r.matchOf(p)
		if m == nil {
			continue
		}
		x := r.candidate(m)
		if ev, ok := told[r.triggerSpan(m)]; ok {
			x.Event, x.Told = ev, true
			delete(told, r.triggerSpan(m))
		}
		out = append(out, x)
	}
	for _, t := range order {
		if ev, ok := told[t]; ok {
			x := Candidate{Token: r.tokenAt(t.Begin), Actor: -1, Recipient: -1, Thing: -1, Do: -1, Event: ev, Base: ev.Evidence.Reading, Told: true}
			out = append(out, x)
		}
	}
	return out
}

// candidate codes a match as far as it goes.
func (r *reader) candidate(m *match) Candidate {
	x := Candidate{
		Token: int(m.tok), Actor: int(m.slot[lexicon.ACTOR]), Recipient: int(m.slot[lexicon.RECIPIENT]),
		Thing: int(m.slot[lexicon.THING]), Do: int(m.slot[lexicon.DO]),
		Kind: m.entry.pred.Kind, Held: r.s.eaten[m.tok], Loose: m.loose,
	}
	d := draft{m: m}
	d.mood = r.moodOf(m)
	d.claim = r.claimOf(int(m.tok))
	d.parties = r.partiesOf(m, 0)
	d.reading = r.read(m, 0)
	x.Base = d.reading.String()
	if r.modal(&d) {
		r.byAuthority(&d)
		r.byForces(&d)
		x.Blocked = r.unfit(&d)
		if x.Blocked == "" {
			x.Blocked = r.vague(&d)
		}
	} else {
		x.Blocked = "no row of the composition table for " + x.Base
	}
	x.Event = r.write(&d)
	return x
}

// tokenAt is the token that covers a byte, else the first after it.
func (r *reader) tokenAt(at int) int {
	for i := range r.s.tok {
		if r.s.tok[i].Span.End > at {
			return i
		}
	}
	return len(r.s.tok) - 1
}
