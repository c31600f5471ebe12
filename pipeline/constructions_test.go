package pipeline_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"casus"
)

// construction is a sentence of testdata/constructions.txt with its events.
type construction struct {
	line       int
	text, want string
}

func constructions(t *testing.T) []construction {
	t.Helper()
	raw, err := os.ReadFile("testdata/constructions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []construction
	n := 0
	for l := range strings.Lines(string(raw)) {
		n++
		l = strings.TrimSpace(l)
		switch want, ok := strings.CutPrefix(l, "=>"); {
		case l == "" || l[0] == '#':
		case ok:
			lines := strings.Split(want, ";")
			for i := range lines {
				lines[i] = strings.TrimSpace(lines[i])
			}
			slices.Sort(lines)
			out[len(out)-1].want = strings.Join(lines, "; ")
		default:
			out = append(out, construction{line: n, text: l})
		}
	}
	return out
}

// TestConstructions reads sentences over the constructions of English from raw text
// and wants all their events and no others.
func TestConstructions(t *testing.T) {
	p := whole(t)
	cases := constructions(t)
	bad := 0
	for _, c := range cases {
		doc, err := p.Read(t.Context(), casus.Dispatch{ID: "c", Text: c.text, Published: friday})
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for i := range doc.Events {
			got = append(got, plainly(doc, &doc.Events[i]))
		}
		slices.Sort(got)
		if len(got) == 0 {
			got = append(got, "none")
		}
		if g := strings.Join(got, "; "); g != c.want {
			bad++
			t.Errorf("constructions.txt:%d: %s\n  got  %s\n  want %s", c.line, c.text, g, c.want)
		}
	}
	t.Logf("%d of %d sentences are right", len(cases)-bad, len(cases))
}

// plainly writes an event with countries only.
func plainly(doc *casus.Document, ev *casus.Event) string {
	side := func(rs []casus.Role) string {
		var cs []string
		for _, r := range rs {
			for _, m := range doc.Members(r) {
				if c := doc.Entities[m].Country; c != "" && !slices.Contains(cs, c) {
					cs = append(cs, c)
				}
			}
		}
		if len(cs) == 0 {
			return "-"
		}
		return strings.Join(cs, "+")
	}
	to := side(ev.Recipients)
	if ev.Reciprocal {
		to = "<->"
	}
	out := fmt.Sprintf("%s %s %s", side(ev.Actors), ev.Event, to)
	for _, w := range ev.Status.Words() {
		if w != "historical" && w != "ongoing" {
			out += " " + w
		}
	}
	return out
}
