package geoparse

import (
	"slices"
	"strings"

	"casus"
	"casus/geoparse/gazetteer"
)

// write writes the places of the document.
func (r *run) write() {
	n := 0
	for i := range r.spans {
		if r.spans[i].score >= threshold {
			n++
		}
	}
	if n == 0 {
		return
	}
	r.doc.Places = make([]casus.Place, 0, n)
	for i := range r.spans {
		x := &r.spans[i]
		if x.score < threshold {
			continue
		}
		p := casus.Place{Span: x.at, Sentence: x.sentence, First: x.first, Last: x.last, Head: x.head, Adjective: x.adjective, Dateline: x.dateline, Score: float64(x.score)}
		p.Within = !x.adjective && !x.exact && (x.tag == int8(casus.ORG) || x.tag == int8(casus.PER) || x.tag == int8(casus.MISC))
		r.fill(&p, x)
		r.doc.Places = append(r.doc.Places, p)
	}
	slices.SortStableFunc(r.doc.Places, func(a, b casus.Place) int { return a.Span.Begin - b.Span.Begin })
}

// fill writes which place is meant.
func (r *run) fill(p *casus.Place, x *span) {
	g := &r.groups[x.group]
	if g.best < 0 || x.to == x.from {
		p.Name = strings.Join(strings.Fields(r.doc.Slice(x.at)), " ")
		r.guess(p, x)
		return
	}
	c := int(g.best)
	p.Name, p.Kind, p.Country = r.table.Name(c), r.table.Kind(c).String(), r.table.Country(c)
	p.Lat, p.Lon = r.table.Point(c)
	p.Located, p.GeoNames, p.Precision = true, r.table.ID(c), precision(r.table.Kind(c))
	p.Admin1 = r.divisionName(c)
	if x.inner {
		p.Name, p.GeoNames, p.Precision = strings.Join(strings.Fields(r.doc.Slice(x.at)), " "), 0, "area"
	}
	p.Why = r.why(x, g)
}

// guess tells the state of a place that no list has: by what holds it ("Orneta,
// Poland"), or by the state in which most places
// of the document lie. Only what holds it gives it a point, at its own precision.
func (r *run) guess(p *casus.Place, x *span) {
	const unknown = "no list has it; "
	if x.holder >= 0 {
		if c := r.groups[r.spans[x.holder].group].best; c >= 0 {
			p.Country, p.Admin1 = r.table.Country(int(c)), r.divisionName(int(c))
			p.Lat, p.Lon = r.table.Point(int(c))
			p.Located, p.Precision = true, precision(r.table.Kind(int(c)))
			p.Why = unknown + "within " + r.table.Name(int(c))
			return
		}
	}
	if len(r.shares) > 0 {
		sum, top := float32(0), share{place: -1}
		for _, s := range r.shares {
			if r.table.Kind(int(s.place)) == gazetteer.Country {
				sum += s.n
				if s.n > top.n {
					top = s
				}
			}
		}
		if top.n*2 > sum {
			p.Country = r.table.Country(int(top.place))
			p.Why = unknown + "most places of the dispatch lie in " + r.table.Name(int(top.place))
			return
		}
	}
	p.Why = unknown + "nothing tells its state"
}

func (r *run) divisionName(c int) string {
	if d := r.table.Division(c); d >= 0 && r.table.Kind(c) != gazetteer.Country {
		return r.table.Name(d)
	}
	return ""
}

func precision(k gazetteer.Kind) string {
	switch {
	case k.Settled():
		return "town"
	case k == gazetteer.Country:
		return "country"
	case k == gazetteer.Admin1:
		return "province"
	case k == gazetteer.Admin2:
		return "district"
	case k == gazetteer.Site:
		return "site"
	}
	return "area"
}

// why tells the strongest reasons, and the next best place.
func (r *run) why(x *span, g *group) string {
	if x.adjective {
		return "adjective of a state"
	}
	if g.second < 0 {
		return "the only place of that name"
	}
	k, o := &r.ranked[g.why], r.rankOf(g, g.second)
	best, second := -1, -1
	gain := func(i int) float32 {
		if i < 0 {
			return 0
		}
		return (k.reason[i] - o.reason[i]) * r.w.rank[i]
	}
	for i := range rankNames {
		if v := gain(i); v > gain(best) {
			best, second = i, best
		} else if v > gain(second) {
			second = i
		}
	}
	var b strings.Builder
	for n, i := range [...]int{best, second} {
		if i >= 0 {
			if n > 0 {
				b.WriteString(", ")
			}
			b.WriteString(rankNames[i])
		}
	}
	b.WriteString("; not ")
	b.WriteString(r.table.Name(int(g.second)))
	if d := r.table.Division(int(g.second)); d >= 0 && d != int(g.second) {
		b.WriteString(", " + r.table.Name(d))
	}
	if c := r.table.Country(int(g.second)); c != "" {
		b.WriteString(", " + c)
	}
	return b.String()
}

func (r *run) rankOf(g *group, place int32) *ranked {
	for i := g.first; i < len(r.ranked); i++ {
		if r.ranked[i].place == place {
			return &r.ranked[i]
		}
	}
	return &r.ranked[g.why]
}

// tell hands out what was weighed.
func (r *run) tell(seen func(Observation)) {
	for i := range r.spans {
		x := &r.spans[i]
		if x.dateline {
			continue
		}
		o := Observation{Span: x.at, Adjective: x.adjective, Place: x.reason[:]}
		g := &r.groups[x.group]
		if x.to > x.from && g.best >= 0 {
			for k := g.first; k < len(r.ranked) && k < g.first+int(g.to-g.from); k++ {
				c := int(r.ranked[k].place)
				lat, lon := r.table.Point(c)
				o.Which = append(o.Which, Choice{r.table.ID(c), lat, lon, r.ranked[k].reason[:]})
			}
		}
		seen(o)
	}
}
