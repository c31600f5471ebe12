package article

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// decode brings a page to UTF-8 without NUL.
func decode(page []byte) string {
	switch {
	case bytes.HasPrefix(page, []byte("\xef\xbb\xbf")):
		page = page[3:]
	case utf8.Valid(page) && !bytes.Contains(page, []byte("\x1b$")):
	default:
		// By byte order mark, by meta element in the first 1,024 bytes, by guess.
		e, name, _ := charset.DetermineEncoding(page, "")
		if name == "utf-8" || claimsUTF8(page) {
			break
		}
		if out, err := e.NewDecoder().Bytes(page); err == nil && len(out) <= 2*MaxPage {
			page = out
		}
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(page), "\uFFFD"), "\x00", "")
}

// claimsUTF8 says whether a page that is not valid UTF-8 is so all the same, but for
// a few spoilt bytes: it has many more good sequences than bad ones.
func claimsUTF8(page []byte) bool {
	good, bad := 0, 0
	for len(page) > 0 {
		if page[0] < utf8.RuneSelf {
			page = page[1:]
			continue
		}
		r, n := utf8.DecodeRune(page)
		if r == utf8.RuneError && n <= 1 {
			bad++
		} else {
			good++
		}
		page = page[n:]
	}
	return good > 4*bad
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
