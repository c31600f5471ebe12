package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// talk is what a command says, while it runs.
type talk struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (k *talk) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.said.Write(p)
}

// find waits until something was said.
func (k *talk) find(t *testing.T, pattern string) string {
	t.Helper()
	p := regexp.MustCompile(pattern)
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		k.mu.Lock()
		m := p.FindStringSubmatch(k.said.String())
		k.mu.Unlock()
		if m != nil {
			return m[1]
		}
	}
	t.Fatalf("nothing like %q was said: %s", pattern, k.said.String())
	return ""
}

// TestNothingLeftRunning starts what runs for weeks within this program (desk, coordinator
// and worker, watch), lets it work, and ends it, several times: nothing goes on.
func TestNothingLeftRunning(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and ends everything several times")
	}
	dir := t.TempDir()
	at := filepath.Join(dir, "news.db")
	news, feeds := filepath.Join(dir, "news.jsonl"), filepath.Join(dir, "feeds.yaml")
	var lines strings.Builder
	for i := range 30 {
		fmt.Fprintf(&lines, "{\"id\":\"%d\",\"date\":\"2024-06-21\",\"text\":\"Norway urged Peru on Friday to end step %d of the blockade.\"}\n", i, i)
	}
	for name, text := range map[string]string{news: lines.String(), feeds: "contact: desk@courier.example\nfeeds:\n  - url: http://127.0.0.1:9/feed\n    every: 1m\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	once(t, nil, "ingest", news, "--store", at, "--uncoded")
	rounds := []struct {
		name string
		work func(t *testing.T, k *talk)
		args []string
	}{
		{"serve", func(t *testing.T, k *talk) {
			address := k.find(t, `(http://127\.0\.0\.1:\d+)/`)
			c := &http.Client{Transport: &http.Transport{}}
			for _, path := range []string{"/", "/events", "/api/events", "/healthz"} {
				r, err := c.Get(address + path)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, r.Body)
				_ = r.Body.Close()
			}
			// One who listens to what comes in, and does not hang up.
			live, err := c.Get(address + "/api/live")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = live.Body.Close(); c.CloseIdleConnections() })
		}, []string{"serve", "--store", at, "--users", filepath.Join(dir, "users"), "--listen", "127.0.0.1:0"}},
		{"cluster", func(t *testing.T, k *talk) { k.find(t, `(workers connect)`); time.Sleep(300 * time.Millisecond) }, []string{"cluster", "--store", at, "--listen", "127.0.0.1:0", "--queue", filepath.Join(dir, "queue"), "--stay"}},
		{"watch", func(_ *testing.T, _ *talk) { time.Sleep(500 * time.Millisecond) }, []string{"watch", "--store", at, feeds}},
	}
	for _, x := range rounds {
		t.Run(x.name, func(t *testing.T) {
			before := 0
			for round := range 4 {
				t.Run("", func(t *testing.T) { once(t, x.work, x.args...) })
				n := settled(before)
				if round == 0 {
					before = n // what is made once and stays, as timers of libraries
				} else if n > before {
					var b bytes.Buffer
					stacks := make([]byte, 1<<20)
					b.Write(stacks[:runtime.Stack(stacks, true)])
					t.Fatalf("round %d: %d goroutines, after the first round %d\n%.6000s", round, n, before, b.String())
				}
			}
		})
	}
}

// once runs a command within this program until it ends, or has done its work.
func once(t *testing.T, work func(*testing.T, *talk), args ...string) {
	t.Helper()
	k := &talk{}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan error, 1)
	e := newEnv(strings.NewReader(""), io.Discard, k)
	go func() {
		_, err := run(ctx, e, args)
		done <- err
	}()
	if work != nil {
		work(t, k)
		cancel()
	}
	select {
	case err := <-done:
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("casus %s: %v", args[0], err)
		}
	case <-time.After(60 * time.Second):
		t.Fatalf("casus %s does not end", args[0])
	}
}

// settled counts goroutines when they have become as few as before, or no fewer for a
// while.
func settled(before int) int {
	n := runtime.NumGoroutine()
	for range 100 {
		if before > 0 && n <= before {
			break
		}
		time.Sleep(50 * time.Millisecond)
		runtime.GC()
		m := runtime.NumGoroutine()
		if before == 0 && m == n {
			time.Sleep(500 * time.Millisecond)
			if m = runtime.NumGoroutine(); m == n {
				break
			}
		}
		n = m
	}
	return n
}
