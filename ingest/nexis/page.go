package nexis

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"casus"
)

// LooksHTML says which database a page of HTML is from: "nexis", "factiva" or "".
func LooksHTML(head []byte) string {
	low := bytes.ToLower(head)
	switch {
	case bytes.Contains(low, []byte("<doc number=")) || bytes.Contains(low, []byte("<docfull>")) || bytes.Contains(low, []byte("lxncomment")):
		return "nexis"
	case bytes.Contains(low, []byte("dow jones factiva")) || bytes.Contains(low, []byte("<title>factiva")) || bytes.Contains(low, []byte("article enarticle")) || bytes.Contains(low, []byte("enarticleparagraph")):
		return "factiva"
	}
	return ""
}

// LooksText says whether a text is an export of Nexis: "1 of 74 DOCUMENTS" stands near
// its top.
func LooksText(head []byte) bool {
	n := 0
	for line := range bytes.Lines(head) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if len(line) < 60 && isCount(string(line)) {
			return true
		}
		if n++; n > 12 {
			break
		}
	}
	return false
}

// tokens reads HTML and calls on each tag and text; it returns the error that ended
// it, nil at its end.
func tokens(r io.Reader, tag func(name string, end bool, z *html.Tokenizer), text func([]byte), comment func([]byte) bool) error {
	in, err := charset.NewReader(r, "")
	if err != nil && err != io.EOF {
		return err
	}
	if in == nil {
		return nil
	}
	z := html.NewTokenizer(in)
	z.SetMaxBuf(maxToken)
	silent := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			switch err := z.Err(); err {
			case io.EOF:
				return nil
			case html.ErrBufferExceeded:
				return fmt.Errorf("a tag or a paragraph has more than %d MB; what comes after it is lost: %w", maxToken>>20, casus.ErrInvalid)
			default:
				return err
			}
		case html.TextToken:
			if silent == "" {
				text(z.Text())
			}
		case html.CommentToken:
			if !comment(z.Text()) {
				return nil
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			b, _ := z.TagName()
			switch name := string(b); name {
			case "script", "style", "title":
				silent = name
			default:
				tag(name, false, z)
			}
		case html.EndTagToken:
			b, _ := z.TagName()
			if name := string(b); name == silent {
				silent = ""
			} else {
				tag(name, true, z)
			}
		}
	}
}

// paragraphs gathers text until a paragraph ends; white space in it is one space.
type paragraphs struct {
	b     strings.Builder
	space bool
}

func (p *paragraphs) text(t []byte) {
	if p.b.Len() > maxToken {
		return
	}
	for _, r := range string(t) {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' {
			p.space = p.b.Len() > 0
			continue
		}
		if p.space {
			p.b.WriteByte(' ')
			p.space = false
		}
		p.b.WriteRune(r)
	}
}

func (p *paragraphs) take() string {
	s := p.b.String()
	p.b.Reset()
	p.space = false
	return s
}

// ReadHTML yields the articles of a page of HTML of the older Nexis.
func ReadHTML(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	return each(o, func(y *yielder) {
		var c *clipping
		var p paragraphs
		flush := func() {
			if s := p.take(); s != "" && c != nil {
				c.add(s)
			}
		}
		err := tokens(r, func(name string, end bool, z *html.Tokenizer) {
			switch name {
			case "p", "div", "h1", "h2", "h3", "tr", "table":
				flush()
			case "br", "td":
				p.space = p.b.Len() > 0
			}
		}, p.text, func(comment []byte) bool {
			if len(comment) > 1<<12 {
				return true
			}
			low := bytes.ToLower(comment)
			switch {
			case bytes.Contains(low, []byte("<doc number")) || bytes.Contains(low, []byte("<docfull>")):
				flush()
				if c != nil {
					y.clip(c)
				}
				c = &clipping{}
			case bytes.Contains(low, []byte("</docfull>")) || bytes.Contains(low, []byte("</doc>")):
				flush()
				if c != nil {
					y.clip(c)
				}
				c = nil
			}
			return !y.ended
		})
		flush()
		if c != nil {
			y.clip(c)
		}
		if err != nil {
			y.fail(err)
		} else if y.n == 0 {
			y.fail(fmt.Errorf("there is no article of Nexis in it (none begins with <DOC NUMBER=1>): %w", casus.ErrInvalid))
		}
	})
}

// ReadText yields the articles of a text of Nexis, parted by "1 of 74 DOCUMENTS".
func ReadText(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	return each(o, func(y *yielder) {
		in, err := charset.NewReader(r, "text/plain")
		if err != nil {
			if err != io.EOF {
				y.fail(err)
			}
			return
		}
		lines := bufio.NewScanner(in)
		lines.Buffer(make([]byte, 1<<16), maxToken)
		var c *clipping
		var p paragraphs
		flush := func() {
			if s := p.take(); s != "" && c != nil {
				c.add(s)
			}
		}
		for !y.ended && lines.Scan() {
			line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
			switch {
			case len(line) == 0:
				flush()
			case len(line) < 60 && isCount(string(line)):
				flush()
				if c != nil {
					y.clip(c)
				}
				c = &clipping{}
			default:
				p.space = p.b.Len() > 0
				p.text(line)
			}
		}
		flush()
		if c != nil {
			y.clip(c)
		}
		if err := lines.Err(); err == bufio.ErrTooLong {
			y.fail(fmt.Errorf("a line has more than %d MB; what comes after it is lost: %w", maxToken>>20, casus.ErrInvalid))
		} else if err != nil {
			y.fail(err)
		} else if y.n == 0 {
			y.fail(fmt.Errorf(`there is no article of Nexis in it (none begins with "1 of 9 DOCUMENTS"): %w`, casus.ErrInvalid))
		}
	})
}
