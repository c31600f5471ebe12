package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"casus"
	"casus/store"
)

// UseCoder implements store.Store.
func (s *Store) UseCoder(ctx context.Context, c store.Coder) error {
	return s.tx(ctx, "registering the coder", func(t *sql.Tx) error {
		_, err := t.ExecContext(ctx, s.q(`INSERT INTO coders(key, program, model, lexicon, ontology, used)
			VALUES (?, ?, ?, ?, ?, (SELECT COALESCE(MAX(used), 0) + 1 FROM coders))
			ON CONFLICT (key) DO UPDATE SET used = (SELECT MAX(used) + 1 FROM coders)
			WHERE coders.used < (SELECT MAX(used) FROM coders)`), c.Key, c.Program, c.Model, c.Lexicon, c.Ontology)
		return err
	})
}

// Coders implements store.Store.
func (s *Store) Coders(ctx context.Context) ([]store.Coder, error) {
	return collect(ctx, s, "listing coders", `SELECT key, program, model, lexicon, ontology FROM coders ORDER BY used DESC`, nil, func(rows *sql.Rows) (c store.Coder, err error) {
		return c, rows.Scan(&c.Key, &c.Program, &c.Model, &c.Lexicon, &c.Ontology)
	})
}

// inUse is the coder that a question is about.
func (s *Store) inUse(ctx context.Context, coder string) (string, error) {
	if coder != "" {
		return coder, nil
	}
	err := s.read.QueryRowContext(ctx, `SELECT key FROM coders ORDER BY used DESC LIMIT 1`).Scan(&coder)
	if err == sql.ErrNoRows {
		return "", fmt.Errorf("nothing has been coded yet: %w", casus.ErrNotFound)
	}
	return coder, s.wrap("the coder in use", err)
}

// Record implements store.Store.
func (s *Store) Record(ctx context.Context, batch []store.Coding) error {
	return s.tx(ctx, "recording codings", func(t *sql.Tx) error {
		_, err := s.record(ctx, t, batch, nil)
		return err
	})
}

// record writes codings, with the occurrences that their events have been given, and
// says whether all were written that have findings.
func (s *Store) record(ctx context.Context, t *sql.Tx, batch []store.Coding, of map[string]*store.Membership) (all bool, err error) {
	w := findings{of: of}
	all = true
	for i := range batch {
		fresh, err := s.claim(ctx, t, &batch[i])
		if err != nil {
			return false, err
		}
		switch {
		case batch[i].Error != "":
		case fresh:
			w.add(&batch[i])
		default:
			all = false
		}
	}
	return all, s.write3(ctx, t, &w)
}

// claim writes the row of a coding and says whether it did: one that succeeded stays.
func (s *Store) claim(ctx context.Context, t *sql.Tx, c *store.Coding) (bool, error) {
	warnings, err := json.Marshal(c.Warnings)
	if err != nil {
		return false, err
	}
	tries := 0
	if c.Error != "" {
		tries = max(1, c.Tries)
	}
	insert := func() (bool, error) {
		r, err := t.ExecContext(ctx, s.q(`INSERT INTO codings(dispatch, coder, error, tries, warnings) VALUES (?, ?, ?, ?, ?) ON CONFLICT (coder, dispatch) DO NOTHING`),
			c.Dispatch, c.Coder, c.Error, tries, string(warnings))
		if err != nil {
			return false, err
		}
		n, err := r.RowsAffected()
		return n == 1, err
	}
	if done, err := insert(); done || err != nil {
		return done, err
	}
	var old int
	if err := t.QueryRowContext(ctx, s.q(`SELECT tries FROM codings WHERE coder = ? AND dispatch = ?`), c.Coder, c.Dispatch).Scan(&old); err != nil || old == 0 {
		return false, err // coded before
	}
	// A new number, so that consumers meet it as the news it is.
	if _, err := t.ExecContext(ctx, s.q(`DELETE FROM codings WHERE coder = ? AND dispatch = ?`), c.Coder, c.Dispatch); err != nil {
		return false, err
	}
	if c.Error != "" {
		tries = max(old+1, c.Tries)
	}
	return insert()
}

