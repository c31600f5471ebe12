package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"casus"
	"casus/cluster"
	"casus/pipeline"
	"casus/queue/jetstream"
	"casus/record"
	"casus/store"
)

// queueNames are the flags of the port of the queue, by the names that a command has
// for them.
type queueNames struct{ listen, cert, key, clientCA string }

// besideNames are those of commands that listen elsewhere too.
var besideNames = queueNames{"queue-listen", "queue-cert", "queue-key", "queue-client-ca"}

// ownNames are those of commands of the queue alone.
var ownNames = queueNames{"listen", "cert", "key", "client-ca"}

// upkeep keeps a record coded over the queue: what is pending is handed out, coded and
// concluded from, whichever process took it in. Of all processes one at a time does so
// for a record and a coder; the others stand by, and one of them goes on.
type upkeep struct {
	e     *env
	in    *input
	r     *record.Recorder
	names queueNames
	// follow says that a record that another coder codes is left alone.
	follow bool
	// jobs are how many dispatches the worker of this program codes at a time.
	jobs     int
	deadline time.Duration
	// told is called with the progress, or nil.
	told func(cluster.Progress)

	mu    sync.Mutex
	stage stage
	why   string    // what it is at that stage for
	since time.Time // when it came to it
	now   *cluster.Coordinator
	last  cluster.Progress
	said  cluster.Progress // how far it was said
	first func()           // gives up the claim to go first, where there is one
}

// stage is what an upkeep is about.
type stage int

const (
	starting stage = iota
	leading        // it hands out
	standing       // another process does
	leaving        // another coder codes this record
	stopped        // it failed, and is tried again
)

func newUpkeep(e *env, in *input, r *record.Recorder, names queueNames) (*upkeep, error) {
	deadline, err := deadlineOf(in)
	return &upkeep{e: e, in: in, r: r, names: names, jobs: in.number("jobs"), deadline: deadline}, err
}

func deadlineOf(in *input) (time.Duration, error) {
	d, err := time.ParseDuration(in.str("deadline"))
	if err != nil || d <= 0 {
		return 0, misuse("--deadline: %q is no length of time; write it like 2s", in.str("deadline"))
	}
	return d, nil
}

// How long what was begun may take at the end, and how often those that stand by look.
const (
	drainTime  = 10 * time.Second
	standTime  = 500 * time.Millisecond
	againTime  = 5 * time.Second
	yieldTime  = 2 * time.Second
	standstill = time.Minute
)

// to goes to a stage, and says whether it was another.
func (u *upkeep) to(s stage, why string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	fresh := u.stage != s || u.why != why
	if fresh {
		u.stage, u.why, u.since, u.now = s, why, time.Now(), nil
	}
	return fresh
}

// leads says whether this process codes the record.
func (u *upkeep) leads() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.stage == leading
}

// lead makes this process the one that codes the record for its coder.
func lead(ctx context.Context, r *record.Recorder) (release func(), ok bool, err error) {
	return r.Store.Lead(ctx, "coding-"+r.Coder().Key)
}

// run keeps the record coded until the context ends. What can be mended outside is
// waited for.
func (u *upkeep) run(ctx context.Context) error {
	defer u.unclaim()
	for ctx.Err() == nil {
		wait, err := u.turn(ctx)
		if err != nil && ctx.Err() == nil {
			if errors.Is(err, casus.ErrInvalid) || !u.follow && !errors.Is(err, casus.ErrUnavailable) {
				return err
			}
			wait = againTime
			if u.to(stopped, plainly(err)) {
				hint := ""
				if u.follow {
					hint = " (--no-coding only shows the record)"
				}
				u.e.say("coding: %s; trying again%s", plainly(err), hint)
			}
		}
		if pause(ctx, wait) != nil {
			break
		}
	}
	return nil
}

// turn codes if it is this process's turn, and says how long to wait if it is not.
func (u *upkeep) turn(ctx context.Context) (time.Duration, error) {
	if u.follow {
		coders, err := u.r.Store.Coders(ctx)
		if err != nil {
			return 0, err
		}
		if len(coders) > 0 && coders[0].Key != u.r.Coder().Key {
			if u.to(leaving, coders[0].Key) {
				u.e.say("the record was coded by coder %s, and this program is %s: what comes in is not coded here; casus recode codes all of it again", coders[0].Key, u.r.Coder().Key)
			}
			return standTime, nil
		}
	}
	if err := u.claim(ctx); err != nil {
		return 0, err
	}
	release, ok, err := lead(ctx, u.r)
	if err != nil {
		return 0, err
	}
	if ok {
		defer release()
		if ok, err = u.mayLead(ctx); err != nil {
			return 0, err
		}
	}
	if !ok {
		if u.to(standing, "") {
			u.e.say("another process codes this record; this one goes on when it ends")
		}
		return standTime, nil
	}
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	go u.yield(ctx, end)
	if err = u.coordinate(ctx, &cluster.Coordinator{Told: u.told}); errors.Is(err, errYield) {
		return yieldTime, nil
	}
	return 0, err
}

