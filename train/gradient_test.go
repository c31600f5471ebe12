package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"casus/syntax"
)

// toy makes a small network with random weights and two sentences for it.
func toy(t *testing.T) (*pass, []*Sentence) {
	t.Helper()
	net, err := syntax.NewNet(syntax.Config{Embed: 16, Hidden: 16, Layers: 2, TagLayer: 1, Arc: 16, Rel: 16},
		syntax.Labels{UPOS: []string{"A", "B"}, XPOS: []string{"a", "b", "c"}, Rels: []string{"root", "x", "y"}})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for _, w := range net.Tensors() {
		for i := range w.Data {
			w.Data[i] = float32(r.NormFloat64()) * 0.3
		}
	}
	embed := &syntax.Tensor{Rows: 20, Cols: 16, Data: make([]float32, 20*16)}
	for i := range embed.Data {
		embed.Data[i] = float32(r.NormFloat64()) * 0.5
	}
	p := newPass(net, embed, nil, make([]int32, 20), drop{}, 1)
	a := &Sentence{Rows: []int32{1, 9, 2, 10, 3, 11, 12}, Start: []int32{0, 2, 4, 7}, UPOS: []uint8{0, 1, 0}, XPOS: []uint8{0, 2, 1},
		Head: []uint16{2, 0, 2}, Rel: []uint8{1, 0, 2}, Names: []uint16{1, 2, 5}}
	b := &Sentence{Rows: []int32{4, 5, 9}, Start: []int32{0, 1, 3}, UPOS: []uint8{1, 1}, XPOS: []uint8{1, 0},
		Head: []uint16{0, 1}, Rel: []uint8{0, 1}, Weight: []float32{0.5, 1}}
	return p, []*Sentence{a, b}
}

func (p *pass) total(batch []*Sentence) float64 {
	p.reset()
	p.Loss = lossSums{}
	p.run(batch)
	// As the gradient weighs them; XPOS and the weights of words need the scores.
	return p.objective(batch)
}

// objective recomputes the weighted loss from the scores of the last run.
func (p *pass) objective(batch []*Sentence) float64 {
	var sum float64
	words, named := 0.0, 0.0
	for _, s := range batch {
		words += float64(s.Len())
		if s.Names != nil {
			named += float64(s.Len())
		}
	}
	at, c := 0, p.cols
	for _, s := range batch {
		for i := range s.Len() {
			sum += 0.5 / words * ce(p.tagOut[(at+i)*c.Tags:][:len(p.net.UPOS)], int(s.UPOS[i]))
			sum += 0.5 / words * ce(p.tagOut[(at+i)*c.Tags+c.XPOS:][:len(p.net.XPOS)], int(s.XPOS[i]))
		}
		one := *p
		one.Loss = lossSums{}
		if s.Names != nil {
			one.nameLoss(s, at, 0)
			sum += one.Loss.name / named
		}
		for i := range s.Len() {
			w := float64(p.weight(s, i)) / words
			single := *s
			single.Weight = make([]float32, s.Len())
			single.Weight[i] = 1
			one.Loss = lossSums{}
			sum += w * one.wordLoss(s, at, i)
		}
		at += s.Len()
	}
	return sum
}

func (p *pass) wordLoss(s *Sentence, at, i int) float64 {
	keep := p.Loss
	p.Loss = lossSums{}
	p.arcLoss(s, at, 0)
	w := (s.Len() + 1 + 15) / 16 * 16
	l := ce(p.arc.scores[i*w:i*w+s.Len()+1], int(s.Head[i]))
	p.relLoss(s, at, 0)
	l += ce(p.rel.out[i*p.cols.Rels:][:len(p.net.Rels)], int(s.Rel[i]))
	p.Loss = keep
	return l
}

func ce(x []float32, gold int) float64 {
	var sum float64
	for _, v := range x {
		sum += math.Exp(float64(v))
	}
	return math.Log(sum) - float64(x[gold])
}

func TestGradient(t *testing.T) {
	p, batch := toy(t)
	p.total(batch)
	var got [][]float32
	for _, g := range p.grads {
		got = append(got, append([]float32(nil), g.Data...))
	}
	eGot := append([]float32(nil), p.eGrad.Data...)
	check := func(name string, w []float32, g []float32) {
		bad := 0
		for k := 0; k < len(w); k += 1 + len(w)/37 {
			const h = 1e-2
			old := w[k]
			w[k] = old + h
			up := p.total(batch)
			w[k] = old - h
			down := p.total(batch)
			w[k] = old
			want := (up - down) / (2 * h)
			if math.Abs(want-float64(g[k])) > 2e-3+0.03*math.Abs(want) {
				bad++
				t.Logf("%s[%d]: gradient %v, numerically %v", name, k, g[k], want)
			}
		}
		// A rectifier may flip within the step here and there.
		if bad > 1 {
			t.Errorf("%s: %d wrong", name, bad)
		}
	}
	for i, w := range p.net.Tensors() {
		check(w.Name, w.Data, got[i])
	}
	check("embed", p.embed.Data, eGot)
}
