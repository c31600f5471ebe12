package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"casus"
)

// classify tells titles, by-lines, date lines and boilerplate from body text, and
// cuts the datelines off the paragraphs that they open.
func classify(blocks []casus.Block, text, title string) {
	for i := range blocks {
		b := &blocks[i]
		s := text[b.Span.Begin:b.Span.End]
		switch {
		case boilerplate(s):
			b.Kind = casus.Boilerplate
		case dateLine(s):
			b.Kind = casus.Dateline
		case byline(s):
			b.Kind = casus.Byline
		}
	}
	headline(blocks, text, title)
	for i := range blocks {
		if b := &blocks[i]; b.Kind == casus.Body {
			b.Lead = lead(text, b.Span)
		}
	}
}

// The longest headline, in bytes, and how many blocks may stand before it.
const (
	maxTitle = 200
	maxAbove = 3
)

// headline finds the title: the first block that is no date or by-line, if it is
// short, ends without a full stop, and body text follows.
func headline(blocks []casus.Block, text, title string) {
	for i := range blocks {
		b := &blocks[i]
		if b.Kind != casus.Body {
			if i >= maxAbove {
				return
			}
			continue
		}
		s := text[b.Span.Begin:b.Span.End]
		if title != "" && s == strings.TrimSpace(title) || titleLike(s) && bodyFollows(blocks[i+1:], text, len(s)) {
			b.Kind = casus.Title
		}
		return
	}
}

// titleLike says whether s could be a headline.
func titleLike(s string) bool {
	if len(s) > maxTitle || strings.Count(s, " ") > 27 || strings.HasSuffix(s, "...") && startsLower(s) {
		return false
	}
	switch s[len(s)-1] {
	case '.', ';', ',', ':':
		// "Talks end in the U.S." has a stop that is not a sentence's.
		return len(s) > 3 && s[len(s)-3] == '.' && s[len(s)-1] == '.'
	}
	if r, _ := utf8.DecodeRuneInString(s); r == '-' || r == '*' || r == '•' {
		return false
	}
	return lead(s, casus.Span{End: len(s)}).Empty()
}

// bodyFollows says whether the blocks after a headline of n bytes hold body text.
func bodyFollows(blocks []casus.Block, text string, n int) bool {
	for _, b := range blocks {
		switch b.Kind {
		case casus.Dateline, casus.Byline:
			return true
		case casus.Body:
			return b.Span.Len() > n || sentenceEnd(text[b.Span.Begin:b.Span.End])
		}
	}
	return false
}

// byline says whether a line only names who wrote: "By Jane Doe, Staff Writer".
func byline(s string) bool {
	if len(s) > 120 || len(s) < 6 || !fold(s, "by ") || s[0] != 'B' {
		return false
	}
	words := 0
	for w := range strings.FieldsSeq(s[3:]) {
		words++
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && w != "and" && w != "of" && w != "for" && w != "in" && w != "with" && r != '@' && r != '|' && r != '-' && r != '&' {
			return false
		}
	}
	return words >= 1 && words <= 14 && s[len(s)-1] != '.'
}

// openings begin lines of boilerplate, in lower case.
var openings = []string{
	"(end)", "-end-", "- end -", "--end--", "###", "©", "(c) ", "copyright", "all rights reserved", "read also", "read more",
	"also read", "see also", "related:", "related article", "related stor", "more:", "follow us", "follow @", "subscribe", "sign up",
	"click here", "contact:", "contacts:", "media contact", "press contact", "for more information", "for further information",
	"reporting by", "editing by", "writing by", "additional reporting", "(reporting by", "(editing by", "(writing by",
	"(additional reporting", "advertisement", "share this", "print this", "photo:", "photo by", "image:", "image credit", "photo credit",
	"this article was", "this story has been updated", "this material may not be", "the content is provided", "don't miss",
	"download the", "watch:", "listen:", "tags:", "keywords:", "filed under", "source:", "sources:",
}

// boilerplate says whether a line is of the paper rather than of the story.
func boilerplate(s string) bool {
	if strings.Trim(s, "-*#=_~. ") == "" {
		return true
	}
	var buf [32]byte
	n := min(len(s), len(buf))
	for i := range n {
		buf[i] = s[i]
		if 'A' <= s[i] && s[i] <= 'Z' {
			buf[i] |= 0x20
		}
	}
	head := string(buf[:n])
	for _, o := range openings {
		if strings.HasPrefix(head, o) && (len(s) < 200 || o[0] == '(' || strings.HasPrefix(o, "copy")) {
			return true
		}
	}
	return mailLine(s)
}

// mailLine says whether a line is nothing but an address: "jdoe@example.com".
func mailLine(s string) bool {
	s = strings.Trim(s, "()<>[] ")
	if strings.ContainsAny(s, " \t") || len(s) > 200 {
		return false
	}
	at := strings.IndexByte(s, '@')
	return at > 0 && strings.IndexByte(s[at:], '.') > 1 || strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")
}
