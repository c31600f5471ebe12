package cli

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// TestIngestFromTheWeb: a page by its address, a list followed, what is not English
// stored and told.
func TestIngestFromTheWeb(t *testing.T) {
	page := func(title string, paragraphs ...string) string {
		return "<html><head><title>" + title + "</title></head><body><article><h1>" + title + "</h1><p>" + strings.Join(paragraphs, "</p><p>") + "</p></article></body></html>"
	}
	english := page("Envoy called in", "France condemned Russia on Friday over the closing of the border crossing near the town, officials of the ministry said in the capital.",
		"The ministry called in the ambassador and demanded that the crossing be opened again before the end of the month, as both sides had agreed last year.")
	french := page("L'ambassadeur convoqué", "La France a condamné vendredi la Russie pour la fermeture du poste frontière près de la ville, ont déclaré des responsables du ministère dans la capitale.",
		"Le ministère a convoqué l'ambassadeur et exigé que le passage soit rouvert avant la fin du mois, comme les deux parties en étaient convenues l'année dernière.")
	mux := http.NewServeMux()
	for path, body := range map[string]string{"/en": english, "/fr": french} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, body)
		})
	}
	mux.HandleFunc("/robots.txt", http.NotFound)
	server := httptest.NewServer(mux)
	defer server.Close()
	store := filepath.Join(t.TempDir(), "r.db")
	run := func(stdin string, args ...string) (int, string, string) {
		var out, err bytes.Buffer
		code := Main(append([]string{"ingest", "--store", store, "--uncoded"}, args...), strings.NewReader(stdin), &out, &err)
		return code, out.String(), err.String()
	}
	code, _, said := run("", server.URL+"/en")
	if code != exitFailed || !strings.Contains(said, "inside a network") {
		t.Errorf("a host inside the network, not allowed: %d %s", code, said)
	}
	code, _, said = run("", "--allow", "127.0.0.1", server.URL+"/en")
	if code != exitDone || !strings.Contains(said, "1 new dispatches") {
		t.Errorf("a page: %d %s", code, said)
	}
	list := fmt.Sprintf("url\tdate\tpublisher\n%s/fr\t2024-06-21\tWire\n%s/gone\t2024-06-21\tWire\n", server.URL, server.URL)
	code, out, said := run(list, "-")
	if code != exitDone || strings.Count(out, "\n") != 3 || !strings.Contains(said, "2 addresses without text listed") {
		t.Errorf("a list: %d %s %s", code, out, said)
	}
	code, _, said = run(list, "--fetch", "--allow", "127.0.0.1", "-")
	if code != exitPartly || !strings.Contains(said, "1 new dispatches") || !strings.Contains(said, "not coded (fr 1)") || !strings.Contains(said, "404") {
		t.Errorf("a list followed: %d %s", code, said)
	}
}
