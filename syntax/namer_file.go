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

// The file of a model of names: magic word, version, then what WriteNames puts.
const (
	namesMagic   = "CASUSNAM"
	namesVersion = 1
)

// WriteNames writes a model of names, embeddings as 8 bit integers with a scale a
// row and the matrices as float32, all little-endian. Rows of zeros at the end of
// words that training has not met cost one byte.
func WriteNames(w io.Writer, net *NameNet, f *NameFeatures, embed *Tensor) error {
	var b bytes.Buffer
	b.WriteString(namesMagic)
	put := func(x ...int) {
		for _, v := range x {
			b.Write(binary.LittleEndian.AppendUint32(nil, uint32(v)))
		}
	}
	put(namesVersion, net.Hidden, net.Layers)
	for _, list := range [][]string{f.Vocab.Words, f.Vocab.Paths, f.XPOS, f.Rels} {
		s := strings.Join(list, "\n")
		put(len(s))
		b.WriteString(s)
	}
	put(f.Gazetteer.Longest)
	for _, entries := range [][]GazetteerEntry{f.Gazetteer.Words, f.Gazetteer.Phrases} {
		put(len(entries))
		for _, e := range entries {
			b.Write(binary.LittleEndian.AppendUint32(nil, e.Hash))
			b.Write(binary.LittleEndian.AppendUint16(nil, e.Kinds))
		}
	}
	for _, t := range net.Tensors() {
		for _, x := range t.Data {
			b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
		}
	}
	row := make([]byte, embed.Cols)
	for i := range embed.Rows {
		scale := quantise(row, embed.Row(i))
		b.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(scale)))
		if scale > 0 {
			b.Write(row)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// LoadNames reads a model of names.
func LoadNames(b []byte) (*NameModel, error) {
	r := reader{b: b}
	if string(r.take(len(namesMagic))) != namesMagic {
		return nil, fmt.Errorf("model of names: not such a file (it does not begin with %s): %w", namesMagic, casus.ErrInvalid)
	}
	if v := r.int(); v != namesVersion && r.err == nil {
		return nil, fmt.Errorf("model of names: format %d, this program reads format %d; train the model again: %w", v, namesVersion, casus.ErrInvalid)
	}
	c := NameConfig{r.int(), r.int()}
	words, paths, xpos, rels := r.list(), r.list(), r.list(), r.list()
	g := &Gazetteer{Longest: r.int()}
	g.Words, g.Phrases = r.entries(), r.entries()
	if r.err == nil && len(words) != len(paths) {
		r.err = fmt.Errorf("%d words with %d classes", len(words), len(paths))
	}
	if r.err == nil {
		r.err = c.check()
	}
	if r.err == nil && len(r.b) < 4*(c.Layers*c.Width()*12*c.Hidden) {
		r.err = io.ErrUnexpectedEOF
	}
	if g.Longest > maxPhrase && r.err == nil {
		r.err = fmt.Errorf("phrases of %d words", g.Longest)
	}
	if r.err != nil {
		return nil, fmt.Errorf("model of names: header: %w: %w", r.err, casus.ErrInvalid)
	}
	net, err := NewNameNet(c)
	if err != nil {
		return nil, fmt.Errorf("model of names: %w: %w", err, casus.ErrInvalid)
	}
	for _, t := range net.Tensors() {
		raw := r.take(4 * len(t.Data))
		for i := range len(raw) / 4 {
			t.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
	}
	f := NewNameFeatures(NewVocabulary(words, paths), g, xpos, rels)
	e := sparseRows{cols: c.Width(), at: make([]int32, f.Rows())}
	for i := range e.at {
		e.at[i] = -1
		raw := r.take(4)
		if r.err != nil {
			break
		}
		scale := math.Float32frombits(binary.LittleEndian.Uint32(raw))
		if scale == 0 {
			continue
		}
		e.at[i] = int32(len(e.scale))
		e.scale = append(e.scale, scale)
		e.data = append(e.data, r.take(e.cols)...)
	}
	if r.err == nil && len(r.b) > 0 {
		r.err = fmt.Errorf("%d bytes after the end", len(r.b))
	}
	if r.err != nil {
		return nil, fmt.Errorf("model of names: weights: %w: %w", r.err, casus.ErrInvalid)
	}
	return newNameModel(net, f, e), nil
}

func (r *reader) entries() []GazetteerEntry {
	raw := r.take(6 * r.int())
	out := make([]GazetteerEntry, 0, len(raw)/6)
	for ; len(raw) > 0; raw = raw[6:] {
		out = append(out, GazetteerEntry{binary.LittleEndian.Uint32(raw), binary.LittleEndian.Uint16(raw[4:])})
	}
	if !slices.IsSortedFunc(out, func(a, b GazetteerEntry) int { return int(int64(a.Hash) - int64(b.Hash)) }) && r.err == nil {
		r.err = fmt.Errorf("gazetteer out of order")
	}
	return out
}

// sparseRows are rows of int8 with a scale each; rows of zeros are not kept.
type sparseRows struct {
	cols  int
	at    []int32 // -1 for zeros
	scale []float32
	data  []byte
}

func (b sparseRows) add(dst []float32, row int) {
	i := int(b.at[row])
	if i < 0 {
		return
	}
	s := b.scale[i]
	for j, x := range b.data[i*b.cols : (i+1)*b.cols] {
		dst[j] += s * float32(int8(x))
	}
}
