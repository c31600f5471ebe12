package sqlstore

import (
	"context"
	"database/sql/driver"
	"time"
)

// Follow implements store.Store.
func (s *Store) Follow(ctx context.Context) (wait func(ctx context.Context, most time.Duration) error, stop func(), err error) {
	c, err := s.read.Conn(ctx)
	if err != nil {
		return nil, nil, s.wrap("following the record", err)
	}
	// The connection is not used for anything else afterwards: it still listens.
	stop = func() {
		_ = c.Raw(func(any) error { return driver.ErrBadConn })
		_ = c.Close()
	}
	next, err := s.d.Follow(ctx, c)
	if err != nil {
		stop()
		return nil, nil, s.wrap("following the record", err)
	}
	wait = func(ctx context.Context, most time.Duration) error {
		return s.wrap("following the record", next(ctx, most))
	}
	return wait, stop, nil
}
