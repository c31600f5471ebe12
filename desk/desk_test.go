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
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"casus"
	"casus/desk"
	"casus/desk/access"
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

// roleDesk is a desk with a user of each role, and their tokens.
func roleDesk(t *testing.T) (*desk.Desk, map[string]string, *access.Users) {
	t.Helper()
	users, err := access.Open(filepath.Join(t.TempDir(), "users"), clock)
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string]string{"nobody": ""}
	for _, r := range []access.Role{access.Reader, access.Coder, access.Editor, access.Owner} {
		if err := users.Add(r.String(), r, "the password of "+r.String()); err != nil {
			t.Fatal(err)
		}
		if tokens[r.String()], err = users.NewToken(r.String(), "test"); err != nil {
			t.Fatal(err)
		}
	}
	d, err := desk.New(desk.Options{Store: newRecord(t, news(t)), Pipeline: read(t), Users: users, Version: "test", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return d, tokens, users
}

// TestRoles walks the table as everybody: who may not is refused, who may is not.
func TestRoles(t *testing.T) {
	d, tokens, _ := roleDesk(t)
	table := d.Table()
	if len(table) < 30 {
		t.Fatalf("%d routes", len(table))
	}
	hidden := regexp.MustCompile(`\{[^}]*\}`)
	for _, r := range table {
		need, err := access.ParseRole(r.Role)
		if r.Role == "nobody" {
			need, err = access.Nobody, nil
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Method != "GET" && need < access.Reader && r.Pattern != "/login" && r.Pattern != "/theme" {
			t.Errorf("%s %s may be written by nobody in particular", r.Method, r.Pattern)
		}
		path := hidden.ReplaceAllString(strings.Replace(r.Pattern, "{$}", "", 1), "none")
		for i, who := range []string{"nobody", "reader", "coder", "editor", "owner"} {
			ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
			req := httptest.NewRequestWithContext(ctx, r.Method, path, strings.NewReader(""))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if tokens[who] != "" {
				req.Header.Set("Authorization", "Bearer "+tokens[who])
			}
			req.RemoteAddr = "192.0.2." + strconv.Itoa(i) + ":1"
			w := httptest.NewRecorder()
			d.ServeHTTP(w, req)
			cancel()
			refused := w.Code == 401 || w.Code == 403 || w.Code == 303 && strings.HasPrefix(w.Header().Get("Location"), "/login?back=")
			if r.Pattern == "/login" && r.Method == "POST" {
				continue
			}
			if may := access.Role(i) >= need; may == refused {
				t.Errorf("%s %s as %s (needs %s): %d", r.Method, r.Pattern, who, r.Role, w.Code)
			}
		}
	}
}

func TestLogin(t *testing.T) {
	d, _, _ := roleDesk(t)
	login := func(name, password string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/login", strings.NewReader(url.Values{"name": {name}, "password": {password}, "back": {"/queue"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		return w
	}
	w := login("coder", "the password of coder")
	cookie := w.Header().Get("Set-Cookie")
	if w.Code != 303 || w.Header().Get("Location") != "/queue" || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Fatalf("%d %s", w.Code, cookie)
	}
	r := httptest.NewRequest("GET", "/queue", nil)
	r.Header.Set("Cookie", cookie)
	w = httptest.NewRecorder()
	if d.ServeHTTP(w, r); w.Code != 200 || !strings.Contains(w.Body.String(), "Log out") || strings.Contains(w.Body.String(), `href="/users"`) {
		t.Errorf("logged in: %d", w.Code)
	}
	for i := range 10 {
		if w := login("owner", "guess"); w.Code != 401 {
			t.Errorf("guess %d: %d", i, w.Code)
		}
	}
	if w := login("owner", "the password of owner"); w.Code != 429 || w.Header().Get("Retry-After") == "" {
		t.Errorf("after ten bad log-ins: %d", w.Code)
	}
}

// TestFence looks at what surrounds every page.
func TestFence(t *testing.T) {
	d, _ := newDesk(t)
	r := httptest.NewRequest("GET", "/events", nil)
	r.Host = "localhost:8080"
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	if p := w.Header().Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "unsafe") {
		t.Errorf("policy %q", p)
	}
	if strings.Contains(w.Body.String(), " style=") || strings.Contains(w.Body.String(), "<style") || strings.Contains(w.Body.String(), "onclick") {
		t.Error("something inline on the page")
	}
	// A name that points here from outside.
	r.Host = "evil.example:8080"
	w = httptest.NewRecorder()
	if d.ServeHTTP(w, r); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("rebinding: %d", w.Code)
	}
	// A form of another site.
	r = httptest.NewRequest("POST", "/theme", strings.NewReader("theme=dark"))
	r.Host = "localhost"
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w = httptest.NewRecorder()
	if d.ServeHTTP(w, r); w.Code != 403 {
		t.Errorf("a form of another site: %d", w.Code)
	}
	// More than is taken.
	r = httptest.NewRequest("POST", "/theme", strings.NewReader("theme="+strings.Repeat("x", 2<<20)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Host = "localhost"
	w = httptest.NewRecorder()
	if d.ServeHTTP(w, r); w.Code >= 500 {
		t.Errorf("two megabytes: %d", w.Code)
	}
	if status, body := get(t, d, "/healthz"); status != 200 || !strings.Contains(body, `"ok"`) {
		t.Errorf("health %d %s", status, body)
	}
	if status, body := get(t, d, "/metrics"); status != 200 || !strings.Contains(body, `casus_requests_seconds_count{route="GET /events",status="200"} 1`) || !strings.Contains(body, `casus_record{kind="dispatches"} 20`) {
		t.Errorf("metrics %d %s", status, body)
	}
	for listen, ok := range map[string]bool{"127.0.0.1:1": true, "localhost:1": true, "[::1]:1": true, ":8080": false, "0.0.0.0:1": false, "192.0.2.1:80": false, "x": false} {
		if err := desk.CheckListen(listen, nil); (err == nil) != ok {
			t.Errorf("listening on %s: %v", listen, err)
		}
	}
}
