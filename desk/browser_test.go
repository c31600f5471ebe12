package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"casus"
	"casus/desk"
	"casus/export/layout"
	"casus/record"
	"casus/store"
)

// browser starts Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("the pages in a browser: left out of a short run")
	}
	path := os.Getenv("CASUS_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		t.Skip("the pages in a browser: left out, no Chromium was found; install one, or name it in CASUS_CHROMIUM")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Skipf("the pages in a browser: left out, %s does not start: %v", path, err)
	}
	return ctx
}

// audit looks at a page as a person would who cannot see it well, and tells what is
// wrong: names of forms, order of headings, contrast, what runs over the edge.
const audit = `(() => {
  const bad = [], say = (what, el) => bad.push(what + ": " + (el ? el.outerHTML.slice(0, 110) : ""));
  const shown = (el) => { const r = el.getBoundingClientRect(), s = getComputedStyle(el); return r.width > 1 && r.height > 1 && s.visibility !== "hidden"; };
  const root = document.documentElement;
  if (root.scrollWidth > window.innerWidth + 1) bad.push("the page is wider than the window: " + root.scrollWidth + " > " + window.innerWidth);
  if (!root.lang) bad.push("no language");
  if (document.querySelectorAll("main").length !== 1) bad.push("not one main");
  const ids = new Set();
  for (const el of document.querySelectorAll("[id]")) { if (ids.has(el.id)) say("id twice", el); ids.add(el.id); }
  const hs = [...document.querySelectorAll("h1,h2,h3,h4,h5")];
  if (hs.filter((h) => h.tagName === "H1").length !== 1) bad.push("not one h1");
  let level = 0;
  for (const h of hs) { const n = +h.tagName[1]; if (n > level + 1) say("heading skips a level", h); level = n; if (!h.textContent.trim()) say("empty heading", h); }
  for (const el of document.querySelectorAll("input:not([type=hidden]),select,textarea")) if (!el.labels?.length && !el.getAttribute("aria-label")) say("no label", el);
  for (const el of document.querySelectorAll("a,button")) if (!el.textContent.trim() && !el.getAttribute("aria-label")) say("no name", el);
  for (const el of document.querySelectorAll("img")) if (!el.hasAttribute("alt")) say("no alt", el);
  for (const el of document.querySelectorAll("svg")) if (el.getAttribute("aria-hidden") !== "true" && !el.closest("[aria-hidden=true]") && !el.getAttribute("aria-label") && !el.getAttribute("aria-labelledby") && !el.querySelector("title")) say("picture without words", el);
  for (const el of document.querySelectorAll("th")) if (!el.scope) say("heading of a table without scope", el);
  for (const el of document.querySelectorAll("[style],style,script:not([src])")) say("inline", el);
  const rgb = (c) => { const m = c.match(/[\d.]+/g).map(Number); return c.startsWith("color(") ? [m[0] * 255, m[1] * 255, m[2] * 255, m[3] ?? 1] : [m[0], m[1], m[2], m[3] ?? 1]; };
  const lum = (c) => { const f = (x) => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }; return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]); };
  const ground = (el) => { for (; el; el = el.parentElement) { const c = rgb(getComputedStyle(el).backgroundColor); if (c[3] > 0.99) return c; } return rgb(getComputedStyle(document.body).backgroundColor); };
  const seen = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walk.nextNode()); ) {
    const el = n.parentElement;
    if (!n.data.trim() || seen.has(el) || !shown(el) || el.closest(".hidden,.skip,option,title")) continue;
    seen.add(el);
    const s = getComputedStyle(el), svg = el instanceof SVGElement, c = rgb(svg ? s.fill : s.color), g = ground(el);
    const a = lum(c), b = lum(g), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(s.fontSize);
    const need = size >= 24 || (size >= 18.6 && +s.fontWeight >= 700) ? 3 : 4.5;
    if (ratio < need && !svg) say("contrast " + ratio.toFixed(2), el);
    const r = el.getBoundingClientRect();
    let scrolls = false;
    for (let p = el; p; p = p.parentElement) { const o = getComputedStyle(p); if (/auto|scroll|hidden/.test(o.overflowX)) scrolls = true; }
    if (r.right > window.innerWidth + 1 && !scrolls) say("runs over the edge", el);
  }
  for (const el of document.querySelectorAll("main *")) { const o = getComputedStyle(el).overflowX; if (/auto|scroll/.test(o) && el.scrollWidth > el.clientWidth + 1 && shown(el) && el.tabIndex < 0 && !el.querySelector("a,button,input")) say("scrolls, and no key reaches it", el); }
  return bad;
})()`

