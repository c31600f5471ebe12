package warc_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"casus"
	"casus/ingest/warc"
)

// rec is a record with an answer of HTTP.
func rec(id, http string) string { return record("response", id, http, len(http)) }

func record(kind, id, block string, length int) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: 2024-06-21T10:00:00Z\r\nWARC-Target-URI: https://e.example/%s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, id, id, length, block)
}

func answer(body string, heads ...string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + strings.Join(append(heads, ""), "\r\n") + "\r\n" + body
}

func zipped(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		w := gzip.NewWriter(&b)
		io.WriteString(w, p)
		w.Close()
	}
	return b.String()
}

// read is what comes of an archive: ids with the page, and errors, a line each.
func read(in string) string {
	var b strings.Builder
	o := warc.Options{Name: "x", Article: func(p warc.Page) (casus.Dispatch, error) {
		return casus.Dispatch{Text: strings.TrimSpace(string(p.Body))}, nil
	}}
	for d, err := range warc.Read(strings.NewReader(in), o) {
		if err != nil {
			fmt.Fprintln(&b, err)
			continue
		}
		fmt.Fprintf(&b, "%s %s\n", d.ID, d.Text)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	info := "WARC/1.1\nWARC-Type: warcinfo\nContent-Length: 4\n\nabcd\n\n"
	one, two := rec("1", answer("<p>one")), rec("2", answer("<p>two"))
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain", info + one + two, "1 <p>one\n2 <p>two\n"},
		{"gzip by record", zipped(info, one, two), "1 <p>one\n2 <p>two\n"},
		{"gzip as a whole", zipped(info + one + two), "1 <p>one\n2 <p>two\n"},
		{"gzip cut anywhere", zipped(info+one[:50], one[50:]+two), "1 <p>one\n2 <p>two\n"},
		{"chunked", rec("1", answer("4\r\n<p>o\r\n2\r\nne\r\n0\r\n\r\n", "Transfer-Encoding: chunked")), "1 <p>one\n"},
		{"said to be chunked", rec("1", answer("<p>one", "Transfer-Encoding: chunked")), "1 <p>one\n"},
		{"packed by gzip", rec("1", answer(zipped("<p>one"), "Content-Encoding: gzip")), "1 <p>one\n"},
		{"said to be packed", rec("1", answer("<p>one", "Content-Encoding: gzip")), "1 <p>one\n"},
		{"packed in an unknown way", rec("1", answer("<p>one", "Content-Encoding: compress")), "1 <p>one\n"},
		{"a longer length", rec("1", answer("<p>one", "Content-Length: 100")), "1 <p>one\n"},
		{"a loose head", rec("1", "HTTP/1.1 200 OK\nContent-Type: text/html\nno colon here\n\n<p>one"), "1 <p>one\n"},
		{"no page of news", rec("1", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>no") + rec("2", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG") + two, "2 <p>two\n"},
		{"a request and a revisit", record("request", "0", "GET / HTTP/1.1\r\n\r\n", 18) + record("revisit", "0", "", 0) + two, "2 <p>two\n"},
		{"text of WET", "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://e.example/1\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\none\r\n\r\n", "x:0 one\n"},
		{"no HTTP", rec("1", "<p>one") + two, "x: record at 0: https://e.example/1: the record holds no answer of HTTP: invalid\n2 <p>two\n"},
		{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\nabc\r\n\r\n" + two, "x: record at 0: it does not say its length: what stands there is no head of a record; reading goes on at the next: invalid\n2 <p>two\n"},
		{"rubbish first", "hello\nthere\n" + two, "x: record at 0: what stands there is no head of a record; reading goes on at the next: invalid\n2 <p>two\n"},
		{"too short a length", record("response", "1", answer("<p>one"), len(answer(""))) + two, "x: record at 263: what stands there is no head of a record; reading goes on at the next: invalid\n2 <p>two\n"},
		{"too long a length", record("response", "1", answer("<p>one"), 1000) + two + rec("3", answer("<p>three")), "1 <p>one\n|1000 bytes it says: invalid\n2 <p>two\n3 <p>three\n"},
		{"too long a length, packed", zipped(record("response", "1", answer("<p>one"), 1000), two), "1 <p>one\n|1000 bytes it says: invalid\n2 <p>two\n"},
		{"cut", one + two[:len(two)-8], "1 <p>one\n2 <p\nx: record at 273: https://e.example/2: the archive ends within the record; fetch it again: invalid\n"},
		{"an absurd length", record("response", "1", "x", 1<<60) + two, "x: record at 0: https://e.example/1: the record has 1099511627776 MB, more than 15; it is left out: invalid\nx: record at 0: https://e.example/1: the archive ends within the record; fetch it again: invalid\n"},
	} {
		got := read(c.in)
		if before, after, ok := strings.Cut(c.want, "|"); ok {
			if !strings.HasPrefix(got, before) || !strings.HasSuffix(got, after) {
				t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestDamagedPart: a packed record that is damaged costs itself.
func TestDamagedPart(t *testing.T) {
	parts := []string{zipped(rec("1", answer("<p>one"))), zipped(rec("2", answer("<p>two"+strings.Repeat(" and more", 500)))), zipped(rec("3", answer("<p>three")))}
	bad := []byte(parts[1])
	for i := 60; i < 90; i++ {
		bad[i] ^= 0x5a
	}
	got := read(parts[0] + string(bad) + parts[2])
	if !strings.HasPrefix(got, "1 <p>one\n") || !strings.HasSuffix(got, "3 <p>three\n") || !strings.Contains(got, "damaged") {
		t.Errorf("got %s", got)
	}
}

// TestRoundTrip: what is written is read, however it is packed.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bodies := rapid.SliceOfN(rapid.StringMatching(`<p>[a-z \r\n]{1,40}[a-z]`), 1, 6).Draw(t, "bodies")
		var plain, packed, want strings.Builder
		for i, body := range bodies {
			r := rec(fmt.Sprint(i), answer(body))
			plain.WriteString(r)
			packed.WriteString(zipped(r))
			fmt.Fprintf(&want, "%d %s\n", i, body)
		}
		for _, in := range []string{plain.String(), packed.String(), zipped(plain.String())} {
			if got := read(in); got != want.String() {
				t.Fatalf("got %q, want %q", got, want.String())
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(rec("1", answer("<p>one")) + rec("2", answer("3\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked")))
	f.Add(zipped(rec("1", answer(zipped("<p>one"), "Content-Encoding: gzip")), record("response", "2", "x", 100)))
	f.Add(rec("1", answer("\x78\x9c", "Content-Encoding: deflate, br")))
	f.Fuzz(func(t *testing.T, in string) {
		if len(in) < 1<<12 {
			read(in)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var plain strings.Builder
	for i := range 200 {
		plain.WriteString(rec(fmt.Sprint(i), answer(strings.Repeat(fmt.Sprintf("<p>The ministers of %d states met, and agreed on a text.</p>\n", i), 300))))
	}
	var packed strings.Builder
	for i := range 200 {
		packed.WriteString(zipped(rec(fmt.Sprint(i), answer(strings.Repeat(fmt.Sprintf("<p>The ministers of %d states met, and agreed on a text.</p>\n", i), 300)))))
	}
	o := warc.Options{Name: "x", Article: func(p warc.Page) (casus.Dispatch, error) { return casus.Dispatch{Text: "x"}, nil }}
	for _, c := range []struct{ name, in string }{{"plain", plain.String()}, {"gzip", packed.String()}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(plain.Len()))
			b.ReportAllocs()
			for b.Loop() {
				for range warc.Read(strings.NewReader(c.in), o) {
				}
			}
		})
	}
}
