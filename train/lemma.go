package train

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"casus"
	"casus/syntax"
)

// Lemmas makes the tables of syntax.Lemmas from the treebanks of a data folder and
// from WordNet's words and irregular forms.
func Lemmas(data string) ([]byte, error) {
	tb, err := LoadTreebanks(data)
	if err != nil {
		return nil, fmt.Errorf("making the lemma tables: %w", err)
	}
	t := lemmaTraining{types: map[[2]string]map[string]int{}, edits: map[string]map[string]int{}, made: map[string]string{}, lemmas: map[string]bool{}, words: map[string]bool{}}
	trees := tb.Train // the news set aside stay aside
	for i := range trees {
		for j := range trees[i].Tokens {
			t.see(&trees[i].Tokens[j])
		}
	}
	if err := t.wordnet(data); err != nil {
		return nil, fmt.Errorf("making the lemma tables: %w", err)
	}
	t.compare()
	rules := t.learn()
	out := syntax.LemmaTables{Exact: map[string]string{}, Rules: rules, Feats: feats(trees)}
	if err := t.exceptions(data, &out); err != nil {
		return nil, fmt.Errorf("making the lemma tables: %w", err)
	}
	return syntax.WriteLemmas(out), nil
}

type lemmaTraining struct {
	types map[[2]string]map[string]int // (tag, form) -> lemma -> count
	edits map[string]map[string]int    // tag NUL ending -> edit -> number of types
	// lemmas are those of the treebanks' verbs and nouns.
	lemmas map[string]bool
	made   map[string]string // tag NUL form -> lemma, of WordNet's words
	// words are WordNet's verbs and nouns.
	words map[string]bool
	// same are WordNet's nouns in -s, which may be their own plural ("series").
	same []string
}

func (t *lemmaTraining) see(k *casus.Token) {
	if strings.ContainsAny(k.Form, "0123456789") || k.XPOS == "NNP" && k.UPOS != "PROPN" || k.Lemma == "_" && k.Form != "_" {
		return // what holds digits is its own lemma; a part of a name goes by its word's rules
	}
	form := string(syntax.Normal(nil, k.Form))
	if k.UPOS != "PROPN" && !syntax.KeepsCase(k.Form, k.XPOS) && k.Lemma == strings.ToLower(k.Lemma) {
		form = strings.ToLower(form)
	}
	key := [2]string{k.XPOS, form}
	if t.types[key] == nil {
		t.types[key] = map[string]int{}
	}
	t.types[key][k.Lemma]++
	t.lemmas[k.Lemma] = true
}

// add counts the edit from a form to its lemma under all its endings.
func (t *lemmaTraining) add(tag, form, lemma string) {
	low := strings.ToLower(form)
	n := 0
	for n < len(form) && n < len(lemma) && form[n] == lemma[n] {
		n++
	}
	if len(form)-n > 9 {
		return
	}
	e := strconv.Itoa(len(form)-n) + lemma[n:]
	for k := 0; k <= min(7, len(low)); k++ {
		key := tag + "\x00" + low[len(low)-k:]
		if t.edits[key] == nil {
			t.edits[key] = map[string]int{}
		}
		t.edits[key][e]++
	}
}

// wordnet adds the regular forms of WordNet's verbs and nouns, so that endings are
// learned from all words and not from the treebanks' alone.
func (t *lemmaTraining) wordnet(data string) error {
	f, err := os.Open(filepath.Join(data, "lexical", "wordnet-supersenses.tsv.gz"))
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 3 || strings.ContainsAny(c[1], "_-'.0123456789/ ") || len(c[1]) < 3 || strings.ToLower(c[1]) != c[1] {
			continue
		}
		w := c[1]
		t.words[w] = true
		switch c[0] {
		case "v":
			s, ed, ing := inflect(w)
			t.form("VBZ", s, w)
			t.form("VBD", ed, w)
			t.form("VBN", ed, w)
			t.form("VBG", ing, w)
		case "n":
			s, _, _ := inflect(w)
			t.form("NNS", s, w)
			if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") {
				t.same = append(t.same, w)
			}
		}
	}
	for _, w := range t.same {
		if key := "NNS\x00" + w; t.made[key] == "" {
			t.made[key] = w
		}
	}
	return sc.Err()
}

