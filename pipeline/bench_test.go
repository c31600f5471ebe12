package pipeline_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/pipeline"
)

// BenchmarkRead reads a dispatch from text to events, on one core.
func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile("../examples/seoul-moscow-treaty.txt")
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name, text string
		layers     casus.Layer
	}{
		{"events", string(text), 0},
		{"parse", string(text), casus.LayerSyntax},
		{"split", string(text), casus.LayerText},
		{"brackets", strings.Repeat("(", 20_000), 0},
		{"endless", strings.Repeat("word and word ", 8_000), 0},
	} {
		p, err := pipeline.Load(pipeline.Options{Layers: c.layers})
		if err != nil {
			b.Fatal(err)
		}
		d := casus.Dispatch{ID: "bench", Text: c.text, Published: time.Date(2024, 6, 21, 0, 0, 0, 0, time.UTC)}
		b.Run(c.name, func(b *testing.B) {
			words := 0
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				doc, err := p.Read(b.Context(), d)
				if err != nil {
					b.Fatal(err)
				}
				words = 0
				for i := range doc.Sentences {
					words += len(doc.Sentences[i].Tokens)
				}
			}
			b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
