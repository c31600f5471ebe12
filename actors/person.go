package actors

import (
	"casus"
	"casus/lexicon"
)

// person is somebody named in full in the document: tokens first to last of
// sentence s.
type person struct {
	s, first, last int
	actor          int32 // entry of the lexicon, -1
	ent            int   // entity, -1 until the first mention
}

// maxPersons bounds the list of persons of one document.
const maxPersons = 300

// trim cuts titles, nationalities and articles off the front of a name that the
// tagger took too wide: "Prime Minister Tony Blair".
func (u *run) trim(toks []casus.Token, sub []hit, f, l int) (int, int) {
	for f < l {
		g := f
		for k := f; k < min(l, f+4); k++ {
			if r := u.roles.find(toks, k); r.role >= 0 && r.first <= f {
				g = max(g, r.last+1)
			}
		}
		for i := range sub {
			if h := &sub[i]; int(h.first) <= f && f <= int(h.last) && int(h.last) < l && u.actors[h.actor].Kind != "person" {
				g = max(g, int(h.last)+1)
			}
		}
		if form := toks[f].Form; form == "'s" || form == "the" || form == "The" || form != "" && isLower(form[0]) && len(form) > 3 {
			g = max(g, f+1)
		}
		if g == f || g > l {
			break
		}
		f = g
	}
	return f, l
}

// knownPerson says that a person with that very name is in the list already.
func (u *run) knownPerson(s, f, l int) bool {
	for k := range u.persons {
		p := &u.persons[k]
		if p.last-p.first == l-f && u.sameForms(p.s, p.first, s, f, l-f+1) {
			return true
		}
	}
	return false
}

func (u *run) sameForms(s1, f1, s2, f2, n int) bool {
	a, b := u.doc.Sentences[s1].Tokens, u.doc.Sentences[s2].Tokens
	for k := range n {
		if a[f1+k].Form != b[f2+k].Form {
			return false
		}
	}
	return true
}

// personSpan says whether the phrase headed by i names a person, and by which
// tokens.
func (u *run) personSpan(i int) (f, l int, actor int32, ok bool) {
	if k := u.at[i]; k != 0 {
		h := &u.sub[k-1]
		if h.first == h.last && u.toks[i].UPOS == "PROPN" && u.actors[h.actor].Kind != "person" && !u.locative(i) && u.isSurname(i) {
			return i, i, -1, true
		}
		if u.actors[h.actor].Kind == "person" {
			if u.longerName(i, h) {
				return 0, 0, -1, false
			}
			return int(h.first), int(h.last), h.actor, true
		}
	}
	if u.ner[i] != 0 {
		n := u.doc.Sentences[u.s].Names[u.ner[i]-1]
		if n.Type == casus.PER && n.Last < len(u.toks) {
			if f, l = u.trim(u.toks, u.sub, n.First, n.Last); f <= i && i <= l && u.toks[i].UPOS != "ADJ" &&
				(u.at[i] == 0 || int(u.sub[u.at[i]-1].last) < l) {
				return f, l, -1, true
			}
		}
	}
	if u.at[i] != 0 {
		return 0, 0, -1, false
	}
	if f := u.toks[i].Form; u.toks[i].UPOS != "PROPN" {
		// a surname that the tagger took for another word
		ok = u.toks[i].UPOS == "NOUN" && len(f) > 3 && isUpper(f[0]) && u.findPerson(i, i) >= 0
		return i, i, -1, ok
	}
	l = u.right(i)
	if u.findPerson(i, l) >= 0 {
		return i, l, -1, true
	}
	if u.ner[i] == 0 && i > 0 && u.toks[i-1].UPOS == "PROPN" && u.within(i-1, i) && u.roles.find(u.toks, i).role < 0 {
		if r := u.roles.find(u.toks, i-1); r.role >= 0 && u.roles.roles[r.role].Title {
			return i, l, -1, true
		}
	}
	return 0, 0, -1, false
}

// firstOfName says that token i begins a name of the tagger.
func (u *run) firstOfName(i int) bool {
	return u.doc.Sentences[u.s].Names[u.ner[i]-1].First == i
}

// loosePerson makes the mention of a person whose name the parser tied to a noun
// that is no actor: "the Trump tariffs".
func (u *run) loosePerson(i int) {
	f, l, actor, ok := u.personSpan(i)
	if !ok {
		return
	}
	for j := i; j >= 0 && u.toks[j].Head >= 0; j = u.toks[j].Head {
		r := u.toks[j].Rel()
		if r != "compound" && r != "flat" && r != "nmod" && r != "amod" {
			break
		}
		h := u.toks[j].Head
		if h > l && (u.roles.find(u.toks, h).role >= 0 || u.at[h] != 0 || u.isPersonName(h)) {
			return // speaks for the noun: "the Trump administration"
		}
		if h >= f && h <= l {
			return
		}
		j = h
		break
	}
	u.person(i, f, l, actor)
}

