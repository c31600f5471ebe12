package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"casus"
	"casus/conllu"
	"casus/pipeline"
)

// runParse is casus parse.
func runParse(ctx context.Context, e *env, in *input) error {
	p, err := load(in, casus.LayerSyntax|casus.LayerNames)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(e.out, 1<<16)
	src, err := newSource(e, in)
	if err != nil {
		return err
	}
	if in.str("input") == "conllu" {
		return errors.Join(fillTrees(ctx, e, p, src, out), out.Flush())
	}
	src.undated = true
	return readAll(ctx, e, p, src, "parsing", func(doc *casus.Document) error {
		if err := writeTrees(out, doc); err != nil {
			return err
		}
		return out.Flush()
	})
}

// writeTrees writes the sentences of a document, with their paragraphs and ids.
func writeTrees(w io.Writer, doc *casus.Document) error {
	block := -1
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		x := conllu.FromCasus(s, doc.Dispatch.Text)
		if i == 0 {
			x.Comments = append(x.Comments, "# newdoc id = "+oneLine(doc.Dispatch.ID))
		}
		if s.Block != block {
			block = s.Block
			x.Comments = append(x.Comments, "# newpar")
		}
		x.Comments = append(x.Comments, fmt.Sprintf("# sent_id = %s-%d", oneLine(doc.Dispatch.ID), i+1), "# text = "+oneLine(doc.Slice(s.Span)))
		markNames(&x, s.Names)
		if err := conllu.Write(w, &x); err != nil {
			return err
		}
	}
	return nil
}

// markNames notes names under MISC: "Name=B-PER" on the first word of a person's.
func markNames(x *conllu.Sentence, names []casus.Name) {
	for _, n := range names {
		for k := n.First; k <= n.Last && k < len(x.Words); k++ {
			mark := "Name=I-" + n.Type.String()
			if k == n.First {
				mark = "Name=B-" + n.Type.String()
			}
			if m := x.Words[k].Misc; m != "" {
				mark += "|" + m
			}
			x.Words[k].Misc = mark
		}
	}
}

// fillTrees reads treebanks, keeps their tokens and fills in the rest.
func fillTrees(ctx context.Context, e *env, p *pipeline.Pipeline, src *source, out *bufio.Writer) error {
	bad, good := 0, 0
	each := func(name string, r io.Reader) error {
		in := conllu.NewReader(r, name)
		for ctx.Err() == nil {
			s, err := in.Next()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				bad++
				e.tell("errors", plainly(err))
				continue
			}
			if err := fillTree(ctx, p, s); err != nil {
				return err
			}
			good++
			if err := conllu.Write(out, s); err != nil {
				return err
			}
		}
		return ctx.Err()
	}
	for _, name := range src.files {
		f, what, err := src.open(name)
		if err != nil {
			bad++
			e.tell("errors", plainly(err))
			continue
		}
		err = each(what, f)
		f.Close()
		if err != nil {
			return err
		}
	}
	switch {
	case bad > 0 && good == 0:
		return errTold
	case bad > 0:
		return errPartly
	}
	return nil
}

// fillTree sets lemma, tags, features and tree of a sentence's words.
func fillTree(ctx context.Context, p *pipeline.Pipeline, s *conllu.Sentence) error {
	tokens, err := parseTokens(ctx, p, s.Casus())
	if err != nil {
		return err
	}
	s.Empty = nil
	for i := range tokens {
		t, w := &tokens[i], &s.Words[i]
		w.Lemma, w.UPOS, w.XPOS, w.Feats, w.Head, w.Deprel, w.Deps = t.Lemma, t.UPOS, t.XPOS, t.Feats, t.Head, t.Deprel, ""
	}
	return nil
}

// parseTokens parses a sentence whose tokens are given, as a document of its own.
func parseTokens(ctx context.Context, p *pipeline.Pipeline, s casus.Sentence) ([]casus.Token, error) {
	doc := &casus.Document{Layers: casus.LayerText, Sentences: []casus.Sentence{s}}
	err := p.Extend(ctx, doc)
	return doc.Sentences[0].Tokens, err
}
