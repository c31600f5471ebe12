// Package ingest opens what news comes in. A source is a path, a folder, "-" for
// standard input, or an address; what it is shows in its content first and its name
// second, and it is read by the reader for its kind (packages below this one).
//
// Whatever is wrong with a source, or with a record in it, is an error in its place,
// and the rest goes on. Memory is bounded whatever comes.
package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casus"
	"casus/ingest/nexis"
	"casus/ingest/tables"
	"casus/ingest/unpack"
)

// Item is a dispatch as it came in. One without text is an address whose page is
// still to be fetched.
type Item struct {
	casus.Dispatch
	// Language is an ISO 639-1 code, "" where nobody looked or it is not known.
	Language string
	// From is the file, the member of an archive or the address that it was in.
	From string
}

// Page is what an address gave.
type Page struct {
	// Address is where it was found in the end, after redirections.
	Address string
	Body    []byte
	// ContentType as the server tells it.
	ContentType string
}

// Options of Read. The zero value works; it reads files and no addresses.
type Options struct {
	// Format that all sources have, "" to find it out.
	Format Format
	// Columns says which column of a table holds what; nil to guess.
	Columns tables.Columns
	// In is standard input.
	In io.Reader
	// Warn is told of what was mended or left out, or nil.
	Warn func(message string)
	// Count is told how many bytes of files have been read, or nil.
	Count func(n int)
	// Fetch gets what an address holds; nil where addresses are not to be asked.
	Fetch func(ctx context.Context, address string) (Page, error)
	// Follow fetches the pages of items without text as well.
	Follow bool
	// Article finds the article in a page of HTML, and the language that it claims; nil
	// for the function of that name.
	Article func(page []byte, address string) (d casus.Dispatch, language string, err error)
	// Detect tells the language of a text, given the one that its source claims; nil
	// where nobody needs it.
	Detect func(text, claimed string) string
}

const (
	head = 1 << 12 // bytes by which a kind is found
	// maxText is the size in bytes above which a plain text is no dispatch.
	maxText = 64 << 20
	// maxNested is how deep archives may lie in archives.
	maxNested = 3
	// maxFollowed is how deep an address may lead to a list of addresses.
	maxFollowed = 2
)

// Read yields the items of the sources in order.
func Read(ctx context.Context, sources []string, o Options) iter.Seq2[Item, error] {
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	return func(yield func(Item, error) bool) {
		r := &reading{ctx: ctx, o: &o, yield: yield}
		for _, s := range sources {
			if r.source(s); r.ended {
				return
			}
		}
	}
}

// reading is a run over sources.
type reading struct {
	ctx   context.Context
	o     *Options
	yield func(Item, error) bool
	ended bool
	depth int // of addresses that lead to addresses
}

// give hands out an item, or fetches it where it is an address alone.
func (r *reading) give(it Item, err error) {
	if r.ended {
		return
	}
	if err == nil && it.Text == "" && it.URL != "" && r.o.Follow && r.o.Fetch != nil {
		r.follow(it)
		return
	}
	if err == nil && r.o.Detect != nil && it.Text != "" {
		it.Language = r.o.Detect(it.Text, it.Language)
	}
	r.ended = !r.yield(it, err)
}

// fail hands out what is wrong with a source.
func (r *reading) fail(name string, err error) {
	r.give(Item{Dispatch: casus.Dispatch{ID: name}, From: name}, fmt.Errorf("%s: %w", name, err))
}

// all hands out what a reader gives.
func (r *reading) all(name string, s iter.Seq2[casus.Dispatch, error]) {
	n := 0
	for d, err := range s {
		n++
		r.give(Item{Dispatch: d, From: name}, err)
		if r.ended {
			return
		}
	}
	if n == 0 {
		r.o.Warn(name + ": there is nothing in it")
	}
}

