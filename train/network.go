package train

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"casus"
	"casus/syntax"
)

// Network is a network in training.
type Network struct {
	Net   *syntax.Net
	Vocab *syntax.Vocabulary
	// Embed are the trained rows; Base the fixed vectors of the words, which
	// add to them, or nil.
	Embed, Base *syntax.Tensor
	// Freq is how often each word row occurs in the trees.
	Freq []int32

	upos, xpos, rels map[string]uint8
	rng              *rand.Rand
}

// NewNetwork makes a network with random weights.
func NewNetwork(c syntax.Config, l syntax.Labels, v *syntax.Vocabulary, base *syntax.Tensor, seed uint64) (*Network, error) {
	net, err := syntax.NewNet(c, l)
	if err != nil {
		return nil, err
	}
	t := &Network{Net: net, Vocab: v, Base: base, Freq: make([]int32, v.WordRows()),
		upos: number(l.UPOS), xpos: number(l.XPOS), rels: number(l.Rels), rng: rand.New(rand.NewPCG(seed, 5))}
	glorot := func(w *syntax.Tensor) {
		scale := math.Sqrt(2 / float64(w.Rows+w.Cols))
		for i := range w.Data {
			w.Data[i] = float32(t.rng.NormFloat64() * scale)
		}
	}
	glorot(net.Proj)
	one(net.InGain)
	for i := range c.Layers {
		scale := math.Sqrt(1 / float64(2*c.Width()))
		for j := range net.W[i].Data {
			net.W[i].Data[j] = float32(t.rng.NormFloat64() * scale)
		}
		one(net.Gain[i])
	}
	for _, w := range []*syntax.Tensor{net.Tag, net.Top, net.Bilinear, net.RelOut} {
		glorot(w)
	}
	for _, w := range []*syntax.Tensor{net.RootArc, net.RootRel} {
		for i := range w.Data {
			w.Data[i] = float32(math.Abs(t.rng.NormFloat64()) * 0.3)
		}
	}
	t.Embed = &syntax.Tensor{Name: "embed", Rows: v.Rows(), Cols: c.Embed, Data: make([]float32, v.Rows()*c.Embed)}
	for i := range t.Embed.Data {
		t.Embed.Data[i] = float32(t.rng.NormFloat64() * 0.1)
	}
	if base != nil { // words begin as their fixed vectors
		clear(t.Embed.Data[c.Embed : v.WordRows()*c.Embed])
	}
	return t, nil
}

// GoOn gives the network the weights of a model of the same shape and vocabulary.
func (t *Network) GoOn(m *syntax.Model) error {
	net, vocab, embed := m.Parts()
	if net.Config != t.Net.Config || len(vocab.Words) != len(t.Vocab.Words) {
		return fmt.Errorf("the model to go on from has another shape or vocabulary: %w", casus.ErrInvalid)
	}
	for i, w := range net.Tensors() {
		copy(t.Net.Tensors()[i].Data, w.Data)
	}
	copy(t.Embed.Data, embed.Data)
	t.Base = nil // the fixed vectors are in the model's rows
	return nil
}

func one(t *syntax.Tensor) {
	for i := range t.Data {
		t.Data[i] = 1
	}
}

func number(ss []string) map[string]uint8 {
	m := map[string]uint8{}
	for i, s := range ss {
		m[s] = uint8(i)
	}
	return m
}

// Words makes a sentence of forms, without a tree.
func (t *Network) Words(tokens []casus.Token) *Sentence {
	s := &Sentence{Start: make([]int32, 1, len(tokens)+1)}
	var buf []byte
	for i := range tokens {
		s.Rows, buf = t.Vocab.Features(tokens[i].Form, s.Rows, buf)
		s.Start = append(s.Start, int32(len(s.Rows)))
	}
	return s
}

// Tree makes a sentence with its tree; labels that the network lacks are an error.
func (t *Network) Tree(tokens []casus.Token) (*Sentence, error) {
	s := t.Words(tokens)
	for i := range tokens {
		k := &tokens[i]
		u, ok1 := t.upos[k.UPOS]
		x, ok2 := t.xpos[k.XPOS]
		r, ok3 := t.rels[k.Deprel]
		if !ok1 || !ok2 || !ok3 {
			return nil, fmt.Errorf("unknown label in %q: %s %s %s", k.Form, k.UPOS, k.XPOS, k.Deprel)
		}
		s.UPOS, s.XPOS, s.Rel = append(s.UPOS, u), append(s.XPOS, x), append(s.Rel, r)
		s.Head = append(s.Head, uint16(k.Head+1))
	}
	return s, nil
}

// Count counts the words of the sentences into Freq.
func (t *Network) Count(ss []*Sentence) {
	for _, s := range ss {
		for i := range s.Len() {
			t.Freq[s.Rows[s.Start[i]]]++
		}
	}
}

// Schedule says how to train.
type Schedule struct {
	// Steps of about Batch words each; Rate is the peak of Adam's learning rate,
	// warmed up over the first steps and brought down to zero on a cosine.
	Steps, Batch int
	Rate         float64
	Drop         Dropout
	// Workers share a batch.
	Workers int
	Seed    uint64
	// Log gets a line every Every steps; Report, if set, is called then and at
	// the end and its answer is part of the line.
	Log    io.Writer
	Every  int
	Report func() string
}

// Dropout are the rates of dropout: of a word (alpha of alpha/(alpha+frequency)),
// of a word's fixed vector, of any other feature, of the input and the hidden values.
type Dropout struct{ Word, Base, Feature, Input, Hidden float64 }

