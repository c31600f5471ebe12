package syntax

import (
	"unicode"
	"unicode/utf8"
)

// Vocabulary maps words to rows of the embedding table. A word's vector is the sum
// of the rows of its features: the word itself, hashed beginnings and endings, its
// shape, and the prefixes of its path in a hierarchy of word classes.
type Vocabulary struct {
	// Words are the known words, with digits as 0 and quotation marks made
	// straight; Paths their class paths as bit strings, "" for none.
	Words []string
	Paths []string

	slots   []int32 // open addressing: index in Words plus one
	classes [4][]int32
	rows    int
}

// The hashed feature spaces, in rows.
const (
	suffixRows = 4096
	prefixRows = 2048
	shapeRows  = 128
)

// classCuts are the lengths at which class paths are cut; 32 is the whole path.
var classCuts = [4]int{5, 8, 11, 32}

// NewVocabulary builds the index.
func NewVocabulary(words, paths []string) *Vocabulary {
	v := &Vocabulary{Words: words, Paths: paths}
	size := 16
	for size < 2*len(words) {
		size *= 2
	}
	v.slots = make([]int32, size)
	for i, w := range words {
		at := int(hash(w)) & (size - 1)
		for v.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		v.slots[at] = int32(i + 1)
	}
	row := int32(v.classRow())
	for c, cut := range classCuts {
		rows := map[string]int32{}
		v.classes[c] = make([]int32, len(words))
		for i, p := range paths {
			if p == "" {
				v.classes[c][i] = -1
				continue
			}
			key := p[:min(cut, len(p))]
			r, ok := rows[key]
			if !ok {
				r = row
				rows[key] = r
				row++
			}
			v.classes[c][i] = r
		}
	}
	v.rows = int(row)
	return v
}

// WordRows is the number of rows that belong to words: the unknown word first.
func (v *Vocabulary) WordRows() int { return len(v.Words) + 1 }

func (v *Vocabulary) classRow() int { return v.WordRows() + 3*suffixRows + 2*prefixRows + shapeRows }

// Rows is the number of rows of the embedding table.
func (v *Vocabulary) Rows() int { return v.rows }

// Lookup finds a word as Normal writes it; -1 if it is unknown.
func (v *Vocabulary) Lookup(w []byte) int {
	mask := len(v.slots) - 1
	for at := int(hash(w)) & mask; v.slots[at] != 0; at = (at + 1) & mask {
		if i := v.slots[at] - 1; v.Words[i] == string(w) {
			return int(i)
		}
	}
	return -1
}

// hash is FNV-1a.
func hash[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

// Normal appends the form as the vocabulary knows it: digits as 0, curly
// quotation marks and apostrophes straight, long dashes short.
func Normal(dst []byte, form string) []byte {
	for i := 0; i < len(form); {
		c := form[i]
		if c < utf8.RuneSelf {
			if c-'0' <= 9 {
				c = '0'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(form[i:])
		switch r {
		case '‘', '’', 'ʼ', '′':
			dst = append(dst, '\'')
		case '“', '”', '„', '«', '»', '″':
			dst = append(dst, '"')
		case '‐', '‑':
			dst = append(dst, '-')
		case '–':
			dst = append(dst, "–"...)
		default:
			dst = append(dst, form[i:i+n]...)
		}
		i += n
	}
	return dst
}

// Features appends the rows of a form's features to rows. The first is always the
// word's own row (0 for an unknown word). buf is scratch.
func (v *Vocabulary) Features(form string, rows []int32, buf []byte) ([]int32, []byte) {
	buf = Normal(buf[:0], form)
	word := v.Lookup(buf)
	n := len(buf)
	buf = appendLower(buf, buf)
	lower := buf[n:]
	if word < 0 {
		word = v.Lookup(lower)
	}
	rows = append(rows, int32(word+1))
	base := uint32(v.WordRows())
	for k := 2; k <= 4; k++ {
		rows = append(rows, int32(base+hash(tail(lower, k))%suffixRows))
		base += suffixRows
	}
	for k := 2; k <= 3; k++ {
		rows = append(rows, int32(base+hash(head(lower, k))%prefixRows))
		base += prefixRows
	}
	rows = append(rows, int32(base+shape(buf[:n])%shapeRows))
	if word >= 0 {
		for c := range classCuts {
			if r := v.classes[c][word]; r >= 0 {
				rows = append(rows, r)
			}
		}
	}
	return rows, buf
}

func appendLower(dst, s []byte) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c-'A' <= 25 {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(s[i:])
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
		i += n
	}
	return dst
}

// tail is the last k characters, with a mark where the word has no more.
func tail(s []byte, k int) []byte {
	i := len(s)
	for ; k > 0 && i > 0; k-- {
		_, n := utf8.DecodeLastRune(s[:i])
		i -= n
	}
	return s[i:]
}

func head(s []byte, k int) []byte {
	i := 0
	for ; k > 0 && i < len(s); k-- {
		_, n := utf8.DecodeRune(s[i:])
		i += n
	}
	return s[:i]
}

// shape hashes the pattern of capitals, small letters, digits and marks, with
// runs of three and more cut to two.
func shape(s []byte) uint32 {
	h := uint32(2166136261)
	last, run := byte(0), 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRune(s[i:])
		i += n
		var c byte
		switch {
		case r == '0':
			c = '0'
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case r < utf8.RuneSelf:
			c = byte(r)
		default:
			c = '?'
		}
		if c == last {
			if run++; run > 2 {
				continue
			}
		} else {
			last, run = c, 1
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}
