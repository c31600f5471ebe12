package identity

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode"
	"unicode/utf8"

	"casus"
)

// A sketch is a MinHash signature (Broder 1997) of a text's runs of three words: the
// share of its numbers that two texts have alike estimates the share of the runs that
// they have in common.
const (
	sketchSize = 128
	bandSize   = 4
	shingle    = 3
)

// Sketch is the signature of a text.
type Sketch [sketchSize]uint32

// NewSketch makes the signature of a text. White space, marks, and upper and lower
// case don't matter.
func NewSketch(text string) Sketch {
	var s Sketch
	for i := range s {
		s[i] = math.MaxUint32
	}
	var last [shingle]uint64
	n := 0
	for w := range words(text) {
		last[n%shingle] = hash(w)
		n++
		if n < shingle {
			continue
		}
		h := uint64(14695981039346656037)
		for k := range shingle {
			h = (h ^ last[(n+k)%shingle]) * 1099511628211
		}
		for i := range s {
			// A different mixing of the same hash for each number.
			x := (h ^ uint64(i)*0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9
			x ^= x >> 29
			x *= 0x94d049bb133111eb
			s[i] = min(s[i], uint32(x>>32))
		}
	}
	return s
}

// Bands are hashes of runs of the signature. Two texts that share half of their runs
// of words have a band in common seven times in eight, two that share a fifth one time in twenty.
func (s *Sketch) Bands() []uint64 {
	out := make([]uint64, 0, sketchSize/bandSize)
	for i := 0; i < sketchSize; i += bandSize {
		h := uint64(i+1) * 0x9e3779b97f4a7c15
		for _, x := range s[i : i+bandSize] {
			h = (h ^ uint64(x)) * 0xff51afd7ed558ccd
			h ^= h >> 32
		}
		out = append(out, h)
	}
	return out
}

// Whole is a hash of the whole signature: two texts that differ in no run of words have
// the same.
func (s *Sketch) Whole() uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, x := range s {
		h = (h ^ uint64(x)) * 0xff51afd7ed558ccd
		h ^= h >> 32
	}
	return h
}

// Alike estimates the share of runs of words that two texts have in common (Jaccard).
func (s *Sketch) Alike(t *Sketch) float64 {
	same := 0
	for i := range s {
		if s[i] == t[i] {
			same++
		}
	}
	return float64(same) / sketchSize
}

// Empty says that the text was too short to have a signature.
func (s *Sketch) Empty() bool { return s[0] == math.MaxUint32 && s[1] == math.MaxUint32 }

// Bytes of the signature.
func (s *Sketch) Bytes() []byte {
	b := make([]byte, 0, 4*sketchSize)
	for _, x := range s {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return b
}

// ParseSketch reads what Bytes wrote.
func ParseSketch(b []byte) (s Sketch, err error) {
	if len(b) != 4*sketchSize {
		return s, fmt.Errorf("a signature of %d bytes, want %d: %w", len(b), 4*sketchSize, casus.ErrInvalid)
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return s, nil
}

// words yields the words of a text in small letters; digits are words, marks are not.
func words(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		buf := make([]byte, 0, 32)
		for _, r := range text {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				buf = utf8.AppendRune(buf, unicode.ToLower(r))
				continue
			}
			if r == '\'' || r == '’' || len(buf) == 0 {
				continue
			}
			if !yield(string(buf)) {
				return
			}
			buf = buf[:0]
		}
		if len(buf) > 0 {
			yield(string(buf))
		}
	}
}

// hash is FNV-1a.
func hash(w string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint64(w[i])) * 1099511628211
	}
	return h
}