// once codes what is pending, or waits until another process has done it.
func (u *upkeep) once(ctx context.Context, co *cluster.Coordinator) error {
	defer u.unclaim()
	if err := u.claim(ctx); err != nil {
		return err
	}
	release, coded, err := awaitLead(ctx, u.e, u.r)
	if err != nil {
		return err
	}
	if coded {
		return u.r.Conclude(ctx)
	}
	defer release()
	co.Once = true
	return u.coordinate(ctx, co)
}

// awaitLead waits until this process may code the record, or another has coded all of
// it. One that does not get on is not waited for: then both code, and the record takes
// each answer once.
func awaitLead(ctx context.Context, e *env, r *record.Recorder) (release func(), coded bool, err error) {
	first, since := int64(0), time.Now()
	for said := false; ; said = true {
		release, ok, err := lead(ctx, r)
		if err != nil || ok {
			return release, false, err
		}
		page, err := r.Store.Pending(ctx, r.Coder().Key, 0, 1)
		if err != nil || len(page) == 0 {
			return nil, true, err
		}
		if page[0].Seq != first {
			first, since = page[0].Seq, time.Now()
		}
		if time.Since(since) > standstill {
			e.say("the process that codes this record does not get on; coding here too")
			return func() {}, false, nil
		}
		if !said {
			e.say("another process codes this record; waiting until it has coded what is pending")
		}
		if err := pause(ctx, standTime/5); err != nil {
			return nil, false, err
		}
	}
}

// coordinate opens the queue and runs a coordinator, with a worker in this program
// unless the flags say otherwise. When the context ends, what was begun is answered and
// written.
func (u *upkeep) coordinate(ctx context.Context, co *cluster.Coordinator) error {
	q, stop, err := openQueue(ctx, u.e, u.in, u.names)
	if err != nil {
		return err
	}
	defer stop()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	co.Recorder, co.Queue, co.Drain = u.r, q, drainTime
	if co.Trouble == nil {
		co.Trouble = func(err error) { u.e.warn(plainly(err)) }
	}
	told := co.Told
	co.Told = func(p cluster.Progress) {
		u.mu.Lock()
		u.last = p
		u.mu.Unlock()
		if told != nil {
			told(p)
		}
	}
	u.mu.Lock()
	u.stage, u.why, u.since, u.now, u.last, u.said = leading, "", time.Now(), co, cluster.Progress{}, cluster.Progress{}
	u.mu.Unlock()
	if u.in.on("coordinate") {
		return co.Run(ctx)
	}
	w := newWorker(u.e, u.r.Pipeline, q)
	w.Jobs, w.Deadline, w.Name = u.jobs, u.deadline, workerName()
	working, rest := context.WithCancel(ctx)
	defer rest()
	idle := make(chan struct{})
	co.Idle = idle
	go func() {
		defer close(idle)
		if err := w.Run(working); err != nil && working.Err() == nil {
			end(err)
		}
	}()
	err = co.Run(ctx)
	rest()
	select {
	case <-idle:
	case <-time.After(time.Second): // what hangs is coded by the next who goes on
	}
	if cause := context.Cause(ctx); err == nil && cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	return err
}

// report says what was coded, and calls concluded whenever something was concluded, by
// whatever process, and each minute; until the context ends.
func (u *upkeep) report(ctx context.Context, concluded func(context.Context) error) error {
	consumer := "occurrences/" + u.r.Coder().Key
	at, last := int64(-1), time.Now()
	for {
		now, err := u.r.Store.Cursor(ctx, consumer)
		if err == nil && (now != at && at >= 0 || time.Since(last) > time.Minute) {
			last = time.Now()
			err = concluded(ctx)
		}
		if err != nil && !errors.Is(err, casus.ErrUnavailable) && ctx.Err() == nil {
			return err
		}
		at = now
		u.sayCoded(false)
		if pause(ctx, standTime/2) != nil {
			return nil
		}
	}
}

