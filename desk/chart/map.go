package chart

import (
	"cmp"
	"html/template"
	"maps"
	"math"
	"slices"
	"strconv"
)

// Map shows what happened where, and between whom.
type Map struct {
	Head
	View View
	// Areas are states with a count.
	Areas []Area
	// Plain shows all of them in one pale colour, so that arcs stand out.
	Plain bool
	// Points are places, Arcs pairs of states.
	Points []Spot
	Arcs   []Arc
	// What is counted: "events".
	What string
}

// Area is a state of a map, by its ISO 3166 alpha-3 code.
type Area struct {
	Code, Name, Href string
	Count            int
}

// Spot is a place of a map.
type Spot struct {
	Name, Href string
	Lat, Lon   float64
	Count      int
	Score      float64
}

// Arc joins two states.
type Arc struct {
	From, To, Name, Href string
	Count                int
	Score                float64
}

// Draw makes the picture.
func (a *Atlas) Draw(m Map) template.HTML {
	f := frameOf(m.View, wide)
	most := 0
	for i := range m.Areas {
		most = max(most, m.Areas[i].Count)
	}
	steps := Steps(most, 5)
	legend := stepLegend(steps, most, m.What)
	if m.Plain {
		legend = nil
	}
	if len(m.Arcs)+len(m.Points) > 0 {
		legend = append(legend, tones...)
	}
	p := &pen{}
	p.open("figure", "class", "picture c-map")
	p.legend(legend)
	p.svg(m.Head, "map", f.width, f.height, true, func() {
		a.land(p, &f, &m, steps)
		// What lies on the land is drawn larger for narrow columns.
		for _, size := range []struct {
			class string
			k     float64
		}{{"c-wide-only", 1}, {"c-narrow-only", 2.2}} {
			p.open("g", "class", size.class)
			a.arcs(p, &f, &m, size.k)
			spots(p, &f, &m, size.k)
			p.close("g")
		}
	})
	m.table(p)
	p.close("figure")
	return p.html()
}

// outlines are the states of a view, projected once.
func (a *Atlas) outlines(f *frame) []outline {
	a.mu.Lock()
	defer a.mu.Unlock()
	if o, ok := a.drawn[f.Key]; ok {
		return o
	}
	list := a.fine
	if f.Key == "world" {
		list = a.coarse
	}
	o := f.outlines(list)
	// States that the coarse shapes leave out keep a place at which to be shown.
	if f.Key == "world" {
		has := map[string]bool{}
		for i := range o {
			has[o[i].code] = true
		}
		for _, x := range f.outlines(a.fine) {
			if x.code != "" && !has[x.code] {
				has[x.code] = true
				x.path, x.size = "", 0
				o = append(o, x)
			}
		}
	}
	a.drawn[f.Key] = o
	return o
}

// smallest is the size in pixels below which a state is shown by a circle as well.
const smallest = 6.0

func (a *Atlas) land(p *pen, f *frame, m *Map, steps []int) {
	byCode := map[string]*Area{}
	for i := range m.Areas {
		byCode[m.Areas[i].Code] = &m.Areas[i]
	}
	list := a.outlines(f)
	p.empty("rect", "class", "c-sea", "width", f.width, "height", f.height)
	for i := range list {
		o := &list[i]
		if byCode[o.code] == nil && o.path != "" {
			p.raw(`<path class="c-land" d="` + o.path + `"/>`)
		}
	}
	shown := map[string]bool{}
	for i := range list {
		o := &list[i]
		area := byCode[o.code]
		if area == nil {
			continue
		}
		said := area.Name + ": " + thousands(area.Count) + " " + m.What
		end := "g"
		if !shown[o.code] {
			end = p.link(area.Href)
		} else { // a second shape of the same state needs no second stop of the keyboard
			p.open("g")
		}
		shown[o.code] = true
		p.leaf("title", said)
		class := shade(steps, area.Count)
		if m.Plain {
			class = "c-step1"
		}
		if o.path != "" {
			p.raw(`<path class="c-land ` + class + `" d="` + o.path + `"/>`)
		}
		if o.size < smallest && !o.cut {
			p.empty("circle", "class", "c-islet "+class, "cx", o.at.x, "cy", o.at.y, "r", 3.5)
		}
		p.close(end)
	}
}

