package train

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"math"

	"casus"
	"casus/syntax"
)

// Names trains the network for names: a committee of wider ones on the marked sets,
// and a small one on these and on running text that the committee has marked. It
// returns the model's file.
func Names(o NamesOptions) ([]byte, error) {
	t := namesTraining{NamesOptions: o}
	var out []byte
	for _, step := range []func() error{t.load, t.teach, t.mark, func() (err error) { out, err = t.student(); return err }} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("training names: %w", err)
		}
	}
	return out, nil
}

// The shapes of the networks for names, and their rates of dropout: the committee sees
// the small sets many times, the small network much text.
var (
	NameTeacherShape = syntax.NameConfig{Hidden: 48, Layers: 2}
	NameShape        = syntax.NameConfig{Hidden: 32, Layers: 1}

	teacherDrop = Dropout{Word: 1, Base: 0.1, Feature: 0.2, Input: 0.25, Hidden: 0.4}
	studentDrop = Dropout{Word: 0.5, Base: 0.05, Feature: 0.15, Input: 0.15, Hidden: 0.2}
)

// teach trains the committee.
func (t *namesTraining) teach() error {
	for i := range t.Teachers {
		b, err := workFolder{t.Work, t.Log}.kept(fmt.Sprintf("names%d.bin", i+1), func() ([]byte, error) {
			n, src, err := t.network(NameTeacherShape, uint64(i+1))
			if err != nil {
				return nil, err
			}
			n.Fit(Mixed(uint64(i+1), src, parts()), t.schedule(uint64(i+1), t.TeacherSteps, teacherDrop, n))
			return n.bytes()
		})
		if err != nil {
			return err
		}
		m, err := syntax.LoadNames(b)
		if err != nil {
			return err
		}
		t.committee = append(t.committee, m)
	}
	return nil
}

func (t *namesTraining) schedule(seed uint64, steps int, d Dropout, n *Namer) Schedule {
	return Schedule{Steps: steps, Batch: 1000, Rate: 3e-3, Seed: seed, Drop: d, Log: t.Log, Every: 1000, Report: t.report(n)}
}

// namePortions are the texts that the committee marks for the small network, beside
// the sentences of the treebank of letters and blogs.
var namePortions = []Portion{
	{"bench-news", 230_000}, {"wiki-current-events-2002-2026", 330_000}, {"whitehouse-2021-22", 80_000},
	{"us-state-transcripts-2021-22", 60_000}, {"un-general-debate-2000-2024", 60_000},
}

// mark has the committee mark running text and the sentences of the treebanks, and
// keeps the answer.
func (t *namesTraining) mark() error {
	if len(t.committee) == 0 {
		return nil
	}
	// The committee sees the tags and trees of the treebank, the small network those
	// of the parser.
	gold, raw := make([][]casus.Token, len(t.trees.Train)), make([][]casus.Token, len(t.trees.Train))
	for i, s := range t.trees.Train {
		gold[i], raw[i] = s.Tokens, make([]casus.Token, len(s.Tokens))
		for k := range s.Tokens {
			raw[i][k].Form = s.Tokens[k].Form
		}
	}
	trees, err := t.parse("trees", func() ([][]casus.Token, error) { return raw, nil })
	if err != nil {
		return err
	}
	text, err := t.parse("text", func() ([][]casus.Token, error) { return Raw(t.Data, namePortions, t.Split) })
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name          string
		seen, learned [][]casus.Token
	}{{"trees", gold, trees}, {"text", text, text}} {
		labels, err := t.vote(f.name, f.seen)
		if err != nil {
			return err
		}
		set := make([]parsedNames, len(labels))
		for i := range labels {
			set[i] = parsedNames{f.learned[i], labels[i]}
		}
		t.silver = append(t.silver, set)
	}
	return nil
}

