package alerts_test

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"casus/alerts"
	"casus/store"
	"casus/store/sqlite"
)

// outbox is a record with n alerts due to a target.
func outbox(t *testing.T, target string, n int) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "r.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c := store.Conclusions{Consumer: "x", To: 1}
	for i := range n {
		id := fmt.Sprintf("alert%04d", i)
		body := fmt.Sprintf(`{"id":%q,"rule":"threats","day":"2031-03-01","title":"title %d","why":["party HAL"],"findings":[{"subject":"event","sentence":"Hálvia spoke, \"loudly\".","dispatch":{"url":"https://wire.example/%d","publisher":"Wire"}}]}`, id, i, i)
		c.Alerts = append(c.Alerts, store.Alert{ID: id, Rule: "threats", Title: fmt.Sprintf("title %d <é>", i), Day: "2031-03-01", At: day(1), Targets: []string{target}, JSON: []byte(body)})
	}
	if err := s.Apply(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return s
}

// clock is a clock that is set by hand.
type clock struct{ at atomic.Pointer[time.Time] }

func newClock(t time.Time) *clock         { c := &clock{}; c.at.Store(&t); return c }
func (c *clock) now() time.Time           { return *c.at.Load() }
func (c *clock) forward(by time.Duration) { t := c.now().Add(by); c.at.Store(&t) }
func env(pairs ...string) func(string) string {
	return func(k string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == k {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func engine(t *testing.T, s store.Store, target string, c *clock, getenv func(string) string) *alerts.Engine {
	t.Helper()
	r, problems := alerts.Parse("r", "alert threats\n  party HAL\n  to out\n\ntarget out\n"+target)
	for _, p := range problems {
		t.Error(p)
	}
	return &alerts.Engine{Store: s, Rules: r, Name: "r", Coder: "c", Now: c.now, Getenv: getenv, Out: io.Discard}
}

// deliver makes one pass and checks what came of it.
func deliver(t *testing.T, g *alerts.Engine, sent, failed, gaveUp int) {
	t.Helper()
	d, err := g.Deliver(t.Context())
	if err != nil || d != (alerts.Delivered{Sent: sent, Failed: failed, GaveUp: gaveUp}) {
		t.Errorf("delivered %+v, %v; want %d sent, %d failed, %d given up", d, err, sent, failed, gaveUp)
	}
}

func TestWebhook(t *testing.T) {
	var answer atomic.Int32
	var mu sync.Mutex
	var bodies []string
	answer.Store(http.StatusOK)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		at, _ := strconv.ParseInt(r.Header.Get("Casus-Timestamp"), 10, 64)
		if r.Method != http.MethodPost || r.Header.Get("Casus-Signature") != alerts.Signature("hush", at, body) || at != day(2).Unix() && at != day(2).Add(time.Minute).Unix() {
			t.Errorf("%s, signed %q at %d", r.Method, r.Header.Get("Casus-Signature"), at)
		}
		mu.Lock()
		bodies = append(bodies, r.Header.Get("Casus-Alert")+string(body))
		mu.Unlock()
		w.WriteHeader(int(answer.Load()))
	}))
	defer hook.Close()
	c := newClock(day(2))
	g := engine(t, outbox(t, "out", 2), "  webhook "+hook.URL+"\n  secret env HOOK\n", c, env("HOOK", "hush"))
	answer.Store(http.StatusBadGateway)
	deliver(t, g, 0, 2, 0)
	deliver(t, g, 0, 0, 0) // not yet
	answer.Store(http.StatusNoContent)
	c.forward(time.Minute)
	deliver(t, g, 2, 0, 0)
	deliver(t, g, 0, 0, 0)
	if len(bodies) != 4 || !strings.HasPrefix(bodies[0], `alert0000{"id":"alert0000"`) {
		t.Errorf("posted: %q", bodies)
	}
}

