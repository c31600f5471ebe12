package text

import (
	"strings"
	"unicode/utf8"

	"casus"
)

// findBlocks cuts a text into paragraphs and tells their kinds. A blank line always
// ends a paragraph; a single line break ends it too unless the lines were wrapped
// by hand.
func findBlocks(text, title string) []casus.Block {
	lines := linesOf(text)
	blocks := make([]casus.Block, 0, len(lines))
	for i := 0; i < len(lines); {
		j := i + 1 // the lines [i, j) stand without a blank line between them
		for j < len(lines) && !lines[j].apart {
			j++
		}
		blocks = paragraphs(blocks, text, lines[i:j])
		i = j
	}
	classify(blocks, text, title)
	return blocks
}

// textLine is a line that is not blank, without the white space around it.
type textLine struct {
	casus.Span
	width int  // in characters
	apart bool // a blank line stands before it
}

func linesOf(text string) []textLine {
	lines := make([]textLine, 0, strings.Count(text, "\n")+1)
	apart := true
	for i := 0; i < len(text); {
		end, next := lineEnd(text, i)
		if s := trim(text, casus.Span{Begin: i, End: end}); s.Empty() {
			apart = true
		} else {
			lines = append(lines, textLine{s, utf8.RuneCountInString(text[s.Begin:s.End]), apart})
			apart = false
		}
		i = next
	}
	return lines
}

// lineEnd finds the end of the line that begins at i, and where the next begins.
func lineEnd(text string, i int) (end, next int) {
	n := strings.IndexAny(text[i:], "\n\r\f\v\u2028\u2029")
	if n < 0 {
		return len(text), len(text)
	}
	end = i + n
	switch {
	case strings.HasPrefix(text[end:], "\r\n"):
		return end, end + 2
	case text[end] < utf8.RuneSelf:
		return end, end + 1
	}
	return end, end + 3
}

// trim takes the white space off both ends of a span.
func trim(text string, s casus.Span) casus.Span {
	for !s.Empty() {
		sp, n := isSpace(text[s.Begin:s.End])
		if !sp {
			break
		}
		s.Begin += n
	}
	for !s.Empty() {
		_, n := utf8.DecodeLastRuneInString(text[s.Begin:s.End])
		if sp, _ := isSpace(text[s.End-n : s.End]); !sp {
			break
		}
		s.End -= n
	}
	return s
}

// Lines wrapped by hand are of a width between these, in characters.
const (
	minWrap = 45
	maxWrap = 100
)

// paragraphs adds the paragraphs that a group of lines makes.
func paragraphs(blocks []casus.Block, text string, lines []textLine) []casus.Block {
	wide := wrapWidth(text, lines)
	span := lines[0].Span
	for i := 1; i < len(lines); i++ {
		if wide > 0 && full(text, lines[i-1], lines[i], wide) {
			span.End = lines[i].End
			continue
		}
		blocks = append(blocks, casus.Block{Span: span})
		span = lines[i].Span
	}
	return append(blocks, casus.Block{Span: span})
}

// wrapWidth is the width at which the lines of a group were wrapped, 0 if they were
// not: no line is wider, and at least one breaks off in mid-sentence for want of room.
func wrapWidth(text string, lines []textLine) int {
	wide := 0
	for _, l := range lines {
		wide = max(wide, l.width)
	}
	if len(lines) < 2 || wide < minWrap || wide > maxWrap {
		return 0
	}
	for i := 1; i < len(lines); i++ {
		if full(text, lines[i-1], lines[i], wide) && !sentenceEnd(text[lines[i-1].Begin:lines[i-1].End]) && startsLower(text[lines[i].Begin:]) {
			return wide
		}
	}
	return 0
}

// full says that the first word of line b had no room at the end of line a. A
// ragged edge of some characters is allowed, for hands are not machines.
func full(text string, a, b textLine, wide int) bool {
	first := text[b.Begin:b.End]
	if n := strings.IndexByte(first, ' '); n >= 0 {
		first = first[:n]
	}
	return a.width+1+utf8.RuneCountInString(first) > wide-6 && a.width*3 > wide*2
}

// sentenceEnd says whether a line ends as a sentence does.
func sentenceEnd(s string) bool {
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		switch k, _ := wideMark(r); {
		case strings.ContainsRune(".!?…。！？:", r):
			return true
		case strings.ContainsRune("\"')]", r) || k == quote || k == apostrophe:
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

func startsLower(s string) bool {
	return s[0] >= 'a' && s[0] <= 'z'
}
