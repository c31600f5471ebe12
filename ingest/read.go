package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"casus"
	"casus/ingest/gdelt"
	"casus/ingest/jsonl"
	"casus/ingest/mail"
	"casus/ingest/nexis"
	"casus/ingest/tables"
	"casus/ingest/warc"
	"casus/text"
)

// read reads a stream whose kind is known.
func (r *reading) read(kind Format, label, name string, in *bufio.Reader) {
	press := nexis.Options{Name: label, Warn: r.o.Warn}
	start, _ := in.Peek(head)
	isMarkup := bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("<"))
	switch kind {
	case JSON:
		r.all(label, jsonl.Read(in, jsonl.Options{Name: label, Warn: r.o.Warn}))
	case CSV:
		comma := byte(0)
		if strings.HasSuffix(name, ".tsv") || strings.HasSuffix(name, ".tab") {
			comma = '\t'
		}
		r.all(label, tables.ReadCSV(in, tables.Options{Name: label, Columns: r.o.Columns, Comma: comma, Warn: r.o.Warn}))
	case WARC:
		r.all(label, warc.Read(in, warc.Options{Name: label, Article: r.archived, Warn: r.o.Warn}))
	case Nexis:
		if isMarkup {
			r.all(label, nexis.ReadHTML(in, press))
		} else {
			r.all(label, nexis.ReadText(in, press))
		}
	case Factiva:
		if nexis.LooksFactivaXML(start) {
			r.all(label, nexis.ReadFactivaXML(in, press))
		} else {
			r.all(label, nexis.ReadFactivaHTML(in, press))
		}
	case Mail:
		r.all(label, mail.Read(in, mail.Options{Name: label, Warn: r.o.Warn}))
	case GDELT:
		r.all(label, gdelt.Read(in, gdelt.Options{Name: label}))
	case HTML:
		r.page(label, in)
	case Feed:
		r.feed(label, "", in)
	case Addresses:
		r.addresses(label, in)
	case DOCX, Parquet:
		r.fail(label, fmt.Errorf("it is not of the format %s: %w", kind, casus.ErrInvalid))
	default:
		r.plain(label, in)
	}
}

// plain reads a plain text as one dispatch.
func (r *reading) plain(label string, in io.Reader) {
	b, err := io.ReadAll(io.LimitReader(in, maxText+1))
	d := casus.Dispatch{ID: label}
	var warnings []string
	switch {
	case err != nil:
		r.fail(label, err)
		return
	case len(b) > maxText:
		r.fail(label, fmt.Errorf("the text has more than %d MB; a dispatch is a page or two, so split it, or say what it is with --input: %w", maxText>>20, casus.ErrInvalid))
		return
	}
	d.Text, warnings, err = text.Repair(b)
	for _, w := range warnings {
		r.o.Warn(label + ": " + w)
	}
	switch {
	case err != nil:
		err = fmt.Errorf("%s: %w; docs/ingest.md tells what is read", label, err)
	case strings.TrimSpace(d.Text) == "":
		err = fmt.Errorf("%s: there is no text in it: %w", label, casus.ErrInvalid)
	}
	r.give(Item{Dispatch: d, From: label}, err)
}

// addresses reads a list of addresses, one a line.
func (r *reading) addresses(label string, in *bufio.Reader) {
	for n := 1; !r.ended; n++ {
		line, err := in.ReadSlice('\n')
		long := err == bufio.ErrBufferFull
		for err == bufio.ErrBufferFull {
			_, err = in.ReadSlice('\n')
		}
		address := strings.TrimSpace(string(line))
		where := fmt.Sprintf("%s:%d", label, n)
		switch {
		case long || len(address) > maxAddress:
			r.fail(where, fmt.Errorf("an address of more than %d bytes: %w", maxAddress, casus.ErrInvalid))
		case address == "" || address[0] == '#':
		case !IsAddress(address):
			r.fail(where, fmt.Errorf("%q is no address: %w", address, casus.ErrInvalid))
		default:
			r.give(Item{Dispatch: casus.Dispatch{ID: where, URL: address}, From: label}, nil)
		}
		if err != nil {
			if err != io.EOF {
				r.fail(label, err)
			}
			return
		}
	}
}

const maxAddress = 2000

// address reads what an address holds.
func (r *reading) address(name string) {
	if r.o.Fetch == nil {
		r.fail(name, fmt.Errorf("an address; only casus ingest reads from the web: %w", casus.ErrInvalid))
		return
	}
	p, err := r.o.Fetch(r.ctx, name)
	if err != nil {
		if r.ctx.Err() != nil && errors.Is(err, context.Canceled) {
			r.ended = true
			return
		}
		r.fail(name, err)
		return
	}
	if p.Address == "" {
		p.Address = name
	}
	switch r.kind(p.Body[:min(len(p.Body), head)], p.Address) {
	case HTML:
		d, language, err := r.extract(&p)
		if err != nil {
			r.fail(name, err)
			return
		}
		r.give(Item{Dispatch: d, Language: language, From: name}, nil)
		return
	case Feed:
		r.feed(p.Address, p.ContentType, bytes.NewReader(p.Body))
		return
	}
	r.whole(p.Address, p.Address, bytes.NewReader(p.Body), int64(len(p.Body)), 0)
}

// follow fetches the page of an item that is an address alone. What the list says of
// day and outlet stands where the page does not.
func (r *reading) follow(it Item) {
	if r.depth == maxFollowed {
		r.fail(it.URL, fmt.Errorf("addresses lead to addresses more than %d deep: %w", maxFollowed, casus.ErrInvalid))
		return
	}
	sub := *r
	sub.depth++
	sub.yield = func(x Item, err error) bool {
		if err == nil {
			if x.Published.IsZero() {
				x.Published = it.Published
			}
			if x.Publisher == "" {
				x.Publisher = it.Publisher
			}
			if x.Title == "" {
				x.Title = it.Title
			}
			if x.Licence == "" {
				x.Licence = it.Licence
			}
		}
		return r.yield(x, err)
	}
	sub.address(it.URL)
	r.ended = sub.ended
}
