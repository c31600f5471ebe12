package syntax

import (
	"slices"

	"casus"
)

// Gazetteer knows words and phrases that occur in names of persons, places and
// organisations. Words and phrases are kept as hashes of their small letters: of
// 100,000 entries one unknown word in 40,000 is taken for one of them.
type Gazetteer struct {
	Words   []GazetteerEntry // sorted by hash
	Phrases []GazetteerEntry // sorted by hash
	Longest int              // words of the longest phrase
}

// GazetteerEntry is a word or phrase: its hash and its kinds, as bits.
type GazetteerEntry struct {
	Hash  uint32
	Kinds uint16
}

// The kinds of words, as bits.
const (
	WordFirst     = 1 << iota // a first name of many persons
	WordFirstRare             // a first name
	WordLast                  // a last name of many persons
	WordLastRare              // a last name
	WordCountry               // a country
	WordBigCity               // a city of half a million, a capital
	WordCity                  // another town
	WordRegion                // a province
	WordInPlace               // part of a longer name of a place
	WordBody                  // an organisation, or its abbreviation
	WordInBody                // part of a longer name of an organisation
	WordPeople                // a nationality
	WordCompany               // a company or brand
	WordCapital               // mostly written with a capital in running text
	WordSmall                 // mostly written without
	WordBegins                // the first word of a phrase
	wordKinds     = 15        // WordBegins is no feature
)

// The kinds of phrases, as bits.
const (
	PhrasePerson = 1 << iota
	PhrasePlace
	PhraseBody
	phraseKinds = 8 // sets of kinds
)

// maxPhrase is the number of words that phrases have at most.
const maxPhrase = 12

// sorted brings entries in order and merges those with the same hash.
func sorted(all []GazetteerEntry) []GazetteerEntry {
	slices.SortFunc(all, func(a, b GazetteerEntry) int {
		if a.Hash < b.Hash {
			return -1
		}
		if a.Hash > b.Hash {
			return 1
		}
		return 0
	})
	out := all[:0]
	for _, e := range all {
		if n := len(out); n > 0 && out[n-1].Hash == e.Hash {
			out[n-1].Kinds |= e.Kinds
		} else {
			out = append(out, e)
		}
	}
	return slices.Clip(out)
}

// index finds entries by their hash: first holds, for each beginning of a hash, the
// first entry that has it or a later one.
type index struct {
	all   []GazetteerEntry
	first []int32
}

// indexBits is the length of the beginnings of hashes in an index.
const indexBits = 16

func newIndex(all []GazetteerEntry) index {
	x := index{all, make([]int32, 1<<indexBits+1)}
	at := 0
	for b := range x.first {
		for at < len(all) && int(all[at].Hash>>(32-indexBits)) < b {
			at++
		}
		x.first[b] = int32(at)
	}
	return x
}

// kinds are those of the entry with the hash, 0 for none.
func (x *index) kinds(h uint32) uint16 {
	b := h >> (32 - indexBits)
	for _, e := range x.all[x.first[b]:x.first[b+1]] {
		if e.Hash == h {
			return e.Kinds
		}
	}
	return 0
}

// GazetteerBuilder collects the entries of a gazetteer.
type GazetteerBuilder struct {
	words, phrases []GazetteerEntry
	longest        int
	buf            []byte
}

func (b *GazetteerBuilder) hash(word string) uint32 {
	b.buf = Normal(b.buf[:0], word)
	n := len(b.buf)
	b.buf = appendLower(b.buf, b.buf)
	return hash(b.buf[n:])
}

// Word adds a word of the given kinds.
func (b *GazetteerBuilder) Word(word string, kinds uint16) {
	b.words = append(b.words, GazetteerEntry{b.hash(word), kinds})
}

// Phrase adds a phrase of two words or more; those of more than twelve are left out.
func (b *GazetteerBuilder) Phrase(words []string, kinds uint16) {
	if len(words) < 2 || len(words) > maxPhrase {
		return
	}
	b.Word(words[0], WordBegins)
	h := uint32(0)
	for _, w := range words {
		h = joined(h, b.hash(w))
	}
	b.phrases = append(b.phrases, GazetteerEntry{h, kinds})
	b.longest = max(b.longest, len(words))
}

