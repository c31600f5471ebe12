package sqlite

import (
	"context"
	"database/sql"
	"time"
)

// glance is how often the file is asked whether another program has changed it. The
// answer stands in memory that all who have opened the file share.
const glance = 10 * time.Millisecond

// follow waits until this program has written, or another has: SQLite numbers what it
// sees change.
func follow(ctx context.Context, c *sql.Conn, own <-chan struct{}) (func(ctx context.Context, most time.Duration) error, error) {
	ask, err := c.PrepareContext(ctx, `PRAGMA data_version`)
	if err != nil {
		return nil, err
	}
	var seen int64
	if err := ask.QueryRowContext(ctx).Scan(&seen); err != nil {
		return nil, err
	}
	return func(ctx context.Context, most time.Duration) error {
		end := time.NewTimer(most)
		defer end.Stop()
		tick := time.NewTicker(glance)
		defer tick.Stop()
		for {
			before := seen
			if err := ask.QueryRowContext(ctx).Scan(&seen); err != nil || seen != before {
				return err
			}
			select {
			case <-tick.C:
			case <-own:
				return nil
			case <-end.C:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}, nil
}
