package actors

import (
	"strconv"

	"casus"
)

// phrase makes the mention of the noun phrase headed by token i, if it names or
// describes an actor.
func (u *run) phrase(i int) {
	if u.toks[i].UPOS == "PRON" {
		u.pronoun(i)
		return
	}
	if u.abbreviation(i) {
		return
	}
	if u.bodyName(i) {
		return
	}
	if f, l, actor, ok := u.personSpan(i); ok {
		u.person(i, f, l, actor)
		return
	}
	role := u.roles.find(u.toks, i)
	if k := u.at[i]; k != 0 && !u.longerName(i, &u.sub[k-1]) && (role.role < 0 || role.first >= int(u.sub[k-1].first)) {
		if u.named(i, &u.sub[k-1]) {
			return
		}
	}
	if u.pairWord(i) {
		return
	}
	if role.role >= 0 {
		if !u.fullName(i, role) {
			u.nominal(i, role)
		}
		return
	}
	if u.ner[i] != 0 && u.unknownName(i) {
		return
	}
	if u.quantity(i) || u.anaphor(i) {
		return
	}
	if u.toks[i].Rel() == "nsubj" {
		u.things = append(u.things, i)
	}
}

// longerName says that the tagger found an organisation that holds more than
// the name of the lexicon: "Bank of China".
func (u *run) longerName(i int, h *hit) bool {
	if u.ner[i] == 0 {
		return false
	}
	n := u.doc.Sentences[u.s].Names[u.ner[i]-1]
	if n.Type != casus.ORG && n.Type != casus.MISC || h.kind == byContext {
		return false
	}
	return u.goesOn(n, h)
}

// goesOn says that the tagger's name goes on after that of the lexicon, and not
// only with another name beside it: the tagger takes "India and Nepal" for one.
func (u *run) goesOn(n casus.Name, h *hit) bool {
	if n.Last <= int(h.last) {
		return false
	}
	next := &u.toks[int(h.last)+1]
	return !isPunct(next.Form) && next.UPOS != "CCONJ"
}

func isPunct(s string) bool { return s != "" && !isLetter(s[0]) && !isDigit(s[0]) }

// addMention records a mention and returns its index. why says what tied it to its
// entity; to are the mentions that it was tied by, whose numbers finish adds to it.
func (u *run) addMention(first, last, head, ent int, form casus.MentionForm, why string, to ...int) int {
	m := len(u.doc.Mentions)
	u.doc.Mentions = append(u.doc.Mentions, casus.Mention{
		Span: u.span(first, last), Sentence: u.s, Head: head, First: first, Last: last,
		Entity: ent, Form: form, Why: why,
	})
	t := &u.toks[head]
	mk := mark{verb: t.Head, conj: -1, to: [2]int{-1, -1}}
	copy(mk.to[:], to)
	if r := u.rel(head); r == "nsubj" {
		mk.subject = true
		mk.says = t.Head >= 0 && isSpeech(u.toks[t.Head].Lemma)
		if v := u.topVerb(head); v >= 0 {
			mk.top = true
		}
	}
	if t.Rel() == "conj" && t.Head >= 0 && u.men[t.Head] != 0 {
		mk.conj = int(u.men[t.Head]) - 1
	}
	u.marks = append(u.marks, mk)
	if mk.says {
		u.voice = m
	}
	u.men[head] = int32(m + 1)
	u.ents[ent].last = m
	u.ents[ent].times++
	if c := u.doc.Entities[ent].Country; c != "" && c != "IGO" && form != casus.FormPronoun {
		u.lastSeen = c
	}
	return m
}

// topVerb returns the head of a subject if it is the root of its sentence or
// joined to it, else -1.
func (u *run) topVerb(i int) int {
	for range 8 {
		r := u.toks[i].Rel()
		h := u.toks[i].Head
		if h < 0 {
			return i
		}
		if r != "nsubj" && r != "conj" && r != "parataxis" && r != "ccomp" {
			return -1
		}
		i = h
	}
	return -1
}

// addEntity records an entity and returns its index.
func (u *run) addEntity(e casus.Entity, in info) int {
	u.doc.Entities = append(u.doc.Entities, e)
	u.ents = append(u.ents, in)
	return len(u.ents) - 1
}