// Gazetteer is what has been collected.
func (b *GazetteerBuilder) Gazetteer() *Gazetteer {
	return &Gazetteer{sorted(b.words), sorted(b.phrases), b.longest}
}

// joined is the hash of a phrase and one more word.
func joined(phrase, word uint32) uint32 {
	h := phrase*0x9e3779b1 ^ word
	return (h ^ h>>15) * 0x85ebca6b
}

// phrase is the longest phrase that begins at word i: its words and kinds, or 0.
func (f *NameFeatures) phrase(forms []nameForm, words []int32, i int) (n int, kinds uint16) {
	h := uint32(0)
	for k := i; k < len(words) && k-i < f.Gazetteer.Longest; k++ {
		h = joined(h, forms[words[k]].hash)
		if k > i {
			if f := f.phrases.kinds(h); f != 0 {
				n, kinds = k-i+1, f
			}
		}
	}
	return n, kinds
}

// NameFeatures turns words into rows of the embeddings that the network for names
// adds up.
type NameFeatures struct {
	Vocab     *Vocabulary
	Gazetteer *Gazetteer
	// XPOS and Rels are the tags and relations (without subtype) that it knows.
	XPOS, Rels []string

	known      index // of the gazetteer's words
	phrases    index
	xpos, rels map[string]int32
	base       [6]int32 // first row of each kind of feature
	rows       int
}

// The kinds of features beside those of Vocabulary, by their index in base.
const (
	rowsWord   = iota // kinds of words, by the case they are written in
	rowsPhrase        // sets of kinds of phrases, by place in the phrase and case
	rowsTag           // the tag
	rowsRel           // the relation and the side of the head
	rowsHead          // the relation and the class of the head, hashed
	rowsCase          // how the sentence is written; its first word
)

// headRows is the number of rows that relations with classes of heads are hashed into.
const headRows = 4096

// NewNameFeatures numbers the rows.
func NewNameFeatures(v *Vocabulary, g *Gazetteer, xpos, rels []string) *NameFeatures {
	f := &NameFeatures{Vocab: v, Gazetteer: g, XPOS: xpos, Rels: rels,
		known: newIndex(g.Words), phrases: newIndex(g.Phrases), xpos: map[string]int32{}, rels: map[string]int32{}}
	at := int32(v.Rows())
	for i, n := range [6]int{3 * wordKinds, 3 * 2 * phraseKinds, len(xpos) + 1, 2*len(rels) + 2, headRows, 8} {
		f.base[i] = at
		at += int32(n)
	}
	f.rows = int(at)
	for i, x := range xpos {
		f.xpos[x] = int32(i + 1)
	}
	for i, r := range rels {
		f.rels[r] = int32(i + 1)
	}
	return f
}

// Rows is the number of rows of the embeddings.
func (f *NameFeatures) Rows() int { return f.rows }

// Sentence appends the rows of all words of a parsed sentence; start gets the first
// of each word and the end.
func (f *NameFeatures) Sentence(tokens []casus.Token, rows, start []int32) (r, s []int32) {
	forms := make([]nameForm, len(tokens))
	own := make([][]int32, len(tokens))
	words := make([]int32, len(tokens))
	var buf []byte
	for i := range tokens {
		own[i], forms[i], buf = f.word(tokens[i].Form, nil, buf)
		words[i] = int32(i)
	}
	c := nameContext{f: f, tokens: tokens, forms: forms, words: words}
	c.begin()
	start = append(start, int32(len(rows)))
	for i := range tokens {
		rows = append(rows, own[i]...)
		rows = c.rows(i, rows)
		start = append(start, int32(len(rows)))
	}
	return rows, start
}

// nameForm is what features of other words need of a form.
type nameForm struct {
	hash  uint32
	class int32 // row of its class in Vocabulary, 0 for none
	cased uint8 // 0 small letters, 1 a capital first, 2 capitals only, 3 no letters
	kinds uint16
}

