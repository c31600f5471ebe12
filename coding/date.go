package coding

import (
	"strconv"
	"time"

	"casus"
)

// dateOf finds the day of an act: the time expression nearest to it by syntax,
// else the day of publication.
// The day on which something past was told is not its day; the day on which it
// was promised or demanded (announced) is.
func (r *reader) dateOf(p int, announced bool) casus.Date {
	s := &r.s
	for c, n := p, 0; c >= 0 && n < maxClimb; c, n = s.head(c), n+1 {
		if t := r.timexUnder(c, p); t != nil {
			d := dateFrom(t.Value)
			d.Span = t.Span
			return d
		}
		if s.rel[c] == relRelcl || s.rel[c] == relParataxis || s.rel[c] == relAppos {
			break // told in another clause, at another time
		}
		if s.rel[c] == relAdvcl && s.marker(c) != "to" && s.finite(c) {
			break
		}
		if s.rel[c] == relCcomp && s.finite(c) && !announced {
			break
		}
		if s.rel[c] == relConj && s.isVerb(c) && (s.child(c, relAux) >= 0 || s.child(c, relSubj) >= 0) {
			break // "left last year and has not returned"
		}
	}
	if p := r.s.doc.Dispatch.Published; !p.IsZero() {
		return casus.Date{Value: p.Format(time.DateOnly), Granularity: "day"}
	}
	return casus.Date{}
}

// timexUnder is the nearest date that hangs on a token without another clause
// between them. The clause that the search came from is searched already.
func (r *reader) timexUnder(c, p int) *casus.Timex {
	s := &r.s
	var best *casus.Timex
	bestGap := 0
	for i := range r.timexes {
		t := &r.timexes[i]
		if t.Type != "DATE" && t.Type != "TIME" || dateFrom(t.Value).Value == "" || t.Head < 0 || t.Head >= len(s.tok) {
			continue
		}
		if !s.hangsOn(t.Head, c) || r.ofAnother(t.Head, p) || r.newsPast(t, p) {
			continue
		}
		if gap := abs(t.Head - p); best == nil || gap < bestGap {
			best, bestGap = t, gap
		}
	}
	return best
}

// ofAnother says that a date belongs to another act named by a noun on the way:
// "convicted of the *murder* of Halvians in 1993".
func (r *reader) ofAnother(k, p int) bool {
	s := &r.s
	for n := 0; k >= 0 && k != p && n < maxClimb; k, n = s.head(k), n+1 {
		if n == 0 || s.upos[k] != "NOUN" {
			continue
		}
		if m := r.matchOf(k); m != nil && m.sense.Act != "" && m.inner < 0 && s.isVerb(p) && int(s.frames[k].verb) != p {
			return true
		}
	}
	return false
}

// hangsOn says that a token is under another with only noun phrases between.
func (s *sentence) hangsOn(k, top int) bool {
	for n := 0; k >= 0 && n < maxClimb; k, n = s.head(k), n+1 {
		if k == top {
			return true
		}
		switch s.rel[k] {
		case relAcl, relRelcl, relAdvcl, relCcomp, relXcomp, relParataxis, relSubj, relSubjPass, relObj:
			return false
		case relConj:
			if s.isVerb(k) {
				return false
			}
		}
	}
	return false
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// dateFrom reads a TIMEX3 value that names a day or a stretch of days.
func dateFrom(v string) casus.Date {
	if len(v) > 10 && v[10] == 'T' {
		v = v[:10]
	}
	switch {
	case len(v) == 10 && v[4] == '-' && digits(v[:4]) && digits(v[5:7]) && digits(v[8:]):
		return casus.Date{Value: v, Granularity: "day"}
	case len(v) == 7 && v[4] == '-' && digits(v[:4]) && digits(v[5:]):
		return casus.Date{Value: v, Granularity: "month"}
	case len(v) == 7 && v[4:6] == "-Q" && digits(v[:4]):
		return casus.Date{Value: v, Granularity: "quarter"}
	case len(v) == 7 && v[4] == '-' && digits(v[:4]):
		return casus.Date{Value: v, Granularity: "season"}
	case len(v) >= 8 && v[4:6] == "-W" && digits(v[:4]) && digits(v[6:8]):
		d := casus.Date{Value: v[:8], Granularity: "week"}
		d.Value, d.End = week(v[:8])
		return d
	case len(v) == 4 && digits(v):
		return casus.Date{Value: v, Granularity: "year"}
	}
	return casus.Date{}
}

// week gives the first and last day of an ISO week.
func week(v string) (first, last string) {
	y, _ := strconv.Atoi(v[:4])
	w, _ := strconv.Atoi(v[6:8])
	// January 4th is always in week 1.
	d := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
	d = d.AddDate(0, 0, -(int(d.Weekday())+6)%7+7*(w-1))
	return d.Format(time.DateOnly), d.AddDate(0, 0, 6).Format(time.DateOnly)
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
