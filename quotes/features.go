package quotes

import "math/bits"

// features collects hashed features: each is a template's number and two values.
type features struct {
	to []uint32
	n  uint32
}

// maxFeatures bounds the features of one question.
const maxFeatures = 64

func (f *features) start(to []uint32) { f.to, f.n = to[:0], 0 }

func (f *features) add(a, b uint32) {
	hi, lo := bits.Mul64(uint64(a)<<32|uint64(b)+0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93+uint64(f.n)<<33)
	f.to = append(f.to, uint32(hi^lo))
	f.n++
}

// skip leaves a template out, so that those after it keep their numbers.
func (f *features) skip() { f.n++ }

func mix(a, b uint32) uint32 {
	hi, lo := bits.Mul64(uint64(a)<<32|uint64(b)+0x9E3779B97F4A7C15, 0xA0761D6478BD642F)
	return uint32(hi ^ lo)
}

// bucket makes a distance small: exact to 4, then in steps.
func bucket(d int) uint32 {
	neg := uint32(0)
	if d < 0 {
		d, neg = -d, 16
	}
	switch {
	case d <= 4:
	case d <= 6:
		d = 5
	case d <= 9:
		d = 6
	case d <= 14:
		d = 7
	case d <= 24:
		d = 8
	default:
		d = 9
	}
	return uint32(d) + neg
}
