package eval_test

import (
	"strings"
	"testing"

	"casus"
	"casus/conllu"
	"casus/eval"
)

func tagged(text string) conllu.Tagged {
	var t conllu.Tagged
	for _, w := range strings.Fields(text) {
		form, label, _ := strings.Cut(w, "/")
		t.Forms, t.Labels = append(t.Forms, form), append(t.Labels, label)
	}
	return t
}

func TestNames(t *testing.T) {
	gold := []conllu.Tagged{
		tagged("President/B-per Mira/I-per Olsen/I-per met/O Halvian/B-gpe envoys/O in/O Lenz/B-geo on/O Monday/B-tim"),
		tagged("President/B-per spoke/O to/O Norda/B-org"),
	}
	found := [][]casus.Name{
		{{First: 1, Last: 2, Type: casus.PER}, {First: 4, Last: 4, Type: casus.NORP}, {First: 7, Last: 7, Type: casus.ORG}},
		{{First: 3, Last: 3, Type: casus.ORG}, {First: 1, Last: 1, Type: casus.MISC}},
	}
	find := func() func([]casus.Sentence) {
		n := 0
		return func(ss []casus.Sentence) {
			for i := range ss {
				ss[i].Names = found[n]
				n++
			}
		}
	}
	types := []casus.NameType{casus.PER, casus.ORG, casus.LOC}
	for _, c := range []struct {
		name string
		cut  bool
		all  eval.PRF
		per  eval.PRF
	}{
		// Titles cut off, the second person is nothing; NORP and MISC are not looked at.
		{"titles cut off", true, eval.PRF{Right: 2, System: 3, Gold: 3}, eval.PRF{Right: 1, System: 1, Gold: 1}},
		{"as it is", false, eval.PRF{Right: 1, System: 3, Gold: 4}, eval.PRF{System: 1, Gold: 2}},
	} {
		sc := eval.Names(gold, nil, types, c.cut, find())
		if sc.All != c.all || sc.ByType[casus.PER] != c.per {
			t.Errorf("%s: all %+v, want %+v; persons %+v, want %+v", c.name, sc.All, c.all, sc.ByType[casus.PER], c.per)
		}
		if _, ok := sc.ByType[casus.NORP]; ok {
			t.Errorf("%s: nationalities are counted, which were not asked for", c.name)
		}
	}
	if got := eval.Names(gold, []int{2}, types, true, find()).String(); got != "P 66.67 R 66.67 F1 66.67  PER 100.00  ORG 66.67  LOC 0.00" {
		t.Errorf("written %q", got)
	}
}

func TestChunks(t *testing.T) {
	for _, c := range []struct {
		text string
		want []conllu.Chunk
	}{
		{"a/O b/O", nil},
		{"a/B-X b/I-X c/B-X", []conllu.Chunk{{First: 0, Last: 1, Label: "X"}, {First: 2, Last: 2, Label: "X"}}},
		{"a/I-X b/I-Y c/O d/I-Y", []conllu.Chunk{{First: 0, Last: 0, Label: "X"}, {First: 1, Last: 1, Label: "Y"}, {First: 3, Last: 3, Label: "Y"}}},
	} {
		g := tagged(c.text)
		got := g.Chunks()
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", c.text, got)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.text, got, c.want)
			}
		}
	}
}
