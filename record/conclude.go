package record

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"casus"
	"casus/identity"
	"casus/store"
)

// Conclude draws from what has come in and been coded what follows from it: copies and
// stories of dispatches, occurrences of events, and the counts of days. It may be
// stopped and called again; each step moves its cursor with what it writes.
//
// Two processes may conclude from one record at once: the cursor lets one of them write,
// and the other reads again and goes on behind it.
func (r *Recorder) Conclude(ctx context.Context) error {
	for _, step := range [...]func(context.Context) error{
		r.stories,
		func(ctx context.Context) error { return r.occurrences(ctx, r.Coder().Key) },
		func(ctx context.Context) error { return r.corrections(ctx, r.Coder().Key) },
	} {
		err := step(ctx)
		for wait := 10 * time.Millisecond; errors.Is(err, casus.ErrConflict); wait = min(2*wait, time.Second) {
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return ctx.Err()
			}
			err = step(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Consumers by name.
const storyConsumer = "stories"

func occurrenceConsumer(coder string) string { return "occurrences/" + coder }

// concludeBatch is how many dispatches or codings a transaction concludes from.
const concludeBatch = 400

// storyWindow is how many days a story stays open; recall how many dispatches before
// the cursor are read again to know the open stories.
const (
	storyWindow = 7
	recall      = 5000
)

// storyteller puts dispatches into stories.
type storyteller struct {
	stories *identity.Stories
	sources map[string]map[string]bool // story -> sources
	agency  map[string]string          // dispatch -> agency
}

func (r *Recorder) stories(ctx context.Context) error {
	at, err := r.Store.Cursor(ctx, storyConsumer)
	if err != nil {
		return err
	}
	t := &storyteller{identity.NewStories(identity.StoryOptions{Window: storyWindow}), map[string]map[string]bool{}, map[string]string{}}
	if err := r.recallStories(ctx, t, at); err != nil {
		return err
	}
	for {
		page, err := r.Store.Dispatches(ctx, at, concludeBatch)
		if err != nil || len(page) == 0 {
			return err
		}
		c := store.Conclusions{Consumer: storyConsumer, From: at, To: page[len(page)-1].Seq}
		batch, err := r.sign(ctx, page)
		if err != nil {
			return err
		}
		for i := range page {
			if err := r.place(ctx, t, &page[i], &c, batch, i); err != nil {
				return err
			}
		}
		if err := r.Store.Apply(ctx, c); err != nil {
			return err
		}
		at = c.To
	}
}

// recallStories reads the dispatches before a place again, up to a bound.
func (r *Recorder) recallStories(ctx context.Context, t *storyteller, at int64) error {
	for from := max(0, at-recall); from < at; {
		page, err := r.Store.Dispatches(ctx, from, min(pendingPage, int(at-from)))
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			d := &page[i]
			from = d.Seq
			if d.Story != "" {
				t.know(d)
			}
		}
	}
	return nil
}

func (t *storyteller) know(d *store.Dispatch) {
	t.stories.Know(d.Story, d.Title, d.Text, dayNumber(d.Published))
	t.own(d.Story, identity.Source(d.Publisher, d.Text))
}

// own says whether a story had nothing from a source before.
func (t *storyteller) own(story, source string) bool {
	set := t.sources[story]
	if set == nil {
		set = map[string]bool{}
		t.sources[story] = set
	}
	if set[source] || source == "" && len(set) > 0 {
		return false
	}
	set[source] = true
	return true
}

// signatures are the sketches of a batch of dispatches, and by band what has it: those
// of the record, then those of the batch that are placed.
type signatures struct {
	sketches []identity.Sketch
	bands    [][]uint64
	alike    map[uint64][]*store.Signed
}

// maxAlike is how many bands in common with the record a batch is compared by, and
// near how many dispatches one is compared with.
const (
	maxAlike = 20000
	near     = 50
)

// sign makes the signatures of a batch and asks the record, once, for what is like it.
func (r *Recorder) sign(ctx context.Context, page []store.Dispatch) (*signatures, error) {
	b := &signatures{alike: map[uint64][]*store.Signed{}}
	var asked []uint64
	for i := range page {
		s := identity.NewSketch(page[i].Title + "\n" + page[i].Text)
		var bands []uint64
		if !s.Empty() {
			bands = s.Bands()
		}
		b.sketches, b.bands = append(b.sketches, s), append(b.bands, bands)
		asked = append(asked, bands...)
	}
	slices.Sort(asked)
	found, err := r.Store.Alike(ctx, slices.Compact(asked), maxAlike)
	if err != nil {
		return nil, err
	}
	for i := range found {
		b.add(&found[i])
	}
	return b, nil
}

func (b *signatures) add(x *store.Signed) {
	for _, band := range x.Bands {
		b.alike[band] = append(b.alike[band], x)
	}
}

// of lists what shares a band with one of the batch, once each, as it came in.
func (b *signatures) of(i int) []*store.Signed {
	var out []*store.Signed
	for _, band := range b.bands[i] {
		for _, x := range b.alike[band] {
			if !slices.Contains(out, x) && len(out) < near {
				out = append(out, x)
			}
		}
	}
	return out
}

// place finds what a dispatch is a copy of, and its story.
func (r *Recorder) place(ctx context.Context, t *storyteller, d *store.Dispatch, c *store.Conclusions, batch *signatures, i int) error {
	sketch := batch.sketches[i]
	agency := identity.Agency(d.Text)
	m := store.Membership{Member: d.ID, Day: day(d.Published), Title: cmp.Or(d.Title, firstWords(d.Text))}
	if !sketch.Empty() {
		bands := batch.bands[i]
		of, v, err := r.original(ctx, t, d, &sketch, batch.of(i), agency)
		if err != nil {
			return err
		}
		signed := store.Signed{Dispatch: d.ID, Bands: bands, Sketch: sketch.Bytes(), Publisher: d.Publisher, Published: d.Published}
		if v.Same {
			c.Copies = append(c.Copies, store.Copy{Dispatch: d.ID, Of: cmp.Or(of.CopyOf, of.Dispatch), Why: v.Why})
			signed.CopyOf, m.Group, m.Why, m.Score = cmp.Or(of.CopyOf, of.Dispatch), of.Story, "copy: "+v.Why, v.Score
		}
		defer func() { signed.Story = m.Group; batch.add(&signed) }()
		c.Signatures = append(c.Signatures, signed)
		t.agency[d.ID] = agency
	}
	if m.Group != "" {
		t.stories.Know(m.Group, d.Title, d.Text, dayNumber(d.Published))
	} else {
		group, v := t.stories.Add(d.ID, d.Title, d.Text, dayNumber(d.Published))
		m.Group, m.Why, m.Score, m.First = group, v.Why, v.Score, group == d.ID
		m.Independent = t.own(group, identity.Source(d.Publisher, d.Text))
	}
	c.Stories = append(c.Stories, m)
	return nil
}

// original is the dispatch that one is most likely a copy of.
func (r *Recorder) original(ctx context.Context, t *storyteller, d *store.Dispatch, sketch *identity.Sketch, alike []*store.Signed, agency string) (best store.Signed, v identity.Verdict, err error) {
	for _, x := range alike {
		if x.Dispatch == d.ID || x.Dispatch == d.Replaces {
			continue
		}
		other, err := identity.ParseSketch(x.Sketch)
		if err != nil {
			return best, v, err
		}
		theirs, known := t.agency[x.Dispatch]
		if !known {
			o, err := r.Store.Dispatch(ctx, x.Dispatch)
			if err != nil {
				return best, v, err
			}
			theirs = identity.Agency(o.Text)
			t.agency[x.Dispatch] = theirs
		}
		if w := identity.Copy(sketch.Alike(&other), agency, theirs); w.Same && w.Score > v.Score {
			best, v = *x, w
		}
	}
	return best, v, nil
}

func firstWords(text string) string {
	r := []rune(text)
	return string(r[:min(len(r), 80)])
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// dayNumber counts days; 0 for an unknown one.
func dayNumber(t time.Time) int {
	if t.IsZero() {
		return 0
	}
	return int(t.Unix() / 86400)
}

func dayOf(s string) int {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0
	}
	return dayNumber(t)
}

// occurrences gives the events of new codings their occurrence, and counts them.
func (r *Recorder) occurrences(ctx context.Context, coder string) error {
	consumer := occurrenceConsumer(coder)
	at, err := r.Store.Cursor(ctx, consumer)
	if err != nil {
		return err
	}
	known := map[string]*origin{}
	for {
		page, err := r.Store.Codings(ctx, coder, at, concludeBatch)
		if err != nil || len(page) == 0 {
			return err
		}
		if len(known) > maxKnown {
			clear(known)
		}
		w := &counting{Recorder: r, coder: coder, known: known}
		w.c = store.Conclusions{Consumer: consumer, From: at, To: page[len(page)-1].Seq, Coder: coder}
		if err := w.codings(ctx, page); err != nil {
			return err
		}
		if err := r.Store.Apply(ctx, w.c); err != nil {
			return err
		}
		at = w.c.To
	}
}

// maxKnown is how many dispatches are remembered at once.
const maxKnown = 50_000

// origin is what identity asks of the dispatch of an event.
type origin struct {
	source, story, copyOf, replaces, replacedBy string
}

// counting is the work on one batch of codings.
type counting struct {
	*Recorder
	coder string
	c     store.Conclusions
	known map[string]*origin
	// told are events of this batch, with their occurrence; facts are theirs.
	told  []store.Event
	facts []identity.Fact
}

// codings counts the events of a batch.
func (w *counting) codings(ctx context.Context, page []store.Coding) error {
	var ids []string
	for i := range page {
		if page[i].Error == "" {
			ids = append(ids, page[i].Dispatch)
		}
	}
	events, err := w.Store.EventsIn(ctx, w.coder, ids)
	if err != nil {
		return err
	}
	of := map[string][]store.Event{}
	for _, e := range events {
		of[e.Dispatch] = append(of[e.Dispatch], e)
	}
	for _, id := range ids {
		if err := w.coding(ctx, id, of[id]); err != nil {
			return err
		}
	}
	return nil
}

// coding counts the events of one dispatch, and takes back those of the one that it
// corrects.
func (w *counting) coding(ctx context.Context, dispatch string, events []store.Event) error {
	d, err := w.origin(ctx, dispatch)
	if err != nil || d.replacedBy != "" {
		return err
	}
	if d.replaces != "" {
		if err := w.takeBack(ctx, d.replaces); err != nil {
			return err
		}
	}
	for i := range events {
		if err := w.event(ctx, &events[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *counting) origin(ctx context.Context, id string) (*origin, error) {
	if d := w.known[id]; d != nil {
		return d, nil
	}
	d, err := w.Store.Dispatch(ctx, id)
	if err != nil {
		return nil, err
	}
	o := &origin{identity.Source(d.Publisher, d.Text), d.Story, d.CopyOf, d.Replaces, d.ReplacedBy}
	w.known[id] = o
	return o, nil
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

// event finds the occurrence of an event among those of the batch and of the record.
func (w *counting) event(ctx context.Context, e *store.Event) error {
	d, err := w.origin(ctx, e.Dispatch)
	if err != nil {
		return err
	}
	f := factOf(e, d)
	m := store.Membership{Member: e.ID, Group: e.ID, Why: "told first here", First: true, Independent: true}
	best := 0.0
	take := func(x *store.Event, xf *identity.Fact, xd *origin) {
		v := identity.Same(&f, xf)
		if !v.Same || v.Score <= best {
			return
		}
		best = v.Score
		own := d.source != xd.source && d.copyOf == ""
		m = store.Membership{Member: e.ID, Group: x.Occurrence, Why: v.Why, Score: v.Score, Independent: own}
	}
	for i := range w.told {
		xd, err := w.origin(ctx, w.told[i].Dispatch)
		if err != nil {
			return err
		}
		take(&w.told[i], &w.facts[i], xd)
	}
	near, err := w.Store.Candidates(ctx, *e, 3, 50)
	if err != nil {
		return err
	}
	for i := range near {
		xd, err := w.origin(ctx, near[i].Dispatch)
		if err != nil {
			return err
		}
		xf := factOf(&near[i], xd)
		take(&near[i], &xf, xd)
	}
	e.Occurrence = m.Group
	w.told, w.facts = append(w.told, *e), append(w.facts, f)
	w.c.Occurrences = append(w.c.Occurrences, m)
	if e.Counted {
		n := 0
		if m.First {
			n = 1
		}
		w.tally(e, n, 1)
	}
	return nil
}

func factOf(e *store.Event, d *origin) identity.Fact {
	f := identity.Fact{
		Event: e.Event, Mode: e.Mode, CAMEO: e.CAMEO, Day: dayOf(e.Day), Told: dated(e), Reciprocal: e.Reciprocal, Place: e.Place, Trigger: e.Trigger,
		Status: strconv.Itoa(int(e.Status &^ store.Ongoing)), Story: d.story, Dispatch: e.Dispatch, Copy: cmp.Or(d.copyOf, e.Dispatch),
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
