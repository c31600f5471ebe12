package layout

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"casus/export"
)

// gdelt1Columns is how many columns files of GDELT 1.0 have: no second divisions.
const gdelt1Columns = 58

// gdeltEvents is the table of events of GDELT 2.0 (Event Database Data Format Codebook
// V2.0, 2015-02-19).
func gdeltEvents() *Layout {
	cs := []Column{
		{"GLOBALEVENTID", "53 bits of the digest of the event's id and of the pair", (*dyad).number},
		{"SQLDATE", "the event's day, YYYYMMDD", func(d *dyad) string { return d.day("20060102") }},
		{"MonthYear", "YYYYMM", func(d *dyad) string { return d.day("200601") }},
		{"Year", "YYYY", func(d *dyad) string { return d.day("2006") }},
		{"FractionDate", "year and ((month - 1) * 30 + day) / 365, as GDELT's files have it", fractionDate},
	}
	cs = append(cs, gdeltActor("Actor1", func(d *dyad) *export.Party { return d.a })...)
	cs = append(cs, gdeltActor("Actor2", func(d *dyad) *export.Party { return d.r })...)
	cs = append(cs,
		Column{"IsRootEvent", "1 where the first sentence (headline or lead) tells it, else 0", func(d *dyad) string { return digit(d.Sentence == 0) }},
		Column{"EventCode", "the CAMEO code", func(d *dyad) string { return d.code }},
		Column{"EventBaseCode", "its ancestor of three digits", func(d *dyad) string { return d.f.base }},
		Column{"EventRootCode", "its root", func(d *dyad) string { return d.f.root }},
		Column{"QuadClass", "as GDELT classes the root: 01-05, 06-08, 09-13, 14-20", func(d *dyad) string { return strconv.Itoa(d.f.gdelt) }},
		Column{"GoldsteinScale", "GDELT's scale", func(d *dyad) string { return d.goldstein("gdelt") }},
		Column{"NumMentions", "events of the occurrence in the whole record, not of its first 15 minutes", func(d *dyad) string { return strconv.Itoa(max(1, d.Mentions)) }},
		Column{"NumSources", "independent sources among them; empty where it is not known", func(d *dyad) string { return positive(d.Sources) }},
		Column{"NumArticles", "dispatches that tell the occurrence", func(d *dyad) string { return strconv.Itoa(d.Articles) }},
		Column{"AvgTone", "", nil})
	for _, who := range []string{"Actor1Geo_", "Actor2Geo_"} {
		for _, c := range []string{"Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"} {
			cs = append(cs, Column{who + c, "", nil})
		}
	}
	cs = append(cs,
		Column{"ActionGeo_Type", "1 country, 2 US state, 3 US town or site, 4 town or site elsewhere, 5 first division elsewhere", geoType},
		Column{"ActionGeo_FullName", "place, first division, country", geoName},
		Column{"ActionGeo_CountryCode", "FIPS 10-4", func(d *dyad) string { return d.geoCountry() }},
		Column{"ActionGeo_ADM1Code", "", nil},
		Column{"ActionGeo_ADM2Code", "", nil},
		Column{"ActionGeo_Lat", "degrees, WGS 84", func(d *dyad) string { return d.lat() }},
		Column{"ActionGeo_Long", "degrees, WGS 84", func(d *dyad) string { return d.lon() }},
		Column{"ActionGeo_FeatureID", "empty: GNS and GNIS numbers are not GeoNames's", nil},
		Column{"DATEADDED", "when the dispatch was published, UTC, YYYYMMDDHHMMSS (not when the record took it in: two records of the same news give the same table)",
			func(d *dyad) string { return stamp(d.From.Published) }},
		Column{"SOURCEURL", "the address, else publisher, title and day", func(d *dyad) string { return where(d.From) }})
	return &Layout{Name: "gdelt", Title: "GDELT 2.0 events", Columns: cs, needs: needs{cameo: true}, read: readGDELT,
		About: "Tabs, no header line. A row for each occurrence and directed pair of its parties; acts of parties on each other are written in both directions. A side that is not known is blank."}
}

