package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casus"
	"casus/ingest"
)

func zipOf(files ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, _ := z.Create(files[i])
		io.WriteString(f, files[i+1])
	}
	z.Close()
	return b.String()
}

func gzipOf(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.String()
}

// folder makes one of names and contents.
func folder(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// options with an article finder that takes what stands in <p>.
func options() ingest.Options {
	return ingest.Options{Article: func(page []byte, address string) (casus.Dispatch, string, error) {
		_, text, ok := bytes.Cut(page, []byte("<p>"))
		if !ok {
			return casus.Dispatch{}, "", fmt.Errorf("there is no paragraph: %w", casus.ErrInvalid)
		}
		text, _, _ = bytes.Cut(text, []byte("</p>"))
		return casus.Dispatch{Text: string(text)}, "", nil
	}}
}

// told is what comes of sources, a line an item; dir is cut from names.
func told(o ingest.Options, dir string, sources ...string) string {
	var b strings.Builder
	o.Warn = func(m string) { fmt.Fprintln(&b, "warning:", m) }
	for it, err := range ingest.Read(context.Background(), sources, o) {
		if err != nil {
			fmt.Fprintln(&b, "error:", err)
			continue
		}
		fmt.Fprintf(&b, "%s %q %s %s\n", it.ID, it.Text, it.URL, it.Language)
	}
	if dir == "" {
		return b.String()
	}
	return strings.ReplaceAll(b.String(), dir+string(filepath.Separator), "")
}

const response = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://e.example/1\r\nContent-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>one</p>      \r\n\r\n"

func TestRead(t *testing.T) {
	mail := "Subject: x\nFrom: a@b.example\nDate: Fri, 21 Jun 2024 10:00:00 +0900\nMessage-ID: <m@b>\n\none\n"
	for _, c := range []struct{ name, file, content, want string }{
		{"text", "a.txt", "one", "a.txt \"one\"  \n"},
		{"JSON Lines", "a", `{"id":"1","text":"one"}` + "\n", "1 \"one\"  \n"},
		{"a table", "a", "id,text\n1,one\n", "1 \"one\"  \n"},
		{"tabs by name", "a.tsv", "id\ttext\n1\tone, two; three; four\n", "1 \"one, two; three; four\"  \n"},
		{"gzip", "a.gz", gzipOf("id,text\n1,one\n"), "1 \"one\"  \n"},
		{"gzip in gzip", "a.gz", gzipOf(gzipOf("one")), "a.gz \"one\"  \n"},
		{"zip", "a.zip", zipOf("b.txt", "two", "a.csv", "id,text\n1,one\n", "x/", "", "__MACOSX/y", "no", ".z", "no"), "1 \"one\"  \na.zip/b.txt \"two\"  \n"},
		{"zip in zip", "a.zip", zipOf("b.zip", zipOf("c.txt", "one")), "a.zip/b.zip/c.txt \"one\"  \n"},
		{"an archive", "a", response, "https://e.example/1 \"one\" https://e.example/1 \n"},
		{"a packed archive", "a", gzipOf(response), "https://e.example/1 \"one\" https://e.example/1 \n"},
		{"mail", "a", mail, "m@b \"one\"  \n"},
		{"a mailbox", "a", "From x\n" + mail + "\nFrom y\n" + mail, "m@b \"one\"  \nm@b \"one\"  \n"},
		{"a page", "a.html", "<html><p>one</p>", "a.html \"one\"  \n"},
		{"a page without article", "a.html", "<html>x", "error: a.html: there is no paragraph: invalid\n"},
		{"addresses", "a", "https://e.example/1\n# a word\n\nhttps://e.example/2", "a:1 \"\" https://e.example/1 \na:4 \"\" https://e.example/2 \n"},
		{"a workbook", "a.xlsx", zipOf("xl/workbook.xml", "x"), "error: a.xlsx: this is a workbook of a spreadsheet; save the table as CSV: invalid\n"},
		{"an empty archive", "a.zip", zipOf(), "error: a.zip: there are no files in the archive: invalid\n"},
		{"binary", "a.pdf", "%PDF-1.7\x00\x01", "error: a.pdf: this is a PDF file, not text; give the text it holds: invalid; docs/ingest.md tells what is read\n"},
		{"nothing", "a.txt", "", "error: a.txt: there is no text in it: invalid\n"},
	} {
		dir := folder(t, c.file, c.content)
		if got := told(options(), dir, filepath.Join(dir, c.file)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if strings.Contains(c.want, "a.") || strings.Contains(c.want, "a:") {
			continue
		}
		o := options() // the same from standard input
		o.In = strings.NewReader(c.content)
		if c.name == "tabs by name" {
			o.Format = ingest.CSV
		}
		if got := told(o, dir, "-"); got != c.want {
			t.Errorf("%s from standard input:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestFolder(t *testing.T) {
	dir := folder(t, "b.txt", "two", "a/z.txt", "one", "c.gz", "\x1f\x8b\x08broken", "d.txt", "four", ".hidden", "no", ".git/x", "no", "p.png", "no")
	want := "a/z.txt \"one\"  \nb.txt \"two\"  \nerror: c.gz: not whole as gzip (unexpected EOF); fetch it again: invalid\nd.txt \"four\"  \nwarning: DIR: 1 files that hold no news left out (.png)\n"
	if got := strings.ReplaceAll(told(options(), dir, dir), dir, "DIR"); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := told(options(), dir, filepath.Join(dir, "none")); !strings.Contains(got, "no such file") {
		t.Errorf("got %s", got)
	}
}

// TestAddresses: addresses lead to pages, lists to their pages, and what the list says
// stands where the page does not.
func TestAddresses(t *testing.T) {
	web := map[string]string{
		"https://e.example/1":     "<html><p>one</p>",
		"https://e.example/list":  "url\tdate\tsource\nhttps://e.example/1\t2024-06-21\tWire\nhttps://e.example/gone\t2024-06-21\tWire\n",
		"https://e.example/a.zip": zipOf("list.tsv", "url\tdate\nhttps://e.example/list\t2024-06-21\n"),
	}
	o := options()
	o.Fetch = func(_ context.Context, address string) (ingest.Page, error) {
		body, ok := web[address]
		if !ok {
			return ingest.Page{}, errors.New("404 Not Found")
		}
		return ingest.Page{Address: address, Body: []byte(body), ContentType: "text/html"}, nil
	}
	o.Detect = func(string, string) string { return "en" }
	if got, want := told(o, "", "https://e.example/1"), "https://e.example/1 \"one\" https://e.example/1 en\n"; got != want {
		t.Errorf("a page: %s", got)
	}
	if got, want := told(o, "", "https://e.example/list"), "https://e.example/list:2 \"\" https://e.example/1 \nhttps://e.example/list:3 \"\" https://e.example/gone \n"; got != want {
		t.Errorf("a list: %s", got)
	}
	o.Follow = true
	want := "https://e.example/1 \"one\" https://e.example/1 en\nerror: https://e.example/gone: 404 Not Found\n"
	if got := told(o, "", "https://e.example/list"); got != want {
		t.Errorf("followed: %s", got)
	}
	if got := told(o, "", "https://e.example/a.zip"); !strings.Contains(got, "more than 2 deep") && got != want {
		t.Errorf("followed through an archive: %s", got)
	}
	n := 0
	for it, err := range ingest.Read(context.Background(), []string{"https://e.example/list"}, o) {
		if n++; err == nil && (it.Publisher != "e.example" && it.Publisher != "Wire" || it.Published.IsZero()) {
			t.Errorf("%+v", it)
		}
		break
	}
	if n != 1 {
		t.Error("it does not stop where it is told to")
	}
}

// TestFeed: an entry with its page, one whose page is gone, one that is whole.
func TestFeed(t *testing.T) {
	const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><language>en-gb</language>
<item><title>One</title><link>https://e.example/1</link><guid>g1</guid><description>Summary one.</description><pubDate>Fri, 21 Jun 2024 10:00:00 GMT</pubDate></item>
<item><title>Two</title><link>https://e.example/gone</link><guid>g2</guid><description>Summary two.</description></item></channel></rss>`
	o := options()
	dir := folder(t, "a.xml", rss)
	want := "g1 \"Summary one.\" https://e.example/1 en\ng2 \"Summary two.\" https://e.example/gone en\n"
	if got := told(o, dir, filepath.Join(dir, "a.xml")); got != want {
		t.Errorf("as it stands: %s", got)
	}
	o.Follow = true
	o.Fetch = func(_ context.Context, address string) (ingest.Page, error) {
		if address != "https://e.example/1" {
			return ingest.Page{}, errors.New("404 Not Found")
		}
		return ingest.Page{Address: address, Body: []byte("<html><p>one</p>")}, nil
	}
	want = "https://e.example/1 \"one\" https://e.example/1 \nwarning: https://e.example/gone: 404 Not Found; the summary of the feed stands in\ng2 \"Summary two.\" https://e.example/gone en\n"
	if got := told(o, dir, filepath.Join(dir, "a.xml")); got != want {
		t.Errorf("followed:\n%s", got)
	}
}

func TestStops(t *testing.T) {
	dir := folder(t, "a.txt", "one", "b.txt", "two")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	n := 0
	for range ingest.Read(ctx, []string{dir, dir}, options()) {
		n++
		stop()
	}
	if n != 1 {
		t.Errorf("%d items after the stop", n)
	}
}

// TestDocumented: every format is in the manual.
func TestDocumented(t *testing.T) {
	b, err := os.ReadFile("../docs/ingest.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ingest.Formats() {
		if !bytes.Contains(b, []byte("| `"+f+"` |")) {
			t.Errorf("docs/ingest.md does not tell of %s", f)
		}
	}
}
