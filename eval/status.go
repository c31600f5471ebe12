package eval

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"casus"
	"casus/pipeline"
)

// statusGold are acts of the shared texts with their status, by id and offsets only:
// the texts themselves are other people's. Two of three sentences were drawn by
// chance, the rest for the words of negation, condition, denial and time near the act.
//
//go:embed gold/status.jsonl
var statusGold []byte

// GoldStatus is an act in a text with what the words say of its reality.
type GoldStatus struct {
	Passage
	// Trigger are the words of the act, in bytes of the text.
	Trigger casus.Span `json:"trigger"`
	// Status are the words for the flags that hold (casus.Status.Words).
	Status []string `json:"status"`
}

// StatusGold returns the acts whose status was written down.
func StatusGold() ([]GoldStatus, error) {
	return readGold("gold/status.jsonl", statusGold, func(g *GoldStatus) []casus.Span { return []casus.Span{g.Trigger} })
}

// StatusScore tells how well the status of acts was read.
type StatusScore struct {
	Name string
	// Acts that have a text; Coded of them made an event; Exact of those have
	// all flags right.
	Acts, Coded, Exact int
	Flags              map[string]PRF
	Faults             Faults
}

// flags in the order in which they are printed.
var flags = []string{"negated", "future", "hypothetical", "conditional", "historical", "ongoing", "denied"}

// ScoreStatus codes the passages and compares the flags of the events whose trigger
// is that of gold. Acts that make no event are told of, but not scored. The future of
// what is agreed or threatened is neither right nor wrong: it lies in the word.
func ScoreStatus(ctx context.Context, name string, p *pipeline.Pipeline, gold []GoldStatus) (StatusScore, error) {
	s := StatusScore{Name: name, Flags: map[string]PRF{}}
	err := eachPassage(ctx, p, gold, func(g *GoldStatus, doc *casus.Document) { s.add(g, doc) })
	return s, err
}

func (s *StatusScore) add(g *GoldStatus, doc *casus.Document) {
	s.Acts++
	at := g.within(g.Trigger)
	k := slices.IndexFunc(doc.Events, func(ev casus.Event) bool { return ev.Evidence.Trigger.Overlaps(at) })
	if k < 0 {
		return
	}
	ev := &doc.Events[k]
	s.Coded++
	got := ev.Status.Words()
	announced := ev.Event == "AGREE" || ev.Event == "THREATEN" || ev.Event == "REJECT"
	exact := true
	for _, f := range flags {
		if f == "future" && announced {
			continue
		}
		is, said := slices.Contains(g.Status, f), slices.Contains(got, f)
		x := s.Flags[f]
		x.Gold += one(is)
		x.System += one(said)
		x.Right += one(is && said)
		s.Flags[f] = x
		exact = exact && is == said
		if is != said {
			cause := f + ": missed"
			if said {
				cause = f + ": invented"
			}
			s.Faults = append(s.Faults, Fault{Cause: cause, ID: g.ID, What: ev.Event, Note: strings.Join(got, ", "), Words: marked(doc, at)})
		}
	}
	s.Exact += one(exact)
}

// marked is the sentence around a span, with the span marked.
func marked(doc *casus.Document, at casus.Span) string {
	for i := range doc.Sentences {
		if sp := doc.Sentences[i].Span; sp.Contains(at) {
			t := doc.Dispatch.Text
			return t[sp.Begin:at.Begin] + "«" + t[at.Begin:at.End] + "»" + t[at.End:sp.End]
		}
	}
	return doc.Slice(at)
}

func (s StatusScore) String() string {
	var b strings.Builder
	var all PRF
	for _, f := range flags {
		x := s.Flags[f]
		all.Right, all.System, all.Gold = all.Right+x.Right, all.System+x.System, all.Gold+x.Gold
	}
	fmt.Fprintf(&b, "%s (%d acts, %d coded)\n  all flags     P %.3f R %.3f F1 %.3f  all right in %.3f of the events\n", s.Name, s.Acts, s.Coded,
		part(all.Right, all.System), part(all.Right, all.Gold), all.F1(), part(s.Exact, s.Coded))
	for _, f := range flags {
		if x := s.Flags[f]; x.Gold+x.System > 0 {
			fmt.Fprintf(&b, "  %-13s P %.3f R %.3f F1 %.3f  (right %d, system %d, gold %d)\n", f, part(x.Right, x.System), part(x.Right, x.Gold), x.F1(), x.Right, x.System, x.Gold)
		}
	}
	return b.String()
}
