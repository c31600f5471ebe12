package syntax

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"casus"
)

// Lemmas gives lemmas and morphological features to tagged words. It holds what
// does not follow from endings as it is, and the rest as rules: for a tag, the
// longest ending that has a rule says what to cut off and what to add. It is
// read-only.
type Lemmas struct {
	exact map[string]string // tag NUL form -> lemma
	rules map[string]edit   // tag NUL ending -> edit
	feats map[string]string // UPOS NUL tag NUL form, or UPOS NUL tag -> features
}

// edit cuts bytes off the end of a word and adds others.
type edit struct {
	cut int
	add string
}

const lemmaMagic = "CASUSLEM 1\n"

// maxEnding is the length of the longest ending of a rule, in bytes.
const maxEnding = 7

// LoadLemmas reads the tables: lines of "x TAG FORM LEMMA", "r TAG ENDING CUT ADD",
// "f UPOS TAG FORM FEATS", tab-separated, written by WriteLemmas.
func LoadLemmas(b []byte) (*Lemmas, error) {
	text := string(b)
	if !strings.HasPrefix(text, lemmaMagic) {
		return nil, fmt.Errorf("lemma tables: not a file of format 1 (it does not begin with %q): %w", strings.TrimSpace(lemmaMagic), casus.ErrInvalid)
	}
	n := strings.Count(text, "\n")
	l := &Lemmas{exact: make(map[string]string, n), rules: make(map[string]edit, n/4), feats: make(map[string]string, n/8)}
	at := 1
	for line := range strings.Lines(text[len(lemmaMagic):]) {
		at++
		line = strings.TrimSuffix(line, "\n")
		kind, rest, _ := strings.Cut(line, "\t")
		key, value, ok := strings.Cut(rest, "\t")
		if !ok {
			return nil, fmt.Errorf("lemma tables: line %d: %q is cut short: %w", at, line, casus.ErrInvalid)
		}
		switch kind {
		case "x":
			l.exact[key] = value
		case "r":
			if value == "" || value[0] < '0' || value[0] > '9' {
				return nil, fmt.Errorf("lemma tables: line %d: no edit in %q: %w", at, line, casus.ErrInvalid)
			}
			l.rules[key] = edit{int(value[0] - '0'), value[1:]}
		case "f":
			l.feats[key] = value
		default:
			return nil, fmt.Errorf("lemma tables: line %d: unknown kind %q: %w", at, kind, casus.ErrInvalid)
		}
	}
	return l, nil
}

// LemmaTables is what WriteLemmas writes. Keys are a tag and a form or ending with
// NUL between them.
type LemmaTables struct {
	Exact, Feats map[string]string
	// Rules hold the number of bytes to cut (one digit) followed by what to add.
	Rules map[string]string
}

// WriteLemmas writes tables for LoadLemmas, sorted.
func WriteLemmas(t LemmaTables) []byte {
	var lines []string
	for kind, m := range map[string]map[string]string{"x": t.Exact, "r": t.Rules, "f": t.Feats} {
		for k, v := range m {
			lines = append(lines, kind+"\t"+k+"\t"+v+"\n")
		}
	}
	sort.Strings(lines)
	return []byte(lemmaMagic + strings.Join(lines, ""))
}

// Lemma of a form with its tags. Proper nouns keep their case, all else is in lower
// case but for what the tables say.
func (l *Lemmas) Lemma(form, upos, xpos string) string {
	var space [96]byte
	if form == "" || len(form)+len(xpos) > len(space)-8 {
		return form // no word of any language
	}
	if strings.ContainsAny(form, "0123456789") {
		if xpos == "CD" && strings.Contains(form, ",") {
			return strings.ReplaceAll(form, ",", "")
		}
		return form
	}
	if xpos == "NNP" && upos != "PROPN" {
		return l.inName(form, upos)
	}
	key := append(append(space[:0], xpos...), 0)
	n := len(key)
	key = Normal(key, form)
	if string(key[n:]) != form {
		form = string(key[n:])
	}
	if lemma, ok := l.exact[string(key)]; ok {
		return lemma
	}
	key = lowerInPlace(key, n)
	word := key[n:]
	if upos != "PROPN" && !severalAbbreviated(form, xpos) {
		if lemma, ok := l.exact[string(key)]; ok {
			return lemma
		}
	}
	if upos != "PROPN" && prolonged(form) {
		return l.Lemma(shortened(form), upos, xpos)
	}
	base := form
	switch {
	case upos == "PROPN" && xpos == "NNP" && shouted(form):
		base = form[:1] + string(word[1:])
	case upos == "PROPN":
		if xpos == "NNP" && string(word) == form && form[0]-'a' < 26 && strings.IndexByte(form, '.') < 0 {
			return strings.ToUpper(form[:1]) + form[1:] // names that were typed small
		}
	case !KeepsCase(form, xpos) && string(word) != form:
		base = string(word)
	}
	return l.edit(base, word, xpos)
}

