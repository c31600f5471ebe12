package commitments

import (
	"strings"

	"casus"
)

// pledge makes a commitment of an event that is a promise, a threat or an ultimatum.
// What is only announced ("will visit") is one where it hangs on a condition.
func (r *finding) pledge(e int) {
	ev := &r.doc.Events[e]
	if ev.Event != "AGREE" && ev.Event != "THREATEN" && ev.Event != "REQUEST" && ev.Event != "REJECT" {
		return
	}
	if st := &ev.Status; st.Negated || st.Denied || st.Historical || len(ev.Actors) == 0 || ev.Evidence.Sentence >= len(r.doc.Sentences) {
		return
	}
	r.tree.load(r.doc, ev.Evidence.Sentence)
	v := r.tree.at(ev.Evidence.Trigger.Begin)
	if v < 0 {
		return
	}
	what := r.owed(v)
	if r.written(ev, v) {
		return
	}
	clause := r.clause(ev.Evidence.Sentence, what, r.clauseTop(v))
	if what == v && clause.Condition.Empty() {
		clause = r.clause(ev.Evidence.Sentence, v, v)
	}
	c := casus.Commitment{
		Parties: ev.Actors, Recipients: ev.Recipients, Made: ev.Date, Due: r.due(ev), Events: []int{e},
		Sentence: ev.Evidence.Sentence, Span: ev.Evidence.Span, Why: ev.Evidence.Reading, Clauses: []casus.Clause{clause},
	}
	operator, _, _ := strings.Cut(ev.Evidence.Reading, "(")
	bound := ev.Status.Conditional || !clause.Condition.Empty()
	switch {
	case ev.Event == "AGREE" && (bound || operator == "PROMISE" || operator == "AGREE" || operator == "OFFER"):
		c.Kind, c.State = "promise", "pledged"
	case ev.Event == "THREATEN" && (operator == "ULTIMATUM" || c.Due.Value != "" && bound):
		c.Kind, c.State = "ultimatum", "threatened"
	case ev.Event == "THREATEN" && (bound || operator == "THREATEN" || operator == "WARN"):
		c.Kind, c.State = "threat", "threatened"
	case ev.Event == "REQUEST" && c.Due.Value != "" && strings.HasPrefix(ev.Evidence.Reading, "ASK.demand"):
		c.Kind, c.State = "ultimatum", "threatened"
		c.Parties, c.Recipients = ev.Recipients, ev.Actors
	default:
		return
	}
	r.told = append(r.told, c)
	r.keys = append(r.keys, key{noun: "\x00"})
}

// owed is the token that heads what a verb or noun of promise or threat holds: its
// clause, else itself.
func (r *finding) owed(v int) int {
	t := &r.tree
	for _, rel := range [...]string{"xcomp", "ccomp", "acl"} {
		if k := t.child(v, rel); k >= 0 {
			return k
		}
	}
	return v
}

// clauseTop climbs from a verb to the head of its finite clause, where a condition
// may stand.
func (r *finding) clauseTop(v int) int {
	t := &r.tree
	for n := 0; n < 6; n++ {
		switch t.tok[v].Rel() {
		case "xcomp", "ccomp", "obj", "conj", "acl", "nsubj":
			if h := t.head(v); h >= 0 {
				v = h
				continue
			}
		}
		break
	}
	return v
}

// due is the day by which something is demanded: a time expression after "by",
// "before", "until" or "within" in the clause.
func (r *finding) due(ev *casus.Event) casus.Date {
	t := &r.tree
	for i := range r.doc.Timexes {
		x := &r.doc.Timexes[i]
		if x.Sentence != ev.Evidence.Sentence || x.Head < 0 || x.Head >= len(t.tok) || !ev.Evidence.Span.Overlaps(x.Span) && x.Span.Begin > ev.Evidence.Span.End+40 {
			continue
		}
		first := t.at(x.Span.Begin)
		if first <= 0 {
			continue
		}
		switch strings.ToLower(t.tok[first-1].Form) {
		case "by", "before", "until", "till", "within":
			if x.Type == "DATE" || x.Type == "TIME" {
				return casus.Date{Value: day(x.Value), Granularity: "day", Span: x.Span}
			}
			if x.Type == "DURATION" {
				if d := later(ev.Date.Value, x.Value); d != "" {
					return casus.Date{Value: d, Granularity: "day", Span: x.Span}
				}
			}
		}
	}
	return casus.Date{}
}

// written says that an event is told already: it made a treaty, or a clause of one
// says what it promises.
func (r *finding) written(ev *casus.Event, v int) bool {
	for i := range r.told {
		c := &r.told[i]
		if c.Kind != "treaty" {
			continue
		}
		for _, e := range c.Events {
			if r.doc.Events[e].ID == ev.ID {
				return true
			}
		}
		for _, k := range c.Clauses {
			if k.Sentence == ev.Evidence.Sentence && k.Obligation.Contains(r.tree.tok[v].Span) {
				return true
			}
		}
	}
	return false
}