// Source hands out sentences for ever, in an order that the seed fixes.
type Source interface{ Next() *Sentence }

// Fit trains on sentences of src.
func (t *Network) Fit(src Source, sc Schedule) {
	d := drop{word: sc.Drop.Word, base: sc.Drop.Base, feature: sc.Drop.Feature, input: float32(sc.Drop.Input), hidden: float32(sc.Drop.Hidden)}
	workers := max(1, sc.Workers)
	passes := make([]*pass, workers)
	for i := range passes {
		passes[i] = newPass(t.Net, t.Embed, t.Base, t.Freq, d, sc.Seed+uint64(i)*1000)
	}
	opt := newAdam(t.Net.Tensors(), t.Embed)
	begin, words := time.Now(), 0
	var held *Sentence
	for step := range sc.Steps {
		batches := make([][]*Sentence, workers)
		for w := range batches {
			n := 0
			for {
				s := held
				held = nil
				if s == nil {
					s = src.Next()
				}
				if n > 0 && n+s.Len() > sc.Batch/workers {
					held = s
					break
				}
				batches[w] = append(batches[w], s)
				n += s.Len()
			}
			words += n
		}
		var wg sync.WaitGroup
		for w, p := range passes {
			p.reset()
			wg.Go(func() { p.run(batches[w]) })
		}
		wg.Wait()
		for _, p := range passes[1:] {
			passes[0].take(p)
		}
		if workers > 1 {
			passes[0].scale(1 / float32(workers))
		}
		opt.update(t.Net.Tensors(), passes[0].grads, &passes[0].stack, sc.rate(step))
		if sc.Log != nil && (step+1 == sc.Steps || sc.Every > 0 && (step+1)%sc.Every == 0) {
			l := &passes[0].Loss
			report := ""
			if sc.Report != nil {
				report = sc.Report()
			}
			fmt.Fprintf(sc.Log, "step %d  arc %.3f rel %.3f tag %.3f name %.3f  %.0f words/s  %s\n", step+1,
				l.arc/l.words, l.rel/l.words, l.tag/l.words, l.name/max(1, l.named), float64(words)/time.Since(begin).Seconds(), report)
			*l = lossSums{}
		}
	}
}

func (sc *Schedule) rate(step int) float64 {
	warm := min(500, sc.Steps/10)
	if step < warm {
		return sc.Rate * float64(step+1) / float64(warm)
	}
	return sc.Rate * (0.01 + 0.99*0.5*(1+math.Cos(math.Pi*float64(step-warm)/float64(sc.Steps-warm))))
}

// take adds the gradient of q, in the order of its rows.
func (p *pass) take(q *pass) {
	for i, g := range p.grads {
		sumRows(g.Data, q.grads[i].Data, 1)
	}
	for _, r := range q.touch {
		if !p.seen[r] {
			p.seen[r] = true
			p.touch = append(p.touch, r)
		}
		sumRows(p.eGrad.Row(int(r)), q.eGrad.Row(int(r)), 1)
	}
}

func (p *pass) scale(f float32) {
	for _, g := range p.grads {
		for i := range g.Data {
			g.Data[i] *= f
		}
	}
	for _, r := range p.touch {
		for i := range p.eGrad.Row(int(r)) {
			p.eGrad.Row(int(r))[i] *= f
		}
	}
}

// shuffled goes through its sentences in a new order each round.
type shuffled struct {
	all []*Sentence
	at  int
	rng *rand.Rand
}

// Shuffled is a source that goes through the sentences again and again, each time
// in a new order.
func Shuffled(all []*Sentence, seed uint64) Source {
	own := append([]*Sentence(nil), all...)
	return &shuffled{all: own, at: len(own), rng: rand.New(rand.NewPCG(seed, 9))}
}

func (s *shuffled) Next() *Sentence {
	if s.at == len(s.all) {
		s.rng.Shuffle(len(s.all), func(i, j int) { s.all[i], s.all[j] = s.all[j], s.all[i] })
		s.at = 0
	}
	s.at++
	return s.all[s.at-1]
}

// mixed draws from several sources by weight.
type mixed struct {
	of   []Source
	part []float64
	rng  *rand.Rand
}

// Mixed draws each sentence from one of the sources, with the given chances.
func Mixed(seed uint64, of []Source, part []float64) Source {
	return &mixed{of, part, rand.New(rand.NewPCG(seed, 13))}
}

func (m *mixed) Next() *Sentence {
	var total float64
	for _, p := range m.part {
		total += p
	}
	x := m.rng.Float64() * total
	for i, p := range m.part {
		if x -= p; x < 0 {
			return m.of[i].Next()
		}
	}
	return m.of[len(m.of)-1].Next()
}

// Model ties the network to a runnable model: fixed and trained vectors are summed.
func (t *Network) Model() *syntax.Model { return syntax.NewModel(t.Net, t.Vocab, t.Rows()) }

// Rows are the embeddings as they are shipped.
func (t *Network) Rows() *syntax.Tensor { return summed(t.Embed, t.Base) }

// summed is the sum of trained rows and fixed vectors, if any, of the first of them.
func summed(embed, base *syntax.Tensor) *syntax.Tensor {
	if base == nil {
		return embed
	}
	sum := &syntax.Tensor{Name: "embed", Rows: embed.Rows, Cols: embed.Cols, Data: append([]float32(nil), embed.Data...)}
	for i, x := range base.Data {
		sum.Data[i] += x
	}
	return sum
}
