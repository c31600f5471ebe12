package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"casus"
)

// GoldPlaces is a text with the toponyms that people marked in it.
type GoldPlaces struct {
	Dispatch casus.Dispatch
	Places   []GoldPlace
}

// GoldPlace is a toponym with the place that it names.
type GoldPlace struct {
	Span     casus.Span
	Name     string
	Located  bool
	Lat, Lon float64
	GeoNames int
	// Country is ISO 3166 alpha-3, "" where it is not known and for continents.
	Country string
}

// ReadGoldPlaces reads a set in JSON Lines: {"id","title","url","text","toponyms":
// [{"start","end","name","lat","lon","geonames_id","country"}]}, offsets in code points.
func ReadGoldPlaces(r io.Reader) ([]GoldPlaces, error) {
	var out []GoldPlaces
	dec := json.NewDecoder(bufio.NewReader(r))
	for {
		var d struct {
			ID, Title, URL, Text string
			Toponyms             []struct {
				Start, End int
				Name       string
				Lat, Lon   *float64
				GeoNames   *int `json:"geonames_id"`
				Country    *string
			}
		}
		if err := dec.Decode(&d); err == io.EOF {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("gold places, document %d: %w", len(out)+1, err)
		}
		g := GoldPlaces{Dispatch: casus.Dispatch{ID: d.ID, Title: strings.TrimSpace(d.Title), URL: strings.TrimSpace(d.URL), Text: d.Text}}
		at := make([]int, 0, len(d.Text)+1)
		for i := range d.Text {
			at = append(at, i)
		}
		at = append(at, len(d.Text))
		for _, t := range d.Toponyms {
			if t.Start < 0 || t.End < t.Start || t.End >= len(at) {
				return nil, fmt.Errorf("gold places, document %s: %d-%d lies outside the text", d.ID, t.Start, t.End)
			}
			p := GoldPlace{Span: casus.Span{Begin: at[t.Start], End: at[t.End]}, Name: t.Name}
			if t.Lat != nil && t.Lon != nil {
				p.Located, p.Lat, p.Lon = true, *t.Lat, *t.Lon
			}
			if t.GeoNames != nil {
				p.GeoNames = *t.GeoNames
			}
			if t.Country != nil && !continents[t.Name] {
				p.Country = *t.Country
			}
			g.Places = append(g.Places, p)
		}
		out = append(out, g)
	}
}

// continents lie in no state, though the point that stands for one does.
var continents = map[string]bool{"Africa": true, "Asia": true, "Europe": true, "Americas": true, "North America": true, "South America": true, "Latin America": true,
	"African": true, "Asian": true, "European": true, "Middle East": true, "West Africa": true, "East Africa": true, "Central Africa": true, "South Asia": true, "Southern Europe": true, "Arctic": true}

// PlaceScore tells how well toponyms were found, and the places they name.
type PlaceScore struct {
	// Exact: the span is the same; Overlap: it shares a byte.
	Exact, Overlap PRF
	// Near counts toponyms whose place lies within 161 km (100 miles) of gold's, of
	// Located; Country those in the right state, of Stated; ID those with gold's
	// GeoNames id, of Numbered.
	Near, Located, Country, Stated, ID, Numbered int
	// Errors tell what went wrong.
	Errors []string
}

const mile100 = 161

