package timex

import (
	"casus"
	"unicode/utf8"
)

// atom is a token, or a piece of one: "third-quarter" is three atoms, "7pm" two.
type atom struct {
	begin, end int32 // bytes of the text
	tok        int32 // index of the token
	n          int32
	x          float32 // the number, where it is not whole
	c          class
	f          uint8
}

// atoms turns a sentence's tokens into atoms and says whether any can start a
// time expression.
func (m *Marker) atoms(dst []atom, s *casus.Sentence) (out []atom, any bool) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		n := len(dst)
		dst = m.token(dst, t.Form, t.Span, i)
		for _, a := range dst[n:] {
			any = any || starts[a.c]
		}
	}
	return dst, any
}

// token appends the atoms of one token.
func (m *Marker) token(dst []atom, form string, span casus.Span, i int) []atom {
	a := atom{begin: int32(span.Begin), end: int32(span.End), tok: int32(i)}
	if form == "" {
		return append(dst, a)
	}
	c := form[0]
	switch {
	case '0' <= c && c <= '9':
		return m.number(dst, form, a, len(form) == span.Len())
	case c == '\'' && len(form) > 2 && isDigit(form[1]):
		return apostrophe(dst, form[1:], a)
	case len(form) > 4 && form[:3] == "’" && isDigit(form[3]):
		return apostrophe(dst, form[3:], a)
	}
	if w, ok := m.lookup(form); ok {
		a.c, a.f, a.n = w.c, w.f, int32(w.n)
		if 'A' <= c && c <= 'Z' {
			a.f |= fCap
		}
		return append(dst, a)
	}
	if len(form) > 3 && len(form) == span.Len() && 'A' <= c && c <= 'z' {
		if out, ok := m.split(dst, form, a); ok {
			return out
		}
	}
	return append(dst, a)
}

