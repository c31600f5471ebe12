package cli_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"casus/store"
)

// running is a command in a process of its own.
type running struct {
	t    *testing.T
	name string
	c    *exec.Cmd
	mu   sync.Mutex
	said bytes.Buffer
}

func (r *running) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said.Write(p)
}

func (r *running) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said.String()
}

// run starts a command, and kills it at the end of the test if it still runs.
func run(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{t: t, name: args[0], c: program(t, args)}
	r.c.Stdout, r.c.Stderr = r, r
	if err := r.c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = r.c.Process.Kill(), r.c.Wait() })
	return r
}

// says waits until a command has said something that a pattern finds.
func (r *running) says(pattern string) string {
	r.t.Helper()
	p := regexp.MustCompile(pattern)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if m := p.FindString(r.text()); m != "" {
			return m
		}
		if time.Now().After(end) {
			r.t.Fatalf("%s did not say %q:\n%s", r.name, pattern, r.text())
		}
	}
}

// stop asks a command to end, and waits until it has.
func (r *running) stop() {
	r.t.Helper()
	if err := r.c.Process.Signal(syscall.SIGTERM); err != nil {
		r.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- r.c.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			r.t.Errorf("%s ended with %v:\n%s", r.name, err, r.text())
		}
	case <-time.After(15 * time.Second):
		r.t.Errorf("%s does not end:\n%s", r.name, r.text())
	}
}

// kill kills a command.
func (r *running) kill() {
	_, _ = r.c.Process.Kill(), r.c.Wait()
}

// becomes waits until a record is as it should be.
func becomes(t *testing.T, at string, right func(store.Counts) bool) store.Counts {
	t.Helper()
	s := openRecord(t, at)
	defer s.Close()
	var c store.Counts
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err = s.Counts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if right(c) {
			return c
		}
	}
	t.Fatalf("the record became %+v", c)
	return c
}

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// more writes a file with one dispatch.
func more(t *testing.T, dir string, n int) string {
	t.Helper()
	return writeFile(t, filepath.Join(dir, fmt.Sprintf("more%d.jsonl", n)), fmt.Sprintf(
		`{"id":"m%d","url":"https://wire.example/m%d","date":"2024-06-21","publisher":"Wire","text":"Norway urged Peru on Friday to open its ports. It was call number %d."}`+"\n", n, n, n))
}

// TestServeCodes: what another process takes in uncoded is coded by the desk, and stands
// on it; then the desk ends when it is asked to, and leaves nothing behind.
func TestServeCodes(t *testing.T) {
	dir := t.TempDir()
	at := filepath.Join(dir, "r.db")
	desk := run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0")
	address := strings.TrimSuffix(strings.TrimPrefix(desk.says(`at http://[^ ]*/;`), "at "), "/;")
	for n := range 2 {
		finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, n)})
		becomes(t, at, func(c store.Counts) bool { return c.Coded == n+1 && c.Occurrences > 0 })
	}
	r, err := http.Get(address + "/api/events?mentions=1")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r.Body); err != nil || strings.Count(b.String(), `"event":"REQUEST"`) != 2 {
		t.Errorf("%v: %s", err, b.String())
	}
	desk.says("[12] dispatches coded, 0 failed") // both at once on a busy machine
	desk.stop()
	if left, err := filepath.Glob(at + ".*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestServeOnlyShows: a desk that only shows codes nothing, and neither does one whose
// coder is not that of the record.
func TestServeOnlyShows(t *testing.T) {
	dir := t.TempDir()
	at, lexicon := filepath.Join(dir, "r.db"), otherLexicon(t, dir)
	finish(t, []string{"ingest", "--store", at, more(t, dir, 0)})
	finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, 1)})
	quiet := run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0", "--no-coding")
	quiet.says("the desk is at")
	other := run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0", "--lexicon", lexicon)
	other.says("what comes in is not coded here; casus recode")
	time.Sleep(500 * time.Millisecond)
	if c := becomes(t, at, func(store.Counts) bool { return true }); c.Coded != 1 || c.Pending != 1 || c.Coders != 1 {
		t.Errorf("%+v", c)
	}
	finish(t, []string{"recode", "--store", at, "--lexicon", lexicon})
	finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, 2)})
	becomes(t, at, func(c store.Counts) bool { return c.Coded == 3 })
	quiet.stop()
	other.stop()
	wrong := run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0", "--lexicon", lexicon, "--queue-listen", "0.0.0.0:0")
	wrong.says("workers must show a token")
	if err := wrong.c.Wait(); err == nil {
		t.Error("a queue that everybody may join")
	}
}

