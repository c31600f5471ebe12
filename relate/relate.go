package relate

import (
	"casus"
	"casus/coding"
)

// Relater answers pairs. It may be used by several goroutines at once.
type Relater struct {
	coder *coding.Coder
	model *Model
}

// New makes a relater over a coder. Without a model (nil) the readings of the lexicon
// decide alone.
func New(c *coding.Coder, m *Model) *Relater { return &Relater{c, m} }

// With is the relater with another model.
func (r *Relater) With(m *Model) *Relater { return &Relater{r.coder, m} }

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
			r.answer(v, &out[i])
		}
	}
	return out
}

// Describe lists the features of a pair, as the classifier sees them; ok is false where
// the pair cannot be found in the document's words.
func (r *Relater) Describe(doc *casus.Document, p Pair) (f Features, ok bool) {
	v, ok := newView(doc, p, func(sentence int) []coding.Candidate { return r.coder.Candidates(doc, sentence) })
	if !ok {
		return f, false
	}
	return v.describe(v.weigh()), true
}

// DescribeWords lists the features of the words alone.
func (r *Relater) DescribeWords(doc *casus.Document, p Pair) (words []string, ok bool) {
	v, ok := newView(doc, p, func(int) []coding.Candidate { return nil })
	if !ok {
		return nil, false
	}
	return v.describe(nil).Words, true
}

// answer lets the classifier choose the class and takes the event of the best candidate
// that can be called so; where there is none, the class itself is the answer.
func (r *Relater) answer(v *view, a *Answer) {
	fits := v.weigh()
	if r.model == nil {
		if len(fits) > 0 {
			a.take(&fits[0])
			a.Class = classes[ClassOf(a.Event)]
			a.Confidence = fits[0].c.Event.Confidence
		}
		return
	}
	scores := r.model.Classify(v.describe(fits))
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	confidence := r.model.Confidence(scores[best])
	if len(fits) == 0 && confidence < leastConfidence {
		return
	}
	a.Class, a.Confidence = classes[best], confidence
	for i := range fits {
		if goesBy(fits[i].c, a.Class) {
			a.take(&fits[i])
			return
		}
	}
	a.learned(v)
}

// leastConfidence is what an answer needs that no reading supports.
const leastConfidence = 0.25

// goesBy says that a candidate may be called by a class. Published tests differ from
// PLOVER 2.0 in what they call some acts; the event then stays PLOVER's.
func goesBy(c *coding.Candidate, class string) bool {
	e := c.Event.Event
	if classes[ClassOf(e)] == class {
		return true
	}
	reading := names(c.Event.Evidence.Reading)
	switch {
	case e == "SANCTION" && class == "COERCE": // sanctions imposed; sentences of courts
		return len(reading) > 0 && (reading[len(reading)-1] == "EMBARGO" || reading[len(reading)-1] == "CONVICT")
	case class == "AGREE" && (e == "CONCEDE" || e == "RETREAT"): // concessions to come
		return c.Event.Status.Future || len(reading) > 1
	case e == "COERCE" && class == "ASSAULT": // cyber attacks
		return c.Event.Mode == "cyber"
	}
	return false
}

// take answers with the event of a candidate.
func (a *Answer) take(f *fit) {
	ev := &f.c.Event
	a.Event, a.Mode, a.CAMEO, a.Quad = ev.Event, ev.Mode, ev.CAMEO, ev.Quad
	a.Status, a.Evidence, a.Swapped = ev.Status, ev.Evidence, f.swapped
}

// roots are the CAMEO root and the quad class of each class, and the event that it is
// called by where no reading says more.
var roots = map[string]struct {
	event, cameo string
	quad         int
}{
	"AGREE": {"AGREE", "03", 1}, "CONSULT": {"CONSULT", "04", 1}, "SUPPORT": {"SUPPORT", "05", 1},
	"COOPERATE": {"COOPERATE", "06", 2}, "AID": {"AID", "07", 2}, "YIELD": {"RETREAT", "08", 2},
	"REQUEST": {"REQUEST", "10", 3}, "ACCUSE": {"ACCUSE", "11", 3}, "REJECT": {"REJECT", "12", 3}, "THREATEN": {"THREATEN", "13", 3},
	"PROTEST": {"PROTEST", "14", 4}, "MOBILIZE": {"MOBILIZE", "15", 4}, "SANCTION": {"SANCTION", "16", 4},
	"COERCE": {"COERCE", "17", 4}, "ASSAULT": {"ASSAULT", "19", 4},
}

// learned answers with the class alone; the word above the two is its trigger.
func (a *Answer) learned(v *view) {
	x := roots[a.Class]
	a.Event, a.CAMEO, a.Quad = x.event, x.cameo, x.quad
	t := max(v.lca, 0)
	a.Evidence = casus.Evidence{Pattern: "learned/relate", Trigger: v.tok[t].Span, Span: v.tok[t].Span.Cover(a.Source).Cover(a.Target)}
	for i := range v.doc.Sentences {
		if v.doc.Sentences[i].Span.Contains(v.tok[t].Span) {
			a.Evidence.Sentence = i
		}
	}
}