func TestSecretThatIsNotSet(t *testing.T) {
	g := engine(t, outbox(t, "out", 1), "  webhook http://127.0.0.1:1/\n  secret env HOOK\n", newClock(day(2)), env())
	if _, err := g.Deliver(t.Context()); err == nil || !strings.Contains(err.Error(), "needs the variable HOOK") {
		t.Errorf("error: %v", err)
	}
}

func TestWebhookAnswers(t *testing.T) {
	for _, x := range []struct {
		status               int
		retry                string
		sent, failed, gaveUp int
		// again is after how long it is tried again.
		again time.Duration
	}{
		{200, "", 1, 0, 0, 0}, {204, "", 1, 0, 0, 0},
		{500, "", 0, 1, 0, time.Minute}, {404, "", 0, 1, 0, time.Minute}, {408, "", 0, 1, 0, time.Minute},
		{429, "600", 0, 1, 0, 10 * time.Minute}, {503, "1", 0, 1, 0, time.Minute}, {503, "99999999999", 0, 1, 0, 6 * time.Hour},
		{503, "9999999", 0, 1, 0, 6 * time.Hour}, {400, "", 0, 0, 1, 0}, {410, "", 0, 0, 1, 0},
		{302, "", 0, 0, 1, 0}, // a redirect is not followed
	} {
		asked := 0
		hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			w.Header().Set("Retry-After", x.retry)
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(x.status)
		}))
		c := newClock(day(2))
		s := outbox(t, "out", 1)
		deliver(t, engine(t, s, "  webhook "+hook.URL+"\n", c, env()), x.sent, x.failed, x.gaveUp)
		hook.Close()
		if asked != 1 {
			t.Errorf("%d: asked %d times", x.status, asked)
		}
		if x.failed > 0 {
			for _, y := range []struct {
				after time.Duration
				due   int
			}{{x.again - time.Second, 0}, {x.again, 1}} {
				if due, err := s.DueTo(t.Context(), "out", day(2).Add(y.after), 10); err != nil || len(due) != y.due {
					t.Errorf("%d, retry %q: after %v %d are due, %v", x.status, x.retry, y.after, len(due), err)
				}
			}
		}
	}
}

// TestGivesUp tries a dead address as often as the rules say.
func TestGivesUp(t *testing.T) {
	c := newClock(day(2))
	g := engine(t, outbox(t, "out", 1), "  webhook http://127.0.0.1:1/\n  tries 3\n", c, env())
	deliver(t, g, 0, 1, 0)
	c.forward(time.Minute)
	deliver(t, g, 0, 1, 0)
	c.forward(time.Minute)
	deliver(t, g, 0, 0, 0) // the second wait is longer
	c.forward(time.Minute)
	deliver(t, g, 0, 0, 1)
	c.forward(24 * time.Hour)
	deliver(t, g, 0, 0, 0)
}

