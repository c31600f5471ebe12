package train

import (
	"math"
	"math/rand/v2"

	"casus/internal/simd"
	"casus/syntax"
)

// drop are the rates of dropout.
type drop struct {
	word, base    float64 // word: alpha of alpha/(alpha+frequency); base: of the fixed vector
	feature       float64 // of each other feature
	input, hidden float32
}

// stack is what all networks here have in common: embeddings that are looked up and
// summed, and quasi-recurrent layers with a normalisation after each, with what
// their gradient needs.
type stack struct {
	width int
	embed *syntax.Tensor
	base  *syntax.Tensor // fixed vectors of the words, nil for none
	freq  []int32        // of the word rows
	eGrad *syntax.Tensor // of embed; only rows in touch are not zero
	seen  []bool
	touch []int32
	drop  drop
	rng   *rand.Rand

	kept       []int32 // rows used after dropout; those of word i begin at keptAt[i]
	keptAt     []int32
	sum        []float32
	x          []norm // input norm, then one per layer
	layers     []layerState
	dX, dH, dG []float32
	wt         []float32
	inMask     []float32
}

// norm is a layer normalisation with what its gradient needs.
type norm struct{ in, out, inv []float32 }

type layerState struct {
	mask []float32 // dropout of the branch
	g    []float32 // N x 12h: activations in the first 6h columns
	c    []float32 // N x 2h
	h    []float32 // N x 2h after dropout
}

func newStack(width, layers int, embed, base *syntax.Tensor, freq []int32, d drop, seed uint64) stack {
	return stack{width: width, embed: embed, base: base, freq: freq,
		eGrad: &syntax.Tensor{Rows: embed.Rows, Cols: embed.Cols, Data: make([]float32, len(embed.Data))},
		seen:  make([]bool, embed.Rows), drop: d, rng: rand.New(rand.NewPCG(seed, 77)),
		x: make([]norm, layers+1), layers: make([]layerState, layers)}
}

// forget clears the gradient of the embeddings.
func (p *stack) forget() {
	for _, r := range p.touch {
		clear(p.eGrad.Row(int(r)))
		p.seen[r] = false
	}
	p.touch = p.touch[:0]
}

// scatter adds the gradient at the sums of n words to the rows that they are of.
func (p *stack) scatter(dSum []float32, n int) {
	e := p.embed.Cols
	for i := range n {
		row := dSum[i*e : (i+1)*e]
		for _, r := range p.kept[p.keptAt[i]:p.keptAt[i+1]] {
			if !p.seen[r] {
				p.seen[r] = true
				p.touch = append(p.touch, r)
			}
			g := p.eGrad.Row(int(r))
			simd.Add(g, g, row)
		}
	}
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	return s[:n]
}

// mask fills m with 0 or 1/(1-rate).
func (p *stack) mask(m []float32, rate float32) {
	keep := 1 / (1 - rate)
	cut := uint32(float64(rate) * (1 << 16))
	for i := 0; i < len(m); i += 4 {
		r := p.rng.Uint64()
		for j := i; j < i+4 && j < len(m); j++ {
			m[j] = keep
			if uint32(r&0xffff) < cut {
				m[j] = 0
			}
			r >>= 16
		}
	}
}

// embedWords sums the feature rows, some of them dropped.
func (p *stack) embedWords(batch []*Sentence) {
	e := p.embed.Cols
	p.kept, p.keptAt = p.kept[:0], p.keptAt[:0]
	at := 0
	for _, s := range batch {
		for i := range s.Len() {
			dst := p.sum[at*e : (at+1)*e]
			p.keptAt = append(p.keptAt, int32(len(p.kept)))
			rows := s.Rows[s.Start[i]:s.Start[i+1]]
			word := rows[0]
			if word > 0 {
				if p.base != nil && p.rng.Float64() >= p.drop.base {
					simd.Add(dst, dst, p.base.Row(int(word)))
				}
				if a := p.drop.word; p.rng.Float64() < a/(a+float64(p.freq[word])) {
					word = 0
				}
			}
			p.kept = append(p.kept, word)
			simd.Add(dst, dst, p.embed.Row(int(word)))
			for _, r := range rows[1:] {
				if p.drop.feature > 0 && p.rng.Float64() < p.drop.feature {
					continue
				}
				p.kept = append(p.kept, r)
				simd.Add(dst, dst, p.embed.Row(int(r)))
			}
			at++
		}
	}
	p.keptAt = append(p.keptAt, int32(len(p.kept)))
}

func affine(dst, x []float32, n, d int, w, b *syntax.Tensor) []float32 {
	c := w.Cols
	dst = grow(dst, n*c)
	for i := range n {
		copy(dst[i*c:(i+1)*c], b.Data)
	}
	simd.Gemm(n, c, d, x, d, w.Data, c, dst, c)
	return dst
}

// normalise is layer normalisation with its state kept in x[k].
func (p *stack) normalise(k int, src []float32, n int, gain, bias *syntax.Tensor) {
	d := p.width
	st := &p.x[k]
	st.in, st.out, st.inv = grow(st.in, n*d), grow(st.out, n*d), grow(st.inv, n)
	for i := range n {
		row := src[i*d : (i+1)*d]
		simd.Norm(st.out[i*d:(i+1)*d], row, gain.Data, bias.Data)
		var mean, v float32
		for _, a := range row {
			mean += a
		}
		mean /= float32(d)
		for _, a := range row {
			v += (a - mean) * (a - mean)
		}
		inv := 1 / float32(math.Sqrt(float64(v/float32(d)+1e-5)))
		st.inv[i] = inv
		hat := st.in[i*d : (i+1)*d]
		for j, a := range row {
			hat[j] = (a - mean) * inv
		}
	}
}

