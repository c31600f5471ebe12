package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"casus"
	"casus/store"
)

// Apply implements store.Store.
func (s *Store) Apply(ctx context.Context, c store.Conclusions) error {
	return s.tx(ctx, "applying the conclusions of "+c.Consumer, func(t *sql.Tx) error {
		written := map[string]bool{}
		if len(c.Codings) > 0 {
			if err := s.applyCodings(ctx, t, &c, written); err != nil {
				return err
			}
		}
		if err := s.move(ctx, t, c.Consumer, c.From, c.To); err != nil {
			return err
		}
		if err := s.applyOccurrences(ctx, t, &c, written); err != nil {
			return err
		}
		for _, step := range [...]func(context.Context, *sql.Tx, *store.Conclusions) error{
			s.applyTallies, s.applyCopies, s.applyStories, s.applySignatures, s.applyAlerts,
		} {
			if err := step(ctx, t, &c); err != nil {
				return err
			}
		}
		return nil
	})
}

// applyCodings writes the codings that the conclusions are drawn from, notes which events
// have been written with their occurrence, and where the cursor is after them.
func (s *Store) applyCodings(ctx context.Context, t *sql.Tx, c *store.Conclusions, written map[string]bool) error {
	const last = `SELECT COALESCE(MAX(seq), 0) FROM codings WHERE coder = ? AND seq > ?`
	var between int64
	if err := t.QueryRowContext(ctx, s.q(last), c.Coder, c.From).Scan(&between); err != nil {
		return err
	}
	if between != 0 {
		return fmt.Errorf("there are codings behind %d that are not concluded from: %w", c.From, casus.ErrConflict)
	}
	of := make(map[string]*store.Membership, len(c.Occurrences))
	for i := range c.Occurrences {
		of[c.Occurrences[i].Member] = &c.Occurrences[i]
	}
	all, err := s.record(ctx, t, c.Codings, of)
	if err != nil {
		return err
	}
	if !all {
		return fmt.Errorf("one of the dispatches is coded already: %w", casus.ErrConflict)
	}
	for i := range c.Codings {
		for j := range c.Codings[i].Events {
			written[c.Codings[i].Events[j].ID] = true
		}
	}
	return t.QueryRowContext(ctx, s.q(last), c.Coder, c.From).Scan(&c.To)
}

// move moves a cursor from where it was read.
func (s *Store) move(ctx context.Context, t *sql.Tx, consumer string, from, to int64) error {
	r, err := t.ExecContext(ctx, s.q(`INSERT INTO cursors(consumer, position) VALUES (?, ?)
		ON CONFLICT (consumer) DO UPDATE SET position = excluded.position WHERE cursors.position = ?`), consumer, to, from)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("the cursor of %q is no longer at %d; another process has read on: %w", consumer, from, casus.ErrConflict)
	}
	return nil
}

