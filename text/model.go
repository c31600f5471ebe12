package text

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"casus"
)

// A model file is the magic line, the digest of the features, the size of the
// tables as a power of two, then the two tables of weights, 16 bits each.
const (
	magic = "casus split 1\n"
	// featureSet changes whenever the features do, so that an old model is refused.
	featureSet = 1
	// TableBits is the size of each table of weights, as a power of two.
	TableBits   = 16
	maxFeatures = 28
)

// model is a table of weights by hashed feature.
type model struct {
	weights *[1 << TableBits]int16
}

func (m model) score(f []uint32) (sum int32) {
	for _, x := range f {
		sum += int32(m.weights[x])
	}
	return sum
}

// Encode writes a model file of two tables of 1<<TableBits weights each.
func Encode(joins, ends []int16) []byte {
	b := append([]byte(magic), featureSet, TableBits)
	for _, t := range [][]int16{joins, ends} {
		for _, w := range t {
			b = binary.LittleEndian.AppendUint16(b, uint16(w))
		}
	}
	return b
}

func (s *Splitter) read(b []byte) error {
	const size = 1 << TableBits
	head := len(magic) + 2
	if len(b) < head || string(b[:len(magic)]) != magic {
		return fmt.Errorf("text model: not a model of the splitter: %w", casus.ErrInvalid)
	}
	if b[head-2] != featureSet || b[head-1] != TableBits {
		return fmt.Errorf("text model: made for features %d/%d, this program has %d/%d; train it anew: %w",
			b[head-2], b[head-1], featureSet, TableBits, casus.ErrInvalid)
	}
	if len(b) != head+2*2*size {
		return fmt.Errorf("text model: %d bytes, want %d: %w", len(b), head+4*size, casus.ErrInvalid)
	}
	for i, m := range []*model{&s.joins, &s.ends} {
		m.weights = new([size]int16)
		for j := range m.weights {
			m.weights[j] = int16(binary.LittleEndian.Uint16(b[head+2*(i*size+j):]))
		}
	}
	return nil
}

// features collects hashed features: each is a template's number and two values.
type features struct {
	to *[maxFeatures]uint32
	n  uint32
}

func newFeatures(to *[maxFeatures]uint32) features { return features{to: to} }

func (f *features) add(a, b uint32) {
	hi, lo := bits.Mul64(uint64(a)<<32|uint64(b)+0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93+uint64(f.n)<<33)
	f.to[f.n] = uint32(hi^lo) >> (32 - TableBits)
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
