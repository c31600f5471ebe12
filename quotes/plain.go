package quotes

import "casus"

// plain finds quotes by rules alone: a verb of speech with a clause as its object, or
// beside the clause that it comes with; "according to"; and quotation marks.
func (r *run) plain() {
	for s := range r.sentences {
		x := &r.sentences[s]
		for i := range x.words {
			w := &x.words[i]
			if w.class == 0 || w.pos != posVerb {
				continue
			}
			a := x.around(i)
			clause := a.clause
			if clause < 0 && w.rel == relParataxis && w.head >= 0 {
				clause = int(w.head)
			}
			if clause < 0 || a.subject < 0 {
				continue
			}
			q := casus.Quote{Entity: -1, Sentence: s, Head: i}
			q.Cue = []casus.Span{x.s.Tokens[i].Span}
			q.Source = x.without(a.subject, i)
			q.Content = x.without(clause, i)
			if len(q.Content) == 0 || len(q.Source) == 0 {
				continue
			}
			r.finish(&q)
			r.doc.Quotes = append(r.doc.Quotes, q)
		}
	}
}

// without are the spans of a subtree from which another's is taken, punctuation
// trimmed off both ends.
func (x *sentence) without(top, not int) []casus.Span {
	var out []casus.Span
	cut := &x.words[not]
	a, b := int(x.words[top].first), int(x.words[top].last)
	add := func(i, j int) {
		for i <= j && x.words[i].pos == posPunct && x.words[i].mark == noMark {
			i++
		}
		for i <= j && x.words[j].pos == posPunct && x.words[j].mark == noMark {
			j--
		}
		if i <= j {
			out = append(out, casus.Span{Begin: x.s.Tokens[i].Span.Begin, End: x.s.Tokens[j].Span.End})
		}
	}
	c, d := int(cut.first), int(cut.last)
	switch {
	case d < a || b < c || c <= a && b <= d:
		add(a, b)
	default:
		add(a, min(b, c-1))
		add(max(a, d+1), b)
	}
	return out
}
