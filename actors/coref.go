package actors

import (
	"sort"

	"casus"
)

// appositive returns the entity that the phrase headed by i stands in apposition
// to, if a person or body may be described so; else -1.
func (u *run) appositive(i int) int {
	t := &u.toks[i]
	if t.Rel() != "appos" || t.Head < 0 || u.men[t.Head] == 0 {
		return u.besides(i)
	}
	e := u.doc.Mentions[u.men[t.Head]-1].Entity
	if k := u.ents[e].kind; k == isPerson || k == isBody || k == isGroup {
		return e
	}
	return -1
}

// adopt joins a person to the phrase that the name stands in apposition to:
// "the security adviser, Chang Ho-jin". It returns the entity to use, or -1.
func (u *run) adopt(i, k int, actor int32, name string) int {
	old := u.appositive(i)
	if old < 0 || u.ents[old].kind != isPerson || u.ents[old].actor >= 0 || u.doc.Entities[old].Role == "" {
		return -1
	}
	e := -1
	if k >= 0 {
		e = u.persons[k].ent
	}
	if known, ok := u.entOf[actor]; ok && e < 0 {
		e = known
	}
	if e >= 0 && e != old { // the person is known: the phrase means him
		for m := u.ents[old].last; m >= 0 && m >= u.ents[old].last-50; m-- {
			if u.doc.Mentions[m].Entity == old {
				u.doc.Mentions[m].Entity = e
			}
		}
		ent, from := &u.doc.Entities[e], &u.doc.Entities[old]
		if ent.Role == "" {
			ent.Role, u.ents[e].role = from.Role, u.ents[old].role
		}
		if ent.Country == "" {
			ent.Country, ent.Sectors, ent.Code = from.Country, from.Sectors, from.Code
		}
		return e
	}
	ent := &u.doc.Entities[old]
	ent.Name, ent.Type = name, "PER"
	if actor >= 0 && (ent.Country == "" || u.serves(actor, ent.Country)) {
		ent.Name, ent.Wikidata = u.actors[actor].Name, u.actors[actor].Wikidata
		u.inOffice(ent, actor)
		u.ents[old].actor = actor
		u.entOf[actor] = old
	}
	if k >= 0 {
		u.persons[k].ent = old
	}
	return old
}

// antecedent returns the entity last spoken of in the same role: "the ministry"
// after "the foreign ministry"; -1 if there is none that fits.
func (u *run) antecedent(role roleHit, o owner, plural bool) int {
	r := &u.roles.roles[role.role]
	for m := len(u.doc.Mentions) - 1; m >= 0 && m >= len(u.doc.Mentions)-300; m-- {
		if u.doc.Mentions[m].Form == casus.FormPronoun {
			continue
		}
		e := u.doc.Mentions[m].Entity
		ent, in := &u.doc.Entities[e], &u.ents[e]
		if o.country != "" && o.country != ent.Country || o.former || len(ent.Members) > 0 {
			continue
		}
		if o.inner >= 0 && in.kind != isPerson && len(in.role) < 2 {
			continue
		}
		if plural && in.kind == isPerson || !plural && !r.Group && !r.Body && in.kind != isPerson {
			continue
		}
		if in.kind != isPerson && in.plural != plural && !(r.Group && in.kind == isGroup) {
			continue
		}
		if in.role != nil && sameRole(in.role, role.words) {
			return e
		}
		if in.kind == isPerson && ent.Office != "" && officeIs(ent.Office, role.words) {
			return e
		}
		if in.kind == isBody && r.Body && (in.role == nil && endsIn(ent.Name, role.words) || beginsIn(ent.Name, role.words)) {
			return e
		}
	}
	return -1
}

// sameRole compares the words of two roles from the end: one may say less than
// the other, but not leave out what makes it another office.
func sameRole(a, b []string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	d := len(a) - len(b)
	for k := range b {
		if a[d+k] != b[k] && !(len(b) == 1 && sameWord(a[d+k], b[k])) {
			return false
		}
	}
	for _, w := range a[:d] {
		switch w {
		case "vice", "deputy", "assistant", "former", "acting", "shadow":
			return len(b) > 0 && d > 0 && b[len(b)-1] == "minister" && len(b) == 1
		}
	}
	return true
}

// sameWord knows the words that news use for one another.
func sameWord(a, b string) bool {
	return wordClass(a) != 0 && wordClass(a) == wordClass(b)
}

func wordClass(w string) int {
	switch w {
	case "ambassador", "envoy", "diplomat", "emissary":
		return 1
	case "premier", "pm":
		return 2
	case "protester", "protestor", "demonstrator":
		return 3
	case "militant", "insurgent", "gunman", "fighter", "rebel":
		return 4
	case "soldier", "troop", "troops":
		return 5
	case "adviser", "advisor", "aide":
		return 6
	case "spokesman", "spokeswoman", "spokesperson":
		return 7
	}
	return 0
}

// officeIs says that an office of the lexicon is, or begins with, the words of a
// role: "president of Russia" is "president".
func officeIs(office string, role []string) bool {
	for k, w := range role {
		f := firstWord(office)
		if !equalFold(f, w) {
			return false
		}
		office = office[min(len(f)+1, len(office)):]
		if office == "" && k < len(role)-1 {
			return false
		}
	}
	f := firstWord(office)
	return f == "" || f == "of" || f == "for" || f == "to"
}

// endsIn says that a name ends in the words of a role: "United Nations Security
// Council" is "the council", but no "national security council".
func endsIn(name string, role []string) bool {
	for k := len(role) - 1; k >= 0; k-- {
		w := role[k]
		n := len(name) - len(w)
		if n < 1 || !equalFold(name[n:], w) || name[n-1] != ' ' {
			return false
		}
		name = name[:n-1]
	}
	return true
}

