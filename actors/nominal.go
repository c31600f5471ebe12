package actors

import "casus"

// owner is what a phrase says of whom its head belongs to.
type owner struct {
	country string
	code    string
	sectors []string // of an organisation or group; nil for a plain state
	ent     int      // entity of the possessor, -1
	state   bool     // the owner is a state or its government
	former  bool
	inner   int32    // a role word inside the phrase: "rebel" leader; -1
	more    []string // further countries: "Russian and Chinese officials"
	pair    bool     // the possessor is several: "their leaders"
	last    int      // last token of a phrase that follows the head, -1
}

// owners reads the possessor, adjectives, compounds and of-phrases around head,
// whose own words begin at token core.
func (u *run) owners(first, core, head int) owner {
	o := owner{ent: -1, inner: -1, last: -1}
	pronoun := false
	for j := first; j < core; j++ {
		t := &u.toks[j]
		switch {
		case u.men[j] != 0:
			if u.rel(j) == "nmod:poss" || t.Rel() == "nmod" || t.Rel() == "compound" {
				u.owned(&o, u.doc.Mentions[u.men[j]-1].Entity)
				pronoun = t.UPOS == "PRON"
			}
		case u.at[j] != 0:
			h := &u.sub[u.at[j]-1]
			if int(h.last) == j && (int(h.first) >= first) && u.within(j, head) {
				if pronoun && u.actors[h.actor].Kind == "state" {
					// "his Japanese counterpart" is Japan's, not his.
					o = owner{ent: -1, inner: o.inner, last: -1, former: o.former}
					pronoun = false
				}
				u.ownedBy(&o, h)
			}
		default:
			switch t.Form {
			case "former", "Former", "ex", "then", "outgoing", "late", "ousted", "deposed", "retired":
				o.former = t.Form != "then" && t.Form != "outgoing" && t.Form != "late"
			default:
				if r := u.roles.find(u.toks, j); r.role >= 0 && o.inner < 0 && u.within(j, head) {
					o.inner = r.role
				}
			}
		}
	}
	u.ownersAfter(&o, head)
	return o
}

// ownersAfter reads "of Sudan", "for Human Rights", "in Nairobi" after the head.
func (u *run) ownersAfter(o *owner, head int) {
	for j := head + 1; j < min(len(u.toks), head+14); j++ {
		t := &u.toks[j]
		if (t.Head != head || t.Rel() != "nmod" || t.Deprel == "nmod:poss" || t.Deprel == "nmod:desc") && !u.misplaced(j, head) {
			continue
		}
		p := u.prep(j)
		if p == "for" && sentTo(u.toks[head].Lemma) {
			continue
		}
		switch p {
		case "of", "for", "from", "in", "at", "on":
		case "":
			if t.Deprel != "nmod" {
				continue
			}
		default:
			continue
		}
		u.visit(j)
		if u.men[j] == 0 {
			if p == "of" {
				for k := u.left(j); k < j; k++ {
					if u.at[k] != 0 && o.country == "" {
						u.ownedBy(o, &u.sub[u.at[k]-1])
					}
				}
			}
			continue
		}
		m := &u.doc.Mentions[u.men[j]-1]
		if m.First <= head {
			continue
		}
		if o.country == "" || o.sectors == nil && p == "of" {
			u.owned(o, m.Entity)
		}
		o.last = max(o.last, m.Last)
	}
}

// misplaced says that a name that the parser made an object has a preposition of its
// own, right behind a noun: "dissidents *from* military-ruled Halvia".
func (u *run) misplaced(j, head int) bool {
	k := head + 1
	return u.toks[j].Rel() == "obj" && k < j && u.toks[k].Head == j && u.toks[k].Rel() == "case"
}

// sentTo says that "for" after a role names whom somebody is sent to or works on,
// not whom the role belongs to: "special representative for North Korea".
func sentTo(role string) bool {
	for _, w := range [...]string{"representative", "envoy", "coordinator", "negotiator", "mediator", "adviser", "advisor", "rapporteur"} {
		if equalFold(role, w) {
			return true
		}
	}
	return false
}

// owned takes over what an entity that is already mentioned gives.
func (u *run) owned(o *owner, e int) {
	ent, in := &u.doc.Entities[e], &u.ents[e]
	if o.country != "" && o.country != ent.Country && in.kind == isPlace {
		return
	}
	if o.ent < 0 {
		o.ent = e
	}
	o.pair = o.pair || len(ent.Members) > 0
	if ent.Country != "" {
		o.country = ent.Country
	}
	switch in.kind {
	case isState:
		o.state = true
	case isPlace:
	default:
		o.sectors, o.code = ent.Sectors, ent.Code
	}
}

