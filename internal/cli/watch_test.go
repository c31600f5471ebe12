package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWatchTells visits a feed whose item meets a rule: it is told by the visit that
// brought it, and not by the next.
func TestWatchTells(t *testing.T) {
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Courier</title><item><title>Talks</title><link>https://courier.example/1</link>
			<guid>1</guid><pubDate>Fri, 21 Jun 2024 09:00:00 GMT</pubDate><description>Seoul urged Moscow on Friday to halt the talks.</description></item></channel></rss>`)
	}))
	defer host.Close()
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	feeds := file("feeds.yaml", "allow: [127.0.0.1]\nfeeds:\n  - url: "+host.URL+"/feed\n    name: Courier\n    every: 1m\n")
	rules := file("rules.txt", "alert demands\n  party  KOR\n  event  REQUEST\n  to     out\n\ntarget out\n  stdout\n")
	for i, want := range []string{"KOR REQUEST change > RUS", ""} {
		var out, said bytes.Buffer
		code := Main([]string{"watch", "--store", filepath.Join(dir, "r.db"), "--once", "--alerts", rules, feeds}, strings.NewReader(""), &out, &said)
		if code != 0 || !strings.Contains(out.String(), want) || want == "" && out.Len() > 0 {
			t.Errorf("call %d: exit %d, %q, %s", i+1, code, out.String(), said.String())
		}
	}
}
