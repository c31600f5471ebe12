package demo_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"casus/pipeline"
)

// bound is the part of testdata/commitments.txt that must be found; raise it when the
// program learns.
const bound = 0.7

// TestCommitments looks for treaties with their state, threats and ultimatums with their
// day. With -v it tells those that are missed.
func TestCommitments(t *testing.T) {
	b, err := os.ReadFile("testdata/commitments.txt")
	if err != nil {
		t.Fatal(err)
	}
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	had := map[string][][4]string{} // day of the dispatch -> kind, state, parties, due
	for doc, err := range p.ReadAll(context.Background(), stream(dispatches(t))) {
		if err != nil {
			t.Fatal(err)
		}
		day := doc.Dispatch.Published.Format("2006-01-02")
		for _, c := range doc.Commitments {
			who := append(countries(doc, c.Parties), countries(doc, c.Recipients)...)
			had[day] = append(had[day], [4]string{c.Kind, c.State, strings.Join(who, "+"), c.Due.Value})
		}
	}
	found, all := 0, 0
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		all++
		state := strings.ReplaceAll(f[2], ".", " ")
		ok := slices.ContainsFunc(had[f[0]], func(c [4]string) bool {
			return c[0] == f[1] && (state == "-" || c[1] == state) && (f[4] == "-" || c[3] == f[4]) && contains(strings.Split(c[2], "+"), strings.Split(f[3], "+"))
		})
		if ok {
			found++
		} else {
			t.Logf("missed: %s\n\t%v", strings.Join(f, " "), had[f[0]])
		}
	}
	t.Logf("%d of %d commitments are found", found, all)
	if float64(found) < bound*float64(all) {
		t.Errorf("%d of %d commitments are found; before, %.0f %% were", found, all, 100*bound)
	}
}

// contains says whether a list holds all of another.
func contains(list, want []string) bool {
	for _, w := range want {
		if !slices.Contains(list, w) {
			return false
		}
	}
	return true
}
