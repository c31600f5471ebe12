// Package harvest gathers what dispatches speak of and the lexicon does not know, so
// that the lexicon grows from use: names of persons, organisations and places that
// no entry stands for, with how often they came, by what roles and verbs, and
// sentences to read.
//
// The idea: nobody can list beforehand who will be in the news, but whoever is named
// often and is not known is worth an entry. The table is in the same order whatever
// the order of the dispatches.
package harvest

import (
	"cmp"
	"slices"
	"strings"

	"casus"
)

// Name is a name that no entry of the lexicon stands for.
type Name struct {
	// Type is "person", "organisation" or "place".
	Type, Name string
	// Count is the number of times it was mentioned by name, Dispatches the number
	// of dispatches that did so.
	Count, Dispatches int
	// Contexts say as what it was mentioned ("envoy", "subject of say", "country
	// PER"), the most frequent first.
	Contexts []Context
	// Sentences in which it stands, at most three: those of the first dispatches.
	Sentences []Sentence
}

// Context is something said of a name so many times.
type Context struct {
	Words string
	Count int
}

// Sentence is a sentence of a dispatch, counted from 0.
type Sentence struct {
	Dispatch string
	Number   int
	Text     string
}

// examples is how many sentences are kept of a name.
const examples = 3

// Table gathers names from documents.
type Table struct{ names map[[2]string]*entry }

type entry struct {
	Name
	contexts map[string]int
}

// New makes an empty table.
func New() *Table { return &Table{names: map[[2]string]*entry{}} }

// Add gathers the names of one document whose mentions have been found.
func (t *Table) Add(doc *casus.Document) {
	known := make([]bool, len(doc.Entities))
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; strings.HasPrefix(m.Why, "lexicon: ") {
			known[m.Entity] = true
		}
	}
	seen := map[int]bool{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		ent := &doc.Entities[m.Entity]
		if m.Form != casus.FormName || known[m.Entity] || len(ent.Members) > 0 || ent.Wikidata != "" {
			continue
		}
		ty := typeOf(ent)
		if ty == "" || !isName(ent.Name) {
			continue
		}
		e := t.entry(ty, ent.Name)
		e.Count++
		if !seen[m.Entity] {
			seen[m.Entity] = true
			e.Dispatches++
			e.about(ent)
		}
		e.used(doc, m)
	}
}

// typeOf is the type of an entity that may be a name; "" for a state or a group.
func typeOf(e *casus.Entity) string {
	switch e.Type {
	case "PER":
		return "person"
	case "ORG":
		return "organisation"
	case "LOC":
		return "place"
	}
	return ""
}

// isName says that the words are a name and no description: "the envoy of Peru" and
// names that begin with a small letter are none.
func isName(s string) bool {
	if s == "" || s[0] >= 'a' && s[0] <= 'z' || s[0] >= '0' && s[0] <= '9' || len(s) > 80 || strings.ContainsAny(s, "\t\n\"“”`") {
		return false
	}
	first, rest, _ := strings.Cut(s, " ")
	switch first {
	case "A", "An", "His", "Her", "Its", "Their", "Our", "This", "That", "Some", "Several", "Many":
		return false
	case "The":
		return rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
	}
	return true
}

func (t *Table) entry(ty, name string) *entry {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	k := [2]string{ty, name}
	e := t.names[k]
	if e == nil {
		e = &entry{Name: Name{Type: ty, Name: name}, contexts: map[string]int{}}
		t.names[k] = e
	}
	return e
}

// about counts what the dispatch says of the entity.
func (e *entry) about(ent *casus.Entity) {
	if ent.Role != "" {
		e.contexts[ent.Role]++
	}
	if ent.Country != "" {
		e.contexts["country "+ent.Country]++
	}
}

// used counts how a mention is used, and keeps its sentence.
func (e *entry) used(doc *casus.Document, m *casus.Mention) {
	s := &doc.Sentences[m.Sentence]
	t := &s.Tokens[m.Head]
	if t.Head >= 0 {
		h := &s.Tokens[t.Head]
		switch r := t.Rel(); {
		case h.UPOS != "VERB":
		case r == "nsubj":
			e.contexts["subject of "+h.Lemma]++
		case r == "obj" || r == "iobj":
			e.contexts["object of "+h.Lemma]++
		}
	}
	x := Sentence{doc.Dispatch.ID, m.Sentence, strings.Join(strings.Fields(doc.Slice(s.Span)), " ")}
	at, there := slices.BinarySearchFunc(e.Sentences, x, func(a, b Sentence) int {
		return cmp.Or(cmp.Compare(a.Dispatch, b.Dispatch), cmp.Compare(a.Number, b.Number))
	})
	if there || at == examples {
		return
	}
	e.Sentences = slices.Insert(e.Sentences, at, x)
	e.Sentences = e.Sentences[:min(len(e.Sentences), examples)]
}

// Names are the names that came at least so often: the most frequent first, those
// of one frequency by type and name.
func (t *Table) Names(least int) []Name {
	var out []Name
	for _, e := range t.names {
		if e.Count < least {
			continue
		}
		n := e.Name
		for w, k := range e.contexts {
			n.Contexts = append(n.Contexts, Context{w, k})
		}
		slices.SortFunc(n.Contexts, func(a, b Context) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Words, b.Words))
		})
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Name) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Name, b.Name))
	})
	return out
}
