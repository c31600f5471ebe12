package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"casus/store"
)

// follow: who follows the record is told that something was written since, and by no
// more than the time given if nothing was.
func follow(t *testing.T, s store.Store) {
	ctx := t.Context()
	wait, stop, err := s.Follow(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	const long = 20 * time.Second
	soon := func(what string) {
		t.Helper()
		begin := time.Now()
		if err := wait(ctx, long); err != nil || time.Since(begin) > long/2 {
			t.Fatalf("%s: told after %s: %v", what, time.Since(begin), err)
		}
	}
	put(t, s, dispatch(1))
	soon("what was written before")
	written := make(chan error, 1)
	go func() {
		time.Sleep(50 * time.Millisecond)
		_, err := s.Put(ctx, []store.Dispatch{dispatch(2)})
		written <- err
	}()
	soon("what is written meanwhile")
	must(t, <-written)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := wait(ended, long); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
