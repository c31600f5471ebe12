package layout

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"casus/export"
)

// dyad is what a row is written from: a pair of an event, or the whole event.
type dyad struct {
	*Item
	pair
	t *Tables
	// first is the item of the occurrence that the row's number is made of, in a table of
	// mentions; else the item itself.
	first *Item
	code  string
	f     foreignCode
}

type foreignCode struct {
	name, icews, root, base string
	gdelt, phoenix          int
}

// Skipped says why an event is not in a table.
type Skipped string

// The reasons.
const (
	NoDay   Skipped = "no day"
	NoCode  Skipped = "no CAMEO code"
	NoPair  Skipped = "no two known parties"
	NotFact Skipped = "not told as a fact"
)

// Writer writes a table.
type Writer struct {
	l       *Layout
	w       *bufio.Writer
	line    []byte
	cells   []string
	begun   bool
	Rows    int
	Skipped map[Skipped]int
}

// NewWriter writes a table to w.
func (l *Layout) NewWriter(w io.Writer) *Writer {
	return &Writer{l: l, w: bufio.NewWriterSize(w, 1<<16), cells: make([]string, len(l.Columns)), Skipped: map[Skipped]int{}}
}

// Write writes the rows of an event. In a table of mentions, first is the event that its
// occurrence begins with; elsewhere it is nil.
func (w *Writer) Write(it, first *Item) error {
	d := dyad{Item: it, t: w.l.tables, first: first, code: it.CAMEO}
	if first == nil {
		d.first = it
	}
	f, known := d.t.foreign[it.CAMEO]
	d.f = foreignCode{f.Name, f.ICEWS, f.Root, f.Base, f.GDELT, f.Phoenix}
	switch {
	case !it.Counted:
		w.Skipped[NotFact]++
		return nil
	case it.Day == "":
		w.Skipped[NoDay]++
		return nil
	case w.l.needs.cameo && !known:
		w.Skipped[NoCode]++
		return nil
	}
	if w.l.whole {
		return w.row(&d)
	}
	n := 0
	for _, d.pair = range it.pairs() {
		if w.l.needs.both && (!named(d.a) || !named(d.r)) {
			continue
		}
		n++
		if err := w.row(&d); err != nil {
			return err
		}
	}
	if n == 0 {
		w.Skipped[NoPair]++
	}
	return nil
}

// named says whether a party is known by more than its words.
func named(p *export.Party) bool { return p != nil && (p.Code != "" || p.Name != "") }

func (w *Writer) row(d *dyad) error {
	for i := range w.l.Columns {
		w.cells[i] = ""
		if v := w.l.Columns[i].value; v != nil {
			w.cells[i] = v(d)
		}
	}
	return w.Cells(w.cells)
}

// Cells writes a row as it is. Tabs, line ends and what is not UTF-8 become a space or
// U+FFFD: the layouts have no way to escape them.
func (w *Writer) Cells(cells []string) error {
	if !w.begun {
		if err := w.header(); err != nil {
			return err
		}
	}
	w.line = w.line[:0]
	for i, c := range cells {
		if i > 0 {
			w.line = append(w.line, '\t')
		}
		if c == "" {
			c = w.l.Null
		}
		w.line = appendClean(w.line, c)
	}
	w.line = append(w.line, '\n')
	w.Rows++
	_, err := w.w.Write(w.line)
	return err
}

func (w *Writer) header() error {
	w.begun = true
	if !w.l.Header {
		return nil
	}
	names := make([]string, len(w.l.Columns))
	for i := range names {
		names[i] = w.l.Columns[i].Name
	}
	_, err := fmt.Fprintln(w.w, strings.Join(names, "\t"))
	return err
}

// Close writes what is left, and the header of a table without rows.
func (w *Writer) Close() error {
	if !w.begun {
		if err := w.header(); err != nil {
			return err
		}
	}
	return w.w.Flush()
}

func appendClean(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c < ' ' || c == 0x7f:
			b = append(b, ' ')
			i++
		case c < utf8.RuneSelf:
			b = append(b, c)
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == '\u0085' || r == '\u2028' || r == '\u2029' {
				b = append(b, ' ')
			} else {
				b = utf8.AppendRune(b, r)
			}
			i += n
		}
	}
	return b
}

// Number makes a whole number of an id: 53 bits of its digest, which every program that
// reads numbers as floating point can hold.
func Number(parts ...string) int64 {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return int64(binary.BigEndian.Uint64(h[:8]) >> 11)
}

// number is the number of a row: of the event, and of the place of the pair in it.
func (d *dyad) number() string {
	return strconv.FormatInt(Number(d.first.ID, strconv.Itoa(d.i), strconv.Itoa(d.j)), 10)
}

func (d *dyad) day(layout string) string {
	t, err := time.Parse(time.DateOnly, d.Day)
	if err != nil {
		return ""
	}
	return t.Format(layout)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("20060102150405")
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// goldstein is the score of the code on a scale, "" where it has none.
func (d *dyad) goldstein(scale string) string {
	if g := d.t.onto.Goldstein(d.code, scale); g != nil {
		return decimal(*g)
	}
	return ""
}

// coordinate is a latitude or a longitude.
func coordinate(x *float64) string {
	if x == nil {
		return ""
	}
	return decimal(*x)
}

// runes counts the characters of a text before a byte.
func runes(text string, byteAt int) int {
	return utf8.RuneCountInString(text[:max(0, min(byteAt, len(text)))])
}

// Continue leaves the header out: the table goes on in a file that has one.
func (w *Writer) Continue() { w.begun = true }
