// Package plain makes a dispatch of a plain text file: a headline, a line with the
// date, paragraphs. Nothing is cut off; the text stage tells headline from body.
//
// Text that is not UTF-8 is mended: UTF-16 with a byte order mark is converted, and
// bytes that are no UTF-8 are read as Windows-1252, which is what old wire files
// and mail mostly are.
package plain

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"casus"
)

// Read makes a dispatch of the bytes of a file; name becomes its id. The date is
// taken from a date line near the top, where there is one. Warnings tell what was
// mended.
func Read(name string, b []byte) (d casus.Dispatch, warnings []string, err error) {
	d.ID = name
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		d.Text = fromUTF16(b[2:], binary.LittleEndian)
		warnings = append(warnings, name+": read as UTF-16")
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		d.Text = fromUTF16(b[2:], binary.BigEndian)
		warnings = append(warnings, name+": read as UTF-16")
	}
	if d.Text == "" {
		if n := bytes.IndexByte(b, 0); n >= 0 {
			return d, warnings, fmt.Errorf("%s: not a text file (byte %d is zero); give plain text or JSON Lines: %w", name, n, casus.ErrInvalid)
		}
		d.Text = string(b)
	}
	if !utf8.ValidString(d.Text) {
		var n int
		d.Text, n = mend(d.Text)
		warnings = append(warnings, fmt.Sprintf("%s: %d bytes are no UTF-8; read as Windows-1252", name, n))
	}
	if strings.TrimSpace(d.Text) == "" {
		return d, warnings, fmt.Errorf("%s: there is no text in it: %w", name, casus.ErrInvalid)
	}
	d.Published = dateLine(d.Text)
	return d, warnings, nil
}

func fromUTF16(b []byte, order binary.ByteOrder) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(u))
}

// high are the characters of Windows-1252 from 0x80 to 0x9f; the rest is Latin-1.
var high = [32]rune{
	'€', '�', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '�', 'Ž', '�',
	'�', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '�', 'ž', 'Ÿ',
}

// mend reads what is no UTF-8 as Windows-1252.
func mend(s string) (string, int) {
	var b strings.Builder
	n := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch c := s[i]; {
		case r != utf8.RuneError || size > 1:
			b.WriteString(s[i : i+size])
		case c < 0xa0:
			b.WriteRune(high[c-0x80])
			n++
		default:
			b.WriteRune(rune(c))
			n++
		}
		i += size
	}
	return b.String(), n
}

// A date line is looked for in the first lines, among those that hold little else.
const (
	dateLines  = 8
	otherWords = 5
)

// dateLine finds the date of publication, or the zero time.
func dateLine(text string) time.Time {
	seen := 0
	for line := range strings.Lines(text[:min(len(text), 4096)]) {
		words := strings.FieldsFunc(line, func(r rune) bool {
			return r == ' ' || r == ',' || r == '\t' || r == '(' || r == ')' || r == '\r' || r == '\n' || r == '|' || r == 'T'
		})
		if len(words) == 0 {
			continue
		}
		if seen++; seen > dateLines {
			break
		}
		if len(words) > otherWords+3 {
			continue
		}
		for i := range words {
			if t, ok := dateAt(words[i:]); ok {
				return t
			}
		}
	}
	return time.Time{}
}

// dateAt reads a whole date at the start of the words.
func dateAt(w []string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "2006/01/02", "2006.01.02"} {
		if t, err := time.Parse(layout, strings.TrimRight(w[0], ".:;")); err == nil {
			return t, true
		}
	}
	if len(w) < 3 {
		return time.Time{}, false
	}
	month, day := w[0], w[1]
	if c := month[0]; c >= '0' && c <= '9' {
		month, day = day, month
	}
	day = strings.TrimRight(day, "stndrh.") // 1st, 2nd, 3rd, 4th
	year := strings.TrimRight(w[2], ".:;")
	month = strings.TrimRight(month, ".")
	if len(month) < 3 || len(day) == 0 || len(year) != 4 {
		return time.Time{}, false
	}
	if strings.EqualFold(month, "sept") {
		month = month[:3]
	}
	for _, layout := range []string{"January 2 2006", "Jan 2 2006"} {
		if t, err := time.Parse(layout, month+" "+day+" "+year); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
