package train

import (
	"path/filepath"

	"casus"
	"casus/conllu"
	"casus/syntax"
)

// NameSet is a set of sentences with names marked, and how its labels are read.
type NameSet struct {
	File string
	// Types maps its labels; a label that is missing is no name.
	Types map[string]casus.NameType
	// Loose: nationalities are not marked there, or marked as MISC, so a word that
	// is a nationality elsewhere may be NORP here.
	Loose bool
	// Sparse: few names that are neither persons, bodies nor places are marked there,
	// so a capitalised word outside may be part of one.
	Sparse bool
	// Part is the share of training that the set gets.
	Part float64
}

// NameSets are the sets that the tagger learns from. The large one is partly
// tagged by machine, so it gets no more than the small ones made by hand.
var NameSets = []NameSet{
	{"voa-gmb-train", map[string]casus.NameType{"geo": casus.LOC, "org": casus.ORG, "per": casus.PER, "gpe": casus.NORP, "art": casus.MISC, "eve": casus.MISC, "nat": casus.MISC}, false, true, 0.19},
	{"gum-ner-train", plainTypes, true, false, 0.06},
	{"wikigold", plainTypes, true, false, 0.05},
	{"uner-ewt-dev", plainTypes, true, true, 0.06},
	{"crossner-politics-train", politicsTypes, true, false, 0.015},
	{"crossner-politics-dev", politicsTypes, true, false, 0.025},
}

// DevSets are never trained on; they tell how a training goes.
var DevSets = []NameSet{
	{"voa-gmb-dev", NameSets[0].Types, false, false, 0},
	{"gum-ner-dev", plainTypes, true, false, 0},
}

var (
	plainTypes    = map[string]casus.NameType{"LOC": casus.LOC, "ORG": casus.ORG, "PER": casus.PER, "MISC": casus.MISC}
	politicsTypes = map[string]casus.NameType{"location": casus.LOC, "country": casus.LOC, "organisation": casus.ORG, "politicalparty": casus.ORG,
		"politician": casus.PER, "person": casus.PER, "election": casus.MISC, "event": casus.MISC, "misc": casus.MISC}
)

// NamedSentence is a sentence of a name set: its words and the sets of labels
// that are right for each, as bits.
type NamedSentence struct {
	Tokens []casus.Token
	Labels []uint16
}

// Read reads the set.
func (n NameSet) Read(data string) ([]NamedSentence, error) {
	nations, err := nationalities(data)
	if err != nil {
		return nil, err
	}
	tagged, err := conllu.ReadTagged(filepath.Join(data, "ner", n.File+".tsv.gz"))
	if err != nil {
		return nil, err
	}
	all := make([]NamedSentence, 0, len(tagged))
	for i := range tagged {
		all = append(all, n.sentence(&tagged[i], nations))
	}
	return all, nil
}

func (n NameSet) sentence(tagged *conllu.Tagged, nations map[string]bool) NamedSentence {
	const outside = 1
	s := NamedSentence{Labels: make([]uint16, len(tagged.Forms))}
	norp := uint16(1<<label(casus.NORP, true) | 1<<label(casus.NORP, false))
	for i, f := range tagged.Forms {
		s.Tokens = append(s.Tokens, casus.Token{Form: f})
		s.Labels[i] = outside
		if n.Loose && nations[f] {
			s.Labels[i] |= norp
		}
		if n.Sparse && f[0]-'A' <= 25 {
			s.Labels[i] |= 1<<label(casus.MISC, true) | 1<<label(casus.MISC, false)
		}
	}
	for _, c := range tagged.Chunks() {
		t, ok := n.Types[c.Label]
		if !ok {
			continue
		}
		if t == casus.PER {
			for c.First <= c.Last && syntax.IsTitle(tagged.Forms[c.First]) {
				c.First++
			}
		}
		for j := c.First; j <= c.Last; j++ {
			s.Labels[j] = 1 << label(t, j == c.First)
			if n.Loose && t == casus.MISC && nations[tagged.Forms[j]] {
				s.Labels[j] |= 1 << label(casus.NORP, j == c.First)
			}
		}
	}
	return s
}

// nationalities are the words that the set which marks them marks at least twice.
func nationalities(data string) (map[string]bool, error) {
	tagged, err := conllu.ReadTagged(filepath.Join(data, "ner", "voa-gmb-train.tsv.gz"))
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for i := range tagged {
		for k, l := range tagged[i].Labels {
			if l == "B-gpe" {
				count[tagged[i].Forms[k]]++
			}
		}
	}
	out := map[string]bool{}
	for w, n := range count {
		if n >= 2 {
			out[w] = true
		}
	}
	return out, nil
}

// label is the number of the label that begins or continues a name.
func label(t casus.NameType, begins bool) int {
	if begins {
		return 1 + 2*int(t)
	}
	return 2 + 2*int(t)
}
