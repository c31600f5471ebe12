package actors

import (
	"slices"

	"casus"
	"casus/lexicon"
)

// kind says what sort of thing an entity is, for agreement with pronouns and
// titles.
type kind uint8

const (
	isPerson kind = iota
	isState
	isBody  // an organisation, ministry, court, party
	isGroup // several people without a name of their own
	isPlace
)

// info is what the resolver remembers of an entity beside the entity itself.
type info struct {
	kind   kind
	actor  int32    // entry of the lexicon, -1
	role   []string // words of the role ("foreign", "minister"), for anaphora
	alias  string   // an abbreviation that the text itself defined
	woman  bool
	man    bool
	plural bool // spoken of in the plural
	named  bool // an organisation that the text names
	people bool // a people ("Russians"), apart from its state
	last   int  // its last mention
	times  int  // how often it was mentioned
	text   bool // country or role were said in the text, not looked up
}

// mark is what the resolver remembers of a mention.
type mark struct {
	subject bool   // subject of a verb
	top     bool   // subject of the sentence's main verb
	says    bool   // subject of a verb of saying
	part    bool   // no phrase of its own: "U.N." in "the U.N. session"
	place   bool   // names a place only
	verb    int    // head of the mention's head
	conj    int    // mention that it is coordinated with, -1
	to      [2]int // mentions that tied it to its entity, -1
}

// run is the scratch of one document; it goes back to the pool afterwards.
type run struct {
	*Resolver
	doc  *casus.Document
	date string // ISO 8601 day of the dispatch, "" if unknown

	w        words
	hits     []hit
	starts   []int32 // first hit of each sentence, one more at the end
	persons  []person
	entOf    map[int32]int // actor -> entity
	govOf    map[int32]int // state -> entity of its government
	count    map[int32]int // actor -> how often named
	ents     []info
	marks    []mark
	home     string // country that the dispatch is about
	lastSeen string // country named last
	scene    string // country of the last place
	voice    int    // mention that spoke last, -1

	// of the sentence at hand
	s    int
	toks []casus.Token
	sub  []hit
	at   []int16 // token -> 1 + index in sub of the hit that covers it
	ner  []int16 // token -> 1 + index in Names of the name that covers it
	men  []int32 // token -> 1 + index of the mention that it heads
	// tried: the token has been visited, so that nothing is tried twice.
	tried []bool
	done  []bool // token is inside a mention that speaks for it
	// things are subjects of the sentence before that name nobody; a pronoun
	// may mean them.
	things, before []int

	// of finish: rank is the old number of each mention, now the new one.
	rank, now []int
	spare     []casus.Mention
	why       []byte
}

func (u *run) begin(r *Resolver, doc *casus.Document) {
	u.Resolver, u.doc = r, doc
	u.date = ""
	if t := doc.Dispatch.Published; !t.IsZero() {
		u.date = t.UTC().Format("2006-01-02")
	}
	u.hits, u.starts, u.persons = u.hits[:0], u.starts[:0], u.persons[:0]
	u.ents, u.marks = u.ents[:0], u.marks[:0]
	u.things, u.before = u.things[:0], u.before[:0]
	u.home, u.lastSeen, u.scene, u.voice = "", "", "", -1
	if u.entOf == nil {
		u.entOf, u.count, u.govOf = make(map[int32]int, 64), make(map[int32]int, 64), make(map[int32]int, 8)
	}
	clear(u.entOf)
	clear(u.govOf)
	clear(u.count)
	doc.Entities, doc.Mentions = doc.Entities[:0], doc.Mentions[:0]
}

// scan finds the names of the lexicon in one sentence.
func (u *run) scan(s int) {
	u.starts = append(u.starts, int32(len(u.hits)))
	if u.skip(s) {
		return
	}
	toks := u.doc.Sentences[s].Tokens
	u.w.reset()
	for i := range toks {
		u.w.add(toks[i].Form)
	}
	u.w.caps = u.w.allCaps()
	n := len(u.hits)
	u.hits = u.names.find(&u.w, u.hits, u.better)
	u.hits = append(u.hits[:n], slices.DeleteFunc(u.hits[n:], func(h hit) bool {
		return u.obscure(h) || h.first > 0 && u.partOfLonger(toks[h.first-1].Form, h)
	})...)
}

// partOfLonger says that a word before the name of an organisation makes it
// another one: "National" Security Council.
func (u *run) partOfLonger(before string, h hit) bool {
	switch before {
	case "National", "Supreme", "Federal", "Royal", "Central", "Higher", "New", "Former":
		return u.actors[h.actor].Country == "IGO"
	}
	return false
}