// entity returns the entity of an entry of the lexicon, made when first needed.
func (u *run) entity(actor int32) int {
	if e, ok := u.entOf[actor]; ok {
		return e
	}
	a := &u.actors[actor]
	ent := casus.Entity{Name: a.Name, Code: a.Code, Country: a.Country, Sectors: a.Sectors, Wikidata: a.Wikidata, Type: "ORG"}
	in := info{actor: actor, kind: isBody}
	switch a.Kind {
	case "state":
		ent.Name, ent.Type, in.kind = stateName(a.Name, a.Names), "GPE", isState
		ent.Sectors = government
		ent.Code = a.Code // the state as a whole, as CAMEO has it
	case "city", "place":
		ent.Type, in.kind = "LOC", isPlace
	case "person":
		ent.Type, in.kind = "PER", isPerson
		u.inOffice(&ent, actor)
	}
	e := -1
	if in.kind == isBody {
		e = u.adoptBody(&ent, actor)
	}
	if e < 0 {
		e = u.addEntity(ent, in)
	}
	u.entOf[actor] = e
	return e
}

// government is the entity of a state's government, apart from the state: CAMEO
// codes the one KORGOV and the other KOR.
func (u *run) government(state int32) int {
	if e, ok := u.govOf[state]; ok {
		return e
	}
	a := &u.actors[state]
	ent := casus.Entity{Name: "government of " + stateName(a.Name, a.Names), Type: "ORG", Code: a.Code + "GOV", Country: a.Country, Sectors: government}
	e := u.addEntity(ent, info{actor: state, kind: isState})
	u.govOf[state] = e
	return e
}

var (
	government = []string{"GOV"}
	civilians  = []string{"CVL"}
	elites     = []string{"ELI"}
	igo        = []string{"IGO"}
)

// stateName is the everyday name of a state; its header may be its code.
func stateName(name string, names []string) string {
	for _, n := range names {
		if len(n) > 3 || n != name {
			return n
		}
	}
	return name
}

// named makes the mention of a name of the lexicon that heads a phrase. It
// returns false where the words turn out to be no name here.
func (u *run) named(i int, h *hit) bool {
	a := &u.actors[h.actor]
	first, last := min(u.left(i), int(h.first)), max(u.right(i), int(h.last))
	e := -1
	switch {
	case a.Kind == "person":
		return false
	case h.kind == byContext && !u.contextual(i, h):
		return false
	case h.kind == byCapital && !u.governs(i):
		e = u.place(int(h.first), int(h.last), u.countryOf(h))
	case (a.Kind == "place" || a.Kind == "city") && h.kind == byName && u.rules(i, a):
		e = u.local(h.actor)
	case h.kind == byDemonym && a.Kind == "state":
		e = u.people(h.actor)
	case h.kind == byAdj && !u.adjectiveStands(i, h):
		return false
	case a.Kind == "group" && a.Country == "" && len(a.Sectors) > 0 && a.Sectors[0] == "CVL":
		e = u.folk(i, h.actor)
	default:
		e = u.entity(h.actor)
	}
	u.otherHalf(int(h.first), a.Country)
	m := u.addMention(first, last, i, e, casus.FormName, u.fromLexicon(h.actor))
	u.marks[m].place = u.ents[e].kind == isPlace || u.locative(i)
	if c := u.doc.Entities[e].Country; u.marks[m].place && c != "" && c != "IGO" {
		u.scene = c
	}
	return true
}

// local is the entity of the government of a province or city.
func (u *run) local(actor int32) int {
	a := &u.actors[actor]
	for e := u.recent(); e < len(u.ents); e++ {
		if u.ents[e].actor == actor && u.ents[e].kind == isState {
			return e
		}
	}
	return u.addEntity(casus.Entity{Name: a.Name, Type: "GPE", Country: a.Country, Sectors: government},
		info{kind: isState, actor: actor})
}

