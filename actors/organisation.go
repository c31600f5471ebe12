package actors

import "casus"

// organisation returns the entity of the organisation named by tokens f to l, made
// when first needed: an earlier one with the same name, or one of which this name is
// the short or the long form ("Northrop", "GAO"), in which case to is its last mention.
func (u *run) organisation(f, l int, country string) (e int, why string, to int) {
	name := u.text(f, l)
	best := -1
	for e := len(u.ents) - 1; e >= u.recent(); e-- {
		if u.ents[e].kind != isBody || u.ents[e].last < 0 {
			continue
		}
		have := u.doc.Entities[e].Name
		if have == name {
			return e, "same name as mention", u.ents[e].last
		}
		if best < 0 && (u.ents[e].named || u.ents[e].actor >= 0) && sameBody(have, name) {
			best = e
		}
	}
	if best >= 0 {
		if u.ents[best].actor < 0 && len(name) > len(u.doc.Entities[best].Name) {
			u.doc.Entities[best].Name = name
		}
		return best, "another form of the name of mention", u.ents[best].last
	}
	ent := casus.Entity{Name: name, Type: "ORG", Country: country}
	return u.addEntity(ent, info{kind: isBody, actor: -1, named: true, last: -1}), "name found by the tagger", -1
}

// bodyName makes the mention of an organisation's name that the tagger took for a
// person or did not see: one with a form of company ("Acme LLC"), one after a noun
// for organisations ("the carmaker Acme"), one that was named as an organisation.
func (u *run) bodyName(i int) bool {
	if u.at[i] != 0 || u.toks[i].UPOS != "PROPN" || !isUpper(u.toks[i].Form[0]) {
		return false
	}
	f, l, person := i, u.right(i), false
	if u.ner[i] != 0 {
		n := u.doc.Sentences[u.s].Names[u.ner[i]-1]
		if n.Type == casus.ORG || n.Type == casus.LOC || n.Last >= len(u.toks) {
			return false
		}
		f, l, person = n.First, n.Last, n.Type == casus.PER
		for f < i && (classOf[u.toks[f].Lemma] != noClass || u.at[f] != 0 || u.toks[f].UPOS != "PROPN") {
			f++
		}
	}
	switch {
	case companyForm[u.toks[l].Form] && l > f:
	case f > 0 && isCompany(u.toks[f-1].Lemma) && u.toks[f-1].UPOS == "NOUN" && (u.within(f-1, i) || u.toks[i].Head == f-1):
	case person && f == l && u.findPerson(f, l) < 0 && u.knownBody(u.text(f, l)):
	default:
		return false
	}
	first := min(u.left(i), f)
	o := u.owners(first, f, i)
	e, why, to := u.organisation(f, l, o.country)
	for j := f; j <= l; j++ {
		u.done[j] = j != i
	}
	u.addMention(first, l, i, e, casus.FormName, why, to)
	return true
}

// fullName makes the mention of an organisation whose name goes on after the word
// that says what it is: "the University of Northern Halvia".
func (u *run) fullName(i int, role roleHit) bool {
	if u.ner[i] == 0 || u.toks[i].UPOS != "PROPN" || !u.roles.roles[role.role].Body && !isCompany(u.toks[i].Lemma) {
		return false
	}
	n := u.doc.Sentences[u.s].Names[u.ner[i]-1]
	if n.Type != casus.ORG || n.Last <= role.last || n.Last >= len(u.toks) || u.toks[role.last+1].Lemma != "of" && u.toks[role.last+1].Lemma != "for" {
		return false
	}
	for j := n.First; j <= n.Last; j++ {
		u.done[j] = u.done[j] || j != i && u.at[j] == 0
	}
	first := min(u.left(i), n.First)
	o := u.owners(first, n.First, i)
	e, why, to := u.organisation(n.First, n.Last, o.country)
	u.describe(e, role, o)
	u.addMention(first, n.Last, i, e, casus.FormName, why, to)
	return true
}

func isCompany(lemma string) bool { return classOf[lemma] == aCompany || classOf[lemma] == aBody }

