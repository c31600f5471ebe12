package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"casus"
	"casus/store"
)

// kinds of correction.
var kinds = []string{"accept", "reject", "slot", "add", "same", "apart", "undo"}

// Correct implements store.Store.
func (s *Store) Correct(ctx context.Context, c store.Correction) (store.Correction, error) {
	switch {
	case !slices.Contains(kinds, c.Kind):
		return c, fmt.Errorf("a correction of kind %q: the kinds are %v: %w", c.Kind, kinds, casus.ErrInvalid)
	case c.Author == "":
		return c, fmt.Errorf("a correction needs the name of its author: %w", casus.ErrInvalid)
	case c.Kind != "undo" && c.Dispatch == "":
		return c, fmt.Errorf("a correction names its dispatch: %w", casus.ErrInvalid)
	}
	for _, x := range [...]*string{&c.Slot, &c.Value, &c.Author, &c.Reason} {
		*x = store.Plain(*x)
	}
	err := s.tx(ctx, "writing the correction", func(t *sql.Tx) error {
		return t.QueryRowContext(ctx, s.q(`INSERT INTO corrections(dispatch, event, kind, slot, value, key, author, reason, at) VALUES `+in(9)+` RETURNING number`),
			c.Dispatch, c.Event, c.Kind, c.Slot, c.Value, c.Key, c.Author, c.Reason, writeTime(c.At)).Scan(&c.Number)
	})
	return c, err
}

// Corrections implements store.Store.
func (s *Store) Corrections(ctx context.Context, dispatch string) ([]store.Correction, error) {
	return collect(ctx, s, "listing corrections", `SELECT number, dispatch, event, kind, slot, value, key, author, reason, at FROM corrections
		WHERE ? = '' OR dispatch = ? ORDER BY number`, []any{dispatch, dispatch}, func(rows *sql.Rows) (c store.Correction, err error) {
		var at string
		err = rows.Scan(&c.Number, &c.Dispatch, &c.Event, &c.Kind, &c.Slot, &c.Value, &c.Key, &c.Author, &c.Reason, &at)
		c.At = readTime(at)
		return c, err
	})
}

// Note implements store.Store.
func (s *Store) Note(ctx context.Context, n store.SourceNote) error {
	for _, x := range [...]*string{&n.Source, &n.Error, &n.ETag, &n.Modified} {
		*x = store.Plain(*x)
	}
	return s.tx(ctx, "noting a visit to "+n.Source, func(t *sql.Tx) error {
		_, err := t.ExecContext(ctx, s.q(`INSERT INTO source_notes(source, at, items, fresh, error, etag, modified) VALUES `+in(7)+` ON CONFLICT (source, at) DO UPDATE SET
			items = excluded.items, fresh = excluded.fresh, error = excluded.error, etag = excluded.etag, modified = excluded.modified`),
			n.Source, writeTime(n.At), n.Items, n.New, n.Error, n.ETag, n.Modified)
		return err
	})
}

// Notes implements store.Store.
func (s *Store) Notes(ctx context.Context, since time.Time) ([]store.SourceNote, error) {
	return collect(ctx, s, "listing visits to sources", `SELECT source, at, items, fresh, error, etag, modified FROM source_notes WHERE at >= ? ORDER BY source, at`,
		[]any{writeTime(since)}, func(rows *sql.Rows) (n store.SourceNote, err error) {
			var at string
			err = rows.Scan(&n.Source, &at, &n.Items, &n.New, &n.Error, &n.ETag, &n.Modified)
			n.At = readTime(at)
			return n, err
		})
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context) (c store.Counts, err error) {
	coder, err := s.inUse(ctx, "")
	if err != nil {
		coder = "" // nothing is coded
	}
	for _, x := range [...]struct {
		to    *int
		query string
		coder int
	}{
		{&c.Dispatches, `SELECT COUNT(*) FROM dispatches`, 0},
		{&c.Coded, `SELECT COUNT(*) FROM codings WHERE coder = ? AND error = ''`, 1},
		{&c.Failed, `SELECT COUNT(*) FROM codings WHERE coder = ? AND error <> ''`, 1},
		{&c.Pending, `SELECT COUNT(*) FROM dispatches d WHERE d.language IN ('', 'en') AND NOT EXISTS (SELECT 1 FROM codings c WHERE c.coder = ? AND c.dispatch = d.id)`, 1},
		{&c.Uncoded, `SELECT COUNT(*) FROM dispatches WHERE language NOT IN ('', 'en')`, 0},
		{&c.Events, `SELECT COUNT(*) FROM events WHERE coder = ?`, 1},
		{&c.Occurrences, `SELECT COUNT(DISTINCT occurrence) FROM occurrences WHERE coder = ?`, 1},
		{&c.Statements, `SELECT COUNT(*) FROM statements WHERE coder = ?`, 1},
		{&c.Commitments, `SELECT COUNT(*) FROM commitments WHERE coder = ?`, 1},
		{&c.Stories, `SELECT COUNT(*) FROM stories`, 0},
		{&c.Copies, `SELECT COUNT(*) FROM dispatches WHERE copy_of <> ''`, 0},
		{&c.Replaced, `SELECT COUNT(*) FROM dispatches WHERE replaced_by <> ''`, 0},
		{&c.Corrections, `SELECT COUNT(*) FROM corrections`, 0},
		{&c.Coders, `SELECT COUNT(*) FROM coders`, 0},
	} {
		args := []any{coder}[:x.coder]
		if err := s.read.QueryRowContext(ctx, s.q(x.query), args...).Scan(x.to); err != nil {
			return c, s.wrap("counting the record", err)
		}
	}
	return c, nil
}

// Backup implements store.Store.
func (s *Store) Backup(ctx context.Context, file string) error {
	return s.wrap("backing up to "+file, s.d.Backup(ctx, s.write, file))
}

// Check implements store.Store.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	said, err := collect(ctx, s, "checking the record", s.d.Check, nil, func(rows *sql.Rows) (x string, err error) { return x, rows.Scan(&x) })
	if err != nil {
		return nil, err
	}
	wrong := slices.DeleteFunc(said, func(x string) bool { return x == "ok" })
	for _, x := range [...]struct{ what, query string }{
		{"events without their dispatch", `SELECT COUNT(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.id = e.dispatch)`},
		{"events without their coding", `SELECT COUNT(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM codings c WHERE c.coder = e.coder AND c.dispatch = e.dispatch)`},
		{"parties without their event", `SELECT COUNT(*) FROM parties p WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.coder = p.coder AND e.id = p.event)`},
		{"events whose occurrence is not that of their membership", `SELECT COUNT(*) FROM events e LEFT JOIN occurrences o ON o.coder = e.coder AND o.event = e.id
			WHERE e.occurrence <> COALESCE(o.occurrence, '')`},
		{"stories whose count is not that of their dispatches", `SELECT COUNT(*) FROM stories s LEFT JOIN (SELECT story, COUNT(*) AS n FROM story_members GROUP BY story) m ON m.story = s.id
			WHERE s.dispatches <> COALESCE(m.n, 0)`},
	} {
		var n int
		if err := s.read.QueryRowContext(ctx, x.query).Scan(&n); err != nil {
			return wrong, s.wrap("checking the record", err)
		}
		if n > 0 {
			wrong = append(wrong, fmt.Sprintf("%d %s", n, x.what))
		}
	}
	return wrong, nil
}
