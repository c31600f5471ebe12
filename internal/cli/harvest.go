package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"casus"
	"casus/harvest"
)

// runLexiconHarvest is casus lexicon harvest.
func runLexiconHarvest(ctx context.Context, e *env, in *input) error {
	if in.str("kind") != "names" {
		return harvestPredicates(ctx, e, in)
	}
	p, err := load(in, casus.LayerMentions)
	if err != nil {
		return err
	}
	t := harvest.New()
	src, err := newSource(e, in)
	if err != nil {
		return err
	}
	src.undated = true
	err = readAll(ctx, e, p, src, "harvesting", func(doc *casus.Document) error {
		t.Add(doc)
		return nil
	})
	if err != nil && err != errPartly {
		return err
	}
	out := bufio.NewWriter(e.out)
	fmt.Fprintln(out, "kind\ttype\tname\tcount\tdispatches\tcontexts\tsentences")
	for _, n := range t.Names(in.number("least")) {
		var contexts, sentences []string
		for _, c := range n.Contexts[:min(len(n.Contexts), 5)] {
			contexts = append(contexts, fmt.Sprintf("%s (%d)", c.Words, c.Count))
		}
		for _, s := range n.Sentences {
			sentences = append(sentences, fmt.Sprintf("%s:%d: %s", s.Dispatch, s.Number+1, s.Text))
		}
		fmt.Fprintf(out, "name\t%s\t%s\t%d\t%d\t%s\t%s\n", n.Type, cell(n.Name), n.Count, n.Dispatches,
			cell(strings.Join(contexts, "; ")), cell(strings.Join(sentences, " | ")))
	}
	if ferr := out.Flush(); ferr != nil {
		return ferr
	}
	return err
}

// harvestPredicates lists the predicates that code to nothing, or the patterns that
// made no event.
func harvestPredicates(ctx context.Context, e *env, in *input) error {
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	t := &harvest.Predicates{Keep: 3}
	src, err := newSource(e, in)
	if err != nil {
		return err
	}
	src.undated = true
	err = readAll(ctx, e, p, src, "harvesting", func(doc *casus.Document) error {
		t.Add(doc)
		return nil
	})
	if err != nil && err != errPartly {
		return err
	}
	out := bufio.NewWriter(e.out)
	if in.str("kind") == "silent" {
		fmt.Fprintln(out, "kind\tplace\tpattern")
		for _, s := range t.Silent(p.Lexicon()) {
			fmt.Fprintf(out, "silent\t%s\t%s\n", s.Place, cell(s.Pattern))
		}
	} else {
		fmt.Fprintln(out, "kind\tframe\tcount\tsentences")
		for _, x := range t.List(in.number("least")) {
			fmt.Fprintf(out, "predicate\t%s\t%d\t%s\n", cell(x.Frame), x.Count, cell(strings.Join(x.Sentences, " | ")))
		}
	}
	if ferr := out.Flush(); ferr != nil {
		return ferr
	}
	return err
}

// cell is a text without what parts the columns and lines of a table.
func cell(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s)
}
