//go:build unix

package ingest_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"casus/ingest"
)

// What each hostile file may cost.
const (
	mostTime   = 2 * time.Second // of the processor, so that a busy machine is no failure
	mostMemory = 256 << 20
)

// hostile is a file that nobody should send. Want is in what comes of it.
type hostile struct {
	name, file string
	write      func(w io.Writer)
	want       string
}

func say(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }

// many writes a text n times, after a beginning.
func many(begin string, n int, s string) func(io.Writer) {
	return func(w io.Writer) {
		io.WriteString(w, begin)
		block := []byte(strings.Repeat(s, max(1, (1<<16)/len(s))))
		for n > 0 {
			k := min(n, len(block)/len(s))
			w.Write(block[:k*len(s)])
			n -= k
		}
	}
}

// zeros is n MB of zeros, packed by gzip in parts of 16 MB.
func zeros(begin string, n int) string {
	part := gzipOf(strings.Repeat("\x00", 16<<20))
	return gzipOf(begin) + strings.Repeat(part, n/16)
}

// archived is a record of an answer of HTTP.
func archived(head, body string) string {
	block := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + "\r\n" + body
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.example/1\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
}

func packedWith(open func(io.Writer) io.WriteCloser, mb int) string {
	var b bytes.Buffer
	w := open(&b)
	many("", mb<<20, "\x00")(w)
	w.Close()
	return b.String()
}

// overlapping is a zip archive of n members that share one packed stream of mb MB.
func overlapping(n, mb int) string {
	data := packedWith(func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 9); return z }, mb)
	var b bytes.Buffer
	local := func(sign uint32, extra ...any) {
		binary.Write(&b, binary.LittleEndian, sign)
		for _, x := range extra {
			binary.Write(&b, binary.LittleEndian, x)
		}
	}
	local(0x04034b50, uint16(20), uint16(0), uint16(8), uint32(0), uint32(0), uint32(len(data)), uint32(mb<<20), uint16(5), uint16(0))
	b.WriteString("a.txt" + data)
	at := b.Len()
	for range n {
		local(0x02014b50, uint16(20), uint16(20), uint16(0), uint16(8), uint32(0), uint32(0), uint32(len(data)), uint32(mb<<20), uint16(5), uint16(0), uint16(0), uint16(0), uint16(0), uint32(0), uint32(0))
		b.WriteString("a.txt")
	}
	size := b.Len() - at
	local(0x06054b50, uint16(0), uint16(0), uint16(n), uint16(n), uint32(size), uint32(at), uint16(0))
	return b.String()
}

func word(write func(io.Writer)) func(io.Writer) {
	return func(w io.Writer) {
		var b bytes.Buffer
		write(&b)
		z := zip.NewWriter(w) // as it is, so that the ratio is none of its faults
		f, _ := z.CreateHeader(&zip.FileHeader{Name: "word/document.xml"})
		f.Write(b.Bytes())
		z.Close()
	}
}

// nested is a text in n zip archives.
func nested(n int) string {
	s, name := "one", "a.txt"
	for range n {
		s, name = zipOf(name, s), "a.zip"
	}
	return s
}

func members(n int) string {
	var files []string
	for i := range n {
		files = append(files, fmt.Sprint(i), "")
	}
	return zipOf(files...)
}

