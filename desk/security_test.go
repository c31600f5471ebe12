package desk_test

import (
	"crypto/tls"
	"encoding/csv"
	"encoding/xml"
	"io"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/desk"
	"casus/desk/access"
)

// TestWritesFromElsewhere asks for every write as a page of another site would.
func TestWritesFromElsewhere(t *testing.T) {
	d, tokens, _ := roleDesk(t)
	hidden := regexp.MustCompile(`\{[^}]*\}`)
	writes := 0
	for _, r := range d.Table() {
		if r.Method == "GET" {
			continue
		}
		writes++
		for name, head := range map[string][2]string{"by its metadata": {"Sec-Fetch-Site", "cross-site"}, "of a sister site": {"Sec-Fetch-Site", "same-site"}, "by its origin": {"Origin", "https://evil.example"}, "of no origin": {"Origin", "null"}} {
			req := httptest.NewRequest(r.Method, "https://desk.example"+hidden.ReplaceAllString(r.Pattern, "1"), strings.NewReader("kind=accept"))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Authorization", "Bearer "+tokens["owner"])
			req.Header.Set(head[0], head[1])
			w := httptest.NewRecorder()
			if d.ServeHTTP(w, req); w.Code != 403 {
				t.Errorf("%s %s, known %s: %d, want 403", r.Method, r.Pattern, name, w.Code)
			}
		}
	}
	if writes < 8 {
		t.Errorf("%d writes in the table", writes)
	}
}

// TestCookies looks at the cookies of a desk that is reached by https.
func TestCookies(t *testing.T) {
	users, err := access.Open(filepath.Join(t.TempDir(), "users"), clock)
	if err != nil {
		t.Fatal(err)
	}
	if err := users.Add("ana", access.Coder, "a long password"); err != nil {
		t.Fatal(err)
	}
	for _, behind := range []bool{true, false} { // a proxy, or https of its own
		d, err := desk.New(desk.Options{Store: newRecord(t, func(func(casus.Dispatch, error) bool) {}), Pipeline: read(t), Users: users, Secure: behind, Version: "test", Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		for path, form := range map[string]url.Values{"/login": {"name": {"ana"}, "password": {"a long password"}}, "/theme": {"theme": {"dark"}}} {
			r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if !behind {
				r.TLS = &tls.ConnectionState{}
			}
			w := httptest.NewRecorder()
			d.ServeHTTP(w, r)
			cookies := w.Result().Cookies()
			if len(cookies) == 0 {
				t.Errorf("%s sets no cookie: %d", path, w.Code)
			}
			for _, c := range cookies {
				if !c.Secure || !c.HttpOnly || c.SameSite != 2 || c.Domain != "" {
					t.Errorf("%s: the cookie %s", path, c)
				}
			}
			if w.Header().Get("Strict-Transport-Security") == "" {
				t.Errorf("%s: nothing keeps the visitor on https", path)
			}
		}
	}
}

// formulas are what a spreadsheet would calculate, or run.
var formulas = []string{"=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "=HYPERLINK(\"https://evil.example\")"}

// TestTablesCalculateNothing downloads the tables and the feed of a record whose names
// are formulas.
func TestTablesCalculateNothing(t *testing.T) {
	s := newRecord(t, func(yield func(casus.Dispatch, error) bool) {
		for i, f := range formulas {
			text := f + " South Korea urged Russia on Monday to halt the talks. " + f + " \"We will sign a treaty with Japan,\" the foreign minister said. Germany signed a treaty with Poland."
			if !yield(casus.Dispatch{ID: strconv.Itoa(i), Title: f, Text: text, Publisher: f, Published: clock()}, nil) {
				return
			}
		}
	})
	d := deskOn(t, s)
	rows := 0
	for _, path := range []string{"/events.csv?mentions=1&limit=1000", "/statements.csv?limit=1000", "/commitments.csv?limit=1000"} {
		status, body := get(t, d, path)
		r := csv.NewReader(strings.NewReader(body))
		r.FieldsPerRecord = -1
		all, err := r.ReadAll()
		if status != 200 || err != nil {
			t.Errorf("%s: %d %v", path, status, err)
		}
		for _, row := range all {
			rows++
			for _, cell := range row {
				if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s: the cell %q", path, cell)
				}
			}
		}
	}
	if rows < 2*len(formulas) {
		t.Errorf("%d rows", rows)
	}
	_, body := get(t, d, "/events.atom")
	for x := xml.NewDecoder(strings.NewReader(body)); ; {
		if _, err := x.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the feed: %v", err)
		}
	}
}

// TestClockOfTheDeskSetBack: nobody stays locked out longer, and no session ends, because
// the clock was set back by an hour.
func TestClockOfTheDeskSetBack(t *testing.T) {
	now := clock()
	tick := func() time.Time { return now }
	f := access.NewFailures(tick, 2, 15*time.Minute)
	s := access.NewSessions(tick)
	secret := s.Begin("ana")
	f.Failed("x")
	f.Failed("x")
	now = now.Add(-time.Hour)
	if _, ok := s.User(secret); !ok {
		t.Error("the session is gone")
	}
	if wait, stop := f.TooMany("x"); !stop || wait > 15*time.Minute {
		t.Errorf("locked out for %v", wait)
	}
	r := access.NewRate(tick, 1, 1)
	r.Allow("x")
	now = now.Add(-time.Hour)
	r.Allow("x")
	now = now.Add(2 * time.Second)
	if !r.Allow("x") {
		t.Error("the bucket does not fill again")
	}
}
