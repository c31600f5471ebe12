package layout

import (
	"strconv"
	"strings"

	"casus"
	"casus/export"
)

// Flat is an event as a row of our own table. Parquet takes the names of the columns
// from the tags; FlatColumns tells what stands in them. Several parties, sectors or
// contexts are parted by semicolons.
type Flat struct {
	ID               string   `parquet:"id"`
	Occurrence       string   `parquet:"occurrence,optional"`
	Day              string   `parquet:"day,optional"`
	DayEnd           string   `parquet:"day_end,optional"`
	Granularity      string   `parquet:"granularity,optional"`
	Event            string   `parquet:"event"`
	Mode             string   `parquet:"mode,optional"`
	Contexts         string   `parquet:"contexts,optional"`
	CAMEO            string   `parquet:"cameo,optional"`
	Quad             *int32   `parquet:"quad,optional"`
	Plover           *float64 `parquet:"plover,optional"`
	Goldstein        *float64 `parquet:"goldstein,optional"`
	Counted          bool     `parquet:"counted"`
	Negated          bool     `parquet:"negated"`
	Future           bool     `parquet:"future"`
	Hypothetical     bool     `parquet:"hypothetical"`
	Conditional      bool     `parquet:"conditional"`
	Historical       bool     `parquet:"historical"`
	Ongoing          bool     `parquet:"ongoing"`
	Denied           bool     `parquet:"denied"`
	Reciprocal       bool     `parquet:"reciprocal"`
	ActorCode        string   `parquet:"actor_code,optional"`
	ActorCountry     string   `parquet:"actor_country,optional"`
	ActorName        string   `parquet:"actor_name,optional"`
	ActorSector      string   `parquet:"actor_sector,optional"`
	ActorOffice      string   `parquet:"actor_office,optional"`
	ActorWikidata    string   `parquet:"actor_wikidata,optional"`
	RecipientCode    string   `parquet:"recipient_code,optional"`
	RecipientCountry string   `parquet:"recipient_country,optional"`
	RecipientName    string   `parquet:"recipient_name,optional"`
	RecipientSector  string   `parquet:"recipient_sector,optional"`
	RecipientOffice  string   `parquet:"recipient_office,optional"`
	RecipientWiki    string   `parquet:"recipient_wikidata,optional"`
	Claimant         string   `parquet:"claimant,optional"`
	ClaimQuote       string   `parquet:"claim_quote,optional"`
	PlaceName        string   `parquet:"place_name,optional"`
	PlaceCountry     string   `parquet:"place_country,optional"`
	PlaceAdmin1      string   `parquet:"place_admin1,optional"`
	PlacePrecision   string   `parquet:"place_precision,optional"`
	Lat              *float64 `parquet:"lat,optional"`
	Lon              *float64 `parquet:"lon,optional"`
	GeoNames         string   `parquet:"geonames,optional"`
	Dead             *int32   `parquet:"dead,optional"`
	Injured          *int32   `parquet:"injured,optional"`
	Arrested         *int32   `parquet:"arrested,optional"`
	Crowd            *int32   `parquet:"crowd,optional"`
	Money            *float64 `parquet:"money,optional"`
	Currency         string   `parquet:"currency,optional"`
	Confidence       float64  `parquet:"confidence"`
	Mentions         int32    `parquet:"mentions"`
	Sources          *int32   `parquet:"sources,optional"`
	Reading          string   `parquet:"reading,optional"`
	Pattern          string   `parquet:"pattern,optional"`
	Rule             string   `parquet:"rule,optional"`
	Sentence         int32    `parquet:"sentence"`
	Begin            int32    `parquet:"begin"`
	End              int32    `parquet:"end"`
	Text             string   `parquet:"text,optional"`
	Dispatch         string   `parquet:"dispatch"`
	URL              string   `parquet:"url,optional"`
	Publisher        string   `parquet:"publisher,optional"`
	Published        string   `parquet:"published,optional"`
	Title            string   `parquet:"title,optional"`
	Licence          string   `parquet:"licence,optional"`
	Casus            string   `parquet:"casus"`
	Model            string   `parquet:"model"`
	Lexicon          string   `parquet:"lexicon"`
	Ontology         string   `parquet:"ontology"`
}

// FlatColumn is a column of our own table.
type FlatColumn struct {
	Name, Says string
	// Words says that the cell may hold words from outside, which the CSV for people
	// guards from being taken for a formula.
	Words bool
	value func(*Flat) string
}

