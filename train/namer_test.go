package train

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"casus"
	"casus/syntax"
)

var namedBank = []struct {
	text  string
	names []casus.Name
}{
	{"Jane/N/2/nsubj spoke/V/0/root in/P/4/case Ruritania/N/2/obl", []casus.Name{{First: 0, Last: 0, Type: casus.PER}, {First: 3, Last: 3, Type: casus.LOC}}},
	{"the/D/3/det Security/N/3/compound Council/N/4/nsubj spoke/V/0/root", []casus.Name{{First: 1, Last: 2, Type: casus.ORG}}},
	{"Jane/N/3/nsubj Roe/N/1/flat left/V/0/root the/D/6/det Security/N/6/compound Council/N/3/obj", []casus.Name{{First: 0, Last: 1, Type: casus.PER}, {First: 4, Last: 5, Type: casus.ORG}}},
	{"talks/N/2/nsubj ended/V/0/root", nil},
}

func namedSentences(n *Namer) []*Sentence {
	var all []*Sentence
	for _, b := range namedBank {
		s := sentence(b.text)
		labels := make([]uint16, len(s.Tokens))
		for i := range labels {
			labels[i] = 1
		}
		for _, x := range b.names {
			for i := x.First; i <= x.Last; i++ {
				labels[i] = 1 << label(x.Type, i == x.First)
			}
		}
		all = append(all, n.Sentence(s.Tokens, labels))
	}
	return all
}

func toyNamer(t *testing.T) *Namer {
	t.Helper()
	var g syntax.GazetteerBuilder
	g.Word("Jane", syntax.WordFirst)
	g.Phrase([]string{"Security", "Council"}, syntax.PhraseBody)
	v := syntax.NewVocabulary([]string{"Jane", "spoke", "the", "left", "talks"}, []string{"00", "1", "01", "1", ""})
	f := syntax.NewNameFeatures(v, g.Gazetteer(), []string{"N", "V", "D", "P"}, []string{"root", "nsubj", "obj"})
	n, err := NewNamer(syntax.NameConfig{Hidden: 16, Layers: 2}, f, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNamerLearns(t *testing.T) {
	var first []byte
	for range 2 {
		n := toyNamer(t)
		n.Fit(Shuffled(namedSentences(n), 1), Schedule{Steps: 120, Batch: 20, Rate: 1e-2, Seed: 1, Drop: Dropout{Word: 0.1, Hidden: 0.1}})
		p := n.Model().NewNamer()
		for _, b := range namedBank {
			s := sentence(b.text)
			if p.Mark(&s); !slices.Equal(s.Names, b.names) {
				t.Errorf("%s: %v, want %v", b.text, s.Names, b.names)
			}
		}
		out, err := n.bytes()
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && !bytes.Equal(first, out) {
			t.Error("trained twice, two models")
		}
		first = out
		m, err := syntax.LoadNames(out)
		if err != nil {
			t.Fatal(err)
		}
		s := sentence(namedBank[2].text)
		c := newNameCommittee([]*syntax.NameModel{m, m})
		got := goldNames(c.label(s.Tokens))
		if !slices.Equal(got, namedBank[2].names) {
			t.Errorf("the committee says %v, want %v", got, namedBank[2].names)
		}
	}
}

func TestNamerGradient(t *testing.T) {
	n := toyNamer(t)
	r := rand.New(rand.NewPCG(3, 3))
	for _, w := range append(n.Net.Tensors(), n.Embed) {
		for i := range w.Data {
			w.Data[i] = float32(r.NormFloat64()) * 0.3
		}
	}
	batch := namedSentences(n)
	batch[0].Names[1] = 1<<label(casus.NORP, true) | 1 // one of two is right
	p := n.newPass(drop{}, 1)
	total := func() float64 {
		p.reset()
		p.nll = 0
		p.run(batch)
		words := 0
		for _, s := range batch {
			words += s.Len()
		}
		return p.nll / float64(words)
	}
	total()
	var got [][]float32
	for _, g := range p.grads {
		got = append(got, slices.Clone(g.Data))
	}
	embed := slices.Clone(p.eGrad.Data)
	check := func(name string, w, g []float32) {
		for k := 0; k < len(w); k += 1 + len(w)/41 {
			const h = 1e-2
			old := w[k]
			w[k] = old + h
			up := total()
			w[k] = old - h
			down := total()
			w[k] = old
			if want := (up - down) / (2 * h); math.Abs(want-float64(g[k])) > 2e-3+0.03*math.Abs(want) {
				t.Errorf("%s[%d]: gradient %v, numerically %v", name, k, g[k], want)
			}
		}
	}
	for i, w := range n.Net.Tensors() {
		check(w.Name, w.Data, got[i])
	}
	check("embed", n.Embed.Data, embed)
}

func TestSpellings(t *testing.T) {
	for in, want := range map[string][][]string{
		"People's Party": {{"People", "'s", "Party"}},
		"Al-Shabab":      {{"Al-Shabab"}, {"Al", "-", "Shabab"}},
		"":               nil,
	} {
		if got := spellings(in); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// The lists of this package can be read, and nothing in them is of an unknown kind.
func TestNameLists(t *testing.T) {
	b := &gazetteer{}
	if err := b.own(); err != nil {
		t.Fatal(err)
	}
	g := b.Gazetteer()
	if len(g.Words) < 15_000 || len(g.Phrases) < 300 {
		t.Errorf("%d words, %d phrases", len(g.Words), len(g.Phrases))
	}
	if err := b.line("song", "  One"); err == nil {
		t.Error("a section of songs is read without complaint")
	}
}

func TestVoteLeavesOpenWhatIsUnsure(t *testing.T) {
	n := toyNamer(t) // random weights: unsure of everything
	c := newNameCommittee([]*syntax.NameModel{n.Model()})
	s := sentence(namedBank[0].text)
	open := 0
	for i, l := range c.label(s.Tokens) {
		if l == 0 {
			t.Errorf("word %d: no label is right", i)
		}
		if l&(l-1) != 0 {
			open++
		}
	}
	if open == 0 {
		t.Error("a committee that knows nothing is sure of every word")
	}
}
