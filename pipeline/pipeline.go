// Package pipeline puts the stages in order and is the front door of the library:
//
//	p, err := pipeline.Load(pipeline.Options{})
//	doc, err := p.Read(ctx, casus.Dispatch{Text: text, Published: day})
//	for _, ev := range doc.Events { ... }
//
// A dispatch goes through the stages one way. Each reads the layers before it and
// adds its own; only this package knows the order, and it refuses one in which a
// stage needs a layer that nobody has set. Models and lexicons are loaded once and
// shared, scratch memory belongs to a worker, and the same dispatch gives the same
// document whichever worker reads it.
package pipeline

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"casus"
)

// Pipeline reads dispatches. It may be used by several goroutines at once.
type Pipeline struct {
	stages   []Stage
	workers  int
	pool     sync.Pool // of *worker
	versions Versions
	parts    parts
}

// Versions name what a document was made with, for the record of each event.
type Versions struct {
	// Casus is the program's version; Model, Lexicon and Ontology are digests
	// of what they hold, "" where the pipeline has none of it.
	Casus, Model, Lexicon, Ontology string
}

// New makes a pipeline of stages. Most callers want Load.
func New(stages ...Stage) (*Pipeline, error) {
	if err := check(stages); err != nil {
		return nil, err
	}
	return &Pipeline{stages: stages}, nil
}

// Versions of the program and of all that the pipeline reads with.
func (p *Pipeline) Versions() Versions { return p.versions }

// Read reads one dispatch. The document is never nil: where an error comes back,
// it holds the layers that were set before.
func (p *Pipeline) Read(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
	doc := &casus.Document{Dispatch: d}
	return doc, p.Extend(ctx, doc)
}

// Extend adds the layers that a document lacks; those that it has stay as they are.
func (p *Pipeline) Extend(ctx context.Context, doc *casus.Document) error {
	w, _ := p.pool.Get().(*worker)
	if w == nil {
		w = p.newWorker()
	}
	err := w.read(ctx, doc)
	if !w.spoilt {
		p.pool.Put(w)
	}
	return err
}

// worker holds the runs of all stages, with their scratch memory.
type worker struct {
	p    *Pipeline
	runs []Run
	// spoilt: a stage panicked, and its scratch memory is not to be trusted.
	spoilt bool
}

func (p *Pipeline) newWorker() *worker { return &worker{p: p, runs: make([]Run, len(p.stages))} }

func (w *worker) read(ctx context.Context, doc *casus.Document) error {
	for i := range w.p.stages {
		s := &w.p.stages[i]
		if doc.Layers&s.Sets == s.Sets {
			continue
		}
		if err := w.run(ctx, i, doc); err != nil {
			return fmt.Errorf("reading dispatch %q: %s: %w", doc.Dispatch.ID, s.Name, err)
		}
		doc.Layers |= s.Sets
	}
	return nil
}

// run runs one stage and turns its panic into an error.
func (w *worker) run(ctx context.Context, i int, doc *casus.Document) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer func() {
		if v := recover(); v != nil {
			w.spoilt = true
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	if w.runs[i] == nil {
		w.runs[i] = w.p.stages[i].New()
	}
	return w.runs[i](ctx, doc)
}

// PanicError is a fault of the program that one dispatch brought to light. The
// dispatch is given up, the rest goes on.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("a fault of the program, please report it with the dispatch: %v", e.Value)
}
