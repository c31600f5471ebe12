package storetest

import (
	"context"
	"time"

	"casus/store"
)

// ask asks both everything that a record can be asked.
func (x *twins) ask() {
	coder := pick(x.r, sameCoders[:]).Key
	if x.r.IntN(3) == 0 {
		coder = ""
	}
	keyed := sameCoders[x.r.IntN(2)].Key
	x.askDispatches(keyed)
	x.askEvents(coder)
	q := store.DayQuery{Coder: coder, Actor: pick(x.r, sameStates), Recipient: pick(x.r, sameStates), Mentions: x.r.IntN(2) == 0}
	if x.r.IntN(2) == 0 {
		q.From, q.To = "2031-03-02", "2031-03-04"
	}
	x.do("days", func(ctx context.Context, s store.Store) (any, error) { return s.Days(ctx, q) })
	x.do("volume", func(ctx context.Context, s store.Store) (any, error) { return s.Volume(ctx, coder, "", "") })
	x.do("stories", func(ctx context.Context, s store.Store) (any, error) { return s.Stories(ctx, "", "", 100) })
	x.do("counts", func(ctx context.Context, s store.Store) (any, error) { return s.Counts(ctx) })
	x.do("coders", func(ctx context.Context, s store.Store) (any, error) { return s.Coders(ctx) })
	x.do("notes", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Notes(ctx, at(5))
		for i := range list {
			list[i].At = list[i].At.UTC()
		}
		return list, err
	})
	x.do("corrections", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Corrections(ctx, "")
		for i := range list {
			list[i].At = list[i].At.UTC()
		}
		return list, err
	})
	x.do("alike", func(ctx context.Context, s store.Store) (any, error) {
		return s.Alike(ctx, []uint64{1, 2, 1<<63 + 1}, 100)
	})
	x.do("signed", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Signed(ctx, []int64{1, 2, 3, 5, 8})
		for i := range list {
			list[i].Published = list[i].Published.UTC()
		}
		return list, err
	})
}

func (x *twins) askDispatches(coder string) {
	x.do("dispatches", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Dispatches(ctx, 0, 1000)
		return plain(list), err
	})
	x.do("pending", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Pending(ctx, coder, 0, 1000)
		return plain(list), err
	})
	x.do("failures", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Failures(ctx, coder, 100)
		return unnumbered(list), err
	})
	x.do("codings", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Codings(ctx, coder, 0, 1000)
		return unnumbered(list), err
	})
	if len(x.ids) == 0 {
		return
	}
	id := pick(x.r, x.ids)
	x.do("findings", func(ctx context.Context, s store.Store) (any, error) {
		c, err := s.Findings(ctx, coder, id)
		c.Seq = 0
		return c, err
	})
	x.do("a story", func(ctx context.Context, s store.Store) (any, error) {
		list, err := s.Story(ctx, id)
		return plain(list), err
	})
	x.do("reasons of a story", func(ctx context.Context, s store.Store) (any, error) { return s.StoryReasons(ctx, id) })
	x.do("events in", func(ctx context.Context, s store.Store) (any, error) {
		return s.EventsIn(ctx, coder, x.ids[:1+len(x.ids)/2])
	})
}

func (x *twins) askEvents(coder string) {
	f := store.Filter{Coder: coder, Limit: 1 + x.r.IntN(60), Once: x.r.IntN(4) == 0, Unsure: x.r.IntN(4) == 0, Counted: x.r.IntN(3) == 0, Claimed: x.r.IntN(3) - 1}
	if x.r.IntN(2) == 0 {
		f.Event = []string{pick(x.r, sameKinds), pick(x.r, sameKinds)}
	}
	if x.r.IntN(2) == 0 {
		f.Party = []string{pick(x.r, sameStates[:4])}
	}
	if x.r.IntN(4) == 0 {
		f.Dyad, f.Mutual = [2]string{pick(x.r, sameStates[:4]), pick(x.r, sameStates[:4])}, x.r.IntN(2) == 0
	}
	if x.r.IntN(3) == 0 {
		f.From, f.To = at(3).Format(time.DateOnly), at(20).Format(time.DateOnly)
	}
	if x.r.IntN(4) == 0 {
		f.With, f.Without = store.Status(1<<x.r.IntN(7)), store.Status(1<<x.r.IntN(7))
	}
	if x.r.IntN(4) == 0 {
		f.Place = pick(x.r, sameStates)
	}
	x.do("events", func(ctx context.Context, s store.Store) (any, error) {
		var all []store.Event
		for g := f; ; {
			p, err := s.Events(ctx, g)
			all = append(all, p.Events...)
			if err != nil || p.Next == "" || len(all) > 500 {
				return all, err
			}
			g.After = p.Next
		}
	})
	for _, field := range []string{"event", "mode", "quad", "actor", "recipient", "publisher", "place", "month"} {
		x.do("facets by "+field, func(ctx context.Context, s store.Store) (any, error) { return s.Facets(ctx, f, field, 20) })
	}
	g := store.Filter{Coder: coder, Party: f.Party, Limit: 200}
	x.do("statements", func(ctx context.Context, s store.Store) (any, error) { return s.Statements(ctx, g) })
	x.do("commitments", func(ctx context.Context, s store.Store) (any, error) { return s.Commitments(ctx, g) })
	if len(x.events) == 0 {
		return
	}
	id, near := pick(x.r, x.events), []store.Stretch{{Key: pick(x.r, sameStates[:4]), Event: pick(x.r, sameKinds), From: at(3).Format(time.DateOnly), To: at(9).Format(time.DateOnly)}, {Key: "HAL", Event: "AID", From: at(1).Format(time.DateOnly), To: at(28).Format(time.DateOnly)}}
	x.do("an event", func(ctx context.Context, s store.Store) (any, error) { return s.Event(ctx, coder, id) })
	x.do("an occurrence", func(ctx context.Context, s store.Store) (any, error) { return s.Occurrence(ctx, coder, id) })
	x.do("reasons of an occurrence", func(ctx context.Context, s store.Store) (any, error) { return s.OccurrenceReasons(ctx, coder, id) })
	x.do("neighbours", func(ctx context.Context, s store.Store) (any, error) {
		return s.Neighbours(ctx, sameCoders[0].Key, near)
	})
	x.do("undated", func(ctx context.Context, s store.Store) (any, error) {
		return s.Undated(ctx, sameCoders[0].Key, x.ids[:min(20, len(x.ids))])
	})
}

// plain takes out of dispatches what engines count in their own way.
func plain(list []store.Dispatch) []store.Dispatch {
	for i := range list {
		list[i].Seq, list[i].Published, list[i].Received = 0, list[i].Published.UTC(), list[i].Received.UTC()
	}
	return list
}

func unnumbered(list []store.Coding) []store.Coding {
	for i := range list {
		list[i].Seq = 0
	}
	return list
}
