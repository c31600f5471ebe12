package tables

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"casus"
)

const (
	// MaxRow is the length in bytes above which a row is left out.
	MaxRow = 16 << 20
	// MaxColumns is the number above which a table is refused.
	MaxColumns = 10_000
	// maxRewinds is how often reading goes back to the line after a quote that is
	// never closed. Later ones cost what they swallowed, so that time stays linear.
	maxRewinds = 8
)

// rows reads the rows of a CSV file (RFC 4180), forgiving as spreadsheets are: a
// quote inside a field that is no end of it is part of it, any line end ends a row.
// A quote that is never closed costs its own line, not the rest of the file.
type rows struct {
	in    *bufio.Reader
	comma byte
	// line is the number of the next line, first that of the row last read.
	line, first int
	buf         []byte   // the row's lines
	pending     []byte   // lines that were read and are to be read again
	fields      [][]byte // of the row last read; they point into text
	text        []byte
	rewinds     int
}

var (
	errRow   = fmt.Errorf("the row is longer than %d MB; it is left out (look for a quote that is not closed): %w", MaxRow>>20, casus.ErrInvalid)
	errQuote = fmt.Errorf("a quote that opens here is never closed; the line is left out: %w", casus.ErrInvalid)
	errWide  = fmt.Errorf("the row has more than %d columns; it is left out (is the separator right?): %w", MaxColumns, casus.ErrInvalid)
)

// next reads a row. It returns io.EOF at the end; after errRow, errQuote and errWide
// it can go on.
func (r *rows) next() ([][]byte, error) {
	for {
		r.buf, r.first = r.buf[:0], r.line
		open := false
		for {
			from := len(r.buf)
			err := r.appendLine()
			if len(r.buf) > from {
				r.line++
			}
			if err != nil && err != io.EOF {
				return nil, err
			}
			open = r.openAfter(r.buf[from:], open)
			if !open || err == io.EOF || len(r.buf) > MaxRow {
				if err == io.EOF && len(r.buf) == 0 {
					return nil, io.EOF
				}
				break
			}
		}
		switch {
		case open:
			return nil, r.rewind()
		case len(bytes.TrimRight(r.buf, "\r\n")) == 0:
			continue
		}
		return r.split()
	}
}

// appendLine adds the next line, with its end, to buf.
func (r *rows) appendLine() error {
	if len(r.pending) > 0 {
		n := bytes.IndexByte(r.pending, '\n') + 1
		if n == 0 {
			n = len(r.pending)
		}
		r.buf = append(r.buf, r.pending[:n]...)
		if r.pending = r.pending[n:]; r.buf[len(r.buf)-1] == '\n' {
			return nil
		}
	}
	long := false
	for {
		part, err := r.in.ReadSlice('\n')
		if long = long || len(r.buf)+len(part) > 2*MaxRow; !long {
			r.buf = append(r.buf, part...)
		}
		if err != bufio.ErrBufferFull {
			if long && (err == nil || err == io.EOF) {
				err = errRow
			}
			return err
		}
	}
}

// openAfter says whether a quoted field is open after a line, given whether one was
// before it.
func (r *rows) openAfter(line []byte, open bool) bool {
	start := !open // at the start of a field
	for i := 0; i < len(line); {
		if open {
			n := bytes.IndexByte(line[i:], '"')
			if n < 0 {
				return true
			}
			if i += n + 1; i < len(line) && line[i] == '"' {
				i++
				continue
			}
			if i == len(line) || line[i] == r.comma || line[i] == '\n' || line[i] == '\r' {
				open = false
			}
			continue
		}
		if start && line[i] == '"' {
			open, start = true, false
			i++
			continue
		}
		n := bytes.IndexByte(line[i:], r.comma)
		if n < 0 {
			return false
		}
		i, start = i+n+1, true
	}
	return open
}

// rewind goes back to the line after the first of the row.
func (r *rows) rewind() error {
	if r.rewinds++; r.rewinds > maxRewinds {
		return errQuote
	}
	if n := bytes.IndexByte(r.buf, '\n') + 1; n > 0 {
		r.pending = append(bytes.Clone(r.buf[n:]), r.pending...)
		r.line = r.first + 1
	}
	return errQuote
}

// split cuts the row into fields.
func (r *rows) split() ([][]byte, error) {
	if len(r.buf) > MaxRow {
		return nil, errRow
	}
	line := r.buf
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	r.fields, r.text = r.fields[:0], r.text[:0]
	for {
		if len(r.fields) == MaxColumns {
			return nil, errWide
		}
		if len(line) > 0 && line[0] == '"' {
			var field []byte
			field, line = r.quoted(line[1:])
			r.fields = append(r.fields, field)
		} else {
			n := bytes.IndexByte(line, r.comma)
			if n < 0 {
				r.fields = append(r.fields, line)
				return r.fields, nil
			}
			r.fields, line = append(r.fields, line[:n]), line[n:]
		}
		if len(line) == 0 {
			return r.fields, nil
		}
		line = line[1:] // the separator
	}
}

// quoted reads a field after its opening quote, and returns what stands after it.
func (r *rows) quoted(line []byte) (field, rest []byte) {
	plain := true // no quote inside: the field is a part of the line
	from := len(r.text)
	for i := 0; ; {
		n := bytes.IndexByte(line[i:], '"')
		if n < 0 { // cannot be: the row is whole
			return line[i:], nil
		}
		end := i + n
		after := end + 1
		switch {
		case after == len(line) || line[after] == r.comma || line[after] == '\r':
			if plain {
				return line[:end], line[after:]
			}
			r.text = append(r.text, line[i:end]...)
			return r.text[from:len(r.text):len(r.text)], line[after:]
		case line[after] == '"':
			r.text = append(r.text, line[i:after]...)
			i = after + 1
		default:
			r.text = append(r.text, line[i:after]...)
			i = after
		}
		plain = false
	}
}

// separator guesses what stands between the fields of a first line: the one of comma,
// tab, semicolon and bar that comes most often outside quotes; 0 for none.
func separator(line []byte) byte {
	var n [128]int
	quoted := false
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		} else if c < 128 && !quoted {
			n[c]++
		}
	}
	best := byte(0)
	for _, c := range []byte(",\t;|") {
		if n[c] > 0 && (best == 0 || n[c] > n[best]) {
			best = c
		}
	}
	return best
}

// goesOn says whether reading goes on after an error of next.
func goesOn(err error) bool {
	return errors.Is(err, errRow) || errors.Is(err, errQuote) || errors.Is(err, errWide)
}
