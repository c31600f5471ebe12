package syntax_test

import (
	"errors"
	"strings"
	"testing"

	"casus"
	"casus/syntax"
)

// toyLemmas are tables of a few words.
func toyLemmas(t testing.TB) *syntax.Lemmas {
	t.Helper()
	key := func(parts ...string) string { return strings.Join(parts, "\x00") }
	l, err := syntax.LoadLemmas(syntax.WriteLemmas(syntax.LemmaTables{
		Exact: map[string]string{
			key("VBD", "met"): "meet", key("VBN", "met"): "meet", key("RB", "n't"): "not", key("VBD", "was"): "be",
			key("NNS", "men"): "man", key("PRP", "us"): "we", key("VBZ", "has"): "have", key("NNP", "Sept."): "September",
		},
		Rules: map[string]string{
			key("NNS", ""): "0", key("NNS", "s"): "1", key("NNS", "ies"): "3y", key("VBD", ""): "0", key("VBD", "ed"): "2",
			key("VBN", "ed"): "2", key("VBN", "ted"): "1", key("VBG", "ing"): "3", key("NNPS", "s"): "1", key("VBZ", "s"): "1",
		},
		Feats: map[string]string{
			key("NOUN", "NNS"): "Number=Plur", key("NOUN", "NN"): "Number=Sing", key("VERB", "VB"): "VerbForm=Inf",
			key("PRON", "PRP", "it"):   "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs",
			key("PRON", "PRP", "they"): "Case=Nom|Number=Plur|Person=3|PronType=Prs",
			key("PRON", "PRP", "we"):   "Case=Nom|Number=Plur|Person=1|PronType=Prs",
		},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLemma(t *testing.T) {
	l := toyLemmas(t)
	for _, c := range []struct{ form, upos, xpos, want string }{
		{"Talks", "NOUN", "NNS", "talk"},
		{"countries", "NOUN", "NNS", "country"},
		{"COUNTRIES", "NOUN", "NNS", "country"},
		{"ALLIES", "PROPN", "NNPS", "ALLIE"},
		{"MPs", "NOUN", "NNS", "MP"},
		{"men", "NOUN", "NNS", "man"},
		{"troika", "NOUN", "NNS", "troika"},
		{"Met", "VERB", "VBD", "meet"},
		{"halted", "VERB", "VBN", "halte"}, // the longest ending wins, right or wrong
		{"halted", "VERB", "VBD", "halt"},
		{"n’t", "PART", "RB", "not"},
		{"Us", "PRON", "PRP", "we"},
		{"Seoul", "PROPN", "NNP", "Seoul"},
		{"seoul", "PROPN", "NNP", "Seoul"},
		{"Sept.", "PROPN", "NNP", "September"},
		{"Philippines", "PROPN", "NNPS", "Philippine"},
		{"Breaking", "VERB", "NNP", "Break"},
		{"Northern", "ADJ", "NNP", "Northern"},
		{"1,200", "NUM", "CD", "1200"},
		{"F-16s", "NOUN", "NNS", "F-16s"},
		{"the", "DET", "DT", "the"},
		{"The", "DET", "DT", "the"},
		{"ÉTÉ", "X", "XX", "été"},
		{"", "X", "XX", ""},
	} {
		if got := l.Lemma(c.form, c.upos, c.xpos); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.form, c.xpos, got, c.want)
		}
	}
}

func TestFinish(t *testing.T) {
	for _, c := range []struct {
		name, tree string // form/UPOS/XPOS/head/relation
		word       int
		want       string
	}{
		{"passive", "Talks/NOUN/NNS/3/nsubj:pass were/AUX/VBD/3/aux:pass halted/VERB/VBN/0/root", 3, "Tense=Past|VerbForm=Part|Voice=Pass"},
		{"passive auxiliary", "Talks/NOUN/NNS/3/nsubj:pass were/AUX/VBD/3/aux:pass halted/VERB/VBN/0/root", 2, "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin"},
		{"perfect", "It/PRON/PRP/3/nsubj has/AUX/VBZ/3/aux halted/VERB/VBN/0/root", 3, "Tense=Past|VerbForm=Part"},
		{"perfect passive", "It/PRON/PRP/4/nsubj:pass has/AUX/VBZ/4/aux been/AUX/VBN/4/aux:pass halted/VERB/VBN/0/root", 4, "Tense=Past|VerbForm=Part|Voice=Pass"},
		{"reduced relative", "men/NOUN/NNS/0/root held/VERB/VBN/1/acl", 2, "Tense=Past|VerbForm=Part|Voice=Pass"},
		{"plural", "They/PRON/PRP/2/nsubj left/VERB/VBD/0/root", 2, "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin"},
		{"first person", "We/PRON/PRP/2/nsubj reject/VERB/VBP/0/root it/PRON/PRP/2/obj", 2, "Mood=Ind|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin"},
		{"object", "We/PRON/PRP/2/nsubj reject/VERB/VBP/0/root it/PRON/PRP/2/obj", 3, "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs"},
		{"joined subjects", "truce/NOUN/NN/4/nsubj and/CCONJ/CC/3/cc deal/NOUN/NN/1/conj held/VERB/VBD/0/root", 4, "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin"},
		{"relative", "men/NOUN/NNS/0/root who/PRON/WP/3/nsubj left/VERB/VBD/1/acl:relcl", 3, "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin"},
		{"order", "Halt/VERB/VB/0/root talks/NOUN/NNS/1/obj", 1, "Mood=Imp|VerbForm=Fin"},
		{"infinitive", "It/PRON/PRP/2/nsubj agreed/VERB/VBD/0/root to/PART/TO/4/mark halt/VERB/VB/2/xcomp", 4, "VerbForm=Inf"},
		{"gerund", "talks/NOUN/NNS/0/root on/SCONJ/IN/3/mark halting/VERB/VBG/1/acl", 3, "VerbForm=Ger"},
		{"progressive", "It/PRON/PRP/3/nsubj is/AUX/VBZ/3/aux halting/VERB/VBG/0/root", 3, "Tense=Pres|VerbForm=Part"},
	} {
		l, s := toyLemmas(t), toyTree(t, c.tree)
		for i := range s.Tokens {
			k := &s.Tokens[i]
			k.Lemma, k.Feats = l.Lemma(k.Form, k.UPOS, k.XPOS), l.Feats(k.Form, k.UPOS, k.XPOS)
		}
		l.Finish(&s)
		if got := s.Tokens[c.word-1].Feats; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// toyTree reads a tree of words like "talks/NOUN/NNS/2/nsubj".
func toyTree(t testing.TB, text string) casus.Sentence {
	var s casus.Sentence
	for _, w := range strings.Fields(text) {
		f := strings.Split(w, "/")
		if len(f) != 5 {
			t.Fatalf("%q", w)
		}
		s.Tokens = append(s.Tokens, casus.Token{Form: f[0], UPOS: f[1], XPOS: f[2], Head: int(f[3][0]-'0') - 1, Deprel: f[4]})
	}
	return s
}

// Trees that no parser should make must not make Finish fail or go round for ever.
func TestFinishOddTrees(t *testing.T) {
	l := toyLemmas(t)
	for _, rel := range []string{"conj", "acl:relcl", "aux", "cop", "root", "nsubj"} {
		for _, tag := range []string{"VB", "VBD", "VBG", "VBN", "VBP"} {
			s := casus.Sentence{Tokens: make([]casus.Token, 300)}
			for i := range s.Tokens {
				s.Tokens[i] = casus.Token{Form: "x", UPOS: "VERB", XPOS: tag, Head: (i + 1) % 300, Deprel: rel}
			}
			l.Finish(&s)
			s.Tokens[0].Head = -1
			l.Finish(&s)
		}
	}
}

func TestLoadLemmasRefuses(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", "not a file of format 1"},
		{"CASUSLEM 2\n", "not a file of format 1"},
		{"CASUSLEM 1\nx\tNN\n", "line 2"},
		{"CASUSLEM 1\nq\tNN\tx\n", "unknown kind"},
		{"CASUSLEM 1\nr\tNN\tx\n", "no edit"},
	} {
		if _, err := syntax.LoadLemmas([]byte(c.file)); err == nil || !strings.Contains(err.Error(), c.want) || !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%q: %v, want %q", c.file, err, c.want)
		}
	}
}

func FuzzLoadLemmas(f *testing.F) {
	f.Add([]byte("CASUSLEM 1\nx\tVBD\x00met\tmeet\nr\tNNS\x00s\t1\nf\tNOUN\x00NNS\tNumber=Plur\n"), "Mets", "NNS")
	f.Fuzz(func(t *testing.T, file []byte, form, xpos string) {
		l, err := syntax.LoadLemmas(file)
		if err != nil {
			return
		}
		for _, upos := range []string{"NOUN", "PROPN", "VERB"} {
			l.Lemma(form, upos, xpos)
			l.Lemma(form, upos, "NNP")
			l.Feats(form, upos, xpos)
		}
	})
}

func BenchmarkLemma(b *testing.B) {
	l := toyLemmas(b)
	s := toyTree(b, "Talks/NOUN/NNS/3/nsubj:pass were/AUX/VBD/3/aux:pass halted/VERB/VBN/0/root it/PRON/PRP/3/obj met/VERB/VBD/3/conj")
	b.ReportAllocs()
	for b.Loop() {
		for i := range s.Tokens {
			k := &s.Tokens[i]
			k.Lemma, k.Feats = l.Lemma(k.Form, k.UPOS, k.XPOS), l.Feats(k.Form, k.UPOS, k.XPOS)
		}
		l.Finish(&s)
	}
}
