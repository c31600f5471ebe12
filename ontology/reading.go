// Package ontology holds the names of things: acts and operators, the PLOVER and
// CAMEO codes, their scores, and the composition table that says which code a
// composition of acts and operators gets.
//
// The idea is the calculus of acts: an event of diplomatic prose is composed.
// "Seoul urged Moscow to halt military cooperation" is
// ASK(STOP(COOPERATE:military)); compose.txt calls that REQUEST change, 0242.
// CAMEO is built that way itself (02x asks, 03x intends, 10x demands, 12x
// refuses ... each crossed with the acts).
package ontology

import "strings"

// Reading is a composition: an act, or an operator over an inner reading. It is
// what the coder read, before it has a code.
type Reading struct {
	// Name of the act or operator: "COOPERATE", "ASK".
	Name string
	// Variant narrows it: ASK "demand" or "appeal".
	Variant string
	// Domains of an act: "military", "economic".
	Domains []string
	// Inner is what an operator applies to; nil for an act, and for an operator
	// whose content could not be read.
	Inner *Reading
}

// String writes the reading as in "ASK.demand(STOP(COOPERATE:military))".
func (r *Reading) String() string {
	if r == nil {
		return ""
	}
	var b strings.Builder
	r.write(&b)
	return b.String()
}

func (r *Reading) write(b *strings.Builder) {
	b.WriteString(r.Name)
	if r.Variant != "" {
		b.WriteByte('.')
		b.WriteString(r.Variant)
	}
	for i, d := range r.Domains {
		b.WriteByte(":+"[min(i, 1)])
		b.WriteString(d)
	}
	if r.Inner != nil {
		b.WriteByte('(')
		r.Inner.write(b)
		b.WriteByte(')')
	}
}
