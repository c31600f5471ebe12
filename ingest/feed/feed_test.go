package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"casus"
)

const rss = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Klow Courier</title><link>https://courier.example/</link><language>en-gb</language><copyright>CC BY 4.0</copyright>
<item><title>Ministers &amp;amp; mountains</title><link>/2024/06/21/a</link><guid>id-1</guid><pubDate>Fri, 21 Jun 2024 17:05:00 +0200</pubDate><dc:creator>Anna Lind</dc:creator>
<description>&lt;p&gt;The ministers met.&lt;/p&gt;</description><content:encoded><![CDATA[<p>The ministers of both states met in Klow.</p><p>They agreed to meet again.</p>]]></content:encoded></item>
<item><title>A strike in Szohod</title><link>https://courier.example/b#top</link><pubDate>2024-06-21 09:00</pubDate><description>Dockers went on strike.</description></item>
<item><title>Only a title</title><link>javascript:alert(1)</link></item>
</channel></rss>`

const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Syldavian Press</title><link href="https://press.example/"/><rights>All rights reserved</rights>
<entry><title type="html">Talks &lt;b&gt;held&lt;/b&gt;</title><id>tag:press.example,2024:1</id><link rel="alternate" href="https://press.example/1"/><updated>2024-06-21T10:00:00Z</updated><summary>Talks were held on Friday.</summary></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Bordurian News","home_page_url":"https://news.example/","language":"en","items":[{"id":"7","url":"https://news.example/7","title":"Army leaves the pass","content_html":"<p>The army left the pass on Friday.</p>","date_published":"2024-06-21T08:00:00+02:00"}]}`

func TestParse(t *testing.T) {
	f, err := Parse([]byte(rss), "https://courier.example/feed", "application/rss+xml")
	if err != nil || len(f.Items) != 3 || f.Title != "The Klow Courier" || f.Language != "en" {
		t.Fatalf("%+v, %v", f, err)
	}
	a := f.Items[0]
	if a.ID != "id-1" || a.Link != "https://courier.example/2024/06/21/a" || a.Title != "Ministers & mountains" || a.Author != "Anna Lind" || a.Licence != "CC BY 4.0" || a.Whole ||
		a.Text != "The ministers of both states met in Klow.\n\nThey agreed to meet again." || !a.Published.Equal(time.Date(2024, 6, 21, 15, 5, 0, 0, time.UTC)) {
		t.Errorf("%+v", a)
	}
	if b := f.Items[1]; b.Link != "https://courier.example/b" || b.ID != b.Link || b.Published.IsZero() {
		t.Errorf("%+v", b)
	}
	if c := f.Items[2]; c.Link != "" || c.Text != "" {
		t.Errorf("%+v", c)
	}
	n := 0
	for d := range f.Dispatches() {
		if n++; d.Text == "" {
			t.Errorf("%+v", d)
		}
	}
	if n != 3 {
		t.Errorf("%d dispatches", n)
	}
	for name, x := range map[string]struct{ in, title, text, link string }{
		"Atom": {atom, "Talks held", "Talks were held on Friday.", "https://press.example/1"},
		"JSON": {jsonFeed, "Army leaves the pass", "The army left the pass on Friday.", "https://news.example/7"},
	} {
		f, err := Parse([]byte(x.in), "https://x.example/", "")
		if err != nil || len(f.Items) != 1 {
			t.Errorf("%s: %+v, %v", name, f, err)
			continue
		}
		if i := f.Items[0]; i.Title != x.title || i.Text != x.text || i.Link != x.link || i.Published.IsZero() {
			t.Errorf("%s: %+v", name, i)
		}
	}
}

