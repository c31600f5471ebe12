package train

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"casus"
	"casus/syntax"
)

// newsDocs are the documents of GUM's training part that are kept out of training
// and serve as a test on news.
var newsDocs = []string{"GUM_news_afghan", "GUM_news_korea", "GUM_news_defector", "GUM_news_election"}

// Treebanks are the trees that the parser learns from and is measured on.
type Treebanks struct {
	Train []casus.Sentence // EWT and GUM train without News
	Dev   []casus.Sentence // EWT dev
	News  []casus.Sentence // GUM news documents set aside
}

// LoadTreebanks reads the treebanks of a data folder.
func LoadTreebanks(data string) (*Treebanks, error) {
	var t Treebanks
	for _, f := range []struct {
		name string
		to   *[]casus.Sentence
	}{{"en_ewt-ud-train", &t.Train}, {"en_gum-open-train", &t.Train}, {"en_ewt-ud-dev", &t.Dev}} {
		trees, docs, err := ReadTreebank(filepath.Join(data, "ud", f.name+".conllu.gz"))
		if err != nil {
			return nil, err
		}
		for i, s := range trees {
			if slices.Contains(newsDocs, docs[i]) {
				t.News = append(t.News, s)
			} else {
				*f.to = append(*f.to, s)
			}
		}
	}
	return &t, nil
}

// Labels lists the tags and relations of the trees, most frequent first, with
// "root" first among the relations.
func (t *Treebanks) Labels() syntax.Labels {
	u, x, r := map[string]int{}, map[string]int{}, map[string]int{}
	for _, s := range t.Train {
		for _, k := range s.Tokens {
			u[k.UPOS]++
			x[k.XPOS]++
			r[k.Deprel]++
		}
	}
	r["root"] = 1 << 30
	return syntax.Labels{UPOS: byCount(u), XPOS: byCount(x), Rels: byCount(r)}
}

func byCount(m map[string]int) []string {
	var ss []string
	for s := range m {
		ss = append(ss, s)
	}
	slices.SortFunc(ss, func(a, b string) int {
		if m[a] != m[b] {
			return m[b] - m[a]
		}
		return strings.Compare(a, b)
	})
	return ss
}

// LoadVocabulary takes the words of the class hierarchy and the words that the
// trees have at least twice.
func LoadVocabulary(data string, trees []casus.Sentence) (*syntax.Vocabulary, error) {
	f, err := os.Open(filepath.Join(data, "lexical", "clusters-open-c800.tsv.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var words, paths []string
	known := map[string]bool{}
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 2 {
			return nil, fmt.Errorf("clusters: %q", sc.Text())
		}
		w := string(syntax.Normal(nil, c[1]))
		if w != "" && !known[w] && !strings.ContainsAny(w, "\n") {
			known[w] = true
			words, paths = append(words, w), append(paths, c[0])
		}
	}
	count := map[string]int{}
	for _, s := range trees {
		for _, k := range s.Tokens {
			count[string(syntax.Normal(nil, k.Form))]++
		}
	}
	for _, w := range byCount(count) {
		if count[w] >= 2 && !known[w] {
			words, paths = append(words, w), append(paths, "")
		}
	}
	return syntax.NewVocabulary(words, paths), sc.Err()
}

// Score is a quick measure of a model in training: the share of tags, heads, and
// heads with relation (without subtype) that are right, in percent; punctuation
// counts unless noPunct.
func Score(m *syntax.Model, gold []casus.Sentence, noPunct bool) (upos, uas, las float64) {
	p := m.NewParser()
	n, u, a, l := 0, 0, 0, 0
	for i := range gold {
		g := gold[i].Tokens
		s := casus.Sentence{Tokens: make([]casus.Token, len(g))}
		for j := range g {
			s.Tokens[j].Form = g[j].Form
		}
		p.Parse(&s)
		for j := range g {
			if noPunct && g[j].UPOS == "PUNCT" {
				continue
			}
			n++
			if s.Tokens[j].UPOS == g[j].UPOS {
				u++
			}
			if s.Tokens[j].Head == g[j].Head {
				a++
				if s.Tokens[j].Rel() == g[j].Rel() {
					l++
				}
			}
		}
	}
	f := 100 / float64(n)
	return f * float64(u), f * float64(a), f * float64(l)
}
