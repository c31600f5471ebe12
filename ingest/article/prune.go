package article

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// Parts of a page are told by the words of their class, id and role. The words are
// those that publishers use everywhere; none is of one site.

// apart are words of parts that are no part of an article's text, wherever they stand.
var apart = wordSet(`
	breadcrumb breadcrumbs crumbs navigation navbar menu submenu toolbar pagination pager skip
	caption captions figcaption credit credits imagecredit photocredit thumbnailcredit
	byline bylines authorbio authorbox authorinfo authorcard bio
	timestamp pubdate publishdate datepublished dateline entrydate postdate publicationdate articledate
	share shares sharing sharebar sharetools sharedaddy social socials addthis addtoany sharethis
	related relatedposts relatedarticles recommended recommendations recirc recirculation readmore readnext alsoread seealso trending mostread mostpopular
	newsletter newsletters subscribe subscription signup signin login paywall promo promos promotion promobox
	comments disqus respond livefyre vukkle
	outbrain taboola advert adverts advertisement advertising sponsored sponsor adsense dfp
	tags taglist tagcloud topiclist
	copyright copyrights syndigate disclaimer
	pullquote pullquotes
	standfirst subtitle dek deck kicker eyebrow
	tooltip popover rollover modal popup overlay
	hidden visuallyhidden
	cookie cookies gdpr consent
	slidecount control controls
	correctionbox
`)

// pairs are two words that mean the same side by side ("read-more", "readMore").
var pairs = wordSet(`
	read-more read-next read-also also-read more-stories more-news more-from you-may see-also
	author-bio author-box author-info author-card author-name author-details author-archive about-author author-byline author-image author-excerpt author-flyout author-meta post-author entry-author article-author
	post-meta entry-meta article-meta content-meta post-date entry-date article-date publish-date published-date pub-date date-published byline-date updated-date time-stamp post-time article-time
	most-read most-popular related-posts sign-up sign-in log-in print-header print-only screen-reader sr-only
	image-credit photo-credit image-caption photo-caption wp-caption caption-text image-meta
	tag-list post-tags entry-tags article-tags tags-list pull-quote block-quote-pull
	article-summary summary-box key-points d-none
	ad-unit ad-slot ad-container ad-wrapper google-ad
	social-share share-buttons follow-us
	article-intro-meta post-nav post-navigation article-nav
	field--label
`)

// wordSet splits a list into a set.
func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// weakWrapper are elements too great to be taken out for a word in their class.
var weakWrapper = map[string]bool{"html": true, "body": true, "main": true, "article": true}

// prune takes parts out of the page that are no part of any article. A part that
// holds much of the page's text stays, whatever it is called.
func prune(doc *html.Node) {
	sizes := map[*html.Node]int{}
	total := measure(doc, sizes)
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if c.Type == html.ElementNode {
				if share := sizes[c]; share*4 <= total && unwanted(c, share) {
					n.RemoveChild(c)
				} else {
					walk(c)
				}
			}
			c = next
		}
	}
	walk(doc)
}

// measure gives each element the bytes of running text that it holds: text in
// paragraphs, or of some length, outside scripts.
func measure(n *html.Node, sizes map[*html.Node]int) int {
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			if t := strings.TrimSpace(c.Data); len(t) > 20 {
				sum += len(t)
			}
		case html.ElementNode:
			if !silent[c.Data] {
				sum += measure(c, sizes)
			}
		}
	}
	if n.Type == html.ElementNode {
		sizes[n] = sum
	}
	return sum
}

// unwanted says whether an element, by what it is called, is no part of the text.
func unwanted(n *html.Node, size int) bool {
	switch n.Data {
	case "figcaption", "nav", "aside", "dialog", "menu":
		return true
	case "figure":
		// Tables and quotes stand in figures too.
		return !holds(n, "table", "blockquote", "pre", "ul", "ol") && size < 1500
	case "form":
		return size < 500
	case "td", "tr", "tbody", "thead", "th", "colgroup", "col", "b", "strong", "em", "i", "a", "p":
		if n.Data != "p" && n.Data != "a" {
			return false
		}
	case "html", "body", "main", "article", "head", "script", "style", "meta", "link", "title":
		return false
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "dialog", "alert", "menu", "search", "banner":
		return true
	}
	for _, key := range [...]string{"class", "id", "itemprop"} {
		if v := attr(n, key); v != "" && len(v) < 600 && namesApart(v) {
			// An inline element may be the dateline of a paragraph.
			if (n.Data == "span" || n.Data == "time") && !inlineApart(v) {
				if flows(n) {
					// Reader views drop what is called a dateline; the words are text.
					n.Attr = nil
					return false
				}
				return true
			}
			return true
		}
	}
	return false
}

// inlineApart are names of parts that stand hidden within running text.
func inlineApart(v string) bool {
	v = strings.ToLower(v)
	for _, w := range [...]string{"rollover", "tooltip", "popover", "hidden", "sr-only", "screen-reader", "caption", "credit"} {
		if strings.Contains(v, w) {
			return true
		}
	}
	return false
}

// namesApart says whether one of the names in a class or id is that of a part that
// stands apart.
func namesApart(v string) bool {
	for _, name := range strings.Fields(v) {
		last := ""
		for _, w := range nameWords(name) {
			if apart[w] || last != "" && pairs[last+"-"+w] {
				// "no-comments", "has-caption", "with-sidebar" say something of others.
				switch first := strings.ToLower(name); {
				case strings.HasPrefix(first, "no-"), strings.HasPrefix(first, "has-"), strings.HasPrefix(first, "with-"), strings.HasPrefix(first, "js-"), strings.HasPrefix(first, "is-"):
				default:
					return true
				}
			}
			last = w
		}
	}
	return false
}

// nameWords splits a name at hyphens, underscores and capitals, in lower case.
func nameWords(name string) []string {
	var out []string
	start, lower := 0, false
	for i, r := range name {
		switch {
		case r == '-' || r == '_' || r == ':' || r == '.':
			if i > start {
				out = append(out, strings.ToLower(name[start:i]))
			}
			start, lower = i+1, false
		case unicode.IsUpper(r) && lower:
			out = append(out, strings.ToLower(name[start:i]))
			start, lower = i, false
		default:
			lower = unicode.IsLower(r)
		}
	}
	if start < len(name) {
		out = append(out, strings.ToLower(name[start:]))
	}
	return out
}

// flows says whether text stands beside an inline element, in the same block.
func flows(n *html.Node) bool {
	for _, next := range [...]*html.Node{n.NextSibling, n.PrevSibling} {
		if next != nil && next.Type == html.TextNode && len(strings.TrimSpace(next.Data)) > 20 {
			return true
		}
	}
	return false
}

// holds says whether an element of one of the names stands below a node.
func holds(n *html.Node, names ...string) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			for _, name := range names {
				if d.Data == name {
					return true
				}
			}
		}
	}
	return false
}
