package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"casus"
	"casus/eval"
	"casus/train"
)

// runTrainQuotes is casus train quotes.
func runTrainQuotes(ctx context.Context, e *env, in *input) error {
	data, err := dataFolder(in)
	if err != nil {
		return err
	}
	gold, err := eval.ReadQuotes(filepath.Join(data, "quotes", "polnear.train.jsonl.gz"))
	if err != nil {
		return err
	}
	p, err := load(in, casus.LayerSyntax|casus.LayerNames|casus.LayerMentions)
	if err != nil {
		return err
	}
	docs := make([]*casus.Document, 0, len(gold))
	for i := range gold {
		g := &gold[i]
		doc, err := p.Read(ctx, casus.Dispatch{ID: g.ID, Text: g.Text, Published: g.Published})
		if err != nil {
			return err
		}
		docs = append(docs, doc)
	}
	o := train.QuotesSettings
	o.Lexicon = p.Lexicon()
	o.Talk = func(format string, args ...any) { fmt.Fprintf(e.err, format+"\n", args...) }
	model, err := train.Quotes(docs, gold, o)
	if err != nil {
		return err
	}
	return save(e, in, model)
}