// TestServeAndWatch: of two processes on a record one codes. When it is killed the other
// goes on; a third that takes in waits for them and codes nothing twice.
func TestServeAndWatch(t *testing.T) {
	host := feedOf(t)
	dir := t.TempDir()
	at := filepath.Join(dir, "r.db")
	feeds := writeFile(t, filepath.Join(dir, "feeds.yaml"), "allow: [127.0.0.1]\nfeeds:\n  - url: "+host+"/feed\n    name: Courier\n    every: 1m\n")
	rules := writeFile(t, filepath.Join(dir, "rules.txt"), "alert demands\n  party  KOR\n  event  REQUEST\n  to     out\n\ntarget out\n  stdout\n")
	desk := run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0")
	desk.says("the desk is at")
	finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, 0)})
	becomes(t, at, func(c store.Counts) bool { return c.Coded == 1 })
	watch := run(t, "watch", "--store", at, "--alerts", rules, feeds)
	watch.says("another process codes this record")
	becomes(t, at, func(c store.Counts) bool { return c.Dispatches == 2 && c.Coded == 2 })
	watch.says("KOR REQUEST change > RUS") // alerts are told of what another process coded
	desk.says(`(?s)1 dispatches coded.*1 dispatches coded|2 dispatches coded`)
	finish(t, []string{"ingest", "--store", at, more(t, dir, 1)})
	desk.kill()
	finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, 2)})
	becomes(t, at, func(c store.Counts) bool { return c.Coded == 4 && c.Events == 4 })
	watch.stop()
	if !strings.Contains(watch.text(), "ended; the record is whole") {
		t.Error(watch.text())
	}
	dump(t, at) // it is sound
}

