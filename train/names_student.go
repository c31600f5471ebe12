package train

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"casus"
	"casus/syntax"
)

// vectorWidth is the width of the word vectors; wider networks have zeros beside them.
const vectorWidth = 64

// vectors are word vectors made from running text, in rows of the given width.
func (t *namesTraining) vectors(width int) (*syntax.Tensor, error) {
	v := t.feats.Vocab
	b, err := workFolder{t.Work, t.Log}.kept("vectors64.bin", func() ([]byte, error) {
		raw, err := Raw(t.Data, textPortions(), t.Split)
		if err != nil {
			return nil, err
		}
		vec := Vectors(rowsOf(raw, v), v, VectorOptions{Dim: vectorWidth, Window: 3, Negative: 4, Epochs: 2, Seed: 1, Log: t.Log})
		return packFloats(vec.Data), nil
	})
	if err != nil {
		return nil, err
	}
	if len(b) != 4*v.WordRows()*vectorWidth || width < vectorWidth {
		return nil, fmt.Errorf("vectors64.bin has %d bytes, %d words want %d; delete it", len(b), v.WordRows(), 4*v.WordRows()*vectorWidth)
	}
	own := &syntax.Tensor{Name: "vectors", Rows: v.WordRows(), Cols: vectorWidth, Data: unpackFloats(b)}
	Scale(own, 0.2)
	base := &syntax.Tensor{Name: "vectors", Rows: own.Rows, Cols: width, Data: make([]float32, own.Rows*width)}
	for i := range own.Rows {
		copy(base.Row(i), own.Row(i))
	}
	return base, nil
}

// network makes a network of the given shape and the sentences of the marked sets
// as it learns them, a source for each set.
func (t *namesTraining) network(c syntax.NameConfig, seed uint64) (*Namer, []Source, error) {
	base, err := t.vectors(c.Width())
	if err != nil {
		return nil, nil, err
	}
	n, err := NewNamer(c, t.feats, base, seed)
	if err != nil {
		return nil, nil, err
	}
	var sources []Source
	for i, set := range slices.Concat(t.named, t.recased) {
		var all []*Sentence
		for _, s := range set {
			x := n.Sentence(s.Tokens, s.Labels)
			all = append(all, x)
			for k := range x.Len() {
				n.Freq[x.Rows[x.Start[k]]]++
			}
		}
		sources = append(sources, Shuffled(all, seed*100+uint64(i)))
	}
	return n, sources, nil
}

// report scores the network on what is set aside.
func (t *namesTraining) report(n *Namer) func() string {
	return func() string {
		var b strings.Builder
		m := n.Model().NewNamer()
		for i, set := range t.held {
			if len(set) > 0 {
				name, _, _ := strings.Cut(t.heldNames[i], "-")
				fmt.Fprintf(&b, "%s %s  ", name, scoreNames(set, m.Mark))
			}
		}
		return b.String()
	}
}

// nameScore counts names by type: found, right, there.
type nameScore [casus.MISC + 1][3]int

func (s nameScore) String() string {
	f := func(c [3]int) float64 { return 200 * float64(c[1]) / math.Max(1, float64(c[0]+c[2])) }
	var all [3]int
	for t := casus.PER; t <= casus.LOC; t++ {
		for i := range all {
			all[i] += s[t][i]
		}
	}
	return fmt.Sprintf("%.1f (%.0f %.0f %.0f)", f(all), f(s[casus.PER]), f(s[casus.ORG]), f(s[casus.LOC]))
}

func scoreNames(set []parsedNames, mark func(*casus.Sentence)) nameScore {
	var sc nameScore
	for _, x := range set {
		s := casus.Sentence{Tokens: x.Tokens}
		mark(&s)
		want := map[casus.Name]bool{}
		for _, n := range goldNames(x.Labels) {
			want[n] = true
			sc[n.Type][2]++
		}
		for _, n := range s.Names {
			sc[n.Type][0]++
			if want[n] {
				sc[n.Type][1]++
			}
		}
	}
	return sc
}

// goldNames reads the names off sets of labels: the lowest label of each word.
func goldNames(labels []uint16) []casus.Name {
	var ns []casus.Name
	for i, l := range labels {
		switch k := bits.TrailingZeros16(l); {
		case l == 0 || k == 0:
		case k%2 == 1:
			ns = append(ns, casus.Name{First: i, Last: i, Type: casus.NameType(k / 2)})
		case len(ns) > 0 && ns[len(ns)-1].Last == i-1:
			ns[len(ns)-1].Last = i
		}
	}
	return ns
}

// parts are the shares in training of the marked sets and of their copies in other
// letters.
func parts() []float64 {
	var p []float64
	for _, s := range NameSets {
		p = append(p, s.Part)
	}
	return append(p, 0.025, 0.01) // small letters, capitals
}

// rowsOf lists the vocabulary rows of running text; 0 ends a sentence.
func rowsOf(raw [][]casus.Token, v *syntax.Vocabulary) []int32 {
	var text []int32
	var buf []byte
	for _, ts := range raw {
		for i := range ts {
			buf = syntax.Normal(buf[:0], ts[i].Form)
			text = append(text, int32(v.Lookup(buf)+1))
		}
		text = append(text, 0)
	}
	return text
}
