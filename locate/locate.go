// Package locate ties each event of a document to the place where it happens.
//
// The idea: the tree says where. A place after "in" or "near" under the word that
// carries the act is its place ("protested in Lagos"); so is one under the act's object or
// agent ("stormed a base in Kidal"), the object of a verb that goes to places or strikes
// them ("visited Hanoi", "shelled Kherson"), a place before an act's noun ("the Kabul
// bombing"), and one at the head of the sentence ("In Dhaka, police ..."). What a sentence
// only says elsewhere stands for its events where there is one such place. An act told
// before keeps its place: "the attack" is where the attack was.
//
// A place that acts ("Moscow rejected ...") is an actor, one within another's name ("the
// Paris Review") is none, and where a dispatch is sent from says nothing of where things
// happen. Every tie has its reason.
package locate

import (
	"strings"

	"casus"
)

// Events sets the places of a document's events.
func Events(doc *casus.Document) {
	l := locator{doc: doc}
	for i := range doc.Events {
		ev := &doc.Events[i]
		if ev.Where = l.sentence(ev); ev.Where == nil {
			ev.Where = l.before(i)
		}
	}
	for i := len(doc.Events) - 2; i >= 0; i-- {
		l.after(i)
	}
}

type locator struct{ doc *casus.Document }

// places of a sentence: a range of indices in Document.Places.
func (l *locator) places(sentence int) (from, to int) {
	ps := l.doc.Places
	for from < len(ps) && ps[from].Sentence != sentence {
		from++
	}
	to = from
	for to < len(ps) && ps[to].Sentence == sentence {
		to++
	}
	return from, to
}

// tie is a place that may be an event's.
type tie struct {
	place, rank, gap int
	why              string
}

// sentence finds the event's place in its own sentence.
func (l *locator) sentence(ev *casus.Event) *casus.Where {
	n := ev.Evidence.Sentence
	if n < 0 || n >= len(l.doc.Sentences) {
		return nil
	}
	s := &l.doc.Sentences[n]
	t := trigger(s, ev.Evidence.Trigger)
	if t < 0 {
		return nil
	}
	best := tie{place: -1}
	free, count := -1, 0
	from, to := l.places(n)
	for i := from; i < to; i++ {
		p := &l.doc.Places[i]
		if p.Adjective || p.Dateline || p.Head >= len(s.Tokens) || p.Within && !venue(s, p) {
			continue
		}
		k := l.tie(s, t, i, ev)
		word := prep(s, phrase(s, p.Head))
		if k.rank == 0 || l.party(ev, p) && k.rank < rankSure && !in[word] {
			if in[word] && !held(s, p) {
				free, count = i, count+1
			}
			continue
		}
		if best.place < 0 || k.rank > best.rank || k.rank == best.rank && (k.gap < best.gap || k.gap == best.gap && finer(p, &l.doc.Places[best.place])) {
			best = k
		}
	}
	switch {
	case best.place >= 0:
		return &casus.Where{Place: best.place, Why: best.why}
	case count == 1 && physical[ev.Event] && ev.Event != "CONSULT":
		return &casus.Where{Place: free, Why: "the only place that the sentence names"}
	}
	return nil
}

// venue says that the name in which a place stands is that of a meeting or building there:
// "the Munich Security Conference".
func venue(s *casus.Sentence, p *casus.Place) bool {
	h := s.Tokens[p.Head].Head
	return h >= 0 && h < len(s.Tokens) && s.Tokens[p.Head].Rel() == "compound" && venues[strings.ToLower(s.Tokens[h].Lemma)]
}

// held says that a place only holds the one before it ("Paris, Texas").
func held(s *casus.Sentence, p *casus.Place) bool {
	return p.First > 1 && s.Tokens[p.First-1].Form == "," && (s.Tokens[p.Head].Rel() == "appos" || s.Tokens[p.Head].Deprel == "nmod:desc")
}

// finer says that p is told more exactly than q.
func finer(p, q *casus.Place) bool { return p.Precision != "country" && q.Precision == "country" }