// form adds a form that inflect made. Where two words make one form the commoner
// lemma wins: that which the treebanks have, else the shorter.
func (t *lemmaTraining) form(tag, form, lemma string) {
	t.add(tag, form, lemma)
	key := tag + "\x00" + form
	old, ok := t.made[key]
	if !ok || !t.lemmas[old] && (t.lemmas[lemma] || len(lemma) < len(old)) {
		t.made[key] = lemma
	}
}

// compare adds the regular comparatives and superlatives of the treebanks' short
// adjectives.
func (t *lemmaTraining) compare() {
	for _, key := range slices.SortedFunc(maps.Keys(t.types), func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) }) {
		w := key[1]
		if key[0] != "JJ" || len(w) < 3 || len(w) > 7 || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" || commonest(t.types[key]) != w {
			continue
		}
		_, ed, _ := inflect(w)
		stem := strings.TrimSuffix(ed, "d") // "wide", "fatte", "happie"
		t.form("JJR", stem+"r", w)
		t.form("JJS", stem+"st", w)
	}
}

// inflect makes the regular forms of a word: with -s, -ed and -ing.
func inflect(w string) (s, ed, ing string) {
	n := len(w)
	last, before := w[n-1], w[n-2]
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	switch {
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		s = w + "es"
	case last == 'y' && !vowel(before):
		s = w[:n-1] + "ies"
	default:
		s = w + "s"
	}
	switch {
	case last == 'e' && before != 'e' && before != 'o' && before != 'y':
		return s, w + "d", w[:n-1] + "ing"
	case last == 'e':
		return s, w + "d", w + "ing"
	case last == 'y' && !vowel(before):
		return s, w[:n-1] + "ied", w + "ing"
	case n <= 4 && n >= 3 && !vowel(last) && vowel(before) && !vowel(w[n-3]) && last != 'w' && last != 'x' && last != 'y':
		return s, w + string(last) + "ed", w + string(last) + "ing"
	}
	return s, w + "ed", w + "ing"
}

