package export

import (
	"encoding/json"
	"strconv"

	"casus"
)

// Annotation is a dispatch with every layer, as JSON. Lists are never null.
type Annotation struct {
	ID          string           `json:"id"`
	Sentences   []casus.Span     `json:"sentences"`
	Tokens      []AnnotatedToken `json:"tokens"`
	Entities    []AnnotatedActor `json:"entities"`
	Mentions    []AnnotatedName  `json:"mentions"`
	Timex       []AnnotatedTime  `json:"timex"`
	Places      []AnnotatedPlace `json:"places"`
	Quotes      []AnnotatedQuote `json:"quotes"`
	Events      []Event          `json:"events"`
	Statements  []Statement      `json:"statements"`
	Commitments []Commitment     `json:"commitments"`
}

// AnnotatedToken is a word; Head is the place of its head in the list of all tokens,
// null for the root of a sentence.
type AnnotatedToken struct {
	Span   casus.Span `json:"span"`
	Form   string     `json:"form"`
	Lemma  Text       `json:"lemma"`
	UPOS   Text       `json:"upos"`
	Head   *int       `json:"head"`
	Deprel Text       `json:"deprel"`
}

// AnnotatedActor is an entity.
type AnnotatedActor struct {
	ID       int      `json:"id"`
	Name     Text     `json:"name"`
	Type     Text     `json:"type"`
	Code     Text     `json:"code"`
	Country  Text     `json:"country"`
	Sector   []string `json:"sector"`
	Role     Text     `json:"role"`
	Office   Text     `json:"office"`
	Wikidata Text     `json:"wikidata"`
}

// AnnotatedName is a mention.
type AnnotatedName struct {
	Span   casus.Span `json:"span"`
	Entity *int       `json:"entity"`
	Form   string     `json:"form"`
	Why    Text       `json:"why"`
}

// AnnotatedTime is a time expression.
type AnnotatedTime struct {
	Span  casus.Span `json:"span"`
	Type  Text       `json:"type"`
	Value Text       `json:"value"`
}

// AnnotatedPlace is a toponym with the place it means.
type AnnotatedPlace struct {
	Span     casus.Span `json:"span"`
	Name     Text       `json:"name"`
	Country  Text       `json:"country"`
	Admin1   Text       `json:"admin1"`
	Lat      *float64   `json:"lat"`
	Lon      *float64   `json:"lon"`
	GeoNames Text       `json:"geonames"`
}

// AnnotatedQuote is an attribution; each part may be several spans.
type AnnotatedQuote struct {
	Source   []casus.Span `json:"source"`
	Cue      []casus.Span `json:"cue"`
	Content  []casus.Span `json:"content"`
	Form     Text         `json:"form"`
	Entity   *int         `json:"entity"`
	Sourcing Text         `json:"sourcing"`
}

// Annotate turns a document into its JSON form.
func Annotate(doc *casus.Document, v Version) Annotation {
	x := Annotation{ID: doc.Dispatch.ID,
		Sentences: make([]casus.Span, 0, len(doc.Sentences)), Tokens: []AnnotatedToken{},
		Entities: make([]AnnotatedActor, 0, len(doc.Entities)), Mentions: make([]AnnotatedName, 0, len(doc.Mentions)),
		Timex: make([]AnnotatedTime, 0, len(doc.Timexes)), Places: make([]AnnotatedPlace, 0, len(doc.Places)),
		Quotes: make([]AnnotatedQuote, 0, len(doc.Quotes)),
		Events: Events(doc, v), Statements: Statements(doc, v), Commitments: Commitments(doc, v)}
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		x.Sentences = append(x.Sentences, s.Span)
		first := len(x.Tokens)
		for k := range s.Tokens {
			t := &s.Tokens[k]
			a := AnnotatedToken{Span: t.Span, Form: t.Form, Lemma: Text(t.Lemma), UPOS: Text(t.UPOS), Deprel: Text(t.Deprel)}
			if t.Head >= 0 {
				a.Head = index(first + t.Head)
			}
			x.Tokens = append(x.Tokens, a)
		}
	}
	for i := range doc.Entities {
		e := &doc.Entities[i]
		x.Entities = append(x.Entities, AnnotatedActor{ID: i, Name: Text(e.Name), Type: Text(e.Type), Code: Text(e.Code), Country: Text(e.Country),
			Sector: list(e.Sectors...), Role: Text(e.Role), Office: Text(e.Office), Wikidata: Text(e.Wikidata)})
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		x.Mentions = append(x.Mentions, AnnotatedName{m.Span, index(m.Entity), m.Form.String(), Text(m.Why)})
	}
	for i := range doc.Timexes {
		t := &doc.Timexes[i]
		x.Timex = append(x.Timex, AnnotatedTime{t.Span, Text(t.Type), Text(t.Value)})
	}
	for i := range doc.Places {
		x.Places = append(x.Places, annotatedPlace(&doc.Places[i]))
	}
	for i := range doc.Quotes {
		q := &doc.Quotes[i]
		x.Quotes = append(x.Quotes, AnnotatedQuote{spans(q.Source), spans(q.Cue), spans(q.Content), Text(q.Form), index(q.Entity), Text(q.Sourcing)})
	}
	return x
}

func annotatedPlace(p *casus.Place) AnnotatedPlace {
	x := AnnotatedPlace{Span: p.Span, Name: Text(p.Name), Country: Text(p.Country), Admin1: Text(p.Admin1)}
	if p.Located {
		x.Lat, x.Lon = &p.Lat, &p.Lon
	}
	if p.GeoNames != 0 {
		x.GeoNames = Text(strconv.Itoa(p.GeoNames))
	}
	return x
}

// AppendAnnotation appends a document to b as one line.
func AppendAnnotation(b []byte, doc *casus.Document, v Version) ([]byte, error) {
	line, err := json.Marshal(Annotate(doc, v))
	if err != nil {
		return b, err
	}
	return append(append(b, line...), '\n'), nil
}

// index is null where it is unknown.
func index(i int) *int {
	if i < 0 {
		return nil
	}
	return &i
}

func spans(s []casus.Span) []casus.Span { return append([]casus.Span{}, s...) }
