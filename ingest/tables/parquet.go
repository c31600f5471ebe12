package tables

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"casus"
)

// Bounds of a Parquet file: what it says of itself decides how much memory is asked
// for, so it is looked at before it is believed.
const (
	maxFooter     = 16 << 20
	maxPage       = 64 << 20 // bytes, packed or not
	maxPageValues = 4 << 20
	maxPages      = 1 << 20 // of a column in a group of rows
	headerWindow  = 1 << 13 // bytes read for the head of a page, at first
)

// ReadParquet yields the dispatches of a Parquet file in order. Only the columns that
// hold something of a dispatch are read. What is broken in a group of rows costs that
// group; the others are read.
func ReadParquet(r io.ReaderAt, size int64, o Options) iter.Seq2[casus.Dispatch, error] {
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	return func(yield func(casus.Dispatch, error) bool) {
		f, err := openParquet(r, size)
		if err != nil {
			yield(casus.Dispatch{}, fmt.Errorf("%s: %w", o.Name, err))
			return
		}
		leaves := f.Root().Columns()
		heads := make([]string, len(leaves))
		for i, c := range leaves {
			heads[i] = c.Name()
		}
		p, err := o.plan(heads)
		if err != nil {
			yield(casus.Dispatch{}, fmt.Errorf("%s: %w", o.Name, err))
			return
		}
		for i, n := range p.at {
			if n >= 0 && (!leaves[n].Leaf() || leaves[n].Repeated()) {
				if p.at[i] = -1; i == fieldText {
					yield(casus.Dispatch{}, fmt.Errorf("%s: the column %q holds lists or groups, no text; say which column does, like --columns text=COLUMN: %w", o.Name, heads[n], casus.ErrInvalid))
					return
				}
			}
		}
		t := &parquetTable{o: &o, p: p, r: r, size: size, f: f, leaves: leaves}
		for g, rows := range f.RowGroups() {
			if o.To > 0 && (g < o.From || g >= o.To) {
				t.row += rows.NumRows()
				continue
			}
			if !t.group(g, yield) {
				return
			}
		}
	}
}

// Group is where a group of rows lies in a Parquet file: From and To are bytes, Footer
// where the file begins to tell about itself.
type Group struct{ From, To, Footer int64 }

// ParquetGroups tells where the groups of rows of a Parquet file lie.
func ParquetGroups(r io.ReaderAt, size int64) ([]Group, error) {
	f, err := openParquet(r, size)
	if err != nil {
		return nil, err
	}
	var tail [4]byte
	if _, err := r.ReadAt(tail[:], size-8); err != nil && err != io.EOF {
		return nil, err
	}
	footer := size - 8 - int64(binary.LittleEndian.Uint32(tail[:]))
	var groups []Group
	var total int64
	for _, g := range f.Metadata().RowGroups {
		at := Group{From: footer, Footer: footer}
		for i := range g.Columns {
			m := &g.Columns[i].MetaData
			from, to := span(m)
			if from < 4 || to < from || to > footer {
				return nil, errOutside
			}
			at.From, at.To = min(at.From, from), max(at.To, to)
		}
		// Groups that lie over one another would be read again and again.
		if total += at.To - at.From; at.To < at.From || total > footer {
			return nil, errOutside
		}
		groups = append(groups, at)
	}
	return groups, nil
}

var errOutside = fmt.Errorf("a column lies outside the file: %w", casus.ErrInvalid)

// span is where the pages of a column lie.
func span(m *format.ColumnMetaData) (from, to int64) {
	from = m.DataPageOffset
	if d := m.DictionaryPageOffset; d > 0 && d < from {
		from = d
	}
	return from, from + m.TotalCompressedSize
}

// openParquet opens a file whose footer is of a size that can be believed.
func openParquet(r io.ReaderAt, size int64) (f *parquet.File, err error) {
	var tail [8]byte
	if size < 12 {
		return nil, fmt.Errorf("too short for a Parquet file: %w", casus.ErrInvalid)
	}
	if _, err := r.ReadAt(tail[:], size-8); err != nil && err != io.EOF {
		return nil, err
	}
	if string(tail[4:]) != "PAR1" {
		return nil, fmt.Errorf("the Parquet file has no end (it is cut short, or encrypted); fetch it again: %w", casus.ErrInvalid)
	}
	n := int64(binary.LittleEndian.Uint32(tail[:]))
	if n > maxFooter || n > size-12 {
		return nil, fmt.Errorf("the Parquet file says that its footer has %d bytes, of %d in all: %w", n, size, casus.ErrInvalid)
	}
	footer := make([]byte, n)
	if _, err := r.ReadAt(footer, size-8-n); err != nil && err != io.EOF {
		return nil, err
	}
	if _, err := walkThrift(footer); err != nil {
		return nil, fmt.Errorf("the footer of the Parquet file cannot be believed (%w): %w", err, casus.ErrInvalid)
	}
	defer caught(&err)
	f, err = parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("no readable Parquet file (%w): %w", err, casus.ErrInvalid)
	}
	return f, nil
}

