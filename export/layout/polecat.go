package layout

import (
	"fmt"
	"strings"

	"casus/export"
)

// polecat is the weekly table of POLECAT (Harvard Dataverse), the columns that NGEC's
// releases have.
func polecat() *Layout {
	cs := []Column{
		{"Event ID", "the event's id", func(d *dyad) string { return d.ID }},
		{"Event Date", "YYYY-MM-DD", func(d *dyad) string { return d.Day }},
		{"Event Type", "the PLOVER event", func(d *dyad) string { return d.Body.Event }},
		{"Event Mode", "its mode", func(d *dyad) string { return strings.Join(d.Body.Mode, "; ") }},
		{"Intensity", "PLOVER's scale", func(d *dyad) string {
			if x := d.Body.Scores.Plover; x != nil {
				return decimal(*x)
			}
			return ""
		}},
		{"Quad Code", "the quad class in capitals", func(d *dyad) string { return strings.ToUpper(string(d.Body.Quad)) }},
		{"Contexts", "", func(d *dyad) string { return strings.Join(d.Body.Context, "; ") }},
	}
	cs[6].Says = "the contexts"
	cs = append(cs, polecatSide("Actor", (*dyad).actors)...)
	cs = append(cs, polecatSide("Recipient", (*dyad).recipients)...)
	cs = append(cs,
		Column{"Placename", "the place's usual name", place(placeName)},
		Column{"City", "the place, where it is a town or a site", place(placeName, "town", "site")},
		Column{"District", "the place, where it is a second division", place(placeName, "district")},
		Column{"Province", "the first division", place(province)},
		Column{"Country", "ISO 3166 alpha-3", place(func(d *dyad) string { return string(d.Body.Place.Country) })},
		Column{"Latitude", "degrees, WGS 84", func(d *dyad) string { return d.lat() }},
		Column{"Longitude", "degrees, WGS 84", func(d *dyad) string { return d.lon() }},
		Column{"GeoNames ID", "", place(func(d *dyad) string { return string(d.Body.Place.GeoNames) })},
		Column{"Raw Placename", "the words of the text", place(func(d *dyad) string { return string(d.Body.Place.Text) })},
		Column{"Feature Type", "", nil},
		Column{"Source", "the publisher", func(d *dyad) string { return d.From.Publisher }},
		Column{"Publication Date", "YYYY-MM-DD", func(d *dyad) string {
			if d.From.Published.IsZero() {
				return ""
			}
			return d.From.Published.UTC().Format("2006-01-02")
		}},
		Column{"Story People", "", nil}, Column{"Story Organizations", "", nil}, Column{"Story Locations", "", nil},
		Column{"Language", "of the dispatch, ISO 639-1", func(d *dyad) string { return d.From.Language }},
		Column{"Version", "program, model, lexicon and ontology", func(d *dyad) string {
			v := &d.Body.Version
			return fmt.Sprintf("casus-%s-%s-%s-%s", v.Casus, v.Model, v.Lexicon, v.Ontology)
		}})
	for i := range cs {
		if cs[i].Name == "GeoNames ID" {
			cs[i].Says = "the place's number in GeoNames"
		}
	}
	return &Layout{Name: "polecat", Title: "POLECAT events", Columns: cs, Header: true, Null: "None", whole: true, read: readPolecat,
		About: `Tabs, a header line, "None" where nothing is known. A row for each occurrence; several parties of a side are parted by "; ". Where parties act on each other, the first stands as actor and the others as recipients. Into a folder, a file a week, from Monday.`}
}

// actors and recipients are the sides as PLOVER's tables have them: an act of parties on
// each other has the first of them on one side, the others on the other.
func (d *dyad) actors() []export.Party {
	if d.Body.Reciprocal && len(d.Body.Actor) > 1 {
		return d.Body.Actor[:1]
	}
	return d.Body.Actor
}

func (d *dyad) recipients() []export.Party {
	if d.Body.Reciprocal && len(d.Body.Actor) > 1 {
		return d.Body.Actor[1:]
	}
	return d.Body.Recipient
}

