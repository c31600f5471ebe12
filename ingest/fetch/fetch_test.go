package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"casus"
)

// clock is a clock that sleeping moves.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2024, 6, 21, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.sleeps = append(c.sleeps, d)
	return ctx.Err()
}

// server is a host of the test, whose address is inside this machine and allowed.
func server(t *testing.T, h http.HandlerFunc) (*httptest.Server, *Client, *clock) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	k := newClock()
	return s, New(Options{Allow: []string{"127.0.0.1"}, Now: k.Now, Sleep: k.Sleep}), k
}

func noRobots(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return true
	}
	return false
}

func TestConditional(t *testing.T) {
	s, c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		if noRobots(w, r) {
			return
		}
		if !strings.HasPrefix(r.UserAgent(), "Casus/") {
			t.Errorf("the agent is %q", r.UserAgent())
		}
		w.Header().Set("ETag", `"one"`)
		w.Header().Set("Last-Modified", "Fri, 21 Jun 2024 10:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"one"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "news")
	})
	a, err := c.Get(t.Context(), Request{Address: s.URL + "/feed"})
	if err != nil || string(a.Body) != "news" || a.Unchanged {
		t.Fatalf("%+v, %v", a, err)
	}
	a, err = c.Get(t.Context(), Request{Address: s.URL + "/feed", ETag: a.ETag, Modified: a.Modified})
	if err != nil || !a.Unchanged || len(a.Body) != 0 {
		t.Fatalf("%+v, %v", a, err)
	}
}