const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`

func hostiles() []hostile {
	mail := "Subject: x\r\nFrom: a@b.example\r\nMIME-Version: 1.0\r\n"
	docs := "<!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->"
	return []hostile{
		// What is packed.
		{"gzip bomb of 2 GB", "a.gz", say(zeros("one", 2048)), "200 times"},
		{"gzip bomb as a table", "a.csv.gz", say(zeros("id,text\n1,one\n", 512)), "200 times"},
		{"gzip bomb as JSON Lines", "a.jsonl.gz", say(zeros(`{"text":"`, 512)), "200 times"},
		{"gzip bomb as an archive", "a.warc.gz", say(gzipOf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/\r\nContent-Length: 9999999999\r\n\r\n" + strings.Repeat("\x00", 64<<20))), "more than 15"},
		{"gzip in gzip in gzip in gzip in gzip", "a.gz", say(gzipOf(gzipOf(gzipOf(gzipOf(gzipOf("one")))))), "archives lie in archives"},
		{"gzip cut", "a.gz", say(gzipOf(strings.Repeat("Talks opened. ", 1000))[:60]), "ends too early"},
		{"gzip and then rubbish", "a.gz", say(gzipOf("one") + "rubbish"), "fetch it again"},
		{"zip bomb", "a.zip", say(zipOf("a.txt", strings.Repeat("\x00", 128<<20))), "200 times"},
		{"zip of members that overlap", "a.zip", say(overlapping(500, 16)), "200 times"},
		{"zip in zip, five deep", "a.zip", say(nested(5)), "archives lie in archives"},
		{"zip of 100,001 members", "a.zip", say(members(100_001)), "members"},
		{"zip of 20,000 empty members", "a.zip", say(members(20_000)), "no text in it"},
		{"zip cut", "a.zip", say(nested(1)[:40]), "not whole as a zip"},
		{"zip with a name that climbs", "a.zip", say(zipOf("../../etc/x.txt", "one")), "one"},
		// Word documents.
		{"document bomb", "a.docx", word(many("<w:p>", 66<<20, " ")), "more than 64 MB"},
		{"document of many tags", "a.docx", word(many("<w:document>", 10<<20, "<w:p/>")), "breaks off"},
		{"document of one text", "a.docx", word(many("<w:p><w:t>", 8<<20, "Talks opened. "[:7])), ""},
		{"document without bottom", "a.docx", word(many("", 1<<20, "<w:p w:a='1'>")), ""},
		{"document of bookmarks", "a.docx", word(many("", 200_000, `<w:bookmarkStart w:name="Bookmark_1"/>`)), "no text"},
		{"document that laughs", "a.docx", word(say(laughs + "<w:p><w:t>&c;&c;</w:t></w:p>")), "&c;"},
		{"document of invalid UTF-8", "a.docx", word(many("<w:p><w:t>", 100, "\xff\xfe\x00")), ""},
		// Tables.
		{"table of 100,000 columns", "a.csv", many("text", 100_000, ",x"), "more than 10000 columns"},
		{"row of 100,000 columns", "a.csv", many("id,text\n1", 100_000, ",x"), "more than 10000 columns"},
		{"table with an endless quote", "a.csv", many("id,text\n1,\"", 3<<20, "x, y\nz "), "never closed"},
		{"table of open quotes", "a.csv", many("id,text\n", 1<<20, "1,\"x\n"), ""},
		{"table of quotes alone", "a.csv", many("id,text\n", 20<<20, "\""), ""},
		{"table of one field", "a.csv", many("id,text\n1,", 40<<20, "x"), "longer than 16 MB"},
		{"table of separators", "a.csv", many("id,text\n", 1<<19, ",,,\n"), "no text"},
		{"table of NUL", "a.csv", many("id,text\n", 5<<20, "\x00"), "the row has 1 columns of 2"},
		{"table of invalid UTF-8", "a.csv", many("id,text\n1,", 1<<20, "\xc3"), "1 \""},
		{"table of dates", "a.csv", many("date,text\n", 50_000, "99999999999999999/99/99 99:99 AM,x\n"), "x"},
		{"picture named as a table", "a.csv", many("\x89PNG\r\n\x1a\n", 1<<20, "\x00\x01"), "no column"},
		{"Parquet cut", "a.parquet", say("PAR1\x15\x04\x15"), "too short"},
		{"Parquet with an absurd footer", "a.parquet", say("PAR1" + strings.Repeat("\x00", 100) + "\xff\xff\xff\x7fPAR1"), "footer"},
		{"Parquet with a footer of lists", "a.parquet", say("PAR1" + strings.Repeat("\x29\xfc\xff\xff\xff\x7f", 100) + "\x58\x02\x00\x00PAR1"), "Parquet"},
		{"text named as Parquet", "a.parquet", say("one"), "one"},
		// Web archives.
		{"record of absurd length", "a.warc", say("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/\r\nContent-Length: 9223372036854775807\r\n\r\nx"), "more than 15"},
		{"record of negative length", "a.warc", say("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nx"), "does not say its length"},
		{"head without end", "a.warc", many("WARC/1.0\r\nWARC-Type: ", 30<<20, "x"), "head"},
		{"head of a million lines", "a.warc", many("WARC/1.0\r\n", 1<<20, "X-Y: z\r\n"), "head"},
		{"archive of rubbish", "a.warc", many("WARC/1.0\r\n\r\n", 3<<20, "rubbish\n"), "does not say its length"},
		{"archive of heads alone", "a.warc", many("", 100_000, "WARC/1.0\r\n\r\n"), "does not say its length"},
		{"archive of records that swallow", "a.warc", many("", 20_000, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/\r\nContent-Length: 15000000\r\n\r\n"), "shorter"},
		{"page that is a gzip bomb", "a.warc", say(archived("Content-Encoding: gzip\r\n", zeros("", 512))), "cannot be unpacked"},
		{"page that is a brotli bomb", "a.warc", say(archived("Content-Encoding: br\r\n", packedWith(func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 1) }, 256))), "cannot be unpacked"},
		{"page that is a zstd bomb", "a.warc", say(archived("Content-Encoding: zstd\r\n", packedWith(func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z }, 256))), "cannot be unpacked"},
		{"page that is a deflate bomb", "a.warc", say(archived("Content-Encoding: deflate\r\n", packedWith(func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 1); return z }, 128))), "cannot be unpacked"},
		{"page packed many times over", "a.warc", say(archived("Content-Encoding: "+strings.Repeat("gzip,", 1000)+"gzip\r\n", "x")), "times over"},
		{"chunks of absurd size", "a.warc", say(archived("Transfer-Encoding: chunked\r\n", "7fffffffffffffff\r\nx")), "e.example"},
		{"answer of headers alone", "a.warc", say(archived(strings.Repeat("X-Y: z\r\n", 500_000), "<p>one</p>")), "one"},
		{"archive of false parts", "a.warc.gz", many(gzipOf("WARC/1.0\r\n\r\n"), 200_000, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00xyz"), "damaged"},
		// Exports.
		{"export of 100,000 articles without text", "a.html", many("<html>", 100_000, docs), "no text"},
		{"export with a comment without end", "a.html", many(docs+"<p>x<!-- ", 20<<20, "x"), "MB"},
		{"export with an attribute without end", "a.html", many(docs+"<p class=\"", 20<<20, "x"), "MB"},
		{"export of a paragraph without end", "a.html", many(docs+"<p>", 20<<20, "x"), "MB"},
		{"export of tags alone", "a.html", many(docs, 1<<20, "<div><p>"), "no text"},
		{"Nexis text of counts", "a.txt", many("", 200_000, "1 of 9 DOCUMENTS\n"), "no text"},
		{"Nexis text of one line", "a.txt", many("1 of 9 DOCUMENTS\n\n", 20<<20, "x"), "MB"},
		{"Factiva XML without bottom", "a.xml", many("<?xml version='1.0'?><ppsArticle>", 1<<20, "<article>"), ""},
		{"Factiva XML that laughs", "a.xml", say(laughs + "<ppsArticle><article><leadParagraph>&c;&c;</leadParagraph></article></ppsArticle>"), "&c;"},
		{"Factiva page of articles", "a.html", many("<title>Factiva</title>", 100_000, `<div class="article enArticle">`), "no text"},
		// Mail.
		{"mail of headers", "a.eml", many(mail, 2<<20, "X-Y: z\r\n"), "mail"},
		{"mail with a header without end", "a.eml", many(mail+"X: ", 20<<20, "x"), "mail"},
		{"mail of parts in parts", "a.eml", many(mail, 20_000, "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"), "no text"},
		{"mail of a million parts", "a.eml", many(mail+"Content-Type: multipart/mixed; boundary=b\r\n\r\n", 1<<20, "--b\r\n\r\n"), ""},
		{"mail of encoded words", "a.eml", many("From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: ", 20_000, "=?utf-8?q?=41?= "), ""},
		{"mailbox of beginnings", "a.mbox", many("", 300_000, "From a\n\n"), "nothing in it"},
		{"mail without end", "a.eml", many(mail+"\r\n", 40<<20, "x"), "more than 15 MB"},
		// GDELT, JSON, text.
		{"GDELT with a line without end", "a.csv", many(strings.Join([]string{"1", "20240621000000", "20240621000000", "1", "x", "https://e.example/1", "", "", "", "", "", "", "", "", "", ""}, "\t")+"\n", 20<<20, "x"), "longer than 1 MB"},
		{"GDELT of tabs", "a.csv", many(strings.Join([]string{"1", "20240621000000", "20240621000000", "1", "x", "https://e.example/1", "", "", "", "", "", "", "", "", "", ""}, "\t")+"\n", 5<<20, "\t"), "longer than 1 MB"},
		{"JSON without bottom", "a.json", many(`{"text":`, 10<<20, "["), "not a JSON object"},
		{"JSON of a text without end", "a.json", many(`{"text":"`, 30<<20, "x"), "not a JSON object"},
		{"JSON of empty objects", "a.jsonl", many("", 200_000, "{}\n"), "no \"text\""},
		{"text of NUL", "a.txt", many("", 20<<20, "\x00"), "binary"},
		{"text of control bytes", "a.txt", many("", 5<<20, "\x01\x02a"), "binary"},
		{"text of invalid UTF-8", "a.txt", many("", 5<<20, "\xff\xfd"), "a.txt"},
		{"text of 70 MB", "a.txt", many("", 5<<20, "Talks opened.\n"), "more than 64 MB"},
		{"a program", "a.txt", say("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 1000)), "a program"},
		{"addresses without end", "a", many("https://e.example/1\nhttps://", 20<<20, "x"), "more than 2000"},
		{"page of 100,000 paragraphs", "a.html", many("<html><body>", 100_000, "<p>The ministers met, and agreed on a text.</p>"), ""},
		{"page of tags in tags", "a.html", many("<html><body>", 400_000, "<div>"), "a.html"},
	}
}

// TestHostile: nothing that comes makes it panic, hang or fill the memory, and each
// thing that is wrong is said.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("eighty files, some large")
	}
	for _, h := range hostiles() {
		t.Run(h.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), h.file)
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			h.write(f)
			f.Close()
			said := cost(t, path, ingest.Options{})
			if !strings.Contains(said, h.want) {
				t.Errorf("it says %.300s\nand not %q", said, h.want)
			}
		})
	}
}

