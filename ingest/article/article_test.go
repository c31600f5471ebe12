package article

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"casus"
)

const wire = `<!doctype html><html lang="en-GB"><head><title>Borduria and Syldavia sign a border treaty | The Klow Courier</title>
<meta property="og:site_name" content="The Klow Courier">
<link rel="canonical" href="/2024/06/21/treaty">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Borduria and Syldavia sign a border treaty","datePublished":"2024-06-21T17:05:00+02:00","author":[{"@type":"Person","name":"Anna Lind"},{"name":"Bo Berg"}],"publisher":{"name":"The Klow Courier"}}</script>
</head><body><nav><ul><li><a href=/>Home</a></li><li><a href=/world>World</a></li></ul></nav>
<article class="story has-comments"><h1>Borduria and Syldavia sign a border treaty</h1>
<p class=standfirst>The two states end a quarrel of thirty years</p>
<div class=byline>By Anna Lind and Bo Berg</div><p>June 21, 2024</p>
<div class="share-buttons"><a href=#>Facebook</a> <a href=#>Twitter</a></div>
<figure><img src=x.jpg><figcaption>The ministers of both states shake hands in Klow on Friday.</figcaption></figure>
<p>KLOW (Courier) — Borduria and Syldavia signed a treaty on Friday that ends their quarrel about the border in the Zmyhl mountains, officials of both governments said.</p>
<p>The foreign minister of Syldavia, Ottokar Brandt, said that the treaty was “a gift to our children”. His Bordurian colleague thanked the mediators of the United Nations.</p>
<p><a href=/other>Read more: How the quarrel about the border began</a></p>
<p><strong>RELATED: <a href=/other2>Why the mountains matter to both states</a></strong></p>
<p>Photo: A. Stern/Getty Images</p>
<p>Parliaments in both capitals are to vote in July. The opposition in Szohod said that it would vote against the treaty, which it called a surrender.</p>
<aside><p>Sign up for our newsletter and get the news of the day in your inbox.</p></aside>
<p>Trade across the border, which had stopped in 1994, will begin again in the autumn, the ministers said.<br><br>Both armies are to leave the pass by then.</p>
<h3>Most read</h3><ul><li><a href=/a>A cat on a tree</a></li></ul></article>
<footer><p>© 2024 The Klow Courier. All rights reserved.</p></footer></body></html>`

func TestExtract(t *testing.T) {
	a, err := Extract([]byte(wire), "https://www.courier.example/2024/06/21/treaty?utm_source=x")
	if err != nil {
		t.Fatal(err)
	}
	want := Article{
		Title: "Borduria and Syldavia sign a border treaty", Published: "2024-06-21T17:05:00+02:00", Publisher: "The Klow Courier", Author: "Anna Lind, Bo Berg",
		Language: "en", Address: "https://www.courier.example/2024/06/21/treaty",
	}
	want.Text = strings.Join([]string{
		"KLOW (Courier) — Borduria and Syldavia signed a treaty on Friday that ends their quarrel about the border in the Zmyhl mountains, officials of both governments said.",
		"The foreign minister of Syldavia, Ottokar Brandt, said that the treaty was “a gift to our children”. His Bordurian colleague thanked the mediators of the United Nations.",
		"Parliaments in both capitals are to vote in July. The opposition in Szohod said that it would vote against the treaty, which it called a surrender.",
		"Trade across the border, which had stopped in 1994, will begin again in the autumn, the ministers said.",
		"Both armies are to leave the pass by then.",
	}, "\n\n")
	if a != want {
		t.Errorf("got\n%+v\nnot\n%+v", a, want)
	}
}

// body are paragraphs that make a page an article.
var body = "<p>" + strings.TrimSpace(strings.Repeat(sentence, 3)) + "</p><p>Syldavia said on Friday that it would send its army back to the barracks, and called on Borduria to do the same before the end of the month.</p>" +
	"<p>Borduria answered that it had never sent an army anywhere, and that the question did not arise; its minister would come to Klow all the same, he said.</p>"

