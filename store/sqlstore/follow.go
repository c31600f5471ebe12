package sqlstore

import (
	"context"
	"database/sql/driver"
	"slices"
	"sync"
	"time"
)

// followers are told of what is written through this Store.
type followers struct {
	mu   sync.Mutex
	list []chan struct{}
}

func (f *followers) add() chan struct{} {
	ch := make(chan struct{}, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, ch)
	return ch
}

func (f *followers) remove(ch chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = slices.DeleteFunc(f.list, func(x chan struct{}) bool { return x == ch })
}

func (f *followers) tell() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, ch := range f.list {
		select {
		case ch <- struct{}{}:
		default: // it has been told, and has not looked yet
		}
	}
}

// Follow implements store.Store.
func (s *Store) Follow(ctx context.Context) (wait func(ctx context.Context, most time.Duration) error, stop func(), err error) {
	c, err := s.read.Conn(ctx)
	if err != nil {
		return nil, nil, s.wrap("following the record", err)
	}
	own := s.followers.add()
	stop = func() {
		s.followers.remove(own)
		// The connection is not used for anything else afterwards: it still listens.
		_ = c.Raw(func(any) error { return driver.ErrBadConn })
		_ = c.Close()
	}
	next, err := s.d.Follow(ctx, c, own)
	if err != nil {
		stop()
		return nil, nil, s.wrap("following the record", err)
	}
	wait = func(ctx context.Context, most time.Duration) error {
		return s.wrap("following the record", next(ctx, most))
	}
	return wait, stop, nil
}
