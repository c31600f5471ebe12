package record_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casus/ingest/jsonl"
	"casus/pipeline"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

// news are dispatches of the shared running news, or the benchmark is skipped.
func news(b *testing.B, n int) []store.Dispatch {
	b.Helper()
	data := os.Getenv("CASUS_DATA")
	if data == "" {
		b.Skip("CASUS_DATA is not set: no news to take in")
	}
	f, err := os.Open(filepath.Join(data, "text", "bench-news.jsonl.gz"))
	if err != nil {
		b.Skip(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	var out []store.Dispatch
	for d, err := range jsonl.Read(z, jsonl.Options{}) {
		if err != nil || len(out) == n {
			break
		}
		out = append(out, store.Dispatch{Dispatch: d, Name: d.ID, Source: "bench", Language: "en"})
	}
	return out
}

// BenchmarkRecord takes in news, codes it and concludes from it, each by itself.
func BenchmarkRecord(b *testing.B) {
	items := news(b, 10000)
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var took [3]time.Duration
	for b.Loop() {
		s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "r.db"))
		if err != nil {
			b.Fatal(err)
		}
		r := &record.Recorder{Store: s, Pipeline: p, Now: time.Now}
		for i, step := range []func() error{
			func() error { _, err := r.Take(b.Context(), stream(items...), func(error) {}); return err },
			func() error { _, _, err := r.Code(b.Context()); return err },
			func() error { return r.Conclude(b.Context()) },
		} {
			begin := time.Now()
			if err := step(); err != nil {
				b.Fatal(err)
			}
			took[i] += time.Since(begin)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	for i, name := range []string{"taken/s", "coded/s", "concluded/s"} {
		b.ReportMetric(float64(len(items)*b.N)/took[i].Seconds(), name)
	}
}
