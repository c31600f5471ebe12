package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"casus"
	"casus/export"
)

// runStatements is casus statements.
func runStatements(ctx context.Context, e *env, in *input) error {
	return runFindings(ctx, e, in, casus.LayerStatements, "reading", "statements", export.AppendStatements, (*page).statements)
}

// statements shows those of a dispatch: who, by what position on whom, and the words.
func (p *page) statements(doc *casus.Document) error {
	if p.begun {
		fmt.Fprintln(p.w)
	}
	p.begun = true
	p.head(doc)
	for i := range doc.Statements {
		s := &doc.Statements[i]
		who := p.speaker(doc, s)
		act := s.Position
		if s.Negated {
			act = "not " + act
		}
		if on := side(doc, s.On); len(s.On) > 0 && on != "" {
			act += " (" + on + ")"
		}
		for _, k := range s.Answers {
			act += fmt.Sprintf(", answers sentence %d", doc.Statements[k].Sentence+1)
		}
		var content []string
		for _, c := range s.Content {
			content = append(content, oneLine(doc.Slice(c)))
		}
		said := strings.Join(content, " … ")
		if s.Form == "indirect" {
			said = "that: " + strings.TrimPrefix(said, "that ")
		}
		fmt.Fprintf(p.w, "%3d  %s  %s\n       %s\n", s.Sentence+1, who, p.style(bold, act), p.style(dim, clip(said, max(40, p.width-8))))
	}
	if len(doc.Statements) == 0 {
		fmt.Fprintln(p.w, "     no statements")
	}
	return nil
}

// speaker is who says it, with code and what kind of source it is.
func (p *page) speaker(doc *casus.Document, s *casus.Statement) string {
	var names []string
	for _, r := range s.Sources {
		name := oneLine(doc.Slice(r.Span))
		for _, m := range doc.Members(r) {
			e := &doc.Entities[m]
			if e.Name != "" {
				name = e.Name
			}
			if c := strings.TrimSpace(e.Country + " " + strings.Join(e.Sectors, " ")); c != "" {
				name += " (" + c + ")"
			}
		}
		names = append(names, name)
	}
	who := strings.Join(names, ", ")
	if who == "" {
		who = "somebody"
	}
	if s.Sourcing != "" && s.Sourcing != "named" {
		who += " [" + s.Sourcing + "]"
	}
	return who
}

// runAnnotate is casus annotate.
func runAnnotate(ctx context.Context, e *env, in *input) error {
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(e.out, 1<<16)
	write := lines(out, version(p), "layers", export.AppendAnnotation)
	src, err := newSource(e, in)
	if err != nil {
		return err
	}
	return readAll(ctx, e, p, src, "annotating", func(doc *casus.Document) error {
		if err := write(doc); err != nil {
			return err
		}
		return out.Flush()
	})
}
