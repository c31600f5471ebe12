package syntax

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"casus"
)

// toyModel is a small model with random weights, as the bytes of its file.
func toyModel(t testing.TB) []byte {
	t.Helper()
	net, err := NewNet(Config{Embed: 16, Hidden: 16, Layers: 2, TagLayer: 1, Arc: 16, Rel: 16},
		Labels{UPOS: []string{"NOUN", "VERB"}, XPOS: []string{"NN", "VB", "IN"}, Rels: []string{"root", "nsubj", "obj"}})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	for _, w := range net.Tensors() {
		for i := range w.Data {
			w.Data[i] = float32(r.NormFloat64()) * 0.4
		}
	}
	v := NewVocabulary([]string{"Seoul", "urged", "0"}, []string{"0010", "", "11"})
	e := &Tensor{Rows: v.Rows(), Cols: 16, Data: make([]float32, v.Rows()*16)}
	for i := range e.Data {
		e.Data[i] = float32(r.NormFloat64())
	}
	var b bytes.Buffer
	if err := Write(&b, net, v, e); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func words(text string) casus.Sentence {
	var s casus.Sentence
	for _, f := range strings.Fields(text) {
		s.Tokens = append(s.Tokens, casus.Token{Form: f})
	}
	return s
}

// checkTree fails unless the heads are a tree with one root and every label is set.
func checkTree(t testing.TB, s *casus.Sentence) {
	t.Helper()
	if len(s.Tokens) == 0 {
		return
	}
	heads := []int{-1}
	for i := range s.Tokens {
		k := &s.Tokens[i]
		heads = append(heads, k.Head+1)
		if k.UPOS == "" || k.XPOS == "" || k.Deprel == "" || (k.Deprel == "root") != (k.Head < 0) {
			t.Fatalf("token %d: %+v", i, *k)
		}
	}
	var d decoder
	if !d.tree(heads) {
		t.Fatalf("no tree: %v", heads)
	}
	last := -1
	for _, n := range s.Names {
		if n.First <= last || n.Last < n.First || n.Last >= len(s.Tokens) {
			t.Fatalf("names: %v", s.Names)
		}
		last = n.Last
	}
}

func TestParse(t *testing.T) {
	m, err := Load(toyModel(t))
	if err != nil {
		t.Fatal(err)
	}
	p := m.NewParser()
	for _, text := range []string{"", "Seoul", "Seoul urged Moscow", strings.Repeat("a b 2024 Ünë “ ) ", 60), "\xff \x00 漢字"} {
		s, again := words(text), words(text)
		p.Parse(&s)
		checkTree(t, &s)
		m.NewParser().Parse(&again)
		for i := range s.Tokens {
			if s.Tokens[i] != again.Tokens[i] {
				t.Fatalf("%q: parsed twice, token %d is %+v and %+v", text, i, s.Tokens[i], again.Tokens[i])
			}
		}
	}
}

func TestParseAllocatesNothingOnceWarm(t *testing.T) {
	m, err := Load(toyModel(t))
	if err != nil {
		t.Fatal(err)
	}
	p, s := m.NewParser(), words("Seoul urged Moscow to halt it")
	p.Parse(&s)
	if n := testing.AllocsPerRun(20, func() { p.Parse(&s) }); n > 0 {
		t.Errorf("%v allocations a sentence", n)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := toyModel(t)
	newer := bytes.Clone(good)
	newer[len(modelMagic)] = 99
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"empty":     {nil, "not a model file"},
		"text":      {[]byte("verb urge\n"), "not a model file"},
		"version":   {newer, "format 99"},
		"truncated": {good[:len(good)/2], "unexpected EOF"},
		"longer":    {append(bytes.Clone(good), 1, 2, 3), "3 bytes after the end"},
	} {
		_, err := Load(c.b)
		if err == nil || !strings.Contains(err.Error(), c.want) || !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%s: %v, want something with %q", name, err, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	good := toyModel(f)
	f.Add(good)
	f.Add(good[:200])
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Load(b)
		if err != nil {
			return
		}
		s := words("Seoul urged Moscow")
		m.NewParser().Parse(&s)
	})
}

func FuzzParse(f *testing.F) {
	m, err := Load(toyModel(f))
	if err != nil {
		f.Fatal(err)
	}
	p := m.NewParser()
	f.Add("Seoul urged Moscow to halt it")
	f.Add("\xff\xfe a b")
	f.Fuzz(func(t *testing.T, text string) {
		s := words(text)
		p.Parse(&s)
		checkTree(t, &s)
	})
}
