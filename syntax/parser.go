package syntax

import (
	"strings"

	"casus"
	"casus/internal/simd"
)

// Parser runs a model on sentences. It owns its scratch memory, so each goroutine
// needs a parser of its own; the model is shared.
type Parser struct {
	m *Model
	decoder
	namer   *Namer // nil where the network itself marks names
	weights *packed
	first   first

	cache     map[string]int32 // form -> row of vectors
	analyses  map[uint64]analysis
	formRow   []int32   // row of vectors of each word
	tagIdx    []uint16  // UPOS and XPOS of each word
	vectors   []float32 // cached input vectors, Width each
	rows      []int32
	buf       []byte
	sum       []float32
	x, h, g   []float32 // words x Width, Width, 12*Hidden
	cell      []float32
	tagOut    []float32
	top       []float32
	arcHeads  []float32 // Arc x padded heads
	arcDeps   []float32
	arcs      []float32
	relHidden []float32
	relOut    []float32
	headIdx   []int
	small     []bool // the words of a title that are read as if written small
}

// maxCache bounds the number of forms whose vectors are kept.
const maxCache = 1 << 14

// NewParser makes a parser with scratch memory of its own.
func (m *Model) NewParser() *Parser {
	p := &Parser{m: m, weights: m.weights, cache: make(map[string]int32, 1<<12), analyses: make(map[uint64]analysis, 1<<12)}
	p.first.width = 12 * m.net.Hidden
	if p.weights == nil { // a network in training: as it is now
		p.weights = pack(m.net)
	}
	if m.names != nil {
		p.namer = m.names.NewNamer()
	}
	return p
}

// Parse sets UPOS, XPOS, Feats, Lemma, Head and Deprel of each token, and the
// sentence's Names. The heads are always a tree with one root.
func (p *Parser) Parse(s *casus.Sentence) {
	n := len(s.Tokens)
	if n == 0 {
		return
	}
	p.run(s.Tokens)
	p.tags(s.Tokens)
	p.heads(s.Tokens)
	p.rels(s.Tokens)
	if p.namer != nil {
		p.namer.Mark(s)
	} else {
		p.names(s)
	}
	p.morphology(s)
}

// analysis is the lemma and the features of a form with its tags.
type analysis struct{ lemma, feats string }

// morphology sets lemmas and features, remembering those it has met.
func (p *Parser) morphology(s *casus.Sentence) {
	if p.m.lemmas == nil {
		return
	}
	for i := range s.Tokens {
		t := &s.Tokens[i]
		key := uint64(p.formRow[i])<<16 | uint64(p.tagIdx[i])
		a, ok := p.analyses[key]
		if !ok {
			form := strings.Clone(t.Form)
			a = analysis{p.m.lemmas.Lemma(form, t.UPOS, t.XPOS), p.m.lemmas.Feats(form, t.UPOS, t.XPOS)}
			p.analyses[key] = a
		}
		t.Lemma, t.Feats = a.lemma, a.feats
	}
	p.m.lemmas.Finish(s)
}

// run fills tagOut and top.
func (p *Parser) run(tokens []casus.Token) {
	net, n := p.m.net, len(tokens)
	p.embed(tokens)
	for l := range net.Layers {
		p.layer(l, n)
		if l+1 == net.TagLayer {
			p.tagOut = affine(p.tagOut, p.x, n, p.weights.tag, net.TagBias)
		}
	}
	p.top = affine(p.top, p.x, n, p.weights.top, net.TopBias)
}

// embed fills x with the normalised input vectors.
func (p *Parser) embed(tokens []casus.Token) {
	d := p.m.net.Width()
	p.x = resize(p.x, len(tokens)*d)
	p.formRow = resize(p.formRow, len(tokens))
	if len(p.cache)+len(tokens) > maxCache {
		clear(p.cache)
		clear(p.analyses)
		p.first.clear()
		p.vectors = p.vectors[:0]
	}
	title := p.namer != nil && titled(tokens)
	if title {
		p.small = resize(p.small, len(tokens))
		p.namer.untitle(tokens, p.small)
	}
	for i := range tokens {
		form := tokens[i].Form
		if title && p.small[i] {
			form = strings.ToLower(form)
		}
		row := p.vector(form)
		p.formRow[i] = row
		copy(p.x[i*d:(i+1)*d], p.vectors[int(row)*d:int(row+1)*d])
	}
}

