package postgres_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"casus"
	"casus/store"
	"casus/store/postgres"
	"casus/store/postgres/pgtest"
)

// TestDumpWhileWriting copies a record with pg_dump while somebody goes on writing, and
// restores it: each copy is as of one moment, and sound.
func TestDumpWhileWriting(t *testing.T) {
	server := pgtest.Start(t)
	s, err := postgres.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			pair := []store.Dispatch{
				{Dispatch: casus.Dispatch{Text: "Halvia spoke."}, Name: fmt.Sprint("a", n), Source: "wire"},
				{Dispatch: casus.Dispatch{Text: "Tornia answered."}, Name: fmt.Sprint("b", n), Source: "wire"},
			}
			if _, err := s.Put(context.Background(), pair); err != nil {
				done <- err
				return
			}
		}
	}()
	last := 0
	for i := range 3 {
		dump, err := server.Command("pg_dump", "postgres").Output()
		if err != nil {
			t.Fatalf("pg_dump: %v", err)
		}
		name := fmt.Sprint("copy", i)
		if out, err := server.Command("createdb", name).CombinedOutput(); err != nil {
			t.Fatalf("createdb: %v\n%s", err, out)
		}
		restore := server.Command("psql", "-q", "-v", "ON_ERROR_STOP=1", name)
		restore.Stdin = bytes.NewReader(dump)
		if out, err := restore.CombinedOutput(); err != nil {
			t.Fatalf("restoring: %v\n%s", err, out)
		}
		c, err := postgres.Open(t.Context(), strings.Replace(server.URL(), "/postgres?", "/"+name+"?", 1))
		if err != nil {
			t.Fatal(err)
		}
		n, err := c.Counts(t.Context())
		if err != nil || n.Dispatches%2 != 0 || n.Dispatches < last {
			t.Errorf("the copy holds %d dispatches, the one before %d: %v", n.Dispatches, last, err)
		}
		last = n.Dispatches
		if wrong, err := c.Check(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("the copy is not sound: %v %v", wrong, err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if last == 0 {
		t.Error("nothing was copied")
	}
}
