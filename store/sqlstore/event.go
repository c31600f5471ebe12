package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casus"
	"casus/store"
)

const eventColumns = `e.coder, e.id, e.dispatch, e.sentence, e.event, e.mode, e.contexts, e.cameo, e.quad, e.plover, e.goldstein, e.day, e.reciprocal,
	e.status, e.counted, e.claimant, e.place, e.place_name, e.lat, e.lon, e.confidence, e.reading, e.trigger_words, e.occurrence, e.json, d.published, d.publisher`

const eventsFrom = `events e JOIN dispatches d ON d.id = e.dispatch`

// events runs a query for events, with their parties and mentions.
func (s *Store) events(ctx context.Context, tail string, args ...any) ([]store.Event, error) {
	list, err := s.eventsOf(ctx, eventsFrom, tail, args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, s.addParties(ctx, list)
}

// eventsOf runs a query for events by themselves.
func (s *Store) eventsOf(ctx context.Context, from, tail string, args ...any) ([]store.Event, error) {
	return collect(ctx, s, "listing events", `SELECT `+eventColumns+` FROM `+from+` `+tail, args, scanEvent)
}

func scanEvent(rows *sql.Rows) (e store.Event, err error) {
	var contexts, body string
	var reciprocal, status, counted int
	err = rows.Scan(&e.Coder, &e.ID, &e.Dispatch, &e.Sentence, &e.Event, &e.Mode, &contexts, &e.CAMEO, &e.Quad, &e.Plover, &e.Goldstein, &e.Day, &reciprocal,
		&status, &counted, &e.Claimant, &e.Place, &e.PlaceName, &e.Lat, &e.Lon, &e.Confidence, &e.Reading, &e.Trigger, &e.Occurrence, &body, &e.Published, &e.Publisher)
	e.Contexts, e.Reciprocal, e.Status, e.Counted, e.JSON = unlist(contexts), reciprocal == 1, store.Status(status), counted == 1, []byte(body)
	return e, err
}

// addParties fills in the parties of events, and how often each occurrence was told.
func (s *Store) addParties(ctx context.Context, list []store.Event) error {
	for len(list) > 0 {
		n := min(len(list), 5000) // parameters of a statement
		if err := s.addPartiesOf(ctx, list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func (s *Store) addPartiesOf(ctx context.Context, list []store.Event) error {
	at := map[string]int{}
	occurrences := map[string][]int{}
	var groups []any
	for i := range list {
		at[list[i].ID] = i
		if o := list[i].Occurrence; o != "" {
			if occurrences[o] == nil {
				groups = append(groups, o)
			}
			occurrences[o] = append(occurrences[o], i)
		}
	}
	coder := list[0].Coder
	if err := s.partiesOf(ctx, coder, list, func(id string) *store.Event { return &list[at[id]] }); err != nil || len(groups) == 0 {
		return err
	}
	return s.addMentions(ctx, coder, list, occurrences, groups)
}

// partiesOf fills in the parties of some events.
func (s *Store) partiesOf(ctx context.Context, coder string, list []store.Event, event func(id string) *store.Event) error {
	args := []any{coder}
	for i := range list {
		args = append(args, list[i].ID)
	}
	rows, err := s.read.QueryContext(ctx, s.q(`SELECT event, side, key, country, code, name, wikidata, sectors FROM parties
		WHERE coder = ? AND event IN `+in(len(list))+` ORDER BY event, n`), args...)
	if err != nil {
		return s.wrap("reading parties", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p store.Party
		var id, side, sectors string
		if err := rows.Scan(&id, &side, &p.Key, &p.Country, &p.Code, &p.Name, &p.Wikidata, &sectors); err != nil {
			return s.wrap("reading parties", err)
		}
		p.Side, p.Sectors = store.Side(side[0]), unlist(sectors)
		e := event(id)
		e.Parties = append(e.Parties, p)
	}
	return s.wrap("reading parties", rows.Err())
}

func (s *Store) addMentions(ctx context.Context, coder string, list []store.Event, occurrences map[string][]int, groups []any) error {
	rows, err := s.read.QueryContext(ctx, s.q(`SELECT occurrence, COUNT(*), SUM(independent) FROM occurrences WHERE coder = ? AND occurrence IN `+in(len(groups))+` GROUP BY occurrence`),
		append([]any{coder}, groups...)...)
	if err != nil {
		return s.wrap("counting mentions", err)
	}
	defer rows.Close()
	for rows.Next() {
		var o string
		var mentions, sources int
		if err := rows.Scan(&o, &mentions, &sources); err != nil {
			return s.wrap("counting mentions", err)
		}
		for _, i := range occurrences[o] {
			list[i].Mentions, list[i].Sources = mentions, sources
		}
	}
	return s.wrap("counting mentions", rows.Err())
}

// Events implements store.Store.
func (s *Store) Events(ctx context.Context, f store.Filter) (page store.Page, err error) {
	if f.Coder, err = s.inUse(ctx, f.Coder); err != nil {
		return page, err
	}
	w := &where{s: s}
	if w.common, err = s.common(ctx, f.Words); err != nil {
		return page, err
	}
	w.led = f.Words != "" && !w.common && !f.Unsure
	if err := w.events(&f); err != nil {
		return page, err
	}
	n := limit(&f)
	if page.Events, err = s.page(ctx, &f, w, n+1); err != nil {
		return page, err
	}
	if len(page.Events) > n {
		page.Events = page.Events[:n]
		last := &page.Events[n-1]
		page.Next = last.Day + "~" + last.ID
		if f.Unsure {
			page.Next = strconv.FormatFloat(last.Confidence, 'g', -1, 64) + "~" + last.ID
		}
	}
	if len(page.Events) > 0 {
		err = s.addParties(ctx, page.Events)
	}
	return page, err
}

// page lists at most n events from where the page before ended.
func (s *Store) page(ctx context.Context, f *store.Filter, w *where, n int) ([]store.Event, error) {
	if f.After != "" {
		value, id, ok := cutAfter(f.After)
		if !ok {
			return nil, fmt.Errorf("the page after %q: this is no place to go on from; take Page.Next: %w", f.After, casus.ErrInvalid)
		}
		if f.Unsure {
			c, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return nil, fmt.Errorf("the page after %q: %w", f.After, casus.ErrInvalid)
			}
			w.and("(e.confidence > ? OR e.confidence = ? AND e.id > ?)", c, c, id)
		} else {
			w.and("(e.day < ? OR e.day = ? AND e.id > ?)", value, value, id)
		}
	}
	if f.Unsure {
		w.parties(f)
		return s.eventsOf(ctx, eventsFrom, "WHERE "+w.sql()+" ORDER BY e.confidence, e.id LIMIT ?", append(w.args, n)...)
	}
	return s.matching(ctx, f, w, n)
}

// cutAfter reads the place that a page ended at.
func cutAfter(after string) (value, id string, ok bool) { return strings.Cut(after, "~") }

// Event implements store.Store.
func (s *Store) Event(ctx context.Context, coder, id string) (store.Event, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return store.Event{}, err
	}
	list, err := s.events(ctx, "WHERE e.coder = ? AND e.id = ?", coder, id)
	if err != nil {
		return store.Event{}, err
	}
	if len(list) == 0 {
		return store.Event{}, fmt.Errorf("event %s of coder %s: %w", id, coder, casus.ErrNotFound)
	}
	return list[0], nil
}

// facets are the fields that events may be counted by.
var facets = map[string]string{
	"event": "e.event", "mode": "e.mode", "quad": "e.quad", "place": "e.place", "publisher": "e.publisher", "month": "SUBSTR(e.day, 1, 7)",
	"actor": "p.key", "recipient": "p.key",
}

// Facets implements store.Store.
func (s *Store) Facets(ctx context.Context, f store.Filter, field string, n int) ([]store.Facet, error) {
	column, ok := facets[field]
	if !ok {
		return nil, fmt.Errorf("counting events by %q: there is no such field: %w", field, casus.ErrInvalid)
	}
	var err error
	if f.Coder, err = s.inUse(ctx, f.Coder); err != nil {
		return nil, err
	}
	w := &where{s: s}
	if err := w.events(&f); err != nil {
		return nil, err
	}
	w.parties(&f)
	join := ""
	if column == "p.key" {
		join = ` JOIN parties p ON p.coder = e.coder AND p.event = e.id AND p.side = '` + field[:1] + `'`
	}
	return collect(ctx, s, "counting events by "+field, `SELECT CAST(`+column+` AS TEXT) AS value, COUNT(*) AS n FROM (SELECT e.coder, e.id, e.event, e.mode, e.quad, e.place, e.day, d.publisher
		FROM `+eventsFrom+` WHERE `+w.sql()+` ORDER BY e.day DESC, e.id LIMIT ?) e`+join+` GROUP BY 1 ORDER BY n DESC, value LIMIT ?`,
		append(w.args, store.FacetReach, n), func(rows *sql.Rows) (x store.Facet, err error) {
			return x, rows.Scan(&x.Value, &x.Count)
		})
}

// Neighbours implements store.Store.
func (s *Store) Neighbours(ctx context.Context, coder string, list []store.Stretch) ([]store.Event, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var ids []string
	for part := range slices.Chunk(list, 1000) {
		args := make([]any, 0, 4*len(part)+2)
		for _, x := range part {
			args = append(args, x.Key, x.Event, x.From, x.To)
		}
		half := func(held, free string) string {
			return `SELECT x.event AS event FROM q ` + s.d.Then + ` pairs x ON x.coder = ? AND x.` + free + ` = '' AND x.` + held + ` = q.k AND x.day >= q.lo AND x.day <= q.hi AND x.kind = q.kind`
		}
		found, err := collect(ctx, s, "looking for events near by", `WITH q(k, kind, lo, hi) AS (VALUES `+strings.TrimSuffix(strings.Repeat("(?,?,?,?),", len(part)), ",")+`)
			`+half("actor", "recipient")+` UNION `+half("recipient", "actor"), append(args, coder, coder), func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) })
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	var out []store.Event
	for part := range slices.Chunk(ids, 5000) {
		events, err := s.eventsOf(ctx, eventsFrom, `WHERE e.coder = ? AND e.id IN `+in(len(part))+` AND e.occurrence <> '' ORDER BY e.id`, append([]any{coder}, anys(part)...)...)
		if err != nil {
			return nil, err
		}
		out = append(out, events...)
	}
	return out, s.onlyParties(ctx, coder, out)
}

// Undated implements store.Store.
func (s *Store) Undated(ctx context.Context, coder string, stories []string) ([]store.Event, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil || len(stories) == 0 {
		return nil, err
	}
	out, err := s.eventsOf(ctx, `dispatches d`+s.d.By("dispatches_story")+` `+s.d.Then+` events e`+s.d.By("events_dispatch")+` ON e.dispatch = d.id AND e.coder = ?`,
		`WHERE d.story <> '' AND d.story IN `+in(len(stories))+` AND e.day = '' AND e.occurrence <> '' ORDER BY e.id`, append([]any{coder}, anys(stories)...)...)
	if err != nil {
		return nil, err
	}
	return out, s.onlyParties(ctx, coder, out)
}

// onlyParties fills in the parties of events, and not how often they were told.
func (s *Store) onlyParties(ctx context.Context, coder string, list []store.Event) error {
	at := make(map[string]int, len(list))
	for i := range list {
		at[list[i].ID] = i
	}
	for part := range slices.Chunk(list, 5000) {
		if err := s.partiesOf(ctx, coder, part, func(id string) *store.Event { return &list[at[id]] }); err != nil {
			return err
		}
	}
	return nil
}

// EventsIn implements store.Store.
func (s *Store) EventsIn(ctx context.Context, coder string, dispatches []string) ([]store.Event, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil || len(dispatches) == 0 {
		return nil, err
	}
	return s.events(ctx, "WHERE e.coder = ? AND e.dispatch IN "+in(len(dispatches))+" ORDER BY e.dispatch, e.sentence, e.id", append([]any{coder}, anys(dispatches)...)...)
}

// Occurrence implements store.Store.
func (s *Store) Occurrence(ctx context.Context, coder, id string) ([]store.Event, error) {
	coder, err := s.inUse(ctx, coder)
	if err != nil {
		return nil, err
	}
	return s.events(ctx, "WHERE e.coder = ? AND e.occurrence = ? ORDER BY d.published, e.id", coder, id)
}
