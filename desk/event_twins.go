package desk

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"strconv"
	"strings"

	"casus/store"
)

// twinLimit is how many events a twin gives where the address does not say.
const twinLimit = 500

// eventListJSON is the page of events for programs.
func (d *Desk) eventListJSON(v *visit) error {
	p, err := d.eventPage(v.r.Context(), v, 0)
	if err != nil {
		return err
	}
	events, err := d.apiEvents(v.r.Context(), p.Events)
	if err != nil {
		return err
	}
	return d.writeJSON(v, apiEventPage{events, pointer(p.Next)})
}

func (d *Desk) writeJSON(v *visit, x any) error {
	b, err := json.Marshal(x)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	_, err = v.w.Write(append(b, '\n'))
	return gone(err)
}

var eventColumns = []string{"id", "day", "event", "mode", "context", "cameo", "quad", "plover", "goldstein", "actor", "actor_name", "recipient", "recipient_name",
	"reciprocal", "status", "claimant", "place", "lat", "lon", "confidence", "mentions", "sources", "dispatch", "publisher", "published", "text"}

// eventListCSV is the page of events for a spreadsheet.
func (d *Desk) eventListCSV(v *visit) error {
	p, err := d.eventPage(v.r.Context(), v, twinLimit)
	if err != nil {
		return err
	}
	rows := make([][]string, 0, len(p.Events)+1)
	rows = append(rows, eventColumns)
	for i := range p.Events {
		rows = append(rows, d.eventCells(&p.Events[i]))
	}
	if p.Next != "" {
		v.w.Header().Set("X-Next", p.Next)
	}
	return d.writeCSV(v, "events.csv", rows)
}

func (d *Desk) eventCells(e *store.Event) []string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	list := func(s store.Side, name bool) string {
		var out []string
		for _, p := range e.Parties {
			if p.Side != s {
				continue
			}
			if name {
				out = append(out, p.Name)
			} else if p.Code != "" {
				out = append(out, p.Code)
			} else {
				out = append(out, p.Key)
			}
		}
		return strings.Join(out, "; ")
	}
	return []string{e.ID, e.Day, e.Event, e.Mode, strings.Join(e.Contexts, "; "), e.CAMEO, strconv.Itoa(e.Quad), number(e.Plover), number(e.Goldstein),
		list(store.Actor, false), list(store.Actor, true), list(store.Recipient, false), list(store.Recipient, true), strconv.FormatBool(e.Reciprocal),
		strings.Join(statusWords(e.Status), "; "), e.Claimant, e.Place, number(e.Lat), number(e.Lon), number(e.Confidence), strconv.Itoa(e.Mentions), strconv.Itoa(e.Sources),
		e.Dispatch, e.Publisher, e.Published, oneLine(bodyOf(e).Evidence.Text)}
}

// writeCSV writes rows. A cell that a spreadsheet would take for a formula is made text.
func (d *Desk) writeCSV(v *visit, name string, rows [][]string) error {
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w := csv.NewWriter(v.w)
	for i, row := range rows {
		if i > 0 {
			for k := range row {
				row[k] = harmless(row[k])
			}
		}
		if err := w.Write(row); err != nil {
			return gone(err)
		}
	}
	w.Flush()
	return gone(w.Error())
}

// harmless puts an apostrophe before what a spreadsheet would calculate; numbers stay.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []feedLink  `xml:"link"`
	Entries []feedEntry `xml:"entry"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type feedEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    feedLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// eventListAtom is the page of events as a feed.
func (d *Desk) eventListAtom(v *visit) error {
	p, err := d.eventPage(v.r.Context(), v, 0)
	if err != nil {
		return err
	}
	base := "http://" + v.r.Host
	if v.r.TLS != nil {
		base = "https://" + v.r.Host
	}
	f := feed{ID: base + v.r.URL.RequestURI(), Title: "Casus: events", Updated: "1970-01-01T00:00:00Z", Author: "Casus",
		Links: []feedLink{{"self", base + v.r.URL.RequestURI()}, {"", base + strings.Replace(v.r.URL.RequestURI(), "/events.atom", "/events", 1)}}}
	for i := range p.Events {
		t := d.tell(&p.Events[i])
		at := stamp(t.Published, t.Day)
		f.Updated = max(f.Updated, at)
		f.Entries = append(f.Entries, feedEntry{ID: "urn:casus:event:" + t.ID, Title: t.Plain(), Updated: at, Link: feedLink{Href: base + t.Href}, Summary: t.Text})
	}
	v.w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, err = v.w.Write([]byte(xml.Header))
	if err == nil {
		err = xml.NewEncoder(v.w).Encode(f)
	}
	return gone(err)
}

// stamp is a time as Atom wants it, of the publication, else of the day.
func stamp(published, day string) string {
	switch {
	case len(published) >= 20:
		return published
	case len(published) >= 10:
		return published[:10] + "T00:00:00Z"
	case day != "":
		return day + "T00:00:00Z"
	}
	return "1970-01-01T00:00:00Z"
}

// Plain is the sentence in plain text.
func (t *telling) Plain() string {
	names := func(list []actor) string {
		var out []string
		for _, a := range list {
			out = append(out, a.Name)
		}
		return strings.Join(out, ", ")
	}
	who := names(t.Actors)
	if who == "" {
		who = "Somebody"
	}
	return oneLine(who + " " + t.Verb + " " + names(t.Recipients))
}
