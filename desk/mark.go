package desk

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"casus"
)

// mark is a stretch of text that is found to be something.
type mark struct {
	casus.Span
	// Kind is the class of the mark: "actor", "recipient", "trigger", "time", "place",
	// "cue", "quote", "mention", "event".
	Kind string
	// Note says what it is, Href leads to it, Name is the id of what it belongs to.
	Note, Href, Name string
}

// segment is a piece of text with all that is found in it.
type segment struct {
	Text string
	// Kinds are the classes of the marks that cover it, Notes what they say.
	Kinds []string
	Notes []string
	Href  string
	// First says that a mark begins here, Name is its id.
	First bool
	Name  string
}

// Class lists the classes for a template.
func (s segment) Class() string {
	out := ""
	for i, k := range s.Kinds {
		if i > 0 {
			out += " "
		}
		out += "m-" + k
	}
	return out
}

// Note says all that is known of it.
func (s segment) Note() string {
	out := ""
	for i, n := range s.Notes {
		if i > 0 {
			out += "; "
		}
		out += n
	}
	return out
}

// segments cuts the text under a span at the ends of all marks. Marks may overlap. Those
// that lie outside the text or cut a character are left out.
func segments(text string, within casus.Span, marks []mark) []segment {
	within.Begin, within.End = max(0, within.Begin), min(len(text), within.End)
	cuts := []int{within.Begin, within.End}
	var kept []mark
	for _, m := range marks {
		m.Begin, m.End = max(m.Begin, within.Begin), min(m.End, within.End)
		if m.Empty() || !boundary(text, m.Begin) || !boundary(text, m.End) {
			continue
		}
		kept = append(kept, m)
		cuts = append(cuts, m.Begin, m.End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	// Long marks come first, so that the shortest gives the link.
	slices.SortStableFunc(kept, func(a, b mark) int { return cmp.Or(cmp.Compare(b.Len(), a.Len()), cmp.Compare(a.Begin, b.Begin)) })
	var out []segment
	for i := 0; i+1 < len(cuts); i++ {
		s := casus.Span{Begin: cuts[i], End: cuts[i+1]}
		g := segment{Text: text[s.Begin:s.End]}
		for k := range kept {
			if m := &kept[k]; m.Contains(s) {
				if !slices.Contains(g.Kinds, m.Kind) {
					g.Kinds = append(g.Kinds, m.Kind)
				}
				if m.Note != "" && !slices.Contains(g.Notes, m.Note) {
					g.Notes = append(g.Notes, m.Note)
				}
				if m.Href != "" {
					g.Href = m.Href
				}
				if m.Begin == s.Begin && m.Name != "" {
					g.First, g.Name = true, m.Name
				}
			}
		}
		out = append(out, g)
	}
	return out
}

func boundary(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }
