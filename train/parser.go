package train

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"fmt"
	"io"
	"math"

	"casus"
	"casus/syntax"
)

// ParserOptions say how to train the parser.
type ParserOptions struct {
	// Data is the folder with ud/, ner/, text/ and lexical/.
	Data string
	// Work is a folder for what each step leaves: a step whose file is there is
	// not run again, so an interrupted training goes on where it stood.
	Work string
	// Split splits running text into sentences and tokens.
	Split func(text string) []casus.Sentence
	Log   io.Writer
	// Workers share a batch; the result depends on their number.
	Workers int
	// Teachers is the size of the committee.
	Teachers int
	// TeacherSteps, StudentSteps are the lengths of training, in batches.
	TeacherSteps, StudentSteps int
	// Start is a model for the student to go on from, or nil.
	Start []byte
}

// The shapes of the networks. The teachers are as large as patience allows, the
// student as large as speed allows.
var (
	TeacherShape = syntax.Config{Embed: 96, Hidden: 128, Layers: 3, TagLayer: 2, Arc: 128, Rel: 128}
	StudentShape = syntax.Config{Embed: 96, Hidden: 64, Layers: 4, TagLayer: 3, Arc: 64, Rel: 64}
)

// Parser trains the network of package syntax: word vectors from running text, a
// committee of large networks on the treebanks, and a small one that learns from
// the treebanks, from text that the committee has parsed, and from marked names.
// It returns the model's file.
func Parser(o ParserOptions) ([]byte, error) {
	p := parserTraining{ParserOptions: o}
	for _, step := range []func() error{p.load, p.vectors, p.teachers, p.student} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("training the parser: %w", err)
		}
	}
	return p.out, nil
}

// Teacher trains one member of the committee, so that several can be trained side
// by side before Parser is called with the same options.
func Teacher(o ParserOptions, seed uint64) error {
	p := parserTraining{ParserOptions: o}
	for _, step := range []func() error{p.load, p.vectors, func() error { _, err := p.teacher(seed); return err }} {
		if err := step(); err != nil {
			return fmt.Errorf("training teacher %d: %w", seed, err)
		}
	}
	return nil
}

type parserTraining struct {
	ParserOptions
	trees  *Treebanks
	vocab  *syntax.Vocabulary
	base   *syntax.Tensor
	models []*syntax.Model
	out    []byte
}

func (p *parserTraining) say(format string, args ...any) {
	if p.Log != nil {
		fmt.Fprintf(p.Log, format+"\n", args...)
	}
}

func (p *parserTraining) load() (err error) {
	if p.trees, err = LoadTreebanks(p.Data); err != nil {
		return err
	}
	p.vocab, err = LoadVocabulary(p.Data, p.trees.Train)
	return err
}

// kept runs make unless its file is there already.
func (p *parserTraining) kept(name string, make func() ([]byte, error)) ([]byte, error) {
	return workFolder{p.Work, p.Log}.kept(name, make)
}

// textPortions are what the word vectors are made from: all there is.
func textPortions() []Portion {
	var all []Portion
	for _, p := range NewsPortions {
		all = append(all, Portion{p.File, math.MaxInt})
	}
	return all
}

func (p *parserTraining) vectors() error {
	b, err := p.kept("vectors.bin", func() ([]byte, error) {
		raw, err := Raw(p.Data, textPortions(), p.Split)
		if err != nil {
			return nil, err
		}
		v := Vectors(rowsOf(raw, p.vocab), p.vocab, VectorOptions{Dim: TeacherShape.Embed, Window: 3, Negative: 4, Epochs: 3, Seed: 1, Log: p.Log})
		return packFloats(v.Data), nil
	})
	if err != nil {
		return err
	}
	rows, cols := p.vocab.WordRows(), TeacherShape.Embed
	if len(b) != 4*rows*cols {
		return fmt.Errorf("vectors.bin has %d bytes, %d words of %d want %d; delete it", len(b), rows, cols, 4*rows*cols)
	}
	p.base = &syntax.Tensor{Name: "vectors", Rows: rows, Cols: cols, Data: unpackFloats(b)}
	Scale(p.base, 0.2)
	return nil
}

