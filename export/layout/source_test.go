package layout_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casus/export"
	"casus/export/layout"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

// stored is a record of so many dispatches with so many events each, an event a day.
func stored(t testing.TB, dispatches, each int) store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "r.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.UseCoder(ctx, coder); err != nil {
		t.Fatal(err)
	}
	first := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for from := 0; from < dispatches; from += 500 {
		var batch []store.Dispatch
		for i := from; i < min(from+500, dispatches); i++ {
			d := *dispatch()
			d.ID, d.URL, d.Source, d.Published = "", fmt.Sprintf("https://wire.example/%d", i), "test", first.AddDate(0, 0, i%1500)
			batch = append(batch, d)
		}
		put, err := s.Put(ctx, batch)
		if err != nil {
			t.Fatal(err)
		}
		var codings []store.Coding
		for i, p := range put {
			c := store.Coding{Dispatch: p.ID, Coder: coder.Key}
			for k := range each {
				e := event(fmt.Sprintf("e%d-%d", from+i, k), "REQUEST", "0242", 3, []export.Party{kor}, []export.Party{rus})
				e.Dispatch, e.Coder, e.Day, e.Sentence, e.Occurrence, e.Trigger = p.ID, coder.Key, batch[i].Published.Format(time.DateOnly), k, "", "urged"
				e.Parties = []store.Party{{Side: store.Actor, Key: "KOR", Country: "KOR", Code: "KOR", Name: "South Korea"}, {Side: store.Recipient, Key: "RUS", Country: "RUS", Code: "RUSGOVMIL", Name: "Russian defence ministry"}}
				c.Events = append(c.Events, e)
			}
			codings = append(codings, c)
		}
		if err := s.Record(ctx, codings); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// overlay lays corrections over events as the program does.
func overlay(events []store.Event, said []store.Correction) []layout.Laid {
	var out []layout.Laid
	for _, c := range record.Overlay(events, said) {
		if c.Verdict != "rejected" {
			out = append(out, layout.Laid{Event: c.Event, Mended: slices.ContainsFunc(c.By, func(x store.Correction) bool { return x.Kind == "slot" || x.Kind == "add" })})
		}
	}
	return out
}

func collect(t *testing.T, src *layout.Source) map[string]*layout.Item {
	t.Helper()
	out, last := map[string]*layout.Item{}, "9"
	for it, err := range src.Items(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if out[it.ID] != nil {
			t.Errorf("%s comes twice", it.ID)
		}
		if it.Day > last && !strings.HasPrefix(it.ID, "person") {
			t.Errorf("%s of %s comes after %s", it.ID, it.Day, last)
		}
		out[it.ID], last = it, it.Day
	}
	return out
}

// TestSource checks pages, filters, and that corrections hold unless they are left
// aside.
func TestSource(t *testing.T) {
	ctx := context.Background()
	s := stored(t, 5, 1)
	src := &layout.Source{Tables: tables(t), Store: s, Filter: store.Filter{Limit: 2}, Overlay: overlay}
	items := collect(t, src)
	if len(items) != 5 || items["e3-0"].From.URL != "https://wire.example/3" || items["e3-0"].Body.Version.Lexicon != "l" {
		t.Fatalf("%d items", len(items))
	}
	say := func(c store.Correction) {
		t.Helper()
		c.Author = "ana"
		if _, err := s.Correct(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	d := func(i int) string { return items[fmt.Sprintf("e%d-0", i)].Dispatch }
	say(store.Correction{Kind: "reject", Dispatch: d(0), Event: "e0-0"})
	say(store.Correction{Kind: "slot", Dispatch: d(1), Event: "e1-0", Slot: "event", Value: "AID"})
	say(store.Correction{Kind: "slot", Dispatch: d(1), Event: "e1-0", Slot: "cameo", Value: "073"})
	say(store.Correction{Kind: "slot", Dispatch: d(2), Event: "e2-0", Slot: "recipient", Value: "FRAGOV"})
	more, err := json.Marshal(map[string]any{"event": "ACCUSE", "date": "2020-01-04", "actor": "KOR", "recipient": "RUS", "trigger": []int{6, 11}})
	if err != nil {
		t.Fatal(err)
	}
	say(store.Correction{Kind: "add", Dispatch: d(3), Value: string(more)})

	got := collect(t, src)
	if got["e0-0"] != nil {
		t.Error("what was rejected goes out")
	}
	if it := got["e1-0"]; it.Body.Event != "AID" || it.Quad != 2 || it.Body.Quad != "material cooperation" || it.CAMEO != "073" || it.Goldstein != 7.4 || *it.Body.Scores.Goldstein != 7.4 || *it.Body.Scores.Plover <= 0 {
		t.Errorf("mended to %s %s, quad %d, %v", it.Body.Event, it.CAMEO, it.Quad, it.Goldstein)
	}
	if it := got["e2-0"]; len(it.Body.Recipient) != 1 || it.Body.Recipient[0].Code != "FRAGOV" || it.Body.Actor[0].Name != "South Korea" {
		t.Errorf("%+v", it.Body.Recipient)
	}
	var added *layout.Item
	for _, it := range got {
		if it.Body.Event == "ACCUSE" {
			added = it
		}
	}
	if len(got) != 5 || added == nil || added.From.ID != d(3) || added.Body.Evidence.Text != "urged" || added.Body.Quad != "verbal conflict" || added.Body.Scores.Plover == nil {
		t.Fatalf("%d items, added %+v", len(got), added)
	}
	src.Filter.Event = []string{"AID"}
	if got := collect(t, src); len(got) != 0 {
		t.Errorf("%d events pass a filter that asks what was coded", len(got))
	}
	src.Filter.Event, src.Overlay = nil, nil
	if got := collect(t, src); len(got) != 5 || got["e0-0"] == nil || got["e1-0"].Body.Event != "REQUEST" {
		t.Error("corrections hold though they were to be left aside")
	}
}

// TestTellings checks the counts and mentions of an occurrence that two dispatches tell.
func TestTellings(t *testing.T) {
	ctx := context.Background()
	s := stored(t, 3, 1)
	coded, err := s.Codings(ctx, coder.Key, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(ctx, store.Conclusions{Consumer: "test", To: coded[2].Seq, Coder: coder.Key, Occurrences: []store.Membership{
		{Member: "e0-0", Group: "e0-0", First: true, Independent: true}, {Member: "e1-0", Group: "e0-0", Independent: true}, {Member: "e2-0", Group: "e2-0", First: true, Independent: true}}}); err != nil {
		t.Fatal(err)
	}
	ts := tables(t)
	src := &layout.Source{Tables: ts, Store: s, Filter: store.Filter{Once: true}, Overlay: overlay, Articles: true}
	items := collect(t, src)
	first := items["e0-0"]
	if len(items) != 2 || first.Articles != 2 || first.Mentions != 2 || first.Sources != 2 {
		t.Fatalf("%d items, %+v", len(items), first)
	}
	told, err := src.Tellings(ctx, first)
	if err != nil || len(told) != 2 {
		t.Fatal(told, err)
	}
	events, _ := ts.Layout("gdelt")
	mentions, _ := ts.Layout("gdelt-mentions")
	row, _ := write(t, events, []*layout.Item{first})
	var b strings.Builder
	w := mentions.NewWriter(&b)
	for _, x := range told {
		if err := w.Write(x, first); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(row, "\t")
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], id+"\t20200101000000\t20200101000000\t1\twire.example\thttps://wire.example/0\t") || !strings.HasPrefix(lines[1], id+"\t20200101000000\t20200102000000\t1\twire.example\thttps://wire.example/1\t") {
		t.Errorf("the event %s has the mentions\n%s", id, b.String())
	}
}

// BenchmarkExport takes events out of a record in a file, by format.
func BenchmarkExport(b *testing.B) {
	s := stored(b, 4000, 5)
	ts := tables(b)
	for _, format := range []string{"jsonl", "text-free", "csv", "parquet", "gdelt", "icews", "polecat", "phoenix"} {
		b.Run(format, func(b *testing.B) {
			n := 0
			for b.Loop() {
				src := &layout.Source{Tables: ts, Store: s}
				add, err := adder(ts, format)
				if err != nil {
					b.Fatal(err)
				}
				for it, err := range src.Items(b.Context()) {
					if err != nil {
						b.Fatal(err)
					}
					if err := add(it); err != nil {
						b.Fatal(err)
					}
					n++
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

func adder(ts *layout.Tables, format string) (func(*layout.Item) error, error) {
	switch format {
	case "jsonl", "text-free":
		to := layout.AppendJSON
		if format == "text-free" {
			to = layout.AppendBare
		}
		var line []byte
		return func(it *layout.Item) (err error) { line, err = to(line[:0], it); return err }, nil
	case "csv", "parquet":
		w, err := layout.NewCSV(io.Discard)
		if format == "parquet" {
			w = layout.NewParquet(io.Discard)
		}
		return func(it *layout.Item) error { f := layout.Flatten(it); return w.Write(&f) }, err
	}
	l, err := ts.Layout(format)
	if err != nil {
		return nil, err
	}
	w := l.NewWriter(io.Discard)
	return func(it *layout.Item) error { return w.Write(it, nil) }, nil
}
