package desk

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"casus"
	"casus/store"
)

// facetFields are the fields that events are counted by beside their list.
var facetFields = []struct{ field, name, title string }{
	{"quad", "quad", "Class"}, {"event", "event", "Event"}, {"actor", "actor", "Who acts"}, {"recipient", "recipient", "On whom"},
	{"place", "place", "Where"}, {"publisher", "source", "Source"}, {"month", "", "When"},
}

// facetView is a field with the values that the events of a page have.
type facetView struct {
	Title  string
	Values []facetValue
	// Late says that counting takes longer than the page waits.
	Late bool
}

// facetValue is a value with the address that asks for it.
type facetValue struct {
	Name, Flag, Href string
	Count            int
	// Share of the largest, in hundredths.
	Share  int
	Chosen bool
}

// How many values are shown, how long a page waits for counts, how long they hold.
const (
	facetValues = 8
	facetWait   = 60 * time.Millisecond
	facetHold   = time.Minute
	facetTime   = 2 * time.Minute
	facetKept   = 2000
)

// facetCache keeps counts: a page never waits long for them. Counts that are late are
// made in the background and stand on the next page that asks.
type facetCache struct {
	mu   sync.Mutex
	made map[string]*facetEntry
}

type facetEntry struct {
	done chan struct{}
	list []store.Facet
	err  error
	at   time.Time
	// hold is how long the counts hold: the longer, the longer they took to make. While
	// they are being made it bounds how long that may take.
	hold time.Duration
	// before are the counts of the entry before this one, where they are known.
	before []store.Facet
	known  bool
}

// facets counts by one field; late says that it takes longer than the wait.
func (d *Desk) facets(f store.Filter, field string, deadline <-chan time.Time) (list []store.Facet, late bool, err error) {
	f.After, f.Limit, f.Unsure = "", 0, false
	key := fmt.Sprintf("%s %+v", field, f)
	c := &d.facetCache
	c.mu.Lock()
	e := c.made[key]
	now := d.now()
	if e == nil || e.at.Before(now.Add(-e.hold)) {
		old := e
		e = &facetEntry{done: make(chan struct{}), at: now, hold: facetTime}
		if len(c.made) >= facetKept {
			clear(c.made)
		}
		c.made[key] = e
		if old != nil { // what was counted before is good enough until the new is there
			select {
			case <-old.done:
				e.before, e.known = old.list, old.err == nil
			default:
				e.before, e.known = old.before, old.known
			}
		}
		go d.countFacets(e, f, field)
	}
	c.mu.Unlock()
	select {
	case <-e.done:
		return e.list, false, e.err
	default:
	}
	select {
	case <-e.done:
		return e.list, false, e.err
	case <-deadline:
		return e.before, !e.known, nil
	}
}

// countFacets asks the store and keeps the answer. One count is made at a time: pages
// must not wait for the store because counts keep it busy.
func (d *Desk) countFacets(e *facetEntry, f store.Filter, field string) {
	d.counting <- struct{}{}
	defer func() { <-d.counting }()
	ctx, cancel := context.WithTimeout(context.Background(), facetTime)
	defer cancel()
	begin := time.Now()
	list, err := d.store.Facets(ctx, f, field, facetValues)
	d.facetCache.mu.Lock()
	e.list, e.err = list, orEmpty(err)
	e.at, e.hold = d.now(), max(facetHold, 30*time.Since(begin))
	d.facetCache.mu.Unlock()
	close(e.done)
}

// orEmpty takes a record in which nothing is coded yet for an empty one.
func orEmpty(err error) error {
	if errors.Is(err, casus.ErrNotFound) {
		return nil
	}
	return err
}

// facetsOf counts the events of a filter by every field.
func (d *Desk) facetsOf(ctx context.Context, u *url.URL, f store.Filter) ([]facetView, error) {
	deadline := make(chan time.Time)
	timer := time.AfterFunc(facetWait, func() { close(deadline) })
	defer timer.Stop()
	out := make([]facetView, 0, len(facetFields))
	asked := u.Query()
	for _, x := range facetFields {
		list, late, err := d.facets(f, x.field, deadline)
		if err != nil {
			return nil, err
		}
		v := facetView{Title: x.title, Late: late}
		most := 1
		for _, y := range list {
			most = max(most, y.Count)
		}
		for _, y := range list {
			if y.Value == "" {
				continue
			}
			v.Values = append(v.Values, d.facetValue(u, asked, x.field, x.name, y, most))
		}
		if late || len(v.Values) > 0 {
			out = append(out, v)
		}
	}
	return out, ctx.Err()
}

func (d *Desk) facetValue(u *url.URL, asked url.Values, field, name string, y store.Facet, most int) facetValue {
	z := facetValue{Name: y.Value, Count: y.Count, Share: max(1, 100*y.Count/most)}
	switch field {
	case "actor", "recipient", "place":
		z.Name, z.Flag = d.names.of(y.Value), d.names.flag[y.Value]
	case "quad":
		z.Name = quadOf(y.Value)
	case "month":
		from, err := time.Parse("2006-01", y.Value)
		if err != nil {
			return z
		}
		z.Name = from.Format("January 2006")
		q := u.Query()
		q.Del("after")
		q.Set("from", from.Format(time.DateOnly))
		q.Set("to", from.AddDate(0, 1, -1).Format(time.DateOnly))
		z.Chosen = asked.Get("from") == q.Get("from") && asked.Get("to") == q.Get("to")
		z.Href = address(u.Path, q)
		return z
	}
	for _, a := range asked[name] {
		z.Chosen = z.Chosen || a == y.Value
	}
	if z.Chosen {
		z.Href = with(u, name, "")
	} else {
		z.Href = with(u, name, y.Value)
	}
	return z
}
