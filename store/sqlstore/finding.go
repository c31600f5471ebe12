package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"casus"
	"casus/store"
)

// Statements implements store.Store.
func (s *Store) Statements(ctx context.Context, f store.Filter) ([]store.Statement, error) {
	var err error
	if f.Coder, err = s.inUse(ctx, f.Coder); err != nil {
		return nil, err
	}
	w := &where{s: s}
	w.and("x.coder = ?", f.Coder)
	w.and("d.replaced_by = ''")
	anyOf(w, "x.speaker", f.Actor)
	anyOf(w, "x.about", f.Recipient)
	if len(f.Party) > 0 {
		w.and("(x.speaker IN "+in(len(f.Party))+" OR x.about IN "+in(len(f.Party))+")", append(anys(f.Party), anys(f.Party)...)...)
	}
	if a, b := f.Dyad[0], f.Dyad[1]; a != "" && b != "" {
		w.and("(x.speaker = ? AND x.about = ? OR x.speaker = ? AND x.about = ?)", a, b, b, a)
	}
	if f.Position != "" {
		w.and("x.position = ?", f.Position)
	}
	w.days("x.day", &f)
	if err := w.dispatch(&f); err != nil {
		return nil, err
	}
	if err := w.after(&f, "x.day", "<"); err != nil {
		return nil, err
	}
	order := "ORDER BY x.day DESC, x.id"
	if f.Dispatch != "" {
		order = "ORDER BY x.sentence, x.id"
	}
	return collect(ctx, s, "listing statements", `SELECT x.coder, x.id, x.dispatch, x.sentence, x.speaker, x.speaker_name, x.about, x.position, x.day, x.json
		FROM `+s.findings("statements", &f)+` WHERE `+w.sql()+` `+order+` LIMIT ?`, append(w.args, limit(&f)), func(rows *sql.Rows) (x store.Statement, err error) {
		var body string
		err = rows.Scan(&x.Coder, &x.ID, &x.Dispatch, &x.Sentence, &x.Speaker, &x.SpeakerName, &x.About, &x.Position, &x.Day, &body)
		x.JSON = []byte(body)
		return x, err
	})
}

// findings joins a table of findings with their dispatches; what is in few dispatches is
// found by them.
func (s *Store) findings(table string, f *store.Filter) string {
	if f.Story != "" || f.Dispatch != "" {
		return `dispatches d ` + s.d.Then + ` ` + table + ` x ON x.dispatch = d.id`
	}
	return table + ` x JOIN dispatches d ON d.id = x.dispatch`
}

// Commitments implements store.Store.
func (s *Store) Commitments(ctx context.Context, f store.Filter) ([]store.Commitment, error) {
	var err error
	if f.Coder, err = s.inUse(ctx, f.Coder); err != nil {
		return nil, err
	}
	w := &where{s: s}
	w.and("x.coder = ?", f.Coder)
	w.and("d.replaced_by = ''")
	w.anyLike("x.parties", wrapped(f.Actor, "% ", " %"))
	w.anyLike("x.recipients", wrapped(f.Recipient, "% ", " %"))
	w.anyLike("x.parties || x.recipients", wrapped(f.Party, "% ", " %"))
	for _, k := range f.Dyad {
		if k != "" {
			w.anyLike("x.parties || x.recipients", wrapped([]string{k}, "% ", " %"))
		}
	}
	for _, x := range [...]struct{ column, value string }{{"x.kind", f.Kind}, {"x.state", f.State}} {
		if x.value != "" {
			w.and(x.column+" = ?", x.value)
		}
	}
	if f.DueFrom != "" {
		w.and("x.due >= ?", f.DueFrom)
	}
	w.days("x.made", &f)
	if err := w.dispatch(&f); err != nil {
		return nil, err
	}
	column, sign := "x.made", "<"
	if f.DueFrom != "" {
		column, sign = "x.due", ">"
	}
	if err := w.after(&f, column, sign); err != nil {
		return nil, err
	}
	order := "ORDER BY x.made DESC, x.id"
	switch {
	case f.Dispatch != "":
		order = "ORDER BY x.sentence, x.id"
	case f.DueFrom != "":
		order = "ORDER BY x.due, x.id"
	}
	return collect(ctx, s, "listing commitments", `SELECT x.coder, x.id, x.dispatch, x.sentence, x.kind, x.state, x.parties, x.recipients, x.made, x.due, x.json
		FROM `+s.findings("commitments", &f)+` WHERE `+w.sql()+` `+order+` LIMIT ?`, append(w.args, limit(&f)), func(rows *sql.Rows) (x store.Commitment, err error) {
		var parties, recipients, body string
		err = rows.Scan(&x.Coder, &x.ID, &x.Dispatch, &x.Sentence, &x.Kind, &x.State, &parties, &recipients, &x.Made, &x.Due, &body)
		x.Parties, x.Recipients, x.JSON = unlist(parties), unlist(recipients), []byte(body)
		return x, err
	})
}

// after asks for what comes after a place in the order of a day and the ids: "day~id".
func (w *where) after(f *store.Filter, column, sign string) error {
	if f.After == "" {
		return nil
	}
	day, id, ok := strings.Cut(f.After, "~")
	if !ok {
		return fmt.Errorf("the page after %q: this is no place to go on from: %w", f.After, casus.ErrInvalid)
	}
	w.and("("+column+" "+sign+" ? OR "+column+" = ? AND x.id > ?)", day, day, id)
	return nil
}

// around is a window of days on both sides of a day.
func around(day string, window int) (from, to string, ok bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", "", false
	}
	return t.AddDate(0, 0, -window).Format(time.DateOnly), t.AddDate(0, 0, window).Format(time.DateOnly), true
}
