package desk

import (
	"context"
	"html/template"
	"net/url"

	"casus/desk/chart"
	"casus/store"
)

// mapView is what map.html shows.
type mapView struct {
	Stretch stretch
	By      string
	Bys     []chosenLink
	Views   []chosenLink
	Late    bool
	Picture template.HTML
	Bars    template.HTML
	// Keep is what the form of days keeps of the address.
	Keep     []link
	Placed   int
	NotShown int
}

// How many states, pairs and places a map shows, and of how many events it reads places.
const (
	mapStates = 250
	mapArcs   = 60
	mapSpots  = 60
	mapEvents = 1000
)

// mapShow is the map, by place or by pair.
func (d *Desk) mapShow(v *visit) error {
	ctx := v.r.Context()
	s, err := d.stretchOf(ctx, v.r.URL, "365")
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	body := &mapView{Stretch: s, By: "place", Keep: []link{{"by", q.Get("by")}, {"view", q.Get("view")}}}
	if q.Get("by") == "dyad" {
		body.By = "dyad"
	}
	for _, b := range []link{{"Where it happened", "place"}, {"Between whom", "dyad"}} {
		body.Bys = append(body.Bys, chosenLink{link{b.Name, with(v.r.URL, "by", b.Href)}, body.By == b.Href})
	}
	view := chart.ViewOf(q.Get("view"))
	for _, x := range chart.Views() {
		body.Views = append(body.Views, chosenLink{link{x.Name, with(v.r.URL, "view", x.Key)}, x.Key == view.Key})
	}
	if body.By == "dyad" {
		err = d.mapPairs(body, &s, view)
	} else {
		err = d.mapPlaces(body, &s, view)
	}
	if err != nil {
		return err
	}
	return d.show(v, "map.html", page{Title: "Map", Nav: "/map", Wide: true, Pictures: true, Body: body})
}

// mapPlaces shows where events happened: states by their counts, and the places of the
// latest events.
func (d *Desk) mapPlaces(body *mapView, s *stretch, view chart.View) error {
	seen, late, err := d.places.get(d.now(), s.From+" "+s.To, func(ctx context.Context) (*placesView, error) { return d.placesOf(ctx, s) })
	if err != nil || late {
		body.Late = late
		return err
	}
	m := chart.Map{Head: chart.Head{ID: "map", Title: "Where it happened, " + s.Name, Desc: "States are darker the more events happened there. Circles are places, coloured by the mean score of their events."}, View: view, What: "events"}
	var bars []chart.Bar
	for _, x := range seen.states {
		if x.Value == "" {
			continue
		}
		body.Placed += x.Count
		href := s.events("place", x.Value)
		if d.atlas.Knows(x.Value) {
			m.Areas = append(m.Areas, chart.Area{Code: x.Value, Name: d.names.of(x.Value), Count: x.Count, Href: href})
		} else {
			body.NotShown += x.Count
		}
		if len(bars) < partnersShown {
			bars = append(bars, chart.Bar{Name: d.names.of(x.Value), Href: href, Count: x.Count})
		}
	}
	m.Points = seen.spots
	body.Picture, body.Bars = d.atlas.Draw(m), chart.Bars("Events by state", bars)
	return nil
}

// placesView is where the events of a time happened.
type placesView struct {
	states []store.Facet
	spots  []chart.Spot
}

func (d *Desk) placesOf(ctx context.Context, s *stretch) (*placesView, error) {
	f := store.Filter{From: s.From, To: s.To, Counted: true, Once: true}
	states, err := d.store.Facets(ctx, f, "place", mapStates)
	if err = orEmpty(err); err != nil {
		return nil, err
	}
	f.Limit = mapEvents
	events, err := d.store.Events(ctx, f)
	if err = orEmpty(err); err != nil {
		return nil, err
	}
	return &placesView{states, d.spots(events.Events, s)}, nil
}

// spots are the named places of events; a state as a whole is no place.
func (d *Desk) spots(events []store.Event, s *stretch) []chart.Spot {
	var out []chart.Spot
	at := map[string]int{}
	sums := map[string]float64{}
	for i := range events {
		e := &events[i]
		if e.PlaceName == "" || e.Lat == 0 && e.Lon == 0 || e.PlaceName == d.names.of(e.Place) {
			continue
		}
		k, ok := at[e.PlaceName+e.Place]
		if !ok {
			if len(out) == mapSpots {
				continue
			}
			k = len(out)
			at[e.PlaceName+e.Place] = k
			out = append(out, chart.Spot{Name: e.PlaceName, Lat: e.Lat, Lon: e.Lon, Href: s.events("place", e.Place)})
		}
		out[k].Count++
		sums[e.PlaceName+e.Place] += e.Plover
		out[k].Score = sums[e.PlaceName+e.Place] / float64(out[k].Count)
	}
	return out
}

// mapPairs shows between whom events happened.
func (d *Desk) mapPairs(body *mapView, s *stretch, view chart.View) error {
	p, late, err := d.pairs(s)
	if err != nil || late {
		body.Late = late
		return err
	}
	m := chart.Map{Head: chart.Head{ID: "map", Title: "Between whom, " + s.Name, Desc: "Arcs join the capitals of two states: the wider the more events, coloured by their mean score."}, View: view, What: "events", Plain: true}
	var bars []chart.Bar
	for _, e := range p.undirected() {
		n := e.There + e.Back
		if !d.atlas.Knows(e.A) || !d.atlas.Knows(e.B) {
			body.NotShown += n
			continue
		}
		body.Placed += n
		name := d.names.of(e.A) + " and " + d.names.of(e.B)
		if len(m.Arcs) < mapArcs {
			m.Arcs = append(m.Arcs, chart.Arc{From: e.A, To: e.B, Name: name, Count: n, Score: e.Score, Href: e.Href})
		}
		if len(bars) < partnersShown {
			b := chart.Bar{Name: d.names.of(e.A) + " – " + d.names.of(e.B), Href: e.Href, Count: n, Note: signed(e.Score)}
			there, back := p.between(e.A, e.B), p.between(e.B, e.A)
			for q := 1; q <= 4; q++ {
				b.Parts[q] = there.Quads[q] + back.Quads[q]
			}
			bars = append(bars, b)
		}
	}
	for _, a := range p.Actors {
		if d.atlas.Knows(a.Key) && len(m.Areas) < mapStates {
			m.Areas = append(m.Areas, chart.Area{Code: a.Key, Name: d.names.of(a.Key), Count: a.Count(), Href: "/actors/" + url.PathEscape(a.Key)})
		}
	}
	body.Picture, body.Bars = d.atlas.Draw(m), chart.Bars("Events in both directions, and their mean score", bars)
	return nil
}
