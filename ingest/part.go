package ingest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"

	"casus"
	"casus/ingest/jsonl"
	"casus/ingest/tables"
)

// Part is a part of a file that can be read by itself, so that several can read one
// large file. What the parts of a file give is what the file gives.
type Part struct {
	// Kind of the part; From and To are bytes of the file (Lines) or groups of rows
	// (Rows), To being the first behind the part.
	Kind PartKind `json:"kind,omitempty"`
	From int64    `json:"from,omitempty"`
	To   int64    `json:"to,omitempty"`
	// Line is the number of the first line of Lines.
	Line int `json:"line,omitempty"`
	// Size is how many bytes it has, Hash their SHA-256 in hexadecimal.
	Size int64  `json:"size"`
	Hash string `json:"hash"`
}

// PartKind is a way to divide a file.
type PartKind string

// The kinds of parts.
const (
	Whole PartKind = ""      // the whole file
	Lines PartKind = "lines" // a range of bytes of JSON Lines that ends at a line's end
	Rows  PartKind = "rows"  // groups of rows of a Parquet file
)

// PartSize is up to how many bytes a part grows; then it ends at the next end of a line
// or of a group of rows.
const PartSize = 32 << 20

// Parts divides a file: JSON Lines that are not packed and Parquet into parts of about
// so many bytes, anything else into one. Each is yielded as soon as it has been read.
func Parts(path string, size int64, o Options) iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		f, length, err := regular(path)
		if err != nil {
			yield(Part{}, fmt.Errorf("%s: %w", path, err))
			return
		}
		defer f.Close()
		start := make([]byte, head)
		n, err := f.ReadAt(start, 0)
		if err != nil && err != io.EOF {
			yield(Part{}, fmt.Errorf("%s: %w", path, cause(err)))
			return
		}
		start = start[:n]
		switch (&reading{o: &o}).kind(start, path) {
		case JSON:
			if !isGzip(start) && !isZip(start) {
				lines(f, size, yield)
				return
			}
		case Parquet:
			groups, err := tables.ParquetGroups(f, length)
			if err == nil && len(groups) > 1 {
				rows(f, length, groups, size, yield)
				return
			}
		}
		yield(hashed(f, Part{Size: length}, length))
	}
}

// regular opens a file that is one, and tells its length.
func regular(path string) (*os.File, int64, error) {
	// Opening a pipe would wait for somebody who writes.
	st, err := os.Stat(path)
	if err != nil {
		return nil, 0, cause(err)
	}
	if !st.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("this is no file: %w", casus.ErrInvalid)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, cause(err)
	}
	if st, err = f.Stat(); err != nil {
		f.Close()
		return nil, 0, cause(err)
	}
	return f, st.Size(), nil
}

// lines divides at ends of lines.
func lines(f io.Reader, size int64, yield func(Part, error) bool) {
	in := bufio.NewReaderSize(f, 1<<20)
	h, p := sha256.New(), Part{Kind: Lines, Line: 1}
	n := 1 // number of the line that is being read
	for {
		b, err := in.ReadSlice('\n')
		h.Write(b)
		p.Size += int64(len(b))
		if err == nil {
			n++
		}
		switch {
		case err == io.EOF:
			if p.Size > 0 || p.From == 0 {
				p.To = p.From + p.Size
				yield(sealed(p, h), nil)
			}
			return
		case err != nil && err != bufio.ErrBufferFull:
			yield(p, cause(err))
			return
		case err == nil && p.Size >= size:
			p.To = p.From + p.Size
			if !yield(sealed(p, h), nil) {
				return
			}
			h.Reset()
			p = Part{Kind: Lines, From: p.To, Line: n}
		}
	}
}

// rows divides between groups of rows.
func rows(f io.ReaderAt, length int64, groups []tables.Group, size int64, yield func(Part, error) bool) {
	p := Part{Kind: Rows}
	for i, g := range groups {
		p.Size += g.To - g.From
		if p.Size < size && i < len(groups)-1 {
			continue
		}
		p.To = int64(i + 1)
		if !yield(hashed(f, p, length)) {
			return
		}
		p = Part{Kind: Rows, From: p.To}
	}
}

func sealed(p Part, h hash.Hash) Part {
	p.Hash = hex.EncodeToString(h.Sum(nil))
	return p
}

// hashed is a part with the hash of its bytes as they are now. That of groups of rows
// takes in the file's footer, which says what they are.
func hashed(f io.ReaderAt, p Part, length int64) (Part, error) {
	h := sha256.New()
	read := func(from, to int64) error {
		n, err := io.Copy(h, io.NewSectionReader(f, from, to-from))
		if err == nil && n < to-from {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	var err error
	switch p.Kind {
	case Whole:
		err = read(0, length)
	case Lines:
		err = read(p.From, p.To)
	case Rows:
		var groups []tables.Group
		if groups, err = tables.ParquetGroups(f, length); err != nil {
			return p, err
		}
		if p.From < 0 || p.From >= p.To || p.To > int64(len(groups)) {
			return p, errOther
		}
		for _, g := range groups[p.From:p.To] {
			if err = read(g.From, g.To); err != nil {
				break
			}
		}
		if err == nil {
			err = read(groups[len(groups)-1].Footer, length)
		}
	default:
		err = fmt.Errorf("a part of the kind %q is not known: %w", p.Kind, casus.ErrInvalid)
	}
	if err == io.ErrUnexpectedEOF {
		err = errOther
	}
	if err != nil {
		return p, cause(err)
	}
	return sealed(p, h), nil
}

var errOther = fmt.Errorf("the file is not what it was: its bytes are others: %w", casus.ErrConflict)

// CheckPart says whether a part can be read and is what it was.
func CheckPart(path string, p Part) error {
	f, length, err := regular(path)
	if err != nil {
		return err
	}
	defer f.Close()
	now, err := hashed(f, p, length)
	if err == nil && now.Hash != p.Hash {
		err = errOther
	}
	return err
}

// ReadPart yields the items of a part of the file at path, which messages and the ids of
// dispatches without one call by its name.
func ReadPart(ctx context.Context, path, name string, p Part, o Options) iter.Seq2[Item, error] {
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	return func(yield func(Item, error) bool) {
		r := &reading{ctx: ctx, o: &o, yield: yield}
		f, length, err := regular(path)
		if err != nil {
			r.fail(name, err)
			return
		}
		defer f.Close()
		switch p.Kind {
		case Whole:
			r.whole(name, name, f, length, 0)
		case Lines:
			in := &counted{io.NewSectionReader(f, p.From, p.To-p.From), o.Count}
			r.all(name, jsonl.Read(in, jsonl.Options{Name: name, Warn: o.Warn, Line: p.Line}))
		case Rows:
			r.all(name, tables.ReadParquet(&countedAt{f, o.Count}, length, tables.Options{Name: name, Columns: o.Columns, Warn: o.Warn, From: int(p.From), To: int(p.To)}))
		default:
			r.fail(name, fmt.Errorf("a part of the kind %q is not known: %w", p.Kind, casus.ErrInvalid))
		}
	}
}
