// Package language tells the language of a text, and brings bytes in any charset to
// UTF-8.
//
// The language is found by the letters and their trigrams (whatlanggo), on the whole
// text: a headline alone is too short to tell. Casus codes English; a text in another
// language is kept and said to be uncoded.
package language

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/net/html/charset"
)

const (
	// enough is how many letters a text must have to tell its language.
	enough = 60
	// looked is how many bytes of a text are looked at.
	looked = 20_000
)

// Of tells the language of a text: an ISO 639-1 code ("en"; ISO 639-3 where there is
// none of two letters), or "" where the text is too short or may be several.
func Of(text string) string {
	if text = sample(text); text == "" {
		return ""
	}
	if english(text) {
		return "en"
	}
	info := whatlanggo.Detect(text)
	code := info.Lang.Iso6391()
	if code == "" {
		code = info.Lang.Iso6393()
	}
	// Scots is no language that newspapers are written in, and near to English.
	if code == "sco" {
		code = "en"
	}
	if info.Confidence < 0.15 || code == "" || len(text) < 200 && info.Script == unicode.Latin && !info.IsReliable() && code != "en" {
		return ""
	}
	return code
}

// plainEnglish are small words that no other language in Latin letters uses much.
var plainEnglish = map[string]bool{
	"the": true, "and": true, "of": true, "that": true, "with": true, "from": true, "said": true, "has": true, "were": true, "after": true, "who": true,
	"would": true, "their": true, "they": true, "this": true, "which": true, "been": true, "its": true, "his": true, "an": true, "says": true,
}

// english says whether a text is English beyond doubt: one word in twelve is small and
// English. Trigrams alone take one short text in seventy for another language, by its
// names; and what is taken for one is not coded.
func english(text string) bool {
	words, small := 0, 0
	for w := range strings.FieldsFuncSeq(text[:min(len(text), 4000)], func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if len(w) <= 5 && plainEnglish[strings.ToLower(w)] {
			small++
		}
	}
	return words >= 8 && small*12 >= words
}

// Best is the language of a text, or the one that its source claims where the text
// does not tell.
func Best(text, claimed string) string {
	if found := Of(text); found != "" {
		return found
	}
	return Code(claimed)
}

// Code is the language part of a tag as in BCP 47 ("en-GB", "en_GB"), lower case, or
// "" where it is none.
func Code(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return tag
}

// sample is a text of letters, bounded, or "" where it has too few.
func sample(text string) string {
	if len(text) > looked {
		cut := looked
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	letters, wide := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			if letters++; r > 0x2e80 {
				wide++
			}
		}
	}
	// A letter of Chinese, Japanese or Korean says more than one of ours.
	if letters+3*wide < enough {
		return ""
	}
	return text
}

// Decode brings bytes to valid UTF-8: by byte order mark, by what their source says
// of them (a Content-Type, or ""), by what they say of themselves as HTML or XML, by
// guess. Bytes that are valid UTF-8 are taken as such. It returns the name of the
// charset.
func Decode(b []byte, contentType string) ([]byte, string) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return bytes.ToValidUTF8(b[3:], []byte("\uFFFD")), "utf-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
	case utf8.Valid(b) && !bytes.Contains(b, []byte("\x1b$")):
		return b, "utf-8"
	}
	e, name, _ := charset.DetermineEncoding(b, contentType)
	if name == "windows-1252" && contentType == "" {
		// The fallback of HTML. XML names its charset in its first line.
		if label := xmlEncoding(b); label != "" {
			if enc, canonical := charset.Lookup(label); enc != nil {
				e, name = enc, canonical
			}
		}
	}
	if name == "utf-8" || e == nil || mostlyUTF8(b) && name == "windows-1252" {
		return bytes.ToValidUTF8(b, []byte("\uFFFD")), "utf-8"
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\uFFFD")), "utf-8"
	}
	return bytes.TrimPrefix(bytes.ToValidUTF8(out, []byte("\uFFFD")), []byte("\xef\xbb\xbf")), name
}

// xmlEncoding is the charset that an XML declaration names, or "".
func xmlEncoding(b []byte) string {
	b = bytes.TrimLeft(b[:min(len(b), 300)], " \t\r\n")
	if !bytes.HasPrefix(b, []byte("<?xml")) {
		return ""
	}
	end := bytes.Index(b, []byte("?>"))
	if end < 0 {
		return ""
	}
	_, rest, ok := strings.Cut(string(b[:end]), "encoding=")
	if !ok || len(rest) < 3 {
		return ""
	}
	label, _, _ := strings.Cut(rest[1:], rest[:1])
	return label
}

// mostlyUTF8 says whether bytes are UTF-8 with a few that were spoilt.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 {
			bad++
		} else {
			good++
		}
		b = b[n:]
	}
	return good > 4*bad
}
