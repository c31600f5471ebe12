package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"casus"
	"casus/export"
	"casus/ingest/jsonl"
	"casus/pipeline"
	"casus/relate"
)

// question is a line of the input of casus relate.
type question struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Date      string `json:"date"`
	Published string `json:"published"`
	Pairs     []struct {
		Source casus.Span `json:"source"`
		Target casus.Span `json:"target"`
	} `json:"pairs"`
}

// answers is a line of its output, relation what it says of a pair.
type answers struct {
	ID      string         `json:"id"`
	Version export.Version `json:"version"`
	Pairs   []relation     `json:"pairs"`
}

type relation struct {
	Source     *casus.Span      `json:"source"`
	Target     *casus.Span      `json:"target"`
	Event      export.Text      `json:"event"`
	Class      export.Text      `json:"class"`
	Mode       []string         `json:"mode"`
	CAMEO      export.Text      `json:"cameo"`
	Quad       export.Text      `json:"quad"`
	Status     export.Status    `json:"status"`
	Swapped    bool             `json:"swapped"`
	Confidence float64          `json:"confidence"`
	Evidence   *export.Evidence `json:"evidence"`
}

// runRelate is casus relate.
func runRelate(ctx context.Context, e *env, in *input) error {
	p, err := load(in, 0)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(e.out, 1<<16)
	defer out.Flush()
	write := json.NewEncoder(out)
	write.SetEscapeHTML(false)
	src, err := newSource(e, in)
	if err != nil {
		return err
	}
	e.start("relating")
	good, bad := 0, 0
	for _, name := range src.files {
		f, what, err := src.open(name)
		if err != nil {
			return err
		}
		err = eachLine(f, func(n int, line []byte) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			a, err := ask(ctx, p, line, fmt.Sprintf("%s:%d", what, n))
			if err != nil {
				bad++
				e.tell("errors", plainly(err))
				return nil
			}
			good++
			e.step(src.part(), fmt.Sprintf("%d texts", good))
			return write.Encode(a)
		})
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	switch {
	case bad > 0 && good == 0:
		return errTold
	case bad > 0:
		e.say("%d of %d texts could not be read", bad, bad+good)
		return errPartly
	}
	return nil
}

// eachLine hands on the lines that hold something, with their numbers.
func eachLine(r io.Reader, each func(n int, line []byte) error) error {
	in := bufio.NewScanner(r)
	in.Buffer(nil, jsonl.MaxLine)
	for n := 1; in.Scan(); n++ {
		if len(strings.TrimSpace(in.Text())) == 0 {
			continue
		}
		if err := each(n, in.Bytes()); err != nil {
			return err
		}
	}
	return in.Err()
}

// ask answers one line.
func ask(ctx context.Context, p *pipeline.Pipeline, line []byte, at string) (*answers, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, fmt.Errorf("%s: no JSON object of an id, a text and pairs: %w", at, err)
	}
	if q.ID == "" {
		q.ID = at
	}
	if !utf8.ValidString(q.Text) || strings.TrimSpace(q.Text) == "" {
		return nil, fmt.Errorf("%s: there is no text in it: %w", at, casus.ErrInvalid)
	}
	d := casus.Dispatch{ID: q.ID, Text: q.Text}
	if day := q.Date + q.Published; day != "" {
		t, ok := jsonl.ParseTime(day)
		if !ok {
			return nil, fmt.Errorf("%s: %q is no day; write it like 2024-06-21: %w", at, day, casus.ErrInvalid)
		}
		d.Published = t
	}
	pairs := make([]relate.Pair, len(q.Pairs))
	for i, x := range q.Pairs {
		pairs[i] = relate.Pair{Source: x.Source, Target: x.Target}
	}
	doc, found, err := p.Relate(ctx, d, pairs)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	a := &answers{ID: q.ID, Version: version(p), Pairs: make([]relation, len(found))}
	for i := range found {
		a.Pairs[i] = relationOf(doc, &found[i])
	}
	return a, nil
}

func relationOf(doc *casus.Document, a *relate.Answer) relation {
	x := relation{
		Source: spanOrNull(a.Source), Target: spanOrNull(a.Target),
		Event: export.Text(a.Event), Class: export.Text(a.Class), Mode: []string{}, CAMEO: export.Text(a.CAMEO), Quad: export.Quad(a.Quad),
		Status: export.Status(a.Status), Swapped: a.Swapped, Confidence: a.Confidence,
	}
	if a.Mode != "" {
		x.Mode = append(x.Mode, a.Mode)
	}
	if ev := &a.Evidence; a.Event != "" && !ev.Span.Empty() {
		x.Evidence = &export.Evidence{
			Sentence: ev.Sentence, Span: ev.Span, Text: doc.Slice(ev.Span), Trigger: ev.Trigger,
			Pattern: export.Text(ev.Pattern), Entry: export.Text(ev.Entry), Reading: export.Text(ev.Reading), Rule: export.Text(ev.Rule),
		}
	}
	return x
}

func spanOrNull(s casus.Span) *casus.Span {
	if s.Empty() {
		return nil
	}
	return &s
}
