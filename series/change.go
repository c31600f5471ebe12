package series

import "math"

// Change is a place where a series of counts changes its level.
type Change struct {
	// At is the index of the first point of the new level.
	At int
	// Before and After are the mean counts of the stretches on both sides.
	Before, After float64
	// Probability that the level did change there.
	Probability float64
}

// Settings of the search for changes.
const (
	// hazard is the chance of a change at each point, before anything is seen.
	hazard = 1.0 / 36
	// The level of a stretch has a Gamma prior of this shape and the rate that the
	// mean of the series gives.
	priorShape = 0.5
	// changeFrom is the probability from which a change is told, minRun the least
	// length of a stretch.
	changeFrom = 0.5
	minRun     = 2
)

// Changes finds where the level of a series of counts changed: the most likely
// division into stretches of one level each, with Poisson counts, a Gamma prior on
// their level and a constant chance of change (Fearnhead 2006, the exact search behind
// Adams and MacKay 2007). Time grows with the square of the length.
func Changes(counts []int) []Change {
	n := len(counts)
	if n < 2*minRun {
		return nil
	}
	total := 0
	for _, c := range counts {
		total += c
	}
	rate := priorShape / math.Max(float64(total)/float64(n), 0.05)
	// best[t] is the log score of the best division of the first t counts, from[t]
	// where its last stretch begins.
	best, from := make([]float64, n+1), make([]int, n+1)
	sums := make([]float64, n+1)
	logs := make([]float64, n+1) // sums of log c!
	for i, c := range counts {
		sums[i+1] = sums[i] + float64(c)
		g, _ := math.Lgamma(float64(c) + 1)
		logs[i+1] = logs[i] + g
	}
	stretch := func(a, b int) float64 { // log probability of counts[a:b] as one level
		k, m := sums[b]-sums[a], float64(b-a)
		g1, _ := math.Lgamma(priorShape + k)
		g0, _ := math.Lgamma(priorShape)
		return priorShape*math.Log(rate) - g0 + g1 - (priorShape+k)*math.Log(rate+m) - (logs[b] - logs[a])
	}
	for t := 1; t <= n; t++ {
		best[t] = math.Inf(-1)
		for a := 0; a < t; a++ {
			if t-a < minRun && !(t == n && a == 0) || a > 0 && a < minRun {
				continue
			}
			score := stretch(a, t) + float64(t-a-1)*math.Log(1-hazard)
			if a > 0 {
				score += best[a] + math.Log(hazard)
			}
			if score > best[t] {
				best[t], from[t] = score, a
			}
		}
	}
	var cuts []int
	for t := n; t > 0 && from[t] > 0; t = from[t] {
		cuts = append([]int{from[t]}, cuts...)
	}
	var out []Change
	for i, c := range cuts {
		a, b := 0, n
		if i > 0 {
			a = cuts[i-1]
		}
		if i+1 < len(cuts) {
			b = cuts[i+1]
		}
		// The odds of the two levels against one.
		d := stretch(a, c) + stretch(c, b) + math.Log(hazard) - stretch(a, b) - math.Log(1-hazard)
		p := 1 / (1 + math.Exp(-d))
		if p < changeFrom {
			continue
		}
		out = append(out, Change{c, (sums[c] - sums[a]) / float64(c-a), (sums[b] - sums[c]) / float64(b-c), p})
	}
	return out
}
