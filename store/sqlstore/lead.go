package sqlstore

import "context"

// Lead implements store.Store.
func (s *Store) Lead(ctx context.Context, what string) (release func(), ok bool, err error) {
	return s.d.Lead(ctx, s.write, what)
}
