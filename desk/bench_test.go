package desk_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"casus/store"
	"casus/store/sqlite"
)

// benchRecord is the record that CASUS_BENCH_STORE names, else that of the tests.
func benchRecord(b *testing.B) store.Store {
	if file := os.Getenv("CASUS_BENCH_STORE"); file != "" {
		s, err := sqlite.Open(b.Context(), file)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { s.Close() })
		return s
	}
	return newRecord(b, news(b))
}

// BenchmarkPages asks for pages one after the other; it tells the 95th percentile in
// milliseconds and the bytes as they travel.
func BenchmarkPages(b *testing.B) {
	s := benchRecord(b)
	d := deskOn(b, s)
	p, err := s.Events(b.Context(), store.Filter{Limit: 50})
	if err != nil || len(p.Events) == 0 {
		b.Fatal(err)
	}
	paths := map[string][]string{
		"today": {"/"}, "events": {"/events"}, "events-actor": {"/events?actor=KOR", "/events?actor=RUS"}, "events-dyad": {"/events?dyad=KOR-RUS&mutual=1"}, "events-type": {"/events?event=THREATEN"},
		"events-words": {"/events?words=pact"}, "api-events": {"/api/events?limit=50"}, "csv": {"/events.csv"}, "statements": {"/statements"}, "commitments": {"/commitments"},
		"search": {"/search?words=pact"}, "queue": {"/queue"}, "sources": {"/sources"}, "corrections": {"/corrections"},
	}
	for i := range p.Events {
		paths["event"] = append(paths["event"], "/events/"+p.Events[i].ID)
		paths["dispatch"] = append(paths["dispatch"], "/dispatches/"+p.Events[i].Dispatch)
	}
	names := []string{"today", "events", "events-actor", "events-dyad", "events-type", "events-words", "event", "dispatch", "api-events", "csv", "statements", "commitments", "search", "queue", "sources", "corrections"}
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			size, n := 0, 0
			for b.Loop() {
				r := httptest.NewRequest("GET", paths[name][n%len(paths[name])], nil)
				r.Host = "127.0.0.1"
				r.Header.Set("Accept-Encoding", "gzip")
				w := httptest.NewRecorder()
				begin := time.Now()
				d.ServeHTTP(w, r)
				took = append(took, time.Since(begin))
				if size = w.Body.Len(); w.Code != http.StatusOK {
					b.Fatalf("%d", w.Code)
				}
				n++
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(size), "bytes")
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}