// TestBombOf2GB: what a bomb costs is far below what other hostile files may.
func TestBombOf2GB(t *testing.T) {
	whole := packedWith(func(w io.Writer) io.WriteCloser { z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed); return z }, 2048)
	for name, bomb := range map[string]string{"of one part": whole, "of 128 parts": zeros("one", 2048), "named as a table": zeros("id,text\n1,one\n", 2048), "named as a web archive": zeros("WARC/1.0\r\n", 2048)} {
		file := map[string]string{"named as a table": "a.csv.gz", "named as a web archive": "a.warc.gz"}[name]
		path := filepath.Join(t.TempDir(), cmp.Or(file, "a.gz"))
		if err := os.WriteFile(path, []byte(bomb), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			if said := within(t, path, ingest.Options{}, time.Second, 32<<20); !strings.Contains(said, "200 times") {
				t.Errorf("it says %.300s", said)
			}
		})
	}
}

// TestEndless: a device that never ends.
func TestEndless(t *testing.T) {
	if _, err := os.Stat("/dev/zero"); err != nil {
		t.Skip(err)
	}
	if said := cost(t, "/dev/zero", ingest.Options{}); !strings.Contains(said, "more than 64 MB") {
		t.Errorf("it says %.300s", said)
	}
}

// TestLoop: a folder that is within itself.
func TestLoop(t *testing.T) {
	dir := folder(t, "a/b.txt", "one")
	if err := os.Symlink("..", filepath.Join(dir, "a", "loop")); err != nil {
		t.Skip(err)
	}
	if got := told(options(), dir, dir); got != "a/b.txt \"one\"  \n" {
		t.Errorf("got %s", got)
	}
}

