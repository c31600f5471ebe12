package nexis_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/ingest/nexis"
)

// told is what came of a file, a line an article or error.
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
		fmt.Fprintf(&b, "%s|%s|%s|%s|%q\n", d.ID, day, d.Publisher, d.Title, d.Text)
	}
	return b.String()
}

// docx makes a Word document. A paragraph "#name" is a bookmark.
func docx(paragraphs ...string) []byte {
	var x strings.Builder
	x.WriteString(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	mark := ""
	for i, p := range paragraphs {
		if name, ok := strings.CutPrefix(p, "#"); ok {
			mark = fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>`, i, name, i)
			continue
		}
		half := len(p) / 2
		fmt.Fprintf(&x, `<w:p><w:pPr><w:jc w:val="both"/></w:pPr>%s<w:r><w:t xml:space="preserve">%s</w:t></w:r><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, mark, p[:half], p[half:])
		mark = ""
	}
	x.WriteString(`</w:body></w:document>`)
	return zipOf("word/document.xml", x.String())
}

func zipOf(name, text string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, _ := z.Create(name)
	io.WriteString(f, text)
	z.Close()
	return b.Bytes()
}

func readDOCX(b []byte) string {
	return told(nexis.ReadDOCX(bytes.NewReader(b), int64(len(b)), nexis.Options{Name: "x"}))
}

func TestReadDOCX(t *testing.T) {
	b := docx("User Name: A. Reader", "Documents (2)", "1. Envoy called in", "Client/Matter: -None-",
		"#Bookmark_1", "", "Envoy called in over arms", "The Harbour Times", "March 22, 2010 Monday", "Late Edition - Final", "Copyright 2010 Harbour Press", "All Rights Reserved",
		"Section:\u00a0WORLD; Pg. 4", "Length:\u00a0120 words", "Byline:\u00a0By Ann Penn", "Dateline:\u00a0SEOUL", "#Body", "Body", "", "South Korea called in the envoy.", "Note: he came at once.",
		"Load-Date:\u00a0March 23, 2010", "End of Document",
		"#Bookmark_2", "Talks in Geneva", "Wire Service", "2 May 2011 Monday 5:01 AM GMT", "Copyright 2011 Wire", "Length: 80 words", "#Body", "Body", "Talks opened.", "Classification", "Language: ENGLISH", "Subject: TALKS", "End of Document",
		"#Bookmark_3", "An empty one", "Wire Service", "2 May 2011", "#Body", "Body", "End of Document")
	want := `x#1|2010-03-22|The Harbour Times|Envoy called in over arms|"SEOUL -- South Korea called in the envoy.\n\nNote: he came at once."
x#2|2011-05-02|Wire Service|Talks in Geneva|"Talks opened."
x: article 3: the article "An empty one" has no text; it is left out: invalid
`
	if got := readDOCX(b); got != want {
		t.Errorf("got\n%s", got)
	}
	if got, want := readDOCX(docx("A memorandum.", "Of two paragraphs &amp; no more.")), "x|-|||\"A memorandum.\\n\\nOf two paragraphs & no more.\"\n"; got != want {
		t.Errorf("another document:\n got %s\nwant %s", got, want)
	}
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"no zip", []byte("PK\x03\x04 and no more"), "not whole as a zip archive"},
		{"no document", zipOf("x.xml", "<x/>"), "no Word document"},
		{"cut", zipOf("word/document.xml", `<w:document><w:body><w:p><w:r><w:t>Talks opened.</w:t></w:r></w:p><w:p`), "Talks opened"},
		{"nothing", zipOf("word/document.xml", "<w:document/>"), "no text"},
	} {
		if got := readDOCX(c.in); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

const page = `<HTML><HEAD><STYLE>.c0 {}</STYLE><TITLE>&nbsp;</TITLE></HEAD><BODY>
<A NAME="DOC_ID_1_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">The Harbour Times</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">June 17, 1995</SPAN><SPAN CLASS="c2">, CITY EDITION</SPAN></P></DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">Shells fall &amp; talks stall</SPAN></P></DIV>
<DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">BYLINE: </SPAN><SPAN CLASS="c2">By ANN PENN</SPAN></P></DIV>
<DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LENGTH: </SPAN><SPAN CLASS="c2">76 words</SPAN></P></DIV>
<DIV CLASS="c4"><P CLASS="c8"><SPAN CLASS="c2"> Shells fell on the town.</SPAN><SPAN CLASS="c2">&nbsp;</SPAN></P>
<P CLASS="c8"><SPAN CLASS="c2">Length: of the
front, forty miles.</SPAN></P></DIV>
<DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">LOAD-DATE: </SPAN><SPAN CLASS="c2">June 19, 1995</SPAN></P></DIV>
<DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">Copyright 1995 The Harbour Times</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
<!-- Hide XML section from browser
<DOC NUMBER=2>
<DOCFULL> -->
<P>2 of 2 DOCUMENTS</P><P>Der Hafen</P><P>1. Februar 2012</P><P>Gespr&auml;che</P><P>L&Auml;NGE: 90 W&ouml;rter</P><P>Man sprach.</P><P>SPRACHE: GERMAN</P>
</BODY></HTML>`

func TestReadHTML(t *testing.T) {
	want := `x#1|1995-06-17|The Harbour Times|Shells fall & talks stall|"Shells fell on the town.\n\nLength: of the front, forty miles."
x#2|2012-02-01|Der Hafen|Gespräche|"Man sprach."
`
	if got := told(nexis.ReadHTML(strings.NewReader(page), nexis.Options{Name: "x"})); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := told(nexis.ReadHTML(strings.NewReader("<p>Hello"), nexis.Options{Name: "x"})); !strings.Contains(got, "no article of Nexis") {
		t.Errorf("another page: %s", got)
	}
	if nexis.LooksHTML([]byte(page)) != "nexis" || nexis.LooksHTML([]byte("<html><p>Hello")) != "" {
		t.Error("not known by its looks")
	}
}

func TestReadText(t *testing.T) {
	in := "\n\n                               1 of 2 DOCUMENTS\n\n                             The Harbour Times\n\n                              June 17, 1995\n\nShells fall\n\nLENGTH: 76 words\n\n  Shells fell\non the town.\n\n  It was noon.\n\nLOAD-DATE: June 19, 1995\n\n            Copyright 1995\n\n\n                  2 of 2 DOCUMENTS\n\n   The Harbour Times\n\n   June 18, 1995\n\nTalks\n\nLENGTH: 7 words\n\nTalks opened.\n"
	want := "x#1|1995-06-17|The Harbour Times|Shells fall|\"Shells fell on the town.\\n\\nIt was noon.\"\nx#2|1995-06-18|The Harbour Times|Talks|\"Talks opened.\"\n"
	if got := told(nexis.ReadText(strings.NewReader(in), nexis.Options{Name: "x"})); got != want {
		t.Errorf("got\n%s", got)
	}
	if !nexis.LooksText([]byte(in)) || nexis.LooksText([]byte("Two of 3 documents were signed.\n")) {
		t.Error("not known by its looks")
	}
}

func TestReadFactiva(t *testing.T) {
	in := `<html><head><title>Factiva</title></head><body><div id="article-1" class="article"><div class="article enArticle"><p>
</p><div>World</div><div id="hd"><span class="enHeadline">TALKS  OPEN</span></div><div class="author">By ANN PENN</div><div>877 Wörter</div><div>9 Januar 1993</div><div>14:05</div><div>The Harbour Times</div><div>HARB</div><div>Englisch</div><div>Copyright 1993</div>
<p class="articleParagraph enarticleParagraph">GENEVA, Jan. 8 -- Talks <b>opened</b>.</p>
<p class="articleParagraph enarticleParagraph">They go on.</p><p>Harbour Digital</p><p>Dokument HARB000020050408dp1900j9s</p></div></div>
<div class="article enArticle"><table><tr><td><b>HD</b></td><td><span class="enHeadline">Envoy called in</span></td></tr><tr><td><b>WC</b></td><td>77 words</td></tr><tr><td><b>PD</b></td><td>21 June 2024</td></tr><tr><td><b>SN</b></td><td>Wire News</td></tr>
<tr><td><b>LP</b></td><td><p class="articleParagraph">Seoul called in the envoy.</p></td></tr><tr><td><b>TD</b></td><td><p class="articleParagraph">He came.</p><p class="articleParagraph">He left.</p></td></tr><tr><td><b>AN</b></td><td>Document WIRE000020240621ek6l000b9</td></tr></table></div></body></html>`
	want := `HARB000020050408dp1900j9s|1993-01-09|The Harbour Times|TALKS OPEN|"GENEVA, Jan. 8 -- Talks opened.\n\nThey go on."
WIRE000020240621ek6l000b9|2024-06-21|Wire News|Envoy called in|"Seoul called in the envoy.\n\nHe came.\n\nHe left."
`
	if got := told(nexis.ReadFactivaHTML(strings.NewReader(in), nexis.Options{Name: "x"})); got != want {
		t.Errorf("HTML: got\n%s", got)
	}
	in = `<?xml version="1.0" encoding="ISO-8859-1"?><searchResponse><ppsArticleResponse><article><baseLanguage>en</baseLanguage><headline><paragraph>Envoy called in</paragraph></headline><leadParagraph><paragraph>Seoul called in the <hlt>envoy</hlt>, from Bogot` + "\xe1" + `.</paragraph></leadParagraph><publicationDate><date>2024-06-21</date></publicationDate><modificationDate><date>2024-06-22</date></modificationDate><reference>distdoc:archive/ArchiveDoc::Article/WIRE01</reference><sourceName>Wire News</sourceName><tailParagraphs><paragraph>He came.</paragraph></tailParagraphs></article><article><headline>Nothing</headline></article></ppsArticleResponse></searchResponse>`
	want = `WIRE01|2024-06-21|Wire News|Envoy called in|"Seoul called in the envoy, from Bogotá.\n\nHe came."
x: article 2: the article "Nothing" has no text; it is left out: invalid
`
	if got := told(nexis.ReadFactivaXML(strings.NewReader(in), nexis.Options{Name: "x"})); got != want {
		t.Errorf("XML: got\n%s", got)
	}
}

func TestParseDay(t *testing.T) {
	for in, want := range map[string]string{
		"March 22, 2010 Monday": "2010-03-22", "May 2, 2002, Thursday,, FINAL EDITION": "2002-05-02", "9 Januar 1993": "1993-01-09", "1. Februar 2012 Mittwoch 6:00 PM": "2012-02-01",
		"22 mars 2010": "2010-03-22", "2013-03-12": "2013-03-12", "2018年5月28日": "2018-05-28", "Monday, June 3, 2024": "2024-06-03", "21 de junio de 2024": "2024-06-21",
		"The Harbour Times": "", "On 3 May talks will open in the year 2010": "", "February 30, 2020": "", "1 of 74 DOCUMENTS": "", "": "",
	} {
		got := ""
		if day, ok := nexis.ParseDay(in); ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func FuzzReadDOCX(f *testing.F) {
	f.Add(`<w:p><w:bookmarkStart w:name="Bookmark_1"/><w:t>Title</w:t></w:p><w:p><w:bookmarkStart w:name="Body"/><w:r><w:t>a<w:br/>b</w:t></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, s string) { readDOCX(zipOf("word/document.xml", s)) })
}

func FuzzReadHTML(f *testing.F) {
	f.Add(page)
	f.Add(`<div class="article enArticle"><td>HD</td><td>x</td><p class="articleParagraph">y`)
	f.Fuzz(func(t *testing.T, s string) {
		for range nexis.ReadHTML(strings.NewReader(s), nexis.Options{}) {
		}
		for range nexis.ReadFactivaHTML(strings.NewReader(s), nexis.Options{}) {
		}
		for range nexis.ReadText(strings.NewReader(s), nexis.Options{}) {
		}
		for range nexis.ReadFactivaXML(strings.NewReader(s), nexis.Options{}) {
		}
	})
}

func BenchmarkReadDOCX(b *testing.B) {
	var ps []string
	for i := range 50 {
		ps = append(ps, fmt.Sprintf("#Bookmark_%d", i+1), "Talks in Geneva", "Wire Service", "2 May 2011", "#Body", "Body")
		for range 30 {
			ps = append(ps, strings.Repeat("The ministers met, and agreed on a text. ", 8))
		}
	}
	in := docx(ps...)
	b.SetBytes(int64(len(strings.Join(ps, ""))))
	b.ReportAllocs()
	for b.Loop() {
		for range nexis.ReadDOCX(bytes.NewReader(in), int64(len(in)), nexis.Options{}) {
		}
	}
}