// vote is what the committee says of the sentences.
func (t *namesTraining) vote(name string, parsed [][]casus.Token) ([][]uint16, error) {
	b, err := workFolder{t.Work, t.Log}.kept(name+".names.gob", func() ([]byte, error) {
		c := newNameCommittee(t.committee)
		labels := make([][]uint16, len(parsed))
		for i := range parsed {
			labels[i] = c.label(parsed[i])
		}
		var b bytes.Buffer
		err := gob.NewEncoder(&b).Encode(labels)
		return b.Bytes(), err
	})
	if err != nil {
		return nil, err
	}
	var labels [][]uint16
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&labels); err != nil || len(labels) != len(parsed) {
		return nil, fmt.Errorf("%s.names.gob is spoilt; delete it", name)
	}
	return labels, nil
}

// nameCommittee averages what several networks say of each word.
type nameCommittee struct {
	namers []*syntax.Namer
	chains []chain
	mean   []float64
}

func newNameCommittee(ms []*syntax.NameModel) *nameCommittee {
	c := &nameCommittee{chains: make([]chain, len(ms))}
	for i, m := range ms {
		c.namers = append(c.namers, m.NewNamer())
		c.chains[i].load(m.Net().Trans)
	}
	return c
}

// sure is the probability from which a label counts as known; below it, all labels
// of more than possible may be.
const (
	sure     = 0.75
	possible = 0.1
)

// label are the labels of the words of a sentence that the committee holds to be
// possible, as bits: mostly one.
func (c *nameCommittee) label(tokens []casus.Token) []uint16 {
	mean := c.probabilities(tokens)
	k := syntax.NameLabels()
	out := make([]uint16, len(tokens))
	for i, l := range c.best(mean, len(tokens)) {
		out[i] = 1 << l
		if mean[i*k+l] >= sure {
			continue
		}
		for j := range k {
			if mean[i*k+j] > possible {
				out[i] |= 1 << j
			}
		}
	}
	return out
}

// probabilities of each label of each word.
func (c *nameCommittee) probabilities(tokens []casus.Token) []float64 {
	n, k := len(tokens), syntax.NameLabels()
	c.mean = grow64(c.mean, n*k)
	clear(c.mean)
	for i := range c.namers {
		ch := &c.chains[i]
		ch.run(c.namers[i].Scores(tokens), n, nil)
		for j := range c.mean {
			c.mean[j] += ch.alpha[j] * ch.beta[j] / float64(len(c.namers))
		}
	}
	return c.mean
}

// best is the sequence of labels with the largest product of probabilities.
func (c *nameCommittee) best(mean []float64, n int) []int {
	k := syntax.NameLabels()
	score, back := make([]float64, n*k), make([]int, n*k)
	for i := range n {
		for l := range k {
			top, from := math.Inf(-1), -1
			if i == 0 {
				if syntax.NameFollows(-1, l) {
					top = 0
				}
			} else {
				for b := range k {
					if v := score[(i-1)*k+b]; v > top && syntax.NameFollows(b, l) {
						top, from = v, b
					}
				}
			}
			score[i*k+l], back[i*k+l] = top+math.Log(mean[i*k+l]+1e-12), from
		}
	}
	labels := make([]int, n)
	for i := n - 1; i >= 0; i-- {
		if i == n-1 {
			for l := range k {
				if score[i*k+l] > score[i*k+labels[i]] {
					labels[i] = l
				}
			}
			continue
		}
		labels[i] = back[(i+1)*k+labels[i+1]]
	}
	return labels
}

// student trains the small network.
func (t *namesTraining) student() ([]byte, error) {
	n, src, err := t.network(NameShape, 100)
	if err != nil {
		return nil, err
	}
	part := parts()
	for i, set := range t.silver {
		var all []*Sentence
		for _, s := range set {
			all = append(all, n.Sentence(s.Tokens, s.Labels))
		}
		src, part = append(src, Shuffled(all, uint64(200+i))), append(part, silverParts[i])
	}
	n.Fit(Mixed(100, src, part), t.schedule(100, t.StudentSteps, studentDrop, n))
	return n.bytes()
}

// silverParts are the shares of what the committee has marked: the sentences of the
// treebanks, and running text.
var silverParts = []float64{0.15, 0.25}
