package train

import (
	"context"
	"strings"

	"casus"
	"casus/eval"
	"casus/relate"
)

// besidePairs are labelled sentences whose pairs are not marked, and the events of the
// dispatches coded by hand that are not held out.
func besidePairs(ctx context.Context, o RelateOptions, v *vocabulary) ([]row, error) {
	var rows []row
	add := func(doc *casus.Document, p relate.Pair, plover string) {
		class := relate.ClassOf(plover)
		if f, ok := o.Pipeline.Relater().DescribeWords(doc, p); ok && class >= 0 {
			rows = append(rows, row{on: v.ids(f), class: class, weight: besideWeight})
		}
	}
	for i := range o.Beside {
		g := &o.Beside[i]
		doc, err := o.Pipeline.Read(ctx, casus.Dispatch{ID: g.ID, Text: g.Text})
		if err != nil {
			return nil, err
		}
		add(doc, firstTwo(doc), g.Plover)
	}
	for _, set := range o.Dispatches {
		for i := range set {
			if i%heldThird == heldThird-1 {
				continue
			}
			g := &set[i]
			doc, err := o.Pipeline.Read(ctx, casus.Dispatch{ID: g.ID, Title: g.Title, Text: g.Text})
			if err != nil {
				return nil, err
			}
			for k := range g.Events {
				add(doc, toldPair(g.Text, &g.Events[k]), g.Events[k].Plover)
			}
		}
	}
	return rows, nil
}

// firstTwo are the first two named in a text.
func firstTwo(doc *casus.Document) (p relate.Pair) {
	for i := range doc.Mentions {
		s := doc.Mentions[i].Span
		switch {
		case p.Source.Empty():
			p.Source = s
		case !s.Overlaps(p.Source):
			p.Target = s
			return p
		}
	}
	return p
}

// toldPair is where the words of an event name its first actor and recipient.
func toldPair(text string, g *eval.GoldOccasion) (p relate.Pair) {
	from := max(0, strings.Index(text, g.Sentence))
	if i := strings.Index(text[from:], g.Evidence); i >= 0 {
		from += i
	}
	find := func(side []eval.GoldSector) casus.Span {
		if len(side) == 0 || side[0].Text == "" {
			return casus.Span{}
		}
		for _, at := range []int{from, 0} {
			if i := strings.Index(text[at:], side[0].Text); i >= 0 {
				return casus.Span{Begin: at + i, End: at + i + len(side[0].Text)}
			}
		}
		return casus.Span{}
	}
	p.Source, p.Target = find(g.Actor), find(g.Recipient)
	if p.Target.Empty() && g.Recip && len(g.Actor) > 1 {
		p.Target = find(g.Actor[1:])
	}
	return p
}
