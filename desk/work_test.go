package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"casus"
	"casus/desk"
	"casus/store"
)

// fakeWork is a coding that stands still.
type fakeWork struct {
	mu       sync.Mutex
	progress desk.Progress
	again    int
}

func (f *fakeWork) Progress(context.Context) desk.Progress {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.progress
}

func (f *fakeWork) Again() { f.again++ }

// goOn says that so many are handed out.
func (f *fakeWork) goOn(out int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.progress.Out = out
}

// atWork codes with two workers, one of them by that name.
func atWork(name string) *fakeWork {
	return &fakeWork{progress: desk.Progress{
		Stage: desk.Coding, Since: clock().Add(-time.Hour), Coded: 41200, Failed: 3, Out: 1970, Rate: 611.4, Left: &desk.Left{Live: 1940, Archive: 2, Answers: 30},
		Workers: []desk.Worker{{Name: "desk.example/4711", Here: true, Done: 20100, Rate: 300.2, Last: clock()}, {Name: name, Done: 21100, Failed: 3, Rate: 311.2, Last: clock().Add(-42 * time.Second)}},
	}}
}

// fail puts dispatches into a record that could not be coded: the first is tried again.
func fail(t *testing.T, s store.Store, titles, reasons []string) []string {
	t.Helper()
	ctx := context.Background()
	coders, err := s.Coders(ctx)
	if err != nil || len(coders) == 0 {
		t.Fatal(coders, err)
	}
	var ids []string
	for i, title := range titles {
		p, err := s.Put(ctx, []store.Dispatch{{Dispatch: casus.Dispatch{URL: fmt.Sprintf("https://wire.example/failed/%d", i), Title: title, Publisher: title, Text: fmt.Sprintf("A text that hangs, number %d.", i), Published: clock()}, Name: fmt.Sprint("f", i), Source: "test", Language: "en"}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, p[0].ID)
		tries := store.MaxTries
		if i == 0 {
			tries = 1
		}
		if err := s.Record(ctx, []store.Coding{{Dispatch: p[0].ID, Coder: coders[0].Key, Error: reasons[i], Tries: tries}}); err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

func deskWith(t testing.TB, s store.Store, w desk.Work) *desk.Desk {
	t.Helper()
	d, err := desk.New(desk.Options{Store: s, Pipeline: read(t), Version: "test", Now: clock, Work: w})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestCoding: the page tells who codes and what failed, and has it tried again.
func TestCoding(t *testing.T) {
	s := newRecord(t, news(t))
	w := atWork("mill.example/12")
	d := deskWith(t, s, w)
	has := func(d *desk.Desk, path string, want ...string) {
		t.Helper()
		status, body := get(t, d, path)
		for _, x := range want {
			if status != 200 || !strings.Contains(body, x) {
				t.Errorf("%s: %d, no %q in it", path, status, x)
			}
		}
	}
	has(d, "/coding", "This program codes the record", "mill.example/12", "this program", "21,100", "42 s ago", "611 dispatches a second", "1,940", "every dispatch that was tried was coded")
	ids := fail(t, s, []string{"Again", "First", "Second"}, []string{"the coder stopped: index out of range", "ran past its deadline of 2s", "handed out 3 times without an answer"})
	d = deskWith(t, s, w)
	has(d, "/coding", "failed 1 time, is tried again", "given up", "ran past its deadline of 2s", "/dispatches/"+ids[1], "Try all again")
	retry := func(form url.Values, status int, want string) {
		t.Helper()
		if got, body := post(t, d, "/coding/retry", form); got != status || !strings.Contains(body, want) {
			t.Errorf("%v: %d %.200s; want %d with %q", form, got, body, status, want)
		}
	}
	retry(url.Values{"dispatch": {ids[1]}}, 303, "/coding?retried=1")
	retry(url.Values{"dispatch": {ids[1]}}, 404, "tried again meanwhile")
	retry(url.Values{}, 400, "or all")
	if w.again != 1 {
		t.Errorf("the coding was told %d times", w.again)
	}
	has(d, "/coding?retried=1", "1 dispatch is tried again.")
	if list, err := s.Failures(context.Background(), "", 10); err != nil || len(list) != 2 {
		t.Errorf("%d failures left, %v", len(list), err)
	}
	has(d, "/api/coding", `"stage":"coding"`, `"name":"mill.example/12"`, `"archive":2`)
	has(d, "/api/failures", `"why":"handed out 3 times without an answer"`, `"over":true`)
	retry(url.Values{"all": {"yes"}}, 303, "/coding?retried=2")
	has(d, "/coding", "every dispatch that was tried was coded")
	has(deskOn(t, s), "/coding", "This desk only shows the record", "casus watch")
	has(deskOn(t, s), "/api/coding", `"progress":null`, `"pending":3`)
	for stage, want := range map[desk.Stage]string{desk.Standing: "Another process codes", desk.OtherCoder: "coder <code>abc", desk.Stopped: "abc", desk.Starting: "about to begin"} {
		has(deskWith(t, s, &fakeWork{progress: desk.Progress{Stage: stage, Why: "abc"}}), "/coding", want, "None has answered")
	}
}

// TestRetryByProgram: a program has failures tried again as the page does.
func TestRetryByProgram(t *testing.T) {
	s := newRecord(t, news(t))
	d := deskOn(t, s)
	ids := fail(t, s, []string{"a", "b", "c"}, []string{"x", "y", "z"})
	for _, x := range []struct {
		body   string
		status int
		want   string
	}{{`{"dispatches":["` + ids[1] + `"]}`, 200, `"dispatches":1`}, {`{"dispatches":["` + ids[1] + `"]}`, 404, ""}, {`{}`, 400, ""}, {`{"all":true,"dispatches":["x"]}`, 400, ""}, {`{"all":true}`, 200, `"dispatches":2`}, {`{"all":true}`, 200, `"dispatches":0`}} {
		r := httptest.NewRequest("POST", "/api/failures/retry", strings.NewReader(x.body))
		r.Host = "127.0.0.1:8080"
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		if w.Code != x.status || !strings.Contains(w.Body.String(), x.want) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: %d %s", x.body, w.Code, w.Body)
		}
	}
}

// TestWorkMetrics: what Prometheus reads of the coding.
func TestWorkMetrics(t *testing.T) {
	s := newRecord(t, news(t))
	_, body := get(t, deskWith(t, s, atWork("a \"b\\\n\xff")), "/metrics")
	for _, want := range []string{
		`casus_worker_dispatches_total{worker="desk.example/4711"} 20100`, `casus_worker_failed_total{worker="a \"b\\\n` + "\uFFFD" + `"} 3`, `casus_worker_rate{worker="desk.example/4711"} 300.2`,
		`casus_queue_left{kind="live"} 1940`, `casus_queue_left{kind="archive"} 2`, `casus_queue_left{kind="answers"} 30`, "casus_coded_total 41200", "casus_failed_total 3", "casus_out 1970",
		`casus_coding{stage="coding"} 1`, "casus_goroutines ", `casus_memory_bytes{of="all"} `,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if _, body := get(t, deskOn(t, s), "/metrics"); strings.Contains(body, "casus_worker") || !strings.Contains(body, "casus_memory_bytes") {
		t.Error("a desk that only shows:", body)
	}
}
