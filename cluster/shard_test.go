package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"casus"
	"casus/cluster"
	"casus/ingest"
	"casus/queue"
	"casus/queue/jetstream"
	"casus/record"
	"casus/store"
)

// open reads a shard.
func open(ctx context.Context, s cluster.Shard, read func(int)) iter.Seq2[store.Dispatch, error] {
	return func(yield func(store.Dispatch, error) bool) {
		for it, err := range ingest.ReadPart(ctx, s.Path, s.Name, s.Part, ingest.Options{Count: read}) {
			if !yield(store.Dispatch{Dispatch: it.Dispatch, Name: it.ID, Source: s.Source, Language: s.Language}, err) {
				return
			}
		}
	}
}

// archive writes n dispatches into a file and divides it into parts of about so many
// bytes.
func archive(t *testing.T, n int, size int64) (path string, shards []cluster.Shard) {
	t.Helper()
	var b strings.Builder
	for i := range n {
		d := dispatch(i)
		fmt.Fprintf(&b, "{\"id\":%q,\"url\":%q,\"date\":\"2024-03-05\",\"text\":%q}\n", d.Name, d.URL, d.Text)
	}
	path = filepath.Join(t.TempDir(), "news.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path, divided(t, path, size)
}

func divided(t *testing.T, path string, size int64) (shards []cluster.Shard) {
	t.Helper()
	for p, err := range ingest.Parts(path, size, ingest.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		shards = append(shards, cluster.Shard{Path: path, Name: filepath.Base(path), Part: p, Source: "archive", Language: "en"})
	}
	return shards
}

func all(shards []cluster.Shard) iter.Seq2[cluster.Shard, error] {
	return func(yield func(cluster.Shard, error) bool) {
		for _, s := range shards {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func reader(r *record.Recorder, q *jetstream.Queue, jobs int) *cluster.Worker {
	w := worker(r, q)
	w.Jobs, w.Open, w.Patience = jobs, open, 20*time.Millisecond
	w.Tell(200 * time.Millisecond)
	return w
}

// read runs a coordinator over shards to its end, and returns its last progress and what
// was told.
func read(t *testing.T, r *record.Recorder, q *jetstream.Queue, shards iter.Seq2[cluster.Shard, error]) (last cluster.Progress, trouble string) {
	t.Helper()
	var mu sync.Mutex
	var told []string
	c := &cluster.Coordinator{Recorder: r, Queue: q, Once: true, Shards: shards, Told: func(p cluster.Progress) { last = p }, Trouble: func(err error) {
		mu.Lock()
		told = append(told, err.Error())
		mu.Unlock()
	}}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return last, strings.Join(told, "\n")
}

func inProgram(t *testing.T, wait time.Duration) (*jetstream.Server, func() *jetstream.Queue) {
	t.Helper()
	s := server(t, jetstream.ServerOptions{Dir: t.TempDir()})
	return s, func() *jetstream.Queue { return connect(t, jetstream.Options{Server: s, Wait: wait}) }
}

func TestShards(t *testing.T) {
	r := bench(t, 0)
	_, queue := inProgram(t, 0)
	path, _ := archive(t, 60, 1)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("{\"text\": \n"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	shards := divided(t, path, 1500)
	work(t, reader(r, queue(), 2))
	last, trouble := read(t, r, queue(), all(shards))
	coded(t, r, 60, 0)
	if len(shards) < 5 || last.Shards != len(shards) || last.Found != len(shards) || last.Unreadable != 1 || last.Part != 1 {
		t.Errorf("%d shards, progress %+v", len(shards), last)
	}
	if !strings.Contains(trouble, "news.jsonl:61: not a JSON object") {
		t.Errorf("a line that cannot be read: %q", trouble)
	}
	if last, trouble := read(t, r, queue(), all(shards)); last.Shards+last.Coded > 0 || trouble != "" {
		t.Errorf("shards are read twice: %+v %s", last, trouble)
	}
}

// TestShardOrder: what many code at a time is written in the order of the shard.
func TestShardOrder(t *testing.T) {
	r := bench(t, 0)
	_, queue := inProgram(t, 0)
	_, shards := archive(t, 120, ingest.PartSize)
	w := reader(r, queue(), 8)
	var at, most atomic.Int64
	w.Read = func(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
		most.Store(max(most.Load(), at.Add(1)))
		defer at.Add(-1)
		time.Sleep(time.Duration(rand.IntN(8)) * time.Millisecond)
		return r.Pipeline.Read(ctx, d)
	}
	work(t, w)
	read(t, r, queue(), all(shards))
	coded(t, r, 120, 0)
	list, err := r.Store.Dispatches(t.Context(), 0, 1000)
	if err != nil || len(list) != 120 {
		t.Fatalf("%d dispatches: %v", len(list), err)
	}
	for i := range list {
		if list[i].Name != fmt.Sprint(i) {
			t.Fatalf("dispatch %d is %s", i, list[i].Name)
		}
	}
	if n := most.Load(); n < 3 || n > 8 {
		t.Errorf("%d dispatches of a shard were coded at a time by 8 jobs", n)
	}
}

// TestShardLost: a worker is lost in the middle of a shard; another reads it anew, and
// nothing is there twice.
func TestShardLost(t *testing.T) {
	r := bench(t, 0)
	_, queue := inProgram(t, time.Second)
	_, shards := archive(t, 700, ingest.PartSize)
	q := queue()
	lost := reader(r, q, 1)
	var n atomic.Int64
	lost.Read = func(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
		if n.Add(1) == 400 { // some answers are on the queue
			_ = q.Close()
		}
		return r.Pipeline.Read(ctx, d)
	}
	work(t, lost)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n.Load() < 400 {
			time.Sleep(10 * time.Millisecond)
		}
		work(t, reader(r, queue(), 2))
	}()
	last, _ := read(t, r, queue(), all(shards))
	<-done
	coded(t, r, 700, 0)
	if last.Shards != 1 || len(last.Workers) < 1 {
		t.Errorf("progress %+v", last)
	}
}

// TestShardDrain: a worker that is asked to stop in the middle of a shard hands back the
// rest, at once; what it coded is not coded again.
func TestShardDrain(t *testing.T) {
	r := bench(t, 0)
	_, queue := inProgram(t, time.Minute)
	_, shards := archive(t, 300, ingest.PartSize)
	var n atomic.Int64
	third := make(chan struct{})
	count := func(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
		if n.Add(1) == 100 {
			close(third)
		}
		return r.Pipeline.Read(ctx, d)
	}
	first, second := reader(r, queue(), 2), reader(r, queue(), 2)
	first.Read, second.Read, second.Name = count, count, "second"
	stop := work(t, first)
	began := make(chan time.Time, 1)
	go func() {
		<-third
		stop()
		began <- time.Now()
		work(t, second)
	}()
	last, _ := read(t, r, queue(), all(shards))
	if took := time.Since(<-began); took > 20*time.Second {
		t.Errorf("the rest came to another worker after %s", took)
	}
	coded(t, r, 300, 0)
	if n.Load() != 300 || last.Workers["second"].Done == 0 || last.Workers["second"].Done >= 250 {
		t.Errorf("%d dispatches were coded, %+v", n.Load(), last)
	}
}

// TestShardsHeld: a coordinator that goes on where another was does not hand out again
// what is still on the queue, and hands out what is not.
func TestShardsHeld(t *testing.T) {
	r := bench(t, 0)
	_, open := inProgram(t, 0)
	_, shards := archive(t, 80, 700)
	for _, first := range []int{len(shards) / 2, 3} {
		ctx, stop := context.WithCancel(t.Context())
		q := open()
		done := make(chan error, 1)
		go func() { done <- (&cluster.Coordinator{Recorder: r, Queue: q, Shards: all(shards[:first])}).Run(ctx) }()
		for left := 0; left < len(shards)/2; {
			l, err := q.Left(ctx, queue.Address{Coder: r.Coder().Key, Record: nameOf(t, r)})
			if err != nil {
				t.Fatal(err)
			}
			left = l.Archive
		}
		stop()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	w := reader(r, open(), 2)
	var n atomic.Int64
	w.Read = func(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
		n.Add(1)
		return r.Pipeline.Read(ctx, d)
	}
	work(t, w)
	read(t, r, open(), all(shards))
	coded(t, r, 80, 0)
	if n.Load() > 95 { // a queue counts what it was given a little later
		t.Errorf("%d dispatches were coded; half of the shards were on the queue", n.Load())
	}
}

// TestDrain: dispatches that a worker took and has not begun come to another at once.
func TestDrain(t *testing.T) {
	r := bench(t, 30)
	_, queue := inProgram(t, time.Minute)
	slow := worker(r, queue())
	begun := make(chan struct{}, 100)
	slow.Read = func(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
		begun <- struct{}{}
		time.Sleep(300 * time.Millisecond)
		return r.Pipeline.Read(ctx, d)
	}
	stop := work(t, slow)
	go func() {
		<-begun
		at := time.Now()
		stop()
		if took := time.Since(at); took > 3*time.Second {
			t.Errorf("it took the worker %s to stop", took)
		}
		work(t, worker(r, queue()))
	}()
	at := time.Now()
	read(t, r, queue(), nil)
	if took := time.Since(at); took > 20*time.Second {
		t.Errorf("what was not begun came to another worker after %s", took)
	}
	coded(t, r, 30, 0)
}

// TestShardElsewhere: a shard that one worker does not see is read by another; one that
// nobody sees, or that is not what it was, fails with its reason.
func TestShardElsewhere(t *testing.T) {
	r := bench(t, 0)
	_, queue := inProgram(t, 0)
	_, shards := archive(t, 60, 700)
	blind := reader(r, queue(), 1)
	blind.Patience = 100 * time.Millisecond
	var refused atomic.Int64
	blind.See(func(path string, _ ingest.Part) error {
		refused.Add(1)
		return fs.ErrNotExist
	})
	blind.Trouble = func(err error) {
		if !strings.Contains(err.Error(), "mount the folder there") {
			t.Errorf("what a worker says that does not see a shard: %v", err)
		}
	}
	stopBlind := work(t, blind)
	for refused.Load() == 0 { // it is there first
		work(t, reader(r, queue(), 1))
		last, trouble := read(t, r, queue(), all(shards))
		if last.Shards != len(shards) || trouble != "" {
			t.Errorf("progress %+v, %s", last, trouble)
		}
	}
	stopBlind()
	coded(t, r, 60, 0)

	gone, missing := archive(t, 20, ingest.PartSize)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	changed, others := archive(t, 40, ingest.PartSize)
	if err := os.WriteFile(changed, []byte("{\"text\":\"Kenya left.\"}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	unlisted := func(yield func(cluster.Shard, error) bool) {
		_ = yield(missing[0], nil) && yield(others[0], nil) && yield(cluster.Shard{}, errors.New("a file that the coordinator does not see"))
	}
	last, trouble := read(t, r, queue(), unlisted)
	for _, want := range []string{"tried 3 times", gone + " cannot be read (no such file or directory)", "mount the folder", changed + " is not what the coordinator saw", "the coordinator does not see"} {
		if !strings.Contains(trouble, want) {
			t.Errorf("%q is not told: %s", want, trouble)
		}
	}
	if last.BadShards != 3 || last.Shards != 0 {
		t.Errorf("progress %+v", last)
	}
	coded(t, r, 60, 0)
}

// TestShardHostile: a reader that panics costs its shard, not the worker, and what came
// before is kept.
func TestShardHostile(t *testing.T) {
	r := bench(t, 0)
	_, queue := inProgram(t, 0)
	_, bad := archive(t, 10, ingest.PartSize)
	bad[0].Source = "hostile"
	_, good := archive(t, 30, ingest.PartSize)
	w := reader(r, queue(), 2)
	w.Open = func(ctx context.Context, s cluster.Shard, read func(int)) iter.Seq2[store.Dispatch, error] {
		return func(yield func(store.Dispatch, error) bool) {
			n := 0
			for d, err := range open(ctx, s, read) {
				if n++; s.Source == "hostile" && n == 5 {
					panic("a byte that nobody thought of")
				}
				if !yield(d, err) {
					return
				}
			}
		}
	}
	work(t, w)
	last, trouble := read(t, r, queue(), all(slices.Concat(bad, good)))
	if !strings.Contains(trouble, "the reader stopped: a byte that nobody thought of") || last.Shards != 1 || last.BadShards != 1 {
		t.Errorf("progress %+v, %s", last, trouble)
	}
	coded(t, r, 30, 0) // the first are the same
}

// TestShardTooLarge: a dispatch that the queue does not carry is told; findings that it
// does not carry are made by the coordinator.
func TestShardTooLarge(t *testing.T) {
	r := bench(t, 0)
	_, queue := inProgram(t, 0)
	path := filepath.Join(t.TempDir(), "large.jsonl")
	large := strings.Repeat("x", 9<<20)
	if err := os.WriteFile(path, fmt.Appendf(nil, "{\"id\":\"a\",\"text\":\"Kenya left.\"}\n{\"id\":\"b\",\"text\":%q}\n{\"id\":\"c\",\"text\":\"Kenya urged Peru to open its ports.\"}\n", large), 0o644); err != nil {
		t.Fatal(err)
	}
	w := reader(r, queue(), 1)
	w.Read = func(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
		if len(d.Text) > 1<<20 {
			d.Text = "It is long."
		}
		return r.Pipeline.Read(ctx, d)
	}
	work(t, w)
	last, trouble := read(t, r, queue(), all(divided(t, path, ingest.PartSize)))
	if last.Shards != 1 || last.Unreadable != 1 || !strings.Contains(trouble, "b: a dispatch of 9 MB is a message of") || !strings.Contains(trouble, "casus ingest") {
		t.Errorf("progress %+v, %s", last, trouble)
	}
	if c, err := r.Store.Counts(t.Context()); err != nil || c.Dispatches != 2 || c.Coded != 2 {
		t.Errorf("%+v %v", c, err)
	}
}
