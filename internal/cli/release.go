package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"casus/lexicon"
	"casus/ontology"
	"casus/release"
	"casus/store"
)

// runRelease is casus release.
func runRelease(ctx context.Context, e *env, in *input) error {
	dir := in.str("output")
	if dir == "" {
		return misuse("release wants a folder to write: --output DIR")
	}
	if d := in.str("date"); d != "" {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			return misuse("--date %q is no day like 2024-06-21", d)
		}
	}
	return withStore(ctx, in, func(s store.Store) error {
		src, err := eventSource(e, in, s, filterOf(in))
		if err != nil {
			return err
		}
		e.start("releasing")
		m, err := release.Write(ctx, dir, release.Options{Title: in.str("title"), Date: in.str("date"), Source: src, Previous: in.str("previous"), Bare: in.on("no-text"),
			Codebook: codebook, Told: func(what string) { e.step(-1, what) }})
		if err != nil {
			return err
		}
		c := &m.Counts
		e.say("%s: release of %s, %d events, %d statements, %d commitments of %d dispatches", dir, m.Date, c.Events, c.Statements, c.Commitments, c.Dispatches)
		if p := m.Previous; p != nil {
			e.say("since the release of %s: %d added, %d dropped, %d changed", p.Date, p.Added, p.Dropped, p.Changed)
		}
		return nil
	})
}

// codebook writes the whole codebook.
func codebook(w io.Writer) error {
	onto, err := ontology.Load()
	if err != nil {
		return err
	}
	lex, err := lexicon.Load(lexicon.Builtin())
	if err != nil {
		return err
	}
	fmt.Fprint(w, "# Codebook\n\nWhat each PLOVER event is taken for.\n\n")
	writeCodebook(w, onto, lex, nil)
	return nil
}

// runReleaseVerify is casus release verify.
func runReleaseVerify(ctx context.Context, e *env, in *input) error {
	if len(in.args) != 1 {
		return misuse("release verify takes the folder of a release")
	}
	if _, err := os.Stat(in.args[0]); err != nil {
		return err
	}
	wrong, err := release.Verify(ctx, in.args[0])
	if err != nil {
		return err
	}
	for _, w := range wrong {
		fmt.Fprintln(e.out, w)
	}
	if len(wrong) > 0 {
		return errTold
	}
	fmt.Fprintln(e.out, "the release is what its manifest says")
	return nil
}