// looks are the sizes and themes in which pages are looked at.
var looks = []struct {
	name          string
	width, height int64
	theme         string
}{{"wide-light", 1280, 900, "light"}, {"wide-dark", 1280, 900, "dark"}, {"phone-light", 390, 844, "light"}, {"phone-dark", 390, 844, "dark"}}

// TestPagesInBrowser looks at every page in two widths and two themes. CASUS_SHOTS names a
// folder for screenshots, CASUS_AXE a file of axe-core, whose rules are then tried too.
func TestPagesInBrowser(t *testing.T) {
	ctx := browser(t)
	s := newRecord(t, news(t))
	d := deskWith(t, s, atWork("mill.example/12"))
	said := correctSome(t, d, s)
	srv := httptest.NewServer(d)
	defer srv.Close()
	axe, _ := os.ReadFile(os.Getenv("CASUS_AXE"))
	for name, path := range pagesOf(t, s, said) {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(srv.URL+path)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, look := range looks {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(look.width, look.height)); err != nil {
				t.Fatal(err)
			}
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.documentElement.dataset.theme = "`+look.theme+`"`)); err != nil {
				t.Fatal(err)
			}
			bad, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](audit))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			for _, b := range bad {
				t.Errorf("%s (%s): %s", path, look.name, b)
			}
			shoot(ctx, t, name+"-"+look.name)
			if len(axe) > 0 && strings.HasPrefix(look.name, "wide") {
				tryAxe(ctx, t, path+" ("+look.name+")", string(axe))
			}
		}
	}
}

// shoot takes a screenshot where CASUS_SHOTS asks for it.
func shoot(ctx context.Context, t *testing.T, name string) {
	dir := os.Getenv("CASUS_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}

func tryAxe(ctx context.Context, t *testing.T, what, axe string) {
	// Of links in pictures the rule takes the title, which is not seen, for visible words.
	script := axe + `; axe.run({rules: {"label-content-name-mismatch": {enabled: false}}, resultTypes: ["violations"]}).then((r) => r.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")))`
	bad, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Errorf("axe on %s: %v", what, err)
	}
	for _, b := range bad {
		t.Errorf("axe on %s: %s", what, b)
	}
}

// correctSome says something of some events, so that no page is empty.
func correctSome(t *testing.T, d *desk.Desk, s store.Store) string {
	t.Helper()
	p, err := s.Events(context.Background(), store.Filter{Dyad: [2]string{"KOR", "RUS"}, Event: []string{"REQUEST"}, Limit: 5})
	if err != nil || len(p.Events) < 2 {
		t.Fatal(p, err)
	}
	e := p.Events[0].ID
	post(t, d, "/events/"+e+"/corrections", url.Values{"kind": {"slot"}, "slot": {"mode"}, "value": {"yield"}, "reason": {"they asked for a concession"}})
	post(t, d, "/events/"+p.Events[1].ID+"/corrections", url.Values{"kind": {"accept"}})
	r := &record.Recorder{Store: s, Pipeline: read(t), Now: clock}
	for _, k := range []string{"accept", "reject"} {
		if _, err := r.Correct(context.Background(), store.Correction{Kind: k, Event: p.Events[1].ID, Author: "second coder"}); err != nil {
			t.Fatal(err)
		}
	}
	fail(t, s, []string{"Halvia speaks", "A very long list of names", ""}, []string{"the coder stopped: index out of range", "ran past its deadline of 2s", "handed out 3 times without an answer: the workers that had it were lost"})
	for i := range 3 {
		if err := s.Note(context.Background(), store.SourceNote{Source: "https://wire.example/feed.xml", At: clock().AddDate(0, 0, -5+i), Items: 20, New: 3 - i, Error: []string{"", "", "the server said 503"}[i]}); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// pagesOf are the pages that are looked at, by name.
func pagesOf(t *testing.T, s store.Store, event string) map[string]string {
	t.Helper()
	e, err := s.Event(context.Background(), "", event)
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.Dispatch(context.Background(), e.Dispatch)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"today": "/", "events": "/events", "events-asked": "/events?actor=KOR&event=REQUEST&words=cooperation", "events-none": "/events?actor=ZZZ", "event": "/events/" + event + "?said=1", "dispatch": "/dispatches/" + e.Dispatch,
		"search": "/search?words=pact", "statements": "/statements", "commitments": "/commitments", "queue": "/queue", "coding": "/coding?retried=1", "corrections": "/corrections", "sources": "/sources",
		"lexicon": "/lexicon", "lexicon-words": "/lexicon?words=urge", "lexicon-file": "/lexicon/en/verbs/ask.txt", "quality": "/quality", "users": "/users", "dyads": "/dyads", "dyad": "/dyads/KOR-RUS", "actors": "/actors", "actor": "/actors/KOR", "stories": "/stories", "story": "/stories/" + x.Story, "map": "/map", "network": "/network", "api": "/api/docs", "error": "/nowhere",
	}
}

// TestKeys corrects from the keyboard: the queue judges, and goes on to the next.
func TestKeys(t *testing.T) {
	ctx := browser(t)
	d, s := newDesk(t)
	srv := httptest.NewServer(d)
	defer srv.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL+"/queue")); err != nil {
		t.Fatal(err)
	}
	for i, key := range []string{"a", "r"} {
		if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(key)); err != nil {
			t.Fatal(err)
		}
		if where, err := chromedp.Run(ctx, chromedp.Location()); err != nil || !strings.HasSuffix(where, fmt.Sprintf("/queue?said=%d", i+1)) {
			t.Errorf("after %q at %s, %v", key, where, err)
		}
	}
	all, err := s.Corrections(context.Background(), "")
	if err != nil || len(all) != 2 || all[0].Kind != "accept" || all[1].Kind != "reject" || all[0].Event == all[1].Event {
		t.Errorf("%+v %v", all, err)
	}
}