// ownedBy takes over what a name inside the phrase gives.
func (u *run) ownedBy(o *owner, h *hit) {
	a := &u.actors[h.actor]
	c, s := a.Country, a.Sectors
	if a.Kind == "person" {
		var ent casus.Entity
		u.inOffice(&ent, h.actor)
		c, s = ent.Country, ent.Sectors
	}
	if c == "" {
		if o.sectors == nil && a.Kind == "group" {
			o.sectors, o.code = s, a.Code
		}
		return
	}
	if o.country != "" && o.country != c {
		if a.Kind == "state" && o.state {
			o.more = append(o.more, c)
		}
		if o.sectors != nil || a.Kind == "state" || a.Kind == "city" {
			return
		}
	}
	o.country = c
	switch a.Kind {
	case "state":
		o.state = true
	case "city", "place":
	default:
		o.sectors, o.code = s, a.Code
	}
}

// belongs says which country, sectors and code a role has with its owner.
func (u *run) belongs(role roleHit, o owner) (country string, sectors []string, code string) {
	country = o.country
	own := u.roles.roles[role.role].Sectors
	var inner []string
	if o.inner >= 0 {
		inner = u.roles.roles[o.inner].Sectors
	}
	switch {
	case o.former && len(own) > 0 && own[0] == "GOV":
		sectors = elites
	case country == "IGO":
		sectors, code = igo, o.code
	case overriding(o.sectors):
		sectors = o.sectors
	case overriding(inner):
		sectors = inner
	case len(own) > 0:
		sectors = own
		if c := u.roles.roles[role.role].Code; c != "" {
			code = country + c
		}
	case len(inner) > 0:
		sectors = inner
	case len(o.sectors) > 0:
		sectors = o.sectors
	case o.state:
		sectors = government
	}
	return country, sectors, code
}

// overriding says that a sector passes from the owner to whoever belongs to it.
func overriding(s []string) bool {
	if len(s) == 0 {
		return false
	}
	switch s[0] {
	case "REB", "UAF", "CRM", "OPP", "PTY", "PRM":
		return true
	}
	return false
}

// stateRole says that a role word means the state itself or its government.
func stateRole(w string) bool {
	switch w {
	case "government", "governments", "authorities", "authority", "country", "nation", "administration", "regime", "republic":
		return true
	}
	return false
}

// isLand says that a role word means the state as a whole.
func isLand(w string) bool {
	return w == "country" || w == "nation" || w == "republic"
}

// nominal makes the mention of a phrase headed by a role word.
func (u *run) nominal(i int, role roleHit) {
	first, last := min(u.left(i), role.first), max(u.right(i), role.last)
	if u.bodyAfter(i, first, role.last) {
		return
	}
	if f, l, actor, ok := u.nameAfter(i, role.last); ok {
		u.titled(i, first, f, l, actor, role)
		return
	}
	o := u.owners(first, role.first, i)
	last = max(last, o.last)
	head := role.words[len(role.words)-1]
	the, a := u.definite(first, i)
	if stateRole(head) && len(role.words) == 1 {
		u.stateNominal(i, first, last, head, o, a)
		return
	}
	if e := u.appositive(i); e >= 0 {
		u.describe(e, role, o)
		u.addMention(first, last, i, e, casus.FormNominal, "apposition to mention", u.ents[e].last)
		return
	}
	if e := u.predicated(i, role); e >= 0 {
		u.describe(e, role, o)
		u.addMention(first, last, i, e, casus.FormNominal, "said of mention", u.ents[e].last)
		return
	}
	if u.vague(role, o) && u.antecedent(role, o, u.plural(i)) < 0 {
		u.anaphor(i)
		return
	}
	if !o.pair && !u.anybody(i, first, role) && (!a && o.last < 0 || the && !(a && u.plural(i) && o.last >= 0)) {
		if e := u.antecedent(role, o, u.plural(i)); e >= 0 {
			u.addMention(first, last, i, e, casus.FormNominal, "same role as mention", u.ents[e].last)
			return
		}
	}
	if o.country == "" && o.ent < 0 && o.inner < 0 && u.anaphor(i) {
		return
	}
	e, why := u.newNominal(i, first, last, role, o)
	form := casus.FormNominal
	if u.toks[i].UPOS == "PROPN" && o.country != "" {
		form = casus.FormName
	}
	u.ents[e].named = u.ents[e].kind == isBody && u.toks[i].UPOS == "PROPN"
	u.addMention(first, last, i, e, form, why)
}

// anybody says that a phrase means people in general, not those spoken of before:
// "people", "citizens" without an article.
func (u *run) anybody(i, first int, role roleHit) bool {
	s := u.roles.roles[role.role].Sectors
	return first == i && u.plural(i) && len(s) > 0 && s[0] == "CVL" && !protests(role.words)
}

func protests(role []string) bool {
	return wordClass(role[len(role)-1]) == wordClass("protester")
}

// vague says that a phrase names no actor by itself: a side, a group, a body of
// nobody known.
func (u *run) vague(role roleHit, o owner) bool {
	r := &u.roles.roles[role.role]
	return r.Body && len(r.Sectors) == 0 && o.country == "" && o.ent < 0 && o.inner < 0 && len(role.words) == 1
}

