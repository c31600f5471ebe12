package cli_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"casus/queue/jetstream"
	"casus/store"
	"casus/store/postgres/pgtest"
)

// company is the processes that code a record together.
type company struct {
	at     string
	roles  []*role
	memory map[string][]int // by role, in MB, as time goes on
}

// role is a process that may be killed and started again.
type role struct {
	name string
	args []string
	env  string
	// pinned keeps it on the first core.
	pinned bool
	// listens is where it can be connected to, if it can.
	listens string
	p       *exec.Cmd
	done    chan error
	said    *strings.Builder
}

// wait waits until it can be connected to.
func (r *role) wait(t testing.TB) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		c, err := net.Dial("tcp", r.listens)
		if err == nil {
			_ = c.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not answer: %s", r.name, r.said)
		}
	}
}

func (r *role) start(t testing.TB) {
	t.Helper()
	r.p, r.done, r.said = program(t, r.args), make(chan error, 1), &strings.Builder{}
	if r.pinned {
		taskset, err := exec.LookPath("taskset")
		if err != nil {
			t.Skip("there is no taskset here to keep a process on one core")
		}
		r.p.Path, r.p.Args = taskset, append([]string{"taskset", "-c", "0", r.p.Path}, r.args...)
	}
	if r.env != "" {
		r.p.Env = append(os.Environ(), r.env)
	}
	r.p.Stderr = r.said
	if err := r.p.Start(); err != nil {
		t.Fatal(err)
	}
	go func(p *exec.Cmd, done chan error) { done <- p.Wait() }(r.p, r.done)
}

func (r *role) kill() {
	_ = r.p.Process.Kill()
	<-r.done
}

// stopped says that it ended by itself, and how.
func (r *role) stopped() (err error, ended bool) {
	select {
	case err := <-r.done:
		r.done <- err
		return err, true
	default:
		return nil, false
	}
}

func embedded(t testing.TB, at, queue string) *company {
	t.Helper()
	address := freeAddress(t)
	c := &company{at: at, memory: map[string][]int{}}
	c.roles = append(c.roles, &role{name: "coordinator", args: []string{"cluster", "--store", at, "--listen", address, "--queue", queue, "--coordinate"}, listens: address})
	return c.withWorkers("nats://" + address)
}

// threeServers are a coordinator and workers on a queue that three servers keep.
func threeServers(t *testing.T, at string) *company {
	t.Helper()
	var clients, routes []string
	for range 3 {
		routes, clients = append(routes, freeAddress(t)), append(clients, freeAddress(t))
	}
	urls := "nats://" + strings.Join(clients, ",nats://")
	c := &company{at: at, memory: map[string][]int{}}
	c.roles = append(c.roles, &role{name: "coordinator", args: []string{"cluster", "--store", at, "--nats", urls, "--coordinate"}})
	c.withWorkers(urls)
	for i := range 3 {
		o := jetstream.ServerOptions{Dir: t.TempDir(), Listen: clients[i], Name: fmt.Sprint("s", i), Cluster: routes[i], Routes: []string{"nats://" + routes[0], "nats://" + routes[1], "nats://" + routes[2]}}
		options, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		c.roles = append(c.roles, &role{name: fmt.Sprint("server ", i), env: "CASUS_TEST_SERVER=" + string(options), listens: clients[i]})
	}
	return c
}

func (c *company) withWorkers(urls string) *company {
	for i := range 3 {
		c.roles = append(c.roles, &role{name: fmt.Sprint("worker ", i), args: []string{"worker", "--connect", urls, "--jobs", "1"}})
	}
	return c
}

