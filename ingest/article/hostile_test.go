package article

import (
	"errors"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"casus"
)

// The bar for hostile pages: none takes longer, or more memory, than this.
const (
	longest = 2 * time.Second
	largest = 256 << 20
)

func page(body string) string {
	return "<!doctype html><html lang=en><head><title>A page</title></head><body>" + body + "</body></html>"
}

const sentence = "The ministers of both states met on Friday and agreed to hold further talks, officials said, after weeks of tension at the border. "

// hostilePages are pages made to cost time, memory or sense.
func hostilePages() map[string]string {
	real := "<article><h1>Ministers meet</h1>" + strings.Repeat("<p>"+strings.Repeat(sentence, 3)+"</p>", 8) + "</article>"
	attributes := func() string {
		var b strings.Builder
		b.WriteString("<div ")
		for i := range 300_000 {
			b.WriteString("a" + strconv.Itoa(i) + "=x ")
		}
		return b.String() + ">" + real + "</div>"
	}
	return map[string]string{
		"100k nested div":            page(strings.Repeat("<div>", 100_000)),
		"400 nested div":             page(strings.Repeat("<div>", 400) + real + strings.Repeat("</div>", 400)),
		"500 nested div, each text":  page(strings.Repeat("<div>"+sentence, 500)),
		"400 nested, then 20k p":     page(strings.Repeat("<div>", 400) + strings.Repeat("<p>"+sentence+"</p>", 20_000)),
		"400 nested each 100 p":      page(strings.Repeat("<div>"+strings.Repeat("<p>"+sentence+"</p>", 100), 400)),
		"20k open a":                 page(strings.Repeat("<a href=/x>"+sentence, 20_000)),
		"20k b and i interleaved":    page(strings.Repeat("<b><i>x</b></i>", 20_000)),
		"20k open b in p":            page(strings.Repeat("<p><b>x", 20_000)),
		"20k open font and p":        page(strings.Repeat("<font color=red><p>x", 20_000)),
		"50k table rows":             page("<table>" + strings.Repeat("<tr><td>"+sentence+"</td></tr>", 50_000) + "</table>"),
		"200 nested tables":          page(strings.Repeat("<table><tr><td>", 100) + real),
		"text in a table":            page("<table>" + strings.Repeat("x<tr>", 30_000)),
		"5 MB paragraph":             page("<p>" + strings.Repeat(sentence, 5<<20/len(sentence)) + "</p>"),
		"14 MB paragraph":            page("<p>" + strings.Repeat(sentence, 14<<20/len(sentence)) + "</p>"),
		"14 MB word":                 page("<p>" + strings.Repeat("a", 14<<20) + "</p>"),
		"14 MB without a paragraph":  page(strings.Repeat(sentence, 14<<20/len(sentence))),
		"14 MB of entities":          page("<p>" + strings.Repeat("&amp;&lt;", 14<<20/9)),
		"14 MB of script":            page(real + "<script>" + strings.Repeat("var x = '<p>';", 1_000_000) + "</script>"),
		"300k attributes":            page(attributes()),
		"a class of 5 MB":            page("<div class='" + strings.Repeat("share related ", 5<<20/14) + "'>" + real + "</div>"),
		"a style of 5 MB":            page("<div style='" + strings.Repeat("display : ", 5<<20/10) + "'>" + real + "</div>"),
		"invalid UTF-8":              page(real + strings.Repeat("<p>\xff\xfe\xc0\x80 "+sentence+"</p>", 2000)),
		"NUL in everything":          strings.ReplaceAll(page(real), "e", "e\x00"),
		"100k p":                     page(strings.Repeat("<p>"+sentence[:40]+"</p>", 100_000)),
		"119k empty p":               page(strings.Repeat("<p>", 119_000)),
		"1M p":                       page(strings.Repeat("<p>x", 1_000_000)),
		"50k br":                     page("<div>" + strings.Repeat("x<br><br>", 50_000)),
		"50k li":                     page("<ul>" + strings.Repeat("<li>"+sentence, 50_000)),
		"50k images":                 page(strings.Repeat("<img src=x.jpg data-src='y.jpg 1'>", 50_000) + real),
		"50k comments":               page(strings.Repeat("<!-- x -->", 500_000) + real),
		"an open comment":            page(real + "<!--" + strings.Repeat("-->"[:2], 1_000_000)),
		"an open tag":                "<html><body><p " + strings.Repeat("a", 1<<20),
		"no tags at all":             strings.Repeat(sentence, 2000),
		"only tags":                  page(strings.Repeat("<div></div>", 40_000)),
		"nothing":                    "",
		"a NUL":                      "\x00",
		"UTF-16":                     "\xff\xfe" + strings.Join(strings.Split(page(real), ""), "\x00") + "\x00",
		"a zip":                      "PK\x03\x04" + strings.Repeat("\x00\xff\x80", 100_000),
		"20k noscript images":        page(strings.Repeat("<img><noscript><img src=x.jpg></noscript>", 20_000) + real),
		"JSON-LD, deep":              page("<script type='application/ld+json'>" + strings.Repeat("[", 100_000) + "</script>" + real),
		"JSON-LD, deep objects":      page("<script type='application/ld+json'>" + strings.Repeat(`{"@graph":`, 5_000) + "1" + strings.Repeat("}", 5_000) + "</script>" + real),
		"JSON-LD, 5,000 scripts":     page(strings.Repeat(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>`, 5_000) + real),
		"10k meta":                   page(strings.Repeat("<meta property=og:title content=x>", 10_000) + real),
		"10k times":                  page(strings.Repeat("<time datetime=2024-06-21>x</time>", 10_000) + real),
		"svg and math, nested":       page(strings.Repeat("<svg><math><desc><mtext>", 100) + real),
		"10k templates":              page(strings.Repeat("<template>", 10_000) + real),
		"10k frames":                 "<html>" + strings.Repeat("<frameset><frame>", 10_000),
		"10k forms and selects":      page(strings.Repeat("<form><select><option>x", 10_000) + real),
		"bidi and invisible letters": page(strings.ReplaceAll(real, " ", "\u202e \u200b\u2066")),
		"200k small spans":           page("<p>" + strings.Repeat("<span>x </span>", 100_000) + "</p>"),
		"20k headings":               page(strings.Repeat("<h2>A heading here</h2>", 20_000) + real),
		"20k aside":                  page(strings.Repeat("<aside><p>"+sentence+"</p></aside>", 20_000)),
		"20k div, one p each":        page(strings.Repeat("<div><p>"+sentence+"</p></div>", 20_000)),
		"10k div of class share":     page(strings.Repeat("<div class=share><div class=related>"+sentence+"</div></div>", 10_000) + real),
	}
}

// heapOf runs f and returns the most of the heap that was seen in use above what was
// there before, and how long it took.
func heapOf(f func()) (uint64, time.Duration) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	var most atomic.Uint64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most.Store(max(most.Load(), m.HeapAlloc))
			}
		}
	}()
	start := time.Now()
	f()
	took := time.Since(start)
	close(done)
	<-ended
	if most.Load() < before {
		return 0, took
	}
	return most.Load() - before, took
}

func TestHostilePages(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds of hostile pages")
	}
	for name, p := range hostilePages() {
		t.Run(name, func(t *testing.T) {
			var a Article
			var err error
			heap, took := heapOf(func() { a, err = Extract([]byte(p), "https://news.example/2024/06/21/x") })
			t.Logf("%v, %d MB, %d bytes of text, %v", took.Round(time.Millisecond), heap>>20, len(a.Text), err)
			if err != nil && !errors.Is(err, casus.ErrInvalid) {
				t.Errorf("the error is of no kind: %v", err)
			}
			// A machine that does other things at the same time is slower.
			if took > slack*longest {
				t.Errorf("took %v", took)
			}
			if heap > largest {
				t.Errorf("took %d MB", heap>>20)
			}
		})
	}
}
