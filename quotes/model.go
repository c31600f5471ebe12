package quotes

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"

	"casus"
)

// A model file is the magic line, the number of the feature set, the thresholds,
// then, packed with DEFLATE, the tables of weights, a signed byte each.
const (
	magic = "casus quotes 1\n"
	// featureSet changes whenever the features do, so that an old model is refused.
	featureSet = 1
)

// Sizes of the tables of weights, as powers of two: features of cues, of words (a
// row of four), of boundaries (a row of eight), of sentences.
const (
	CueBits    = 17
	WordBits   = 17
	BorderBits = 17
	RunBits    = 14
	sizes      = 1<<CueBits + 4<<WordBits + 8<<BorderBits + 1<<RunBits
)

// Unit is how a weight of 1 is written.
const Unit = 40

// Weights are the parts of a model.
type Weights struct {
	Cues    []int8 // 1 << CueBits
	Words   []int8 // 4 << WordBits
	Borders []int8 // 8 << BorderBits
	Runs    []int8 // 1 << RunBits
	// Steps score a label after another.
	Steps [16]int8
	// Threshold of cues, in Units.
	Threshold int8
}

type model struct{ Weights }

// Encode writes a model file.
func Encode(w *Weights) []byte {
	b := append([]byte(magic), featureSet, byte(w.Threshold))
	for _, t := range [][]int8{w.Steps[:], w.Cues, w.Words, w.Borders, w.Runs} {
		for _, x := range t {
			b = append(b, byte(x))
		}
	}
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	head := len(magic) + 2
	_, _ = z.Write(b[head:]) // a buffer takes all
	_ = z.Close()
	return append(b[:head], packed.Bytes()...)
}

func decode(b []byte) (*model, error) {
	head := len(magic) + 2
	if len(b) < head || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("quotes model: not a model of quotes: %w", casus.ErrInvalid)
	}
	if b[head-2] != featureSet {
		return nil, fmt.Errorf("quotes model: made for feature set %d, this program has %d; train it anew: %w", b[head-2], featureSet, casus.ErrInvalid)
	}
	m := &model{}
	m.Threshold = int8(b[head-1])
	b, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b[head:])), sizes+17))
	if err != nil {
		return nil, fmt.Errorf("quotes model: %w: %w", casus.ErrInvalid, err)
	}
	if len(b) != sizes+16 {
		return nil, fmt.Errorf("quotes model: %d bytes of weights, want %d: %w", len(b), sizes+16, casus.ErrInvalid)
	}
	take := func(n int) []int8 {
		t := make([]int8, n)
		for i := range t {
			t[i] = int8(b[i])
		}
		b = b[n:]
		return t
	}
	copy(m.Steps[:], take(16))
	m.Cues, m.Words, m.Borders, m.Runs = take(1<<CueBits), take(4<<WordBits), take(8<<BorderBits), take(1<<RunBits)
	return m, nil
}

func (m *model) cue(f []uint32) (sum int32) {
	for _, x := range f {
		sum += int32(m.Cues[x>>(32-CueBits)])
	}
	return sum
}

func (m *model) run(f []uint32) (sum int32) {
	for _, x := range f {
		sum += int32(m.Runs[x>>(32-RunBits)])
	}
	return sum
}

func (m *model) unary(f []uint32, u *[labels]int32) {
	for _, x := range f {
		row := m.Words[x>>(32-WordBits)<<2:][:4]
		for y := range row {
			u[y] += int32(row[y])
		}
	}
}

func (m *model) border(f []uint32, u *[boundaries]int32) {
	for _, x := range f {
		row := m.Borders[x>>(32-BorderBits)<<3:][:6]
		for y := range row {
			u[y] += int32(row[y])
		}
	}
}

// step scores label y after label z, with what the boundary between them says.
func (m *model) step(z, y Label, b *[boundaries]int32) int32 {
	s := int32(m.Steps[z<<2|y])
	if z != y {
		if z != None {
			s += b[ends+z-1]
		}
		if y != None {
			s += b[begins+y-1]
		}
	}
	return s
}
