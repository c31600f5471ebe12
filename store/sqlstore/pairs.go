package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"casus/store"
)

// maxRoads is how many pairs a question is put for one by one.
const maxRoads = 12

// pairsOf are the rows of an event in the table of pairs: (X, "") for each who acts,
// ("", Y) for each who is acted on, (X, Y) for each pair of them. In a reciprocal event
// everybody is both.
func pairsOf(e *store.Event) [][2]string {
	var actors, recipients []string
	for _, p := range e.Parties {
		if p.Key == "" {
			continue
		}
		if p.Side == store.Actor || e.Reciprocal {
			actors = append(actors, p.Key)
		}
		if p.Side == store.Recipient || e.Reciprocal {
			recipients = append(recipients, p.Key)
		}
	}
	var out [][2]string
	for _, a := range actors {
		out = append(out, [2]string{a, ""})
		for _, b := range recipients {
			if a != b || !e.Reciprocal {
				out = append(out, [2]string{a, b})
			}
		}
	}
	for _, b := range recipients {
		out = append(out, [2]string{"", b})
	}
	slices.SortFunc(out, func(x, y [2]string) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return slices.Compact(out)
}

// roads are the pairs whose rows, each in order of day, lead to all events that a
// filter's parties let through; none where the parties are to be a condition like
// any other.
func roads(f *store.Filter) [][2]string {
	kinds := 0
	for _, asked := range [...]bool{len(f.Actor)+len(f.Recipient) > 0, len(f.Party) > 0, f.Dyad[0] != ""} {
		if asked {
			kinds++
		}
	}
	if kinds != 1 || f.Unsure {
		return nil
	}
	var out [][2]string
	switch {
	case f.Dyad[0] != "":
		out = append(out, f.Dyad)
		if f.Mutual {
			out = append(out, [2]string{f.Dyad[1], f.Dyad[0]})
		}
	case len(f.Party) > 0:
		for _, k := range f.Party {
			out = append(out, [2]string{k, ""}, [2]string{"", k})
		}
	default:
		for _, a := range orNone(f.Actor) {
			for _, b := range orNone(f.Recipient) {
				out = append(out, [2]string{a, b})
			}
		}
	}
	if len(out) > maxRoads {
		return nil
	}
	return out
}

func orNone(keys []string) []string {
	if len(keys) == 0 {
		return []string{""}
	}
	return keys
}

// rareWords is up to how many dispatches words may stand in for the search to begin
// with them; more are so common that the newest events soon have them.
const rareWords = 3000

// matching lists at most n events that a filter lets through, newest first, through
// the tables that lead to them fastest.
func (s *Store) matching(ctx context.Context, f *store.Filter, w *where, n int) ([]store.Event, error) {
	const order = " ORDER BY e.day DESC, e.id LIMIT ?"
	if w.led {
		w.parties(f)
		return s.eventsOf(ctx, `(`+s.d.WithWords+`) f `+s.d.Then+` dispatches d ON d.seq = f.seq `+s.d.Then+` events e ON e.dispatch = d.id`, "WHERE "+w.sql()+order,
			append(append([]any{s.d.Words(f.Words)}, w.args...), n)...)
	}
	ways := roads(f)
	// What is in few dispatches is found by them.
	few := f.Story != "" || f.Dispatch != ""
	if ways == nil || few {
		w.parties(f)
		from := eventsFrom
		if few {
			from = `dispatches d ` + s.d.Then + ` events e ON e.dispatch = d.id`
		}
		return s.eventsOf(ctx, from, "WHERE "+w.sql()+order, append(w.args, n)...)
	}
	var all []store.Event
	for _, p := range ways {
		x := &where{s: s}
		x.and("x.coder = ? AND x.actor = ? AND x.recipient = ?", f.Coder, p[0], p[1])
		x.days("x.day", f)
		anyOf(x, "x.kind", f.Event)
		if f.After != "" {
			day, id, _ := cutAfter(f.After)
			x.and("(x.day < ? OR x.day = ? AND x.event > ?)", day, day, id)
		}
		list, err := s.eventsOf(ctx, `pairs x `+s.d.Then+` events e ON e.coder = x.coder AND e.id = x.event `+s.d.Then+` dispatches d ON d.id = e.dispatch`,
			"WHERE "+x.sql()+" AND "+w.sql()+" ORDER BY x.day DESC, x.event LIMIT ?", append(append(x.args, w.args...), n)...)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	if len(ways) > 1 {
		slices.SortFunc(all, func(a, b store.Event) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.ID, b.ID)) })
		all = slices.CompactFunc(all, func(a, b store.Event) bool { return a.ID == b.ID })
	}
	return all[:min(n, len(all))], nil
}

// common says that words stand in many dispatches.
func (s *Store) common(ctx context.Context, words string) (bool, error) {
	w := s.d.Words(words)
	if w == "" {
		return false, nil
	}
	var n int
	err := s.read.QueryRowContext(ctx, s.q(s.d.CountWords), w, rareWords+1).Scan(&n)
	return n > rareWords, s.wrap("counting the dispatches with "+words, err)
}
