package chart

import (
	"html/template"
	"math"
	"slices"
	"strconv"
)

// Network is who dealt with whom in a period. Edges are as wide as there are events
// between two, and coloured from conflict to cooperation.
type Network struct {
	Head
	Nodes []Node
	Edges []Edge
	// Center is the key of an actor that the network is of, "" for none.
	Center string
}

// Node is an actor of a network.
type Node struct {
	Actor
	Count int
}

// Edge is what two did to each other.
type Edge struct {
	A, B string
	// There counts the events from A to B, Back those from B to A.
	There, Back int
	Score       float64
	Href        string
}

// Draw makes the picture. Nodes without an edge are left out; where there is little
// room, so are the least.
func (g Network) Draw() template.HTML {
	g.Nodes, g.Edges = slices.Clone(g.Nodes), slices.Clone(g.Edges)
	byWeight(g.Nodes, func(n *Node) int {
		if n.Key == g.Center {
			return math.MaxInt
		}
		return n.Count
	}, func(n *Node) string { return n.Key })
	byWeight(g.Edges, func(e *Edge) int { return e.There + e.Back }, func(e *Edge) string { return e.A + "\x00" + e.B })
	if len(g.Edges) == 0 || len(g.Nodes) == 0 {
		return ""
	}
	return figure(g.Head, "network", tones, func(p *pen, size string, width float64) {
		most := 42
		if size == "narrow" {
			most = 14
		}
		height := math.Min(220+14*float64(min(most, len(g.Nodes))), 600)
		d := g.plan(width, height, most, size)
		p.svg(g.Head, size, width, height, true, func() { d.draw(p) })
	}, g.table)
}

type networkPlan struct {
	*Network
	nodes  []Node
	edges  []Edge // both ends are shown
	index  map[string]int
	at     []point
	radius []float64
	hidden []bool // labels that would meet others
	size   string
	most   int
}

func (g *Network) plan(width, height float64, most int, size string) *networkPlan {
	d := &networkPlan{Network: g, index: map[string]int{}, size: size}
	tied := map[string]bool{}
	chosen := map[string]bool{}
	for _, n := range g.Nodes[:min(most, len(g.Nodes))] {
		chosen[n.Key] = true
	}
	for _, e := range g.Edges {
		if chosen[e.A] && chosen[e.B] && e.A != e.B {
			tied[e.A], tied[e.B] = true, true
			d.edges = append(d.edges, e)
			d.most = max(d.most, e.There+e.Back)
		}
	}
	greatest := 1
	for _, n := range g.Nodes {
		if tied[n.Key] {
			d.index[n.Key] = len(d.nodes)
			d.nodes = append(d.nodes, n)
			greatest = max(greatest, n.Count)
		}
	}
	pairs := make([]pair, len(d.edges))
	for i, e := range d.edges {
		pairs[i] = pair{d.index[e.A], d.index[e.B], 0.35 + 0.65*math.Log1p(float64(e.There+e.Back))/math.Log1p(float64(d.most))}
	}
	d.at = layout(len(d.nodes), pairs, width, height)
	biggest := 20.0
	if size == "narrow" {
		biggest = 14
	}
	sizes := make([]box, len(d.nodes))
	for i, n := range d.nodes {
		r := 5 + (biggest-5)*math.Sqrt(float64(n.Count)/float64(greatest))
		d.radius = append(d.radius, r)
		w := math.Max(2*r, textWidth(d.label(i), fontSize)) + 8
		sizes[i] = box{-w / 2, -r - 3, w, 2*r + 22}
	}
	frame := box{4, 4, width - 8, height - 8}
	fit(d.at, box{60, 34, width - 120, height - 84})
	d.hidden = spread(d.at, frame, sizes)
	return d
}

func (d *networkPlan) label(i int) string {
	if d.size == "narrow" {
		return clip(d.nodes[i].Name, fontSize, 76)
	}
	return clip(d.nodes[i].Name, fontSize, 130)
}

func (d *networkPlan) draw(p *pen) {
	for i := len(d.edges) - 1; i >= 0; i-- { // the widest last, on top
		e := &d.edges[i]
		a, b := d.at[d.index[e.A]], d.at[d.index[e.B]]
		said := d.tell(e)
		end := p.link(e.Href)
		p.leaf("title", said)
		line := "M" + number(a.x) + " " + number(a.y) + "L" + number(b.x) + " " + number(b.y)
		w := 1.2 + 6*math.Sqrt(float64(e.There+e.Back)/float64(d.most))
		p.empty("path", "class", "c-edge "+Tone(e.Score), "stroke-width", w, "d", line)
		p.empty("path", "class", "c-hit-line", "d", line)
		p.close(end)
	}
	for i, n := range d.nodes {
		said := n.Name + ": " + strconv.Itoa(n.Count) + " events"
		end := p.link(n.Href)
		p.leaf("title", said)
		class := "c-node"
		if n.Key == d.Center {
			class += " c-center"
		}
		p.empty("circle", "class", class, "cx", d.at[i].x, "cy", d.at[i].y, "r", d.radius[i])
		if !d.hidden[i] {
			p.leaf("text", d.label(i), "class", "c-label c-mid c-halo", "x", d.at[i].x, "y", d.at[i].y+d.radius[i]+14)
		}
		p.close(end)
	}
}

func (g *Network) name(key string) string {
	for i := range g.Nodes {
		if g.Nodes[i].Key == key {
			return g.Nodes[i].Name
		}
	}
	return key
}

// tell says an edge in words.
func (g *Network) tell(e *Edge) string {
	a, b := g.name(e.A), g.name(e.B)
	return a + " → " + b + ": " + strconv.Itoa(e.There) + "; " + b + " → " + a + ": " + strconv.Itoa(e.Back) + "; mean score " + score(e.Score)
}

func (g *Network) table(p *pen) {
	var rows [][]string
	for i := range g.Edges {
		e := &g.Edges[i]
		rows = append(rows, []string{g.name(e.A), g.name(e.B), strconv.Itoa(e.There), strconv.Itoa(e.Back), score(e.Score)})
		if len(rows) == maxRows {
			break
		}
	}
	p.table(g.Head, []string{"One", "The other", "There", "Back", "Mean score"}, rows)
}
