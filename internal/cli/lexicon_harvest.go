package cli

import (
	"bufio"
	"context"
	"fmt"

	"casus"
	"casus/eval"
)

// runLexiconHarvest is casus lexicon harvest.
func runLexiconHarvest(ctx context.Context, e *env, in *input) error {
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	h := &eval.Harvest{Keep: in.number("sentences")}
	src := newSource(e, in)
	src.undated = true
	if err := readAll(ctx, e, p, src, "harvesting", func(doc *casus.Document) error { h.Add(doc); return nil }); err != nil {
		return err
	}
	out := bufio.NewWriter(e.out)
	if in.str("kind") == "silent" {
		for _, line := range h.Silent(p.Lexicon()) {
			fmt.Fprintln(out, line)
		}
		return out.Flush()
	}
	for _, x := range h.Predicates(in.number("least")) {
		fmt.Fprintf(out, "%5d  %s\n", x.Count, x.Frame)
		for _, s := range x.Sentences {
			fmt.Fprintf(out, "         %s\n", s)
		}
	}
	return out.Flush()
}
