package ingest_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"casus"
	"casus/ingest"
)

// gives writes what a stream gives, with its errors.
func gives(s iter.Seq2[ingest.Item, error]) string {
	var b strings.Builder
	for it, err := range s {
		fmt.Fprintf(&b, "%s|%s|%s|%s|%v\n", it.ID, it.Published.Format("2006-01-02"), it.Text, it.From, err)
	}
	return b.String()
}

func write(t *testing.T, name string, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, body, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func manyLines(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		switch {
		case i%11 == 5:
			b.WriteString("\n{\"text\": broken\n[1]\n")
		case i%3 == 0: // without an id: the number of the line is one
			fmt.Fprintf(&b, "{\"text\":\"Atlantia urged Ruritania to yield, %d.\"}\r\n", i)
		default:
			fmt.Fprintf(&b, "{\"id\":%d,\"date\":\"2024-03-05\",\"text\":%q}\n", i, strings.Repeat("Ruritania refused. ", i%40))
		}
	}
	b.WriteString(`{"text":"The last line has no end."}`)
	return b.Bytes()
}

func groupsOfRows(t *testing.T, n int) []byte {
	t.Helper()
	type row struct {
		ID   string `parquet:"id,optional"`
		Text string `parquet:"text"`
		Date string `parquet:"date"`
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, parquet.MaxRowsPerRowGroup(7))
	for i := range n {
		r := row{Text: fmt.Sprintf("Atlantia warned Ruritania, %d.", i), Date: "2024-03-05"}
		if i%2 == 0 {
			r.ID = fmt.Sprint("p", i)
		}
		if i%9 == 8 {
			r.Text = " "
		}
		if _, err := w.Write([]row{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestParts: the parts of a file give what the file gives, whatever their size.
func TestParts(t *testing.T) {
	for _, x := range []struct {
		name   string
		body   []byte
		size   int64
		least  int
		format ingest.Format
	}{
		{name: "lines.jsonl", body: manyLines(200), size: 900, least: 20},
		{name: "each.jsonl", body: manyLines(40), size: 1, least: 40},
		{name: "one.jsonl", body: manyLines(40), size: ingest.PartSize, least: 1},
		{name: "said.txt", body: manyLines(40), size: 500, least: 3, format: ingest.JSON},
		{name: "rows.parquet", body: groupsOfRows(t, 60), size: 1, least: 9},
		{name: "joined.parquet", body: groupsOfRows(t, 60), size: 1000, least: 3},
		{name: "table.csv", body: []byte("id,text\n1,\"Atlantia\nleft.\"\n2,It returned.\n"), size: 1, least: 1},
		{name: "cut.parquet", body: groupsOfRows(t, 60)[:900], size: 1, least: 1},
		{name: "empty", size: 1, least: 1},
	} {
		t.Run(x.name, func(t *testing.T) {
			path := write(t, x.name, x.body)
			o := ingest.Options{Format: x.format}
			want := gives(ingest.Read(t.Context(), []string{path}, o))
			got, n, bytes := "", 0, int64(0)
			for p, err := range ingest.Parts(path, x.size, o) {
				if err != nil {
					t.Fatal(err)
				}
				if err := ingest.CheckPart(path, p); err != nil {
					t.Errorf("part %+v: %v", p, err)
				}
				n++
				bytes += p.Size
				got += gives(ingest.ReadPart(t.Context(), path, path, p, o))
			}
			if got != want {
				t.Errorf("the parts give\n%s\nthe file gives\n%s", got, want)
			}
			if n < x.least || x.size == ingest.PartSize && n > 1 {
				t.Errorf("%d parts", n)
			}
			if bytes > int64(len(x.body)) || !strings.HasSuffix(x.name, "joined.parquet") && strings.HasSuffix(x.name, "jsonl") && bytes != int64(len(x.body)) {
				t.Errorf("parts of %d bytes of %d", bytes, len(x.body))
			}
		})
	}
}

// TestPartChanged: what is not what it was is told, also where the file was cut.
func TestPartChanged(t *testing.T) {
	for name, body := range map[string][]byte{"a.jsonl": manyLines(60), "a.parquet": groupsOfRows(t, 60), "a.csv": []byte("text\nAtlantia left.\n")} {
		path := write(t, name, body)
		var parts []ingest.Part
		for p, err := range ingest.Parts(path, 700, ingest.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, p)
		}
		last := parts[len(parts)-1]
		other := bytes.Clone(body)
		other[len(other)-15] ^= 1
		for what, b := range map[string][]byte{"changed": other, "cut": body[:len(body)/2]} {
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := ingest.CheckPart(path, last); err == nil || what == "changed" && name != "a.parquet" && !errors.Is(err, casus.ErrConflict) {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := ingest.CheckPart(path, last); err == nil {
			t.Errorf("%s is gone, and nobody says so", name)
		}
		if got := gives(ingest.ReadPart(t.Context(), path, path, last, ingest.Options{})); !strings.Contains(got, "no such file") {
			t.Errorf("%s is gone: %s", name, got)
		}
	}
	for _, p := range []ingest.Part{{Kind: "odd"}, {Kind: ingest.Rows, From: 3, To: 1 << 40}, {Kind: ingest.Lines, From: -5, To: 1 << 40}} {
		if err := ingest.CheckPart(write(t, "b.parquet", groupsOfRows(t, 20)), p); err == nil {
			t.Errorf("%+v is a part of a file", p)
		}
	}
}

// TestFiles: the files of folders are those that Read reads.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a/z.txt", "a/.hidden", "a/x.png", ".git/config", "c.txt"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("Atlantia left.\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var want, got []string
	for it := range ingest.Read(t.Context(), []string{dir}, ingest.Options{}) {
		want = append(want, it.From)
	}
	warned := ""
	for name, err := range ingest.Files([]string{dir, dir + "/none"}, func(m string) { warned = m }) {
		if err != nil {
			name = "error"
		}
		got = append(got, name)
	}
	if fmt.Sprint(append(want, "error")) != fmt.Sprint(got) || len(want) != 3 || !strings.Contains(warned, "1 files that hold no news") {
		t.Errorf("files %q, read are %q, warned %q", got, want, warned)
	}
}
