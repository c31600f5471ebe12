package actors

import (
	"sync"
	"sync/atomic"

	"casus/lexicon"
)

// roster finds the persons of the lexicon's tables. There are tens of thousands, of
// whom a run meets a few: a person is read into the list of actors when its name is
// met for the first time, and stays there.
type roster struct {
	tables []*lexicon.People
	base   []int32         // number of each table's first person among the actors
	actors []lexicon.Actor // the resolver's; persons of the tables stand at the end
	state  []atomic.Uint32 // of the actors from base[0] on: unread, there or none
	mu     sync.Mutex
}

const (
	unread = iota
	there
	none // left to a text of the lexicon
)

// newRoster makes room for the persons of the tables behind the actors of the texts.
func newRoster(lex *lexicon.Lexicon) *roster {
	r := &roster{tables: lex.People}
	n := len(lex.Actors)
	for _, t := range lex.People {
		r.base = append(r.base, int32(n))
		n += t.Len()
	}
	r.actors = make([]lexicon.Actor, n)
	copy(r.actors, lex.Actors)
	r.state = make([]atomic.Uint32, n-len(lex.Actors))
	return r
}

// met reads a person of table t and says whether it is there.
func (r *roster) met(t int, person int) bool {
	i := int(r.base[t]) + person
	state := &r.state[i-int(r.base[0])]
	if s := state.Load(); s != unread {
		return s == there
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if state.Load() == unread {
		if a, ok := r.tables[t].Person(person); ok {
			r.actors[i] = a
			state.Store(there)
		} else {
			state.Store(none)
		}
	}
	return state.Load() == there
}

// find looks for names of the tables from token i on, under a key. It returns the
// best entry and its last token, as they were where none is better.
func (r *roster) find(w *words, i int, key []byte, best *nameEntry, last int, choose func(old, new *nameEntry) bool) (*nameEntry, int) {
	for t, table := range r.tables {
		table.Named(key, func(name string, person int) bool {
			e := &w.met[w.spare]
			*e = nameEntry{text: name, actor: r.base[t] + int32(person), next: -1, kind: byName}
			if best != nil && len(name) < len(best.text) {
				return true
			}
			if end := w.match(e, i); end >= last && end >= 0 && r.met(t, person) && (end > last || choose(best, e)) {
				best, last = e, end
				w.spare = 1 - w.spare
			}
			return true
		})
	}
	return best, last
}
