package train

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"casus/internal/simd"
	"casus/syntax"
)

// VectorOptions say how to make word vectors.
type VectorOptions struct {
	Dim, Window, Negative, Epochs int
	Seed                          uint64
	Log                           io.Writer
}

// Vectors makes word vectors from running text: skip-grams with negative sampling
// (Mikolov et al. 2013), with output vectors of their own for each position in
// the window, which keeps word order and serves syntax better (Ling et al. 2015).
// The text is a list of vocabulary rows; 0 is an unknown word and ends a window.
// Row 0 of the answer and those of words that never occur are zero.
func Vectors(text []int32, v *syntax.Vocabulary, o VectorOptions) *syntax.Tensor {
	rows, dim := v.WordRows(), o.Dim
	rng := rand.New(rand.NewPCG(o.Seed, 21))
	count := make([]int, rows)
	for _, w := range text {
		count[w]++
	}
	count[0] = 0
	in := make([]float32, rows*dim)
	for i := range in {
		in[i] = (rng.Float32() - 0.5) / float32(dim)
	}
	offsets := []int{}
	for k := 1; k <= o.Window; k++ {
		offsets = append(offsets, -k, k)
	}
	out := make([][]float32, len(offsets))
	for i := range out {
		out[i] = make([]float32, rows*dim)
	}
	noise := noiseTable(count)
	keep := make([]float32, rows)
	for w, c := range count {
		if c > 0 {
			f := float64(c) / float64(len(text)) / 3e-4
			keep[w] = float32(min(1, math.Sqrt(1/f)+1/f))
		}
	}
	grad := make([]float32, dim)
	total, done := float64(o.Epochs)*float64(len(text)), 0.0
	for epoch := range o.Epochs {
		var loss float64
		var n int
		for t, w := range text {
			done++
			if w == 0 || rng.Float32() > keep[w] {
				continue
			}
			rate := float32(0.03 * max(0.002, 1-done/total))
			x := in[int(w)*dim : (int(w)+1)*dim]
			for i, off := range offsets {
				j := t + off
				if j < 0 || j >= len(text) || text[j] == 0 {
					continue
				}
				clear(grad)
				for s := range 1 + o.Negative {
					c, label := text[j], float32(1)
					if s > 0 {
						c, label = noise[rng.Uint32()%uint32(len(noise))], 0
						if c == text[j] {
							continue
						}
					}
					y := out[i][int(c)*dim : (int(c)+1)*dim]
					p := float32(1 / (1 + math.Exp(-float64(simd.Dot(x, y)))))
					if s == 0 {
						loss -= math.Log(float64(max(p, 1e-6)))
						n++
					}
					g := rate * (label - p)
					simd.Axpy(grad, y, g)
					simd.Axpy(y, x, g)
				}
				simd.Add(x, x, grad)
			}
		}
		if o.Log != nil {
			fmt.Fprintf(o.Log, "vectors: round %d, loss of the right words %.4f\n", epoch+1, loss/float64(n))
		}
	}
	for w, c := range count {
		if c == 0 {
			clear(in[w*dim : (w+1)*dim])
		}
	}
	return &syntax.Tensor{Name: "vectors", Rows: rows, Cols: dim, Data: in}
}

// noiseTable draws words by their frequency to the power 3/4.
func noiseTable(count []int) []int32 {
	const size = 1 << 22
	var sum float64
	for _, c := range count {
		sum += math.Pow(float64(c), 0.75)
	}
	t := make([]int32, 0, size)
	acc := 0.0
	for w, c := range count {
		acc += math.Pow(float64(c), 0.75) / sum
		for float64(len(t)) < acc*size {
			t = append(t, int32(w))
		}
	}
	return t
}

// Scale brings the vectors to the given root mean square, over the words that
// have one.
func Scale(t *syntax.Tensor, rms float64) {
	var sum float64
	n := 0
	for i := range t.Rows {
		row := t.Row(i)
		var q float64
		for _, x := range row {
			q += float64(x * x)
		}
		if q > 0 {
			sum += q
			n += len(row)
		}
	}
	f := float32(rms / math.Sqrt(sum/float64(max(1, n))))
	for i := range t.Data {
		t.Data[i] *= f
	}
}
