// Package simd holds the few vector kernels that the network runs on: a matrix
// product, the functions of its gates, layer normalisation.
//
// On amd64 they are assembly for AVX-512 or for AVX2 with FMA, chosen once at
// start; elsewhere plain Go. Each output is computed by the same operations in the
// same order in all of them (a fused multiply-add per step, sums over sixteen
// lanes folded in a fixed tree), so that the two assemblies agree to the bit, and
// so does plain Go where the compiler fuses (arm64); an old amd64 processor without
// AVX2 may differ in the last digits. Lengths are multiples of 16 floats: the
// callers pad.
package simd

import "math"

// Width is the unit of all lengths, in float32.
const Width = 16

// Pad rounds n up to a multiple of Width.
func Pad(n int) int { return (n + Width - 1) &^ (Width - 1) }

// Level names the kernels in use: "avx512", "avx2" or "portable".
func Level() string { return level }

// Gemm adds A*B to C: C is m by n, A m by k, B k by n, all row-major with the
// given distances between rows. n is a multiple of Width.
func Gemm(m, n, k int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	product(m, n, k, a, lda, 1, b, ldb, c, ldc, 1)
}

// Mul sets C to A*B; see Gemm.
func Mul(m, n, k int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	product(m, n, k, a, lda, 1, b, ldb, c, ldc, 0)
}

// GemmT is Gemm with A addressed as a[i*ars+p*acs], so that (1, lda) multiplies by
// the transpose.
func GemmT(m, n, k int, a []float32, ars, acs int, b []float32, ldb int, c []float32, ldc int) {
	product(m, n, k, a, ars, acs, b, ldb, c, ldc, 1)
}

// Panels is a matrix laid out for MulPanels: columns in panels of 32 (the last may be
// of 16), each panel row after row, so that a product streams through it.
type Panels struct {
	k, n int
	data []float32
}

// Pack lays out B, k by n and row-major; n is a multiple of Width.
func Pack(k, n int, b []float32) Panels {
	p := Panels{k, n, make([]float32, 0, k*n)}
	for j := 0; j < n; j += panel {
		w := min(panel, n-j)
		for i := range k {
			p.data = append(p.data, b[i*n+j:i*n+j+w]...)
		}
	}
	return p
}

const panel = 2 * Width

// MulPanels sets C to A*B for the m rows of A, row-major without gaps, as C is; the sums
// are those of Mul, to the bit.
func MulPanels(m int, a []float32, b Panels, c []float32) { b.product(m, a, c, 0) }

// GemmPanels adds A*B to C; see MulPanels.
func GemmPanels(m int, a []float32, b Panels, c []float32) { b.product(m, a, c, 1) }

func (b Panels) product(m int, a, c []float32, add int) {
	for j := 0; j < b.n; j += panel {
		w := min(panel, b.n-j)
		product(m, w, b.k, a, b.k, 1, b.data[j*b.k:], w, c[j:], b.n, add)
	}
}

func product(m, n, k int, a []float32, ars, acs int, b []float32, ldb int, c []float32, ldc, add int) {
	if m == 0 || n == 0 || k == 0 {
		return
	}
	// One check of the far corners in place of one an element.
	_ = a[(m-1)*ars+(k-1)*acs]
	_ = b[(k-1)*ldb+n-1]
	_ = c[(m-1)*ldc+n-1]
	if n%Width != 0 {
		panic("simd: n is not a multiple of Width")
	}
	gemm(m, n, k, a, ars, acs, b, ldb, c, ldc, add)
}

// fma is a*b+c rounded once, as the vector instruction does it. (The product is
// exact in float64; the sum is rounded twice, which differs once in 2^29.)
func fma(a, b, c float32) float32 { return float32(float64(a)*float64(b) + float64(c)) }

func gemmPortable(m, n, k int, a []float32, ars, acs int, b []float32, ldb int, c []float32, ldc, add int) {
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		if add == 0 {
			clear(row)
		}
		p := 0
		for ; p+4 <= k; p += 4 {
			x0, x1, x2, x3 := a[i*ars+p*acs], a[i*ars+(p+1)*acs], a[i*ars+(p+2)*acs], a[i*ars+(p+3)*acs]
			b0, b1 := b[p*ldb:][:len(row)], b[(p+1)*ldb:][:len(row)]
			b2, b3 := b[(p+2)*ldb:][:len(row)], b[(p+3)*ldb:][:len(row)]
			for j, r := range row {
				r += x0 * b0[j]
				r += x1 * b1[j]
				r += x2 * b2[j]
				row[j] = r + x3*b3[j]
			}
		}
		for ; p < k; p++ {
			x := a[i*ars+p*acs]
			for j, y := range b[p*ldb:][:len(row)] {
				row[j] += x * y
			}
		}
	}
}

func expPortable(dst, src []float32) {
	for i, x := range src {
		dst[i] = exp32(x)
	}
}

func sigmoidPortable(dst, src []float32) {
	for i, x := range src {
		dst[i] = 1 / (exp32(-x) + 1)
	}
}

func tanhPortable(dst, src []float32) {
	for i, x := range src {
		s := 1 / (exp32(-(x + x)) + 1)
		dst[i] = s + s - 1
	}
}

// exp32 follows the assembly step by step (Cephes expf).
func exp32(x float32) float32 {
	x = max(min(x, 88), -87)
	n := float32(math.RoundToEven(float64(x * 1.44269504088896341)))
	x = fma(-n, 0.693359375, x)
	x = fma(-n, -2.12194440e-4, x)
	y := float32(1.9875691500e-4)
	y = fma(y, x, 1.3981999507e-3)
	y = fma(y, x, 8.3334519073e-3)
	y = fma(y, x, 4.1665795894e-2)
	y = fma(y, x, 1.6666665459e-1)
	y = fma(y, x, 5.0000001201e-1)
	y = fma(y, x*x, x) + 1
	return math.Float32frombits(math.Float32bits(y) + uint32(int32(n))<<23)
}

func gatePortable(out, c, prev, own, next, bias []float32) {
	h := len(c)
	for i, b := range bias {
		own[i] += b
		if next != nil {
			own[i] += next[i]
		}
	}
	tanhPortable(own[:h], own[:h])
	sigmoidPortable(own[h:3*h], own[h:3*h])
	for i := range c {
		z := own[i]
		v := fma(prev[i]-z, own[h+i], z)
		c[i] = v
		out[i] = v * own[2*h+i]
	}
}

func normPortable(dst, src, gain, bias []float32) {
	inv := 1 / float32(len(src))
	mean := fold(src, func(acc, x float32, _ int) float32 { return acc + x }) * inv
	v := fold(src, func(acc, x float32, _ int) float32 { return fma(x-mean, x-mean, acc) })
	s := 1 / float32(math.Sqrt(float64(v*inv+1e-5)))
	for i, x := range src {
		dst[i] = fma((x-mean)*s, gain[i], bias[i])
	}
}

func dotPortable(a, b []float32) float32 {
	return fold(a, func(acc, x float32, i int) float32 { return fma(x, b[i], acc) })
}

// fold runs a sum over sixteen lanes and adds them up as the assembly does.
func fold(x []float32, step func(acc, x float32, i int) float32) float32 {
	var l [16]float32
	for i, v := range x {
		l[i&15] = step(l[i&15], v, i)
	}
	for w := 8; w >= 1; w /= 2 {
		for i := range w {
			l[i] += l[i+w]
		}
	}
	return l[0]
}
