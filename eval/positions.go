package eval

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"casus"
	"casus/pipeline"
)

// positionsGold are statements of the shared texts with the position they take, by id
// and offsets only: the texts themselves are other people's.
//
//go:embed gold/positions.jsonl
var positionsGold []byte

// GoldPosition is a statement in a text with the position that the speaker takes.
type GoldPosition struct {
	Passage
	// Cue is the word that makes it a statement, in bytes of the text.
	Cue casus.Span `json:"cue"`
	// Position is one of casus.Statement's.
	Position string `json:"position"`
	// On are the words for whom the position is on, Answers the cue of the statement
	// that this one answers; nil where there is none or the words do not decide.
	On      *casus.Span `json:"on"`
	Answers *casus.Span `json:"answers"`
}

// PositionsGold returns the statements whose position was written down.
func PositionsGold() ([]GoldPosition, error) {
	return readGold("gold/positions.jsonl", positionsGold, func(g *GoldPosition) []casus.Span {
		spans := []casus.Span{g.Cue}
		for _, s := range []*casus.Span{g.On, g.Answers} {
			if s != nil {
				spans = append(spans, *s)
			}
		}
		return spans
	})
}

// PositionScore tells how well positions were read.
type PositionScore struct {
	Name string
	// Statements that have a text; Found of them have a statement with their cue.
	Statements, Found int
	// Positions of those that take one (other than "say"): right are those found with
	// it. Exact of the found have the right position, "say" or other.
	Positions Tally
	Exact     int
	// OnRight of the OnGiven found and with a target have it.
	OnRight, OnGiven int
	// Links between statements.
	Links  Tally
	Faults Faults
}

// ScorePositions reads the passages and compares position, target and links of the
// statements with the cues that gold has.
func ScorePositions(ctx context.Context, name string, p *pipeline.Pipeline, gold []GoldPosition) (PositionScore, error) {
	s := PositionScore{Name: name}
	err := eachPassage(ctx, p, gold, func(g *GoldPosition, doc *casus.Document) { s.add(g, doc) })
	return s, err
}

func (s *PositionScore) add(g *GoldPosition, doc *casus.Document) {
	s.Statements++
	s.Positions.Gold += one(g.Position != "say")
	s.Links.Gold += one(g.Answers != nil)
	x := byCue(doc, g.within(g.Cue))
	if x == nil {
		s.fault("no statement: "+g.Position, g, "", doc)
		return
	}
	s.Found++
	right := x.Position == g.Position
	s.Exact += one(right)
	s.Positions.Found += one(x.Position != "say")
	s.Positions.Right += one(right && g.Position != "say")
	if !right {
		s.fault(fmt.Sprintf("%s, not %s", x.Position, g.Position), g, "", doc)
	}
	if g.On != nil {
		s.OnGiven++
		hit := false
		for _, r := range x.On {
			hit = hit || r.Span.Overlaps(g.within(*g.On)) || coreferent(doc, r, g.within(*g.On))
		}
		s.OnRight += one(hit)
		if !hit {
			s.fault("on somebody else", g, spoken(doc, x.On), doc)
		}
	}
	s.Links.Found += one(len(x.Answers) > 0)
	linked := false
	for _, k := range x.Answers {
		linked = linked || g.Answers != nil && doc.Statements[k].Cue.Overlaps(g.within(*g.Answers))
	}
	s.Links.Right += one(linked)
	if g.Answers != nil && !linked {
		s.fault("answer not linked", g, "", doc)
	}
}

// byCue is the statement with a cue, nil where there is none.
func byCue(doc *casus.Document, cue casus.Span) *casus.Statement {
	for i := range doc.Statements {
		if doc.Statements[i].Cue.Overlaps(cue) {
			return &doc.Statements[i]
		}
	}
	return nil
}

// coreferent says that a role's entity is also named by a mention in a span.
func coreferent(doc *casus.Document, r casus.Role, at casus.Span) bool {
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; r.Entity >= 0 && m.Entity == r.Entity && m.Span.Overlaps(at) {
			return true
		}
	}
	return false
}

func spoken(doc *casus.Document, roles []casus.Role) string {
	var out []string
	for _, r := range roles {
		out = append(out, doc.Slice(r.Span))
	}
	return strings.Join(out, "; ")
}

func (s *PositionScore) fault(cause string, g *GoldPosition, note string, doc *casus.Document) {
	s.Faults = append(s.Faults, Fault{Cause: cause, ID: g.ID, What: g.Position, Note: note, Words: marked(doc, g.within(g.Cue))})
}

func (s PositionScore) String() string {
	return fmt.Sprintf("%s (%d statements, %d found)\n  position right where the statement is found: %.3f (%d of %d)\n  positions taken  %s  (right %d, found %d, gold %d)\n  on whom, where it is found: %.3f (%d of %d)\n  answers linked   %s  (right %d, found %d, gold %d)\n",
		s.Name, s.Statements, s.Found, part(s.Exact, s.Found), s.Exact, s.Found,
		s.Positions, s.Positions.Right, s.Positions.Found, s.Positions.Gold,
		part(s.OnRight, s.OnGiven), s.OnRight, s.OnGiven,
		s.Links, s.Links.Right, s.Links.Found, s.Links.Gold)
}
