package relate

import (
	"casus"
	"casus/coding"
)

// Relater answers pairs. It may be used by several goroutines at once.
type Relater struct {
	coder *coding.Coder
}

// New makes a relater over a coder.
func New(c *coding.Coder) *Relater { return &Relater{coder: c} }

// Relate answers the pairs of a document, in their order. The document must have its
// layers up to the events; it stays as it is.
func (r *Relater) Relate(doc *casus.Document, pairs []Pair) []Answer {
	known := map[int][]coding.Candidate{}
	read := func(sentence int) []coding.Candidate {
		c, ok := known[sentence]
		if !ok {
			c = r.coder.Candidates(doc, sentence)
			known[sentence] = c
		}
		return c
	}
	out := make([]Answer, len(pairs))
	for i, p := range pairs {
		out[i] = Answer{Pair: p}
		if v, ok := newView(doc, p, read); ok {
			out[i] = r.answer(v, p)
		}
	}
	return out
}

// answer takes the candidate that lies best to the pair.
func (r *Relater) answer(v *view, p Pair) Answer {
	a := Answer{Pair: p}
	fits := v.weigh()
	if len(fits) == 0 {
		return a
	}
	a.take(&fits[0])
	return a
}

func (a *Answer) take(f *fit) {
	ev := &f.c.Event
	a.Event, a.Mode, a.CAMEO, a.Quad = ev.Event, ev.Mode, ev.CAMEO, ev.Quad
	a.Status, a.Evidence, a.Swapped = ev.Status, ev.Evidence, f.swapped
	a.Confidence = ev.Confidence
}
