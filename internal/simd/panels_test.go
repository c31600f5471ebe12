package simd

import "testing"

// TestPanels wants the product with a matrix in panels to be that with the matrix, to
// the bit, whatever the number of rows and however wide the last panel.
func TestPanels(t *testing.T) {
	for _, c := range []struct{ m, n, k int }{{1, 16, 3}, {5, 32, 16}, {22, 48, 128}, {8, 768, 64}, {13, 80, 7}} {
		a, b := make([]float32, c.m*c.k), make([]float32, c.k*c.n)
		for i := range a {
			a[i] = float32(i%17)/7 - 1
		}
		for i := range b {
			b[i] = float32(i%23)/11 - 1
		}
		want, got := make([]float32, c.m*c.n), make([]float32, c.m*c.n)
		Mul(c.m, c.n, c.k, a, c.k, b, c.n, want, c.n)
		Gemm(c.m, c.n, c.k, a, c.k, b, c.n, want, c.n)
		p := Pack(c.k, c.n, b)
		MulPanels(c.m, a, p, got)
		GemmPanels(c.m, a, p, got)
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%d by %d by %d: element %d is %v, not %v", c.m, c.n, c.k, i, got[i], want[i])
			}
		}
	}
}