// Flatten makes a row of an event.
func Flatten(it *Item) Flat {
	b := &it.Body
	f := Flat{
		ID: b.ID, Occurrence: it.Occurrence, Day: string(b.Date.Value), DayEnd: string(b.Date.End), Granularity: string(b.Date.Granularity),
		Event: b.Event, Mode: strings.Join(b.Mode, ";"), Contexts: strings.Join(b.Context, ";"), CAMEO: string(b.CAMEO),
		Plover: b.Scores.Plover, Goldstein: b.Scores.Goldstein, Counted: it.Counted,
		Negated: b.Status.Negated, Future: b.Status.Future, Hypothetical: b.Status.Hypothetical, Conditional: b.Status.Conditional,
		Historical: b.Status.Historical, Ongoing: b.Status.Ongoing, Denied: b.Status.Denied, Reciprocal: b.Reciprocal,
		Confidence: b.Confidence, Mentions: int32(max(1, it.Mentions)), Sources: known32(it.Sources),
		Reading: string(b.Evidence.Reading), Pattern: string(b.Evidence.Pattern), Rule: string(b.Evidence.Rule),
		Sentence: int32(b.Evidence.Sentence), Begin: int32(b.Evidence.Span.Begin), End: int32(b.Evidence.Span.End), Text: b.Evidence.Text,
		Dispatch: b.Dispatch.ID, URL: string(b.Dispatch.URL), Publisher: string(b.Dispatch.Publisher), Published: string(b.Dispatch.Published),
		Title: string(b.Dispatch.Title), Licence: string(b.Dispatch.Licence),
		Casus: string(b.Version.Casus), Model: string(b.Version.Model), Lexicon: string(b.Version.Lexicon), Ontology: string(b.Version.Ontology),
		Quad: known32(it.Quad),
	}
	f.ActorCode, f.ActorCountry, f.ActorName, f.ActorSector, f.ActorOffice, f.ActorWikidata = flatSide(b.Actor)
	f.RecipientCode, f.RecipientCountry, f.RecipientName, f.RecipientSector, f.RecipientOffice, f.RecipientWiki = flatSide(b.Recipient)
	if c := b.Claim; c != nil {
		f.Claimant, f.ClaimQuote = it.Claimant, string(c.Quote)
		if f.Claimant == "" && c.By != nil {
			f.Claimant = string(c.By.Name)
		}
	}
	if p := b.Place; p != nil {
		f.PlaceName, f.PlaceCountry, f.PlaceAdmin1, f.PlacePrecision = string(p.Name), string(p.Country), string(p.Admin1), string(p.Precision)
		f.Lat, f.Lon, f.GeoNames = p.Lat, p.Lon, string(p.GeoNames)
	}
	if z := b.Size; z != nil {
		f.Dead, f.Injured, f.Arrested, f.Crowd = int32s(z.Dead), int32s(z.Injured), int32s(z.Arrested), int32s(z.Crowd)
		if z.Money != nil {
			f.Money, f.Currency = &z.Money.Amount, z.Money.Currency
		}
	}
	return f
}

func flatSide(side []export.Party) (code, country, name, sector, office, wikidata string) {
	join := func(f func(*export.Party) string) string {
		out, known := make([]string, len(side)), false
		for i := range side {
			if out[i] = strings.ReplaceAll(f(&side[i]), ";", ","); out[i] != "" {
				known = true
			}
		}
		if !known {
			return ""
		}
		return strings.Join(out, ";")
	}
	return join(func(p *export.Party) string { return string(p.Code) }), join(func(p *export.Party) string { return string(p.Country) }),
		join(func(p *export.Party) string { return string(p.Name) }), join(func(p *export.Party) string { return strings.Join(p.Sector, " ") }),
		join(func(p *export.Party) string { return string(p.Office) }), join(func(p *export.Party) string { return string(p.Wikidata) })
}

// known32 is nil for 0, which stands for unknown.
func known32(n int) *int32 {
	if n == 0 {
		return nil
	}
	x := int32(n)
	return &x
}

func int32s(n *int) *int32 {
	if n == nil {
		return nil
	}
	x := int32(min(*n, 1<<31-1))
	return &x
}

