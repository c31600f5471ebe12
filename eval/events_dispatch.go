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
	// Repeat: told before; Sure: the reader was.
	Repeat bool `json:"repeat"`
	Sure   bool `json:"sure"`
	// span of the evidence in the text.
	span casus.Span
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
}

// DispatchScore tells how well the events of whole dispatches were found.
type DispatchScore struct {
	Name                       string
	Dispatches, Required, Told int
	// Event: the root is right and the words overlap; Actor: so is a country of
	// the actors; Both: and one of the recipients.
	Event, Actor, Both PRF
	// Missed and Wrong tell of the events that were not found, and of those that
	// are not in gold, at the level of Event.
	Missed, Wrong []string
}

// ScoreDispatches codes whole dispatches and scores their events.
func ScoreDispatches(ctx context.Context, name string, p *pipeline.Pipeline, gold []GoldDispatch) (DispatchScore, error) {
	s := DispatchScore{Name: name, Dispatches: len(gold)}
	i := 0
	for doc, err := range p.ReadAll(ctx, eachDispatch(gold)) {
		if err != nil {
			return s, err
		}
		s.add(&gold[i], doc)
		i++
	}
	return s, ctx.Err()
}

func eachDispatch(gold []GoldDispatch) iter.Seq2[casus.Dispatch, error] {
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
	var required, tolerated []*GoldOccasion
	for i := range g.Events {
		if x := &g.Events[i]; x.required() {
			required = append(required, x)
		} else {
			tolerated = append(tolerated, x)
		}
	}
	events := distinct(doc)
	s.Required += len(required)
	s.Told += len(events)
	for level, prf := range []*PRF{&s.Event, &s.Actor, &s.Both} {
		found, left := assign(doc, required, events, level)
		_, wrong := assign(doc, tolerated, left, level)
		n := 0
		for i, ok := range found {
			if ok {
				n++
			} else if level == levelEvent {
				s.Missed = append(s.Missed, fmt.Sprintf("%s: %s: %s -> %s: %s", g.ID, required[i].Plover, countries(required[i].Actor), countries(required[i].Recipient), required[i].Evidence))
			}
		}
		prf.Right += n
		prf.Gold += len(required)
		prf.System += n + len(wrong)
		if level == levelEvent {
			for _, ev := range wrong {
				s.Wrong = append(s.Wrong, fmt.Sprintf("%s: %s: %s -> %s: %s", g.ID, ev.Event, strings.Join(countriesOf(doc, ev.Actors), "+"), strings.Join(countriesOf(doc, ev.Recipients), "+"), doc.Slice(ev.Evidence.Span)))
			}
		}
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

// assign matches gold and events one to one. It returns which of gold were found and
// which events are left.
func assign(doc *casus.Document, gold []*GoldOccasion, events []*casus.Event, level int) (found []bool, left []*casus.Event) {
	found = make([]bool, len(gold))
	owner := matching(len(gold), len(events), func(g, e int) bool { return fits(doc, gold[g], events[e], level) })
	for e, g := range owner {
		if g >= 0 {
			found[g] = true
		} else {
			left = append(left, events[e])
		}
	}
	return found, left
}

func fits(doc *casus.Document, g *GoldOccasion, ev *casus.Event, level int) bool {
	if !g.span.Overlaps(ev.Evidence.Span) && !g.span.Overlaps(ev.Evidence.Trigger) {
		return false
	}
	is := root(ev.Event)
	if root(g.Plover) != is && !slices.ContainsFunc(g.Alt, func(a string) bool { return root(a) == is }) {
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
	return b.String()
}
