package coding_test

import (
	"os"
	"path/filepath"
	"testing"

	"casus"
)

// BenchmarkCode codes the sentences of testdata, as one document each.
func BenchmarkCode(b *testing.B) {
	c := coder(b)
	files, _ := filepath.Glob("testdata/*.txtar")
	var docs []*casus.Document
	words, bytes := 0, 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		doc := readDocument(b, sections(string(raw))["sentence.conllu"])
		docs = append(docs, doc)
		words += len(doc.Sentences[0].Tokens)
		bytes += len(doc.Dispatch.Text)
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		for _, doc := range docs {
			doc.Events = doc.Events[:0]
			c.Code(doc)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
