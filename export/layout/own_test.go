package layout_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/net/html"

	"casus"
	"casus/export/layout"
)

func flat(t testing.TB, make func(io.Writer) (layout.FlatWriter, error)) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := make(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items(t) {
		f := layout.Flatten(it)
		if err := w.Write(&f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFlat checks that CSV and Parquet have the same columns and tell the same, that no
// cell of the CSV is a formula, and that the same events give the same bytes.
func TestFlat(t *testing.T) {
	pq := func(w io.Writer) (layout.FlatWriter, error) { return layout.NewParquet(w), nil }
	c, p := flat(t, layout.NewCSV), flat(t, pq)
	if !bytes.Equal(p, flat(t, pq)) || !bytes.Equal(c, flat(t, layout.NewCSV)) {
		t.Error("twice the same events give other bytes")
	}
	rows, err := csv.NewReader(bytes.NewReader(c)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(p), int64(len(p)))
	if err != nil {
		t.Fatal(err)
	}
	columns := layout.FlatColumns()
	if got := file.Schema().Columns(); len(got) != len(columns) || len(rows[0]) != len(columns) {
		t.Fatalf("%d columns in Parquet, %d in CSV, %d in the table", len(got), len(rows[0]), len(columns))
	}
	list, err := parquet.Read[layout.Flat](bytes.NewReader(p), int64(len(p)))
	if err != nil {
		t.Fatal(err)
	}
	for i, it := range items(t) {
		want := layout.Flatten(it)
		if !reflect.DeepEqual(list[i], want) {
			t.Errorf("Parquet gives back\n%+v\nnot\n%+v", list[i], want)
		}
	}
	for k, col := range columns {
		if path := file.Schema().Columns()[k]; path[0] != col.Name || rows[0][k] != col.Name {
			t.Errorf("column %d is %s in Parquet and %s in CSV, want %s", k, path[0], rows[0][k], col.Name)
		}
		for _, r := range rows[1:] {
			if col.Words && r[k] != "" && strings.IndexByte("=+-@\t\r", r[k][0]) >= 0 {
				t.Errorf("%s: a spreadsheet takes %q for a formula", col.Name, r[k])
			}
		}
	}
	name := rows[5][23]
	if want := `'=cmd|' /C calc'!A0`; !strings.HasPrefix(name, want) || !strings.HasPrefix(layout.Unguard(name), want[1:]) {
		t.Errorf("the name is %q", name)
	}
}

func bareLines(t testing.TB) string {
	t.Helper()
	var b []byte
	for _, it := range items(t) {
		var err error
		if b, err = layout.AppendBare(b, it); err != nil {
			t.Fatal(err)
		}
	}
	return string(b)
}

// TestBare checks that no words are left in records without text, and that they can be
// checked.
func TestBare(t *testing.T) {
	lines := bareLines(t)
	for _, w := range []string{"urged", "Seoul", "halt", "gunmen", "under the act"} {
		if strings.Contains(lines, w) {
			t.Errorf("%q is still there", w)
		}
	}
	if !strings.Contains(lines, `"South Korea"`) {
		t.Error("names that the lexicon gives should stay")
	}
	check := func(in, text string) (layout.Checked, string) {
		var told strings.Builder
		c, err := layout.Check(context.Background(), strings.NewReader(in), func(_ context.Context, id, _ string) (string, error) {
			if text == "" {
				return "", casus.ErrNotFound
			}
			return text, nil
		}, func(n int, what string) { fmt.Fprintf(&told, "%d: %s\n", n, what) })
		if err != nil {
			t.Fatal(err)
		}
		return c, told.String()
	}
	good := strings.SplitAfter(lines, "\n")[0] // the others are made of words that are not in the text
	if c, told := check(good, text); c != (layout.Checked{Findings: 1, Words: 4}) {
		t.Errorf("%+v %s", c, told)
	}
	if c, _ := check(good, ""); c.Missing != 1 {
		t.Errorf("%+v", c)
	}
	if c, told := check(good, text+" "); c.Wrong != 1 || !strings.Contains(told, "is another") {
		t.Errorf("%+v %s", c, told)
	}
	if c, told := check(strings.Replace(good, "[0,47]", "[1,48]", 1), text); c.Wrong != 1 || !strings.Contains(told, "the words at 1 to 48 are others") {
		t.Errorf("%+v %s", c, told)
	}
	if c, told := check(strings.Replace(good, "[0,47]", "[0,4700]", 1), text); c.Wrong != 1 || !strings.Contains(told, "not in the text") {
		t.Errorf("%+v %s", c, told)
	}
	if c, _ := check("nonsense\n{}\n\n", text); c.Wrong != 2 {
		t.Errorf("%+v", c)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(bareLines(f))
	f.Add(`{"dispatch":{"id":"a","text_sha256":"` + layout.Hash(text) + `"},"x":{"text":null,"text_sha256":"0","span":[-1,99999999999999999999]}}`)
	f.Fuzz(func(t *testing.T, in string) {
		_, err := layout.Check(context.Background(), strings.NewReader(in), func(context.Context, string, string) (string, error) { return text, nil }, func(int, string) {})
		if err != nil {
			t.Fatal(err)
		}
	})
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func TestQuadruples(t *testing.T) {
	q := tables(t).NewQuadruples()
	for _, it := range items(t)[:3] {
		q.Add(it)
		q.Add(it)
	}
	later := items(t)[5]
	later.Day = "2024-06-23"
	q.Add(later)
	files := map[string]*bytes.Buffer{}
	if err := q.Write(func(name string) (io.WriteCloser, error) {
		files[name] = &bytes.Buffer{}
		return nopCloser{files[name]}, nil
	}); err != nil {
		t.Fatal(err)
	}
	names := strings.Split(strings.TrimSpace(files["quadruples.txt"].String()), "\n")
	ids := strings.Split(strings.TrimSpace(files["quadruples_id.txt"].String()), "\n")
	if len(names) != 12 || len(ids) != len(names) || names[0] != "Romania\tConsult\tRussian Federation (GOV, MIL)\t2024-06-21" || names[11] != "United Nations\tThreaten\tSouth Korea\t2024-06-23" {
		t.Errorf("%d facts, %d by number:\n%s", len(names), len(ids), strings.Join(names, "\n"))
	}
	if got := files["stat.txt"].String(); got != "4\t4\t3\n" {
		t.Errorf("stat.txt: %q", got)
	}
	// Each number stands for its name.
	of := func(file string) map[string]string {
		out := map[string]string{}
		for line := range strings.Lines(files[file].String()) {
			name, id, _ := strings.Cut(strings.TrimSpace(line), "\t")
			out[id] = name
		}
		return out
	}
	e, r, d := of("entity2id.txt"), of("relation2id.txt"), of("time2id.txt")
	for i := range ids {
		c := strings.Split(ids[i], "\t")
		if got := strings.Join([]string{e[c[0]], r[c[1]], e[c[2]], d[c[3]]}, "\t"); got != names[i] {
			t.Errorf("%s stands for %q, want %q", ids[i], got, names[i])
		}
	}
}

// TestChronologies checks order, and that words from outside are no markup.
func TestChronologies(t *testing.T) {
	c := tables(t).NewChronology("Trial <script>")
	list := items(t)
	list[0].From.Title, list[0].Body.Evidence.Text = "A](javascript:x) *b*", "a<script>alert(1)</script>\nb `c`"
	evil := *list[4].From
	evil.URL = "javascript:alert(1)"
	list[4].From = &evil
	for i := len(list) - 1; i >= 0; i-- {
		c.Add(list[i])
	}
	var md, page bytes.Buffer
	if err := c.Markdown(&md); err != nil {
		t.Fatal(err)
	}
	if err := c.HTML(&page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"## 2024-06\n\n- **2024-06-21** South Korea — REQUEST change \\(appeal for policy change\\) — Russian defence ministry *(told 3 times)*: “a\\<script\\>alert\\(1\\)\\</script\\> b \\`c\\`” ([Example Wire, A\\]\\(javascript\\:x\\) \\*b\\*, 2024-06-21](<https://www.wire.example/a?b=1;c=2>))\n",
		"- **2024-06-21** South Korea — CONSULT change \\(consult\\) — Russian defence ministry, Romania",
	} {
		if !strings.Contains(md.String(), want) {
			t.Errorf("want %s\nin\n%s", want, md.String())
		}
	}
	if strings.Contains(page.String(), "<script") || strings.Contains(page.String(), "javascript:alert") {
		t.Error("a script got in")
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	links, lines := 0, 0
	for n := range root.Descendants() {
		switch {
		case n.Type == html.ElementNode && n.Data == "a":
			links++
		case n.Type == html.ElementNode && n.Data == "li":
			lines++
		}
	}
	if lines != 6 || links != 5 {
		t.Errorf("%d lines with %d links, want 6 with 5", lines, links)
	}
}

// TestMended checks that corrections hold in what goes out.
func TestMended(t *testing.T) {
	e := event("e1", "REQUEST", "0242", 3, nil, nil)
	e.Event, e.CAMEO, e.Place, e.Day = "AID", "073", "USA", "2024-06-22"
	it, err := layout.NewItem(e, dispatch(), &coder, true)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(it.Body)
	for _, want := range []string{`"event":"AID"`, `"cameo":"073"`, `"value":"2024-06-22"`, `"country":"USA"`, `"pattern":"ask/urge/to-do"`, `"lexicon":"l"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("want %s in %s", want, b)
		}
	}
}

func BenchmarkFlat(b *testing.B) {
	list := items(b)
	for name, make := range map[string]func(io.Writer) (layout.FlatWriter, error){
		"csv": layout.NewCSV, "parquet": func(w io.Writer) (layout.FlatWriter, error) { return layout.NewParquet(w), nil }} {
		b.Run(name, func(b *testing.B) {
			w, err := make(io.Discard)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				f := layout.Flatten(list[n%len(list)])
				if err := w.Write(&f); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