func TestWhatIsNotText(t *testing.T) {
	for _, c := range []struct{ name, before, after, words string }{
		{"byline", "<p>By Anna Lind, Klow</p>", "", "Anna"},
		{"date", "<p>Friday, 21 June 2024</p>", "", "2024"},
		{"updated", "<div>Last updated: 12:30 PM, 6/21/24</div>", "", "12:30"},
		{"reading time", "<div>4 min read</div>", "", "4 min"},
		{"share bar by class", `<ul class="post-shareBar social-links"><li>Telegram this to friends</li></ul>`, "", "friends"},
		{"label", "<p>ADVERTISEMENT</p>", "", "ADVERT"},
		{"read also", "", "<p><a href=/x>READ ALSO: Minister resigns over the affair of the mountains</a></p>", "resigns"},
		{"credit", "", "<p>(Photo by A. Stern via Klow Pictures)</p>", "Stern"},
		{"file photo", "", "<p>FILE - The pass in the Zmyhl mountains is seen from the air, March 3, 2020.</p>", "seen"},
		{"newsletter", "", "<div><a href=/n>Sign up for our newsletter</a> and never miss a treaty.</div>", "miss"},
		{"shouted link", "", "<p><a href=/x>MINISTER SEEN WITH A DOG</a></p>", "DOG"},
		{"hidden", "", `<div style="display:none"><p>A paragraph that readers do not see on this page.</p></div>`, "see on"},
		{"tail by heading", "", "<h3>About the author</h3><p>Anna Lind has written about mountains for many years.</p>", "years"},
		{"copyright", "", "<p>© 2024 The Klow Courier</p>", "Courier"},
		{"comments", "", `<div id="comments"><p>A reader says that all of this is wrong and that somebody should do something.</p></div>`, "wrong"},
		{"pull quote", "", `<blockquote class="pull-quote"><p>the question did not arise</p></blockquote>`, ""},
	} {
		a, err := Extract([]byte(page("<article><h1>A page</h1>"+c.before+body+c.after+"</article>")), "")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.words != "" && strings.Contains(a.Text, c.words) || strings.Count(a.Text, "did not arise") != 1 {
			t.Errorf("%s: %q", c.name, a.Text)
		}
		if !strings.HasPrefix(a.Text, "The ministers of both") || !strings.HasSuffix(a.Text, "he said.") {
			t.Errorf("%s: the text is cut: %q", c.name, a.Text)
		}
	}
}

func TestWhatIsText(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"sentence that begins like a byline", "<p>By Friday the army had left the pass, and by Saturday the road was open.</p>", "By Friday the army"},
		{"list", "<ul><li>Both armies leave the pass by October.</li><li>Trade begins again in the autumn.</li></ul>", "Trade begins again"},
		{"quote", "<blockquote><p>We will not sign this treaty, today or ever, the opposition wrote.</p></blockquote>", "We will not sign"},
		{"short sentence", "<p>Nobody was hurt.</p>", "Nobody was hurt."},
		{"dateline in a span", `<p><span class="dateline">SZOHOD, June 21</span> — The parliament voted.</p>`, "SZOHOD, June 21 — The parliament voted."},
		{"table", "<table><tr><td>Klow</td><td>12 dead</td></tr><tr><td>Szohod</td><td>none</td></tr></table>", "Klow 12 dead"},
		{"link in a sentence", `<p>The minister <a href=/x>said in a letter to the parliament</a> that he would resign.</p>`, "said in a letter to the parliament that he"},
		{"sentence about sharing", "<p>The two states agreed to share the water of the river and to follow the rules of the treaty.</p>", "share the water"},
		{"class of a wrapper", `<div class="related-content"><p>` + strings.Repeat(sentence, 6) + `</p></div>`, "weeks of tension"},
	} {
		a, err := Extract([]byte(page("<article><h1>A page</h1>"+body+c.html+"<p>The talks go on, the ministers said on Saturday evening.</p></article>")), "")
		if err != nil || !strings.Contains(a.Text, c.want) {
			t.Errorf("%s: %v, %q", c.name, err, a.Text)
		}
	}
}

