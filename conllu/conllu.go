// Package conllu reads and writes treebanks and parses in CoNLL-U, the format of
// Universal Dependencies (universaldependencies.org/format.html).
//
// Reading keeps all there is: comments, multiword tokens, empty nodes, so that
// writing a sentence that was read gives the same lines again.
package conllu

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"casus"
)

// Sentence is a tree with all that its file says of it.
type Sentence struct {
	// Comments are the lines before the tree, with their "#".
	Comments []string
	// Words are the syntactic words.
	Words []Word
	// Ranges are the surface tokens of several words, in order.
	Ranges []Range
	// Empty are the lines of empty nodes as they stand; After is the number of
	// words before each.
	Empty []Empty
	// Line is the number of the first word's line in its file.
	Line int
}

// Word is a line of the tree; "_" is kept as "".
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string
	// Head is the index of the head in Words, -1 for the root, -2 where the file
	// says nothing.
	Head               int
	Deprel, Deps, Misc string
}

// Range is a surface token: the words First to Last (indices), its form and MISC.
type Range struct {
	First, Last int
	Form, Misc  string
}

// Empty is an empty node.
type Empty struct {
	After int
	Line  string
}

// Comment returns the value of the comment "# key = value", and whether it is there.
func (s *Sentence) Comment(key string) (string, bool) {
	for _, c := range s.Comments {
		k, v, ok := strings.Cut(strings.TrimLeft(c, "# "), "=")
		if strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), ok
		}
	}
	return "", false
}

// Surface calls yield for each surface token: the words First to Last, its form,
// and whether white space follows.
func (s *Sentence) Surface(yield func(first, last int, form string, space bool) bool) {
	r := 0
	for i := 0; i < len(s.Words); {
		first, last, form, misc := i, i, s.Words[i].Form, s.Words[i].Misc
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			last, form, misc = s.Ranges[r].Last, s.Ranges[r].Form, s.Ranges[r].Misc
			r++
		}
		if !yield(first, last, form, !strings.Contains(misc, "SpaceAfter=No")) {
			return
		}
		i = last + 1
	}
}

// Text is the text of the sentence, rebuilt from its tokens.
func (s *Sentence) Text() string {
	var b strings.Builder
	s.Surface(func(_, last int, form string, space bool) bool {
		b.WriteString(form)
		if space && last+1 < len(s.Words) {
			b.WriteByte(' ')
		}
		return true
	})
	return b.String()
}

// Casus makes a sentence of the root package, with spans into Text. Words that
// share a surface token without a seam share its span.
func (s *Sentence) Casus() casus.Sentence {
	out := casus.Sentence{Tokens: make([]casus.Token, 0, len(s.Words))}
	at := 0
	s.Surface(func(first, last int, form string, space bool) bool {
		rest, pos := form, at
		for i := first; i <= last; i++ {
			w := &s.Words[i]
			t := casus.Token{Form: w.Form, Lemma: w.Lemma, UPOS: w.UPOS, XPOS: w.XPOS, Feats: w.Feats, Head: max(w.Head, -1), Deprel: w.Deprel, Glued: i > first}
			if strings.HasPrefix(rest, w.Form) {
				t.Span = casus.Span{Begin: pos, End: pos + len(w.Form)}
				rest, pos = rest[len(w.Form):], pos+len(w.Form)
			} else {
				t.Span = casus.Span{Begin: at, End: at + len(form)}
			}
			out.Tokens = append(out.Tokens, t)
		}
		out.Tokens[len(out.Tokens)-1].Space = space
		at += len(form)
		if space {
			at++
		}
		return true
	})
	if n := len(out.Tokens); n > 0 {
		out.Span = casus.Span{Begin: 0, End: out.Tokens[n-1].Span.End}
	}
	return out
}

// FromCasus makes a sentence to write. text is the text that the spans point into.
func FromCasus(s *casus.Sentence, text string) Sentence {
	var out Sentence
	for i := 0; i < len(s.Tokens); {
		last := i
		for last+1 < len(s.Tokens) && s.Tokens[last+1].Glued {
			last++
		}
		for k := i; k <= last; k++ {
			t := &s.Tokens[k]
			out.Words = append(out.Words, Word{Form: t.Form, Lemma: t.Lemma, UPOS: t.UPOS, XPOS: t.XPOS, Feats: t.Feats, Head: t.Head, Deprel: t.Deprel})
		}
		misc := ""
		if !s.Tokens[last].Space {
			misc = "SpaceAfter=No"
		}
		if last > i {
			out.Ranges = append(out.Ranges, Range{First: i, Last: last, Form: text[s.Tokens[i].Span.Begin:s.Tokens[last].Span.End], Misc: misc})
		} else {
			out.Words[i].Misc = misc
		}
		i = last + 1
	}
	return out
}

// Reader reads sentences one by one.
type Reader struct {
	sc   *bufio.Scanner
	name string
	line int
}

// NewReader makes a reader; name stands in messages for the input.
func NewReader(r io.Reader, name string) *Reader {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 1<<16), 1<<24)
	return &Reader{sc: sc, name: name}
}

// ReadFile reads all sentences of a file, which may be gzipped (".gz").
func ReadFile(path string) ([]Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	r := NewReader(in, path)
	var all []Sentence
	for {
		s, err := r.Next()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, *s)
	}
}