// word appends the rows that a form has wherever it stands.
func (f *NameFeatures) word(form string, rows []int32, buf []byte) ([]int32, nameForm, []byte) {
	first := len(rows)
	rows, buf = f.Vocab.Features(form, rows, buf)
	var w nameForm
	if r := rows[first]; r > 0 {
		w.class = max(f.Vocab.classes[1][r-1], 0)
	}
	buf = Normal(buf[:0], form)
	n := len(buf)
	w.cased = cased(buf)
	buf = appendLower(buf, buf)
	w.hash = hash(buf[n:])
	w.kinds = f.known.kinds(w.hash)
	for k := range int32(wordKinds) {
		if w.kinds>>k&1 == 1 && w.cased < 3 {
			rows = append(rows, f.base[rowsWord]+int32(w.cased)*wordKinds+k)
		}
	}
	return rows, w, buf
}

// cased sorts words by their capitals; see nameForm.
func cased(w []byte) uint8 {
	up, low, first := 0, 0, false
	for i, c := range w {
		switch {
		case c-'A' <= 25:
			up++
			first = first || i == 0
		case c-'a' <= 25 || c >= 0x80:
			low++
		}
	}
	switch {
	case up+low == 0:
		return 3
	case low == 0 && up > 1:
		return 2
	case up > 0:
		return 1
	}
	return 0
}

// nameContext gives the rows that words have by their place in the sentence.
type nameContext struct {
	f      *NameFeatures
	tokens []casus.Token
	forms  []nameForm
	words  []int32 // index in forms of each token

	style int32 // how the sentence is written
	// The phrase that covers the word at hand: its end, first word and kinds.
	end, from int
	kinds     uint16
}

// begin looks at the sentence as a whole: is it written in small letters only, in
// capitals, like a title, or as usual?
func (c *nameContext) begin() {
	small, capital, all := 0, 0, 0
	for i, w := range c.words {
		switch c.forms[w].cased {
		case 0:
			small++
		case 1:
			if i > 0 {
				capital++
			}
		case 2:
			all++
		}
	}
	switch n := small + capital + all; {
	case all > 2 && all*3 > n*2:
		c.style = 1
	case capital > 3 && capital > 2*small:
		c.style = 2
	case capital+all == 0:
		c.style = 3
	}
}

// rows appends the rows of word i; words must be asked for in order.
func (c *nameContext) rows(i int, rows []int32) []int32 {
	f, t := c.f, &c.tokens[i]
	w := &c.forms[c.words[i]]
	if i >= c.end && w.kinds&WordBegins != 0 && (w.cased == 1 || w.cased == 2 || c.style == 3) {
		if n, kinds := f.phrase(c.forms, c.words, i); n > 0 {
			c.from, c.end, c.kinds = i, i+n, kinds
		}
	}
	if i < c.end {
		place := int32(1)
		if i == c.from {
			place = 0
		} else if i == c.end-1 {
			place = 2
		}
		upper := int32(0)
		if c.forms[c.words[c.from]].cased > 0 {
			upper = 1
		}
		rows = append(rows, f.base[rowsPhrase]+(place*2+upper)*phraseKinds+int32(c.kinds&(phraseKinds-1)))
	}
	rel := f.rels[t.Rel()]
	side, class := int32(0), int32(0)
	if t.Head >= 0 {
		class = c.forms[c.words[t.Head]].class
		if t.Head > i {
			side = 1
		}
	}
	h := uint32(rel)*0x9e3779b1 ^ uint32(class)*0x85ebca6b
	h ^= h >> 15
	rows = append(rows, f.base[rowsTag]+f.xpos[t.XPOS], f.base[rowsRel]+2*rel+side, f.base[rowsHead]+int32(h%headRows))
	if c.style > 0 {
		rows = append(rows, f.base[rowsCase]+c.style)
	}
	if i == 0 {
		rows = append(rows, f.base[rowsCase]+4+c.style)
	}
	return rows
}
