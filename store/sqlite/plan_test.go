package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"casus/store/sqlite"
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
