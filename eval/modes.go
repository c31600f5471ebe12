package eval

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"casus"
	"casus/pipeline"
)

// modesGold are events of the shared texts with mode and CAMEO base, by id and offsets
// only: the texts themselves are other people's. They were marked by reading;
// docs/evaluation.md tells how.
//
//go:embed gold/modes.jsonl
var modesGold []byte

// GoldMode is an event in a text, with its finer kind.
type GoldMode struct {
	Passage
	// Trigger are the words of the act, in bytes of the text.
	Trigger casus.Span `json:"trigger"`
	// Event is PLOVER's, Mode its mode ("" for none), CAMEO the first three digits
	// ("" where the words do not decide).
	Event string `json:"event"`
	Mode  string `json:"mode"`
	CAMEO string `json:"cameo"`
}

// ModesGold returns the events whose mode was written down.
func ModesGold() ([]GoldMode, error) {
	return readGold("gold/modes.jsonl", modesGold, func(g *GoldMode) []casus.Span { return []casus.Span{g.Trigger} })
}

// ModeScore tells how well the finer kind of events was read.
type ModeScore struct {
	Name string
	// Events that have a text; Found of them have an event of their kind.
	Events, Found int
	// ModeRight of the ModeGiven that are found and have a mode have it too;
	// ModeInvented of the ModeNone found that have none got one. BaseRight of the
	// BaseGiven whose CAMEO root was found have its first three digits.
	ModeRight, ModeGiven, ModeInvented, ModeNone, BaseRight, BaseGiven int
	Faults                                                             Faults
}

// ScoreModes codes the passages and compares mode and CAMEO base of the events of the
// kind that gold has: that with its trigger, else any.
func ScoreModes(ctx context.Context, name string, p *pipeline.Pipeline, gold []GoldMode) (ModeScore, error) {
	s := ModeScore{Name: name}
	err := eachPassage(ctx, p, gold, func(g *GoldMode, doc *casus.Document) { s.add(g, doc) })
	return s, err
}

func (s *ModeScore) add(g *GoldMode, doc *casus.Document) {
	s.Events++
	at := g.within(g.Trigger)
	if ev := nearest(doc, at, func(ev *casus.Event) bool { return root(ev.Event) == root(g.Event) }); ev == nil {
		s.fault("event not found", g, nil, doc)
	} else {
		s.Found++
		right := ev.Mode == g.Mode
		if g.Mode == "" {
			s.ModeNone++
			s.ModeInvented += one(!right)
		} else {
			s.ModeGiven++
			s.ModeRight += one(right)
		}
		if !right {
			s.fault(fmt.Sprintf("%s: mode %q, not %q", g.Event, ev.Mode, g.Mode), g, ev, doc)
		}
	}
	if g.CAMEO == "" {
		return
	}
	if ev := nearest(doc, at, func(ev *casus.Event) bool { return strings.HasPrefix(ev.CAMEO, g.CAMEO[:2]) }); ev != nil {
		right := strings.HasPrefix(ev.CAMEO, g.CAMEO)
		s.BaseGiven++
		s.BaseRight += one(right)
		if !right {
			s.fault(fmt.Sprintf("CAMEO %s, not %s", ev.CAMEO, g.CAMEO), g, ev, doc)
		}
	}
}

// nearest is the event that fits and has the trigger, else the first that fits.
func nearest(doc *casus.Document, trigger casus.Span, fits func(*casus.Event) bool) *casus.Event {
	var first *casus.Event
	for i := range doc.Events {
		ev := &doc.Events[i]
		if !fits(ev) {
			continue
		}
		if ev.Evidence.Trigger.Overlaps(trigger) {
			return ev
		}
		if first == nil {
			first = ev
		}
	}
	return first
}

func (s *ModeScore) fault(cause string, g *GoldMode, ev *casus.Event, doc *casus.Document) {
	f := Fault{Cause: cause, ID: g.ID, What: g.Event, Words: marked(doc, g.within(g.Trigger))}
	if ev != nil {
		f.Note = ev.Evidence.Reading
	}
	s.Faults = append(s.Faults, f)
}

func (s ModeScore) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d events, %d of their kind found)\n", s.Name, s.Events, s.Found)
	fmt.Fprintf(&b, "  mode right where the event is: %.3f (%d of %d with a mode); invented for %d of %d without one\n",
		part(s.ModeRight, s.ModeGiven), s.ModeRight, s.ModeGiven, s.ModeInvented, s.ModeNone)
	fmt.Fprintf(&b, "  cameo base right where the root is: %.3f (%d of %d)\n", part(s.BaseRight, s.BaseGiven), s.BaseRight, s.BaseGiven)
	return b.String()
}
