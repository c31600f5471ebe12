package conllu_test

import (
	"bytes"
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
		"columns": {"1\ta\n\n", "test:1: 2 columns"},
		"number":  {"2\ta\t_\t_\t_\t_\t0\troot\t_\t_\n\n", "word number \"2\", 1 wanted"},
		"head":    {"1\ta\t_\t_\t_\t_\t7\troot\t_\t_\n\n", "head 7 in a sentence of 1"},
		"roots":   {"1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n2\tb\t_\t_\t_\t_\t0\troot\t_\t_\n\n", "2 roots"},
		"cycle":   {"1\ta\t_\t_\t_\t_\t0\troot\t_\t_\n2\tb\t_\t_\t_\t_\t3\tx\t_\t_\n3\tc\t_\t_\t_\t_\t2\tx\t_\t_\n\n", "cycle"},
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
	ss, err := conllu.ReadFile(filepath.Join(data, "ud", "en_ewt-ud-dev.conllu.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range ss {
		if want, _ := ss[i].Comment("text"); ss[i].Text() != want {
			t.Errorf("sentence %d: %q, want %q", i, ss[i].Text(), want)
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
