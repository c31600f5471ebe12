// Package tables reads dispatches from tables: CSV and TSV (RFC 4180, as spreadsheets
// write it) and Parquet, a dispatch a row.
//
// Which column holds what is guessed from the usual names ("body", "headline",
// "pub_date", ...) where a map of columns does not say. A row that cannot be read is
// an error in its place and does not end the stream. A table that has addresses and
// no text gives dispatches without text, to be fetched.
package tables

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"casus"
)

// Options of the readers. The zero value works.
type Options struct {
	// Name of the table, for messages and for the ids of dispatches that have none.
	Name string
	// Columns says which column holds what; nil to guess all.
	Columns Columns
	// Comma is what stands between fields of a CSV file, 0 to guess.
	Comma byte
	// From and To are the groups of rows of a Parquet file that are read, To being the
	// first behind them; all if To is 0.
	From, To int
	// Warn is told of what was mended, or nil.
	Warn func(message string)
}

// Columns maps fields of a dispatch to names of columns.
type Columns map[string]string

// fields of a dispatch, each with the names that columns use for it, best first.
// Names are compared without case, spaces, dashes and underscores.
var fields = []struct {
	name  string
	usual []string
}{
	{"id", []string{"id", "docid", "articleid", "dispatchid", "storyid", "uid", "guid", "an"}},
	{"date", []string{"date", "published", "publicationdate", "publisheddate", "publishdate", "publishedat", "datepublished", "datepublish", "pubdate", "articledate", "datetime", "timestamp", "time", "day"}},
	{"title", []string{"title", "headline", "head", "articletitle", "hd", "subject"}},
	{"text", []string{"text", "body", "content", "fulltext", "articletext", "articlebody", "maintext", "bodytext", "textcontent", "article", "story", "contents", "sentence"}},
	{"url", []string{"url", "link", "weburl", "articleurl", "sourceurl", "uri", "address", "permalink", "href"}},
	{"publisher", []string{"publisher", "outlet", "publication", "newspaper", "sourcename", "source", "agency", "medianame", "media", "sourcedomain", "domain", "site", "sn"}},
	{"licence", []string{"licence", "license", "rights"}},
}

// The fields by their place.
const (
	fieldID = iota
	fieldDate
	fieldTitle
	fieldText
	fieldURL
	fieldPublisher
	fieldLicence
	fieldCount
)

// ParseColumns reads a map of columns: "text=body,date=published". After the column
// of the date may stand the order of its numbers: "date=published:dmy".
func ParseColumns(s string) (Columns, error) {
	c := Columns{}
	for part := range strings.SplitSeq(s, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		field, column, ok := strings.Cut(part, "=")
		field, column = strings.TrimSpace(field), strings.TrimSpace(column)
		if !ok || column == "" {
			return nil, fmt.Errorf("%q: write a field and its column, like text=body: %w", part, casus.ErrInvalid)
		}
		if fieldNamed(field) < 0 {
			return nil, fmt.Errorf("%q is no field; those are %s: %w", field, fieldNames(), casus.ErrInvalid)
		}
		c[field] = column
	}
	return c, nil
}

func fieldNamed(name string) int {
	for i := range fields {
		if fields[i].name == name {
			return i
		}
	}
	return -1
}

func fieldNames() string {
	var names []string
	for i := range fields {
		names = append(names, fields[i].name)
	}
	return strings.Join(names, ", ")
}

// Looks says whether a line is that of the headings of a table that holds dispatches:
// columns for the text or the address, and one more.
func Looks(line []byte) bool {
	comma := separator(line)
	if comma == 0 || !utf8.Valid(line) {
		return false
	}
	r := rows{comma: comma, buf: line}
	heads, err := r.split()
	if err != nil || len(heads) < 2 {
		return false
	}
	known := 0
	at := guess(headings(heads))
	for _, n := range at {
		if n >= 0 {
			known++
		}
	}
	return known >= 2 && (at[fieldText] >= 0 || at[fieldURL] >= 0)
}

func headings(row [][]byte) []string {
	heads := make([]string, len(row))
	for i, h := range row {
		heads[i] = strings.TrimSpace(string(h))
	}
	return heads
}

// guess finds the column of each field by its usual names, -1 where there is none.
func guess(heads []string) (at [fieldCount]int) {
	plain := make([]string, len(heads))
	for i, h := range heads {
		plain[i] = plainName(h)
	}
	taken := map[int]bool{}
	for f := range fields {
		at[f] = -1
		for _, name := range fields[f].usual {
			if n := slices.Index(plain, name); n >= 0 && !taken[n] {
				at[f], taken[n] = n, true
				break
			}
		}
	}
	return at
}

func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '_' || r == '-' || r == '.' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// plan is what is read from which column.
type plan struct {
	at    [fieldCount]int
	order string // of the numbers of a date: "dmy", "mdy", "ymd", or ""
}

