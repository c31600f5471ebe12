package layout

import (
	"encoding/json"
	"fmt"
	"strings"

	"casus/export"
	"casus/store"
)

// Item is an event of the record with all that is told of it.
type Item struct {
	store.Event
	// Body is the whole event, with its dispatch and version.
	Body export.Event
	// From is the dispatch that tells it.
	From *store.Dispatch
	// Articles counts the dispatches that tell the occurrence.
	Articles int
}

// NewItem reads the whole of an event. Mended says that people corrected its fields, so
// that they hold and not what was coded.
func NewItem(e store.Event, from *store.Dispatch, coder *store.Coder, mended bool) (*Item, error) {
	it := &Item{Event: e, From: from, Articles: 1}
	if len(e.JSON) > 0 {
		if err := json.Unmarshal(e.JSON, &it.Body); err != nil {
			return nil, fmt.Errorf("the event %s: %w", e.ID, err)
		}
	}
	b := &it.Body
	if len(e.JSON) == 0 || mended {
		it.mend()
		// Of an event that a person added, only the trigger is known.
		if t := b.Evidence.Trigger; b.Evidence.Span.Empty() && t.Begin >= 0 && !t.Empty() && t.End <= len(from.Text) {
			b.Evidence.Span, b.Evidence.Text = t, from.Text[t.Begin:t.End]
		}
	}
	b.ID = e.ID
	b.Version = export.Version{Casus: export.Text(coder.Program), Model: export.Text(coder.Model), Lexicon: export.Text(coder.Lexicon), Ontology: export.Text(coder.Ontology)}
	b.Dispatch = export.Dispatch{ID: from.ID, URL: export.Text(from.URL), Publisher: export.Text(from.Publisher), Title: export.Text(from.Title), Licence: export.Text(from.Licence)}
	if !from.Published.IsZero() {
		b.Dispatch.Published = export.Text(export.Day(from.Published))
	}
	b.Story = export.Text(from.Story)
	return it, nil
}

// mend writes the fields of the record into the body.
func (it *Item) mend() {
	e, b := &it.Event, &it.Body
	b.Event, b.CAMEO, b.Quad = e.Event, export.Text(e.CAMEO), export.Quad(e.Quad)
	b.Scores, b.Confidence = export.Scores{}, e.Confidence
	if e.Plover != 0 {
		b.Scores.Plover = &e.Plover
	}
	if e.Goldstein != 0 && e.CAMEO != "" {
		b.Scores.Goldstein = &e.Goldstein
	}
	b.Mode = []string{}
	if e.Mode != "" {
		b.Mode = []string{e.Mode}
	}
	if b.Context == nil {
		b.Context = append([]string{}, e.Contexts...)
	}
	b.Actor, b.Recipient = mendSide(b.Actor, e.Parties, store.Actor), mendSide(b.Recipient, e.Parties, store.Recipient)
	if string(b.Date.Value) != e.Day {
		b.Date = export.Date{Value: export.Text(e.Day)}
		if e.Day != "" {
			b.Date.Granularity = "day"
		}
	}
	if e.Place == "" && e.PlaceName == "" {
		b.Place = nil
	} else if b.Place == nil || string(b.Place.Country) != e.Place {
		b.Place = &export.Place{Country: export.Text(e.Place), Name: export.Text(e.PlaceName)}
	}
	s := e.Status
	b.Status = export.Status{Negated: s&store.Negated != 0, Future: s&store.Future != 0, Hypothetical: s&store.Hypothetical != 0,
		Conditional: s&store.Conditional != 0, Historical: s&store.Historical != 0, Ongoing: s&store.Ongoing != 0, Denied: s&store.Denied != 0}
	switch {
	case e.Claimant == "":
		b.Claim = nil
	case b.Claim == nil:
		b.Claim = &export.Claim{By: &export.Party{Code: export.Text(e.Claimant), Sector: []string{}}}
	}
}

// mendSide keeps a side of the body where its codes are those of the record.
func mendSide(body []export.Party, parties []store.Party, side store.Side) []export.Party {
	out := []export.Party{}
	for _, p := range parties {
		if p.Side != side {
			continue
		}
		x := export.Party{Name: export.Text(p.Name), Code: export.Text(p.Code), Country: export.Text(p.Country), Sector: append([]string{}, p.Sectors...), Wikidata: export.Text(p.Wikidata)}
		for i := range body {
			if body[i].Code == x.Code && (body[i].Name == x.Name || x.Name == "") {
				x = body[i]
				break
			}
		}
		out = append(out, x)
	}
	if len(out) == 0 && !anyResolved(body) {
		return append(out, body...)
	}
	return out
}

// anyResolved says whether somebody on a side is known by a name or a code; who is not
// stands in no column of the record.
func anyResolved(body []export.Party) bool {
	for i := range body {
		if body[i].Name != "" || body[i].Code != "" {
			return true
		}
	}
	return false
}

// key is what series are kept by.
func key(p *export.Party) string {
	if c := string(p.Country); c != "" && c != "IGO" {
		return c
	}
	if p.Code != "" {
		return string(p.Code)
	}
	return string(p.Country)
}

// pair is who acts and who is acted on; either may be nil.
type pair struct {
	a, r *export.Party
	// i and j tell the pairs of an event apart.
	i, j int
}

// pairs are the directed pairs of an event. One on which the parties act on each other
// gives each pair twice, once each way, as ICEWS writes it.
func (it *Item) pairs() []pair {
	var out []pair
	a, r := it.Body.Actor, it.Body.Recipient
	if it.Body.Reciprocal {
		for i := range a {
			for j := range a {
				if i != j {
					out = append(out, pair{&a[i], &a[j], i, j})
				}
			}
		}
		if len(a) == 1 {
			out = append(out, pair{a: &a[0]})
		}
		return out
	}
	switch {
	case len(a) == 0 && len(r) == 0:
		return nil
	case len(a) == 0:
		for j := range r {
			out = append(out, pair{r: &r[j], j: j})
		}
	case len(r) == 0:
		for i := range a {
			out = append(out, pair{a: &a[i], i: i})
		}
	}
	for i := range a {
		for j := range r {
			out = append(out, pair{&a[i], &r[j], i, j})
		}
	}
	return out
}

// citation names a dispatch that has no address: publisher, title, day.
func citation(d *store.Dispatch) string {
	var parts []string
	for _, p := range []string{d.Publisher, d.Title} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if !d.Published.IsZero() {
		parts = append(parts, d.Published.UTC().Format("2006-01-02"))
	}
	if len(parts) == 0 {
		return d.Name
	}
	return strings.Join(parts, ", ")
}

// isURL says whether a text is an address of the web.
func isURL(s string) bool {
	l := strings.ToLower(s[:min(8, len(s))])
	return strings.HasPrefix(l, "http://") || strings.HasPrefix(l, "https://")
}

// where is the address of a dispatch, else its citation.
func where(d *store.Dispatch) string {
	if d.URL != "" {
		return d.URL
	}
	return citation(d)
}
