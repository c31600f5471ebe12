package syntax

import (
	"math"

	"casus"
	"casus/internal/simd"
)

// Committee lets several models vote: their probabilities are averaged. It is too
// slow for use on streams; it teaches the small model that is.
type Committee struct {
	parsers []*Parser
	decoder
	arcs, rels, tags []float32
	soft             []float32
	heads            []int
}

// NewCommittee makes a committee of models with the same labels.
func NewCommittee(models []*Model) *Committee {
	c := &Committee{}
	for _, m := range models {
		c.parsers = append(c.parsers, m.NewParser())
	}
	return c
}

// Parse sets UPOS, XPOS, Head and Deprel of each token. sure, if not nil, gets the
// probability of each word's head and relation.
func (c *Committee) Parse(s *casus.Sentence, sure []float32) {
	n := len(s.Tokens)
	if n == 0 {
		return
	}
	net := c.parsers[0].m.net
	w := simd.Pad(n + 1)
	c.arcs, c.tags = zeroed(c.arcs, n*w), zeroed(c.tags, n*net.tags)
	for _, p := range c.parsers {
		p.run(s.Tokens)
		p.scoreArcs(n)
		for i := range n {
			row := p.arcs[i*w : (i+1)*w]
			row[i+1] = -1e30
			c.vote(c.arcs[i*w:], row[:n+1])
			t := p.tagOut[i*net.tags:]
			c.vote(c.tags[i*net.tags:], t[:len(net.UPOS)])
			c.vote(c.tags[i*net.tags+net.xpos0:], t[net.xpos0:][:len(net.XPOS)])
		}
	}
	c.heads = resize(c.heads, n+1)
	c.heads[0] = -1
	for i := range n {
		row := c.arcs[i*w : i*w+n+1]
		c.heads[i+1] = argmax(row)
		t := c.tags[i*net.tags:]
		s.Tokens[i].UPOS = net.UPOS[argmax(t[:len(net.UPOS)])]
		s.Tokens[i].XPOS = net.XPOS[argmax(t[net.xpos0:][:len(net.XPOS)])]
		for j, x := range row {
			row[j] = float32(math.Log(float64(x) + 1e-12))
		}
	}
	if !c.tree(c.heads) {
		c.solve(n, c.arcs, w, c.heads)
	}
	for i := range n {
		s.Tokens[i].Head = c.heads[i+1] - 1
	}
	c.rels = zeroed(c.rels, n*net.relCols)
	for _, p := range c.parsers {
		p.scoreRels(s.Tokens)
		for i := range n {
			c.vote(c.rels[i*net.relCols:], p.relOut[i*net.relCols:][:len(net.Rels)])
		}
	}
	for i := range n {
		row := c.rels[i*net.relCols:][:len(net.Rels)]
		best := 0
		if s.Tokens[i].Head >= 0 {
			best = 1 + argmax(row[1:])
		}
		s.Tokens[i].Deprel = net.Rels[best]
		if sure != nil {
			k := float32(len(c.parsers))
			sure[i] = float32(math.Exp(float64(c.arcs[i*w+c.heads[i+1]]))) / k * row[best] / k
		}
	}
}

// vote adds the probabilities of the scores x to sum.
func (c *Committee) vote(sum, x []float32) {
	k := simd.Pad(len(x))
	c.soft = resize(c.soft, k)
	top := x[argmax(x)]
	for i := range c.soft {
		c.soft[i] = -87
		if i < len(x) {
			c.soft[i] = x[i] - top
		}
	}
	simd.Exp(c.soft, c.soft)
	var total float32
	for i := range x {
		total += c.soft[i]
	}
	for i := range x {
		sum[i] += c.soft[i] / total
	}
}

func zeroed(s []float32, n int) []float32 {
	s = resize(s, n)
	clear(s)
	return s
}
