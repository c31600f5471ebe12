package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MarkedScore tells how well the relation of given pairs was found. Strict takes
// the event whose two sides overlap the pair; Lenient takes also one that has them
// the other way round, or one side of them and nothing on the other.
type MarkedScore struct {
	Name            string
	N               int
	Strict, Lenient PairScore
	// Rows are the scores of each root, strict.
	Rows map[string]PRF
}

// PairScore is the score of one reading of "found".
type PairScore struct {
	Coverage                         float64
	RootAccuracy, RootF1             float64
	QuadAccuracy, QuadF1, ConflictF1 float64
	HasRoots, HasQuads               bool
}

// pick finds the event of a marked pair, strictly and leniently; -1 for none.
func pick(g *GoldEvent, events []PredictedEvent) (strict, lenient int) {
	const hair = 1e-9
	strict, lenient = -1, -1
	best, at := 0.0, -1
	for i := range events {
		e := &events[i]
		if e.Plover == "" {
			continue
		}
		s, t := overlap(g.Source, e.SourceText, e.SourceSpan), overlap(g.Target, e.TargetText, e.TargetSpan)
		if s > 0 && t > 0 && s+t > best+hair {
			best, at = s+t, i
		}
	}
	if at >= 0 {
		return at, at
	}
	for i := range events {
		e := &events[i]
		if e.Plover == "" {
			continue
		}
		s, t := overlap(g.Source, e.SourceText, e.SourceSpan), overlap(g.Target, e.TargetText, e.TargetSpan)
		rs, rt := overlap(g.Source, e.TargetText, e.TargetSpan), overlap(g.Target, e.SourceText, e.SourceSpan)
		v := 0.0
		switch {
		case rs > 0 && rt > 0 && e.TargetText != "" && e.SourceText != "":
			v = rs + rt
		case s > 0 && e.SourceText != "" && e.TargetText == "":
			v = s * 0.9
		case t > 0 && e.TargetText != "" && e.SourceText == "":
			v = t * 0.9
		}
		if v > 0 && v > best+hair {
			best, lenient = v, i
		}
	}
	return -1, lenient
}

// ScoreMarked scores a set whose pairs are given.
func ScoreMarked(name string, gold []GoldEvent, predicted map[string][]PredictedEvent) MarkedScore {
	out := MarkedScore{Name: name, N: len(gold)}
	strict, lenient := make([]*PredictedEvent, len(gold)), make([]*PredictedEvent, len(gold))
	for i := range gold {
		events := predicted[gold[i].ID]
		s, l := pick(&gold[i], events)
		if s >= 0 {
			strict[i] = &events[s]
		}
		if l >= 0 {
			lenient[i] = &events[l]
		}
	}
	out.Strict, out.Rows = scorePairs(gold, strict)
	out.Lenient, _ = scorePairs(gold, lenient)
	return out
}

const none = "NONE"

func scorePairs(gold []GoldEvent, found []*PredictedEvent) (PairScore, map[string]PRF) {
	var s PairScore
	var roots, quads, conflicts labels
	covered, withRoot := 0, 0
	for i := range gold {
		g := &gold[i]
		p, q, c := none, 0, -1
		if e := found[i]; e != nil {
			covered++
			p = root(e.Plover)
			q = quadOf[p]
			c = sideOf(q)
		}
		if g.Plover != "" || g.None {
			want := none
			if g.Plover != "" {
				want = root(g.Plover)
				withRoot++
			}
			roots.add(want, p)
		}
		want := -1
		switch {
		case g.None:
			want = 0
		case g.Quad != nil:
			want = *g.Quad
		}
		if want >= 0 {
			quads.add(fmt.Sprint(want), fmt.Sprint(q))
		}
		if want > 0 {
			conflicts.add(fmt.Sprint(sideOf(want)), fmt.Sprint(c))
		}
	}
	s.Coverage = part(covered, len(gold))
	rows := roots.rows()
	if 2*withRoot >= len(gold) {
		s.HasRoots, s.RootAccuracy, s.RootF1 = true, roots.accuracy(), macro(rows)
	}
	if len(quads.gold) > 0 {
		s.HasQuads, s.QuadAccuracy, s.QuadF1 = true, quads.accuracy(), macro(quads.rows())
		both := conflicts.rows()
		for _, class := range []string{"0", "1"} {
			if _, ok := both[class]; !ok {
				both[class] = PRF{}
			}
		}
		s.ConflictF1 = macro(both)
	}
	return s, rows
}

// sideOf is 0 for cooperation, 1 for conflict, -1 for neither.
func sideOf(quad int) int {
	switch quad {
	case 1, 2:
		return 0
	case 3, 4:
		return 1
	}
	return -1
}

// labels are what was wanted and what was given, item by item.
type labels struct{ gold, system []string }

func (l *labels) add(gold, system string) {
	l.gold, l.system = append(l.gold, gold), append(l.system, system)
}

func (l *labels) accuracy() float64 {
	right := 0
	for i := range l.gold {
		if l.gold[i] == l.system[i] {
			right++
		}
	}
	return part(right, len(l.gold))
}

// rows are the counts of each class that gold has.
func (l *labels) rows() map[string]PRF {
	out := map[string]PRF{}
	for _, g := range l.gold {
		r := out[g]
		r.Gold++
		out[g] = r
	}
	for i, s := range l.system {
		r, ok := out[s]
		if !ok {
			continue
		}
		r.System++
		if s == l.gold[i] {
			r.Right++
		}
		out[s] = r
	}
	return out
}

// macro is the mean F1 of all classes.
func macro(rows map[string]PRF) float64 {
	sum := 0.0
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		sum += rows[k].F1()
	}
	if len(rows) == 0 {
		return 0
	}
	return sum / float64(len(rows))
}

func part(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func (s MarkedScore) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (marked pairs, n=%d)\n", s.Name, s.N)
	for _, x := range []struct {
		name  string
		score PairScore
	}{{"strict", s.Strict}, {"lenient", s.Lenient}} {
		fmt.Fprintf(&b, "  %-8s coverage %.4f", x.name, x.score.Coverage)
		if x.score.HasRoots {
			fmt.Fprintf(&b, "  root accuracy %.4f macro-F1 %.4f", x.score.RootAccuracy, x.score.RootF1)
		}
		if x.score.HasQuads {
			fmt.Fprintf(&b, "  quad accuracy %.4f macro-F1 %.4f  conflict macro-F1 %.4f", x.score.QuadAccuracy, x.score.QuadF1, x.score.ConflictF1)
		}
		b.WriteByte('\n')
	}
	for _, k := range slices.Sorted(maps.Keys(s.Rows)) {
		r := s.Rows[k]
		fmt.Fprintf(&b, "  %-10s P %.3f R %.3f F1 %.3f n=%d\n", k, part(r.Right, r.System), part(r.Right, r.Gold), r.F1(), r.Gold)
	}
	return b.String()
}
