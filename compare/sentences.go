package compare

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"casus/store"
)

// Sentence is a clause of the record that tells an event.
type Sentence struct {
	Event, Day, What, Text, Publisher string
}

var quadNames = []string{"verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

// Sentences fills in what the record tells of each disagreement, at most so many
// sentences each.
func (r *Result) Sentences(ctx context.Context, s store.Store, o *Options, most int) error {
	for i := range r.Disagreements {
		d := &r.Disagreements[i]
		f := store.Filter{Dyad: [2]string{d.Source, d.Target}, From: max(d.From, r.From), To: min(d.To, r.To), Counted: true, Once: true, Limit: most}
		switch o.By {
		case "event":
			f.Event = []string{d.Class}
		case "quad":
			f.Quad = []int{slices.Index(quadNames, d.Class) + 1}
		}
		page, err := s.Events(ctx, f)
		if err != nil {
			return err
		}
		for k := range page.Events {
			e := &page.Events[k]
			var body struct {
				Evidence struct {
					Text string `json:"text"`
				} `json:"evidence"`
			}
			_ = json.Unmarshal(e.JSON, &body) // written by the record
			d.Sentences = append(d.Sentences, Sentence{e.ID, e.Day, strings.TrimSpace(e.Event + " " + e.Mode), strings.Join(strings.Fields(body.Evidence.Text), " "), e.Publisher})
		}
	}
	return nil
}
