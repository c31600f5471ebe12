package sqlstore

import (
	"context"
	"database/sql"

	"casus/store"
)

// Days implements store.Store. What was taken back to nothing is left out.
func (s *Store) Days(ctx context.Context, q store.DayQuery) ([]store.DayCount, error) {
	coder, err := s.inUse(ctx, q.Coder)
	if err != nil {
		return nil, err
	}
	w := &where{s: s}
	w.and("y.coder = ?", coder)
	a, b := q.Actor, q.Recipient
	switch {
	case a != "" && b != "":
		w.and("(y.actor = ? AND y.recipient = ? AND y.mutual = 0 OR y.actor = ? AND y.recipient = ? AND y.mutual = 1)", a, b, min(a, b), max(a, b))
	case a != "":
		w.and("(y.actor = ? OR y.recipient = ? AND y.mutual = 1)", a, a)
	case b != "":
		w.and("(y.recipient = ? OR y.actor = ? AND y.mutual = 1)", b, b)
	}
	f := store.Filter{From: q.From, To: q.To}
	w.days("y.day", &f)
	columns, counted := "y.n, y.plover, y.goldstein", "y.n"
	if q.Mentions {
		columns, counted = "y.mentions, y.mention_plover, y.mention_goldstein", "y.mentions"
	}
	return collect(ctx, s, "reading the counts of days", `SELECT y.actor, y.recipient, y.mutual, y.day, y.event, y.quad, `+columns+
		` FROM dyad_days y WHERE `+w.sql()+` AND `+counted+` <> 0 ORDER BY y.day, y.actor, y.recipient, y.event, y.mutual`, w.args, func(rows *sql.Rows) (c store.DayCount, err error) {
		var mutual int
		err = rows.Scan(&c.Actor, &c.Recipient, &mutual, &c.Day, &c.Event, &c.Quad, &c.Count, &c.Plover, &c.Goldstein)
		c.Mutual = mutual == 1
		return c, err
	})
}

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
