// Package compare holds the record against a table of somebody else's events: series of
// each pair of actors side by side, how well they go together, how far they overlap, and
// where they disagree most.
//
// Both are counted by directed pair, period and class. Acts of parties on each other
// count in both directions, since ICEWS, GDELT and Phoenix write them twice. Pairs of an
// actor with itself are left out: what a country does at home would drown the rest.
package compare

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"casus"
	"casus/export/layout"
	"casus/series"
	"casus/store"
)

// Options tell what is compared.
type Options struct {
	Period series.Period
	// By is "all", "quad" or "event": what is counted apart.
	By string
	// Score compares sums of scores, not counts; on PLOVER's scale where Plover is set,
	// else on Goldstein's.
	Score, Plover bool
	// From and To bound the days; where they are "", the time that both cover.
	From, To string
	// Parties, where there are any, must hold one of the two actors.
	Parties []string
	// States leaves out all but states: tables that know organisations by their names
	// alone have no pairs with them.
	States bool
}

// Key names a series.
type Key struct{ Source, Target, Class string }

// Comparison gathers both sides.
type Comparison struct {
	o      Options
	tables *layout.Tables
	days   [2]map[cell]float64
	// first and last day of each side.
	first, last [2]string
	// Rows of the table; Undated, Unpaired (a side without a country or code) and
	// Unclassed ones are not counted.
	Rows, Undated, Unpaired, Unclassed int
}

type cell struct {
	Key
	day string
}

// The sides.
const (
	ours = iota
	theirs
)

// New begins a comparison.
func New(t *layout.Tables, o Options) (*Comparison, error) {
	if !slices.Contains([]string{"all", "quad", "event"}, o.By) {
		return nil, fmt.Errorf("compare by %q: this is none of all, quad, event: %w", o.By, casus.ErrInvalid)
	}
	return &Comparison{o: o, tables: t, days: [2]map[cell]float64{{}, {}}}, nil
}

func (c *Comparison) add(side int, source, target, class, day string, x float64) {
	if c.o.States && (len(source) != 3 || len(target) != 3 || source == "IGO" || target == "IGO") {
		return
	}
	if source == target || len(c.o.Parties) > 0 && !slices.Contains(c.o.Parties, source) && !slices.Contains(c.o.Parties, target) {
		return
	}
	if c.first[side] == "" || day < c.first[side] {
		c.first[side] = day
	}
	c.last[side] = max(c.last[side], day)
	if c.o.From != "" && day < c.o.From || c.o.To != "" && day > c.o.To {
		return
	}
	c.days[side][cell{Key{source, target, class}, day}] += x
}

// Ours adds counts of the record.
func (c *Comparison) Ours(days []store.DayCount) {
	for i := range days {
		d := &days[i]
		if d.Actor == "" || d.Recipient == "" {
			continue
		}
		x := float64(d.Count)
		if c.o.Score {
			x = d.Goldstein
			if c.o.Plover {
				x = d.Plover
			}
		}
		class := c.class(d.Event, d.Quad)
		c.add(ours, d.Actor, d.Recipient, class, d.Day, x)
		if d.Mutual {
			c.add(ours, d.Recipient, d.Actor, class, d.Day, x)
		}
	}
}

// Theirs adds a row of the table.
func (c *Comparison) Theirs(r *layout.Row) {
	c.Rows++
	class := c.class(r.Event, c.tables.Quad(r))
	source, target := r.Source.Key(), r.Target.Key()
	switch {
	case r.Day == "":
		c.Undated++
	case source == "" || target == "":
		c.Unpaired++
	case class == "" && c.o.By != "all", c.o.Score && !r.Scored:
		c.Unclassed++
	case c.o.Score:
		c.add(theirs, source, target, class, r.Day, r.Score)
	default:
		c.add(theirs, source, target, class, r.Day, 1)
	}
}

