package series

import "math"

// Surprise is how little a count was to be expected after those before it, as minus
// the decimal logarithm of the chance of as many or more: 2 is one in a hundred, 3 one
// in a thousand. The counts before give a Gamma belief in the level, so the next is
// negative binomial (Gelman and others, Bayesian Data Analysis, 2.6); older counts
// weigh less, by half every halfLife points.
func Surprise(before []int, count int) float64 {
	shape, rate := priorShape, 1.0
	weight := 1.0
	for i := len(before) - 1; i >= 0; i-- {
		shape += weight * float64(before[i])
		rate += weight
		weight *= math.Pow(0.5, 1.0/halfLife)
	}
	// P(X >= count) of the negative binomial with mean shape/rate.
	p := rate / (rate + 1)
	below, term := 0.0, math.Exp(shape*math.Log(p))
	for k := range count {
		below += term
		term *= (shape + float64(k)) / float64(k+1) * (1 - p)
		if term < 1e-300 {
			break
		}
	}
	tail := 1 - below
	if tail < 1e-12 {
		// Too small for the difference: sum the tail itself from its first term.
		tail = math.Max(term/p, 1e-300)
	}
	return math.Max(0, -math.Log10(tail))
}

// halfLife of what was counted before, in points.
const halfLife = 12
