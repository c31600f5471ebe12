package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"casus/internal/lockfile"
)

// lead holds a file beside the record: the system lets go of it when its process ends.
func lead(ctx context.Context, db *sql.DB, what string) (release func(), ok bool, err error) {
	var file string
	if err := db.QueryRowContext(ctx, `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&file); err != nil {
		return nil, false, fmt.Errorf("asking where the record is: %w", err)
	}
	return lockfile.Try(file + "." + what)
}
