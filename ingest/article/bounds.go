package article

import (
	"fmt"
	"io"
	"strings"

	"casus/ingest/language"

	"golang.org/x/net/html"
)

// decode brings a page to UTF-8 without NUL.
func decode(page []byte) string {
	b, _ := language.Decode(page, "")
	return strings.ReplaceAll(string(b), "\x00", "")
}

// bounded looks over the tags of a page, without building anything of them, and
// refuses one that has too many.
func bounded(text string) error {
	z := html.NewTokenizer(strings.NewReader(text))
	elements, attributes := 0, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return fmt.Errorf("the page cannot be read: %w", err)
			}
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			if elements++; elements > MaxElements {
				return fmt.Errorf("the page has more than %d elements", MaxElements)
			}
			for _, more := z.TagName(); more; attributes++ {
				if attributes > MaxAttributes {
					return fmt.Errorf("the page has more than %d attributes", MaxAttributes)
				}
				_, _, more = z.TagAttr()
			}
		}
	}
}

// maxWork bounds the sum, over all nodes of a page, of size times depth: the search
// for the article looks at each element with all that is below it. News pages have
// some millions.
const maxWork = 64 << 20

// shallow refuses a page that holds much, deep down.
func shallow(doc *html.Node) error {
	work, depth := 0, 0
	for n := doc; n != nil; {
		work += 64 * depth
		if n.Type == html.TextNode {
			work += len(n.Data) * depth
		}
		if work > maxWork {
			return fmt.Errorf("the page is nested too deep for its size")
		}
		if n.FirstChild != nil {
			n, depth = n.FirstChild, depth+1
			continue
		}
		for n != nil && n.NextSibling == nil {
			n, depth = n.Parent, depth-1
		}
		if n != nil {
			n = n.NextSibling
		}
	}
	return nil
}
