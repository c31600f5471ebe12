package statements

import "strings"

// calling are the cues that say what somebody calls a deed: "described it as a crime".
var calling = map[string]bool{"call": true, "describe": true, "brand": true, "label": true, "dub": true, "term": true, "characterize": true, "characterise": true, "slam": true}

// called is the position that the complement of such a cue takes: "called it illegal".
func (m *Maker) called(t *reading, cue int) string {
	for k := range t.s.Tokens {
		if c := &t.s.Tokens[k]; c.Head == cue && k > cue && (c.Rel() == "xcomp" || c.Rel() == "obl" || c.Rel() == "advcl") {
			if p := m.judgement(t, k); p != "" {
				return p
			}
		}
	}
	return ""
}

// judgement is the position that a predicate takes by what it makes of somebody's deed:
// "is illegal", "is a clear violation", "is behind the attack"; "" for none.
func (m *Maker) judgement(t *reading, root int) string {
	ts := t.s.Tokens
	heads := []int{root}
	for k := range ts {
		switch c := &ts[k]; {
		case c.Head != root:
		case c.Rel() == "conj" && ts[root].UPOS != "VERB" && c.UPOS == ts[root].UPOS: // "dangerous and reckless"
			heads = append(heads, k)
		case c.Rel() == "xcomp" && ts[root].UPOS == "VERB": // "makes it illegal", "called it unjustified"
			heads = append(heads, k)
		case c.Rel() == "case" && strings.EqualFold(c.Lemma, "behind") && t.has(root, "cop") && t.has(root, "nsubj"):
			return "accuse"
		}
	}
	for _, h := range heads {
		lemma := strings.ToLower(ts[h].Lemma)
		if form := strings.ToLower(ts[h].Form); m.judgements[form] != "" {
			lemma = form // "unjustified", which is a verb to the tagger
		}
		if ts[h].UPOS == "ADJ" && lemma == "responsible" && t.has(h, "nsubj") {
			return "accuse"
		}
		if ts[h].UPOS != "ADJ" && ts[h].UPOS != "NOUN" && ts[h].UPOS != "VERB" {
			continue
		}
		if p := m.judgements[lemma]; p != "" && (ts[h].UPOS != "VERB" || h != root) {
			return p
		}
		if ts[h].UPOS != "NOUN" {
			continue
		}
		for k := range ts {
			c := &ts[k]
			if c.Head != h {
				continue
			}
			l := strings.ToLower(c.Lemma)
			switch c.Rel() {
			case "amod": // "an illegal act": the adjective judges where the noun says nothing
				if p := m.judgements[l]; p != "" {
					return p
				}
				if p := m.judgements[l+" "+lemma]; p != "" {
					return p
				}
			case "compound":
				if p := m.judgements[l+" "+lemma]; p != "" {
					return p
				}
			case "nmod":
				if p := m.judgements[lemma+" of "+l]; p != "" {
					return p
				}
			}
		}
	}
	return ""
}

// has says whether a token has a dependent with the relation.
func (t *reading) has(head int, rel string) bool {
	for k := range t.s.Tokens {
		if c := &t.s.Tokens[k]; c.Head == head && c.Rel() == rel {
			return true
		}
	}
	return false
}
