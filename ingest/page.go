package ingest

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"casus"
	"casus/ingest/warc"
)

// maxPage is the size in bytes above which a page is left out.
const maxPage = 15 << 20

var errPageSize = fmt.Errorf("the page has more than %d MB; it is left out: %w", maxPage>>20, casus.ErrInvalid)

// page reads a file of HTML.
func (r *reading) page(label string, in io.Reader) {
	b, err := io.ReadAll(io.LimitReader(in, maxPage+1))
	if err == nil && len(b) > maxPage {
		err = errPageSize
	}
	if err != nil {
		r.fail(label, err)
		return
	}
	d, language, err := r.extract(&Page{Body: b})
	if err != nil {
		r.fail(label, err)
		return
	}
	if d.ID == "" {
		d.ID = label
	}
	r.give(Item{Dispatch: d, Language: language, From: label}, nil)
}

// archived reads a page of a web archive.
func (r *reading) archived(p warc.Page) (casus.Dispatch, error) {
	d, _, err := r.extract(&Page{Address: p.Address, Body: p.Body, ContentType: p.ContentType})
	return d, err
}

// extract finds the article in a page.
func (r *reading) extract(p *Page) (d casus.Dispatch, language string, err error) {
	if r.o.Article == nil {
		return d, "", fmt.Errorf("pages of HTML are not read here: %w", casus.ErrUnavailable)
	}
	if d, language, err = r.o.Article(inUTF8(p), p.Address); err != nil {
		return d, language, err
	}
	if strings.TrimSpace(d.Text) == "" {
		return d, language, fmt.Errorf("there is no article in the page: %w", casus.ErrInvalid)
	}
	if d.URL == "" {
		d.URL = p.Address
	}
	if u, err := url.Parse(d.URL); d.Publisher == "" && err == nil {
		d.Publisher = strings.TrimPrefix(u.Hostname(), "www.")
	}
	if d.ID == "" {
		d.ID = d.URL
	}
	return d, language, nil
}

// inUTF8 is the page in UTF-8 where the server says its charset, which outranks what
// the page says of itself; a byte order mark outranks both, and so is put before it.
func inUTF8(p *Page) []byte {
	_, params, err := mime.ParseMediaType(p.ContentType)
	name := params["charset"]
	if err != nil || name == "" {
		return p.Body
	}
	const mark = "\xef\xbb\xbf"
	if strings.EqualFold(name, "utf-8") || strings.EqualFold(name, "utf8") {
		if !utf8.Valid(p.Body) {
			return p.Body // it lies
		}
		return append([]byte(mark), p.Body...)
	}
	e, _ := charset.Lookup(name)
	if e == nil {
		return p.Body
	}
	out, err := e.NewDecoder().Bytes(p.Body)
	if err != nil {
		return p.Body
	}
	return append([]byte(mark), out...)
}

// feed reads a file that is a feed.
func (r *reading) feed(label string, in *bufio.Reader) {
	if r.o.Feed == nil {
		r.fail(label, fmt.Errorf("feeds are not read here: %w", casus.ErrUnavailable))
		return
	}
	b, err := io.ReadAll(io.LimitReader(in, maxPage+1))
	if err == nil && len(b) > maxPage {
		err = fmt.Errorf("the feed has more than %d MB; it is left out: %w", maxPage>>20, casus.ErrInvalid)
	}
	if err != nil {
		r.fail(label, err)
		return
	}
	r.all(label, r.o.Feed(b, label))
}