func gdeltActor(name string, who func(*dyad) *export.Party) []Column {
	of := func(f func(*export.Party) string) func(*dyad) string {
		return func(d *dyad) string {
			if p := who(d); p != nil {
				return f(p)
			}
			return ""
		}
	}
	kind := func(n int) func(*dyad) string {
		return of(func(p *export.Party) string {
			if n < len(p.Sector) {
				return p.Sector[n]
			}
			return ""
		})
	}
	return []Column{
		{name + "Code", "country and sectors", of(func(p *export.Party) string { return cameoCode(string(p.Code)) })},
		{name + "Name", "the actor's name in capitals", of(func(p *export.Party) string { return strings.ToUpper(string(p.Name)) })},
		{name + "CountryCode", "CAMEO's code of the country", of(func(p *export.Party) string {
			if p.Country == "IGO" {
				return ""
			}
			return cameoCountry(string(p.Country))
		})},
		{name + "KnownGroupCode", "of an organisation, what follows IGO, NGO, IMG or MNC in its code", of(func(p *export.Party) string { return knownGroup(string(p.Code)) })},
		{name + "EthnicCode", "", nil}, {name + "Religion1Code", "", nil}, {name + "Religion2Code", "", nil},
		{name + "Type1Code", "first sector", kind(0)}, {name + "Type2Code", "second", kind(1)}, {name + "Type3Code", "third", kind(2)},
	}
}

func knownGroup(code string) string {
	if len(code) >= 6 {
		switch code[:3] {
		case "IGO", "NGO", "IMG", "MNC":
			return code[3:6]
		}
	}
	return ""
}

func fractionDate(d *dyad) string {
	t, err := time.Parse(time.DateOnly, d.Day)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d.%04d", t.Year(), min(9999, ((int(t.Month())-1)*30+t.Day())*10000/365))
}

func digit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (d *dyad) geoCountry() string {
	if p := d.Body.Place; p != nil {
		return d.t.fips(string(p.Country))
	}
	return ""
}

func (d *dyad) lat() string {
	if p := d.Body.Place; p != nil {
		return coordinate(p.Lat)
	}
	return ""
}

func (d *dyad) lon() string {
	if p := d.Body.Place; p != nil {
		return coordinate(p.Lon)
	}
	return ""
}

func geoType(d *dyad) string {
	p := d.Body.Place
	if p == nil {
		return ""
	}
	us := p.Country == "USA"
	switch p.Precision {
	case "country":
		return "1"
	case "province":
		if us {
			return "2"
		}
		return "5"
	case "town", "site", "district":
		if us {
			return "3"
		}
		return "4"
	}
	return ""
}

