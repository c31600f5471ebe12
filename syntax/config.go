package syntax

import (
	"fmt"

	"casus/internal/simd"
)

// Config is the shape of a network.
type Config struct {
	// Embed is the width of the sum of a word's feature vectors, Hidden the width
	// of one direction of a layer; the layers are 2*Hidden wide.
	Embed, Hidden int
	// Layers is the number of bidirectional layers; the tags are read after
	// layer TagLayer (counted from 1), all else after the last.
	Layers, TagLayer int
	// Arc and Rel are the widths of the scorers of heads and of relations.
	Arc, Rel int
}

// Width of the layers.
func (c Config) Width() int { return 2 * c.Hidden }

func (c Config) check() error {
	for _, w := range []int{c.Embed, c.Hidden, c.Arc, c.Rel} {
		if w <= 0 || w%simd.Width != 0 || w > 4096 {
			return fmt.Errorf("width %d is not a multiple of %d", w, simd.Width)
		}
	}
	if c.Layers < 1 || c.Layers > 16 || c.TagLayer < 1 || c.TagLayer > c.Layers {
		return fmt.Errorf("%d layers with tags after layer %d", c.Layers, c.TagLayer)
	}
	return nil
}

// size is a lower bound of the bytes that the weights take in a file.
func (c Config) size() int {
	return 4 * (c.Layers*c.Width()*12*c.Hidden + c.Width()*(c.Embed+2*c.Arc+2*c.Rel) + c.Arc*c.Arc)
}

// Labels are what the network tells apart.
type Labels struct {
	// UPOS, XPOS and Rels are the tags and relations; Rels[0] is "root".
	UPOS, XPOS, Rels []string
}

// Names are labelled token by token: 0 is outside, then B and I of each type.
const nameLabels = 11

// Tensor is a matrix of weights, row-major.
type Tensor struct {
	Name       string
	Rows, Cols int
	Data       []float32
}

func tensor(name string, rows, cols int) *Tensor {
	return &Tensor{name, rows, cols, make([]float32, rows*cols)}
}

// Row is one row of the matrix.
func (t *Tensor) Row(i int) []float32 { return t.Data[i*t.Cols : (i+1)*t.Cols] }

// Net holds the weights of a network but for its embeddings. All widths are
// padded to a multiple of simd.Width.
//
// A layer is quasi-recurrent (Bradbury et al. 2017) with a window of two: one
// matrix product gives, for both directions, the gates' share of the word itself
// and of its neighbour; an element-wise recurrence does the rest. Columns of W:
// [forward own z f o][backward own z f o][forward neighbour z f o][backward ...].
//
// Heads are found by a biaffine scorer (Dozat and Manning 2017), relations by an
// additive one over the head found.
type Net struct {
	Config
	Labels

	Proj, ProjBias       *Tensor // Embed -> Width
	InGain, InBias       *Tensor
	W, B                 []*Tensor // layer: Width x 12*Hidden; 6*Hidden
	Gain, Bias           []*Tensor // layer norm after the residual
	Tag, TagBias         *Tensor   // Width -> UPOS | XPOS
	Top, TopBias         *Tensor   // Width -> arc dep | arc head | rel dep | rel head | names
	Bilinear, HeadBias   *Tensor   // Arc x Arc; 1 x Arc
	RootArc, RootRel     *Tensor   // the root's vectors as a head
	Distance             *Tensor   // score of the distance from word to head
	RelOut, RelOutBias   *Tensor   // Rel -> Rels
	upos0, xpos0, tags   int       // columns of Tag
	arcD, arcH, relD     int       // columns of Top
	relH, name0, topCols int
	relCols              int
}

