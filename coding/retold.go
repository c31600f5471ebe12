package coding

import (
	"slices"

	"casus"
)

// dateRetold gives an event that the dispatch tells without a day the day that it
// gives where it tells the same again: "after they signed a treaty", and later
// "the treaty signed Wednesday". Told of two days, it stays without.
func dateRetold(events []casus.Event) {
	for i := range events {
		ev := &events[i]
		if !ev.Date.Span.Empty() || !ev.Status.Real() || ev.Status.Historical {
			continue
		}
		same := -1
		for j := range events {
			other := &events[j]
			if other.Date.Span.Empty() || other.Date.Granularity != "day" || !retells(ev, other) {
				continue
			}
			if same >= 0 && events[same].Date.Value != other.Date.Value {
				same = -1 // told of two days: which of them is open
				break
			}
			same = j
		}
		if same >= 0 {
			ev.Date = events[same].Date
		}
	}
}

// retells says that two events have one reading and the same people in them,
// whichever side the sentence put them on.
func retells(a, b *casus.Event) bool {
	return a.Evidence.Sentence != b.Evidence.Sentence && a.CAMEO == b.CAMEO && a.Evidence.Reading == b.Evidence.Reading &&
		b.Status.Real() && samePeople(a, b) && samePeople(b, a)
}

func samePeople(a, b *casus.Event) bool {
	among := func(x casus.Role) bool {
		is := func(y casus.Role) bool { return x.Entity == y.Entity }
		return slices.ContainsFunc(b.Actors, is) || slices.ContainsFunc(b.Recipients, is)
	}
	return len(a.Actors)+len(a.Recipients) > 1 && !slices.ContainsFunc(a.Actors, func(x casus.Role) bool { return !among(x) }) &&
		!slices.ContainsFunc(a.Recipients, func(x casus.Role) bool { return !among(x) })
}
