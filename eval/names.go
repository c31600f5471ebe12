package eval

import (
	"fmt"
	"strings"

	"casus"
	"casus/conllu"
	"casus/syntax"
)

// NameScore is how well names were found, by span and type, exactly.
type NameScore struct {
	All    PRF
	ByType map[casus.NameType]PRF
}

// NameLabels maps the labels of the known sets of names to types. Labels that are
// missing (times, quantities) are no names.
var NameLabels = map[string]casus.NameType{
	"PER": casus.PER, "per": casus.PER, "politician": casus.PER, "person": casus.PER, "Person": casus.PER,
	"ORG": casus.ORG, "org": casus.ORG, "organisation": casus.ORG, "politicalparty": casus.ORG, "Organisation": casus.ORG,
	"LOC": casus.LOC, "geo": casus.LOC, "location": casus.LOC, "country": casus.LOC, "Location": casus.LOC,
	"gpe": casus.NORP,
}

// Names scores a reader of documents on a set of names. Types are those that the set
// marks; names of other types are not looked at. With cutTitles, words such as
// "President" at the beginning of the set's persons are cut off first: some sets
// count them in. documents are the numbers of sentences of the set's documents; where
// they are not known (nil), each sentence is read by itself.
func Names(gold []conllu.Tagged, documents []int, types []casus.NameType, cutTitles bool, read func([]casus.Sentence)) NameScore {
	sc := NameScore{ByType: map[casus.NameType]PRF{}}
	marked := map[casus.NameType]bool{}
	for _, t := range types {
		marked[t] = true
	}
	for len(gold) > 0 {
		n := 1
		if len(documents) > 0 {
			n = min(max(1, documents[0]), len(gold))
			documents = documents[1:]
		}
		ss := make([]casus.Sentence, n)
		for i := range ss {
			for _, f := range gold[i].Forms {
				ss[i].Tokens = append(ss[i].Tokens, casus.Token{Form: f})
			}
		}
		read(ss)
		for i := range ss {
			sc.sentence(&gold[i], &ss[i], marked, cutTitles)
		}
		gold = gold[n:]
	}
	return sc
}

func (sc *NameScore) sentence(gold *conllu.Tagged, s *casus.Sentence, marked map[casus.NameType]bool, cutTitles bool) {
	want := map[casus.Name]bool{}
	for _, c := range gold.Chunks() {
		t, ok := NameLabels[c.Label]
		if !ok || !marked[t] {
			continue
		}
		for cutTitles && t == casus.PER && c.First <= c.Last && syntax.IsTitle(gold.Forms[c.First]) {
			c.First++
		}
		if c.First <= c.Last {
			want[casus.Name{First: c.First, Last: c.Last, Type: t}] = true
			sc.count(t, PRF{Gold: 1})
		}
	}
	for _, n := range s.Names {
		if marked[n.Type] {
			sc.count(n.Type, PRF{System: 1})
			if want[n] {
				sc.count(n.Type, PRF{Right: 1})
			}
		}
	}
}

func (p PRF) plus(q PRF) PRF {
	return PRF{p.Right + q.Right, p.System + q.System, p.Gold + q.Gold}
}

func (sc *NameScore) count(t casus.NameType, p PRF) {
	sc.All = sc.All.plus(p)
	sc.ByType[t] = sc.ByType[t].plus(p)
}

func (sc NameScore) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "P %.2f R %.2f F1 %.2f", percent(sc.All.Right, sc.All.System), percent(sc.All.Right, sc.All.Gold), 100*sc.All.F1())
	for t := casus.PER; t <= casus.MISC; t++ {
		if c, ok := sc.ByType[t]; ok {
			fmt.Fprintf(&b, "  %s %.2f", t, 100*c.F1())
		}
	}
	return b.String()
}
