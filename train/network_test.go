package train

import (
	"bytes"
	"strings"
	"testing"

	"casus"
	"casus/syntax"
)

// sentence makes a tree of "form/UPOS/head/relation" words.
func sentence(text string) casus.Sentence {
	var s casus.Sentence
	for w := range strings.FieldsSeq(text) {
		p := strings.Split(w, "/")
		s.Tokens = append(s.Tokens, casus.Token{Form: p[0], UPOS: p[1], XPOS: p[1], Head: int(p[2][0]-'0') - 1, Deprel: p[3]})
	}
	return s
}

var bank = []casus.Sentence{
	sentence("Seoul/N/2/nsubj urged/V/0/root Moscow/N/2/obj"),
	sentence("the/D/2/det envoy/N/3/nsubj left/V/0/root"),
	sentence("Moscow/N/2/nsubj left/V/0/root the/D/4/det talks/N/2/obj"),
	sentence("talks/N/2/nsubj ended/V/0/root"),
}

func learn(t *testing.T, workers int) *Network {
	t.Helper()
	tb := Treebanks{Train: bank}
	v := syntax.NewVocabulary([]string{"Seoul", "Moscow", "urged", "the", "left", "talks"}, []string{"00", "00", "1", "01", "1", ""})
	n, err := NewNetwork(syntax.Config{Embed: 16, Hidden: 16, Layers: 1, TagLayer: 1, Arc: 16, Rel: 16}, tb.Labels(), v, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	var ss []*Sentence
	for _, s := range bank {
		x, err := n.Tree(s.Tokens)
		if err != nil {
			t.Fatal(err)
		}
		ss = append(ss, x)
	}
	n.Count(ss)
	n.Fit(Shuffled(ss, 1), Schedule{Steps: 150, Batch: 20, Rate: 1e-2, Seed: 1, Workers: workers})
	return n
}

func TestFitLearnsATreebank(t *testing.T) {
	n := learn(t, 1)
	if u, a, l := Score(n.Model(), bank, false); u < 100 || a < 100 || l < 100 {
		t.Errorf("UPOS %.0f UAS %.0f LAS %.0f on what it was trained on", u, a, l)
	}
	if u, _, _ := Score(learn(t, 2).Model(), bank, false); u < 100 {
		t.Errorf("two workers: UPOS %.0f", u)
	}
}

func TestTrainingIsRepeatable(t *testing.T) {
	a, err := learn(t, 2).bytes()
	if err != nil {
		t.Fatal(err)
	}
	b, err := learn(t, 2).bytes()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("trained twice, two models")
	}
}

// What the trainer computes and what the parser computes must be the same.
func TestRunnerAgreesWithTrainer(t *testing.T) {
	n := learn(t, 1)
	x, err := n.Tree(bank[2].Tokens)
	if err != nil {
		t.Fatal(err)
	}
	p := newPass(n.Net, n.Embed, nil, n.Freq, drop{}, 1)
	p.reset()
	p.run([]*Sentence{x})
	s := casus.Sentence{Tokens: []casus.Token{{Form: "Moscow"}, {Form: "left"}, {Form: "the"}, {Form: "talks"}}}
	n.Model().NewParser().Parse(&s)
	for i := range s.Tokens {
		row := p.tagOut[i*p.cols.Tags:][:len(n.Net.UPOS)]
		best := 0
		for k, v := range row {
			if v > row[best] {
				best = k
			}
		}
		if n.Net.UPOS[best] != s.Tokens[i].UPOS {
			t.Errorf("word %d: %s in training, %s when run", i, n.Net.UPOS[best], s.Tokens[i].UPOS)
		}
	}
}

func TestVectorsPutLikeWordsTogether(t *testing.T) {
	v := syntax.NewVocabulary([]string{"cat", "dog", "purrs", "barks", "and", "two", "four"}, make([]string, 7))
	var text []int32
	add := func(ws ...string) {
		for _, w := range ws {
			text = append(text, int32(v.Lookup([]byte(w))+1))
		}
		text = append(text, 0)
	}
	for range 400 {
		add("cat", "purrs")
		add("dog", "purrs")
		add("two", "and", "four")
		add("four", "and", "two")
	}
	vec := Vectors(text, v, VectorOptions{Dim: 16, Window: 2, Negative: 3, Epochs: 5, Seed: 1})
	near := func(a, b string) float64 {
		x, y := vec.Row(v.Lookup([]byte(a))+1), vec.Row(v.Lookup([]byte(b))+1)
		var d float64
		for i := range x {
			d += float64(x[i] * y[i])
		}
		return d
	}
	if near("cat", "dog") <= near("cat", "four") {
		t.Errorf("cat is nearer to four (%v) than to dog (%v)", near("cat", "four"), near("cat", "dog"))
	}
}

func TestRateWarmsUpAndComesDown(t *testing.T) {
	sc := Schedule{Steps: 1000, Rate: 1}
	if a, b, c := sc.rate(0), sc.rate(100), sc.rate(999); a > 0.02 || b < 0.99 || c > 0.02 {
		t.Errorf("rates %v, %v, %v at the start, after warming up, at the end", a, b, c)
	}
}
