package cli

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casus"
	"casus/pipeline"
	"casus/record"
	"casus/store"
	"casus/store/postgres"
	"casus/store/sqlite"
)

// openStore opens the record that --store names: a file, or an address of PostgreSQL.
func openStore(ctx context.Context, in *input) (store.Store, error) {
	name := in.str("store")
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		return postgres.Open(ctx, name)
	}
	return sqlite.Open(ctx, name)
}

// withStore opens the record, works with it and closes it.
func withStore(ctx context.Context, in *input, work func(store.Store) error) (err error) {
	s, err := openStore(ctx, in)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	return work(s)
}

// recorder is a record with the pipeline that codes for it.
func recorder(e *env, in *input, s store.Store) (*record.Recorder, error) {
	p, err := load(in, 0)
	if err != nil {
		return nil, err
	}
	return newRecorder(e, s, p), nil
}

func newRecorder(e *env, s store.Store, p *pipeline.Pipeline) *record.Recorder {
	return &record.Recorder{Store: s, Pipeline: p, Now: time.Now, Told: func(done, failed int) {
		e.step(0, fmt.Sprintf("%d dispatches, %d failed", done, failed))
	}}
}

// codePending codes what the record holds uncoded, or waits until a process that does so
// has.
func codePending(ctx context.Context, e *env, r *record.Recorder) error {
	e.start("coding")
	release, coded, err := awaitLead(ctx, e, r)
	if err != nil {
		return err
	}
	if coded {
		e.say("all dispatches are coded")
		return r.Conclude(ctx)
	}
	defer release()
	done, failed, err := r.Code(ctx)
	if err != nil {
		return err
	}
	e.say("%d dispatches coded, %d failed", done, failed)
	e.start("concluding")
	return r.Conclude(ctx)
}

// runRecode is casus recode.
func runRecode(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		r, err := recorder(e, in, s)
		if err != nil {
			return err
		}
		before, err := s.Coders(ctx)
		if err != nil {
			return err
		}
		if err := codePending(ctx, e, r); err != nil {
			return err
		}
		if now := r.Coder().Key; len(before) > 0 && before[0].Key != now {
			e.say("what changed: casus diff --store %s %s %s", in.str("store"), before[0].Key, now)
		}
		return nil
	})
}

// runDiff is casus diff.
func runDiff(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		coders, err := s.Coders(ctx)
		if err != nil {
			return err
		}
		a, b := "", ""
		switch {
		case len(in.args) == 2:
			a, b = in.args[0], in.args[1]
		case len(in.args) == 0 && len(coders) > 1:
			a, b = coders[1].Key, coders[0].Key
		case len(in.args) == 0:
			return fmt.Errorf("the record has codings of %d coder; recode with another lexicon or model first: %w", len(coders), casus.ErrNotFound)
		default:
			return misuse("diff takes two coders, or none for the last two; casus record status lists them")
		}
		out := bufio.NewWriterSize(e.out, 1<<16)
		counts := map[string]int{}
		if err := record.Diff(ctx, s, a, b, func(c record.Change) error {
			counts[c.Kind]++
			return writeChange(out, in.str("format"), &c)
		}); err != nil {
			return err
		}
		e.say("%d added, %d dropped, %d changed", counts["added"], counts["dropped"], counts["changed"])
		return out.Flush()
	})
}

func writeChange(out *bufio.Writer, format string, c *record.Change) error {
	if format == "jsonl" {
		return json.NewEncoder(out).Encode(changeJSON(c))
	}
	_, err := fmt.Fprintf(out, "%s %s:%d\n", c.Kind, c.Dispatch, c.Sentence+1)
	for _, x := range [...]struct {
		sign string
		ev   *store.Event
	}{{"-", c.Before}, {"+", c.After}} {
		if x.ev != nil && err == nil {
			_, err = fmt.Fprintf(out, "  %s %s\n", x.sign, recordLine(x.ev))
		}
	}
	if len(c.Slots) > 0 && err == nil {
		_, err = fmt.Fprintf(out, "    differs in %s\n", strings.Join(c.Slots, ", "))
	}
	return err
}

func changeJSON(c *record.Change) any {
	body := func(e *store.Event) json.RawMessage {
		if e == nil {
			return json.RawMessage("null")
		}
		return e.JSON
	}
	return map[string]any{"dispatch": c.Dispatch, "sentence": c.Sentence, "kind": c.Kind, "slots": c.Slots, "before": body(c.Before), "after": body(c.After)}
}

// recordLine is an event of the record in a line.
func recordLine(x *store.Event) string {
	names := func(s store.Side) string {
		var out []string
		for _, p := range x.Parties {
			if p.Side == s {
				out = append(out, cmp.Or(p.Code, p.Key, `"`+p.Name+`"`))
			}
		}
		return cmp.Or(strings.Join(out, "+"), "-")
	}
	what := strings.TrimSpace(x.Event + " " + x.Mode)
	return fmt.Sprintf("%-10s  %-12s  %-22s  %-12s  %s  %.2f", cmp.Or(x.Day, "-"), names(store.Actor), what, names(store.Recipient), x.Reading, x.Confidence)
}

// runRecordStatus is casus record status.
func runRecordStatus(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		c, err := s.Counts(ctx)
		if err != nil {
			return err
		}
		coders, err := s.Coders(ctx)
		if err != nil {
			return err
		}
		for _, x := range [...]struct {
			name string
			n    int
		}{
			{"dispatches", c.Dispatches}, {"coded", c.Coded}, {"pending", c.Pending}, {"failed", c.Failed}, {"not English", c.Uncoded}, {"replaced", c.Replaced},
			{"copies", c.Copies}, {"events", c.Events}, {"occurrences", c.Occurrences}, {"statements", c.Statements}, {"commitments", c.Commitments},
			{"stories", c.Stories}, {"corrections", c.Corrections},
		} {
			fmt.Fprintf(e.out, "%-12s %d\n", x.name, x.n)
		}
		for i, k := range coders {
			sign := " "
			if i == 0 {
				sign = "*"
			}
			fmt.Fprintf(e.out, "coder %s %s  casus %s, model %s, lexicon %s, ontology %s\n", k.Key, sign, k.Program, k.Model, k.Lexicon, k.Ontology)
		}
		return nil
	})
}

// runRecordCheck is casus record check.
func runRecordCheck(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		wrong, err := s.Check(ctx)
		if err != nil {
			return err
		}
		for _, w := range wrong {
			fmt.Fprintln(e.out, w)
		}
		if len(wrong) > 0 {
			return errTold
		}
		fmt.Fprintln(e.out, "the record is sound")
		return nil
	})
}

// runRecordBackup is casus record backup.
func runRecordBackup(ctx context.Context, e *env, in *input) error {
	if len(in.args) != 1 {
		return misuse("record backup takes the name of the file to write")
	}
	file, err := filepath.Abs(in.args[0])
	if err != nil {
		return err
	}
	return withStore(ctx, in, func(s store.Store) error {
		if err := s.Backup(ctx, file); err != nil {
			return err
		}
		st, err := os.Stat(file)
		if err != nil {
			return err
		}
		e.say("%s: %d bytes", in.args[0], st.Size())
		return nil
	})
}
