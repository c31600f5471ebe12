package layout

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"casus"
)

// Record is a line of a table.
type Record struct {
	// Line from 1; Cells as they stand, Row what they mean.
	Line  int
	Cells []string
	Row   Row
}

// maxLine bounds a line of a table; the longest of GDELT are below a tenth of it.
const maxLine = 1 << 20

// Read reads a table. A line that makes no sense is an error in its place, which names
// the line and the column, and reading goes on; an error of the stream ends it.
//
// What is not UTF-8 is taken for ISO 8859-1, as some releases are. Cells in excess are
// forgiven where they are empty, and a header where there should be none, or in another
// order.
func (l *Layout) Read(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		order := []int(nil)
		for n := 1; ; n++ {
			line, long, err := readLine(in)
			if errors.Is(err, io.EOF) && line == "" && !long {
				return
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(Record{Line: n}, fmt.Errorf("line %d: %w", n, err))
				return
			}
			if long {
				if !yield(Record{Line: n}, bad(n, errors.New("longer than 1 MB"))) {
					return
				}
				continue
			}
			if n == 1 {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			if strings.TrimSpace(line) == "" {
				continue
			}
			cells := strings.Split(line, "\t")
			if n == 1 {
				if order = l.columnsOf(cells); order != nil {
					continue
				}
			}
			rec, err := l.record(n, cells, order)
			if !yield(rec, err) {
				return
			}
		}
	}
}

func bad(n int, err error) error {
	return fmt.Errorf("line %d: %w: %w", n, err, casus.ErrInvalid)
}

// readLine reads a line without its end; of one that is too long it says so and leaves
// nothing of it unread.
func readLine(in *bufio.Reader) (line string, long bool, err error) {
	var b []byte
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			b = append(b, part...)
		}
		if len(b) > maxLine {
			long, b = true, nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long {
			return "", true, err
		}
		line := strings.TrimRight(string(b), "\r\n")
		if !utf8.ValidString(line) {
			line = latin1(line)
		}
		return line, false, err
	}
}

// latin1 reads bytes as ISO 8859-1.
func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// columnsOf tells where the columns of a layout stand by a line of names; nil where the
// line is none.
func (l *Layout) columnsOf(cells []string) []int {
	order, found := make([]int, len(l.Columns)), 0
	for i := range l.Columns {
		order[i] = slices.IndexFunc(cells, func(c string) bool { return strings.EqualFold(unquote(strings.TrimSpace(c)), l.Columns[i].Name) })
		if order[i] >= 0 {
			found++
		}
	}
	if found*2 < len(l.Columns) {
		return nil
	}
	return order
}

// record reads a line. Order tells where each column stands, nil for their own order.
func (l *Layout) record(n int, cells []string, order []int) (Record, error) {
	want := len(l.Columns)
	switch {
	case l.Name == "gdelt" && len(cells) == gdelt1Columns:
		cells = withSecondDivisions(cells)
	case order != nil:
		in := make([]string, want)
		for i, at := range order {
			if at >= 0 && at < len(cells) {
				in[i] = cells[at]
			}
		}
		if len(cells) < want && len(cells) < slices.Max(order)+1 {
			return Record{Line: n, Cells: cells}, bad(n, fmt.Errorf("%d columns, not %d", len(cells), want))
		}
		cells = in
	}
	for len(cells) > want && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	rec := Record{Line: n, Cells: cells}
	if len(cells) != want {
		return rec, bad(n, fmt.Errorf("%d columns, not %d", len(cells), want))
	}
	row, err := l.read(l.tables, slices.Clone(cells))
	rec.Row = row
	if l.Null != "" {
		for i, c := range cells {
			if c == l.Null {
				cells[i] = ""
			}
		}
	}
	if err != nil {
		return rec, bad(n, err)
	}
	return rec, nil
}

// withSecondDivisions brings a line of GDELT 1.0 to the columns of 2.0.
func withSecondDivisions(c []string) []string {
	out := make([]string, 0, gdelt1Columns+3)
	out = append(out, c[:35]...)
	for at := 35; at < 56; at += 7 {
		out = append(out, c[at:at+4]...)
		out = append(out, "")
		out = append(out, c[at+4:at+7]...)
	}
	return append(out, c[56:]...)
}

func compactDay(s string) (string, error) {
	t, err := time.Parse("20060102", s)
	if err != nil {
		return "", fmt.Errorf("%q is no day", s)
	}
	return t.Format(time.DateOnly), nil
}

// dashedDay reads a day, without the time of day that some releases add.
func dashedDay(s string) (string, error) {
	t, err := time.Parse(time.DateOnly, s[:min(10, len(s))])
	if err != nil {
		return "", fmt.Errorf("%q is no day", s)
	}
	return t.Format(time.DateOnly), nil
}

// cameo reads a code of two to four digits; "---" and nothing are none.
func cameo(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" || s == "---" {
		return "", nil
	}
	if len(s) < 2 || len(s) > 5 || strings.Trim(s[:2], "0123456789") != "" {
		return "", fmt.Errorf("%q is no CAMEO code", s)
	}
	return s, nil
}

func whole(column, s string, lo, hi int) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < lo || n > hi {
		return 0, fmt.Errorf("%s: %q is no whole number from %d to %d", column, s, lo, hi)
	}
	return n, nil
}

func score10(column, s string) (float64, bool, error) {
	if s == "" {
		return 0, false, nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x < -10 || x > 10 || x != x {
		return 0, false, fmt.Errorf("%s: %q is no score from -10 to 10", column, s)
	}
	return x, true, nil
}

// crosswalk fills in the PLOVER event of a row's CAMEO code; codes below those of the
// table go by their ancestor, and appeals, which the table leaves out, are requests.
func (t *Tables) crosswalk(r *Row) {
	for code := r.CAMEO; len(code) >= 2; code = code[:len(code)-1] {
		if event, mode, ok := t.onto.FromCAMEO(code); ok {
			r.Event, r.Mode = event, mode
			return
		}
	}
	if strings.HasPrefix(r.CAMEO, "02") {
		r.Event = "REQUEST"
	}
}

// Quad is the quad class of a row as PLOVER counts it, by its event; where it has none,
// as the table counts it. So 16 is one class in all tables, and appeals are not
// cooperation in one and conflict in the other.
func (t *Tables) Quad(r *Row) int {
	if q, ok := t.quads[r.Event]; ok {
		return q
	}
	return r.Quad
}
