package eval_test

import (
	"strings"
	"testing"

	"casus/eval"
)

// TestFaultsByCause wants the most frequent cause first, and no more cases of one
// than are asked for.
func TestFaultsByCause(t *testing.T) {
	fs := eval.Faults{
		{Cause: "type differs", ID: "a", What: "AID", Words: "gave"},
		{Cause: "no entry for the word", ID: "b", What: "AID", Note: "x", Words: "two\n words"},
		{Cause: "no entry for the word", ID: "c", What: "AID", Words: "lent"},
	}
	want := "   2  no entry for the word\n        b: AID [x]: two words\n   1  type differs\n        a: AID: gave\n"
	if got := fs.String(1); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if fs.String(0) != strings.Join([]string{"   2  no entry for the word", "   1  type differs", ""}, "\n") {
		t.Errorf("with no cases: %s", fs.String(0))
	}
}
