package quotes

import (
	"strings"

	"casus"
)

// How many sentences content may run on, each way.
const maxRun = 12

// spread carries content on over the sentences before and after the cue's.
func (r *run) spread(q *casus.Quote, c flag) {
	for _, way := range [...]int{-1, 1} {
		for n, s := 1, c.sentence+way; n <= maxRun && s >= 0 && s < len(r.sentences); n, s = n+1, s+way {
			if !r.mayRun(c.sentence, s, way) || r.ownCue(s) {
				break
			}
			r.runFeatures(q, c.sentence, s, way, n)
			if r.f.model.run(r.feats[:r.nfeats]) <= 0 {
				break
			}
			r.extend(q, s, way)
		}
	}
}

// teachRuns shows the same questions with their answers.
func (r *run) teachRuns(q *casus.Quote, k, c int, t Teacher) {
	x := &r.sentences[k]
	seen := casus.Quote{}
	for _, s := range q.Content {
		if s.Overlaps(x.s.Span) {
			seen.Content = append(seen.Content, casus.Span{Begin: max(s.Begin, x.s.Span.Begin), End: min(s.End, x.s.Span.End)})
		}
	}
	seen.Cue = []casus.Span{x.s.Tokens[c].Span}
	for _, way := range [...]int{-1, 1} {
		for n, s := 1, k+way; n <= maxRun && s >= 0 && s < len(r.sentences); n, s = n+1, s+way {
			if !r.mayRun(k, s, way) {
				break
			}
			r.runFeatures(&seen, k, s, way, n)
			y := &r.sentences[s]
			in := 0
			for i := range y.s.Tokens {
				if labelOf(y.s.Tokens[i].Span, q) == Content {
					in++
				}
			}
			yes := 2*in > len(y.words)
			t.Run(r.feats[:r.nfeats], yes)
			if !yes {
				break
			}
		}
	}
}

// mayRun says whether it is asked at all: content runs on within a quotation, or
// into one that follows.
func (r *run) mayRun(k, s, way int) bool {
	y := &r.sentences[s]
	if y.kind != r.sentences[k].kind {
		return false
	}
	if y.marks > 0 || y.opens || y.closes {
		return true
	}
	p := &r.sentences[s-way]
	n := len(p.words)
	return way > 0 && n > 0 && p.s.Tokens[n-1].Form == ":"
}

// ownCue says that a sentence has a cue of its own outside quotation marks.
func (r *run) ownCue(s int) bool { return false }

func (r *run) runFeatures(q *casus.Quote, k, s, way, n int) {
	x, y := &r.sentences[k], &r.sentences[s]
	p := &r.sentences[s-way]
	var f features
	f.start(r.feats[:0])
	w := b2u(way > 0)
	first, last := &y.words[0], &y.words[len(y.words)-1]
	if y.words[len(y.words)-1].pos == posPunct && len(y.words) > 1 && last.mark == noMark {
		last = &y.words[len(y.words)-2]
	}
	all := uint32(1)
	for i := range y.words {
		if !y.words[i].quoted && y.words[i].pos != posPunct {
			all = 0
		}
	}
	same := b2u(y.s.Block == p.s.Block)
	state := w | b2u(y.opens)<<1 | b2u(y.closes)<<2 | uint32(first.mark)<<3 | uint32(last.mark)<<5 | all<<7 | same<<8
	// Where the cue's sentence has its content.
	place := uint32(0)
	if len(q.Content) > 0 {
		place = 1
		if q.Content[0].Begin < q.Cue[0].Begin {
			place |= 2
		}
		if q.Content[len(q.Content)-1].End > q.Cue[0].End {
			place |= 4
		}
		if hasMark(r.doc.Slice(q.Content[0])) {
			place |= 8
		}
		if hasMark(r.doc.Slice(q.Content[len(q.Content)-1])) {
			place |= 16
		}
	}
	end := &x.words[len(x.words)-1]
	place |= b2u(x.opens)<<5 | b2u(x.closes)<<6 | uint32(end.mark)<<7 | b2u(end.form == colon)<<9
	cue := 0
	for i := range x.words {
		if x.s.Tokens[i].Span == q.Cue[0] || q.Cue[0].Contains(x.s.Tokens[i].Span) {
			cue = i
		}
	}
	f.add(state, 0)
	f.add(state, place)
	f.add(state, uint32(min(n, 4)))
	f.add(state, b2u(p.opens)|b2u(p.closes)<<1|uint32(min(n, 3))<<2)
	f.add(state, x.words[cue].lemma)
	f.add(place, mix(w, x.words[cue].lemma))
	f.add(place, w|same<<1|all<<2)
	f.add(state, first.lemma)
	f.add(w|all<<1|same<<2, r.speech(y))
	f.add(state, r.speech(y))
	f.add(mix(state, place), r.speech(y))
	f.add(place, bucket(len(y.words))|w<<8|all<<9)
	f.add(mix(state, place), b2u(x.words[cue].quoted))
	f.add(place, mix(uint32(min(n, 3)), w|all<<1|same<<2))
	r.nfeats = len(f.to)
}

var colon = hash(":")

// speech tells whether a sentence has a word of speech outside quotation marks, and
// whether it stands behind one.
func (r *run) speech(y *sentence) uint32 {
	out := uint32(0)
	for i := range y.words {
		w := &y.words[i]
		if w.quoted || w.class == 0 || w.pos != posVerb && w.pos != posAdp {
			continue
		}
		out |= 1
		if y.quoteShape(i)&4 != 0 {
			out |= 2
		}
		if y.quoteShape(i)&16 != 0 {
			out |= 4
		}
	}
	return out
}

// extend adds a sentence to the content: all of it, or what lies in the quotation.
func (r *run) extend(q *casus.Quote, s, way int) {
	y := &r.sentences[s]
	first, last := 0, len(y.words)-1
	if y.words[0].quoted {
		for i := 0; i < last; i++ {
			if y.words[i].mark == closing && i+2 < last {
				last = i
				break
			}
		}
	}
	span := casus.Span{Begin: y.s.Tokens[first].Span.Begin, End: y.s.Tokens[last].Span.End}
	if way < 0 {
		if len(q.Content) > 0 && blank(r.doc.Dispatch.Text[span.End:q.Content[0].Begin]) {
			q.Content[0].Begin = span.Begin
		} else {
			q.Content = append([]casus.Span{span}, q.Content...)
		}
		return
	}
	if n := len(q.Content); n > 0 && q.Content[n-1].End <= span.Begin && blank(r.doc.Dispatch.Text[q.Content[n-1].End:span.Begin]) {
		q.Content[n-1].End = span.End
		return
	}
	q.Content = append(q.Content, span)
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

var marks = []string{"“", "”", "\"", "''", "``", "«", "»", "„", "‘‘", "’’"}

func hasMark(s string) bool {
	for _, m := range marks {
		if strings.Contains(s, m) {
			return true
		}
	}
	return false
}

func beginsQuoted(s string) bool {
	for _, m := range marks {
		if strings.HasPrefix(s, m) {
			return true
		}
	}
	return false
}

func endsQuoted(s string) bool {
	s = strings.TrimRight(s, ".,;!? ")
	for _, m := range marks {
		if strings.HasSuffix(s, m) {
			return true
		}
	}
	return false
}