// newNominal makes the entity of a role that was not spoken of before.
func (u *run) newNominal(i, first, last int, role roleHit, o owner) (int, string) {
	country, sectors, code := u.belongs(role, o)
	why := "role with its own country"
	r := &u.roles.roles[role.role]
	if country == "" && !o.pair && (len(r.Sectors) == 0 || r.Sectors[0] != "IGO") {
		country = u.fallback(role.role, i)
		why = "role; country from the context"
	}
	if len(sectors) == 0 && country != "" && country != "IGO" && u.roles.roles[role.role].Title {
		sectors = government
	}
	ent := casus.Entity{Name: u.text(first, last), Country: country, Sectors: sectors, Code: code, Role: roleText(role, o)}
	in := info{actor: -1, role: role.words, text: true, plural: u.plural(i)}
	switch {
	case r.Body:
		ent.Type, in.kind = "ORG", isBody
	case u.plural(i) || r.Group && collective(role.words[len(role.words)-1]):
		ent.Type, in.kind = "GRP", isGroup
	default:
		ent.Type, in.kind = "PER", isPerson
	}
	if o.pair && len(u.doc.Entities[o.ent].Members) > 0 {
		for _, m := range u.doc.Entities[o.ent].Members {
			o.more = append(o.more, u.doc.Entities[m].Country)
		}
		country, o.more = o.more[0], o.more[1:]
	}
	if len(o.more) == 0 {
		return u.addEntity(ent, in), why
	}
	ent.Type, in.kind = "GRP", isGroup
	for _, c := range append([]string{country}, o.more...) {
		part := ent
		part.Country, part.Code, part.Members = c, "", nil
		m := u.addEntity(part, info{actor: -1, role: role.words, kind: isGroup})
		ent.Members = append(ent.Members, m)
	}
	ent.Country = ""
	return u.addEntity(ent, in), "role of several states"
}

// collective says that a word for a group is used in the singular.
func collective(w string) bool {
	switch w {
	case "people", "public", "crowd", "mob", "population", "community", "tribe", "clan", "crew", "infantry", "minority",
		"family", "couple", "staff", "workforce", "personnel", "force", "forces", "group", "movement", "army", "gang", "cartel",
		"mafia", "militia", "troops", "police", "media", "press", "clergy", "leadership", "elite", "union", "squad", "network",
		"cell", "syndicate", "company", "guard", "youth", "men", "women", "children", "gunmen", "militants", "paramilitary":
		return true
	}
	return false
}

// stateNominal is for "the Russian government", "his country": the state itself.
func (u *run) stateNominal(i, first, last int, head string, o owner, a bool) {
	country, why := o.country, "government of its possessor"
	if o.sectors != nil && !o.state && o.ent >= 0 && country == "IGO" {
		country = ""
	}
	if country == "" {
		land := isLand(head) || head == "administration"
		if a || land && (u.plural(i) || u.toks[i].Rel() != "nsubj" && u.toks[i].Rel() != "nmod") {
			return
		}
		country, why = u.fallback(-1, i), "government of the state spoken of"
	}
	actor, ok := u.states[country]
	if !ok {
		if country == "" {
			return
		}
		e := u.addEntity(casus.Entity{Name: u.text(first, last), Type: "ORG", Country: country, Sectors: government}, info{kind: isBody, actor: -1})
		u.addMention(first, last, i, e, casus.FormNominal, why)
		return
	}
	if o.former {
		return
	}
	e := u.entity(actor)
	if !isLand(head) {
		e = u.government(actor)
	}
	m := u.addMention(first, last, i, e, casus.FormNominal, why)
	u.marks[m].place = u.locative(i)
}

// nameAfter finds the person's name that follows a title which the parser made
// the head: "Minister Kim".
func (u *run) nameAfter(i, last int) (f, l int, actor int32, ok bool) {
	j := last + 1
	if j+2 < len(u.toks) && (u.toks[j].Form == "of" || u.toks[j].Form == "for") { // "President of Peru Ana Rojas"
		if j++; u.toks[j].Lemma == "the" {
			j++
		}
		if k := u.at[j]; k == 0 || int(u.sub[k-1].first) != j || u.actors[u.sub[k-1].actor].Kind == "person" {
			return
		} else {
			j = int(u.sub[k-1].last) + 1
		}
	}
	if j >= len(u.toks) || u.toks[j].UPOS != "PROPN" {
		return
	}
	if f, l, actor, ok = u.personSpan(j); ok && f == j {
		return f, l, actor, true
	}
	return 0, 0, -1, false
}

// titled makes the mention of a person whose title heads the phrase.
func (u *run) titled(i, first, f, l int, actor int32, role roleHit) {
	o := u.owners(first, role.first, i)
	k := u.findPerson(f, l)
	if k >= 0 && (actor < 0 || f == l) {
		actor = u.persons[k].actor
	}
	if actor >= 0 && o.country != "" && !u.serves(actor, o.country) {
		actor = -1
	}
	e, why, to := u.personEntity(k, actor, f, l)
	u.describe(e, role, o)
	if why == "" {
		if why = "title before the name"; actor >= 0 {
			why = u.fromLexicon(actor)
		}
	}
	for j := f; j <= l; j++ {
		u.done[j] = true
	}
	u.addMention(first, l, i, e, casus.FormName, why, to)
}
