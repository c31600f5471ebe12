package pipeline_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casus"
	"casus/pipeline"
)

// news are dispatches of the shared texts; the test is passed over where they are not.
func news(tb testing.TB, n int) []casus.Dispatch {
	data := os.Getenv("CASUS_DATA")
	if data == "" {
		tb.Skip("CASUS_DATA names no folder with the shared texts")
	}
	f, err := os.Open(filepath.Join(data, "text", "bench-news.jsonl.gz"))
	if err != nil {
		tb.Skip(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	in := bufio.NewScanner(z)
	in.Buffer(nil, 16<<20)
	var out []casus.Dispatch
	for in.Scan() && len(out) < n {
		var d struct{ ID, Date, Title, Text string }
		if err := json.Unmarshal(in.Bytes(), &d); err != nil {
			tb.Fatal(err)
		}
		x := casus.Dispatch{ID: d.ID, Title: d.Title, Text: d.Text}
		x.Published, _ = time.Parse(time.DateOnly, d.Date)
		out = append(out, x)
	}
	return out
}

// BenchmarkReadNews reads news from raw text to events with everything on, one dispatch
// at a time.
func BenchmarkReadNews(b *testing.B) {
	ds := news(b, 200)
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		b.Fatal(err)
	}
	sentences, words := 0, 0
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, d := range ds {
			doc, err := p.Read(b.Context(), d)
			if err != nil {
				b.Fatal(err)
			}
			sentences += len(doc.Sentences)
			for i := range doc.Sentences {
				words += len(doc.Sentences[i].Tokens)
			}
		}
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}