// source reads one.
func (r *reading) source(name string) {
	switch {
	case r.ctx.Err() != nil:
		r.ended = true
	case name == "-":
		if r.o.In == nil {
			r.fail(name, fmt.Errorf("there is no standard input: %w", casus.ErrUnavailable))
			return
		}
		r.stream("standard input", "", &counted{r.o.In, r.o.Count}, 0)
	case IsAddress(name):
		r.address(name)
	default:
		st, err := os.Stat(name)
		switch {
		case err != nil:
			r.fail(name, cause(err))
		case st.IsDir():
			r.folder(name)
		case !st.Mode().IsRegular():
			f, err := os.Open(name)
			if err != nil {
				r.fail(name, cause(err))
				return
			}
			defer f.Close()
			r.stream(name, name, &counted{f, r.o.Count}, 0)
		default:
			r.file(name, st.Size())
		}
	}
}

// cause takes the path off an error of the file system.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// IsAddress says whether a source is an address on the web.
func IsAddress(source string) bool {
	return strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://")
}

// folder reads the files of a folder.
func (r *reading) folder(name string) {
	walk(name, r.o.Warn, func(path string, size int64, err error) bool {
		switch {
		case r.ended || r.ctx.Err() != nil:
			r.ended = true
		case err != nil:
			r.fail(path, err)
		default:
			r.file(path, size)
		}
		return !r.ended
	})
}

// Files yields the files that paths and folders stand for, in the order in which Read
// reads them, by the names that Read gives them.
func Files(paths []string, warn func(message string)) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, name := range paths {
			on := true
			st, err := os.Stat(name)
			switch {
			case err != nil:
				on = yield(name, fmt.Errorf("%s: %w", name, cause(err)))
			case st.IsDir():
				walk(name, warn, func(path string, _ int64, err error) bool {
					if err != nil {
						err = fmt.Errorf("%s: %w", path, err)
					}
					on = yield(path, err)
					return on
				})
			default:
				on = yield(name, nil)
			}
			if !on {
				return
			}
		}
	}
}

// walk visits the files of a folder and those below it, in order of their names, until
// one says no. Hidden ones and links to folders are left out, and so are pictures and
// the like.
func walk(name string, warn func(string), visit func(path string, size int64, err error) bool) {
	var others []string
	n, on := 0, true
	err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		hidden := path != name && strings.HasPrefix(path[strings.LastIndexByte(path, filepath.Separator)+1:], ".")
		switch {
		case err != nil:
			on = visit(path, 0, cause(err))
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
		case slices.Contains(noNews, strings.ToLower(filepath.Ext(path))):
			others = append(others, strings.ToLower(filepath.Ext(path)))
		default:
			n++
			if st, err := os.Stat(path); err != nil {
				on = visit(path, 0, cause(err))
			} else if st.Mode().IsRegular() {
				on = visit(path, st.Size(), nil)
			}
		}
		if !on {
			return fs.SkipAll
		}
		return nil
	})
	if !on {
		return
	}
	if len(others) > 0 {
		total := len(others)
		slices.Sort(others)
		warn(fmt.Sprintf("%s: %d files that hold no news left out (%s)", name, total, strings.Join(slices.Compact(others), ", ")))
	}
	if err != nil {
		visit(name, 0, cause(err))
	} else if n == 0 {
		visit(name, 0, fmt.Errorf("there are no files in the folder: %w", casus.ErrInvalid))
	}
}

// noNews are endings of files that folders of news hold beside the news.
var noNews = []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".css", ".js", ".woff", ".woff2", ".ttf", ".mp3", ".mp4", ".exe", ".dll", ".db", ".db-wal", ".db-shm", ".go", ".py", ".r"}

// file reads a file.
func (r *reading) file(name string, size int64) {
	f, err := os.Open(name)
	if err != nil {
		r.fail(name, cause(err))
		return
	}
	defer f.Close()
	r.whole(name, name, f, size, 0)
}

