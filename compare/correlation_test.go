package compare

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestCorrelation holds the correlations that leave zeros out against those of whole
// series, and against a worked example.
func TestCorrelation(t *testing.T) {
	c := correlate([]float64{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5}, []float64{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68}, 0)
	if math.Abs(c.Pearson-0.816421) > 1e-6 || math.Abs(c.Spearman-0.818182) > 1e-6 { // Anscombe 1973, the first of four
		t.Errorf("%+v", c)
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		var x, y, wholeX, wholeY []float64
		zeros := rnd.IntN(20)
		for range 1 + rnd.IntN(20) {
			a, b := float64(rnd.IntN(7)-3), float64(rnd.IntN(7)-3)
			x, y = append(x, a), append(y, b)
		}
		wholeX, wholeY = append(wholeX, x...), append(wholeY, y...)
		for range zeros {
			wholeX, wholeY = append(wholeX, 0), append(wholeY, 0)
		}
		a, b := correlate(x, y, zeros), correlate(wholeX, wholeY, 0)
		near := func(p, q float64) bool { return math.IsNaN(p) && math.IsNaN(q) || math.Abs(p-q) < 1e-9 }
		if a.N != b.N || !near(a.Pearson, b.Pearson) || !near(a.Spearman, b.Spearman) {
			t.Fatalf("%+v, want %+v, of %v %v and %d zeros", a, b, x, y, zeros)
		}
	}
	if c := correlate(nil, nil, 5); !math.IsNaN(c.Pearson) || c.N != 5 {
		t.Errorf("%+v", c)
	}
}