// Places scores one document. Adjectives says whether the set counts adjectives of
// states as toponyms. Places in a dateline do not count: their text is no sentence.
func Places(gold *GoldPlaces, doc *casus.Document, adjectives bool) PlaceScore {
	var s PlaceScore
	var sys []*casus.Place
	for i := range doc.Places {
		if p := &doc.Places[i]; adjectives || !p.Adjective {
			sys = append(sys, p)
		}
	}
	used := make([]bool, len(sys))
	s.Exact.Gold, s.Exact.System = len(gold.Places), len(sys)
	s.Overlap.Gold, s.Overlap.System = len(gold.Places), len(sys)
	for i := range gold.Places {
		g := &gold.Places[i]
		best := -1
		for k, p := range sys {
			if !used[k] && p.Span.Overlaps(g.Span) && (best < 0 || p.Span == g.Span) {
				best = k
			}
		}
		if best < 0 {
			s.Errors = append(s.Errors, fmt.Sprintf("missed %s: %s", gold.Dispatch.ID, within(doc, g.Span)))
			continue
		}
		used[best] = true
		s.Overlap.Right++
		if sys[best].Span == g.Span {
			s.Exact.Right++
		}
		s.place(gold, g, sys[best])
	}
	for k, p := range sys {
		if !used[k] {
			s.Errors = append(s.Errors, fmt.Sprintf("wrong  %s: %s", gold.Dispatch.ID, within(doc, p.Span)))
		}
	}
	return s
}

func (s *PlaceScore) place(gold *GoldPlaces, g *GoldPlace, p *casus.Place) {
	if g.Located {
		s.Located++
		d := math.Inf(1)
		if p.Located {
			d = kilometres(g.Lat, g.Lon, p.Lat, p.Lon)
		}
		if d <= mile100 {
			s.Near++
		} else {
			s.Errors = append(s.Errors, fmt.Sprintf("far    %s: %s, %s %.2f %.2f, taken for %s (%s, %s) %.2f %.2f: %s", gold.Dispatch.ID, g.Name, g.Country, g.Lat, g.Lon, p.Name, p.Admin1, p.Country, p.Lat, p.Lon, p.Why))
		}
	}
	if g.Country != "" {
		s.Stated++
		if g.Country == p.Country {
			s.Country++
		} else {
			s.Errors = append(s.Errors, fmt.Sprintf("state  %s: %s, %s, taken for %s, %s: %s", gold.Dispatch.ID, g.Name, g.Country, p.Name, p.Country, p.Why))
		}
	}
	if g.GeoNames != 0 {
		s.Numbered++
		if g.GeoNames == p.GeoNames {
			s.ID++
		}
	}
}

// within shows a span with the words beside it.
func within(doc *casus.Document, sp casus.Span) string {
	t := doc.Dispatch.Text
	b, e := max(0, sp.Begin-30), min(len(t), sp.End+30)
	return strings.ToValidUTF8(strings.Join(strings.Fields(t[b:sp.Begin]+"["+t[sp.Begin:sp.End]+"]"+t[sp.End:e]), " "), "")
}

// kilometres between two points along a great circle.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	a, b := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, a*a+math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b)))
}

// Add joins the scores of two sets of documents.
func (s PlaceScore) Add(t PlaceScore) PlaceScore {
	for _, x := range []struct{ a, b *PRF }{{&s.Exact, &t.Exact}, {&s.Overlap, &t.Overlap}} {
		x.a.Right += x.b.Right
		x.a.System += x.b.System
		x.a.Gold += x.b.Gold
	}
	s.Near += t.Near
	s.Located += t.Located
	s.Country += t.Country
	s.Stated += t.Stated
	s.ID += t.ID
	s.Numbered += t.Numbered
	s.Errors = append(s.Errors, t.Errors...)
	return s
}

// Found shows how well toponyms were found, and of those found, the places.
func (s PlaceScore) Found() string {
	return fmt.Sprintf("found P %.3f R %.3f F1 %.3f (exact span %.3f); of those found, within 161 km %.3f, country %.3f  (%d gold, %d found)",
		part(s.Overlap.Right, s.Overlap.System), part(s.Overlap.Right, s.Overlap.Gold), s.Overlap.F1(), s.Exact.F1(),
		part(s.Near, s.Located), part(s.Country, s.Stated), s.Overlap.Gold, s.Overlap.System)
}

// Given shows how well places were told apart where the toponyms were given.
func (s PlaceScore) Given() string {
	return fmt.Sprintf("names given: within 161 km %.3f of %d, country %.3f of %d, GeoNames id %.3f of %d",
		part(s.Near, s.Located), s.Located, part(s.Country, s.Stated), s.Stated, part(s.ID, s.Numbered), s.Numbered)
}
