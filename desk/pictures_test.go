package desk_test

import (
	"bytes"
	"compress/gzip"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/demo"
)

// demoNews are the dispatches of the demo.
func demoNews(t testing.TB) iter.Seq2[casus.Dispatch, error] {
	t.Helper()
	all, err := demo.Dispatches()
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(casus.Dispatch, error) bool) {
		for _, d := range all {
			if !yield(d, nil) {
				return
			}
		}
	}
}

var (
	linked = regexp.MustCompile(`href="(/[^"#]*)`)
	inline = regexp.MustCompile(`(?i)<[^>]+\s(style|on[a-z]+)=|<script>`)
)

// weight is the size of a page as it is sent with gzip.
func weight(t *testing.T, page string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(page)); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.Len()
}

// whole asks until nothing on a page is late.
func whole(t *testing.T, d http.Handler, path string) (status int, body string) {
	t.Helper()
	for range 200 {
		if status, body = get(t, d, path); status != http.StatusServiceUnavailable && !strings.Contains(body, "is being counted") && !strings.Contains(body, "are being made") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return status, body
}

// TestPictures walks the pages of pictures on the demo's record: each shows what it is
// for, is light, holds nothing inline, and its links lead somewhere.
func TestPictures(t *testing.T) {
	d := deskOn(t, newRecord(t, demoNews(t)))
	links := map[string]bool{}
	for _, x := range []struct{ path, want string }{
		{"/dyads", "Who acts on whom"},
		{"/dyads?span=all", "Russia"},
		{"/dyads?from=1999-01-01&to=1999-02-01", "Nothing is counted in this time"},
		{"/dyads/RUS-UKR", "c-series"},
		{"/dyads/rus-ukr?by=day&span=90", "Over time"},
		{"/dyads/RUS-UKR?from=2023-01-01", "Latest events"},
		{"/dyads/RUS-ZZZ", "counts no event between them"},
		{"/dyads/RUS-UKR.json", `"points":[{"from":`},
		{"/actors", "Acted on"},
		{"/actors/USA?span=all", "Who held which office"},
		{"/actors/USA?span=all", "Antony Blinken"},
		{"/actors/NOBODY", "counts no event of this actor"},
		{"/stories", "source"},
		{"/stories?sources=any", "dispatch"},
		{"/map", "c-land"},
		{"/map?by=dyad&view=europe&span=all", "c-edge"},
		{"/map?view=nowhere", "c-land"},
		{"/network?span=all", "c-node"},
	} {
		status, body := whole(t, d, x.path)
		if status != 200 || !strings.Contains(body, x.want) {
			t.Errorf("%s: %d without %q:\n%.500s", x.path, status, x.want, body)
			continue
		}
		if n := weight(t, body); n > 60<<10 {
			t.Errorf("%s weighs %d bytes with gzip", x.path, n)
		}
		if m := inline.FindString(body); m != "" {
			t.Errorf("%s holds %s", x.path, m)
		}
		for _, m := range linked.FindAllStringSubmatch(body, -1) {
			links[strings.ReplaceAll(m[1], "&amp;", "&")] = true
		}
	}
	for _, path := range []string{"/dyads/RUS", "/dyads/RUS-RUS", "/dyads?from=soon", "/map?from=2024-02-01&to=2024-01-01"} {
		if status, _ := get(t, d, path); status != 400 {
			t.Errorf("%s: %d, want 400", path, status)
		}
	}
	if status, _ := get(t, d, "/stories/none"); status != 404 {
		t.Errorf("a story that is not there: %d", status)
	}
	n := map[string]int{}
	for link := range links {
		u, err := url.Parse(link)
		if err != nil {
			t.Errorf("%s: %v", link, err)
			continue
		}
		// Some of each kind of address are enough.
		_, kind, _ := strings.Cut(u.Path, "/")
		kind, _, _ = strings.Cut(kind, "/")
		if n[kind]++; kind == "api" || n[kind] > 12 {
			continue
		}
		if status, _ := whole(t, d, link); status >= 400 {
			t.Errorf("%s leads to %d", link, status)
		}
	}
	story(t, d)
}

// story looks at the story that most sources tell.
func story(t *testing.T, d http.Handler) {
	t.Helper()
	_, list := get(t, d, "/stories")
	best, most := "", 0
	for _, m := range regexp.MustCompile(`href="(/stories/[0-9a-f]+)"`).FindAllStringSubmatch(list, -1) {
		if _, body := get(t, d, m[1]); strings.Count(body, "c-moment") > most {
			best, most = m[1], strings.Count(body, "c-moment")
		}
	}
	_, body := get(t, d, best)
	for _, want := range []string{"it began the story", "Who told it when", "Told more than once", "the same, since:", "Not the same", "Who contradicts", "independent sources"} {
		if !strings.Contains(body, want) {
			t.Errorf("%s without %q", best, want)
		}
	}
}
