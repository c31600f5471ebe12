package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casus"
	"casus/coding"
)

// Fault is one event that was missed, invented or given to the wrong parties, with
// the cause as far as it can be told from what the coder tried.
type Fault struct {
	// Cause groups faults that one change would mend: "no entry for the word",
	// "blocked: no ACTOR is named", "type differs".
	Cause string
	// ID is the dispatch, What the event expected (or, of one invented, the event
	// found), Note what tells this fault from others of its cause, Words the evidence.
	ID, What, Note, Words string
}

// Faults are the faults of a set.
type Faults []Fault

// String shows the causes, the most frequent first, each with up to n of its faults.
func (fs Faults) String(n int) string {
	by := map[string][]Fault{}
	for _, f := range fs {
		by[f.Cause] = append(by[f.Cause], f)
	}
	causes := make([]string, 0, len(by))
	for c := range by {
		causes = append(causes, c)
	}
	slices.SortFunc(causes, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(by[b]), len(by[a])), cmp.Compare(a, b))
	})
	var b strings.Builder
	for _, c := range causes {
		fmt.Fprintf(&b, "%4d  %s\n", len(by[c]), c)
		for _, f := range by[c][:min(n, len(by[c]))] {
			note := f.Note
			if note != "" {
				note = " [" + note + "]"
			}
			fmt.Fprintf(&b, "        %s: %s%s: %s\n", f.ID, f.What, note, strings.Join(strings.Fields(f.Words), " "))
		}
	}
	return b.String()
}

// explainer tells what the coder tried in a sentence.
type explainer func(doc *casus.Document, sentence int) (coding.Explanation, error)

// whyMissed finds the cause of an event that was not found: the words of its
// evidence and its trigger, and what gold calls it.
func whyMissed(doc *casus.Document, explain explainer, evidence, trigger casus.Span, is func(event string) bool) (cause, note string) {
	var tried, there bool
	var best, blocked string
	for i := range doc.Sentences {
		if !doc.Sentences[i].Span.Overlaps(evidence) {
			continue
		}
		x, err := explain(doc, i)
		if err != nil {
			return "the sentence could not be explained", err.Error()
		}
		for k := range x.Events {
			ev := &x.Events[k]
			if !ev.Evidence.Trigger.Overlaps(evidence) {
				continue
			}
			switch {
			case is(ev.Event) && ev.Status.Negated:
				return "status: coded as negated", ev.Evidence.Pattern
			case is(ev.Event):
				return "an event of this kind is coded, but counted for another", ev.Evidence.Pattern
			case best == "" || ev.Evidence.Trigger.Overlaps(trigger):
				best = ev.Event + " by " + ev.Evidence.Pattern + ": " + ev.Evidence.Reading
			}
			there = there || ev.Evidence.Trigger.Overlaps(trigger)
		}
		for k := range x.Tries {
			t := &x.Tries[k]
			if !t.Trigger.Overlaps(trigger) {
				continue
			}
			tried = true
			switch {
			case t.Won && t.Blocked != "":
				why, _, _ := strings.Cut(t.Blocked, " for ")
				return "blocked: " + why, t.Pattern + " " + t.Blocked
			case t.Won && !there:
				blocked = t.Pattern
			}
		}
	}
	switch {
	case there:
		return "type differs", best
	case blocked != "":
		return "the act is part of another's reading, or tells the same as another", blocked + "; " + best
	case tried:
		return "no pattern of its word holds", best
	case best != "":
		return "no entry for the word; another event in the words", best
	}
	return "no entry for the word", ""
}

// whyWrongParty tells what is wrong with one side of an event that was found.
func whyWrongParty(doc *casus.Document, side string, want []GoldSector, got []casus.Role) (cause, note string) {
	note = fmt.Sprintf("want %s, got %s", countries(want), strings.Join(names(doc, got), " + "))
	known := countries(want) != "" && strings.Trim(countries(want), "+") != ""
	switch {
	case len(got) == 0:
		return side + ": nobody found", note
	case !known:
		return side + ": gold has no country", note
	case len(countriesOf(doc, got)) == 0:
		return side + ": found, but without a country", note
	}
	return side + ": another country", note
}

func names(doc *casus.Document, side []casus.Role) []string {
	var out []string
	for _, r := range side {
		c := strings.Join(countriesOf(doc, []casus.Role{r}), "+")
		out = append(out, fmt.Sprintf("%q %s", doc.Slice(r.Span), c))
	}
	return out
}

// whyInvented tells of an event that gold does not have: whether gold has another
// event in the same words.
func whyInvented(events []GoldOccasion, ev *casus.Event) (cause, note string) {
	for i := range events {
		g := &events[i]
		if g.trigger.Overlaps(ev.Evidence.Trigger) {
			return "invented: type differs", g.Plover
		}
	}
	for i := range events {
		if g := &events[i]; g.span.Overlaps(ev.Evidence.Trigger) {
			return "invented: beside another event", g.Plover
		}
	}
	if w := ev.Status.Words(); len(w) > 0 {
		return "invented: " + ev.Event + ", " + strings.Join(w, ", "), ""
	}
	return "invented: " + ev.Event, ""
}