// vector is the row in vectors of the sum of a form's features, projected and normalised.
func (p *Parser) vector(form string) int32 {
	net := p.m.net
	d := net.Width()
	at, ok := p.cache[form]
	if !ok {
		at = int32(len(p.vectors) / d)
		p.cache[strings.Clone(form)] = at
		p.vectors = append(p.vectors, net.ProjBias.Data...)
		p.rows, p.buf = p.m.vocab.Features(form, p.rows[:0], p.buf)
		p.sum = resize(p.sum, net.Embed)
		clear(p.sum)
		for _, r := range p.rows {
			p.m.embed.add(p.sum, int(r))
		}
		v := p.vectors[int(at)*d:]
		simd.Gemm(1, d, net.Embed, p.sum, net.Embed, net.Proj.Data, d, v, d)
		simd.Norm(v, v, net.InGain.Data, net.InBias.Data)
	}
	return at
}

// packed are the matrices of a network, laid out for speed.
type packed struct {
	layers           []simd.Panels
	tag, top, relOut simd.Panels
}

func pack(net *Net) *packed {
	p := &packed{tag: panels(net.Tag), top: panels(net.Top), relOut: panels(net.RelOut)}
	for _, w := range net.W {
		p.layers = append(p.layers, panels(w))
	}
	return p
}

func panels(t *Tensor) simd.Panels { return simd.Pack(t.Rows, t.Cols, t.Data) }

// affine is x*w + b for n rows.
func affine(dst, x []float32, n int, w simd.Panels, b *Tensor) []float32 {
	c := b.Cols
	dst = resize(dst, n*c)
	for i := range n {
		copy(dst[i*c:(i+1)*c], b.Data)
	}
	simd.GemmPanels(n, x, w, dst)
	return dst
}

// layer runs one bidirectional layer over x in place: x = norm(x + qrnn(x)).
func (p *Parser) layer(l, n int) {
	net := p.m.net
	d := net.Width()
	p.g = resize(p.g, n*12*net.Hidden)
	if l == 0 {
		p.first.product(p.g, p.x[:n*d], d, p.formRow[:n], p.weights.layers[0])
	} else {
		simd.MulPanels(n, p.x, p.weights.layers[l], p.g)
	}
	p.h, p.cell = recur(p.g, p.h, p.cell, n, net.Hidden, net.B[l].Data)
	simd.Add(p.x[:n*d], p.x[:n*d], p.h)
	for i := range n {
		simd.Norm(p.x[i*d:(i+1)*d], p.x[i*d:(i+1)*d], net.Gain[l].Data, net.Bias[l].Data)
	}
}

// recur runs a quasi-recurrent layer with h units a direction, whose products are the n
// rows of g; the answer is out. g, out and cell are scratch.
func recur(g, out, cell []float32, n, h int, bias []float32) (out2, cell2 []float32) {
	d := 2 * h
	out, cell = resize(out, n*d), resize(cell, h)
	for dir := range 2 {
		clear(cell)
		var next []float32
		for s := range n {
			t := s
			if dir == 1 {
				t = n - 1 - s
			}
			row := g[t*12*h:]
			simd.Gate(out[t*d+dir*h:][:h], cell, cell, row[dir*3*h:], next, bias[dir*3*h:])
			next = row[6*h+dir*3*h:]
		}
	}
	return out, cell
}

func (p *Parser) tags(tokens []casus.Token) {
	net := p.m.net
	p.tagIdx = resize(p.tagIdx, len(tokens))
	for i := range tokens {
		row := p.tagOut[i*net.tags : (i+1)*net.tags]
		u, x := argmax(row[:len(net.UPOS)]), argmax(row[net.xpos0:][:len(net.XPOS)])
		tokens[i].UPOS, tokens[i].XPOS = net.UPOS[u], net.XPOS[x]
		p.tagIdx[i] = uint16(u<<8 | x)
	}
}

