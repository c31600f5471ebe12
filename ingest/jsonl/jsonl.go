// Package jsonl reads dispatches from JSON Lines: one object a line,
//
//	{"id": "a1", "date": "2024-06-21", "title": "...", "text": "...", "url": "...", "publisher": "...", "licence": "..."}
//
// Only "text" must be there. A line that cannot be read is reported with its
// number and does not end the stream. The format is that of jsonlines.org.
package jsonl

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"casus"
)

// MaxLine is the length in bytes above which a line is refused.
const MaxLine = 64 << 20

// Options of Read. The zero value works.
type Options struct {
	// Name of the stream, for messages and for the ids of dispatches that have
	// none.
	Name string
	// Line is the number of its first line, 1 if 0.
	Line int
	// Warn is told of what was mended, or nil.
	Warn func(message string)
}

// Read yields the dispatches of a stream in order, and in its place an error for
// each line that cannot be read.
func Read(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	return func(yield func(casus.Dispatch, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		var line []byte
		for n := max(1, o.Line); ; n++ {
			var err error
			line, err = readLine(in, line[:0])
			if err != nil && err != io.EOF {
				if !yield(casus.Dispatch{}, fmt.Errorf("%s:%d: %w", o.Name, n, err)) || !errors.Is(err, errLong) {
					return
				}
				continue
			}
			if !blank(line) {
				d, perr := parse(line, n, o)
				if perr != nil {
					perr = fmt.Errorf("%s:%d: %w", o.Name, n, perr)
				}
				if !yield(d, perr) {
					return
				}
			}
			if err == io.EOF {
				return
			}
		}
	}
}

var errLong = fmt.Errorf("the line is longer than %d MB; it is left out: %w", MaxLine>>20, casus.ErrInvalid)

// readLine appends the next line to buf. Of a line that is too long it drops all.
func readLine(in *bufio.Reader, buf []byte) ([]byte, error) {
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if len(buf)+len(part) > MaxLine {
			long, buf = true, buf[:0]
		}
		if !long {
			buf = append(buf, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if long && (err == nil || err == io.EOF) {
			return nil, errLong
		}
		return buf, err
	}
}

func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}

// record is a line.
type record struct {
	ID        json.RawMessage `json:"id"`
	Date      string          `json:"date"`
	Published string          `json:"published"`
	Title     string          `json:"title"`
	Text      *string         `json:"text"`
	URL       string          `json:"url"`
	Publisher string          `json:"publisher"`
	Licence   string          `json:"licence"`
}

func parse(line []byte, n int, o Options) (casus.Dispatch, error) {
	var r record
	if err := json.Unmarshal(line, &r); err != nil {
		return casus.Dispatch{}, fmt.Errorf("not a JSON object with a dispatch: %w: %w", err, casus.ErrInvalid)
	}
	d := casus.Dispatch{Title: r.Title, URL: r.URL, Publisher: r.Publisher, Licence: r.Licence}
	if d.ID = id(r.ID); d.ID == "" {
		d.ID = fmt.Sprintf("%s:%d", o.Name, n)
	}
	if r.Text == nil {
		return d, fmt.Errorf(`the object has no "text"; the news item must stand there: %w`, casus.ErrInvalid)
	}
	d.Text = *r.Text
	if !utf8.Valid(line) {
		o.Warn(fmt.Sprintf("%s:%d: not all of it is UTF-8; what is not was replaced by U+FFFD", o.Name, n))
	}
	date := r.Date
	if date == "" {
		date = r.Published
	}
	if date == "" {
		return d, nil
	}
	t, ok := ParseTime(date)
	if !ok {
		o.Warn(fmt.Sprintf("%s:%d: the date %q is no day like 2024-06-21; relative dates of this dispatch stay unresolved", o.Name, n, date))
	}
	d.Published = t
	return d, nil
}

// id takes a string or a number.
func id(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if s = string(raw); s == "null" {
		return ""
	}
	return s
}

// ParseTime reads a day (2024-06-21, 20240621) or a time after RFC 3339.
func ParseTime(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.DateOnly, time.RFC3339, "20060102", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
