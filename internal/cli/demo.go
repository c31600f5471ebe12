package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"casus/demo"
	"casus/record"
	"casus/store"
)

// runDemo is casus demo.
func runDemo(ctx context.Context, e *env, in *input) error {
	if in.str("store") == "" {
		name, err := demoFile()
		if err != nil {
			return err
		}
		in.flags["store"] = name
	}
	return withStore(ctx, in, func(s store.Store) error {
		r, err := recorder(e, in, s)
		if err != nil {
			return err
		}
		if err := buildDemo(ctx, e, r); err != nil {
			return err
		}
		if err := tellDemo(ctx, e, in, s); err != nil || in.on("no-serve") {
			return err
		}
		l, err := listenDemo(e, in)
		if err != nil {
			return err
		}
		return serveDesk(ctx, e, s, r.Pipeline, l)
	})
}

// listenDemo opens the port that was asked for, or any on this machine if somebody has
// taken it: a newcomer's first call should not fail for a port.
func listenDemo(e *env, in *input) (net.Listener, error) {
	l, err := net.Listen("tcp", in.str("listen"))
	if errors.Is(err, syscall.EADDRINUSE) {
		e.say("%s is taken; the desk listens elsewhere", in.str("listen"))
		return net.Listen("tcp", "127.0.0.1:0")
	}
	return l, err
}

// demoFile is where the demo's record is kept: in the user's cache folder, so that a
// second call finds it, or among temporary files where there is none.
func demoFile() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		if dir, err = os.MkdirTemp("", "casus-demo-"); err != nil {
			return "", fmt.Errorf("a place for the demo's record: %w", err)
		}
	}
	dir = filepath.Join(dir, "casus")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("a place for the demo's record: %w", err)
	}
	return filepath.Join(dir, "demo.db"), nil
}

// buildDemo takes the demo's dispatches into a record, codes them and concludes.
func buildDemo(ctx context.Context, e *env, r *record.Recorder) error {
	all, err := demo.Dispatches()
	if err != nil {
		return err
	}
	e.start("taking in")
	stream := func(yield func(store.Dispatch, error) bool) {
		for _, d := range all {
			if !yield(store.Dispatch{Dispatch: d, Name: d.ID, Source: demo.Source, Language: "en"}, nil) {
				return
			}
		}
	}
	if _, err := r.Take(ctx, stream, func(err error) { e.tell("errors", plainly(err)) }); err != nil {
		return err
	}
	return codePending(ctx, e, r)
}

// tellDemo says what the record holds and what to ask it.
func tellDemo(ctx context.Context, e *env, in *input, s store.Store) error {
	n, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	name := in.str("store")
	fmt.Fprintf(e.out, `%s
%d dispatches (%d of them copies) in %d stories
%d events, %d occurrences, %d statements, %d commitments

Ask it:
  casus events --store %[1]s --party PRK --event THREATEN
  casus series --store %[1]s --actor RUS --recipient UKR --period month
  casus surprises --store %[1]s --period month --to 2024-06-30
  casus events --store %[1]s --words "treaty" --limit 10
`, name, n.Dispatches, n.Copies, n.Stories, n.Events, n.Occurrences, n.Statements, n.Commitments)
	return nil
}
