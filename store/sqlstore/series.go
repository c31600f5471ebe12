package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"casus/store"
)

// Days implements store.Store. What was taken back to nothing is left out.
func (s *Store) Days(ctx context.Context, q store.DayQuery) ([]store.DayCount, error) {
	coder, err := s.inUse(ctx, q.Coder)
	if err != nil {
		return nil, err
	}
	columns, counted := "y.n, y.plover, y.goldstein", "y.n"
	if q.Mentions {
		columns, counted = "y.mentions, y.mention_plover, y.mention_goldstein", "y.mentions"
	}
	// Rows of the pair as it was asked for, then those of pairs without an order; each
	// kind has its own way through the index.
	directed, mutual := &where{s: s}, &where{s: s}
	directed.and("y.coder = ?", coder)
	mutual.and("y.coder = ? AND y.mutual = 1", coder)
	halves, of := []*where{directed}, s.d.By("dyad_days_recipient")
	by := map[*where]string{}
	switch a, b := q.Actor, q.Recipient; {
	case a != "" && b != "":
		directed.and("y.actor = ? AND y.recipient = ? AND y.mutual = 0", a, b)
		mutual.and("y.actor = ? AND y.recipient = ?", min(a, b), max(a, b))
		halves = append(halves, mutual)
	case a != "":
		directed.and("y.actor = ?", a)
		mutual.and("y.recipient = ?", a)
		by[mutual] = of
		halves = append(halves, mutual)
	case b != "":
		directed.and("y.recipient = ?", b)
		by[directed] = of
		mutual.and("y.actor = ?", b)
		halves = append(halves, mutual)
	}
	var parts []string
	var args []any
	for _, w := range halves {
		w.days("y.day", &store.Filter{From: q.From, To: q.To})
		parts = append(parts, `SELECT y.actor, y.recipient, y.mutual, y.day, y.event, y.quad, `+columns+` FROM dyad_days y`+by[w]+` WHERE `+w.sql()+` AND `+counted+` <> 0`)
		args = append(args, w.args...)
	}
	out, err := collect(ctx, s, "reading the counts of days", strings.Join(parts, " UNION ALL "), args, func(rows *sql.Rows) (c store.DayCount, err error) {
		var mutual int
		err = rows.Scan(&c.Actor, &c.Recipient, &mutual, &c.Day, &c.Event, &c.Quad, &c.Count, &c.Plover, &c.Goldstein)
		c.Mutual = mutual == 1
		return c, err
	})
	// Sorted here: asked for an order, SQLite reads all days of all actors in it.
	slices.SortFunc(out, func(x, y store.DayCount) int {
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.Actor, y.Actor), cmp.Compare(x.Recipient, y.Recipient), cmp.Compare(x.Event, y.Event), boolCompare(x.Mutual, y.Mutual))
	})
	return out, err
}

func boolCompare(x, y bool) int { return bit(x) - bit(y) }

// Volume implements store.Store.
func (s *Store) Volume(ctx context.Context, coder, from, to string) ([]store.DayVolume, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return nil, err
	}
	f := store.Filter{From: from, To: to}
	w, e := &where{s: s}, &where{s: s}
	w.and("d.replaced_by = ''")
	w.and("d.day <> ''")
	w.days("d.day", &f)
	e.and("y.coder = ?", coder)
	e.days("y.day", &f)
	return collect(ctx, s, "reading the volume of days", `SELECT day, SUM(dispatches), SUM(events) FROM (
		SELECT d.day AS day, COUNT(*) AS dispatches, 0 AS events FROM dispatches d WHERE `+w.sql()+` GROUP BY d.day
		UNION ALL SELECT y.day, 0, SUM(y.n) FROM dyad_days y WHERE `+e.sql()+` GROUP BY y.day) v GROUP BY day ORDER BY day`,
		append(w.args, e.args...), func(rows *sql.Rows) (v store.DayVolume, err error) {
			return v, rows.Scan(&v.Day, &v.Dispatches, &v.Events)
		})
}
