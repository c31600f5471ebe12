package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	// Shards are parts of archives that are not in the record yet.
	Shards []Shard
	// Window is how many dispatches are handed out at a time, 2000 if 0.
	Window int
	// Poll is how often the record is asked for what came in since, 20 ms if 0; every
	// minute it is asked for all that is pending.
	Poll time.Duration
	// Lost is after how long a dispatch that nobody answered is handed out again though
	// the queue may still hold it, 2 minutes if 0.
	Lost time.Duration
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
	shards   map[string]Shard     // shards handed out and not ended
	progress Progress
	// shardsGiven is when the shards were last handed out.
	shardsGiven time.Time
	behind      bool             // something is pending behind what was handed out last
	alone       []store.Dispatch // what is too large for the queue
}

// Progress is how far the work has come.
type Progress struct {
	// Coded and Failed are dispatches; Shards those that ended, BadShards those that
	// could not be read; Unreadable are dispatches of shards that could not be read.
	Coded, Failed, Shards, BadShards, Unreadable int
	// Out is how much is handed out now.
	Out int
	// Workers is how many dispatches each worker has answered.
	Workers map[string]int
}

// Run works until the context ends, or with Once until nothing is left.
func (c *Coordinator) Run(ctx context.Context) error {
	c.Window, c.Poll, c.Lost = cmp.Or(c.Window, 2000), cmp.Or(c.Poll, 20*time.Millisecond), cmp.Or(c.Lost, 2*time.Minute)
	c.drained = make(chan struct{})
	c.draining.Store(false)
	c.given, c.shards, c.answered, c.progress.Workers = map[string]time.Time{}, map[string]Shard{}, map[string]bool{}, map[string]int{}
	v := c.Recorder.Coder()
	c.coder = v.Key
	if err := c.Recorder.Store.UseCoder(ctx, v); err != nil {
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
	both.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, errDone) && !errors.Is(err, context.Canceled) {
		return err
	}
	if whole.Err() != nil {
		return nil // what is not concluded is when the work goes on
	}
	return c.Recorder.Conclude(whole)
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

// hand hands out what is to be done, and again what the queue has forgotten.
func (c *Coordinator) hand(ctx context.Context) error {
	if err := c.handShards(ctx); err != nil {
		return err
	}
	// What came in lately is behind the last that was handed out; from the beginning
	// the record is read only where something is known to be left there.
	var looked time.Time
	for after, scanned := int64(0), time.Now(); ; {
		room := c.Window - c.out()
		page := []store.Dispatch{}
		if room > 0 {
			c.mu.Lock()
			c.answered = map[string]bool{}
			c.mu.Unlock()
			var err error
			if page, err = c.Recorder.Store.Pending(ctx, c.coder, after, min(room, 500)); err != nil {
				return ended(ctx, err)
			}
		}
		for i := range page {
			after = page[i].Seq
			if err := c.give(ctx, &page[i]); err != nil {
				return ended(ctx, err)
			}
		}
		if len(page) > 0 {
			continue
		}
		if time.Since(looked) > lookEvery {
			// Also where as much is out as may be: all of it may be lost.
			looked = time.Now()
			left, err := c.look(ctx)
			if err != nil || c.Once && !left {
				return ended(ctx, err)
			}
		}
		if c.takeBehind() || time.Since(scanned) > time.Minute {
			after, scanned = 0, time.Now()
		}
		select {
		case <-time.After(c.Poll):
		case <-ctx.Done():
			return nil
		}
	}
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

// ended is the error of a step, none where the context has ended.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
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
	out = out || c.answered[d.ID] // while the record was asked
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
	return err
}

// handShards hands out the shards that the record has not seen to their end.
func (c *Coordinator) handShards(ctx context.Context) error {
	for _, s := range c.Shards {
		at, err := c.Recorder.Store.Cursor(ctx, c.shardCursor(s.Hash))
		if err != nil {
			return ended(ctx, err)
		}
		if at > 0 {
			continue
		}
		c.mu.Lock()
		c.shards[s.Hash] = s
		c.mu.Unlock()
	}
	return c.giveShards(ctx)
}

func (c *Coordinator) giveShards(ctx context.Context) error {
	c.mu.Lock()
	list := maps.Clone(c.shards)
	c.shardsGiven = time.Now()
	c.mu.Unlock()
	for _, s := range c.Shards {
		if _, open := list[s.Hash]; !open {
			continue
		}
		body, err := json.Marshal(work{Shard: &s})
		if err != nil {
			return err
		}
		if err := c.Queue.Give(ctx, c.coder, queue.Archive, body); err != nil {
			return ended(ctx, err)
		}
	}
	return nil
}

func (c *Coordinator) shardCursor(hash string) string { return "shard/" + hash + "@" + c.coder }

// look asks whether anything is left, and hands out again what the queue no longer
// holds though nobody answered.
func (c *Coordinator) look(ctx context.Context) (left bool, err error) {
	if err := c.codeAlone(ctx); err != nil {
		return true, err
	}
	c.mu.Lock()
	out, shards := len(c.given), len(c.shards)
	before := maps.Clone(c.given)
	c.mu.Unlock()
	if out+shards == 0 {
		if !c.Once {
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
	again := len(c.shards) > 0 && n.All() == 0 && time.Since(c.shardsGiven) > settled
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

// concludeEvery is after how many answers the record is concluded from while work goes
// on.
const concludeEvery = 2000

// sink writes what the workers answer, and concludes from it.
func (c *Coordinator) sink(ctx context.Context) error {
	defer close(c.drained)
	fresh := 0
	for ctx.Err() == nil {
		list, err := c.Queue.Answers(ctx, c.coder, 400, 200*time.Millisecond)
		if err != nil {
			return ended(ctx, err)
		}
		if len(list) == 0 || fresh >= concludeEvery {
			if fresh > 0 {
				if err := c.Recorder.Conclude(ctx); err != nil && !errors.Is(err, casus.ErrConflict) {
					return ended(ctx, err)
				}
				fresh = 0
			}
			if len(list) == 0 && c.draining.Load() {
				return nil
			}
			if len(list) == 0 {
				continue
			}
		}
		var answers []answer
		for _, m := range list {
			a, err := decode[answer](m.Body())
			if err != nil {
				c.trouble(fmt.Errorf("an answer that cannot be read is passed over; its dispatch is handed out again: %w", err))
				continue
			}
			answers = append(answers, a)
			fresh += max(1, len(a.Codings))
		}
		if err := c.write(ctx, answers); err != nil {
			return ended(ctx, err)
		}
		for _, m := range list {
			if err := m.Done(ctx); err != nil {
				c.trouble(err) // it comes again, and the record takes it once
			}
		}
	}
	return nil
}

// write writes answers: dispatches first, then codings, then which shards ended.
func (c *Coordinator) write(ctx context.Context, answers []answer) error {
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
	if err := c.Recorder.Store.Record(ctx, codings); err != nil {
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

// endShard notes that a shard was read to its end.
func (c *Coordinator) endShard(ctx context.Context, a *answer) error {
	if a.Ended == "" {
		return nil
	}
	c.mu.Lock()
	s, open := c.shards[a.Ended]
	delete(c.shards, a.Ended)
	c.mu.Unlock()
	if !open {
		return nil
	}
	if a.Failure != "" {
		c.trouble(fmt.Errorf("the shard %s could not be read by %s: %s", s.Path, a.Worker, a.Failure))
		c.mu.Lock()
		c.progress.BadShards++
		c.mu.Unlock()
		return nil
	}
	err := c.Recorder.Store.Apply(ctx, store.Conclusions{Consumer: c.shardCursor(a.Ended), From: 0, To: 1})
	if errors.Is(err, casus.ErrConflict) {
		return nil // noted before
	}
	return err
}

func (c *Coordinator) count(answers []answer) {
	c.mu.Lock()
	p := &c.progress
	for i := range answers {
		a := &answers[i]
		p.Workers[a.Worker] += len(a.Codings)
		p.Unreadable += a.Bad
		if a.Ended != "" && a.Failure == "" {
			p.Shards++
		}
		for j := range a.Codings {
			delete(c.given, a.Codings[j].Dispatch)
			c.answered[a.Codings[j].Dispatch] = true
			if a.Codings[j].Error == "" {
				p.Coded++
			} else {
				c.behind = true // until it has failed for good
				p.Failed++
			}
		}
	}
	told := *p
	told.Out, told.Workers = len(c.given), maps.Clone(p.Workers)
	c.mu.Unlock()
	if c.Told != nil {
		c.Told(told)
	}
}