// sayCoded says what was coded since it was said last, once nothing is handed out any
// more, or at the end.
func (u *upkeep) sayCoded(end bool) {
	u.mu.Lock()
	coded, failed := u.last.Coded-u.said.Coded, u.last.Failed-u.said.Failed
	quiet := coded+failed == 0 || u.last.Out > 0 && !end
	if !quiet {
		u.said = u.last
	}
	u.mu.Unlock()
	if !quiet {
		u.e.say("%d dispatches coded, %d failed", coded, failed)
	}
}

// workerName tells this program's worker from others.
func workerName() string {
	host, _ := os.Hostname() // without one the process tells
	return fmt.Sprintf("%s/%d", host, os.Getpid())
}

// newWorker is a worker of this program.
func newWorker(e *env, p *pipeline.Pipeline, q *jetstream.Queue) *cluster.Worker {
	v := p.Versions()
	return &cluster.Worker{Queue: q, Read: p.Read, Coder: store.NewCoder(v.Casus, v.Model, v.Lexicon, v.Ontology).Key, Open: openShard(e), Trouble: func(err error) { e.warn(plainly(err)) }}
}

// queueAccess is what this program shows to the queue's servers, and whom it trusts. The
// token comes from the environment or a file: other users of the machine can list the
// arguments of a program.
func queueAccess(in *input, names queueNames) (jetstream.Access, error) {
	a := jetstream.Access{Token: os.Getenv("CASUS_QUEUE_TOKEN"), Creds: in.str("creds"), NKey: in.str("nkey"), CA: in.str("ca"), Cert: in.str(names.cert), Key: in.str(names.key)}
	if file := in.str("token-file"); file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return a, fmt.Errorf("the queue's token: %w", err)
		}
		if a.Token = strings.TrimSpace(string(b)); a.Token == "" {
			return a, fmt.Errorf("the queue's token: there is nothing in %s: %w", file, casus.ErrInvalid)
		}
	}
	return a, nil
}

// temporaryDir is a folder for a queue that need not last. A container may have none for
// temporary files; then it stands beside the record.
func temporaryDir(record string) (string, error) {
	dir, err := os.MkdirTemp("", "casus-queue")
	if err != nil && !strings.Contains(record, "://") {
		dir, err = os.MkdirTemp(filepath.Dir(record), "casus-queue")
	}
	if err != nil {
		return "", fmt.Errorf("a place for the queue: %w; name one with --queue", err)
	}
	return dir, nil
}

// openQueue opens the queue: on servers outside, or on one within this program. One that
// nobody outside can reach and that no folder was named for is kept in memory, since
// what it holds stands in the record.
func openQueue(ctx context.Context, e *env, in *input, names queueNames) (*jetstream.Queue, func(), error) {
	a, err := queueAccess(in, names)
	if err != nil {
		return nil, nil, err
	}
	if urls := in.str("nats"); urls != "" {
		list := strings.Split(urls, ",")
		q, err := jetstream.Connect(ctx, jetstream.Options{URLs: list, Access: a, Replicas: min(3, len(list))})
		if err != nil {
			return nil, nil, err
		}
		return q, func() { q.Close() }, nil
	}
	dir, listen := in.str("queue"), in.str(names.listen)
	memory := dir == "" && listen == ""
	if dir == "" {
		dir = in.str("store") + ".queue"
	}
	temporary := memory || strings.Contains(dir, "://")
	if temporary {
		var err error
		if dir, err = temporaryDir(in.str("store")); err != nil {
			return nil, nil, err
		}
	}
	remove := func() {
		if temporary {
			_ = os.RemoveAll(dir) // the record is the truth
		}
	}
	srv, err := jetstream.StartServer(jetstream.ServerOptions{Dir: dir, Listen: listen, Token: a.Token, Cert: a.Cert, Key: a.Key, ClientCA: in.str(names.clientCA)})
	if err != nil {
		remove()
		return nil, nil, err
	}
	if listen != "" {
		e.say("workers connect to %s", srv.Address())
	}
	q, err := jetstream.Connect(ctx, jetstream.Options{Server: srv, Access: jetstream.Access{Token: a.Token}, Memory: memory})
	if err != nil {
		srv.Stop()
		remove()
		return nil, nil, err
	}
	return q, func() {
		q.Close()
		srv.Stop()
		remove()
	}, nil
}
