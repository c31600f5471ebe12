package syntax

import (
	"slices"
	"strings"
	"testing"

	"casus"
)

// named makes a sentence of words; a word with "/PER" behind it is a name, joined to
// the word before by "+". Words with a capital are proper nouns.
func named(text string) casus.Sentence {
	types := map[string]casus.NameType{"PER": casus.PER, "ORG": casus.ORG, "LOC": casus.LOC, "NORP": casus.NORP}
	var s casus.Sentence
	for w := range strings.FieldsSeq(text) {
		form, kind, ok := strings.Cut(w, "/")
		for part := range strings.SplitSeq(form, "+") {
			t := casus.Token{Form: part, UPOS: "NOUN", XPOS: "NN", Head: -1}
			if part[0]-'A' < 26 {
				t.UPOS, t.XPOS = "PROPN", "NNP"
			}
			s.Tokens = append(s.Tokens, t)
		}
		if ok {
			n := len(s.Tokens)
			s.Names = append(s.Names, casus.Name{First: n - 1 - strings.Count(form, "+"), Last: n - 1, Type: types[kind]})
		}
	}
	return s
}

func TestAgreement(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"the whole name decides", "Jane+Roe/PER left | Roe/LOC spoke", "Jane+Roe/PER left | Roe/PER spoke"},
		{"and tells what was missed", "Jane+Roe/PER left | Roe spoke", "Jane+Roe/PER left | Roe/PER spoke"},
		{"the many decide", "Acme/ORG fell | Acme/ORG rose | Acme/LOC fell", "Acme/ORG fell | Acme/ORG rose | Acme/ORG fell"},
		{"one against one is left", "Acme/ORG fell | Acme/LOC rose", "Acme/ORG fell | Acme/LOC rose"},
		{"once is too little to add", "Acme/ORG fell | Acme rose", "Acme/ORG fell | Acme rose"},
		{"twice is not", "Acme/ORG fell | Acme/ORG rose | Acme fell", "Acme/ORG fell | Acme/ORG rose | Acme/ORG fell"},
		{"an abbreviation is explained", "the Halvian+Trade+Board/ORG ( HTB ) met | HTB/LOC spoke | HTB/LOC left", "the Halvian+Trade+Board/ORG ( HTB/ORG ) met | HTB/ORG spoke | HTB/ORG left"},
		{"another is not", "the Halvian+Trade+Board/ORG ( HQB ) met | HQB/LOC spoke", "the Halvian+Trade+Board/ORG ( HQB ) met | HQB/LOC spoke"},
		{"nationalities stay", "Jane+French/PER left | French/NORP envoys | French/NORP wine", "Jane+French/PER left | French/NORP envoys | French/NORP wine"},
		{"longer names stay", "Jane+Roe/PER left | Roe+County/LOC voted", "Jane+Roe/PER left | Roe+County/LOC voted"},
		{"small letters stay", "Jane+roe/PER left | roe fell", "Jane+roe/PER left | roe fell"},
	} {
		read := func(text string) (ss []casus.Sentence) {
			for part := range strings.SplitSeq(text, " | ") {
				ss = append(ss, named(part))
			}
			return ss
		}
		got, want := read(c.in), read(c.want)
		a := NewAgreement()
		a.Settle(read("Roe/ORG Acme/PER | Roe/ORG Acme/PER")) // another document leaves no trace
		a.Settle(got)
		for i := range want {
			if !slices.Equal(got[i].Names, want[i].Names) {
				t.Errorf("%s: sentence %d: %v, want %v", c.name, i, got[i].Names, want[i].Names)
			}
		}
	}
}

// A proper noun that is tied to the next is part of something longer.
func TestAgreementLeavesParts(t *testing.T) {
	ss := []casus.Sentence{named("Jane+Roe/PER left"), named("the Roe Act passed")}
	ss[1].Tokens[1].Head = 2
	if NewAgreement().Settle(ss); len(ss[1].Names) > 0 {
		t.Errorf("%v in \"the Roe Act\"", ss[1].Names)
	}
}