func geoName(d *dyad) string {
	p := d.Body.Place
	if p == nil {
		return ""
	}
	var parts []string
	for _, s := range []string{string(p.Name), string(p.Admin1), d.t.countryName(string(p.Country))} {
		if s != "" && (len(parts) == 0 || parts[len(parts)-1] != s) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func readGDELT(t *Tables, c []string) (Row, error) {
	var r Row
	var err error
	r.ID, r.URL = c[0], c[60]
	if r.Day, err = compactDay(c[1]); err != nil {
		return r, fmt.Errorf("SQLDATE: %w", err)
	}
	for i, s := range []*Side{&r.Source, &r.Target} {
		at := 5 + 10*i
		s.Code, s.Name, s.Country = c[at], c[at+1], t.country(c[at+2])
		if len(s.Code) >= 3 && oldCodes[s.Code[:3]] != "" {
			s.Code = oldCodes[s.Code[:3]] + s.Code[3:]
		}
		for _, k := range c[at+7 : at+10] {
			if k != "" {
				s.Sectors = append(s.Sectors, k)
			}
		}
	}
	if r.CAMEO, err = cameo(c[26]); err != nil {
		return r, fmt.Errorf("EventCode: %w", err)
	}
	if r.Quad, err = whole("QuadClass", c[29], 0, 4); err != nil {
		return r, err
	}
	if r.Score, r.Scored, err = score10("GoldsteinScale", c[30]); err != nil {
		return r, err
	}
	if r.Mentions, err = whole("NumMentions", c[31], 0, 1<<31-1); err != nil {
		return r, err
	}
	t.crosswalk(&r)
	return r, nil
}

// gdeltMentions is the table of mentions of GDELT 2.0.
func gdeltMentions() *Layout {
	offset := func(who func(*dyad) *export.Party) func(*dyad) string {
		return func(d *dyad) string {
			if p := who(d); p != nil && p.Span != nil {
				return strconv.Itoa(runes(d.From.Text, p.Span.Begin))
			}
			return ""
		}
	}
	cs := []Column{
		{"GLOBALEVENTID", "that of the row of events", (*dyad).number},
		{"EventTimeDate", "DATEADDED of that row", func(d *dyad) string { return stamp(d.first.From.Published) }},
		{"MentionTimeDate", "when this dispatch was published", func(d *dyad) string { return stamp(d.From.Published) }},
		{"MentionType", "1 for a page of the web, 2 for a citation", func(d *dyad) string {
			if isURL(d.From.URL) {
				return "1"
			}
			return "2"
		}},
		{"MentionSourceName", "the domain of the address, else the publisher", sourceName},
		{"MentionIdentifier", "the address, else publisher, title and day", func(d *dyad) string { return where(d.From) }},
		{"SentenceID", "number of the sentence, from 1", func(d *dyad) string { return strconv.Itoa(d.Sentence + 1) }},
		{"Actor1CharOffset", "where the words of the actor begin, in characters from 0", offset(func(d *dyad) *export.Party { return d.a })},
		{"Actor2CharOffset", "where those of the recipient begin", offset(func(d *dyad) *export.Party { return d.r })},
		{"ActionCharOffset", "where the trigger begins", func(d *dyad) string { return strconv.Itoa(runes(d.From.Text, d.Body.Evidence.Trigger.Begin)) }},
		{"InRawText", "1: events are read off the text as it stands", func(*dyad) string { return "1" }},
		{"Confidence", "the confidence in per cent, in tens, at least 10", func(d *dyad) string { return strconv.Itoa(max(10, int(d.Confidence*10+0.5)*10)) }},
		{"MentionDocLen", "length of the text in characters", func(d *dyad) string { return strconv.Itoa(utf8.RuneCountInString(d.From.Text)) }},
		{"MentionDocTone", "", nil},
		{"MentionDocTranslationInfo", "empty: only English is coded, and nothing is translated", nil},
		{"Extras", "empty: reserved in GDELT's documentation", nil},
	}
	return &Layout{Name: "gdelt-mentions", Title: "GDELT 2.0 mentions", Columns: cs, needs: needs{cameo: true}, mentions: true, read: readMention,
		About: "Tabs, no header line. A row for each telling of an occurrence, for each pair of the telling that the row of events has by its place."}
}

func sourceName(d *dyad) string {
	if isURL(d.From.URL) {
		if u, err := url.Parse(d.From.URL); err == nil && u.Hostname() != "" {
			return strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	return d.From.Publisher
}

func readMention(_ *Tables, c []string) (Row, error) {
	r := Row{ID: c[0], URL: c[5]}
	if at := c[2]; at != "" {
		var err error
		if r.Day, err = compactDay(at[:min(8, len(at))]); err != nil {
			return r, fmt.Errorf("MentionTimeDate: %w", err)
		}
	}
	if _, err := whole("Confidence", c[11], 0, 100); err != nil {
		return r, err
	}
	r.Mentions = 1
	return r, nil
}
