package tables_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"casus"
	"casus/ingest/tables"
)

func ExampleReadCSV() {
	in := `headline,body,pub_date,outlet
Envoy called in,"Seoul called in the envoy.
He came at once.",2024-06-21,Wire
Talks,"Talks ""opened"".",21/06/2024,Wire
Nothing,,2024-06-22,Wire
`
	for d, err := range tables.ReadCSV(strings.NewReader(in), tables.Options{Name: "news.csv"}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%s %s %q\n", d.ID, d.Published.Format(time.DateOnly), d.Text)
	}
	// Output:
	// news.csv:2 2024-06-21 "Seoul called in the envoy.\nHe came at once."
	// news.csv:4 2024-06-21 "Talks \"opened\"."
	// news.csv:5: the row has no text; it is left out: invalid
}

// told is what came of a stream, a line an item.
func told(s iter.Seq2[casus.Dispatch, error]) string {
	var b strings.Builder
	for d, err := range s {
		if err != nil {
			fmt.Fprintln(&b, err)
			continue
		}
		day := "-"
		if !d.Published.IsZero() {
			day = d.Published.Format(time.DateOnly)
		}
		fmt.Fprintf(&b, "%s %s %s %q %s\n", d.ID, day, d.Publisher, d.Text, d.URL)
	}
	return b.String()
}

