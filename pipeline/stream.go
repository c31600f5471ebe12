package pipeline

import (
	"context"
	"iter"
	"runtime"
	"sync"

	"casus"
)

// ReadAll reads a stream of dispatches on all cores and yields the documents in
// the order of the dispatches. A dispatch that cannot be read comes with its error,
// and so does an error of the source, in its place; the rest goes on. A few
// dispatches are in memory at a time, however long the stream.
//
// When the loop is left early or the context ends, no more is read, and the loop ends
// without a word: look at ctx.Err. The source may then have been asked for a few
// dispatches that nobody saw.
func (p *Pipeline) ReadAll(ctx context.Context, dispatches iter.Seq2[casus.Dispatch, error]) iter.Seq2[*casus.Document, error] {
	return func(yield func(*casus.Document, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		n := p.workers
		if n <= 0 {
			n = runtime.GOMAXPROCS(0)
		}
		jobs := make(chan *job, n)
		// The order of the answers is the order of this channel; its length
		// bounds how far the workers may run ahead of a long dispatch.
		order := make(chan *job, 16*n)
		var workers sync.WaitGroup
		defer workers.Wait()
		defer cancel()
		for range n {
			workers.Go(func() { p.work(ctx, jobs) })
		}
		go feed(ctx, dispatches, jobs, order)
		for {
			// The source may be waiting for input that never comes, so the end of
			// the context counts at every wait.
			var j *job
			var more bool
			select {
			case j, more = <-order:
			case <-ctx.Done():
			}
			if !more {
				return
			}
			select {
			case <-j.done:
			case <-ctx.Done():
				return
			}
			if !yield(j.doc, j.err) {
				return
			}
		}
	}
}

// job is a dispatch on its way.
type job struct {
	doc  *casus.Document
	err  error
	done chan struct{}
}

// feed turns dispatches into jobs, for the workers and for the order.
func feed(ctx context.Context, dispatches iter.Seq2[casus.Dispatch, error], jobs, order chan<- *job) {
	defer close(order)
	defer close(jobs)
	for d, err := range dispatches {
		j := &job{doc: &casus.Document{Dispatch: d}, err: err, done: make(chan struct{})}
		select {
		case order <- j:
		case <-ctx.Done():
			return
		}
		if err != nil {
			close(j.done)
			continue
		}
		select {
		case jobs <- j:
		case <-ctx.Done():
			return
		}
	}
}

func (p *Pipeline) work(ctx context.Context, jobs <-chan *job) {
	w := p.newWorker()
	for {
		select {
		case j, ok := <-jobs:
			if !ok {
				return
			}
			j.err = w.read(ctx, j.doc)
			close(j.done)
			if w.spoilt {
				w = p.newWorker()
			}
		case <-ctx.Done():
			return
		}
	}
}
