package article

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"casus/ingest/language"

	"golang.org/x/net/html"
)

// about is what a page tells of itself, from the most to the least trusted place.
type about struct {
	// ld is what schema.org objects say, meta the meta elements by name, lower case,
	// each with its first value.
	ld   linked
	meta map[string]string
	// title is the title element, heading the first h1, language that of the html
	// element, canonical the link of that kind, times the datetime of time elements.
	title, heading, language, canonical string
	headings                            int
	times                               []timeElement
	// shown is the first date that stands where pages show theirs to readers.
	shown string
	looks int
	// signed is the first byline that is marked as one.
	signed string
}

type timeElement struct {
	value string
	// published says that it is marked as the time of publication.
	published bool
}

// read gathers what a page tells of itself.
func read(doc *html.Node, address string) *about {
	ab := &about{meta: map[string]string{}}
	base, _ := url.Parse(address)
	budget := maxLinkedData
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			ab.language = attr(n, "lang")
		case "meta":
			ab.readMeta(n)
		case "title":
			// An svg has titles too.
			if ab.title == "" && n.Namespace == "" {
				ab.title = squeeze(inner(n, 2000))
			}
		case "h1":
			if ab.headings++; ab.heading == "" {
				ab.heading = squeeze(inner(n, 2000))
			}
		case "link":
			if ab.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
				ab.canonical = absolute(base, attr(n, "href"))
			}
		case "time":
			if v := attr(n, "datetime"); v != "" && len(ab.times) < 50 {
				marked := attr(n, "itemprop") == "datePublished" || attr(n, "pubdate") != "" || hasAttr(n, "pubdate") ||
					strings.Contains(attr(n, "class"), "published")
				ab.times = append(ab.times, timeElement{v, marked})
			}
		case "script":
			if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && n.FirstChild != nil && len(n.FirstChild.Data) <= budget {
				budget -= len(n.FirstChild.Data)
				ab.ld.read(n.FirstChild.Data)
			}
		}
		ab.lookAt(n)
		if ab.signed == "" && (attr(n, "rel") == "author" || attr(n, "itemprop") == "author" || strings.Contains(attr(n, "class"), "author-name") || strings.Contains(attr(n, "class"), "byline-name")) {
			if text := squeeze(inner(n, 80)); len(text) > 3 && len(text) <= 80 {
				ab.signed = text
			}
		}
		if v := attr(n, "itemprop"); v == "datePublished" && n.Data != "time" && n.Data != "meta" && len(ab.times) < 50 {
			if c := attr(n, "content"); c != "" {
				ab.times = append(ab.times, timeElement{c, true})
			}
		}
	}
	return ab
}

func (ab *about) readMeta(n *html.Node) {
	content := squeeze(attr(n, "content"))
	if content == "" || len(content) > 4000 {
		return
	}
	for _, key := range [...]string{"property", "name", "itemprop", "http-equiv"} {
		k := strings.ToLower(strings.TrimSpace(attr(n, key)))
		if k == "" || len(k) > 80 {
			continue
		}
		if _, there := ab.meta[k]; !there && len(ab.meta) < 500 {
			ab.meta[k] = content
		}
	}
}

// first is the first of some meta elements that is there.
func (ab *about) first(names ...string) string {
	for _, n := range names {
		if v := ab.meta[n]; v != "" {
			return v
		}
	}
	return ""
}

// article is what can be said without the body.
func (ab *about) article(address string) Article {
	a := Article{
		Published: ab.published(address),
		Publisher: plainPublisher(oneOf(ab.ld.publisher, ab.first("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "twitter:app:name:iphone"))),
		Address:   address,
	}
	a.Title = ab.headline(a.Publisher)
	a.Author = plainAuthor(oneOf(ab.ld.author, ab.first("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl"), ab.signed))
	if strings.EqualFold(a.Author, a.Publisher) {
		a.Author = ""
	}
	a.Language = language.Code(oneOf(ab.language, ab.ld.language, ab.first("content-language", "language", "og:locale", "dc.language")))
	for _, c := range [...]string{ab.canonical, ab.meta["og:url"], ab.ld.address} {
		if sameSite(c, address) {
			a.Address = c
			break
		}
	}
	return a
}

// headline is the title as the page shows it to readers, else as it gives it to
// machines, without the name of the outlet.
func (ab *about) headline(publisher string) string {
	given := oneOf(ab.ld.headline, ab.first("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title"), ab.title)
	given = withoutOutlet(given, publisher)
	// A heading that the other titles begin with, or that is near to one, is the
	// one that readers see.
	if ab.headings == 1 && ab.heading != "" && likeness(ab.heading, given) > 0.7 {
		return ab.heading
	}
	if given == "" {
		return ab.heading
	}
	return given
}

// withoutOutlet takes " | Outlet" off a title.
func withoutOutlet(title, publisher string) string {
	for _, sep := range [...]string{" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " • "} {
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		head, tail := strings.TrimSpace(title[:i]), strings.TrimSpace(title[i+len(sep):])
		// "Politics | Headline": the shorter part in front is a section.
		if sep == " | " && len(strings.Fields(head)) <= 2 && len(strings.Fields(tail)) >= 5 && likeness(tail, publisher) < 0.5 {
			return tail
		}
		if publisher != "" && likeness(tail, publisher) > 0.5 || sep == " | " && len(strings.Fields(head)) >= 4 && len(strings.Fields(tail)) <= 4 {
			return head
		}
	}
	return title
}

// likeness is the share of words that two lines have in common, by the longer one.
func likeness(a, b string) float64 {
	x, y := words(a), words(b)
	if len(x) == 0 || len(y) == 0 || len(x) > 200 || len(y) > 200 {
		return 0
	}
	both := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			both++
		}
	}
	return float64(both) / float64(max(len(x), len(y)))
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0xc0
	})
}

