package nexis

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"casus"
)

// factiva is an article of Factiva as it is gathered.
type factiva struct {
	id, title, publisher, day string
	meta, body                []string
	size                      int
	lost                      bool
}

func (f *factiva) paragraph(p string) {
	if p = strings.TrimSpace(p); p == "" {
		return
	}
	if f.size += len(p); f.size > MaxArticle {
		f.lost = true
		return
	}
	f.body = append(f.body, p)
}

func (f *factiva) dispatch() (casus.Dispatch, error) {
	d := casus.Dispatch{ID: f.id, Title: f.title, Publisher: f.publisher}
	if t, ok := ParseDay(f.day); ok {
		d.Published = t
	}
	// In the layout without codes the outlet stands after the day, with the time
	// between them at times.
	for i, m := range f.meta {
		t, ok := ParseDay(m)
		if !ok || !d.Published.IsZero() {
			continue
		}
		d.Published = t
		for _, next := range f.meta[i+1:] {
			if d.Publisher == "" && !isClock(next) {
				d.Publisher = next
				break
			}
		}
	}
	switch {
	case f.lost:
		return d, fmt.Errorf("the article is longer than %d MB; it is left out: %w", MaxArticle>>20, casus.ErrInvalid)
	case len(f.body) == 0:
		return d, fmt.Errorf("the article %q has no text; it is left out: %w", clip(f.title), casus.ErrInvalid)
	}
	d.Text = strings.ToValidUTF8(strings.Join(f.body, "\n\n"), "\ufffd")
	return d, nil
}

func isClock(s string) bool {
	return len(s) <= 8 && strings.ContainsRune(s, ':') && strings.Trim(s, "0123456789: APMapm") == ""
}

// factivaPage is the reading of a page.
type factivaPage struct {
	y    *yielder
	f    *factiva
	p    paragraphs
	kind string // of the block that is open: "headline", "body", "author", "cell", ""
	code string // of the row that is open: HD, PD, SN, LP, TD, ...
}

// ReadFactivaHTML yields the articles of a page that Factiva gives out for saving,
// with or without codes (HD, PD, SN, LP, TD) before the parts.
func ReadFactivaHTML(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	return each(o, func(y *yielder) {
		x := factivaPage{y: y}
		err := tokens(r, x.tag, x.p.text, func([]byte) bool { return !y.ended })
		x.end()
		if err != nil {
			y.fail(err)
		} else if y.n == 0 {
			y.fail(fmt.Errorf("there is no article of Factiva in it; save the articles in the article format: %w", casus.ErrInvalid))
		}
	})
}

func (x *factivaPage) tag(name string, end bool, z *html.Tokenizer) {
	if x.y.ended {
		return
	}
	class := ""
	if !end {
		class = classOf(z)
	}
	switch name {
	case "div", "p", "td", "tr", "h1", "h2", "h3", "h4":
		x.flush()
		if !end {
			x.open(name, class)
		}
	case "span":
		if !end && strings.HasSuffix(class, "Headline") {
			x.kind = "headline"
		}
	case "br":
		x.p.space = x.p.b.Len() > 0
	}
}

// open begins a block.
func (x *factivaPage) open(name, class string) {
	switch {
	case name == "div" && strings.HasPrefix(class, "article ") && strings.HasSuffix(class, "Article"):
		x.end()
		x.f = &factiva{}
		x.kind = ""
	case strings.Contains(class, "articleParagraph"):
		x.kind = "body"
	case name == "div" && class == "author":
		x.kind = "author"
	case name == "tr":
		x.code, x.kind = "", ""
	case name == "td":
		x.kind = "cell"
	case name == "p" && x.code != "":
	default:
		x.kind = ""
	}
}

// flush ends a block.
func (x *factivaPage) flush() {
	s := x.p.take()
	if s == "" || x.f == nil {
		return
	}
	switch {
	case x.kind == "headline":
		x.f.title = strings.TrimSpace(x.f.title + " " + s)
		x.kind = ""
	case x.kind == "cell" && x.code == "" && len(s) <= 3 && strings.ToUpper(s) == s:
		x.code = s
	case x.code != "":
		x.coded(s)
	case x.kind == "body":
		x.f.paragraph(s)
	case x.kind == "author":
	case documentID(s) != "":
		x.f.id = documentID(s)
	case len(x.f.meta) < 64 && len(s) < 300 && len(x.f.body) == 0:
		x.f.meta = append(x.f.meta, s)
	}
}