// TestRefresh: the page of the coding follows it, until somebody stops that.
func TestRefresh(t *testing.T) {
	ctx := browser(t)
	w := atWork("mill.example/12")
	srv := httptest.NewServer(deskWith(t, newRecord(t, news(t)), w))
	defer srv.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL+"/coding")); err != nil {
		t.Fatal(err)
	}
	shows := func(words string, within time.Duration) bool {
		for end := time.Now().Add(within); ; time.Sleep(100 * time.Millisecond) {
			text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(text, words) {
				return true
			}
			if time.Now().After(end) {
				return false
			}
		}
	}
	w.goOn(777)
	if !shows("777", 10*time.Second) {
		t.Error("the page does not follow")
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelector("[data-pause]").click(), true`)); err != nil {
		t.Fatal(err)
	}
	w.goOn(888)
	if shows("888", 3*time.Second) || !shows("Go on refreshing", 0) {
		t.Error("the page goes on though it was stopped")
	}
}

// hostile are a hundred strings that would run where text became markup.
func hostile() []string {
	const run = "window.xss=1"
	shapes := []string{
		`<script>%s</script>`, `</script><script>%s</script>`, `"><script>%s</script>`, `'><script>%s</script>`, `<img src=x onerror=%s>`, `"><img src=x onerror=%s>`, `' onmouseover='%s`, `" autofocus onfocus="%s`,
		`<svg onload=%s>`, `<svg><script>%s</script></svg>`, `<body onload=%s>`, `<iframe srcdoc="<script>parent.%s</script>">`, `<details open ontoggle=%s>`, `<video><source onerror=%s></video>`, `javascript:%s`, `java&#115;cript:%s`,
		` JaVaScRiPt:%s`, `data:text/html,<script>%s</script>`, `<a href="javascript:%s">x</a>`, `<math><mi xlink:href="javascript:%s">x</mi></math>`, `{{%s}}`, `${%s}`, `<!--><img src=x onerror=%s>-->`, `<style>@import 'x';</style><img src=x onerror=%s>`,
		`</title><script>%s</script>`, `</textarea><script>%s</script>`, `</style><script>%s</script>`, `<base href="javascript:%s//">`, `<meta http-equiv=refresh content="0;javascript:%s">`, `<form action="javascript:%s"><button>x`, `<object data="javascript:%s">`, `<embed src="javascript:%s">`,
		"<scr\x00ipt>%s</scr\x00ipt>", "\u202e<script>%s</script>", `<ſcript>%s</ſcript>`, `＜script＞%s＜/script＞`, `&lt;script&gt;%s&lt;/script&gt;`, `&#60;script&#62;%s&#60;/script&#62;`, `\u003cscript\u003e%s\u003c/script\u003e`, `%%3Cscript%%3E%s%%3C/script%%3E`,
		`<input onfocus=%s autofocus>`, `<select onfocus=%s autofocus>`, `<marquee onstart=%s>`, `<x onclick=%s id=find>`, `<img/src/onerror=%s>`, "<img\nsrc=x\nonerror=%s>", `<image href=x onerror=%s>`, `<svg><animate onbegin=%s attributeName=x dur=1s>`, `<svg><use href="data:image/svg+xml,<svg onload=%s>">`, `]]><script>%s</script>`,
	}
	var out []string
	for _, s := range shapes {
		out = append(out, fmt.Sprintf(s, run), fmt.Sprintf("Seoul "+s+" Moscow", run))
	}
	return out
}

