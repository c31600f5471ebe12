package syntax

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"casus"
)

// toyGazetteer knows a country, a first name and a body of two words.
func toyGazetteer() *Gazetteer {
	var b GazetteerBuilder
	b.Word("Ruritania", WordCountry)
	b.Word("Jane", WordFirst)
	b.Word("Jane", WordLastRare)
	b.Phrase([]string{"Security", "Council"}, PhraseBody)
	b.Phrase([]string{"Security", "Council", "of", "Ruritania"}, PhraseBody)
	b.Phrase([]string{"one"}, PhraseBody)
	return b.Gazetteer()
}

func toyNames(t testing.TB) []byte {
	t.Helper()
	net, err := NewNameNet(NameConfig{Hidden: 16, Layers: 2})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 8))
	for _, w := range net.Tensors() {
		for i := range w.Data {
			w.Data[i] = float32(r.NormFloat64()) * 0.4
		}
	}
	v := NewVocabulary([]string{"Jane", "spoke", "0"}, []string{"0010", "", "11"})
	f := NewNameFeatures(v, toyGazetteer(), []string{"NNP", "VBD"}, []string{"root", "nsubj"})
	e := tensor("embed", f.Rows(), net.Width())
	for i := range e.Data {
		if i/net.Width()%3 > 0 { // some rows are of zeros
			e.Data[i] = float32(r.NormFloat64())
		}
	}
	var b bytes.Buffer
	if err := WriteNames(&b, net, f, e); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNamer(t *testing.T) {
	m, err := LoadNames(toyNames(t))
	if err != nil {
		t.Fatal(err)
	}
	syntaxModel, err := Load(toyModel(t))
	if err != nil {
		t.Fatal(err)
	}
	p := syntaxModel.WithNames(m).NewParser()
	found := 0
	for _, text := range []string{"", "Jane", "Jane spoke to the Security Council of Ruritania", strings.Repeat("a b 2024 Ünë “ ) ", 60), "\xff \x00 漢字", "JANE SPOKE TO RURITANIA"} {
		s, again := words(text), words(text)
		p.Parse(&s)
		checkTree(t, &s)
		found += len(s.Names)
		syntaxModel.WithNames(m).NewParser().Parse(&again)
		if !slices.Equal(s.Names, again.Names) {
			t.Errorf("%q: marked twice, %v and %v", text, s.Names, again.Names)
		}
	}
	if found == 0 {
		t.Error("no name in a hundred words at random")
	}
	s := words("Jane spoke to the Security Council")
	p.Parse(&s)
	if n := testing.AllocsPerRun(20, func() { p.Parse(&s) }); n > 0 {
		t.Errorf("%v allocations a sentence", n)
	}
}

// What is written and read back scores labels alike, but for rounding.
func TestNamesRoundTrip(t *testing.T) {
	b := toyNames(t)
	m, err := LoadNames(b)
	if err != nil {
		t.Fatal(err)
	}
	e := tensor("embed", m.feats.Rows(), m.net.Width())
	for i := range e.Rows {
		m.embed.add(e.Row(i), i)
	}
	var again bytes.Buffer
	if err := WriteNames(&again, m.net, m.feats, e); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, again.Bytes()) {
		t.Error("read and written back, the file differs")
	}
}

func TestGazetteer(t *testing.T) {
	g := toyGazetteer()
	f := NewNameFeatures(NewVocabulary(nil, nil), g, nil, nil)
	s := words("the SECURITY council of Ruritania")
	forms, at := make([]nameForm, len(s.Tokens)), make([]int32, len(s.Tokens))
	for i := range s.Tokens {
		_, forms[i], _ = f.word(s.Tokens[i].Form, nil, nil)
		at[i] = int32(i)
	}
	if n, k := f.phrase(forms, at, 1); n != 4 || k != PhraseBody {
		t.Errorf("phrase of %d words, kinds %b; want the longest, 4", n, k)
	}
	if n, _ := f.phrase(forms, at, 2); n != 0 {
		t.Errorf("phrase of %d words where none begins", n)
	}
	if k := forms[4].kinds; k != WordCountry {
		t.Errorf("Ruritania is %b", k)
	}
	if k := f.known.kinds((&GazetteerBuilder{}).hash("jane")); k != WordFirst|WordLastRare {
		t.Errorf("jane is %b", k)
	}
}

func TestNameDecoding(t *testing.T) {
	net, err := NewNameNet(NameConfig{Hidden: 16, Layers: 1})
	if err != nil {
		t.Fatal(err)
	}
	f := NewNameFeatures(NewVocabulary(nil, nil), &Gazetteer{}, nil, nil)
	p := NewNameModel(net, f, tensor("embed", f.Rows(), net.Width())).NewNamer()
	p.out = make([]float32, 4*nameCols)
	p.out[0*nameCols+1] = 1                             // B-PER
	p.out[1*nameCols+4], p.out[1*nameCols+2] = 2, 1.5   // I-ORG is better, but cannot follow
	p.out[2*nameCols+0] = 1                             // outside, by itself
	p.out[3*nameCols+6], p.out[3*nameCols+5] = 5, 0.125 // I-LOC pays for a B-LOC before it
	p.decode(4)
	if want := []uint8{1, 2, 5, 6}; !slices.Equal(p.labels, want) {
		t.Errorf("labels %v, want %v", p.labels, want)
	}
}

func TestLoadNamesRefuses(t *testing.T) {
	good := toyNames(t)
	newer := bytes.Clone(good)
	newer[len(namesMagic)] = 99
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"empty":     {nil, "not such a file"},
		"version":   {newer, "format 99"},
		"truncated": {good[:len(good)/2], "unexpected EOF"},
		"longer":    {append(bytes.Clone(good), 1, 2, 3), "3 bytes after the end"},
	} {
		_, err := LoadNames(c.b)
		if err == nil || !strings.Contains(err.Error(), c.want) || !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%s: %v, want something with %q", name, err, c.want)
		}
	}
}

func FuzzLoadNames(f *testing.F) {
	good := toyNames(f)
	f.Add(good)
	f.Add(good[:300])
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := LoadNames(b)
		if err != nil {
			return
		}
		s := words("Jane spoke to the Security Council")
		for i := range s.Tokens {
			s.Tokens[i].Head = i - 1
		}
		m.NewNamer().Mark(&s)
	})
}