// fallback is the country of a role that the words leave open. People, police
// and courts belong to the place that the sentence names, or that was named
// last; the government to the state that the sentence or the dispatch is about.
func (u *run) fallback(role int32, i int) string {
	local := false
	if role >= 0 {
		r := &u.roles.roles[role]
		local = r.Group
		if len(r.Sectors) > 0 {
			switch r.Sectors[0] {
			case "GOV", "LEG":
			default:
				local = true
			}
		}
	}
	if local {
		return u.scenery(i)
	}
	if c := u.inSentence(i, false); c != "" {
		return c
	}
	if u.home != "" && !u.onlyLater(i) {
		return u.home
	}
	return u.lastSeen
}

// onlyLater says that the state that the dispatch is about is named for the first and
// last time behind token i: "the government" of "the government thanked *Halvia*" is
// another's.
func (u *run) onlyLater(i int) bool {
	n, named := 0, 0
	for k := range u.sub {
		h := &u.sub[k]
		if h.kind == byContext || u.countryOf(h) != u.home {
			continue
		}
		if u.actors[h.actor].Kind != "state" {
			return false
		}
		if int(h.first) < i || u.under(u.hitHead(h), i) {
			return false
		}
		if n++; n == 1 || u.sub[k-1].actor != h.actor {
			named += u.count[h.actor]
		}
	}
	return n > 0 && named <= n
}

// scenery is the country of the scene at token i: of a place in the sentence,
// else of the last place or state, else the one that the dispatch is about.
func (u *run) scenery(i int) string {
	if c := u.inSentence(i, true); c != "" {
		return c
	}
	for _, c := range [...]string{u.scene, u.home, u.lastSeen} {
		if c != "" {
			return c
		}
	}
	return ""
}

// inSentence is the country that the sentence itself offers: for local roles
// the nearest place or state, for offices only the subject before them.
func (u *run) inSentence(i int, local bool) string {
	best, dist := "", 1<<30
	for k, near := 0, u.hitsAround(i); k < len(near); k++ {
		h := &near[k]
		c := u.countryOf(h)
		if c == "" || h.kind == byContext && u.count[h.actor] == 0 {
			continue
		}
		j := u.hitHead(h)
		if u.hyphened(h) {
			continue
		}
		d := i - j
		if d < 0 {
			d = 4 - d
		}
		kind := u.actors[h.actor].Kind
		switch {
		case local && u.locative(j):
			d -= 40
		case local && (kind == "city" || kind == "place" || h.kind == byCapital):
			d -= 20
		case local && kind == "person":
			d += 40
		case local && j > i && u.rel(j) != "nmod:poss":
			d += 20
		case local:
			if h.kind == byAdj || h.kind == byDemonym {
				d += 10
			}
		case u.rel(j) != "nsubj" || j > i:
			continue
		}
		if d < dist {
			best, dist = c, d
		}
	}
	return best
}

// under says that a token hangs on another, if by way of others: "the *minister* of
// defence of *Halvia*".
func (u *run) under(j, i int) bool {
	for n := 0; n < 4 && j >= 0; n++ {
		if j = u.toks[j].Head; j == i {
			return true
		}
	}
	return false
}

// hyphened says that a name only says of something else how it came about or where it
// is: "a *Halvia*-based group", "the *Tornian*-occupied sector". The scene is not there.
func (u *run) hyphened(h *hit) bool {
	k := int(h.last) + 1
	return k+1 < len(u.toks) && u.toks[k].Form == "-" && (u.toks[k+1].UPOS == "VERB" || u.toks[k+1].UPOS == "ADJ")
}

// hitsAround are the names of the sentence near token i, so that time stays
// linear in a sentence without end.
func (u *run) hitsAround(i int) []hit {
	if len(u.sub) < 64 {
		return u.sub
	}
	b := sort.Search(len(u.sub), func(k int) bool { return int(u.sub[k].first) >= i-100 })
	e := sort.Search(len(u.sub), func(k int) bool { return int(u.sub[k].first) > i+100 })
	return u.sub[b:e]
}

// recent is the first entity that a search by name goes back to.
func (u *run) recent() int { return max(0, len(u.ents)-500) }

// abbreviation handles "(UNSC)" after the name that it abbreviates, and the
// abbreviation from then on. It says whether it made a mention.
func (u *run) abbreviation(i int) bool {
	f := u.toks[i].Form
	if len(f) < 2 || len(f) > 10 || !isUpper(f[0]) || !isUpper(f[len(f)-1]) && f[len(f)-1] != '.' {
		return false
	}
	for e := u.recent(); e < len(u.ents); e++ {
		if u.ents[e].alias == f {
			u.addMention(u.left(i), u.right(i), i, e, casus.FormName, "abbreviation of mention", u.ents[e].last)
			return true
		}
	}
	if i == 0 || i+1 >= len(u.toks) || u.toks[i-1].Form != "(" || u.toks[i+1].Form != ")" {
		return false
	}
	for m := len(u.doc.Mentions) - 1; m >= 0 && u.doc.Mentions[m].Sentence == u.s; m-- {
		mm := &u.doc.Mentions[m]
		if mm.Last > i-2 || mm.Form == casus.FormPronoun || mm.Last < i-2 && !isInitials(core(f), core(u.text(mm.First, i-2))) {
			continue
		}
		if e := mm.Entity; u.ents[e].kind == isBody || u.ents[e].kind == isGroup || u.ents[e].kind == isState {
			u.ents[e].alias = f
			u.addMention(i, i, i, e, casus.FormName, "abbreviation of mention", m)
			return true
		}
	}
	return false
}
