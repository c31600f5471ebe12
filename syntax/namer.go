package syntax

import (
	"fmt"
	"strings"

	"casus"
	"casus/internal/simd"
)

// NameConfig is the shape of a network that finds names.
type NameConfig struct {
	// Hidden is the width of one direction of a layer; feature vectors and layers
	// are 2*Hidden wide.
	Hidden int
	// Layers is the number of bidirectional layers.
	Layers int
}

// Width of feature vectors and layers.
func (c NameConfig) Width() int { return 2 * c.Hidden }

func (c NameConfig) check() error {
	if c.Hidden <= 0 || c.Hidden%simd.Width != 0 || c.Hidden > 1024 || c.Layers < 1 || c.Layers > 8 {
		return fmt.Errorf("names: %d layers of %d a direction", c.Layers, c.Hidden)
	}
	return nil
}

// NameNet holds the weights of the network that finds names, but for its
// embeddings: the sum of a word's features, normalised, quasi-recurrent layers as in
// Net, and a chain over the labels (Lafferty et al. 2001).
type NameNet struct {
	NameConfig

	InGain, InBias *Tensor
	W, B           []*Tensor // layer: Width x 12*Hidden; 6*Hidden
	Gain, Bias     []*Tensor // layer norm after the residual
	Out, OutBias   *Tensor   // Width -> labels
	// Trans is the score of a label (column) after another (row); row nameLabels
	// is for the first word.
	Trans *Tensor
}

// NewNameNet makes a network of zeros.
func NewNameNet(c NameConfig) (*NameNet, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	d, h := c.Width(), c.Hidden
	n := &NameNet{NameConfig: c, InGain: tensor("in.gain", 1, d), InBias: tensor("in.bias", 1, d)}
	for i := range c.Layers {
		n.W = append(n.W, tensor(fmt.Sprintf("layer%d.w", i), d, 12*h))
		n.B = append(n.B, tensor(fmt.Sprintf("layer%d.b", i), 1, 6*h))
		n.Gain = append(n.Gain, tensor(fmt.Sprintf("layer%d.gain", i), 1, d))
		n.Bias = append(n.Bias, tensor(fmt.Sprintf("layer%d.bias", i), 1, d))
	}
	n.Out, n.OutBias = tensor("out", d, nameCols), tensor("out.bias", 1, nameCols)
	n.Trans = tensor("trans", nameLabels+1, nameCols)
	return n, nil
}

// nameCols is the number of labels, padded.
const nameCols = 16

// NameColumns is the width of the rows of label scores: the labels, padded.
const NameColumns = nameCols

// Tensors lists all weights in a fixed order.
func (n *NameNet) Tensors() []*Tensor {
	ts := []*Tensor{n.InGain, n.InBias}
	for i := range n.Layers {
		ts = append(ts, n.W[i], n.B[i], n.Gain[i], n.Bias[i])
	}
	return append(ts, n.Out, n.OutBias, n.Trans)
}

// NameFollows says whether a label may stand after another (-1: at the beginning of
// the sentence): an I follows only a B or I of its type.
func NameFollows(before, label int) bool {
	return label == 0 || label%2 == 1 || before == label || before == label-1
}

// NameModel is a network that finds names, with its features and embeddings. It is
// read-only.
type NameModel struct {
	net   *NameNet
	feats *NameFeatures
	embed embeddings
	// The rows from first on, which depend on a word's place, are added word by word
	// and so kept as they are added.
	first int
	rows  []float32
	trans [nameLabels][nameLabels]float32 // score of label (first index) after label
	start [nameLabels]float32
}

// NewNameModel ties a network in training to its features and embeddings.
func NewNameModel(net *NameNet, f *NameFeatures, embed *Tensor) *NameModel {
	return newNameModel(net, f, floatRows{embed})
}

func newNameModel(net *NameNet, f *NameFeatures, e embeddings) *NameModel {
	d := net.Width()
	m := &NameModel{net: net, feats: f, embed: e, first: int(f.base[rowsPhrase])}
	m.rows = make([]float32, (f.Rows()-m.first)*d)
	for i := m.first; i < f.Rows(); i++ {
		e.add(m.rows[(i-m.first)*d:(i-m.first+1)*d], i)
	}
	for l := range nameLabels {
		m.start[l] = net.Trans.Row(nameLabels)[l]
		if !NameFollows(-1, l) {
			m.start[l] = never
		}
		for k := range nameLabels {
			m.trans[l][k] = net.Trans.Row(k)[l]
			if !NameFollows(k, l) {
				m.trans[l][k] = never
			}
		}
	}
	return m
}

// never is the score of what must not be.
const never = -1e30

// Net is the network of the model.
func (m *NameModel) Net() *NameNet { return m.net }

// Namer finds names in parsed sentences. It owns its scratch memory.
type Namer struct {
	m *NameModel
	// layers and labelOut are the matrices of the network, laid out for speed.
	layers   []simd.Panels
	labelOut simd.Panels

	cache   map[string]int32
	forms   []nameForm
	vectors []float32 // sums of the features of the forms in cache
	words   []int32   // index in forms of each word
	rows    []int32
	buf     []byte
	x, h, g []float32
	cell    []float32
	out     []float32
	back    []uint8
	labels  []uint8
	title   []nameForm // the words of a title; see untitle
}

// NewNamer makes a namer with scratch memory of its own.
func (m *NameModel) NewNamer() *Namer {
	p := &Namer{m: m, labelOut: panels(m.net.Out), cache: make(map[string]int32, 1<<12)}
	for _, w := range m.net.W {
		p.layers = append(p.layers, panels(w))
	}
	return p
}

