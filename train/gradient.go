package train

import "casus/syntax"

// Sentence is a sentence as the network learns it.
type Sentence struct {
	// Rows are the feature rows of the words, Start[i] the first of word i.
	Rows  []int32
	Start []int32
	// UPOS, XPOS and Rel are label numbers, Head is 0 for the root, else the
	// word counted from 1; all nil where the sentence has no tree.
	UPOS, XPOS, Rel []uint8
	Head            []uint16
	// Weight of each word's head and relation, nil for 1.
	Weight []float32
	// Names are the sets of name labels that are right, as bits; nil where the
	// sentence has none marked.
	Names []uint16
}

// Len is the number of words.
func (s *Sentence) Len() int { return len(s.Start) - 1 }

// pass computes the gradient of a batch. Each goroutine has a pass of its own.
type pass struct {
	stack
	net   *syntax.Net
	cols  syntax.Columns
	grads []*syntax.Tensor
	g     *syntax.Net // the same tensors by name

	proj         []float32
	tagOut, dTag []float32
	top, dTop    []float32
	topDrop      []float32
	dSum         []float32
	arc          arcState
	rel          relState
	soft         []float32
	Loss         lossSums
}

// lossSums are the summed losses of a stretch of training and the words they
// were summed over.
type lossSums struct{ arc, rel, tag, name, words, named float64 }

func newPass(net *syntax.Net, embed, base *syntax.Tensor, freq []int32, d drop, seed uint64) *pass {
	g, err := syntax.NewNet(net.Config, net.Labels)
	if err != nil {
		panic(err) // the same shape has been made before
	}
	return &pass{net: net, cols: net.Columns(), grads: g.Tensors(), g: g,
		stack: newStack(net.Width(), net.Layers, embed, base, freq, d, seed)}
}

// reset clears the gradient.
func (p *pass) reset() {
	for _, t := range p.grads {
		clear(t.Data)
	}
	p.forget()
}

// run adds the gradient of the batch.
func (p *pass) run(batch []*Sentence) {
	n := 0
	for _, s := range batch {
		n += s.Len()
	}
	p.forward(batch, n)
	p.losses(batch, n)
	p.backward(batch, n)
}

func (p *pass) forward(batch []*Sentence, n int) {
	net := p.net
	e, d := net.Embed, net.Width()
	p.sum = grow(p.sum, n*e)
	clear(p.sum)
	p.embedWords(batch)
	p.proj = affine(p.proj, p.sum, n, e, net.Proj, net.ProjBias)
	p.normalise(0, p.proj, n, net.InGain, net.InBias)
	p.inMask = grow(p.inMask, n*d)
	p.mask(p.inMask, p.drop.input)
	// Dropout of the input acts on the first layer's view and on its residual.
	x0 := p.x[0].out
	for i := range x0 {
		x0[i] *= p.inMask[i]
	}
	x := x0
	for l := range net.Layers {
		st := &p.layers[l]
		p.recurrent(batch, l, n, x, net.W[l], net.B[l])
		st.mask = grow(st.mask, n*d)
		p.mask(st.mask, p.drop.hidden)
		p.dH = grow(p.dH, n*d)
		for i := range st.h[:n*d] {
			p.dH[i] = x[i] + st.h[i]*st.mask[i]
		}
		p.normalise(l+1, p.dH, n, net.Gain[l], net.Bias[l])
		x = p.x[l+1].out
		if l+1 == net.TagLayer {
			p.tagOut = affine(p.tagOut, x, n, d, net.Tag, net.TagBias)
		}
	}
	p.top = affine(p.top, x, n, d, net.Top, net.TopBias)
}

func (p *pass) backward(batch []*Sentence, n int) {
	net := p.net
	d := net.Width()
	p.dX = grow(p.dX, n*d)
	clear(p.dX)
	p.linear(p.x[net.Layers].out, p.dTop, p.dX, n, net.Top, p.g.Top)
	sumRows(p.g.TopBias.Data, p.dTop, n)
	for l := net.Layers - 1; l >= 0; l-- {
		if l+1 == net.TagLayer {
			p.linear(p.x[l+1].out, p.dTag, p.dX, n, net.Tag, p.g.Tag)
			sumRows(p.g.TagBias.Data, p.dTag, n)
		}
		p.unnormalise(l+1, p.dX, n, net.Gain[l], p.g.Gain[l], p.g.Bias[l])
		st := &p.layers[l]
		p.dH = grow(p.dH, n*d)
		for i := range p.dH[:n*d] {
			p.dH[i] = p.dX[i] * st.mask[i]
		}
		p.unrecurrent(batch, l, n, p.x[l].out, p.dX, net.W[l], p.g.W[l], p.g.B[l]) // dX already holds the residual
	}
	for i := range p.dX {
		p.dX[i] *= p.inMask[i]
	}
	p.unnormalise(0, p.dX, n, net.InGain, p.g.InGain, p.g.InBias)
	p.dSum = grow(p.dSum, n*net.Embed)
	clear(p.dSum)
	p.linear(p.sum, p.dX, p.dSum, n, net.Proj, p.g.Proj)
	sumRows(p.g.ProjBias.Data, p.dX, n)
	p.scatter(p.dSum, n)
}
