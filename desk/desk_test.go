package desk_test

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"casus"
	"casus/desk"
	"casus/ingest/jsonl"
	"casus/pipeline"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

// loaded is the pipeline of all tests; it is read-only.
var loaded = sync.OnceValues(func() (*pipeline.Pipeline, error) { return pipeline.Load(pipeline.Options{Version: "test"}) })

func read(t testing.TB) *pipeline.Pipeline {
	t.Helper()
	p, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// clock stands still.
func clock() time.Time { return time.Date(2024, 6, 15, 9, 0, 0, 0, time.UTC) }

// newRecord makes a record of dispatches.
func newRecord(t testing.TB, dispatches iter.Seq2[casus.Dispatch, error]) store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	r := &record.Recorder{Store: s, Pipeline: read(t), Now: clock}
	stream := func(yield func(store.Dispatch, error) bool) {
		for d, err := range dispatches {
			if !yield(store.Dispatch{Dispatch: d, Name: d.ID, Source: "test"}, err) {
				return
			}
		}
	}
	if _, err := r.Take(ctx, stream, func(err error) { t.Error(err) }); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Code(ctx); err != nil {
		t.Fatal(err)
	}
	if err := r.Conclude(ctx); err != nil {
		t.Fatal(err)
	}
	return s
}

// news are the dispatches of testdata.
func news(t testing.TB) iter.Seq2[casus.Dispatch, error] {
	t.Helper()
	b, err := os.ReadFile("testdata/news.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return jsonl.Read(strings.NewReader(string(b)), jsonl.Options{Name: "news.jsonl"})
}

// newDesk is a desk over the news.
func newDesk(t testing.TB) (*desk.Desk, store.Store) {
	t.Helper()
	s := newRecord(t, news(t))
	return deskOn(t, s), s
}

func deskOn(t testing.TB, s store.Store) *desk.Desk {
	t.Helper()
	d, err := desk.New(desk.Options{Store: s, Pipeline: read(t), Version: "test", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// get asks a handler for a page.
func get(t testing.TB, h http.Handler, path string) (int, string) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Host = "127.0.0.1:8080"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	b, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(b)
}

func TestEvents(t *testing.T) {
	d, s := newDesk(t)
	for _, x := range []struct {
		path   string
		status int
		want   string
	}{
		{"/events", 200, "South Korea"},
		{"/events?actor=kor&recipient=RUS", 200, "South Korea"},
		{"/events?dyad=KOR-RUS&event=REQUEST", 200, "halt its military cooperation"},
		{"/events?actor=ZZZ", 200, "Nothing in the record answers"},
		{"/events?dyad=KOR", 400, "two keys with a hyphen"},
		{"/events?from=soon", 400, "is no day"},
		{"/events?min=much", 400, "min=much"},
		{"/events?status=odd", 400, "negated, future"},
		{"/events.json?actor=FRA", 200, `"dispatch":{"id":`},
		{"/events.csv?actor=FRA", 200, "id,day,event"},
		{"/events.atom?actor=FRA", 200, "<feed xmlns"},
		{"/events/none", 404, "not found"},
		{"/nowhere", 404, "not found"},
	} {
		status, body := get(t, d, x.path)
		if status != x.status || !strings.Contains(body, x.want) {
			t.Errorf("%s: %d, want %d with %q:\n%.600s", x.path, status, x.status, x.want, body)
		}
	}
	page, err := s.Events(context.Background(), store.Filter{Limit: 100})
	if err != nil || len(page.Events) < 20 {
		t.Fatalf("%d events, %v", len(page.Events), err)
	}
	for _, e := range page.Events {
		if status, body := get(t, d, "/events/"+e.ID); status != 200 || !strings.Contains(body, "m-trigger") {
			t.Errorf("event %s: %d\n%.400s", e.ID, status, body)
		}
	}
}
