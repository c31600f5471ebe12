package coding

import (
	"slices"

	"casus/lexicon"
)

// meansActs are the acts that say by what means somebody is attacked, the most
// specific first; the lexicon's sets "means-..." hold the words for each.
var meansActs = [...]string{"SUICIDEBOMB", "DRONE", "AIRSTRIKE", "SHELL", "POISON", "BOMB", "STAB", "ASSASSINATE", "MASSACRE", "SHOOT"}

// meansPrepositions stand before the means or the occasion: "killed by a mortar".
var meansPrepositions = words("by", "in", "with", "during", "using", "from", "by means of", "under", "through")

// byMeans narrows an act that says only that somebody was killed or attacked by the
// words beside it that say how; a bombing by warplanes becomes an air strike.
func (r *reader) byMeans(m *match, act string) string {
	switch act {
	case "KILL", "ATTACK", "FIGHT", "BOMB":
	default:
		return act
	}
	best := len(meansActs)
	if act == "BOMB" {
		best = slices.Index(meansActs[:], act) // only what is more specific
	}
	none := best
	look := func(h int) {
		for i := range best {
			if set := r.means[i]; len(set) > 0 && (r.headedBy(h, set, 0)) {
				best = i
				break
			}
		}
	}
	s := &r.s
	p := int(m.tok)
	if !s.isVerb(p) {
		look(p) // "a mortar attack"
	}
	for _, k32 := range s.children(p) {
		k := int(k32)
		switch s.rel[k] {
		case relSubj, relSubjPass:
			if int32(k) != m.slot[lexicon.RECIPIENT] {
				look(k)
			}
		case relCompound, relAmod:
			look(k)
		case relObl, relNmod:
			if !meansPrepositions[s.preposition(k)] || int32(k) == m.slot[lexicon.RECIPIENT] {
				continue
			}
			look(k)
			for _, c := range s.children(k) { // "in a series of bombings", "in two suicide attacks by"
				if s.rel[c] == relNmod && (s.preposition(int(c)) == "of" || s.preposition(int(c)) == "by" || s.preposition(int(c)) == "with") || s.rel[c] == relCompound {
					look(int(c))
				}
			}
		}
	}
	if t := m.slot[lexicon.ACTOR]; t >= 0 {
		look(int(t))
	}
	if best == none {
		return act
	}
	return meansActs[best]
}
