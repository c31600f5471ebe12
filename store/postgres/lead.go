package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"casus"
)

// lead holds an advisory lock, of this record among those of the database, over a
// connection of its own: the server lets go of it when the connection ends.
func lead(ctx context.Context, db *sql.DB, what string) (release func(), ok bool, err error) {
	c, err := db.Conn(ctx)
	if err == nil {
		err = c.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(hashtext(current_schema()), hashtext($1))`, what).Scan(&ok)
	}
	if err != nil {
		if c != nil {
			err = errors.Join(err, c.Close())
		}
		return nil, false, fmt.Errorf("asking who leads: %w: %w", casus.ErrUnavailable, err)
	}
	if !ok {
		return nil, false, c.Close()
	}
	return func() {
		// Where the server does not hear of it, the connection has ended, and the lock with it.
		_, _ = c.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(hashtext(current_schema()), hashtext($1))`, what)
		_ = c.Close()
	}, true, nil
}
