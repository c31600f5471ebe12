package train

import (
	"math"

	"casus/internal/simd"
	"casus/syntax"
)

// arcState is scratch of the arc scorer, for one sentence.
type arcState struct {
	heads, deps, scores          []float32
	dHeads, dDeps, dScore, topAt []float32
	headsT                       []float32
}

type relState struct{ hidden, out, dHidden []float32 }

// losses computes the losses of the batch and fills dTag and dTop.
func (p *pass) losses(batch []*Sentence, n int) {
	c := p.cols
	p.dTag = grow(p.dTag, n*c.Tags)
	p.dTop = grow(p.dTop, n*c.Width)
	clear(p.dTag)
	clear(p.dTop)
	words, named := 0, 0
	for _, s := range batch {
		if s.Head != nil {
			words += s.Len()
		}
		if s.Names != nil {
			named += s.Len()
		}
	}
	at := 0
	for _, s := range batch {
		if s.Head != nil {
			p.tagLoss(s, at, 1/float32(words))
			p.arcLoss(s, at, 1/float32(words))
			p.relLoss(s, at, 1/float32(words))
		}
		if s.Names != nil {
			p.nameLoss(s, at, 1/float32(named))
		}
		at += s.Len()
	}
	p.Loss.words += float64(words)
	p.Loss.named += float64(named)
}

// softmax turns scores into probabilities.
func (p *pass) softmax(x []float32) []float32 {
	k := simd.Pad(len(x))
	p.soft = grow(p.soft, k)
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	for i, v := range x {
		p.soft[i] = v - top
	}
	for i := len(x); i < k; i++ {
		p.soft[i] = -87
	}
	simd.Exp(p.soft, p.soft)
	var sum float32
	for _, v := range p.soft[:len(x)] {
		sum += v
	}
	for i := range x {
		p.soft[i] /= sum
	}
	return p.soft[:len(x)]
}

// cross adds the gradient of scale times the cross entropy and returns the loss.
func (p *pass) cross(x, dx []float32, gold int, scale float32) float64 {
	q := p.softmax(x)
	for i, v := range q {
		dx[i] += scale * v
	}
	dx[gold] -= scale
	return -math.Log(max(float64(q[gold]), 1e-9))
}

func (p *pass) tagLoss(s *Sentence, at int, scale float32) {
	c, net := p.cols, p.net
	for i := range s.Len() {
		row, d := p.tagOut[(at+i)*c.Tags:][:c.Tags], p.dTag[(at+i)*c.Tags:][:c.Tags]
		p.Loss.tag += p.cross(row[:len(net.UPOS)], d, int(s.UPOS[i]), scale*0.5)
		p.cross(row[c.XPOS:][:len(net.XPOS)], d[c.XPOS:], int(s.XPOS[i]), scale*0.5)
	}
}

// nameLoss: the probability of all labels that are allowed counts as right.
func (p *pass) nameLoss(s *Sentence, at int, scale float32) {
	c := p.cols
	for i, allowed := range s.Names {
		x, d := p.top[(at+i)*c.Width+c.Names:], p.dTop[(at+i)*c.Width+c.Names:]
		q := p.softmax(x[:syntax.NameLabels()])
		var right float32
		for l, v := range q {
			if allowed>>l&1 == 1 {
				right += v
			}
		}
		right = max(right, 1e-9)
		for l, v := range q {
			d[l] += scale * v
			if allowed>>l&1 == 1 {
				d[l] -= scale * v / right
			}
		}
		p.Loss.name -= math.Log(float64(right))
	}
}

func (p *pass) weight(s *Sentence, i int) float32 {
	if s.Weight == nil {
		return 1
	}
	return s.Weight[i]
}

