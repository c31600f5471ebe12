package desk

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"runtime"
	measured "runtime/metrics"
	"strings"
	"sync"
	"time"

	"casus"
	"casus/desk/access"
	"casus/store"
)

// The coding of the record: who does it, how fast, what waits, and what failed.

func workRoutes() []route {
	return []route{
		{"GET", "/coding", access.Reader, (*Desk).workShow},
		{"POST", "/coding/retry", access.Coder, (*Desk).workRetry},
	}
}

// Work is the coding of the record in the program that the desk is part of. How it is
// done is not the desk's business.
type Work interface {
	// Progress is how it goes.
	Progress(context.Context) Progress
	// Again says that what had failed is to be tried again.
	Again()
}

// Stage is what a program does about the coding of its record.
type Stage string

// The stages.
const (
	Starting   Stage = "starting"
	Coding     Stage = "coding"      // it hands out and writes
	Standing   Stage = "standing by" // another process does
	OtherCoder Stage = "other coder" // the record is coded by another version
	Stopped    Stage = "stopped"     // it failed, and is tried again
)

// Progress is how the coding goes, since the program began it.
type Progress struct {
	Stage Stage     `json:"stage"`
	Why   string    `json:"why" doc:"the coder of the record where it is another, or what stopped it"`
	Since time.Time `json:"since"`
	// Coded and Failed are dispatches, Out those that are handed out now; Rate is how
	// many are answered a second, over the last minute.
	Coded  int     `json:"coded"`
	Failed int     `json:"failed" doc:"tries that failed"`
	Out    int     `json:"out" doc:"dispatches that are handed out"`
	Rate   float64 `json:"rate" doc:"dispatches a second, over the last minute"`
	// Left is what the queue holds; nil where it could not be asked.
	Left    *Left    `json:"queue,omitempty"`
	Workers []Worker `json:"workers"`
}

// Left is what a queue holds: dispatches, shards of archives, answers.
type Left struct {
	Live    int `json:"live"`
	Archive int `json:"archive"`
	Answers int `json:"answers"`
}

// Worker is somebody who codes. Here says that it is the program itself.
type Worker struct {
	Name   string    `json:"name"`
	Here   bool      `json:"here" doc:"it is the program of the desk"`
	Done   int       `json:"done"`
	Failed int       `json:"failed"`
	Rate   float64   `json:"rate" doc:"dispatches a second, over the last minute"`
	Last   time.Time `json:"last" doc:"when it answered last"`
}

// workView is what work.html shows.
type workView struct {
	// Known says that the program of the desk has a part in the coding.
	Known    bool
	Progress Progress
	Rate     string
	Workers  []workerView
	Record   store.Counts
	Late     bool
	Failures []failureView
	More     bool
	MayRetry bool
	Retried  string
}

type workerView struct {
	Worker
	Speed, Ago string
}

// failureView is a dispatch that could not be coded.
type failureView struct {
	store.Coding
	Title, Publisher string
	// Over says that it is not tried again by itself.
	Over bool
}

// failuresShown is how many failures the page lists, the latest first.
const failuresShown = 100

// workShow is the page of the coding.
func (d *Desk) workShow(v *visit) error {
	ctx := v.r.Context()
	body := workView{MayRetry: v.who.Role >= access.Coder}
	if d.work != nil {
		body.Known, body.Progress = true, d.work.Progress(ctx)
		body.Rate = speed(body.Progress.Rate)
		for _, w := range body.Progress.Workers {
			w.Name = clip(120, oneLine(w.Name))
			body.Workers = append(body.Workers, workerView{w, speed(w.Rate), ago(d.now(), w.Last)})
		}
	}
	var err error
	var known bool
	if body.Record, known, err = d.counted.get(d.store.Counts); err != nil {
		return err
	}
	body.Late = !known
	// A page that follows the work asks for its first part alone, every two seconds.
	if v.r.URL.Query().Get("part") != "going" {
		if body.Failures, body.More, err = d.failures(ctx, failuresShown); err != nil {
			return err
		}
	}
	switch n := v.r.URL.Query().Get("retried"); n {
	case "", "1":
		body.Retried = map[string]string{"1": "1 dispatch is tried again."}[n]
	default:
		body.Retried = "The dispatches that failed are tried again."
	}
	return d.show(v, "coding.html", page{Title: "Coding", Nav: "/coding", Twins: []link{{"JSON", "/api/coding"}}, Body: body})
}

// failures lists the dispatches that could not be coded, the latest first, and says
// whether there are more.
func (d *Desk) failures(ctx context.Context, limit int) ([]failureView, bool, error) {
	list, err := d.store.Failures(ctx, "", limit+1)
	if err = orEmpty(err); err != nil {
		return nil, false, err
	}
	var out []failureView
	for _, c := range list[:min(limit, len(list))] {
		x := failureView{Coding: c, Over: c.Tries >= store.MaxTries}
		of, err := d.store.Dispatch(ctx, c.Dispatch)
		if err = orEmpty(err); err != nil {
			return nil, false, err
		}
		x.Title, x.Publisher = cmp.Or(of.Title, oneLine(clip(200, of.Text))), of.Publisher
		out = append(out, x)
	}
	return out, len(list) > limit, nil
}

// workRetry gives a dispatch that failed another chance, or all of them.
func (d *Desk) workRetry(v *visit) error {
	var which []string
	if id := v.r.PostFormValue("dispatch"); id != "" {
		which = []string{id}
	}
	n, err := d.retryNamed(v.r.Context(), v.who, which, v.r.PostFormValue("all") != "")
	if err != nil {
		return err
	}
	http.Redirect(v.w, v.r, fmt.Sprintf("/coding?retried=%d", n), http.StatusSeeOther)
	return nil
}

