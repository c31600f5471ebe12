package compare

import (
	"cmp"
	"math"
	"slices"
)

// correlate is Pearson's and Spearman's correlation of two series whose points are given
// where one of them is not zero; so many more points are zero in both.
func correlate(x, y []float64, zeros int) Correlation {
	zeros = max(0, zeros)
	return Correlation{len(x) + zeros, pearson(x, y, zeros, 0, 0), pearson(ranks(x, zeros), ranks(y, zeros), zeros, rankOfZero(x, zeros), rankOfZero(y, zeros))}
}

// pearson is the product-moment correlation of points, with so many more at (x0, y0).
func pearson(x, y []float64, more int, x0, y0 float64) float64 {
	n := float64(len(x) + more)
	if n < 2 {
		return math.NaN()
	}
	mx, my := float64(more)*x0, float64(more)*y0
	for i := range x {
		mx, my = mx+x[i], my+y[i]
	}
	mx, my = mx/n, my/n
	dx, dy := x0-mx, y0-my
	xy, xx, yy := float64(more)*dx*dy, float64(more)*dx*dx, float64(more)*dy*dy
	for i := range x {
		dx, dy = x[i]-mx, y[i]-my
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	if xx <= 0 || yy <= 0 {
		return math.NaN()
	}
	return max(-1, min(1, xy/math.Sqrt(xx*yy)))
}

// ranks gives each value its rank from 1, equal ones the mean of theirs, as if so many
// more zeros were among them.
func ranks(x []float64, zeros int) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	out := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		before, same := float64(i), float64(j-i)
		switch v := x[order[i]]; {
		case v > 0:
			before += float64(zeros)
		case v == 0:
			same += float64(zeros)
		}
		for ; i < j; i++ {
			out[order[i]] = before + (same+1)/2
		}
	}
	return out
}

// rankOfZero is the rank that zeros have among values.
func rankOfZero(x []float64, zeros int) float64 {
	below, same := 0, zeros
	for _, v := range x {
		switch {
		case v < 0:
			below++
		case v == 0:
			same++
		}
	}
	return float64(below) + float64(same+1)/2
}
