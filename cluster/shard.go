package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"casus"
	"casus/queue"
	"casus/store"
)

// shards are what a worker knows of those that it is reading.
type shards struct {
	mu      sync.Mutex
	n       int // are being read
	opening int // of them are looked at, and have given nothing yet
	refused int // could not be read, one after the other
	changed chan struct{}
}

// signal tells that there may be room for a shard.
func (s *shards) signal() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *shards) begin() {
	s.mu.Lock()
	s.n++
	s.opening++
	s.mu.Unlock()
}

// opened tells that a shard gives something, ended that it is done with.
func (s *shards) opened() {
	s.mu.Lock()
	s.opening--
	s.mu.Unlock()
	s.signal()
}

func (s *shards) ended() {
	s.mu.Lock()
	s.n--
	s.mu.Unlock()
	s.signal()
}

// archive takes shards and reads them: one, and another while that one does not keep
// all slots busy.
func (w *Worker) archive(ctx context.Context) error {
	if w.Open == nil {
		return nil
	}
	errs := make(chan error, 1)
	var readers sync.WaitGroup
	defer readers.Wait()
	for w.room(ctx) {
		list, err := w.get(ctx, queue.Archive, 1)
		if ctx.Err() != nil {
			w.back(list)
			return nil
		}
		for _, m := range list {
			w.open.begin()
			readers.Go(func() {
				defer w.open.ended()
				if err := w.take(ctx, m); err != nil {
					select {
					case errs <- err:
					default:
					}
				}
			})
		}
		select {
		case err = <-errs:
		default:
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// room waits until there is room for another shard, or the context ends.
func (w *Worker) room(ctx context.Context) bool {
	for ctx.Err() == nil {
		s := &w.open
		s.mu.Lock()
		room := s.n == 0 || s.opening == 0 && s.n < w.Jobs && len(w.slots) < w.Jobs
		wait := time.Duration(0)
		if s.refused > 1 {
			wait = min(w.Patience<<min(s.refused-2, 8), max(w.Patience, time.Minute))
		}
		s.mu.Unlock()
		switch {
		case room && wait == 0:
			return true
		case room:
			select {
			case <-time.After(wait):
				return ctx.Err() == nil
			case <-ctx.Done():
			}
		default:
			select {
			case <-s.changed:
			case <-ctx.Done():
			}
		}
	}
	return false
}

// take reads a shard that was handed out, and takes it off the queue.
func (w *Worker) take(ctx context.Context, m queue.Message) error {
	defer w.keepTelling(m)()
	opened := sync.OnceFunc(w.open.opened)
	defer opened()
	x, err := decode[work](m.Body())
	if err != nil || x.Shard == nil {
		return m.Done(ctx) // nobody can read it; it is handed out again
	}
	x.from = m.Record()
	end := &answer{to: x.from, Worker: w.Name, Ended: x.Shard.key()}
	if m.Tries() > maxTries {
		end.Failure = fmt.Sprintf("handed out %d times without an answer: the workers that had it were lost", maxTries)
	} else {
		if err := w.check(x.Shard.Path, x.Shard.Part); err != nil {
			return w.refuse(ctx, m, &x, err)
		}
		w.open.mu.Lock()
		w.open.refused = 0
		w.open.mu.Unlock()
		r := &shardReading{w: w, x: &x, key: end.Ended, opened: opened}
		if err := r.run(ctx); err != nil {
			return err
		}
		if ctx.Err() != nil && !r.whole {
			x.Skip, x.Bad = r.done, r.bad
			return w.again(ctx, m, &x)
		}
		end.Bad, end.Notes, end.Failure = r.bad, r.notes, r.failure
	}
	if err := w.answer(ctx, end); err != nil {
		return err
	}
	return m.Done(ctx)
}

// again hands a shard out anew, with what has become known of it.
func (w *Worker) again(ctx context.Context, m queue.Message, x *work) error {
	body, err := json.Marshal(x)
	if err != nil {
		return err
	}
	err = w.insist(ctx, func(ctx context.Context) error { return w.Queue.Give(ctx, w.address(m.Record()), queue.Archive, body) })
	if err != nil {
		return err
	}
	return m.Done(ctx)
}

// refuse hands a shard that this worker cannot read to others; after some tries it has
// failed. A worker that can read none leaves them alone for a while.
func (w *Worker) refuse(ctx context.Context, m queue.Message, x *work, why error) error {
	w.open.mu.Lock()
	w.open.refused++
	w.open.mu.Unlock()
	switch {
	case errors.Is(why, casus.ErrConflict):
		why = fmt.Errorf("%s is not what the coordinator saw; was it changed, or is another file there under that name? %w", x.Shard.Path, why)
	default:
		why = fmt.Errorf("%s cannot be read (%w); workers must see shards under the same path as casus cluster: mount the folder there", x.Shard.Path, why)
	}
	w.trouble(fmt.Errorf("the shard %s: %w", x.Shard, why))
	x.Refused = append(x.Refused, w.Name+": "+why.Error())
	if len(x.Refused) < maxTries {
		return w.again(ctx, m, x)
	}
	err := w.answer(ctx, &answer{to: x.from, Worker: w.Name, Ended: x.Shard.key(), Failure: fmt.Sprintf("tried %d times: %s", len(x.Refused), strings.Join(x.Refused, "; "))})
	if err != nil {
		return err
	}
	return m.Done(ctx)
}

// shardReading is the reading of a shard: one goroutine reads, several code, and the
// answers are in the order of the shard.
type shardReading struct {
	w      *Worker
	x      *work
	key    string
	opened func()
	read   atomic.Int64 // bytes

	// done is how much of the shard is answered, bad how much of that could not be read;
	// whole says that this is all.
	done, bad int
	whole     bool
	notes     []string
	failure   string
	batch     []found
	size      int // of the batch, in bytes
}

// found is what was found at a place in a shard.
type found struct {
	d   store.Dispatch
	c   store.Coding // without a coder where it is not to be coded
	err error        // why it could not be read
}

const maxNotes = 5

// run reads and codes until the shard or the context ends.
func (r *shardReading) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r.done, r.bad = r.x.Skip, r.x.Bad
	// How far reading runs ahead of the answers, so that memory stays flat.
	ahead := make(chan chan found, 2*r.w.Jobs)
	go func() {
		defer close(ahead)
		r.readAll(ctx, ahead)
	}()
	var failed error
	for next := range ahead {
		f := <-next
		if failed == nil {
			if failed = r.add(ctx, &f); failed != nil {
				stop()
			}
		}
	}
	if failed != nil {
		return failed
	}
	return r.flush(ctx)
}

// readAll reads the shard, and has what it reads coded.
func (r *shardReading) readAll(ctx context.Context, ahead chan<- chan found) {
	defer func() {
		if p := recover(); p != nil {
			r.failure, r.whole = fmt.Sprintf("the reader stopped: %v", p), true
		}
	}()
	n := 0
	for d, err := range r.w.Open(ctx, *r.x.Shard, func(n int) { r.read.Add(int64(n)) }) {
		if ctx.Err() != nil {
			return
		}
		if n++; n <= r.x.Skip {
			continue
		}
		r.opened()
		next := make(chan found, 1)
		select {
		case ahead <- next:
		case <-ctx.Done():
			return
		}
		go func() { next <- r.w.find(ctx, d, err) }()
	}
	r.whole = ctx.Err() == nil
}

// find codes a dispatch of a shard, when there is a slot for it.
func (w *Worker) find(ctx context.Context, d store.Dispatch, err error) found {
	f := found{d: d, err: err}
	if err != nil {
		return f
	}
	f.d.ID = store.ID(&f.d)
	if f.d.Language == "" || f.d.Language == "en" {
		w.line <- struct{}{}
		w.slots <- struct{}{}
		<-w.line
		f.c = w.code(context.WithoutCancel(ctx), f.d.ID, f.d.Dispatch)
		w.freeSlot()
	}
	return f
}

// add adds to the batch, and answers with it where it is full.
func (r *shardReading) add(ctx context.Context, f *found) error {
	r.done++
	if f.err != nil {
		r.cannot(f.err)
		return nil
	}
	n := len(f.d.Text) + len(f.d.Title) + sizeOf(&f.c)
	if r.size > 0 && r.size+n > answerBody {
		if err := r.flush(ctx); err != nil {
			return err
		}
	}
	r.batch = append(r.batch, *f)
	r.size += n
	return nil
}

func (r *shardReading) cannot(err error) {
	r.bad++
	if len(r.notes) < maxNotes {
		r.notes = append(r.notes, err.Error())
	}
}

func (r *shardReading) flush(ctx context.Context) error {
	if len(r.batch) == 0 {
		return nil
	}
	err := r.send(ctx, r.batch)
	r.w.count(len(r.batch))
	r.batch, r.size = nil, 0
	return err
}

// send answers; what is larger than the queue carries goes in parts. A dispatch whose
// findings are too large goes without them: the record then knows it uncoded.
func (r *shardReading) send(ctx context.Context, list []found) error {
	a := answer{Worker: r.w.Name, Shard: r.key}
	if size := r.x.Shard.Part.Size; size > 0 {
		a.Part = min(1, float64(r.read.Load())/float64(size))
	}
	for i := range list {
		a.Dispatches = append(a.Dispatches, list[i].d)
		if list[i].c.Coder != "" {
			a.Codings = append(a.Codings, list[i].c)
		}
	}
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	err = r.w.insist(ctx, func(ctx context.Context) error { return r.w.Queue.Answer(ctx, r.w.address(r.x.from), body) })
	switch {
	case !errors.Is(err, queue.ErrTooLarge):
		return err
	case len(list) > 1:
		if err := r.send(ctx, list[:len(list)/2]); err != nil {
			return err
		}
		return r.send(ctx, list[len(list)/2:])
	case list[0].c.Coder != "":
		return r.send(ctx, []found{{d: list[0].d}})
	}
	r.cannot(fmt.Errorf("%s: a dispatch of %d MB is %w; take it in with casus ingest", list[0].d.Name, len(list[0].d.Text)>>20, err))
	return nil
}