// TestHostileStrings puts them into every field that text reaches, and looks whether any
// has run.
func TestHostileStrings(t *testing.T) {
	list := hostile()
	if len(list) != 100 {
		t.Fatalf("%d strings", len(list))
	}
	ctx := browser(t)
	s := newRecord(t, func(yield func(casus.Dispatch, error) bool) {
		for i, x := range list {
			text := "South Korea urged Russia on Monday to halt the talks, " + x + ".\n\nGermany condemned " + x + ". \"We reject " + x + ",\" the Russian foreign minister said."
			if !yield(casus.Dispatch{ID: fmt.Sprint(i, x), Title: x, Text: text, Publisher: x, URL: x, Licence: x, Published: clock()}, nil) {
				return
			}
		}
	})
	fail(t, s, list, list)
	work := atWork(strings.Join(list, ""))
	for _, x := range list {
		work.progress.Workers = append(work.progress.Workers, desk.Worker{Name: x})
	}
	d := deskWith(t, s, work)
	srv := httptest.NewServer(d)
	defer srv.Close()
	p, err := s.Events(context.Background(), store.Filter{Limit: 1000})
	if err != nil || len(p.Events) < 100 {
		t.Fatalf("%d events, %v", len(p.Events), err)
	}
	r := &record.Recorder{Store: s, Pipeline: read(t), Now: clock}
	paths := []string{"/", "/events?mentions=1&limit=1000", "/statements?limit=1000", "/commitments?limit=1000", "/search?words=Seoul", "/sources", "/queue", "/stories", "/dyads", "/dyads/KOR-RUS", "/actors", "/actors/KOR", "/map", "/network"}
	seen := map[string]bool{}
	for i, x := range list {
		e := &p.Events[i]
		if _, err := r.Correct(context.Background(), store.Correction{Kind: "slot", Event: e.ID, Slot: "mode", Value: x, Author: x, Reason: x}); err != nil {
			t.Fatal(err)
		}
		if err := s.Note(context.Background(), store.SourceNote{Source: x, At: clock(), Error: x}); err != nil {
			t.Fatal(err)
		}
		if !seen[e.Dispatch] {
			seen[e.Dispatch] = true
			paths = append(paths, "/dispatches/"+e.Dispatch, "/stories/"+e.Dispatch, "/events/"+e.ID+"?said="+fmt.Sprint(i+1))
		}
		q := url.QueryEscape(x)
		for _, path := range []string{"/events?actor=" + q + "&source=" + q + "&mode=" + q + "&place=" + q, "/search?words=" + q, "/lexicon?words=" + q}[i%3 : i%3+1] {
			paths = append(paths, path)
		}
	}
	paths = append(paths, "/corrections", "/users", "/coding")
	ran := 0
	for _, path := range paths {
		if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL+path)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`(window.xss || 0) + document.querySelectorAll("main script, main iframe, main object, main embed, main [onerror], main [onload], main [onfocus], a[href^='javascript'], a[href^='data']").length`))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if n != 0 {
			ran++
			t.Errorf("%s: something ran, or stands as markup", path)
		}
	}
	t.Logf("%d strings, %d pages, %d ran", len(list), len(paths), ran)
	unseen(t, d, paths)
	exported(ctx, t, s, len(list))
	for _, path := range []string{"/events.json?mentions=1&limit=1000", "/api/events?limit=1000", "/api/corrections", "/api/coding", "/api/failures", "/statements.json?limit=1000"} {
		if _, body := get(t, d, path); !json.Valid([]byte(body)) {
			t.Errorf("%s is no JSON", path)
		}
	}
}

