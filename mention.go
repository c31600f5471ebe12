package casus

import "sort"

// Entity is somebody or something that the document speaks of as one: a person,
// a state, an organisation, a group.
type Entity struct {
	// Name is the fullest name known: from the lexicon, else from the text.
	Name string
	// Type is "PER", "ORG", "GPE" (a state or its government), "LOC", "NORP"
	// (a people) or "GRP" (an unnamed group: soldiers, protesters).
	Type string
	// Code is the CAMEO actor code ("KORGOV"), "" where unknown.
	Code string
	// Country is ISO 3166 alpha-3, "IGO" for an intergovernmental organisation,
	// "" where unknown.
	Country string
	// Sectors are PLOVER sector codes: "GOV", "MIL", "REB" ...
	Sectors []string
	// Role is what the person or body is ("foreign minister"), Office the office
	// held on the dispatch's date as the lexicon has it; "" where unknown.
	Role, Office string
	// Wikidata is the item ("Q7747"), "" where unknown.
	Wikidata string
	// Plural says that the entity stands for several ("both", "the two sides");
	// Members are their indices in Document.Entities.
	Members []int
}

// MentionForm says by what means a mention names its entity.
type MentionForm uint8

// The forms of mention.
const (
	FormName    MentionForm = iota // "Vladimir Putin", "Seoul"
	FormNominal                    // "the ministry", "the Russian envoy"
	FormPronoun                    // "he", "its"
)

var mentionForms = [...]string{"name", "nominal", "pronoun"}

func (f MentionForm) String() string { return mentionForms[f] }

// Mention is a stretch of text that names an entity.
type Mention struct {
	Span Span
	// Sentence is the index of the sentence; Head the index of the head token
	// in it; First and Last the tokens of the mention, both inclusive.
	Sentence, Head, First, Last int
	// Entity is the index in Document.Entities.
	Entity int
	Form   MentionForm
	// Why says what tied the mention to its entity: "lexicon: en/actors/people.txt:12",
	// "surname of mention 3".
	Why string
}

// MentionsIn are the mentions in sentences from one to another, both inclusive; all of a
// document stand in the order of the text.
func (d *Document) MentionsIn(from, to int) []Mention {
	first := sort.Search(len(d.Mentions), func(i int) bool { return d.Mentions[i].Sentence >= from })
	last := sort.Search(len(d.Mentions), func(i int) bool { return d.Mentions[i].Sentence > to })
	return d.Mentions[first:max(first, last)]
}
