package train

import (
	"math"

	"casus/syntax"
)

// adam is Adam (Kingma and Ba 2015). Rows of embeddings are updated only when
// they have a gradient.
type adam struct {
	beta1, beta2 float64
	step         int
	m, v         [][]float32 // of each tensor
	em, ev       []float32   // of the embeddings
}

func newAdam(tensors []*syntax.Tensor, embed *syntax.Tensor) *adam {
	a := &adam{beta1: 0.9, beta2: 0.99, em: make([]float32, len(embed.Data)), ev: make([]float32, len(embed.Data))}
	for _, t := range tensors {
		a.m = append(a.m, make([]float32, len(t.Data)))
		a.v = append(a.v, make([]float32, len(t.Data)))
	}
	return a
}

// clip is the largest norm of a gradient.
const clip = 5

// update moves the weights and the embeddings of p against their gradient.
func (a *adam) update(tensors, grads []*syntax.Tensor, p *stack, rate float64) {
	a.step++
	var norm float64
	for _, g := range grads {
		for _, x := range g.Data {
			norm += float64(x * x)
		}
	}
	scale := float32(1)
	if norm = math.Sqrt(norm); norm > clip {
		scale = float32(clip / norm)
	}
	lr := float32(rate * math.Sqrt(1-math.Pow(a.beta2, float64(a.step))) / (1 - math.Pow(a.beta1, float64(a.step))))
	for i, t := range tensors {
		a.move(t.Data, grads[i].Data, a.m[i], a.v[i], lr, scale)
	}
	c := p.embed.Cols
	for _, r := range p.touch {
		b := int(r) * c
		a.move(p.embed.Data[b:b+c], p.eGrad.Data[b:b+c], a.em[b:b+c], a.ev[b:b+c], lr, scale)
	}
}

func (a *adam) move(w, g, m, v []float32, lr, scale float32) {
	b1, b2 := float32(a.beta1), float32(a.beta2)
	m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
	for i := range w {
		x := g[i] * scale
		m[i] = b1*m[i] + (1-b1)*x
		v[i] = b2*v[i] + (1-b2)*x*x
		w[i] -= lr * m[i] / (float32(math.Sqrt(float64(v[i]))) + 1e-8)
	}
}
