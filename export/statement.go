package export

import (
	"encoding/json"

	"casus"
)

// Statement is who said what, as JSON.
type Statement struct {
	Version  Version  `json:"version"`
	Dispatch Dispatch `json:"dispatch"`
	Sentence int      `json:"sentence"`
	Source   []Party  `json:"source"`
	Cue      *Words   `json:"cue"`
	Content  []Words  `json:"content"`
	Form     Text     `json:"form"`
	Sourcing Text     `json:"sourcing"`
	// Addressee are those told, asked, warned; On those whom the position is about.
	Addressee []Party  `json:"addressee"`
	Position  Text     `json:"position"`
	Negated   bool     `json:"negated"`
	On        []Party  `json:"on"`
	Events    []string `json:"events"`
	// Answers are the places, in the dispatch's list, of the statements answered.
	Answers []int `json:"answers"`
}

// Statements turns the statements of a document into their JSON form.
func Statements(doc *casus.Document, v Version) []Statement {
	out := make([]Statement, 0, len(doc.Statements))
	d := dispatch(doc)
	for i := range doc.Statements {
		s := &doc.Statements[i]
		x := Statement{Version: v, Dispatch: d, Sentence: s.Sentence, Source: parties(doc, s.Sources), Cue: words(doc, s.Cue),
			Content: make([]Words, 0, len(s.Content)), Form: Text(s.Form), Sourcing: Text(s.Sourcing),
			Addressee: parties(doc, s.Addressees), Position: Text(s.Position), Negated: s.Negated, On: parties(doc, s.On),
			Events: eventIDs(doc, s.Events), Answers: append([]int{}, s.Answers...)}
		for _, c := range s.Content {
			x.Content = append(x.Content, Words{doc.Slice(c), c})
		}
		out = append(out, x)
	}
	return out
}

// AppendStatements appends the statements of a document to b, one line each.
func AppendStatements(b []byte, doc *casus.Document, v Version) ([]byte, error) {
	for _, s := range Statements(doc, v) {
		line, err := json.Marshal(s)
		if err != nil {
			return b, err
		}
		b = append(append(b, line...), '\n')
	}
	return b, nil
}
