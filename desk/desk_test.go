package desk_test

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
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

func TestPages(t *testing.T) {
	d, s := newDesk(t)
	ctx := context.Background()
	page, err := s.Events(ctx, store.Filter{Dyad: [2]string{"KOR", "RUS"}, Event: []string{"REQUEST"}})
	if err != nil || len(page.Events) == 0 {
		t.Fatal(page, err)
	}
	e := page.Events[0]
	for _, x := range []struct {
		path   string
		status int
		want   []string
	}{
		{"/", 200, []string{"What changed by", "South Korea", "nergy treaty", "due 1 Jul 2024"}},
		{"/events/" + e.ID, 200, []string{"Why it says so", "/lexicon/en/", "nearly held", "Mend a slot", "Versions"}},
		{"/dispatches/" + e.Dispatch, 200, []string{"id=\"e-" + e.ID, "href=\"#t-" + e.ID, "Add a missing event", "m-trigger"}},
		{"/dispatches/none", 404, nil},
		{"/search?words=missiles", 200, []string{"Kharkiv", "m-found"}},
		{"/search?words=%22", 400, nil},
		{"/search", 200, []string{"What are you looking for"}},
		{"/statements", 200, []string{"Who said what"}},
		{"/statements?position=deny", 200, []string{"deny"}},
		{"/statements.json?limit=2", 200, []string{"\"statements\":["}},
		{"/statements.csv", 200, []string{"id,day,speaker"}},
		{"/commitments?kind=treaty", 200, []string{"treaty"}},
		{"/commitments.json", 200, []string{"\"commitments\":["}},
		{"/commitments.csv", 200, []string{"id,kind,state"}},
		{"/commitments?due=never", 400, nil},
		{"/sources", 200, []string{"Example Wire", "Dispatches by day"}},
		{"/lexicon", 200, []string{"/lexicon/en/verbs/ask.txt"}},
		{"/lexicon?words=exhort", 200, []string{"en/verbs/ask.txt:"}},
		{"/lexicon/en/verbs/ask.txt", 200, []string{"id=\"L1\""}},
		{"/lexicon/en/../load.go", 307, nil},
		{"/lexicon/en/none.txt", 404, nil},
		{"/quality", 200, []string{"No scores"}},
		{"/queue", 200, []string{"You correct as"}},
		{"/corrections", 200, []string{"Nothing was corrected"}},
		{"/corrections.json", 200, []string{"\"corrections\":[]"}},
		{"/static/desk.css", 200, []string{"color-scheme"}},
		{"/static/none.css", 404, nil},
	} {
		status, body := get(t, d, x.path)
		if status != x.status {
			t.Errorf("%s: %d, want %d: %.300s", x.path, status, x.status, body)
		}
		for _, w := range x.want {
			if !strings.Contains(body, w) {
				t.Errorf("%s: no %q in it", x.path, w)
			}
		}
	}
}

// post sends a form as a page of the desk would.
func post(t testing.TB, h http.Handler, path string, form url.Values) (int, string) {
	t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Header().Get("Location") + w.Body.String()
}

func TestCorrecting(t *testing.T) {
	d, s := newDesk(t)
	ctx := context.Background()
	page, err := s.Events(ctx, store.Filter{Dyad: [2]string{"KOR", "RUS"}, Event: []string{"REQUEST"}, Limit: 5})
	if err != nil || len(page.Events) < 2 {
		t.Fatal(page, err)
	}
	a, b := page.Events[0], page.Events[1]
	ask := func(path string, form url.Values, status int, want string) {
		t.Helper()
		if got, body := post(t, d, path, form); got != status || !strings.Contains(body, want) {
			t.Errorf("%s %v: %d %.300s; want %d with %q", path, form, got, body, status, want)
		}
	}
	ask("/events/"+a.ID+"/corrections", url.Values{"kind": {"slot"}, "slot": {"event"}, "value": {"ACCUSE"}, "reason": {"it was blame"}}, 303, "/events/"+a.ID+"?said=1")
	if _, body := get(t, d, "/events/"+a.ID+"?said=1"); !strings.Contains(body, "event should be ACCUSE") || !strings.Contains(body, "KOR ACCUSE RUS") || !strings.Contains(body, "mended") {
		t.Errorf("the mended event does not say so: %.2000s", body)
	}
	ask("/events/"+b.ID+"/corrections", url.Values{"kind": {"reject"}, "back": {"/queue?party=KOR"}}, 303, "/queue?party=KOR&said=2")
	ask("/events/"+b.ID+"/corrections", url.Values{"kind": {"reject"}, "back": {"https://evil.example/"}}, 303, "/?said=3")
	ask("/events/"+b.ID+"/corrections", url.Values{"kind": {"odd"}}, 400, "accept, reject, slot")
	ask("/events/"+b.ID+"/corrections", url.Values{"kind": {"slot"}, "slot": {"date"}, "value": {"soon"}}, 400, "is no day")
	ask("/events/none/corrections", url.Values{"kind": {"accept"}}, 404, "not found")
	ask("/events/"+b.ID+"/grouping", url.Values{"kind": {"same"}, "value": {"http://127.0.0.1/events/" + a.ID}}, 303, "said=4")
	ask("/events/"+b.ID+"/grouping", url.Values{"kind": {"apart"}, "reason": {"another day"}}, 303, "said=5")
	ask("/events/"+b.ID+"/grouping", url.Values{"kind": {"same"}, "value": {b.ID}}, 400, "name another")
	ask("/dispatches/"+a.Dispatch+"/events", url.Values{"sentence": {"0"}, "trigger": {"military cooperation"}, "event": {"COOPERATE"}, "actor": {"PRK"}, "recipient": {"rus"}}, 303, "/dispatches/"+a.Dispatch+"?said=6")
	ask("/dispatches/"+a.Dispatch+"/events", url.Values{"sentence": {"0"}, "trigger": {"no such words"}, "event": {"AID"}}, 400, "are not in the sentence")
	ask("/dispatches/"+a.Dispatch+"/events", url.Values{"sentence": {"99"}, "trigger": {"x"}, "event": {"AID"}}, 400, "no sentence 99")
	ask("/corrections/2/undo", nil, 303, "/corrections?said=7")
	ask("/corrections/2/undo", nil, 409, "already")
	ask("/corrections/99/undo", nil, 404, "not found")
	_, body := get(t, d, "/corrections")
	for _, w := range []string{"event should be ACCUSE", "undone", "takes back correction 2", "missing: PRK COOPERATE RUS", "it was blame"} {
		if !strings.Contains(body, w) {
			t.Errorf("the list of corrections lacks %q", w)
		}
	}
	if _, body := get(t, d, "/corrections.txt"); !strings.Contains(body, "=>  KOR ACCUSE RUS") {
		t.Errorf("examples: %s", body)
	}
	if wrong, err := s.Check(ctx); err != nil || len(wrong) > 0 {
		t.Errorf("the record after all this: %v %v", wrong, err)
	}
}
