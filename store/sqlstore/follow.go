package sqlstore

import (
	"context"
	"time"
)

// Follow implements store.Store.
func (s *Store) Follow(ctx context.Context) (wait func(ctx context.Context, most time.Duration) error, stop func(), err error) {
	c, err := s.read.Conn(ctx)
	if err != nil {
		return nil, nil, s.wrap("following the record", err)
	}
	next, err := s.d.Follow(ctx, c)
	if err != nil {
		_ = c.Close()
		return nil, nil, s.wrap("following the record", err)
	}
	wait = func(ctx context.Context, most time.Duration) error {
		return s.wrap("following the record", next(ctx, most))
	}
	return wait, func() { _ = c.Close() }, nil
}