// shouted says that a word is so long that its capitals do not make it an
// abbreviation ("BRUSSELS").
func shouted(form string) bool {
	for i := range len(form) {
		if form[i]-'A' > 25 {
			return false
		}
	}
	return len(form) >= 7
}

// prolonged says that a letter stands three times or more on end ("sooo").
func prolonged(form string) bool {
	for i := 2; i < len(form); i++ {
		if c := form[i] | 0x20; c-'a' < 26 && c == form[i-1]|0x20 && c == form[i-2]|0x20 {
			return true
		}
	}
	return false
}

// shortened is a prolonged word as it is commonly written: of three letters or more
// on end one is left, of a consonant within the word two ("so", "pretty", "yes").
func shortened(form string) string {
	out := make([]byte, 0, len(form))
	for i := 0; i < len(form); {
		k := i + 1
		for k < len(form) && form[k]|0x20 == form[i]|0x20 {
			k++
		}
		n := k - i
		if n > 2 {
			n = 1
			if k < len(form) && strings.IndexByte("aeiouAEIOU", form[i]) < 0 {
				n = 2
			}
		}
		out = append(out, form[i:i+n]...)
		i = k
	}
	return string(out)
}

// edit applies the rule of the longest ending to base, which is word but for case.
func (l *Lemmas) edit(base string, word []byte, xpos string) string {
	var space [32]byte
	if len(xpos) > len(space)-maxEnding-1 {
		return base
	}
	rule := append(append(space[:0], xpos...), 0)
	n := len(rule)
	for k := min(len(word), maxEnding); k >= 0; k-- {
		rule = append(rule[:n], word[len(word)-k:]...)
		e, ok := l.rules[string(rule)]
		switch {
		case !ok:
			continue
		case e.cut >= len(base) || e.cut == 0 && e.add == "":
			return base
		case e.add == "":
			return base[:len(base)-e.cut]
		}
		if c := base[len(base)-1]; c-'A' < 26 {
			return base[:len(base)-e.cut] + strings.ToUpper(e.add)
		}
		return base[:len(base)-e.cut] + e.add
	}
	return base
}

// inName is the lemma of a word that is part of a name and no proper noun
// ("United" and "Breaking" as verbs, "Northern" as an adjective). It keeps its case.
func (l *Lemmas) inName(form, upos string) string {
	if upos != "VERB" {
		return form
	}
	tag := "VBN"
	switch {
	case strings.HasSuffix(form, "ing"):
		tag = "VBG"
	case strings.HasSuffix(form, "s"):
		tag = "VBZ"
	}
	lemma := l.Lemma(form, "VERB", tag)
	if lemma == "" || form[0] == lemma[0] || form[0]-'A' > 25 {
		return lemma
	}
	return strings.ToUpper(lemma[:1]) + lemma[1:]
}

// lowerInPlace puts b in lower case from n on; where letters change their length,
// in a new place.
func lowerInPlace(b []byte, n int) []byte {
	for i := n; i < len(b); i++ {
		if c := b[i]; c >= utf8.RuneSelf {
			return append(b[:n:n], appendLower(nil, b[n:])...)
		} else if c-'A' <= 25 {
			b[i] = c + 'a' - 'A'
		}
	}
	return b
}

// severalAbbreviated says that the word is the plural of an abbreviation ("MPs").
func severalAbbreviated(form, xpos string) bool {
	return xpos == "NNS" && len(form) > 2 && form[len(form)-1] == 's' && form[len(form)-2]-'A' < 26 && KeepsCase(form, xpos)
}

// KeepsCase says that a word that is no proper noun keeps its capitals in its
// lemma: abbreviations ("MPs", "GDP"; longer words in capitals are shouted), and
// adjectives of nationality.
func KeepsCase(form, xpos string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	if !unicode.IsUpper(r) || len(form) < 2 {
		return false
	}
	switch xpos {
	case "NNP", "NNPS":
		return true
	case "NN", "NNS", "FW":
		letters := form
		if len(form) > 2 {
			letters = strings.TrimSuffix(form, "s")
		}
		return len(letters) <= 4 && strings.ToUpper(letters) == letters
	case "JJ":
		for _, e := range []string{"an", "ese", "ish", "i", "nch", "tch", "ic"} {
			if strings.HasSuffix(form, e) {
				return true
			}
		}
	}
	return false
}
