// Package article takes the article out of a news page: title, text, day, publisher,
// author, language and canonical address, without menus, captions, share bars and
// what else stands around it.
//
// Which part of the page is the article is found by go-readability (the method of
// Mozilla's reader view); what it leaves in is cleaned by rules of this package: first
// parts of the page by what their class, their role or their element says they are,
// then single paragraphs by what they say and where they stand. What the page tells of
// itself (schema.org in JSON-LD, OpenGraph, meta and time elements) gives the rest.
//
// Pages come from anywhere. They are bounded in bytes, elements, attributes and depth
// before anything is built of them; a page beyond the bounds is an error that wraps
// casus.ErrInvalid.
package article

import (
	"fmt"
	"net/url"
	"strings"

	"casus"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// Article is what a page tells.
type Article struct {
	// Title is the headline, Text the body: paragraphs parted by an empty line.
	Title, Text string
	// Published is the day ("2024-06-21") or the time (RFC 3339, as the page gives
	// it) of publication; "" where the page does not tell.
	Published string
	// Publisher is the outlet, Author the people who signed.
	Publisher, Author string
	// Language is an ISO 639-1 code ("en") as the page claims, or "".
	Language string
	// Address is the canonical address, or the one that Extract was given.
	Address string
}

// Bounds of a page; what is beyond them is refused.
const (
	// MaxPage is the largest page, in bytes.
	MaxPage = 15 << 20
	// MaxElements is how many elements it may have, MaxAttributes how many
	// attributes in all. News pages have some thousands.
	MaxElements   = 120_000
	MaxAttributes = 500_000
)

// Extract takes the article out of a page that came from an address. The address may
// be "". The page may be in any charset that it names; one that is valid UTF-8 is
// taken as such whatever it says.
//
// A page without an article, or beyond the bounds, is an error that wraps
// casus.ErrInvalid.
func Extract(page []byte, address string) (a Article, err error) {
	// The parsers below are other people's: a fault of theirs costs one page.
	defer func() {
		if r := recover(); r != nil {
			a, err = Article{}, fmt.Errorf("the page cannot be read: %v: %w", r, casus.ErrInvalid)
		}
	}()
	if len(page) > MaxPage {
		return Article{}, fmt.Errorf("the page has %d bytes, more than %d: %w", len(page), MaxPage, casus.ErrInvalid)
	}
	text := decode(page)
	if err := bounded(text); err != nil {
		return Article{}, fmt.Errorf("%w: %w", err, casus.ErrInvalid)
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Article{}, fmt.Errorf("the page cannot be read: %w: %w", err, casus.ErrInvalid)
	}
	if err := shallow(doc); err != nil {
		return Article{}, fmt.Errorf("%w: %w", err, casus.ErrInvalid)
	}
	about := read(doc, address)
	a = about.article(address)
	base, err := url.Parse(address)
	if err != nil {
		base = &url.URL{}
	}
	prune(doc)
	ps := readability.NewParser()
	ps.KeepClasses = true
	ps.DisableJSONLD = true
	found, err := ps.ParseAndMutate(doc, base)
	if err != nil {
		return Article{}, fmt.Errorf("the page cannot be read: %w: %w", err, casus.ErrInvalid)
	}
	if a.Title == "" {
		a.Title = squeeze(found.Title())
	}
	if a.Author == "" {
		a.Author = plainAuthor(found.Byline())
	}
	if found.Node != nil {
		a.Text = join(clean(paragraphs(found.Node), &a))
	}
	if a.Text == "" {
		return a, fmt.Errorf("the page holds no article: %w", casus.ErrInvalid)
	}
	return a, nil
}
