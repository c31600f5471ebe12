package quotes

import "casus"

// find fills the document's quotes.
func (r *run) find() {
	r.doc.Quotes = nil
	if r.f.model == nil {
		r.plain()
		return
	}
	r.flag()
	for _, c := range r.flags {
		x := &r.sentences[c.sentence]
		r.tags.describe(x, c.token)
		q := casus.Quote{Entity: -1, Sentence: c.sentence, Head: c.token}
		r.parts(&q, x, r.tags.decode(r.f.model, c.token), c.token)
		if len(q.Source) == 0 {
			q.Source = r.controlled(x, c.token)
		}
		r.spread(&q, c)
		if len(q.Content) == 0 {
			continue
		}
		r.finish(&q)
		r.doc.Quotes = append(r.doc.Quotes, q)
	}
}

// flag finds the heads of cues.
func (r *run) flag() {
	r.flags = r.flags[:0]
	var f features
	for s := range r.sentences {
		x := &r.sentences[s]
		for i := range x.words {
			if !mayCue(&x.words[i], x.s.Tokens[i].Form) {
				continue
			}
			f.start(r.feats[:0])
			x.cueFeatures(&f, i)
			r.startFeatures(&f, x, i)
			if v := r.f.model.cue(f.to); v > int32(r.f.model.Threshold) || v > int32(r.f.model.Threshold)-2*Unit && x.plainSpeech(i) {
				x.words[i].flagged = true
				r.flags = append(r.flags, flag{s, i, float32(v) / Unit})
			}
		}
	}
}

// plainSpeech says that a token is a cue by grammar alone: a verb of speech with a
// subject of its own and a clause that it says.
func (x *sentence) plainSpeech(i int) bool {
	w := &x.words[i]
	if w.pos != posVerb || w.class&1 == 0 || w.quoted {
		return false
	}
	a := x.around(i)
	return a.shape&shapeOf[relCcomp] != 0 && a.shape&(shapeOf[relNsubj]|shapeOf[relNsubjPass]) != 0
}

// controlled is the subject that a cue without one shares with the verb above it, as
// in "the envoy left, saying ...".
func (r *run) controlled(x *sentence, c int) []casus.Span {
	w := &x.words[c]
	if w.pos != posVerb {
		return nil
	}
	switch w.rel {
	case relAdvcl, relXcomp, relConj:
	default:
		return nil
	}
	s := x.inherited(c)
	if s < 0 || int(x.words[s].last) >= c {
		return nil
	}
	return x.without(s, c)
}

// parts turns labels into spans. The cue is the run around its head, the source the
// run nearest to it; content may stand apart.
func (r *run) parts(q *casus.Quote, x *sentence, out []Label, c int) {
	best := -1
	for i := 0; i < len(out); {
		j := i + 1
		for j < len(out) && out[j] == out[i] {
			j++
		}
		span := casus.Span{Begin: x.s.Tokens[i].Span.Begin, End: x.s.Tokens[j-1].Span.End}
		switch out[i] {
		case Cue:
			if i <= c && c < j {
				q.Cue = []casus.Span{span}
			}
		case Source:
			far := max(i-c, c-j+1)
			if best < 0 || far < best {
				best = far
				q.Source = []casus.Span{span}
			}
		case Content:
			q.Content = append(q.Content, span)
		}
		i = j
	}
}

// finish settles form and speaker.
func (r *run) finish(q *casus.Quote) {
	q.Form = r.form(q)
	r.speaker(q)
}

// form tells direct from indirect: quotation marks around all of the content, in it,
// or none.
func (r *run) form(q *casus.Quote) string {
	any := false
	for _, s := range q.Content {
		if hasMark(r.doc.Slice(s)) {
			any = true
		}
	}
	if !any {
		return "indirect"
	}
	first, last := r.doc.Slice(q.Content[0]), r.doc.Slice(q.Content[len(q.Content)-1])
	if beginsQuoted(first) && endsQuoted(last) {
		return "direct"
	}
	return "mixed"
}
