package relate

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"casus"
)

// Classes are those of published tests: PLOVER's events, CONCEDE and RETREAT as YIELD.
var classes = []string{"ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD"}

// Classes lists what the classifier tells apart, in the order of its scores: PLOVER's
// events, with CONCEDE and RETREAT as YIELD.
func Classes() []string { return slices.Clone(classes) }

// ClassOf is the class of a PLOVER event, -1 for none.
func ClassOf(event string) int {
	if event == "CONCEDE" || event == "RETREAT" {
		event = "YIELD"
	}
	return slices.Index(classes, event)
}

// Model holds the weights of two classifiers. The first knows the words alone and was
// trained on what the coder is sure of in running text, so that it knows far more words
// than any marked set has. Its opinion is a feature of the second, which also sees the
// rules' and was trained on marked pairs. Both are multinomial logistic regressions over
// named features. It is read-only.
type Model struct {
	Words, Pair Table
	// Opinion are the weights of the first classifier's scores in the second, a row
	// for each of its classes.
	Opinion [][]float32
	// Slope and Shift turn the logit of the greatest probability into that of a
	// calibrated one.
	Slope, Shift float32
	// Event are the weights of what speaks for and against an event; see Evidence.
	Event [Evidences]float32
}

// Opinions are the centred log probabilities of the words' classifier.
func (m *Model) Opinions(words []string) []float32 {
	s := make([]float32, len(classes))
	m.Words.sum(s, words)
	return Centred(s)
}

// floor is the least log probability that counts: below it nothing more is known.
const floor = -8

// Centred turns scores into log probabilities not below a floor, less their mean.
func Centred(s []float32) []float32 {
	logSoftmax(s)
	var sum float32
	for i := range s {
		s[i] = max(s[i], floor)
		sum += s[i]
	}
	for i := range s {
		s[i] -= sum / float32(len(s))
	}
	return s
}

func logSoftmax(s []float32) {
	top := slices.Max(s)
	var sum float64
	for _, x := range s {
		sum += math.Exp(float64(x - top))
	}
	z := top + float32(math.Log(sum))
	for i := range s {
		s[i] -= z
	}
}

// Classify gives the log probability of each class.
func (m *Model) Classify(f Features) []float32 {
	s := make([]float32, len(classes))
	m.Pair.sum(s, f.Words, f.Rules)
	for k, x := range m.Opinions(f.Words) {
		for i, w := range m.Opinion[k] {
			s[i] += x * w
		}
	}
	logSoftmax(s)
	return s
}

// Confidence is the calibrated probability that the class of a log probability is right.
func (m *Model) Confidence(logp float32) float64 {
	p := math.Exp(float64(logp))
	p = min(max(p, 1e-6), 1-1e-6)
	z := float64(m.Slope)*math.Log(p/(1-p)) + float64(m.Shift)
	return math.Round(1000/(1+math.Exp(-z))) / 1000
}

// The file: magic word, version, classes, then the parts in order, little-endian.
const (
	magic   = "CASUSREL"
	version = 2
)

// Write writes the model.
func (m *Model) Write(w io.Writer) error {
	b := binary.LittleEndian.AppendUint32([]byte(magic), version)
	names := strings.Join(classes, "\n")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(names)))
	b = append(b, names...)
	floats := func(x ...float32) {
		for _, f := range x {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
		}
	}
	for _, t := range []*Table{&m.Words, &m.Pair} {
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Bits))
		floats(t.Bias...)
		floats(t.Scale...)
		for _, x := range t.Marks {
			b = binary.LittleEndian.AppendUint16(b, x)
		}
		for _, x := range t.Data {
			b = append(b, byte(x))
		}
	}
	for _, row := range m.Opinion {
		floats(row...)
	}
	floats(m.Slope, m.Shift)
	floats(m.Event[:]...)
	_, err := w.Write(b)
	return err
}

// maxBits bounds the size of a table that a file may ask for.
const maxBits = 20

// Load reads a model.
func Load(b []byte) (*Model, error) {
	r := reader{b: b}
	if string(r.take(len(magic))) != magic {
		return nil, fmt.Errorf("relate model: not a model file (it does not begin with %s): %w", magic, casus.ErrInvalid)
	}
	if v := r.int(); v != version && !r.short {
		return nil, fmt.Errorf("relate model: format %d, this program reads format %d; train the model again: %w", v, version, casus.ErrInvalid)
	}
	if names := string(r.take(r.int())); names != strings.Join(classes, "\n") && !r.short {
		return nil, fmt.Errorf("relate model: its classes are %q: %w", names, casus.ErrInvalid)
	}
	m := &Model{}
	for _, t := range []*Table{&m.Words, &m.Pair} {
		if t.Bits = r.int(); t.Bits < 1 || t.Bits > maxBits {
			return nil, fmt.Errorf("relate model: a table of 2^%d rows: %w", t.Bits, casus.ErrInvalid)
		}
		t.Bias, t.Scale = r.floats(len(classes)), r.floats(len(classes))
		marks := r.take(2 << t.Bits)
		t.Marks = make([]uint16, len(marks)/2)
		for i := range t.Marks {
			t.Marks[i] = binary.LittleEndian.Uint16(marks[2*i:])
		}
		raw := r.take(len(classes) << t.Bits)
		t.Data = make([]int8, len(raw))
		for i, x := range raw {
			t.Data[i] = int8(x)
		}
	}
	for range classes {
		m.Opinion = append(m.Opinion, r.floats(len(classes)))
	}
	last := r.floats(2 + Evidences)
	m.Slope, m.Shift = last[0], last[1]
	copy(m.Event[:], last[2:])
	if r.short || len(r.b) > 0 {
		return nil, fmt.Errorf("relate model: %d bytes after its end, or too few: %w", len(r.b), casus.ErrInvalid)
	}
	return m, nil
}

// reader takes fields off the front; past the end it gives zeros.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.short, r.b = true, nil
		return nil
	}
	p := r.b[:n]
	r.b = r.b[n:]
	return p
}

func (r *reader) int() int {
	if p := r.take(4); p != nil {
		return int(binary.LittleEndian.Uint32(p))
	}
	return 0
}

func (r *reader) floats(n int) []float32 {
	out := make([]float32, n)
	p := r.take(4 * n)
	for i := range len(p) / 4 {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(p[4*i:]))
	}
	return out
}
