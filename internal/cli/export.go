package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casus"
	"casus/export/layout"
	"casus/record"
	"casus/store"
)

// filterOf is the filter that filterFlags ask for.
func filterOf(in *input) store.Filter {
	f := store.Filter{Words: in.str("words"), From: in.str("from"), To: in.str("to"), Once: !in.on("mentions")}
	for _, x := range [...]struct {
		flag string
		to   *[]string
	}{{"actor", &f.Actor}, {"recipient", &f.Recipient}, {"party", &f.Party}, {"event", &f.Event}} {
		if v := in.str(x.flag); v != "" {
			*x.to = strings.Split(v, ",")
		}
	}
	return f
}

// overlay lays corrections over events, for those who take events out.
func overlay(events []store.Event, said []store.Correction) []layout.Laid {
	var out []layout.Laid
	for _, c := range record.Overlay(events, said) {
		if c.Verdict != "rejected" {
			out = append(out, layout.Laid{Event: c.Event, Mended: slices.ContainsFunc(c.By, func(x store.Correction) bool { return x.Kind == "slot" || x.Kind == "add" })})
		}
	}
	return out
}

// eventSource takes the events of the record out that the filter lets through.
func eventSource(e *env, in *input, s store.Store, f store.Filter) (*layout.Source, error) {
	t, err := layout.Load()
	if err != nil {
		return nil, err
	}
	src := &layout.Source{Tables: t, Store: s, Filter: f, Overlay: overlay, Told: func(n int) { e.step(-1, fmt.Sprintf("%d events", n)) }}
	if in.on("uncorrected") {
		src.Overlay = nil
	}
	return src, nil
}

// runExport is casus export.
func runExport(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		src, err := eventSource(e, in, s, filterOf(in))
		if err != nil {
			return err
		}
		e.start("exporting")
		format, to := in.str("format"), in.str("output")
		if format == "quadruples" {
			return exportQuadruples(ctx, e, in, src)
		}
		if l, err := src.Tables.Layout(format); err == nil && (isFolder(to)) && !l.Mentions() && l.Header {
			return exportWeekly(ctx, e, src, l, to)
		}
		if isFolder(to) {
			return misuse("--output %s is a folder, and --format %s is written to a file", to, format)
		}
		return writeWhole(e, to, func(w io.Writer) error { return exportTo(ctx, e, in, src, w) })
	})
}

// isFolder says whether a name is that of a folder, by its look or by what is there.
func isFolder(name string) bool {
	st, err := os.Stat(name)
	return strings.HasSuffix(name, "/") || strings.HasSuffix(name, string(filepath.Separator)) || err == nil && st.IsDir()
}

// writeWhole writes a file that is there only when it is whole; "-" is standard output.
func writeWhole(e *env, name string, write func(io.Writer) error) (err error) {
	if name == "-" {
		return write(e.out)
	}
	part := name + ".partial"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err == nil {
			err = os.Rename(part, name)
		}
		if err != nil {
			_ = os.Remove(part)
		}
	}()
	return write(f)
}

// sink takes the events of an export.
type sink struct {
	add   func(*layout.Item) error
	close func() error
	// skipped are those that did not fit in.
	skipped map[layout.Skipped]int
}

func exportTo(ctx context.Context, e *env, in *input, src *layout.Source, w io.Writer) error {
	k, err := newSink(ctx, in, src, w)
	if err != nil {
		return err
	}
	n := 0
	for it, err := range src.Items(ctx) {
		if err != nil {
			return err
		}
		if err := k.add(it); err != nil {
			return err
		}
		n++
	}
	if err := k.close(); err != nil {
		return err
	}
	sayExported(e, in.str("format"), n, k.skipped)
	return nil
}

// sayExported tells how many events went in, and why others did not.
func sayExported(e *env, format string, n int, skipped map[layout.Skipped]int) {
	var reasons []string
	out := 0
	for _, r := range []layout.Skipped{layout.NotFact, layout.NoDay, layout.NoCode, layout.NoPair} {
		if skipped[r] > 0 {
			out += skipped[r]
			reasons = append(reasons, fmt.Sprintf("%d with %s", skipped[r], r))
		}
	}
	if len(reasons) == 0 {
		e.say("%d events as %s", n, format)
		return
	}
	e.say("%d events as %s; %d have no place there (%s)", n-out, format, out, strings.ReplaceAll(strings.Join(reasons, ", "), "with not", "not"))
}