// bodyAfter makes the mention of an organisation whose name follows the noun that
// the parser made the head: "the Peruvian airline Acme Air".
func (u *run) bodyAfter(i, first, last int) bool {
	j := last + 1
	if !isCompany(u.toks[i].Lemma) || j >= len(u.toks) || u.toks[j].UPOS != "PROPN" || u.toks[j].Form == "" || !isUpper(u.toks[j].Form[0]) {
		return false
	}
	l := max(j, u.right(i))
	if u.ner[j] != 0 {
		l = max(u.doc.Sentences[u.s].Names[u.ner[j]-1].Last, j)
	}
	if l >= len(u.toks) || l-j > 8 {
		return false
	}
	if k := u.at[j]; k != 0 && int(u.sub[k-1].last) >= l {
		h := &u.sub[k-1]
		if u.actors[h.actor].Kind == "state" || h.kind != byName {
			return false
		}
		u.addMention(first, int(h.last), i, u.entity(h.actor), casus.FormName, u.fromLexicon(h.actor))
	} else {
		for k := j; k <= l; k++ {
			if u.toks[k].UPOS != "PROPN" {
				return false
			}
		}
		e, why, to := u.organisation(j, l, u.owners(first, i, i).country)
		u.addMention(first, l, i, e, casus.FormName, why, to)
	}
	for k := j; k <= l; k++ {
		u.done[k] = true
	}
	return true
}

// knownBody says that an organisation was spoken of by that name or a longer one.
func (u *run) knownBody(name string) bool {
	for e := u.recent(); e < len(u.ents); e++ {
		if u.ents[e].kind == isBody && (u.ents[e].named || u.ents[e].actor >= 0) && sameBody(u.doc.Entities[e].Name, name) {
			return true
		}
	}
	return false
}

// adoptBody gives an organisation of the lexicon to the entity that was made of
// another form of its name, unknown to the lexicon, before. -1: there is none.
func (u *run) adoptBody(ent *casus.Entity, actor int32) int {
	for e := u.recent(); e < len(u.ents); e++ {
		if in := &u.ents[e]; in.kind == isBody && in.actor < 0 && in.named && sameBody(u.doc.Entities[e].Name, ent.Name) {
			in.actor, in.role = actor, nil
			u.doc.Entities[e] = *ent
			return e
		}
	}
	return -1
}

// sameBody says that two names are of one organisation: alike but for the form of
// company, the one the beginning of the other, or the one the initials of the other.
func sameBody(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	a, b = core(a), core(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) < 2:
		return false
	case equalFold(a, b):
		return true
	case len(a) > 3 && len(b) > len(a) && b[len(a)] == ' ' && equalFold(a, b[:len(a)]) && !commonStart[firstWord(a)]:
		return true
	}
	return len(a) <= 6 && isInitials(a, b)
}

// core is a name without "the" before it and the form of company after it.
func core(s string) string {
	if len(s) > 4 && equalFold(s[:4], "the ") {
		s = s[4:]
	}
	for {
		k := len(s) - 1
		for k >= 0 && s[k] != ' ' {
			k--
		}
		if k <= 0 || !companyForm[s[k+1:]] {
			return s
		}
		s = s[:k]
		for len(s) > 0 && (s[len(s)-1] == ',' || s[len(s)-1] == ' ') {
			s = s[:len(s)-1]
		}
	}
}

// isInitials says that a, in capitals, is made of the first letters of the words of b,
// small words left out.
func isInitials(a, b string) bool {
	n := 0
	for k := range len(b) {
		if k > 0 && b[k-1] != ' ' && b[k-1] != '-' || !isUpper(b[k]) {
			continue
		}
		for n < len(a) && a[n] == '.' {
			n++
		}
		if n == len(a) || a[n] != b[k] {
			return false
		}
		n++
	}
	for n < len(a) && a[n] == '.' {
		n++
	}
	return n == len(a) && n > 1
}

var (
	companyForm = set("Inc", "Inc.", "Corp", "Corp.", "Corporation", "Co", "Co.", "Company", "Ltd", "Ltd.", "Limited", "LLC", "PLC", "plc",
		"AG", "SA", "S.A.", "N.V.", "NV", "GmbH", "SE", "S.p.A.", "Group", "Holdings", "Holding")
	// commonStart begin the names of many organisations and tell none by themselves.
	commonStart = set("National", "United", "Ministry", "Bank", "General", "First", "American", "University", "International", "Federal",
		"Royal", "European", "World", "Church", "Supreme", "Democratic", "Republican", "People", "Human", "State", "North", "South",
		"West", "East", "Northern", "Southern", "Eastern", "Western", "Central", "Department", "Office", "Institute", "House", "Committee", "Council")
)

