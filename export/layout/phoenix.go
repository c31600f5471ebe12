package layout

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casus/export"
)

// phoenixAgents are the roles that Phoenix knows as such (phoenix_pipeline,
// postprocess.py).
var phoenixAgents = []string{"GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL"}

// phoenix is the table of the Phoenix pipeline.
func phoenix() *Layout {
	cs := []Column{
		{"id", "53 bits of the digest of the event's id and of the pair (Phoenix counts from 1)", (*dyad).number},
		{"date", "YYYYMMDD", func(d *dyad) string { return d.day("20060102") }},
		{"year", "YYYY", func(d *dyad) string { return d.day("2006") }},
		{"month", "MM", func(d *dyad) string { return d.day("01") }},
		{"day", "DD", func(d *dyad) string { return d.day("02") }},
	}
	cs = append(cs, phoenixSide("source", func(d *dyad) *export.Party { return d.a })...)
	cs = append(cs, phoenixSide("target", func(d *dyad) *export.Party { return d.r })...)
	cs = append(cs,
		Column{"code", "the CAMEO code", func(d *dyad) string { return d.code }},
		Column{"root_code", "its root", func(d *dyad) string { return d.f.root }},
		Column{"quad_class", "as Phoenix classes the root: 0 for 01 and 02, 3 for 16", func(d *dyad) string { return strconv.Itoa(d.f.phoenix) }},
		Column{"goldstein", "Phoenix's scale, with a decimal", phoenixGoldstein},
		Column{"issues", "empty: the pipeline's own list of issues", nil},
		Column{"lat", "degrees, WGS 84", func(d *dyad) string { return d.lat() }},
		Column{"lon", "degrees, WGS 84", func(d *dyad) string { return d.lon() }},
		Column{"placename", "the place's usual name", place(placeName)},
		Column{"statename", "the first division", place(province)},
		Column{"countryname", "ISO 3166 alpha-3", place(func(d *dyad) string { return string(d.Body.Place.Country) })},
		Column{"ids", "the dispatch's id and the number of the sentence, from 1", func(d *dyad) string { return d.From.ID + "_" + strconv.Itoa(d.Sentence+1) }},
		Column{"urls", "of the dispatch", func(d *dyad) string { return strings.ReplaceAll(d.From.URL, ";", "%3B") }},
		Column{"sources", "the publisher", func(d *dyad) string { return strings.ReplaceAll(d.From.Publisher, ";", ",") }})
	return &Layout{Name: "phoenix", Title: "Phoenix events", Columns: cs, needs: needs{cameo: true, both: true}, read: readPhoenix,
		About: "Tabs, no header line. A row for each occurrence and directed pair of parties with a code; acts of parties on each other are written in both directions."}
}

func phoenixSide(name string, who func(*dyad) *export.Party) []Column {
	root := func(code string) string {
		if len(code) >= 3 {
			return code[:3]
		}
		return ""
	}
	agent := func(code string) string {
		if len(code) >= 6 && slices.Contains(phoenixAgents, code[3:6]) {
			return code[3:6]
		}
		return ""
	}
	code := func(d *dyad) string { return string(who(d).Code) }
	return []Column{
		{name, "the actor's code", code},
		{name + "_root", "its country or IGO, NGO, IMG, MNC", func(d *dyad) string { return root(code(d)) }},
		{name + "_agent", "its role, where Phoenix has it", func(d *dyad) string { return agent(code(d)) }},
		{name + "_others", "the rest of the code by threes", func(d *dyad) string {
			c := code(d)
			at := 3
			if agent(c) != "" {
				at = 6
			}
			var out []string
			for ; at < len(c); at += 3 {
				out = append(out, c[at:min(at+3, len(c))])
			}
			return strings.Join(out, ";")
		}},
	}
}

func phoenixGoldstein(d *dyad) string {
	g := d.t.onto.Goldstein(d.code, "phoenix")
	if g == nil {
		g = d.t.onto.Goldstein(d.f.root, "phoenix")
	}
	if g == nil {
		return ""
	}
	return strconv.FormatFloat(*g, 'f', 1, 64)
}

func readPhoenix(t *Tables, c []string) (Row, error) {
	r := Row{ID: c[0], URL: firstOf(c[24])}
	var err error
	if r.Day, err = compactDay(c[1]); err != nil {
		return r, fmt.Errorf("date: %w", err)
	}
	for i, s := range []*Side{&r.Source, &r.Target} {
		at := 5 + 4*i
		s.Code, s.Country = c[at], t.country(c[at+1])
		for _, k := range append([]string{c[at+2]}, parts(c[at+3])...) {
			if k != "" {
				s.Sectors = append(s.Sectors, k)
			}
		}
	}
	if r.CAMEO, err = cameo(c[13]); err != nil {
		return r, fmt.Errorf("code: %w", err)
	}
	if r.Quad, err = whole("quad_class", c[15], 0, 4); err != nil {
		return r, err
	}
	if r.Score, r.Scored, err = score10("goldstein", c[16]); err != nil {
		return r, err
	}
	t.crosswalk(&r)
	return r, nil
}
