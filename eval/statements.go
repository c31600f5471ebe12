package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"casus"
	"casus/pipeline"
)

// GoldStatements is a dispatch with the statements that a reader found in it.
type GoldStatements struct {
	ID, Date, Title, Text string
	Statements            []GoldStatement
}

// GoldStatement is what somebody said. Content is its beginning.
type GoldStatement struct {
	Source, Country, Content, Form string
	span                           casus.Span
}

// ReadGoldStatements reads a set in JSON Lines.
func ReadGoldStatements(r io.Reader) ([]GoldStatements, error) {
	var gold []GoldStatements
	in := bufio.NewScanner(r)
	in.Buffer(nil, 16<<20)
	for n := 1; in.Scan(); n++ {
		var g GoldStatements
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("gold statements, line %d: %w", n, err)
		}
		for i := range g.Statements {
			s := &g.Statements[i]
			for c := s.Content; len(c) >= 8; c = c[:len(c)/2] { // the reader may have edited within
				if at := strings.Index(g.Text, c); at >= 0 {
					s.span = casus.Span{Begin: at, End: at + len(c)}
					break
				}
			}
		}
		gold = append(gold, g)
	}
	return gold, in.Err()
}

// StatementScore tells how many statements of gold were found: Content, by a content
// that overlaps theirs; Country, with a speaker of their country as well; Form, and told
// direct from indirect (mixed is either).
type StatementScore struct {
	Dispatches             int
	Content, Country, Form Tally
}

// ScoreStatements reads the dispatches and scores their statements; those for which
// count is false are passed over.
func ScoreStatements(ctx context.Context, p *pipeline.Pipeline, gold []GoldStatements, count func(i int) bool) (StatementScore, error) {
	var s StatementScore
	for i := range gold {
		if !count(i) {
			continue
		}
		g := &gold[i]
		doc, err := p.Read(ctx, g.dispatch())
		if err != nil {
			return s, err
		}
		s.Dispatches++
		s.add(g, doc)
	}
	return s, nil
}

func (g *GoldStatements) dispatch() casus.Dispatch {
	d := casus.Dispatch{ID: g.ID, Title: g.Title, Text: g.Text}
	d.Published, _ = time.Parse(time.DateOnly, g.Date)
	return d
}

func (s *StatementScore) add(g *GoldStatements, doc *casus.Document) {
	n := Tally{Found: len(doc.Statements), Gold: len(g.Statements)}
	content, country, form := n, n, n
	used := make([]bool, len(doc.Statements))
	for i := range g.Statements {
		want := &g.Statements[i]
		best, most := -1, 0
		for k := range doc.Statements {
			x := &doc.Statements[k]
			if used[k] || !meets(x.Content, want.span) {
				continue
			}
			score := 1
			if speaks(doc, x, want.Country) {
				score = 2
			}
			// The statement whose content begins nearest.
			if score > most || score == most && nearer(x.Content, doc.Statements[best].Content, want.span) {
				best, most = k, score
			}
		}
		if best < 0 {
			continue
		}
		used[best] = true
		content.Right++
		if most == 2 {
			country.Right++
			if f := doc.Statements[best].Form; f == want.Form || f == "mixed" {
				form.Right++
			}
		}
	}
	s.Content.add(content)
	s.Country.add(country)
	s.Form.add(form)
}

// meets says whether half of a span lies in the content.
func meets(content []casus.Span, s casus.Span) bool {
	n := 0
	for _, c := range content {
		n += max(0, min(c.End, s.End)-max(c.Begin, s.Begin))
	}
	return !s.Empty() && 2*n >= s.Len()
}

func nearer(a, b []casus.Span, s casus.Span) bool {
	far := func(c []casus.Span) int {
		best := 1 << 30
		for _, x := range c {
			best = min(best, max(x.Begin-s.Begin, s.Begin-x.Begin))
		}
		return best
	}
	return far(a) < far(b)
}

// speaks says whether a speaker is of the country; gold that names none takes any
// without one.
func speaks(doc *casus.Document, x *casus.Statement, country string) bool {
	for _, r := range x.Sources {
		for _, m := range doc.Members(r) {
			if doc.Entities[m].Country == country {
				return true
			}
		}
	}
	return country == "" && len(x.Sources) > 0
}

func (s StatementScore) String() string {
	return fmt.Sprintf("  content                 %s  (right %d, found %d, gold %d)\n  content, country        %s\n  content, country, form  %s\n",
		s.Content, s.Content.Right, s.Content.Found, s.Content.Gold, s.Country, s.Form)
}
