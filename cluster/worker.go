package cluster

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"casus"
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
	// Open reads the dispatches of a shard; a worker without it takes no shards.
	Open func(context.Context, Shard) iter.Seq2[store.Dispatch, error]
	// Name tells workers apart; the host and process if not given.
	Name string
	// Jobs is how many dispatches are coded at a time, one for each core if 0.
	Jobs int
	// Deadline is how long the coding of one dispatch may run, 2 s if 0; there is a
	// second more for each 2,000 words.
	Deadline time.Duration
	// Told is called with how many dispatches are done, or nil.
	Told func(done int)

	// running counts the codings under way, which share what this program computes.
	running atomic.Int64
	mu      sync.Mutex
	done    int
}

// maxTries is how often a piece of work is handed out before whoever gets it next says
// that it failed: the workers before died of it.
const maxTries = 3

// answerBody is up to how many bytes a batch of answers grows.
const answerBody = 512 << 10

// Run works until the context ends; what it has taken it finishes.
func (w *Worker) Run(ctx context.Context) error {
	w.Jobs, w.Deadline = cmp.Or(w.Jobs, runtime.GOMAXPROCS(0)), cmp.Or(w.Deadline, 2*time.Second)
	if w.Name == "" {
		host, _ := os.Hostname()
		w.Name = fmt.Sprintf("%s/%d", host, os.Getpid())
	}
	taken := make(chan queue.Message)
	errs := make(chan error, w.Jobs)
	var workers sync.WaitGroup
	for range w.Jobs {
		workers.Go(func() {
			for m := range taken {
				// What was taken is finished though the worker is asked to stop.
				if err := w.work(context.WithoutCancel(ctx), m); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	err := w.take(ctx, taken, errs)
	close(taken)
	workers.Wait()
	return err
}

// take takes work and hands it to the goroutines that do it.
func (w *Worker) take(ctx context.Context, taken chan<- queue.Message, errs <-chan error) error {
	for ctx.Err() == nil {
		list, err := w.Queue.Take(ctx, w.Coder, 4*w.Jobs, 2*time.Second)
		if err != nil && ctx.Err() == nil {
			return err
		}
		for _, m := range list {
			select {
			case taken <- m:
			case err := <-errs:
				return err
			case <-ctx.Done():
				return nil // what was not begun comes to another worker
			}
		}
	}
	return nil
}

func (w *Worker) work(ctx context.Context, m queue.Message) error {
	stop := keepTelling(m)
	defer stop()
	x, err := decode[work](m.Body())
	switch {
	case err != nil:
		// Nobody can read it; the record will hand the dispatch out again.
		return m.Done(ctx)
	case x.Shard != nil:
		err = w.shard(ctx, x.Shard)
	case x.Dispatch != nil:
		var c store.Coding
		if m.Tries() > maxTries {
			c = failed(x.ID, w.Coder, fmt.Sprintf("handed out %d times without an answer: the workers that had it were lost", maxTries), true)
		} else {
			c = w.code(ctx, x.ID, *x.Dispatch)
		}
		err = w.answer(ctx, &answer{Worker: w.Name, Codings: []store.Coding{c}})
		w.count(1)
	}
	if err != nil {
		return err
	}
	return m.Done(ctx)
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
func keepTelling(m queue.Message) (stop func()) {
	end := make(chan struct{})
	go func() {
		for t := time.NewTicker(5 * time.Second); ; {
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

// answer hands an answer over; findings that are larger than the queue carries fail,
// and the coordinator codes such a dispatch itself.
func (w *Worker) answer(ctx context.Context, a *answer) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	err = w.Queue.Answer(ctx, w.Coder, body)
	if errors.Is(err, queue.ErrTooLarge) && len(a.Codings) == 1 {
		c := failed(a.Codings[0].Dispatch, w.Coder, tooLarge, false)
		return w.answer(ctx, &answer{Worker: a.Worker, Codings: []store.Coding{c}})
	}
	return err
}

// tooLarge marks what the coordinator must code itself.
const tooLarge = "the findings are larger than the queue carries"

// shard reads a shard, codes it and answers in batches; the last says that it ended.
func (w *Worker) shard(ctx context.Context, s *Shard) error {
	end := &answer{Worker: w.Name, Ended: s.Hash}
	if err := checkHash(s); err != nil {
		end.Failure = err.Error()
		return w.answer(ctx, end)
	}
	if w.Open == nil {
		end.Failure = "the worker reads no shards"
		return w.answer(ctx, end)
	}
	batch := &answer{Worker: w.Name}
	size := 0
	flush := func() error {
		if len(batch.Codings) == 0 {
			return nil
		}
		err := w.answer(ctx, batch)
		w.count(len(batch.Codings))
		batch, size = &answer{Worker: w.Name}, 0
		return err
	}
	for d, err := range w.Open(ctx, *s) {
		if err != nil {
			end.Bad++
			continue
		}
		d.ID = store.ID(&d)
		var c store.Coding
		if d.Language == "" || d.Language == "en" {
			c = w.code(ctx, d.ID, d.Dispatch)
		}
		n := len(d.Text) + len(d.Title) + sizeOf(&c)
		if size > 0 && size+n > answerBody {
			if err := flush(); err != nil {
				return err
			}
		}
		batch.Dispatches = append(batch.Dispatches, d)
		if c.Coder != "" {
			batch.Codings = append(batch.Codings, c)
		}
		size += n
	}
	if err := flush(); err != nil {
		return err
	}
	return w.answer(ctx, end)
}

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

// HashFile is the SHA-256 of a file, in hexadecimal.
func HashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("the shard: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("the shard %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func checkHash(s *Shard) error {
	h, err := HashFile(s.Path)
	if err == nil && h != s.Hash {
		err = fmt.Errorf("the shard %s is not what the coordinator saw: its bytes are others: %w", s.Path, casus.ErrConflict)
	}
	return err
}
