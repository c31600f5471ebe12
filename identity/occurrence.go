package identity

import (
	"slices"
	"strings"
)

// Fact is what an event says, for telling whether another says the same.
type Fact struct {
	// Event, Mode and CAMEO as coded; Quad of the event.
	Event, Mode, CAMEO string
	// Day is the day of the event as a number; Told says that the text names it, so
	// that it is not only the day of publication.
	Day  int
	Told bool
	// Actors and Recipients are the keys of the parties ("KOR"), sorted; an unknown
	// party has none. Reciprocal parties are all Actors.
	Actors, Recipients []string
	Reciprocal         bool
	// Place is a country, Trigger the words of the act.
	Place, Trigger string
	// Status are the words of grammar ("future"): a planned visit is not the visit.
	Status string
	// Story and Dispatch are where it is told; Copy is what the dispatch is a copy
	// of, else the dispatch.
	Story, Dispatch, Copy string
}

// SameFrom is the score from which two events are taken for one occurrence.
const SameFrom = 0.65

// Same judges whether two events tell one occurrence. What rules it out are other
// parties, another kind of event, another reality, or days too far apart; what speaks
// for it is added up, and Why names it.
func Same(a, b *Fact) Verdict {
	if a.Event != b.Event || a.Status != b.Status {
		return Verdict{Why: "another event"}
	}
	score, why, ok := parties(a, b)
	if !ok {
		return Verdict{Why: "other parties"}
	}
	gap := abs(a.Day - b.Day)
	switch {
	case gap == 0:
		score += 0.2
		why = append(why, "same day")
	case gap == 1 && !(a.Told && b.Told):
		score += 0.1
		why = append(why, "days next to each other")
	case gap <= 3 && a.Told != b.Told && a.Story == b.Story && a.Story != "":
		score += 0.05
		why = append(why, "told again within days")
	default:
		return Verdict{Why: "days apart"}
	}
	for _, x := range [...]struct {
		holds bool
		adds  float64
		why   string
	}{
		{a.Copy != "" && a.Copy == b.Copy && a.Dispatch != b.Dispatch, 0.3, "copies of one dispatch"},
		{a.Dispatch == b.Dispatch, 0.05, "same dispatch"},
		{a.Story != "" && a.Story == b.Story, 0.15, "same story"},
		{a.Mode == b.Mode, 0.05, "same mode"},
		{a.CAMEO == b.CAMEO && a.CAMEO != "", 0.1, "same code"},
		{sameAct(a.Trigger, b.Trigger), 0.1, "same word for it"},
		{a.Place != "" && a.Place == b.Place, 0.05, "same place"},
		{a.Place != "" && b.Place != "" && a.Place != b.Place, -0.2, ""},
	} {
		if x.holds {
			score += x.adds
			if x.why != "" {
				why = append(why, x.why)
			}
		}
	}
	score = min(1, score)
	return Verdict{Same: score >= SameFrom, Score: score, Why: strings.Join(why, ", ")}
}

// parties compares who did it to whom. Two that both know a side must agree on it in
// part.
func parties(a, b *Fact) (score float64, why []string, ok bool) {
	x, y := a.Actors, a.Recipients
	u, v := b.Actors, b.Recipients
	if a.Reciprocal || b.Reciprocal {
		x, y = all(a), nil
		u, v = all(b), nil
		if n := common(x, u); n < 2 && !(n == 1 && (len(x) == 1 || len(u) == 1)) {
			return 0, nil, false
		}
	}
	for _, side := range [...]struct {
		p, q []string
		name string
	}{{x, u, "actor"}, {y, v, "recipient"}} {
		switch {
		case len(side.p) == 0 && len(side.q) == 0:
			score += 0.1
		case len(side.p) == 0 || len(side.q) == 0:
			score += 0.05
		case slices.Equal(side.p, side.q):
			score += 0.2
			why = append(why, "same "+side.name)
		case common(side.p, side.q) > 0:
			score += 0.1
			why = append(why, side.name+"s in common")
		default:
			return 0, nil, false
		}
	}
	if len(x) == 0 && len(y) == 0 || len(u) == 0 && len(v) == 0 {
		return 0, nil, false
	}
	return score, why, true
}

// all parties of a fact, sorted.
func all(f *Fact) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(f.Actors, f.Recipients))))
}

func common(p, q []string) int {
	n := 0
	for _, x := range p {
		if slices.Contains(q, x) {
			n++
		}
	}
	return n
}

// sameAct says that two triggers share a word.
func sameAct(a, b string) bool {
	for _, w := range strings.Fields(a) {
		for _, x := range strings.Fields(b) {
			if stem(w) == stem(x) && !stop[w] {
				return true
			}
		}
	}
	return false
}