// cost reads a source, and fails where that takes more than it may. It returns the
// beginning of what came.
func cost(t *testing.T, source string, o ingest.Options) string {
	t.Helper()
	return within(t, source, o, mostTime, mostMemory)
}

// within is cost with bounds of its own.
func within(t *testing.T, source string, o ingest.Options, mostTime time.Duration, mostMemory uint64) string {
	t.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, peak := make(chan bool), make(chan uint64)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	var said strings.Builder
	note := func(s string) {
		if said.Len() < 1<<16 {
			said.WriteString(s[:min(len(s), 500)] + "\n")
		}
	}
	o.Warn = note
	begin := processor()
	n := 0
	for it, err := range ingest.Read(context.Background(), []string{source}, o) {
		switch n++; {
		case said.Len() >= 1<<16:
		case err != nil:
			note(err.Error())
		default:
			note(it.ID + " " + fmt.Sprintf("%.200q", it.Text))
		}
	}
	spent := processor() - begin
	stop <- true
	if spent > mostTime {
		t.Errorf("it took %v", spent)
	}
	if most := <-peak; most > before.HeapInuse+mostMemory {
		t.Errorf("it took %d MB", (most-before.HeapInuse)>>20)
	}
	if said.Len() == 0 {
		t.Errorf("nothing was said of %d items", n)
	}
	if s := said.String(); strings.Contains(s, "runtime error") || strings.Contains(s, "goroutine ") {
		t.Errorf("a fault of the program is told: %.300s", s)
	}
	if testing.Verbose() {
		t.Logf("%v; %.200s", spent.Round(time.Millisecond), said.String())
	}
	return said.String()
}

// processor is the time that the process has had.
func processor() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{response, gzipOf(response), zipOf("a.csv", "id,text\n1,one\n", "b.zip", zipOf("c", "x")), "Subject: x\nFrom: y\nMessage-ID: z\n\none", "1 of 2 DOCUMENTS\n\nx\n\nMay 2, 2002\n\ny\n\nLENGTH: 1\n\nz", "https://e.example/1\n", "{\"text\":\"x\"}", "PAR1", zipOf("word/document.xml", "<w:t>x")} {
		f.Add([]byte(s), "a.csv")
	}
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		if len(b) > 1<<12 {
			return
		}
		o := options()
		o.In = bytes.NewReader(b)
		for range ingest.Read(context.Background(), []string{"-"}, o) {
		}
		ingest.Detect(b, name)
	})
}
