// Package actors finds who is spoken of in a document: states, governments,
// persons, organisations and groups, and which words mean the same one.
//
// The idea: an actor is a noun phrase. Names come from the lexicon (longest
// match over the letters of the tokens, so that it does not matter how a name
// was split) and from the tagger; every other phrase is an actor because its
// head is a role word ("ambassador", "troops", "ministry"). What the phrase
// belongs to is read from its possessor, its adjectives and its of-phrase; where
// it says nothing, from what was said before, in this order: the same role
// named earlier, the place that the sentence names (for people and police), the
// state that the dispatch is about. The last is the state that acts first in it.
//
// Persons hold offices for a time, so the day of the dispatch decides what
// "Biden" was; but a title in the text ("former president") goes before the
// lexicon. Pronouns and phrases such as "the ministry" and "both sides" go to
// the most salient mention that fits: near, subject, same number and kind.
//
// Every mention says in its Why which of these tied it to its entity.
//
// Further reading: Hobbs 1978, "Resolving pronoun references"; Raghunathan et
// al. 2010, "A multi-pass sieve for coreference resolution"; the PLOVER manual
// for countries and sectors.
package actors

import (
	"errors"
	"sync"

	"casus"
	"casus/lexicon"
)

// Resolver finds the actors of documents. It is read-only once made and may be
// used by many goroutines.
type Resolver struct {
	actors []lexicon.Actor
	names  *nameIndex
	roles  *roleIndex
	states map[string]int32  // country code -> its entry
	cities map[string]string // name of a city -> country code
	verbs  map[string]bool   // lemmas of verbs whose subjects act
	pool   sync.Pool
}

// New makes a resolver from the actors and roles of a lexicon.
func New(lex *lexicon.Lexicon) (*Resolver, error) {
	if lex == nil {
		return nil, errors.New("actors: no lexicon given; load one with lexicon.Load")
	}
	roster := newRoster(lex)
	r := &Resolver{
		actors: roster.actors,
		names:  newNameIndex(lex.Actors),
		roles:  newRoleIndex(lex.Roles),
		states: make(map[string]int32, 300),
		cities: make(map[string]string, 1024),
		verbs:  make(map[string]bool, 1024),
	}
	r.names.roster = roster
	for i := range lex.Actors {
		switch a := &lex.Actors[i]; a.Kind {
		case "state":
			r.states[a.Country] = int32(i)
		case "city":
			r.cities[a.Name] = a.Country
		}
	}
	for i := range lex.Predicates {
		if p := &lex.Predicates[i]; p.Kind == lexicon.Verb {
			for _, l := range p.Lemmas {
				r.verbs[firstWord(l)] = true
			}
		}
	}
	for _, v := range speechVerbs {
		r.verbs[v] = true
	}
	return r, nil
}

// speechVerbs have speakers for subjects, whatever else the lexicon knows.
var speechVerbs = []string{"say", "tell", "add", "announce", "state", "claim", "report", "declare", "note", "stress", "argue", "insist", "reiterate", "emphasize", "emphasise"}

// Resolve sets the entities and mentions of a document that has been parsed.
// Names of the tagger are used where the document has them.
func (r *Resolver) Resolve(doc *casus.Document) {
	u, _ := r.pool.Get().(*run)
	if u == nil {
		u = new(run)
	}
	u.begin(r, doc)
	for s := range doc.Sentences {
		u.scan(s)
	}
	u.survey()
	for s := range doc.Sentences {
		u.sentence(s)
	}
	u.finish()
	doc.Layers |= casus.LayerMentions
	u.doc, u.Resolver = nil, nil
	r.pool.Put(u)
}

func firstWord(s string) string {
	for i := range len(s) {
		if s[i] == ' ' {
			return s[:i]
		}
	}
	return s
}
