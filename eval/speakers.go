package eval

import (
	_ "embed"
	"fmt"
	"strings"

	"casus"
)

// speakersTable is a reading of our own: who speaks in quotes of PolNeAR.
//
//go:embed gold/polnear-speakers.tsv
var speakersTable string

// Speaker is who speaks in a quote: the cue, and places where the text names the
// speaker in full. Offsets are bytes.
type Speaker struct {
	Cue   casus.Span
	Named []casus.Span
}

// Speakers are those marked in a document, by its id.
func Speakers(d *QuoteDocument) ([]Speaker, error) {
	var out []Speaker
	var at []int
	for line := range strings.Lines(speakersTable) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || f[0] != d.ID {
			continue
		}
		if at == nil {
			at = byteOffsets(d.Text)
		}
		var spans []casus.Span
		for _, x := range f[1:] {
			var b, e int
			if _, err := fmt.Sscanf(x, "%d,%d", &b, &e); err != nil || b < 0 || e < b || e >= len(at) {
				return nil, fmt.Errorf("gold of speakers: %s: bad span %q", d.ID, x)
			}
			spans = append(spans, casus.Span{Begin: at[b], End: at[e]})
		}
		if len(spans) < 2 {
			return nil, fmt.Errorf("gold of speakers: %s: a line without speaker", d.ID)
		}
		out = append(out, Speaker{spans[0], spans[1:]})
	}
	return out, nil
}

// SpeakerScore counts the quotes whose speaker is the right entity: one with a mention
// where the text names the speaker in full.
type SpeakerScore struct {
	// Gold is how many were marked, Found how many of their cues were found, Named
	// how many of those have an entity, Right how many the right one.
	Gold, Found, Named, Right int
}

// ScoreSpeakers scores one document.
func ScoreSpeakers(gold []Speaker, doc *casus.Document) SpeakerScore {
	s := SpeakerScore{Gold: len(gold)}
	for _, g := range gold {
		for i := range doc.Quotes {
			q := &doc.Quotes[i]
			if len(q.Cue) == 0 || !q.Cue[0].Overlaps(g.Cue) {
				continue
			}
			s.Found++
			if q.Entity >= 0 {
				s.Named++
			}
			if sameEntity(doc, q.Entity, g.Named) {
				s.Right++
			}
			break
		}
	}
	return s
}

func sameEntity(doc *casus.Document, entity int, named []casus.Span) bool {
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Entity != entity || entity < 0 {
			continue
		}
		for _, n := range named {
			if m.Span.Overlaps(n) {
				return true
			}
		}
	}
	return false
}

// Add joins the scores of two documents.
func (s SpeakerScore) Add(t SpeakerScore) SpeakerScore {
	return SpeakerScore{s.Gold + t.Gold, s.Found + t.Found, s.Named + t.Named, s.Right + t.Right}
}

func (s SpeakerScore) String() string {
	p := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	return fmt.Sprintf("of those found %.1f %%, of all %.1f %%  (right %d, with an entity %d, found %d, marked %d)",
		p(s.Right, s.Found), p(s.Right, s.Gold), s.Right, s.Named, s.Found, s.Gold)
}
