package ingest

import (
	"cmp"
	"fmt"
	"io"
	"mime"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"casus"
	"casus/ingest/article"
	"casus/ingest/feed"
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

// feed reads a feed. An item that has a page and only a summary of it is fetched where
// pages are followed; the summary stands in where the page cannot be had.
func (r *reading) feed(label, contentType string, in io.Reader) {
	b, err := io.ReadAll(io.LimitReader(in, maxPage+1))
	if err == nil && len(b) > maxPage {
		err = fmt.Errorf("the feed has more than %d MB; it is left out: %w", maxPage>>20, casus.ErrInvalid)
	}
	if err != nil {
		r.fail(label, err)
		return
	}
	address := ""
	if IsAddress(label) {
		address = label
	}
	f, err := feed.Parse(b, address, contentType)
	if err != nil {
		r.fail(label, err)
		return
	}
	if len(f.Items) == 0 {
		r.o.Warn(label + ": there is nothing in it")
	}
	for i := range f.Items {
		x := &f.Items[i]
		it := Item{Dispatch: x.Dispatch, Language: cmp.Or(x.Language, f.Language), From: label}
		it.URL = cmp.Or(it.URL, x.Link)
		it.Publisher = cmp.Or(it.Publisher, f.Title)
		it.Licence = cmp.Or(it.Licence, f.Licence)
		if it.ID == "" {
			it.ID = fmt.Sprintf("%s#%d", label, i+1)
		}
		summary := it.Text
		switch {
		case r.o.Follow && r.o.Fetch != nil && !x.Whole && it.URL != "":
			it.Text = ""
			r.followOr(it, summary)
		case strings.TrimSpace(it.Text) == "" && it.URL == "":
			r.fail(it.ID, fmt.Errorf("the item has neither text nor address: %w", casus.ErrInvalid))
		default:
			r.give(it, nil)
		}
		if r.ended {
			return
		}
	}
}

// followOr fetches the page of an item, and gives its summary where that fails.
func (r *reading) followOr(it Item, summary string) {
	if strings.TrimSpace(summary) == "" {
		r.give(it, nil)
		return
	}
	sub := *r
	sub.yield = func(x Item, err error) bool {
		if err != nil && r.ctx.Err() == nil {
			r.o.Warn(fmt.Sprintf("%v; the summary of the feed stands in", err))
			x = it
			x.Text, err = summary, nil
			if r.o.Detect != nil {
				x.Language = r.o.Detect(x.Text, x.Language)
			}
		}
		return r.yield(x, err)
	}
	sub.give(it, nil)
	r.ended = sub.ended
}
