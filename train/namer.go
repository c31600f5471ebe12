package train

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"casus"
	"casus/syntax"
)

// Namer is a network for names in training.
type Namer struct {
	Net   *syntax.NameNet
	Feats *syntax.NameFeatures
	// Embed are the trained rows; Base the fixed vectors of the words, which add to
	// them, or nil.
	Embed, Base *syntax.Tensor
	// Freq is how often each word row occurs in training.
	Freq []int32
}

// NewNamer makes a network for names with random weights.
func NewNamer(c syntax.NameConfig, f *syntax.NameFeatures, base *syntax.Tensor, seed uint64) (*Namer, error) {
	net, err := syntax.NewNameNet(c)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(seed, 6))
	fill := func(w *syntax.Tensor, scale float64) {
		for i := range w.Data {
			w.Data[i] = float32(rng.NormFloat64() * scale)
		}
	}
	one(net.InGain)
	for i := range c.Layers {
		fill(net.W[i], math.Sqrt(1/float64(2*c.Width())))
		one(net.Gain[i])
	}
	fill(net.Out, math.Sqrt(2/float64(c.Width()+syntax.NameLabels())))
	t := &Namer{Net: net, Feats: f, Base: base, Freq: make([]int32, f.Vocab.WordRows())}
	t.Embed = &syntax.Tensor{Name: "embed", Rows: f.Rows(), Cols: c.Width(), Data: make([]float32, f.Rows()*c.Width())}
	fill(t.Embed, 0.1)
	clear(t.Embed.Data[c.Width() : f.Vocab.WordRows()*c.Width()]) // words begin as their fixed vectors, or as nothing
	return t, nil
}

// Sentence makes what the network learns of a parsed sentence.
func (t *Namer) Sentence(tokens []casus.Token, labels []uint16) *Sentence {
	s := &Sentence{Names: labels}
	s.Rows, s.Start = t.Feats.Sentence(tokens, nil, nil)
	return s
}

// Rows are the embeddings as they are shipped.
func (t *Namer) Rows() *syntax.Tensor { return summed(t.Embed, t.Base) }

// Model is the network as it runs.
func (t *Namer) Model() *syntax.NameModel { return syntax.NewNameModel(t.Net, t.Feats, t.Rows()) }

func (t *Namer) bytes() ([]byte, error) {
	var b bytes.Buffer
	err := syntax.WriteNames(&b, t.Net, t.Feats, t.Rows())
	return b.Bytes(), err
}

// namePass computes the gradient of a batch.
type namePass struct {
	stack
	net     *syntax.NameNet
	g       *syntax.NameNet
	grads   []*syntax.Tensor
	chain   chain
	out, dE []float32
	nll     float64
	words   float64
}

func (t *Namer) newPass(d drop, seed uint64) *namePass {
	g, err := syntax.NewNameNet(t.Net.NameConfig)
	if err != nil {
		panic(err) // the same shape has been made before
	}
	return &namePass{stack: newStack(t.Net.Width(), t.Net.Layers, t.Embed, t.Base, t.Freq, d, seed), net: t.Net, g: g, grads: g.Tensors()}
}

func (p *namePass) reset() {
	for _, t := range p.grads {
		clear(t.Data)
	}
	p.forget()
}

// forward computes the scores of the labels of all words of the batch.
func (p *namePass) forward(batch []*Sentence, n int) {
	net, d := p.net, p.width
	p.sum = grow(p.sum, n*d)
	clear(p.sum)
	p.embedWords(batch)
	p.inMask = grow(p.inMask, n*d)
	p.mask(p.inMask, p.drop.input)
	p.normalise(0, p.sum, n, net.InGain, net.InBias)
	x := p.x[0].out
	for i := range x[:n*d] {
		x[i] *= p.inMask[i]
	}
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
	}
	p.out = affine(p.out, x, n, d, net.Out, net.OutBias)
}

// run adds the gradient of the batch.
func (p *namePass) run(batch []*Sentence) {
	n := 0
	for _, s := range batch {
		n += s.Len()
	}
	p.forward(batch, n)
	net, d := p.net, p.width
	p.dE = grow(p.dE, n*syntax.NameColumns)
	clear(p.dE)
	p.chain.load(net.Trans)
	at := 0
	for _, s := range batch {
		p.nll += p.chain.loss(p.out[at*syntax.NameColumns:], p.dE[at*syntax.NameColumns:], p.g.Trans, s.Names, 1/float64(n))
		at += s.Len()
	}
	p.words += float64(n)
	p.dX = grow(p.dX, n*d)
	clear(p.dX)
	p.linear(p.x[net.Layers].out, p.dE, p.dX, n, net.Out, p.g.Out)
	sumRows(p.g.OutBias.Data, p.dE, n)
	for l := net.Layers - 1; l >= 0; l-- {
		p.unnormalise(l+1, p.dX, n, net.Gain[l], p.g.Gain[l], p.g.Bias[l])
		st := &p.layers[l]
		p.dH = grow(p.dH, n*d)
		for i := range p.dH[:n*d] {
			p.dH[i] = p.dX[i] * st.mask[i]
		}
		p.unrecurrent(batch, l, n, p.x[l].out, p.dX, net.W[l], p.g.W[l], p.g.B[l])
	}
	for i := range p.dX {
		p.dX[i] *= p.inMask[i]
	}
	p.unnormalise(0, p.dX, n, net.InGain, p.g.InGain, p.g.InBias)
	p.scatter(p.dX, n)
}

// Fit trains on sentences of src.
func (t *Namer) Fit(src Source, sc Schedule) {
	p := t.newPass(drop{word: sc.Drop.Word, base: sc.Drop.Base, feature: sc.Drop.Feature, input: float32(sc.Drop.Input), hidden: float32(sc.Drop.Hidden)}, sc.Seed)
	opt := newAdam(t.Net.Tensors(), t.Embed)
	begin, words := time.Now(), 0
	var held *Sentence
	var batch []*Sentence
	for step := range sc.Steps {
		batch = batch[:0]
		n := 0
		for {
			s := held
			held = nil
			if s == nil {
				s = src.Next()
			}
			if n > 0 && n+s.Len() > sc.Batch {
				held = s
				break
			}
			batch = append(batch, s)
			n += s.Len()
		}
		words += n
		p.reset()
		p.run(batch)
		opt.update(t.Net.Tensors(), p.grads, &p.stack, sc.rate(step))
		if sc.Log != nil && (step+1 == sc.Steps || sc.Every > 0 && (step+1)%sc.Every == 0) {
			report := ""
			if sc.Report != nil {
				report = sc.Report()
			}
			fmt.Fprintf(sc.Log, "step %d  loss %.4f  %.0f words/s  %s\n", step+1, p.nll/p.words, float64(words)/time.Since(begin).Seconds(), report)
			p.nll, p.words = 0, 0
		}
	}
}
