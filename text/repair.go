package text

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"casus"
)

// Repair makes UTF-8 text of foreign bytes, and tells what it mended: a byte order
// mark, UTF-16, bytes of Windows-1252, NULs and other control characters. Bytes that
// are no text at all are refused with casus.ErrInvalid.
func Repair(b []byte) (string, []string, error) {
	var warnings []string
	warn := func(format string, a ...any) { warnings = append(warnings, fmt.Sprintf(format, a...)) }
	if s, ok := fromUTF16(b); ok {
		warn("text was UTF-16; made UTF-8 of it")
		b = []byte(s)
	}
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	if err := binaryContent(b); err != nil {
		return "", warnings, err
	}
	if !utf8.Valid(b) {
		var n, lost int
		b, n, lost = fromWindows(b)
		if n > 0 {
			warn("%d bytes were not UTF-8; read as Windows-1252", n)
		}
		if lost > 0 {
			warn("%d bytes were not UTF-8; replaced by U+FFFD", lost)
		}
	}
	s := string(b)
	if n := controls(s); n > 0 {
		warn("%d control characters; made spaces of them", n)
		s = strings.Map(func(r rune) rune {
			if isControl(r) {
				return ' '
			}
			return r
		}, s)
	}
	return s, warnings, nil
}

// fromUTF16 decodes UTF-16 that says so by its byte order mark, or by a NUL in every
// other byte of plain English.
func fromUTF16(b []byte) (string, bool) {
	if len(b) < 2 {
		return "", false
	}
	var order binary.ByteOrder
	switch {
	case b[0] == 0xFF && b[1] == 0xFE:
		order, b = binary.LittleEndian, b[2:]
	case b[0] == 0xFE && b[1] == 0xFF:
		order, b = binary.BigEndian, b[2:]
	case zeros(b, 1) && !zeros(b, 0):
		order = binary.LittleEndian
	case zeros(b, 0) && !zeros(b, 1):
		order = binary.BigEndian
	default:
		return "", false
	}
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(u)), true
}

// zeros says whether nearly all bytes at odd (1) or even (0) places are NUL.
func zeros(b []byte, odd int) bool {
	n, zero := 0, 0
	for i := odd; i < len(b) && i < 4096; i += 2 {
		n++
		if b[i] == 0 {
			zero++
		}
	}
	return n >= 4 && zero*10 >= n*8
}

// signatures open files that are not text.
var signatures = []struct{ bytes, name string }{
	{"%PDF-", "a PDF file"}, {"PK\x03\x04", "a zip archive"}, {"\x1f\x8b", "gzip data"}, {"\x89PNG", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"}, {"GIF8", "a GIF image"}, {"\x7fELF", "a program"}, {"BZh", "bzip2 data"},
	{"\xfd7zXZ", "xz data"}, {"\x28\xb5\x2f\xfd", "zstd data"}, {"\xd0\xcf\x11\xe0", "an Office document"},
	{"{\\rtf", "an RTF document"}, {"SQLite format 3", "a database"},
}

// binaryContent refuses what is no text: known signatures, or too many control bytes.
func binaryContent(b []byte) error {
	for _, s := range signatures {
		if bytes.HasPrefix(b, []byte(s.bytes)) {
			return fmt.Errorf("this is %s, not text; give the text it holds: %w", s.name, casus.ErrInvalid)
		}
	}
	bad := 0
	for _, c := range b {
		if isControl(rune(c)) && c < 0x80 {
			bad++
		}
	}
	if bad > 8 && bad*20 > len(b) {
		return fmt.Errorf("binary data (%d control bytes of %d), not text: %w", bad, len(b), casus.ErrInvalid)
	}
	return nil
}

// isControl says whether r is a control character that text does not use.
func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\v' || r == 0x7f || r >= 0x80 && r < 0xA0 && r != 0x85
}

func controls(s string) (n int) {
	for _, r := range s {
		if isControl(r) {
			n++
		}
	}
	return n
}

// windows is what Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
var windows = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// fromWindows keeps what is UTF-8 and reads each byte that is not as Windows-1252.
// It counts the bytes read so and those that mean nothing there either.
func fromWindows(b []byte) (out []byte, n, lost int) {
	out = make([]byte, 0, len(b)+len(b)/16)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			switch r = rune(b[0]); {
			case r >= 0xA0:
				n++
			case windows[r-0x80] != 0:
				r = windows[r-0x80]
				n++
			default:
				r = utf8.RuneError
				lost++
			}
		}
		out = utf8.AppendRune(out, r)
		b = b[size:]
	}
	return out, n, lost
}
