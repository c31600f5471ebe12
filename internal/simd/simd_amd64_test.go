package simd

import (
	"math"
	"math/rand/v2"
	"testing"
)

// withLevels runs f under each set of kernels that this machine has.
func withLevels(t *testing.T, f func(t *testing.T) []float32) {
	best := level
	defer func() { level = best }()
	got := map[string][]float32{}
	for _, l := range []string{"portable", "avx2", "avx512"} {
		if l == "avx512" && best != "avx512" || l == "avx2" && best == "portable" {
			t.Logf("%s: not on this processor, skipped", l)
			continue
		}
		level = l
		got[l] = f(t)
		for i, x := range got[l] {
			if w := got["portable"][i]; math.Abs(float64(x-w)) > 1e-5*(1+math.Abs(float64(w))) {
				t.Fatalf("%s: element %d is %v, portable has %v", l, i, x, w)
			}
			if l == "avx512" && x != got["avx2"][i] {
				t.Fatalf("avx512 and avx2 differ at %d: %v, %v", i, x, got["avx2"][i])
			}
		}
	}
}

func randoms(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

func TestGemm(t *testing.T) {
	for _, s := range [][3]int{{1, 16, 1}, {7, 48, 5}, {13, 64, 33}, {30, 160, 96}, {8, 32, 0}} {
		m, n, k := s[0], s[1], s[2]
		withLevels(t, func(t *testing.T) []float32 {
			r := rand.New(rand.NewPCG(1, 2))
			a, b, c := randoms(r, m*k), randoms(r, k*n), randoms(r, m*n)
			Gemm(m, n, k, a, k, b, n, c, n)
			at := randoms(r, m*k)
			GemmT(m, n, k, at, 1, m, b, n, c, n)
			d := randoms(r, m*n)
			Mul(m, n, k, a, k, b, n, d, n)
			return append(c, d...)
		})
	}
}

func TestGemmAgainstDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	m, n, k := 9, 32, 20
	a, b, c := randoms(r, m*k), randoms(r, k*n), make([]float32, m*n)
	Gemm(m, n, k, a, k, b, n, c, n)
	for i := range m {
		for j := range n {
			var want float64
			for p := range k {
				want += float64(a[i*k+p]) * float64(b[p*n+j])
			}
			if math.Abs(want-float64(c[i*n+j])) > 1e-4 {
				t.Fatalf("c[%d,%d] = %v, want %v", i, j, c[i*n+j], want)
			}
		}
	}
}

func TestVectorFunctions(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	x, y, z, f, o := randoms(r, 96), randoms(r, 96), randoms(r, 96), randoms(r, 96), randoms(r, 96)
	for i := range x {
		x[i] *= 20
	}
	x[0], x[1], x[2] = 1000, -1000, 0
	for name, fn := range map[string]func(dst []float32){
		"exp":     func(d []float32) { Exp(d, x) },
		"sigmoid": func(d []float32) { Sigmoid(d, x) },
		"tanh":    func(d []float32) { Tanh(d, x) },
		"relu":    func(d []float32) { Relu(d, x) },
		"add":     func(d []float32) { Add(d, x, y) },
		"axpy":    func(d []float32) { copy(d, y); Axpy(d, x, 0.3) },
		"norm":    func(d []float32) { Norm(d, x, y, z) },
		"dot":     func(d []float32) { d[0] = Dot(y, z) },
		"gate":    func(d []float32) { c := make([]float32, 32); Gate(d, c, y, append([]float32(nil), z...), f, o) },
		"alone":   func(d []float32) { c := make([]float32, 32); Gate(d, c, y, append([]float32(nil), z...), nil, o) },
	} {
		t.Run(name, func(t *testing.T) {
			withLevels(t, func(t *testing.T) []float32 {
				d := make([]float32, 96)
				fn(d)
				return d
			})
		})
	}
	d := make([]float32, 96)
	Tanh(d, x)
	for i := range x {
		if w := math.Tanh(float64(x[i])); math.Abs(w-float64(d[i])) > 1e-6 {
			t.Fatalf("tanh(%v) = %v, want %v", x[i], d[i], w)
		}
	}
}

func BenchmarkGemm(b *testing.B) {
	best := level
	defer func() { level = best }()
	for _, l := range []string{"portable", "avx2", "avx512"} {
		if l == "avx512" && best != "avx512" || l == "avx2" && best == "portable" {
			continue
		}
		for _, s := range [][3]int{{32, 768, 128}, {512, 768, 128}, {256, 256, 256}} {
			m, n, k := s[0], s[1], s[2]
			b.Run(l, func(b *testing.B) {
				level = l
				r := rand.New(rand.NewPCG(1, 2))
				x, y, c := randoms(r, m*k), randoms(r, k*n), make([]float32, m*n)
				for b.Loop() {
					Gemm(m, n, k, x, k, y, n, c, n)
				}
				b.ReportMetric(float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
			})
		}
	}
}

func BenchmarkSigmoid(b *testing.B) {
	x := make([]float32, 128)
	for b.Loop() {
		Sigmoid(x, x)
	}
}
