package coding_test

import (
	"os"
	"strings"
	"testing"
)

func explained(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	doc := readDocument(t, sections(string(raw))["sentence.conllu"])
	x := coder(t).Explain(doc, 0)
	if len(doc.Events) > 0 {
		t.Error("Explain changed the document")
	}
	var b strings.Builder
	for _, y := range x.Tries {
		b.WriteString(y.Pattern)
		if y.Won {
			b.WriteString(" won at " + y.Pos.File)
		}
		if y.Blocked != "" {
			b.WriteString(": " + y.Blocked)
		}
		for _, f := range y.Slots {
			b.WriteString(" " + f.Slot + "=" + f.Text)
		}
		for _, s := range y.Steps {
			b.WriteString("; " + s)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string
	}{
		{"active-with-clause", []string{
			"ask/urge/to-do won at en/verbs/ask.txt ACTOR=Halvia RECIPIENT=Tornia DO=to halt the drills",
			"inside it: STOP(EXERCISE)",
			"read as ASK.appeal(STOP(EXERCISE))",
		}},
		{"two-objects", []string{
			"other/send/two won",
			"other/send/to: no RECIPIENT with \"to\"",
		}},
		{"called-for-end", []string{"ask/call on: its other words are not here"}},
		{"relative-subject", []string{"other/withdraw/from: no RECIPIENT with \"from\""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := explained(t, c.name)
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("no %q in\n%s", w, got)
				}
			}
		})
	}
}

func TestExplainRefusesSentencesThatAreNot(t *testing.T) {
	doc := readDocument(t, "")
	c := coder(t)
	for _, i := range []int{-1, 0, 7} {
		if x := c.Explain(doc, i); len(x.Events) > 0 || len(x.Tries) > 0 {
			t.Errorf("sentence %d: %+v", i, x)
		}
	}
}
