// Package record keeps a record up: it takes dispatches in, codes what is pending,
// and tells what a new coder changes. The store is the truth; whatever is killed goes
// on where it was.
package record

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"casus"
	"casus/pipeline"
	"casus/store"
)

// Recorder keeps a record up.
type Recorder struct {
	Store    store.Store
	Pipeline *pipeline.Pipeline
	// Now is the clock; it dates what comes in, and nothing that is coded.
	Now func() time.Time
	// Told is called now and then on long work, with what is done so far; or nil.
	Told func(done, failed int)

	memory memory
}

// Coder is the coder of the recorder's pipeline.
func (r *Recorder) Coder() store.Coder {
	v := r.Pipeline.Versions()
	return store.NewCoder(v.Casus, v.Model, v.Lexicon, v.Ontology)
}

// Batch sizes: dispatches put, and codings written, in one transaction.
const (
	putBatch    = 200
	recordBatch = 250
	pendingPage = 1000
)

// Taken is what came of taking dispatches in.
type Taken struct {
	// New were not there before, Known were; Corrected are new and replace another;
	// Failed could not be read.
	New, Known, Corrected, Failed int
}

// Take puts a stream of dispatches. What cannot be read is handed to bad and passed
// over.
func (r *Recorder) Take(ctx context.Context, stream iter.Seq2[store.Dispatch, error], bad func(error)) (Taken, error) {
	var t Taken
	batch := make([]store.Dispatch, 0, putBatch)
	flush := func() error {
		puts, err := r.Store.Put(ctx, batch)
		if err != nil {
			return err
		}
		for _, p := range puts {
			switch {
			case !p.New:
				t.Known++
			case p.Replaces != "":
				t.Corrected++
				t.New++
			default:
				t.New++
			}
		}
		batch = batch[:0]
		r.told(t.New+t.Known, t.Failed)
		return nil
	}
	for d, err := range stream {
		if ctx.Err() != nil {
			return t, ctx.Err()
		}
		if err != nil {
			t.Failed++
			bad(err)
			continue
		}
		d.Received = r.Now().UTC()
		if batch = append(batch, d); len(batch) == putBatch {
			if err := flush(); err != nil {
				return t, err
			}
		}
	}
	return t, flush()
}

func (r *Recorder) told(done, failed int) {
	if r.Told != nil {
		r.Told(done, failed)
	}
}

// Code codes what is pending, and returns how many dispatches were coded and how many
// failed. It may be stopped and called again at any time.
func (r *Recorder) Code(ctx context.Context) (done, failed int, err error) {
	c := r.Coder()
	if err := r.Store.UseCoder(ctx, c); err != nil {
		return 0, 0, err
	}
	for after := int64(0); ; {
		page, err := r.Store.Pending(ctx, c.Key, after, pendingPage)
		if err != nil || len(page) == 0 {
			return done, failed, err
		}
		after = page[len(page)-1].Seq
		if err := r.codePage(ctx, c.Key, page, &done, &failed); err != nil {
			return done, failed, err
		}
	}
}

func (r *Recorder) codePage(ctx context.Context, coder string, page []store.Dispatch, done, failed *int) error {
	batch := make([]store.Coding, 0, recordBatch)
	flush := func() error {
		if err := r.Record(ctx, batch); err != nil {
			return err
		}
		batch = batch[:0]
		r.told(*done, *failed)
		return nil
	}
	dispatches := func(yield func(casus.Dispatch, error) bool) {
		for i := range page {
			if !yield(page[i].Dispatch, nil) {
				return
			}
		}
	}
	i := 0
	for doc, err := range r.Pipeline.ReadAll(ctx, dispatches) {
		if ctx.Err() != nil || errors.Is(err, context.Canceled) {
			return ctx.Err()
		}
		id := page[i].ID
		i++
		coding, err := codingOf(doc, id, coder, err)
		if coding.Error != "" {
			*failed++
		} else {
			*done++
		}
		if err != nil {
			return err
		}
		if batch = append(batch, coding); len(batch) == recordBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// codingOf is the coding of a document; what could not be read is recorded as failed,
// with its reason.
func codingOf(doc *casus.Document, id, coder string, failure error) (store.Coding, error) {
	if failure != nil {
		return store.Coding{Dispatch: id, Coder: coder, Error: failure.Error()}, nil
	}
	c, err := Coding(doc, coder)
	if err != nil {
		return c, fmt.Errorf("coding dispatch %s: %w", id, err)
	}
	return c, nil
}
