package actors

import "casus"

// quantity makes the mention of a phrase that only counts: "hundreds of
// protesters" are the protesters; "three" who were killed are people.
func (u *run) quantity(i int) bool {
	t := &u.toks[i]
	counts := t.UPOS == "NUM" || t.UPOS == "DET" || t.UPOS == "ADJ" || quantities[t.Lemma]
	if !counts {
		return false
	}
	for j := i + 1; j < min(len(u.toks), i+10); j++ {
		if c := &u.toks[j]; c.Head == i && c.Rel() == "nmod" && u.prep(j) == "of" {
			u.visit(j)
			if u.men[j] == 0 {
				return false
			}
			m := int(u.men[j]) - 1
			u.addMention(u.left(i), u.doc.Mentions[m].Last, i, u.doc.Mentions[m].Entity, casus.FormNominal, "number of mention", m)
			return true
		}
	}
	if t.UPOS != "NUM" && t.Lemma != "other" && t.Lemma != "another" {
		return false
	}
	v := u.row(i)
	if r := t.Rel(); v < 0 || r != "nsubj" && r != "obj" || !harm[u.toks[v].Lemma] {
		return false
	}
	ent := casus.Entity{Name: u.text(u.left(i), i), Type: "GRP", Sectors: civilians, Country: u.scenery(i)}
	e := u.addEntity(ent, info{actor: -1, kind: isGroup, plural: true})
	u.addMention(u.left(i), i, i, e, casus.FormNominal, "a number of people; country from the context")
	return true
}

var (
	quantities = set("hundred", "thousand", "dozen", "score", "number", "million", "ten", "majority", "handful", "most", "some",
		"many", "several", "one", "hundreds", "thousands", "dozens", "scores", "millions", "tens", "rest", "half", "third", "pair", "couple", "lot")
	harm = set("kill", "injure", "wound", "die", "arrest", "detain", "hurt", "shoot", "behead", "abduct", "kidnap", "execute", "hospitalize", "capture")
)
