// Package watch visits feeds again and again and takes what is new into a record.
//
// What has been seen is known from the record: the notes of earlier visits give the
// ETag of each feed and when it was visited last, the dispatches tell which pages need
// not be fetched again. So a watch that is ended or killed goes on where it was. A feed
// that cannot be read is noted with the reason, and stops nothing.
package watch

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"casus"
	"casus/ingest/article"
	"casus/ingest/feed"
	"casus/ingest/fetch"
	"casus/ingest/language"
	"casus/record"
	"casus/store"
)

// Store is what a watch needs of a record.
type Store interface {
	Note(ctx context.Context, n store.SourceNote) error
	Notes(ctx context.Context, since time.Time) ([]store.SourceNote, error)
	// Known says which addresses the record holds dispatches of.
	Known(ctx context.Context, addresses []string) (map[string]bool, error)
}

// Watcher watches feeds.
type Watcher struct {
	Store Store
	// Take puts dispatches into the record; New is how many were not there.
	Take func(ctx context.Context, stream iter.Seq2[store.Dispatch, error], bad func(error)) (record.Taken, error)
	// Taken is called after visits that brought something new, to code it; or nil.
	Taken func(ctx context.Context) error
	Get   func(ctx context.Context, r fetch.Request) (fetch.Answer, error)
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
	// Said is told what each visit brought, and of pages that cannot be read; by
	// several goroutines at once, as Get and Take are called.
	Said func(message string)

	feeds []Feed
	mu    sync.Mutex // of last
	last  map[string]store.SourceNote
}

// maxPages is how many pages one visit to a feed fetches; the rest waits for the next.
const maxPages = 100

// Load begins a watch of feeds with what the record knows of them.
func (w *Watcher) Load(ctx context.Context, feeds []Feed) error {
	w.feeds, w.last = feeds, map[string]store.SourceNote{}
	notes, err := w.Store.Notes(ctx, time.Time{})
	if err != nil {
		return err
	}
	for _, n := range notes {
		// A visit that failed tells nothing of what the feed held.
		if before, ok := w.last[n.Source]; ok && n.Error != "" {
			n.ETag, n.Modified = before.ETag, before.Modified
		}
		w.last[n.Source] = n
	}
	return nil
}

// Run visits each feed when its time has come, until the context ends. Once visits
// those that are due, once, and returns.
func (w *Watcher) Run(ctx context.Context, once bool) error {
	for {
		fresh, err := w.round(ctx)
		if err != nil {
			return err
		}
		if fresh > 0 && w.Taken != nil {
			if err := w.Taken(ctx); err != nil {
				return err
			}
		}
		if once {
			return ctx.Err()
		}
		next := w.due(&w.feeds[0])
		for i := range w.feeds {
			if d := w.due(&w.feeds[i]); d.Before(next) {
				next = d
			}
		}
		if err := w.Sleep(ctx, next.Sub(w.Now())); err != nil {
			return err
		}
	}
}

// atOnce is how many feeds are visited at the same time, so that a slow host keeps few
// others waiting. A host is asked one thing at a time all the same.
const atOnce = 8

// round visits the feeds that are due, and counts what is new.
func (w *Watcher) round(ctx context.Context) (fresh int, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var mu sync.Mutex
	var all sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i := range w.feeds {
		f := &w.feeds[i]
		if w.Now().Before(w.due(f)) {
			continue
		}
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			n, err := w.visit(ctx, f)
			if err != nil {
				cancel(err)
			}
			mu.Lock()
			fresh += n.New
			mu.Unlock()
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return fresh, context.Cause(ctx)
	}
	return fresh, nil
}

// before is what is known of the last visit to a feed.
func (w *Watcher) before(f *Feed) (store.SourceNote, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, ok := w.last[f.URL]
	return n, ok
}

// due is when a feed is to be visited next.
func (w *Watcher) due(f *Feed) time.Time {
	n, ok := w.before(f)
	if !ok {
		return time.Time{}
	}
	return n.At.Add(time.Duration(f.Every))
}

// visit visits a feed and notes what it brought. Its error is one of the record, or
// that the watch was ended; what is wrong with the feed is in the note.
func (w *Watcher) visit(ctx context.Context, f *Feed) (store.SourceNote, error) {
	before, _ := w.before(f)
	n := store.SourceNote{Source: f.URL, At: w.Now().UTC(), ETag: before.ETag, Modified: before.Modified}
	a, err := w.Get(ctx, fetch.Request{Address: f.URL, ETag: before.ETag, Modified: before.Modified, Accept: "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"})
	if ctx.Err() != nil {
		return n, ctx.Err()
	}
	if err == nil && !a.Unchanged {
		err = w.take(ctx, f, a, &n)
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
	}
	switch {
	case err != nil:
		n.Error = cut(err.Error(), 500)
		w.Said(fmt.Sprintf("%s: %v", f.Name, err))
	case n.New > 0:
		w.Said(fmt.Sprintf("%s: %d new of %d", f.Name, n.New, n.Items))
	}
	if err := w.Store.Note(ctx, n); err != nil {
		return n, err
	}
	w.mu.Lock()
	w.last[f.URL] = n
	w.mu.Unlock()
	return n, nil
}

