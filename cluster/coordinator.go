package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"casus"
	"casus/queue"
	"casus/record"
	"casus/store"
)

// Coordinator hands out what a record holds uncoded and writes what the workers answer.
type Coordinator struct {
	Recorder *record.Recorder
	Queue    queue.Queue
	// Shards are parts of archives that are not in the record yet, or nil. They are
	// asked for while the work goes on.
	Shards iter.Seq2[Shard, error]
	// Window is how many dispatches are handed out at a time, 2000 if 0.
	Window int
	// Poll is how often the record is asked for what came in since though it did not say
	// that anything was written, 100 ms if 0; every minute it is asked for all that is
	// pending.
	Poll time.Duration
	// Lost is after how long a dispatch that nobody answered is handed out again though
	// the queue may still hold it, 2 minutes if 0.
	Lost time.Duration
	// Still is after how long without an answer the queue is asked whether it stands
	// still, 30 s if 0.
	Still time.Duration
	// Patience is how long a record or a queue that cannot be reached is waited for, 10
	// minutes if 0.
	Patience time.Duration
	// Once ends the work when nothing is left to do.
	Once bool
	// Drain is how long, once the context has ended, the answers to what was begun are
	// waited for and written; Idle, where it is given, is closed when no more will come
	// from the workers of this program.
	Drain time.Duration
	Idle  <-chan struct{}
	// Told is called with the progress, or nil; Trouble with what is gone on from.
	Told    func(Progress)
	Trouble func(error)

	// draining says that the sink may end where it finds no answer; drained that it did.
	draining atomic.Bool
	drained  chan struct{}
	coder    string
	address  queue.Address // of the record, on the queue
	mu       sync.Mutex
	given    map[string]time.Time // dispatches handed out and not answered
	answered map[string]bool      // dispatches answered since the record was last asked
	writing  map[string]bool      // dispatches that are being written with their codings
	shards   map[string]*handed   // shards handed out and not ended
	progress Progress
	workers  tallies
	// taking is how many answers are being written.
	taking atomic.Int64
	// moved is when something was answered last, or handed out while nothing was out.
	moved time.Time
	// shardsGiven is when the shards were last handed out.
	shardsGiven time.Time
	listed      bool             // all shards have been handed out
	read, found int64            // bytes of shards: of those that ended, of all
	behind      bool             // something is pending behind what was handed out last
	alone       []store.Dispatch // what is too large for the queue
}

// Run works until the context ends, or with Once until nothing is left.
func (c *Coordinator) Run(ctx context.Context) error {
	c.Window, c.Poll, c.Lost = cmp.Or(c.Window, 2000), cmp.Or(c.Poll, 100*time.Millisecond), cmp.Or(c.Lost, 2*time.Minute)
	c.drained = make(chan struct{})
	c.draining.Store(false)
	c.Patience, c.Still = cmp.Or(c.Patience, 10*time.Minute), cmp.Or(c.Still, 30*time.Second)
	c.mu.Lock()
	c.given, c.shards, c.answered, c.workers, c.progress = map[string]time.Time{}, map[string]*handed{}, map[string]bool{}, tallies{}, Progress{}
	c.listed, c.moved = c.Shards == nil, time.Now()
	c.mu.Unlock()
	v := c.Recorder.Coder()
	c.coder = v.Key
	if err := c.steadily(ctx, func(ctx context.Context) (bool, error) { return true, c.introduce(ctx, v) }); err != nil || ctx.Err() != nil {
		return err
	}
	whole := ctx
	ctx, stop := context.WithCancelCause(context.WithoutCancel(whole))
	defer stop(nil)
	handing, leave := context.WithCancel(ctx)
	defer leave()
	defer context.AfterFunc(whole, func() {
		leave() // nothing more is handed out, what was begun is written
		c.drain(ctx)
		stop(nil)
	})()
	var both sync.WaitGroup
	both.Go(func() {
		if err := c.hand(handing); err != nil {
			stop(err)
		} else if c.Once && whole.Err() == nil {
			stop(errDone)
		}
	})
	both.Go(func() {
		if err := c.sink(ctx); err != nil {
			stop(err)
		}
	})
	both.Go(func() {
		if err := c.handShards(handing); err != nil {
			stop(err)
		}
	})
	both.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, errDone) && !errors.Is(err, context.Canceled) {
		return err
	}
	if whole.Err() != nil {
		return nil // what is not concluded is when the work goes on
	}
	return c.steadily(whole, func(ctx context.Context) (bool, error) { return true, c.Recorder.Conclude(ctx) })
}

// introduce tells the record which coder is used, and asks for its name.
func (c *Coordinator) introduce(ctx context.Context, v store.Coder) error {
	if err := c.Recorder.Store.UseCoder(ctx, v); err != nil {
		return err
	}
	name, err := c.Recorder.Store.Name(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.address = queue.Address{Coder: v.Key, Record: name}
	return err
}

// Left is how much of the record's work the queue holds.
func (c *Coordinator) Left(ctx context.Context) (queue.Left, error) {
	c.mu.Lock()
	of := c.address
	c.mu.Unlock()
	if of.Record == "" {
		return queue.Left{}, nil
	}
	return c.Queue.Left(ctx, of)
}

var errDone = errors.New("done")

// drain waits until the workers of this program are idle, and no answer is left.
func (c *Coordinator) drain(ctx context.Context) {
	if c.Drain <= 0 {
		return
	}
	limit := time.NewTimer(c.Drain)
	defer limit.Stop()
	if c.Idle != nil {
		select {
		case <-c.Idle:
		case <-limit.C:
			return
		case <-ctx.Done():
			return
		}
	}
	c.draining.Store(true)
	select {
	case <-limit.C:
	case <-ctx.Done():
	case <-c.drained:
	}
}

// steadily does steps until one says that it was the last. Where the record or the queue
// cannot be reached, they are waited for: a database that is started again, or a disk
// that is full until somebody makes room, is no reason to give up.
func (c *Coordinator) steadily(ctx context.Context, step func(context.Context) (last bool, err error)) error {
	var since time.Time
	wait := 100 * time.Millisecond
	for ctx.Err() == nil {
		last, err := step(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			if last {
				return nil
			}
			since, wait = time.Time{}, 100*time.Millisecond
			continue
		case !errors.Is(err, casus.ErrUnavailable):
			return err
		case since.IsZero():
			since = time.Now()
			c.trouble(fmt.Errorf("%w; it is tried again for %s", err, c.Patience))
		case time.Since(since) > c.Patience:
			return err
		}
		select {
		case <-time.After(wait):
			wait = min(2*wait, 5*time.Second)
		case <-ctx.Done():
		}
	}
	return nil
}

func (c *Coordinator) trouble(err error) {
	if c.Trouble != nil {
		c.Trouble(err)
	}
}