// caught makes an error of a panic of the Parquet reader, which trusts its files.
func caught(err *error) {
	if x := recover(); x != nil {
		*err = fmt.Errorf("the Parquet file is damaged (%v): %w", x, casus.ErrInvalid)
	}
}

type parquetTable struct {
	o      *Options
	p      plan
	r      io.ReaderAt
	size   int64
	f      *parquet.File
	leaves []*parquet.Column
	row    int64 // of the file, from 1
}

// group yields the rows of a group. It says whether to go on.
func (t *parquetTable) group(g int, yield func(casus.Dispatch, error) bool) bool {
	group := t.f.RowGroups()[g]
	last := t.row + group.NumRows()
	cursors, err := t.cursors(g)
	defer func() {
		for _, c := range cursors {
			c.close()
		}
		t.row = last
	}()
	for err == nil && t.row < last {
		var d casus.Dispatch
		var end bool
		if d, end, err = t.next(cursors); end {
			err = nil
			break
		}
		if err != nil {
			break
		}
		t.row++
		bad := check(&d)
		if bad != nil {
			bad = fmt.Errorf("%s: row %d: %w", t.o.Name, t.row, bad)
		}
		if !yield(d, bad) {
			return false
		}
	}
	if err != nil {
		return yield(casus.Dispatch{}, fmt.Errorf("%s: rows %d to %d are lost: %w", t.o.Name, t.row+1, last, err))
	}
	return true
}

// cursors opens the columns that are read.
func (t *parquetTable) cursors(g int) (cs [fieldCount]*cursor, err error) {
	defer caught(&err)
	chunks := t.f.RowGroups()[g].ColumnChunks()
	meta := t.f.Metadata().RowGroups
	for field, n := range t.p.at {
		if n < 0 {
			continue
		}
		leaf := int(t.leaves[n].Index())
		if leaf >= len(chunks) || g >= len(meta) || leaf >= len(meta[g].Columns) {
			return cs, fmt.Errorf("a group of rows lacks a column: %w", casus.ErrInvalid)
		}
		if err := t.checkPages(&meta[g].Columns[leaf].MetaData); err != nil {
			return cs, err
		}
		cs[field] = &cursor{pages: chunks[leaf].Pages(), kind: kindOf(t.leaves[n])}
	}
	return cs, nil
}

// next reads a row.
func (t *parquetTable) next(cs [fieldCount]*cursor) (d casus.Dispatch, end bool, err error) {
	defer caught(&err)
	var value [fieldCount]string
	var day time.Time
	for f, c := range cs {
		if c == nil {
			continue
		}
		v, err := c.next()
		if err == io.EOF {
			return d, true, nil
		}
		if err != nil {
			return d, false, fmt.Errorf("the column %q cannot be read (%w): %w", t.leaves[t.p.at[f]].Name(), err, casus.ErrInvalid)
		}
		if f == fieldDate {
			if day = c.kind.time(v); !day.IsZero() {
				continue
			}
		}
		value[f] = text(v)
	}
	d = t.p.fill(func(f int) string { return value[f] })
	if d.ID == "" {
		d.ID = fmt.Sprintf("%s:%d", t.o.Name, t.row+1)
	}
	if d.Published = day; day.IsZero() {
		t.o.date(&d, &t.p, int(t.row+1), value[fieldDate])
	}
	return d, false, nil
}

func text(v parquet.Value) string {
	if v.IsNull() {
		return ""
	}
	s := strings.Clone(v.String())
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return s
}

// kind is what the numbers of a column of dates mean: the length of one, 0 where they
// are no dates.
type kind time.Duration

