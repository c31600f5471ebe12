//go:build !amd64

package simd

const level = "portable"

func gemm(m, n, k int, a []float32, ars, acs int, b []float32, ldb int, c []float32, ldc, add int) {
	gemmPortable(m, n, k, a, ars, acs, b, ldb, c, ldc, add)
}

// Exp sets dst to e^src.
func Exp(dst, src []float32) { expPortable(dst, src) }

// Sigmoid sets dst to 1/(1+e^-src).
func Sigmoid(dst, src []float32) { sigmoidPortable(dst, src) }

// Tanh sets dst to tanh(src).
func Tanh(dst, src []float32) { tanhPortable(dst, src) }

// Relu sets dst to max(src, 0).
func Relu(dst, src []float32) {
	for i, x := range src {
		dst[i] = max(x, 0)
	}
}

// Gate is one step of a quasi-recurrent layer of width len(c). own holds the sums
// of its three gates z, f, o one after the other; those of the neighbour, next,
// are added unless it is nil, and bias. own is left with the activations
// tanh(z), sigmoid(f), sigmoid(o); c becomes z + f*(prev-z) and out o*c.
func Gate(out, c, prev, own, next, bias []float32) {
	n := len(c)
	gatePortable(out, c, prev, own[:3*n], next, bias[:3*n])
}

// Add sets dst to a+b.
func Add(dst, a, b []float32) {
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// Axpy adds alpha*x to dst.
func Axpy(dst, x []float32, alpha float32) {
	for i := range dst {
		dst[i] = fma(x[i], alpha, dst[i])
	}
}

// Norm is layer normalisation: dst = (src-mean)/sqrt(variance+1e-5)*gain + bias.
func Norm(dst, src, gain, bias []float32) { normPortable(dst, src, gain, bias) }

// Dot is the inner product of a and b.
func Dot(a, b []float32) float32 { return dotPortable(a, b) }
