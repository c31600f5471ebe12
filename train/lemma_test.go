package train_test

import (
	"bytes"
	"os"
	"testing"

	"casus/models"
	"casus/syntax"
	"casus/train"
)

// The tables that come with the program, on words of every kind.
func TestLemmasShipped(t *testing.T) {
	l, err := syntax.LoadLemmas(models.Lemmas)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ form, upos, xpos, want string }{
		// regular and irregular verbs, seen in treebanks or not
		{"urged", "VERB", "VBD", "urge"}, {"halting", "VERB", "VBG", "halt"}, {"condemned", "VERB", "VBN", "condemn"},
		{"withdrew", "VERB", "VBD", "withdraw"}, {"forbade", "VERB", "VBD", "forbid"}, {"reiterates", "VERB", "VBZ", "reiterate"},
		{"deployed", "VERB", "VBN", "deploy"}, {"vetoed", "VERB", "VBD", "veto"}, {"fled", "VERB", "VBD", "flee"},
		{"expelled", "VERB", "VBN", "expel"}, {"levied", "VERB", "VBN", "levy"}, {"lying", "VERB", "VBG", "lie"},
		{"met", "VERB", "VBD", "meet"}, {"said", "VERB", "VBD", "say"}, {"struck", "VERB", "VBN", "strike"},
		// auxiliaries, clitics
		{"'s", "PART", "POS", "'s"}, {"’s", "PART", "POS", "'s"}, {"'s", "AUX", "VBZ", "be"}, {"n't", "PART", "RB", "not"}, {"n’t", "PART", "RB", "not"},
		{"ca", "AUX", "MD", "can"}, {"wo", "AUX", "MD", "will"}, {"'ll", "AUX", "MD", "will"}, {"'d", "AUX", "MD", "would"},
		{"are", "AUX", "VBP", "be"}, {"'ve", "AUX", "VBP", "have"}, {"been", "AUX", "VBN", "be"},
		// nouns
		{"talks", "NOUN", "NNS", "talk"}, {"allies", "NOUN", "NNS", "ally"}, {"men", "NOUN", "NNS", "man"}, {"crises", "NOUN", "NNS", "crisis"},
		{"children", "NOUN", "NNS", "child"}, {"series", "NOUN", "NNS", "series"}, {"MPs", "NOUN", "NNS", "MP"}, {"police", "NOUN", "NNS", "police"},
		{"ties", "NOUN", "NNS", "tie"}, {"forces", "NOUN", "NNS", "force"}, {"missiles", "NOUN", "NNS", "missile"}, {"glass", "NOUN", "NN", "glass"},
		{"TALKS", "NOUN", "NNS", "talk"}, {"Ceasefire", "NOUN", "NN", "ceasefire"},
		// names
		{"Seoul", "PROPN", "NNP", "Seoul"}, {"States", "PROPN", "NNPS", "State"}, {"Russians", "PROPN", "NNPS", "Russian"},
		{"Japanese", "PROPN", "NNPS", "Japanese"}, {"United", "VERB", "NNP", "Unite"}, {"United", "ADJ", "NNP", "United"},
		{"Russian", "ADJ", "JJ", "Russian"}, {"Human", "ADJ", "JJ", "human"}, {"Interesting", "ADJ", "JJ", "interesting"},
		// adjectives, adverbs, pronouns, numbers
		{"larger", "ADJ", "JJR", "large"}, {"kindest", "ADJ", "JJS", "kind"}, {"ruder", "ADJ", "JJR", "rude"}, {"wildest", "ADJ", "JJS", "wild"},
		{"german", "ADJ", "JJ", "German"}, {"BRUSSELS", "PROPN", "NNP", "Brussels"}, {"NATO", "PROPN", "NNP", "NATO"}, {"soooo", "ADV", "RB", "so"},
		{"prettty", "ADV", "RB", "pretty"}, {"worst", "ADJ", "JJS", "bad"}, {"earliest", "ADJ", "JJS", "early"}, {"further", "ADV", "RBR", "far"},
		{"them", "PRON", "PRP", "they"}, {"their", "PRON", "PRP$", "their"}, {"himself", "PRON", "PRP", "himself"},
		{"1,200", "NUM", "CD", "1200"}, {"an", "DET", "DT", "a"}, {"The", "DET", "DT", "the"}, {"these", "DET", "DT", "this"},
	} {
		if got := l.Lemma(c.form, c.upos, c.xpos); got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.form, c.upos, c.xpos, got, c.want)
		}
	}
	for _, c := range []struct{ form, upos, xpos, want string }{
		{"talks", "NOUN", "NNS", "Number=Plur"}, {"Seoul", "PROPN", "NNP", "Number=Sing"}, {"the", "DET", "DT", "Definite=Def|PronType=Art"},
		{"says", "VERB", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"}, {"he", "PRON", "PRP", "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs"},
		{"two", "NUM", "CD", "NumForm=Word|NumType=Card"}, {"not", "PART", "RB", "Polarity=Neg"}, {"in", "ADP", "IN", ""},
	} {
		if got := l.Feats(c.form, c.upos, c.xpos); got != c.want {
			t.Errorf("%s %s %s: features %q, want %q", c.form, c.upos, c.xpos, got, c.want)
		}
	}
}

// The tables shipped are those that the trainer makes, byte for byte.
func TestLemmasRepeatable(t *testing.T) {
	data := os.Getenv("CASUS_DATA")
	if data == "" {
		t.Skip("CASUS_DATA is not set: the lemma tables are not made anew")
	}
	b, err := train.Lemmas(data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, models.Lemmas) {
		t.Errorf("%d bytes made, %d shipped, and they differ: write models/en.lemma.bin anew with casus train lemmas", len(b), len(models.Lemmas))
	}
}

func BenchmarkLemmasShipped(b *testing.B) {
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := syntax.LoadLemmas(models.Lemmas); err != nil {
				b.Fatal(err)
			}
		}
	})
	l, err := syntax.LoadLemmas(models.Lemmas)
	if err != nil {
		b.Fatal(err)
	}
	words := [][3]string{{"The", "DET", "DT"}, {"ministers", "NOUN", "NNS"}, {"of", "ADP", "IN"}, {"Halvia", "PROPN", "NNP"}, {"were", "AUX", "VBD"},
		{"urged", "VERB", "VBN"}, {"to", "PART", "TO"}, {"withdraw", "VERB", "VB"}, {"1,200", "NUM", "CD"}, {"soldiers", "NOUN", "NNS"}}
	b.Run("ten words", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, w := range words {
				l.Lemma(w[0], w[1], w[2])
				l.Feats(w[0], w[1], w[2])
			}
		}
	})
}
