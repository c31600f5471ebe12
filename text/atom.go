package text

import (
	"unicode"
	"unicode/utf8"
)

// atom is a run of letters or digits, a single mark, or a longer stretch that a
// rule recognised as a whole (an address, an ellipsis).
type atom struct {
	begin, end int
	hash       uint32 // of the letters in lower case, quotes made straight
	kind       kind
	gap        gap // what stands between this atom and the one before
}

// kind is the class of an atom, with the shape of a run of letters.
type kind uint8

const (
	none    kind = iota
	lower        // words
	upper        // ONE LETTER or MORE
	letter       // a single capital letter
	title        // Capitalised
	mixed        // McDonald, iPhone
	digits       // up to two
	digits3      // exactly three
	digits4      // exactly four, as in years
	digitsN      // more
	ideograph
	whole // an address or another stretch made one token by rule
	stop  // . ! ? … 。
	comma
	colon // : ;
	apostrophe
	quote
	opener // ( [ {
	closer
	hyphen
	dash
	slash
	symbol // anything else
	kinds
)

func (k kind) word() bool   { return k >= lower && k <= mixed }
func (k kind) number() bool { return k >= digits && k <= digitsN }

// gap is what stands before an atom.
type gap uint8

const (
	open  gap = iota // nothing: the model decides
	join             // nothing, and the rule says one token
	split            // nothing, and the rule says two tokens
	glue             // nothing, two words of one surface token
	space            // white space
	line             // white space with a line break
	first            // the block begins here
)

// maxRun is the longest run of letters or digits taken as one token, in bytes.
const maxRun = 400

// class of a byte or rune while scanning.
type class uint8

const (
	cSymbol class = iota
	cSpace
	cLetter
	cDigit
	cIdeograph
	cWide // a byte of a longer rune
)

var asciiClass = func() (t [256]class) {
	for c := range t {
		switch {
		case c >= 0x80:
			t[c] = cWide
		case c <= ' ' || c == 0x7f:
			t[c] = cSpace
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			t[c] = cLetter
		case '0' <= c && c <= '9':
			t[c] = cDigit
		}
	}
	return t
}()

// asciiKind is the kind of an ASCII mark.
var asciiKind = func() (t [128]kind) {
	for c := range t {
		t[c] = symbol
	}
	for s, k := range map[string]kind{".!?": stop, ",": comma, ":;": colon, "'`": apostrophe,
		`"`: quote, "([{": opener, ")]}": closer, "-": hyphen, "/": slash} {
		for _, c := range s {
			t[c] = k
		}
	}
	return t
}()

// classOf gives the class of the rune at the start of s, which is not ASCII, and
// its length.
func classOf(s string) (class, rune, int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r < 0xA0 || unicode.IsSpace(r) || r == 0x200B || r == 0xFEFF || r == 0x2060:
		return cSpace, r, n
	case r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return cIdeograph, r, n
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r):
		return cLetter, r, n
	case unicode.IsDigit(r):
		return cDigit, r, n
	}
	return cSymbol, r, n
}

// wideMark is the kind of a mark outside ASCII, and the ASCII mark it stands for
// in features.
func wideMark(r rune) (kind, uint32) {
	switch r {
	case '’', '‘', 'ʼ', '´', '′', '‛':
		return apostrophe, '\''
	case '“', '”', '„', '‟', '«', '»', '″', '‹', '›', '「', '」':
		return quote, '"'
	case '–', '—', '―', '−':
		return dash, uint32(r)
	case '‐', '‑':
		return hyphen, '-'
	case '…':
		return stop, uint32(r)
	case '。', '！', '？', '؟', '।', '۔':
		return stop, '.'
	case '，', '、', '،':
		return comma, ','
	}
	return symbol, uint32(r)
}

// isSpace says whether white space begins s, and how long its first rune is.
func isSpace(s string) (bool, int) {
	if s[0] < utf8.RuneSelf {
		return asciiClass[s[0]] == cSpace, 1
	}
	c, _, n := classOf(s)
	return c == cSpace, n
}

const (
	hashSeed = 0x811c9dc5
	hashMul  = 0x01000193
)

// word scans a run of letters that begins at i and returns its end, its hash and
// its shape.
func word(s string, i int) (end int, h uint32, k kind) {
	h = hashSeed
	begin, limit := i, min(len(s), i+maxRun)
	ups, lows := 0, 0
	firstUp := false
scan:
	for i < limit {
		c := s[i]
		if c < utf8.RuneSelf {
			if asciiClass[c] != cLetter {
				break
			}
			if c&0x20 == 0 {
				ups++
				firstUp = firstUp || i == begin
				c |= 0x20
			} else {
				lows++
			}
			h = (h ^ uint32(c)) * hashMul
			i++
			continue
		}
		cl, r, n := classOf(s[i:])
		if cl != cLetter {
			break scan
		}
		if l := unicode.ToLower(r); l != r {
			ups++
			firstUp = firstUp || i == begin
			r = l
		} else {
			lows++
		}
		h = (h ^ uint32(r)) * hashMul
		i += n
	}
	return i, h, shape(ups, lows, firstUp)
}

func shape(ups, lows int, firstUp bool) kind {
	switch {
	case ups == 0:
		return lower
	case lows == 0 && ups == 1:
		return letter
	case lows == 0:
		return upper
	case ups == 1 && firstUp:
		return title
	}
	return mixed
}

// number scans a run of digits.
func number(s string, i int) (end int, h uint32, k kind) {
	begin, limit := i, min(len(s), i+maxRun)
	n := 0
	for i < limit {
		if s[i] < utf8.RuneSelf {
			if asciiClass[s[i]] != cDigit {
				break
			}
			i++
		} else {
			c, _, size := classOf(s[i:])
			if c != cDigit {
				break
			}
			i += size
		}
		n++
	}
	switch {
	case n <= 2:
		h = hashSeed
		for _, c := range []byte(s[begin:i]) {
			h = (h ^ uint32(c)) * hashMul
		}
		return i, h, digits
	case n == 3:
		return i, 3, digits3
	case n == 4:
		return i, 4, digits4
	}
	return i, uint32(min(n, 12)), digitsN
}
