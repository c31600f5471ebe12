package cli

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casus/cluster"
	"casus/pipeline"
	"casus/queue/jetstream"
	"casus/store"
)

// queueToken is what workers show: the flag, or better the environment, which other
// users of the machine cannot list.
func queueToken(in *input) string { return cmp.Or(in.str("token"), os.Getenv("CASUS_QUEUE_TOKEN")) }

// runCluster is casus cluster.
func runCluster(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		r, err := recorder(e, in, s)
		if err != nil {
			return err
		}
		q, stop, err := openQueue(ctx, e, in)
		if err != nil {
			return err
		}
		defer stop()
		c := &cluster.Coordinator{Recorder: r, Queue: q, Once: !in.on("stay"), Trouble: func(err error) { e.warn(plainly(err)) }}
		for _, path := range in.args {
			shard, err := shardOf(path, in)
			if err != nil {
				return err
			}
			c.Shards = append(c.Shards, shard)
		}
		var last cluster.Progress
		begin := time.Now()
		c.Told = func(p cluster.Progress) {
			last = p
			e.step(-1, fmt.Sprintf("%d coded, %d failed, %d out, %d workers", p.Coded, p.Failed, p.Out, len(p.Workers)))
		}
		e.start("coding")
		err = withWorker(ctx, e, in, r.Pipeline, q, c.Run)
		took := time.Since(begin)
		e.say("%d dispatches coded, %d failed, %d shards (%d not read, %d dispatches in them unreadable) by %d workers in %s",
			last.Coded, last.Failed, last.Shards, last.BadShards, last.Unreadable, len(last.Workers), took.Round(time.Millisecond))
		if err == nil && last.BadShards > 0 {
			return errPartly
		}
		return err
	})
}

// withWorker runs the coordinator with a worker in this program beside it.
func withWorker(ctx context.Context, e *env, in *input, p *pipeline.Pipeline, q *jetstream.Queue, coordinate func(context.Context) error) error {
	if in.on("coordinate") {
		return coordinate(ctx)
	}
	working, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- newWorker(e, in, p, q).Run(working) }()
	err := coordinate(ctx)
	stop()
	if werr := <-done; err == nil && ctx.Err() == nil {
		err = werr
	}
	return err
}

func newWorker(e *env, in *input, p *pipeline.Pipeline, q *jetstream.Queue) *cluster.Worker {
	v := p.Versions()
	return &cluster.Worker{
		Queue: q, Read: p.Read, Coder: store.NewCoder(v.Casus, v.Model, v.Lexicon, v.Ontology).Key, Jobs: in.number("jobs"), Open: openShard(e),
	}
}

// openQueue opens the queue: on servers outside, or on one within this program.
func openQueue(ctx context.Context, e *env, in *input) (*jetstream.Queue, func(), error) {
	if urls := in.str("nats"); urls != "" {
		list := strings.Split(urls, ",")
		q, err := jetstream.Connect(ctx, jetstream.Options{URLs: list, Token: queueToken(in), CA: in.str("ca"), Replicas: min(3, len(list))})
		if err != nil {
			return nil, nil, err
		}
		return q, func() { q.Close() }, nil
	}
	dir := in.str("queue")
	temporary := false
	if dir == "" {
		if dir = in.str("store") + ".queue"; strings.Contains(dir, "://") {
			var err error
			if dir, err = os.MkdirTemp("", "casus-queue"); err != nil {
				return nil, nil, err
			}
			temporary = true
		}
	}
	srv, err := jetstream.StartServer(jetstream.ServerOptions{Dir: dir, Listen: in.str("listen"), Token: queueToken(in), Cert: in.str("cert"), Key: in.str("key")})
	if err != nil {
		return nil, nil, err
	}
	if in.str("listen") != "" {
		e.say("workers connect to %s", srv.Address())
	}
	q, err := jetstream.Connect(ctx, jetstream.Options{Server: srv, Token: queueToken(in)})
	if err != nil {
		srv.Stop()
		return nil, nil, err
	}
	return q, func() {
		q.Close()
		srv.Stop()
		if temporary {
			_ = os.RemoveAll(dir) // the record is the truth
		}
	}, nil
}

// runWorker is casus worker.
func runWorker(ctx context.Context, e *env, in *input) error {
	deadline, err := time.ParseDuration(in.str("deadline"))
	if err != nil || deadline <= 0 {
		return misuse("--deadline: %q is no length of time; write it like 60s", in.str("deadline"))
	}
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	q, err := jetstream.Connect(ctx, jetstream.Options{URLs: strings.Split(in.str("connect"), ","), Token: queueToken(in), CA: in.str("ca")})
	if err != nil {
		return err
	}
	defer q.Close()
	w := newWorker(e, in, p, q)
	done := 0
	w.Deadline, w.Told = deadline, func(n int) {
		done = n
		e.step(-1, fmt.Sprintf("%d dispatches", n))
	}
	e.say("worker of coder %s at %s; Ctrl-C ends it", w.Coder, in.str("connect"))
	e.start("coding")
	err = w.Run(ctx)
	e.say("%d dispatches done", done)
	return err
}

func shardOf(path string, in *input) (cluster.Shard, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return cluster.Shard{}, err
	}
	hash, err := cluster.HashFile(abs)
	return cluster.Shard{Path: abs, Hash: hash, Source: filepath.Base(path), Licence: in.str("licence")}, err
}

// openShard reads the dispatches of a shard.
func openShard(e *env) func(context.Context, cluster.Shard) iter.Seq2[store.Dispatch, error] {
	return func(_ context.Context, s cluster.Shard) iter.Seq2[store.Dispatch, error] {
		src := &source{e: e, files: []string{s.Path}}
		return func(yield func(store.Dispatch, error) bool) {
			for d, err := range src.dispatches() {
				x := store.Dispatch{Dispatch: d, Name: d.ID, Source: s.Source, Language: s.Language}
				x.Licence = cmp.Or(d.Licence, s.Licence)
				if !yield(x, err) {
					return
				}
			}
		}
	}
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
