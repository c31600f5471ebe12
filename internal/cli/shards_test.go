package cli_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// TestShardsAsIngest: an archive that a cluster reads in shards gives the record that
// casus ingest gives, whatever the format.
func TestShardsAsIngest(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, body []byte) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, body, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	lines, err := os.ReadFile(invented(t, t.TempDir(), 60))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name   string
		path   string
		extra  []string
		partly bool
	}{
		{name: "lines", path: file("news.jsonl", lines)}, // with corrections and copies: the order counts
		{name: "packed", path: file("news.jsonl.gz", packed(t, lines))},
		{name: "rows", path: file("rows.parquet", rowsOf(t, 40))},
		{name: "archive", path: file("pages.warc", pagesOf(0, 12))},
		{name: "packed archive", path: file("pages.warc.gz", packed(t, pagesOf(0, 9)))},
		{name: "columns", path: file("table.csv", []byte("Nr;Inhalt;Tag\n1;\"Norway expelled two diplomats of Peru.\";02.03.2024\n2;;03.03.2024\n3;Kenya urged Japan to open its ports.;04.03.2024\n")),
			extra: []string{"--columns", "text=Inhalt,date=Tag:dmy,id=Nr", "--source", "Archiv", "--licence", "CC0"}, partly: true},
		{name: "French", path: file("french.jsonl", []byte("{\"id\":1,\"text\":\"Le ministre a expulsé deux diplomates du Pérou vendredi, selon un communiqué du gouvernement.\"}\n{\"id\":2,\"text\":\"Norway expelled two diplomats of Peru on Friday, the foreign ministry said.\"}\n"))},
		{name: "said to be French", path: filepath.Join(dir, "french.jsonl"), extra: []string{"--language", "fr"}},
		{name: "folder", path: filepath.Dir(file("mixed/a.txt", []byte("Norway expelled two diplomats of Peru on Friday.\n"))), partly: true},
	} {
		if x.name == "folder" {
			file("mixed/b.zip", zipped(t, "one.txt", "Kenya signed a trade agreement with Japan.", "two.jsonl", `{"text":"Chile threatened Poland with sanctions."}`))
			file("mixed/c.eml", []byte("From: desk@wire.example\nDate: Fri, 01 Mar 2024 10:00:00 +0000\nMessage-ID: <1@wire.example>\nSubject: Talks\n\nJordan held talks with Vietnam on a border dispute.\n"))
			file("mixed/d.html", []byte("<html><head><title>Talks</title></head><body><article><h1>Talks</h1>"+strings.Repeat("<p>Jordan urged Vietnam to end the blockade of its ports, the foreign ministry said on Friday.</p>", 5)+"</article></body></html>"))
			file("mixed/e.bin", []byte("\x00\x01\x02\xff\xfe nothing that anybody reads"))
			file("mixed/deep/er/f.parquet", rowsOf(t, 10))
			file("mixed/deep/cut.parquet", rowsOf(t, 10)[:200])
		}
		t.Run(x.name, func(t *testing.T) {
			if testing.Short() && x.name != "lines" && x.name != "folder" {
				t.Skip("a short test reads one file and a folder")
			}
			one, many := filepath.Join(t.TempDir(), "one.db"), filepath.Join(t.TempDir(), "many.db")
			codes := map[string]int{}
			for at, command := range map[string]string{one: "ingest", many: "cluster"} {
				args := append([]string{command, x.path, "--store", at, "--jobs", "2"}, x.extra...)
				out, err := program(t, args).CombinedOutput()
				if codes[command] = exitCode(err); codes[command] != 0 && !(x.partly && codes[command] == 3) {
					t.Fatalf("casus %s: %v\n%s", strings.Join(args, " "), err, out)
				}
			}
			if codes["ingest"] != codes["cluster"] {
				t.Errorf("exit codes %v", codes)
			}
			want, got := unordered(dump(t, one)), unordered(dump(t, many))
			if x.name == "folder" {
				want, got = sorted(want), sorted(got)
			}
			if !strings.Contains(want, "dispatch ") {
				t.Error("there is nothing in the record")
			}
			same(t, "read in shards", want, got)
		})
	}
}

func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// sorted is a dump without its order.
func sorted(dumped string) string {
	lines := strings.SplitAfter(dumped, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func packed(t *testing.T, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rowsOf(t *testing.T, n int) []byte {
	t.Helper()
	type row struct {
		Headline, Body string
		Published      string
	}
	states := []string{"Norway", "Peru", "Kenya", "Japan", "Jordan"}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[row](&b, parquet.MaxRowsPerRowGroup(9))
	for i := range n {
		if _, err := w.Write([]row{{"Word of the day", fmt.Sprintf("%s threatened %s with sanctions over quarrel %d.", states[i%5], states[(i+2)%5], i), fmt.Sprintf("2024-03-%02d", 1+i%28)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pagesOf is a web archive of n articles.
func pagesOf(first, n int) []byte {
	var b bytes.Buffer
	for i := first; i < first+n; i++ {
		page := fmt.Sprintf("<html lang=en><head><title>Quarrel %d</title><meta property=\"article:published_time\" content=\"2024-03-%02dT08:00:00Z\"></head><body><nav>Home</nav><article><h1>Quarrel %d</h1>%s</article></body></html>",
			i, 1+i%28, i, strings.Repeat(fmt.Sprintf("<p>Norway expelled %d diplomats of Peru on Friday, and the foreign ministry of Kenya condemned the step of the government.</p>", i+2), 4))
		http := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(page), page)
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%08d-0000-4000-8000-000000000000>\r\nWARC-Date: 2024-03-02T08:00:00Z\r\nWARC-Target-URI: https://wire.example/page/%d\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i, i, len(http), http)
	}
	return b.Bytes()
}