// plainPublisher takes signs of social media and addresses off a name.
func plainPublisher(s string) string {
	s = strings.TrimPrefix(squeeze(s), "@")
	if strings.Contains(s, "://") || len(s) > 100 {
		return ""
	}
	return s
}

// plainAuthor takes "By" off a byline, and refuses what is no name.
func plainAuthor(s string) string {
	s, _, _ = strings.Cut(squeeze(s), " - ")
	for _, by := range [...]string{"By ", "by ", "BY ", "By: ", "Written by ", "Posted by "} {
		s = strings.TrimPrefix(s, by)
	}
	if strings.Contains(s, "://") || strings.HasPrefix(s, "@") || len(s) > 200 {
		return ""
	}
	return strings.Trim(s, " ,:|·-")
}

// sameSite says whether a canonical address may be believed: it is of the web, names
// more than the front page, and is of the site that the page came from.
func sameSite(canonical, address string) bool {
	c, err := url.Parse(canonical)
	if err != nil || c.Scheme != "http" && c.Scheme != "https" || c.Host == "" || len(canonical) > 2000 {
		return false
	}
	from, err := url.Parse(address)
	if err != nil || from.Host == "" {
		return true
	}
	if strings.Trim(c.Path, "/") == "" && strings.Trim(from.Path, "/") != "" {
		return false
	}
	return site(c.Hostname()) == site(from.Hostname())
}

// site is a host by its last two labels. It errs for "co.uk", on the side of belief.
func site(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

func absolute(base *url.URL, ref string) string {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	u.Fragment = ""
	return u.String()
}

func oneOf(values ...string) string {
	for _, v := range values {
		if v = squeeze(v); v != "" {
			return v
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// inner is the text below a node, up to a number of bytes.
func inner(n *html.Node, limit int) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			if b.WriteString(d.Data); b.Len() > limit {
				break
			}
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// maxLinkedData is how many bytes of JSON-LD are read of a page.
const maxLinkedData = 2 << 20

// linked is what the schema.org objects of a page say of its article.
type linked struct {
	headline, publisher, author, published, language, address, body string
}

// read reads a script of JSON-LD: an object, a list of them, or a graph.
func (l *linked) read(text string) {
	text = strings.TrimSpace(text)
	text = strings.TrimSuffix(strings.TrimPrefix(text, "<!--"), "-->")
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		// Line ends within strings are a frequent fault.
		flat := strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, text)
		if json.Unmarshal([]byte(flat), &v) != nil {
			return
		}
	}
	l.visit(v, 0)
}

func (l *linked) visit(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.visit(x, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			l.take(v)
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"} {
			if x, ok := v[key]; ok {
				l.visit(x, depth+1)
			}
		}
	}
}

func isArticle(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || v == "BlogPosting" || v == "LiveBlogPosting" || v == "Report" || v == "SocialMediaPosting"
	case []any:
		return slices.ContainsFunc(v, isArticle)
	}
	return false
}

// take keeps what an article says where nothing is known yet.
func (l *linked) take(m map[string]any) {
	for _, x := range [...]struct {
		to   *string
		keys []string
	}{
		{&l.headline, []string{"headline", "name"}},
		{&l.published, []string{"datePublished", "dateCreated", "dateModified"}},
		{&l.publisher, []string{"publisher", "sourceOrganization"}},
		{&l.author, []string{"author", "creator"}},
		{&l.language, []string{"inLanguage"}},
		{&l.address, []string{"url"}},
		{&l.body, []string{"articleBody"}},
	} {
		for _, k := range x.keys {
			if *x.to == "" {
				*x.to = named(m[k], 0)
			}
		}
	}
	l.headline = squeeze(html.UnescapeString(l.headline))
	l.publisher, l.author = html.UnescapeString(l.publisher), html.UnescapeString(l.author)
}

// named is a string, the name of an object, or the names of several.
func named(v any, depth int) string {
	if depth > 3 {
		return ""
	}
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		return named(v["name"], depth+1)
	case []any:
		var names []string
		for _, x := range v {
			if n := named(x, depth+1); n != "" && len(names) < 20 && !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
		return strings.Join(names, ", ")
	}
	return ""
}
