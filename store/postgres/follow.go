package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// written is the channel on which a transaction that is committed tells those who listen.
const written = "casus_written"

// follow waits until a writer, this program or another, says that it has written.
func follow(ctx context.Context, c *sql.Conn, _ <-chan struct{}) (func(ctx context.Context, most time.Duration) error, error) {
	if _, err := c.ExecContext(ctx, `LISTEN `+written); err != nil {
		return nil, err
	}
	return func(ctx context.Context, most time.Duration) error {
		within, cancel := context.WithTimeout(ctx, most)
		defer cancel()
		err := c.Raw(func(conn any) error {
			_, err := conn.(*stdlib.Conn).Conn().WaitForNotification(within)
			return err
		})
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return nil
		}
		return err
	}, nil
}