// class is what an event is counted under, "" for none.
func (c *Comparison) class(event string, quad int) string {
	switch c.o.By {
	case "event":
		return event
	case "quad":
		if quad < 1 || quad > 4 {
			return ""
		}
		return [...]string{"verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}[quad-1]
	}
	return ""
}

// Correlation of two series of N points; NaN where one of them does not vary.
type Correlation struct {
	N                 int
	Pearson, Spearman float64
}

// Series is a series of both sides, in the periods in which one has something.
type Series struct {
	Key
	// Ours and Theirs are the totals.
	Ours, Theirs float64
	Correlation
	Points []Point
}

// Point is a period of a series.
type Point struct {
	From         string
	Ours, Theirs float64
}

// Overlap counts what both have, and what one of them alone has.
type Overlap struct{ Both, Ours, Theirs int }

// Disagreement is a period of a pair in which the two are far from what they are to each
// other elsewhere.
type Disagreement struct {
	Key
	Point
	// To is the last day of the period; Expected is what the record would have if the two
	// were to each other as they are in all; Distance is how far it is from that, in
	// standard deviations of a count.
	To                 string
	Expected, Distance float64
	Sentences          []Sentence
}

// Result of a comparison.
type Result struct {
	From, To string
	Periods  int
	// Series and Periods overlap by pair and class; Pairs by pair alone.
	Pairs, Cells Overlap
	// Ratio is how much the record has for each unit of the table, over series that both
	// have (where there are none, over all); of scores, that of their sizes.
	Ratio float64
	// Pooled is over all periods of the pairs that both have.
	Pooled Correlation
	// MeanPearson and MeanSpearman are over the series that have one, Varying counts them.
	MeanPearson, MeanSpearman float64
	Varying                   int
	// Series are those of both and of either, largest first.
	Series        []Series
	Disagreements []Disagreement
}

// Result compares; most is how many disagreements are listed.
func (c *Comparison) Result(most int) (*Result, error) {
	r := &Result{From: cmp.Or(c.o.From, max(c.first[ours], c.first[theirs])), To: cmp.Or(c.o.To, min(c.last[ours], c.last[theirs]))}
	if len(c.days[ours]) == 0 || len(c.days[theirs]) == 0 || r.From > r.To {
		return nil, fmt.Errorf("the record (%s to %s) and the table (%s to %s) share no time: %w", cmp.Or(c.first[ours], "-"), cmp.Or(c.last[ours], "-"), cmp.Or(c.first[theirs], "-"), cmp.Or(c.last[theirs], "-"), casus.ErrNotFound)
	}
	periods, err := c.o.Period.Split(r.From, r.To)
	if err != nil {
		return nil, err
	}
	r.Periods = len(periods)
	c.gather(r, periods)
	r.overlap()
	r.correlate()
	r.disagree(c.o.Score, most, periods)
	return r, nil
}

// gather sorts the days of both sides into periods.
func (c *Comparison) gather(r *Result, periods []series.Span) {
	at := map[Key]map[int]*Point{}
	for side := range c.days {
		for k, x := range c.days[side] {
			i := series.Find(periods, k.day)
			if i < 0 || k.day < r.From || k.day > r.To {
				continue
			}
			points := at[k.Key]
			if points == nil {
				points = map[int]*Point{}
				at[k.Key] = points
			}
			p := points[i]
			if p == nil {
				p = &Point{From: periods[i].From}
				points[i] = p
			}
			if side == ours {
				p.Ours += x
			} else {
				p.Theirs += x
			}
		}
	}
	for k, points := range at {
		s := Series{Key: k}
		for _, p := range points {
			// Sums of scores such as 3.4 and -3.4 leave a trace of the order of adding.
			p.Ours, p.Theirs = round(p.Ours), round(p.Theirs)
			s.Points = append(s.Points, *p)
		}
		slices.SortFunc(s.Points, func(a, b Point) int { return cmp.Compare(a.From, b.From) })
		for _, p := range s.Points {
			s.Ours += p.Ours
			s.Theirs += p.Theirs
		}
		r.Series = append(r.Series, s)
	}
	slices.SortFunc(r.Series, func(a, b Series) int {
		return cmp.Or(cmp.Compare(size(&b), size(&a)), compareKeys(a.Key, b.Key))
	})
}

func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// size is by what series are ordered: what the smaller side has.
func size(s *Series) float64 { return min(math.Abs(s.Ours), math.Abs(s.Theirs)) }

func compareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Class, b.Class))
}

