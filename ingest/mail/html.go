package mail

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// htmlText is what a page of a mail says, a paragraph for each block. Mails have no
// article around which to tidy, only blocks in tables.
func htmlText(page []byte) string {
	z := html.NewTokenizer(bytes.NewReader(page))
	z.SetMaxBuf(maxLine)
	var b strings.Builder
	space, block, silent := false, false, ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if silent != "" {
				continue
			}
			for _, r := range string(z.Text()) {
				switch {
				case r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\u00a0':
					space = true
					continue
				case r == '\u200c' || r == '\u200b' || r == '\u00ad' || r == '\ufeff' || r == '\u034f': // padding of previews
					continue
				case block && b.Len() > 0:
					b.WriteString("\n\n")
				case space && b.Len() > 0:
					b.WriteByte(' ')
				}
				space, block = false, false
				b.WriteRune(r)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			switch n := string(name); n {
			case "script", "style", "title", "head":
				if silent == "" && z.Raw()[1] != '/' {
					silent = n
				} else if silent == n {
					silent = ""
				}
			case "body":
				silent = ""
			case "p", "div", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "td", "th", "br":
				block = true
			}
		}
	}
}