// applyOccurrences puts events into their occurrence; those of written have it already.
func (s *Store) applyOccurrences(ctx context.Context, t *sql.Tx, c *store.Conclusions, written map[string]bool) error {
	rows := make([][]any, len(c.Occurrences))
	for i, m := range c.Occurrences {
		rows[i] = []any{c.Coder, m.Member, m.Group, m.Why, m.Score, bit(m.Independent)}
	}
	if err := s.insert(ctx, t, `INSERT INTO occurrences(coder, event, occurrence, why, score, independent) VALUES`,
		`ON CONFLICT (coder, event) DO UPDATE SET occurrence = excluded.occurrence, why = excluded.why, score = excluded.score, independent = excluded.independent`, 6, rows); err != nil {
		return err
	}
	set, err := t.PrepareContext(ctx, s.q(`UPDATE events SET occurrence = ?, leads = ? WHERE coder = ? AND id = ?`))
	if err != nil {
		return err
	}
	defer set.Close()
	for _, m := range c.Occurrences {
		if written[m.Member] {
			continue
		}
		if _, err := set.ExecContext(ctx, m.Group, bit(m.First), c.Coder, m.Member); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) applyTallies(ctx context.Context, t *sql.Tx, c *store.Conclusions) error {
	// One row a key: an upsert may not meet the same row twice.
	type key struct {
		actor, recipient, day, event string
		mutual                       bool
	}
	at := map[key]int{}
	var sums []store.Tally
	for _, x := range c.Counts {
		k := key{x.Actor, x.Recipient, x.Day, x.Event, x.Mutual}
		i, ok := at[k]
		if !ok {
			at[k] = len(sums)
			sums = append(sums, x)
			continue
		}
		y := &sums[i]
		y.Count, y.Mentions = y.Count+x.Count, y.Mentions+x.Mentions
		y.Plover, y.Goldstein = y.Plover+x.Plover, y.Goldstein+x.Goldstein
		y.MentionPlover, y.MentionGoldstein = y.MentionPlover+x.MentionPlover, y.MentionGoldstein+x.MentionGoldstein
	}
	rows := make([][]any, len(sums))
	for i, x := range sums {
		rows[i] = []any{c.Coder, x.Actor, x.Recipient, x.Day, x.Event, bit(x.Mutual), x.Quad, x.Count, x.Mentions, x.Plover, x.Goldstein, x.MentionPlover, x.MentionGoldstein}
	}
	return s.insert(ctx, t, `INSERT INTO dyad_days(coder, actor, recipient, day, event, mutual, quad, n, mentions, plover, goldstein, mention_plover, mention_goldstein) VALUES`,
		`ON CONFLICT (coder, actor, recipient, day, event, mutual) DO UPDATE SET n = dyad_days.n + excluded.n, mentions = dyad_days.mentions + excluded.mentions,
		plover = dyad_days.plover + excluded.plover, goldstein = dyad_days.goldstein + excluded.goldstein,
		mention_plover = dyad_days.mention_plover + excluded.mention_plover, mention_goldstein = dyad_days.mention_goldstein + excluded.mention_goldstein`, 13, rows)
}

func (s *Store) applyCopies(ctx context.Context, t *sql.Tx, c *store.Conclusions) error {
	for _, x := range c.Copies {
		if _, err := t.ExecContext(ctx, s.q(`UPDATE dispatches SET copy_of = ?, copy_why = ? WHERE id = ?`), x.Of, x.Why, x.Dispatch); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) applyStories(ctx context.Context, t *sql.Tx, c *store.Conclusions) error {
	for _, m := range c.Stories {
		r, err := t.ExecContext(ctx, s.q(`INSERT INTO story_members(dispatch, story, why, score, independent) VALUES (?, ?, ?, ?, ?) ON CONFLICT (dispatch) DO NOTHING`),
			m.Member, m.Group, m.Why, m.Score, bit(m.Independent))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return err
			}
			continue // a dispatch is in one story, from when it came in
		}
		if _, err := t.ExecContext(ctx, s.q(`UPDATE dispatches SET story = ? WHERE id = ?`), m.Group, m.Member); err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, s.q(`INSERT INTO stories(id, title, first, last, dispatches, sources) VALUES (?, ?, ?, ?, 1, ?)
			ON CONFLICT (id) DO UPDATE SET first = CASE WHEN excluded.first < stories.first THEN excluded.first ELSE stories.first END,
			last = CASE WHEN excluded.last > stories.last THEN excluded.last ELSE stories.last END,
			dispatches = stories.dispatches + 1, sources = stories.sources + excluded.sources`), m.Group, m.Title, m.Day, m.Day, bit(m.Independent))
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) applySignatures(ctx context.Context, t *sql.Tx, c *store.Conclusions) error {
	var sketches, bands [][]any
	for _, x := range c.Signatures {
		sketches = append(sketches, []any{x.Dispatch, x.Sketch})
		for _, b := range x.Bands {
			bands = append(bands, []any{int64(b), x.Seq})
		}
	}
	// In the order of the table, so that a page of it is met once.
	slices.SortFunc(bands, func(a, b []any) int { return cmp.Compare(a[0].(int64), b[0].(int64)) })
	if err := s.insert(ctx, t, `INSERT INTO signatures(dispatch, sketch) VALUES`, `ON CONFLICT DO NOTHING`, 2, sketches); err != nil {
		return err
	}
	return s.insert(ctx, t, `INSERT INTO bands(band, seq) VALUES`, `ON CONFLICT DO NOTHING`, 2, bands)
}

