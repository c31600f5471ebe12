package eval

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
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

// statusGold are acts of the shared texts with their status, by id and offsets only:
// the texts themselves are other people's. Two of three sentences were drawn by
// chance, the rest for the words of negation, condition, denial and time near the act.
//
//go:embed gold/status.jsonl
var statusGold []byte

// GoldStatus is an act in a text with what the words say of its reality.
type GoldStatus struct {
	// Set is the file of texts, without its ending; ID the text.
	Set string `json:"set"`
	ID  string `json:"id"`
	// Passage is the stretch of the text that is read, Trigger the words of the
	// act; both in bytes of the text.
	Passage casus.Span `json:"passage"`
	Trigger casus.Span `json:"trigger"`
	// Status are the words for the flags that hold (casus.Status.Words).
	Status []string `json:"status"`

	text string
	date time.Time
}

// StatusGold returns the acts whose status was written down.
func StatusGold() ([]GoldStatus, error) {
	var out []GoldStatus
	in := bufio.NewScanner(bytes.NewReader(statusGold))
	for n := 1; in.Scan(); n++ {
		var g GoldStatus
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("gold/status.jsonl, line %d: %w", n, err)
		}
		out = append(out, g)
	}
	return out, in.Err()
}

// FillTexts gives the acts of a set their texts, read as JSON Lines with id, date and
// text.
func FillTexts(gold []GoldStatus, set string, texts io.Reader) error {
	wanted := map[string][]int{}
	for i := range gold {
		if gold[i].Set == set {
			wanted[gold[i].ID] = append(wanted[gold[i].ID], i)
		}
	}
	in := bufio.NewScanner(texts)
	in.Buffer(nil, 16<<20)
	for n := 1; in.Scan() && len(wanted) > 0; n++ {
		// Most lines are of no interest, and decoding them would take most of the time.
		head := in.Bytes()[:min(200, len(in.Bytes()))]
		_, id, _ := bytes.Cut(head, []byte(`"id": "`))
		id, _, _ = bytes.Cut(id, []byte(`"`))
		at, ok := wanted[string(id)]
		if !ok {
			continue
		}
		var d struct{ Date, Text string }
		if err := json.Unmarshal(in.Bytes(), &d); err != nil {
			return fmt.Errorf("%s, line %d: %w", set, n, err)
		}
		for _, i := range at {
			g := &gold[i]
			if g.Passage.Begin < 0 || g.Passage.End > len(d.Text) || !g.Passage.Contains(g.Trigger) || g.Passage.Empty() {
				return fmt.Errorf("%s: the offsets of %s do not fit its text: %w", set, g.ID, casus.ErrInvalid)
			}
			g.text = d.Text[g.Passage.Begin:g.Passage.End]
			g.date, _ = time.Parse(time.DateOnly, d.Date)
		}
		delete(wanted, string(id))
	}
	return in.Err()
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
	i := -1
	for doc, err := range p.ReadAll(ctx, passages(gold)) {
		if err != nil {
			return s, err
		}
		for i++; gold[i].text == ""; {
			i++
		}
		s.add(&gold[i], doc)
	}
	return s, ctx.Err()
}

func passages(gold []GoldStatus) iter.Seq2[casus.Dispatch, error] {
	return func(yield func(casus.Dispatch, error) bool) {
		for i := range gold {
			if g := &gold[i]; g.text != "" && !yield(casus.Dispatch{ID: g.ID, Text: g.text, Published: g.date}, nil) {
				return
			}
		}
	}
}

func (s *StatusScore) add(g *GoldStatus, doc *casus.Document) {
	s.Acts++
	at := casus.Span{Begin: g.Trigger.Begin - g.Passage.Begin, End: g.Trigger.End - g.Passage.Begin}
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
