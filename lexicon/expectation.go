package lexicon

import (
	"fmt"
	"slices"
	"strings"

	"casus/ontology"
)

// Expectation is what an example must code: "KOR REQUEST RUS, change, military".
// It holds for an event that has all it names; what it does not name is free.
type Expectation struct {
	// None: there must be no event.
	None bool
	// Actors and Recipients are codes that must be among those of the event's
	// side: countries and sectors.
	Actors, Recipients []string
	Event              string
	// Words are modes, contexts, status words and offices of either side, Codes
	// CAMEO codes or their beginnings.
	Words, Codes []string
}

// View is an event as an expectation sees it.
type View struct {
	// Actors and Recipients hold the countries and sectors of each side.
	Actors, Recipients []string
	Event, Mode, CAMEO string
	Contexts, Status   []string
	// Offices are those of the persons of both sides on the day, and the titles that
	// the text gives.
	Offices []string
}

// ParseExpectation reads what stands after "=>".
func ParseExpectation(s string, onto *ontology.Ontology) (Expectation, error) {
	var x Expectation
	parts := list(s)
	if len(parts) == 0 {
		return x, fmt.Errorf("nothing after \"=>\"; write \"none\" where no event is to be coded")
	}
	if parts[0] == "none" {
		x.None = true
		return x, nil
	}
	side := &x.Actors
	for _, w := range strings.Fields(parts[0]) {
		switch {
		case x.Event == "" && onto.Event(w):
			x.Event = w
			side = &x.Recipients
		case strings.ToUpper(w) == w && len(w) <= 6:
			*side = append(*side, w)
		default:
			return x, fmt.Errorf("%q is neither a code nor an event; write \"KOR GOV REQUEST RUS, change\"%s", w, meant(w, onto.Events()))
		}
	}
	if x.Event == "" {
		return x, fmt.Errorf("no event in %q%s", parts[0], meant(parts[0], onto.Events()))
	}
	for _, w := range parts[1:] {
		if w[0] >= '0' && w[0] <= '9' {
			x.Codes = append(x.Codes, w)
		} else {
			x.Words = append(x.Words, w)
		}
	}
	return x, nil
}

// Met says whether the events hold what is expected.
func (x Expectation) Met(events []View) bool {
	if x.None {
		return len(events) == 0
	}
	return slices.ContainsFunc(events, x.fits)
}

func (x Expectation) fits(v View) bool {
	if v.Event != x.Event {
		return false
	}
	for _, c := range x.Actors {
		if !slices.Contains(v.Actors, c) {
			return false
		}
	}
	for _, c := range x.Recipients {
		if !slices.Contains(v.Recipients, c) {
			return false
		}
	}
	for _, w := range x.Words {
		if v.Mode != w && !slices.Contains(v.Contexts, w) && !slices.Contains(v.Status, w) && !slices.Contains(v.Offices, w) {
			return false
		}
	}
	for _, c := range x.Codes {
		if !strings.HasPrefix(v.CAMEO, c) {
			return false
		}
	}
	return true
}
