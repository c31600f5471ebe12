package syntax

import (
	"slices"
	"strings"
	"testing"

	"casus"
)

func tokensOf(text string) []casus.Token {
	var out []casus.Token
	for f := range strings.FieldsSeq(text) {
		out = append(out, casus.Token{Form: f})
	}
	return out
}

func TestTitled(t *testing.T) {
	for text, want := range map[string]bool{
		"Halvia and Tornia Sign Trade Deal":                                    true,
		"Prime Minister of Halvia to Visit Tornia on Monday":                   true,
		"Halvia and Tornia sign a deal on trade":                               false,
		"The Halvian Foreign Ministry said on Monday that the talks had ended": false,
		"Halvia attacks Tornia":                                                false,
		"":                                                                     false,
	} {
		if got := titled(tokensOf(text)); got != want {
			t.Errorf("titled(%q) = %v", text, got)
		}
	}
}

// TestUntitle reads words as small where they mostly are, but not in names that are known.
func TestUntitle(t *testing.T) {
	var b GazetteerBuilder
	b.Word("Ruritania", WordCountry)
	for _, w := range []string{"signs", "deal", "council", "security"} {
		b.Word(w, WordSmall)
	}
	b.Phrase([]string{"Security", "Council"}, PhraseBody)
	f := NewNameFeatures(NewVocabulary([]string{"deal"}, []string{"0"}), b.Gazetteer(), []string{"NNP"}, []string{"root"})
	n := &Namer{m: &NameModel{feats: f}}
	tokens := tokensOf("Ruritania Signs Security Council Deal NATO")
	got := make([]bool, len(tokens))
	n.untitle(tokens, got)
	if want := []bool{false, true, false, false, true, false}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