// isPersonName says that token i belongs to a person's name.
func (u *run) isPersonName(i int) bool {
	_, _, _, ok := u.personSpan(i)
	return ok
}

// findPerson returns the person named in full whose name the tokens f to l are,
// or begin, or end: the nearest before them, else the first after. -1: nobody.
func (u *run) findPerson(f, l int) int {
	best := -1
	for k := range u.persons {
		p := &u.persons[k]
		n := l - f + 1
		size := p.last - p.first + 1
		if n > size {
			continue
		}
		if !u.sameForms(p.s, p.first, u.s, f, n) && !u.sameForms(p.s, p.last-n+1, u.s, f, n) && !u.sameEnds(p, f, l) {
			continue
		}
		if best >= 0 {
			if p.s > u.s || p.s == u.s && p.first > f {
				return best
			}
			if n == 1 && size > 1 && p.s < u.s && u.spokenOf(k) < u.spokenOf(best) {
				continue // two of one surname: the one the story is about
			}
		}
		best = k
	}
	return best
}

// isSurname says that token i, which is a name of something else in the lexicon, is
// the surname of somebody whom the text has named in full: Paris of Anna Paris.
func (u *run) isSurname(i int) bool {
	for k := range u.persons {
		p := &u.persons[k]
		if p.first < p.last && p.s <= u.s && u.sameForms(p.s, p.last, u.s, i, 1) && (p.s < u.s || p.last < i) {
			return true
		}
	}
	return false
}

// spokenOf counts how often a person of the list has been mentioned so far.
func (u *run) spokenOf(k int) int {
	if e := u.persons[k].ent; e >= 0 {
		return u.ents[e].times
	}
	return 0
}

// sameEnds lets "Recep Erdogan" be "Recep Tayyip Erdogan".
func (u *run) sameEnds(p *person, f, l int) bool {
	return l > f && u.sameForms(p.s, p.first, u.s, f, 1) && u.sameForms(p.s, p.last, u.s, l, 1)
}

// person makes the mention of a person named by tokens f to l.
func (u *run) person(i, f, l int, actor int32) {
	first, last := min(u.left(i), f), max(u.right(i), l)
	title := noRole
	if f > first {
		title = u.titleBefore(f, first)
	}
	o := u.owners(first, f, i)
	k := u.findPerson(f, l)
	if k >= 0 && (actor < 0 || f == l) {
		actor = u.persons[k].actor
	}
	if actor >= 0 && o.country != "" && !u.serves(actor, o.country) {
		actor = -1 // the same name, but somebody else
	}
	e, why, to := u.adopt(i, k, actor, u.text(f, l)), "", -1
	if e >= 0 {
		why, to = "apposition to mention", u.ents[e].last
	} else {
		e, why, to = u.personEntity(k, actor, f, l)
	}
	u.describe(e, title, o)
	if why == "" {
		switch {
		case actor >= 0:
			why = u.fromLexicon(actor)
		case title.role >= 0:
			why = "title before the name"
		default:
			why = "name found by the tagger"
		}
	}
	for j := f; j <= l; j++ {
		u.done[j] = j != i
	}
	if k < 0 && f < l && len(u.persons) < maxPersons {
		u.persons = append(u.persons, person{s: u.s, first: f, last: l, actor: actor, ent: e})
	}
	u.addMention(first, last, i, e, casus.FormName, why, to)
}

// personEntity finds or makes the entity of a person.
func (u *run) personEntity(k int, actor int32, f, l int) (e int, why string, to int) {
	if k >= 0 && u.persons[k].ent >= 0 {
		e := u.persons[k].ent
		why := "same name as mention"
		if l-f < u.persons[k].last-u.persons[k].first {
			why = "surname of mention"
		}
		return e, why, u.ents[e].last
	}
	e = -1
	if actor >= 0 {
		e = u.entity(actor)
	} else if name := u.text(f, l); k < 0 {
		for j := u.recent(); j < len(u.ents); j++ {
			if u.ents[j].kind == isPerson && u.doc.Entities[j].Name == name {
				return j, "same name as mention", u.ents[j].last
			}
		}
	}
	if e < 0 {
		name := u.text(f, l)
		if k >= 0 {
			p := &u.persons[k]
			t := u.doc.Sentences[p.s].Tokens
			name = u.doc.Slice(casus.Span{Begin: t[p.first].Span.Begin, End: t[p.last].Span.End})
		}
		e = u.addEntity(casus.Entity{Name: name, Type: "PER"}, info{kind: isPerson, actor: -1})
	}
	if k >= 0 {
		u.persons[k].ent = e
	}
	return e, "", -1
}

