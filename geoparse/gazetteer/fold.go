package gazetteer

import (
	"unicode"
	"unicode/utf8"
)

// Fold appends a name as it is looked up: lower case, without marks, dots and
// apostrophes, hyphens as spaces, one space between words. "Saint" is "st".
func Fold(dst []byte, s string) []byte {
	start := len(dst)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'A' <= c && c <= 'Z':
				dst = append(dst, c|0x20)
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
				dst = append(dst, c)
			case c == ' ' || c == '-' || c == '/' || c == '\t' || c == '\n' || c == '\r':
				dst = space(dst, start)
			case c == '&':
				dst = append(dst, '&')
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch p := latin(r); {
		case p != "":
			dst = append(dst, p...)
		case r == '–' || r == '‐' || r == '‑' || r == '\u00a0':
			dst = space(dst, start)
		case r == utf8.RuneError || !unicode.IsLetter(r) || unicode.Is(unicode.Lm, r):
		default:
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	if len(dst) > start && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	if b := dst[start:]; len(b) > 6 && string(b[:6]) == "saint " {
		b[1] = 't'
		copy(b[2:], b[5:])
		dst = dst[:len(dst)-3]
	}
	return dst
}

func space(dst []byte, start int) []byte {
	if len(dst) > start && dst[len(dst)-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst
}

// plainLetters has the letters without marks for U+00C0 to U+017F, two bytes each.
const plainLetters = "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thss" +
	"a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thy " +
	"a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h " +
	"i i i i i i i i i i ijijj j k k k l l l l l l l l l l n n n n n n n n n o o o o o o oeoe" +
	"r r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s "

// latin is a Latin letter without its marks, "" for another rune.
func latin(r rune) string {
	switch {
	case r >= 0xC0 && int(r-0xC0)*2+2 <= len(plainLetters):
		p := plainLetters[(r-0xC0)*2 : (r-0xC0)*2+2]
		switch {
		case p[0] == ' ':
			return ""
		case p[1] == ' ':
			return p[:1]
		}
		return p
	case r == 'ə' || r == 'Ə':
		return "a"
	case r >= 0x1E00 && r <= 0x1EFF:
		return vietnamese(r)
	case r == 'ș' || r == 'Ș':
		return "s"
	case r == 'ț' || r == 'Ț':
		return "t"
	case r == 'ơ' || r == 'Ơ':
		return "o"
	case r == 'ư' || r == 'Ư':
		return "u"
	case r >= 0x1CD && r <= 0x1D4:
		return string("aaiioouu"[r-0x1CD])
	}
	return ""
}

// vietnamese covers U+1E00 to U+1EFF, letters with two marks or a dot below.
func vietnamese(r rune) string {
	const first = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnooooooooppppRRrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas"
	if k := int(r - 0x1E00); k < len(first) {
		return string(first[k] | 0x20)
	}
	switch {
	case r >= 0x1EA0 && r <= 0x1EB7:
		return "a"
	case r >= 0x1EB8 && r <= 0x1EC7:
		return "e"
	case r >= 0x1EC8 && r <= 0x1ECB:
		return "i"
	case r >= 0x1ECC && r <= 0x1EE3:
		return "o"
	case r >= 0x1EE4 && r <= 0x1EF1:
		return "u"
	case r >= 0x1EF2 && r <= 0x1EF9:
		return "y"
	}
	return ""
}
