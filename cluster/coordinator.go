package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
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
	// Poll is how often the record is asked for what came in since, 20 ms if 0; every
	// minute it is asked for all that is pending.
	Poll time.Duration
	// Lost is after how long a dispatch that nobody answered is handed out again though
	// the queue may still hold it, 2 minutes if 0.
	Lost time.Duration
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
	mu       sync.Mutex
	given    map[string]time.Time // dispatches handed out and not answered
	answered map[string]bool      // dispatches answered since the record was last asked
	writing  map[string]bool      // dispatches that are being written with their codings
	shards   map[string]*handed   // shards handed out and not ended
	progress Progress
	workers  tallies
	// shardsGiven is when the shards were last handed out.
	shardsGiven time.Time
	listed      bool             // all shards have been handed out
	read, found int64            // bytes of shards: of those that ended, of all
	behind      bool             // something is pending behind what was handed out last
	alone       []store.Dispatch // what is too large for the queue
}

// Run works until the context ends, or with Once until nothing is left.
func (c *Coordinator) Run(ctx context.Context) error {
	c.Window, c.Poll, c.Lost = cmp.Or(c.Window, 2000), cmp.Or(c.Poll, 20*time.Millisecond), cmp.Or(c.Lost, 2*time.Minute)
	c.drained = make(chan struct{})
	c.draining.Store(false)
	c.Patience = cmp.Or(c.Patience, 10*time.Minute)
	c.mu.Lock()
	c.given, c.shards, c.answered, c.workers, c.progress = map[string]time.Time{}, map[string]*handed{}, map[string]bool{}, tallies{}, Progress{}
	c.listed = c.Shards == nil
	c.mu.Unlock()
	v := c.Recorder.Coder()
	c.coder = v.Key
	if err := c.steadily(ctx, func(ctx context.Context) (bool, error) { return true, c.Recorder.Store.UseCoder(ctx, v) }); err != nil {
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

// handing is how far the handing out has come.
type handing struct {
	*Coordinator
	// after is the last dispatch of the record that was handed out.
	after           int64
	scanned, looked time.Time
}

// hand hands out what is to be done, and again what the queue has forgotten.
func (c *Coordinator) hand(ctx context.Context) error {
	h := &handing{Coordinator: c, scanned: time.Now()}
	return c.steadily(ctx, h.step)
}

// step hands out what came in lately, which is behind the last that was handed out; from
// the beginning the record is read only where something is known to be left there.
func (h *handing) step(ctx context.Context) (last bool, err error) {
	page := []store.Dispatch{}
	if room := h.Window - h.out(); room > 0 {
		h.mu.Lock()
		h.answered = map[string]bool{}
		h.mu.Unlock()
		if page, err = h.Recorder.Store.Pending(ctx, h.coder, h.after, min(room, 500)); err != nil {
			return false, err
		}
	}
	for i := range page {
		if err := h.give(ctx, &page[i]); err != nil {
			return false, err
		}
		h.after = page[i].Seq
	}
	if len(page) > 0 {
		return false, nil
	}
	if time.Since(h.looked) > lookEvery {
		// Also where as much is out as may be: all of it may be lost.
		h.looked = time.Now()
		left, err := h.look(ctx)
		if err != nil || h.Once && !left {
			return true, err
		}
	}
	if h.takeBehind() || time.Since(h.scanned) > time.Minute {
		h.after, h.scanned = 0, time.Now()
	}
	select {
	case <-time.After(h.Poll):
	case <-ctx.Done():
	}
	return false, nil
}

// lookEvery is how often the queue is asked whether it has lost something.
const lookEvery = 100 * time.Millisecond

// takeBehind says whether something is pending behind what was handed out last: it
// failed, or the queue lost it.
func (c *Coordinator) takeBehind() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	behind := c.behind
	c.behind = false
	return behind
}

func (c *Coordinator) out() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.given)
}

