package statements_test

import (
	"fmt"
	"strings"
	"testing"

	"casus"
	"casus/pipeline"
)

// line writes a statement as "WHO POSITION [on WHOM]: content", sources and parties by
// name.
func line(doc *casus.Document, s *casus.Statement) string {
	names := func(rs []casus.Role) string {
		var out []string
		for _, r := range rs {
			for _, m := range doc.Members(r) {
				out = append(out, doc.Entities[m].Name)
			}
		}
		return strings.Join(out, ", ")
	}
	act := s.Position
	if s.Negated {
		act = "not " + act
	}
	if on := names(s.On); on != "" {
		act += " on " + on
	}
	for _, k := range s.Answers {
		act += fmt.Sprintf(" answering %d", k)
	}
	return fmt.Sprintf("%s %s: %s", names(s.Sources), act, doc.Slice(s.Content[0]))
}

func TestMake(t *testing.T) {
	p, err := pipeline.Load(pipeline.Options{Layers: casus.LayerStatements})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Norway condemned the attack on Poland.", []string{"Norway condemn on Poland: the attack on Poland"}},
		{"Norway and Sweden said that the talks had failed.", []string{"Norway, Sweden say: that the talks had failed"}},
		{"Norway said that Russia must leave the base.", []string{"Norway demand on Russia: that Russia must leave the base"}},
		{"\"We will respond firmly to any attack,\" Norway said.", []string{"Norway promise: \"We will respond firmly to any attack,\""}},
		{"Norway told Russia that the talks were over.", []string{"Norway say on Russia: that the talks were over"}},
		{"Norway urged Russia to leave the base.", []string{"Norway ask on Russia"}},
		{"Norway accused Russia of sending drones over its coast. Russia denied that it had sent drones.",
			[]string{"Norway accuse on Russia", "Russia deny", "answering 0: that it had sent drones"}},
		{"Norway said that the Russian drills were illegal.", []string{"Norway condemn"}},
		{"Norway called the vote unjustified.", []string{"Norway condemn"}},
		{"Norway said that Russia was behind the attack.", []string{"Norway accuse on Russia"}},
		{"Norway called for Russia to leave the base.", []string{"Norway ask on Russia"}},
		{"Norway said that Russia had fired on its ships. Russia denied the claim.", []string{"Russia deny", "answering 0: the claim"}},
		{"It seems that the talks have failed.", nil},
	} {
		doc, err := p.Read(t.Context(), casus.Dispatch{ID: "t", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range doc.Statements {
			got = append(got, line(doc, &doc.Statements[i]))
		}
		all := strings.Join(got, "\n")
		for _, w := range c.want {
			if !strings.Contains(all, w) {
				t.Errorf("%s\nwant %s\ngot  %s", c.text, w, all)
			}
		}
		if c.want == nil && all != "" {
			t.Errorf("%s\ngot  %s", c.text, all)
		}
	}
}
