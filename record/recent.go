package record

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"casus/identity"
	"casus/store"
)

// origin is what identity asks of the dispatch of an event.
type origin struct{ source, story, copyOf string }

func originOf(d *store.Dispatch) *origin {
	return &origin{identity.Source(d.Publisher, d.Text), d.Story, d.CopyOf}
}

// told is an event as far as it takes to know its occurrence again.
type told struct {
	id, occurrence string
	fact           identity.Fact
	dated          bool // its day is known
	*origin
}

func tell(e *store.Event, o *origin) *told {
	return &told{id: e.ID, occurrence: e.Occurrence, fact: factOf(e, o), dated: e.Day != "", origin: o}
}

// recent are the events of a coder near by those that come in: by kind, party and
// stretch of days, as far as somebody asked for them.
type recent struct {
	coder string
	// at and corrected are where the cursors of the codings and of the corrections were
	// when it was last true.
	at, corrected int64
	shelf         map[shelf]*shelved
	// undated are the events without a day of the stories of this batch; what has no day
	// is compared with what the same story tells.
	undated map[string][]*told
	// size counts the shelves and the events on them, batch the batches.
	size, batch int
}

// shelf is a kind of event, the key of a party on either side, and a stretch of days.
type shelf struct {
	event, key string
	stretch    int
}

type shelved struct {
	days [stretch][]*told // by id
	n    int
	used int // the batch that last asked for it
}

// near by is within reach days; stretch days stand on a shelf. An event is compared with
// the maxNear nearest, and maxShelved events are kept on shelves.
const (
	reach      = 3
	stretch    = 8
	maxNear    = 400
	maxShelved = 100_000
)

// remembered is what is remembered of a coder's events at a place of its cursor.
func (r *Recorder) remembered(ctx context.Context, coder string, at int64) (*recent, error) {
	corrected, err := r.Store.Cursor(ctx, correctionConsumer(coder))
	if err != nil {
		return nil, err
	}
	if m := r.memory.recent; m == nil || m.coder != coder || m.at != at || m.corrected != corrected {
		r.memory.recent = &recent{coder: coder, at: at, corrected: corrected, shelf: map[shelf]*shelved{}}
	}
	return r.memory.recent, nil
}

// ended tells that a batch has been written.
func (m *recent) ended(at int64) {
	m.at = at
	m.batch++
	for m.size > maxShelved && len(m.shelf) > 0 {
		// What nobody has asked for longest goes.
		var ages []int
		for _, s := range m.shelf {
			ages = append(ages, s.used)
		}
		slices.Sort(ages)
		oldest := ages[len(ages)/4]
		for k, s := range m.shelf {
			if s.used <= oldest {
				m.size -= 1 + s.n
				delete(m.shelf, k)
			}
		}
	}
}

// load reads from the record what may be near by events.
func (m *recent) load(ctx context.Context, s store.Store, events []*store.Event, of map[string]*store.Dispatch) error {
	var wanted []store.Stretch
	m.undated = map[string][]*told{}
	for _, e := range events {
		if e.Day == "" {
			if d := of[e.Dispatch]; d != nil && d.Story != "" {
				m.undated[d.Story] = nil
			}
			continue
		}
		d := dayOf(e.Day)
		from, _ := stretchOf(d - reach)
		to, _ := stretchOf(d + reach)
		for _, key := range bothSides(e) {
			for n := from; n <= to; n++ {
				k := shelf{e.Event, key, n}
				x := m.shelf[k]
				if x == nil {
					x = &shelved{}
					m.shelf[k] = x
					m.size++
					wanted = append(wanted, store.Stretch{Key: key, Event: e.Event, From: dayName(n * stretch), To: dayName(n*stretch + stretch - 1)})
				}
				x.used = m.batch
			}
		}
	}
	var list []store.Event
	if len(wanted) > 0 {
		var err error
		if list, err = s.Neighbours(ctx, m.coder, wanted); err != nil {
			return err
		}
	}
	if len(m.undated) > 0 {
		more, err := s.Undated(ctx, m.coder, slices.Sorted(maps.Keys(m.undated)))
		if err != nil {
			return err
		}
		list = append(list, more...)
	}
	return m.restore(ctx, s, list, wanted)
}

// restore puts events of the record on the shelves that were wanted.
func (m *recent) restore(ctx context.Context, s store.Store, list []store.Event, wanted []store.Stretch) error {
	if len(list) == 0 {
		return nil
	}
	fresh := make(map[shelf]bool, len(wanted))
	for _, w := range wanted {
		n, _ := stretchOf(dayOf(w.From))
		fresh[shelf{w.Event, w.Key, n}] = true
	}
	var ids []string
	for i := range list {
		ids = append(ids, list[i].Dispatch)
	}
	slices.Sort(ids)
	dispatches, err := s.DispatchesOf(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	origins := make(map[string]*origin, len(dispatches))
	for i := range dispatches {
		origins[dispatches[i].ID] = originOf(&dispatches[i])
	}
	for i := range list {
		e := &list[i]
		if o := origins[e.Dispatch]; o != nil {
			m.put(tell(e, o), func(k shelf) bool { return fresh[k] })
		}
	}
	return nil
}

// add puts an event that has just got its occurrence on the shelves that are there.
func (m *recent) add(x *told) { m.put(x, func(shelf) bool { return true }) }

func (m *recent) put(x *told, on func(shelf) bool) {
	if !x.dated {
		m.undated[x.story] = append(m.undated[x.story], x)
		return
	}
	n, i := stretchOf(x.fact.Day)
	for _, key := range x.parties() {
		k := shelf{x.fact.Event, key, n}
		s := m.shelf[k]
		if s == nil || !on(k) {
			continue
		}
		day := &s.days[i]
		if i, found := slices.BinarySearchFunc(*day, x.id, func(y *told, id string) int { return cmp.Compare(y.id, id) }); !found {
			*day = slices.Insert(*day, i, x)
			s.n++
			m.size++
		}
	}
}

// near lists what was told of a party of an event in the days around it, the nearest
// days first, then by id.
func (m *recent) near(x *told) []*told {
	if !x.dated {
		return m.undated[x.story]
	}
	var out []*told
	keys := x.parties()
	for gap := 0; gap <= reach; gap++ {
		for _, d := range [...]int{x.fact.Day + gap, x.fact.Day - gap} {
			begin := len(out)
			n, i := stretchOf(d)
			for _, key := range keys {
				if s := m.shelf[shelf{x.fact.Event, key, n}]; s != nil {
					out = append(out, s.days[i]...)
				}
			}
			if len(keys) > 1 {
				slices.SortFunc(out[begin:], func(a, b *told) int { return cmp.Compare(a.id, b.id) })
				out = out[:begin+len(slices.Compact(out[begin:]))]
			}
			if len(out) >= maxNear {
				return out[:maxNear]
			}
			if gap == 0 {
				break
			}
		}
	}
	return out
}

// parties are the keys of an event on both sides, sorted, once each.
func (x *told) parties() []string { return merged(x.fact.Actors, x.fact.Recipients) }

func bothSides(e *store.Event) []string {
	return merged(sideKeys(e, store.Actor), sideKeys(e, store.Recipient))
}

func merged(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// stretchOf is the stretch that a day is in, and which of its days it is.
func stretchOf(day int) (n, i int) {
	n, i = day/stretch, day%stretch
	if i < 0 {
		n, i = n-1, i+stretch
	}
	return n, i
}

func dayName(n int) string { return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly) }
