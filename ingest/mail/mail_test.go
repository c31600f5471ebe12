package mail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casus/ingest/mail"
)

func read(in string) string {
	var b strings.Builder
	for d, err := range mail.Read(strings.NewReader(in), mail.Options{Name: "x"}) {
		if err != nil {
			fmt.Fprintln(&b, err)
			continue
		}
		fmt.Fprintf(&b, "%s|%s|%s|%s|%q\n", d.ID, d.Published.Format(time.DateOnly), d.Publisher, d.Title, d.Text)
	}
	return b.String()
}

const head = "From: Wire News <desk@wire.example>\r\nSubject: Envoy called in\r\nDate: Fri, 21 Jun 2024 10:00:00 +0900\r\nMessage-ID: <a1@wire.example>\r\nMIME-Version: 1.0\r\n"

func TestRead(t *testing.T) {
	const want = "a1@wire.example|2024-06-21|Wire News|Envoy called in|"
	for _, c := range []struct{ name, in, want string }{
		{"plain", head + "\r\nSeoul called in\r\nthe envoy.\r\n", want + `"Seoul called in\nthe envoy."`},
		{"quoted-printable", head + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBogot=E1 called in =\r\nthe envoy.\r\n", want + `"Bogotá called in the envoy."`},
		{"base64", head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nU2VvdWwgY2Fs\r\n bGVkLg==\r\n", want + `"Seoul called."`},
		{"alternative", head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSeoul called.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Seoul <b>called</b>.\r\n--b--\r\n", want + `"Seoul called."`},
		{"HTML alone", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/related; boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n\r\n<html><head><style>p{}</style><title>x</title></head><body><table><tr><td>Seoul&nbsp;<b>called</b>.</td></tr></table><p>He\r\ncame.<br>He left.</body>\r\n--c--\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nnot this\r\n--b--\r\n", want + `"Seoul called.\n\nHe came.\n\nHe left."`},
		{"flowed", head + "Content-Type: text/plain; format=flowed\r\n\r\nSeoul called in \r\nthe envoy.\r\nHe came.\r\n", want + `"Seoul called in the envoy.\nHe came."`},
		{"attached message", head + "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nSeoul called.\r\n", want + `"Seoul called."`},
		{"windows bytes", head + "\r\n\x93Seoul\x94 called.\r\n", want + `"“Seoul” called."`},
		{"cut", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSeoul cal", want + `"Seoul cal"`},
		{"no text", head + "Content-Type: image/png\r\n\r\nxx", "x: there is no text in the message: invalid"},
		{"no message", "Seoul called in the envoy.\nHe came.", "x: no message of mail"},
		{"encoded words", "From: =?utf-8?q?Bogot=C3=A1?= <a@b.example>\nSubject: =?iso-8859-1?q?Ni=F1o?=\n =?utf-8?q?_two?=\n\nText.\n", `x|0001-01-01|Bogotá|Niño two|"Text."`},
	} {
		if got := strings.TrimSpace(read(c.in)); !strings.HasPrefix(got, c.want) || len(got) > len(c.want) && c.name != "no message" && !strings.HasPrefix(c.want, "x: there is no text") {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestMailbox(t *testing.T) {
	in := "From desk@wire.example Fri Jun 21 10:00:00 2024\nSubject: one\n\nFirst.\n>From here on.\n\nFrom desk@wire.example Fri Jun 21 11:00:00 2024\nno headers\n\nFrom desk@wire.example Fri Jun 21 12:00:00 2024\nSubject: three\n\nThird.\n"
	want := "x#1|0001-01-01||one|\"First.\\nFrom here on.\"\nx#2: no message of mail (malformed header line: no headers\n"
	got := read(in)
	if !strings.HasPrefix(got, want[:60]) || !strings.Contains(got, "x#2: no message of mail") || !strings.HasSuffix(got, "x#3|0001-01-01||three|\"Third.\"\n") {
		t.Errorf("got\n%s", got)
	}
	if !mail.IsMailbox([]byte("From a@b Fri\nSubject: x\nDate: y\nFrom: z\n\n")) || mail.IsMailbox([]byte("From Seoul came word.\n")) {
		t.Error("a mailbox is not known by its looks")
	}
}

func TestLooks(t *testing.T) {
	for in, want := range map[string]bool{
		head: true, "Subject: x\nFrom: y\nTo: z\n\nText": true, "Seoul: the envoy came.\n\nDate: none": false, "": false, "Title: x\nDate: 2024-06-21\n\nText": false,
	} {
		if mail.Looks([]byte(in)) != want {
			t.Errorf("%q", in)
		}
	}
}

// TestBounds: parts within parts, parts without end, and a message of any size.
func TestBounds(t *testing.T) {
	var deep strings.Builder
	deep.WriteString(head)
	for i := range 200 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	many := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: image/png\r\n\r\nx\r\n", 100_000)
	long := head + "\r\n" + strings.Repeat("x", mail.MaxMessage)
	for name, in := range map[string]string{"deep": deep.String(), "many": many, "long": long} {
		begin := time.Now()
		if got := read(in); !strings.HasPrefix(got, "x: ") && !strings.HasPrefix(got, "a1@wire.example: ") {
			t.Errorf("%s: %.100s", name, got)
		}
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\nU2Vv\r\n--b--")
	f.Add("From a\nSubject: =?utf-8?b?AA==?=\n\n>From x\n\nFrom b\n\n")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 1<<13 {
			read(s)
			mail.Looks([]byte(s))
		}
	})
}