// serveQueue is a server of the queue, as a process of its own.
func serveQueue(options string) int {
	var o jetstream.ServerOptions
	if err := json.Unmarshal([]byte(options), &o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if _, err := jetstream.StartServer(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	select {}
}

// outcome is how a run went.
type outcome struct {
	took  time.Duration
	kills int
	// back is how long it took after the kill of each role until the work went on as fast
	// as before.
	back map[string]time.Duration
}

// disturbed codes the record with everybody, killing each once, and some twice, at random
// moments where r is given; one process is killed at a time, and started again within a
// second.
func (c *company) disturbed(t testing.TB, n int, r *rand.Rand, pg *pgtest.Server) outcome {
	t.Helper()
	c.start(t)
	defer func() {
		for _, x := range c.roles {
			x.kill()
		}
	}()
	begin := time.Now()
	w := &watching{company: c, t: t}
	w.open()
	defer w.close()
	end := outcome{back: map[string]time.Duration{}}
	if r != nil {
		for _, k := range killings(r, len(c.roles), pg != nil) {
			w.until(int64(k.at * float64(n)))
			if w.ended {
				break
			}
			before := w.rate(5 * time.Second)
			name, pause := "database", time.Duration(100+r.IntN(900))*time.Millisecond
			if k.role < len(c.roles) {
				x := c.roles[k.role]
				name, _, _ = strings.Cut(x.name, " ")
				x.kill()
				time.Sleep(pause)
				x.start(t)
			} else {
				pg.Kill()
				time.Sleep(pause)
				pg.Restart()
			}
			end.kills++
			end.back[name] = max(end.back[name], w.recovered(before, n))
		}
	}
	w.until(1 << 62)
	end.took = time.Since(begin)
	if c.roles[0].said.Len() > 0 {
		t.Logf("the coordinator said: %s", lastOf(c.roles[0].said.String()))
	}
	return end
}

// start starts those first that the others connect to.
func (c *company) start(t testing.TB) {
	t.Helper()
	for _, listens := range [...]bool{true, false} {
		for _, x := range c.roles {
			if (x.listens != "") == listens {
				x.start(t)
			}
		}
		for _, x := range c.roles {
			if listens && x.listens != "" {
				x.wait(t)
			}
		}
	}
}

// killing is when, as a part of the work, and whom.
type killing struct {
	at   float64
	role int
}

// killings kill each role once, in any order; with one past the roles for the database.
func killings(r *rand.Rand, roles int, database bool) []killing {
	if database {
		roles++
	}
	var out []killing
	for i, role := range r.Perm(roles) {
		out = append(out, killing{(float64(i) + 0.2 + 0.6*r.Float64()) / float64(roles), role})
	}
	return out
}

// watching looks how the work goes on.
type watching struct {
	*company
	t     testing.TB
	s     store.Store
	coder string
	ended bool
	seen  []sample
	// weighed is how many were coded when memory was looked at last.
	weighed int64
}

type sample struct {
	at time.Time
	n  int64
}

func (w *watching) open() { w.s = openRecord(w.t, w.at) }

func (w *watching) close() { _ = w.s.Close() }

// look counts what is coded.
func (w *watching) look() int64 {
	ctx := context.Background()
	if w.coder == "" {
		if list, err := w.s.Coders(ctx); err == nil && len(list) > 0 {
			w.coder = list[0].Key
		}
	}
	n, err := w.s.Cursor(ctx, "occurrences/"+w.coder)
	if err != nil && len(w.seen) > 0 {
		n = w.seen[len(w.seen)-1].n // the database is down
	}
	w.seen = append(w.seen, sample{time.Now(), n})
	if len(w.seen)%20 == 0 && n > w.weighed { // not while nothing moves
		w.weighed = n
		for _, x := range w.roles {
			name, _, _ := strings.Cut(x.name, " ")
			w.memory[name] = append(w.memory[name], resident(x.p.Process.Pid))
		}
	}
	return n
}

// until waits until so many are coded, or all.
func (w *watching) until(n int64) {
	w.t.Helper()
	for w.look() < n {
		for i, x := range w.roles {
			err, ended := x.stopped()
			switch {
			case !ended:
			case i == 0 && err == nil:
				w.ended = true
				return
			default:
				w.t.Fatalf("the %s ended: %v\n%s", x.name, err, x.said)
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// rate is how many were coded a second, lately.
func (w *watching) rate(over time.Duration) float64 {
	last := w.seen[len(w.seen)-1]
	for i := len(w.seen) - 1; i >= 0; i-- {
		if d := last.at.Sub(w.seen[i].at); d >= over || i == 0 {
			return float64(last.n-w.seen[i].n) / max(d.Seconds(), 0.1)
		}
	}
	return 0
}

// recovered is how long it takes until the work goes on at four fifths of a rate, over
// two seconds.
func (w *watching) recovered(before float64, n int) time.Duration {
	begin := time.Now()
	for time.Since(begin) < 2*time.Minute {
		w.until(w.look() + 1)
		if w.ended || w.seen[len(w.seen)-1].n > int64(n)*97/100 {
			return 0 // the end is not the full rate
		}
		if d := time.Since(begin); d > 2*time.Second && w.rate(2*time.Second) >= 0.8*before {
			return d - 2*time.Second
		}
	}
	w.t.Errorf("not back at %.0f a second within two minutes", before)
	return time.Since(begin)
}

// resident is how many MB a process holds; 0 where the system does not say.
func resident(pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "VmRSS:")
	kb, _ := strconv.Atoi(strings.Fields(rest + " 0")[0])
	return kb / 1024
}

// lastOf is the end of what a process said, where it said much.
func lastOf(s string) string {
	const most = 4000
	if len(s) > most {
		s = "..." + s[len(s)-most:]
	}
	return strings.TrimSpace(s)
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
