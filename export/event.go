// Package export writes what was read in the formats that others take: events as
// JSON Lines. The field names follow the PLOVER JSON specification where it has
// one; docs/formats.md tells each field. Unknown is null, never a filler; spans are
// [begin, end) byte offsets into the text of the dispatch.
package export

import (
	"encoding/json"
	"strconv"
	"time"

	"casus"
)

// Version names what an event was made with.
type Version struct {
	Casus    Text `json:"casus"`
	Model    Text `json:"model"`
	Lexicon  Text `json:"lexicon"`
	Ontology Text `json:"ontology"`
}

// Text is a string whose JSON is null where it is empty.
type Text string

// MarshalJSON writes null for the empty text.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// Event is an event as JSON.
type Event struct {
	ID        string   `json:"id"`
	Version   Version  `json:"version"`
	Dispatch  Dispatch `json:"dispatch"`
	Event     string   `json:"event"`
	Mode      []string `json:"mode"`
	Context   []string `json:"context"`
	CAMEO     Text     `json:"cameo"`
	Quad      Text     `json:"quad"`
	Scores    Scores   `json:"scores"`
	Actor     []Party  `json:"actor"`
	Recipient []Party  `json:"recipient"`
	// Reciprocal: the pair is unordered, and all parties stand under actor.
	Reciprocal bool   `json:"reciprocal"`
	Date       Date   `json:"date"`
	Place      *Place `json:"place"`
	Status     Status `json:"status"`
	// Condition is the id of the event that a conditional one depends on.
	Condition  Text     `json:"condition"`
	Claim      *Claim   `json:"claim"`
	Size       *Size    `json:"size"`
	Evidence   Evidence `json:"evidence"`
	Confidence float64  `json:"confidence"`
	Story      Text     `json:"story"`
}

// Dispatch is where an event was read.
type Dispatch struct {
	ID        string `json:"id"`
	URL       Text   `json:"url"`
	Publisher Text   `json:"publisher"`
	Published Text   `json:"published"`
	Title     Text   `json:"title"`
	Licence   Text   `json:"licence"`
}

// Scores of an event on the scale of PLOVER and on Goldstein's.
type Scores struct {
	Plover    *float64 `json:"plover"`
	Goldstein *float64 `json:"goldstein"`
}

// Party is an actor, a recipient or a speaker.
type Party struct {
	Text     Text        `json:"text"`
	Span     *casus.Span `json:"span"`
	Name     Text        `json:"name"`
	Code     Text        `json:"code"`
	Country  Text        `json:"country"`
	Sector   []string    `json:"sector"`
	Role     Text        `json:"role"`
	Office   Text        `json:"office"`
	Wikidata Text        `json:"wikidata"`
}

// Date of an event. Text and Span are null where it is the dispatch's own.
type Date struct {
	Value       Text        `json:"value"`
	End         Text        `json:"end"`
	Granularity Text        `json:"granularity"`
	Text        Text        `json:"text"`
	Span        *casus.Span `json:"span"`
}

// Place of an event.
type Place struct {
	Text      Text        `json:"text"`
	Span      *casus.Span `json:"span"`
	Name      Text        `json:"name"`
	Country   Text        `json:"country"`
	Admin1    Text        `json:"admin1"`
	Lat       *float64    `json:"lat"`
	Lon       *float64    `json:"lon"`
	GeoNames  Text        `json:"geonames"`
	Precision Text        `json:"precision"`
	// Why tells what ties the event to the place, and why this place is meant.
	Why Text `json:"why"`
}

// Size tells how many were concerned.
type Size struct {
	Dead     *int `json:"dead"`
	Injured  *int `json:"injured"`
	Arrested *int `json:"arrested"`
	Crowd    *int `json:"crowd"`
	// Money is a sum in a currency of ISO 4217.
	Money *Money `json:"money"`
}

// Money is a sum.
type Money struct {
	Amount   float64 `json:"amount"`
	Currency string  `json:"currency"`
}

// Status is what grammar says of the event's reality.
type Status struct {
	Negated      bool `json:"negated"`
	Future       bool `json:"future"`
	Hypothetical bool `json:"hypothetical"`
	Conditional  bool `json:"conditional"`
	Historical   bool `json:"historical"`
	Ongoing      bool `json:"ongoing"`
	Denied       bool `json:"denied"`
}

// Claim says whose word the event is.
type Claim struct {
	By      *Party      `json:"by"`
	Cue     Text        `json:"cue"`
	CueSpan *casus.Span `json:"cue_span"`
	Quote   Text        `json:"quote"`
}

// Evidence is the reason for an event. Entry is the pattern's file and line, Rule
// the row of the composition table.
type Evidence struct {
	Sentence int        `json:"sentence"`
	Span     casus.Span `json:"span"`
	Text     string     `json:"text"`
	Trigger  casus.Span `json:"trigger"`
	Pattern  Text       `json:"pattern"`
	Entry    Text       `json:"entry"`
	Reading  Text       `json:"reading"`
	Rule     Text       `json:"rule"`
}