func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// heads scores all pairs and finds the tree.
func (p *Parser) heads(tokens []casus.Token) {
	n := len(tokens)
	p.scoreArcs(n)
	w := simd.Pad(n + 1)
	p.headIdx = resize(p.headIdx, n+1)
	p.headIdx[0] = -1
	for i := range n {
		row := p.arcs[i*w : i*w+n+1]
		row[i+1] = -1e30 // never its own head
		p.headIdx[i+1] = argmax(row)
	}
	if !p.tree(p.headIdx) {
		p.solve(n, p.arcs, w, p.headIdx)
	}
	for i := range tokens {
		tokens[i].Head = p.headIdx[i+1] - 1
	}
}

// scoreArcs fills arcs: n rows of padded n+1 columns, column 0 the root.
func (p *Parser) scoreArcs(n int) {
	net := p.m.net
	a, tc := net.Arc, net.topCols
	w := simd.Pad(n + 1)
	for i := range n {
		simd.Relu(p.top[i*tc:][:2*a], p.top[i*tc:][:2*a])
	}
	// Heads as columns: the root, then the words.
	p.arcHeads = resize(p.arcHeads, a*w)
	clear(p.arcHeads)
	for k := range a {
		p.arcHeads[k*w] = net.RootArc.Data[k]
	}
	for i := range n {
		for k, v := range p.top[i*tc+net.arcH:][:a] {
			p.arcHeads[k*w+i+1] = v
		}
	}
	p.arcDeps = resize(p.arcDeps, n*a)
	for i := range n {
		copy(p.arcDeps[i*a:(i+1)*a], net.HeadBias.Data)
	}
	simd.Gemm(n, a, a, p.top, tc, net.Bilinear.Data, a, p.arcDeps, a)
	p.arcs = resize(p.arcs, n*w)
	dist := net.Distance.Data
	for i := range n {
		row := p.arcs[i*w : (i+1)*w]
		clear(row[n+1:])
		for j := range n + 1 {
			row[j] = dist[DistanceClass(i, j-1)]
		}
	}
	simd.Gemm(n, w, a, p.arcDeps, a, p.arcHeads, w, p.arcs, w)
}

func (p *Parser) rels(tokens []casus.Token) {
	net := p.m.net
	p.scoreRels(tokens)
	for i := range tokens {
		row := p.relOut[i*net.relCols:][:len(net.Rels)]
		if tokens[i].Head < 0 {
			tokens[i].Deprel = net.Rels[0]
			continue
		}
		tokens[i].Deprel = net.Rels[1+argmax(row[1:])]
	}
}

// scoreRels fills relOut for the heads found.
func (p *Parser) scoreRels(tokens []casus.Token) {
	net := p.m.net
	n, r, tc := len(tokens), net.Rel, net.topCols
	p.relHidden = resize(p.relHidden, n*r)
	for i := range tokens {
		from := net.RootRel.Data
		if h := tokens[i].Head; h >= 0 {
			from = p.top[h*tc+net.relH:][:r]
		}
		simd.Add(p.relHidden[i*r:(i+1)*r], p.top[i*tc+net.relD:][:r], from)
	}
	simd.Relu(p.relHidden, p.relHidden)
	p.relOut = affine(p.relOut, p.relHidden, n, p.weights.relOut, net.RelOutBias)
}

// names reads the best sequence of name labels: an I follows only a B or I of
// its type.
func (p *Parser) names(s *casus.Sentence) {
	net := p.m.net
	s.Names = s.Names[:0]
	open := -1 // type of the name that is open
	for i := range s.Tokens {
		row := p.top[i*net.topCols+net.name0:][:nameLabels]
		best, bestScore := 0, row[0]
		for l := 1; l < nameLabels; l++ {
			inside := l%2 == 0
			if inside && open != (l-1)/2 {
				continue
			}
			if row[l] > bestScore {
				best, bestScore = l, row[l]
			}
		}
		switch {
		case best == 0:
			open = -1
		case best%2 == 1:
			open = (best - 1) / 2
			s.Names = append(s.Names, casus.Name{First: i, Last: i, Type: casus.NameType(open)})
		default:
			s.Names[len(s.Names)-1].Last = i
		}
	}
}
