package nexis

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"casus"
	"casus/ingest/unpack"
)

// maxXMLTokens bounds the tags and texts of a document: half an hour of tags is no news.
const maxXMLTokens = 4_000_000

// ReadDOCX yields the articles of a Word document of Nexis Uni. A Word document of
// another kind is one dispatch.
func ReadDOCX(r io.ReaderAt, size int64, o Options) iter.Seq2[casus.Dispatch, error] {
	return each(o, func(y *yielder) {
		a, err := unpack.Zip(r, size)
		if err != nil {
			y.fail(err)
			return
		}
		for _, f := range a.Files {
			if f.Name != "word/document.xml" {
				continue
			}
			in, err := a.Open(f, true)
			if err != nil {
				y.fail(fmt.Errorf("%s in it: %w", f.Name, err))
				return
			}
			defer in.Close()
			d := docx{y: y}
			d.read(in)
			return
		}
		y.fail(fmt.Errorf("there is no word/document.xml in it, so it is no Word document: %w", casus.ErrInvalid))
	})
}

// docx is the reading of a document.
type docx struct {
	y    *yielder
	clip *clipping
	// plain are the paragraphs before the first bookmark of an article.
	plain   []string
	size    int
	text    strings.Builder
	inText  bool
	isMark  bool // the paragraph is the heading of the body
	started bool
}

func (d *docx) read(in io.Reader) {
	x := xml.NewDecoder(in)
	x.Strict = false
	for n := 0; ; n++ {
		t, err := x.RawToken()
		if err != nil || n > maxXMLTokens {
			d.end(err, n)
			return
		}
		switch t := t.(type) {
		case xml.StartElement:
			d.start(&t)
		case xml.CharData:
			if d.inText && d.text.Len()+len(t) < maxToken {
				d.text.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				d.inText = false
			case "p":
				d.paragraph()
			}
		}
		if d.y.ended {
			return
		}
	}
}

func (d *docx) start(t *xml.StartElement) {
	switch t.Name.Local {
	case "t":
		d.inText = t.Name.Space == "w"
	case "tab":
		d.text.WriteByte(' ')
	case "br", "cr":
		d.text.WriteByte('\n')
	case "bookmarkStart":
		for _, a := range t.Attr {
			if a.Name.Local != "name" {
				continue
			}
			switch {
			case strings.HasPrefix(a.Value, "Bookmark_") && isNumber(a.Value[len("Bookmark_"):]):
				if d.started {
					d.y.clip(d.clip)
				}
				d.started, d.clip = true, &clipping{order: titleFirst, marked: true}
			case a.Value == "Body" && d.clip != nil:
				d.isMark = true
			}
		}
	}
}

// paragraph ends one.
func (d *docx) paragraph() {
	p := strings.TrimSpace(strings.ReplaceAll(d.text.String(), "\u00a0", " "))
	d.text.Reset()
	switch {
	case d.isMark:
		d.isMark = false
		d.clip.at, d.clip.marked = inBody, false
		if !strings.EqualFold(p, "body") {
			d.clip.add(p)
		}
	case d.clip != nil:
		if d.clip.at == inBody && (p == "Classification" || p == "Graphic" || p == "Notes") {
			d.clip.at = inTail
			return
		}
		d.clip.add(p)
	case p != "":
		if d.size += len(p) + 2; d.size <= MaxArticle {
			d.plain = append(d.plain, p)
		}
	}
}

// end deals with the end of the document, or with what broke it.
func (d *docx) end(err error, tokens int) {
	if !errors.Is(err, io.EOF) || tokens > maxXMLTokens {
		if err == nil {
			err = fmt.Errorf("more than %d tags", maxXMLTokens)
		}
		if !errors.Is(err, casus.ErrInvalid) {
			err = fmt.Errorf("the document breaks off (%w); what came before is read: %w", err, casus.ErrInvalid)
		}
		defer d.y.fail(err)
	}
	switch {
	case d.started:
		d.y.clip(d.clip)
	case d.size > MaxArticle:
		d.y.give(casus.Dispatch{}, fmt.Errorf("the document holds more than %d MB of text: %w", MaxArticle>>20, casus.ErrInvalid))
	case len(d.plain) > 0:
		d.y.give(casus.Dispatch{ID: d.y.o.Name, Text: strings.ToValidUTF8(strings.Join(d.plain, "\n\n"), "\ufffd")}, nil)
	case errors.Is(err, io.EOF):
		d.y.fail(fmt.Errorf("there is no text in it: %w", casus.ErrInvalid))
	}
}
