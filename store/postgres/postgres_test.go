package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"casus"
	"casus/store"
	"casus/store/postgres"
	"casus/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return schema(t) })
}

var schemas int

// schema makes a record in a schema of its own. It needs a server: CASUS_TEST_POSTGRES is
// the address of a database in which schemas may be made
// ("postgres://postgres@127.0.0.1/casus_test").
func schema(t *testing.T) store.Store {
	t.Helper()
	base := os.Getenv("CASUS_TEST_POSTGRES")
	if base == "" {
		t.Skip("CASUS_TEST_POSTGRES names no server; the record on PostgreSQL is not tried")
	}
	schemas++
	schema := fmt.Sprintf("casus_test_%d_%d", os.Getpid(), schemas)
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA `+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, err := db.ExecContext(context.Background(), `DROP SCHEMA `+schema+` CASCADE`)
		if err = errors.Join(err, db.Close()); err != nil {
			t.Error(err)
		}
	})
	sign := "?"
	if strings.Contains(base, "?") {
		sign = "&"
	}
	s, err := postgres.Open(t.Context(), base+sign+"search_path="+schema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNoServer(t *testing.T) {
	_, err := postgres.Open(t.Context(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=2")
	if !errors.Is(err, casus.ErrUnavailable) {
		t.Errorf("no server: %v", err)
	}
}
