package timex_test

import (
	"unicode"
	"unicode/utf8"

	"casus"
)

// plain cuts a text into sentences and tokens, well enough for tests: at white
// space and around punctuation; a sentence ends at an empty line or at a full
// stop, question or exclamation mark before a capital.
func plain(text string) []casus.Sentence {
	var out []casus.Sentence
	var cur casus.Sentence
	end := func() {
		if len(cur.Tokens) > 0 {
			cur.Span = casus.Span{Begin: cur.Tokens[0].Span.Begin, End: cur.Tokens[len(cur.Tokens)-1].Span.End}
			out = append(out, cur)
			cur = casus.Sentence{}
		}
	}
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			if r == '\n' && i+1 < len(text) && text[i+1] == '\n' {
				end()
			}
			i += w
			continue
		}
		j := wordEnd(text, i)
		for b := i; b < j; {
			e := cut(text, b, j)
			cur.Tokens = append(cur.Tokens, casus.Token{Span: casus.Span{Begin: b, End: e}, Form: text[b:e], Head: -1})
			b = e
		}
		i = j
		if last := text[j-1]; (last == '.' || last == '?' || last == '!' || last == '"') && cur.Tokens[len(cur.Tokens)-1].Form == string(last) {
			k := j
			for k < len(text) && (text[k] == ' ' || text[k] == '\n') {
				k++
			}
			if k < len(text) && (text[k] >= 'A' && text[k] <= 'Z' || text[k] == '"' || text[k] == '`') {
				end()
			}
		}
	}
	end()
	return out
}

func wordEnd(text string, i int) int {
	for i < len(text) {
		r, w := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			break
		}
		i += w
	}
	return i
}

// cut answers where the token ends that begins at b in the stretch up to e.
func cut(text string, b, e int) int {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	r, w := utf8.DecodeRuneInString(text[b:e])
	if r == '\'' && b+2 < e && text[b+1] >= '0' && text[b+1] <= '9' {
		w = 1
	} else if r == '\'' && b+1 < e && text[b+1] == 's' {
		return b + 2
	} else if !letter(r) {
		return b + w
	}
	i := b + w
	for i < e {
		r, w := utf8.DecodeRuneInString(text[i:e])
		next, _ := utf8.DecodeRuneInString(text[i+w : e])
		inside := letter(next) && i+w < e
		switch {
		case letter(r):
		case r == '\'' && (next == 's' || next == 'S') && i+w+1 == e:
			return i
		case (r == '.' || r == ',' || r == ':' || r == '/' || r == '\'' || r == '-') && inside:
			if r == '.' && unicode.IsLetter(next) && i-b > 3 {
				return i
			}
		case r == '.' && abbreviation(text[b:i]):
			return i + 1
		default:
			return i
		}
		i += w
	}
	return i
}

func abbreviation(s string) bool {
	switch s {
	case "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "a.m", "p.m", "B.C", "A.D", "U.S", "U.N", "Mr", "Gen", "Gov", "ca":
		return true
	}
	return len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z'
}