// trigger is the head among the tokens of the words that carry the act.
func trigger(s *casus.Sentence, at casus.Span) int {
	first := -1
	for i := range s.Tokens {
		if !s.Tokens[i].Span.Overlaps(at) {
			continue
		}
		if h := s.Tokens[i].Head; h < 0 || h >= len(s.Tokens) || !s.Tokens[h].Span.Overlaps(at) {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// party says that a place is what acts or is addressed.
func (l *locator) party(ev *casus.Event, p *casus.Place) bool {
	for _, side := range [...][]casus.Role{ev.Actors, ev.Recipients} {
		for _, r := range side {
			if r.Head.Overlaps(p.Span) || r.Head.Empty() && r.Span == p.Span {
				return true
			}
		}
	}
	return false
}

// Ranks of ties, from the weakest on. From rankSure on a party may be the place too.
const (
	rankClause = iota + 1
	rankFront
	rankNoun
	rankArgument
	rankSure
	rankUnder
)

// tie says how a place hangs on the act.
func (l *locator) tie(s *casus.Sentence, t, i int, ev *casus.Event) tie {
	p := &l.doc.Places[i]
	h := phrase(s, p.Head)
	g := s.Tokens[h].Head
	k := tie{place: i, gap: gap(h, t)}
	// "made a visit to Hanoi": the noun of the journey carries the act, too.
	if g >= 0 && g < len(s.Tokens) && g != t && moves[s.Tokens[g].Lemma] && s.Tokens[g].Span.Overlaps(ev.Evidence.Trigger) {
		t = g
	}
	talk := says[s.Tokens[t].Lemma] || talks[s.Tokens[t].Lemma]
	word := prep(s, h)
	switch {
	case g < 0 || g >= len(s.Tokens):
	case talk && g == t && afterTopic(s, h, t):
	case g == t && in[word]:
		k.rank, k.why = rankUnder, "\""+word+"\" under the act"
	case g == t && reached[word] && moves[s.Tokens[t].Lemma]:
		k.rank, k.why = rankUnder, "the goal of a journey"
	case g == t && s.Tokens[h].Rel() == "obj" && goesTo[s.Tokens[t].Lemma]:
		k.rank, k.why = rankSure, "the object of \""+s.Tokens[t].Lemma+"\""
	case g == t && (word == "of" || word == "to") && strikes[s.Tokens[t].Lemma]:
		k.rank, k.why = rankSure, "\""+word+"\" under \""+s.Tokens[t].Lemma+"\""
	case g == t && s.Tokens[h].Rel() == "compound" && s.Tokens[t].UPOS == "NOUN" && p.Kind != "country":
		k.rank, k.why = rankNoun, "before the act's noun"
	case g == t && s.Tokens[h].Deprel == "nmod:poss" && strikes[s.Tokens[t].Lemma]:
		k.rank, k.why = rankNoun, "whose "+s.Tokens[t].Lemma
	case in[word] && shares(s, g, t):
		k.rank, k.why = rankUnder-1, "\""+word+"\" under a verb that shares it"
	case in[word] && !talk && argument(s, g, t):
		k.rank, k.why = rankArgument, "\""+word+"\" under what takes part in the act"
	case in[word] && h < t && front(s, p) && clauseOf(s, g, t):
		k.rank, k.why = rankFront, "at the head of the sentence"
	case in[word] && clauseOf(s, g, t) && !says[s.Tokens[g].Lemma]:
		k.rank, k.why = rankClause, "\""+word+"\" in the clause around it"
	}
	return k
}

// afterTopic says that a place with its preposition follows at once what is talked of: in
// "discussed the crisis in Haiti" it rather belongs there, whatever the tree says.
func afterTopic(s *casus.Sentence, h, t int) bool {
	k := h - 1
	for k > 0 && s.Tokens[k].Head == h {
		k--
	}
	return k >= 0 && s.Tokens[k].UPOS == "NOUN" && s.Tokens[k].Head == t && s.Tokens[k].Rel() == "obj"
}

// phrase climbs from the head of a name to the head of the noun phrase that it stands
// for: out of a row, of a title ("the city of Kobe") and of words put before ("the
// town Andahuaylas").
func phrase(s *casus.Sentence, i int) int {
	// "in the capital Conakry", where both hang on the act.
	if i > 0 && areas[s.Tokens[i-1].Lemma] && s.Tokens[i-1].Head == s.Tokens[i].Head {
		i--
	}
	for n := 0; n < 8; n++ {
		t := &s.Tokens[i]
		h := t.Head
		if h < 0 || h >= len(s.Tokens) {
			return i
		}
		switch {
		case t.Rel() == "conj" || t.Rel() == "flat" || t.Rel() == "appos":
		case t.Rel() == "compound" && venues[strings.ToLower(s.Tokens[h].Lemma)]:
		case t.Rel() == "nmod" && sides[s.Tokens[h].Lemma]:
		case (t.Rel() == "nmod" || t.Rel() == "compound" || t.Deprel == "nmod:desc") && areas[s.Tokens[h].Lemma]:
		default:
			return i
		}
		i = h
	}
	return i
}

// prep is the preposition of a noun, in lower case, "" for none.
func prep(s *casus.Sentence, i int) string {
	for k := max(0, i-8); k < i; k++ {
		if t := &s.Tokens[k]; t.Head == i && t.Rel() == "case" && t.UPOS == "ADP" {
			return strings.ToLower(t.Form)
		}
	}
	return ""
}

// shares says that two verbs are in one row, or one is what the other does ("began
// shelling"), so that what is told of g is told of t.
func shares(s *casus.Sentence, g, t int) bool {
	for n := 0; n < 4; n++ {
		switch r := s.Tokens[t].Rel(); {
		case r == "conj" || r == "xcomp" || r == "advcl" || r == "acl" && s.Tokens[t].UPOS == "VERB", r == "obj" && s.Tokens[t].UPOS == "NOUN", r == "nsubj" && s.Tokens[t].UPOS == "NOUN":
		default:
			return false
		}
		if t = s.Tokens[t].Head; t < 0 || t >= len(s.Tokens) {
			return false
		}
		if t == g {
			return !says[s.Tokens[g].Lemma]
		}
	}
	return false
}

// argument says that g takes part in t: its subject, object or other noun.
func argument(s *casus.Sentence, g, t int) bool {
	for n := 0; n < 3 && g >= 0 && g < len(s.Tokens); n++ {
		switch s.Tokens[g].Rel() {
		case "nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos", "acl", "xcomp", "advcl":
		default:
			return false
		}
		if s.Tokens[g].Head == t {
			return true
		}
		g = s.Tokens[g].Head
	}
	return false
}

// clauseOf says that g stands above t.
func clauseOf(s *casus.Sentence, g, t int) bool {
	for n := 0; n < 12 && t >= 0 && t < len(s.Tokens); n++ {
		if t = s.Tokens[t].Head; t == g {
			return true
		}
	}
	return false
}

// front says that a place stands at the head of its sentence, before a comma.
func front(s *casus.Sentence, p *casus.Place) bool {
	if p.First > 6 || p.Last+1 >= len(s.Tokens) {
		return false
	}
	for i := p.Last + 1; i < min(len(s.Tokens), p.Last+6); i++ {
		if s.Tokens[i].Form == "," {
			return true
		}
	}
	return false
}

// before gives an event that is told again the place of the first telling: the last
// event of its kind, when the act is a noun that points back ("the attack") or has the
// same words.
func (l *locator) before(i int) *casus.Where {
	ev := &l.doc.Events[i]
	s := &l.doc.Sentences[ev.Evidence.Sentence]
	t := trigger(s, ev.Evidence.Trigger)
	if t < 0 {
		return nil
	}
	back := pointsBack(s, t)
	for k := i - 1; k >= 0 && k > i-12; k-- {
		o := &l.doc.Events[k]
		if o.Where == nil {
			continue
		}
		apart := ev.Evidence.Sentence - o.Evidence.Sentence
		same := o.Event == ev.Event && (back || apart <= 2 && physical[ev.Event])
		if same || back && forceful[o.Event] && apart <= 4 || apart == 1 && forceful[ev.Event] && forceful[o.Event] {
			return &casus.Where{Place: o.Where.Place, Why: "as told of it before: " + strings.TrimPrefix(o.Where.Why, "as told of it before: ")}
		}
	}
	return nil
}

// after gives an event without a place that of the next one of its kind, when that
// comes soon: news tells what, then where.
func (l *locator) after(i int) {
	ev, o := &l.doc.Events[i], &l.doc.Events[i+1]
	if ev.Where == nil && o.Where != nil && ev.Event == o.Event && forceful[ev.Event] && o.Evidence.Sentence-ev.Evidence.Sentence <= 2 {
		ev.Where = &casus.Where{Place: o.Where.Place, Why: "as told of it after: " + o.Where.Why}
	}
}

// pointsBack says that the act is a definite noun, or comes of one ("killed in the attack").
func pointsBack(s *casus.Sentence, t int) bool {
	if s.Tokens[t].UPOS == "NOUN" {
		return definite(s, t)
	}
	for i := range s.Tokens {
		if x := &s.Tokens[i]; strikes[x.Lemma] && definite(s, i) && (x.Head == t || argument(s, x.Head, t)) {
			return true
		}
	}
	return false
}

// definite says that a noun has "the" or "this".
func definite(s *casus.Sentence, t int) bool {
	for k := max(0, t-5); k < t; k++ {
		if x := &s.Tokens[k]; x.Head == t && x.Rel() == "det" {
			switch strings.ToLower(x.Form) {
			case "the", "this", "that", "these", "those":
				return true
			}
		}
	}
	return false
}

func gap(a, b int) int {
	if a > b {
		return a - b
	}
	return b - a
}
