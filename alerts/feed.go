package alerts

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casus/store"
)

// feed writes an Atom feed (RFC 4287) of what was sent to the target, as a file that
// any web server can hand out. It is written anew beside the old one and put in its
// place, so that a reader never meets half of it.
type feed struct {
	t *Target
	s store.Store
}

func (f *feed) send(ctx context.Context, due []store.Delivery, settle func(store.Delivery, error) error) error {
	old, err := f.s.Alerts(ctx, store.AlertQuery{Target: f.t.Name, Limit: f.t.Keep})
	if err != nil {
		return err
	}
	var list []store.Alert // latest first
	for i := len(due) - 1; i >= 0; i-- {
		list = append(list, due[i].Alert)
	}
	list = append(list, old...)
	err = f.write(list[:min(len(list), f.t.Keep)])
	for _, d := range due {
		if serr := settle(d, err); serr != nil {
			return serr
		}
	}
	return nil
}

func (f *feed) write(list []store.Alert) error {
	title := f.t.Title
	if title == "" {
		title = "Casus: " + f.t.Name
	}
	b, err := Atom(title, "urn:casus:alerts:"+strings.Join(strings.Fields(f.t.Name), "-"), list)
	if err != nil {
		return permanent{err}
	}
	tmp, err := os.CreateTemp(filepath.Dir(f.t.File), ".casus-feed-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone already where all went well
	_, err = tmp.Write(b)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), f.t.File)
	}
	return err
}

// The elements of Atom that are used.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Category atomCategory `xml:"category"`
	Link     *atomLink    `xml:"link"`
	Content  atomText     `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Atom writes alerts, latest first, as an Atom feed.
func Atom(title, id string, list []store.Alert) ([]byte, error) {
	out := atomFeed{ID: id, Title: title, Author: atomPerson{"Casus"}, Updated: time.Unix(0, 0).UTC().Format(time.RFC3339)}
	for i := range list {
		a := &list[i]
		p, err := Read(a)
		if err != nil {
			return nil, err
		}
		text, err := Text(a)
		if err != nil {
			return nil, err
		}
		e := atomEntry{ID: "urn:casus:alert:" + a.ID, Title: a.Title, Updated: a.At.UTC().Format(time.RFC3339), Category: atomCategory{a.Rule}, Content: atomText{"text", text}}
		if len(p.Findings) > 0 && strings.HasPrefix(p.Findings[0].Dispatch.URL, "http") {
			e.Link = &atomLink{"related", p.Findings[0].Dispatch.URL}
		}
		if i == 0 {
			out.Updated = e.Updated
		}
		out.Entries = append(out.Entries, e)
	}
	b, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the feed: %w", err)
	}
	return append([]byte(xml.Header), append(b, '\n')...), nil
}
