package coding

import (
	"strconv"
	"time"

	"casus"
)

// This file tells background from news: what lies well before publication, and what
// is told only to say who somebody is or how things came to be.

// recent is how many days before publication an event still is news; beyond long
// ago it is background whatever the words.
const (
	recent  = 4
	longAgo = 21
)

// historical says that an event is background: by its date, else by its tense and
// its place in the sentence.
func (r *reader) historical(d *draft, date casus.Date) bool {
	published := r.s.doc.Dispatch.Published
	if !date.Span.Empty() && !published.IsZero() {
		if days, ok := age(date, published); ok {
			if days > longAgo {
				return true
			}
			if days <= recent {
				return false
			}
		}
	}
	if d.announced || d.mood.Future || d.mood.Hypothetical || d.code.Event == "ACCUSE" {
		return false
	}
	return r.background(d.m)
}

// age of a date in days before publication, from its middle; false where the date
// cannot be read.
func age(d casus.Date, published time.Time) (int, bool) {
	switch {
	case len(d.Value) == 10:
		t, err := time.Parse(time.DateOnly, d.Value)
		if err != nil {
			return 0, false
		}
		return int(published.Sub(t).Hours() / 24), true
	case len(d.Value) == 7 && digits(d.Value[5:]):
		t, err := time.Parse("2006-01", d.Value)
		if err != nil {
			return 0, false
		}
		return int(published.Sub(t).Hours()/24) - 15, true
	case len(d.Value) >= 4 && digits(d.Value[:4]):
		y, _ := strconv.Atoi(d.Value[:4])
		if y >= published.Year() {
			return 0, true
		}
		return int(published.Sub(time.Date(y, 7, 1, 0, 0, 0, 0, time.UTC)).Hours() / 24), true
	}
	return 0, false
}

// background says that a clause is told from before the news: in the past perfect
// (but not where that only reports speech in the past), or in the past under a noun
// of a sentence in the present of headlines.
func (r *reader) background(m *match) bool {
	s := &r.s
	v := int(m.tok)
	if !s.isVerb(v) {
		if v = int(s.frames[v].verb); v < 0 || !m.lent {
			return false
		}
	}
	for n := 0; s.rel[v] == relConj && s.head(v) >= 0 && s.isVerb(s.head(v)) && s.tensed(v, s.head(v)) < 0 && s.child(v, relAux) < 0 && s.child(v, relAuxPass) < 0 && n < maxClimb; n++ {
		v = s.head(v)
	}
	if s.pluperfect(v) {
		y, ok := r.sayingOf(v)
		return !ok || y.cue < 0 || !s.isVerb(y.cue) || s.tok[y.cue].XPOS != "VBD" && s.tok[y.cue].XPOS != "VBN"
	}
	if k := s.child(v, relAuxPass); k >= 0 && s.gerund(k) {
		return false // "prisoners being mistreated"
	}
	switch s.rel[v] {
	case relAcl:
		if !s.participle(v) && s.tok[v].XPOS != "VBD" {
			return false
		}
	case relRelcl:
		if !s.inPast(v) {
			return false
		}
	default:
		return false
	}
	return s.presentNews()
}

// newsPast says that a date cannot be the day of a verb: the news of a sentence in
// the present is not weeks old.
func (r *reader) newsPast(t *casus.Timex, p int) bool {
	s := &r.s
	published := s.doc.Dispatch.Published
	if published.IsZero() || !s.isVerb(p) {
		return false
	}
	days, ok := age(dateFrom(t.Value), published)
	if !ok || days <= longAgo {
		return false
	}
	for n := 0; s.rel[p] == relConj && s.head(p) >= 0 && n < maxClimb; n++ {
		p = s.head(p)
	}
	return s.rel[p] == relRoot && s.presentNews()
}

// pluperfect says that a verb stands in the past perfect.
func (s *sentence) pluperfect(v int) bool {
	for _, k := range s.children(v) {
		if s.rel[k] == relAux && s.lemma[k] == "have" && (s.tok[k].XPOS == "VBD" || s.tok[k].Form == "had") {
			return true
		}
	}
	return false
}

// inPast says that a clause is in the past tense.
func (s *sentence) inPast(v int) bool {
	if s.tok[v].XPOS == "VBD" {
		return true
	}
	for _, k := range s.children(v) {
		if (s.rel[k] == relAuxPass || s.rel[k] == relAux || s.rel[k] == relCop) && s.tok[k].XPOS == "VBD" {
			return true
		}
	}
	return false
}

// presentNews says that the sentence tells its news in the present, as headlines and
// chronicles do.
func (s *sentence) presentNews() bool {
	for i := range s.tok {
		if s.rel[i] != relRoot {
			continue
		}
		switch x := s.tok[i].XPOS; {
		case x == "VBZ" || x == "VBP" || x == "NNS" && s.upos[i] == "VERB":
			return true
		}
		for _, k := range s.children(i) {
			if s.rel[k] == relAuxPass || s.rel[k] == relAux || s.rel[k] == relCop {
				return s.tok[k].XPOS == "VBZ" || s.tok[k].XPOS == "VBP"
			}
		}
		return false
	}
	return false
}

// lasting says that a verb in the present perfect tells what still goes on: "has
// occupied it *for ten years*", "has protested *since June*".
func (r *reader) lasting(v int) bool {
	s := &r.s
	has := false
	for _, k := range s.children(v) {
		if s.rel[k] == relAux && s.lemma[k] == "have" && s.tok[k].Form != "had" {
			has = true
		}
	}
	if !has {
		return false
	}
	for _, k := range s.children(v) {
		if s.rel[k] != relObl {
			continue
		}
		switch s.preposition(int(k)) {
		case "since":
			return true
		case "for":
			if s.timed[k] {
				return true
			}
		}
	}
	return false
}