func (o *Overlap) add(ours, theirs bool) {
	switch {
	case ours && theirs:
		o.Both++
	case ours:
		o.Ours++
	case theirs:
		o.Theirs++
	}
}

func (r *Result) overlap() {
	pairs := map[[2]string][2]bool{}
	for i := range r.Series {
		s := &r.Series[i]
		k := [2]string{s.Source, s.Target}
		has := pairs[k]
		for _, p := range s.Points {
			r.Cells.add(p.Ours != 0, p.Theirs != 0)
			has[ours], has[theirs] = has[ours] || p.Ours != 0, has[theirs] || p.Theirs != 0
		}
		pairs[k] = has
	}
	for _, has := range pairs {
		r.Pairs.add(has[ours], has[theirs])
	}
}

// shared says that both sides have something of a series.
func (s *Series) shared() bool {
	a, b := false, false
	for _, p := range s.Points {
		a, b = a || p.Ours != 0, b || p.Theirs != 0
	}
	return a && b
}

func (r *Result) correlate() {
	var xs, ys []float64
	zeros := 0
	for i := range r.Series {
		s := &r.Series[i]
		x, y := make([]float64, len(s.Points)), make([]float64, len(s.Points))
		for k, p := range s.Points {
			x[k], y[k] = p.Ours, p.Theirs
		}
		s.Correlation = correlate(x, y, r.Periods-len(x))
		if !s.shared() {
			continue
		}
		if !math.IsNaN(s.Pearson) {
			r.MeanPearson += s.Pearson
			r.MeanSpearman += s.Spearman
			r.Varying++
		}
		xs, ys = append(xs, x...), append(ys, y...)
		zeros += r.Periods - len(x)
	}
	r.Pooled = correlate(xs, ys, zeros)
	r.MeanPearson /= float64(r.Varying) // NaN where none varies
	r.MeanSpearman /= float64(r.Varying)
}

// disagree lists the periods that are farthest from what the two are to each other in
// all. Of counts the distance is (ours - expected) / sqrt(ours + expected + 1), near to
// standard deviations where both count rare events; of scores the difference of both in
// their own standard deviations.
func (r *Result) disagree(score bool, most int, periods []series.Span) {
	var o, t, oo, tt float64
	shared := slices.ContainsFunc(r.Series, func(s Series) bool { return s.shared() }) // else what both have in all
	for i := range r.Series {
		if s := &r.Series[i]; !shared || s.shared() {
			o, t = o+s.Ours, t+s.Theirs
			for _, p := range s.Points {
				oo, tt = oo+p.Ours*p.Ours, tt+p.Theirs*p.Theirs
			}
		}
	}
	r.Ratio = o / t
	if score && tt > 0 {
		r.Ratio = math.Sqrt(oo / tt)
	}
	if math.IsNaN(r.Ratio) || math.IsInf(r.Ratio, 0) {
		return
	}
	for i := range r.Series {
		s := &r.Series[i]
		for _, p := range s.Points {
			d := Disagreement{Key: s.Key, Point: p, Expected: r.Ratio * p.Theirs, To: periods[series.Find(periods, p.From)].To}
			d.Distance = (p.Ours - d.Expected) / math.Sqrt(math.Abs(p.Ours)+math.Abs(d.Expected)+1)
			r.Disagreements = append(r.Disagreements, d)
		}
	}
	slices.SortFunc(r.Disagreements, func(a, b Disagreement) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Distance), math.Abs(a.Distance)), cmp.Compare(a.From, b.From), compareKeys(a.Key, b.Key))
	})
	r.Disagreements = r.Disagreements[:min(most, len(r.Disagreements))]
}