// take takes what an answer holds into the record.
func (w *Watcher) take(ctx context.Context, f *Feed, a fetch.Answer, n *store.SourceNote) error {
	parsed, err := feed.Parse(a.Body, a.Address, a.ContentType)
	if err != nil {
		return err
	}
	n.Items = len(parsed.Items)
	items := parsed.Items
	if f.Full {
		if items, err = w.unknown(ctx, items); err != nil {
			return err
		}
	}
	left := 0
	if f.Full && len(items) > maxPages {
		left = len(items) - maxPages
		items = items[:maxPages]
	}
	// The newest stands on top: it comes in last, as it would have in time.
	slices.Reverse(items)
	stream := func(yield func(store.Dispatch, error) bool) {
		for i := range items {
			d, err := w.dispatch(ctx, f, &items[i])
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				left++
			}
			if (d.Text != "" || err != nil) && !yield(d, err) {
				return
			}
		}
	}
	taken, err := w.Take(ctx, stream, func(err error) { w.Said(fmt.Sprintf("%s: %v", f.Name, err)) })
	n.New = taken.New
	if err != nil {
		return err
	}
	if left == 0 {
		// Only when all of it is here may the feed say that nothing changed.
		n.ETag, n.Modified = a.ETag, a.Modified
	}
	return nil
}

// unknown are the items whose pages the record does not hold.
func (w *Watcher) unknown(ctx context.Context, items []feed.Item) ([]feed.Item, error) {
	var out []feed.Item
	for part := range slices.Chunk(items, 200) {
		var links []string
		for i := range part {
			if part[i].Link != "" {
				links = append(links, part[i].Link)
			}
		}
		known, err := w.Store.Known(ctx, links)
		if err != nil {
			return nil, err
		}
		for i := range part {
			if !known[part[i].Link] {
				out = append(out, part[i])
			}
		}
	}
	return out, nil
}

// dispatch is an item as the record takes it, with its page where that is asked for.
// A page that cannot be had now is an error, and comes again; one that holds no
// article leaves the text of the feed.
func (w *Watcher) dispatch(ctx context.Context, f *Feed, it *feed.Item) (store.Dispatch, error) {
	d := store.Dispatch{Dispatch: it.Dispatch, Name: it.ID, Source: f.URL}
	claimed := cmp.Or(f.Language, it.Language)
	if f.Full && it.Link != "" {
		p, err := Page(ctx, w.Get, it.Link)
		switch {
		case err == nil:
			d.Text, d.Title = p.Text, cmp.Or(p.Title, d.Title)
			d.Publisher = cmp.Or(p.Publisher, d.Publisher)
			if d.Published.IsZero() {
				d.Published = p.Time()
			}
			claimed = cmp.Or(f.Language, p.Language, it.Language)
		case ctx.Err() != nil:
			return d, ctx.Err()
		case lasting(err):
			w.Said(fmt.Sprintf("%s: %v; the text of the feed is taken", f.Name, err))
		default:
			return d, err
		}
	}
	if d.Text == "" {
		d.Text, d.Title = d.Title, ""
	}
	d.Publisher = cmp.Or(f.Publisher, d.Publisher)
	d.Licence = cmp.Or(f.Licence, d.Licence)
	d.Language = cmp.Or(f.Language, language.Best(d.Text, claimed))
	return d, nil
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// Recorded gives a watcher the record that a recorder keeps.
func Recorded(r *record.Recorder) (*Watcher, error) {
	s, ok := r.Store.(Store)
	if !ok {
		return nil, fmt.Errorf("this record cannot be asked for addresses: %w", casus.ErrUnavailable)
	}
	return &Watcher{Store: s, Take: r.Take, Now: r.Now}, nil
}

// PageArticle is an article with what its page was.
type PageArticle struct{ article.Article }

// Time is when it was published, or zero.
func (p *PageArticle) Time() time.Time {
	for _, layout := range [...]string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, p.Published); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// Page fetches a page and takes the article out of it.
func Page(ctx context.Context, get func(context.Context, fetch.Request) (fetch.Answer, error), address string) (PageArticle, error) {
	a, err := get(ctx, fetch.Request{Address: address, Accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"})
	if err != nil {
		return PageArticle{}, err
	}
	body, _ := language.Decode(a.Body, a.ContentType)
	x, err := article.Extract(body, a.Address)
	if err != nil {
		return PageArticle{}, fmt.Errorf("%s: %w", address, err)
	}
	return PageArticle{x}, nil
}
