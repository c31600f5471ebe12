package pgtest_test

import (
	"errors"
	"testing"

	"casus"
	"casus/store"
	"casus/store/postgres"
	"casus/store/postgres/pgtest"
)

// TestKilledAndBack: what was written before the kill is there after it.
func TestKilledAndBack(t *testing.T) {
	server := pgtest.Start(t)
	s, err := postgres.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(text string) error {
		_, err := s.Put(t.Context(), []store.Dispatch{{Dispatch: casus.Dispatch{Text: text}, Source: "wire"}})
		return err
	}
	if err := put("Halvia spoke."); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	if err := put("Tornia answered."); !errors.Is(err, casus.ErrUnavailable) {
		t.Errorf("a server that is not there: %v", err)
	}
	server.Restart()
	if err := put("Tornia answered."); err != nil {
		t.Errorf("the server is back: %v", err)
	}
	server.Restart()
	if err := put("Halvia spoke again."); err != nil {
		t.Errorf("restarted without a kill: %v", err)
	}
	if n, err := s.Counts(t.Context()); err != nil || n.Dispatches != 3 {
		t.Errorf("%d dispatches of 3: %v", n.Dispatches, err)
	}
}
