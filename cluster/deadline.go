package cluster

import (
	"context"
	"fmt"
	"time"

	"casus"
)

// The deadline of a dispatch is counted on how long its coding ran, and grows with its
// text. A coder reads some 2,000 words in 40 ms: whoever runs for 2 s, and a second more
// for each 2,000 words, hangs. A machine that is starved, or was asleep, gives the
// coder less of the clock, and good dispatches must not fail for that, since what runs
// past its deadline has failed for good.
const (
	deadlineBytes = 12_000 // of text, for each of which there is a second more
	// idleTimes as long is waited for a coding that does not run at all.
	idleTimes = 5
	tick      = 50 * time.Millisecond
	maxTick   = 4 * tick
)

// deadlineOf is how long the coding of a dispatch may run.
func (w *Worker) deadlineOf(d *casus.Dispatch) time.Duration {
	return w.Deadline + time.Duration(len(d.Text)/deadlineBytes)*time.Second
}

// begun is when the program began.
var begun = time.Now()

// late closes what it returns when a coding that begins now has run for so long, or
// has waited five times as long for the machine; it stops with the context.
func (w *Worker) late(ctx context.Context, allowed time.Duration) <-chan struct{} {
	late := make(chan struct{})
	go func() {
		t := time.NewTicker(tick)
		defer t.Stop()
		var ran, waited time.Duration
		clock, spent := time.Now(), processTime()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
			}
			passed, took := time.Since(clock), processTime()-spent
			clock, spent = clock.Add(passed), spent+took
			ran += min(passed, took/time.Duration(max(1, w.running.Load())))
			waited += min(passed, maxTick) // more, and the machine was asleep
			if ran >= allowed || waited >= idleTimes*allowed {
				close(late)
				return
			}
		}
	}()
	return late
}

func lateReason(allowed time.Duration) string {
	return fmt.Sprintf("ran past its deadline of %s", allowed.Round(time.Millisecond))
}
