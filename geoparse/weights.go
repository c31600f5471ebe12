package geoparse

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"casus"
)

// The reasons to take words for the name of a place.
const (
	dBias = iota
	dTagExact
	dTagInside
	dOrgExact
	dOrgFirst
	dOrgRest
	dPerExact
	dPerInside
	dNorp
	dMisc
	dNoTag
	dCountry
	dAdmin1
	dLarge
	dTown
	dAdmin2
	dArea
	dUnknown
	dUnknownTwo
	dInner
	dAbbreviation
	dAdjective
	dAdjectiveNoun
	dPrepIn
	dPrepFrom
	dPrepOf
	dPrepOther
	dHolder
	dHeld
	dProper
	dNoProper
	dNextCapital
	dBeforeCapital
	dNextNoun
	dFirst
	dSubject
	dPossessive
	dSeveral
	dElsewherePlace
	dElsewherePerson
	dElsewhereOrg
	dStateOrg
	dTownNoTag
	dTownOrg
	dStreet
	detectFeatures
)

var detectNames = [detectFeatures]string{
	"bias", "tag-place", "tag-place-part", "tag-org", "tag-org-first", "tag-org-rest", "tag-person", "tag-person-part", "tag-people", "tag-other", "tag-none",
	"country", "admin1", "large-town", "town", "admin2", "area", "unknown", "unknown-words", "part-known", "abbreviation", "adjective", "adjective-before-noun",
	"after-in", "after-from", "after-of", "after-other", "holder-follows", "held", "proper", "not-proper", "before-capital", "after-capital", "before-noun",
	"sentence-first", "subject", "possessive", "several-words", "elsewhere-place", "elsewhere-person", "elsewhere-org", "state-in-org", "town-untagged", "town-in-org", "street",
}

// The reasons to take a name for one place rather than another.
const (
	rCountry = iota
	rAdmin1
	rAdmin2
	rCapital
	rSeat
	rTown
	rArea
	rWater
	rPopulation
	rLargest
	rUsual
	rStateShare
	rStateNamed
	rStateTop
	rDivisionShare
	rDivisionNamed
	rHolderDivision
	rHolderState
	rHolderOther
	rHolderNear
	rNear
	rNearCount
	rNearLog
	rDateline
	rOutlet
	rOutletTown
	rHeldFits
	rSupport
	rSupportOne
	rSupportDivision
	rCue
	rCueOther
	rankFeatures
)

var rankNames = [rankFeatures]string{
	"country", "admin1", "admin2", "capital", "seat", "town", "area", "water", "population", "largest", "usual-name", "state-share", "state-named", "state-top",
	"division-share", "division-named", "holder-division", "holder-state", "holder-other", "holder-near", "near", "near-count", "distance", "dateline",
	"outlet", "outlet-town", "holds", "support", "support-one", "support-division", "cue", "cue-other",
}

// weights of the reasons, for places and for which of them.
type weights struct {
	detect [detectFeatures]float32
	rank   [rankFeatures]float32
}

//go:embed weights.txt
var builtinWeights string

// read reads lines such as "place tag-org -0.7" and "which population 1.2".
func (w *weights) read(text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		if len(f) != 3 {
			return fmt.Errorf("weights, line %d: a line has a kind (place, which), a reason and a number: %w", n, casus.ErrInvalid)
		}
		v, err := strconv.ParseFloat(f[2], 32)
		if err != nil {
			return fmt.Errorf("weights, line %d: %q is no number: %w", n, f[2], casus.ErrInvalid)
		}
		found := false
		switch f[0] {
		case "place":
			found = put(w.detect[:], detectNames[:], f[1], v)
		case "which":
			found = put(w.rank[:], rankNames[:], f[1], v)
		}
		if !found {
			return fmt.Errorf("weights, line %d: there is no reason %q for %q: %w", n, f[1], f[0], casus.ErrInvalid)
		}
	}
	return nil
}

func put(w []float32, names []string, name string, v float64) bool {
	for i := range names {
		if names[i] == name {
			w[i] = float32(v)
			return true
		}
	}
	return false
}

// FormatWeights writes weights as they are read.
func FormatWeights(detect, rank []float64) string {
	var b strings.Builder
	for i, n := range detectNames {
		fmt.Fprintf(&b, "place  %-22s %7.3f\n", n, detect[i])
	}
	b.WriteByte('\n')
	for i, n := range rankNames {
		fmt.Fprintf(&b, "which  %-22s %7.3f\n", n, rank[i])
	}
	return b.String()
}

// Observation is one decision with what was weighed.
type Observation struct {
	// Span of the words.
	Span casus.Span
	// Adjective of a state: no matter of training.
	Adjective bool
	// Place are the reasons to take them for a place, as many as FormatWeights takes.
	Place []float32
	// Which are the places of that name: where each lies, and the reasons for it.
	Which []Choice
}

// Choice is a place that a name may mean.
type Choice struct {
	GeoNames int
	Lat, Lon float64
	Reasons  []float32
}
