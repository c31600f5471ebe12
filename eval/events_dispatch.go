package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"casus"
	"casus/pipeline"
)

// GoldDispatch is a dispatch with all its events, coded by hand.
type GoldDispatch struct {
	ID     string         `json:"id"`
	Date   string         `json:"date"`
	Title  string         `json:"title"`
	Text   string         `json:"text"`
	Events []GoldOccasion `json:"events"`
}

// GoldOccasion is an expected event of a dispatch.
type GoldOccasion struct {
	// Sentence is the beginning of the sentence; Evidence and Trigger are words
	// of the text.
	Sentence  string       `json:"sentence"`
	Evidence  string       `json:"evidence"`
	Trigger   string       `json:"trigger"`
	Actor     []GoldSector `json:"actor"`
	Recipient []GoldSector `json:"recipient"`
	Plover    string       `json:"plover"`
	// Alt are other events that are right as well.
	Alt    []string `json:"alt"`
	Status []string `json:"status"`
	Recip  bool     `json:"recip"`
	// Place is where it happens, "" where nothing tells.
	Place string `json:"place"`
	// Repeat: told before; Sure: the reader was.
	Repeat bool `json:"repeat"`
	Sure   bool `json:"sure"`
	// span of the evidence in the text, and of the trigger.
	span, trigger casus.Span
}

// GoldSector is a party of an expected event.
type GoldSector struct {
	Text    string `json:"text"`
	Country string `json:"country"`
	Sector  string `json:"sector"`
}

// required events are missed where they are not found; the others are tolerated,
// neither missed nor wrong.
func (g *GoldOccasion) required() bool {
	return g.Sure && !g.Repeat && !slices.Contains(g.Status, "negated")
}

// ReadGoldDispatches reads a set in JSON Lines.
func ReadGoldDispatches(r io.Reader) ([]GoldDispatch, error) {
	var gold []GoldDispatch
	in := bufio.NewScanner(r)
	in.Buffer(nil, 16<<20)
	for n := 1; in.Scan(); n++ {
		var g GoldDispatch
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("gold dispatches, line %d: %w", n, err)
		}
		for i := range g.Events {
			g.Events[i].locate(g.Text)
		}
		gold = append(gold, g)
	}
	return gold, in.Err()
}

// locate finds the evidence in the text, from the beginning of its sentence on.
func (g *GoldOccasion) locate(text string) {
	from := max(0, strings.Index(text, g.Sentence))
	i := strings.Index(text[from:], g.Evidence)
	if i < 0 {
		from, i = 0, strings.Index(text, g.Evidence)
	}
	if i >= 0 {
		g.span = casus.Span{Begin: from + i, End: from + i + len(g.Evidence)}
	}
	g.trigger = g.span
	if k := strings.Index(g.Evidence, g.Trigger); i >= 0 && k >= 0 {
		g.trigger = casus.Span{Begin: g.span.Begin + k, End: g.span.Begin + k + len(g.Trigger)}
	}
}

// DispatchScore tells how well the events of whole dispatches were found.
type DispatchScore struct {
	Name                       string
	Dispatches, Required, Told int
	// Event: the root is right and the words overlap; Actor: so is a country of
	// the actors; Both: and one of the recipients.
	Event, Actor, Both PRF
	// Reliability: does the confidence of an event say how often it and its actor are
	// right? Events that gold only tolerates count as right.
	Reliability Reliability
	// Place: of the gold events that were found, those whose place is told right;
	// System counts the places told, Gold those that gold has.
	Place PRF
	// Faults tell of the events that were not found, of those that are not in
	// gold, and of those whose parties are wrong.
	Faults Faults
	// explain is asked for the causes of faults.
	explain explainer
}

// ScoreDispatches codes whole dispatches and scores their events.
func ScoreDispatches(ctx context.Context, name string, p *pipeline.Pipeline, gold []GoldDispatch) (DispatchScore, error) {
	s := DispatchScore{Name: name, Dispatches: len(gold), explain: p.Explain}
	i := 0
	for doc, err := range p.ReadAll(ctx, EachDispatch(gold)) {
		if err != nil {
			return s, err
		}
		s.add(&gold[i], doc)
		i++
	}
	return s, ctx.Err()
}

