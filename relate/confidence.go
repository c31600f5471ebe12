package relate

import (
	"math"

	"casus"
)

// Evidences are what the confidence of an event is made of.
const Evidences = 7

// Weigh sets the confidence of a document's events: how often an event like it and its
// actor are right. It weighs the coder's own estimate, made of how the pattern was filled,
// with what the words between the parties say to a classifier that knows nothing of
// patterns. Without a model it leaves the coder's estimate.
func (r *Relater) Weigh(doc *casus.Document) {
	if r.model == nil {
		return
	}
	for i := range doc.Events {
		ev := &doc.Events[i]
		z := 0.0
		for k, x := range r.Evidence(doc, ev) {
			z += x * float64(r.model.Event[k])
		}
		ev.Confidence = math.Round(1000/(1+math.Exp(-z))) / 1000
	}
}

// Evidence is what speaks for and against an event: the first is 1 always.
func (r *Relater) Evidence(doc *casus.Document, ev *casus.Event) (x [Evidences]float64) {
	p := min(max(ev.Confidence, 0.01), 0.99)
	x[0], x[1] = 1, math.Log(p/(1-p))
	if len(ev.Recipients) == 0 && !ev.Reciprocal {
		x[2] = 1
	}
	if len(ev.Actors) == 0 {
		x[3] = 1
	}
	if ev.Claim != nil {
		x[4] = 1
	}
	if !ev.Status.Real() {
		x[5] = 1
	}
	x[6] = r.Opinion(doc, ev)
	return x
}

// Opinion is what the words' classifier gives to an event's class, given its parties: a
// log probability less the mean of all classes.
func (r *Relater) Opinion(doc *casus.Document, ev *casus.Event) float64 {
	class := ClassOf(ev.Event)
	if r.model == nil || class < 0 {
		return 0
	}
	words, ok := r.DescribeWords(doc, partiesOf(ev))
	if !ok {
		return 0
	}
	return float64(r.model.Opinions(words)[class])
}

// partiesOf an event: the first on each side.
func partiesOf(ev *casus.Event) (p Pair) {
	if len(ev.Actors) > 0 {
		p.Source = ev.Actors[0].Span
	}
	switch {
	case len(ev.Recipients) > 0:
		p.Target = ev.Recipients[0].Span
	case ev.Reciprocal && len(ev.Actors) > 1:
		p.Target = ev.Actors[1].Span
	}
	return p
}