func TestRobots(t *testing.T) {
	var asked []string
	s, c, k := server(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RequestURI())
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /private\nAllow: /private/open$\nDisallow: /*?print=\nCrawl-delay: 7\n")
		}
	})
	for path, allowed := range map[string]bool{"/news": true, "/private/x": false, "/private/open": true, "/news?print=1": false, "/": true} {
		_, err := c.Get(t.Context(), Request{Address: s.URL + path})
		if allowed != (err == nil) || !allowed && !errors.Is(err, ErrRobots) {
			t.Errorf("%s: %v", path, err)
		}
	}
	robots := 0
	for _, a := range asked {
		switch {
		case a == "/robots.txt":
			robots++
		case strings.HasPrefix(a, "/private/x") || strings.Contains(a, "print"):
			t.Errorf("%s was asked for", a)
		}
	}
	if robots != 1 {
		t.Errorf("robots.txt was fetched %d times", robots)
	}
	// The second and third page wait as long as the host asks.
	if n := len(k.sleeps); n < 2 || k.sleeps[n-1] != 7*time.Second {
		t.Errorf("pauses %v", k.sleeps)
	}
}

func TestRobotsThatCannotBeHad(t *testing.T) {
	pages := 0
	s, c, k := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		pages++
	})
	for range 3 {
		if _, err := c.Get(t.Context(), Request{Address: s.URL + "/x"}); !errors.Is(err, casus.ErrUnavailable) {
			t.Errorf("%v", err)
		}
	}
	if pages != 0 {
		t.Errorf("%d pages of a host without rules were fetched", pages)
	}
	k.Sleep(t.Context(), time.Hour)
	c.o.NoRobots = true
	if _, err := c.Get(t.Context(), Request{Address: s.URL + "/x"}); err != nil || pages != 1 {
		t.Errorf("%v, %d pages", err, pages)
	}
}

func TestPace(t *testing.T) {
	var busy, most atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if noRobots(w, r) {
			return
		}
		n := busy.Add(1)
		most.Store(max(most.Load(), n))
		time.Sleep(2 * time.Millisecond)
		busy.Add(-1)
	}))
	defer s.Close()
	c := New(Options{Allow: []string{"127.0.0.1"}, Pause: 5 * time.Millisecond})
	start := time.Now()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if _, err := c.Get(t.Context(), Request{Address: fmt.Sprintf("%s/%d", s.URL, i)}); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
	if took := time.Since(start); took < 8*5*time.Millisecond {
		t.Errorf("nine requests in %v", took)
	}
}

func TestRetry(t *testing.T) {
	n := 0
	s, c, k := server(t, func(w http.ResponseWriter, r *http.Request) {
		if noRobots(w, r) {
			return
		}
		switch n++; n {
		case 1:
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			w.WriteHeader(http.StatusBadGateway)
		default:
			fmt.Fprint(w, "news")
		}
	})
	a, err := c.Get(t.Context(), Request{Address: s.URL + "/x"})
	if err != nil || string(a.Body) != "news" || n != 3 {
		t.Fatalf("%+v, %v, %d requests", a, err, n)
	}
	waited := time.Duration(0)
	for _, d := range k.sleeps {
		waited += d
	}
	if waited < 32*time.Second {
		t.Errorf("waited %v: %v", waited, k.sleeps)
	}
}

func TestStatus(t *testing.T) {
	n := 0
	s, c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		if noRobots(w, r) {
			return
		}
		n++
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/busy":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		}
	})
	if _, err := c.Get(t.Context(), Request{Address: s.URL + "/gone"}); !errors.Is(err, casus.ErrNotFound) || n != 1 {
		t.Errorf("%v after %d requests", err, n)
	}
	n = 0
	if _, err := c.Get(t.Context(), Request{Address: s.URL + "/loop"}); !errors.Is(err, casus.ErrUnavailable) || n != MaxRedirects+1 {
		t.Errorf("%v after %d requests", err, n)
	}
	for _, path := range []string{"/nowhere", "/file"} {
		if _, err := c.Get(t.Context(), Request{Address: s.URL + path}); err == nil {
			t.Errorf("%s is no error", path)
		}
	}
	// An hour is left for the next visit, and the host is left alone until then.
	n = 0
	for range 2 {
		var status *StatusError
		if _, err := c.Get(t.Context(), Request{Address: s.URL + "/busy"}); !errors.As(err, &status) || status.After < 59*time.Minute {
			t.Errorf("%v", err)
		}
	}
	if n != 1 {
		t.Errorf("a host that asks for an hour was asked %d times", n)
	}
	for _, address := range []string{"", "news", "ftp://h/x", "file:///etc/passwd", "http://", "http://user:pw@h/", "://", "http://[::1", "javascript:alert(1)"} {
		if _, err := c.Get(t.Context(), Request{Address: address}); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// bomb is gzip of n MB of zeros.
func bomb(n int) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range n {
		z.Write(zeros)
	}
	z.Close()
	return b.Bytes()
}

func TestBodies(t *testing.T) {
	packed, big := bomb(1), bytes.Repeat(bomb(16), 128) // of 1 MB, of 2 GB
	s, c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		if noRobots(w, r) {
			return
		}
		switch r.URL.Path {
		case "/packed":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(packed)
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(big)
		case "/endless":
			for b := make([]byte, 1<<16); ; {
				if _, err := w.Write(b); err != nil {
					return
				}
			}
		case "/said":
			w.Header().Set("Content-Length", "99999999999")
		case "/unpacked":
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "no gzip at all")
		case "/cut":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(packed[:len(packed)/2])
		case "/brotli":
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, "x")
		}
	})
	a, err := c.Get(t.Context(), Request{Address: s.URL + "/packed"})
	if err != nil || len(a.Body) != 1<<20 {
		t.Errorf("%d bytes, %v", len(a.Body), err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for _, path := range []string{"/bomb", "/endless", "/said"} {
		start := time.Now()
		if _, err := c.Get(t.Context(), Request{Address: s.URL + path}); !errors.Is(err, ErrSize) {
			t.Errorf("%s: %v", path, err)
		}
		if took := time.Since(start); took > 8*time.Second {
			t.Errorf("%s took %v", path, took)
		}
	}
	runtime.ReadMemStats(&after)
	if n := (after.Sys - before.Sys) >> 20; after.Sys > before.Sys && n > 256 {
		t.Errorf("bombs cost %d MB", n)
	}
	for _, path := range []string{"/unpacked", "/cut", "/brotli"} {
		if _, err := c.Get(t.Context(), Request{Address: s.URL + path}); err == nil {
			t.Errorf("%s is no error", path)
		}
	}
}

// names is a resolver of the test: the names of the map, and numbers of one part that
// some resolvers read as addresses.
func names(t *testing.T, answer func(name string) net.IP) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if reply := dnsReply(buf[:n], answer); reply != nil {
				conn.WriteTo(reply, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// dnsReply answers a question for an address (RFC 1035).
func dnsReply(q []byte, answer func(name string) net.IP) []byte {
	if len(q) < 17 {
		return nil
	}
	var labels []string
	i := 12
	for i < len(q) && q[i] != 0 {
		n := int(q[i])
		if i+1+n >= len(q) {
			return nil
		}
		labels = append(labels, string(q[i+1:i+1+n]))
		i += 1 + n
	}
	end := i + 5
	if end > len(q) {
		return nil
	}
	kind := int(q[i+1])<<8 | int(q[i+2])
	ip := answer(strings.Join(labels, "."))
	reply := append([]byte{q[0], q[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, q[12:end]...)
	var data []byte
	switch v4 := ip.To4(); {
	case ip == nil:
		reply[3] = 0x83
		return reply
	case kind == 1 && v4 != nil:
		data = v4
	case kind == 28 && v4 == nil:
		data = ip
	default:
		return reply
	}
	reply[7] = 1
	reply = append(reply, 0xc0, 12, byte(kind>>8), byte(kind), 0, 1, 0, 0, 0, 0, 0, byte(len(data)))
	return append(reply, data...)
}

// inside are the forms that addresses inside a network come in.
var inside = []string{
	"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.nip.example", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]",
	"10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "[fd00::1]", "[fe80::1]", "[fe80::1%25lo]",
	"[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "metadata.example", "six.example", "mapped.example",
}

// numeric are names that some resolvers read as addresses, and others do not know.
var numeric = map[string]bool{"127.1": true, "2130706433": true, "0x7f000001": true, "0177.0.0.1": true}

func TestInside(t *testing.T) {
	var hits atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1) }))
	defer s.Close()
	port := s.URL[strings.LastIndexByte(s.URL, ':')+1:]
	known := map[string]string{"metadata.example": "169.254.169.254", "six.example": "::1", "mapped.example": "::ffff:127.0.0.1"}
	r := names(t, func(name string) net.IP {
		if ip, ok := known[name]; ok {
			return net.ParseIP(ip)
		}
		return net.IPv4(127, 0, 0, 1)
	})
	k := newClock()
	c := New(Options{Resolver: r, Now: k.Now, Sleep: k.Sleep, NoRobots: true, Tries: 1})
	for _, form := range inside {
		for _, port := range []string{port, "80"} {
			address := "http://" + form + ":" + port + "/x"
			_, err := c.Get(t.Context(), Request{Address: address})
			if err == nil {
				t.Errorf("%s was fetched", address)
			} else if !errors.Is(err, ErrInside) && !(numeric[form] && errors.Is(err, casus.ErrUnavailable)) {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
	if hits.Load() != 0 {
		t.Errorf("%d connections were made", hits.Load())
	}
	// With robots.txt the refusal is the same.
	c = New(Options{Resolver: r, Now: k.Now, Sleep: k.Sleep})
	if _, err := c.Get(t.Context(), Request{Address: s.URL}); !errors.Is(err, ErrInside) {
		t.Errorf("%v", err)
	}
}

func TestRedirectInside(t *testing.T) {
	var hits atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1) }))
	defer target.Close()
	port := target.URL[strings.LastIndexByte(target.URL, ':')+1:]
	r := names(t, func(string) net.IP { return net.IPv4(127, 0, 0, 1) })
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if noRobots(w, r) {
			return
		}
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
	}))
	defer front.Close()
	// The front host is allowed by its name only.
	at := strings.Replace(front.URL, "127.0.0.1", "front.example", 1)
	k := newClock()
	c := New(Options{Resolver: r, Allow: []string{"front.example"}, Now: k.Now, Sleep: k.Sleep})
	for _, form := range inside {
		_, err := c.Get(t.Context(), Request{Address: at + "/?to=" + url.QueryEscape("http://"+form+":"+port+"/")})
		if !errors.Is(err, ErrInside) && !(numeric[form] && errors.Is(err, casus.ErrUnavailable)) {
			t.Errorf("a redirect to %s: %v", form, err)
		}
	}
	if hits.Load() != 0 {
		t.Errorf("%d connections were made", hits.Load())
	}
}

// TestRebinding has a name that is another address each time it is asked for.
func TestRebinding(t *testing.T) {
	var hits, asked atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1) }))
	defer target.Close()
	r := names(t, func(string) net.IP {
		switch asked.Add(1) % 3 {
		case 0:
			return nil
		case 1:
			return net.IPv4(10, 1, 2, 3)
		}
		return net.IPv4(127, 0, 0, 1)
	})
	k := newClock()
	c := New(Options{Resolver: r, Now: k.Now, Sleep: k.Sleep})
	address := strings.Replace(target.URL, "127.0.0.1", "rebind.example", 1)
	for range 10 {
		if _, err := c.Get(t.Context(), Request{Address: address}); err == nil {
			t.Error("was fetched")
		}
		k.Sleep(t.Context(), time.Hour)
	}
	if hits.Load() != 0 || asked.Load() < 10 {
		t.Errorf("%d connections were made, %d names asked for", hits.Load(), asked.Load())
	}
}

func FuzzRobots(f *testing.F) {
	for _, s := range []string{"", "User-agent: *\nDisallow: /", "user-agent:casus\ncrawl-delay: 1e300\n", "\xff\xfe", "User-agent: *\nDisallow: /*$*$\nAllow: [", "Crawl-delay: -1"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if data, err := parseRobots(b); err == nil {
			if g := data.FindGroup("Casus"); g != nil {
				g.Test("/a/b?c")
			}
		}
	})
}
