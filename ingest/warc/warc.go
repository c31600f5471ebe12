// Package warc reads the pages of web archives: WARC 1.0 and 1.1 (ISO 28500), plain
// or packed with gzip record by record, as Common Crawl's CC-NEWS is.
//
// An archive is rarely without fault. What can be read is read: after a record with a
// broken head, a wrong length or a damaged packing the reader looks for the next one,
// and tells what was lost. What a page says is found by a function that the caller
// gives, so that this package knows records and not pages.
package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"casus"
)

const (
	// MaxRecord is the size in bytes, as stored and as unpacked, above which a
	// record is left out.
	MaxRecord = 15 << 20
	// maxHead bounds the head of a record.
	maxHead    = 1 << 16
	maxSalvage = 16
)

// Page is a page as it was archived.
type Page struct {
	Address     string
	ContentType string
	// Fetched is when it was archived.
	Fetched time.Time
	Body    []byte
}

// Options of Read.
type Options struct {
	// Name of the archive, for messages.
	Name string
	// Article finds the dispatch in a page of HTML.
	Article func(Page) (casus.Dispatch, error)
	// Warn is told of what was left out, or nil.
	Warn func(message string)
}

// Counts of what was in an archive.
type Counts struct {
	// Records of all kinds; Pages that were read; Failed that could not be; Other
	// that are no pages of news (requests, revisits, images, pages of errors).
	Records, Pages, Failed, Other int
}

// record is a head.
type record struct {
	kind, id, address, contentType, payload string
	date                                    time.Time
	length                                  int64
	offset                                  int64 // of unpacked bytes
}

// Read yields the dispatches of an archive in order, and an error in the place of
// each record that cannot be read.
func Read(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	return func(yield func(casus.Dispatch, error) bool) {
		a := &archive{o: &o, yield: yield}
		if a.in = openStream(r); !a.read() {
			return
		}
		if a.counts.Other > 0 || a.counts.Failed > 0 {
			o.Warn(fmt.Sprintf("%s: %d records: %d pages read, %d left out as no pages of news, %d could not be read", o.Name, a.counts.Records, a.counts.Pages, a.counts.Other, a.counts.Failed))
		}
	}
}

// archive is the reading of one.
type archive struct {
	o      *Options
	in     *stream
	yield  func(casus.Dispatch, error) bool
	counts Counts
	block  []byte
	// salvaged counts the records found within others: each costs reading again.
	salvaged int
}

// fail yields an error. It says whether to go on.
func (a *archive) fail(at int64, format string, args ...any) bool {
	a.counts.Failed++
	err := fmt.Errorf(format, args...)
	if !errors.Is(err, casus.ErrInvalid) {
		err = fmt.Errorf("%w: %w", err, casus.ErrInvalid)
	}
	return a.yield(casus.Dispatch{}, fmt.Errorf("%s: record at %d: %w", a.o.Name, at, err))
}

// read reads all records. It says whether the caller wants to hear the end.
func (a *archive) read() bool {
	for {
		rec, err := a.head()
		switch {
		case err == io.EOF:
			return true
		case errors.Is(err, errPacked):
			if !a.fail(a.in.offset, "%w; reading goes on at the next record", err) {
				return false
			}
			if !a.in.resume() {
				return true
			}
			continue
		case errors.Is(err, errHead):
			if !a.fail(rec.offset, "%w", err) {
				return false
			}
			a.seek()
			continue
		case err != nil:
			a.yield(casus.Dispatch{}, fmt.Errorf("%s: %w", a.o.Name, err))
			return false
		}
		a.counts.Records++
		if on, end := a.body(rec); !on || end {
			return on
		}
	}
}

var errHead = fmt.Errorf("what stands there is no head of a record; reading goes on at the next: %w", casus.ErrInvalid)

// head reads the head of the next record, after empty lines.
func (a *archive) head() (rec record, err error) {
	line, err := "", error(nil)
	for line == "" {
		rec.offset = a.in.offset
		if line, err = a.in.line(); err != nil && line == "" {
			return rec, err
		}
	}
	if !strings.HasPrefix(line, "WARC/") {
		return rec, errHead
	}
	rec.length = -1
	size, last := 0, ""
	for {
		line, err := a.in.line()
		if size += len(line); err != nil || size > maxHead {
			if errors.Is(err, errPacked) {
				return rec, err
			}
			return rec, fmt.Errorf("its head is cut or longer than %d kB: %w", maxHead>>10, errHead)
		}
		if line == "" {
			break
		}
		name, value, ok := strings.Cut(line, ":")
		if line[0] == ' ' || line[0] == '\t' { // it goes on the line before
			name, value, ok = last, strings.TrimSpace(line), false
		}
		if last = strings.ToLower(strings.TrimSpace(name)); ok {
			rec.set(last, strings.TrimSpace(value))
		}
	}
	if rec.length < 0 {
		return rec, fmt.Errorf("it does not say its length: %w", errHead)
	}
	return rec, nil
}

