package actors

import "casus"

// nested makes the mentions of names that stand within a phrase which is somebody
// else: the state in "the US president", the company in "a Facebook founder". They
// come last, so that they say nothing of what the phrase itself means.
func (u *run) nested() {
	for k := range u.sub {
		h := &u.sub[k]
		a := &u.actors[h.actor]
		if h.kind != byName && h.kind != byCapital || a.Kind == "person" || u.mentioned(int(h.first), int(h.last)) {
			continue
		}
		i := u.hitHead(h)
		if u.toks[i].UPOS != "PROPN" && u.toks[i].UPOS != "NOUN" || u.inName(i, h) || u.goesOnAfter(int(h.last)) {
			continue
		}
		e := -1
		if h.kind == byCapital {
			e = u.place(int(h.first), int(h.last), u.countryOf(h))
		} else {
			e = u.entity(h.actor)
		}
		m := u.addMention(int(h.first), int(h.last), i, e, casus.FormName, u.fromLexicon(h.actor))
		u.marks[m].part = true
	}
	for _, n := range u.doc.Sentences[u.s].Names {
		if n.Type != casus.ORG && n.Type != casus.LOC || n.First < 0 || n.Last >= len(u.toks) || n.Last-n.First >= longestName {
			continue
		}
		if !u.capital(n.First, n.Last) || u.mentioned(n.First, n.Last) || u.hitIn(n.First, n.Last) || u.goesOnAfter(n.Last) {
			continue
		}
		i := n.Last
		if r := u.toks[i].Rel(); u.toks[i].UPOS != "PROPN" || r != "compound" && r != "nmod" && r != "flat" && r != "amod" {
			continue
		}
		if n.Type == casus.LOC {
			e := u.place(n.First, n.Last, "")
			m := u.addMention(n.First, n.Last, i, e, casus.FormName, "place found by the tagger")
			u.marks[m].place, u.marks[m].part = true, true
			continue
		}
		e, why, to := u.organisation(n.First, n.Last, "")
		m := u.addMention(n.First, n.Last, i, e, casus.FormName, why, to)
		u.marks[m].part = true
	}
}

// mentioned says that one of the tokens heads a mention.
func (u *run) mentioned(f, l int) bool {
	for i := f; i <= l; i++ {
		if u.men[i] != 0 {
			return true
		}
	}
	return false
}

// hitIn says that one of the tokens belongs to a name of the lexicon.
func (u *run) hitIn(f, l int) bool {
	for i := f; i <= l; i++ {
		if u.at[i] != 0 {
			return true
		}
	}
	return false
}

// goesOnAfter says that a name is the beginning of a longer one: "Texas Rangers".
func (u *run) goesOnAfter(last int) bool {
	if last+1 >= len(u.toks) {
		return false
	}
	t := &u.toks[last+1]
	for k := range len(t.Form) {
		if isDigit(t.Form[k]) {
			return true // a product: "Boeing 737"
		}
	}
	if t.UPOS != "PROPN" || t.Form == "" || !isUpper(t.Form[0]) || u.at[last+1] != 0 {
		return false
	}
	return u.roles.find(u.toks, last+1).role < 0 && u.ner[last+1] == 0
}
