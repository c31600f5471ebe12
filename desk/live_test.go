package desk

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkLive pushes events to one listener over HTTP; an operation is an event.
func BenchmarkLive(b *testing.B) {
	d := &Desk{stopping: make(chan struct{})}
	d.live.running = true // nobody asks the record
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := d.liveShow(&visit{w: w, r: r}); err != nil {
			b.Error(err)
		}
	}))
	defer srv.Close()
	defer close(d.stopping)
	r, err := http.Get(srv.URL)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	message := fmt.Appendf(nil, "id: 1\nevent: event\ndata: %s\n\n", strings.Repeat("x", 1500))
	b.ResetTimer()
	const burst = 1000
	for n := 0; n < b.N; n += burst {
		for range burst {
			d.live.tell(message)
		}
		for got := 0; got < burst && lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "data: ") {
				got++
			}
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
