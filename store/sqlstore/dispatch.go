package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"casus"
	"casus/store"
)

const dispatchColumns = `d.seq, d.id, d.name, d.source, d.url, d.publisher, d.published, d.title, d.text, d.licence, d.language, d.received,
	d.replaces, d.replaced_by, d.copy_of, d.copy_why, d.story`

func scanDispatch(rows interface{ Scan(...any) error }, more ...any) (store.Dispatch, error) {
	var d store.Dispatch
	var published, received string
	to := []any{&d.Seq, &d.ID, &d.Name, &d.Source, &d.URL, &d.Publisher, &published, &d.Title, &d.Text, &d.Licence, &d.Language, &received,
		&d.Replaces, &d.ReplacedBy, &d.CopyOf, &d.CopyWhy, &d.Story}
	if err := rows.Scan(append(to, more...)...); err != nil {
		return d, err
	}
	d.Published, d.Received = readTime(published), readTime(received)
	return d, nil
}

func writeTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func readTime(s string) time.Time {
	t, _ := time.Parse(time.RFC3339, s) // written by writeTime
	return t
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// address is what a later version of a dispatch shares with it, "" where nothing does.
func address(d *store.Dispatch) string {
	switch {
	case d.URL != "":
		return d.URL
	case d.Name != "" && d.Source != "":
		return d.Source + "\x1f" + d.Name
	}
	return ""
}

// Put implements store.Store.
func (s *Store) Put(ctx context.Context, batch []store.Dispatch) ([]store.Put, error) {
	puts := make([]store.Put, len(batch))
	err := s.tx(ctx, "putting dispatches", func(t *sql.Tx) error {
		for i := range batch {
			var err error
			if puts[i], err = s.put(ctx, t, batch[i]); err != nil {
				return fmt.Errorf("%s: %w", batch[i].Name, err)
			}
		}
		return nil
	})
	return puts, err
}

func (s *Store) put(ctx context.Context, t *sql.Tx, d store.Dispatch) (store.Put, error) {
	for _, x := range [...]*string{&d.Name, &d.Source, &d.URL, &d.Publisher, &d.Title, &d.Text, &d.Licence, &d.Language} {
		*x = store.Plain(*x)
	}
	d.ID = store.ID(&d)
	p := store.Put{ID: d.ID}
	at := address(&d)
	if at != "" {
		err := t.QueryRowContext(ctx, s.q(`SELECT id FROM dispatches WHERE address = ? AND replaced_by = '' ORDER BY seq DESC LIMIT 1`), at).Scan(&d.Replaces)
		if err != nil && err != sql.ErrNoRows {
			return p, err
		}
	}
	if d.Replaces == d.ID {
		return p, nil
	}
	var seq int64
	err := t.QueryRowContext(ctx, s.q(`INSERT INTO dispatches(id, name, source, url, publisher, published, day, title, text, licence, language, received, address, replaces)
		VALUES `+in(14)+` ON CONFLICT (id) DO NOTHING RETURNING seq`),
		d.ID, d.Name, d.Source, d.URL, d.Publisher, writeTime(d.Published), day(d.Published), d.Title, d.Text, d.Licence, d.Language,
		writeTime(d.Received), at, d.Replaces).Scan(&seq)
	if err == sql.ErrNoRows {
		return p, nil // it is there already
	}
	if err != nil {
		return p, err
	}
	p.New, p.Replaces = true, d.Replaces
	if s.d.Index != "" {
		if _, err := t.ExecContext(ctx, s.q(s.d.Index), seq, d.Title, d.Text); err != nil {
			return p, err
		}
	}
	if d.Replaces != "" {
		_, err = t.ExecContext(ctx, s.q(`UPDATE dispatches SET replaced_by = ? WHERE id = ?`), d.ID, d.Replaces)
	}
	return p, err
}

// Dispatch implements store.Store.
func (s *Store) Dispatch(ctx context.Context, id string) (store.Dispatch, error) {
	d, err := scanDispatch(s.read.QueryRowContext(ctx, s.q(`SELECT `+dispatchColumns+` FROM dispatches d WHERE id = ?`), id))
	return d, s.wrap("dispatch "+id, err)
}

// DispatchesOf implements store.Store.
func (s *Store) DispatchesOf(ctx context.Context, ids []string) ([]store.Dispatch, error) {
	var out []store.Dispatch
	for part := range slices.Chunk(ids, 5000) {
		list, err := s.dispatches(ctx, "reading dispatches", `WHERE d.id IN `+in(len(part))+` ORDER BY d.seq`, anys(part)...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b store.Dispatch) int { return cmp.Compare(a.Seq, b.Seq) })
	return out, nil
}

// dispatches runs a query for dispatches.
func (s *Store) dispatches(ctx context.Context, doing, where string, args ...any) ([]store.Dispatch, error) {
	return collect(ctx, s, doing, `SELECT `+dispatchColumns+` FROM dispatches d `+where, args, func(rows *sql.Rows) (store.Dispatch, error) {
		return scanDispatch(rows)
	})
}

// collect runs a query and scans its rows.
func collect[T any](ctx context.Context, s *Store, doing, query string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	rows, err := s.read.QueryContext(ctx, s.q(query), args...)
	if err != nil {
		return nil, s.wrap(doing, err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, s.wrap(doing, err)
		}
		out = append(out, x)
	}
	return out, s.wrap(doing, rows.Err())
}

// Dispatches implements store.Store.
func (s *Store) Dispatches(ctx context.Context, after int64, limit int) ([]store.Dispatch, error) {
	return s.dispatches(ctx, "listing dispatches", `WHERE d.seq > ? ORDER BY d.seq LIMIT ?`, after, limit)
}

// Search implements store.Store.
func (s *Store) Search(ctx context.Context, words string, offset, limit int) ([]store.Found, error) {
	w := s.d.Words(words)
	if w == "" {
		return nil, fmt.Errorf("searching for %q: no word in it: %w", words, casus.ErrInvalid)
	}
	return collect(ctx, s, "searching dispatches", `SELECT `+dispatchColumns+`, f.snippet FROM (`+s.d.Search+`) f JOIN dispatches d ON d.seq = f.seq ORDER BY f.rank`,
		s.d.searchArgs(w, limit, offset), func(rows *sql.Rows) (store.Found, error) {
			var f store.Found
			var err error
			f.Dispatch, err = scanDispatch(rows, &f.Snippet)
			return f, err
		})
}

// Pending implements store.Store.
func (s *Store) Pending(ctx context.Context, coder string, after int64, limit int) ([]store.Dispatch, error) {
	return s.dispatches(ctx, "listing what is to be coded",
		`LEFT JOIN codings c ON c.coder = ? AND c.dispatch = d.id
		WHERE d.seq > ? AND d.language IN ('', 'en') AND (c.dispatch IS NULL OR c.error <> '' AND c.tries < ?) ORDER BY d.seq LIMIT ?`,
		coder, after, store.MaxTries, limit)
}
