package lexicon

import "unicode/utf8"

// AppendPlain appends s with Latin letters stripped of their marks, apostrophes made
// straight and white space left out; the case stays. Names are compared in
// this form, so "Erdoğan" is found as "Erdogan" and "Côte d’Ivoire" however it
// was split into tokens.
func AppendPlain(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c != ' ' {
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if p, ok := latin(r); ok {
			dst = append(dst, p...)
		} else {
			dst = append(dst, s[i:i+n]...)
		}
		i += n
	}
	return dst
}

// latin1 covers U+00C0 to U+017F, one or two letters each; "." stands for none.
const latin1 = "A A A A A A AEC E E E E I I I I D N O O O O O . O U U U U Y Thss" +
	"a a a a a a aec e e e e i i i i d n o o o o o . o u u u u y thy " +
	"A a A a A a C c C c C c C c D d D d E e E e E e E e E e G g G g G g G g H h H h " +
	"I i I i I i I i I i IJijJ j K k k L l L l L l L l L l N n N n N n n N n O o O o O o OEoe" +
	"R r R r R r S s S s S s S s T t T t T t U u U u U u U u U u U u W w Y y Y Z z Z z Z z s "

func latin(r rune) (string, bool) {
	switch {
	case r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == 'ʻ':
		return "'", true
	case r == '‐' || r == '‑' || r == '–':
		return "-", true
	case r == 'ə' || r == 'Ə':
		return "a", true
	case r == 'ș':
		return "s", true
	case r == 'Ș':
		return "S", true
	case r == 'ț':
		return "t", true
	case r == '\u00a0':
		return "", true
	case r >= 0xC0 && int(r-0xC0)*2+2 <= len(latin1):
		p := latin1[(r-0xC0)*2 : (r-0xC0)*2+2]
		if p == ". " {
			return "", false
		}
		if p[1] == ' ' {
			p = p[:1]
		}
		return p, true
	}
	return "", false
}
