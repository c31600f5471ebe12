package coding

import (
	"strings"

	"casus/lexicon"
	"casus/ontology"
)

// entry is one headword of a predicate, ready for matching.
type entry struct {
	pred *lexicon.Predicate
	// word is the headword as the lexicon has it, stem the file's name without
	// folder and ending; both go into evidence.
	word, stem string
	// rest are the words of a headword of several beside the one it is indexed
	// by: "on" of "call on", "military" of "military exercise".
	rest []string
	// light are the verbs that the noun's entry names.
	light set
	// talk: the headword is a kind of meeting.
	talk bool
}

// index finds the entries of a token by its lemma.
type index struct {
	verbs, nouns, adjectives map[string][]entry
}

func newIndex(preds []lexicon.Predicate, onto *ontology.Ontology) index {
	x := index{map[string][]entry{}, map[string][]entry{}, map[string][]entry{}}
	for i := range preds {
		p := &preds[i]
		light := words(p.Light...)
		code, _ := onto.Compose(&ontology.Reading{Name: p.Sense.Act})
		talk := code.Event == "CONSULT"
		for _, w := range p.Lemmas {
			w = strings.ToLower(w)
			parts := strings.Fields(w)
			if len(parts) == 0 {
				continue
			}
			e := entry{pred: p, word: w, stem: stem(p.Pos.File), light: light, talk: talk}
			last := len(parts) - 1
			switch p.Kind {
			case lexicon.Noun:
				e.rest = parts[:last]
				x.nouns[parts[last]] = append(x.nouns[parts[last]], e)
			case lexicon.Adjective:
				e.rest = parts[1:]
				x.adjectives[parts[0]] = append(x.adjectives[parts[0]], e)
			default:
				e.rest = parts[1:]
				x.verbs[parts[0]] = append(x.verbs[parts[0]], e)
			}
		}
	}
	return x
}

func stem(file string) string {
	file = file[strings.LastIndexByte(file, '/')+1:]
	return strings.TrimSuffix(file, ".txt")
}

// at returns the entries that a token may trigger.
func (x *index) at(s *sentence, p int) []entry {
	switch s.upos[p] {
	case "VERB":
		if s.rel[p] == relAmod || s.rel[p] == relCompound {
			return nil // "the detained activist" names, it does not tell
		}
		if es := x.verbs[s.lemma[p]]; es != nil {
			return es
		}
		if s.participle(p) || s.gerund(p) {
			return x.adjectives[strings.ToLower(s.tok[p].Form)]
		}
	case "NOUN", "PROPN":
		if s.rel[p] == relFlat || s.rel[p] == relCompound && !x.carried(s, p) {
			return nil
		}
		return x.nouns[s.lemma[p]]
	case "ADJ":
		return x.adjectives[s.lemma[p]]
	}
	return nil
}

// carriers are the nouns that only carry the act named before them: "the peace
// *process*", "a bombing *campaign*".
var carriers = words("process", "effort", "campaign", "operation", "mission", "drive", "initiative", "program", "programme", "session",
	"round", "wave", "series", "spree", "order", "pledge", "pact", "deal", "offer")

// carrier is the noun that carries the act of the noun before it, else -1.
func (s *sentence) carrier(p int) int {
	h := s.head(p)
	if s.rel[p] != relCompound || h != p+1 || !carriers[s.lemma[h]] || s.upos[h] != "NOUN" {
		return -1
	}
	return h
}

// carried says that a noun before another holds the act that the other only carries,
// where no entry has the two as one: "mediation effort".
func (x *index) carried(s *sentence, p int) bool {
	c := s.carrier(p)
	if c < 0 {
		return false
	}
	for i := range x.nouns[s.lemma[c]] {
		if e := &x.nouns[s.lemma[c]][i]; len(e.rest) > 0 && e.rest[len(e.rest)-1] == s.lemma[p] {
			return false
		}
	}
	return true
}

// relemma puts right the lemmas of regular verbs that the lexicon knows by another:
// "vetoed" is a form of "veto", whatever the rules of spelling made of it.
func (x *index) relemma(s *sentence) {
	for i := range s.tok {
		if s.upos[i] != "VERB" || x.verbs[s.lemma[i]] != nil {
			continue
		}
		f := s.tok[i].Form
		n := len(f)
		switch {
		case n > 4 && f[n-2:] == "ed":
			x.tryLemmas(s, i, f[:n-1], f[:n-2], f[:n-3])
		case n > 5 && f[n-3:] == "ing":
			x.tryLemmas(s, i, f[:n-3], f[:n-4], "")
		case n > 4 && f[n-1] == 's':
			x.tryLemmas(s, i, f[:n-1], f[:n-2], "")
		}
	}
}

func (x *index) tryLemmas(s *sentence, i int, lemmas ...string) {
	for _, l := range lemmas {
		if x.verbs[l] != nil {
			s.lemma[i] = l
			return
		}
	}
}

// particles says whether the words of a headword beside its first (of a noun: its
// last) are there, and which phrase, if any, a preposition among them makes the
// object: of "call on X" it is X. promoted is the head of that phrase, else -1.
func (s *sentence) particles(p int, e *entry) (promoted int, ok bool) {
	promoted = -1
	if e.pred.Kind == lexicon.Noun {
		k := p
		for i := len(e.rest) - 1; i >= 0; i-- {
			if k--; k > 0 && s.tok[k].Form == "-" { // "cease-fire"
				k--
			}
			if k < 0 || s.lemma[k] != e.rest[i] {
				return -1, false
			}
		}
		return -1, true
	}
	from := p + 1
	for _, w := range e.rest {
		k, head := s.particle(p, from, w)
		if k < 0 {
			return -1, false
		}
		if head >= 0 {
			promoted = head
		}
		from = k + 1
	}
	return promoted, true
}

// particle finds the word w that belongs to verb p at or after token from. head
// is the phrase it introduces if it is a preposition there, else -1.
func (s *sentence) particle(p, from int, w string) (at, head int) {
	for _, k32 := range s.children(p) {
		k := int(k32)
		if k < p {
			continue
		}
		switch s.rel[k] {
		case relParticle, relAdvmod, relObj, relXcomp:
			if s.lemma[k] == w && k >= from {
				return k, -1
			}
		case relAdvcl, relCcomp:
			for _, c := range s.children(k) { // "called for lifting the ban"
				if s.rel[c] == relMark && s.lemma[c] == w && int(c) >= from {
					return int(c), k
				}
			}
		case relObl:
			if s.lemma[k] == w && k >= from { // "into account"
				return k, -1
			}
			if s.timed[k] {
				continue // "called him on Friday"
			}
			for _, c := range s.children(k) {
				if s.rel[c] == relCase && s.lemma[c] == w && int(c) >= from {
					return int(c), k
				}
			}
		}
	}
	// Next to the verb it counts whatever the parser made of it.
	if from < len(s.tok) && from <= p+2 && s.lemma[from] == w {
		if s.rel[from] == relCase {
			if h := s.head(from); h > from && !s.timed[h] {
				return from, h
			}
		}
		return from, -1
	}
	return -1, -1
}