// unnormalise turns the gradient at the output of norm k into the one at its input.
func (p *stack) unnormalise(k int, dy []float32, n int, gain, dGain, dBias *syntax.Tensor) {
	d := p.width
	st := &p.x[k]
	for i := range n {
		g, hat := dy[i*d:(i+1)*d], st.in[i*d:(i+1)*d]
		var m1, m2 float32
		for j, a := range g {
			dGain.Data[j] += a * hat[j]
			dBias.Data[j] += a
			a *= gain.Data[j]
			g[j] = a
			m1 += a
			m2 += a * hat[j]
		}
		m1 /= float32(d)
		m2 /= float32(d)
		inv := st.inv[i]
		for j, a := range g {
			g[j] = inv * (a - m1 - hat[j]*m2)
		}
	}
}

// recurrent runs layer l over x, sentence by sentence.
func (p *stack) recurrent(batch []*Sentence, l, n int, x []float32, w, b *syntax.Tensor) {
	st := &p.layers[l]
	h, d := p.width/2, p.width
	st.g, st.c, st.h = grow(st.g, n*12*h), grow(st.c, n*d), grow(st.h, n*d)
	simd.Mul(n, 12*h, d, x, d, w.Data, 12*h, st.g, 12*h)
	bias := b.Data
	zero := make([]float32, h)
	at := 0
	for _, s := range batch {
		m := s.Len()
		for dir := range 2 {
			prev := zero
			var next []float32
			for k := range m {
				t := at + k
				if dir == 1 {
					t = at + m - 1 - k
				}
				row := st.g[t*12*h:]
				c := st.c[t*d+dir*h:][:h]
				simd.Gate(st.h[t*d+dir*h:][:h], c, prev, row[dir*3*h:], next, bias[dir*3*h:])
				next = row[6*h+dir*3*h:]
				prev = c
			}
		}
		at += m
	}
}

// unrecurrent takes dH (N x 2h, gradient at the layer's h) through the recurrence
// and the product with W; it adds to dX.
func (p *stack) unrecurrent(batch []*Sentence, l, n int, x, dX []float32, w, dw, db *syntax.Tensor) {
	st := &p.layers[l]
	h, d := p.width/2, p.width
	p.dG = grow(p.dG, n*12*h)
	clear(p.dG)
	zero := make([]float32, h)
	carry := make([]float32, h)
	bias := db.Data
	at := 0
	for _, s := range batch {
		m := s.Len()
		for dir := range 2 {
			clear(carry)
			for k := m - 1; k >= 0; k-- {
				t, pt := at+k, at+k-1
				if dir == 1 {
					t, pt = at+m-1-k, at+m-k
				}
				a := st.g[t*12*h+dir*3*h:][:3*h]
				dg := p.dG[t*12*h+dir*3*h:][:3*h]
				dh, c := p.dH[t*d+dir*h:][:h], st.c[t*d+dir*h:][:h]
				prev := zero
				if k > 0 {
					prev = st.c[pt*d+dir*h:][:h]
				}
				z, f, o := a[:h], a[h:2*h], a[2*h:3*h]
				dz, df, do := dg[:h], dg[h:2*h], dg[2*h:3*h]
				for j := range z {
					dc := dh[j]*o[j] + carry[j]
					do[j] = dh[j] * c[j] * o[j] * (1 - o[j])
					dz[j] = dc * (1 - f[j]) * (1 - z[j]*z[j])
					df[j] = dc * (prev[j] - z[j]) * f[j] * (1 - f[j])
					carry[j] = dc * f[j]
				}
				b := bias[dir*3*h:][:3*h]
				simd.Add(b, b, dg)
				if k > 0 {
					copy(p.dG[pt*12*h+6*h+dir*3*h:][:3*h], dg)
				}
			}
		}
		at += m
	}
	p.linear(x, p.dG, dX, n, w, dw)
}

// linear is the gradient of dst = x*w: dw += x'*dy, dx += dy*w'. dx may be nil.
func (p *stack) linear(x, dy, dx []float32, n int, w, dw *syntax.Tensor) {
	p.linearAt(x, w.Rows, dy, w.Cols, dx, w.Rows, n, w, dw)
}

// linearAt is linear with the distances between rows given.
func (p *stack) linearAt(x []float32, ldx int, dy []float32, ldy int, dx []float32, lddx, n int, w, dw *syntax.Tensor) {
	r, c := w.Rows, w.Cols
	simd.GemmT(r, c, n, x, 1, ldx, dy, ldy, dw.Data, c)
	if dx == nil {
		return
	}
	p.wt = grow(p.wt, r*c)
	transpose(p.wt, w.Data, r, c)
	simd.Gemm(n, r, c, dy, ldy, p.wt, r, dx, lddx)
}

func transpose(dst, src []float32, r, c int) {
	for i0 := 0; i0 < r; i0 += 16 {
		for j := range c {
			for i := i0; i < min(i0+16, r); i++ {
				dst[j*r+i] = src[i*c+j]
			}
		}
	}
}

func sumRows(dst, x []float32, n int) {
	c := len(dst)
	for i := range n {
		simd.Add(dst, dst, x[i*c:(i+1)*c])
	}
}
