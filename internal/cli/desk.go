package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"

	"casus/desk"
	"casus/eval"
	"casus/pipeline"
	"casus/store"
)

// runServe is casus serve.
func runServe(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		p, err := load(in, 0)
		if err != nil {
			return err
		}
		l, err := net.Listen("tcp", in.str("listen"))
		if err != nil {
			return err
		}
		return serveDesk(ctx, e, s, p, l)
	})
}

// serveDesk serves the desk of a record until the context ends.
func serveDesk(ctx context.Context, e *env, s store.Store, p *pipeline.Pipeline, l net.Listener) error {
	d, err := desk.New(desk.Options{Store: s, Pipeline: p, Scores: eval.Scores, Version: Version, Log: slog.New(slog.NewTextHandler(e.err, nil))})
	if err != nil {
		_ = l.Close() // the first error tells what went wrong
		return err
	}
	e.say("the desk is at http://%s/; Ctrl-C ends it", l.Addr())
	return serve(ctx, desk.Server(d), l)
}

// serve serves until the context ends, then lets what is under way end.
func serve(ctx context.Context, s *http.Server, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	if err := desk.Stop(s); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
