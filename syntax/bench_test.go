package syntax

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"casus"
)

// BenchmarkParse parses sentences of 25 made-up words with a network of the size
// that the program ships; weights are random, so the tree search works harder than
// it does on text.
func BenchmarkParse(b *testing.B) {
	labels := Labels{}
	for i := range 17 {
		labels.UPOS = append(labels.UPOS, fmt.Sprint("U", i))
	}
	for i := range 50 {
		labels.XPOS = append(labels.XPOS, fmt.Sprint("X", i))
		labels.Rels = append(labels.Rels, fmt.Sprint("r", i))
	}
	net, err := NewNet(Config{Embed: 96, Hidden: 64, Layers: 3, TagLayer: 2, Arc: 64, Rel: 64}, labels)
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for _, t := range net.Tensors() {
		for i := range t.Data {
			t.Data[i] = float32(r.NormFloat64()) * 0.1
		}
	}
	var words, paths []string
	for i := range 20000 {
		words, paths = append(words, fmt.Sprintf("w%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676)), append(paths, "0101")
	}
	v := NewVocabulary(words, paths)
	e := &Tensor{Rows: v.Rows(), Cols: 96, Data: make([]float32, v.Rows()*96)}
	for i := range e.Data {
		e.Data[i] = float32(r.NormFloat64()) * 0.1
	}
	m := NewModel(net, v, e)
	var ss []casus.Sentence
	n := 0
	for range 400 {
		var s casus.Sentence
		for range 25 {
			s.Tokens = append(s.Tokens, casus.Token{Form: words[int(r.ExpFloat64()*500)%len(words)]})
		}
		n += 25
		ss = append(ss, s)
	}
	p := m.NewParser()
	b.ReportAllocs()
	for b.Loop() {
		for i := range ss {
			p.Parse(&ss[i])
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