// otherHalf makes the mention of the other Korea in "North and South Korea".
func (u *run) otherHalf(first int, country string) {
	other := map[string]string{"KOR": "PRK", "PRK": "KOR"}[country]
	if other == "" || first < 2 || u.men[first-2] != 0 || u.toks[first-1].Form != "and" {
		return
	}
	if w := u.toks[first-2].Form; w != "North" && w != "South" {
		return
	}
	if s, ok := u.states[other]; ok {
		u.addMention(first-2, first-2, first-2, u.entity(s), casus.FormName, "half of a pair of names")
	}
}

func (u *run) fromLexicon(actor int32) string {
	p := &u.actors[actor].Pos
	return "lexicon: " + p.File + ":" + strconv.Itoa(p.Line)
}

// contextual says that "the North" is a state here: a name with an article, in
// a document that names the state.
func (u *run) contextual(i int, h *hit) bool {
	if u.count[h.actor] == 0 || i+1 < len(u.toks) && u.toks[i+1].Form == "of" {
		return false
	}
	return h.first > 0 && equalFold(u.toks[h.first-1].Form, "the")
}

// adjectiveStands says that an adjective of nationality is used as a noun: "the
// Chinese", "British said".
func (u *run) adjectiveStands(i int, h *hit) bool {
	switch u.rel(i) {
	case "nsubj", "obj", "iobj", "obl", "nmod", "nmod:poss":
		return true
	}
	return false
}

// place is the entity of a place; its name is its text.
func (u *run) place(first, last int, country string) int {
	name := u.text(first, last)
	for e := u.recent(); e < len(u.ents); e++ {
		if u.ents[e].kind == isPlace && u.doc.Entities[e].Name == name {
			return e
		}
	}
	return u.addEntity(casus.Entity{Name: name, Type: "LOC", Country: country}, info{kind: isPlace, actor: -1})
}

// folk is the entity of a people without a state, in the country of the scene.
func (u *run) folk(i int, actor int32) int {
	e, ok := u.entOf[actor]
	if !ok {
		country := u.scenery(i)
		e = u.entity(actor)
		u.doc.Entities[e].Type, u.doc.Entities[e].Country = "NORP", country
		u.ents[e].kind = isGroup
	}
	return e
}

// people is the entity of the people of a state, apart from the state.
func (u *run) people(actor int32) int {
	for e := u.recent(); e < len(u.ents); e++ {
		if u.ents[e].actor == actor && u.ents[e].people {
			return e
		}
	}
	a := &u.actors[actor]
	name := stateName(a.Name, a.Names)
	if len(a.Demonyms) > 0 {
		name = a.Demonyms[len(a.Demonyms)-1]
	}
	return u.addEntity(casus.Entity{Name: name, Type: "NORP", Country: a.Country, Sectors: civilians},
		info{kind: isGroup, actor: actor, people: true})
}

// modifier makes the mention of a name that modifies a noun which is no actor
// itself: "Russian strikes", "NATO summit".
func (u *run) modifier(i int, h *hit) {
	a := &u.actors[h.actor]
	if a.Kind == "person" {
		u.loosePerson(i)
		return
	}
	if a.Kind == "city" || a.Kind == "place" || h.kind == byContext {
		return
	}
	for j, n := i, 0; n < 6; n++ {
		r := u.toks[j].Rel()
		if r != "amod" && r != "compound" && r != "nmod" && r != "conj" && r != "flat" {
			break
		}
		if j = u.toks[j].Head; j < 0 {
			return
		}
		if u.men[j] != 0 || u.at[j] != 0 && u.at[j] != u.at[i] || u.isPersonName(j) || u.roles.find(u.toks, j).role >= 0 {
			return
		}
		if u.toks[j].Rel() != "nmod" && u.nominalHead(j) {
			for k := i + 1; k < j; k++ {
				if u.bodyBefore(k, j) >= 0 {
					return // "Israeli army raid": part of another mention
				}
			}
			break
		}
	}
	if u.inName(i, h) {
		return
	}
	e := u.entity(h.actor)
	if h.kind == byDemonym && a.Kind == "state" {
		e = u.people(h.actor)
	}
	m := u.addMention(int(h.first), int(h.last), i, e, casus.FormName, u.fromLexicon(h.actor))
	u.marks[m].part = true
}