// learn keeps, for each tag, the endings whose commonest edit differs from that of
// the next shorter ending kept.
func (t *lemmaTraining) learn() map[string]string {
	for key, lemmas := range t.types {
		t.add(key[0], key[1], commonest(lemmas))
	}
	keys := make([]string, 0, len(t.edits))
	for k := range t.edits {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	rules := map[string]string{}
	for _, k := range keys {
		e := commonest(t.edits[k])
		tag, ending, _ := strings.Cut(k, "\x00")
		if ending == "" {
			e = "0" // a word that has none of the endings known is its own lemma
		}
		if ending != "" && (t.edits[k][e] < 2 || e == applied(rules, tag, ending[1:])) {
			continue
		}
		rules[k] = e
	}
	return rules
}

// applied is the edit of the longest ending of word that has a rule.
func applied(rules map[string]string, tag, word string) string {
	for k := max(0, len(word)-7); k <= len(word); k++ {
		if e, ok := rules[tag+"\x00"+word[k:]]; ok {
			return e
		}
	}
	return "0"
}

func commonest(m map[string]int) string {
	return byCount(m)[0]
}

// exceptions are the words that the rules get wrong: WordNet's, then the irregular
// ones, then those of the treebanks, which win.
func (t *lemmaTraining) exceptions(data string, out *syntax.LemmaTables) error {
	l, err := syntax.LoadLemmas(syntax.WriteLemmas(*out))
	if err != nil {
		return err
	}
	set := func(tag, form, lemma string) {
		upos := "X"
		if tag == "NNP" || tag == "NNPS" {
			upos = "PROPN"
		}
		if delete(out.Exact, tag+"\x00"+form); l.Lemma(form, upos, tag) != lemma && !strings.ContainsAny(form+lemma, "\t\n\x00") {
			out.Exact[tag+"\x00"+form] = lemma
		}
	}
	for key, lemma := range t.made {
		tag, form, _ := strings.Cut(key, "\x00")
		set(tag, form, lemma)
	}
	irregular, err := irregularForms(data)
	if err != nil {
		return err
	}
	for key, lemma := range irregular {
		set(key[0], key[1], lemma)
	}
	for key, lemmas := range t.types {
		tag, form := key[0], key[1]
		best, low := commonest(lemmas), strings.ToLower(form)
		small := t.types[[2]string{tag, low}][low]
		switch other, ok := irregular[key]; {
		case ok && !t.words[best] && t.words[other]:
			continue // the treebank errs: its lemma is no word
		case tag != "NNP" && tag != "NNPS" && best == form && form != low && small >= lemmas[best]:
			continue // a word of small letters that was once thought a name
		}
		set(tag, form, best)
		if tag == "JJ" && form != low && best == form && len(t.types[[2]string{tag, low}]) == 0 && syntax.KeepsCase(form, tag) && strings.ToUpper(form) != form {
			out.Exact[tag+"\x00"+low] = form // nationalities typed small
		}
		if tag == "JJ" && form == low && best == low && syntax.KeepsCase(strings.ToUpper(form[:1])+form[1:], tag) {
			out.Exact[tag+"\x00"+form] = best // "human" is no nationality
		}
	}
	return nil
}

// irregularForms are the lemmas of irregular forms by tag and form, from WordNet's
// lists and, for what those lack, from one of irregular verbs.
func irregularForms(data string) (map[[2]string]string, error) {
	all := map[[2]string]string{}
	add := func(tag, form, lemma string) {
		if key := [2]string{tag, form}; all[key] == "" && !strings.ContainsAny(form, "_- ") {
			all[key] = lemma
		}
	}
	err := lexicalLines(data, "wordnet-verb.exc.tsv", func(c []string) {
		lemma, _, _ := strings.Cut(c[1], ",")
		switch {
		case strings.HasSuffix(c[0], "ing"):
			add("VBG", c[0], lemma)
		case strings.HasSuffix(c[0], "s"):
			add("VBZ", c[0], lemma)
		default:
			add("VBD", c[0], lemma)
			add("VBN", c[0], lemma)
		}
	})
	if err == nil {
		err = lexicalLines(data, "wordnet-noun.exc.tsv", func(c []string) {
			lemma, _, _ := strings.Cut(c[1], ",")
			add("NNS", c[0], lemma)
		})
	}
	if err == nil {
		err = lexicalLines(data, "wordnet-adj.exc.tsv", func(c []string) {
			lemma, _, _ := strings.Cut(c[1], ",")
			if strings.HasSuffix(c[0], "st") {
				add("JJS", c[0], lemma)
			} else if strings.HasSuffix(c[0], "r") {
				add("JJR", c[0], lemma)
			}
		})
	}
	if err == nil {
		err = lexicalLines(data, "irregular-verbs.tsv", func(c []string) {
			if c[0] == "am" || c[0] == "is" || c[0] == "are" {
				return // forms of "be"
			}
			for k, tag := range map[int]string{1: "VBD", 2: "VBN"} {
				for form := range strings.SplitSeq(c[min(k, len(c)-1)], "/") {
					add(tag, form, c[0])
				}
			}
		})
	}
	return all, err
}

// lexicalLines calls each with the columns of the lines of a word list that have two
// or more.
func lexicalLines(data, name string, each func(columns []string)) error {
	b, err := os.ReadFile(filepath.Join(data, "lexical", name))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		if c := strings.Split(strings.TrimSpace(line), "\t"); len(c) > 1 {
			each(c)
		}
	}
	return nil
}

// feats are the commonest features of a tag, and of its forms where they differ.
func feats(trees []casus.Sentence) map[string]string {
	byTag, byForm := map[string]map[string]int{}, map[string]map[string]int{}
	count := func(m map[string]map[string]int, k, f string) {
		if m[k] == nil {
			m[k] = map[string]int{}
		}
		m[k][f]++
	}
	for i := range trees {
		for j := range trees[i].Tokens {
			k := &trees[i].Tokens[j]
			f := strings.TrimSuffix(k.Feats, "|Voice=Pass")
			if f == "_" || strings.Contains(f, "Typo=Yes") || strings.Contains(f, "Abbr=Yes") {
				f = strings.Trim(strings.Replace(strings.Replace(f, "Typo=Yes", "", 1), "Abbr=Yes", "", 1), "|_")
			}
			f = strings.ReplaceAll(f, "||", "|")
			tag := k.UPOS + "\x00" + k.XPOS
			count(byTag, tag, f)
			if full := strings.TrimSuffix(k.Feats, "|Voice=Pass"); full != "_" {
				f = full
			}
			count(byForm, tag+"\x00"+strings.ToLower(string(syntax.Normal(nil, k.Form))), f)
		}
	}
	out := map[string]string{}
	for k, m := range byTag {
		out[k] = commonest(m)
	}
	for k, m := range byForm {
		f := commonest(m)
		tag := k[:strings.LastIndexByte(k, 0)]
		if m[f] >= 2 && f != out[tag] && !strings.ContainsAny(k, "\t\n") {
			out[k] = f
		}
	}
	return out
}
