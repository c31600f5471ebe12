package alerts

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"casus/store"
)

// Payload is an alert as it is sent: what happened, in whose words, and why it is told.
type Payload struct {
	ID   string `json:"id"`
	Rule string `json:"rule"`
	// Day of the event, Title in a line, Why the conditions that it met.
	Day   string   `json:"day"`
	Title string   `json:"title"`
	Why   []string `json:"why"`
	// Findings are what it is about, that which made it first.
	Findings []Told `json:"findings"`
	// Surprise is set where a rule asks for one.
	Surprise *Surprise `json:"surprise,omitempty"`
}

// Told is an event, a commitment or a statement of an alert.
type Told struct {
	Subject Subject `json:"subject"`
	ID      string  `json:"id"`
	Day     string  `json:"day"`
	Title   string  `json:"title"`
	// Words tell it, Sentence is the sentence around them.
	Words    string `json:"words"`
	Sentence string `json:"sentence"`
	// Mentions and Sources are how often, and by how many independent sources, the
	// occurrence was told.
	Mentions int             `json:"mentions,omitempty"`
	Sources  int             `json:"sources,omitempty"`
	Dispatch Origin          `json:"dispatch"`
	Body     json.RawMessage `json:"body"`
}

// Origin is a dispatch without its text.
type Origin struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Publisher string `json:"publisher"`
	Published string `json:"published"`
	Title     string `json:"title"`
}

// Surprise says how rare a count is.
type Surprise struct {
	Actor     string  `json:"actor"`
	Recipient string  `json:"recipient"`
	Kind      string  `json:"kind"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Count     int     `json:"count"`
	Usual     float64 `json:"usual"`
	Surprise  float64 `json:"surprise"`
}

// tell adds an alert to the batch.
func (b *batch) tell(r *Rule, key, title string, f *finding, why []string, about []*finding, s *Surprise) error {
	sum := sha256.Sum256([]byte(r.Name + "\x00" + key))
	p := Payload{ID: hex.EncodeToString(sum[:12]), Rule: r.Name, Day: f.day, Title: title, Why: why, Surprise: s}
	for _, a := range b.alerts {
		if a.ID == p.ID {
			return nil
		}
	}
	for _, x := range about {
		p.Findings = append(p.Findings, x.told())
	}
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("writing the alert %q: %w", r.Name, err)
	}
	b.alerts = append(b.alerts, store.Alert{ID: p.ID, Rule: r.Name, Title: title, Day: f.day, Dispatch: f.dispatch.ID, At: b.now(), Targets: r.To, JSON: body})
	return nil
}

func (f *finding) told() Told {
	t := Told{Subject: f.subject, ID: f.id, Day: f.day, Title: f.title(), Words: f.words(), Sentence: f.sentence(), Body: f.body}
	d := f.dispatch
	t.Dispatch = Origin{d.ID, d.URL, d.Publisher, published(d), oneLine(d.Title)}
	if f.event != nil {
		t.Mentions, t.Sources = f.event.Mentions, f.event.Sources
	}
	return t
}
