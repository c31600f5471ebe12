package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"casus/record"
	"casus/store"
)

// runCorrect is casus correct.
func runCorrect(ctx context.Context, e *env, in *input) error {
	c := store.Correction{Author: in.str("author"), Reason: in.str("reason"), Kind: in.str("kind"), Slot: in.str("slot"), Value: in.str("value")}
	if c.Author == "" {
		c.Author = os.Getenv("USER")
	}
	if c.Author == "" {
		return misuse("--author: a correction needs the name of who makes it")
	}
	switch {
	case len(in.args) != 1:
		return misuse("correct takes the id of one event (or of one dispatch for --kind add, the number of one correction for --kind undo)")
	case c.Kind == "":
		c.Kind = "slot"
	}
	switch c.Kind {
	case "add":
		c.Dispatch = in.args[0]
	case "undo":
		c.Value = in.args[0]
	default:
		c.Event = in.args[0]
	}
	if c.Kind == "slot" && c.Slot == "" {
		var names []string
		for k := range record.Slots {
			names = append(names, k)
		}
		slices.Sort(names)
		return misuse("--slot: name the slot that is wrong (%s), or say --kind accept or reject", strings.Join(names, ", "))
	}
	return withStore(ctx, in, func(s store.Store) error {
		coders, err := s.Coders(ctx)
		if err != nil {
			return err
		}
		r := &record.Recorder{Store: s, Now: time.Now}
		if c, err = r.Correct(ctx, c); err != nil {
			return err
		}
		if len(coders) > 0 {
			if err := r.ApplyCorrections(ctx, coders[0].Key); err != nil {
				return err
			}
		}
		e.say("correction %d is written; casus correct --kind undo %d takes it back", c.Number, c.Number)
		return nil
	})
}

// runCorrections is casus corrections.
func runCorrections(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		out := bufio.NewWriter(e.out)
		defer out.Flush()
		if in.str("format") == "lexicon" {
			list, err := record.Proposals(ctx, s)
			for i := range list {
				fmt.Fprintln(out, list[i].Lexicon())
			}
			return err
		}
		list, err := s.Corrections(ctx, "")
		if err != nil {
			return err
		}
		enc := json.NewEncoder(out)
		for _, c := range list {
			if in.str("format") == "jsonl" {
				if err := enc.Encode(c); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(out, "%4d  %s  %-8s  %-7s %s%s %s  %s\n", c.Number, c.At.Format(time.DateOnly), c.Author, c.Kind, c.Event, c.Slot, c.Value, c.Reason)
		}
		agreements, err := record.Agreements(ctx, s)
		if err != nil || in.str("format") == "jsonl" {
			return err
		}
		for _, a := range agreements {
			fmt.Fprintf(out, "%s and %s: %d events, %d alike, kappa %.2f, alpha %.2f\n", a.A, a.B, a.Events, a.Agreed, a.Kappa, a.Alpha)
		}
		return nil
	})
}

// runEvents is casus events.
func runEvents(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		f := filterOf(in)
		f.Unsure, f.Limit = in.on("unsure"), in.number("limit")
		page, err := s.Events(ctx, f)
		if err != nil {
			return err
		}
		out := bufio.NewWriter(e.out)
		defer out.Flush()
		for i := range page.Events {
			x := &page.Events[i]
			if in.str("format") == "jsonl" {
				fmt.Fprintln(out, string(x.JSON))
				continue
			}
			fmt.Fprintf(out, "%s  %s  told %d times  %q\n", x.ID, recordLine(x), max(1, x.Mentions), clip(evidenceOf(x), 80))
		}
		if page.Next != "" {
			e.say("there are more; --limit shows up to 1000, --from and --to narrow")
		}
		return nil
	})
}
