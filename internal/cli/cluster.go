package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"casus/cluster"
	"casus/queue/jetstream"
	"casus/store"
)

// runCluster is casus cluster.
func runCluster(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		r, err := recorder(e, in, s)
		if err != nil {
			return err
		}
		u, err := newUpkeep(e, in, r, ownNames)
		if err != nil {
			return err
		}
		co := &cluster.Coordinator{}
		if co.Shards, err = shards(ctx, e, in); err != nil {
			return err
		}
		var last cluster.Progress
		begin := time.Now()
		co.Told = func(p cluster.Progress) {
			last = p
			e.step(progressOf(&p))
		}
		e.start("coding")
		err = clusterRun(ctx, in, u, co)
		took := time.Since(begin)
		e.say("%d dispatches coded, %d failed, %d shards (%d not read, %d dispatches in them unreadable) by %d workers in %s",
			last.Coded, last.Failed, last.Shards, last.BadShards, last.Unreadable, len(last.Workers), took.Round(time.Millisecond))
		if err == nil && last.BadShards+last.Unreadable > 0 {
			return errPartly
		}
		return err
	})
}

// clusterRun codes once, or stays. Shards are this coordinator's own work, whoever else
// codes the record.
func clusterRun(ctx context.Context, in *input, u *upkeep, co *cluster.Coordinator) error {
	switch {
	case co.Shards != nil:
		release, ok, err := lead(ctx, u.r)
		if err != nil {
			return err
		}
		if ok {
			defer release()
		} else {
			u.e.say("another process codes this record too")
		}
		co.Once = !in.on("stay")
		return u.coordinate(ctx, co)
	case in.on("stay"):
		u.told = co.Told
		return u.run(ctx)
	}
	return u.once(ctx, co)
}

// runWorker is casus worker.
func runWorker(ctx context.Context, e *env, in *input) error {
	deadline, err := deadlineOf(in)
	if err != nil {
		return err
	}
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	a, err := queueAccess(in, ownNames)
	if err != nil {
		return err
	}
	q, err := jetstream.Connect(ctx, jetstream.Options{URLs: strings.Split(in.str("connect"), ","), Access: a})
	if err != nil {
		return err
	}
	defer q.Close()
	w := newWorker(e, p, q)
	done := 0
	w.Jobs, w.Deadline, w.Told = in.number("jobs"), deadline, func(n int) {
		done = n
		e.step(-1, fmt.Sprintf("%d dispatches", n))
	}
	e.say("worker of coder %s at %s; Ctrl-C ends it", w.Coder, q.Where())
	e.start("coding")
	err = w.Run(ctx)
	e.say("%d dispatches done", done)
	return err
}

// runRecordFailed is casus record failed.
func runRecordFailed(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		list, err := s.Failures(ctx, "", 1000)
		if err != nil {
			return err
		}
		for _, c := range list {
			fmt.Fprintf(e.out, "%s  tried %d times  %s\n", c.Dispatch, c.Tries, c.Error)
		}
		if !in.on("retry") {
			return nil
		}
		n, err := s.Retry(ctx, "")
		if err == nil {
			e.say("%d failures are forgotten; casus recode codes these dispatches again", n)
		}
		return err
	})
}
