package train

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"casus"
	"casus/syntax"
)

// NameSet is a set of sentences with names marked, and how its labels are read.
type NameSet struct {
	File string
	// Types maps its labels; a label that is missing is no name.
	Types map[string]casus.NameType
	// Loose: nationalities are not marked there, or marked as MISC, so MISC and
	// NORP are not told apart and "no name" may be NORP.
	Loose bool
}

// NameSets are the sets that the tagger learns from.
var NameSets = []NameSet{
	{"voa-gmb-train", map[string]casus.NameType{"geo": casus.LOC, "org": casus.ORG, "per": casus.PER, "gpe": casus.NORP, "art": casus.MISC, "eve": casus.MISC, "nat": casus.MISC}, false},
	{"gum-ner-train", map[string]casus.NameType{"LOC": casus.LOC, "ORG": casus.ORG, "PER": casus.PER, "MISC": casus.MISC}, true},
	{"wikigold", map[string]casus.NameType{"LOC": casus.LOC, "ORG": casus.ORG, "PER": casus.PER, "MISC": casus.MISC}, true},
	{"crossner-politics-train", map[string]casus.NameType{"location": casus.LOC, "country": casus.LOC, "organisation": casus.ORG, "politicalparty": casus.ORG,
		"politician": casus.PER, "person": casus.PER, "election": casus.MISC, "event": casus.MISC, "misc": casus.MISC}, true},
}

// NamedSentence is a sentence of a name set: its words and the sets of labels
// that are right for each, as bits.
type NamedSentence struct {
	Tokens []casus.Token
	Labels []uint16
}

// Read reads the set.
func (n NameSet) Read(data string) ([]NamedSentence, error) {
	path := filepath.Join(data, "ner", n.File+".tsv.gz")
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var all []NamedSentence
	var forms, tags []string
	end := func() {
		if len(forms) > 0 {
			all = append(all, n.sentence(forms, tags))
		}
		forms, tags = forms[:0], tags[:0]
	}
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		form, tag, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			end()
			continue
		}
		forms, tags = append(forms, form), append(tags, tag)
	}
	end()
	return all, sc.Err()
}

func (n NameSet) sentence(forms, tags []string) NamedSentence {
	const begin = 1
	s := NamedSentence{Labels: make([]uint16, len(forms))}
	norp := uint16(1<<label(casus.NORP, true) | 1<<label(casus.NORP, false))
	for i, f := range forms {
		s.Tokens = append(s.Tokens, casus.Token{Form: f})
		s.Labels[i] = begin
		if n.Loose {
			s.Labels[i] |= norp
		}
	}
	for i := 0; i < len(tags); {
		if !strings.HasPrefix(tags[i], "B-") {
			i++
			continue
		}
		first, name := i, tags[i][2:]
		for i++; i < len(tags) && tags[i] == "I-"+name; i++ {
		}
		t, ok := n.Types[name]
		if !ok {
			continue
		}
		if t == casus.PER {
			for first < i && syntax.IsTitle(forms[first]) {
				first++
			}
		}
		for j := first; j < i; j++ {
			s.Labels[j] = 1 << label(t, j == first)
			if n.Loose && t == casus.MISC {
				s.Labels[j] |= 1 << label(casus.NORP, j == first)
			}
		}
	}
	return s
}

// label is the number of the label that begins or continues a name.
func label(t casus.NameType, begins bool) int {
	if begins {
		return 1 + 2*int(t)
	}
	return 2 + 2*int(t)
}