// obscure says that a surname alone does not tell who is meant on that day:
// neither somebody in office nor a former head of state or government.
func (u *run) obscure(h hit) bool {
	a := &u.actors[h.actor]
	if a.Kind != "person" || h.first != h.last {
		return false
	}
	switch u.standing(a) {
	case 3:
		return false
	case 2:
		for i := range a.Offices {
			switch a.Offices[i].Title {
			case "president", "prime minister", "chancellor", "leader", "king", "supreme leader":
				return false
			}
		}
	}
	return true
}

// skip says that a sentence is no part of the story: a by-line, a footer.
func (u *run) skip(s int) bool {
	b := u.doc.Sentences[s].Block
	if b < 0 || b >= len(u.doc.Blocks) {
		return false
	}
	switch u.doc.Blocks[b].Kind {
	case casus.Byline, casus.Dateline, casus.Boilerplate:
		return true
	}
	return false
}

// better chooses between two entries with the same letters: a name before an
// adjective, a state before others, of persons the one in office.
func (u *run) better(old, new *nameEntry) bool {
	a, b := &u.actors[old.actor], &u.actors[new.actor]
	if a.Kind == "person" && b.Kind == "person" {
		return u.standing(b) > u.standing(a)
	}
	if old.kind != new.kind {
		return new.kind < old.kind
	}
	return a.Kind != "state" && b.Kind == "state"
}

// standing ranks a person at the day of the dispatch: in office, out of office,
// not yet in office.
func (u *run) standing(a *lexicon.Actor) int {
	best := 0
	for i := range a.Offices {
		switch o := &a.Offices[i]; {
		case u.holds(o):
			return 3
		case u.date == "" || !after(o.From, u.date):
			best = 2
		case best == 0:
			best = 1
		}
	}
	return best
}

// holds says that an office is held on the day of the dispatch; of an undated
// dispatch, that it is held still.
func (u *run) holds(o *lexicon.Office) bool {
	if u.date == "" {
		return o.To == ""
	}
	return !after(o.From, u.date) && (o.To == "" || !before(o.To, u.date)) && !o.Stale(u.date)
}

// after and before compare a date of any granularity with a day; a month or
// year holds all of its days.
func after(d, day string) bool  { return d != "" && d > day[:min(len(d), len(day))] }
func before(d, day string) bool { return d != "" && d < day[:min(len(d), len(day))] }

// survey looks at the whole document before the first mention is made: who is
// named in full, and which state the dispatch is about.
func (u *run) survey() {
	u.starts = append(u.starts, int32(len(u.hits)))
	for s := range u.doc.Sentences {
		if !u.skip(s) {
			u.surveySentence(s)
		}
	}
	if u.home == "" {
		u.home = u.dateline()
	}
	if u.home == "" {
		u.home = u.commonest()
	}
}

func (u *run) surveySentence(s int) {
	sent := &u.doc.Sentences[s]
	sub := u.hits[u.starts[s]:u.starts[s+1]]
	for i := range sub {
		h := &sub[i]
		a := &u.actors[h.actor]
		if h.kind != byContext {
			u.count[h.actor]++
		}
		if a.Kind == "person" && h.last > h.first && len(u.persons) < maxPersons {
			u.persons = append(u.persons, person{s: s, first: int(h.first), last: int(h.last), actor: h.actor, ent: -1})
		}
		if c := u.countryOf(h); u.home == "" && c != "" && h.kind != byContext && underSubject(sent.Tokens, int(h.last)) {
			u.home = c
		}
	}
	for _, n := range sent.Names {
		if n.Type != casus.PER || n.First < 0 || n.Last >= len(sent.Tokens) || n.Last-n.First >= longestName {
			continue
		}
		f, l := u.trim(sent.Tokens, sub, n.First, n.Last)
		if f < l && len(u.persons) < maxPersons && !u.knownPerson(s, f, l) {
			u.persons = append(u.persons, person{s: s, first: f, last: l, actor: -1, ent: -1})
		}
	}
}

// countryOf is the state that a name points to, of a person the one served on
// the day; "" for none and for organisations of states.
func (u *run) countryOf(h *hit) string {
	a := &u.actors[h.actor]
	c := a.Country
	switch {
	case a.Kind == "person":
		var ent casus.Entity
		u.inOffice(&ent, h.actor)
		c = ent.Country
	case c == "IGO" && h.kind == byCapital:
		c = u.cities[a.Capitals[0]]
	}
	if c == "IGO" {
		return ""
	}
	return c
}

