package casus

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Span is a stretch of a dispatch's text, in bytes: [Begin, End).
type Span struct{ Begin, End int }

// Len is the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Begin }

// Empty says that the span covers nothing; the zero Span is empty.
func (s Span) Empty() bool { return s.End <= s.Begin }

// Contains says whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Begin <= t.Begin && t.End <= s.End }

// Overlaps says whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Begin < t.End && t.Begin < s.End }

// Cover is the smallest span that holds both s and t; an empty span adds nothing.
func (s Span) Cover(t Span) Span {
	if s.Empty() {
		return t
	}
	if t.Empty() {
		return s
	}
	return Span{min(s.Begin, t.Begin), max(s.End, t.End)}
}

// MarshalJSON writes the span as [begin, end].
func (s Span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d]", s.Begin, s.End), nil
}

// UnmarshalJSON reads [begin, end].
func (s *Span) UnmarshalJSON(b []byte) error {
	var a [2]int
	if err := json.Unmarshal(b, &a); err != nil {
		return fmt.Errorf("span: %w", err)
	}
	s.Begin, s.End = a[0], a[1]
	return nil
}

// Layer names one kind of finding in a Document. A stage says which layers it
// needs and which it sets; the pipeline refuses an order that does not fit.
type Layer uint16

// The layers, in the order in which they come to be.
const (
	LayerText        Layer = 1 << iota // Blocks, Sentences, the tokens' spans and forms
	LayerSyntax                        // UPOS, XPOS, Feats, Lemma, Head, Deprel of each token
	LayerNames                         // Sentence.Names
	LayerMentions                      // Entities and Mentions
	LayerTimexes                       // Timexes
	LayerPlaces                        // Places
	LayerQuotes                        // Quotes
	LayerEvents                        // Events
	LayerCommitments                   // Commitments
	LayerStatements                    // Statements
)

// Document is a dispatch with the layers that the stages have added so far.
// Layers only grow: a stage reads those before it and sets its own.
type Document struct {
	Dispatch Dispatch
	// Layers says which of the fields below have been set.
	Layers Layer
	// Warnings tell what was wrong with the input and what was done about it.
	Warnings []string

	// Blocks are the paragraphs of the text in order, told apart by kind.
	Blocks []Block
	// Sentences in order. They lie inside blocks and do not overlap.
	Sentences []Sentence
	// Entities are the persons, states, organisations and groups of the
	// document; Mentions are the places where they are named.
	Entities []Entity
	Mentions []Mention
	Timexes  []Timex
	// Places are the toponyms, in the order of the text.
	Places []Place
	Quotes []Quote
	Events []Event
	// Commitments are the treaties, promises, threats and ultimatums.
	Commitments []Commitment
	// Statements are who said what, and what position that takes.
	Statements []Statement
}

// Slice returns the text under a span.
func (d *Document) Slice(s Span) string { return d.Dispatch.Text[s.Begin:s.End] }

// BlockKind tells body text from what stands around it.
type BlockKind uint8

// The kinds of block.
const (
	Body        BlockKind = iota // running text
	Title                        // the headline, where it is part of the text
	Byline                       // "By Jane Doe"
	Dateline                     // a line that holds only a date or a place and date
	Boilerplate                  // copyright, "read also", contact lines
)

var blockKinds = [...]string{"body", "title", "byline", "dateline", "boilerplate"}

func (k BlockKind) String() string { return blockKinds[k] }

// Block is a paragraph.
type Block struct {
	Span Span
	Kind BlockKind
	// Lead is the dateline that opens a body paragraph ("SEOUL, June 21
	// (Yonhap) --"), empty where there is none. No sentence covers it.
	Lead Span
}

// Sentence is a run of tokens that syntax reads as one tree.
type Sentence struct {
	Span Span
	// Block is the index of the block that holds the sentence.
	Block  int
	Tokens []Token
	// Names are the named entities found by the tagger, in order, not overlapping.
	Names []Name
}

// Token is a syntactic word of Universal Dependencies.
//
// Most tokens are the text under their span. A contraction without a seam in the
// text would share one span among its words; English as the treebanks split it
// ("do|n't", "can|not", "Seoul|'s") has a seam in nearly every case, so Form is
// nearly always the text under Span.
type Token struct {
	Span Span
	// Form is the word as the parser sees it.
	Form string
	// Lemma is the dictionary form: lower case but for proper nouns.
	Lemma string
	// UPOS is the universal part of speech, XPOS the Penn Treebank tag.
	UPOS, XPOS string
	// Feats are the morphological features in CoNLL-U notation, "" for none.
	Feats string
	// Head is the index of the head in the sentence's Tokens, -1 for the root.
	Head int
	// Deprel is the relation to the head ("nsubj:pass"), "root" for the root.
	Deprel string
	// Space says that white space follows the token in the text.
	Space bool
	// Glued says that the token continues the surface token before it, as
	// "n't" does in "don't" (a multiword token in CoNLL-U).
	Glued bool
}

// Feat returns the value of one morphological feature: Feat("Tense") is "Past".
// It is "" where the token lacks the feature.
func (t *Token) Feat(name string) string {
	for f := t.Feats; f != ""; {
		var kv string
		kv, f, _ = strings.Cut(f, "|")
		if k, v, ok := strings.Cut(kv, "="); ok && k == name {
			return v
		}
	}
	return ""
}

// Rel is the relation without its subtype: "nsubj" for "nsubj:pass".
func (t *Token) Rel() string {
	r, _, _ := strings.Cut(t.Deprel, ":")
	return r
}

// NameType is the kind of a named entity.
type NameType uint8

// The kinds of name. NORP is an adjective or noun of nationality, religion or
// political group ("Russian", "the Saudis").
const (
	PER NameType = iota
	ORG
	LOC
	NORP
	MISC
)

var nameTypes = [...]string{"PER", "ORG", "LOC", "NORP", "MISC"}

func (t NameType) String() string { return nameTypes[t] }

// Name is a named entity: the tokens [First, Last] of one sentence.
type Name struct {
	First, Last int
	Type        NameType
}
