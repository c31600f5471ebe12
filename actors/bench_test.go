package actors_test

import (
	"path/filepath"
	"testing"

	"casus"
)

func BenchmarkResolve(b *testing.B) {
	r := resolver(b)
	files, _ := filepath.Glob("testdata/*.txt")
	var docs []*casus.Document
	words, bytes := 0, 0
	for _, f := range files {
		doc, _ := read(b, f)
		for i := range doc.Sentences {
			words += len(doc.Sentences[i].Tokens)
		}
		bytes += len(doc.Dispatch.Text)
		docs = append(docs, doc)
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			r.Resolve(d)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
