package cli

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"casus"
	"casus/compare"
	"casus/export/layout"
	"casus/series"
	"casus/store"
)

// runCompare is casus compare.
func runCompare(ctx context.Context, e *env, in *input) error {
	if len(in.args) == 0 {
		return misuse("compare takes the tables to compare with")
	}
	t, err := layout.Load()
	if err != nil {
		return err
	}
	o := compare.Options{Period: series.Period(in.str("period")), By: in.str("by"), Score: in.str("value") == "score", From: in.str("from"), To: in.str("to")}
	if p := in.str("party"); p != "" {
		o.Parties = strings.Split(p, ",")
	}
	return withStore(ctx, in, func(s store.Store) error {
		// The scale of scores is that of the table, so the tables are read first.
		tr := tableReader{e: e, t: t}
		if in.str("layout") != "auto" {
			if tr.l, err = t.Layout(in.str("layout")); err != nil {
				return err
			}
		}
		e.start("comparing")
		if err := tr.peek(in.args[0]); err != nil {
			return err
		}
		if tr.l.Mentions() {
			return misuse("%s has mentions, without actors; compare takes tables of events", in.args[0])
		}
		o.Plover = tr.l.Name == "polecat"
		o.States = tr.l.Name == "icews" || tr.l.Name == "polecat"
		c, err := compare.New(t, o)
		if err != nil {
			return err
		}
		for _, name := range in.args {
			if err := tr.read(ctx, name, c.Theirs); err != nil {
				return err
			}
		}
		days, err := s.Days(ctx, store.DayQuery{From: o.From, To: o.To, Mentions: in.on("mentions")})
		if err != nil {
			return err
		}
		c.Ours(days)
		limit := max(1, in.number("limit"))
		r, err := c.Result(limit)
		if err != nil {
			return err
		}
		if err := r.Sentences(ctx, s, &o, 3); err != nil {
			return err
		}
		out := bufio.NewWriterSize(e.out, 1<<16)
		if err := writeComparison(out, in.str("format"), c, r, tr.bad, limit); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
		if tr.bad > 0 {
			return errPartly
		}
		return nil
	})
}

// tableReader reads tables of others, packed or not.
type tableReader struct {
	e *env
	t *layout.Tables
	// l is their layout; all of one call have the same.
	l   *layout.Layout
	bad int
}

// open calls work with each table that a file holds: the file, or, of a zip, what is in
// it.
func (tr *tableReader) open(name string, work func(name string, r *bufio.Reader) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	head, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		st, err := f.Stat()
		if err != nil {
			return err
		}
		z, err := zip.NewReader(f, st.Size())
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, x := range z.File {
			if x.FileInfo().IsDir() {
				continue
			}
			r, err := x.Open()
			if err != nil {
				return fmt.Errorf("%s: %s: %w", name, x.Name, err)
			}
			err = work(name+":"+x.Name, bufio.NewReaderSize(r, 1<<16))
			r.Close()
			if err != nil {
				return err
			}
		}
		return nil
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return work(name, bufio.NewReaderSize(z, 1<<16))
	}
	return work(name, in)
}

// peek finds the layout of a file, where none is given.
func (tr *tableReader) peek(name string) error {
	if tr.l != nil {
		return nil
	}
	err := tr.open(name, func(name string, r *bufio.Reader) error {
		head, err := r.Peek(1 << 15)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", name, err)
		}
		line, _, _ := strings.Cut(string(head), "\n")
		if tr.l = tr.t.Detect(line); tr.l == nil {
			return fmt.Errorf("%s: its first line is that of none of the layouts known; name it with --layout: %w", name, casus.ErrInvalid)
		}
		return nil
	})
	if err == nil && tr.l == nil {
		return fmt.Errorf("%s holds no table: %w", name, casus.ErrInvalid)
	}
	return err
}

func (tr *tableReader) read(ctx context.Context, name string, row func(*layout.Row)) error {
	return tr.open(name, func(name string, r *bufio.Reader) error {
		n := 0
		for rec, err := range tr.l.Read(r) {
			if n++; n%1000 == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
				tr.e.step(-1, fmt.Sprintf("%s: %d rows", name, n))
			}
			switch {
			case errors.Is(err, casus.ErrInvalid):
				tr.bad++
				tr.e.tell("errors", fmt.Sprintf("%s: %v", name, err))
			case err != nil:
				return fmt.Errorf("%s: %w", name, err)
			default:
				row(&rec.Row)
			}
		}
		return nil
	})
}

