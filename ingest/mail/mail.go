// Package mail reads dispatches from mail: a message (RFC 5322, MIME) a file, or a
// mailbox of many (mbox, RFC 4155). Newsletters and agencies' mails come so.
//
// The text of a message is its plain part, or what its HTML part says where there is
// none. Attachments are left out, but for messages that are attached.
package mail

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"

	"casus"
)

const (
	// MaxMessage is the size in bytes above which a message is left out.
	MaxMessage = 15 << 20
	maxDepth   = 10
	maxParts   = 500
	maxLine    = 1 << 20
)

// Options of the readers.
type Options struct {
	// Name of the file, for messages and ids.
	Name string
	// Warn is told of what was mended, or nil.
	Warn func(message string)
}

// Looks says whether a beginning is that of a message: lines of headers, among them
// some that mail has and nothing else.
func Looks(head []byte) bool {
	if bytes.HasPrefix(head, []byte("From ")) {
		_, rest, ok := bytes.Cut(head, []byte("\n"))
		return ok && Looks(rest)
	}
	known := 0
	lines := bytes.SplitAfter(head, []byte("\n"))
	for i, line := range lines {
		if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t") {
			return i == len(lines)-1 && known > 1 // the line is cut
		}
		switch strings.ToLower(string(name)) {
		case "message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature", "content-transfer-encoding":
			known += 2
		case "from", "to", "subject", "date", "content-type", "reply-to":
			known++
		}
	}
	return known > 2
}

// IsMailbox says whether a beginning is that of a mailbox of many messages.
func IsMailbox(head []byte) bool { return bytes.HasPrefix(head, []byte("From ")) && Looks(head) }

// Read yields the dispatches of a message or of a mailbox.
func Read(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		head, _ := in.Peek(5)
		box := string(head) == "From "
		n := 0
		messages(in, box, func(message []byte, err error) bool {
			n++
			where := o.Name
			if box {
				where = fmt.Sprintf("%s#%d", o.Name, n)
			}
			var d casus.Dispatch
			if err == nil {
				d, err = parse(message)
			}
			if d.ID == "" {
				d.ID = where
			}
			if err != nil {
				err = fmt.Errorf("%s: %w", where, err)
			}
			return yield(d, err)
		})
	}
}

var errLong = fmt.Errorf("the message has more than %d MB; it is left out: %w", MaxMessage>>20, casus.ErrInvalid)

// messages hands out the messages of a file, one after the other.
func messages(in *bufio.Reader, box bool, each func([]byte, error) bool) {
	var buf []byte
	long, blank := false, true
	give := func() bool {
		defer func() { buf, long = buf[:0], false }()
		if long {
			return each(nil, errLong)
		}
		return len(bytes.TrimSpace(buf)) == 0 || each(buf, nil)
	}
	for start := true; ; {
		line, err := in.ReadSlice('\n')
		if start && box && blank && bytes.HasPrefix(line, []byte("From ")) {
			if !give() {
				return
			}
			line = nil
		}
		if start && box && len(line) > 0 { // ">From" stands for "From"
			if rest := bytes.TrimLeft(line, ">"); len(rest) < len(line) && bytes.HasPrefix(rest, []byte("From ")) {
				line = line[1:]
			}
		}
		if long = long || len(buf)+len(line) > MaxMessage; !long {
			buf = append(buf, line...)
		}
		blank = start && len(bytes.TrimRight(line, "\r\n")) == 0
		start = err != bufio.ErrBufferFull
		if err != nil && start {
			if on := give(); on && err != io.EOF {
				each(nil, err)
			}
			return
		}
	}
}

// parse reads a message.
func parse(b []byte) (casus.Dispatch, error) {
	var d casus.Dispatch
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return d, fmt.Errorf("no message of mail (%w): %w", err, casus.ErrInvalid)
	}
	h := m.Header
	d.ID = strings.Trim(h.Get("Message-Id"), "<> ")
	d.Title = words(h.Get("Subject"))
	d.Publisher = sender(h.Get("From"))
	if t, err := h.Date(); err == nil {
		d.Published = t
	}
	w := walk{}
	w.part(textproto.MIMEHeader(h), m.Body, 0)
	switch {
	case w.plain != "":
		d.Text = w.plain
	case w.html != nil:
		d.Text = htmlText(w.html)
	}
	if d.Text = strings.TrimSpace(strings.ReplaceAll(d.Text, "\r\n", "\n")); d.Text == "" {
		if w.err != nil {
			return d, fmt.Errorf("there is no text in the message (%w): %w", w.err, casus.ErrInvalid)
		}
		return d, fmt.Errorf("there is no text in the message: %w", casus.ErrInvalid)
	}
	return d, nil
}

