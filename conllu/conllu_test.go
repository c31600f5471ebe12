package conllu_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casus"
	"casus/conllu"
)

const sample = `# sent_id = 1
# text = Seoul doesn't agree.
1	Seoul	Seoul	PROPN	NNP	Number=Sing	4	nsubj	4:nsubj	_
2-3	doesn't	_	_	_	_	_	_	_	_
2	does	do	AUX	VBZ	Mood=Ind|Number=Sing	4	aux	4:aux	_
3	n't	not	PART	RB	_	4	advmod	4:advmod	_
4	agree	agree	VERB	VB	VerbForm=Inf	0	root	0:root	SpaceAfter=No
4.1	_	_	_	_	_	_	_	4:x	_
5	.	.	PUNCT	.	_	4	punct	4:punct	_

`

func read(t *testing.T, text string) []conllu.Sentence {
	t.Helper()
	r := conllu.NewReader(strings.NewReader(text), "test")
	var all []conllu.Sentence
	for {
		s, err := r.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, *s)
	}
}

func TestRoundTrip(t *testing.T) {
	var b bytes.Buffer
	for _, s := range read(t, sample+sample) {
		if err := conllu.Write(&b, &s); err != nil {
			t.Fatal(err)
		}
	}
	if b.String() != sample+sample {
		t.Errorf("got\n%s", b.String())
	}
}

func TestText(t *testing.T) {
	s := read(t, sample)[0]
	if got := s.Text(); got != "Seoul doesn't agree." {
		t.Errorf("text %q", got)
	}
	if v, _ := s.Comment("text"); v != s.Text() {
		t.Errorf("comment %q", v)
	}
	c := s.Casus()
	for i, want := range []string{"Seoul", "does", "n't", "agree", "."} {
		if got := s.Text()[c.Tokens[i].Span.Begin:c.Tokens[i].Span.End]; got != want {
			t.Errorf("token %d spans %q, want %q", i, got, want)
		}
	}
	back := conllu.FromCasus(&c, s.Text())
	if got := back.Text(); got != s.Text() {
		t.Errorf("and back: %q", got)
	}
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"columns": {"1\ta\n\n", "test:1: 2 columns; CoNLL-U has ten"},
		"number":  {"2\ta\t_\t_\t_\t_\t0\troot\t_\t_\n\n", "word number \"2\", 1 wanted"},
		"head":    {"1\ta\t_\t_\t_\t_\t7\troot\t_\t_\n\n", "head 7 in a sentence of 1"},
		"roots":   {"1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n2\tb\t_\t_\t_\t_\t0\troot\t_\t_\n\n", "2 roots"},
		"cycle":   {"1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n2\tb\t_\t_\t_\t_\t3\tx\t_\t_\n3\tc\t_\t_\t_\t_\t2\tx\t_\t_\n\n", "cycle"},
		"empty":   {"2.1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n\n", "test:1: empty node"},
		"overlap": {"1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n2-3\tab\t_\t_\t_\t_\t_\t_\t_\t_\n2\ta\t_\t_\t_\t_\t1\tx\t_\t_\n\n", "test:3: range \"2-3\""},
		"extra":   {"# c\n1-2\tab\tlemma\t_\t_\t_\t_\t_\t_\t_\n\n", "test:2: range \"1-2\" has more"},
		"self":    {"# c\n1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n2\tb\t_\t_\t_\t_\t2\tx\t_\t_\n\n", "test:3: word 2 hangs in a cycle"},
		"range":   {"1-3\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n\n", "beyond the last word"},
	} {
		r := conllu.NewReader(strings.NewReader(c.text+sample), "test")
		_, err := r.Next()
		if err == nil || !strings.Contains(err.Error(), c.want) || !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if s, err := r.Next(); err != nil || len(s.Words) != 5 {
			t.Errorf("%s: the sentence after the bad one: %v", name, err)
		}
	}
}

func TestTreebanks(t *testing.T) {
	data := os.Getenv("CASUS_DATA")
	if data == "" {
		t.Skip("CASUS_DATA is not set: the treebanks are not read")
	}
	paths, _ := filepath.Glob(filepath.Join(data, "ud", "*.conllu.gz"))
	for _, path := range paths {
		ss, err := conllu.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var out []byte
		for i := range ss {
			if want, _ := ss[i].Comment("text"); ss[i].Text() != strings.ReplaceAll(want, "\u00a0", " ") {
				t.Errorf("sentence %d: %q, want %q", i, ss[i].Text(), want)
			}
			out = conllu.Append(out, &ss[i])
		}
		if want := unzip(t, path); !bytes.Equal(out, want) {
			t.Errorf("%s: reading and writing changes it", path)
		}
	}
}

