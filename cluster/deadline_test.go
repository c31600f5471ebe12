package cluster

import (
	"context"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/store"
)

// hang computes, or waits, until it is let go.
func hang(computing bool) (read func(context.Context, casus.Dispatch) (*casus.Document, error), free func()) {
	ctx, free := context.WithCancel(context.Background())
	return func(context.Context, casus.Dispatch) (*casus.Document, error) {
		for computing && ctx.Err() == nil {
			for range 1000 {
				_ = strings.Repeat("x", 10)
			}
		}
		<-ctx.Done()
		return nil, ctx.Err()
	}, free
}

// TestDeadline: what computes for too long fails for good, and what does not compute at
// all later.
func TestDeadline(t *testing.T) {
	for _, x := range []struct {
		name      string
		computing bool
		least     time.Duration
	}{{"computes", true, 100 * time.Millisecond}, {"waits", false, 500 * time.Millisecond}} {
		t.Run(x.name, func(t *testing.T) {
			read, free := hang(x.computing)
			defer free()
			w := &Worker{Read: read, Deadline: 100 * time.Millisecond}
			begin := time.Now()
			c := w.code(t.Context(), "d", casus.Dispatch{})
			if took := time.Since(begin); took < x.least || c.Tries != store.MaxTries || c.Error != "ran past its deadline of 100ms" {
				t.Errorf("%+v after %v", c, took)
			}
		})
	}
}

// TestStarved: a coding whose share of the machine is small is not past its deadline by
// the clock alone: others of this program compute beside it.
func TestStarved(t *testing.T) {
	w := &Worker{Deadline: 400 * time.Millisecond}
	w.running.Store(20) // and so each of them has a twentieth
	busy, free := hang(true)
	defer free()
	go func() { _, _ = busy(nil, casus.Dispatch{}) }()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	select {
	case <-w.late(ctx, w.Deadline):
		t.Error("past its deadline, and it ran for a twentieth of a second")
	case <-ctx.Done():
	}
}

func TestDeadlineGrows(t *testing.T) {
	w := &Worker{Deadline: 2 * time.Second}
	for _, x := range []struct {
		bytes int
		want  time.Duration
	}{{0, 2 * time.Second}, {12_000, 3 * time.Second}, {1_200_000, 102 * time.Second}} {
		if got := w.deadlineOf(&casus.Dispatch{Text: strings.Repeat("x", x.bytes)}); got != x.want {
			t.Errorf("%d bytes: %v, want %v", x.bytes, got, x.want)
		}
	}
}
