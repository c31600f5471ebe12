package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"casus"
	"casus/ingest"
	"casus/queue"
	"casus/record"
	"casus/store"
)

// Worker codes what a queue hands it.
type Worker struct {
	Queue queue.Queue
	// Read codes a dispatch (pipeline.Pipeline.Read); Coder is the key of what it codes
	// with: a worker takes only work for its own version.
	Read  func(context.Context, casus.Dispatch) (*casus.Document, error)
	Coder string
	// Open reads the dispatches of a shard, in the same order each time, and tells how
	// many bytes it has read; a worker without it takes no shards.
	Open func(ctx context.Context, s Shard, read func(bytes int)) iter.Seq2[store.Dispatch, error]
	// Name tells workers apart; the host and process if not given.
	Name string
	// Jobs is how many dispatches are coded at a time, one for each core if 0.
	Jobs int
	// Deadline is how long the coding of one dispatch may run, 2 s if 0; there is a
	// second more for each 2,000 words.
	Deadline time.Duration
	// Patience is how long it takes no shards after it could not read two in a row, 15 s
	// if 0; it doubles with each further one.
	Patience time.Duration
	// Told is called with how many dispatches are done, or nil; Trouble with what is
	// gone on from.
	Told    func(done int)
	Trouble func(error)

	// running counts the codings under way, which share what this program computes.
	running atomic.Int64
	// slots are held while a dispatch is coded; whoever wants one for a shard waits in
	// line for it, so that live work has one before it at most. Who takes all of them
	// holds alone.
	slots, line chan struct{}
	alone       sync.Mutex

	mu    sync.Mutex
	done  int
	open  shards // that are being read
	check func(path string, p ingest.Part) error
	tell  time.Duration // how often the queue is told that work goes on
}

// maxTries is how many workers may be lost over a piece of work before whoever gets it
// next says that it failed.
const maxTries = 3

// answerBody is up to how many bytes a batch of answers grows.
const answerBody = 512 << 10

