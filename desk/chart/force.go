package chart

import (
	"cmp"
	"math"
	"slices"
)

// point is a place in a picture.
type point struct{ x, y float64 }

// layout places the nodes of a graph by forces: nodes push one another away, edges pull
// their ends together (Fruchterman and Reingold 1991), and all are drawn a little to the
// middle so that what is not connected does not fly off. It starts from a spiral in the
// order of the nodes, so that the same graph gives the same picture.
func layout(n int, edges []pair, width, height float64) []point {
	at := make([]point, n)
	const golden = 2.399963
	for i := range at {
		r := math.Sqrt((float64(i) + 0.5) / float64(n))
		at[i] = point{width/2 + r*width*0.42*math.Cos(float64(i)*golden), height/2 + r*height*0.42*math.Sin(float64(i)*golden)}
	}
	if n < 2 {
		return at
	}
	k := 0.75 * math.Sqrt(width*height/float64(n))
	moves := make([]point, n)
	rounds := 300
	for round := range rounds {
		heat := width / 8 * math.Pow(1-float64(round)/float64(rounds), 1.5)
		for i := range moves {
			// Wide pictures draw together less from side to side.
			moves[i] = point{(width/2 - at[i].x) * 0.2 * height / width * k / 40, (height/2 - at[i].y) * 0.2 * k / 40}
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				dx, dy := at[i].x-at[j].x, at[i].y-at[j].y
				d2 := math.Max(dx*dx+dy*dy, 1)
				f := k * k / d2
				moves[i].x += dx * f
				moves[i].y += dy * f
				moves[j].x -= dx * f
				moves[j].y -= dy * f
			}
		}
		for _, e := range edges {
			dx, dy := at[e.a].x-at[e.b].x, at[e.a].y-at[e.b].y
			f := math.Sqrt(dx*dx+dy*dy) / k * e.weight
			moves[e.a].x -= dx * f
			moves[e.a].y -= dy * f
			moves[e.b].x += dx * f
			moves[e.b].y += dy * f
		}
		for i := range at {
			d := math.Hypot(moves[i].x, moves[i].y)
			if d > 0 {
				step := math.Min(d, heat)
				at[i].x += moves[i].x / d * step
				at[i].y += moves[i].y / d * step
			}
		}
	}
	return at
}

// pair is an edge between two nodes; weight is how strongly it pulls, about 1.
type pair struct {
	a, b   int
	weight float64
}

// fit moves places into a frame, filling it, and keeps the shape as far as it goes.
func fit(at []point, frame box) {
	if len(at) == 0 {
		return
	}
	lo, hi := at[0], at[0]
	for _, p := range at {
		lo = point{math.Min(lo.x, p.x), math.Min(lo.y, p.y)}
		hi = point{math.Max(hi.x, p.x), math.Max(hi.y, p.y)}
	}
	sx, sy := frame.w/math.Max(hi.x-lo.x, 1), frame.h/math.Max(hi.y-lo.y, 1)
	// Stretched by no more than a third more one way than the other.
	sx, sy = math.Min(sx, 1.5*sy), math.Min(sy, 1.5*sx)
	for i := range at {
		at[i].x = frame.x + frame.w/2 + (at[i].x-(lo.x+hi.x)/2)*sx
		at[i].y = frame.y + frame.h/2 + (at[i].y-(lo.y+hi.y)/2)*sy
	}
}

// spread pushes boxes apart until none meet, within a frame; center gives the box of a
// node from its place. It says which still meet a weightier one (lower index).
func spread(at []point, frame box, sizes []box) []bool {
	n := len(at)
	of := func(i int) box { return box{at[i].x + sizes[i].x, at[i].y + sizes[i].y, sizes[i].w, sizes[i].h} }
	keep := func(i int) {
		b := of(i)
		at[i].x += math.Max(0, frame.x-b.x) - math.Max(0, b.x+b.w-frame.x-frame.w)
		at[i].y += math.Max(0, frame.y-b.y) - math.Max(0, b.y+b.h-frame.y-frame.h)
	}
	for i := range at {
		keep(i)
	}
	for range 400 {
		moved := false
		for i := range n {
			for j := i + 1; j < n; j++ {
				a, b := of(i), of(j)
				if !a.meets(b) {
					continue
				}
				moved = true
				// Out of each other by the shorter way, half each.
				dx := math.Min(a.x+a.w-b.x, b.x+b.w-a.x) / 2
				dy := math.Min(a.y+a.h-b.y, b.y+b.h-a.y) / 2
				if dx < dy {
					dx += 0.5
					if a.x+a.w/2 < b.x+b.w/2 {
						dx = -dx
					}
					at[i].x += dx
					at[j].x -= dx
				} else {
					dy += 0.5
					if a.y+a.h/2 < b.y+b.h/2 {
						dy = -dy
					}
					at[i].y += dy
					at[j].y -= dy
				}
				keep(i)
				keep(j)
			}
		}
		if !moved {
			break
		}
	}
	meets := make([]bool, n)
	for i := range n {
		for j := range i {
			if !meets[j] && of(i).meets(of(j)) {
				meets[i] = true
				break
			}
		}
	}
	return meets
}

// byWeight sorts what has a weight, the greatest first, then by key.
func byWeight[T any](list []T, weight func(*T) int, key func(*T) string) {
	slices.SortStableFunc(list, func(a, b T) int {
		return cmp.Or(cmp.Compare(weight(&b), weight(&a)), cmp.Compare(key(&a), key(&b)))
	})
}