// whole reads what can be read at any place: a file, or what was read into memory.
// Label is how it is called, name what tells its kind.
func (r *reading) whole(label, name string, f io.ReaderAt, size int64, depth int) {
	start := make([]byte, head)
	n, err := f.ReadAt(start, 0)
	if err != nil && err != io.EOF {
		r.fail(label, cause(err))
		return
	}
	switch kind := r.kind(start[:n], name); {
	case kind == Parquet:
		r.all(label, tables.ReadParquet(&countedAt{f, r.o.Count}, size, tables.Options{Name: label, Columns: r.o.Columns, Warn: r.o.Warn}))
	case isZip(start[:n]):
		r.zip(label, &countedAt{f, r.o.Count}, size, depth)
	default:
		r.stream(label, name, &counted{io.NewSectionReader(f, 0, size), r.o.Count}, depth)
	}
}

// stream reads what comes once.
func (r *reading) stream(label, name string, in io.Reader, depth int) {
	b := bufio.NewReaderSize(in, 1<<16)
	start, err := b.Peek(head)
	if err != nil && err != io.EOF && len(start) == 0 {
		r.fail(label, cause(err))
		return
	}
	if depth > maxNested {
		r.fail(label, fmt.Errorf("archives lie in archives more than %d deep; unpack them first: %w", maxNested, casus.ErrInvalid))
		return
	}
	switch kind := r.kind(start, name); {
	case kind == WARC:
		r.read(kind, label, name, b)
	case isGzip(start):
		z, err := unpack.Gzip(b)
		if err != nil {
			r.fail(label, err)
			return
		}
		r.stream(label, strings.TrimSuffix(name, ".gz"), z, depth+1)
	case isZip(start) || kind == Parquet:
		r.inMemory(label, name, b, depth)
	default:
		r.read(kind, label, name, b)
	}
}

// inMemory reads what must be read at any place and comes in a stream.
func (r *reading) inMemory(label, name string, in io.Reader, depth int) {
	body, err := io.ReadAll(io.LimitReader(in, unpack.MaxMember+1))
	switch {
	case err != nil:
		r.fail(label, err)
	case len(body) > unpack.MaxMember:
		r.fail(label, unpack.ErrLarge)
	default:
		quiet := *r.o
		quiet.Count = nil // it has been counted
		sub := *r
		sub.o = &quiet
		sub.whole(label, name, bytes.NewReader(body), int64(len(body)), depth+1)
		r.ended = sub.ended
	}
}

// zip reads the members of an archive in order of their names.
func (r *reading) zip(label string, in io.ReaderAt, size int64, depth int) {
	a, err := unpack.Zip(in, size)
	if err != nil {
		r.fail(label, err)
		return
	}
	files := a.Files[:0:0]
	for _, f := range a.Files {
		base := f.Name[strings.LastIndexByte(f.Name, '/')+1:]
		switch {
		case f.Name == "word/document.xml":
			r.all(label, nexis.ReadDOCX(in, size, nexis.Options{Name: label, Warn: r.o.Warn}))
			return
		case f.Name == "xl/workbook.xml":
			r.fail(label, fmt.Errorf("this is a workbook of a spreadsheet; save the table as CSV: %w", casus.ErrInvalid))
			return
		case base == "" || strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/") || slices.Contains(noNews, strings.ToLower(filepath.Ext(base))):
			continue
		}
		files = append(files, f)
	}
	slices.SortStableFunc(files, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	if len(files) == 0 {
		r.fail(label, fmt.Errorf("there are no files in the archive: %w", casus.ErrInvalid))
	}
	for _, f := range files {
		if r.ended || r.ctx.Err() != nil {
			r.ended = true
			return
		}
		member := label + "/" + strings.ToValidUTF8(f.Name, "\ufffd")
		text, err := a.Open(f, false)
		if err != nil {
			r.fail(member, err)
			continue
		}
		r.stream(member, f.Name, text, depth+1)
		text.Close()
	}
}

// counted tells how much was read.
type counted struct {
	io.Reader
	count func(int)
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if c.count != nil {
		c.count(n)
	}
	return n, err
}

// countedAt does so for what is read at any place.
type countedAt struct {
	io.ReaderAt
	count func(int)
}

func (c *countedAt) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, at)
	if c.count != nil {
		c.count(n)
	}
	return n, err
}
