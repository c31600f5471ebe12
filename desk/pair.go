package desk

import (
	"cmp"
	"context"
	"slices"

	"casus/desk/chart"
	"casus/store"
)

// pair is what one actor did to another over a time. What two did together (talks, a
// treaty) counts in both directions, as it does in series.
type pair struct {
	A, B  string
	Count int
	Quads [5]int
	// Events counts by kind and, from index 1, quad class; index 0 is all. It is kept
	// where it has been made.
	Events map[string][5]int
	Plover float64
}

// Score is the mean PLOVER score.
func (p *pair) Score() float64 {
	if p.Count == 0 {
		return 0
	}
	return p.Plover / float64(p.Count)
}

func (p *pair) add(c *store.DayCount) {
	p.Count += c.Count
	p.Plover += c.Plover
	if c.Quad >= 1 && c.Quad <= 4 {
		p.Quads[c.Quad] += c.Count
	}
	if p.Events != nil {
		e := p.Events[c.Event]
		e[0] += c.Count
		if c.Quad >= 1 && c.Quad <= 4 {
			e[c.Quad] += c.Count
		}
		p.Events[c.Event] = e
	}
}

// pairsView is what all pairs did over a time.
type pairsView struct {
	// List is in order of counts; Actors the actors in order of theirs.
	List   []pair
	Actors []actorSum
	// Days are the counts of each day.
	Days []daySum
	of   map[[2]string]int
}

// actorSum is how much an actor did and had done to it.
type actorSum struct {
	Key            string
	Acts, Acted    int
	Quads          [5]int
	Plover         float64
	Partners, Last int
}

// Count is the number of events of an actor, on either side.
func (a *actorSum) Count() int { return a.Acts + a.Acted }

type daySum struct {
	Day    string
	Count  int
	Plover float64
}

// between is what one did to the other.
func (p *pairsView) between(a, b string) pair {
	if i, ok := p.of[[2]string{a, b}]; ok {
		return p.List[i]
	}
	return pair{A: a, B: b}
}

// pairs sums up all pairs over a time. late says that they are still being counted.
func (d *Desk) pairs(s *stretch) (p *pairsView, late bool, err error) {
	return d.pairSums.get(d.now(), s.From+" "+s.To, func(ctx context.Context) (*pairsView, error) {
		days, err := d.store.Days(ctx, store.DayQuery{From: s.From, To: s.To})
		if err = orEmpty(err); err != nil {
			return nil, err
		}
		return sumPairs(days), nil
	})
}

func sumPairs(days []store.DayCount) *pairsView {
	p := &pairsView{of: map[[2]string]int{}}
	actors := map[string]int{}
	add := func(a, b string, c *store.DayCount) {
		i, ok := p.of[[2]string{a, b}]
		if !ok {
			i = len(p.List)
			p.of[[2]string{a, b}] = i
			p.List = append(p.List, pair{A: a, B: b})
		}
		p.List[i].add(c)
	}
	of := func(key string) *actorSum {
		i, ok := actors[key]
		if !ok {
			i = len(p.Actors)
			actors[key] = i
			p.Actors = append(p.Actors, actorSum{Key: key})
		}
		return &p.Actors[i]
	}
	for i := range days {
		c := &days[i]
		if n := len(p.Days); n == 0 || p.Days[n-1].Day != c.Day {
			p.Days = append(p.Days, daySum{Day: c.Day})
		}
		last := &p.Days[len(p.Days)-1]
		last.Count += c.Count
		last.Plover += c.Plover
		if c.Actor != "" {
			of(c.Actor).act(c, true)
		}
		if c.Recipient != "" {
			of(c.Recipient).act(c, c.Mutual)
		}
		if c.Actor == "" || c.Recipient == "" || c.Actor == c.Recipient {
			continue
		}
		add(c.Actor, c.Recipient, c)
		if c.Mutual {
			add(c.Recipient, c.Actor, c)
		}
	}
	slices.SortFunc(p.List, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	for i := range p.List {
		p.of[[2]string{p.List[i].A, p.List[i].B}] = i
	}
	slices.SortFunc(p.Actors, func(x, y actorSum) int {
		return cmp.Or(cmp.Compare(y.Count(), x.Count()), cmp.Compare(x.Key, y.Key))
	})
	return p
}

func (a *actorSum) act(c *store.DayCount, acts bool) {
	if acts {
		a.Acts += c.Count
	} else {
		a.Acted += c.Count
	}
	a.Plover += c.Plover
	if c.Quad >= 1 && c.Quad <= 4 {
		a.Quads[c.Quad] += c.Count
	}
}

// chartActor is an actor as pictures name it.
func (d *Desk) chartActor(key string) chart.Actor {
	short := key
	if len(short) > 3 && short[:3] == "IGO" {
		short = short[3:]
	}
	return chart.Actor{Key: key, Short: short, Name: d.names.of(key), Href: "/actors/" + key}
}

func dyadHref(a, b string) string { return "/dyads/" + a + "-" + b }

// undirected sums both directions of pairs, in order of their counts.
func (p *pairsView) undirected() []chart.Edge {
	var out []chart.Edge
	for _, x := range p.List {
		if back := p.between(x.B, x.A); x.A < x.B || back.Count == 0 {
			n := x.Count + back.Count
			out = append(out, chart.Edge{A: x.A, B: x.B, There: x.Count, Back: back.Count, Score: (x.Plover + back.Plover) / float64(max(n, 1)), Href: dyadHref(x.A, x.B)})
		}
	}
	slices.SortStableFunc(out, func(x, y chart.Edge) int { return cmp.Compare(y.There+y.Back, x.There+x.Back) })
	return out
}