func writeComparison(out *bufio.Writer, format string, c *compare.Comparison, r *compare.Result, bad, limit int) error {
	switch format {
	case "csv":
		return comparisonCSV(out, r)
	case "jsonl":
		return comparisonJSON(out, c, r, bad)
	}
	fmt.Fprintf(out, "rows of the table      %d; left out: %d that make no sense, %d without a day, %d without two known parties, %d without class or score\n", c.Rows+bad, bad, c.Undated, c.Unpaired, c.Unclassed)
	fmt.Fprintf(out, "time of both           %s to %s, %d periods\n", r.From, r.To, r.Periods)
	fmt.Fprintf(out, "pairs of actors        %d in both, %d only in the record, %d only in the table\n", r.Pairs.Both, r.Pairs.Ours, r.Pairs.Theirs)
	fmt.Fprintf(out, "periods of pairs       %d in both, %d only in the record, %d only in the table\n", r.Cells.Both, r.Cells.Ours, r.Cells.Theirs)
	fmt.Fprintf(out, "record to table        %s\n", figure(r.Ratio, 3))
	fmt.Fprintf(out, "correlation, pooled    Pearson %s, Spearman %s (n %d)\n", figure(r.Pooled.Pearson, 3), figure(r.Pooled.Spearman, 3), r.Pooled.N)
	fmt.Fprintf(out, "mean over series       Pearson %s, Spearman %s (%d that vary)\n\n", figure(r.MeanPearson, 3), figure(r.MeanSpearman, 3), r.Varying)
	fmt.Fprintf(out, "%-28s  %8s  %8s  %7s  %8s\n", "series", "record", "table", "Pearson", "Spearman")
	for i := range r.Series[:min(limit, len(r.Series))] {
		s := &r.Series[i]
		fmt.Fprintf(out, "%-28s  %8s  %8s  %7s  %8s\n", seriesName(&s.Key), figure(s.Ours, 1), figure(s.Theirs, 1), figure(s.Pearson, 2), figure(s.Spearman, 2))
	}
	if more := len(r.Series) - limit; more > 0 {
		fmt.Fprintf(out, "and %d more; --format csv writes all\n", more)
	}
	fmt.Fprintf(out, "\nWhere the two disagree most:\n")
	for i := range r.Disagreements {
		d := &r.Disagreements[i]
		fmt.Fprintf(out, "%s  %s: record %s, table %s; %s were to be expected (%+.1f)\n", d.From, seriesName(&d.Key), figure(d.Ours, 1), figure(d.Theirs, 1), figure(d.Expected, 1), d.Distance)
		for _, x := range d.Sentences {
			fmt.Fprintf(out, "    %s  %s  %q\n", x.Day, x.What, x.Text)
		}
	}
	return nil
}

func seriesName(k *compare.Key) string {
	return strings.TrimSpace(k.Source + " > " + k.Target + " " + k.Class)
}

// figure writes a number, "-" for one that is not defined; whole ones without decimals.
func figure(x float64, decimals int) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "-"
	case x == math.Trunc(x) && decimals < 2:
		decimals = 0
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

func comparisonCSV(out io.Writer, r *compare.Result) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"source", "target", "class", "from", "record", "table", "series_pearson", "series_spearman"}); err != nil {
		return err
	}
	f := func(x float64) string {
		if math.IsNaN(x) {
			return ""
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	for i := range r.Series {
		s := &r.Series[i]
		for _, p := range s.Points {
			if err := w.Write([]string{layout.Guard(s.Source), layout.Guard(s.Target), s.Class, p.From, f(p.Ours), f(p.Theirs), f(s.Pearson), f(s.Spearman)}); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

// comparisonJSON writes an object with the sums, one for each series, one for each
// disagreement.
func comparisonJSON(out io.Writer, c *compare.Comparison, r *compare.Result, bad int) error {
	enc := json.NewEncoder(out)
	num := func(x float64) any {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
		return x
	}
	overlap := func(o compare.Overlap) any {
		return map[string]int{"both": o.Both, "record": o.Ours, "table": o.Theirs}
	}
	if err := enc.Encode(map[string]any{"kind": "sums", "rows": c.Rows + bad, "bad": bad, "undated": c.Undated, "unpaired": c.Unpaired, "unclassed": c.Unclassed,
		"from": r.From, "to": r.To, "periods": r.Periods, "pairs": overlap(r.Pairs), "cells": overlap(r.Cells), "ratio": num(r.Ratio), "n": r.Pooled.N,
		"pearson": num(r.Pooled.Pearson), "spearman": num(r.Pooled.Spearman), "mean_pearson": num(r.MeanPearson), "mean_spearman": num(r.MeanSpearman), "varying": r.Varying}); err != nil {
		return err
	}
	for i := range r.Series {
		s := &r.Series[i]
		points := make([]any, len(s.Points))
		for k, p := range s.Points {
			points[k] = map[string]any{"from": p.From, "record": p.Ours, "table": p.Theirs}
		}
		if err := enc.Encode(map[string]any{"kind": "series", "source": s.Source, "target": s.Target, "class": s.Class, "record": s.Ours, "table": s.Theirs,
			"n": s.N, "pearson": num(s.Pearson), "spearman": num(s.Spearman), "points": points}); err != nil {
			return err
		}
	}
	for i := range r.Disagreements {
		d := &r.Disagreements[i]
		told := make([]any, len(d.Sentences))
		for k, x := range d.Sentences {
			told[k] = map[string]any{"event": x.Event, "day": x.Day, "what": x.What, "text": x.Text, "publisher": x.Publisher}
		}
		if err := enc.Encode(map[string]any{"kind": "disagreement", "source": d.Source, "target": d.Target, "class": d.Class, "from": d.From, "to": d.To,
			"record": d.Ours, "table": d.Theirs, "expected": d.Expected, "distance": d.Distance, "sentences": told}); err != nil {
			return err
		}
	}
	return nil
}
