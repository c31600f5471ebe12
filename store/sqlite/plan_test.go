package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"casus"
	"casus/store"
	"casus/store/sqlite"
	"casus/store/sqlstore"
	"casus/store/storetest"
)

// TestPlan opens a record of some size and looks whether the planner finds the events
// of a dispatch by their index.
func TestPlan(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "plan.db")
	s, err := sqlite.Open(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	if err := storetest.Fill(ctx, s, 1000, 5, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = sqlite.Open(ctx, file); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var a, b, c int
	var plan string
	if err := db.QueryRowContext(ctx, `EXPLAIN QUERY PLAN SELECT json FROM events WHERE coder = 'x' AND dispatch = 'y'`).Scan(&a, &b, &c, &plan); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(plan, "events_dispatch") {
		t.Errorf("the plan is %s", plan)
	}
}

// TestGrown puts dispatches into a record that was opened empty: the planner must not
// take a table for as small as it was then.
func TestGrown(t *testing.T) {
	ctx := t.Context()
	file := filepath.Join(t.TempDir(), "grown.db")
	open := func() *sqlstore.Store {
		s, err := sqlite.Open(ctx, file)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	put := func(s *sqlstore.Store, from, to int) {
		for i := from; i < to; i++ {
			d := store.Dispatch{Dispatch: casus.Dispatch{Text: fmt.Sprintf("Halvia wrote to Tornia in letter %d.", i)}, Name: fmt.Sprint(i), Language: "en"}
			if _, err := s.Put(ctx, []store.Dispatch{d}); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := open()
	put(s, 0, 2)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	defer s.Close()
	put(s, 2, 400)
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var counted string
	if err := db.QueryRowContext(ctx, `SELECT stat FROM sqlite_stat1 WHERE tbl = 'dispatches' AND idx = 'dispatches_address'`).Scan(&counted); err != nil || strings.HasPrefix(counted, "2 ") {
		t.Errorf("of dispatches was counted %q, %v", counted, err)
	}
	for _, x := range []struct{ query, want string }{
		{`DELETE FROM dispatch_words_data WHERE id >= 1 AND id <= 2`, "SEARCH"}, // as FTS5 takes out what it has merged
		{`SELECT id FROM dispatches WHERE address = 'x' AND replaced_by = '' ORDER BY seq DESC LIMIT 1`, "dispatches_address"},
	} {
		var a, b, c int
		var plan string
		if err := db.QueryRowContext(ctx, `EXPLAIN QUERY PLAN `+x.query).Scan(&a, &b, &c, &plan); err != nil || !strings.Contains(plan, x.want) {
			t.Errorf("the plan of %s is %s, %v", x.query, plan, err)
		}
	}
}
