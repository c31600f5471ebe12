package desk

import (
	"context"
	"html/template"

	"casus/desk/chart"
)

// networkView is what network.html shows.
type networkView struct {
	Stretch stretch
	Late    bool
	Picture template.HTML
	Pairs   template.HTML
}

// networkShow is the network of a time.
func (d *Desk) networkShow(v *visit) error {
	s, err := d.stretchOf(v.r.Context(), v.r.URL, "365")
	if err != nil {
		return err
	}
	body := networkView{Stretch: s}
	p, late, err := d.pairs(&s)
	if err != nil {
		return err
	}
	if body.Late = late; !late {
		if body.Picture, body.Late, err = d.networkDrawn(p, &s, "", "Who dealt with whom, "+s.Name); err != nil {
			return err
		}
		var bars []chart.Bar
		for _, e := range p.undirected() {
			if len(bars) == partnersShown {
				break
			}
			b := chart.Bar{Name: d.names.of(e.A) + " – " + d.names.of(e.B), Href: e.Href, Count: e.There + e.Back, Note: signed(e.Score)}
			there, back := p.between(e.A, e.B), p.between(e.B, e.A)
			for q := 1; q <= 4; q++ {
				b.Parts[q] = there.Quads[q] + back.Quads[q]
			}
			bars = append(bars, b)
		}
		body.Pairs = chart.Bars("Events in both directions, and their mean score", bars)
	}
	return d.show(v, "network.html", page{Title: "Network", Nav: "/network", Wide: true, Pictures: true, Body: body})
}

// networkDrawn is the drawing of a network, which is kept for a while.
func (d *Desk) networkDrawn(p *pairsView, s *stretch, center, title string) (picture template.HTML, late bool, err error) {
	return d.drawings.get(d.now(), s.From+" "+s.To+" "+center, func(context.Context) (template.HTML, error) { return d.network(p, s, center, title), nil })
}

// egoPartners is how many partners the network of one actor shows.
const egoPartners = 18

// network draws the actors that do most, or one with its partners.
func (d *Desk) network(p *pairsView, s *stretch, center, title string) template.HTML {
	g := chart.Network{Head: chart.Head{ID: "network", Title: title, Desc: "Circles are actors, lines the events between two: the wider the more, coloured by their mean score."}, Center: center}
	edges := p.undirected()
	shown := map[string]bool{}
	if center != "" {
		shown[center] = true
		for _, e := range edges {
			if len(shown) > egoPartners {
				break
			}
			if e.A == center || e.B == center {
				shown[e.A], shown[e.B] = true, true
			}
		}
	}
	weight := map[string]int{}
	for _, e := range edges {
		if center == "" || shown[e.A] && shown[e.B] {
			g.Edges = append(g.Edges, e)
			weight[e.A] += e.There + e.Back
			weight[e.B] += e.There + e.Back
		}
		if len(g.Edges) == maxEdges {
			break
		}
	}
	for _, a := range p.Actors {
		if weight[a.Key] > 0 {
			n := chart.Node{Actor: d.chartActor(a.Key), Count: a.Count()}
			if a.Key == center {
				n.Href = s.events("party", center)
			}
			g.Nodes = append(g.Nodes, n)
		}
	}
	return g.Draw()
}

// maxEdges bounds the lines of a network: more of them tell less.
const maxEdges = 160
