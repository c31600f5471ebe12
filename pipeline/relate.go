package pipeline

import (
	"context"
	"fmt"

	"casus"
	"casus/relate"
)

// Relate reads a dispatch and answers what the source of each pair did to its target:
//
//	doc, answers, err := p.Relate(ctx, dispatch, []relate.Pair{{Source: a, Target: b}})
//
// The pipeline must have been loaded with the events.
func (p *Pipeline) Relate(ctx context.Context, d casus.Dispatch, pairs []relate.Pair) (*casus.Document, []relate.Answer, error) {
	if p.parts.relater == nil {
		return &casus.Document{Dispatch: d}, nil, fmt.Errorf("relating pairs: the pipeline was loaded without events: %w", casus.ErrUnavailable)
	}
	doc, err := p.Read(ctx, d)
	if err != nil {
		return doc, nil, err
	}
	for i, x := range pairs {
		for _, s := range []casus.Span{x.Source, x.Target} {
			if s.Begin < 0 || s.End < s.Begin || s.End > len(d.Text) {
				return doc, nil, fmt.Errorf("pair %d of dispatch %q: [%d,%d] lies outside the text: %w", i, d.ID, s.Begin, s.End, casus.ErrInvalid)
			}
		}
		if x.Source.Empty() && x.Target.Empty() {
			return doc, nil, fmt.Errorf("pair %d of dispatch %q names nobody: %w", i, d.ID, casus.ErrInvalid)
		}
	}
	return doc, p.parts.relater.Relate(doc, pairs), nil
}

// Relater answers pairs of documents that have been read; nil where the pipeline was
// loaded without events.
func (p *Pipeline) Relater() *relate.Relater { return p.parts.relater }
