package layout

import (
	"context"
	"iter"
	"slices"

	"casus/store"
)

// Laid is an event with what people have said of it.
type Laid struct {
	store.Event
	// Mended says that they corrected or added it.
	Mended bool
}

// Source takes events out of a record.
type Source struct {
	Tables *Tables
	Store  store.Store
	Filter store.Filter
	// Overlay lays the corrections of one dispatch over events of it; what was rejected
	// is not among those that come back. Nil leaves the codings as they were made.
	Overlay func([]store.Event, []store.Correction) []Laid
	// Articles counts the dispatches that tell each occurrence.
	Articles bool
	// Told is called with how many events have been read.
	Told func(n int)

	coder      store.Coder
	dispatches map[string]*store.Dispatch
	said       map[string][]store.Correction
	scores     map[string]score
}

type score struct {
	quad   int
	plover float64
}

// cached is how many dispatches are held; events come by day, and so do dispatches.
const cached = 4096

// Coder is the coder whose events the source gives.
func (s *Source) Coder(ctx context.Context) (store.Coder, error) {
	if s.coder.Key != "" {
		return s.coder, nil
	}
	coders, err := s.Store.Coders(ctx)
	if err != nil {
		return store.Coder{}, err
	}
	for i := range coders {
		if s.Filter.Coder == "" || coders[i].Key == s.Filter.Coder {
			s.coder = coders[i]
			break
		}
	}
	return s.coder, nil
}

// Items yields the events, latest day first, then by id; those that people added come
// last, by dispatch. A filter asks what was coded; an event that a correction changed is
// found by what it was before.
func (s *Source) Items(ctx context.Context) iter.Seq2[*Item, error] {
	return func(yield func(*Item, error) bool) {
		if err := s.begin(ctx); err != nil {
			yield(nil, err)
			return
		}
		f, n := s.Filter, 0
		if f.Limit == 0 {
			f.Limit = 1000
		}
		for {
			page, err := s.Store.Events(ctx, f)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Events {
				for _, e := range s.lay(page.Events[i]) {
					it, err := s.item(ctx, e)
					if !yield(it, err) || err != nil {
						return
					}
				}
				n++
			}
			if s.Told != nil {
				s.Told(n)
			}
			if page.Next == "" {
				break
			}
			f.After = page.Next
			if day := page.Events[len(page.Events)-1].Day; day != "" {
				f.To = day // lets the engine seek the page, not count its way to it
			}
		}
		s.added(ctx, yield)
	}
}

func (s *Source) begin(ctx context.Context) error {
	if _, err := s.Coder(ctx); err != nil {
		return err
	}
	s.dispatches, s.said, s.scores = map[string]*store.Dispatch{}, map[string][]store.Correction{}, map[string]score{}
	for _, c := range s.Tables.onto.Codebook() {
		x := score{quad: c.Quad}
		if c.Score != nil {
			x.plover = *c.Score
		}
		s.scores[c.Event] = x
	}
	if s.Overlay == nil {
		return nil
	}
	all, err := s.Store.Corrections(ctx, "")
	for _, c := range all {
		s.said[c.Dispatch] = append(s.said[c.Dispatch], c)
	}
	return err
}

// lay is an event as it holds: none where people rejected it.
func (s *Source) lay(e store.Event) []Laid {
	said := s.said[e.Dispatch]
	if len(said) == 0 {
		return []Laid{{Event: e}}
	}
	out := s.Overlay([]store.Event{e}, slices.DeleteFunc(slices.Clone(said), func(c store.Correction) bool { return c.Kind == "add" }))
	for i := range out {
		s.rescore(&out[i])
	}
	return out
}

// rescore gives an event that people changed the class and the scores of what it is now.
func (s *Source) rescore(e *Laid) {
	if !e.Mended {
		return
	}
	if x, ok := s.scores[e.Event.Event]; ok {
		e.Quad, e.Plover = x.quad, x.plover
	}
	if g := s.Tables.onto.Goldstein(e.CAMEO, "gdelt"); g != nil {
		e.Goldstein = *g
	}
}

// added yields the events that people added, where the filter lets them through.
func (s *Source) added(ctx context.Context, yield func(*Item, error) bool) {
	if s.Overlay == nil {
		return
	}
	ids := make([]string, 0, len(s.said))
	for id := range s.said {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		for _, e := range s.Overlay(nil, s.said[id]) {
			s.rescore(&e)
			if !lets(&s.Filter, &e.Event) {
				continue
			}
			if e.Dispatch == "" {
				e.Dispatch = id
			}
			it, err := s.item(ctx, e)
			if !yield(it, err) || err != nil {
				return
			}
		}
	}
}

// lets says whether a filter lets an event through, as far as the event itself tells.
func lets(f *store.Filter, e *store.Event) bool {
	side := func(keys []string, sides ...store.Side) bool {
		return len(keys) == 0 || slices.ContainsFunc(e.Parties, func(p store.Party) bool {
			return slices.Contains(sides, p.Side) && (slices.Contains(keys, p.Key) || slices.Contains(keys, p.Code))
		})
	}
	return side(f.Actor, store.Actor) && side(f.Recipient, store.Recipient) && side(f.Party, store.Actor, store.Recipient) &&
		(len(f.Event) == 0 || slices.Contains(f.Event, e.Event)) && (f.From == "" || e.Day >= f.From) && (f.To == "" || e.Day <= f.To) &&
		f.Words == "" && (f.Dispatch == "" || f.Dispatch == e.Dispatch)
}

func (s *Source) item(ctx context.Context, e Laid) (*Item, error) {
	d, err := s.dispatch(ctx, e.Dispatch)
	if err != nil {
		return nil, err
	}
	it, err := NewItem(e.Event, d, &s.coder, e.Mended)
	if err != nil || !s.Articles || e.Mentions < 2 || e.Occurrence == "" {
		return it, err
	}
	told, err := s.Store.Occurrence(ctx, s.coder.Key, e.Occurrence)
	if err != nil {
		return nil, err
	}
	in := map[string]bool{}
	for i := range told {
		in[told[i].Dispatch] = true
	}
	it.Articles = max(1, len(in))
	return it, nil
}

func (s *Source) dispatch(ctx context.Context, id string) (*store.Dispatch, error) {
	if d, ok := s.dispatches[id]; ok {
		return d, nil
	}
	d, err := s.Store.Dispatch(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(s.dispatches) >= cached {
		clear(s.dispatches)
	}
	s.dispatches[id] = &d
	return &d, nil
}

// Tellings are the items of every event of an item's occurrence; itself alone where it
// has none.
func (s *Source) Tellings(ctx context.Context, it *Item) ([]*Item, error) {
	if it.Mentions < 2 || it.Occurrence == "" {
		return []*Item{it}, nil
	}
	told, err := s.Store.Occurrence(ctx, s.coder.Key, it.Occurrence)
	if err != nil {
		return nil, err
	}
	var out []*Item
	for i := range told {
		for _, e := range s.lay(told[i]) {
			x, err := s.item(ctx, e)
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
	}
	return out, nil
}
