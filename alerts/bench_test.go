package alerts_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casus/alerts"
	"casus/demo"
	"casus/pipeline"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

// BenchmarkAll looks at the whole record of the demo with the rules of the example, and
// with one simple rule.
func BenchmarkAll(b *testing.B) {
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "r.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		b.Fatal(err)
	}
	r := &record.Recorder{Store: s, Pipeline: p, Now: func() time.Time { return day(1) }}
	all, err := demo.Dispatches()
	if err != nil {
		b.Fatal(err)
	}
	stream := func(yield func(store.Dispatch, error) bool) {
		for _, d := range all {
			if !yield(store.Dispatch{Dispatch: d, Language: "en"}, nil) {
				return
			}
		}
	}
	if _, err := r.Take(b.Context(), stream, func(err error) { b.Error(err) }); err != nil {
		b.Fatal(err)
	}
	if _, _, err := r.Code(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := r.Conclude(b.Context()); err != nil {
		b.Fatal(err)
	}
	example, err := os.ReadFile("../examples/alerts.txt")
	if err != nil {
		b.Fatal(err)
	}
	for _, x := range []struct{ name, text string }{{"example", string(example)}, {"threats", threats}} {
		rules, problems := alerts.Parse("rules", x.text)
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g := &alerts.Engine{Store: s, Rules: rules, Name: "r", Coder: r.Coder().Key, Out: &bytes.Buffer{}}
				if _, err := g.All(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*len(all))/b.Elapsed().Seconds(), "dispatches/s")
		})
	}
}