// Mark sets the Names of a parsed sentence.
func (p *Namer) Mark(s *casus.Sentence) {
	s.Names = s.Names[:0]
	n := len(s.Tokens)
	if n == 0 {
		return
	}
	p.Scores(s.Tokens)
	p.decode(n)
	for i, l := range p.labels {
		switch {
		case l == 0:
		case l%2 == 1:
			s.Names = append(s.Names, casus.Name{First: i, Last: i, Type: casus.NameType(l / 2)})
		default:
			s.Names[len(s.Names)-1].Last = i
		}
	}
	for i := range s.Names {
		p.cutState(s, &s.Names[i])
	}
}

// cutState leaves a state its name alone where what follows it is no name: of "accused
// [Halvia of meddling]" only Halvia is one.
func (p *Namer) cutState(s *casus.Sentence, x *casus.Name) {
	if x.Last-x.First < 2 || s.Tokens[x.First+1].Form != "of" {
		return
	}
	if f := s.Tokens[x.Last].Form; f[0]-'a' <= 25 && p.forms[p.words[x.First]].kinds&WordCountry != 0 {
		x.Last, x.Type = x.First, casus.LOC
	}
}

// Scores are the scores of the labels of each word of a parsed sentence, NameColumns
// a word, without those of one label after another. They hold until the next call.
func (p *Namer) Scores(tokens []casus.Token) []float32 {
	n := len(tokens)
	p.embed(tokens)
	for l := range p.m.net.Layers {
		p.layer(l, n)
	}
	p.out = affine(p.out, p.x, n, p.labelOut, p.m.net.OutBias)
	return p.out
}

// embed fills x with the normalised sums of features.
func (p *Namer) embed(tokens []casus.Token) {
	net := p.m.net
	d := net.Width()
	if len(p.cache)+len(tokens) > maxCache {
		clear(p.cache)
		p.forms, p.vectors = p.forms[:0], p.vectors[:0]
	}
	p.words = p.words[:0]
	for i := range tokens {
		p.words = append(p.words, p.form(tokens[i].Form))
	}
	p.x = resize(p.x, len(tokens)*d)
	c := nameContext{f: p.m.feats, tokens: tokens, forms: p.forms, words: p.words}
	c.begin()
	for i := range tokens {
		row := p.x[i*d : (i+1)*d]
		w := int(p.words[i])
		copy(row, p.vectors[w*d:(w+1)*d])
		p.rows = c.rows(i, p.rows[:0])
		for _, r := range p.rows {
			at := (int(r) - p.m.first) * d
			simd.Add(row, row, p.m.rows[at:at+d])
		}
		simd.Norm(row, row, net.InGain.Data, net.InBias.Data)
	}
}

// form is the index of a form in forms and vectors.
func (p *Namer) form(form string) int32 {
	at, ok := p.cache[form]
	if ok {
		return at
	}
	at = int32(len(p.forms))
	p.cache[strings.Clone(form)] = at
	var f nameForm
	p.rows, f, p.buf = p.m.feats.word(form, p.rows[:0], p.buf)
	p.forms = append(p.forms, f)
	d := p.m.net.Width()
	for range d {
		p.vectors = append(p.vectors, 0)
	}
	for _, r := range p.rows {
		p.m.embed.add(p.vectors[int(at)*d:], int(r))
	}
	return at
}

// layer runs one bidirectional layer over x in place, as Parser.layer does.
func (p *Namer) layer(l, n int) {
	net := p.m.net
	p.g = resize(p.g, n*12*net.Hidden)
	simd.MulPanels(n, p.x, p.layers[l], p.g)
	p.h, p.cell = recur(p.g, p.h, p.cell, n, net.Hidden, net.B[l].Data)
	d := net.Width()
	simd.Add(p.x[:n*d], p.x[:n*d], p.h)
	for i := range n {
		simd.Norm(p.x[i*d:(i+1)*d], p.x[i*d:(i+1)*d], net.Gain[l].Data, net.Bias[l].Data)
	}
}

// far is by how much a label may score below the best of its word and still be
// tried; what labels score after one another is much less.
const far = 16

// decode finds the best sequence of labels (Viterbi 1967).
func (p *Namer) decode(n int) {
	p.back = resize(p.back, n*nameCols)
	p.labels = resize(p.labels, n)
	var best, next [nameLabels]float32
	for l := range best {
		best[l] = p.m.start[l] + p.out[l]
	}
	for i := 1; i < n; i++ {
		e, back := p.out[i*nameCols:][:nameLabels], p.back[i*nameCols:][:nameLabels]
		least := e[0] - far
		for _, v := range e {
			least = max(least, v-far)
		}
		for l := range next {
			if e[l] < least {
				next[l], back[l] = never, 0
				continue
			}
			from, score := p.m.before(&best, l)
			next[l], back[l] = score+e[l], uint8(from)
		}
		best = next
	}
	at := uint8(argmax(best[:]))
	for i := n - 1; i >= 0; i-- {
		p.labels[i] = at
		if i > 0 {
			at = p.back[i*nameCols+int(at)]
		}
	}
}

// before is the best label before label l, and its score with l after it.
func (m *NameModel) before(best *[nameLabels]float32, l int) (from int, score float32) {
	t := &m.trans[l]
	if l > 0 && l%2 == 0 { // only from its own type
		if a, b := best[l]+t[l], best[l-1]+t[l-1]; b > a {
			return l - 1, b
		}
		return l, best[l] + t[l]
	}
	score = best[0] + t[0]
	for k := 1; k < nameLabels; k++ {
		if v := best[k] + t[k]; v > score {
			from, score = k, v
		}
	}
	return from, score
}
