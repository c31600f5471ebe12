package coding_test

import (
	"reflect"
	"testing"

	"casus"
)

// FuzzCode codes trees made of bytes: any tree at all, heads out of range and
// cycles among them, must come through without a panic, and twice the same.
func FuzzCode(f *testing.F) {
	f.Add([]byte{0, 1, 0, 5, 2, 1, 9, 3, 1, 7, 4, 2})
	f.Add([]byte{3, 3, 3, 2, 2, 2, 1, 1, 1})
	c := coder(f)
	lemmas := []string{"urge", "Halvia", "say", "hold", "talk", "to", "that", "attack", "on", "if", "will", "not", "agree", "sign", "between", "which", "end", "deplorable",
		":", ",", "?", "along", "with", "response", "would", "harm", "relation", "by", "host", "release", "insist", "at", "least", "of", "move", "the", "been", "demands"}
	upos := []string{"VERB", "PROPN", "NOUN", "ADJ", "PART", "SCONJ", "ADP", "AUX", "PRON", "PUNCT", "DET", "ADV"}
	xpos := []string{"", "VBZ", "VBD", "VBN", "VBG", "NNS", "NNP", "VB"}
	rels := []string{"nsubj", "obj", "obl", "nmod", "conj", "xcomp", "ccomp", "advcl", "acl", "acl:relcl", "aux", "case",
		"mark", "nsubj:pass", "obl:agent", "parataxis", "nmod:poss", "compound", "appos", "root", "strange",
		"punct", "cc", "det", "nmod:desc", "amod", "aux:pass", "cop", "flat"}
	f.Fuzz(func(t *testing.T, b []byte) {
		doc := &casus.Document{}
		doc.Entities = []casus.Entity{{Name: "A", Country: "HAL"}, {Name: "B", Members: []int{0, 7}}}
		s := casus.Sentence{}
		text := ""
		for i := 0; i+2 < len(b) && i < 120; i += 3 {
			l := lemmas[int(b[i])%len(lemmas)]
			begin := len(text)
			text += l + " "
			k := len(s.Tokens)
			s.Tokens = append(s.Tokens, casus.Token{Span: casus.Span{Begin: begin, End: begin + len(l)}, Form: l, Lemma: l,
				UPOS: upos[int(b[i])%len(upos)], XPOS: xpos[int(b[i+2])%len(xpos)], Head: int(int8(b[i+1])), Deprel: rels[int(b[i+2])%len(rels)]})
			if b[i]%5 == 0 {
				doc.Mentions = append(doc.Mentions, casus.Mention{Head: k, First: k, Last: k, Entity: int(b[i+1]) % 3})
			}
		}
		doc.Dispatch.Text = text
		s.Span.End = len(text)
		doc.Sentences = []casus.Sentence{s}
		c.Code(doc)
		first := doc.Events
		doc.Events = nil
		c.Code(doc)
		if !reflect.DeepEqual(first, doc.Events) {
			t.Fatal("coding twice gave different events")
		}
		c.Explain(doc, 0)
	})
}