// Run works until the context ends. What it has begun it finishes, a shard up to where
// it is; the rest it hands back at once.
func (w *Worker) Run(ctx context.Context) error {
	w.Jobs, w.Deadline, w.Patience, w.tell = cmp.Or(w.Jobs, runtime.GOMAXPROCS(0)), cmp.Or(w.Deadline, 2*time.Second), cmp.Or(w.Patience, 15*time.Second), cmp.Or(w.tell, 5*time.Second)
	if w.Name == "" {
		host, _ := os.Hostname()
		w.Name = fmt.Sprintf("%s/%d", host, os.Getpid())
	}
	if w.check == nil {
		w.check = ingest.CheckPart
	}
	w.slots, w.line, w.open.changed = make(chan struct{}, w.Jobs), make(chan struct{}, 1), make(chan struct{}, 1)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var both sync.WaitGroup
	for _, loop := range []func(context.Context) error{w.live, w.archive} {
		both.Go(func() {
			if err := loop(ctx); err != nil {
				stop(err)
			}
		})
	}
	both.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// live takes dispatches and hands them to the goroutines that code them.
func (w *Worker) live(ctx context.Context) error {
	taken := make(chan queue.Message)
	errs := make(chan error, w.Jobs)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer close(taken)
	for range w.Jobs {
		workers.Go(func() {
			for m := range taken {
				if err := w.dispatch(ctx, m); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	for ctx.Err() == nil {
		list, err := w.get(ctx, queue.Live, 4*w.Jobs)
		for i, m := range list {
			select {
			case taken <- m:
			case err := <-errs:
				return err
			case <-ctx.Done():
				w.back(list[i:])
				return nil
			}
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// back hands work back that was not begun. Where that fails, it comes to another worker
// after a while.
func (w *Worker) back(list []queue.Message) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, m := range list {
		if err := m.Back(ctx); err != nil {
			w.trouble(err)
			return
		}
	}
}

func (w *Worker) trouble(err error) {
	if w.Trouble != nil {
		w.Trouble(err)
	}
}

// get takes work. A queue that does not answer is asked again: a worker outlives its
// servers.
func (w *Worker) get(ctx context.Context, kind queue.Kind, n int) ([]queue.Message, error) {
	list, err := w.Queue.Take(ctx, w.Coder, kind, n, 2*time.Second)
	if errors.Is(err, casus.ErrUnavailable) && ctx.Err() == nil {
		w.trouble(fmt.Errorf("no work can be had, and is asked for again: %w", err))
		err = nil
	}
	return list, err
}

// insist hands something to the queue, again and again while it does not answer. A
// worker that has been asked to stop tries it once more and no longer.
func (w *Worker) insist(ctx context.Context, step func(context.Context) error) error {
	for {
		stopping := ctx.Err() != nil
		err := step(context.WithoutCancel(ctx))
		if stopping || !errors.Is(err, casus.ErrUnavailable) {
			return err
		}
		w.trouble(fmt.Errorf("the queue does not take an answer; it is tried again: %w", err))
	}
}

// dispatch codes one that came by itself.
func (w *Worker) dispatch(ctx context.Context, m queue.Message) error {
	defer w.keepTelling(m)()
	x, err := decode[work](m.Body())
	if err != nil || x.Dispatch == nil {
		// Nobody can read it; the record will hand the dispatch out again.
		return m.Done(ctx)
	}
	// What was begun is finished though the worker is asked to stop.
	whole := context.WithoutCancel(ctx)
	var c store.Coding
	if m.Tries() > 1 {
		if c, err = w.suspect(whole, m, &x); err != nil {
			return err
		}
	} else {
		w.slots <- struct{}{}
		c = w.code(whole, x.ID, *x.Dispatch)
		w.freeSlot()
	}
	err = w.answer(ctx, &answer{to: m.Record(), Worker: w.Name, Codings: []store.Coding{c}})
	w.count(1)
	if err != nil {
		return err
	}
	return m.Done(ctx)
}

// suspect codes a dispatch that some worker had when it was lost, with nothing beside it:
// if it is what takes workers with it, it is found out, and what was only at hand with
// it is not blamed.
func (w *Worker) suspect(ctx context.Context, m queue.Message, x *work) (store.Coding, error) {
	w.alone.Lock()
	defer w.alone.Unlock()
	for range w.Jobs {
		w.slots <- struct{}{}
		defer w.freeSlot()
	}
	n := 0
	err := w.insist(ctx, func(ctx context.Context) (err error) {
		n, err = m.Begin(ctx)
		return err
	})
	if err != nil || n <= maxTries {
		return w.code(ctx, x.ID, *x.Dispatch), err
	}
	return failed(x.ID, w.Coder, fmt.Sprintf("%d workers were lost while they coded it, and nothing beside it", maxTries), true), nil
}

func (w *Worker) freeSlot() {
	<-w.slots
	w.open.signal()
}

func (w *Worker) count(n int) {
	w.mu.Lock()
	w.done += n
	done := w.done
	w.mu.Unlock()
	if w.Told != nil {
		w.Told(done)
	}
}

// keepTelling tells the queue now and then that work goes on.
func (w *Worker) keepTelling(m queue.Message) (stop func()) {
	end := make(chan struct{})
	go func() {
		for t := time.NewTicker(w.tell); ; {
			select {
			case <-t.C:
				_ = m.Working() // if it is not heard, another worker does the same
			case <-end:
				t.Stop()
				return
			}
		}
	}()
	return sync.OnceFunc(func() { close(end) })
}

// code codes a dispatch, or says why it could not be coded. What runs past its deadline
// is left behind.
func (w *Worker) code(ctx context.Context, id string, d casus.Dispatch) store.Coding {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	allowed := w.deadlineOf(&d)
	done := make(chan store.Coding, 1)
	w.running.Add(1)
	go func() {
		defer w.running.Add(-1)
		defer func() {
			if p := recover(); p != nil {
				done <- failed(id, w.Coder, fmt.Sprintf("the coder stopped: %v", p), false)
			}
		}()
		doc, err := w.Read(ctx, d)
		if err != nil {
			done <- failed(id, w.Coder, err.Error(), false)
			return
		}
		c, err := record.Coding(doc, w.Coder)
		if err != nil {
			c = failed(id, w.Coder, err.Error(), false)
		}
		c.Dispatch = id
		for i := range c.Events {
			c.Events[i].Dispatch = id
		}
		done <- c
	}()
	select {
	case c := <-done:
		return c
	case <-w.late(ctx, allowed):
		return failed(id, w.Coder, lateReason(allowed), true)
	case <-ctx.Done():
		return failed(id, w.Coder, ctx.Err().Error(), false)
	}
}

// failed is a coding that failed; for good, or to be tried again.
func failed(id, coder, why string, forGood bool) store.Coding {
	c := store.Coding{Dispatch: id, Coder: coder, Error: why}
	if forGood {
		c.Tries = store.MaxTries
	}
	return c
}

// address is that of a record, for this worker's coder.
func (w *Worker) address(record string) queue.Address {
	return queue.Address{Coder: w.Coder, Record: record}
}

// answer hands an answer over; findings that are larger than the queue carries fail,
// and the coordinator codes such a dispatch itself.
func (w *Worker) answer(ctx context.Context, a *answer) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	err = w.insist(ctx, func(ctx context.Context) error { return w.Queue.Answer(ctx, w.address(a.to), body) })
	if errors.Is(err, queue.ErrTooLarge) && len(a.Codings) == 1 {
		c := failed(a.Codings[0].Dispatch, w.Coder, tooLarge, false)
		return w.answer(ctx, &answer{to: a.to, Worker: a.Worker, Codings: []store.Coding{c}})
	}
	return err
}

// tooLarge marks what the coordinator must code itself.
const tooLarge = "the findings are larger than the queue carries"

// sizeOf is about how many bytes a coding takes in an answer.
func sizeOf(c *store.Coding) int {
	n := 0
	for i := range c.Events {
		n += 1000 + len(c.Events[i].JSON)
	}
	for i := range c.Statements {
		n += 200 + len(c.Statements[i].JSON)
	}
	for i := range c.Commitments {
		n += 200 + len(c.Commitments[i].JSON)
	}
	return n
}
