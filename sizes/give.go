package sizes

import (
	"casus"
)

// fits says how well a kind of count goes with an event: 0 not at all.
func fits(k kind, ev *casus.Event) int {
	if ev.Status.Negated || ev.Status.Denied {
		return 0
	}
	switch k {
	case dead, injured:
		switch ev.Event {
		case "ASSAULT":
			return 3
		case "PROTEST":
			return 1
		}
	case arrested:
		switch {
		case ev.Event == "COERCE":
			return 3
		case ev.Event == "PROTEST":
			return 1
		}
	case crowd:
		if ev.Event == "PROTEST" {
			return 3
		}
	}
	return 0
}

// give hands a count to the event that it fits best: by type, then by the distance
// of the words. Where an event has a count of the kind already, the larger stays: the
// smaller tells a part of it.
func give(s *casus.Sentence, events []casus.Event, k kind, at, n int) {
	if n <= 0 {
		return
	}
	best, bestFit, bestGap := -1, 0, 0
	for i := range events {
		f := fits(k, &events[i])
		gap := gapOf(s, &events[i], at)
		if f > bestFit || f == bestFit && f > 0 && gap < bestGap {
			best, bestFit, bestGap = i, f, gap
		}
	}
	if best < 0 {
		return
	}
	size := sizeOf(&events[best])
	for _, slot := range [...]struct {
		k  kind
		at **int
	}{{dead, &size.Dead}, {injured, &size.Injured}, {arrested, &size.Arrested}, {crowd, &size.Crowd}} {
		if slot.k == k && (*slot.at == nil || **slot.at < n) {
			*slot.at = &n
		}
	}
}

// giveMoney hands a sum to the nearest event that gives, trades, lends or fines.
func giveMoney(s *casus.Sentence, events []casus.Event, q *number) {
	best, bestGap := -1, 0
	for i := range events {
		switch events[i].Event {
		case "AID", "AGREE", "COOPERATE", "SANCTION", "SUPPORT", "REQUEST", "COERCE":
		default:
			continue
		}
		if events[i].Status.Negated || events[i].Status.Denied || !within(s, &events[i], q.first) {
			continue
		}
		if gap := gapOf(s, &events[i], q.first); best < 0 || gap < bestGap {
			best, bestGap = i, gap
		}
	}
	if best < 0 {
		return
	}
	if size := sizeOf(&events[best]); size.Money == nil {
		size.Money = &casus.Money{Amount: q.value, Currency: q.currency}
	}
}

func sizeOf(ev *casus.Event) *casus.Size {
	if ev.Size == nil {
		ev.Size = &casus.Size{}
	}
	return ev.Size
}

// within says that a token lies in the clause that tells an event.
func within(s *casus.Sentence, ev *casus.Event, at int) bool {
	return ev.Evidence.Span.Contains(s.Tokens[at].Span)
}

// gapOf is the distance of an event's trigger from a token, in bytes.
func gapOf(s *casus.Sentence, ev *casus.Event, at int) int {
	t, sp := ev.Evidence.Trigger, s.Tokens[at].Span
	switch {
	case t.Overlaps(sp):
		return 0
	case t.End <= sp.Begin:
		return sp.Begin - t.End + 1
	}
	return t.Begin - sp.End + 1
}