// titleBefore finds the title that ends right before the name, past commas and
// initials of none.
func (u *run) titleBefore(f, first int) roleHit {
	for k := f - 1; k >= first && k >= f-3; k-- {
		if r := u.roles.find(u.toks, k); r.role >= 0 {
			return r
		}
		if u.at[k] != 0 {
			break
		}
	}
	return noRole
}

// serves says that a person of the lexicon has held office for a country, or
// belongs to it.
func (u *run) serves(actor int32, country string) bool {
	a := &u.actors[actor]
	if a.Country == country || len(a.Offices) == 0 && a.Country == "" || country == "IGO" {
		return true
	}
	for i := range a.Offices {
		if a.Offices[i].Country == country || a.Offices[i].Country == "IGO" {
			return true
		}
	}
	return false
}

// inOffice fills in what the lexicon says of a person on the day of the
// dispatch: the office then held, else the last one, as a former official.
func (u *run) inOffice(ent *casus.Entity, actor int32) {
	a := &u.actors[actor]
	var now, last, next *lexicon.Office
	for i := range a.Offices {
		o := &a.Offices[i]
		switch {
		case u.holds(o):
			if now == nil || o.Rank() > now.Rank() || o.Rank() == now.Rank() && o.From > now.From {
				now = o
			}
		case u.date == "" || !after(o.From, u.date):
			if last == nil || o.To > last.To && o.Rank() >= last.Rank() || o.Rank() == lexicon.Leads && last.Rank() < lexicon.Leads {
				last = o
			}
		case next == nil || o.From < next.From:
			next = o
		}
	}
	switch {
	case now != nil:
		ent.Country, ent.Sectors, ent.Office = now.Country, now.Sectors, now.Title
	case last != nil:
		ent.Country, ent.Sectors, ent.Office = last.Country, elites, "former "+last.Title
	case next != nil:
		ent.Country = next.Country
	}
	if ent.Country == "IGO" {
		ent.Code = u.organisationIn(ent.Office)
		ent.Sectors = igo
	}
}

// organisationIn is the code of the organisation named at the end of an office's
// title: "secretary general of NATO".
func (u *run) organisationIn(title string) string {
	for i := 0; i+4 < len(title); i++ {
		if title[i:i+4] != " of " {
			continue
		}
		u.w.reset()
		rest := title[i+4:]
		for rest != "" {
			w := firstWord(rest)
			if w != "the" {
				u.w.add(w)
			}
			rest = rest[min(len(w)+1, len(rest)):]
		}
		n := len(u.hits)
		found := u.names.find(&u.w, u.hits, u.better)[n:]
		if len(found) > 0 && u.actors[found[0].actor].Country == "IGO" {
			return u.actors[found[0].actor].Code
		}
	}
	return "IGO"
}

// describe adds to an entity what the text says of it; the text goes before
// the lexicon.
func (u *run) describe(e int, title roleHit, o owner) {
	ent, in := &u.doc.Entities[e], &u.ents[e]
	if title.role < 0 {
		if o.country != "" && ent.Country == "" {
			ent.Country = o.country
		}
		return
	}
	if in.role == nil || !in.text {
		in.role = title.words
	}
	if ent.Role == "" {
		ent.Role = roleText(title, o)
	}
	if in.actor >= 0 && ent.Country != "" && !o.former && in.kind == isPerson && len(ent.Sectors) > 0 && ent.Sectors[0] != "ELI" {
		in.text = true
		if own := u.roles.roles[title.role].Sectors; len(own) == 0 || ent.Office == "" || officeIs(ent.Office, title.words) || own[0] == ent.Sectors[0] {
			return // the lexicon knows the office of the day
		}
		ent.Office = ent.Role // the text goes before the lexicon
	}
	country, sectors, code := u.belongs(title, o)
	if country == "" && ent.Country == "" {
		country = u.fallback(title.role, title.first)
	}
	if country != "" && (ent.Country == "" || !in.text) {
		ent.Country = country
	}
	if len(sectors) > 0 && (len(ent.Sectors) == 0 || !in.text || ent.Sectors[0] == "ELI" && !o.former) {
		ent.Sectors = sectors
		ent.Code = code
	}
	in.text = true
}

func roleText(title roleHit, o owner) string {
	s := ""
	for k, w := range title.words {
		if k > 0 {
			s += " "
		}
		s += w
	}
	if o.former {
		s = "former " + s
	}
	return s
}

// completePerson gives a person who is known only by name the sectors of the
// office, where the text gave a country alone.
func (u *run) completePerson(ent *casus.Entity, in *info) {
	if ent.Country == "IGO" && len(ent.Sectors) == 0 {
		ent.Sectors = igo
	}
}
