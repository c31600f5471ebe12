package commitments_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/pipeline"
)

// told writes the commitments of a document, one a line.
func told(doc *casus.Document) string {
	var out []string
	for i := range doc.Commitments {
		c := &doc.Commitments[i]
		s := strings.TrimSpace(c.Kind + " " + c.State)
		for _, d := range [...]casus.Date{c.Made, c.Ended, c.Due} {
			s += " " + d.Value
		}
		for _, k := range c.Clauses {
			s += fmt.Sprintf(" | %s -> %s", doc.Slice(k.Condition), doc.Slice(k.Obligation))
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func read(t testing.TB, text string) *casus.Document {
	t.Helper()
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Read(t.Context(), casus.Dispatch{ID: "x", Text: text, Published: time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestCommitments(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{
			"Israel threatened to strike Iran if it does not halt enrichment.",
			"threat threatened 2024-06-21   | if it does not halt enrichment -> strike Iran",
		},
		{
			"Turkey pledged to send grain to Somalia unless fighting resumes.",
			"promise pledged 2024-06-21   | unless fighting resumes -> send grain to Somalia",
		},
		{
			"Japan and the Philippines ratified an access agreement on Monday.",
			"treaty ratified 2024-06-17  ",
		},
		{
			"France and Mali signed a defence treaty in 2019. Mali suspended the treaty on Thursday.",
			"treaty suspended 2019  ",
		},
		{
			"Russia and North Korea signed a new treaty on Wednesday. The treaty provides for military aid if either of them is invaded. A similar treaty between the two was scrapped in 1996.",
			"treaty signed 2024-06-19   | if either of them is invaded -> military aid\ntreaty ended  1996 ",
		},
		{"The treaty was long.", ""},
		{"Halifax lost the deal.", ""},
	} {
		if got := told(read(t, x.text)); got != x.want {
			t.Errorf("%s\n\tgot  %q\n\twant %q", x.text, got, x.want)
		}
	}
}

func TestParties(t *testing.T) {
	doc := read(t, "Russia signed a treaty with North Korea on Wednesday.")
	if len(doc.Commitments) != 1 {
		t.Fatalf("%d commitments, want 1", len(doc.Commitments))
	}
	var countries []string
	for _, r := range doc.Commitments[0].Parties {
		countries = append(countries, doc.Entities[r.Entity].Country)
	}
	if got := strings.Join(countries, " "); got != "RUS PRK" {
		t.Errorf("parties %q, want RUS PRK", got)
	}
	if n := len(doc.Commitments[0].Events); n != 1 {
		t.Errorf("made by %d events, want 1", n)
	}
}
