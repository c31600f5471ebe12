package record

import (
	"context"
	"errors"
	"sync"
	"time"

	"casus"
	"casus/store"
)

// Conclude draws from what has come in and been coded what follows from it: copies and
// stories of dispatches, occurrences of events, and the counts of days. It may be
// stopped and called again; each step moves its cursor with what it writes.
//
// Two processes may conclude from one record at once: the cursor lets one of them write,
// and the other reads again and goes on behind it.
func (r *Recorder) Conclude(ctx context.Context) error {
	r.memory.Lock()
	defer r.memory.Unlock()
	return r.conclude(ctx)
}

func (r *Recorder) conclude(ctx context.Context) error {
	for _, step := range [...]func(context.Context) error{
		func(ctx context.Context) error { return r.stories(ctx, 0) },
		func(ctx context.Context) error { return r.occurrences(ctx, r.Coder().Key) },
		func(ctx context.Context) error { return r.corrections(ctx, r.Coder().Key) },
	} {
		if err := again(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// again does a step until nobody comes between.
func again(ctx context.Context, step func(context.Context) error) error {
	err := step(ctx)
	for wait := 10 * time.Millisecond; errors.Is(err, casus.ErrConflict); wait = min(2*wait, time.Second) {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
		err = step(ctx)
	}
	return err
}

// Record writes codings of the recorder's coder, and in the same transaction what
// follows from them: occurrences and the counts of days. What is in the record already
// stays as it is, so that recording anything twice changes nothing.
func (r *Recorder) Record(ctx context.Context, batch []store.Coding) error {
	if len(batch) == 0 {
		return nil
	}
	r.memory.Lock()
	defer r.memory.Unlock()
	err := r.recordConcluded(ctx, distinct(batch))
	if !errors.Is(err, casus.ErrConflict) {
		return err
	}
	// Some of it was there before, or others have written what nobody has concluded from.
	if err := r.Store.Record(ctx, batch); err != nil {
		return err
	}
	return again(ctx, func(ctx context.Context) error { return r.occurrences(ctx, r.Coder().Key) })
}

// recordConcluded writes codings with their conclusions, all or nothing.
func (r *Recorder) recordConcluded(ctx context.Context, batch []store.Coding) error {
	var ids []string
	for i := range batch {
		if batch[i].Error == "" {
			ids = append(ids, batch[i].Dispatch)
		}
	}
	dispatches, err := r.Store.DispatchesOf(ctx, ids)
	if err != nil {
		return err
	}
	if n := len(dispatches); n > 0 { // their stories first
		if err := again(ctx, func(ctx context.Context) error { return r.stories(ctx, dispatches[n-1].Seq) }); err != nil {
			return err
		}
	}
	coder := r.Coder().Key
	at, err := r.Store.Cursor(ctx, occurrenceConsumer(coder))
	if err != nil {
		return err
	}
	w := r.counting(coder, at)
	w.c.Codings = batch
	return w.apply(ctx, batch)
}

// distinct leaves of the codings of a dispatch the first that did not fail, else the first.
func distinct(batch []store.Coding) []store.Coding {
	at := make(map[string]int, len(batch))
	out := make([]store.Coding, 0, len(batch))
	for _, c := range batch {
		i, seen := at[c.Dispatch]
		switch {
		case !seen:
			at[c.Dispatch] = len(out)
			out = append(out, c)
		case out[i].Error != "" && c.Error == "":
			out[i] = c
		}
	}
	return out
}

// memory is what a recorder remembers of the record, so that it need not be read again
// for each batch. It may be forgotten at any time.
type memory struct {
	sync.Mutex
	teller *storyteller
	recent *recent
}

// Consumers by name.
const storyConsumer = "stories"

func occurrenceConsumer(coder string) string { return "occurrences/" + coder }

// concludeBatch is how many dispatches or codings a transaction concludes from.
const concludeBatch = 400

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// dayNumber counts days; 0 for an unknown one.
func dayNumber(t time.Time) int {
	if t.IsZero() {
		return 0
	}
	return int(t.Unix() / 86400)
}

func dayOf(s string) int {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0
	}
	return dayNumber(t)
}