// words decodes the encoded words of a header.
func words(s string) string {
	d := mime.WordDecoder{CharsetReader: decoder}
	if out, err := d.DecodeHeader(s); err == nil {
		s = out
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
}

// sender is the name of who sent it, or the host of the address.
func sender(from string) string {
	p := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: decoder}}
	a, err := p.Parse(from)
	if err != nil {
		return words(from)
	}
	if a.Name != "" {
		return strings.ToValidUTF8(a.Name, "\ufffd")
	}
	if _, host, ok := strings.Cut(a.Address, "@"); ok {
		return host
	}
	return a.Address
}

// walk goes through the parts of a message.
type walk struct {
	plain string
	html  []byte
	parts int
	err   error
}

// part reads one, and those within it.
func (w *walk) part(h textproto.MIMEHeader, body io.Reader, depth int) {
	if w.parts++; w.parts > maxParts || depth > maxDepth {
		w.note(errors.New("its parts lie too deep, or are too many"))
		return
	}
	if disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition")); disposition == "attachment" && depth > 0 {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind == "" {
		if kind == "" {
			kind = "text/plain"
		}
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		if params["boundary"] == "" {
			w.note(errors.New("its parts have no boundary"))
			return
		}
		r := multipart.NewReader(body, params["boundary"])
		for w.parts <= maxParts {
			p, err := r.NextRawPart()
			if err != nil {
				if err != io.EOF {
					w.note(err)
				}
				return
			}
			w.part(p.Header, p, depth+1)
		}
	case kind == "message/rfc822":
		m, err := mail.ReadMessage(decodeTransfer(h.Get("Content-Transfer-Encoding"), body))
		if err != nil {
			w.note(err)
			return
		}
		w.part(textproto.MIMEHeader(m.Header), m.Body, depth+1)
	case kind == "text/plain" && w.plain == "", kind == "text/html" && w.html == nil:
		b, err := io.ReadAll(io.LimitReader(decodeTransfer(h.Get("Content-Transfer-Encoding"), body), MaxMessage))
		w.note(err)
		text := decode(b, params["charset"], kind)
		if kind == "text/html" {
			w.html = []byte(text)
		} else if strings.TrimSpace(text) != "" {
			w.plain = unflow(text, params["format"])
		}
	}
}

func (w *walk) note(err error) {
	if w.err == nil && err != nil {
		w.err = err
	}
}

func decodeTransfer(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &noSpace{r: r})
	}
	return r
}

// noSpace drops what is no digit of base64, as mailers put there.
type noSpace struct{ r io.Reader }

func (s *noSpace) Read(b []byte) (int, error) {
	for {
		n, err := s.r.Read(b)
		kept := 0
		for _, c := range b[:n] {
			if c == '+' || c == '/' || c == '=' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
				b[kept] = c
				kept++
			}
		}
		if kept > 0 || err != nil {
			return kept, err
		}
	}
}

// decoder reads a charset that is named.
func decoder(name string, in io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(name, in)
}

// decode makes UTF-8 of a part. A name that is not known, or not true, falls back to
// what the bytes are.
func decode(b []byte, name, kind string) string {
	if name != "" && !strings.EqualFold(name, "utf-8") && !strings.EqualFold(name, "us-ascii") {
		if r, err := charset.NewReaderLabel(name, bytes.NewReader(b)); err == nil {
			if out, err := io.ReadAll(r); err == nil {
				return string(out)
			}
		}
	}
	if utf8.Valid(b) {
		return string(b)
	}
	if kind == "text/html" && name == "" {
		if r, err := charset.NewReader(bytes.NewReader(b), kind); err == nil {
			if out, err := io.ReadAll(r); err == nil {
				return string(out)
			}
		}
	}
	if out, err := charmap.Windows1252.NewDecoder().Bytes(b); err == nil {
		return string(out)
	}
	return strings.ToValidUTF8(string(b), "\ufffd")
}

// unflow joins the lines that format=flowed broke (RFC 3676).
func unflow(s, format string) string {
	if !strings.EqualFold(format, "flowed") {
		return s
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		text := strings.TrimRight(line, "\r\n")
		if text = strings.TrimPrefix(text, " "); strings.HasSuffix(text, " ") && text != "-- " {
			b.WriteString(text)
			continue
		}
		b.WriteString(text)
		b.WriteByte('\n')
	}
	return b.String()
}