func newSink(ctx context.Context, in *input, src *layout.Source, w io.Writer) (*sink, error) {
	format := in.str("format")
	switch format {
	case "jsonl", "text-free":
		appendTo := layout.AppendJSON
		if format == "text-free" {
			appendTo = layout.AppendBare
		}
		out, line := bufio.NewWriterSize(w, 1<<16), []byte(nil)
		return &sink{add: func(it *layout.Item) (err error) {
			if line, err = appendTo(line[:0], it); err == nil {
				_, err = out.Write(line)
			}
			return err
		}, close: out.Flush}, nil
	case "csv", "parquet":
		f, err := layout.FlatWriter(nil), error(nil)
		if format == "parquet" {
			f = layout.NewParquet(w)
		} else if f, err = layout.NewCSV(w); err != nil {
			return nil, err
		}
		return &sink{add: func(it *layout.Item) error {
			row := layout.Flatten(it)
			return f.Write(&row)
		}, close: f.Close}, nil
	case "markdown", "html":
		c := src.Tables.NewChronology(in.str("title"))
		return &sink{add: func(it *layout.Item) error { c.Add(it); return nil }, close: func() error {
			if format == "html" {
				return c.HTML(w)
			}
			return c.Markdown(w)
		}}, nil
	}
	l, err := src.Tables.Layout(format)
	if err != nil {
		return nil, err
	}
	src.Articles = !l.Mentions()
	t := l.NewWriter(w)
	k := &sink{add: func(it *layout.Item) error { return t.Write(it, nil) }, close: t.Close, skipped: t.Skipped}
	if l.Mentions() {
		k.add = func(it *layout.Item) error {
			told, err := src.Tellings(ctx, it)
			if err != nil {
				return err
			}
			for _, x := range told {
				if err := t.Write(x, it); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return k, nil
}

func exportQuadruples(ctx context.Context, e *env, in *input, src *layout.Source) error {
	dir := in.str("output")
	if dir == "-" {
		return misuse("quadruples are several files; name a folder with --output")
	}
	q := src.Tables.NewQuadruples()
	q.Plover = in.str("relation") == "plover"
	n := 0
	for it, err := range src.Items(ctx) {
		if err != nil {
			return err
		}
		q.Add(it)
		n++
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := q.Write(func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(dir, name)) }); err != nil {
		return err
	}
	sayExported(e, "quadruples", n, q.Skipped)
	return nil
}

// exportWeekly writes a table a week. Events come by day, so that one file is open at a
// time; an event that people added opens its week again.
func exportWeekly(ctx context.Context, e *env, src *layout.Source, l *layout.Layout, dir string) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	w := weekly{dir: dir, l: l, done: map[string]int{}, skipped: map[layout.Skipped]int{}}
	defer func() {
		for name := range w.done {
			if err != nil {
				_ = os.Remove(name + ".partial")
			}
		}
	}()
	src.Articles = true
	n := 0
	for it, err := range src.Items(ctx) {
		if err != nil {
			return err
		}
		if err := w.add(it); err != nil {
			return err
		}
		n++
	}
	if err := w.close(); err != nil {
		return err
	}
	for name := range w.done {
		if err := os.Rename(name+".partial", name); err != nil {
			return err
		}
	}
	sayExported(e, fmt.Sprintf("%s in %d weeks", l.Name, len(w.done)), n, w.skipped)
	return nil
}

type weekly struct {
	dir     string
	l       *layout.Layout
	name    string
	f       *os.File
	t       *layout.Writer
	done    map[string]int
	skipped map[layout.Skipped]int
}

func (w *weekly) add(it *layout.Item) error {
	day, err := time.Parse(time.DateOnly, it.Day)
	if err != nil {
		w.skipped[layout.NoDay]++
		return nil
	}
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	name := filepath.Join(w.dir, w.l.Name+"-"+monday.Format("20060102")+".tab")
	if name != w.name {
		if err := w.close(); err != nil {
			return err
		}
		how := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		if _, again := w.done[name]; again {
			how = os.O_WRONLY | os.O_APPEND
		}
		if w.f, err = os.OpenFile(name+".partial", how, 0o644); err != nil {
			return err
		}
		w.name, w.t = name, w.l.NewWriter(w.f)
		if how&os.O_APPEND != 0 {
			w.t.Continue()
		}
		w.done[name] = 1
	}
	return w.t.Write(it, nil)
}

func (w *weekly) close() error {
	if w.f == nil {
		return nil
	}
	for r, n := range w.t.Skipped {
		w.skipped[r] += n
	}
	err := w.t.Close()
	if cerr := w.f.Close(); err == nil {
		err = cerr
	}
	w.f, w.name = nil, ""
	return err
}

// runExportCheck is casus export check.
func runExportCheck(ctx context.Context, e *env, in *input) error {
	if len(in.args) == 0 {
		return misuse("export check takes the file to check, and where the texts are if they are in no record")
	}
	f, err := os.Open(in.args[0])
	if err != nil {
		return err
	}
	defer f.Close()
	check := func(text func(context.Context, string, string) (string, error)) error {
		e.start("checking")
		c, err := layout.Check(ctx, f, text, func(line int, what string) { e.tell("errors", fmt.Sprintf("%s:%d: %s", in.args[0], line, what)) })
		if err != nil {
			return err
		}
		fmt.Fprintf(e.out, "findings %d, stretches of words as they should be %d, findings without their text %d, wrong %d\n", c.Findings, c.Words, c.Missing, c.Wrong)
		switch {
		case c.Wrong > 0:
			return errTold
		case c.Missing > 0:
			return errPartly
		}
		return nil
	}
	if len(in.args) > 1 {
		texts, err := textsByHash(e, in.args[1:])
		if err != nil {
			return err
		}
		return check(func(_ context.Context, _, hash string) (string, error) {
			if t, ok := texts[hash]; ok {
				return t, nil
			}
			return "", casus.ErrNotFound
		})
	}
	return withStore(ctx, in, func(s store.Store) error {
		return check(func(ctx context.Context, id, _ string) (string, error) {
			d, err := s.Dispatch(ctx, id)
			return d.Text, err
		})
	})
}

// textsByHash reads the texts in files and folders.
func textsByHash(e *env, names []string) (map[string]string, error) {
	var files []string
	for _, name := range names {
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, errors.New("there is no file in it")
	}
	out := map[string]string{}
	src := &source{e: e, files: files, undated: true}
	for d, err := range src.dispatches() {
		if err != nil {
			e.tell("errors", plainly(err))
			continue
		}
		out[layout.Hash(d.Text)] = d.Text
	}
	return out, nil
}
