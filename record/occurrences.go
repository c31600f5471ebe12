package record

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"casus/identity"
	"casus/store"
)

// occurrences gives the events of new codings their occurrence, and counts them.
func (r *Recorder) occurrences(ctx context.Context, coder string) error {
	consumer := occurrenceConsumer(coder)
	at, err := r.Store.Cursor(ctx, consumer)
	if err != nil {
		return err
	}
	for {
		page, err := r.Store.Codings(ctx, coder, at, concludeBatch)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := r.fill(ctx, coder, page); err != nil {
			return err
		}
		w := r.counting(coder, at)
		w.c.To = page[len(page)-1].Seq
		if err := w.apply(ctx, page); err != nil {
			return err
		}
		at = w.c.To
	}
}

// fill reads the events of codings.
func (r *Recorder) fill(ctx context.Context, coder string, page []store.Coding) error {
	var ids []string
	at := map[string]*store.Coding{}
	for i := range page {
		if page[i].Error == "" {
			ids = append(ids, page[i].Dispatch)
			at[page[i].Dispatch] = &page[i]
		}
	}
	events, err := r.Store.EventsIn(ctx, coder, ids)
	for i := range events {
		c := at[events[i].Dispatch]
		c.Events = append(c.Events, events[i])
	}
	return err
}

// counting is the work on one batch of codings.
type counting struct {
	*Recorder
	coder  string
	c      store.Conclusions
	recent *recent
}

func (r *Recorder) counting(coder string, at int64) *counting {
	return &counting{Recorder: r, coder: coder, c: store.Conclusions{Consumer: occurrenceConsumer(coder), From: at, Coder: coder}}
}

// apply draws the conclusions from a batch and writes them. What is remembered is what
// the record holds, so that it is forgotten where it could not be written.
func (w *counting) apply(ctx context.Context, page []store.Coding) error {
	var err error
	if w.recent, err = w.remembered(ctx, w.coder, w.c.From); err != nil {
		return err
	}
	if err := w.codings(ctx, page); err != nil {
		w.memory.recent = nil
		return err
	}
	if err := w.Store.Apply(ctx, w.c); err != nil {
		w.memory.recent = nil
		return err
	}
	at, err := w.Store.Cursor(ctx, w.c.Consumer)
	w.recent.ended(at)
	return err
}

// codings counts the events of a batch.
func (w *counting) codings(ctx context.Context, page []store.Coding) error {
	var ids []string
	var events []*store.Event
	for i := range page {
		if page[i].Error != "" {
			continue
		}
		ids = append(ids, page[i].Dispatch)
		for j := range page[i].Events {
			events = append(events, &page[i].Events[j])
		}
	}
	dispatches, err := w.Store.DispatchesOf(ctx, ids)
	if err != nil {
		return err
	}
	of := make(map[string]*store.Dispatch, len(dispatches))
	for i := range dispatches {
		of[dispatches[i].ID] = &dispatches[i]
	}
	if err := w.recent.load(ctx, w.Store, events, of); err != nil {
		return err
	}
	for i := range page {
		c := &page[i]
		if d := of[c.Dispatch]; c.Error == "" && d != nil {
			if err := w.coding(ctx, d, c.Events); err != nil {
				return err
			}
		}
	}
	return nil
}

// coding counts the events of one dispatch, and takes back those of the one that it
// corrects.
func (w *counting) coding(ctx context.Context, d *store.Dispatch, events []store.Event) error {
	if d.ReplacedBy != "" {
		return nil
	}
	if d.Replaces != "" {
		if err := w.takeBack(ctx, d.Replaces); err != nil {
			return err
		}
	}
	o := originOf(d)
	for i := range events {
		w.event(&events[i], o)
	}
	return nil
}

// takeBack uncounts the events of a dispatch that was corrected.
func (w *counting) takeBack(ctx context.Context, dispatch string) error {
	old, err := w.Store.Findings(ctx, w.coder, dispatch)
	if err != nil {
		return ignoreNotFound(err)
	}
	for i := range old.Events {
		e := &old.Events[i]
		if e.Occurrence == "" || !e.Counted {
			continue
		}
		n := 0
		if e.Mentions <= 1 {
			n = -1 // nobody else tells it
		}
		w.tally(e, n, -1)
	}
	return nil
}

// event finds the occurrence of an event among those that were told before.
func (w *counting) event(e *store.Event, o *origin) {
	x := tell(e, o)
	m := store.Membership{Member: e.ID, Group: e.ID, Why: "told first here", First: true, Independent: true}
	best := 0.0
	for _, y := range w.recent.near(x) {
		v := identity.Same(&x.fact, &y.fact)
		if !v.Same || v.Score <= best {
			continue
		}
		best = v.Score
		own := o.source != y.source && o.copyOf == ""
		m = store.Membership{Member: e.ID, Group: y.occurrence, Why: v.Why, Score: v.Score, Independent: own}
	}
	e.Occurrence, x.occurrence = m.Group, m.Group
	w.recent.add(x)
	w.c.Occurrences = append(w.c.Occurrences, m)
	if e.Counted {
		n := 0
		if m.First {
			n = 1
		}
		w.tally(e, n, 1)
	}
}

func factOf(e *store.Event, o *origin) identity.Fact {
	f := identity.Fact{
		Event: e.Event, Mode: e.Mode, CAMEO: e.CAMEO, Day: dayOf(e.Day), Told: dated(e), Reciprocal: e.Reciprocal, Place: e.Place, Trigger: e.Trigger,
		Status: strconv.Itoa(int(e.Status &^ store.Ongoing)), Story: o.story, Dispatch: e.Dispatch, Copy: cmp.Or(o.copyOf, e.Dispatch),
	}
	f.Actors, f.Recipients = sideKeys(e, store.Actor), sideKeys(e, store.Recipient)
	return f
}

// dated says that the text names the day of an event.
func dated(e *store.Event) bool {
	var body struct {
		Date struct {
			Text *string `json:"text"`
		} `json:"date"`
	}
	return json.Unmarshal(e.JSON, &body) == nil && body.Date.Text != nil
}

// sideKeys are the known keys of a side, sorted, once each.
func sideKeys(e *store.Event, s store.Side) []string {
	var out []string
	for _, p := range e.Parties {
		if p.Side == s && p.Key != "" {
			out = append(out, p.Key)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// tally adds to the counts of the event's day: each actor with each recipient, or each
// two of those who act on each other.
func (w *counting) tally(e *store.Event, n, mentions int) {
	if e.Day == "" {
		return
	}
	add := func(a, b string, mutual bool) {
		w.c.Counts = append(w.c.Counts, store.Tally{
			DayCount: store.DayCount{Actor: a, Recipient: b, Mutual: mutual, Day: e.Day, Event: e.Event, Quad: e.Quad, Count: n, Plover: float64(n) * e.Plover, Goldstein: float64(n) * e.Goldstein},
			Mentions: mentions, MentionPlover: float64(mentions) * e.Plover, MentionGoldstein: float64(mentions) * e.Goldstein,
		})
	}
	actors, recipients := sideKeys(e, store.Actor), sideKeys(e, store.Recipient)
	if e.Reciprocal && len(actors) > 1 {
		for i, a := range actors {
			for _, b := range actors[i+1:] {
				add(a, b, true)
			}
		}
		return
	}
	if len(actors) == 0 {
		actors = []string{""}
	}
	if len(recipients) == 0 {
		recipients = []string{""}
	}
	for _, a := range actors {
		for _, b := range recipients {
			if a != "" || b != "" {
				add(a, b, false)
			}
		}
	}
}
