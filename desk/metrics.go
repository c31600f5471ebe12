package desk

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"casus/desk/access"
)

func operationRoutes() []route {
	return []route{
		{"GET", "/healthz", access.Nobody, (*Desk).health},
		{"GET", "/metrics", access.Reader, (*Desk).metricsShow},
	}
}

// health says whether the record can be read.
func (d *Desk) health(v *visit) error {
	ctx, cancel := context.WithTimeout(v.r.Context(), 2*time.Second)
	defer cancel()
	v.w.Header().Set("Cache-Control", "no-store")
	if _, err := d.store.Cursor(ctx, "health"); err != nil {
		d.log.Error("the record cannot be read", "error", err)
		v.w.WriteHeader(http.StatusServiceUnavailable)
		return d.writeJSON(v, map[string]string{"status": "unavailable"})
	}
	return d.writeJSON(v, map[string]string{"status": "ok", "version": d.version})
}

// metrics counts requests.
type metrics struct {
	mu     sync.Mutex
	routes map[routeStatus]*timing
}

type routeStatus struct {
	route  string
	status int
}

// timing is how long requests took: how many took at most each bound, and all together.
type timing struct {
	within [len(bounds)]int64
	count  int64
	sum    time.Duration
}

// bounds of the histogram.
var bounds = [...]time.Duration{5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond, 250 * time.Millisecond,
	500 * time.Millisecond, time.Second, 5 * time.Second}

func (m *metrics) add(route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.routes == nil {
		m.routes = map[routeStatus]*timing{}
	}
	k := routeStatus{route, status}
	t := m.routes[k]
	if t == nil {
		t = &timing{}
		m.routes[k] = t
	}
	t.count++
	t.sum += took
	for i, b := range bounds {
		if took <= b {
			t.within[i]++
		}
	}
}

// metricsShow writes the counters in the text format of Prometheus.
func (d *Desk) metricsShow(v *visit) error {
	var b strings.Builder
	d.metrics.write(&b)
	var err error
	c, known := d.front.counts() // counting a large record takes long
	if !known {
		if c, err = d.store.Counts(v.r.Context()); err != nil {
			return err
		}
	}
	b.WriteString("# HELP casus_record What the record holds.\n# TYPE casus_record gauge\n")
	for _, x := range []struct {
		kind string
		n    int
	}{{"dispatches", c.Dispatches}, {"coded", c.Coded}, {"failed", c.Failed}, {"pending", c.Pending}, {"events", c.Events}, {"occurrences", c.Occurrences},
		{"statements", c.Statements}, {"commitments", c.Commitments}, {"stories", c.Stories}, {"copies", c.Copies}, {"corrections", c.Corrections}} {
		fmt.Fprintf(&b, "casus_record{kind=%q} %d\n", x.kind, x.n)
	}
	fmt.Fprintf(&b, "# HELP casus_live_listeners Those who listen to what comes in.\n# TYPE casus_live_listeners gauge\ncasus_live_listeners %d\n", d.live.listening())
	d.workMetrics(v.r.Context(), &b)
	v.w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, err = v.w.Write([]byte(b.String()))
	return gone(err)
}

func (m *metrics) write(b *strings.Builder) {
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := slices.SortedFunc(maps.Keys(m.routes), func(x, y routeStatus) int {
		if c := strings.Compare(x.route, y.route); c != 0 {
			return c
		}
		return x.status - y.status
	})
	b.WriteString("# HELP casus_requests_seconds How long requests took.\n# TYPE casus_requests_seconds histogram\n")
	for _, k := range keys {
		t := m.routes[k]
		labels := fmt.Sprintf("route=%q,status=\"%d\"", k.route, k.status)
		for i, bound := range bounds {
			fmt.Fprintf(b, "casus_requests_seconds_bucket{%s,le=\"%g\"} %d\n", labels, bound.Seconds(), t.within[i])
		}
		fmt.Fprintf(b, "casus_requests_seconds_bucket{%s,le=\"+Inf\"} %d\ncasus_requests_seconds_sum{%s} %g\ncasus_requests_seconds_count{%s} %d\n", labels, t.count, labels, t.sum.Seconds(), labels, t.count)
	}
}
