// Package feed reads RSS, Atom and JSON Feed.
//
// A feed comes from anywhere: it is bounded in bytes, items and depth, what cannot
// stand in XML is taken out before it is read (one such byte would cost the whole
// feed), and a feed that cannot be read is an error that wraps casus.ErrInvalid.
package feed

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"casus"
	"casus/ingest/article"
	"casus/ingest/language"

	"github.com/itlightning/dateparse"
	"github.com/mmcdole/gofeed"
)

// Bounds of a feed.
const (
	// MaxFeed is the largest feed, in bytes.
	MaxFeed = 15 << 20
	// MaxItems is how many of its items are read, from the top; MaxItemText how many
	// bytes of the text of one.
	MaxItems    = 5000
	MaxItemText = 1 << 20
	// maxTags bounds the elements, maxDepth how deep they nest.
	maxTags  = 300_000
	maxDepth = 200
)

// Feed is what a feed says of itself, with its items.
type Feed struct {
	Title, Language string
	// Licence is what it says of rights, or "".
	Licence string
	Items   []Item
}

// Item is an item of a feed.
type Item struct {
	// Dispatch has the item's own text, as the feed gives it: often a summary only.
	// Its ID is that of the feed (GUID), or the link.
	casus.Dispatch
	// Link is the address of the item's page, or "".
	Link string
	// Language is an ISO 639-1 code as the feed claims, or "".
	Language string
	// Author is who signed it, or "".
	Author string
	// Whole says that the feed gives more than a summary.
	Whole bool
}

// Parse reads a feed that came from an address, with the Content-Type that it had
// ("" if unknown).
func Parse(b []byte, address, contentType string) (f Feed, err error) {
	// The parser is other people's: a fault of its costs one feed.
	defer func() {
		if r := recover(); r != nil {
			f, err = Feed{}, fmt.Errorf("the feed cannot be read: %v: %w", r, casus.ErrInvalid)
		}
	}()
	if len(b) > MaxFeed {
		return Feed{}, fmt.Errorf("the feed has %d bytes, more than %d: %w", len(b), MaxFeed, casus.ErrInvalid)
	}
	text, _ := language.Decode(b, contentType)
	text = printable(text)
	if err := bounded(text); err != nil {
		return Feed{}, fmt.Errorf("%w: %w", err, casus.ErrInvalid)
	}
	got, err := gofeed.NewParser().Parse(bytes.NewReader(text))
	if err != nil {
		return Feed{}, fmt.Errorf("the feed cannot be read: %w: %w", err, casus.ErrInvalid)
	}
	base, _ := url.Parse(cmp.Or(got.Link, address))
	if base == nil || base.Host == "" {
		base, _ = url.Parse(address)
	}
	f = Feed{Title: squeeze(got.Title), Language: language.Code(got.Language), Licence: squeeze(got.Copyright)}
	for _, it := range got.Items[:min(len(got.Items), MaxItems)] {
		f.Items = append(f.Items, item(it, &f, base))
	}
	return f, nil
}

func item(it *gofeed.Item, f *Feed, base *url.URL) Item {
	x := Item{Link: link(it, base), Language: f.Language}
	x.ID = cmp.Or(squeeze(it.GUID), x.Link)
	x.URL = x.Link
	x.Title = squeeze(article.Plain(it.Title))
	x.Publisher = f.Title
	x.Published = published(it)
	x.Licence = f.Licence
	summary, whole := body(it.Description), body(it.Content)
	x.Text = summary
	if len(whole) > len(summary) {
		x.Text = whole
	}
	// A summary is a paragraph or two; what has more is the article, or most of it.
	x.Whole = len(x.Text) > 1500 || strings.Count(x.Text, "\n\n") > 4
	if x.Text == x.Title {
		x.Text = ""
	}
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Language) > 0 {
		x.Language = cmp.Or(language.Code(it.DublinCoreExt.Language[0]), x.Language)
	}
	for _, a := range it.Authors {
		if a != nil && a.Name != "" && len(a.Name) < 200 {
			x.Author = squeeze(a.Name)
			break
		}
	}
	return x
}

func body(s string) string {
	if len(s) > MaxItemText {
		cut := MaxItemText
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut]
	}
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return article.Plain(s)
}