// TestHangingTarget: one that hangs costs its time-outs, and holds up no other.
func TestHangingTarget(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() // it takes calls and never answers
	s := outbox(t, "out", 20)
	r, problems := alerts.Parse("r", "alert threats\n  party HAL\n  to out, other\n\ntarget out\n  webhook http://"+l.Addr().String()+"/\n  timeout 50ms\n\ntarget other\n  stdout\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	more := store.Conclusions{Consumer: "y", To: 1, Alerts: []store.Alert{{ID: "z", Rule: "threats", Title: "z", At: day(1), Targets: []string{"other"}, JSON: []byte(`{"title":"zz"}`)}}}
	if err := s.Apply(t.Context(), more); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	g := &alerts.Engine{Store: s, Rules: r, Name: "r", Coder: "c", Now: newClock(day(2)).now, Getenv: env(), Out: &out}
	begun := time.Now()
	deliver(t, g, 1, 20, 0)
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
	if !strings.Contains(out.String(), "zz") {
		t.Errorf("the other target got %q", out.String())
	}
}

func TestFeed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "alerts.atom")
	c := newClock(day(2))
	s := outbox(t, "out", 5)
	g := engine(t, s, "  feed "+file+"\n  keep 4\n  title Threats & more\n", c, env())
	deliver(t, g, 5, 0, 0)
	if err := s.Apply(t.Context(), store.Conclusions{Consumer: "y", To: 1, Alerts: []store.Alert{{ID: "new", Rule: "r", Title: "newest", At: day(3), Targets: []string{"out"}, JSON: []byte(`{}`)}}}); err != nil {
		t.Fatal(err)
	}
	c.forward(48 * time.Hour)
	deliver(t, g, 1, 0, 0)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		XMLName xml.Name
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
			Link  struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	if f.XMLName.Space != "http://www.w3.org/2005/Atom" || f.Title != "Threats & more" || f.Updated != "2031-03-03T09:00:00Z" || len(f.Entries) != 4 || f.Entries[0].Title != "newest" {
		t.Errorf("%+v", f)
	}
	if e := f.Entries[1]; e.Title != "title 4 <é>" || e.Link.Href != "https://wire.example/4" || !strings.Contains(e.Content, `“Hálvia spoke, "loudly".”`) {
		t.Errorf("%+v", e)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".casus-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// postOffice is a small SMTP server; refuse is what it answers to RCPT, "" to take all.
type postOffice struct {
	net.Listener
	mu     sync.Mutex
	mails  []string
	refuse string
}

func newPostOffice(t *testing.T, refuse string) *postOffice {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{Listener: l, refuse: refuse}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

func (p *postOffice) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(s string) { fmt.Fprintf(c, "%s\r\n", s) }
	say("220 post office")
	var mail strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " "); verb {
		case "EHLO":
			say("250-post office")
			say("250 AUTH PLAIN")
		case "AUTH":
			say("235 welcome")
		case "RCPT":
			if p.refuse != "" {
				say(p.refuse)
				continue
			}
			mail.WriteString(line)
			say("250 fine")
		case "DATA":
			say("354 go on")
			for line != ".\r\n" {
				if line, err = in.ReadString('\n'); err != nil {
					return
				}
				mail.WriteString(line)
			}
			p.mu.Lock()
			p.mails = append(p.mails, mail.String())
			p.mu.Unlock()
			mail.Reset()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

func TestMail(t *testing.T) {
	p := newPostOffice(t, "")
	target := "  mail desk@example.org, ed@example.org\n  from casus@example.org\n  server " + p.Addr().String() + "\n  user casus\n  password env WORD\n"
	g := engine(t, outbox(t, "out", 60), target, newClock(day(2)), env("WORD", "hush"))
	deliver(t, g, 60, 0, 0)
	if len(p.mails) != 2 {
		t.Fatalf("%d mails", len(p.mails))
	}
	envelope, text, _ := strings.Cut(p.mails[0], "From:")
	if !strings.Contains(envelope, "<ed@example.org>") {
		t.Errorf("the envelope: %s", envelope)
	}
	m, err := mail.ReadMessage(strings.NewReader("From:" + strings.TrimSuffix(text, ".\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Casus: 50 alerts, title 0 <é>" {
		t.Errorf("subject %q, %v", subject, err)
	}
	if _, err := m.Header.Date(); err != nil {
		t.Error(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || strings.Count(string(body), `“Hálvia spoke, "loudly".”`) != 50 {
		t.Errorf("%s, %v", body, err)
	}
}

func TestMailRefused(t *testing.T) {
	for _, x := range []struct {
		answer         string
		failed, gaveUp int
	}{{"550 nobody here", 0, 2}, {"451 later", 2, 0}} {
		p := newPostOffice(t, x.answer)
		g := engine(t, outbox(t, "out", 2), "  mail desk@example.org\n  from casus@example.org\n  server "+p.Addr().String()+"\n", newClock(day(2)), env())
		deliver(t, g, 0, x.failed, x.gaveUp)
	}
}

// TestMailHangs: a server that says nothing costs the time-out.
func TestMailHangs(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	g := engine(t, outbox(t, "out", 2), "  mail desk@example.org\n  from casus@example.org\n  server "+l.Addr().String()+"\n  timeout 100ms\n", newClock(day(2)), env())
	begun := time.Now()
	deliver(t, g, 0, 2, 0)
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}
