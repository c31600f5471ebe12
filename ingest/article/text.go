package article

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// paragraph is a piece of running text of the article.
type paragraph struct {
	text string
	// tag is the block element that holds it ("p", "li", "h2", "td", ...).
	tag string
	// linked is how many of its bytes stand in links, strong in bold or italics.
	linked, strong int
	// node is that element.
	node *html.Node
}

// renderer gathers paragraphs from a tree.
type renderer struct {
	out    []paragraph
	buf    strings.Builder
	cur    paragraph
	space  bool
	link   int
	strong int
}

// blocks part paragraphs.
var blocks = map[string]bool{
	"address": true, "article": true, "aside": true, "blockquote": true, "body": true, "caption": true, "center": true, "dd": true, "details": true, "dialog": true,
	"div": true, "dl": true, "dt": true, "fieldset": true, "figcaption": true, "figure": true, "footer": true, "form": true, "h1": true, "h2": true, "h3": true,
	"h4": true, "h5": true, "h6": true, "header": true, "hr": true, "li": true, "main": true, "nav": true, "ol": true, "p": true, "pre": true, "section": true,
	"summary": true, "table": true, "tbody": true, "tfoot": true, "thead": true, "tr": true, "ul": true,
}

// silent elements hold no text for readers.
var silent = map[string]bool{
	"audio": true, "button": true, "canvas": true, "embed": true, "head": true, "iframe": true, "input": true, "map": true, "math": true, "meta": true, "noscript": true,
	"object": true, "script": true, "select": true, "style": true, "svg": true, "template": true, "textarea": true, "video": true,
}

// paragraphs are the running text of a tree. The depth of a tree is bounded by the
// parser (512), so that it may be walked by recursion.
func paragraphs(root *html.Node) []paragraph {
	r := renderer{cur: paragraph{tag: root.Data, node: root}}
	r.walk(root)
	r.end()
	return r.out
}

func (r *renderer) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.write(n.Data)
		return
	case html.ElementNode:
		if silent[n.Data] {
			return
		}
	}
	block := n.Type == html.ElementNode && blocks[n.Data]
	outer := r.cur
	switch {
	case block:
		r.end()
		r.cur.tag, r.cur.node = n.Data, n
	case n.Data == "br":
		r.lineEnd(n)
		return
	case n.Data == "a":
		r.link++
	case n.Data == "b", n.Data == "strong", n.Data == "i", n.Data == "em":
		r.strong++
	case n.Data == "td", n.Data == "th":
		r.space = true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.walk(c)
	}
	switch {
	case block:
		r.end()
		r.cur.tag, r.cur.node = outer.tag, outer.node
	case n.Data == "a":
		r.link--
	case n.Data == "b", n.Data == "strong", n.Data == "i", n.Data == "em":
		r.strong--
	}
}

// lineEnd ends the paragraph at a br: writers who end lines with it mean paragraphs.
func (r *renderer) lineEnd(*html.Node) {
	tag, node := r.cur.tag, r.cur.node
	r.end()
	r.cur.tag, r.cur.node = tag, node
}

func (r *renderer) write(s string) {
	before := r.buf.Len()
	for i, c := range s {
		switch {
		case unicode.IsSpace(c) || c == '\u200b' || c == '\ufeff':
			r.space = r.space || c != '\ufeff' && c != '\u200b'
			continue
		case unicode.IsControl(c) || c == '\u00ad':
			continue
		}
		if r.space && r.buf.Len() > 0 {
			r.buf.WriteByte(' ')
		}
		r.space = false
		_ = i
		r.buf.WriteRune(c)
	}
	n := r.buf.Len() - before
	if r.link > 0 {
		r.cur.linked += n
	}
	if r.strong > 0 {
		r.cur.strong += n
	}
}

func (r *renderer) end() {
	if r.buf.Len() > 0 {
		r.cur.text = r.buf.String()
		r.out = append(r.out, r.cur)
	}
	r.buf.Reset()
	r.space = false
	r.cur.text, r.cur.linked, r.cur.strong = "", 0, 0
}

func join(ps []paragraph) string {
	n := 0
	for i := range ps {
		n += len(ps[i].text) + 2
	}
	var b strings.Builder
	b.Grow(n)
	for i := range ps {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(ps[i].text)
	}
	return b.String()
}

// squeeze trims a line and joins its white space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Plain is a piece of HTML, as it stands in feeds, as paragraphs of text parted by an
// empty line. What is beyond the bounds of a page is "".
func Plain(fragment string) string {
	if len(fragment) > MaxPage {
		return ""
	}
	if !strings.ContainsAny(fragment, "<&") {
		var ps []string
		for _, p := range strings.Split(strings.ReplaceAll(fragment, "\r\n", "\n"), "\n\n") {
			if p = squeeze(p); p != "" {
				ps = append(ps, p)
			}
		}
		return strings.Join(ps, "\n\n")
	}
	if bounded(fragment) != nil {
		return ""
	}
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil || shallow(doc) != nil {
		return ""
	}
	return join(paragraphs(doc))
}