// Alike implements store.Store.
func (s *Store) Alike(ctx context.Context, bands []uint64, each int) (map[uint64][]int64, error) {
	out := map[uint64][]int64{}
	for page := range slices.Chunk(bands, maxParameters) {
		args := make([]any, len(page))
		for i, b := range page {
			args[i] = int64(b)
		}
		rows, err := s.read.QueryContext(ctx, s.q(`SELECT band, seq FROM bands WHERE band IN `+in(len(page))+` ORDER BY band, seq`), args...)
		if err != nil {
			return nil, s.wrap("looking for dispatches alike", err)
		}
		for rows.Next() {
			var band, seq int64
			if err := rows.Scan(&band, &seq); err != nil {
				return nil, s.wrap("looking for dispatches alike", errors.Join(err, rows.Close()))
			}
			if list := out[uint64(band)]; len(list) < each {
				out[uint64(band)] = append(list, seq)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, s.wrap("looking for dispatches alike", err)
		}
	}
	return out, nil
}

// Signed implements store.Store.
func (s *Store) Signed(ctx context.Context, seqs []int64) ([]store.Signed, error) {
	var out []store.Signed
	for page := range slices.Chunk(seqs, maxParameters) {
		args := make([]any, len(page))
		for i, q := range page {
			args[i] = q
		}
		list, err := collect(ctx, s, "reading signatures", `SELECT d.seq, d.id, g.sketch, d.publisher, d.published, d.story, d.copy_of
			FROM dispatches d JOIN signatures g ON g.dispatch = d.id WHERE d.seq IN `+in(len(page))+` ORDER BY d.seq`, args, func(rows *sql.Rows) (x store.Signed, err error) {
			var published string
			err = rows.Scan(&x.Seq, &x.Dispatch, &x.Sketch, &x.Publisher, &published, &x.Story, &x.CopyOf)
			x.Published = readTime(published)
			return x, err
		})
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Story implements store.Store.
func (s *Store) Story(ctx context.Context, id string) ([]store.Dispatch, error) {
	return s.dispatches(ctx, "reading story "+id, `WHERE d.story = ? AND d.story <> '' ORDER BY d.published, d.seq`, id)
}

// StoryReasons implements store.Store.
func (s *Store) StoryReasons(ctx context.Context, id string) ([]store.Membership, error) {
	return s.reasons(ctx, `SELECT m.dispatch, m.story, m.why, m.score, m.independent FROM dispatches d JOIN story_members m ON m.dispatch = d.id
		WHERE d.story = ? AND d.story <> '' ORDER BY d.published, d.seq`, id)
}

// OccurrenceReasons implements store.Store.
func (s *Store) OccurrenceReasons(ctx context.Context, coder, id string) ([]store.Membership, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return nil, err
	}
	return s.reasons(ctx, `SELECT event, occurrence, why, score, independent FROM occurrences WHERE coder = ? AND occurrence = ? ORDER BY event`, coder, id)
}

func (s *Store) reasons(ctx context.Context, query string, args ...any) ([]store.Membership, error) {
	return collect(ctx, s, "reading why things were put together", query, args, func(rows *sql.Rows) (m store.Membership, err error) {
		var own int
		err = rows.Scan(&m.Member, &m.Group, &m.Why, &m.Score, &own)
		m.Independent = own == 1
		m.First = m.Member == m.Group
		return m, err
	})
}

// Stories implements store.Store.
func (s *Store) Stories(ctx context.Context, from, to string, n int) ([]store.Story, error) {
	f := store.Filter{From: from, To: to}
	w := &where{s: s}
	w.and("1 = 1")
	w.days("last", &f)
	return collect(ctx, s, "listing stories", `SELECT id, title, first, last, dispatches, sources FROM stories WHERE `+w.sql()+` ORDER BY last DESC, sources DESC, id LIMIT ?`,
		append(w.args, n), func(rows *sql.Rows) (x store.Story, err error) {
			return x, rows.Scan(&x.ID, &x.Title, &x.First, &x.Last, &x.Dispatches, &x.Sources)
		})
}
