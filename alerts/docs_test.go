package alerts

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestDocs checks that the manual explains every field, in a rule that is read.
func TestDocs(t *testing.T) {
	b, err := os.ReadFile("../docs/alerts.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, f := range slices.Concat(alertFields, targetFields) {
		if !strings.Contains(text, "`"+f+"`") {
			t.Errorf("docs/alerts.md does not explain `%s`", f)
		}
	}
	for _, s := range statusWords {
		if !strings.Contains(text, s.word) {
			t.Errorf("docs/alerts.md does not name the status %s", s.word)
		}
	}
	for _, w := range slices.Concat(commitmentKinds, commitmentStates, positions) {
		if !strings.Contains(text, w) {
			t.Errorf("docs/alerts.md does not name %s", w)
		}
	}
	for _, h := range []string{headerID, headerTime, headerSignature} {
		if !strings.Contains(text, h) {
			t.Errorf("docs/alerts.md does not name the header %s", h)
		}
	}
	n := 0
	for i, block := range strings.Split(text, "```") {
		if i%2 == 0 || !strings.Contains(block, "target ") {
			continue
		}
		n++
		if _, problems := Parse("docs/alerts.md", block); len(problems) > 0 {
			t.Errorf("%v in\n%s", problems, block)
		}
	}
	if n == 0 {
		t.Error("no example is read")
	}
}