// findings are rows on their way into the tables.
type findings struct {
	events, parties, pairs, statements, commitments [][]any
	// of are the occurrences of the events, by id, where they are known.
	of map[string]*store.Membership
}

func (w *findings) add(c *store.Coding) {
	for i := range c.Events {
		e := &c.Events[i]
		occurrence, leads := "", 0
		if m := w.of[e.ID]; m != nil {
			occurrence, leads = m.Group, bit(m.First)
		}
		w.events = append(w.events, []any{c.Coder, e.ID, c.Dispatch, e.Sentence, e.Event, e.Mode, list(e.Contexts), e.CAMEO, e.Quad, e.Plover, e.Goldstein,
			e.Day, bit(e.Reciprocal), int(e.Status), bit(e.Counted), e.Claimant, e.Place, e.PlaceName, e.Lat, e.Lon, e.Confidence, e.Reading, e.Trigger, occurrence, leads, string(e.JSON)})
		for n, p := range e.Parties {
			w.parties = append(w.parties, []any{c.Coder, e.ID, string(p.Side), n, p.Key, p.Country, p.Code, p.Name, p.Wikidata, list(p.Sectors), e.Day})
		}
		for _, p := range pairsOf(e) {
			w.pairs = append(w.pairs, []any{c.Coder, p[0], p[1], e.Day, e.ID, e.Event})
		}
	}
	for i := range c.Statements {
		x := &c.Statements[i]
		w.statements = append(w.statements, []any{c.Coder, x.ID, c.Dispatch, x.Sentence, x.Speaker, x.SpeakerName, x.About, x.Position, x.Day, string(x.JSON)})
	}
	for i := range c.Commitments {
		x := &c.Commitments[i]
		w.commitments = append(w.commitments, []any{c.Coder, x.ID, c.Dispatch, x.Sentence, x.Kind, x.State, list(x.Parties), list(x.Recipients), x.Made, x.Due, string(x.JSON)})
	}
}

func (s *Store) write3(ctx context.Context, t *sql.Tx, w *findings) error {
	for _, x := range [...]struct {
		head string
		n    int
		rows [][]any
	}{
		{`INSERT INTO events(coder, id, dispatch, sentence, event, mode, contexts, cameo, quad, plover, goldstein, day, reciprocal, status, counted, claimant,
			place, place_name, lat, lon, confidence, reading, trigger_words, occurrence, leads, json) VALUES`, 26, w.events},
		{`INSERT INTO parties(coder, event, side, n, key, country, code, name, wikidata, sectors, day) VALUES`, 11, w.parties},
		{`INSERT INTO pairs(coder, actor, recipient, day, event, kind) VALUES`, 6, w.pairs},
		{`INSERT INTO statements(coder, id, dispatch, sentence, speaker, speaker_name, about, position, day, json) VALUES`, 10, w.statements},
		{`INSERT INTO commitments(coder, id, dispatch, sentence, kind, state, parties, recipients, made, due, json) VALUES`, 11, w.commitments},
	} {
		// In the order of the table, so that a page of it is met once.
		slices.SortStableFunc(x.rows, func(a, b []any) int { return cmp.Compare(a[1].(string), b[1].(string)) })
		if err := s.insert(ctx, t, x.head, `ON CONFLICT DO NOTHING`, x.n, x.rows); err != nil {
			return err
		}
	}
	return nil
}

// Codings implements store.Store.
func (s *Store) Codings(ctx context.Context, coder string, after int64, limit int) ([]store.Coding, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s, "listing codings", `SELECT seq, dispatch, coder, error, tries, warnings FROM codings WHERE coder = ? AND seq > ? ORDER BY seq LIMIT ?`,
		[]any{coder, after, limit}, scanCoding)
}