// coded takes what stands beside a code.
func (x *factivaPage) coded(s string) {
	switch x.code {
	case "HD":
		x.f.title = strings.TrimSpace(x.f.title + " " + s)
	case "PD":
		x.f.day = s
	case "SN":
		x.f.publisher = s
	case "AN":
		if id := documentID(s); id != "" {
			s = id
		}
		x.f.id = s
	case "LP", "TD":
		x.f.paragraph(s)
	}
}

// documentID takes the number out of "Document LBA0000020240621ek6l000b9".
func documentID(s string) string {
	word, id, ok := strings.Cut(s, " ")
	if ok && (hasPrefixFold(word, "docum") || hasPrefixFold(word, "dokum")) && len(id) >= 15 && len(id) < 60 && !strings.Contains(id, " ") {
		return id
	}
	return ""
}

func (x *factivaPage) end() {
	x.flush()
	if x.f != nil {
		d, err := x.f.dispatch()
		x.y.give(d, err)
		x.f = nil
	}
}

func classOf(z *html.Tokenizer) string {
	for n := 0; n < 64; n++ {
		key, value, more := z.TagAttr()
		if string(key) == "class" {
			return string(value)
		}
		if !more {
			break
		}
	}
	return ""
}

// LooksFactivaXML says whether a beginning is that of XML of Factiva.
func LooksFactivaXML(head []byte) bool {
	s := string(head)
	return strings.Contains(s, "<ppsArticle") || strings.Contains(s, "<ppsarticle") || strings.Contains(s, "leadParagraph") || strings.Contains(s, "<sourceName") || strings.Contains(s, "distdoc:archive")
}

// ReadFactivaXML yields the articles of an XML file of Factiva.
func ReadFactivaXML(r io.Reader, o Options) iter.Seq2[casus.Dispatch, error] {
	return each(o, func(y *yielder) {
		x := xml.NewDecoder(r)
		x.Strict = false
		x.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
			return charset.NewReaderLabel(label, in)
		}
		a := factivaXML{y: y}
		var err error
		n := 0
		for ; n <= maxXMLTokens && !y.ended; n++ {
			var t xml.Token
			if t, err = x.RawToken(); err != nil {
				break
			}
			a.token(t)
		}
		switch {
		case n > maxXMLTokens:
			y.fail(fmt.Errorf("the file has more than %d tags; split it: %w", maxXMLTokens, casus.ErrInvalid))
		case !errors.Is(err, io.EOF) && !y.ended:
			y.fail(fmt.Errorf("the file breaks off (%w); what came before is read: %w", err, casus.ErrInvalid))
		case y.n == 0:
			y.fail(fmt.Errorf("there is no article of Factiva in it: %w", casus.ErrInvalid))
		}
	})
}

type factivaXML struct {
	y     *yielder
	f     *factiva
	p     paragraphs
	dated bool // within publicationDate
	title bool // within headline
}

func (a *factivaXML) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		switch name := t.Name.Local; {
		case name == "article":
			a.f = &factiva{}
		case name == "publicationDate":
			a.dated = true
		case name == "headline":
			a.title = true
		case name == "b" || name == "i" || name == "em" || name == "hlt":
			return
		}
		if a.f != nil {
			a.p.take()
		}
	case xml.CharData:
		if a.f != nil {
			a.p.text(t)
		}
	case xml.EndElement:
		if a.f != nil {
			a.ended(t.Name.Local)
		}
	}
}

func (a *factivaXML) ended(name string) {
	switch name {
	case "headline", "leadParagraph", "paragraph":
		if p := a.p.take(); a.title {
			a.f.title = strings.TrimSpace(a.f.title + " " + p)
		} else {
			a.f.paragraph(p)
		}
		a.title = a.title && name != "headline"
	case "sourceName":
		a.f.publisher = a.p.take()
	case "reference":
		a.f.id = strings.TrimPrefix(a.p.take(), "distdoc:archive/ArchiveDoc::Article/")
	case "date":
		if a.dated {
			a.f.day = a.p.take()
		}
	case "publicationDate":
		a.dated = false
	case "article":
		d, err := a.f.dispatch()
		a.y.give(d, err)
		a.f = nil
	}
}