// lookup finds a word in the table whatever its case.
func (m *Marker) lookup(form string) (word, bool) {
	var buf [16]byte
	if len(form) > len(buf) {
		return word{}, false
	}
	for i := 0; i < len(form); i++ {
		c := form[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	w, ok := m.words[string(buf[:len(form)])]
	return w, ok
}

// split takes a hyphenated word apart where one of its parts tells time:
// "third-quarter", "mid-June", "six-month".
func (m *Marker) split(dst []atom, form string, a atom) ([]atom, bool) {
	n := len(dst)
	told, numbers := false, true
	for b := 0; b <= len(form); {
		e, width := b, 0
		for ; e < len(form); e++ {
			if form[e] == '-' {
				width = 1
				break
			}
			if form[e] == 0xE2 && e+3 <= len(form) && form[e+1] == 0x80 && form[e+2] >= 0x90 && form[e+2] <= 0x95 {
				width = 3
				break
			}
		}
		if width == 0 && b == 0 {
			return dst[:n], false
		}
		if e > b {
			before := len(dst)
			dst = m.token(dst, form[b:e], casus.Span{Begin: int(a.begin) + b, End: int(a.begin) + e}, int(a.tok))
			for _, p := range dst[before:] {
				told = told || splits[p.c] || p.f&fYear != 0
				numbers = numbers && p.c == cNum
			}
		}
		if width == 0 {
			break
		}
		dst = append(dst, atom{begin: a.begin + int32(e), end: a.begin + int32(e+width), tok: a.tok, c: cHyphen})
		b = e + width
	}
	if !told && !numbers {
		return dst[:n], false
	}
	return dst, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digits reads a run of at most nine digits.
func digits(s string) (n, width int) {
	for width < len(s) && isDigit(s[width]) && width < 9 {
		n = n*10 + int(s[width]-'0')
		width++
	}
	return n, width
}

// number appends the atoms of a token that begins with a digit. With seams, the
// token's bytes are the text's and it may be cut.
func (m *Marker) number(dst []atom, form string, a atom, seams bool) []atom {
	n, w := digits(form)
	a.c, a.n, a.x, a.f = cNum, int32(n), float32(n), fDigits
	if w == 4 && 1000 <= n && n <= 2100 {
		a.f |= fYear
	}
	if w == 2 {
		a.f |= fTwo
	}
	rest := form[w:]
	if rest == "" {
		return append(dst, a)
	}
	a.f &^= fYear | fTwo
	switch {
	case rest == "st" || rest == "nd" || rest == "rd" || rest == "th":
		a.c = cOrd
		return append(dst, a)
	case rest == "s" || rest == "'s" || rest == "’s":
		if n%10 == 0 && (w == 4 || w == 2) {
			a.c = cYears
			return append(dst, a)
		}
	case rest[0] == ':':
		return m.clock(dst, form, a, n, w, seams)
	case rest[0] == '/' || rest[0] == '-' && w != 1 || rest[0] == '.' && w <= 2:
		if d, ok := dateDigits(form); ok {
			a.c, a.n = cISO, int32(d)
			return append(dst, a)
		}
	}
	if out, ok := m.numberTail(dst, form, rest, a, n, w, seams); ok {
		return out
	}
	a.c, a.f = cNone, 0
	return append(dst, a)
}

// numberTail reads what else may stick to a number.
func (m *Marker) numberTail(dst []atom, form, rest string, a atom, n, w int, seams bool) ([]atom, bool) {
	switch {
	case rest == "/2" && n == 1:
		a.c, a.f, a.n, a.x = cHalf, fDigits, 0, 0.5
		return append(dst, a), true
	case rest[0] == '.' || rest[0] == ',':
		if f, w2 := digits(rest[1:]); w2 > 0 && w2+1 == len(rest) {
			if rest[0] == ',' {
				a.n = int32(n*1000 + f)
				a.x = float32(a.n)
				return append(dst, a), w2 == 3 && n < 100000
			}
			part := float32(f)
			for range w2 {
				part /= 10
			}
			a.x = float32(n) + part
			return append(dst, a), true
		}
	}
	if !seams {
		return dst, false
	}
	if out, ok := m.split(dst, form, a); ok {
		return out, true
	}
	if wd, ok := m.lookup(rest); ok && (wd.c == cAMPM || wd.c == cHours || wd.c == cZone) {
		mid := a.begin + int32(w)
		b := atom{begin: mid, end: a.end, tok: a.tok, c: wd.c, n: int32(wd.n)}
		a.end = mid
		if w == 4 {
			a.f |= fYear
		}
		return append(dst, a, b), true
	}
	return dst, false
}

// clock reads "10:30", "10:30:15", "10:30am".
func (m *Marker) clock(dst []atom, form string, a atom, h, w int, seams bool) []atom {
	mi, w2 := digits(form[w+1:])
	used := w + 1 + w2
	if w > 2 || w2 != 2 || h > 24 || mi > 59 {
		a.c, a.f = cNone, 0
		return append(dst, a)
	}
	a.c, a.n = cClock, int32(h*60+mi)
	if used+3 <= len(form) && form[used] == ':' {
		if _, w3 := digits(form[used+1:]); w3 == 2 {
			used += 3
		}
	}
	if used == len(form) {
		return append(dst, a)
	}
	if wd, ok := m.lookup(form[used:]); ok && seams && (wd.c == cAMPM || wd.c == cHours || wd.c == cZone) {
		b := atom{begin: a.begin + int32(used), end: a.end, tok: a.tok, c: wd.c, n: int32(wd.n)}
		a.end = b.begin
		return append(dst, a, b)
	}
	a.c, a.f = cNone, 0
	return append(dst, a)
}

// apostrophe reads "'90s" and "'99".
func apostrophe(dst []atom, form string, a atom) []atom {
	n, w := digits(form)
	switch {
	case w == 2 && (form[w:] == "s" || form[w:] == "'s"):
		a.c, a.n = cYears, int32(n)
	case w == 2 && form[w:] == "":
		a.c, a.n, a.x, a.f = cNum, int32(n), float32(n), fDigits|fTwo|fQuote
	}
	return append(dst, a)
}

// dateDigits reads a date in digits: 2024-06-21, 6/21/2024, 21/06/2024,
// 21.06.2024, 2024-06. The answer is yyyymmdd, with dd 0 where there is no day.
func dateDigits(s string) (int, bool) {
	var p, w [3]int
	k := 0
	sep := byte(0)
	for i := 0; i < len(s); k++ {
		if k == 3 {
			return 0, false
		}
		p[k], w[k] = digits(s[i:])
		if w[k] == 0 {
			return 0, false
		}
		i += w[k]
		if i < len(s) {
			if sep == 0 {
				sep = s[i]
			}
			if s[i] != sep || i+1 == len(s) || sep != '-' && sep != '/' && sep != '.' {
				return 0, false
			}
			i++
		}
	}
	y, mo, d := 0, 0, 0
	switch {
	case k == 3 && w[0] == 4:
		y, mo, d = p[0], p[1], p[2]
	case k == 3 && (w[2] == 4 || w[2] == 2 && sep == '/' && w[0] <= 2):
		y, mo, d = p[2], p[0], p[1]
		if w[2] == 2 {
			y = century(y)
		}
		if sep == '.' || mo > 12 {
			mo, d = d, mo
		}
	case k == 2 && sep == '-' && w[0] == 4 && w[1] == 2 && p[1] <= 12 && p[1] >= 1:
		years := p[1] == (p[0]+1)%100 // "2007-08" is a winter, not a month
		return p[0]*10000 + p[1]*100, p[0] >= 1000 && p[0] <= 2100 && !years
	default:
		return 0, false
	}
	if y < 1000 || y > 2999 || mo < 1 || mo > 12 || d < 1 || d > 31 {
		return 0, false
	}
	return y*10000 + mo*100 + d, true
}

// century completes a year of two digits.
func century(y int) int {
	if y < 40 {
		return 2000 + y
	}
	return 1900 + y
}

// lower says whether the form begins with a lower-case letter.
func lower(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return 'a' <= r && r <= 'z'
}
