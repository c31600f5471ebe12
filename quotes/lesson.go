package quotes

import "casus"

// Teacher is shown the questions of a document with their answers. Features are
// only good until a call returns.
type Teacher interface {
	// Cue: does the token head a cue?
	Cue(features []uint32, answer bool)
	// Flag: does a model that has not seen the document take the token for a cue?
	Flag(features []uint32) bool
	// Words: the labels of a sentence, one cue given. There is one border more
	// than words.
	Words(words, borders [][]uint32, answer []Label)
	// Run: does the content go on over this sentence?
	Run(features []uint32, answer bool)
}

// Lost counts attributions that no lesson can show.
type Lost struct{ Attributions, Headless, Shared int }

// Lessons shows a teacher what there is to learn from a document whose quotes are
// known. The document must have been parsed.
func (f *Finder) Lessons(doc *casus.Document, truth []casus.Quote, t Teacher) Lost {
	r := new(run)
	r.begin(f, doc)
	lost := Lost{Attributions: len(truth)}
	heads := map[[2]int]*casus.Quote{}
	for i := range truth {
		s, k := r.headOf(&truth[i])
		switch {
		case s < 0:
			lost.Headless++
		case heads[[2]int{s, k}] != nil:
			lost.Shared++
		default:
			heads[[2]int{s, k}] = &truth[i]
		}
	}
	var ft features
	for s := range r.sentences {
		x := &r.sentences[s]
		for i := range x.words {
			if mayCue(&x.words[i], x.s.Tokens[i].Form) {
				ft.start(r.feats[:0])
				x.cueFeatures(&ft, i)
				r.startFeatures(&ft, x, i)
				t.Cue(ft.to, heads[[2]int{s, i}] != nil)
				x.words[i].flagged = t.Flag(ft.to)
			}
		}
	}
	for s := range r.sentences {
		x := &r.sentences[s]
		for i := range x.words {
			q := heads[[2]int{s, i}]
			if q == nil {
				continue
			}
			r.tags.describe(x, i)
			answer := make([]Label, len(x.words))
			for k := range answer {
				answer[k] = labelOf(x.s.Tokens[k].Span, q)
			}
			t.Words(r.tags.unary, r.tags.border, answer)
			r.teachRuns(q, s, i, t)
		}
	}
	return lost
}

// headOf finds the head of a quote's cue: the token of it that stands highest in
// the tree, among those that are ever asked.
func (r *run) headOf(q *casus.Quote) (s, token int) {
	if len(q.Cue) == 0 {
		return -1, -1
	}
	for s := range r.sentences {
		x := &r.sentences[s]
		if !x.s.Span.Overlaps(q.Cue[0]) {
			continue
		}
		best := -1
		for i := range x.words {
			if !x.s.Tokens[i].Span.Overlaps(q.Cue[0]) || !mayCue(&x.words[i], x.s.Tokens[i].Form) {
				continue
			}
			if best < 0 || x.words[i].depth < x.words[best].depth {
				best = i
			}
		}
		if best >= 0 {
			return s, best
		}
	}
	return -1, -1
}

// labelOf is what a token is to a quote.
func labelOf(t casus.Span, q *casus.Quote) Label {
	within := func(part []casus.Span) bool {
		for _, s := range part {
			if s.Begin <= t.Begin && t.Begin < s.End {
				return true
			}
		}
		return false
	}
	switch {
	case within(q.Cue):
		return Cue
	case within(q.Source):
		return Source
	case within(q.Content):
		return Content
	}
	return None
}
