package lexicon

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Entry is an entry of a lexicon file as it was written, before its meaning is read.
type Entry struct {
	// Kind is the first word of the header ("verb"), Names the rest, at commas.
	Kind   string
	Names  []string
	Fields []Field
	Pos    Pos
}

// Field is an indented line of an entry.
type Field struct {
	// Key is the first word ("pattern", "e.g.", "=>"), Value the rest. In an
	// entry of words every line is a value, its key is "".
	Key, Value string
	// Sub are the fields indented below it.
	Sub []Field
	Pos Pos
}

// Problem is something wrong with a lexicon file.
type Problem struct {
	Pos     Pos
	Message string
	// Warning: the lexicon works all the same.
	Warning bool
}

func (p Problem) String() string {
	w := ""
	if p.Warning {
		w = "warning: "
	}
	return fmt.Sprintf("%s:%d: %s%s", p.Pos.File, p.Pos.Line, w, p.Message)
}

// uncomment cuts off a comment: a "#" at the start or after white space.
func uncomment(line string) (text, comment string) {
	for i := 0; i < len(line); i++ {
		if line[i] != '#' {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(line[:i]); i == 0 || unicode.IsSpace(before) {
			return strings.TrimRightFunc(line[:i], unicode.IsSpace), line[i:]
		}
	}
	return strings.TrimRightFunc(line, unicode.IsSpace), ""
}

// indent counts the white space at the start of a line, a tab as two.
func indent(line string) (depth int, rest string) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			depth++
		case '\t':
			depth += 2
		default:
			return depth, line[i:]
		}
	}
	return depth, ""
}

// parse reads the entries of one file. It goes on after an error, so that one run
// shows all there are.
func parse(file, text string) (entries []Entry, problems []Problem) {
	bad := func(line int, format string, args ...any) {
		problems = append(problems, Problem{Pos: Pos{file, line}, Message: fmt.Sprintf(format, args...)})
	}
	if !utf8.ValidString(text) {
		bad(1, "the file is not UTF-8; save it as UTF-8")
		return nil, problems
	}
	text = strings.TrimPrefix(text, "\ufeff")
	// The fields of all entries lie in one array, which has room for every line.
	fields := make([]Field, 0, strings.Count(text, "\n")+1)
	begin := 0
	open, n := false, 0
	for line := range strings.Lines(text) {
		n++
		depth, rest := indent(strings.TrimRight(line, "\r\n"))
		rest, comment := uncomment(rest)
		if rest == "" {
			if comment == "" {
				open = false // a blank line ends an entry
			}
			continue
		}
		pos := Pos{file, n}
		if depth == 0 {
			kind, names, _ := strings.Cut(rest, " ")
			entries = append(entries, Entry{Kind: kind, Names: list(names), Pos: pos})
			open, begin = true, len(fields)
			continue
		}
		if !open {
			bad(n, "an indented line without an entry above it; entries start at the left margin, and a blank line ends them")
			continue
		}
		e := &entries[len(entries)-1]
		f := field(e.Kind, rest, pos)
		switch {
		case depth <= 2 || len(e.Fields) == 0:
			fields = append(fields, f)
			e.Fields = fields[begin:len(fields):len(fields)]
		case f.Key == "=>" || e.Fields[len(e.Fields)-1].Key == "if":
			last := &e.Fields[len(e.Fields)-1]
			last.Sub = append(last.Sub, f)
		case depth <= 4:
			bad(n, "indented below %q, which takes no fields of its own", e.Fields[len(e.Fields)-1].Key)
		default:
			bad(n, "indented too deep: two levels at most")
		}
	}
	return entries, problems
}

func field(kind, rest string, pos Pos) Field {
	if kind == "words" {
		return Field{Value: rest, Pos: pos}
	}
	i := strings.IndexAny(rest, " \t")
	if i < 0 {
		return Field{Key: rest, Pos: pos}
	}
	return Field{Key: rest[:i], Value: strings.TrimLeft(rest[i:], " \t"), Pos: pos}
}

// list splits at commas and drops what is empty.
func list(s string) []string {
	if !strings.Contains(s, ",") {
		if s = strings.TrimSpace(s); s == "" {
			return nil
		}
		return []string{s}
	}
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