func (a *Atlas) arcs(p *pen, f *frame, m *Map, k float64) {
	arcs := slices.Clone(m.Arcs)
	byWeight(arcs, func(c *Arc) int { return -c.Count }, func(c *Arc) string { return c.From + c.To }) // the widest on top
	most := 1
	for _, c := range arcs {
		most = max(most, c.Count)
	}
	ends := map[point]bool{}
	defer func() {
		for _, at := range sortedPoints(ends) {
			p.empty("circle", "class", "c-end-dot", "cx", at.x, "cy", at.y, "r", 2.4*k)
		}
	}()
	for i := range arcs {
		c := &arcs[i]
		from, ok := a.anchors[c.From]
		to, ok2 := a.anchors[c.To]
		if !ok || !ok2 {
			continue
		}
		s, e := f.at(from.lat, from.lon), f.at(to.lat, to.lon)
		if !f.sees(s) && !f.sees(e) {
			continue
		}
		ends[s], ends[e] = true, true
		if s.x > e.x {
			s, e = e, s
		}
		// Bent upwards, more the longer it is.
		d := math.Hypot(e.x-s.x, e.y-s.y)
		bend := math.Min(0.28*d, 120)
		mid := point{(s.x+e.x)/2 + (e.y-s.y)/math.Max(d, 1)*bend, (s.y+e.y)/2 - (e.x-s.x)/math.Max(d, 1)*bend}
		line := "M" + number(s.x) + " " + number(s.y) + "Q" + number(mid.x) + " " + number(mid.y) + " " + number(e.x) + " " + number(e.y)
		said := c.Name + ": " + thousands(c.Count) + " " + m.What + ", mean score " + score(c.Score)
		end := p.link(c.Href)
		p.leaf("title", said)
		p.empty("path", "class", "c-edge "+Tone(c.Score), "stroke-width", k*(1.2+4.5*math.Sqrt(float64(c.Count)/float64(most))), "d", line)
		p.empty("path", "class", "c-hit-line", "d", line)
		p.close(end)
	}
}

// sortedPoints lists points from west to east.
func sortedPoints(set map[point]bool) []point {
	list := slices.Collect(maps.Keys(set))
	slices.SortFunc(list, func(a, b point) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	return list
}

// sees says whether a point lies in the frame.
func (f *frame) sees(p point) bool { return p.x >= 0 && p.x <= f.width && p.y >= 0 && p.y <= f.height }

func spots(p *pen, f *frame, m *Map, k float64) {
	list := make([]Spot, 0, len(m.Points))
	most := 1
	for _, s := range m.Points {
		if f.sees(f.at(s.Lat, s.Lon)) {
			list = append(list, s)
			most = max(most, s.Count)
		}
	}
	byWeight(list, func(s *Spot) int { return s.Count }, func(s *Spot) string { return s.Name })
	var taken []box
	labels := &pen{}
	for i := range list { // the greatest first, so that small ones lie on top
		s := &list[i]
		at := f.at(s.Lat, s.Lon)
		r := k * (3.5 + 9*math.Sqrt(float64(s.Count)/float64(most)))
		said := s.Name + ": " + thousands(s.Count) + " " + m.What + ", mean score " + score(s.Score)
		end := p.link(s.Href)
		p.leaf("title", said)
		p.empty("circle", "class", "c-spot "+Tone(s.Score), "cx", at.x, "cy", at.y, "r", r)
		p.close(end)
		label(labels, f, s.Name, at, r, k, &taken)
	}
	p.raw(labels.String())
}

// label writes a name beside a point where there is room: right, left, above, below.
func label(p *pen, f *frame, name string, at point, r, k float64, taken *[]box) {
	w := textWidth(name, k*fontSize)
	for _, t := range []struct {
		x, y  float64
		class string
	}{
		{at.x + r + 3, at.y + 4*k, ""},
		{at.x - r - 3 - w, at.y + 4*k, " c-end"},
		{at.x - w/2, at.y - r - 4, " c-mid"},
		{at.x - w/2, at.y + r + 13*k, " c-mid"},
	} {
		b := box{t.x - 2, t.y - 11*k, w + 4, 15 * k}
		if b.x < 0 || b.y < 0 || b.x+b.w > f.width || b.y+b.h > f.height || !free(b, *taken) {
			continue
		}
		x := t.x
		switch t.class {
		case " c-end":
			x += w
		case " c-mid":
			x += w / 2
		}
		p.leaf("text", name, "class", "c-label c-halo"+t.class, "x", x, "y", t.y, "font-size", k*fontSize)
		*taken = append(*taken, b, box{at.x - r, at.y - r, 2 * r, 2 * r})
		return
	}
	*taken = append(*taken, box{at.x - r, at.y - r, 2 * r, 2 * r})
}

func (m *Map) table(p *pen) {
	var rows [][]string
	for _, x := range m.Areas {
		rows = append(rows, []string{x.Name, thousands(x.Count), ""})
	}
	for _, x := range m.Arcs {
		rows = append(rows, []string{x.Name, strconv.Itoa(x.Count), score(x.Score)})
	}
	for _, x := range m.Points {
		rows = append(rows, []string{x.Name, strconv.Itoa(x.Count), score(x.Score)})
	}
	if len(rows) > maxRows {
		rows = rows[:maxRows]
	}
	p.table(m.Head, []string{"Where", m.What, "mean score"}, rows)
}
