package cluster_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	natsjs "github.com/nats-io/nats.go/jetstream"

	"casus"
	"casus/cluster"
	"casus/pipeline"
	"casus/queue"
	"casus/queue/jetstream"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

var loaded = sync.OnceValues(func() (*pipeline.Pipeline, error) { return pipeline.Load(pipeline.Options{}) })

// bench is a record with n dispatches that nobody has coded.
func bench(t testing.TB, n int) *record.Recorder {
	t.Helper()
	return benchIn(t, filepath.Join(t.TempDir(), "r.db"), n)
}

// benchIn is one in a file.
func benchIn(t testing.TB, file string, n int) *record.Recorder {
	t.Helper()
	p, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	r := &record.Recorder{Store: s, Pipeline: p, Now: time.Now}
	stream := func(yield func(store.Dispatch, error) bool) {
		for i := range n {
			if !yield(dispatch(i), nil) {
				return
			}
		}
	}
	if _, err := r.Take(t.Context(), stream, func(err error) { t.Error(err) }); err != nil {
		t.Fatal(err)
	}
	return r
}

func dispatch(i int) store.Dispatch {
	states := []string{"Norway", "Peru", "Kenya", "Japan"}
	return store.Dispatch{
		Dispatch: casus.Dispatch{URL: fmt.Sprintf("https://wire.example/%d", i), Publisher: "Wire", Published: time.Date(2024, 3, 1+i%28, 8, 0, 0, 0, time.UTC),
			Text: fmt.Sprintf("%s urged %s on Friday to open its ports. It was call number %d.", states[i%4], states[(i+1)%4], i)},
		Name: fmt.Sprint(i), Source: "wire", Language: "en",
	}
}

