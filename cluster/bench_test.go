package cluster_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"casus/cluster"
	"casus/queue/jetstream"
	"casus/store"
)

// BenchmarkLive puts a dispatch into a record and waits until its coding stands there,
// with the coordinator, the queue and a worker in one program and nothing else to do.
func BenchmarkLive(b *testing.B) {
	r := bench(b, 0)
	q := connect(b, jetstream.Options{Server: server(b, jetstream.ServerOptions{Dir: b.TempDir()})})
	work(b, worker(r, q))
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- (&cluster.Coordinator{Recorder: r, Queue: q}).Run(ctx) }()
	var took []time.Duration
	n := 0
	for b.Loop() {
		d := dispatch(n)
		n++
		begin := time.Now()
		puts, err := r.Store.Put(ctx, []store.Dispatch{d})
		if err != nil {
			b.Fatal(err)
		}
		for {
			if _, err := r.Store.Findings(ctx, r.Coder().Key, puts[0].ID); err == nil {
				break
			}
			time.Sleep(500 * time.Microsecond)
		}
		took = append(took, time.Since(begin))
	}
	stop()
	if err := <-done; err != nil {
		b.Fatal(err)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
	b.ReportMetric(float64(took[len(took)/2])/1e6, "p50-ms")
}