// Failures implements store.Store.
func (s *Store) Failures(ctx context.Context, coder string, limit int) ([]store.Coding, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s, "listing failures", `SELECT seq, dispatch, coder, error, tries, warnings FROM codings WHERE coder = ? AND error <> '' ORDER BY seq DESC LIMIT ?`,
		[]any{coder, limit}, scanCoding)
}

// Retry implements store.Store.
func (s *Store) Retry(ctx context.Context, coder string, dispatches ...string) (n int, err error) {
	if coder, err = s.inUse(ctx, coder); err != nil {
		return 0, err
	}
	err = s.tx(ctx, "forgetting failures", func(t *sql.Tx) error {
		where, args := "", []any{coder}
		if len(dispatches) > 0 {
			where = ` AND dispatch IN ` + in(len(dispatches))
			for _, d := range dispatches {
				args = append(args, d)
			}
		}
		r, err := t.ExecContext(ctx, s.q(`DELETE FROM codings WHERE coder = ? AND error <> ''`+where), args...)
		if err != nil {
			return err
		}
		gone, err := r.RowsAffected()
		n = int(gone)
		return err
	})
	return n, err
}

func scanCoding(rows *sql.Rows) (c store.Coding, err error) {
	var warnings string
	if err = rows.Scan(&c.Seq, &c.Dispatch, &c.Coder, &c.Error, &c.Tries, &warnings); err == nil {
		err = json.Unmarshal([]byte(warnings), &c.Warnings)
	}
	return c, err
}

// Findings implements store.Store.
func (s *Store) Findings(ctx context.Context, coder, dispatch string) (store.Coding, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return store.Coding{}, err
	}
	found, err := collect(ctx, s, "reading the coding of "+dispatch, `SELECT seq, dispatch, coder, error, tries, warnings FROM codings WHERE coder = ? AND dispatch = ?`,
		[]any{coder, dispatch}, scanCoding)
	if err != nil {
		return store.Coding{}, err
	}
	if len(found) == 0 {
		return store.Coding{}, fmt.Errorf("the coding of dispatch %s by coder %s: %w", dispatch, coder, casus.ErrNotFound)
	}
	c := found[0]
	f := store.Filter{Coder: coder, Dispatch: dispatch, Limit: maxLimit}
	if c.Events, err = s.events(ctx, `WHERE e.dispatch = ? AND e.coder = ? ORDER BY e.sentence, e.id`, dispatch, coder); err != nil {
		return c, err
	}
	if c.Statements, err = s.Statements(ctx, f); err != nil {
		return c, err
	}
	c.Commitments, err = s.Commitments(ctx, f)
	return c, err
}

// Cursor implements store.Store.
func (s *Store) Cursor(ctx context.Context, consumer string) (int64, error) {
	var n int64
	err := s.read.QueryRowContext(ctx, s.q(`SELECT position FROM cursors WHERE consumer = ?`), consumer).Scan(&n)
	if err == sql.ErrNoRows {
		return 0, nil
	}
	return n, s.wrap("the cursor of "+strconv.Quote(consumer), err)
}

// nameOf is the cursor in whose place the name of the record stands.
const nameOf = "the name of the record"

// Name implements store.Store.
func (s *Store) Name(ctx context.Context) (string, error) {
	n, err := s.Cursor(ctx, nameOf)
	if err != nil || n != 0 {
		return strconv.FormatInt(n, 36), err
	}
	err = s.tx(ctx, "naming the record", func(t *sql.Tx) error {
		_, err := t.ExecContext(ctx, s.q(`INSERT INTO cursors(consumer, position) VALUES (?, ?) ON CONFLICT (consumer) DO NOTHING`), nameOf, 1+rand.Int64N(1<<62))
		return err
	})
	if err == nil {
		n, err = s.Cursor(ctx, nameOf)
	}
	return strconv.FormatInt(n, 36), err
}