func TestAbout(t *testing.T) {
	for _, c := range []struct {
		name, head, body, address string
		want                      Article
	}{
		{"OpenGraph", `<meta property="og:title" content="Ministers meet"><meta property="og:site_name" content="Courier"><meta property="article:published_time" content="2024-06-21T10:00:00Z"><meta property="og:url" content="https://c.example/1">`, "", "https://www.c.example/1?x=1",
			Article{Title: "Ministers meet", Publisher: "Courier", Published: "2024-06-21T10:00:00Z", Language: "en", Address: "https://c.example/1"}},
		{"time element", `<title>Ministers meet</title>`, `<time datetime="2024-06-21" itemprop="datePublished">today</time>`, "",
			Article{Title: "Ministers meet", Published: "2024-06-21", Language: "en"}},
		{"day of the address", `<title>Ministers meet - Courier</title><meta property="og:site_name" content="Courier">`, "", "https://c.example/world/2024/06/21/ministers",
			Article{Title: "Ministers meet", Publisher: "Courier", Published: "2024-06-21", Language: "en", Address: "https://c.example/world/2024/06/21/ministers"}},
		{"shown date", `<title>Ministers meet</title>`, `<span class="post-date">21 June 2024</span>`, "", Article{Title: "Ministers meet", Published: "2024-06-21", Language: "en"}},
		{"ambiguous date", `<title>Ministers meet</title><meta name="date" content="05/06/2024">`, "", "", Article{Title: "Ministers meet", Language: "en"}},
		{"time without a zone", `<title>Ministers meet</title><meta name="pubdate" content="2024-06-21 23:30:00">`, "", "", Article{Title: "Ministers meet", Published: "2024-06-21", Language: "en"}},
		{"canonical of another site", `<title>Ministers meet</title><link rel=canonical href="https://evil.example/x">`, "", "https://c.example/1", Article{Title: "Ministers meet", Language: "en", Address: "https://c.example/1"}},
		{"graph", `<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["Thing","ReportageNewsArticle"],"headline":"Ministers &amp; mountains","inLanguage":"en","datePublished":"June 21, 2024"}]}</script>`, "", "",
			Article{Title: "Ministers & mountains", Published: "2024-06-21", Language: "en"}},
		{"section before the title", `<title>World | Ministers of both states meet in Klow</title>`, "", "", Article{Title: "Ministers of both states meet in Klow", Language: "en"}},
	} {
		p := "<html lang=en><head>" + c.head + "</head><body>" + c.body + "<article>" + body + "</article></body></html>"
		a, err := Extract([]byte(p), c.address)
		if a.Text = ""; err != nil || a != c.want {
			t.Errorf("%s: %v\n%+v, not\n%+v", c.name, err, a, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"2024-06-21T17:05:00Z": "2024-06-21T17:05:00Z", "2024-06-21T17:05:00+0900": "2024-06-21T17:05:00+09:00", "2024-06-21T17:05:00.000Z": "2024-06-21T17:05:00Z", "20240621T170500Z": "2024-06-21T17:05:00Z",
		"2024-06-21": "2024-06-21", "June 21, 2024": "2024-06-21", "21 Jun 2024": "2024-06-21", "Fri, 21 Jun 2024 17:05:00 +0000": "2024-06-21T17:05:00Z", "2024-06-21 17:05": "2024-06-21", "20240621": "2024-06-21",
		"": "", "yesterday": "", "1066-10-14": "", "04/05/2024": "", "x2024-06-21": "", strings.Repeat("2", 70): "",
	} {
		if got := date(in); got != want {
			t.Errorf("date(%q) = %q, not %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"https://c.example/2024/06/21/x": "2024-06-21", "https://c.example/world/2024-06-21-x": "2024-06-21", "https://c.example/a/2024/jun/21/x": "2024-06-21", "https://c.example/news/x-20240621.html": "2024-06-21",
		"https://c.example/2024/6/1/x": "2024-06-01", "https://c.example/article/20249921": "", "https://c.example/123456789": "", "https://c.example/": "", "%": "",
	} {
		if got := addressDate(in); got != want {
			t.Errorf("addressDate(%q) = %q, not %q", in, got, want)
		}
	}
}

func TestCharsets(t *testing.T) {
	for name, p := range map[string]string{
		"meta":        "<html><head><meta charset=iso-8859-1><title>M\xfcller in Br\xfcssel</title></head><body>" + body + "</body></html>",
		"http-equiv":  "<html><head><meta http-equiv=content-type content='text/html; charset=windows-1252'><title>M\xfcller in Br\xfcssel</title></head><body>" + body + "</body></html>",
		"by guess":    "<html><head><title>M\xfcller in Br\xfcssel</title></head><body>" + body + "</body></html>",
		"it is UTF-8": "<html><head><meta charset=iso-8859-1><title>Müller in Brüssel</title></head><body>" + body + "</body></html>",
	} {
		if a, err := Extract([]byte(p), ""); err != nil || a.Title != "Müller in Brüssel" {
			t.Errorf("%s: %q, %v", name, a.Title, err)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Talks  held\nin Klow": "Talks held in Klow", "One.\n\nTwo.": "One.\n\nTwo.", "<p>One.</p><p>Two &amp; three.</p>": "One.\n\nTwo & three.", "A<script>alert(1)</script>B": "AB",
		"<ul><li>a<li>b</ul>": "a\n\nb", "a<br>b": "a\n\nb", "x &lt;b&gt;": "x <b>",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, not %q", in, got, want)
		}
	}
}

func TestNothing(t *testing.T) {
	for _, p := range []string{"", "<html></html>", page(""), page("<nav><a href=/>Home</a></nav>")} {
		if _, err := Extract([]byte(p), ""); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func FuzzExtract(f *testing.F) {
	f.Add([]byte(wire), "https://c.example/2024/06/21/x")
	for _, p := range hostilePages() {
		if len(p) < 1<<14 {
			f.Add([]byte(p), "x")
		}
	}
	f.Add([]byte("<p>\xff<a href='javascript:x'>"+sentence), "://%")
	f.Fuzz(func(t *testing.T, p []byte, address string) {
		if len(p) > 1<<16 {
			return
		}
		a, err := Extract(p, address)
		if err == nil && a.Text == "" {
			t.Error("neither a text nor an error")
		}
		if err != nil && !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("an error of no kind: %v", err)
		}
		for _, s := range []string{a.Title, a.Text, a.Publisher, a.Author, a.Published} {
			if !utf8.ValidString(s) {
				t.Errorf("%q is no UTF-8", s)
			}
		}
		if strings.Contains(a.Text, "\n\n\n") || strings.TrimSpace(a.Text) != a.Text {
			t.Errorf("paragraphs of %q", a.Text)
		}
		Plain(string(p))
	})
}

func BenchmarkExtract(b *testing.B) {
	p := []byte(page("<article><h1>Ministers meet</h1>" + strings.Repeat("<div class=row><p>"+sentence+"</p><ul class=links><li><a href=/x>A link</a></ul></div>", 200) + "</article>"))
	b.SetBytes(int64(len(p)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Extract(p, "https://c.example/1"); err != nil {
			b.Fatal(err)
		}
	}
}
