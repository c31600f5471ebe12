package cli

import (
	"context"
	"fmt"
	"strings"

	"casus"
	"casus/export"
)

// runCommitments is casus commitments.
func runCommitments(ctx context.Context, e *env, in *input) error {
	return runFindings(ctx, e, in, casus.LayerCommitments, "reading", "commitments", export.AppendCommitments, (*page).commitments)
}

// commitments shows those of a dispatch: what kind, how far it has come, who is bound
// to whom, by what words; below it each clause with its condition.
func (p *page) commitments(doc *casus.Document) error {
	if p.begun {
		fmt.Fprintln(p.w)
	}
	p.begun = true
	p.head(doc)
	for i := range doc.Commitments {
		c := &doc.Commitments[i]
		who := side(doc, c.Parties)
		if len(c.Recipients) > 0 {
			who += " to " + side(doc, c.Recipients)
		}
		name := c.Span
		if !c.Instrument.Empty() {
			name = c.Instrument
		}
		head := fmt.Sprintf("%3d  %s", c.Sentence+1, p.style(bold, strings.TrimSpace(c.Kind+" "+c.State)))
		fmt.Fprintf(p.w, "%s%s  %s  %s\n", head, days(c), who, p.style(dim, `"`+clip(oneLine(doc.Slice(name)), max(24, p.width-60))+`"`))
		for _, k := range c.Clauses {
			if line := p.clause(doc, &k); line != "" {
				fmt.Fprintln(p.w, "       "+line)
			}
		}
	}
	if len(doc.Commitments) == 0 {
		fmt.Fprintln(p.w, "     no commitments")
	}
	return nil
}

// days of a commitment: when it was made, when it ended, when it is due.
func days(c *casus.Commitment) string {
	s := ""
	for _, d := range [...]struct{ word, day string }{{" ", c.Made.Value}, {" until ", c.Ended.Value}, {", due ", c.Due.Value}} {
		if d.day != "" {
			s += d.word + d.day
		}
	}
	return s
}

func (p *page) clause(doc *casus.Document, k *casus.Clause) string {
	var parts []string
	if !k.Article.Empty() {
		parts = append(parts, oneLine(doc.Slice(k.Article)))
	}
	if !k.Obligation.Empty() {
		parts = append(parts, "owes: "+oneLine(doc.Slice(k.Obligation)))
	}
	if !k.Condition.Empty() {
		parts = append(parts, "on condition: "+oneLine(doc.Slice(k.Condition)))
	}
	return clip(strings.Join(parts, "; "), max(40, p.width-8))
}
