package release_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/export"
	"casus/export/layout"
	"casus/release"
	"casus/store"
	"casus/store/sqlite"
)

const text = "Seoul urged Moscow to halt the talks."

// record is a record of so many dispatches, in an order; what gives each its event.
func record(t *testing.T, order []int, what func(i int) string) store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "r.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	coder := store.NewCoder("1.2.3", "m", "l", "o")
	if err := s.UseCoder(ctx, coder); err != nil {
		t.Fatal(err)
	}
	for _, i := range order {
		put, err := s.Put(ctx, []store.Dispatch{{Dispatch: casus.Dispatch{URL: fmt.Sprintf("https://wire.example/%d", i), Title: "A headline", Publisher: "Example Wire", Licence: []string{"", "CC0"}[i%2], Text: text,
			Published: time.Date(2024, 6, 1+i, 0, 0, 0, 0, time.UTC)}, Source: "test", Language: "en", Received: time.Now()}})
		if err != nil {
			t.Fatal(err)
		}
		id := put[0].ID
		b := export.Event{ID: fmt.Sprintf("e%d", i), Event: what(i), Mode: []string{}, Context: []string{}, Actor: []export.Party{{Text: "Seoul", Span: &casus.Span{End: 5}, Name: "South Korea", Code: "KOR", Country: "KOR", Sector: []string{}}},
			Recipient: []export.Party{{Text: "the talks", Span: &casus.Span{Begin: 27, End: 36}, Name: "talks", Code: "RUSGOV", Country: "RUS", Sector: []string{}}},
			Date:      export.Date{Value: export.Text(fmt.Sprintf("2024-06-%02d", 1+i)), Granularity: "day"}, Evidence: export.Evidence{Span: casus.Span{End: 36}, Text: text[:36], Trigger: casus.Span{Begin: 6, End: 11}}}
		body, _ := json.Marshal(b)
		said, _ := json.Marshal(map[string]any{"position": "demand", "content": []any{map[string]any{"text": "halt the talks", "span": []int{22, 36}}}})
		if err := s.Record(ctx, []store.Coding{{Dispatch: id, Coder: coder.Key,
			Events: []store.Event{{ID: b.ID, Dispatch: id, Coder: coder.Key, Event: b.Event, Day: string(b.Date.Value), Counted: i%3 != 0, JSON: body,
				Parties: []store.Party{{Side: store.Actor, Key: "KOR", Country: "KOR", Code: "KOR", Name: "South Korea"}, {Side: store.Recipient, Key: "RUS", Country: "RUS", Code: "RUSGOV", Name: "talks"}}}},
			Statements:  []store.Statement{{ID: fmt.Sprintf("s%d", i), Dispatch: id, Coder: coder.Key, Speaker: "KOR", Day: "2024-06-01", JSON: said}},
			Commitments: []store.Commitment{{ID: fmt.Sprintf("c%d", i), Dispatch: id, Coder: coder.Key, Kind: "promise", Made: "2024-06-01", JSON: json.RawMessage(`{"kind":"promise","kept_by":[],"evidence":{"text":"halt","span":[22,26],"why":"halt"}}`)}}}}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func options(t *testing.T, s store.Store) release.Options {
	t.Helper()
	ts, err := layout.Load()
	if err != nil {
		t.Fatal(err)
	}
	return release.Options{Title: "Trial | data", Source: &layout.Source{Tables: ts, Store: s, Filter: store.Filter{Once: true}},
		Codebook: func(w io.Writer) error { _, err := io.WriteString(w, "# Codebook\n"); return err }}
}

func request(int) string { return "REQUEST" }

func write(t *testing.T, dir string, o release.Options) *release.Manifest {
	t.Helper()
	m, err := release.Write(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	if wrong, err := release.Verify(context.Background(), dir); err != nil || len(wrong) > 0 {
		t.Fatalf("%v %v", wrong, err)
	}
	return m
}

func read(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range list {
		if out[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestSameBytes writes two releases of records that took the same dispatches in
// different orders.
func TestSameBytes(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	m := write(t, a, options(t, record(t, []int{0, 1, 2, 3, 4}, request)))
	write(t, b, options(t, record(t, []int{4, 2, 0, 3, 1}, request)))
	x, y := read(t, a), read(t, b)
	for name := range x {
		if !bytes.Equal(x[name], y[name]) {
			t.Errorf("%s differs:\n%s\n%s", name, x[name], y[name])
		}
	}
	if len(x) != 8 || m.Date != "2024-06-05" || m.Counts.Events != 5 || m.Counts.Counted != 3 || m.Counts.Statements != 5 || m.Counts.Commitments != 5 || m.Counts.Dispatches != 5 || m.Counts.First != "2024-06-01" ||
		!slices.Equal(m.Licences, []release.Licence{{Licence: "", Dispatches: 3}, {Licence: "CC0", Dispatches: 2}}) || !m.Text || m.Per != "occurrence" {
		t.Errorf("%d files, %+v", len(x), m)
	}
	if readme := string(x["README.md"]); !strings.Contains(readme, `# Trial \| data`) || !strings.Contains(readme, "| `actor_code` |") || !strings.Contains(readme, "| none named | 3 |") {
		t.Error(readme)
	}
	if bytes.Contains(x["manifest.json"], []byte(t.TempDir())) {
		t.Error("a path of this machine is in the manifest")
	}
}

func TestDiff(t *testing.T) {
	first, second := filepath.Join(t.TempDir(), "1"), filepath.Join(t.TempDir(), "2")
	write(t, first, options(t, record(t, []int{0, 1, 2}, request)))
	o := options(t, record(t, []int{1, 2, 3}, func(i int) string {
		if i == 2 {
			return "THREATEN"
		}
		return "REQUEST"
	}))
	o.Previous, o.Date = first, "2025-01-01"
	m := write(t, second, o)
	if p := m.Previous; p == nil || p.Added != 1 || p.Dropped != 1 || p.Changed != 1 || p.Date != "2024-06-03" || len(p.Manifest) != 64 {
		t.Errorf("%+v", m.Previous)
	}
	diff := string(read(t, second)["diff.jsonl"])
	for _, want := range []string{`"kind":"added","id":"e3"`, `"kind":"dropped","id":"e0"`, `"kind":"changed","id":"e2"`, `"slots":["event"],"before":{"event":"REQUEST"`, `"after":{"event":"THREATEN"`} {
		if !strings.Contains(diff, want) {
			t.Errorf("want %s in\n%s", want, diff)
		}
	}
}

// TestBare checks that a release without text has none, and can be checked.
func TestBare(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	o := options(t, record(t, []int{0, 1}, request))
	o.Bare = true
	if m := write(t, dir, o); m.Text {
		t.Error("the manifest says that text is in it")
	}
	files := read(t, dir)
	for name, b := range files {
		if name != "codebook.md" && name != "README.md" && (bytes.Contains(b, []byte("Seoul")) || bytes.Contains(b, []byte("halt")) || bytes.Contains(b, []byte("headline")) || bytes.Contains(b, []byte(`"talks"`))) {
			t.Errorf("%s has words of the text: %s", name, b)
		}
	}
	for _, name := range []string{"events.jsonl", "statements.jsonl", "commitments.jsonl"} {
		c, err := layout.Check(context.Background(), bytes.NewReader(files[name]), func(context.Context, string, string) (string, error) { return text, nil },
			func(n int, what string) { t.Errorf("%s:%d: %s", name, n, what) })
		if err != nil || c.Findings != 2 || c.Words == 0 || c.Wrong != 0 {
			t.Errorf("%s: %+v %v", name, c, err)
		}
	}
}

func TestVerify(t *testing.T) {
	ctx := context.Background()
	s := record(t, []int{0, 1}, request)
	for name, spoil := range map[string]func(dir string) error{
		"its hash is another": func(dir string) error {
			f := filepath.Join(dir, "events.csv")
			b, err := os.ReadFile(f)
			b[len(b)-2] ^= 1
			return errors.Join(err, os.WriteFile(f, b, 0o644))
		},
		"it is not there":               func(dir string) error { return os.Remove(filepath.Join(dir, "codebook.md")) },
		"the manifest does not know it": func(dir string) error { return os.WriteFile(filepath.Join(dir, "more.txt"), nil, 0o644) },
		"the manifest has":              func(dir string) error { return os.Truncate(filepath.Join(dir, "events.jsonl"), 10) },
	} {
		dir := filepath.Join(t.TempDir(), "r")
		write(t, dir, options(t, s))
		if err := spoil(dir); err != nil {
			t.Fatal(err)
		}
		if wrong, err := release.Verify(ctx, dir); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], name) {
			t.Errorf("%s: %v %v", name, wrong, err)
		}
		// Nothing is written over, and what is spoilt is no base for a diff.
		if _, err := release.Write(ctx, dir, options(t, s)); !errors.Is(err, casus.ErrConflict) {
			t.Error(err)
		}
		o := options(t, s)
		o.Previous = dir
		to := filepath.Join(t.TempDir(), "next")
		if _, err := release.Write(ctx, to, o); !errors.Is(err, casus.ErrInvalid) {
			t.Error(err)
		}
		if _, err := os.Stat(to + ".partial"); !os.IsNotExist(err) {
			t.Error("a release that failed leaves something behind")
		}
	}
	if _, err := release.Verify(ctx, t.TempDir()); err == nil {
		t.Error("an empty folder is taken for a release")
	}
}
