// Package syntax tags, lemmatises and parses sentences into Universal
// Dependencies, and marks names. It runs models; package train makes them.
//
// One small network reads a sentence: the sum of a word's feature vectors, a few
// quasi-recurrent layers in both directions, and heads on top for the tags, the
// head of each word, its relation, and names. See Net. Better names come from a
// smaller network that sees tags, tree and a gazetteer (NameNet); the names of one
// document are then made to agree (Agreement). Input, weights and code fix the
// output, on every machine.
package syntax

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"casus"
)

// Model is a network with its vocabulary and embeddings. It is read-only.
type Model struct {
	net     *Net
	weights *packed // nil for a network in training
	vocab   *Vocabulary
	embed   embeddings
	lemmas  Lemmatiser
	names   *NameModel
}

// Lemmatiser gives lemmas and features to tagged words; see Lemmas.
type Lemmatiser interface {
	Lemma(form, upos, xpos string) string
	Feats(form, upos, xpos string) string
	// Finish sets what depends on the whole tree.
	Finish(s *casus.Sentence)
}

// embeddings are the rows that Features names.
type embeddings interface {
	add(dst []float32, row int) // adds a row to dst
}

type floatRows struct{ t *Tensor }

func (f floatRows) add(dst []float32, row int) {
	for i, x := range f.t.Row(row) {
		dst[i] += x
	}
}

// byteRows are rows of int8 with a scale each.
type byteRows struct {
	cols  int
	scale []float32
	data  []byte
}

func (b byteRows) add(dst []float32, row int) {
	s := b.scale[row]
	for i, x := range b.data[row*b.cols : (row+1)*b.cols] {
		dst[i] += s * float32(int8(x))
	}
}

// NewModel ties a network in training to its parts, without lemmas.
func NewModel(net *Net, vocab *Vocabulary, embed *Tensor) *Model {
	return &Model{net: net, vocab: vocab, embed: floatRows{embed}}
}

// Parts are the network, the vocabulary and the embeddings of a model, for the
// trainer to go on from.
func (m *Model) Parts() (*Net, *Vocabulary, *Tensor) {
	t := tensor("embed", m.vocab.Rows(), m.net.Embed)
	for i := range t.Rows {
		m.embed.add(t.Row(i), i)
	}
	return m.net, m.vocab, t
}

// WithLemmas returns the model with a lemmatiser.
func (m *Model) WithLemmas(l Lemmatiser) *Model {
	c := *m
	c.lemmas = l
	return &c
}

// WithNames returns the model with a network of its own for names, in place of the
// names that the parser's network marks word by word.
func (m *Model) WithNames(n *NameModel) *Model {
	c := *m
	c.names = n
	return &c
}

// The file: magic word, version, then sections as Write puts them.
const (
	modelMagic   = "CASUSNET"
	modelVersion = 1
)

// Write writes the model, embeddings as 8 bit integers with a scale a row and the
// matrices as float32, all little-endian.
func Write(w io.Writer, net *Net, vocab *Vocabulary, embed *Tensor) error {
	var b bytes.Buffer
	b.WriteString(modelMagic)
	put := func(x ...int) {
		for _, v := range x {
			b.Write(binary.LittleEndian.AppendUint32(nil, uint32(v)))
		}
	}
	list := func(ss []string) {
		s := strings.Join(ss, "\n")
		put(len(s))
		b.WriteString(s)
	}
	put(modelVersion, net.Embed, net.Hidden, net.Layers, net.TagLayer, net.Arc, net.Rel)
	list(net.UPOS)
	list(net.XPOS)
	list(net.Rels)
	list(vocab.Words)
	list(vocab.Paths)
	for _, t := range net.Tensors() {
		for _, x := range t.Data {
			b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
		}
	}
	row := make([]byte, embed.Cols)
	for i := range embed.Rows {
		scale := quantise(row, embed.Row(i))
		b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(scale)))
		b.Write(row)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// quantise writes a row as 8 bit integers and returns what they are multiples of.
func quantise(dst []byte, row []float32) (scale float32) {
	var top float32
	for _, x := range row {
		top = max(top, x, -x)
	}
	scale = top / 127
	for j, x := range row {
		dst[j] = 0
		if scale > 0 {
			dst[j] = byte(int8(math.RoundToEven(float64(x / scale))))
		}
	}
	return scale
}

// Load reads a model. The bytes are kept, so they must not change.
func Load(b []byte) (*Model, error) {
	r := reader{b: b}
	if string(r.take(len(modelMagic))) != modelMagic {
		return nil, fmt.Errorf("syntax model: not a model file (it does not begin with %s): %w", modelMagic, casus.ErrInvalid)
	}
	if v := r.int(); v != modelVersion && r.err == nil {
		return nil, fmt.Errorf("syntax model: format %d, this program reads format %d; train the model again: %w", v, modelVersion, casus.ErrInvalid)
	}
	c := Config{r.int(), r.int(), r.int(), r.int(), r.int(), r.int()}
	l := Labels{r.list(), r.list(), r.list()}
	words, paths := r.list(), r.list()
	if r.err == nil && len(words) != len(paths) {
		r.err = fmt.Errorf("%d words with %d classes", len(words), len(paths))
	}
	if r.err != nil {
		return nil, fmt.Errorf("syntax model: header: %w: %w", r.err, casus.ErrInvalid)
	}
	if c.check() == nil && c.size() > len(r.b) {
		return nil, fmt.Errorf("syntax model: weights: %w: %w", io.ErrUnexpectedEOF, casus.ErrInvalid)
	}
	net, err := NewNet(c, l)
	if err != nil {
		return nil, fmt.Errorf("syntax model: header: %w: %w", err, casus.ErrInvalid)
	}
	for _, t := range net.Tensors() {
		raw := r.take(4 * len(t.Data))
		for i := range len(raw) / 4 {
			t.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
	}
	vocab := NewVocabulary(words, paths)
	e := byteRows{cols: c.Embed, scale: make([]float32, vocab.Rows()), data: make([]byte, 0, vocab.Rows()*c.Embed)}
	for i := range e.scale {
		raw := r.take(4 + c.Embed)
		if r.err != nil {
			break
		}
		e.scale[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw))
		e.data = append(e.data, raw[4:]...)
	}
	if r.err == nil && len(r.b) > 0 {
		r.err = fmt.Errorf("%d bytes after the end", len(r.b))
	}
	if r.err != nil {
		return nil, fmt.Errorf("syntax model: weights: %w: %w", r.err, casus.ErrInvalid)
	}
	return &Model{net: net, weights: pack(net), vocab: vocab, embed: e}, nil
}

// reader takes fields off the front; after an error it gives zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) take(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.b) {
		if r.err == nil {
			r.err = io.ErrUnexpectedEOF
		}
		return nil
	}
	p := r.b[:n]
	r.b = r.b[n:]
	return p
}

func (r *reader) int() int {
	p := r.take(4)
	if p == nil {
		return 0
	}
	return int(binary.LittleEndian.Uint32(p))
}

func (r *reader) list() []string {
	p := r.take(r.int())
	if len(p) == 0 {
		return nil
	}
	return slices.Clip(strings.Split(string(p), "\n"))
}