func TestMended(t *testing.T) {
	for name, in := range map[string]string{
		"a bad byte":     strings.Replace(rss, "Dockers", "Dock\xffers", 1),
		"controls":       strings.Replace(rss, "Dockers", "Dock\x00\x08ers", 1),
		"a noncharacter": strings.Replace(rss, "Dockers", "Dock\uFFFEers", 1),
		"a mark":         "\xef\xbb\xbf" + rss,
		"white space":    "\n\n  " + rss,
		"Latin-1":        strings.Replace(strings.Replace(rss, "UTF-8", "ISO-8859-1", 1), "Dockers", "Dock\xe9rs", 1),
	} {
		if f, err := Parse([]byte(in), "https://courier.example/", ""); err != nil || len(f.Items) != 3 || !strings.Contains(f.Items[1].Text, "went on strike") {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

// hostileFeeds are feeds made to cost time, memory or sense.
func hostileFeeds() map[string]string {
	items := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<item><title>Title %d</title><link>https://x.example/%d</link><description>A text of some words.</description></item>", i, i)
		}
		return b.String()
	}
	wrap := func(s string) string { return "<rss version='2.0'><channel><title>x</title>" + s + "</channel></rss>" }
	return map[string]string{
		"billion laughs":       `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>` + wrap("<item><title>&c;</title></item>"),
		"entity of a file":     `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + wrap("<item><title>&x;</title></item>"),
		"20k items":            wrap(items(20_000)),
		"80k items":            wrap(items(80_000)),
		"cut off":              wrap(items(100))[:3000],
		"cut off in CDATA":     wrap("<item><title><![CDATA[ x"),
		"100k deep":            strings.Repeat("<a>", 100_000),
		"100k deep in a feed":  wrap("<item>" + strings.Repeat("<x>", 100_000)),
		"JSON, 100k deep":      `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 100_000),
		"JSON, items null":     `{"version":"https://jsonfeed.org/version/1","items":[null,null]}`,
		"JSON, wrong types":    `{"version":"https://jsonfeed.org/version/1","items":{"a":1},"title":[]}`,
		"JSON, 100k items":     `{"version":"https://jsonfeed.org/version/1","title":"x","items":[` + strings.TrimSuffix(strings.Repeat(`{"id":"1","content_text":"x"},`, 100_000), ",") + `]}`,
		"a title of 10 MB":     wrap("<item><title>" + strings.Repeat("title ", 10<<20/6) + "</title></item>"),
		"a text of 14 MB":      wrap("<item><title>x</title><description>" + strings.Repeat("word ", 14<<20/5) + "</description></item>"),
		"HTML bomb in an item": wrap("<item><title>x</title><description><![CDATA[" + strings.Repeat("<div>", 100_000) + "]]></description></item>"),
		"many HTML bombs":      wrap(strings.Repeat("<item><title>x</title><description><![CDATA["+strings.Repeat("<b><i>", 200)+"x]]></description></item>", 2000)),
		"300k attributes":      wrap("<item " + strings.Repeat("a='x' ", 300_000) + "><title>x</title></item>"),
		"400k tags":            wrap("<item>" + strings.Repeat("<a/>", 400_000) + "</item>"),
		"HTML":                 "<!doctype html><html><head><title>Not a feed</title></head><body><p>Nothing here.</body></html>",
		"a dead feed":          "<html><body>404</body></html>",
		"nothing":              "",
		"white space":          strings.Repeat(" ", 1<<20),
		"zeros":                strings.Repeat("\x00", 1<<20),
		"UTF-16":               "\xff\xfe" + strings.Join(strings.Split(rss, ""), "\x00") + "\x00",
		"charset that is none": strings.Replace(rss, "UTF-8", "klingon-7", 1),
		"dates of no calendar": wrap("<item><title>x</title><pubDate>99 Foo 99999 99:99:99</pubDate></item><item><title>y</title><pubDate>" + strings.Repeat("9", 100_000) + "</pubDate></item>"),
		"links of 1 MB":        wrap("<item><title>x</title><link>https://x.example/" + strings.Repeat("a", 1<<20) + "</link></item>"),
		"20k comments":         wrap(strings.Repeat("<!-- <item> -->", 20_000) + items(3)),
		"too large":            strings.Repeat("x", MaxFeed+1),
	}
}

func TestHostileFeeds(t *testing.T) {
	for name, in := range hostileFeeds() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			f, err := Parse([]byte(in), "https://x.example/feed", "")
			took := time.Since(start)
			t.Logf("%v, %d items, %v", took.Round(time.Millisecond), len(f.Items), err)
			if err != nil && !errors.Is(err, casus.ErrInvalid) {
				t.Errorf("an error of no kind: %v", err)
			}
			// The bar is 2 s on a machine that does nothing else, without the race detector.
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if len(f.Items) > MaxItems {
				t.Errorf("%d items", len(f.Items))
			}
			for _, i := range f.Items {
				if strings.Contains(i.Title, "root:") || len(i.Text) > MaxItemText {
					t.Errorf("%.100q", i.Title)
				}
			}
		})
	}
}

func TestIs(t *testing.T) {
	for in, want := range map[string]bool{
		rss: true, atom: true, jsonFeed: true, "<?xml version='1.0'?>\n<!-- x > y -->\n<rdf:RDF xmlns:rdf='x'>": true, "\xef\xbb\xbf <rss>": true,
		"<html>": false, "<!doctype html><html>": false, "": false, "{}": false, `{"text":"x"}`: false, "text": false, "<?xml": false, "<!--": false, "<feedback>": false,
	} {
		if Is([]byte(in)) != want {
			t.Errorf("Is(%.40q) is %v", in, !want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{rss, atom, jsonFeed} {
		f.Add([]byte(s), "https://x.example/", "application/xml; charset=koi8-r")
	}
	for _, s := range hostileFeeds() {
		if len(s) < 1<<12 {
			f.Add([]byte(s), "", "")
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, address, contentType string) {
		if len(b) > 1<<16 {
			return
		}
		Is(b)
		got, err := Parse(b, address, contentType)
		if err != nil && !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("an error of no kind: %v", err)
		}
		for _, i := range got.Items {
			if !utf8.ValidString(i.Title + i.Text + i.Link + i.ID) {
				t.Errorf("%+v is no UTF-8", i)
			}
			if i.Link != "" && !strings.HasPrefix(i.Link, "http") {
				t.Errorf("the link %q", i.Link)
			}
		}
	})
}