func unzip(t *testing.T, path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(sample))
	z.Close()
	for name, body := range map[string][]byte{"a.conllu": []byte(sample), "a.conllu.gz": packed.Bytes()} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, body, 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := conllu.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := r.Next(); err != nil || len(s.Words) != 5 {
			t.Errorf("%s: %v", name, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	bad := filepath.Join(dir, "plain.gz")
	os.WriteFile(bad, []byte(sample), 0o644)
	if _, err := conllu.Open(bad); err == nil || !strings.Contains(err.Error(), "plain.gz") {
		t.Errorf("a file that is not packed: %v", err)
	}
}

func TestLenient(t *testing.T) {
	const twoRoots = "1\ta\t_\tDET\t_\t_\t0\troot\t_\t_\n2\tb\t_\tNOUN\t_\t_\t0\troot\t_\t_\n\n"
	r := conllu.NewReader(strings.NewReader(twoRoots), "test")
	r.Lenient = true
	s, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if w := s.Words[1]; w.Head != -2 || w.Deprel != "" || w.UPOS != "NOUN" {
		t.Errorf("got %+v; want the word without its head", w)
	}
}

func TestSpaceAfter(t *testing.T) {
	s := read(t, sample)[0]
	for i, want := range []bool{true, false, true, false, true} {
		if s.SpaceAfter(i) != want {
			t.Errorf("after %q: %v", s.Words[i].Form, !want)
		}
	}
}

// Words joined in one long chain, or that fail to be a tree at its very end, take
// no longer than others.
func TestLongSentences(t *testing.T) {
	const n = 200_000
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "%d\tx\t_\t_\t_\t_\t%d\tdep\t_\t_\n", i, i+1)
	}
	fmt.Fprintf(&b, "%d\tx\t_\t_\t_\t_\t0\troot\t_\t_\n\n", n)
	if s := read(t, b.String())[0]; len(s.Words) != n {
		t.Errorf("%d words", len(s.Words))
	}
	for _, text := range []string{strings.Repeat("x", 1<<25) + "\n\n", strings.Repeat("1\tx\n", 1<<23) + "\n"} {
		r := conllu.NewReader(strings.NewReader(text+sample), "test")
		if _, err := r.Next(); err == nil || !strings.Contains(err.Error(), "test:1: a sentence of more than 16 megabytes") {
			t.Errorf("no CoNLL-U: %v", err)
		}
		if s, err := r.Next(); err != nil || len(s.Words) != 5 {
			t.Errorf("the sentence after it: %v", err)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add(sample)
	f.Add("1\ta\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := conllu.NewReader(strings.NewReader(text), "fuzz")
		for {
			s, err := r.Next()
			if err == io.EOF || s == nil && err != nil && !errors.Is(err, casus.ErrInvalid) {
				return
			}
			if err != nil {
				continue
			}
			first := conllu.Append(nil, s)
			again, err := conllu.NewReader(bytes.NewReader(first), "again").Next()
			if err != nil {
				t.Fatalf("%v\n%s", err, first)
			}
			if second := conllu.Append(nil, again); !bytes.Equal(first, second) {
				t.Fatalf("%q, then %q", first, second)
			}
			c := s.Casus()
			if len(c.Tokens) != len(s.Words) {
				t.Fatal("words lost")
			}
		}
	})
}

func ExampleReader() {
	r := conllu.NewReader(strings.NewReader("1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tended\tend\tVERB\tVBD\t_\t0\troot\t_\t_\n"), "talks.conllu")
	s, err := r.Next()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range s.Words {
		fmt.Println(w.Form, w.Deprel)
	}
	// Output:
	// Talks nsubj
	// ended root
}

func BenchmarkReader(b *testing.B) {
	text := strings.Repeat(sample, 1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r := conllu.NewReader(strings.NewReader(text), "bench")
		for {
			if _, err := r.Next(); err != nil {
				break
			}
		}
	}
}
