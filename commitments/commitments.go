// Package commitments finds the words that bind: treaties and agreements with their
// clauses (condition and obligation) and their life from draft to end, promises,
// threats, and ultimatums with the day on which they are due.
//
// A treaty is a noun of the set "agreements" that somebody signs, ratifies, breaks
// or quotes from; all mentions of one in a dispatch make one commitment. A promise, a
// threat or an ultimatum is a coded event whose reading is one, with what the clause
// owes and on what condition. The words of state and of provision stand in the
// lexicon (sets treaty-*, commitment-*); the grammar is Universal Dependencies.
package commitments

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"casus"
	"casus/lexicon"
)

// states of a treaty, in the order of its life.
var states = [...]string{"proposed", "negotiated", "signed", "ratified", "in force", "suspended", "ended"}

// Finder finds commitments. It may be used by several goroutines at once.
type Finder struct {
	instruments, generic map[string]bool
	// life holds the verbs and nouns of each state.
	life [len(states)]map[string]bool
	// provides are the verbs by which a treaty says what is owed; conditions the
	// words that open a condition; kept and broken the verbs of keeping and breaking.
	provides, conditions, kept, broken map[string]bool
}

// New takes the words from a lexicon.
func New(lex *lexicon.Lexicon) *Finder {
	f := &Finder{
		instruments: lex.Words["treaty-instruments"], generic: lex.Words["treaty-generic"], provides: lex.Words["treaty-provides"],
		conditions: lex.Words["commitment-conditions"], kept: lex.Words["treaty-kept"], broken: lex.Words["treaty-broken"],
	}
	for i, name := range [...]string{"treaty-proposed", "treaty-negotiated", "treaty-signed", "treaty-ratified", "treaty-in-force", "treaty-suspended", "treaty-ended"} {
		f.life[i] = lex.Words[name]
	}
	return f
}

// Find sets the commitments of a document whose events are coded.
func (f *Finder) Find(doc *casus.Document) {
	r := &finding{Finder: f, doc: doc}
	for i := range doc.Sentences {
		r.treaties(i)
	}
	for i := range doc.Events {
		r.pledge(i)
	}
	r.settle()
	doc.Layers |= casus.LayerCommitments
}

// finding is the work on one document.
type finding struct {
	*Finder
	doc  *casus.Document
	tree tree
	// told are the commitments so far; keys tell treaties apart.
	told []casus.Commitment
	keys []key
}

// settle numbers what was found and drops treaties of which nothing is told.
func (r *finding) settle() {
	for i := range r.told {
		c := &r.told[i]
		if c.Kind == "treaty" && c.State == "" && len(c.Clauses) == 0 && len(c.KeptBy) == 0 && len(c.BrokenBy) == 0 {
			continue
		}
		h := sha256.Sum256([]byte(r.doc.Dispatch.ID + "\x00" + c.Kind + "\x00" + strconv.Itoa(c.Span.Begin) + "\x00" + r.doc.Slice(c.Span)))
		c.ID = hex.EncodeToString(h[:8])
		r.doc.Commitments = append(r.doc.Commitments, *c)
	}
	slices.SortStableFunc(r.doc.Commitments, func(a, b casus.Commitment) int { return cmp.Compare(a.Span.Begin, b.Span.Begin) })
}

// add unites a role with a side; one entity stands there once.
func (r *finding) add(side []casus.Role, more ...casus.Role) []casus.Role {
next:
	for _, x := range more {
		for _, y := range side {
			if x.Entity == y.Entity {
				continue next
			}
		}
		side = append(side, x)
	}
	return side
}
