package plain_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"casus"
	"casus/ingest/plain"
)

func TestDate(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Halvia calls in envoy\n\nJune 21, 2024\n\nThe ministry said so.", "2024-06-21"},
		{"Halvia calls in envoy\n\n21 June 2024\n", "2024-06-21"},
		{"Friday, June 21st, 2024\nHalvia calls in envoy", "2024-06-21"},
		{"Updated: 2024-06-21 16:31 KST\n\nText.", "2024-06-21"},
		{"Published 2024/06/21\nText.", "2024-06-21"},
		{"2024-06-21T16:31:00\nText.", "2024-06-21"},
		{"SEOUL, Sept. 3, 2019 (Wire) --\nText.", "2019-09-03"},
		{"Headline\n\nBy Jane Doe | 1 Jan. 2020\n", "2020-01-01"},
		{"A treaty that was signed on June 21, 2024 at a summit of the two heads of state has lapsed.", ""},
		{"SEOUL, June 21 (Wire) -- The ministry said so.", ""},
		{"June 31, 2024\n", ""},
		{strings.Repeat("A line.\n", 20) + "June 21, 2024\n", ""},
		{"May 20", ""},
	} {
		d, _, err := plain.Read("x", []byte(c.text))
		got := ""
		if !d.Published.IsZero() {
			got = d.Published.Format("2006-01-02")
		}
		if err != nil || got != c.want {
			t.Errorf("%q: got %q, %v; want %q", c.text, got, err, c.want)
		}
	}
}

func TestMending(t *testing.T) {
	for _, c := range []struct{ name, in, text, warning string }{
		{"as it is", "Łódź “said”\n", "Łódź “said”\n", ""},
		{"byte order mark", "\xef\xbb\xbfText", "Text", ""},
		{"Windows-1252", "the \x93treaty\x94 of Orl\xe9ans – all", "the “treaty” of Orléans – all", "x: 3 bytes are no UTF-8; read as Windows-1252"},
		{"UTF-16", "\xff\xfeH\x00i\x00", "Hi", "x: read as UTF-16"},
		{"UTF-16, big end first", "\xfe\xff\x00H\x00i", "Hi", "x: read as UTF-16"},
	} {
		d, w, err := plain.Read("x", []byte(c.in))
		if err != nil || d.Text != c.text || strings.Join(w, "|") != c.warning {
			t.Errorf("%s: got %q, %q, %v", c.name, d.Text, w, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "there is no text in it"},
		{" \n\t\n", "there is no text in it"},
		{"\x7fELF\x02\x01\x00\x00", "not a text file (byte 6 is zero)"},
	} {
		_, _, err := plain.Read("x", []byte(c.in))
		if !errors.Is(err, casus.ErrInvalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.in, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Headline\n\nJune 21, 2024\n\nText.\n"))
	f.Add([]byte("\xff\xfeH\x00i"))
	f.Add([]byte("3 T, a\x93"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, _, err := plain.Read("x", b)
		if err == nil && !utf8.ValidString(d.Text) {
			t.Errorf("the text of %q is not UTF-8", b)
		}
	})
}
