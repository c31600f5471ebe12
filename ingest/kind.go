package ingest

import (
	"bytes"
	"io"
	"path"
	"strings"

	"casus/ingest/gdelt"
	"casus/ingest/mail"
	"casus/ingest/nexis"
	"casus/ingest/tables"
	"casus/ingest/unpack"
)

// Format is a kind of source.
type Format string

// The formats.
const (
	Text      Format = "text"      // one dispatch a file
	JSON      Format = "jsonl"     // an object a line
	CSV       Format = "csv"       // a row each; TSV too
	Parquet   Format = "parquet"   //
	WARC      Format = "warc"      // a web archive
	DOCX      Format = "docx"      // Nexis Uni, or any Word document
	Nexis     Format = "nexis"     // older Nexis, HTML or text
	Factiva   Format = "factiva"   // HTML or XML
	Mail      Format = "mail"      // a message or a mailbox
	GDELT     Format = "gdelt"     // mentions, events, knowledge graph, list of files
	HTML      Format = "html"      // a page with an article
	Feed      Format = "feed"      // RSS, Atom, JSON Feed
	Addresses Format = "addresses" // an address a line
)

// Formats lists them.
func Formats() []string {
	return []string{string(Text), string(JSON), string(CSV), string(Parquet), string(WARC), string(DOCX), string(Nexis), string(Factiva), string(Mail), string(GDELT), string(HTML), string(Feed), string(Addresses)}
}

// kind is the format of a source: the one that was said, or what its beginning shows.
func (r *reading) kind(start []byte, name string) Format {
	if r.o.Format != "" {
		return r.o.Format
	}
	return Detect(start, name)
}

func isGzip(start []byte) bool { return bytes.HasPrefix(start, []byte{0x1f, 0x8b}) }
func isZip(start []byte) bool {
	return bytes.HasPrefix(start, []byte("PK\x03\x04")) || bytes.HasPrefix(start, []byte("PK\x05\x06"))
}

// Detect finds the format of a source by its beginning, and by its name where the
// beginning does not say.
func Detect(start []byte, name string) Format {
	if isGzip(start) && bytes.HasPrefix(beginning(start), []byte("WARC/")) {
		return WARC
	}
	start = bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	trimmed := bytes.TrimLeft(start, " \t\r\n")
	first := byte(0)
	if len(trimmed) > 0 {
		first = trimmed[0]
	}
	line, _, _ := bytes.Cut(trimmed, []byte("\n"))
	ext := strings.ToLower(path.Ext(strings.TrimSuffix(name, ".gz")))
	switch {
	case bytes.HasPrefix(start, []byte("PAR1")):
		return Parquet
	case bytes.HasPrefix(trimmed, []byte("WARC/")):
		return WARC
	case isZip(start):
		return DOCX // or an archive; who opens it sees
	case first == '{' || first == '[' && isArray(trimmed):
		if bytes.Contains(start, []byte("jsonfeed.org/version")) {
			return Feed
		}
		return JSON
	case first == '<':
		return markup(trimmed)
	case gdelt.Looks(line) != gdelt.None:
		return GDELT
	case mail.Looks(trimmed) || ext == ".eml" || ext == ".mbox":
		return Mail
	case nexis.LooksText(start):
		return Nexis
	case ext == ".csv" || ext == ".tsv" || ext == ".tab" || tables.Looks(line):
		return CSV
	case IsAddress(string(line)) && areAddresses(trimmed):
		return Addresses
	}
	return Text
}

// beginning unpacks the first bytes of what gzip packed.
func beginning(start []byte) []byte {
	z, err := unpack.Gzip(bytes.NewReader(start))
	if err != nil {
		return nil
	}
	b := make([]byte, 8)
	n, _ := io.ReadFull(z, b)
	return b[:n]
}

// isArray says whether a list of objects begins here.
func isArray(start []byte) bool {
	rest := bytes.TrimLeft(start[1:], " \t\r\n")
	return len(rest) > 0 && rest[0] == '{'
}

// markup is the format of what begins with a tag.
func markup(start []byte) Format {
	switch nexis.LooksHTML(start) {
	case "nexis":
		return Nexis
	case "factiva":
		return Factiva
	}
	low := bytes.ToLower(start)
	switch {
	case nexis.LooksFactivaXML(start):
		return Factiva
	case bytes.Contains(low, []byte("<html")) || bytes.Contains(low, []byte("<!doctype html")):
		return HTML
	case bytes.Contains(low, []byte("<rss")) || bytes.Contains(low, []byte("<feed")) || bytes.Contains(low, []byte("<rdf:rdf")):
		return Feed
	}
	return HTML
}

// areAddresses says whether each whole line is an address.
func areAddresses(start []byte) bool {
	lines := bytes.SplitAfter(start, []byte("\n"))
	for i, line := range lines {
		whole := i < len(lines)-1 || len(line) < head/2
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' && whole && (!IsAddress(string(line)) || bytes.ContainsAny(line, " \t")) {
			return false
		}
	}
	return true
}
