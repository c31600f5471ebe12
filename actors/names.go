package actors

import (
	"strings"

	"casus/lexicon"
)

// nameKind says as what a name of the lexicon was found.
type nameKind uint8

const (
	byName    nameKind = iota
	byAdj              // "Russian"
	byDemonym          // "Russians"
	byCapital          // "Moscow"
	byContext          // "the North"
)

// nameEntry is one name in the index: its letters without spaces and marks.
type nameEntry struct {
	text  string
	actor int32
	next  int32 // next entry under the same key, -1 at the end
	kind  nameKind
	exact bool // capital letters must agree: "US", "WHO", "IS"
}

// nameIndex finds the names of the lexicon in a sentence. The key is the first
// word of a name up to an apostrophe or hyphen, in lower case.
type nameIndex struct {
	entries []nameEntry
	heads   map[string]int32
	roster  *roster
}

func newNameIndex(actors []lexicon.Actor) *nameIndex {
	x := &nameIndex{heads: make(map[string]int32, 4*len(actors)), entries: make([]nameEntry, 0, 6*len(actors))}
	var buf []byte
	for i := range actors {
		a := &actors[i]
		add := func(names []string, k nameKind) {
			for _, n := range names {
				buf = x.add(buf, n, int32(i), k)
			}
		}
		add(a.Names, byName)
		add(a.Adjectives, byAdj)
		add(a.Demonyms, byDemonym)
		add(a.Capitals, byCapital)
		add(a.Contextual, byContext)
	}
	return x
}

func (x *nameIndex) add(buf []byte, name string, actor int32, kind nameKind) []byte {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	buf = plain(buf[:0], firstWord(name))
	buf = appendLower(buf[:0], string(keyOf(buf)))
	if len(buf) == 0 {
		return buf
	}
	next, ok := x.heads[string(buf)]
	if !ok {
		next = -1
	}
	x.heads[string(buf)] = int32(len(x.entries))
	text := string(plain(buf[:0], name))
	x.entries = append(x.entries, nameEntry{text: text, actor: actor, next: next, kind: kind, exact: isAcronym(text)})
	return buf
}

// keyOf cuts a word in plain form before an inner apostrophe or hyphen.
func keyOf(b []byte) []byte {
	for i := 1; i < len(b); i++ {
		if b[i] == '\'' || b[i] == '-' {
			return b[:i]
		}
	}
	return b
}

// isAcronym says that a name is short and in capitals, so that another case is
// another word.
func isAcronym(s string) bool {
	if len(s) > 5 {
		return false
	}
	upper := 0
	for i := range len(s) {
		if isUpper(s[i]) {
			upper++
		} else if isLower(s[i]) {
			return false
		}
	}
	return upper > 1
}

// words are the tokens of one sentence in plain form, side by side in one buffer.
type words struct {
	buf  []byte
	ends []int32
	caps bool // the whole sentence is in capitals
	// met holds the best name of the roster so far and the one looked at.
	met   [2]nameEntry
	spare int
}

func (w *words) reset() {
	w.buf, w.ends, w.caps = w.buf[:0], w.ends[:0], false
}

func (w *words) add(form string) {
	w.buf = plain(w.buf, form)
	w.ends = append(w.ends, int32(len(w.buf)))
}

// at is the plain form of token i.
func (w *words) at(i int) []byte {
	b := int32(0)
	if i > 0 {
		b = w.ends[i-1]
	}
	return w.buf[b:w.ends[i]]
}

// allCaps says whether the sentence has no lower-case letter but several others.
func (w *words) allCaps() bool {
	n := 0
	for _, c := range w.buf {
		if isLower(c) {
			return false
		}
		if isUpper(c) {
			n++
		}
	}
	return n > 12
}

// match compares a name with the tokens from i on and returns the last token
// that it covers, or -1. Hyphens do not count ("Kim Jong Un" is "Kim Jong-un"), and
// a lone initial between the tokens may be passed over ("Antony J. Blinken").
func (w *words) match(e *nameEntry, i int) int {
	t, first := e.text, true
	for j := i; j < len(w.ends); j++ {
		b := w.at(j)
		if !first && len(b) == 1 && b[0] == '-' {
			continue
		}
		n := w.wordFits(t, b, e.exact)
		if n < 0 {
			if !first && len(t) > 2 && len(b) == 2 && b[1] == '.' && isUpper(b[0]) {
				continue
			}
			return -1
		}
		first = false
		if t = t[n:]; t == "" {
			return j
		}
	}
	return -1
}

// wordFits says how many bytes at the start of a name the word covers, -1 if it
// is another word.
func (w *words) wordFits(name string, word []byte, exact bool) int {
	if len(word) == 0 || isUpper(name[0]) && isLower(word[0]) {
		return -1
	}
	exact = exact || len(name) <= 3 && isUpper(name[0]) && !w.caps
	n := 0
	for k := 0; k < len(word); k++ {
		c := word[k]
		if c == '-' && k > 0 {
			if n < len(name) && name[n] == '-' {
				n++
			}
			continue
		}
		if n < len(name) && name[n] == '-' && c != '-' && n > 0 {
			n++
		}
		if n == len(name) || name[n] != c && (exact || lower(name[n]) != lower(c)) {
			return -1
		}
		n++
	}
	if n < len(name) && name[n] == '-' {
		n++
	}
	return n
}

// notInCaps are names that in a line of capitals are rather common words.
func notInCaps(s string) bool {
	switch s {
	case "US", "WHO", "IT", "IS", "CAN", "AID", "AU", "EAC", "ECHO", "ECO", "CAR":
		return true
	}
	return false
}

// hit is a name of the lexicon found in a sentence, tokens first to last.
type hit struct {
	first, last int32
	actor       int32
	kind        nameKind
}

// find appends the hits of one sentence: longest first from the left, not
// overlapping. choose picks among entries that have the same letters.
func (x *nameIndex) find(w *words, hits []hit, choose func(old, new *nameEntry) bool) []hit {
	var key [48]byte
	for i := 0; i < len(w.ends); i++ {
		b := keyOf(w.at(i))
		if len(b) == 0 || len(b) > len(key) {
			continue
		}
		k := key[:0]
		for _, c := range b {
			k = append(k, lower(c))
		}
		n, ok := x.heads[string(k)]
		if !ok {
			n = -1
		}
		best, last := (*nameEntry)(nil), -1
		for ; n >= 0; n = x.entries[n].next {
			e := &x.entries[n]
			if best != nil && len(e.text) < len(best.text) || w.caps && notInCaps(e.text) {
				continue
			}
			if end := w.match(e, i); end >= 0 && (end > last || end == last && choose(best, e)) {
				best, last = e, end
			}
		}
		if !isLower(b[0]) {
			best, last = x.roster.find(w, i, k, best, last, choose)
		}
		if best != nil {
			hits = append(hits, hit{int32(i), int32(last), best.actor, best.kind})
			i = last
		}
	}
	return hits
}