// underSubject says that a token is, or modifies, the subject of a verb.
func underSubject(toks []casus.Token, i int) bool {
	for range 4 {
		t := &toks[i]
		switch t.Rel() {
		case "nsubj":
			return true
		case "compound", "amod", "nmod", "flat", "conj", "appos":
			if t.Head < 0 {
				return false
			}
			i = t.Head
		default:
			return false
		}
	}
	return false
}

// dateline reads the country from the dateline of the first paragraph that has one.
func (u *run) dateline() string {
	for i := range u.doc.Blocks {
		lead := u.doc.Blocks[i].Lead
		if lead.Empty() {
			continue
		}
		u.w.reset()
		text := u.doc.Slice(lead)
		for b, c := 0, 0; c <= len(text); c++ {
			if c == len(text) || text[c] == ' ' || text[c] == ',' || text[c] == '(' || text[c] == '/' {
				if c > b {
					u.w.add(text[b:c])
				}
				b = c + 1
			}
		}
		u.w.caps = true
		n := len(u.hits)
		u.hits = u.names.find(&u.w, u.hits, u.better)
		found := u.hits[n:]
		u.hits = u.hits[:n]
		for _, h := range found {
			if c := u.countryOf(&h); c != "" {
				return c
			}
		}
	}
	return ""
}

// commonest is the country that is named most often, the first of equals.
func (u *run) commonest() string {
	best, country := 0, ""
	for _, h := range u.hits {
		if c := u.actors[h.actor].Country; c != "" && c != "IGO" && u.count[h.actor] > best {
			best, country = u.count[h.actor], c
		}
	}
	return country
}

// sentence makes the mentions of one sentence, from left to right.
func (u *run) sentence(s int) {
	u.s = s
	sent := &u.doc.Sentences[s]
	u.toks = sent.Tokens
	n := len(u.toks)
	u.sub = u.hits[u.starts[s]:u.starts[s+1]]
	u.at, u.ner = grow(u.at, n), grow(u.ner, n)
	u.men, u.done, u.tried = grow(u.men, n), grow(u.done, n), grow(u.tried, n)
	u.before, u.things = u.things, u.before[:0]
	if u.skip(s) {
		return
	}
	for k := range u.sub {
		for i := u.sub[k].first; i <= u.sub[k].last; i++ {
			u.at[i] = int16(k + 1)
		}
	}
	for k := range u.sub {
		h := &u.sub[k]
		head := u.hitHead(h)
		for i := int(h.first); i <= int(h.last); i++ {
			u.done[i] = i != head
		}
	}
	for k, name := range sent.Names {
		if name.First < 0 || name.Last >= n || name.Last-name.First >= longestName || !u.capital(name.First, name.Last) {
			continue
		}
		for i := name.First; i <= name.Last && i < n; i++ {
			u.ner[i] = int16(k + 1)
		}
	}
	for i := range n {
		u.visit(i)
	}
	u.nested()
}

// capital says that a stretch of tokens holds a proper noun with a capital; the
// tagger's names without one are mistakes.
func (u *run) capital(first, last int) bool {
	for i := first; i <= last; i++ {
		if t := &u.toks[i]; t.UPOS == "PROPN" && t.Form != "" && !isLower(t.Form[0]) {
			return true
		}
	}
	return false
}

// longestName is the number of tokens beyond which a name of the tagger is none.
const longestName = 16

// grow returns a zeroed slice of length n, reusing s.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// visit makes the mention that token i heads, if it heads one.
func (u *run) visit(i int) {
	if u.men[i] != 0 || u.done[i] || u.tried[i] {
		return
	}
	u.tried[i] = true
	if u.nominalHead(i) {
		u.phrase(i)
		return
	}
	if k := u.at[i]; k != 0 {
		u.modifier(i, &u.sub[k-1])
	} else if u.ner[i] != 0 && u.firstOfName(i) {
		u.loosePerson(i)
	} else if u.toks[i].Rel() == "compound" {
		u.bodyModifier(i)
	}
}

// finish completes the entities once everything has been read, puts the mentions in
// the order of the text and writes their reasons.
func (u *run) finish() {
	u.order()
	for e := range u.doc.Entities {
		ent, in := &u.doc.Entities[e], &u.ents[e]
		if in.kind == isPerson {
			u.completePerson(ent, in)
		}
		if ent.Code == "" {
			ent.Code = actorCode(ent.Country, ent.Sectors)
		}
	}
}

// actorCode is the CAMEO code of a country and its first sector.
func actorCode(country string, sectors []string) string {
	if len(sectors) == 0 || country == "IGO" && sectors[0] == "IGO" {
		return country
	}
	return country + sectors[0]
}
