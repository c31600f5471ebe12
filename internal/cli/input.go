package cli

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"
	"sync/atomic"

	"casus"
	"casus/ingest/jsonl"
	"casus/text"
)

// source reads dispatches from files or from standard input: JSON Lines where the
// first character is "{", else plain text, one dispatch a file. Either may be
// compressed with gzip.
type source struct {
	e     *env
	files []string
	// undated: nobody asks for the dates of the dispatches.
	undated bool
	// read and size are bytes; size is 0 where it is unknown.
	read atomic.Int64
	size int64
}

func newSource(e *env, in *input) *source {
	s := &source{e: e, files: in.args}
	if len(s.files) == 0 {
		s.files = []string{"-"}
	}
	for _, f := range s.files {
		st, err := os.Stat(f)
		if f == "-" || err != nil || !st.Mode().IsRegular() {
			s.size = 0
			break
		}
		s.size += st.Size()
	}
	if f, ok := e.in.(*os.File); ok && s.files[0] == "-" && terminalWidth(f) > 0 {
		e.say("reading standard input; end with Ctrl-D")
	}
	return s
}

// dispatches yields those of all files. A file that cannot be read is an error in
// its place.
func (s *source) dispatches() iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for _, f := range s.files {
			for d, err := range s.file(f) {
				if !yield(d, err) {
					return
				}
			}
		}
	}
}

func (s *source) file(name string) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		r, what, err := s.open(name)
		if err != nil {
			yield(casus.Dispatch{ID: what}, err)
			return
		}
		defer r.Close()
		if first(r.Reader) == '{' {
			for d, err := range jsonl.Read(r, jsonl.Options{Name: what, Warn: s.e.warn}) {
				if !yield(d, err) {
					return
				}
			}
			return
		}
		b, err := io.ReadAll(r)
		if err != nil {
			yield(casus.Dispatch{ID: what}, fmt.Errorf("%s: %w", what, err))
			return
		}
		d := casus.Dispatch{ID: what}
		var warnings []string
		d.Text, warnings, err = text.Repair(b)
		for _, w := range warnings {
			s.e.warn(what + ": " + w)
		}
		switch {
		case err != nil:
			err = fmt.Errorf("%s: %w; give plain text or JSON Lines", what, err)
		case strings.TrimSpace(d.Text) == "":
			err = fmt.Errorf("%s: there is no text in it", what)
		}
		yield(d, err)
	}
}

// opened is a file that has been opened, packed or not, and a name for messages.
type opened struct {
	*bufio.Reader
	io.Closer
}

// open opens a file, or standard input for "-".
func (s *source) open(name string) (f *opened, what string, err error) {
	f, what = &opened{Closer: io.NopCloser(nil)}, name
	in := s.e.in
	if name == "-" {
		what = "standard input"
	} else {
		file, err := open(name)
		if err != nil {
			return nil, what, err
		}
		in, f.Closer = file, file
	}
	if f.Reader, err = unpack(&counter{in, &s.read}); err != nil {
		f.Close()
		return nil, what, fmt.Errorf("%s: %w", what, err)
	}
	return f, what, nil
}

func open(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s: is a folder; name the files in it", name)
	}
	return f, nil
}

// unpack reads through gzip where the stream is so packed.
func unpack(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	if magic, _ := b.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(z, 1<<16), nil
}

// first is the first character that is not white space, 0 if there is none soon.
func first(r *bufio.Reader) byte {
	b, _ := r.Peek(512)
	b = bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

// counter counts what is read through it.
type counter struct {
	io.Reader
	n *atomic.Int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// part of the input that has been read, -1 where its size is unknown.
func (s *source) part() float64 {
	if s.size == 0 {
		return -1
	}
	return float64(s.read.Load()) / float64(s.size)
}
