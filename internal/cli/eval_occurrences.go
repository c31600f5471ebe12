package cli

import (
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"casus"
	"casus/eval"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

// occurrences scores which events the record takes for one: the articles of ECB+ are
// taken into a record, and the events whose trigger is a marked action are compared
// with its chains, topic by topic.
func (v *evaluation) occurrences() error {
	r, err := v.open("stories", "ecbplus.dev.jsonl.gz")
	if r == nil || err != nil {
		return err
	}
	defer r.Close()
	docs, err := eval.ReadActions(r)
	if err != nil {
		return err
	}
	found, err := v.recorded(docs)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		name string
		keep func(topic int) bool
	}{
		{"ECB+ 1-35, events", func(int) bool { return true }},
		{"ECB+ 1-35, events, every third topic, set aside", func(topic int) bool { return topic%3 == 0 }},
	} {
		var sum, alone eval.CorefScore
		mentions, actions := 0, 0
		gold, system, single := map[int][]string{}, map[int][]string{}, map[int][]string{}
		for i := range docs {
			d := &docs[i]
			if !x.keep(d.Topic) {
				continue
			}
			actions += len(d.Actions)
			for k, a := range d.Actions {
				e, ok := told(found[d.ID], a)
				if !ok {
					continue
				}
				chain := a.Chain
				if chain == "" {
					chain = fmt.Sprint(d.ID, "/", k)
				}
				gold[d.Topic], system[d.Topic] = append(gold[d.Topic], chain), append(system[d.Topic], e.occurrence)
				single[d.Topic] = append(single[d.Topic], fmt.Sprint(d.ID, "/", k))
				mentions++
			}
		}
		for topic := range 50 {
			sum = sum.Add(eval.Occurrences(gold[topic], system[topic]))
			alone = alone.Add(eval.Occurrences(gold[topic], single[topic]))
		}
		fmt.Fprintf(v.e.out, "%s: %d of %d marked actions are events of ours\n  record %s\n  nothing joined %s\n", x.name, mentions, actions, sum, alone)
	}
	fmt.Fprintln(v.e.out)
	return nil
}

// toldEvent is an event of a dispatch with its occurrence.
type toldEvent struct {
	trigger    casus.Span
	occurrence string
}

func told(events []toldEvent, a eval.Action) (toldEvent, bool) {
	for _, e := range events {
		for _, s := range a.Spans {
			if s.Overlaps(e.trigger) {
				return e, true
			}
		}
	}
	return toldEvent{}, false
}

// recorded takes articles into a record, a month for each topic, and returns the events
// of each.
func (v *evaluation) recorded(docs []eval.ActionDocument) (map[string][]toldEvent, error) {
	dir, err := os.MkdirTemp("", "casus-eval")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := sqlite.Open(v.ctx, filepath.Join(dir, "record.db"))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if v.p == nil {
		if v.p, err = load(v.in, 0); err != nil {
			return nil, err
		}
	}
	rec := &record.Recorder{Store: s, Pipeline: v.p, Now: func() time.Time { return time.Unix(0, 0) }}
	stream := func(yield func(store.Dispatch, error) bool) {
		for i := range docs {
			day := time.Date(2001, time.Month(docs[i].Topic), 15, 12, 0, 0, 0, time.UTC)
			if !yield(store.Dispatch{Dispatch: casus.Dispatch{Text: docs[i].Text, Published: day, Publisher: docs[i].ID}, Name: docs[i].ID, Source: "ecb", Language: "en"}, nil) {
				return
			}
		}
	}
	if _, err = rec.Take(v.ctx, iter.Seq2[store.Dispatch, error](stream), func(error) {}); err == nil {
		_, _, err = rec.Code(v.ctx)
	}
	if err == nil {
		err = rec.Conclude(v.ctx)
	}
	if err != nil {
		return nil, err
	}
	return eventsIn(v, s)
}

func eventsIn(v *evaluation, s store.Store) (map[string][]toldEvent, error) {
	out := map[string][]toldEvent{}
	for after := int64(0); ; {
		page, err := s.Dispatches(v.ctx, after, 1000)
		if err != nil || len(page) == 0 {
			return out, err
		}
		var ids []string
		names := map[string]string{}
		for i := range page {
			after = page[i].Seq
			ids = append(ids, page[i].ID)
			names[page[i].ID] = page[i].Name
		}
		events, err := s.EventsIn(v.ctx, "", ids)
		if err != nil {
			return nil, err
		}
		for i := range events {
			var body struct {
				Evidence struct {
					Trigger [2]int
				}
			}
			if err := json.Unmarshal(events[i].JSON, &body); err != nil {
				return nil, err
			}
			name := names[events[i].Dispatch]
			out[name] = append(out[name], toldEvent{casus.Span{Begin: body.Evidence.Trigger[0], End: body.Evidence.Trigger[1]}, events[i].Occurrence})
		}
	}
}