// retryNamed forgets that dispatches failed, or that any did, and has them tried again.
func (d *Desk) retryNamed(ctx context.Context, who visitor, which []string, all bool) (int, error) {
	if all == (len(which) > 0) {
		return 0, fmt.Errorf("name the dispatches that are to be tried again, or all: %w", casus.ErrInvalid)
	}
	n, err := d.store.Retry(ctx, "", which...)
	if err != nil {
		return 0, err
	}
	if n == 0 && !all {
		return 0, fmt.Errorf("nothing that is named has failed; it may have been tried again meanwhile: %w", casus.ErrNotFound)
	}
	d.log.Info("tried again", "dispatches", n, "author", who.Name)
	d.counted.forget()
	if d.work != nil {
		d.work.Again()
	}
	return n, nil
}

// speed writes a rate for people.
func speed(rate float64) string {
	switch {
	case rate >= 10:
		return thousands(int(rate + 0.5))
	case rate >= 0.05:
		return fmt.Sprintf("%.1f", rate)
	}
	return "0"
}

// ago writes how long ago something was, to the second at first.
func ago(now, t time.Time) string {
	switch d := now.Sub(t); {
	case d < 2*time.Second:
		return "now"
	case d < time.Minute:
		return fmt.Sprintf("%d s ago", int(d/time.Second))
	}
	return sinceThen(now, t)
}

// counted keeps how much the record holds, for as long as fits how long counting takes.
type counted struct {
	mu    sync.Mutex
	made  store.Counts
	err   error
	known bool
	until time.Time
	doing chan struct{}
}

// How long counting may take before a page goes without, and how many times as long as
// it took its result holds.
const (
	countWait  = 300 * time.Millisecond
	countTimes = 20
	countLimit = 5 * time.Minute
)

// get is what was counted last; known says whether anything was.
func (c *counted) get(count func(context.Context) (store.Counts, error)) (n store.Counts, known bool, err error) {
	c.mu.Lock()
	if c.doing == nil && time.Now().After(c.until) {
		c.doing = make(chan struct{})
		go c.make(count, c.doing)
	}
	doing := c.doing
	c.mu.Unlock()
	if doing != nil {
		select {
		case <-doing:
		case <-time.After(countWait):
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.made, c.known, c.err
}

func (c *counted) make(count func(context.Context) (store.Counts, error), done chan struct{}) {
	defer close(done)
	ctx, cancel := context.WithTimeout(context.Background(), countLimit)
	defer cancel()
	begin := time.Now()
	n, err := count(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doing, c.err, c.until = nil, err, time.Now().Add(countTimes*time.Since(begin))
	if err == nil {
		c.made, c.known = n, true
	}
}

// forget has the next who asks count anew.
func (c *counted) forget() {
	c.mu.Lock()
	c.until = time.Time{}
	c.mu.Unlock()
}

// workMetrics writes the counters of the coding, and what the program takes.
func (d *Desk) workMetrics(ctx context.Context, b *strings.Builder) {
	gauge := func(name, help, kind string) { fmt.Fprintf(b, "# HELP %s %s\n# TYPE %[1]s %[3]s\n", name, help, kind) }
	if d.work != nil {
		p := d.work.Progress(ctx)
		gauge("casus_coding", "Whether this program codes the record.", "gauge")
		fmt.Fprintf(b, "casus_coding{stage=%s} 1\n", label(string(p.Stage)))
		gauge("casus_coded_total", "Dispatches that were coded since this program began it.", "counter")
		fmt.Fprintf(b, "casus_coded_total %d\n", p.Coded)
		gauge("casus_failed_total", "Tries that failed.", "counter")
		fmt.Fprintf(b, "casus_failed_total %d\n", p.Failed)
		gauge("casus_out", "Dispatches that are handed out.", "gauge")
		fmt.Fprintf(b, "casus_out %d\n", p.Out)
		if p.Left != nil {
			gauge("casus_queue_left", "What the queue holds.", "gauge")
			fmt.Fprintf(b, "casus_queue_left{kind=\"live\"} %d\ncasus_queue_left{kind=\"archive\"} %d\ncasus_queue_left{kind=\"answers\"} %d\n", p.Left.Live, p.Left.Archive, p.Left.Answers)
		}
		each := func(name, help, kind string, value func(*Worker) any) {
			gauge(name, help, kind)
			for i := range p.Workers {
				fmt.Fprintf(b, "%s{worker=%s} %v\n", name, label(p.Workers[i].Name), value(&p.Workers[i]))
			}
		}
		each("casus_worker_dispatches_total", "Dispatches that a worker answered.", "counter", func(w *Worker) any { return w.Done })
		each("casus_worker_failed_total", "Those of them that could not be coded.", "counter", func(w *Worker) any { return w.Failed })
		each("casus_worker_rate", "Dispatches that a worker answers a second, over the last minute.", "gauge", func(w *Worker) any { return w.Rate })
		each("casus_worker_last_answer_seconds", "When a worker answered last, in seconds since 1970.", "gauge", func(w *Worker) any { return w.Last.Unix() })
	}
	gauge("casus_goroutines", "Goroutines of this program.", "gauge")
	fmt.Fprintf(b, "casus_goroutines %d\n", runtime.NumGoroutine())
	gauge("casus_memory_bytes", "Memory that this program holds.", "gauge")
	samples := []measured.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	measured.Read(samples)
	fmt.Fprintf(b, "casus_memory_bytes{of=\"all\"} %d\ncasus_memory_bytes{of=\"heap\"} %d\n", samples[0].Value.Uint64()-samples[1].Value.Uint64(), samples[2].Value.Uint64())
}

// label writes the value of a label as Prometheus reads it.
func label(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(s, "\uFFFD")) + `"`
}
