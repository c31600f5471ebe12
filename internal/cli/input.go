package cli

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync/atomic"

	"casus"
	"casus/ingest"
	"casus/ingest/tables"
)

// source reads dispatches from what package ingest opens: files of any kind that it
// knows, folders, standard input.
type source struct {
	e     *env
	files []string
	o     ingest.Options
	// undated: nobody asks for the dates of the dispatches.
	undated bool
	// read and size are bytes; size is 0 where it is unknown.
	read atomic.Int64
	size int64
}

func newSource(e *env, in *input) (*source, error) {
	s := &source{e: e, files: in.args}
	s.o.Format = ingest.Format(in.str("input"))
	columns, err := tables.ParseColumns(in.str("columns"))
	if err != nil {
		return nil, misuse("--columns: %s", plainly(err))
	}
	if len(columns) > 0 {
		s.o.Columns = columns
	}
	if len(s.files) == 0 {
		s.files = []string{"-"}
	}
	s.size = sizeOf(s.files)
	if f, ok := e.in.(*os.File); ok && s.files[0] == "-" && terminalWidth(f) > 0 {
		e.say("reading standard input; end with Ctrl-D")
	}
	return s, nil
}

// sizeOf is the size of files and folders, 0 where one is of unknown size.
func sizeOf(names []string) (total int64) {
	for _, name := range names {
		if name == "-" || ingest.IsAddress(name) {
			return 0
		}
		filepath.WalkDir(name, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				if st, err := d.Info(); err == nil {
					total += st.Size()
				}
			}
			return nil
		})
	}
	return total
}

// items yields what comes of the sources. What cannot be read is an error in its
// place.
func (s *source) items(ctx context.Context) iter.Seq2[ingest.Item, error] {
	o := s.o
	o.In, o.Warn = s.e.in, s.e.warn
	o.Count = func(n int) { s.read.Add(int64(n)) }
	return ingest.Read(ctx, s.files, o)
}

// dispatches yields those with text; an address alone is an error.
func (s *source) dispatches() iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for it, err := range s.items(context.Background()) {
			if err == nil && it.Text == "" {
				err = fmt.Errorf("%s: an address (%s) and no text; casus ingest --fetch reads what is there: %w", it.ID, it.URL, casus.ErrInvalid)
			}
			if !yield(it.Dispatch, err) {
				return
			}
		}
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