// link is the address of an item's page, absolute; only addresses of the web.
func link(it *gofeed.Item, base *url.URL) string {
	for _, l := range append([]string{it.Link}, it.Links...) {
		u, err := url.Parse(strings.TrimSpace(l))
		if err != nil || l == "" || len(l) > 2000 {
			continue
		}
		if base != nil {
			u = base.ResolveReference(u)
		}
		if (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			u.Fragment = ""
			u.User = nil
			return u.String()
		}
	}
	return ""
}

// published is the time of publication, or of the last change; zero where none can be
// read.
func published(it *gofeed.Item) time.Time {
	for _, t := range []*time.Time{it.PublishedParsed, it.UpdatedParsed} {
		if t != nil && sane(*t) {
			return t.UTC()
		}
	}
	for _, s := range []string{it.Published, it.Updated} {
		if s = squeeze(s); s == "" || len(s) > 64 {
			continue
		}
		if t, err := dateparse.ParseStrict(s); err == nil && sane(t) {
			return t.UTC()
		}
	}
	return time.Time{}
}

func sane(t time.Time) bool { return t.Year() >= 1990 && t.Year() <= 2100 }

// Dispatches are the items as dispatches; those without title and text are passed
// over.
func (f *Feed) Dispatches() iter.Seq[casus.Dispatch] {
	return func(yield func(casus.Dispatch) bool) {
		for i := range f.Items {
			d := f.Items[i].Dispatch
			if d.Text == "" {
				d.Text, d.Title = d.Title, ""
			}
			if d.Text != "" && !yield(d) {
				return
			}
		}
	}
}

// Is says whether bytes look like a feed: RSS, Atom, RDF or JSON Feed.
func Is(b []byte) bool {
	b = bytes.TrimLeft(b[:min(len(b), 4096)], "\xef\xbb\xbf \t\r\n")
	if bytes.HasPrefix(b, []byte("{")) {
		return bytes.Contains(b, []byte("jsonfeed.org/version"))
	}
	for len(b) > 0 && b[0] == '<' {
		switch {
		case bytes.HasPrefix(b, []byte("<?")), bytes.HasPrefix(b, []byte("<!")):
			end := bytes.IndexByte(b, '>')
			if bytes.HasPrefix(b, []byte("<!--")) {
				if end = bytes.Index(b, []byte("-->")); end >= 0 {
					end += 2
				}
			}
			if end < 0 {
				return false
			}
			b = bytes.TrimLeft(b[end+1:], " \t\r\n")
		default:
			name, _, _ := bytes.Cut(b[1:], []byte(" "))
			name, _, _ = bytes.Cut(name, []byte(">"))
			_, local, prefixed := bytes.Cut(name, []byte(":"))
			if !prefixed {
				local = name
			}
			switch strings.TrimSpace(strings.ToLower(string(local))) {
			case "rss", "feed", "rdf":
				return true
			}
			return false
		}
	}
	return false
}

// printable takes out what may not stand in XML 1.0 (section 2.2): controls other than
// tab and line ends, and the two noncharacters.
func printable(b []byte) []byte {
	return bytes.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r', r >= 0x20 && r < 0xFFFE, r > 0xFFFF:
			return r
		}
		return -1
	}, b)
}

// bounded looks over a feed without building anything of it, and refuses one with too
// many elements or that nests too deep.
func bounded(b []byte) error {
	tags, depth, brackets := 0, 0, 0
	json := bytes.HasPrefix(bytes.TrimLeft(b, " \t\r\n"), []byte("{"))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case json && (c == '{' || c == '['):
			if tags++; brackets < maxDepth {
				brackets++
			} else {
				return fmt.Errorf("the feed nests deeper than %d", maxDepth)
			}
		case json && (c == '}' || c == ']'):
			brackets--
		case json:
		case c == '<' && i+1 < len(b):
			switch {
			case bytes.HasPrefix(b[i:], []byte("<![CDATA[")):
				end := bytes.Index(b[i:], []byte("]]>"))
				if end < 0 {
					return fmt.Errorf("the feed is cut off")
				}
				i += end
			case bytes.HasPrefix(b[i:], []byte("<!ENTITY")):
				return fmt.Errorf("the feed defines entities")
			case b[i+1] == '/':
				depth--
			case b[i+1] != '!' && b[i+1] != '?':
				tags++
				end := bytes.IndexByte(b[i:], '>')
				if end > 0 && b[i+end-1] == '/' {
					break
				}
				if depth++; depth > maxDepth {
					return fmt.Errorf("the feed nests deeper than %d", maxDepth)
				}
			}
		}
		if tags > maxTags {
			return fmt.Errorf("the feed has more than %d elements", maxTags)
		}
	}
	return nil
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
