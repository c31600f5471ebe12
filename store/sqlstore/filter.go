package sqlstore

import (
	"fmt"
	"strings"

	"casus"
	"casus/store"
)

// Bounds of a page.
const (
	defaultLimit = 50
	maxLimit     = 1000
)

// where is a condition in the making.
type where struct {
	s     *Store
	parts []string
	args  []any
	// common says that the words asked for are in so many dispatches that something
	// else leads the search, led that they lead it and are no condition.
	common, led bool
}

func (w *where) and(part string, args ...any) {
	w.parts = append(w.parts, part)
	w.args = append(w.args, args...)
}

// anyOf asks for a column to have one of the values; an empty list asks nothing.
func anyOf[T any](w *where, column string, values []T) {
	if len(values) > 0 {
		w.and(column+" IN "+in(len(values)), anys(values)...)
	}
}

// anyLike asks for a column to be like one of the patterns.
func (w *where) anyLike(column string, patterns []string) {
	if len(patterns) == 0 {
		return
	}
	likes := make([]string, len(patterns))
	for i := range likes {
		likes[i] = column + ` LIKE ? ESCAPE '\'`
	}
	w.and("("+strings.Join(likes, " OR ")+")", anys(patterns)...)
}

// plain takes the meaning of wildcards from a user's words.
var plain = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func (w *where) sql() string { return strings.Join(w.parts, " AND ") }

// party asks for one of the keys on a side of an event; side "" is either.
func (w *where) party(side store.Side, keys []string) {
	if len(keys) == 0 {
		return
	}
	// One seek in the table of pairs for each event that something else leads to; a
	// count, since SQLite makes a join of what is written as EXISTS, and a slow one.
	on := func(held, free string) string {
		return `(SELECT COUNT(*) FROM pairs p WHERE p.coder = e.coder AND p.` + free + ` = '' AND p.` + held + ` IN ` + in(len(keys)) + ` AND p.day = e.day AND p.event = e.id) > 0`
	}
	switch side {
	case store.Actor:
		w.and(on("actor", "recipient"), anys(keys)...)
	case store.Recipient:
		w.and(on("recipient", "actor"), anys(keys)...)
	default:
		w.and("("+on("actor", "recipient")+" OR "+on("recipient", "actor")+")", append(anys(keys), anys(keys)...)...)
	}
}

// events translates a filter; e is the event, d its dispatch.
func (w *where) events(f *store.Filter) error {
	w.and("e.coder = ?", f.Coder)
	w.and("d.replaced_by = ''")
	if (f.Dyad[0] == "") != (f.Dyad[1] == "") {
		return fmt.Errorf("a dyad names two actors: %w", casus.ErrInvalid)
	}
	anyOf(w, "e.event", f.Event)
	anyOf(w, "e.mode", f.Mode)
	anyOf(w, "e.quad", f.Quad)
	w.anyLike("e.contexts", wrapped(f.Context, "% ", " %"))
	w.anyLike("e.cameo", wrapped(f.CAMEO, "", "%"))
	w.days("e.day", f)
	if f.With != 0 {
		w.and("e.status & ? <> 0", int(f.With))
	}
	if f.Without != 0 {
		w.and("e.status & ? = 0", int(f.Without))
	}
	if f.Counted {
		w.and("e.counted = 1")
	}
	switch {
	case f.Claimed > 0:
		w.and("e.claimant <> ''")
	case f.Claimed < 0:
		w.and("e.claimant = ''")
	}
	if f.Claimant != "" {
		w.and("e.claimant <> '' AND e.claimant = ?", f.Claimant) // the first half names the index
	}
	if f.Place != "" {
		w.and("e.place <> '' AND e.place = ?", f.Place)
	}
	if f.MinConfidence > 0 {
		w.and("e.confidence >= ?", f.MinConfidence)
	}
	if f.MaxConfidence > 0 {
		w.and("e.confidence <= ?", f.MaxConfidence)
	}
	if f.Once {
		w.and("(e.leads = 1 OR e.occurrence = '')")
	}
	return w.dispatch(f)
}

// parties asks for all that a filter says of the parties.
func (w *where) parties(f *store.Filter) {
	w.party(store.Actor, f.Actor)
	w.party(store.Recipient, f.Recipient)
	w.party(0, f.Party)
	a, b := f.Dyad[0], f.Dyad[1]
	if a == "" {
		return
	}
	if f.Mutual {
		w.party(0, []string{a})
		w.party(0, []string{b})
		return
	}
	w.party(store.Actor, []string{a})
	w.party(store.Recipient, []string{b})
}

func (w *where) days(column string, f *store.Filter) {
	if f.From != "" {
		w.and(column+" >= ?", f.From)
	}
	if f.To != "" {
		w.and(column+" <= ?", f.To)
	}
}

// dispatch translates what a filter asks of the dispatch.
func (w *where) dispatch(f *store.Filter) error {
	if f.Publisher != "" {
		w.and("d.publisher = ?", f.Publisher)
	}
	if f.Dispatch != "" {
		w.and("d.id = ?", f.Dispatch)
	}
	if f.Story != "" {
		w.and("d.story = ? AND d.story <> ''", f.Story) // as the index has it
	}
	if f.Words != "" {
		words := w.s.d.Words(f.Words)
		if words == "" {
			return fmt.Errorf("searching for %q: no word in it: %w", f.Words, casus.ErrInvalid)
		}
		switch {
		case w.led:
		case w.common:
			w.and(w.s.d.HasWords, words)
		default:
			w.and(w.s.d.WordsWhere, words)
		}
	}
	return nil
}

func wrapped(words []string, before, after string) []string {
	out := make([]string, len(words))
	for i, x := range words {
		out[i] = before + plain.Replace(x) + after
	}
	return out
}

// limit of a page.
func limit(f *store.Filter) int {
	switch {
	case f.Limit <= 0:
		return defaultLimit
	case f.Limit > maxLimit:
		return maxLimit
	}
	return f.Limit
}
