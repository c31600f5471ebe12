package watch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"casus"
	"casus/ingest/fetch"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

func TestReadList(t *testing.T) {
	l, err := ReadList([]byte("contact: desk@courier.example\nallow: [127.0.0.1]\npause: 2s\nfeeds:\n  - url: https://c.example/feed\n    name: Courier\n    publisher: The Klow Courier\n    licence: CC BY 4.0\n    every: 10m\n    expect: 20\n    full: true\n  - url: https://d.example/atom\n    every: 1s\n"))
	if err != nil || len(l.Feeds) != 2 || l.Contact != "desk@courier.example" || time.Duration(l.Pause) != 2*time.Second {
		t.Fatalf("%+v, %v", l, err)
	}
	if f := l.Feeds[0]; !f.Full || f.Expect != 20 || time.Duration(f.Every) != 10*time.Minute {
		t.Errorf("%+v", f)
	}
	if f := l.Feeds[1]; f.Name != "d.example" || time.Duration(f.Every) != often {
		t.Errorf("%+v", f)
	}
	for _, bad := range []string{"", "feeds: []", "feeds: [{url: ftp://x}]", "feeds: [{url: https://a.example/}, {url: https://a.example/}]", "feeds: [{url: https://a.example/, evry: 5m}]", "feeds: [{url: https://a.example/, every: soon}]", "feeds: [{url: https://a.example/, expect: -1}]", "\x00", "feeds: &a [*a]"} {
		if _, err := ReadList([]byte(bad)); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// world is a host with feeds, a record and a clock.
type world struct {
	*testing.T
	url   string
	asked map[string]int
	items string
	etag  string
	down  bool
	now   time.Time
	store store.Store
	said  []string
	mu    sync.Mutex
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, asked: map[string]int{}, now: time.Date(2024, 6, 21, 12, 0, 0, 0, time.UTC), etag: `"1"`}
	s := httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(s.Close)
	w.url = s.URL
	var err error
	if w.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "news.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	return w
}

func item(n int) string {
	return fmt.Sprintf("<item><title>Story %d</title><link>/%d</link><description>Ministers met on Friday.</description></item>", n, n)
}

func (w *world) serve(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[r.URL.Path]++
	switch r.URL.Path {
	case "/robots.txt":
		fmt.Fprint(out, "User-agent: *\nDisallow: /5\n")
	case "/feed":
		out.Header().Set("ETag", w.etag)
		if r.Header.Get("If-None-Match") == w.etag {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(out, "<rss version='2.0'><channel><title>Courier</title>"+w.items+"</channel></rss>")
	case "/bad":
		fmt.Fprint(out, "<html>no feed</html>")
	default:
		if w.down {
			out.WriteHeader(http.StatusBadGateway)
			return
		}
		fmt.Fprint(out, "<html lang=en><head><title>Story</title></head><body><article><h1>Story</h1>"+strings.Repeat("<p>The ministers of both states met in Klow on Friday, and agreed to hold talks about the border, officials said.</p>", 1)+
			"<p>The page "+r.URL.Path+" tells more: the army of Syldavia left the pass, and trade across the mountains began again after thirty years.</p></article></body></html>")
	}
}

func (w *world) watcher(feeds ...Feed) *Watcher {
	r := &record.Recorder{Store: w.store, Now: func() time.Time { return w.now }}
	x, err := Recorded(r)
	if err != nil {
		w.Fatal(err)
	}
	sleep := func(ctx context.Context, d time.Duration) error { return ctx.Err() }
	c := fetch.New(fetch.Options{Allow: []string{"127.0.0.1"}, Pause: -1, Tries: 1, Sleep: sleep, Now: func() time.Time { return w.now }})
	x.Get, x.Sleep = c.Get, sleep
	x.Said = func(m string) { w.mu.Lock(); w.said = append(w.said, m); w.mu.Unlock() }
	if err := x.Load(w.Context(), feeds); err != nil {
		w.Fatal(err)
	}
	return x
}

func (w *world) dispatches() []store.Dispatch {
	list, err := w.store.Dispatches(w.Context(), 0, 1000)
	if err != nil {
		w.Fatal(err)
	}
	return list
}

func TestWatch(t *testing.T) {
	w := newWorld(t)
	w.items = item(2) + item(1)
	full := Feed{URL: w.url + "/feed", Name: "Courier", Publisher: "The Klow Courier", Licence: "CC BY 4.0", Every: Length(15 * time.Minute), Expect: 10, Full: true}
	bad := Feed{URL: w.url + "/bad", Name: "Bad", Every: Length(15 * time.Minute)}
	if err := w.watcher(bad, full).Run(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	ds := w.dispatches()
	if len(ds) != 2 || ds[0].URL != w.url+"/1" || !strings.Contains(ds[0].Text, "page /1 tells more") || ds[0].Publisher != "The Klow Courier" || ds[0].Language != "en" || ds[0].Source != full.URL || ds[0].Licence != "CC BY 4.0" {
		t.Fatalf("%+v", ds)
	}
	// A restart before it is due asks for nothing.
	before := w.asked["/feed"]
	if err := w.watcher(bad, full).Run(t.Context(), true); err != nil || w.asked["/feed"] != before {
		t.Errorf("%v; the feed was asked for %d times", err, w.asked["/feed"])
	}
	// A restart when it is due asks whether it changed, and fetches no page again.
	w.now = w.now.Add(20 * time.Minute)
	if err := w.watcher(bad, full).Run(t.Context(), true); err != nil || w.asked["/1"] != 1 || w.asked["/feed"] != 2 {
		t.Errorf("%v; %v", err, w.asked)
	}
	// New items come in; of those that were there no page is fetched. What robots.txt
	// forbids is taken as the feed has it.
	w.now = w.now.Add(20 * time.Minute)
	w.items, w.etag = item(5)+item(3)+w.items, `"2"`
	if err := w.watcher(full).Run(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if ds = w.dispatches(); len(ds) != 4 || w.asked["/1"] != 1 || w.asked["/3"] != 1 || w.asked["/5"] != 0 || ds[3].Text != "Ministers met on Friday." {
		t.Errorf("%+v; %v", ds, w.asked)
	}
	// A page that cannot be had now comes again, though the feed does not change.
	w.now = w.now.Add(20 * time.Minute)
	w.items, w.etag, w.down = item(7)+w.items, `"3"`, true
	if err := w.watcher(full).Run(t.Context(), true); err != nil || len(w.dispatches()) != 4 {
		t.Errorf("%v, %d dispatches", err, len(w.dispatches()))
	}
	w.now, w.down = w.now.Add(20*time.Minute), false
	if err := w.watcher(full).Run(t.Context(), true); err != nil || len(w.dispatches()) != 5 {
		t.Errorf("%v, %d dispatches, %v", err, len(w.dispatches()), w.said)
	}
	notes, err := w.store.Notes(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)
	gaps := Gaps([]Feed{full, bad}, notes, day.AddDate(0, 0, -1), day)
	if len(gaps) != 4 {
		t.Fatalf("%+v", gaps)
	}
	if g := gaps[1]; g.Name != "Bad" || !g.Silent() || g.Visits != 2 || g.Failed != 2 || g.Error == "" {
		t.Errorf("%+v", g)
	}
	if g := gaps[2]; !g.Silent() || g.Visits != 0 || g.Expected != 10 {
		t.Errorf("%+v", g)
	}
	if g := gaps[3]; g.Silent() || g.New != 5 || g.Failed != 0 || g.Items != 5 {
		t.Errorf("%+v", g)
	}
}

func TestTextOfTheFeed(t *testing.T) {
	w := newWorld(t)
	w.items = item(2) + item(1)
	f := Feed{URL: w.url + "/feed", Every: Length(often)}
	coded := 0
	x := w.watcher(f)
	x.Taken = func(context.Context) error { coded++; return nil }
	ctx, cancel := context.WithCancel(t.Context())
	rounds := 0
	x.Sleep = func(ctx context.Context, d time.Duration) error {
		if rounds++; rounds == 3 {
			cancel()
		}
		w.now = w.now.Add(d)
		return ctx.Err()
	}
	if err := x.Run(ctx, false); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if ds := w.dispatches(); len(ds) != 2 || ds[0].Title != "Story 1" || ds[0].Publisher != "Courier" || coded != 1 || w.asked["/feed"] != 3 || w.asked["/1"] != 0 {
		t.Errorf("%+v, coded %d, %v", ds, coded, w.asked)
	}
}

func FuzzReadList(f *testing.F) {
	f.Add([]byte("feeds:\n  - url: https://c.example/feed\n    every: 10m\n"))
	f.Add([]byte("feeds: &a [*a]"))
	f.Fuzz(func(t *testing.T, b []byte) { ReadList(b) })
}