// Bare takes the words of the text out of a row; offsets and codes stay.
func (f *Flat) Bare(d *casus.Dispatch) {
	f.Text, f.Title = "", ""
	f.ActorName, f.RecipientName = bareNames(f.ActorName, f.ActorCode, f.ActorWikidata, d.Text), bareNames(f.RecipientName, f.RecipientCode, f.RecipientWiki, d.Text)
	if f.GeoNames == "" {
		f.PlaceName = ""
	}
	if strings.Contains(d.Text, f.Claimant) && len(f.Claimant) > 3 && !strings.HasPrefix(f.Claimant, "IGO") {
		f.Claimant = ""
	}
}

// bareNames keeps of names parted by semicolons those that the text does not give.
func bareNames(names, codes, wikidata, text string) string {
	if names == "" {
		return ""
	}
	n, c, w := strings.Split(names, ";"), strings.Split(codes, ";"), strings.Split(wikidata, ";")
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	known := false
	for i := range n {
		if !nameIsKnown(at(c, i), at(w, i)) && strings.Contains(text, n[i]) {
			n[i] = ""
		}
		known = known || n[i] != ""
	}
	if !known {
		return ""
	}
	return strings.Join(n, ";")
}

// nameIsKnown says whether the name of an actor is the lexicon's, not the text's: of a
// state as a whole, or of whom has an item in Wikidata. An organisation's may be either
// ("the U.N. envoys"); its code tells which it is.
func nameIsKnown(code, wikidata string) bool { return wikidata != "" || len(code) == 3 }

func text32(n *int32) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(int(*n))
}

func textOf(b bool) string { return strconv.FormatBool(b) }

// FlatColumns are the columns of our own table in order; those of CSV and of Parquet are
// the same.
func FlatColumns() []FlatColumn {
	return append(append(whatColumns(), whoColumns()...), whyColumns()...)
}

