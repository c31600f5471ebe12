package conllu

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"casus"
)

// maxSentence bounds the bytes of one sentence, so that a file of another kind does
// not fill the memory.
const maxSentence = 1 << 24

// Reader reads sentences one by one.
type Reader struct {
	// Lenient keeps sentences whose heads are no tree, as words without heads and
	// relations. What the lines themselves have wrong is an error all the same.
	Lenient bool

	in     *bufio.Reader
	closer io.Closer
	name   string
	line   int    // number of the last line read
	buf    []byte // the lines of the sentence being read
	lines  []int  // the line of each of its words
	seen   []int  // for the search of cycles
}

// NewReader makes a reader; name stands in messages for the input.
func NewReader(r io.Reader, name string) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, 1<<16), name: name}
}

// Open opens a file, which may be gzipped (".gz"). Close it in the end.
func Open(path string) (*Reader, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	r := NewReader(f, path)
	r.closer = f
	return r, nil
}

// Close closes the file that Open opened.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	return r.closer.Close()
}

// ReadFile reads all sentences of a file, which may be gzipped (".gz").
func ReadFile(path string) ([]Sentence, error) {
	r, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
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

// unpacked is a gzipped file.
type unpacked struct {
	*gzip.Reader
	file *os.File
}

func (u unpacked) Close() error { return u.file.Close() }

func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return unpacked{z, f}, nil
}

// Next reads the next sentence; io.EOF at the end. After an error of kind
// casus.ErrInvalid it may be called again: it goes on with the sentence after the
// bad one. Comments without words after them belong to the next sentence.
func (r *Reader) Next() (*Sentence, error) {
	first, words, err := r.block()
	if err != nil && (err != io.EOF || words == 0) {
		return nil, err
	}
	// The strings of a sentence are parts of one.
	text := string(r.buf)
	s := &Sentence{Words: make([]Word, 0, words)}
	r.lines = r.lines[:0]
	at := first
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.TrimSpace(line) == "":
		case line[0] == '#':
			s.Comments = append(s.Comments, line)
		default:
			if err := r.word(s, line, at); err != nil {
				return nil, err
			}
		}
		at++
	}
	if err := r.check(s); err != nil {
		return nil, err
	}
	return s, nil
}

// block reads the lines up to the empty line after some words, and tells the
// number of the first and how many are no comments.
func (r *Reader) block() (first, words int, err error) {
	r.buf = r.buf[:0]
	first = r.line + 1
	long, fresh, comment, blank := false, true, false, true
	for {
		part, err := r.in.ReadSlice('\n')
		if fresh && len(part) > 0 {
			r.line++
			comment, blank = part[0] == '#', true
		}
		fresh = err != bufio.ErrBufferFull
		blank = blank && len(bytes.TrimSpace(part)) == 0
		if len(r.buf)+len(part) <= maxSentence {
			r.buf = append(r.buf, part...)
		} else {
			long = true
		}
		switch {
		case !fresh:
			continue
		case err != nil && err != io.EOF:
			return 0, 0, fmt.Errorf("%s:%d: %w", r.name, r.line, err)
		case err == nil && !blank:
			if !comment {
				words++
			}
			continue
		case err == nil && words == 0:
			continue
		case err == io.EOF && len(part) > 0 && !blank && !comment:
			words++
		}
		if long {
			return 0, 0, r.bad(first, "a sentence of more than %d megabytes; is this CoNLL-U?", maxSentence>>20)
		}
		return first, words, err
	}
}

func (r *Reader) bad(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s: %w", r.name, line, fmt.Sprintf(format, args...), casus.ErrInvalid)
}

// columns cuts a line at its tabs; n is the number of columns, of which no more
// than ten are kept.
func columns(line string) (c [10]string, n int) {
	for {
		field, rest, more := strings.Cut(line, "\t")
		if n < len(c) {
			c[n] = field
		}
		n++
		if !more {
			return c, n
		}
		line = rest
	}
}

