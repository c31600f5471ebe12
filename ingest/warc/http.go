package warc

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"casus"
	"casus/ingest/unpack"
)

// open takes the page out of an answer of HTTP. It says whether there is one: an
// answer of 200 with text.
func (p *Page) open(block []byte) (use bool, err error) {
	in := bufio.NewReaderSize(bytes.NewReader(block), 1<<12)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		return p.openLoosely(block)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || !isPage(res.Header.Get("Content-Type")) {
		return false, nil
	}
	p.ContentType = res.Header.Get("Content-Type")
	var body []byte
	body, err = readAll(res.Body)
	if err != nil && len(body) == 0 {
		// It says that it is chunked and is not, as when an archive unpacked it.
		if _, after, ok := bytes.Cut(block, []byte("\r\n\r\n")); ok && len(after) > 0 {
			body = after
		}
	}
	return p.decode(body, res.Header.Get("Content-Encoding"))
}

// openLoosely takes the page out of an answer whose head HTTP does not allow.
func (p *Page) openLoosely(block []byte) (use bool, err error) {
	head, body, ok := bytes.Cut(block, []byte("\r\n\r\n"))
	if !ok {
		head, body, ok = bytes.Cut(block, []byte("\n\n"))
	}
	if !ok || !bytes.HasPrefix(head, []byte("HTTP/")) {
		return false, fmt.Errorf("the record holds no answer of HTTP: %w", casus.ErrInvalid)
	}
	status, rest, _ := strings.Cut(string(head), "\n")
	if f := strings.Fields(status); len(f) < 2 || f[1] != strconv.Itoa(http.StatusOK) {
		return false, nil
	}
	encoding := ""
	for line := range strings.Lines(rest) {
		name, value, _ := strings.Cut(line, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "content-type":
			p.ContentType = strings.TrimSpace(value)
		case "content-encoding":
			encoding = strings.TrimSpace(value)
		}
	}
	if !isPage(p.ContentType) {
		return false, nil
	}
	return p.decode(body, encoding)
}

func isPage(contentType string) bool { return contentType == "" || isText(contentType) }

// decode unpacks the body of an answer. What is not packed as it says is taken as it
// is, for many archives unpack and leave the head.
func (p *Page) decode(body []byte, encoding string) (use bool, err error) {
	p.Body = body
	codings := strings.Split(strings.ToLower(encoding), ",")
	if len(codings) > 4 {
		return false, fmt.Errorf("it is packed %d times over: %w", len(codings), casus.ErrInvalid)
	}
	for i := len(codings) - 1; i >= 0; i-- {
		r, err := unpacker(strings.TrimSpace(codings[i]), p.Body)
		if r == nil || err != nil {
			if err == nil || bytes.IndexByte(p.Body, '<') >= 0 {
				continue
			}
			return false, fmt.Errorf("the page cannot be unpacked (%w): %w", err, casus.ErrInvalid)
		}
		size := int64(len(p.Body))
		out, err := readAll(&unpack.Bounded{Out: r, In: func() int64 { return size }})
		if c, ok := r.(interface{ Close() }); ok {
			c.Close()
		}
		switch {
		case err == nil || len(out) > 0 && err == io.ErrUnexpectedEOF:
			p.Body = out
		case len(out) == 0 && bytes.IndexByte(p.Body, '<') >= 0:
		default:
			return false, fmt.Errorf("the page cannot be unpacked (%w): %w", err, casus.ErrInvalid)
		}
	}
	return len(bytes.TrimSpace(p.Body)) > 0, nil
}

// unpacker opens a content coding; nil for one that is none or that is not known.
func unpacker(coding string, body []byte) (io.Reader, error) {
	in := bytes.NewReader(body)
	switch coding {
	case "gzip", "x-gzip":
		return gzip.NewReader(in)
	case "deflate": // with or without the head that the standard asks for
		if z, err := zlib.NewReader(in); err == nil {
			return z, nil
		}
		in.Seek(0, io.SeekStart)
		return flate.NewReader(in), nil
	case "br":
		return brotli.NewReader(in), nil
	case "zstd":
		return zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(MaxRecord), zstd.WithDecoderLowmem(true))
	}
	return nil, nil
}

// readAll reads up to MaxRecord bytes, and fails where there are more.
func readAll(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxRecord+1))
	if len(b) > MaxRecord {
		return nil, fmt.Errorf("it unpacks to more than %d MB: %w", MaxRecord>>20, casus.ErrInvalid)
	}
	return b, err
}
