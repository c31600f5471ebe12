package syntax

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bestTree tries every tree of n words with one root.
func bestTree(n int, s []float32, stride int) float64 {
	best := math.Inf(-1)
	heads := make([]int, n+1)
	var d decoder
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i > n {
			heads[0] = -1
			if d.tree(heads) {
				best = max(best, sum)
			}
			return
		}
		for h := 0; h <= n; h++ {
			if h != i {
				heads[i] = h
				try(i+1, sum+float64(s[(i-1)*stride+h]))
			}
		}
	}
	try(1, 0)
	return best
}

func TestSolveFindsTheBestTree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		n := 1 + r.IntN(6)
		stride := n + 3
		s := make([]float32, n*stride)
		for i := range s {
			s[i] = float32(r.NormFloat64())
		}
		heads := make([]int, n+1)
		var d decoder
		d.solve(n, s, stride, heads)
		heads[0] = -1
		if !d.tree(heads) {
			t.Fatalf("%v is no tree", heads)
		}
		var sum float64
		for i := 1; i <= n; i++ {
			sum += float64(s[(i-1)*stride+heads[i]])
		}
		if want := bestTree(n, s, stride); math.Abs(sum-want) > 1e-5 {
			t.Fatalf("tree %v scores %v, the best scores %v", heads, sum, want)
		}
	}
}

func TestTree(t *testing.T) {
	for _, c := range []struct {
		heads []int
		want  bool
	}{
		{[]int{-1, 0}, true},
		{[]int{-1, 2, 0, 2}, true},
		{[]int{-1, 0, 0}, false},
		{[]int{-1, 2, 1, 0}, false},
		{[]int{-1, 1}, false},
		{[]int{-1, 0, 1, 2, 3}, true},
	} {
		var d decoder
		if got := d.tree(c.heads); got != c.want {
			t.Errorf("tree(%v) = %v", c.heads, got)
		}
	}
}

// A sentence in which all words look alike makes cycle upon cycle.
func BenchmarkSolveLikeWords(b *testing.B) {
	const n = 250
	s := make([]float32, n*(n+1))
	heads := make([]int, n+1)
	var d decoder
	b.ReportAllocs()
	for b.Loop() {
		for i := range n {
			for j := range n + 1 {
				s[i*(n+1)+j] = -float32((i-j)*(i-j)%7) - float32(j%3)
			}
		}
		d.solve(n, s, n+1, heads)
	}
}
