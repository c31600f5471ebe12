package export

import (
	"encoding/json"

	"casus"
)

// Commitment is a commitment as JSON.
type Commitment struct {
	ID         string        `json:"id"`
	Version    Version       `json:"version"`
	Dispatch   Dispatch      `json:"dispatch"`
	Kind       string        `json:"kind"`
	State      Text          `json:"state"`
	Parties    []Party       `json:"parties"`
	Recipients []Party       `json:"recipients"`
	Instrument *Words        `json:"instrument"`
	Clauses    []Clause      `json:"clauses"`
	Made       *Date         `json:"made"`
	Ended      *Date         `json:"ended"`
	Due        *Date         `json:"due"`
	Events     []string      `json:"events"`
	KeptBy     []string      `json:"kept_by"`
	BrokenBy   []string      `json:"broken_by"`
	Evidence   CommitmentWhy `json:"evidence"`
}

// Words are a stretch of the text.
type Words struct {
	Text string     `json:"text"`
	Span casus.Span `json:"span"`
}

// Clause is what a commitment owes, and on what condition.
type Clause struct {
	Sentence   int    `json:"sentence"`
	Article    *Words `json:"article"`
	Condition  *Words `json:"condition"`
	Obligation *Words `json:"obligation"`
}

// CommitmentWhy is the reason for a commitment.
type CommitmentWhy struct {
	Sentence int        `json:"sentence"`
	Span     casus.Span `json:"span"`
	Text     string     `json:"text"`
	Why      Text       `json:"why"`
}

// Commitments turns the commitments of a document into their JSON form.
func Commitments(doc *casus.Document, v Version) []Commitment {
	out := make([]Commitment, 0, len(doc.Commitments))
	d := dispatch(doc)
	for i := range doc.Commitments {
		c := &doc.Commitments[i]
		x := Commitment{
			ID: c.ID, Version: v, Dispatch: d, Kind: c.Kind, State: Text(c.State),
			Parties: parties(doc, c.Parties), Recipients: parties(doc, c.Recipients), Instrument: words(doc, c.Instrument),
			Clauses: make([]Clause, 0, len(c.Clauses)), Made: known(doc, c.Made), Ended: known(doc, c.Ended), Due: known(doc, c.Due),
			Events: eventIDs(doc, c.Events), KeptBy: eventIDs(doc, c.KeptBy), BrokenBy: eventIDs(doc, c.BrokenBy),
			Evidence: CommitmentWhy{c.Sentence, c.Span, doc.Slice(c.Span), Text(c.Why)},
		}
		for _, k := range c.Clauses {
			x.Clauses = append(x.Clauses, Clause{k.Sentence, words(doc, k.Article), words(doc, k.Condition), words(doc, k.Obligation)})
		}
		out = append(out, x)
	}
	return out
}

// AppendCommitments appends the commitments of a document to b, one line each.
func AppendCommitments(b []byte, doc *casus.Document, v Version) ([]byte, error) {
	for _, c := range Commitments(doc, v) {
		line, err := json.Marshal(c)
		if err != nil {
			return b, err
		}
		b = append(append(b, line...), '\n')
	}
	return b, nil
}

func words(doc *casus.Document, s casus.Span) *Words {
	if s.Empty() {
		return nil
	}
	return &Words{doc.Slice(s), s}
}

// known is a date as JSON, nil where it is not known.
func known(doc *casus.Document, d casus.Date) *Date {
	if d.Value == "" {
		return nil
	}
	x := date(doc, d)
	return &x
}

func eventIDs(doc *casus.Document, events []int) []string {
	out := make([]string, 0, len(events))
	for _, e := range events {
		out = append(out, doc.Events[e].ID)
	}
	return out
}
