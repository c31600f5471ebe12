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
	"casus/ingest/article"
	"casus/ingest/jsonl"
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
	find := r.o.Article
	if find == nil {
		find = Article
	}
	if d, language, err = find(inUTF8(p), p.Address); err != nil {
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

// Article finds the article in a page with package article.
func Article(page []byte, address string) (d casus.Dispatch, language string, err error) {
	a, err := article.Extract(page, address)
	if err != nil {
		return d, "", err
	}
	d = casus.Dispatch{Title: a.Title, Text: a.Text, URL: a.Address, Publisher: a.Publisher}
	d.Published, _ = jsonl.ParseTime(a.Published)
	return d, a.Language, nil
}

// inUTF8 is the page in UTF-8 where the server says its charset, which outranks what
// the page says of itself.
func inUTF8(p *Page) []byte {
	_, params, err := mime.ParseMediaType(p.ContentType)
	name := params["charset"]
	if err != nil || name == "" || utf8.Valid(p.Body) {
		return p.Body
	}
	e, _ := charset.Lookup(name)
	if e == nil {
		return p.Body
	}
	if out, err := e.NewDecoder().Bytes(p.Body); err == nil && len(out) <= maxPage {
		return out
	}
	return p.Body
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
