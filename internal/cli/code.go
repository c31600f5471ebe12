package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"casus"
	"casus/export"
	"casus/ingest/jsonl"
	"casus/pipeline"
)

// runCode is casus code.
func runCode(ctx context.Context, e *env, in *input) error {
	return runFindings(ctx, e, in, 0, "coding", "events", export.AppendEvents, (*page).document)
}

// runFindings reads dispatches and writes findings of one kind: as JSON Lines, or as
// pages for people.
func runFindings(ctx context.Context, e *env, in *input, want casus.Layer, doing, kind string, add func([]byte, *casus.Document, export.Version) ([]byte, error), show func(*page, *casus.Document) error) error {
	p, err := load(in, want)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(e.out, 1<<16)
	write := lines(out, version(p), kind, add)
	if in.str("format") == "text" {
		pg := &page{w: out, width: pageWidth(e, in), colour: e.colour, full: in.on("full")}
		write = func(doc *casus.Document) error { return show(pg, doc) }
	}
	src, err := newSource(e, in)
	if err != nil {
		return err
	}
	return readAll(ctx, e, p, src, doing, func(doc *casus.Document) error {
		if err := write(doc); err != nil {
			return err
		}
		return out.Flush()
	})
}

// lines writes findings of one kind as JSON Lines.
func lines(out *bufio.Writer, v export.Version, kind string, add func([]byte, *casus.Document, export.Version) ([]byte, error)) func(*casus.Document) error {
	var buf []byte
	return func(doc *casus.Document) (err error) {
		if buf, err = add(buf[:0], doc, v); err != nil {
			return fmt.Errorf("writing the %s of %s: %w", kind, doc.Dispatch.ID, err)
		}
		_, err = out.Write(buf)
		return err
	}
}

// load loads the pipeline with the flags that all commands share.
func load(in *input, want casus.Layer) (*pipeline.Pipeline, error) {
	o := pipeline.Options{LexiconDir: in.str("lexicon"), Gazetteer: in.str("gazetteer"), Layers: want, Workers: in.number("jobs"), Version: Version}
	if d := in.str("date"); d != "" {
		var ok bool
		if o.Day, ok = jsonl.ParseTime(d); !ok {
			return nil, misuse("--date: %q is no day; write it like 2024-06-21", d)
		}
	}
	if name := in.str("model"); name != "" {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("--model: %w", err)
		}
		o.Model = b
	}
	return pipeline.Load(o)
}

func version(p *pipeline.Pipeline) export.Version {
	v := p.Versions()
	return export.Version{Casus: export.Text(v.Casus), Model: export.Text(v.Model), Lexicon: export.Text(v.Lexicon), Ontology: export.Text(v.Ontology)}
}

// readAll reads the dispatches of a source and hands each document on. It tells
// what could not be read, and ends with errPartly if something else could, with
// errTold if nothing could.
func readAll(ctx context.Context, e *env, p *pipeline.Pipeline, src *source, what string, each func(*casus.Document) error) error {
	e.start(what)
	good, bad, words := 0, 0, 0
	for doc, err := range p.ReadAll(ctx, src.dispatches()) {
		if errors.Is(err, context.Canceled) {
			return err
		}
		if err != nil {
			bad++
			e.tell("errors", plainly(err))
			continue
		}
		good++
		warnings(e, doc, !src.undated)
		for i := range doc.Sentences {
			words += len(doc.Sentences[i].Tokens)
		}
		if err := each(doc); err != nil {
			return err
		}
		e.step(src.part(), fmt.Sprintf("%d dispatches, %d words", good, words))
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case bad > 0 && good == 0:
		return errTold
	case bad > 0:
		e.say("%d of %d dispatches could not be read", bad, bad+good)
		return errPartly
	}
	return nil
}

// warnings tells what was mended, and of a missing date where dates matter.
func warnings(e *env, doc *casus.Document, dates bool) {
	for _, w := range doc.Warnings {
		if !strings.HasPrefix(w, "no date") { // told below, or seen above the events
			e.warn(doc.Dispatch.ID + ": " + w)
		}
	}
	if dates && doc.Dispatch.Published.IsZero() {
		e.tell("dispatches without a date", "warning: "+doc.Dispatch.ID+`: no date found; relative dates such as "Friday" stay unresolved (give one with --date 2024-06-21)`)
	}
}
