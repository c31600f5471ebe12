package geoparse

import (
	"cmp"
	"math"
	"slices"

	"casus/geoparse/gazetteer"
)

// Names of one neighbourhood bear one another out: of all the Huntsvilles and all the
// Walker Counties, one of each lie together. What is near is read from a grid of half
// degrees, so that the cost grows with the number of places and not with its square.

// cell is a place of a group in the grid.
type cell struct {
	at    int32
	group int32
}

const cellsAround = 720

// cellOf is the cell of a place; -1 for places without a neighbourhood.
func (r *run) cellOf(p int32) int32 {
	switch k := r.table.Kind(int(p)); {
	case k.Settled(), k == gazetteer.Admin2, k == gazetteer.Site, k == gazetteer.Island:
		lat, lon := r.table.Point(int(p))
		return int32((lat+90)*2)*cellsAround + int32((lon+180)*2)
	}
	return -1
}

// gather puts all candidates of all groups into the grid, and counts them by division.
func (r *run) gather() {
	r.cells, r.divisions = r.cells[:0], r.divisions[:0]
	for g := range r.groups {
		gr := &r.groups[g]
		if gr.score < threshold {
			continue
		}
		for _, c := range r.cands[gr.from:gr.to] {
			if at := r.cellOf(c); at >= 0 {
				r.cells = append(r.cells, cell{at, int32(g)})
			}
			if d := r.table.Division(int(c)); d >= 0 {
				r.divisions = append(r.divisions, cell{int32(d), int32(g)})
			}
		}
	}
	order := func(a, b cell) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.group, b.group)) }
	slices.SortFunc(r.cells, order)
	slices.SortFunc(r.divisions, order)
	r.cells, r.divisions = slices.Compact(r.cells), slices.Compact(r.divisions)
}

// weight of a group that has a candidate near: the more places bear its name, the less
// it says.
func (r *run) weight(g int32) float32 {
	gr := &r.groups[g]
	return float32(1 / math.Sqrt(float64(max(1, gr.to-gr.from))))
}

// weighSupport weighs how many other names have a place nearby.
func (r *run) weighSupport(k *ranked, g int32) {
	f := &k.reason
	if at := r.cellOf(k.place); at >= 0 {
		sum := float32(0)
		r.near9 = r.near9[:0]
		for dy := int32(-1); dy <= 1; dy++ {
			from, _ := slices.BinarySearchFunc(r.cells, at+dy*cellsAround-1, func(c cell, at int32) int { return cmp.Compare(c.at, at) })
			for ; from < len(r.cells) && r.cells[from].at <= at+dy*cellsAround+1; from++ {
				if o := r.cells[from].group; o != g && !slices.Contains(r.near9, o) {
					r.near9 = append(r.near9, o)
					sum += r.weight(o)
				}
			}
		}
		f[rSupport] = float32(math.Log1p(float64(sum)))
		f[rSupportOne] = b2f(len(r.near9) > 0)
	}
	if d := r.table.Division(int(k.place)); d >= 0 {
		sum := float32(0)
		from, _ := slices.BinarySearchFunc(r.divisions, int32(d), func(c cell, at int32) int { return cmp.Compare(c.at, at) })
		for ; from < len(r.divisions) && r.divisions[from].at == int32(d); from++ {
			if o := r.divisions[from].group; o != g {
				sum += r.weight(o)
			}
		}
		f[rSupportDivision] = float32(math.Log1p(float64(sum)))
	}
}