// arcLoss scores every head for every word of one sentence, and takes the gradient
// back to dTop and the scorer's weights.
func (p *pass) arcLoss(s *Sentence, at int, scale float32) {
	net, c, st := p.net, p.cols, &p.arc
	n, a, tc := s.Len(), net.Arc, c.Width
	w := simd.Pad(n + 1)
	top := p.top[at*tc:]
	// Hidden vectors after the rectifier and dropout.
	p.topDrop = grow(p.topDrop, n*2*a)
	p.mask(p.topDrop, p.drop.hidden)
	st.topAt = grow(st.topAt, n*2*a)
	for i := range n {
		for j, v := range top[i*tc:][:2*a] {
			st.topAt[i*2*a+j] = max(v, 0) * p.topDrop[i*2*a+j]
		}
	}
	// heads: (n+1) x a with the root first, and its transpose padded to w columns.
	st.heads, st.headsT = grow(st.heads, w*a), grow(st.headsT, a*w)
	clear(st.heads)
	copy(st.heads, net.RootArc.Data)
	for i := range n {
		copy(st.heads[(i+1)*a:], st.topAt[i*2*a+a:][:a])
	}
	transpose(st.headsT, st.heads, w, a)
	st.deps = grow(st.deps, n*a)
	for i := range n {
		copy(st.deps[i*a:(i+1)*a], net.HeadBias.Data)
	}
	simd.Gemm(n, a, a, st.topAt, 2*a, net.Bilinear.Data, a, st.deps, a)
	st.scores = grow(st.scores, n*w)
	for i := range n {
		row := st.scores[i*w : (i+1)*w]
		clear(row[n+1:])
		for j := range n + 1 {
			row[j] = net.Distance.Data[syntax.DistanceClass(i, j-1)]
		}
	}
	simd.Gemm(n, w, a, st.deps, a, st.headsT, w, st.scores, w)
	// Loss and its gradient at the scores.
	st.dScore = grow(st.dScore, n*w)
	clear(st.dScore)
	for i := range n {
		row, d := st.scores[i*w:i*w+n+1], st.dScore[i*w:]
		row[i+1] = -1e4
		p.Loss.arc += p.cross(row, d, int(s.Head[i]), scale*p.weight(s, i))
		d[i+1] = 0
		for j := range n + 1 {
			if j != i+1 {
				p.g.Distance.Data[syntax.DistanceClass(i, j-1)] += d[j]
			}
		}
	}
	// deps = dep*U + b; scores = deps*heads'.
	st.dDeps, st.dHeads = grow(st.dDeps, n*a), grow(st.dHeads, w*a)
	clear(st.dDeps)
	clear(st.dHeads)
	simd.Gemm(n, a, w, st.dScore, w, st.heads, a, st.dDeps, a)
	simd.GemmT(w, a, n, st.dScore, 1, w, st.deps, a, st.dHeads, a)
	simd.Add(p.g.RootArc.Data, p.g.RootArc.Data, st.dHeads[:a])
	sumRows(p.g.HeadBias.Data, st.dDeps, n)
	// st.deps is free now: gradient at the dependents' hidden vectors.
	clear(st.deps)
	p.linearAt(st.topAt, 2*a, st.dDeps, a, st.deps, a, n, net.Bilinear, p.g.Bilinear)
	dTop := p.dTop[at*tc:]
	for i := range n {
		d, x, m := dTop[i*tc:][:2*a], top[i*tc:][:2*a], p.topDrop[i*2*a:][:2*a]
		for j := range a {
			if x[j] > 0 {
				d[j] += st.deps[i*a+j] * m[j]
			}
			if x[a+j] > 0 {
				d[a+j] += st.dHeads[(i+1)*a+j] * m[a+j]
			}
		}
	}
}

// relLoss scores the relation to the right head of each word of one sentence.
func (p *pass) relLoss(s *Sentence, at int, scale float32) {
	net, c, st := p.net, p.cols, &p.rel
	n, r, tc := s.Len(), net.Rel, c.Width
	top, dTop := p.top[at*tc:], p.dTop[at*tc:]
	st.hidden, st.dHidden = grow(st.hidden, n*r), grow(st.dHidden, n*r)
	p.topDrop = grow(p.topDrop, n*r)
	p.mask(p.topDrop, p.drop.hidden)
	for i := range n {
		row := st.hidden[i*r : (i+1)*r]
		from := net.RootRel.Data
		if h := int(s.Head[i]); h > 0 {
			from = top[(h-1)*tc+c.RelHead:]
		}
		own, m := top[i*tc+c.RelDep:], p.topDrop[i*r:]
		for j := range row {
			row[j] = max(own[j]+from[j], 0) * m[j]
		}
	}
	st.out = affine(st.out, st.hidden, n, r, net.RelOut, net.RelOutBias)
	d := grow(p.arc.dScore, n*c.Rels)
	p.arc.dScore = d
	clear(d)
	k := len(net.Rels)
	for i := range n {
		p.Loss.rel += p.cross(st.out[i*c.Rels:][:k], d[i*c.Rels:], int(s.Rel[i]), scale*p.weight(s, i))
	}
	clear(st.dHidden)
	p.linear(st.hidden, d, st.dHidden, n, net.RelOut, p.g.RelOut)
	sumRows(p.g.RelOutBias.Data, d, n)
	for i := range n {
		dh, hid, m := st.dHidden[i*r:(i+1)*r], st.hidden[i*r:(i+1)*r], p.topDrop[i*r:]
		own := dTop[i*tc+c.RelDep:][:r]
		from := p.g.RootRel.Data
		if h := int(s.Head[i]); h > 0 {
			from = dTop[(h-1)*tc+c.RelHead:][:r]
		}
		for j := range dh {
			if hid[j] > 0 {
				g := dh[j] * m[j]
				own[j] += g
				from[j] += g
			}
		}
	}
}