// feedOf is a host with a feed of one item.
func feedOf(t *testing.T) string {
	t.Helper()
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Courier</title><item><title>Talks</title><link>https://courier.example/1</link>
			<guid>1</guid><pubDate>Fri, 21 Jun 2024 09:00:00 GMT</pubDate><description>Seoul urged Moscow on Friday to halt the talks.</description></item></channel></rss>`)
	}))
	t.Cleanup(host.Close)
	return host.URL
}

// TestWatchWithWorkers: a watch without a worker of its own is coded for by one that
// joins, and tells alerts of it.
func TestWatchWithWorkers(t *testing.T) {
	host := feedOf(t)
	dir := t.TempDir()
	at := filepath.Join(dir, "r.db")
	feeds := writeFile(t, filepath.Join(dir, "feeds.yaml"), "allow: [127.0.0.1]\nfeeds:\n  - url: "+host+"/feed\n    name: Courier\n    every: 1m\n")
	rules := writeFile(t, filepath.Join(dir, "rules.txt"), "alert demands\n  party  KOR\n  event  REQUEST\n  to     out\n\ntarget out\n  stdout\n")
	watch := run(t, "watch", "--store", at, "--alerts", rules, "--queue-listen", "127.0.0.1:0", "--coordinate", feeds)
	address := strings.TrimPrefix(watch.says(`workers connect to \S+`), "workers connect to ")
	becomes(t, at, func(c store.Counts) bool { return c.Pending == 1 })
	worker := run(t, "worker", "--connect", address, "--jobs", "1")
	watch.says("KOR REQUEST change > RUS")
	watch.says("1 dispatches coded, 0 failed")
	worker.stop()
	watch.stop()
}

// TestDrain: asked to end in the midst of work, the desk writes what it has begun, says
// so, and fails nothing; the next goes on.
func TestDrain(t *testing.T) {
	dir := t.TempDir()
	at := filepath.Join(dir, "r.db")
	finish(t, []string{"ingest", "--store", at, "--uncoded", invented(t, dir, 700)})
	args := []string{"serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0", "--jobs", "1"}
	desk := run(t, args...)
	becomes(t, at, func(c store.Counts) bool { return c.Coded > 0 })
	desk.stop()
	if !strings.Contains(desk.text(), "what was begun is coded and written") {
		t.Error(desk.text())
	}
	c := becomes(t, at, func(store.Counts) bool { return true })
	if c.Failed != 0 || c.Pending == 0 {
		t.Errorf("after the end %+v: nothing should have failed, and something be left", c)
	}
	desk = run(t, args...)
	becomes(t, at, func(c store.Counts) bool { return c.Pending == 0 && c.Failed == 0 })
	desk.stop()
	dump(t, at)
}

// TestKillServe kills one of two desks on a record at random moments while they code,
// and starts it again: in the end the record is that of a process that nobody killed.
func TestKillServe(t *testing.T) {
	if testing.Short() {
		t.Skip("a short test kills nobody")
	}
	kills := killsWanted()
	dir := t.TempDir()
	news := invented(t, dir, 600+60*kills)
	calm := filepath.Join(dir, "calm.db")
	finish(t, []string{"ingest", news, "--store", calm})
	want := unordered(dump(t, calm))
	for _, engine := range []struct {
		name string
		make func(*testing.T) string
	}{
		{"sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "killed.db") }},
		{"postgres", schema},
	} {
		t.Run(engine.name, func(t *testing.T) {
			at := engine.make(t)
			finish(t, []string{"ingest", news, "--uncoded", "--store", at})
			start := func() *running {
				return run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0", "--jobs", "1")
			}
			desks := [2]*running{start(), start()}
			r := rand.New(rand.NewPCG(23, uint64(kills)))
			for range kills {
				time.Sleep(time.Duration(300+r.IntN(700)) * time.Millisecond)
				i := r.IntN(len(desks))
				desks[i].kill()
				desks[i] = start()
			}
			becomes(t, at, func(c store.Counts) bool { return c.Pending == 0 })
			for _, d := range desks {
				d.says("the desk is at")
				d.stop()
			}
			finish(t, []string{"recode", "--store", at}) // what was not concluded yet
			same(t, "coded by desks that were killed", want, unordered(dump(t, at)))
		})
	}
}

// TestJoinableGoesFirst: a desk that codes by itself gives the record up to a
// coordinator that workers can join, and goes on when that has ended.
func TestJoinableGoesFirst(t *testing.T) {
	dir := t.TempDir()
	at := filepath.Join(dir, "r.db")
	desk := run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0")
	desk.says("the desk is at")
	finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, 0)})
	becomes(t, at, func(c store.Counts) bool { return c.Coded == 1 })
	coordinator := run(t, "cluster", "--store", at, "--listen", "127.0.0.1:0", "--stay", "--coordinate")
	desk.says("a process that workers can join codes this record")
	address := strings.TrimPrefix(coordinator.says(`workers connect to \S+`), "workers connect to ")
	finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, 1)})
	time.Sleep(time.Second)
	becomes(t, at, func(c store.Counts) bool { return c.Pending == 1 && c.Coded == 1 }) // nobody has joined
	run(t, "worker", "--connect", address, "--jobs", "1")
	becomes(t, at, func(c store.Counts) bool { return c.Coded == 2 })
	coordinator.stop()
	finish(t, []string{"ingest", "--store", at, "--uncoded", more(t, dir, 2)})
	becomes(t, at, func(c store.Counts) bool { return c.Coded == 3 })
	desk.stop()
}

// TestServeWithoutCoding: a desk that cannot code says why, and shows the record.
func TestServeWithoutCoding(t *testing.T) {
	dir := t.TempDir()
	at := filepath.Join(dir, "r.db")
	finish(t, []string{"ingest", "--store", at, more(t, dir, 0)})
	// Nobody answers there.
	desk := run(t, "serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0", "--nats", "nats://127.0.0.1:1")
	address := strings.TrimSuffix(strings.TrimPrefix(desk.says(`at http://[^ ]*/;`), "at "), "/;")
	desk.says("coding: the queue at nats://127.0.0.1:1: no answer.*trying again.*--no-coding")
	r, err := http.Get(address + "/coding")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r.Body); err != nil || !strings.Contains(b.String(), "The coding has stopped") || !strings.Contains(b.String(), "127.0.0.1:1") {
		t.Errorf("%v: %s", err, b.String())
	}
	desk.stop()
}