// word reads one line of a tree.
func (r *Reader) word(s *Sentence, line string, at int) error {
	c, n := columns(line)
	if n != len(c) {
		return r.bad(at, "%d columns; CoNLL-U has ten, separated by tabs", n)
	}
	if s.Line == 0 {
		s.Line = at
	}
	for i := range c {
		if c[i] == "_" && i != 1 && !(i == 2 && c[1] == "_") {
			c[i] = ""
		}
	}
	done := len(s.Words)
	if node, _, ok := strings.Cut(c[0], "."); ok {
		if k, err := strconv.Atoi(node); err != nil || k != done {
			return r.bad(at, "empty node %q does not fit after word %d", c[0], done)
		}
		s.Empty = append(s.Empty, Empty{done, line})
		return nil
	}
	if a, b, ok := strings.Cut(c[0], "-"); ok {
		return r.span(s, a, b, &c, at)
	}
	if k, err := strconv.Atoi(c[0]); err != nil || k != done+1 {
		return r.bad(at, "word number %q, %d wanted", c[0], done+1)
	}
	w := Word{Form: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Feats: c[5], Head: -2, Deprel: c[7], Deps: c[8], Misc: c[9]}
	if c[6] != "" {
		h, err := strconv.Atoi(c[6])
		if err != nil || h < 0 {
			return r.bad(at, "head %q is no number", c[6])
		}
		w.Head = h - 1
	}
	s.Words = append(s.Words, w)
	r.lines = append(r.lines, at)
	return nil
}

// span reads the line of a surface token, words a to b.
func (r *Reader) span(s *Sentence, a, b string, c *[10]string, at int) error {
	done := len(s.Words)
	first, err1 := strconv.Atoi(a)
	last, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || first != done+1 || last <= first {
		return r.bad(at, "range %q does not fit after word %d", c[0], done)
	}
	if k := len(s.Ranges); k > 0 && s.Ranges[k-1].Last >= first-1 {
		return r.bad(at, "range %q begins inside the one before it", c[0])
	}
	if strings.TrimPrefix(c[2], "_")+c[3]+c[4]+c[6]+c[7]+c[8] != "" {
		return r.bad(at, "range %q has more than FORM, FEATS and MISC; the rest belongs to its words", c[0])
	}
	s.Ranges = append(s.Ranges, Range{first - 1, last - 1, c[1], c[5], c[9]})
	return nil
}

// check looks at the sentence as a whole.
func (r *Reader) check(s *Sentence) error {
	if k := len(s.Ranges); k > 0 && s.Ranges[k-1].Last >= len(s.Words) {
		return r.bad(s.Line, "a range reaches beyond the last word")
	}
	if len(s.Words) == 0 {
		return r.bad(s.Line, "a sentence without words")
	}
	err := r.tree(s)
	if err != nil && r.Lenient {
		for i := range s.Words {
			s.Words[i].Head, s.Words[i].Deprel = -2, ""
		}
		return nil
	}
	return err
}

// tree looks whether the heads are one: or all missing, for words without a tree.
func (r *Reader) tree(s *Sentence) error {
	n := len(s.Words)
	roots, silent := 0, 0
	for i := range s.Words {
		switch h := s.Words[i].Head; {
		case h >= n:
			return r.bad(r.lines[i], "head %d in a sentence of %d words", h+1, n)
		case h == -1:
			roots++
		case h == -2:
			silent++
		}
	}
	if silent == n {
		return nil
	}
	if silent > 0 || roots != 1 {
		return r.bad(s.Line, "%d roots and %d words without a head; a tree has one root and a head for every other word", roots, silent)
	}
	// Each word is passed once: a path ends at the root, at a word passed on an
	// earlier path, or, in a cycle, at one of its own.
	r.seen = append(r.seen[:0], make([]int, n)...)
	for i := range s.Words {
		k := i
		for k >= 0 && r.seen[k] == 0 {
			r.seen[k] = i + 1
			k = s.Words[k].Head
		}
		if k >= 0 && r.seen[k] == i+1 {
			return r.bad(r.lines[k], "word %d hangs in a cycle of heads", k+1)
		}
	}
	return nil
}
