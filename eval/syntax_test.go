package eval_test

import (
	"io"
	"strings"
	"testing"

	"casus"
	"casus/conllu"
	"casus/eval"
	"casus/text"
)

// Two sentences of our own; "cannot" has a seam, "wanna" as "want to" would not.
const goldTrees = `# newpar
1	Seoul	Seoul	PROPN	NNP	Number=Sing	4	nsubj	_	_
2-3	cannot	_	_	_	_	_	_	_	_
2	can	can	AUX	MD	VerbForm=Fin	4	aux	_	_
3	not	not	PART	RB	Polarity=Neg	4	advmod	_	_
4	agree	agree	VERB	VB	VerbForm=Inf	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

1	Talks	talk	NOUN	NNS	Number=Plur|Typo=Yes	3	nsubj:pass	_	_
2	were	_	AUX	VBD	Mood=Ind	3	aux:pass	_	_
3	halted	halt	VERB	VBN	Voice=Pass	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

`

func trees(t *testing.T, body string) []conllu.Sentence {
	t.Helper()
	var all []conllu.Sentence
	for r := conllu.NewReader(strings.NewReader(body), "test"); ; {
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

func TestSyntax(t *testing.T) {
	gold := trees(t, goldTrees)
	n := 0
	sc := eval.Syntax(gold, func(s *casus.Sentence) {
		for i := range s.Tokens {
			if k := s.Tokens[i]; k.Lemma != "" || k.UPOS != "" || k.Deprel != "" {
				t.Errorf("%q comes with gold", k.Form)
			}
		}
		*s = gold[n].Casus()
		n++
		if n == 1 { // a wrong head, a wrong tag, a wrong lemma, a wrong feature
			s.Tokens[4].Head, s.Tokens[0].UPOS, s.Tokens[3].Lemma, s.Tokens[2].Feats = 0, "NOUN", "agreed", ""
			return
		}
		// Subtypes, features that are not universal and lemmas not given do not count;
		// a relation does.
		s.Tokens[0].Deprel, s.Tokens[0].Feats, s.Tokens[1].Lemma = "nsubj", "Number=Plur", "be"
		s.Tokens[1].Deprel = "cop"
	})
	want := eval.SyntaxScore{Words: 9, UPOS: 8, XPOS: 9, Feats: 8, Lemma: 8, UAS: 8, LAS: 7, Content: 7, ContentUAS: 7, ContentLAS: 6}
	rels := sc.Rels
	if sc.Rels = nil; sc.String() != want.String() || sc.Words != 9 || sc.Content != 7 {
		t.Errorf("got  %v\nwant %v", sc, want)
	}
	for rel, want := range map[string]eval.PRF{"nsubj": {Right: 2, System: 2, Gold: 2}, "aux": {Right: 1, System: 1, Gold: 2}, "cop": {System: 1}, "punct": {Right: 1, System: 2, Gold: 2}} {
		if rels[rel] != want {
			t.Errorf("%s: %+v, want %+v", rel, rels[rel], want)
		}
	}
}

func TestRaw(t *testing.T) {
	gold := trees(t, goldTrees)
	raw, err := text.Treebank(strings.NewReader(goldTrees))
	if err != nil {
		t.Fatal(err)
	}
	// perfect puts the trees over the text.
	perfect := func(doc *casus.Document) {
		w := 0
		for i := range gold {
			s := gold[i].Casus()
			for k := range s.Tokens {
				s.Tokens[k].Span = raw.Words[w]
				w++
			}
			s.Span = raw.Sentences[i]
			doc.Sentences = append(doc.Sentences, s)
		}
	}
	sc, err := eval.Raw(raw, gold, perfect)
	if err != nil {
		t.Fatal(err)
	}
	if got := sc.String(); got != "tokens 100.00 words 100.00 sentences 100.00 UPOS 100.00 XPOS 100.00 Feats 100.00 Lemma 100.00 UAS 100.00 LAS 100.00" {
		t.Errorf("the treebank itself: %s", got)
	}
	// "cannot" left whole: its words are missed, and with them nothing else; the root
	// left out: all that hang on it are wrong.
	sc, err = eval.Raw(raw, gold, func(doc *casus.Document) {
		perfect(doc)
		s := &doc.Sentences[0]
		s.Tokens[2].Span.Begin = s.Tokens[1].Span.Begin
		s.Tokens = append(s.Tokens[:1], s.Tokens[2:]...)
		for i := range s.Tokens {
			if s.Tokens[i].Glued = false; s.Tokens[i].Head > 0 {
				s.Tokens[i].Head--
			}
		}
		doc.Sentences[1].Tokens[2].Span.Begin++
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := (eval.PRF{Right: 6, System: 8, Gold: 9}); sc.UPOS != want || sc.Text.Words != want {
		t.Errorf("UPOS %+v, words %+v, want %+v", sc.UPOS, sc.Text.Words, want)
	}
	if want := (eval.PRF{Right: 3, System: 8, Gold: 9}); sc.LAS != want {
		t.Errorf("LAS %+v, want %+v", sc.LAS, want)
	}
	if _, err := eval.Raw(raw, gold[:1], perfect); err == nil {
		t.Error("trees of another text are scored")
	}
}

func TestText(t *testing.T) {
	raw, err := text.Treebank(strings.NewReader(goldTrees))
	if err != nil {
		t.Fatal(err)
	}
	sc := eval.Text(raw, func(doc *casus.Document) {}) // nothing found
	if sc.Words.F1() != 0 || sc.Words.Gold != 9 || sc.Tokens.Gold != 8 || sc.Sentences.Gold != 2 {
		t.Errorf("of nothing: %+v", sc)
	}
}
