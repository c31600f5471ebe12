package lexicon

import (
	"strings"
	"unicode"
)

// Format settles the layout of a lexicon file: fields indented by two, the fields
// below a field by four, values of an entry in one column, one blank line between
// entries. Comments stay. Formatting twice changes nothing more.
func Format(text string) string {
	var out strings.Builder
	var block []string
	blank := false
	flush := func() {
		writeBlock(&out, block)
		block = block[:0]
	}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" {
			flush()
			blank = out.Len() > 0
			continue
		}
		if d, rest := indent(line); d == 0 && len(block) > 0 && rest[0] != '#' && !comments(block) {
			flush() // a header without a blank line before it
			blank = true
		}
		if blank {
			out.WriteByte('\n')
			blank = false
		}
		block = append(block, line)
	}
	flush()
	return out.String()
}

// comments says that the lines are comments at the left margin.
func comments(lines []string) bool {
	for _, l := range lines {
		if l[0] != '#' {
			return false
		}
	}
	return true
}

// writeBlock writes the lines of one entry, with the comments above it.
func writeBlock(out *strings.Builder, lines []string) {
	kind, width := "", 0
	for _, l := range lines {
		d, rest := indent(l)
		text, _ := uncomment(rest)
		if d == 0 && text != "" {
			kind, _, _ = strings.Cut(text, " ")
		}
		if d > 0 && d <= 2 && kind != "words" && text != "" {
			if f := field(kind, text, Pos{}); f.Key != "=>" && f.Key != "if" {
				width = max(width, len(f.Key))
			}
		}
	}
	for _, l := range lines {
		d, rest := indent(l)
		text, comment := uncomment(rest)
		switch {
		case d == 0:
			out.WriteString(strings.Join(strings.Fields(text), " "))
		case kind == "" && text != "": // fields without an entry; Load complains of them
			out.WriteString("  " + strings.Join(strings.Fields(text), " "))
		case text == "":
			out.WriteString("  ")
		case kind == "words":
			out.WriteString("  " + text)
		default:
			writeField(out, field(kind, text, Pos{}), d > 2, width)
		}
		if comment != "" {
			if text != "" {
				out.WriteString("  ")
			}
			out.WriteString(comment)
		}
		out.WriteByte('\n')
	}
}

func writeField(out *strings.Builder, f Field, deep bool, width int) {
	if f.Key == "=>" {
		out.WriteString("    => " + f.Value)
		return
	}
	out.WriteString("  ")
	if deep {
		out.WriteString("  ")
	}
	out.WriteString(f.Key)
	if f.Value == "" {
		return
	}
	switch {
	case deep || f.Key == "if":
		out.WriteByte(' ')
	default:
		out.WriteString(strings.Repeat(" ", max(1, width-len(f.Key)+2)))
	}
	out.WriteString(f.Value)
}
