package cli

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"casus"
	"casus/cluster"
	"casus/ingest/fetch"
	"casus/record"
	"casus/store"
	"casus/watch"
)

// readFeeds reads a list of feeds.
func readFeeds(name string) (watch.List, error) {
	f, err := os.Open(name)
	if err != nil {
		return watch.List{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 8<<20))
	if err != nil {
		return watch.List{}, err
	}
	l, err := watch.ReadList(b)
	if err != nil {
		return l, fmt.Errorf("%s: %w", name, err)
	}
	return l, nil
}

// runWatch is casus watch.
func runWatch(ctx context.Context, e *env, in *input) error {
	if len(in.args) != 1 {
		return misuse("watch takes a list of feeds, like feeds.yaml")
	}
	list, err := readFeeds(in.args[0])
	if err != nil {
		return err
	}
	err = withStore(ctx, in, func(s store.Store) error {
		r, err := recorder(e, in, s)
		if err != nil {
			return err
		}
		w, err := watch.Recorded(r)
		if err != nil {
			return err
		}
		client := fetch.New(fetch.Options{Contact: list.Contact, Allow: list.Allow, Pause: time.Duration(list.Pause), Told: func(m string) { e.say("%s", m) }})
		w.Get, w.Sleep = client.Get, pause
		w.Said = func(m string) { e.say("%s", m) }
		if err := w.Load(ctx, list.Feeds); err != nil {
			return err
		}
		if in.on("uncoded") {
			return w.Run(ctx, in.on("once"))
		}
		return watchAndCode(ctx, e, in, r, w)
	})
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		e.say("ended; the record is whole")
		return nil
	}
	return err
}

// watchAndCode visits feeds, codes what they bring, and tells the alerts of it: once, or
// for as long as it is let.
func watchAndCode(ctx context.Context, e *env, in *input, r *record.Recorder, w *watch.Watcher) error {
	tell, err := alerting(ctx, e, in, r)
	if err != nil {
		return err
	}
	u, err := newUpkeep(e, in, r, besideNames)
	if err != nil {
		return err
	}
	if in.on("once") {
		w.Taken = func(ctx context.Context) error {
			if err := u.once(ctx, &cluster.Coordinator{}); err != nil {
				return err
			}
			return tell(ctx)
		}
		return w.Run(ctx, true)
	}
	visiting, end := context.WithCancelCause(ctx)
	var both sync.WaitGroup
	for _, beside := range []func(context.Context) error{u.run, func(ctx context.Context) error { return u.report(ctx, tell) }} {
		both.Go(func() {
			if err := beside(visiting); err != nil {
				end(err)
			}
		})
	}
	err = w.Run(visiting, false)
	cause := context.Cause(visiting)
	end(nil)
	if ctx.Err() != nil && u.leads() {
		e.say("ending; what was begun is coded and written first")
	}
	both.Wait()
	u.sayCoded(true)
	if ctx.Err() == nil && cause != nil {
		return cause
	}
	return err
}

// pause waits.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(max(d, 0))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// runRecordGaps is casus record gaps.
func runRecordGaps(ctx context.Context, e *env, in *input) error {
	var list watch.List
	if len(in.args) == 1 {
		var err error
		if list, err = readFeeds(in.args[0]); err != nil {
			return err
		}
	}
	to := time.Now().UTC().Truncate(24 * time.Hour)
	if s := in.str("to"); s != "" {
		var err error
		if to, err = time.Parse(time.DateOnly, s); err != nil {
			return misuse("--to takes a day like 2024-06-21")
		}
	}
	from := to.AddDate(0, 0, -6)
	if s := in.str("from"); s != "" {
		var err error
		if from, err = time.Parse(time.DateOnly, s); err != nil {
			return misuse("--from takes a day like 2024-06-21")
		}
	}
	if to.Sub(from) > 3660*24*time.Hour || to.Before(from) {
		return misuse("--from and --to name up to ten years, the first day first")
	}
	return withStore(ctx, in, func(s store.Store) error {
		notes, err := s.Notes(ctx, from)
		if err != nil {
			return err
		}
		for i := range notes {
			if notes[i].At.After(to.AddDate(0, 0, 1)) {
				notes[i].Source = ""
			}
		}
		var kept []store.SourceNote
		for _, n := range notes {
			if n.Source != "" {
				kept = append(kept, n)
			}
		}
		gaps := watch.Gaps(list.Feeds, kept, from, to)
		if len(gaps) == 0 {
			return fmt.Errorf("the record has no visits to sources from %s to %s, and no list of feeds was named: %w", from.Format(time.DateOnly), to.Format(time.DateOnly), casus.ErrNotFound)
		}
		return writeGaps(e.out, in.str("format"), gaps)
	})
}

func writeGaps(out io.Writer, format string, gaps []watch.Gap) error {
	switch format {
	case "jsonl":
		enc := json.NewEncoder(out)
		for i := range gaps {
			g := &gaps[i]
			if err := enc.Encode(map[string]any{"source": g.Source, "name": g.Name, "day": g.Day, "visits": g.Visits, "failed": g.Failed, "items": g.Items, "new": g.New, "expected": g.Expected, "gap": g.Silent(), "error": g.Error}); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		w := csv.NewWriter(out)
		w.Write([]string{"source", "name", "day", "visits", "failed", "items", "new", "expected", "gap", "error"})
		for i := range gaps {
			g := &gaps[i]
			w.Write([]string{csvCell(g.Source), csvCell(g.Name), g.Day, strconv.Itoa(g.Visits), strconv.Itoa(g.Failed), strconv.Itoa(g.Items), strconv.Itoa(g.New), strconv.FormatFloat(g.Expected, 'g', -1, 64), strconv.FormatBool(g.Silent()), csvCell(g.Error)})
		}
		w.Flush()
		return w.Error()
	}
	for i := range gaps {
		g := &gaps[i]
		sign, expected := "   ", "-"
		if g.Silent() {
			sign = "gap"
		}
		if g.Expected > 0 {
			expected = strconv.FormatFloat(g.Expected, 'g', -1, 64)
		}
		if _, err := fmt.Fprintf(out, "%s  %s  %4d new of %4s  %3d visits, %d failed  %s  %s\n", g.Day, sign, g.New, expected, g.Visits, g.Failed, cmp.Or(g.Name, g.Source), g.Error); err != nil {
			return err
		}
	}
	return nil
}

// csvCell keeps a spreadsheet from taking text from outside for a formula.
func csvCell(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}
