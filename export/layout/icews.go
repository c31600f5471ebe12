package layout

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casus/export"
)

// icewsSectors are sectors in the words of ICEWS; those whose words are not known here
// stay out.
var icewsSectors = []struct{ plover, icews string }{
	{"GOV", "Government"}, {"MIL", "Military,Government"}, {"COP", "Police,Government"}, {"JUD", "Judicial,Government"},
	{"LEG", "Legislative / Parliamentary,Government"},
}

// icews is the weekly table of ICEWS coded event data (Harvard Dataverse).
func icews() *Layout {
	source, target := func(d *dyad) *export.Party { return d.a }, func(d *dyad) *export.Party { return d.r }
	side := func(name string, who func(*dyad) *export.Party) []Column {
		return []Column{
			{name + " Name", "the actor's name; a state's as ICEWS writes it", func(d *dyad) string { return d.t.actorName(who(d)) }},
			{name + " Sectors", "for sectors whose words in ICEWS are plain (government, military, police, courts, parliament); else empty", func(d *dyad) string { return sectorsInICEWS(who(d)) }},
			{name + " Country", "the state's name as ICEWS writes it", func(d *dyad) string { return d.t.countryName(string(who(d).Country)) }},
		}
	}
	cs := []Column{
		{"Event ID", "53 bits of the digest of the event's id and of the pair", (*dyad).number},
		{"Event Date", "YYYY-MM-DD", func(d *dyad) string { return d.Day }},
	}
	cs = append(cs, side("Source", source)...)
	cs = append(cs,
		Column{"Event Text", "ICEWS's name of the code", func(d *dyad) string { return d.f.icews }},
		Column{"CAMEO Code", "", func(d *dyad) string { return d.code }},
		Column{"Intensity", "ICEWS's scale", func(d *dyad) string { return d.goldstein("icews") }})
	cs[len(cs)-2].Says = "the code"
	cs = append(cs, side("Target", target)...)
	cs = append(cs,
		Column{"Story ID", "53 bits of the digest of the dispatch's id", func(d *dyad) string { return strconv.FormatInt(Number(d.From.ID), 10) }},
		Column{"Sentence Number", "from 1", func(d *dyad) string { return strconv.Itoa(d.Sentence + 1) }},
		Column{"Publisher", "", func(d *dyad) string { return d.From.Publisher }},
		Column{"City", "the place, where it is a town or a site", place(placeName, "town", "site")},
		Column{"District", "the place, where it is a second division", place(placeName, "district")},
		Column{"Province", "the first division", place(province)},
		Column{"Country", "the place's state as ICEWS writes it", place(func(d *dyad) string { return d.t.countryName(string(d.Body.Place.Country)) })},
		Column{"Latitude", "degrees, WGS 84", func(d *dyad) string { return d.lat() }},
		Column{"Longitude", "degrees, WGS 84", func(d *dyad) string { return d.lon() }})
	cs[13].Says = "of the dispatch"
	return &Layout{Name: "icews", Title: "ICEWS events", Columns: cs, Header: true, needs: needs{cameo: true, both: true}, read: readICEWS,
		About: "Tabs, a header line. A row for each occurrence and directed pair of known parties; acts of parties on each other (meetings) are written in both directions, as ICEWS does. Into a folder, a file a week, from Monday."}
}

// placeName and province are parts of the place of an event.
func placeName(d *dyad) string { return string(d.Body.Place.Name) }

func province(d *dyad) string {
	if p := d.Body.Place; p.Precision == "province" && p.Admin1 == "" {
		return string(p.Name)
	}
	return string(d.Body.Place.Admin1)
}

// place gives a part of the place where there is one, of the precisions named, if any.
func place(f func(*dyad) string, precisions ...export.Text) func(*dyad) string {
	return func(d *dyad) string {
		if d.Body.Place == nil || len(precisions) > 0 && !slices.Contains(precisions, d.Body.Place.Precision) {
			return ""
		}
		return f(d)
	}
}

// actorName is the name of an actor: of a state, the state's in the table.
func (t *Tables) actorName(p *export.Party) string {
	if p.Code == p.Country && p.Country != "" {
		if n := t.countryName(string(p.Country)); n != "" {
			return n
		}
	}
	if p.Name == "" {
		return string(p.Code)
	}
	return string(p.Name)
}

func sectorsInICEWS(p *export.Party) string {
	var out []string
	for _, s := range p.Sector {
		for _, x := range icewsSectors {
			if x.plover == s {
				out = append(out, x.icews)
			}
		}
	}
	return strings.Join(out, ",")
}

func readICEWS(t *Tables, c []string) (Row, error) {
	for i := range c {
		c[i] = unquote(c[i])
	}
	r := Row{ID: c[0]}
	var err error
	if r.Day, err = dashedDay(c[1]); err != nil {
		return r, fmt.Errorf("Event Date: %w", err)
	}
	r.Source, r.Target = t.icewsSide(c[2:5]), t.icewsSide(c[8:11])
	if r.CAMEO, err = cameo(c[6]); err != nil {
		return r, fmt.Errorf("CAMEO Code: %w", err)
	}
	if r.Score, r.Scored, err = score10("Intensity", c[7]); err != nil {
		return r, err
	}
	r.Quad = t.foreign[r.CAMEO].GDELT
	t.crosswalk(&r)
	return r, nil
}

func (t *Tables) icewsSide(c []string) Side {
	s := Side{Name: c[0], Country: t.country(c[2])}
	if s.Country == "" {
		s.Country = t.country(c[0])
	}
	for x := range strings.SplitSeq(c[1], ",") {
		if x = strings.TrimSpace(x); x != "" && x != "null" {
			s.Sectors = append(s.Sectors, x)
		}
	}
	return s
}

// unquote takes the marks off a cell that stands in them.
func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}
