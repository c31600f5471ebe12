package pipeline

import (
	"context"
	"fmt"
	"strings"

	"casus"
)

// Stage adds layers to a document. It is shared by all workers and read-only.
type Stage struct {
	// Name is what messages call it: "syntax".
	Name string
	// Needs are the layers that must be there before, Sets those it adds.
	Needs, Sets casus.Layer
	// New returns a run of the stage with scratch memory of its own. One
	// worker calls it with one document after the other.
	New func() Run
}

// Run is a stage at work. It looks at the context where it may take long.
type Run func(context.Context, *casus.Document) error

// check refuses an order in which a stage needs a layer that nobody has set.
func check(stages []Stage) error {
	var have casus.Layer
	for _, s := range stages {
		if missing := s.Needs &^ have; missing != 0 {
			return fmt.Errorf("pipeline: the stage %q needs %s, which no stage before it sets: %w", s.Name, layerNames(missing), casus.ErrInvalid)
		}
		if again := s.Sets & have; again != 0 {
			return fmt.Errorf("pipeline: the stage %q sets %s, which is set already: %w", s.Name, layerNames(again), casus.ErrInvalid)
		}
		have |= s.Sets
	}
	return nil
}

// needed keeps the stages without which the wanted layers could not be set; want
// 0 keeps all.
func needed(stages []Stage, want casus.Layer) []Stage {
	if want == 0 {
		return stages
	}
	keep := make([]bool, len(stages))
	n := 0
	for i := len(stages) - 1; i >= 0; i-- {
		if stages[i].Sets&want != 0 {
			keep[i] = true
			want |= stages[i].Needs
			n++
		}
	}
	out := make([]Stage, 0, n)
	for i, s := range stages {
		if keep[i] {
			out = append(out, s)
		}
	}
	return out
}

var layers = []struct {
	layer casus.Layer
	name  string
}{
	{casus.LayerText, "text"},
	{casus.LayerSyntax, "syntax"},
	{casus.LayerNames, "names"},
	{casus.LayerMentions, "mentions"},
	{casus.LayerTimexes, "time expressions"},
	{casus.LayerPlaces, "places"},
	{casus.LayerQuotes, "quotes"},
	{casus.LayerEvents, "events"},
	{casus.LayerCommitments, "commitments"},
	{casus.LayerStatements, "statements"},
}

func layerNames(l casus.Layer) string {
	var names []string
	for _, x := range layers {
		if l&x.layer != 0 {
			names = append(names, x.name)
		}
	}
	return strings.Join(names, " and ")
}
