package storetest

import (
	"testing"

	"casus/store"
)

// lead: one leads what a name says, and another after it.
func lead(t *testing.T, s store.Store) {
	take := func(what string, want bool) func() {
		t.Helper()
		release, ok, err := s.Lead(t.Context(), what)
		if err != nil || ok != want {
			t.Fatalf("%s: %v %v, want %v", what, ok, err, want)
		}
		return release
	}
	first := take("coding-a", true)
	take("coding-a", false)
	other := take("coding-b", true)
	first()
	again := take("coding-a", true)
	again()
	other()
}

// retry: failures of some dispatches are forgotten, then all.
func retry(t *testing.T, s store.Store) {
	ctx := t.Context()
	must(t, s.UseCoder(ctx, coder))
	var ids []string
	for n := range 4 {
		ids = append(ids, put(t, s, dispatch(n+1)).ID)
		must(t, s.Record(ctx, []store.Coding{{Dispatch: ids[n], Coder: coder.Key, Error: "it hung", Tries: store.MaxTries}}))
	}
	for _, x := range []struct {
		dispatches []string
		want, left int
	}{{ids[1:2], 1, 3}, {ids[1:2], 0, 3}, {[]string{ids[0], "none"}, 1, 2}, {nil, 2, 0}} {
		if n, err := s.Retry(ctx, "", x.dispatches...); err != nil || n != x.want {
			t.Errorf("retry %v: %d, %v; want %d", x.dispatches, n, err, x.want)
		}
		if list, err := s.Failures(ctx, "", 10); err != nil || len(list) != x.left {
			t.Errorf("after %v: %d failures, %v; want %d", x.dispatches, len(list), err, x.left)
		}
	}
	if list, err := s.Pending(ctx, coder.Key, 0, 10); err != nil || len(list) != 4 {
		t.Errorf("%d pending, %v", len(list), err)
	}
}
