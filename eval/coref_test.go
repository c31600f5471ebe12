package eval_test

import (
	"math"
	"strings"
	"testing"

	"casus"
	"casus/conllu"
	"casus/eval"
)

// letters makes clusters of one-letter mentions, at the letter's place.
func letters(groups ...string) []eval.CorefCluster {
	var out []eval.CorefCluster
	for _, g := range groups {
		c := eval.CorefCluster{Type: "person", Named: true}
		for _, l := range g {
			s := casus.Span{Begin: int(l), End: int(l) + 1}
			c.Mentions = append(c.Mentions, eval.CorefMention{Span: s, Head: []casus.Span{s}})
		}
		out = append(out, c)
	}
	return out
}

// The example of Luo (2005) and of the reference scorer's tests, worked out by hand.
func TestCoref(t *testing.T) {
	for _, c := range []struct {
		name          string
		gold, sys     []string
		muc, b3, ceaf float64
		mentions      float64
	}{
		{"the same", []string{"ab", "cde"}, []string{"edc", "ba"}, 1, 1, 1, 1},
		{"one split off", []string{"abc", "de"}, []string{"ab", "de"}, 0.8, 2 * (4.0/3 + 2) / 5 / ((4.0/3+2)/5 + 1), 0.9, 8.0 / 9},
		{"two joined", []string{"ab", "cd"}, []string{"abcd"}, 2 * 1 * (2.0 / 3) / (5.0 / 3), 2.0 / 3, 2 * (4.0 / 6) / 3, 1},
		{"nothing found", []string{"ab"}, nil, 0, 0, 0, 0},
	} {
		s := eval.Coref(letters(c.gold...), letters(c.sys...), true)
		for _, x := range []struct {
			what      string
			got, want float64
		}{{"MUC", s.MUC.F1(), c.muc}, {"B3", s.B3.F1(), c.b3}, {"CEAFe", s.CEAFe.F1(), c.ceaf}, {"mentions", s.Mentions.F1(), c.mentions}} {
			if math.Abs(x.got-x.want) > 1e-9 {
				t.Errorf("%s: %s %.4f, want %.4f", c.name, x.what, x.got, x.want)
			}
		}
	}
}

func TestCorefOfTreebank(t *testing.T) {
	const file = `# newdoc id = d
# meta::dateCreated = 2020-05-01
# sent_id = d-1
1	The	the	DET	DT	_	2	det	_	Entity=(1-person-new-x-cf1-2-coref
2	envoy	envoy	NOUN	NN	_	5	nsubj	_	_
3	of	of	ADP	IN	_	4	case	_	_
4	Peru	Peru	PROPN	NNP	_	2	nmod	_	Entity=(2-place-new-x-cf2-1-sgl-Peru)1)
5	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
6	.	.	PUNCT	.	_	5	punct	_	_

# newpar
# sent_id = d-2
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv-x-cf1-1-ana)
2	slept	sleep	VERB	VBD	_	0	root	_	Entity=(3-event-new-x-cf3-1-sgl)

`
	trees, err := conlluOf(file)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := eval.CorefOfTreebank(trees)
	if err != nil || len(docs) != 1 {
		t.Fatal(docs, err)
	}
	d := docs[0]
	if d.Text != "The envoy of Peru left.\n\nShe slept" || d.Published.Format("2006-01-02") != "2020-05-01" {
		t.Errorf("text %q of %s", d.Text, d.Published)
	}
	var got []string
	for _, c := range d.Clusters {
		s := c.Type
		for _, m := range c.Mentions {
			s += " [" + d.Text[m.Span.Begin:m.Span.End] + "|" + d.Text[m.Head[0].Begin:m.Head[0].End] + "]"
		}
		got = append(got, s)
	}
	want := "person [The envoy of Peru|envoy] [She|She]\nplace [Peru|Peru]"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestReadMeantime(t *testing.T) {
	const line = `{"id":"1","dct":"2007-02-01","text":"é Acme\n2 .\nIt\nb\nc\nd\nAcme","entities":[{"type":"ORG","mentions":[{"spans":[[2,6]]},{"spans":[[11,13]]},{"spans":[[20,24]]}]},{"type":"PRO","mentions":[{"spans":[[0,1]]}]}]}`
	docs, err := eval.ReadMeantime(strings.NewReader(line))
	if err != nil || len(docs) != 1 || len(docs[0].Clusters) != 1 {
		t.Fatal(docs, err)
	}
	var got []string
	for _, m := range docs[0].Clusters[0].Mentions {
		got = append(got, docs[0].Text[m.Span.Begin:m.Span.End])
	}
	if s := strings.Join(got, " "); s != "Acme It" {
		t.Errorf("mentions %q, want those of the first six lines, \"Acme It\"", s)
	}
}

func conlluOf(s string) ([]conllu.Sentence, error) {
	r := conllu.NewReader(strings.NewReader(s), "test")
	var all []conllu.Sentence
	for {
		t, err := r.Next()
		if t == nil || err != nil {
			return all, nil
		}
		all = append(all, *t)
	}
}

func TestFictionLexicon(t *testing.T) {
	rows, err := eval.ReadFiction(strings.NewReader("phrase\tcode\tdates\tkind\torigin\nARDEN\tARD\t\tactor\tx\nARDENIAN\tARD\t\tactor\tx\n" +
		"TOM REEVE\tARDGOV\t19950601 - 19990815\tactor\tx\nTOM REEVE\tARDREB\t> 990816\tactor\tx\nARDEN RADIO\tARDMED\t\tactor\tx\nREEVE\t~GOV\t\tagent\tx\nELF\tELF\t\tactor\ty\n"))
	if err != nil {
		t.Fatal(err)
	}
	actors, roles := eval.FictionLexicon(rows, "x", func(s string) bool { return s == "GOV" || s == "MED" || s == "REB" })
	want := `organisation Arden Radio
  code     ARDMED
  country  ARD
  sector   MED

state ARD
  name  Arden, Ardenian

person Tom Reeve
  office  ARD GOV  official  1995-06-01 .. 1999-08-15
  office  ARD REB  official  1999-08-16 .. 

`
	if actors != want {
		t.Errorf("got\n%swant\n%s", actors, want)
	}
	if want := "role reeve\n  code    GOV\n  sector  GOV\n\n"; roles != want {
		t.Errorf("got\n%swant\n%s", roles, want)
	}
}
