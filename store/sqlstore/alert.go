package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"casus"
	"casus/store"
)

// applyAlerts writes alerts that are not there yet, each with its deliveries.
func (s *Store) applyAlerts(ctx context.Context, t *sql.Tx, c *store.Conclusions) error {
	for i := range c.Alerts {
		a := &c.Alerts[i]
		var number int64
		at := writeTime(a.At.UTC())
		err := t.QueryRowContext(ctx, s.q(`INSERT INTO alerts(id, rule, title, day, dispatch, at, json) VALUES `+in(7)+` ON CONFLICT (id) DO NOTHING RETURNING number`),
			a.ID, a.Rule, a.Title, a.Day, a.Dispatch, at, string(a.JSON)).Scan(&number)
		if err == sql.ErrNoRows {
			continue // told before
		}
		if err != nil {
			return err
		}
		var rows [][]any
		for _, target := range a.Targets {
			rows = append(rows, []any{number, target, string(store.Due), 0, at, ""})
		}
		if err := s.insert(ctx, t, `INSERT INTO deliveries(alert, target, state, tries, next, error) VALUES`, `ON CONFLICT DO NOTHING`, 6, rows); err != nil {
			return err
		}
	}
	return nil
}

const alertColumns = `a.number, a.id, a.rule, a.title, a.day, a.dispatch, a.at, a.json`

func scanAlert(a *store.Alert, at, body *string) []any {
	return []any{&a.Number, &a.ID, &a.Rule, &a.Title, &a.Day, &a.Dispatch, at, body}
}

// Alerts implements store.Store.
func (s *Store) Alerts(ctx context.Context, q store.AlertQuery) ([]store.Alert, error) {
	n := q.Limit
	if n <= 0 {
		n = defaultLimit
	}
	query, args := `SELECT `+alertColumns+` FROM alerts a`, []any{}
	if q.Target != "" {
		query += ` JOIN deliveries x ON x.alert = a.number AND x.target = ? AND x.state = 'sent'`
		args = append(args, q.Target)
	}
	if q.Rule != "" {
		query += ` WHERE a.rule = ?`
		args = append(args, q.Rule)
	}
	return collect(ctx, s, "listing alerts", query+` ORDER BY a.number DESC LIMIT ?`, append(args, min(n, maxLimit)), func(rows *sql.Rows) (a store.Alert, err error) {
		var at, body string
		err = rows.Scan(scanAlert(&a, &at, &body)...)
		a.At, a.JSON = readTime(at), []byte(body)
		return a, err
	})
}

// DueTo implements store.Store.
func (s *Store) DueTo(ctx context.Context, target string, now time.Time, limit int) ([]store.Delivery, error) {
	return collect(ctx, s, "listing what is due to "+target, `SELECT `+alertColumns+`, x.target, x.state, x.tries, x.next, x.error
		FROM deliveries x JOIN alerts a ON a.number = x.alert WHERE x.target = ? AND x.state = 'due' AND x.next <= ? ORDER BY x.alert LIMIT ?`,
		[]any{target, writeTime(now.UTC()), min(max(limit, 1), maxLimit)}, func(rows *sql.Rows) (d store.Delivery, err error) {
			var at, body, next string
			err = rows.Scan(append(scanAlert(&d.Alert, &at, &body), &d.Target, &d.State, &d.Tries, &next, &d.Error)...)
			d.Alert.At, d.Alert.JSON, d.Next = readTime(at), []byte(body), readTime(next)
			return d, err
		})
}

// Settle implements store.Store.
func (s *Store) Settle(ctx context.Context, deliveries []store.Delivery) error {
	return s.tx(ctx, "writing what became of alerts", func(t *sql.Tx) error {
		for _, d := range deliveries {
			switch d.State {
			case store.Due, store.Sent, store.GaveUp:
			default:
				return fmt.Errorf("a delivery that is %q: %w", d.State, casus.ErrInvalid)
			}
			if _, err := t.ExecContext(ctx, s.q(`UPDATE deliveries SET state = ?, tries = ?, next = ?, error = ? WHERE alert = ? AND target = ?`),
				string(d.State), d.Tries, writeTime(d.Next.UTC()), d.Error, d.Alert.Number, d.Target); err != nil {
				return err
			}
		}
		return nil
	})
}