func whatColumns() []FlatColumn {
	return []FlatColumn{
		{"id", "of the event", false, func(f *Flat) string { return f.ID }},
		{"occurrence", "id of what it tells; events of one occurrence share it", false, func(f *Flat) string { return f.Occurrence }},
		{"day", "ISO 8601 at its own granularity: a day, a week, a month, a year", false, func(f *Flat) string { return f.Day }},
		{"day_end", "end of a stretch of time", false, func(f *Flat) string { return f.DayEnd }},
		{"granularity", "of the day", false, func(f *Flat) string { return f.Granularity }},
		{"event", "PLOVER event", false, func(f *Flat) string { return f.Event }},
		{"mode", "its mode", false, func(f *Flat) string { return f.Mode }},
		{"contexts", "its contexts", false, func(f *Flat) string { return f.Contexts }},
		{"cameo", "CAMEO code; read it as text", false, func(f *Flat) string { return f.CAMEO }},
		{"quad", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict (of the PLOVER event)", false, func(f *Flat) string { return text32(f.Quad) }},
		{"plover", "score on PLOVER's scale, -10 to 10", false, func(f *Flat) string { return coordinate(f.Plover) }},
		{"goldstein", "score on Goldstein's scale, GDELT's table", false, func(f *Flat) string { return coordinate(f.Goldstein) }},
		{"counted", "series count it: it is told as a fact, or lies in the saying", false, func(f *Flat) string { return textOf(f.Counted) }},
		{"negated", "it did not happen", false, func(f *Flat) string { return textOf(f.Negated) }},
		{"future", "it is to happen", false, func(f *Flat) string { return textOf(f.Future) }},
		{"hypothetical", "it may happen, or is only thought of", false, func(f *Flat) string { return textOf(f.Hypothetical) }},
		{"conditional", "it happens on a condition", false, func(f *Flat) string { return textOf(f.Conditional) }},
		{"historical", "it happened long before", false, func(f *Flat) string { return textOf(f.Historical) }},
		{"ongoing", "it goes on", false, func(f *Flat) string { return textOf(f.Ongoing) }},
		{"denied", "somebody denies it", false, func(f *Flat) string { return textOf(f.Denied) }},
	}
}

func whoColumns() []FlatColumn {
	return []FlatColumn{
		{"reciprocal", "the parties act on each other, and all stand under actor", false, func(f *Flat) string { return textOf(f.Reciprocal) }},
		{"actor_code", "codes of those who act", true, func(f *Flat) string { return f.ActorCode }},
		{"actor_country", "their countries, ISO 3166 alpha-3, or IGO", true, func(f *Flat) string { return f.ActorCountry }},
		{"actor_name", "their names", true, func(f *Flat) string { return f.ActorName }},
		{"actor_sector", "their sectors, those of one parted by spaces", true, func(f *Flat) string { return f.ActorSector }},
		{"actor_office", "their offices on the day", true, func(f *Flat) string { return f.ActorOffice }},
		{"actor_wikidata", "their items in Wikidata", true, func(f *Flat) string { return f.ActorWikidata }},
		{"recipient_code", "codes of those acted on", true, func(f *Flat) string { return f.RecipientCode }},
		{"recipient_country", "as of the actor", true, func(f *Flat) string { return f.RecipientCountry }},
		{"recipient_name", "as of the actor", true, func(f *Flat) string { return f.RecipientName }},
		{"recipient_sector", "as of the actor", true, func(f *Flat) string { return f.RecipientSector }},
		{"recipient_office", "as of the actor", true, func(f *Flat) string { return f.RecipientOffice }},
		{"recipient_wikidata", "as of the actor", true, func(f *Flat) string { return f.RecipientWiki }},
		{"claimant", "code or name of whose word it is; empty where it is the dispatch's own", true, func(f *Flat) string { return f.Claimant }},
		{"claim_quote", "direct, indirect or mixed, of somebody's word", false, func(f *Flat) string { return f.ClaimQuote }},
		{"place_name", "where", true, func(f *Flat) string { return f.PlaceName }},
		{"place_country", "ISO 3166 alpha-3", true, func(f *Flat) string { return f.PlaceCountry }},
		{"place_admin1", "first division", true, func(f *Flat) string { return f.PlaceAdmin1 }},
		{"place_precision", "what the point stands for: town, site, district, province, country, area", false, func(f *Flat) string { return f.PlacePrecision }},
		{"lat", "degrees, WGS 84", false, func(f *Flat) string { return coordinate(f.Lat) }},
		{"lon", "degrees, WGS 84", false, func(f *Flat) string { return coordinate(f.Lon) }},
		{"geonames", "number of the place in GeoNames", false, func(f *Flat) string { return f.GeoNames }},
		{"dead", "how many", false, func(f *Flat) string { return text32(f.Dead) }},
		{"injured", "how many", false, func(f *Flat) string { return text32(f.Injured) }},
		{"arrested", "how many", false, func(f *Flat) string { return text32(f.Arrested) }},
		{"crowd", "how many", false, func(f *Flat) string { return text32(f.Crowd) }},
		{"money", "a sum", false, func(f *Flat) string { return coordinate(f.Money) }},
		{"currency", "ISO 4217", true, func(f *Flat) string { return f.Currency }},
	}
}

func whyColumns() []FlatColumn {
	return []FlatColumn{
		{"confidence", "0 to 1", false, func(f *Flat) string { return decimal(f.Confidence) }},
		{"mentions", "events of the occurrence", false, func(f *Flat) string { return strconv.Itoa(int(f.Mentions)) }},
		{"sources", "independent sources among them; empty where it is not known", false, func(f *Flat) string { return text32(f.Sources) }},
		{"reading", "the composition of acts", true, func(f *Flat) string { return f.Reading }},
		{"pattern", "the pattern of the lexicon", true, func(f *Flat) string { return f.Pattern }},
		{"rule", "the row of the composition table", true, func(f *Flat) string { return f.Rule }},
		{"sentence", "number of the sentence, from 0", false, func(f *Flat) string { return strconv.Itoa(int(f.Sentence)) }},
		{"begin", "first byte of the clause in the text of the dispatch, from 0", false, func(f *Flat) string { return strconv.Itoa(int(f.Begin)) }},
		{"end", "byte after its last", false, func(f *Flat) string { return strconv.Itoa(int(f.End)) }},
		{"text", "the clause", true, func(f *Flat) string { return f.Text }},
		{"dispatch", "id of the dispatch", false, func(f *Flat) string { return f.Dispatch }},
		{"url", "of the dispatch", true, func(f *Flat) string { return f.URL }},
		{"publisher", "of the dispatch", true, func(f *Flat) string { return f.Publisher }},
		{"published", "day or time of publication", true, func(f *Flat) string { return f.Published }},
		{"title", "of the dispatch", true, func(f *Flat) string { return f.Title }},
		{"licence", "of the dispatch", true, func(f *Flat) string { return f.Licence }},
		{"casus", "version of the program", true, func(f *Flat) string { return f.Casus }},
		{"model", "digest of the model", false, func(f *Flat) string { return f.Model }},
		{"lexicon", "digest of the lexicon", false, func(f *Flat) string { return f.Lexicon }},
		{"ontology", "digest of the ontology", false, func(f *Flat) string { return f.Ontology }},
	}
}
