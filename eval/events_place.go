package eval

import (
	"strings"

	"casus"
)

// placesOf compares the places of a dispatch's events with gold's, for all gold events
// that were found, sure or not.
func placesOf(doc *casus.Document, g *GoldDispatch, events []*casus.Event) PRF {
	all := make([]*GoldOccasion, len(g.Events))
	for i := range g.Events {
		all[i] = &g.Events[i]
	}
	var s PRF
	owners, _ := assign(doc, all, events, levelEvent)
	for i, ev := range owners {
		if ev == nil {
			continue
		}
		want := all[i].Place
		if want != "" {
			s.Gold++
		}
		if ev.Where == nil {
			continue
		}
		s.System++
		if p := &doc.Places[ev.Where.Place]; want != "" && (samePlace(want, p.Name) || samePlace(want, doc.Slice(p.Span))) {
			s.Right++
		}
	}
	return s
}

// samePlace says that one name is the other, or all but what qualifies it ("Washington",
// "Washington, D.C.").
func samePlace(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}