// give hands out a dispatch that is not out; what is too large for the queue is kept.
func (c *Coordinator) give(ctx context.Context, d *store.Dispatch) error {
	c.mu.Lock()
	_, out := c.given[d.ID]
	out = out || c.answered[d.ID] || c.writing[d.ID] // while the record was asked
	if !out {
		c.given[d.ID] = time.Now()
	}
	c.mu.Unlock()
	if out {
		return nil
	}
	body, err := json.Marshal(work{ID: d.ID, Dispatch: &d.Dispatch})
	if err != nil {
		return err
	}
	err = c.Queue.Give(ctx, c.coder, queue.Live, body)
	if errors.Is(err, queue.ErrTooLarge) {
		c.mu.Lock()
		c.alone = append(c.alone, *d)
		c.mu.Unlock()
		return nil
	}
	if err != nil {
		c.mu.Lock()
		delete(c.given, d.ID)
		c.mu.Unlock()
	}
	return err
}

// look asks whether anything is left, and hands out again what the queue no longer
// holds though nobody answered.
func (c *Coordinator) look(ctx context.Context) (left bool, err error) {
	if err := c.codeAlone(ctx); err != nil {
		return true, err
	}
	c.mu.Lock()
	out, shards, listed := len(c.given), len(c.shards), c.listed
	before := maps.Clone(c.given)
	c.mu.Unlock()
	if out+shards == 0 {
		if !c.Once || !listed {
			return true, nil
		}
		page, err := c.Recorder.Store.Pending(ctx, c.coder, 0, 1)
		c.mu.Lock()
		c.behind = c.behind || len(page) > 0
		c.mu.Unlock()
		return len(page) > 0, err
	}
	n, err := c.Queue.Left(ctx, c.coder)
	if err != nil {
		return true, err
	}
	// An answer may have been written while the queue was asked, and the queue counts
	// what it was just given a little later.
	patience := settled
	if n.All() > 0 {
		patience = c.Lost
	}
	c.mu.Lock()
	lost := 0
	for id, at := range before {
		if now, still := c.given[id]; still && now.Equal(at) && time.Since(at) > patience {
			delete(c.given, id)
			c.behind = true
			lost++
		}
	}
	again := len(c.shards) > 0 && n.Archive+n.Answers == 0 && time.Since(c.shardsGiven) > settled
	c.mu.Unlock()
	if lost > 0 || again {
		c.trouble(fmt.Errorf("the queue holds no more of %d dispatches and %d shards that were handed out; they are handed out again", lost, shards))
	}
	if again {
		err = c.giveShards(ctx)
	}
	return true, err
}

// settled is after how long a queue is sure to count what it was given.
const settled = 2 * time.Second

func (c *Coordinator) trouble(err error) {
	if c.Trouble != nil {
		c.Trouble(err)
	}
}

// codeAlone codes here what the queue does not carry.
func (c *Coordinator) codeAlone(ctx context.Context) error {
	c.mu.Lock()
	list := c.alone
	c.alone = nil
	c.mu.Unlock()
	for i := range list {
		w := &Worker{Read: c.Recorder.Pipeline.Read, Coder: c.coder, Deadline: 10 * time.Minute}
		coding := w.code(ctx, list[i].ID, list[i].Dispatch)
		if ctx.Err() != nil {
			return nil
		}
		if err := c.write(ctx, []answer{{Worker: "coordinator", Codings: []store.Coding{coding}}}); err != nil {
			return err
		}
	}
	return nil
}

// sink writes what the workers answer, and what follows from it, in one transaction for
// each batch of answers. When there is nothing to write it sees to what follows from
// what nobody coded: stories of dispatches in other languages, and corrections.
func (c *Coordinator) sink(ctx context.Context) error {
	defer close(c.drained)
	var concluded time.Time
	return c.steadily(ctx, func(ctx context.Context) (bool, error) {
		list, err := c.answers(ctx)
		if err != nil {
			return false, err
		}
		if len(list) > 0 {
			return false, c.take(ctx, list)
		}
		if c.draining.Load() {
			return true, nil
		}
		if c.out() > 0 || time.Since(concluded) < time.Second {
			return false, nil // answers are on their way
		}
		concluded = time.Now()
		if err := c.Recorder.Conclude(ctx); !errors.Is(err, casus.ErrConflict) {
			return false, err
		}
		return false, nil
	})
}