// quads are the names of PLOVER's quad classes.
var quads = [...]Text{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

// Quad is the name of a quad class, null for 0.
func Quad(n int) Text {
	if n < 0 || n >= len(quads) {
		return ""
	}
	return quads[n]
}

// Events turns the events of a document into their JSON form.
func Events(doc *casus.Document, v Version) []Event {
	out := make([]Event, 0, len(doc.Events))
	d := dispatch(doc)
	for i := range doc.Events {
		out = append(out, event(doc, &doc.Events[i], v, d))
	}
	return out
}

// AppendEvents appends the events of a document to b, one line each.
func AppendEvents(b []byte, doc *casus.Document, v Version) ([]byte, error) {
	for _, ev := range Events(doc, v) {
		line, err := json.Marshal(ev)
		if err != nil {
			return b, err
		}
		b = append(append(b, line...), '\n')
	}
	return b, nil
}

func event(doc *casus.Document, ev *casus.Event, v Version, d Dispatch) Event {
	x := Event{
		ID: ev.ID, Version: v, Dispatch: d,
		Event: ev.Event, Mode: list(ev.Mode), Context: list(ev.Contexts...), CAMEO: Text(ev.CAMEO),
		Scores: Scores{ev.Plover, ev.Goldstein},
		Actor:  parties(doc, ev.Actors), Recipient: parties(doc, ev.Recipients), Reciprocal: ev.Reciprocal,
		Date:   date(doc, ev.Date),
		Status: Status(ev.Status), Condition: Text(ev.Condition),
		Evidence: Evidence{
			Sentence: ev.Evidence.Sentence, Span: ev.Evidence.Span, Text: doc.Slice(ev.Evidence.Span), Trigger: ev.Evidence.Trigger,
			Pattern: Text(ev.Evidence.Pattern), Entry: Text(ev.Evidence.Entry), Reading: Text(ev.Evidence.Reading), Rule: Text(ev.Evidence.Rule),
		},
		Confidence: ev.Confidence,
	}
	x.Place = place(doc, ev.Where)
	if z := ev.Size; z != nil {
		x.Size = &Size{Dead: z.Dead, Injured: z.Injured, Arrested: z.Arrested, Crowd: z.Crowd, Money: (*Money)(z.Money)}
	}
	x.Quad = Quad(ev.Quad)
	if c := ev.Claim; c != nil {
		x.Claim = &Claim{Cue: slice(doc, c.Cue), CueSpan: span(c.Cue), Quote: Text(c.Quote)}
		if by := parties(doc, []casus.Role{c.By}); len(by) > 0 {
			x.Claim.By = &by[0]
		}
	}
	return x
}

func date(doc *casus.Document, d casus.Date) Date {
	return Date{Text(d.Value), Text(d.End), Text(d.Granularity), slice(doc, d.Span), span(d.Span)}
}

// place is where an event happens; nil where nothing tells.
func place(doc *casus.Document, w *casus.Where) *Place {
	if w == nil || w.Place < 0 || w.Place >= len(doc.Places) {
		return nil
	}
	p := &doc.Places[w.Place]
	x := &Place{Text: slice(doc, p.Span), Span: span(p.Span), Name: Text(p.Name), Country: Text(p.Country), Admin1: Text(p.Admin1), Precision: Text(p.Precision), Why: Text(w.Why + "; " + p.Why)}
	if p.Located {
		x.Lat, x.Lon = &p.Lat, &p.Lon
	}
	if p.GeoNames != 0 {
		x.GeoNames = Text(strconv.Itoa(p.GeoNames))
	}
	return x
}

func dispatch(doc *casus.Document) Dispatch {
	d := &doc.Dispatch
	x := Dispatch{ID: d.ID, URL: Text(d.URL), Publisher: Text(d.Publisher), Title: Text(Title(doc)), Licence: Text(d.Licence)}
	if t := d.Published; !t.IsZero() {
		x.Published = Text(Day(t))
	}
	return x
}

// Day writes a time of publication: the day alone where no time of day is known.
func Day(t time.Time) string {
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// Title of a dispatch: its own, else the headline found in its text.
func Title(doc *casus.Document) string {
	if doc.Dispatch.Title != "" {
		return doc.Dispatch.Title
	}
	for i := range doc.Blocks {
		if doc.Blocks[i].Kind == casus.Title {
			return doc.Slice(doc.Blocks[i].Span)
		}
	}
	return ""
}

func parties(doc *casus.Document, side []casus.Role) []Party {
	out := make([]Party, 0, len(side))
	for _, r := range side {
		p := Party{Text: slice(doc, r.Span), Span: span(r.Span), Sector: []string{}}
		members := doc.Members(r)
		if len(members) == 0 && !r.Span.Empty() {
			out = append(out, p)
		}
		for _, m := range members {
			e := &doc.Entities[m]
			p.Name, p.Code, p.Country, p.Sector = Text(e.Name), Text(e.Code), Text(e.Country), list(e.Sectors...)
			p.Role, p.Office, p.Wikidata = Text(e.Role), Text(e.Office), Text(e.Wikidata)
			out = append(out, p)
		}
	}
	return out
}

// list is never nil and holds no empty word.
func list(words ...string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

func span(s casus.Span) *casus.Span {
	if s.Empty() {
		return nil
	}
	return &s
}

func slice(doc *casus.Document, s casus.Span) Text {
	if s.Empty() {
		return ""
	}
	return Text(doc.Slice(s))
}