// NewNet makes a network of zeros.
func NewNet(c Config, l Labels) (*Net, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("network: %w", err)
	}
	if len(l.UPOS) == 0 || len(l.XPOS) == 0 || len(l.Rels) < 2 || len(l.UPOS) > 64 || len(l.XPOS) > 256 || len(l.Rels) > 256 {
		return nil, fmt.Errorf("network: %d UPOS, %d XPOS, %d relations", len(l.UPOS), len(l.XPOS), len(l.Rels))
	}
	n := &Net{Config: c, Labels: l}
	d, h := c.Width(), c.Hidden
	n.xpos0 = simd.Pad(len(l.UPOS))
	n.tags = n.xpos0 + simd.Pad(len(l.XPOS))
	n.arcH = c.Arc
	n.relD = 2 * c.Arc
	n.relH = n.relD + c.Rel
	n.name0 = n.relH + c.Rel
	n.topCols = n.name0 + simd.Pad(nameLabels)
	n.relCols = simd.Pad(len(l.Rels))
	n.Proj, n.ProjBias = tensor("proj", c.Embed, d), tensor("proj.bias", 1, d)
	n.InGain, n.InBias = tensor("in.gain", 1, d), tensor("in.bias", 1, d)
	for i := range c.Layers {
		n.W = append(n.W, tensor(fmt.Sprintf("layer%d.w", i), d, 12*h))
		n.B = append(n.B, tensor(fmt.Sprintf("layer%d.b", i), 1, 6*h))
		n.Gain = append(n.Gain, tensor(fmt.Sprintf("layer%d.gain", i), 1, d))
		n.Bias = append(n.Bias, tensor(fmt.Sprintf("layer%d.bias", i), 1, d))
	}
	n.Tag, n.TagBias = tensor("tag", d, n.tags), tensor("tag.bias", 1, n.tags)
	n.Top, n.TopBias = tensor("top", d, n.topCols), tensor("top.bias", 1, n.topCols)
	n.Bilinear, n.HeadBias = tensor("arc.bilinear", c.Arc, c.Arc), tensor("arc.headbias", 1, c.Arc)
	n.RootArc, n.RootRel = tensor("root.arc", 1, c.Arc), tensor("root.rel", 1, c.Rel)
	n.Distance = tensor("arc.distance", 1, distances)
	n.RelOut, n.RelOutBias = tensor("rel.out", c.Rel, n.relCols), tensor("rel.outbias", 1, n.relCols)
	return n, nil
}

// Tensors lists all weights in a fixed order.
func (n *Net) Tensors() []*Tensor {
	ts := []*Tensor{n.Proj, n.ProjBias, n.InGain, n.InBias}
	for i := range n.Layers {
		ts = append(ts, n.W[i], n.B[i], n.Gain[i], n.Bias[i])
	}
	return append(ts, n.Tag, n.TagBias, n.Top, n.TopBias, n.Bilinear, n.HeadBias,
		n.RootArc, n.RootRel, n.Distance, n.RelOut, n.RelOutBias)
}

// Columns are where the parts of the wide products begin.
type Columns struct {
	XPOS, Tags                             int // in the product with Tag; UPOS begin at 0
	ArcHead, RelDep, RelHead, Names, Width int // in the product with Top; ArcDep begins at 0
	Rels                                   int // padded number of relations
}

// Columns tells the layout of the wide products, for the trainer.
func (n *Net) Columns() Columns {
	return Columns{n.xpos0, n.tags, n.arcH, n.relD, n.relH, n.name0, n.topCols, n.relCols}
}

// NameLabels is the number of name labels: outside, then B and I of each type.
func NameLabels() int { return nameLabels }

// distances is the number of classes of distance between word and head.
const distances = 32

// DistanceClass sorts the distance from word i to head j, both counted from 0 and
// the root being j = -1, into one of 32 classes.
func DistanceClass(i, j int) int {
	if j < 0 {
		return 0
	}
	d, base := j-i, 16
	if d < 0 {
		d, base = -d, 0
	}
	switch {
	case d <= 6:
		return base + d
	case d <= 8:
		return base + 7
	case d <= 11:
		return base + 8
	case d <= 15:
		return base + 9
	case d <= 20:
		return base + 10
	case d <= 30:
		return base + 11
	}
	return base + 12
}
