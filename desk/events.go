package desk

import (
	"context"
	"net/url"

	"casus/desk/access"
	"casus/store"
)

func eventRoutes() []route {
	return []route{
		{"GET", "/events", access.Reader, (*Desk).eventList},
		{"GET", "/events.json", access.Reader, (*Desk).eventListJSON},
		{"GET", "/events.csv", access.Reader, (*Desk).eventListCSV},
		{"GET", "/events.atom", access.Reader, (*Desk).eventListAtom},
		{"GET", "/events/{id}", access.Reader, (*Desk).eventShow},
	}
}

// eventListView is what events.html shows.
type eventListView struct {
	Query  eventQuery
	Events []telling
	Next   string
	Facets []facetView
	// Chosen are the conditions, each with the address without it.
	Chosen   []link
	Codebook codebook
	Total    string
}

// eventQueryOf reads the question of an address.
func eventQueryOf(v *visit) (q eventQuery, f store.Filter, err error) {
	if err = readQuery(v.r.URL.Query(), &q); err != nil {
		return q, f, err
	}
	f, err = q.filter()
	return q, f, err
}

// eventList is the page of events.
func (d *Desk) eventList(v *visit) error {
	q, f, err := eventQueryOf(v)
	if err != nil {
		return err
	}
	body := eventListView{Query: q, Codebook: d.codebook}
	page1, err := d.store.Events(v.r.Context(), f)
	if err = orEmpty(err); err != nil {
		return err
	}
	held, err := d.overlay(v.r.Context(), page1.Events)
	if err != nil {
		return err
	}
	for i := range held {
		body.Events = append(body.Events, d.tellCorrected(&held[i]))
	}
	if page1.Next != "" {
		u := *v.r.URL
		values := u.Query()
		values.Set("after", page1.Next)
		body.Next = address(u.Path, values)
	}
	if body.Facets, err = d.facetsOf(v.r.Context(), v.r.URL, f); err != nil {
		return err
	}
	body.Chosen = d.chosen(v.r.URL)
	return d.show(v, "events.html", page{Title: "Events", Nav: "/events", Twins: twins(v.r.URL, "json", "csv", "atom"), Wide: true, Body: body})
}

// twins are the addresses of the same in other formats.
func twins(u *url.URL, formats ...string) []link {
	names := map[string]string{"json": "JSON", "csv": "CSV", "atom": "Feed"}
	var out []link
	for _, f := range formats {
		q := u.Query()
		if f == "atom" {
			q.Del("after")
		}
		out = append(out, link{names[f], address(u.Path+"."+f, q)})
	}
	return out
}

// askedNames say in words what each name of a question asks.
var askedNames = []struct{ name, words string }{
	{"actor", "acts"}, {"recipient", "acted on"}, {"party", "involves"}, {"dyad", "dyad"}, {"mutual", "both directions"}, {"event", "event"}, {"mode", "mode"},
	{"context", "context"}, {"cameo", "CAMEO"}, {"quad", "class"}, {"status", "status"}, {"without", "without"}, {"counted", "counted"}, {"claim", "claims"},
	{"claimant", "word of"}, {"place", "in"}, {"source", "source"}, {"dispatch", "dispatch"}, {"story", "story"}, {"from", "from"}, {"to", "to"},
	{"min", "confidence from"}, {"max", "confidence up to"}, {"words", "words"}, {"mentions", "every mention"}, {"unsure", "least sure first"},
}

// chosen are the conditions of an address, each with the address without it.
func (d *Desk) chosen(u *url.URL) []link {
	var out []link
	q := u.Query()
	for _, x := range askedNames {
		for _, value := range nonEmpty(q[x.name]) {
			words := x.words
			switch x.name {
			case "mutual", "counted", "mentions", "unsure":
			case "quad":
				words = quadOf(value)
			case "actor", "recipient", "party", "place":
				words += " " + d.names.of(value)
			default:
				words += " " + value
			}
			rest := u.Query()
			rest.Del("after")
			rest.Del(x.name)
			for _, other := range q[x.name] {
				if other != value {
					rest.Add(x.name, other)
				}
			}
			out = append(out, link{words, address(u.Path, rest)})
		}
	}
	return out
}

func quadOf(value string) string {
	if len(value) == 1 {
		return quadName(int(value[0] - '0'))
	}
	return value
}

// eventPage asks the store, for the twins.
func (d *Desk) eventPage(ctx context.Context, v *visit, limit int) (store.Page, error) {
	q, f, err := eventQueryOf(v)
	if err != nil {
		return store.Page{}, err
	}
	if q.Limit == 0 {
		f.Limit = limit
	}
	p, err := d.store.Events(ctx, f)
	return p, orEmpty(err)
}
