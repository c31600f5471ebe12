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
	var buf [96]byte
	if len(form)+len(xpos) > len(buf)-2 {
		return form // no word of any language
	}
	if strings.ContainsAny(form, "0123456789") {
		if xpos == "CD" && strings.Contains(form, ",") {
			return strings.ReplaceAll(form, ",", "")
		}
		return form
	}
	key := append(append(buf[:0], xpos...), 0)
	n := len(key)
	key = Normal(key, form)
	if len(key)-n != len(form) || key[len(key)-1] != form[len(form)-1] {
		form = string(key[n:])
	}
	if lemma, ok := l.exact[string(key)]; ok {
		return lemma
	}
	key = append(key[:n], appendLower(nil, key[n:])...)
	if lemma, ok := l.exact[string(key)]; ok && (upos != "PROPN" || lemma == "") {
		return lemma
	}
	if upos == "PROPN" && xpos == "NNP" && strings.ToLower(form) == form && form[0]-'a' < 26 && strings.IndexByte(form, '.') < 0 {
		return strings.ToUpper(form[:1]) + form[1:] // names that were typed small
	}
	lower := upos != "PROPN" && !KeepsCase(form, xpos)
	base := form
	if lower {
		base = strings.ToLower(form)
	}
	word := key[n:]
	for k := min(len(word), maxEnding); k >= 0; k-- {
		rule := append(append(append(make([]byte, 0, 32), xpos...), 0), word[len(word)-k:]...)
		if e, ok := l.rules[string(rule)]; ok {
			if e.cut >= len(base) || e.cut == 0 && e.add == "" {
				return base
			}
			return base[:len(base)-e.cut] + e.add
		}
	}
	return base
}

// KeepsCase says that a word that is no proper noun keeps its capitals in its
// lemma: abbreviations in capitals, and adjectives of nationality.
func KeepsCase(form, xpos string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	if !unicode.IsUpper(r) || len(form) < 2 {
		return false
	}
	switch xpos {
	case "NNP", "NNPS":
		return true
	case "NN", "NNS", "FW":
		return strings.ToUpper(form) == form || strings.TrimSuffix(form, "s") != form && strings.ToUpper(form[:len(form)-1]) == form[:len(form)-1] && len(form) > 2
	case "JJ":
		for _, e := range []string{"an", "ese", "ish", "i", "nch", "tch", "ic"} {
			if strings.HasSuffix(form, e) {
				return true
			}
		}
	}
	return false
}

// Feats are the features of a form with its tags, "" for none.
func (l *Lemmas) Feats(form, upos, xpos string) string {
	var buf [96]byte
	if len(form)+len(upos)+len(xpos) > len(buf)-3 {
		return ""
	}
	key := append(append(append(append(buf[:0], upos...), 0), xpos...), 0)
	n := len(key)
	key = append(key, appendLower(nil, Normal(nil, form))...)
	if f, ok := l.feats[string(key)]; ok {
		return f
	}
	return l.feats[string(key[:n-1])]
}

// Finish adds what depends on the tree: the voice of passive participles.
func (l *Lemmas) Finish(s *casus.Sentence) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Head < 0 || t.Deprel != "nsubj:pass" && t.Deprel != "aux:pass" && t.Deprel != "csubj:pass" {
			continue
		}
		h := &s.Tokens[t.Head]
		if f, ok := passive[h.Feats]; ok && h.XPOS == "VBN" {
			h.Feats = f
		}
	}
}

// passive are the features of a participle, and of one in the passive voice.
var passive = map[string]string{"Tense=Past|VerbForm=Part": "Tense=Past|VerbForm=Part|Voice=Pass"}
