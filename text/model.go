package text

import (
	"fmt"
	"math/bits"

	"casus"
)

// A model file is the magic line, the number of the feature set, then the two
// tables of weights, a signed byte each.
const (
	magic = "casus split 1\n"
	// featureSet changes whenever the features do, so that an old model is refused.
	featureSet  = 1
	maxFeatures = 32
)

// Bits is the size of the question's table of weights, as a power of two.
func (q Question) Bits() int {
	if q == Ends {
		return endBits
	}
	return joinBits
}

const (
	joinBits = 16
	endBits  = 18
)

// Unit is how a weight of 1 is written.
const Unit = 48

// Encode writes a model file of the two tables, each of 1<<Bits weights.
func Encode(joins, ends []int8) []byte {
	b := append([]byte(magic), featureSet)
	for _, t := range [][]int8{joins, ends} {
		for _, w := range t {
			b = append(b, byte(w))
		}
	}
	return b
}

func (s *Splitter) read(b []byte) error {
	head := len(magic) + 1
	if len(b) < head || string(b[:len(magic)]) != magic {
		return fmt.Errorf("text model: not a model of the splitter: %w", casus.ErrInvalid)
	}
	if b[head-1] != featureSet {
		return fmt.Errorf("text model: made for feature set %d, this program has %d; train it anew: %w",
			b[head-1], featureSet, casus.ErrInvalid)
	}
	const size = 1<<joinBits + 1<<endBits
	if b = b[head:]; len(b) != size {
		return fmt.Errorf("text model: %d bytes of weights, want %d: %w", len(b), size, casus.ErrInvalid)
	}
	s.joins, s.ends = new([1 << joinBits]int8), new([1 << endBits]int8)
	for i := range s.joins {
		s.joins[i] = int8(b[i])
	}
	for i := range s.ends {
		s.ends[i] = int8(b[1<<joinBits+i])
	}
	return nil
}

// joinScore and endScore are above 0 for yes.
func (s *Splitter) joinScore(f []uint32) (sum int32) {
	for _, x := range f {
		sum += int32(s.joins[x>>(32-joinBits)])
	}
	return sum
}

func (s *Splitter) endScore(f []uint32) (sum int32) {
	for _, x := range f {
		sum += int32(s.ends[x>>(32-endBits)])
	}
	return sum
}

// features collects hashed features: each is a template's number and two values.
type features struct {
	to *[maxFeatures]uint32
	n  uint32
}

func newFeatures(to *[maxFeatures]uint32) features { return features{to: to} }

func (f *features) add(a, b uint32) {
	hi, lo := bits.Mul64(uint64(a)<<32|uint64(b)+0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93+uint64(f.n)<<33)
	f.to[f.n] = uint32(hi ^ lo)
	f.n++
}

func (f *features) done() []uint32 { return f.to[:f.n] }

// joined asks whether atom i belongs to the token that began at atom begin.
func (r *run) joined(begin, i int) bool {
	x := r.atoms
	var z atom
	a, b := &x[i-1], &x[i]
	aa, bb, aaa, bbb := &z, &z, &z, &z
	if i >= 2 && a.gap < space {
		aa = &x[i-2]
		if i >= 3 && aa.gap < space {
			aaa = &x[i-3]
		}
	}
	if i+1 < len(x) && x[i+1].gap < space {
		bb = &x[i+1]
		if i+2 < len(x) && x[i+2].gap < space {
			bbb = &x[i+2]
		}
	}
	ka, kb, kaa, kbb := uint32(a.kind), uint32(b.kind), uint32(aa.kind), uint32(bb.kind)
	kaaa, kbbb := uint32(aaa.kind), uint32(bbb.kind)
	kk := ka | kb<<5
	size := uint32(min(i-begin, 7))
	next := &z // what follows after white space
	if bb == &z && i+1 < len(x) {
		next = &x[i+1]
	}
	f := newFeatures(&r.feats)
	f.add(kk, 0)
	f.add(a.hash, kb)
	f.add(b.hash, ka)
	f.add(a.hash, b.hash)
	f.add(kk|kaa<<10|kbb<<15, 0)
	f.add(kk|kaa<<10|kbb<<15, kaaa|kbbb<<5)
	f.add(aa.hash, a.hash^kb<<20)
	f.add(b.hash, bb.hash^ka<<20)
	f.add(aa.hash, a.hash*31^b.hash)
	f.add(a.hash, b.hash*31^bb.hash)
	f.add(aa.hash, kk)
	f.add(bb.hash, kk)
	f.add(aa.hash*31^a.hash, b.hash*31^bb.hash)
	f.add(kk|size<<10|uint32(a.gap)<<13, kbb)
	f.add(x[begin].hash, b.hash)
	f.add(kk|size<<10|uint32(x[begin].kind)<<15, uint32(x[begin].gap))
	f.add(kk|uint32(min(a.end-a.begin, 15))<<10, uint32(min(b.end-b.begin, 15)))
	f.add(kk|kbb<<10|uint32(next.kind)<<15, uint32(min(a.end-a.begin, 7)))
	f.add(next.hash, b.hash^a.hash*31)
	f.add(next.hash, kk|kbb<<10)
	f.add(a.hash, kb|kbb<<5|uint32(next.kind)<<10)
	f.add(bbb.hash, kk|kbb<<10)
	f.add(aaa.hash, kk|kaa<<10)
	return r.ask(Joins, b.begin, f.done())
}
