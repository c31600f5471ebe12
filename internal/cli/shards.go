package cli

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"strings"

	"casus"
	"casus/cluster"
	"casus/ingest"
	"casus/ingest/language"
	"casus/ingest/tables"
	"casus/store"
)

// shards are the parts of the files that casus cluster was called with, nil where it was
// called with none.
func shards(ctx context.Context, e *env, in *input) (iter.Seq2[cluster.Shard, error], error) {
	columns, err := tables.ParseColumns(in.str("columns"))
	if err != nil {
		return nil, misuse("--columns: %s", plainly(err))
	}
	for _, name := range in.args {
		if name == "-" || ingest.IsAddress(name) {
			return nil, misuse("%q: a shard is a file or a folder, which workers see too", name)
		}
	}
	if len(in.args) == 0 {
		return nil, nil
	}
	o := ingest.Options{Format: ingest.Format(in.str("input"))}
	return func(yield func(cluster.Shard, error) bool) {
		for name, err := range ingest.Files(in.args, e.warn) {
			s := cluster.Shard{
				Name: name, Format: o.Format, Columns: columns, Source: in.str("source"), Licence: in.str("licence"), Language: in.str("language"),
			}
			if err == nil {
				s.Path, err = filepath.Abs(name)
			}
			if err != nil {
				if !yield(s, err) {
					return
				}
				continue
			}
			for s.Part, err = range ingest.Parts(s.Path, ingest.PartSize, o) {
				if ctx.Err() != nil || !yield(s, err) {
					return
				}
			}
		}
	}, nil
}

// openShard reads the dispatches of a shard as casus ingest would.
func openShard(e *env) func(context.Context, cluster.Shard, func(int)) iter.Seq2[store.Dispatch, error] {
	return func(ctx context.Context, s cluster.Shard, read func(int)) iter.Seq2[store.Dispatch, error] {
		o := ingest.Options{Format: s.Format, Warn: e.warn, Count: read}
		if len(s.Columns) > 0 {
			o.Columns = s.Columns
		}
		if s.Language == "" {
			o.Detect = language.Best
		}
		return func(yield func(store.Dispatch, error) bool) {
			for it, err := range ingest.ReadPart(ctx, s.Path, s.Name, s.Part, o) {
				if err == nil && it.Text == "" {
					err = fmt.Errorf("%s: an address (%s) and no text; casus ingest --fetch reads what is there: %w", it.ID, it.URL, casus.ErrInvalid)
				}
				if !yield(storedAs(&it, s.Source, s.Licence, s.Language), err) {
					return
				}
			}
		}
	}
}

// progressOf is how far a cluster has come: how much of the shards, and a word on it.
func progressOf(p *cluster.Progress) (part float64, word string) {
	word = fmt.Sprintf("%d coded, %d failed, %d out, %d workers", p.Coded, p.Failed, p.Out, len(p.Workers))
	if p.Found == 0 {
		return -1, word
	}
	word += fmt.Sprintf(", %d of %d shards", p.Shards+p.BadShards, p.Found)
	var reading []string
	for _, s := range p.Reading {
		reading = append(reading, fmt.Sprintf("%s %.0f %%", filepath.Base(s.Shard), 100*s.Part))
	}
	if len(reading) > 0 {
		word += " (" + strings.Join(reading, ", ") + ")"
	}
	return p.Part, word
}