func polecatSide(name string, who func(*dyad) []export.Party) []Column {
	each := func(f func(*dyad, *export.Party) string) func(*dyad) string {
		return func(d *dyad) string {
			side := who(d)
			out, known := make([]string, len(side)), false
			for i := range side {
				if out[i] = f(d, &side[i]); out[i] != "" {
					known = true
				} else {
					out[i] = "None"
				}
			}
			if !known {
				return ""
			}
			return strings.Join(out, "; ")
		}
	}
	country := func(_ *dyad, p *export.Party) string { return string(p.Country) }
	return []Column{
		{name + " Name", "names", each(func(d *dyad, p *export.Party) string { return strings.ReplaceAll(string(p.Name), ";", ",") })},
		{name + " Country", "ISO 3166 alpha-3, or IGO", each(country)},
		{name + " COW", "the country's number in the Correlates of War list", each(func(d *dyad, p *export.Party) string { return d.t.cow(string(p.Country)) })},
		{"Primary " + name + " Sector", "the first sector", each(func(_ *dyad, p *export.Party) string {
			if len(p.Sector) > 0 {
				return p.Sector[0]
			}
			return ""
		})},
		{name + " Sectors", "all sectors, parted by commas", each(func(_ *dyad, p *export.Party) string { return strings.Join(p.Sector, ",") })},
		{name + " Title", "the office, else the role", each(func(_ *dyad, p *export.Party) string {
			if p.Office != "" {
				return strings.ReplaceAll(string(p.Office), ";", ",")
			}
			return strings.ReplaceAll(string(p.Role), ";", ",")
		})},
		{name + " Name Raw", "the words of the text", each(func(_ *dyad, p *export.Party) string { return strings.ReplaceAll(string(p.Text), ";", ",") })},
		{"Wikipedia " + name + " ID", "empty: items of Wikidata are no pages of Wikipedia", nil},
	}
}

func readPolecat(t *Tables, c []string) (Row, error) {
	for i := range c {
		if c[i] = unquote(c[i]); c[i] == "None" {
			c[i] = ""
		}
	}
	r := Row{ID: c[0]}
	var err error
	if r.Day, err = dashedDay(c[1]); err != nil {
		return r, fmt.Errorf("Event Date: %w", err)
	}
	if r.Event = strings.ToUpper(strings.TrimSpace(c[2])); !t.onto.Event(r.Event) {
		return r, fmt.Errorf("Event Type: %q is no PLOVER event", c[2])
	}
	r.Mode = firstOf(c[3])
	if r.Score, r.Scored, err = score10("Intensity", c[4]); err != nil {
		return r, err
	}
	if r.Quad, err = quadOf(c[5]); err != nil {
		return r, err
	}
	r.Source, r.Target = t.polecatSideOf(c[7:15]), t.polecatSideOf(c[15:23])
	return r, nil
}

// polecatSideOf is the first party of a side that has a country, else the first.
func (t *Tables) polecatSideOf(c []string) Side {
	names, countries, sectors := parts(c[0]), parts(c[1]), parts(c[4])
	at := 0
	for i, x := range countries {
		if t.country(x) != "" {
			at = i
			break
		}
	}
	var s Side
	if at < len(names) {
		s.Name = names[at]
	}
	if at < len(countries) {
		s.Country = t.country(countries[at])
		if s.Country == "" {
			s.Code = countries[at]
		}
	}
	if at < len(sectors) {
		for x := range strings.SplitSeq(sectors[at], ",") {
			if x = strings.TrimSpace(x); x != "" {
				s.Sectors = append(s.Sectors, x)
			}
		}
	}
	return s
}

// parts are the values of a cell that holds several.
func parts(s string) []string {
	if s == "" {
		return nil
	}
	out := strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '|' })
	for i := range out {
		if out[i] = strings.TrimSpace(out[i]); out[i] == "None" {
			out[i] = ""
		}
	}
	return out
}

func firstOf(s string) string {
	if p := parts(s); len(p) > 0 {
		return p[0]
	}
	return ""
}

// quadOf reads a quad class by its number or its name.
func quadOf(s string) (int, error) {
	s = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(s), "_", " "))
	if s == "" {
		return 0, nil
	}
	for n := 1; n <= 4; n++ {
		if s == string(export.Quad(n)) {
			return n, nil
		}
	}
	return whole("Quad Code", s, 0, 4)
}
