package cli

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/signal"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"casus/desk"
	"casus/desk/access"
	"casus/eval"
	"casus/pipeline"
	"casus/store"
)

// runServe is casus serve.
func runServe(ctx context.Context, e *env, in *input) error {
	users, err := access.Open(in.str("users"), time.Now)
	if err != nil {
		return err
	}
	if err := desk.CheckListen(in.str("listen"), users); err != nil {
		return err
	}
	o := desk.Options{Users: users, Secure: in.on("behind-https"), Log: slog.New(slog.NewTextHandler(e.err, nil))}
	if in.str("log") == "json" {
		o.Log = slog.New(slog.NewJSONHandler(e.err, nil))
	}
	return withStore(ctx, in, func(s store.Store) error {
		p, err := load(in, 0)
		if err != nil {
			return err
		}
		l, err := net.Listen("tcp", in.str("listen"))
		if err != nil {
			return err
		}
		scheme := "http"
		if in.str("tls-cert") != "" {
			c, err := tls.LoadX509KeyPair(in.str("tls-cert"), in.str("tls-key"))
			if err != nil {
				return errors.Join(fmt.Errorf("the certificate: %w", err), l.Close())
			}
			scheme, l = "https", tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
		}
		if host, _, err := net.SplitHostPort(in.str("listen")); err == nil && scheme == "http" && !o.Secure && host != "localhost" && !strings.HasPrefix(host, "127.") && host != "::1" {
			e.warn("passwords travel in the clear: give --tls-cert and --tls-key, or put a proxy with https before the desk and say --behind-https")
		}
		o.Store, o.Pipeline = s, p
		if in.on("no-coding") {
			return serveOptions(ctx, e, o, l, scheme)
		}
		return serveAndCode(ctx, e, in, o, l, scheme)
	})
}

// serveAndCode serves the desk, and beside it codes what comes into the record. A record
// that cannot be coded is shown all the same.
func serveAndCode(ctx context.Context, e *env, in *input, o desk.Options, l net.Listener, scheme string) error {
	u, err := newUpkeep(e, in, newRecorder(e, o.Store, o.Pipeline), besideNames)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	u.follow, o.Work = true, u
	// One core is left to the pages.
	u.jobs = cmp.Or(u.jobs, max(1, runtime.GOMAXPROCS(0)-1))
	ctx, end := context.WithCancelCause(ctx)
	var beside sync.WaitGroup
	for _, run := range []func(context.Context) error{u.run, func(ctx context.Context) error { return u.report(ctx, func(context.Context) error { return nil }) }} {
		beside.Go(func() {
			if err := run(ctx); err != nil {
				end(err)
			}
		})
	}
	err = serveOptions(ctx, e, o, l, scheme)
	wrong := context.Cause(ctx)
	if u.leads() {
		e.say("ending; what was begun is coded and written first")
	}
	end(nil)
	beside.Wait()
	u.sayCoded(true)
	if err == nil && wrong != nil && !errors.Is(wrong, context.Canceled) {
		return wrong
	}
	return err
}

// serveDesk serves the desk of a record on this machine until the context ends.
func serveDesk(ctx context.Context, e *env, s store.Store, p *pipeline.Pipeline, l net.Listener) error {
	if err := desk.CheckListen(l.Addr().String(), nil); err != nil {
		return errors.Join(err, l.Close())
	}
	return serveOptions(ctx, e, desk.Options{Store: s, Pipeline: p, Log: slog.New(slog.NewTextHandler(e.err, nil))}, l, "http")
}

func serveOptions(ctx context.Context, e *env, o desk.Options, l net.Listener, scheme string) error {
	o.Scores, o.Version = eval.Scores, Version
	d, err := desk.New(o)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	e.say("the desk is at %s://%s/; Ctrl-C ends it", scheme, l.Addr())
	return serve(ctx, d.Server(), l)
}

// serve serves until the context ends or the system asks for the end, then lets what is
// under way end.
func serve(ctx context.Context, s *http.Server, l net.Listener) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
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

// runUserAdd is casus user add.
func runUserAdd(_ context.Context, e *env, in *input) error {
	if len(in.args) != 1 {
		return misuse("user add takes the name of the user")
	}
	role, err := access.ParseRole(in.str("role"))
	if err != nil {
		return err
	}
	users, err := access.Open(in.str("users"), time.Now)
	if err != nil {
		return err
	}
	password := rand.Text()
	if in.on("stdin") {
		line, err := bufio.NewReader(e.in).ReadString('\n')
		if password = strings.TrimRight(line, "\r\n"); err != nil && password == "" {
			return fmt.Errorf("reading the password: %w", err)
		}
	}
	if err := users.Add(in.args[0], role, password); err != nil {
		return err
	}
	e.say("%s may log in as %s (%s)", in.args[0], role, in.str("users"))
	if !in.on("stdin") {
		fmt.Fprintln(e.out, password)
	}
	return nil
}

// runUserList is casus user list.
func runUserList(_ context.Context, e *env, in *input) error {
	users, err := access.Open(in.str("users"), time.Now)
	if err != nil {
		return err
	}
	for _, u := range users.List() {
		fmt.Fprintf(e.out, "%-20s %-8s %s\n", u.Name, u.Role, count(len(u.Tokens), "token"))
	}
	if users.Empty() {
		e.say("nobody may log in; the desk answers on its own machine alone")
	}
	return nil
}

// runUserRemove is casus user remove.
func runUserRemove(_ context.Context, e *env, in *input) error {
	if len(in.args) != 1 {
		return misuse("user remove takes the name of the user")
	}
	users, err := access.Open(in.str("users"), time.Now)
	if err != nil {
		return err
	}
	if err := users.Remove(in.args[0]); err != nil {
		return err
	}
	e.say("%s may log in no more", in.args[0])
	return nil
}