// EachDispatch yields the dispatches of a gold set.
func EachDispatch(gold []GoldDispatch) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for i := range gold {
			g := &gold[i]
			d := casus.Dispatch{ID: g.ID, Title: g.Title, Text: g.Text}
			if t, err := time.Parse(time.DateOnly, g.Date); err == nil {
				d.Published = t
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

// levels are what is asked of a match, one more at each.
const (
	levelEvent = iota
	levelActor
	levelBoth
)

func (s *DispatchScore) add(g *GoldDispatch, doc *casus.Document) {
	required, tolerated := g.split()
	events := distinct(doc)
	s.Required += len(required)
	s.Told += len(events)
	s.Place = s.Place.plus(placesOf(doc, g, events))
	for level, prf := range []*PRF{&s.Event, &s.Actor, &s.Both} {
		owners, left := assign(doc, required, events, level)
		more, wrong := assign(doc, tolerated, left, level)
		n := 0
		for _, ev := range owners {
			if ev != nil {
				n++
			}
		}
		prf.Right += n
		prf.Gold += len(required)
		prf.System += n + len(wrong)
		if level == levelActor {
			s.weigh(owners, true)
			s.weigh(more, true)
			s.weigh(wrong, false)
		}
		if level == levelEvent {
			s.tell(g, doc, required, owners, wrong)
		}
	}
}

// split tells the events that must be found from those that may be.
func (g *GoldDispatch) split() (required, tolerated []*GoldOccasion) {
	for i := range g.Events {
		if x := &g.Events[i]; x.required() {
			required = append(required, x)
		} else {
			tolerated = append(tolerated, x)
		}
	}
	return required, tolerated
}

// weigh counts whether the confidence of events held.
func (s *DispatchScore) weigh(events []*casus.Event, right bool) {
	for _, ev := range events {
		if ev != nil {
			s.Reliability.Add(ev.Confidence, right)
		}
	}
}

// tell notes the faults of a dispatch.
func (s *DispatchScore) tell(g *GoldDispatch, doc *casus.Document, required []*GoldOccasion, owners, wrong []*casus.Event) {
	for i, ev := range owners {
		x := required[i]
		f := Fault{ID: g.ID, What: x.Plover + ": " + countries(x.Actor) + " -> " + countries(x.Recipient), Words: x.Evidence}
		switch {
		case ev == nil:
			f.Cause, f.Note = whyMissed(doc, s.explain, x.span, x.trigger, x.is)
		case !fits(doc, x, ev, levelActor):
			f.Cause, f.Note = whyWrongParty(doc, "actor", x.Actor, ev.Actors)
		case !fits(doc, x, ev, levelBoth):
			f.Cause, f.Note = whyWrongParty(doc, "recipient", x.Recipient, ev.Recipients)
		default:
			continue
		}
		s.Faults = append(s.Faults, f)
	}
	for _, ev := range wrong {
		cause, note := whyInvented(g.Events, ev)
		s.Faults = append(s.Faults, Fault{Cause: cause, ID: g.ID, Note: strings.TrimSpace(note + " " + ev.Evidence.Pattern),
			What:  ev.Event + ": " + strings.Join(countriesOf(doc, ev.Actors), "+") + " -> " + strings.Join(countriesOf(doc, ev.Recipients), "+"),
			Words: doc.Slice(ev.Evidence.Span)})
	}
}

// distinct are the events that are told as real, each once for a sentence.
func distinct(doc *casus.Document) []*casus.Event {
	var out []*casus.Event
	seen := map[string]bool{}
	for i := range doc.Events {
		ev := &doc.Events[i]
		if ev.Status.Negated {
			continue
		}
		k := fmt.Sprint(ev.Evidence.Sentence, root(ev.Event), countriesOf(doc, ev.Actors), countriesOf(doc, ev.Recipients))
		if !seen[k] {
			seen[k] = true
			out = append(out, ev)
		}
	}
	return out
}

// assign matches gold and events one to one. It returns the event of each of gold,
// nil where there is none, and the events that are left.
func assign(doc *casus.Document, gold []*GoldOccasion, events []*casus.Event, level int) (owners, left []*casus.Event) {
	owners = make([]*casus.Event, len(gold))
	for e, g := range matching(len(gold), len(events), func(g, e int) bool { return fits(doc, gold[g], events[e], level) }) {
		if g >= 0 {
			owners[g] = events[e]
		} else {
			left = append(left, events[e])
		}
	}
	return owners, left
}

// is says that an event may be called so.
func (g *GoldOccasion) is(event string) bool {
	r := root(event)
	return root(g.Plover) == r || slices.ContainsFunc(g.Alt, func(a string) bool { return root(a) == r })
}

func fits(doc *casus.Document, g *GoldOccasion, ev *casus.Event, level int) bool {
	if !g.span.Overlaps(ev.Evidence.Span) && !g.span.Overlaps(ev.Evidence.Trigger) {
		return false
	}
	if !g.is(ev.Event) {
		return false
	}
	a, r := countriesOf(doc, ev.Actors), countriesOf(doc, ev.Recipients)
	if ev.Reciprocal {
		r = append(slices.Clone(r), a...)
	}
	if level == levelEvent || g.fits(g.Actor, a) && (level == levelActor || g.fits(g.Recipient, r)) {
		return true
	}
	return (g.Recip || ev.Reciprocal) && g.fits(g.Recipient, a) && (level == levelActor || g.fits(g.Actor, r))
}

// fits says whether a side has a country of gold's, or both have none.
func (g *GoldOccasion) fits(want []GoldSector, got []string) bool {
	known := false
	for _, w := range want {
		if w.Country == "" {
			continue
		}
		known = true
		if slices.Contains(got, w.Country) {
			return true
		}
	}
	return !known && len(got) == 0
}

func countries(side []GoldSector) string {
	var out []string
	for _, s := range side {
		out = append(out, s.Country)
	}
	return strings.Join(out, "+")
}

func countriesOf(doc *casus.Document, side []casus.Role) []string {
	var out []string
	for _, r := range side {
		for _, m := range doc.Members(r) {
			if c := doc.Entities[m].Country; c != "" && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (s DispatchScore) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d dispatches, %d required events, %d coded)\n", s.Name, s.Dispatches, s.Required, s.Told)
	for _, x := range []struct {
		name string
		PRF
	}{{"event", s.Event}, {"event, actor", s.Actor}, {"event, actor, recipient", s.Both}} {
		fmt.Fprintf(&b, "  %-23s P %.3f R %.3f F1 %.3f  (right %d, counted %d, required %d)\n", x.name, part(x.Right, x.System), part(x.Right, x.Gold), x.F1(), x.Right, x.System, x.Gold)
	}
	b.WriteString(s.Reliability.String())
	fmt.Fprintf(&b, "  %-23s P %.3f R %.3f F1 %.3f  (right %d, told %d, stated %d)\n", "place of events found", part(s.Place.Right, s.Place.System), part(s.Place.Right, s.Place.Gold), s.Place.F1(), s.Place.Right, s.Place.System, s.Place.Gold)
	return b.String()
}