func packFloats(x []float32) []byte {
	b := make([]byte, 0, 4*len(x))
	for _, v := range x {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

func unpackFloats(b []byte) []float32 {
	x := make([]float32, len(b)/4)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x
}

// network makes a network of the given shape and the treebank for it.
func (p *parserTraining) network(c syntax.Config, seed uint64) (*Network, []*Sentence, error) {
	n, err := NewNetwork(c, p.trees.Labels(), p.vocab, p.base, seed)
	if err != nil {
		return nil, nil, err
	}
	gold := make([]*Sentence, 0, len(p.trees.Train))
	for i := range p.trees.Train {
		s, err := n.Tree(p.trees.Train[i].Tokens)
		if err != nil {
			return nil, nil, err
		}
		gold = append(gold, s)
	}
	n.Count(gold)
	return n, gold, nil
}

// report scores the network on what is set aside.
func (p *parserTraining) report(n *Network) func() string {
	return func() string {
		m := n.Model()
		u, a, l := Score(m, p.trees.Dev, false)
		_, a2, l2 := Score(m, p.trees.News, true)
		return fmt.Sprintf("dev %.2f/%.2f/%.2f news %.2f/%.2f", u, a, l, a2, l2)
	}
}

func (p *parserTraining) teachers() error {
	for i := range p.Teachers {
		b, err := p.teacher(uint64(i + 1))
		if err != nil {
			return err
		}
		m, err := syntax.Load(b)
		if err != nil {
			return err
		}
		p.models = append(p.models, m)
	}
	return nil
}

// teacher trains one member of the committee.
func (p *parserTraining) teacher(seed uint64) ([]byte, error) {
	return p.kept(fmt.Sprintf("teacher%d.bin", seed), func() ([]byte, error) {
		p.say("teacher %d", seed)
		n, gold, err := p.network(TeacherShape, seed)
		if err != nil {
			return nil, err
		}
		n.Fit(Shuffled(gold, seed), Schedule{Steps: p.TeacherSteps, Batch: 1000, Rate: 2e-3, Workers: p.Workers, Seed: seed,
			Drop: Dropout{Word: 0.25, Base: 0.05, Feature: 0.1, Input: 0.25, Hidden: 0.33},
			Log:  p.Log, Every: 1000, Report: p.report(n)})
		return n.bytes()
	})
}

func (n *Network) bytes() ([]byte, error) {
	var b bytes.Buffer
	err := syntax.Write(&b, n.Net, n.Vocab, n.Rows())
	return b.Bytes(), err
}

func (p *parserTraining) student() (err error) {
	p.out, err = p.kept("student.bin", func() ([]byte, error) {
		n, gold, err := p.network(StudentShape, 100)
		if err != nil {
			return nil, err
		}
		if p.Start != nil {
			m, err := syntax.Load(p.Start)
			if err != nil {
				return nil, err
			}
			if err := n.GoOn(m); err != nil {
				return nil, err
			}
		}
		text, err := p.silver(n)
		if err != nil {
			return nil, err
		}
		sources := []Source{Shuffled(gold, 1), Shuffled(text, 2)}
		parts := []float64{0.22, 0.38}
		for i, set := range NameSets {
			named, err := p.named(n, set)
			if err != nil {
				return nil, err
			}
			sources, parts = append(sources, Shuffled(named, uint64(3+i))), append(parts, set.Part)
		}
		src := Mixed(3, sources, parts)
		n.Fit(src, Schedule{Steps: p.StudentSteps, Batch: 1000, Rate: p.rate(), Workers: p.Workers, Seed: 100,
			Drop: Dropout{Word: 0.1, Base: 0, Feature: 0.05, Input: 0.08, Hidden: 0.08},
			Log:  p.Log, Every: 2000, Report: p.report(n)})
		return n.bytes()
	})
	return err
}

// rate is the student's learning rate: gentler where it goes on.
func (p *parserTraining) rate() float64 {
	if p.Start != nil {
		return 1e-3
	}
	return 2e-3
}

// silver has the committee parse running text, or takes what it has left in the
// work folder.
func (p *parserTraining) silver(n *Network) ([]*Sentence, error) {
	return p.parsed(n, "text.gob", func() ([][]casus.Token, error) { return Raw(p.Data, NewsPortions, p.Split) })
}

// named are the sentences of a set of names, with trees by the committee.
func (p *parserTraining) named(n *Network, set NameSet) ([]*Sentence, error) {
	marked, err := set.Read(p.Data)
	if err != nil {
		return nil, err
	}
	out, err := p.parsed(n, set.File+".gob", func() ([][]casus.Token, error) {
		raw := make([][]casus.Token, len(marked))
		for i := range marked {
			raw[i] = marked[i].Tokens
		}
		return raw, nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) != len(marked) {
		return nil, fmt.Errorf("%s.gob has %d sentences, the set %d; delete it", set.File, len(out), len(marked))
	}
	for i := range marked {
		out[i].Names = marked[i].Labels
	}
	return out, nil
}

// parsed has the committee parse sentences, and keeps the answer.
func (p *parserTraining) parsed(n *Network, name string, raw func() ([][]casus.Token, error)) ([]*Sentence, error) {
	b, err := p.kept(name, func() ([]byte, error) {
		tokens, err := raw()
		if err != nil {
			return nil, err
		}
		ss, err := n.labelAll(p.models, tokens, p.Workers)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = gob.NewEncoder(&b).Encode(ss)
		return b.Bytes(), err
	})
	if err != nil {
		return nil, err
	}
	var ss []*Sentence
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&ss); err != nil {
		return nil, fmt.Errorf("%s is spoilt; delete it: %w", name, err)
	}
	return ss, nil
}
