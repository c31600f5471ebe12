package sizes_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/pipeline"
)

func number(name string, n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprintf(" %s %d", name, *n)
}

func sizesOf(doc *casus.Document) string {
	var out []string
	for i := range doc.Events {
		z := doc.Events[i].Size
		if z == nil {
			continue
		}
		s := doc.Events[i].Event + number("dead", z.Dead) + number("injured", z.Injured) + number("arrested", z.Arrested) + number("crowd", z.Crowd)
		if z.Money != nil {
			s += fmt.Sprintf(" %.0f %s", z.Money.Amount, z.Money.Currency)
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestSizes(t *testing.T) {
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ text, want string }{
		{"Police arrested 150 protesters in Minsk.", "COERCE arrested 150"},
		{"At least 21 soldiers, including three officers, were killed when gunmen attacked a base in Mali.", "ASSAULT dead 21"},
		{"Rebels attacked a village in Congo, killing six civilians and wounding twenty-two others.", "ASSAULT dead 6 injured 22"},
		{"An Israeli airstrike on Gaza left 17 dead.", "ASSAULT dead 17"},
		{"More than 5,000 people marched through Caracas to protest against the government.", "PROTEST crowd 5000"},
		{"The United States provided $1.2 billion in military aid to Taiwan.", "AID 1200000000 USD"},
		{"Germany gave Ukraine 50 million euros.", "AID 50000000 EUR"},
		{"Russia attacked Ukraine in 2022.", ""},
		{"South Korea condemned the launch of 3 missiles by North Korea.", ""},
	} {
		doc, err := p.Read(t.Context(), casus.Dispatch{ID: "x", Text: x.text, Published: time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if got := sizesOf(doc); got != x.want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", x.text, got, x.want)
		}
	}
}