// bodyModifier makes the mention of a body or group that modifies a noun which is
// no actor: "police raid", "Israeli army offensive".
func (u *run) bodyModifier(i int) {
	h := u.toks[i].Head
	if h <= i || u.men[h] != 0 || u.at[h] != 0 || !u.nominalHead(h) || u.roles.find(u.toks, h).role >= 0 {
		return
	}
	r := u.bodyBefore(i, h)
	if r < 0 {
		return
	}
	role := u.roles.find(u.toks, i)
	o := u.owners(u.left(h), role.first, h)
	first := role.first
	for first > 0 && u.at[first-1] != 0 && u.within(first-1, h) {
		first--
	}
	o.last = -1
	e, why := u.antecedent(role, o, u.plural(i)), "same role as before"
	if e < 0 {
		e, why = u.newNominal(i, first, i, role, o)
	}
	m := u.addMention(first, i, i, e, casus.FormNominal, why)
	u.marks[m].part = true
}

// bodyBefore returns the role of token i if it is a body or group and modifies
// noun h, else -1.
func (u *run) bodyBefore(i, h int) int32 {
	t := &u.toks[i]
	if t.Rel() != "compound" || t.Head != h || t.UPOS != "NOUN" && t.UPOS != "PROPN" || u.at[i] != 0 {
		return -1
	}
	r := u.roles.find(u.toks, i)
	if r.role < 0 {
		return -1
	}
	switch e := &u.roles.roles[r.role]; {
	case len(e.Sectors) == 0 || !e.Body && !e.Group:
		return -1
	case e.Sectors[0] == "CVL" || e.Sectors[0] == "BUS" || e.Sectors[0] == "EDU" || e.Sectors[0] == "PTY" || e.Sectors[0] == "MED" || e.Sectors[0] == "JRN":
		return -1
	}
	return r.role
}

// inName says that a hit is part of a longer name of the tagger.
func (u *run) inName(i int, h *hit) bool {
	if u.ner[i] == 0 {
		return false
	}
	n := u.doc.Sentences[u.s].Names[u.ner[i]-1]
	return (n.Type == casus.PER || n.Type == casus.ORG || n.Type == casus.LOC) && u.goesOn(n, h)
}

// unknownName makes the mention of a name that only the tagger knows.
func (u *run) unknownName(i int) bool {
	n := u.doc.Sentences[u.s].Names[u.ner[i]-1]
	if i < n.First || n.Last >= len(u.toks) {
		return false
	}
	for j := n.First; j <= n.Last; j++ {
		if u.men[j] != 0 && n.Type == casus.ORG && u.doc.Mentions[u.men[j]-1].Last >= i {
			return true // a part of a name that has its mention
		}
	}
	first, last := min(u.left(i), n.First), max(u.right(i), n.Last)
	switch n.Type {
	case casus.LOC:
		e := u.place(n.First, n.Last, u.placeCountry(i))
		m := u.addMention(first, last, i, e, casus.FormName, "place found by the tagger")
		u.marks[m].place = true
		return true
	case casus.ORG:
		e, why, to := u.organisation(n.First, n.Last, u.owners(first, i, i).country)
		u.addMention(first, last, i, e, casus.FormName, why, to)
		return true
	}
	return false
}

// placeCountry reads the country of an unknown place from what follows it:
// "Andahuaylas, Peru".
func (u *run) placeCountry(i int) string {
	for _, h := range u.hitsAround(i) {
		if int(h.first) <= i || int(h.first) > u.right(i)+4 || h.kind != byName {
			continue
		}
		j := u.hitHead(&h)
		t := &u.toks[j]
		if t.Head == i || u.toks[i].Head >= 0 && t.Head == u.toks[i].Head && t.Rel() != "conj" || u.prep(j) == "in" {
			return u.actors[h.actor].Country
		}
	}
	return ""
}

// hitHead is the token of a hit that hangs on a word outside of it, the last if
// there are several.
func (u *run) hitHead(h *hit) int {
	for i := int(h.last); i > int(h.first); i-- {
		if g := u.toks[i].Head; (g < int(h.first) || g > int(h.last)) && u.toks[i].UPOS != "PART" {
			return i
		}
	}
	return int(h.first)
}