// answersAtOnce is how many answers are written in one transaction: the more there are,
// the less each costs. So where much is out, answers are gathered for a while; one that
// comes alone waits for none.
const (
	answersAtOnce = 1000
	muchOut       = 200
	gather        = 100 * time.Millisecond
	gathers       = 4
)

// answers waits for answers. What an error keeps from being gathered comes with the next.
func (c *Coordinator) answers(ctx context.Context) ([]queue.Message, error) {
	list, err := c.Queue.Answers(ctx, c.coder, answersAtOnce, 200*time.Millisecond)
	for range gathers {
		if err != nil || len(list) == 0 || len(list) >= answersAtOnce || c.out() < len(list)+muchOut {
			break
		}
		select {
		case <-time.After(gather):
		case <-ctx.Done():
			return list, nil
		}
		more, err := c.Queue.Answers(ctx, c.coder, answersAtOnce-len(list), 0)
		list = append(list, more...)
		if err != nil {
			break
		}
	}
	return list, err
}

// take writes a batch of answers and takes them off the queue. What could not be written
// stays at hand, so that it is written when the record can be reached again.
func (c *Coordinator) take(ctx context.Context, list []queue.Message) error {
	var answers []answer
	for _, m := range list {
		a, err := decode[answer](m.Body())
		if err != nil {
			c.trouble(fmt.Errorf("an answer that cannot be read is passed over; its dispatch is handed out again: %w", err))
			continue
		}
		answers = append(answers, a)
	}
	if err := c.steadily(ctx, func(ctx context.Context) (bool, error) { return true, c.write(ctx, answers) }); err != nil || ctx.Err() != nil {
		return err
	}
	for _, m := range list {
		if err := m.Done(ctx); err != nil {
			c.trouble(err) // it comes again, and the record takes it once
		}
	}
	return nil
}

// write writes answers: dispatches first, then codings, then which shards ended.
func (c *Coordinator) write(ctx context.Context, answers []answer) error {
	defer c.begin(answers)()
	var dispatches []store.Dispatch
	var codings []store.Coding
	for i := range answers {
		a := &answers[i]
		for _, d := range a.Dispatches {
			d.Received = c.Recorder.Now().UTC()
			dispatches = append(dispatches, d)
		}
		for _, x := range a.Codings {
			if x.Coder != c.coder {
				c.trouble(fmt.Errorf("worker %s answers for coder %s; this is %s: %w", a.Worker, x.Coder, c.coder, casus.ErrConflict))
				continue
			}
			if x.Error == tooLarge {
				if d, err := c.Recorder.Store.Dispatch(ctx, x.Dispatch); err == nil {
					c.mu.Lock()
					c.alone = append(c.alone, d)
					c.mu.Unlock()
				}
				continue
			}
			codings = append(codings, x)
		}
	}
	if len(dispatches) > 0 {
		if _, err := c.Recorder.Store.Put(ctx, dispatches); err != nil {
			return err
		}
	}
	if err := c.Recorder.Record(ctx, codings); err != nil {
		return err
	}
	for i := range answers {
		if err := c.endShard(ctx, &answers[i]); err != nil {
			return err
		}
	}
	c.count(answers)
	return nil
}

// endShard notes that a shard was read to its end, or that it failed.
func (c *Coordinator) endShard(ctx context.Context, a *answer) error {
	c.mu.Lock()
	s, open := c.shards[a.Ended]
	c.mu.Unlock()
	if !open {
		return nil
	}
	if a.Failure == "" {
		err := c.Recorder.Store.Apply(ctx, store.Conclusions{Consumer: c.shardCursor(a.Ended), From: 0, To: 1})
		if err != nil && !errors.Is(err, casus.ErrConflict) { // else it was noted before
			return err
		}
	} else {
		c.trouble(fmt.Errorf("the shard %s was not read: %s", s.shard, a.Failure))
	}
	for _, note := range a.Notes {
		c.trouble(errors.New(note))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.shards, a.Ended)
	c.read += s.shard.Part.Size
	c.progress.Unreadable += a.Bad
	if a.Failure == "" {
		c.progress.Shards++
	} else {
		c.progress.BadShards++
	}
	return nil
}
