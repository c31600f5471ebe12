package postgres_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"casus/store/sqlite"
	"casus/store/storetest"
)

// TestSameAsSQLite does the same at random to a record on PostgreSQL and to one on
// SQLite, and asks both the same; CASUS_SEEDS says how often, with other dice each time.
func TestSameAsSQLite(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 2
	}
	if n, err := strconv.ParseUint(os.Getenv("CASUS_SEEDS"), 10, 64); err == nil {
		seeds = n
	}
	for seed := range seeds {
		a, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "twin.db"))
		if err != nil {
			t.Fatal(err)
		}
		b := schema(t)
		storetest.Same(t, a, b, seed, 200)
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
}