// anaphor makes the mention of "the company", "the city", "the man": a noun that
// says of what sort somebody is who was named before. It says whether it did.
func (u *run) anaphor(i int) bool {
	t := &u.toks[i]
	if t.UPOS != "NOUN" || u.plural(i) {
		return false
	}
	c := classOf[t.Lemma]
	if c == noClass {
		return false
	}
	first := u.left(i)
	if the, a := u.definite(first, i); !the || a {
		return false
	}
	for j := first; j < i; j++ {
		if u.at[j] != 0 || u.men[j] != 0 {
			return false // "the Peruvian company": somebody with a country of its own
		}
	}
	m := u.lastOf(c, t.Lemma)
	if m < 0 {
		return false
	}
	n := u.addMention(first, i, i, u.doc.Mentions[m].Entity, casus.FormNominal, "noun for mention", m)
	u.marks[n].place = c == aTown || c == aRegion
	return true
}

// class of thing that a noun means, for anaphora.
type class uint8

const (
	noClass  class = iota
	aCompany       // a business, or any organisation spoken of as one
	aBody          // an organisation of any sort
	aTown
	aRegion
	aMan
	aWoman
)

var classOf = map[string]class{
	"company": aCompany, "firm": aCompany, "corporation": aCompany, "manufacturer": aCompany, "automaker": aCompany, "carmaker": aCompany,
	"maker": aCompany, "airline": aCompany, "carrier": aCompany, "retailer": aCompany, "developer": aCompany, "publisher": aCompany,
	"giant": aCompany, "conglomerate": aCompany, "startup": aCompany, "business": aCompany, "vendor": aCompany, "airframer": aCompany,
	"consortium": aCompany, "chain": aCompany, "bank": aCompany, "studio": aCompany, "broadcaster": aCompany, "brand": aCompany,
	"organisation": aBody, "organization": aBody, "group": aBody, "agency": aBody, "institution": aBody, "association": aBody, "foundation": aBody,
	"city": aTown, "town": aTown, "village": aTown, "capital": aTown, "municipality": aTown,
	"region": aRegion, "province": aRegion, "territory": aRegion, "island": aRegion, "enclave": aRegion, "peninsula": aRegion, "county": aRegion,
	"man": aMan, "boy": aMan, "actor": aMan, "businessman": aMan, "woman": aWoman, "girl": aWoman, "actress": aWoman, "teenager": aMan, "teen": aMan,
	"singer": aMan, "artist": aMan, "author": aMan, "writer": aMan, "footballer": aMan, "striker": aMan,
}

// lastOf is the most salient mention of something of a sort: the nearest, one that
// acted before others; -1 for none.
func (u *run) lastOf(s class, word string) int {
	best, score := -1, -1<<30
	for m := len(u.doc.Mentions) - 1; m >= 0 && m >= len(u.doc.Mentions)-80; m-- {
		d := u.s - u.doc.Mentions[m].Sentence
		if d > 5 {
			break
		}
		e := u.doc.Mentions[m].Entity
		if !u.isOf(e, s, word) {
			continue
		}
		n := -20*d + m - len(u.doc.Mentions)
		if u.marks[m].subject {
			n += 20
		}
		if u.marks[m].part {
			n -= 20
		}
		if n > score {
			best, score = m, n
		}
	}
	return best
}

func (u *run) isOf(e int, s class, word string) bool {
	ent, in := &u.doc.Entities[e], &u.ents[e]
	switch s {
	case aCompany, aBody:
		if in.kind != isBody || len(ent.Members) > 0 || !in.named && in.actor < 0 && in.role == nil {
			return false
		}
		if in.role != nil {
			return in.role[len(in.role)-1] == word
		}
		if len(ent.Sectors) == 0 || ent.Sectors[0] == "BUS" {
			return true
		}
		return s == aBody && ent.Sectors[0] != "GOV" || s == aCompany && (ent.Sectors[0] == "MED" || ent.Sectors[0] == "JRN")
	case aTown, aRegion:
		if in.kind != isPlace && in.kind != isState || len(ent.Members) > 0 {
			return false
		}
		return in.kind == isPlace || in.actor >= 0 && u.actors[in.actor].Kind != "state"
	case aMan:
		return in.kind == isPerson && !in.woman && (in.role == nil || len(ent.Sectors) == 0 || ent.Sectors[0] == "CVL")
	case aWoman:
		return in.kind == isPerson && !in.man && (in.role == nil || len(ent.Sectors) == 0 || ent.Sectors[0] == "CVL")
	}
	return false
}