func TestReadCSV(t *testing.T) {
	for _, c := range []struct {
		name, in, columns, want string
	}{
		{"empty", "", "", ""},
		{"headings alone", "text,date\n", "", ""},
		{"tabs", "id\ttext\na\tone\nb\ttwo, three\n", "", "a -  \"one\" \nb -  \"two, three\" \n"},
		{"semicolons and a mark", "\xef\xbb\xbfid;text\r\na;one\r\n", "", "a -  \"one\" \n"},
		{"no end of line", "id,text\na,one", "", "a -  \"one\" \n"},
		{"a map", "n,when,what\n1,3.4.2024,one\n", "id=n,date=when:dmy,text=what", "1 2024-04-03  \"one\" \n"},
		{"a map takes what was guessed", "title,text\none,two\n", "text=title", "x:2 -  \"one\" \n"},
		{"no such column", "id,text\na,one\n", "text=body", "x:1: there is no column \"body\"; there are \"id\", \"text\": invalid\n"},
		{"no text", "a,b\n1,2\n", "", "x:1: no column is known to hold the text; say which one does, like --columns text=COLUMN (there are \"a\", \"b\"): invalid\n"},
		{"addresses", "url,source\nhttps://e.example/1,Wire\n,Wire\n", "", "x:2 - Wire \"\" https://e.example/1\nx:3: the row has no text; it is left out: invalid\n"},
		{"short row", "id,date,text\na\nb,2024-06-21,one\n", "", "x:2: the row has 1 columns of 3, and the text is not among them; it is left out: invalid\nb 2024-06-21  \"one\" \n"},
		{"loose quotes", "id,text\na,\"He said \"yes\" to it\"\nb,5\" pipe\n", "", "a -  \"He said \\\"yes\\\" to it\" \nb -  \"5\\\" pipe\" \n"},
		{"open quote", "id,text\na,\"never closed\nb,two\nc,three\n", "", "x:2: a quote that opens here is never closed; the line is left out: invalid\nb -  \"two\" \nc -  \"three\" \n"},
		{"not UTF-8", "id,text\na,caf\xe9\n", "", "a -  \"caf\ufffd\" \n"},
		{"bad date", "id,date,text\na,03/04/2024,one\nb,soon,two\n", "", "a -  \"one\" \nb -  \"two\" \n"},
	} {
		columns, err := tables.ParseColumns(c.columns)
		if err != nil {
			t.Fatal(err)
		}
		if got := told(tables.ReadCSV(strings.NewReader(c.in), tables.Options{Name: "x", Columns: columns})); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	var said []string
	in := "id,date,text\na,03/04/2024,one\nb,soon,two\nc,1700000000,caf\xe9\n"
	for range tables.ReadCSV(strings.NewReader(in), tables.Options{Name: "x", Warn: func(m string) { said = append(said, m) }}) {
	}
	want := []string{"day first or month first", `"soon" is no day`, "not all of it is UTF-8"}
	if len(said) != len(want) {
		t.Fatalf("said %q", said)
	}
	for i := range want {
		if !strings.Contains(said[i], want[i]) {
			t.Errorf("said %q, want %q", said[i], want[i])
		}
	}
}

func TestParseColumns(t *testing.T) {
	for in, want := range map[string]string{"text": "write a field", "body=text": `"body" is no field`, "text=": "write a field"} {
		if _, err := tables.ParseColumns(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestLooks(t *testing.T) {
	for in, want := range map[string]bool{
		"id,text": true, "url\tdate": true, "Headline;Body Text": true, "one, two": false, "": false,
		"The text, with a date, was signed": false, "text": false,
	} {
		if got := tables.Looks([]byte(in)); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

// TestBounds: a row of any length costs no more than MaxRow, and the rows after it
// are read.
func TestBounds(t *testing.T) {
	in := io.MultiReader(strings.NewReader("id,text\na,"), io.LimitReader(endless('x'), 3*tables.MaxRow), strings.NewReader("\nb,two\n"))
	got := told(tables.ReadCSV(in, tables.Options{Name: "x"}))
	if want := "x:2: the row is longer than 16 MB; it is left out (look for a quote that is not closed): invalid\nb -  \"two\" \n"; got != want {
		t.Errorf("got %s", got)
	}
	wide := "id,text\n" + strings.Repeat("a,", 100_000) + "\nb,two\n"
	got = told(tables.ReadCSV(strings.NewReader(wide), tables.Options{Name: "x"}))
	if !strings.HasPrefix(got, "x:2: the row has more than 10000 columns") || !strings.HasSuffix(got, "b -  \"two\" \n") {
		t.Errorf("got %.200s", got)
	}
}

type endless byte

func (e endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(e)
	}
	return len(b), nil
}

type row struct {
	Headline string    `parquet:"headline"`
	Body     *string   `parquet:"body,optional,zstd"`
	When     time.Time `parquet:"published,timestamp(millisecond)"`
	Link     string    `parquet:"url,dict,snappy"`
	Tags     []string  `parquet:"tags,list"`
}

func parquetFile(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, parquet.MaxRowsPerRowGroup(int64(max(n/2, 1))))
	for i := range n {
		r := row{Headline: "Talks", When: time.Date(2024, 6, 21, 10, 0, i, 0, time.UTC), Link: "https://e.example/a", Tags: []string{"x", "y"}}
		if text := fmt.Sprintf("Talks %d opened.", i); i%3 != 2 {
			r.Body = &text
		} else {
			r.Link = ""
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

func TestReadParquet(t *testing.T) {
	b := parquetFile(t, 4)
	got := told(tables.ReadParquet(bytes.NewReader(b), int64(len(b)), tables.Options{Name: "x"}))
	want := `x:1 2024-06-21  "Talks 0 opened." https://e.example/a
x:2 2024-06-21  "Talks 1 opened." https://e.example/a
x: row 3: the row has no text; it is left out: invalid
x:4 2024-06-21  "Talks 3 opened." https://e.example/a
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	got = told(tables.ReadParquet(bytes.NewReader(b), int64(len(b)), tables.Options{Name: "x", Columns: tables.Columns{"text": "tags"}}))
	if !strings.Contains(got, "tags") {
		t.Errorf("lists as text: %s", got)
	}
	b = parquetFile(t, 2000)
	n := 0
	for _, err := range tables.ReadParquet(bytes.NewReader(b), int64(len(b)), tables.Options{Name: "x"}) {
		if n++; (err != nil) != (n%3 == 0) {
			t.Fatalf("row %d: %v", n, err)
		}
	}
	if n != 2000 {
		t.Errorf("%d rows", n)
	}
}

// TestBrokenParquet: no byte that is wrong makes it panic or ask for the world.
func TestBrokenParquet(t *testing.T) {
	whole := parquetFile(t, 40)
	for at := range whole {
		for _, v := range []byte{0x00, 0x7f, 0xff} {
			b := bytes.Clone(whole)
			b[at] = v
			for range tables.ReadParquet(bytes.NewReader(b), int64(len(b)), tables.Options{Name: "x"}) {
			}
		}
		cut := whole[:at]
		for range tables.ReadParquet(bytes.NewReader(cut), int64(len(cut)), tables.Options{Name: "x"}) {
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("id,text\na,\"one \"\"two\"\"\nthree\"\r\nb,\"open\nc;d\te|f\n")
	f.Add("\xef\xbb\xbftext,\"")
	f.Fuzz(func(t *testing.T, s string) {
		n := 0
		for range tables.ReadCSV(strings.NewReader(s), tables.Options{}) {
			n++
		}
		if n > strings.Count(s, "\n")+1 {
			t.Errorf("%d dispatches of %q", n, s)
		}
	})
}

func FuzzReadParquet(f *testing.F) {
	f.Add(parquetFile(f, 4))
	f.Fuzz(func(t *testing.T, b []byte) {
		for range tables.ReadParquet(bytes.NewReader(b), int64(len(b)), tables.Options{}) {
		}
	})
}

func BenchmarkReadCSV(b *testing.B) {
	var in bytes.Buffer
	in.WriteString("id,date,title,text\n")
	for i := range 2000 {
		fmt.Fprintf(&in, "%d,2024-06-21,Talks,\"%s\"\n", i, strings.Repeat(`The ministers met, and ""agreed"" on a text. `, 60))
	}
	b.SetBytes(int64(in.Len()))
	b.ReportAllocs()
	for b.Loop() {
		for range tables.ReadCSV(bytes.NewReader(in.Bytes()), tables.Options{}) {
		}
	}
}