func (o *Options) plan(heads []string) (plan, error) {
	p := plan{at: guess(heads)}
	for field, column := range o.Columns {
		f := fieldNamed(field)
		if f < 0 {
			return p, fmt.Errorf("%q is no field; those are %s: %w", field, fieldNames(), casus.ErrInvalid)
		}
		if name, order, ok := cutOrder(column); ok && f == fieldDate {
			column, p.order = name, order
		}
		n := slices.Index(heads, column)
		if n < 0 {
			n = slices.IndexFunc(heads, func(h string) bool { return plainName(h) == plainName(column) })
		}
		if n < 0 {
			return p, fmt.Errorf("there is no column %q; there are %s: %w", column, some(heads), casus.ErrInvalid)
		}
		for other := range p.at { // a guess gives way
			if p.at[other] == n {
				if _, said := o.Columns[fields[other].name]; !said {
					p.at[other] = -1
				}
			}
		}
		p.at[f] = n
	}
	if p.at[fieldText] < 0 && p.at[fieldURL] < 0 {
		return p, fmt.Errorf("no column is known to hold the text; say which one does, like --columns text=COLUMN (there are %s): %w", some(heads), casus.ErrInvalid)
	}
	return p, nil
}

func cutOrder(column string) (name, order string, ok bool) {
	i := strings.LastIndexByte(column, ':')
	if i < 0 {
		return column, "", false
	}
	switch order = column[i+1:]; order {
	case "dmy", "mdy", "ymd":
		return column[:i], order, true
	}
	return column, "", false
}

// some names the first columns.
func some(heads []string) string {
	var b strings.Builder
	for i, h := range heads {
		if i == 12 || b.Len() > 300 {
			fmt.Fprintf(&b, " and %d more", len(heads)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		if len(h) > 40 {
			h = h[:40] + "..."
		}
		fmt.Fprintf(&b, "%q", h)
	}
	return b.String()
}

// ReadCSV yields the dispatches of a CSV or TSV file in order. Its first row holds
// the names of the columns.
func ReadCSV(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	return func(yield func(casus.Dispatch, error) bool) {
		t := rows{in: bufio.NewReaderSize(r, 1<<16), comma: o.Comma, line: 1}
		if bom, _ := t.in.Peek(3); string(bom) == "\xef\xbb\xbf" {
			t.in.Discard(3)
		}
		if t.comma == 0 {
			head, _ := t.in.Peek(1 << 16)
			head, _, _ = bytes.Cut(head, []byte("\n"))
			t.comma = max(separator(head), 1)
		}
		at := func(err error) error { return fmt.Errorf("%s:%d: %w", o.Name, t.first, err) }
		row, err := t.next()
		if err == io.EOF {
			return
		}
		var p plan
		var heads int
		if err == nil {
			heads = len(row)
			p, err = o.plan(headings(row))
		}
		if err != nil {
			yield(casus.Dispatch{}, at(err))
			return
		}
		for {
			row, err := t.next()
			if err == io.EOF {
				return
			}
			var d casus.Dispatch
			if err == nil {
				d, err = o.dispatch(&p, row, heads, t.first)
			} else if !goesOn(err) {
				yield(d, at(err))
				return
			}
			if err != nil {
				err = at(err)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// dispatch makes one of a row.
func (o *Options) dispatch(p *plan, row [][]byte, heads, line int) (casus.Dispatch, error) {
	if len(row) < heads && !p.reaches(len(row)) {
		return casus.Dispatch{}, fmt.Errorf("the row has %d columns of %d, and the text is not among them; it is left out: %w", len(row), heads, casus.ErrInvalid)
	}
	mended := false
	get := func(f int) string {
		n := p.at[f]
		if n < 0 || n >= len(row) {
			return ""
		}
		if !utf8.Valid(row[n]) {
			mended = true
			return strings.ToValidUTF8(string(row[n]), "\ufffd")
		}
		return string(row[n])
	}
	d := p.fill(get)
	if d.ID == "" {
		d.ID = fmt.Sprintf("%s:%d", o.Name, line)
	}
	if mended {
		o.Warn(fmt.Sprintf("%s:%d: ", o.Name, line) + "not all of it is UTF-8; what is not was replaced by U+FFFD (save the table as UTF-8)")
	}
	if err := check(&d); err != nil {
		return d, err
	}
	o.date(&d, p, line, get(fieldDate))
	return d, nil
}

// fill makes a dispatch of the fields of a row, but for its date.
func (p *plan) fill(get func(field int) string) casus.Dispatch {
	return casus.Dispatch{
		ID: strings.TrimSpace(get(fieldID)), Title: strings.TrimSpace(get(fieldTitle)), Text: get(fieldText),
		URL: strings.TrimSpace(get(fieldURL)), Publisher: strings.TrimSpace(get(fieldPublisher)), Licence: strings.TrimSpace(get(fieldLicence)),
	}
}

// check says what a row lacks to be a dispatch.
func check(d *casus.Dispatch) error {
	if strings.TrimSpace(d.Text) != "" {
		return nil
	}
	if d.Text = ""; d.URL == "" {
		return fmt.Errorf("the row has no text; it is left out: %w", casus.ErrInvalid)
	}
	return nil
}

func (o *Options) date(d *casus.Dispatch, p *plan, line int, date string) {
	if date = strings.TrimSpace(date); date == "" {
		return
	}
	t, err := parseDate(date, p.order)
	if err != nil {
		if len(date) > 60 {
			date = date[:60] + "..."
		}
		o.Warn(fmt.Sprintf("%s:%d: the date %q %v; relative dates of this dispatch stay unresolved", o.Name, line, date, err))
	}
	d.Published = t
}

// reaches says whether a row of n columns holds what a dispatch needs.
func (p *plan) reaches(n int) bool {
	if p.at[fieldText] >= 0 {
		return p.at[fieldText] < n
	}
	return p.at[fieldURL] < n
}
