package simd

import "golang.org/x/sys/cpu"

//go:generate go run gen.go

// level is the best instruction set that the processor and the system offer.
var level = detect()

func detect() string {
	switch {
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512DQ && cpu.X86.HasFMA:
		return "avx512"
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return "avx2"
	}
	return "portable"
}

const f32 = 4 // bytes

func gemm(m, n, k int, a []float32, ars, acs int, b []float32, ldb int, c []float32, ldc, add int) {
	switch level {
	case "avx512":
		for j := 0; j < n; {
			w := 32
			if n-j < 32 {
				w = 16
			}
			for i := 0; i < m; {
				rows := min(8, m-i)
				pa, pb, pc := &a[i*ars], &b[j], &c[i*ldc+j]
				if w == 32 {
					tiles512x32[rows](k, pa, ars*f32, acs*f32, pb, ldb*f32, pc, ldc*f32, add)
				} else {
					tiles512x16[rows](k, pa, ars*f32, acs*f32, pb, ldb*f32, pc, ldc*f32, add)
				}
				i += rows
			}
			j += w
		}
	case "avx2":
		for j := 0; j < n; j += 16 {
			for i := 0; i < m; {
				rows := min(6, m-i)
				tiles2x16[rows](k, &a[i*ars], ars*f32, acs*f32, &b[j], ldb*f32, &c[i*ldc+j], ldc*f32, add)
				i += rows
			}
		}
	default:
		gemmPortable(m, n, k, a, ars, acs, b, ldb, c, ldc, add)
	}
}

type tile func(k int, a *float32, ars, acs int, b *float32, ldb int, c *float32, ldc, add int)

var (
	tiles512x32 = [9]tile{nil, gemm1x32AVX512, gemm2x32AVX512, gemm3x32AVX512, gemm4x32AVX512, gemm5x32AVX512, gemm6x32AVX512, gemm7x32AVX512, gemm8x32AVX512}
	tiles512x16 = [9]tile{nil, gemm1x16AVX512, gemm2x16AVX512, gemm3x16AVX512, gemm4x16AVX512, gemm5x16AVX512, gemm6x16AVX512, gemm7x16AVX512, gemm8x16AVX512}
	tiles2x16   = [7]tile{nil, gemm1x16AVX2, gemm2x16AVX2, gemm3x16AVX2, gemm4x16AVX2, gemm5x16AVX2, gemm6x16AVX2}
)

// Exp sets dst to e^src.
func Exp(dst, src []float32) {
	if len(src) == 0 {
		return
	}
	_ = dst[len(src)-1]
	switch level {
	case "avx512":
		expAVX512(&dst[0], &src[0], len(src))
	case "avx2":
		expAVX2(&dst[0], &src[0], len(src))
	default:
		expPortable(dst, src)
	}
}

// Sigmoid sets dst to 1/(1+e^-src).
func Sigmoid(dst, src []float32) {
	_ = dst[len(src)-1]
	switch level {
	case "avx512":
		sigmoidAVX512(&dst[0], &src[0], len(src))
	case "avx2":
		sigmoidAVX2(&dst[0], &src[0], len(src))
	default:
		sigmoidPortable(dst, src)
	}
}

// Tanh sets dst to tanh(src).
func Tanh(dst, src []float32) {
	_ = dst[len(src)-1]
	switch level {
	case "avx512":
		tanhAVX512(&dst[0], &src[0], len(src))
	case "avx2":
		tanhAVX2(&dst[0], &src[0], len(src))
	default:
		tanhPortable(dst, src)
	}
}

// Relu sets dst to max(src, 0).
func Relu(dst, src []float32) {
	_ = dst[len(src)-1]
	switch level {
	case "avx512":
		reluAVX512(&dst[0], &src[0], len(src))
	case "avx2":
		reluAVX2(&dst[0], &src[0], len(src))
	default:
		for i, x := range src {
			dst[i] = max(x, 0)
		}
	}
}

// Gate is one step of a quasi-recurrent layer of width len(c). own holds the sums
// of its three gates z, f, o one after the other; those of the neighbour, next,
// are added unless it is nil, and bias. own is left with the activations
// tanh(z), sigmoid(f), sigmoid(o); c becomes z + f*(prev-z) and out o*c.
func Gate(out, c, prev, own, next, bias []float32) {
	n := len(c)
	_, _, _, _ = out[n-1], prev[n-1], own[3*n-1], bias[3*n-1]
	if level == "portable" {
		gatePortable(out, c, prev, own[:3*n], next, bias[:3*n])
		return
	}
	var p *float32
	if next != nil {
		_ = next[3*n-1]
		p = &next[0]
	}
	if level == "avx512" {
		gateAVX512(&out[0], &c[0], &prev[0], &own[0], p, &bias[0], n)
	} else {
		gateAVX2(&out[0], &c[0], &prev[0], &own[0], p, &bias[0], n)
	}
}

// Add sets dst to a+b.
func Add(dst, a, b []float32) {
	n := len(dst)
	_, _ = a[n-1], b[n-1]
	switch level {
	case "avx512":
		addAVX512(&dst[0], &a[0], &b[0], n)
	case "avx2":
		addAVX2(&dst[0], &a[0], &b[0], n)
	default:
		for i := range dst {
			dst[i] = a[i] + b[i]
		}
	}
}

// Axpy adds alpha*x to dst.
func Axpy(dst, x []float32, alpha float32) {
	n := len(dst)
	_ = x[n-1]
	switch level {
	case "avx512":
		axpyAVX512(&dst[0], &x[0], alpha, n)
	case "avx2":
		axpyAVX2(&dst[0], &x[0], alpha, n)
	default:
		for i := range dst {
			dst[i] = fma(x[i], alpha, dst[i])
		}
	}
}

// Norm is layer normalisation: dst = (src-mean)/sqrt(variance+1e-5)*gain + bias.
func Norm(dst, src, gain, bias []float32) {
	n := len(src)
	_, _, _ = dst[n-1], gain[n-1], bias[n-1]
	switch level {
	case "avx512":
		normAVX512(&dst[0], &src[0], &gain[0], &bias[0], n, 1/float32(n))
	case "avx2":
		normAVX2(&dst[0], &src[0], &gain[0], &bias[0], n, 1/float32(n))
	default:
		normPortable(dst, src, gain, bias)
	}
}

// Dot is the inner product of a and b.
func Dot(a, b []float32) float32 {
	n := len(a)
	_ = b[n-1]
	switch level {
	case "avx512":
		return dotAVX512(&a[0], &b[0], n)
	case "avx2":
		return dotAVX2(&a[0], &b[0], n)
	}
	return dotPortable(a, b)
}
