package relate

import (
	"casus"
	"casus/coding"
)

// fit tells how a candidate lies to a pair.
type fit struct {
	c *coding.Candidate
	// source and target say how the side is found: 0 not at all, 1 somewhere under
	// what the word governs, 2 in a slot's phrase, 3 in the event's parties, 4 as the
	// head of a slot or the very mention.
	source, target int
	// swapSource and swapTarget are the same with the sides exchanged.
	swapSource, swapTarget           int
	onPath, isLCA, aboveLCA, between bool
	gap                              int // words between the trigger and the nearer of the two
	score                            float64
	swapped                          bool
}

// weigh says how well each candidate with an event lies to the pair, best first.
func (v *view) weigh() []fit {
	var fits []fit
	for i := range v.cands {
		c := &v.cands[i]
		if ClassOf(c.Event.Event) < 0 {
			continue
		}
		f := fit{c: c}
		f.source = v.side(c, v.source, v.hs, c.Event.Actors, c.Actor)
		f.target = max(v.side(c, v.target, v.ht, c.Event.Recipients, c.Recipient), v.side(c, v.target, v.ht, nil, c.Thing), v.side(c, v.target, v.ht, nil, c.Do))
		f.swapTarget = v.side(c, v.target, v.ht, c.Event.Actors, c.Actor)
		f.swapSource = max(v.side(c, v.source, v.hs, c.Event.Recipients, c.Recipient), v.side(c, v.source, v.hs, nil, c.Thing), v.side(c, v.source, v.hs, nil, c.Do))
		if c.Event.Reciprocal {
			f.target = max(f.target, f.swapTarget)
			f.source = max(f.source, f.swapSource)
		}
		v.place(&f)
		f.rate()
		fits = append(fits, f)
	}
	for i := 1; i < len(fits); i++ { // few, and in the order of the words where equal
		for k := i; k > 0 && fits[k].score > fits[k-1].score; k-- {
			fits[k], fits[k-1] = fits[k-1], fits[k]
		}
	}
	return fits
}

// side says how a candidate has one of the pair on one of its sides.
func (v *view) side(c *coding.Candidate, r [2]int, head int, roles []casus.Role, slot int) int {
	if head < 0 { // nobody is asked for
		if slot < 0 && len(roles) == 0 {
			return 1
		}
		return 0
	}
	best := 0
	if slot >= 0 {
		switch {
		case slot >= r[0] && slot <= r[1]:
			best = 4
		case v.under(head, slot) && !v.under(c.Token, slot):
			best = 2
		}
	}
	span := casus.Span{Begin: v.tok[r[0]].Span.Begin, End: v.tok[r[1]].Span.End}
	for _, role := range roles {
		if role.Head.Overlaps(span) {
			best = max(best, 4)
		} else if role.Span.Overlaps(span) {
			best = max(best, 3)
		}
	}
	if best == 0 && v.under(head, c.Token) {
		best = 1
	}
	return best
}

// place says where the trigger stands.
func (v *view) place(f *fit) {
	t := f.c.Token
	for _, p := range v.up {
		f.onPath = f.onPath || p == t
	}
	for _, p := range v.down {
		f.onPath = f.onPath || p == t
	}
	f.isLCA = t == v.lca
	f.aboveLCA = v.lca >= 0 && t != v.lca && v.under(v.lca, t)
	first, second := v.source, v.target
	if first[0] > second[0] {
		first, second = second, first
	}
	f.between = t > first[1] && t < second[0]
	f.gap = len(v.tok)
	if v.hs >= 0 {
		f.gap = distance(t, v.source)
	}
	if v.ht >= 0 {
		f.gap = min(f.gap, distance(t, v.target))
	}
}

func distance(t int, r [2]int) int {
	switch {
	case t < r[0]:
		return r[0] - t
	case t > r[1]:
		return t - r[1]
	}
	return 0
}

// rate gives the score by which candidates are compared. The weights are judged.
func (f *fit) rate() {
	straight, turned := float64(f.source+f.target), float64(f.swapSource+f.swapTarget)-2
	if f.source > 0 && f.target > 0 {
		straight += 2
	}
	f.score = straight
	if turned > straight {
		f.score, f.swapped = turned, true
	}
	if f.onPath {
		f.score += 2
	}
	if f.isLCA {
		f.score++
	}
	if f.aboveLCA {
		f.score += 0.5
	}
	if f.between {
		f.score += 0.5
	}
	c := f.c
	if c.Told {
		f.score += 2
	}
	if c.Held {
		f.score -= 4
	}
	if c.Loose {
		f.score--
	}
	if c.Event.Status.Negated || c.Event.Status.Denied {
		f.score -= 3
	}
	f.score -= 0.05 * float64(f.gap)
}
