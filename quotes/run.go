package quotes

import (
	"casus"
	"casus/lexicon"
	"sort"
	"strings"
)

// run is the finding in one document, with its scratch memory.
type run struct {
	f         *Finder
	doc       *casus.Document
	sentences []sentence
	feats     [maxFeatures]uint32
	nfeats    int
	flags     []flag
	tags      tagger
	// firstMention is the index of the first mention of each sentence, in a
	// document whose mentions are in order.
	firstMention []int
}

// flag is a token taken for the head of a cue.
type flag struct {
	sentence, token int
	score           float32
}

// classes gives each lemma of the lexicon's cues the hashed names of its sets: those
//
//	named "speech-..." and "attitude-...".
func classes(lex *lexicon.Lexicon) map[string]uint32 {
	var names []string
	for n := range lex.Words {
		if strings.HasPrefix(n, "speech-") || strings.HasPrefix(n, "attitude-") {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	out := map[string]uint32{}
	for _, n := range names {
		for w := range lex.Words[n] {
			first, _, _ := strings.Cut(w, " ")
			out[first] = mix(out[first], hash(n))&^1 | out[first]&1
			if strings.HasPrefix(n, "speech-") {
				out[first] |= 1
			}
		}
	}
	return out
}

// begin reads all sentences.
func (r *run) begin(f *Finder, doc *casus.Document) {
	r.f, r.doc = f, doc
	n := len(doc.Sentences)
	if cap(r.sentences) < n {
		r.sentences = append(r.sentences[:cap(r.sentences)], make([]sentence, n-cap(r.sentences))...)
	}
	r.sentences = r.sentences[:n]
	open, block := false, -1
	for i := range doc.Sentences {
		if b := doc.Sentences[i].Block; b != block {
			open, block = false, b
		}
		open = r.fill(&r.sentences[i], i, open)
	}
	r.firstMention = r.firstMention[:0]
	for s, i := 0, 0; s < n; s++ {
		for i < len(doc.Mentions) && doc.Mentions[i].Sentence < s {
			i++
		}
		r.firstMention = append(r.firstMention, i)
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Sentence < n && m.Head < len(r.sentences[m.Sentence].words) && m.Entity < len(doc.Entities) && m.Entity >= 0 {
			e := &doc.Entities[m.Entity]
			w := hash(e.Type)
			if len(e.Sectors) > 0 {
				w = mix(w, hash(e.Sectors[0]))
			}
			r.sentences[m.Sentence].words[m.Head].who = w
		}
	}
}