func (rec *record) set(name, value string) {
	switch name {
	case "warc-type":
		rec.kind = strings.ToLower(value)
	case "warc-record-id":
		rec.id = strings.TrimPrefix(strings.Trim(value, "<>"), "urn:uuid:")
	case "warc-target-uri":
		rec.address = strings.Trim(value, "<>")
	case "warc-date":
		rec.date, _ = time.Parse(time.RFC3339, value)
	case "content-type":
		rec.contentType = value
	case "warc-identified-payload-type":
		rec.payload = value
	case "content-length":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && n >= 0 {
			rec.length = n
		}
	}
}

// wanted says whether a record may hold a page.
func (rec *record) wanted() bool {
	switch rec.kind {
	case "response":
		return strings.HasPrefix(rec.address, "http") || strings.Contains(rec.contentType, "http")
	case "resource", "conversion":
		return isText(rec.contentType)
	}
	return false
}

// body reads the block of a record. On says whether the caller wants more, end
// whether there is none.
func (a *archive) body(rec record) (on, end bool) {
	if !rec.wanted() || rec.length > MaxRecord {
		if rec.wanted() {
			if !a.fail(rec.offset, "%s: the record has %d MB, more than %d; it is left out", rec.address, rec.length>>20, MaxRecord>>20) {
				return false, false
			}
		} else {
			a.counts.Other++
		}
		err := a.in.skip(rec.length)
		return a.after(rec, err)
	}
	var err error
	a.block, err = a.in.block(a.block[:0], int(rec.length))
	if rest := a.swallowed(err); rest != nil {
		a.in.again(rest)
		err = errEarly
	}
	if !a.page(rec, err != nil) {
		return false, false
	}
	return a.after(rec, err)
}

// swallowed looks for a record within the block of one whose length is wrong: after
// such a block there is neither an empty line nor a record. It cuts the block there
// and returns the rest.
func (a *archive) swallowed(err error) []byte {
	if err == nil {
		next, _ := a.in.peek(5)
		if len(next) == 0 || next[0] == '\r' || next[0] == '\n' || string(next) == "WARC/" {
			return nil
		}
	} else if err != io.ErrUnexpectedEOF {
		return nil
	}
	n := bytes.Index(a.block, []byte("\nWARC/1."))
	if n < 0 || a.salvaged == maxSalvage {
		return nil
	}
	a.salvaged++
	rest := bytes.Clone(a.block[n+1:])
	a.block = a.block[:n]
	return rest
}

// after deals with what went wrong in a block that has been used as far as it goes.
func (a *archive) after(rec record, err error) (on, end bool) {
	switch {
	case err == nil:
		return true, false
	case err == errEarly: // the next record begins before this one should end
		return a.fail(rec.offset, "%s: the record is shorter than the %d bytes it says", rec.address, rec.length), false
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		return a.fail(rec.offset, "%s: the archive ends within the record; fetch it again", rec.address), true
	case errors.Is(err, errPacked):
		if !a.fail(rec.offset, "%s: %w; reading goes on at the next record", rec.address, err) {
			return false, false
		}
		return true, !a.in.resume()
	}
	a.yield(casus.Dispatch{}, fmt.Errorf("%s: %w", a.o.Name, err))
	return false, true
}

// page yields what a block holds. It says whether to go on.
func (a *archive) page(rec record, cut bool) bool {
	p := Page{Address: rec.address, ContentType: rec.contentType, Fetched: rec.date, Body: a.block}
	if rec.kind == "response" {
		use, err := p.open(a.block)
		if err != nil && !cut {
			return a.fail(rec.offset, "%s: %w", rec.address, err)
		}
		if !use || err != nil {
			a.counts.Other++
			return true
		}
	}
	var d casus.Dispatch
	var err error
	switch {
	case rec.kind == "conversion" || strings.HasPrefix(p.ContentType, "text/plain"):
		d = casus.Dispatch{URL: p.Address, Text: strings.ToValidUTF8(string(p.Body), "\ufffd")}
	case a.o.Article == nil:
		a.counts.Other++
		return true
	default:
		d, err = a.o.Article(p)
	}
	if err != nil {
		return a.fail(rec.offset, "%s: %w", rec.address, err)
	}
	if strings.TrimSpace(d.Text) == "" {
		a.counts.Other++
		return true
	}
	if d.URL == "" {
		d.URL = rec.address
	}
	if d.ID == "" {
		if d.ID = rec.id; d.ID == "" {
			d.ID = fmt.Sprintf("%s:%d", a.o.Name, rec.offset)
		}
	}
	a.counts.Pages++
	return a.yield(d, nil)
}

// seek goes to the next line that begins a record, or to the end.
func (a *archive) seek() {
	for {
		if b, err := a.in.peek(5); string(b) == "WARC/" || err != nil && len(b) == 0 {
			return
		}
		if _, err := a.in.line(); err != nil {
			return
		}
	}
}

func isText(contentType string) bool {
	t, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(t) {
	case "text/html", "application/xhtml+xml", "text/plain":
		return true
	}
	return false
}