func listen(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func server(t testing.TB, o jetstream.ServerOptions) *jetstream.Server {
	t.Helper()
	s, err := jetstream.StartServer(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func connect(t testing.TB, o jetstream.Options) *jetstream.Queue {
	t.Helper()
	q, err := jetstream.Connect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.Close() })
	return q
}

// work starts a worker and returns how to end it.
func work(t testing.TB, w *cluster.Worker) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Log(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func worker(r *record.Recorder, q *jetstream.Queue) *cluster.Worker {
	return &cluster.Worker{Queue: q, Read: r.Pipeline.Read, Coder: r.Coder().Key, Jobs: 1}
}

// coded checks that every dispatch has one coding with one event, but for so many that
// failed.
func coded(t *testing.T, r *record.Recorder, n, failed int) {
	t.Helper()
	c, err := r.Store.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Dispatches != n || c.Coded != n-failed || c.Failed != failed || c.Events != n-failed {
		t.Errorf("got %+v, want %d dispatches, %d failed, an event in each", c, n, failed)
	}
	if wrong, err := r.Store.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("the record is not sound: %v %v", wrong, err)
	}
}

func TestWithinOneProgram(t *testing.T) {
	r := bench(t, 60)
	q := connect(t, jetstream.Options{Server: server(t, jetstream.ServerOptions{Dir: t.TempDir()})})
	work(t, worker(r, q))
	c := &cluster.Coordinator{Recorder: r, Queue: q, Once: true, Window: 25, Trouble: func(err error) { t.Error(err) }}
	for range 2 { // the second time there is nothing to do
		if err := c.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	coded(t, r, 60, 0)
}

// TestPoison: what panics, hangs or takes its worker with it fails with its reason, and
// nothing waits for it.
func TestPoison(t *testing.T) {
	r := bench(t, 20)
	q := connect(t, jetstream.Options{Server: server(t, jetstream.ServerOptions{Dir: t.TempDir()})})
	w := worker(r, q)
	w.Deadline = 300 * time.Millisecond
	w.Read = func(ctx context.Context, d casus.Dispatch) (*casus.Document, error) {
		switch {
		case strings.Contains(d.Text, "number 3."):
			panic("poison")
		case strings.Contains(d.Text, "number 7."):
			time.Sleep(2 * time.Second)
		}
		return r.Pipeline.Read(context.WithoutCancel(ctx), d)
	}
	work(t, w)
	if err := (&cluster.Coordinator{Recorder: r, Queue: q, Once: true}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	coded(t, r, 20, 2)
	list, err := r.Store.Failures(t.Context(), "", 10)
	if err != nil {
		t.Fatal(err)
	}
	var why []string
	for _, f := range list {
		why = append(why, f.Error)
		if f.Tries < store.MaxTries {
			t.Errorf("%q was tried %d times", f.Error, f.Tries)
		}
	}
	if got := strings.Join(why, "; "); !strings.Contains(got, "the coder stopped: poison") || !strings.Contains(got, "ran past its deadline of 300ms") {
		t.Errorf("failures: %s", got)
	}
	if n, err := r.Store.Retry(t.Context(), ""); err != nil || n != 2 {
		t.Errorf("retried %d: %v", n, err)
	}
}

// TestSuspect: of what workers had when they were lost, that fails which they coded each
// time, and nothing else.
func TestSuspect(t *testing.T) {
	r := bench(t, 40)
	o := jetstream.Options{Server: server(t, jetstream.ServerOptions{Dir: t.TempDir()}), Wait: time.Second}
	lost := make(chan struct{}, 10)
	// A worker that is lost says nothing more to the queue, and ends.
	mortal := func() {
		q := connect(t, o)
		ctx, stop := context.WithCancel(t.Context())
		w := worker(r, q)
		w.Jobs, w.Deadline = 2, time.Minute
		w.Read = func(_ context.Context, d casus.Dispatch) (*casus.Document, error) {
			if strings.Contains(d.Text, "number 5.") {
				_ = q.Close()
				stop()
				lost <- struct{}{}
				<-t.Context().Done()
			}
			return r.Pipeline.Read(t.Context(), d)
		}
		go func() { _ = w.Run(ctx) }()
	}
	mortal()
	done := make(chan error, 1)
	go func() {
		done <- (&cluster.Coordinator{Recorder: r, Queue: connect(t, o), Once: true}).Run(t.Context())
	}()
	deaths := 0
	for end := false; !end; {
		select {
		case <-lost:
			deaths++
			mortal()
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			end = true
		}
	}
	coded(t, r, 40, 1)
	list, err := r.Store.Failures(t.Context(), "", 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || !strings.Contains(list[0].Error, "3 workers were lost while they coded it") || deaths != 4 {
		t.Errorf("%d workers were lost; failures %+v", deaths, list)
	}
}

// TestQueueDeleted: the queue is deleted halfway, with all that is on it.
func TestQueueDeleted(t *testing.T) {
	r := bench(t, 120)
	dir, address := t.TempDir(), listen(t)
	first := server(t, jetstream.ServerOptions{Dir: dir, Listen: address})
	o := jetstream.Options{URLs: []string{first.Address()}, Wait: time.Second}
	work(t, worker(r, connect(t, o)))
	half := make(chan struct{})
	reached := sync.OnceFunc(func() { close(half) })
	c := &cluster.Coordinator{Recorder: r, Queue: connect(t, o), Once: true, Window: 50, Lost: 5 * time.Second, Told: func(p cluster.Progress) {
		if p.Coded >= 40 {
			reached()
		}
	}}
	done := make(chan error, 1)
	go func() { done <- c.Run(t.Context()) }()
	<-half
	first.Stop()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	server(t, jetstream.ServerOptions{Dir: dir, Listen: address})
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	coded(t, r, 120, 0)
}

// TestStandsStill has the queue hand nothing out any more, neither work nor answers,
// without a word: the coordinator sees to it.
func TestStandsStill(t *testing.T) {
	r := bench(t, 60)
	s := server(t, jetstream.ServerOptions{Dir: t.TempDir(), Listen: listen(t)})
	o := jetstream.Options{URLs: []string{s.Address()}}
	work(t, worker(r, connect(t, o)))
	nc, err := nats.Connect(s.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := natsjs.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan error, 100)
	halt := sync.OnceFunc(func() {
		a := queue.Address{Coder: r.Coder().Key, Record: nameOf(t, r)}
		for stream, name := range map[string]string{"CASUS_WORK": "work-" + a.Coder + "-live", "CASUS_ANSWERS": "answers-" + a.Coder + "-" + a.Record} {
			if _, err := js.PauseConsumer(t.Context(), stream, name, time.Now().Add(time.Hour)); err != nil {
				t.Error(err)
			}
		}
	})
	c := &cluster.Coordinator{Recorder: r, Queue: connect(t, o), Once: true, Window: 30, Still: 2 * time.Second,
		Told: func(p cluster.Progress) {
			if p.Coded >= 10 {
				halt()
			}
		},
		Trouble: func(err error) { told <- err }}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	coded(t, r, 60, 0)
	select {
	case err := <-told:
		t.Log(err)
	default:
		t.Error("nobody was told that the queue stood still")
	}
}

// TestRecordHeld has another program hold the record while answers are to be written: it
// is told, and the work goes on when it lets go.
func TestRecordHeld(t *testing.T) {
	file := filepath.Join(t.TempDir(), "r.db")
	r := benchIn(t, file, 20)
	q := connect(t, jetstream.Options{Server: server(t, jetstream.ServerOptions{Dir: t.TempDir()})})
	work(t, worker(r, q))
	other, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var held *sql.Tx
	hold := sync.OnceFunc(func() {
		if held, err = other.BeginTx(t.Context(), nil); err != nil {
			t.Error(err)
		}
	})
	told := false
	c := &cluster.Coordinator{Recorder: r, Queue: q, Once: true, Window: 2, Still: 300 * time.Millisecond,
		Told: func(cluster.Progress) { hold() },
		Trouble: func(err error) {
			if !told && strings.Contains(err.Error(), "have not been written") {
				told = true
				if err := held.Rollback(); err != nil {
					t.Error(err)
				}
			}
		}}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	coded(t, r, 20, 0)
	if !told {
		t.Error("nobody was told that the record was held")
	}
}

// TestThreeServers keeps the queue on three servers, of which one is lost and comes
// back, while workers come and go.
func TestThreeServers(t *testing.T) {
	if testing.Short() {
		t.Skip("three servers take their time to agree")
	}
	r := bench(t, 150)
	var clients, routes []string
	var options []jetstream.ServerOptions
	for range 3 {
		routes = append(routes, listen(t))
	}
	for i := range 3 {
		o := jetstream.ServerOptions{Dir: t.TempDir(), Listen: listen(t), Name: fmt.Sprint("s", i), Cluster: routes[i], Token: "secret"}
		for _, x := range routes {
			o.Routes = append(o.Routes, "nats://"+x)
		}
		options = append(options, o)
		clients = append(clients, "nats://"+o.Listen)
	}
	servers := make([]*jetstream.Server, 3)
	var all sync.WaitGroup
	for i := range 3 {
		all.Go(func() { servers[i] = server(t, options[i]) })
	}
	all.Wait()
	o := jetstream.Options{URLs: clients, Access: jetstream.Access{Token: "secret"}, Replicas: 3, Wait: 2 * time.Second}
	q := connect(t, o)
	stop := work(t, worker(r, connect(t, o)))
	third := make(chan struct{})
	reached := sync.OnceFunc(func() { close(third) })
	c := &cluster.Coordinator{Recorder: r, Queue: q, Once: true, Window: 60, Lost: 10 * time.Second, Told: func(p cluster.Progress) {
		if p.Coded >= 50 {
			reached()
		}
	}}
	done := make(chan error, 1)
	go func() { done <- c.Run(t.Context()) }()
	<-third
	servers[0].Stop()
	stop()
	work(t, worker(r, connect(t, o)))
	server(t, options[0])
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	coded(t, r, 150, 0)
}

func TestVersionsApart(t *testing.T) {
	r := bench(t, 10)
	q := connect(t, jetstream.Options{Server: server(t, jetstream.ServerOptions{Dir: t.TempDir()})})
	old := worker(r, q)
	old.Coder = "older"
	old.Told = func(int) { t.Error("a worker of another version was given work") }
	work(t, old)
	work(t, worker(r, q))
	if err := (&cluster.Coordinator{Recorder: r, Queue: q, Once: true}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	coded(t, r, 10, 0)
}

// nameOf is the name of a recorder's record.
func nameOf(t *testing.T, r *record.Recorder) string {
	t.Helper()
	name, err := r.Store.Name(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestTwoRecords keeps the work of two records on one queue, with one worker for both.
func TestTwoRecords(t *testing.T) {
	a, b := bench(t, 40), bench(t, 40)
	s := server(t, jetstream.ServerOptions{Dir: t.TempDir()})
	work(t, worker(a, connect(t, jetstream.Options{Server: s})))
	done := make(chan error, 2)
	for _, r := range [...]*record.Recorder{a, b} {
		go func() {
			c := &cluster.Coordinator{Recorder: r, Queue: connect(t, jetstream.Options{Server: s}), Once: true}
			done <- c.Run(t.Context())
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	coded(t, a, 40, 0)
	coded(t, b, 40, 0)
	if nameOf(t, a) == nameOf(t, b) || nameOf(t, a) != nameOf(t, a) {
		t.Error("the records are not told apart")
	}
}
