package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/client"
	"casus/record"
	"casus/store"
)

// TestInterface asks a desk by the client.
func TestInterface(t *testing.T) {
	d, s := newDesk(t)
	srv := httptest.NewServer(d)
	defer srv.Close()
	ctx := context.Background()
	c := client.New(srv.URL, "")
	n := 0
	seen := map[string]bool{}
	var first client.Event
	for e, err := range c.Events(ctx, url.Values{"limit": {"7"}}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[e.ID] || e.Event == "" || e.Dispatch.ID == "" || len(e.Raw) == 0 {
			t.Errorf("event %s twice or empty: %s", e.ID, e.Raw)
		}
		seen[e.ID] = true
		if n++; n == 1 {
			first = e
		}
	}
	if n < 30 {
		t.Errorf("%d events in pages of seven", n)
	}
	if e, err := c.Event(ctx, first.ID); err != nil || e.Evidence.Reading != first.Evidence.Reading {
		t.Error(e, err)
	}
	if _, err := c.Event(ctx, "none"); !errors.Is(err, casus.ErrNotFound) {
		t.Error(err)
	}
	for _, bad := range []url.Values{{"from": {"soon"}}, {"limit": {"-1"}}, {"min": {"7"}}, {"dyad": {"KOR"}}} {
		for _, err := range c.Events(ctx, bad) {
			if !errors.Is(err, casus.ErrInvalid) {
				t.Errorf("%v: %v", bad, err)
			}
			break
		}
	}
	for name, list := range map[string]func() (int, error){
		"statements":  func() (int, error) { return counted(c.Statements(ctx, url.Values{"limit": {"4"}})) },
		"commitments": func() (int, error) { return counted(c.Commitments(ctx, url.Values{"limit": {"2"}})) },
		"due": func() (int, error) {
			return counted(c.Commitments(ctx, url.Values{"limit": {"1"}, "due": {"2024-01-01"}}))
		},
		"dispatches": func() (int, error) { return counted(c.Dispatches(ctx, url.Values{"limit": {"6"}})) },
		"words":      func() (int, error) { return counted(c.Dispatches(ctx, url.Values{"words": {"pact"}, "limit": {"1"}})) },
	} {
		if n, err := list(); err != nil || n < 1 {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
	points, err := c.Series(ctx, "KOR", "RUS", "week", "2024-06-01", "2024-06-16")
	if err != nil || len(points) != 3 || points[1].Count == 0 {
		t.Error(points, err)
	}
	found, err := c.Code(ctx, client.Text{Text: "South Korea urged Russia on Friday to halt military cooperation with North Korea.", Date: "2024-06-21"})
	if err != nil || len(found.Events) == 0 || found.Events[0].Event != "REQUEST" || found.Events[0].Date.Value != "2024-06-21" {
		t.Error(found, err)
	}
	if _, err := c.Code(ctx, client.Text{Text: "x", Date: "soon"}); !errors.Is(err, casus.ErrInvalid) {
		t.Error(err)
	}
	x, err := c.Correct(ctx, client.Correction{Kind: "slot", Event: first.ID, Slot: "event", Value: "AID", Reason: "it was aid"})
	if err != nil || x.Number != 1 || x.Author != "you" {
		t.Error(x, err)
	}
	if e, err := c.Event(ctx, first.ID); err != nil || e.Verdict != "mended" {
		t.Error(e.Verdict, err)
	}
	if _, err := c.Correct(ctx, client.Correction{Kind: "undo", Value: "1"}); err != nil {
		t.Error(err)
	}
	for _, bad := range []client.Correction{{Kind: "odd"}, {Kind: "slot", Event: first.ID, Slot: "event", Value: "aid"}, {Kind: "undo", Value: "x"}, {Kind: "add", Dispatch: first.Dispatch.ID, Value: "{"}} {
		if _, err := c.Correct(ctx, bad); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	for _, path := range []string{"/api/surprises?period=week", "/api/stories", "/api/record", "/api/corrections", "/api/facets/event", "/api/occurrences/" + first.Occurrence, "/api/dispatches/" + first.Dispatch.ID, "/api/stories"} {
		var got any
		if err := c.Get(ctx, path, nil, &got); err != nil {
			t.Error(err)
		}
	}
	testLive(ctx, t, c, s)
}

func counted(list func(func(json.RawMessage, error) bool)) (int, error) {
	n := 0
	for _, err := range list {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// testLive listens while a dispatch comes in.
func testLive(ctx context.Context, t *testing.T, c *client.Client, s store.Store) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	go func() {
		time.Sleep(1500 * time.Millisecond)
		r := &record.Recorder{Store: s, Pipeline: read(t), Now: clock}
		_, err := r.Take(ctx, func(yield func(store.Dispatch, error) bool) {
			yield(store.Dispatch{Dispatch: casus.Dispatch{Text: "Chile sent food aid to Peru on Sunday.", Published: clock()}, Name: "live"}, nil)
		}, func(err error) { t.Error(err) })
		if err == nil {
			_, _, err = r.Code(ctx)
		}
		if err != nil {
			t.Error(err)
		}
	}()
	for e, err := range c.Live(ctx) {
		if err != nil || e.Event != "AID" || len(e.Actor) != 1 || e.Actor[0].Country != "CHL" {
			t.Errorf("live: %s %v", e.Raw, err)
		}
		return
	}
	t.Error("nothing came in live")
}

// TestDescription holds the description, the table of routes and docs/api.md together.
func TestDescription(t *testing.T) {
	d, _ := newDesk(t)
	status, body := get(t, d, "/api/openapi.json")
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}
	if err := json.Unmarshal([]byte(body), &doc); err != nil || status != 200 || !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Fatal(status, err, doc.OpenAPI)
	}
	manual, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	described := 0
	for _, r := range d.Table() {
		if !strings.HasPrefix(r.Pattern, "/api/") || r.Pattern == "/api/docs" || r.Pattern == "/api/openapi.json" {
			continue
		}
		described++
		if doc.Paths[r.Pattern][strings.ToLower(r.Method)] == nil {
			t.Errorf("%s %s is in the table and not in the description", r.Method, r.Pattern)
		}
		if !strings.Contains(string(manual), "`"+r.Method+" "+r.Pattern+"`") {
			t.Errorf("docs/api.md does not tell of %s %s", r.Method, r.Pattern)
		}
	}
	n := 0
	for _, methods := range doc.Paths {
		n += len(methods)
	}
	if n != described {
		t.Errorf("%d operations described, %d in the table", n, described)
	}
	for _, w := range []string{`"tags":["events"]`, `"name":"dyad"`, `"cue_span"`} {
		if !strings.Contains(body, w) {
			t.Errorf("the description lacks %s", w)
		}
	}
	if status, body := get(t, d, "/api/docs"); status != 200 || !regexp.MustCompile(`/api/series`).MatchString(body) {
		t.Error("the page of the interface", status)
	}
}