// Next reads the next sentence; io.EOF at the end. After an error it may be called
// again: it goes on with the sentence after the bad one.
func (r *Reader) Next() (*Sentence, error) {
	var s Sentence
	var bad error
	for r.sc.Scan() {
		r.line++
		line := strings.TrimSuffix(r.sc.Text(), "\r")
		switch {
		case line == "" || strings.TrimSpace(line) == "":
			if len(s.Words) == 0 && bad == nil {
				continue
			}
			return r.end(&s, bad)
		case line[0] == '#':
			s.Comments = append(s.Comments, line)
		case bad == nil:
			bad = r.word(&s, line)
		}
	}
	if err := r.sc.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", r.name, r.line+1, err)
	}
	if len(s.Words) > 0 || bad != nil {
		return r.end(&s, bad)
	}
	return nil, io.EOF
}

func (r *Reader) bad(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s: %w", r.name, line, fmt.Sprintf(format, args...), casus.ErrInvalid)
}

// word reads one line of a tree.
func (r *Reader) word(s *Sentence, line string) error {
	c := strings.Split(line, "\t")
	if len(c) != 10 {
		return r.bad(r.line, "%d columns, CoNLL-U has ten, separated by tabs", len(c))
	}
	if s.Line == 0 {
		s.Line = r.line
	}
	for i := range c {
		if c[i] == "_" && i != 1 && !(i == 2 && c[1] == "_") {
			c[i] = ""
		}
	}
	if strings.Contains(c[0], ".") {
		s.Empty = append(s.Empty, Empty{len(s.Words), line})
		return nil
	}
	if a, b, ok := strings.Cut(c[0], "-"); ok {
		first, err1 := strconv.Atoi(a)
		last, err2 := strconv.Atoi(b)
		if err1 != nil || err2 != nil || first != len(s.Words)+1 || last <= first {
			return r.bad(r.line, "range %q does not fit after word %d", c[0], len(s.Words))
		}
		s.Ranges = append(s.Ranges, Range{first - 1, last - 1, c[1], c[9]})
		return nil
	}
	if n, err := strconv.Atoi(c[0]); err != nil || n != len(s.Words)+1 {
		return r.bad(r.line, "word number %q, %d wanted", c[0], len(s.Words)+1)
	}
	w := Word{Form: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Feats: c[5], Head: -2, Deprel: c[7], Deps: c[8], Misc: c[9]}
	if c[6] != "" {
		h, err := strconv.Atoi(c[6])
		if err != nil || h < 0 {
			return r.bad(r.line, "head %q is no number", c[6])
		}
		w.Head = h - 1
	}
	s.Words = append(s.Words, w)
	return nil
}

// end checks the whole sentence.
func (r *Reader) end(s *Sentence, bad error) (*Sentence, error) {
	if bad != nil {
		return nil, bad
	}
	n := len(s.Words)
	if k := len(s.Ranges); k > 0 && s.Ranges[k-1].Last >= n {
		return nil, r.bad(s.Line, "a range reaches beyond the last word")
	}
	roots, silent := 0, 0
	for i := range s.Words {
		switch h := s.Words[i].Head; {
		case h >= n:
			return nil, r.bad(s.Line+i, "head %d in a sentence of %d words", h+1, n)
		case h == -1:
			roots++
		case h == -2:
			silent++
		}
	}
	if silent == n {
		return s, nil // tokens without a tree
	}
	if silent > 0 || roots != 1 {
		return nil, r.bad(s.Line, "%d roots and %d words without a head; a tree has one root and a head for every other word", roots, silent)
	}
	for i := range s.Words {
		k := i
		for range n {
			if k = s.Words[k].Head; k < 0 {
				break
			}
		}
		if k >= 0 {
			return nil, r.bad(s.Line+i, "word %d hangs in a cycle of heads", i+1)
		}
	}
	return s, nil
}

// Write writes a sentence with the blank line after it.
func Write(w io.Writer, s *Sentence) error {
	_, err := w.Write(Append(nil, s))
	return err
}

// Append appends the lines of a sentence.
func Append(b []byte, s *Sentence) []byte {
	for _, c := range s.Comments {
		b = append(append(b, c...), '\n')
	}
	r, e := 0, 0
	empty := func(after int) {
		for e < len(s.Empty) && s.Empty[e].After == after {
			b = append(append(b, s.Empty[e].Line...), '\n')
			e++
		}
	}
	empty(0)
	for i := range s.Words {
		if r < len(s.Ranges) && s.Ranges[r].First == i {
			g := &s.Ranges[r]
			b = append(strconv.AppendInt(b, int64(g.First+1), 10), '-')
			b = append(strconv.AppendInt(b, int64(g.Last+1), 10), '\t')
			b = append(field(b, g.Form), "\t_\t_\t_\t_\t_\t_\t_\t"...)
			b = append(field(b, g.Misc), '\n')
			r++
		}
		w := &s.Words[i]
		b = append(strconv.AppendInt(b, int64(i+1), 10), '\t')
		for _, f := range [...]string{w.Form, w.Lemma, w.UPOS, w.XPOS, w.Feats} {
			b = append(field(b, f), '\t')
		}
		if w.Head >= -1 {
			b = strconv.AppendInt(b, int64(w.Head+1), 10)
		} else {
			b = append(b, '_')
		}
		for _, f := range [...]string{w.Deprel, w.Deps, w.Misc} {
			b = field(append(b, '\t'), f)
		}
		b = append(b, '\n')
		empty(i + 1)
	}
	return append(b, '\n')
}

// field appends a column; tabs and line breaks, which it cannot hold, become spaces.
func field(b []byte, s string) []byte {
	if s == "" {
		return append(b, '_')
	}
	if strings.ContainsAny(s, "\t\n\r") {
		s = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(s)
	}
	return append(b, s...)
}