// bare are the pages that no text from outside reaches.
var bare = map[string]bool{"/account": true, "/login": true, "/lexicon/{file...}": true, "/quality": true, "/api/docs": true}

// unseen looks whether a page of the table was left out.
func unseen(t *testing.T, d *desk.Desk, paths []string) {
	t.Helper()
	hidden := regexp.MustCompile(`\\\{[^}]*\\\}`)
	for _, r := range d.Table() {
		switch {
		case r.Method != "GET" || bare[r.Pattern] || strings.HasPrefix(r.Pattern, "/api/") || strings.HasPrefix(r.Pattern, "/static/"):
			continue
		case r.Pattern == "/healthz" || r.Pattern == "/metrics" || filepath.Ext(r.Pattern) != "":
			continue // not read by browsers as pages
		}
		form := regexp.MustCompile("^" + hidden.ReplaceAllString(regexp.QuoteMeta(strings.Replace(r.Pattern, "{$}", "", 1)), "[^/?]+") + `(\?.*)?$`)
		if !slices.ContainsFunc(paths, form.MatchString) {
			t.Errorf("the page %s was not looked at", r.Pattern)
		}
	}
}

// exported opens the chronology, which is a page of its own.
func exported(ctx context.Context, t *testing.T, s store.Store, least int) {
	t.Helper()
	tables, err := layout.Load()
	if err != nil {
		t.Fatal(err)
	}
	src := &layout.Source{Tables: tables, Store: s}
	c := tables.NewChronology(`<script>window.xss=1</script>`)
	n := 0
	for it, err := range src.Items(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		c.Add(it)
	}
	if n < least {
		t.Errorf("%d events exported", n)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_ = c.HTML(w)
	}))
	defer srv.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(srv.URL)); err != nil {
		t.Fatal(err)
	}
	bad, err := chromedp.Run(ctx, chromedp.Evaluate[int](`(window.xss || 0) + document.querySelectorAll("script, iframe, object, embed, form, base, [onerror], [onload], [onfocus], a[href^='javascript'], a[href^='data']").length`))
	if err != nil || bad != 0 {
		t.Errorf("the exported page: %d things ran, or stand as markup: %v", bad, err)
	}
}