func kindOf(c *parquet.Column) kind {
	if !c.Leaf() {
		return 0
	}
	switch l := c.Type().LogicalType(); {
	case l == nil:
	default:
		switch x := l.Value.(type) {
		case *format.DateType:
			return kind(24 * time.Hour)
		case *format.TimestampType:
			switch x.Unit.Value.(type) {
			case *format.MilliSeconds:
				return kind(time.Millisecond)
			case *format.MicroSeconds:
				return kind(time.Microsecond)
			case *format.NanoSeconds:
				return kind(time.Nanosecond)
			}
		}
	}
	return 0
}

func (k kind) time(v parquet.Value) time.Time {
	if k == 0 || v.IsNull() {
		return time.Time{}
	}
	n := v.Int64()
	if v.Kind() == parquet.Int32 {
		n = int64(v.Int32())
	}
	var t time.Time
	switch d := time.Duration(k); d {
	case 24 * time.Hour:
		t = time.Unix(n*86400, 0)
	case time.Millisecond:
		t = time.UnixMilli(n)
	case time.Microsecond:
		t = time.UnixMicro(n)
	default:
		t = time.Unix(0, n)
	}
	if t, err := sane(t.UTC()); err == nil {
		return t
	}
	return time.Time{}
}

// cursor walks over the values of a column, one a row.
type cursor struct {
	pages  parquet.Pages
	kind   kind
	page   parquet.Page
	values parquet.ValueReader
	buf    [64]parquet.Value
	n, at  int
}

func (c *cursor) next() (parquet.Value, error) {
	for c.at == c.n {
		if c.values == nil {
			page, err := c.pages.ReadPage()
			if err != nil {
				return parquet.Value{}, err
			}
			c.page, c.values = page, page.Values()
		}
		n, err := c.values.ReadValues(c.buf[:])
		c.n, c.at = n, 0
		if n == 0 {
			if err != nil && err != io.EOF {
				return parquet.Value{}, err
			}
			parquet.Release(c.page)
			c.page, c.values = nil, nil
		}
	}
	c.at++
	return c.buf[c.at-1], nil
}

func (c *cursor) close() {
	if c == nil {
		return
	}
	if c.page != nil {
		parquet.Release(c.page)
	}
	c.pages.Close()
}

// checkPages walks over the heads of a column's pages: none may say that it holds
// more than a page can.
func (t *parquetTable) checkPages(m *format.ColumnMetaData) error {
	at, end := span(m)
	if at < 4 || m.TotalCompressedSize < 0 || end > t.size || end < at {
		return errOutside
	}
	buf := make([]byte, headerWindow)
	for n := 0; at < end; n++ {
		if n == maxPages {
			return fmt.Errorf("a column has more than %d pages in a group: %w", maxPages, casus.ErrInvalid)
		}
		h, size, err := t.pageHead(buf, at, end)
		if err != nil {
			return err
		}
		if h.CompressedPageSize < 0 || h.CompressedPageSize > maxPage || h.UncompressedPageSize < 0 || h.UncompressedPageSize > maxPage {
			return fmt.Errorf("a page says that it holds %d bytes, %d packed; %d MB at most are read: %w", h.UncompressedPageSize, h.CompressedPageSize, maxPage>>20, casus.ErrInvalid)
		}
		for _, values := range [...]int32{h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues} {
			if values < 0 || values > maxPageValues {
				return fmt.Errorf("a page says that it holds %d values; %d at most are read: %w", values, maxPageValues, casus.ErrInvalid)
			}
		}
		at += size + int64(h.CompressedPageSize)
	}
	return nil
}

// pageHead reads the head of the page at a place, and its length.
func (t *parquetTable) pageHead(buf []byte, at, end int64) (h format.PageHeader, size int64, err error) {
	for {
		n, err := t.r.ReadAt(buf[:min(int64(len(buf)), end-at)], at)
		if err != nil && err != io.EOF {
			return h, 0, err
		}
		length, err := walkThrift(buf[:n])
		if err == nil {
			var protocol thrift.CompactProtocol
			err = thrift.NewDecoder(protocol.NewReader(bytes.NewReader(buf[:length]))).Decode(&h)
			if err == nil {
				return h, int64(length), nil
			}
		}
		if err != errThriftCut || n < len(buf) || len(buf) > 1<<20 { // it holds statistics, which may be long
			return h, 0, fmt.Errorf("the head of a page cannot be read (%w): %w", err, casus.ErrInvalid)
		}
		buf = make([]byte, 16*len(buf))
	}
}
