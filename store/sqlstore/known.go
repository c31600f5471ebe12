package sqlstore

import (
	"context"
	"database/sql"
)

// Known says which of some addresses (URLs) of dispatches the record holds, so that
// a page is not fetched again. No more than some hundreds at a time.
func (s *Store) Known(ctx context.Context, addresses []string) (map[string]bool, error) {
	if len(addresses) == 0 {
		return nil, nil
	}
	list, err := collect(ctx, s, "looking up addresses", `SELECT DISTINCT address FROM dispatches WHERE address IN `+in(len(addresses)), anys(addresses), func(rows *sql.Rows) (a string, err error) {
		return a, rows.Scan(&a)
	})
	known := make(map[string]bool, len(list))
	for _, a := range list {
		known[a] = true
	}
	return known, err
}
