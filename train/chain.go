package train

import (
	"math"

	"casus/syntax"
)

// chain computes the probabilities of sequences of name labels under a first-order
// chain (Lafferty et al. 2001), and their gradient where some labels are known and
// others are not (Täckström et al. 2013): of the sequences that are allowed, any is
// right.
type chain struct {
	labels      int
	psi         [][]float64 // exp of the score of label (second) after label (first)
	start       []float64
	alpha, beta []float64
	em          []float64
	scale       []float64
	sumMax      float64
}

// load takes the transition scores.
func (c *chain) load(trans *syntax.Tensor) {
	c.labels = syntax.NameLabels()
	if c.psi == nil {
		c.start = make([]float64, c.labels)
		for range c.labels {
			c.psi = append(c.psi, make([]float64, c.labels))
		}
	}
	for l := range c.labels {
		c.start[l] = 0
		if syntax.NameFollows(-1, l) {
			c.start[l] = math.Exp(float64(trans.Row(c.labels)[l]))
		}
		for k := range c.labels {
			c.psi[k][l] = 0
			if syntax.NameFollows(k, l) {
				c.psi[k][l] = math.Exp(float64(trans.Row(k)[l]))
			}
		}
	}
}

func grow64(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n, n+n/2)
	}
	return s[:n]
}

// run computes alpha and beta for n rows of label scores; allowed, if not nil, are
// the labels that may be, as bits. It returns the log of the sum over sequences, and
// false if none is possible.
func (c *chain) run(e []float32, n int, allowed []uint16) (float64, bool) {
	L := c.labels
	c.alpha, c.beta, c.em, c.scale = grow64(c.alpha, n*L), grow64(c.beta, n*L), grow64(c.em, n*L), grow64(c.scale, n)
	var logZ float64
	for i := range n {
		row := e[i*syntax.NameColumns:][:L]
		top := row[0]
		for _, v := range row {
			top = max(top, v)
		}
		logZ += float64(top)
		em, a := c.em[i*L:(i+1)*L], c.alpha[i*L:(i+1)*L]
		var sum float64
		for l := range em {
			em[l] = 0
			if allowed == nil || allowed[i]>>l&1 == 1 {
				em[l] = math.Exp(float64(row[l] - top))
			}
			var s float64
			if i == 0 {
				s = c.start[l]
			} else if em[l] > 0 {
				prev := c.alpha[(i-1)*L : i*L]
				for k, p := range c.psi {
					s += prev[k] * p[l]
				}
			}
			a[l] = s * em[l]
			sum += a[l]
		}
		if sum < 1e-280 {
			return 0, false
		}
		for l := range a {
			a[l] /= sum
		}
		c.scale[i] = sum
		logZ += math.Log(sum)
	}
	for i := n - 1; i >= 0; i-- {
		b := c.beta[i*L : (i+1)*L]
		if i == n-1 {
			for l := range b {
				b[l] = 1
			}
			continue
		}
		next, em := c.beta[(i+1)*L:(i+2)*L], c.em[(i+1)*L:(i+2)*L]
		for k, p := range c.psi {
			var s float64
			for l, v := range p {
				s += v * em[l] * next[l]
			}
			b[k] = s / c.scale[i+1]
		}
	}
	return logZ, true
}

// add adds f times the expected counts of labels to dE and of transitions to dT.
func (c *chain) add(n int, f float64, dE []float32, dT *syntax.Tensor) {
	L := c.labels
	for i := range n {
		a, b, d := c.alpha[i*L:(i+1)*L], c.beta[i*L:(i+1)*L], dE[i*syntax.NameColumns:]
		for l := range L {
			d[l] += float32(f * a[l] * b[l])
		}
		if i == 0 {
			row := dT.Row(L)
			for l := range L {
				row[l] += float32(f * a[l] * b[l])
			}
			continue
		}
		prev, em := c.alpha[(i-1)*L:i*L], c.em[i*L:(i+1)*L]
		for k, p := range c.psi {
			row, x := dT.Row(k), f*prev[k]/c.scale[i]
			if x == 0 {
				continue
			}
			for l, v := range p {
				if v > 0 {
					row[l] += float32(x * v * em[l] * b[l])
				}
			}
		}
	}
}

// loss adds the gradient of scale times the negative log likelihood and returns the
// likelihood's negative log.
func (c *chain) loss(e, dE []float32, dT *syntax.Tensor, allowed []uint16, scale float64) float64 {
	n := len(allowed)
	some, ok := c.run(e, n, allowed)
	if !ok {
		return 0
	}
	c.add(n, -scale, dE, dT)
	all, _ := c.run(e, n, nil)
	c.add(n, scale, dE, dT)
	return all - some
}
