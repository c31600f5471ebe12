package desk

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"casus/desk/access"
)

//go:embed common/*.html views/*.html
var templates embed.FS

// views are the templates, each with the common ones.
type views map[string]*template.Template

// loadViews parses all templates; a fault in one is told at the start.
func loadViews(d *Desk) (views, error) {
	common, err := template.New("base.html").Funcs(d.funcs()).ParseFS(templates, "common/*.html")
	if err != nil {
		return nil, fmt.Errorf("the common templates: %w", err)
	}
	names, err := fs.Glob(templates, "views/*.html")
	if err != nil {
		return nil, err
	}
	out := views{}
	for _, name := range names {
		t, err := common.Clone()
		if err == nil {
			t, err = t.ParseFS(templates, name)
		}
		if err != nil {
			return nil, fmt.Errorf("the template %s: %w", name, err)
		}
		out[path.Base(name)] = t
	}
	return out, nil
}

// page is what a view is given.
type page struct {
	// Title of the page, without the desk's name.
	Title string
	// Nav is the address of the item of the navigation that the page stands under.
	Nav string
	// Crumbs lead from the item to the page.
	Crumbs []link
	// Twins are addresses of the same in other formats.
	Twins []link
	// Pictures says that the page needs their style sheet.
	Pictures bool
	// Wide pages use all of the window.
	Wide bool
	// Body is what the view shows.
	Body any

	// The rest is set on showing.
	Who           visitor
	Theme, Here   string
	Version       string
	Style, Script string
	PictureStyle  string
	Menu          []group
	// Open says that nobody logs in here.
	Open bool
}

// link is an address with its name.
type link struct{ Name, Href string }

// group is a part of the navigation.
type group struct {
	Name  string
	Items []link
}

// menu is the navigation.
func menu() []group {
	return []group{
		{"News", []link{{"Today", "/"}, {"Events", "/events"}, {"Stories", "/stories"}, {"Statements", "/statements"}, {"Commitments", "/commitments"}}},
		{"Pictures", []link{{"Dyads", "/dyads"}, {"Actors", "/actors"}, {"Map", "/map"}, {"Network", "/network"}}},
		{"Work", []link{{"Queue", "/queue"}, {"Corrections", "/corrections"}, {"Coding", "/coding"}, {"Users", "/users"}}},
		{"Why", []link{{"Sources", "/sources"}, {"Lexicon", "/lexicon"}, {"Quality", "/quality"}, {"Interface", "/api/docs"}}},
	}
}

// show answers with a page.
func (d *Desk) show(v *visit, view string, p page) error {
	return d.showStatus(v, http.StatusOK, view, p)
}

func (d *Desk) showStatus(v *visit, status int, view string, p page) error {
	t := d.views[view]
	if t == nil {
		return fmt.Errorf("there is no view %q", view)
	}
	p.Who, p.Theme, p.Here, p.Version = v.who, themeOf(v.r), v.r.URL.RequestURI(), d.version
	p.Open = d.guards.open()
	p.PictureStyle = d.assets.address("chart.css")
	p.Style, p.Script, p.Menu = d.assets.address("desk.css"), d.assets.address("desk.js"), d.menus[v.who.Role]
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return fmt.Errorf("the view %s: %w", view, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.Header().Set("Cache-Control", "no-store")
	v.w.WriteHeader(status)
	_, err := v.w.Write(b.Bytes())
	return gone(err)
}

// menuFor leaves out what the table has no page for, and what a role may not see.
func menuFor(role access.Role) []group {
	known := map[string]bool{}
	for _, r := range routes() {
		known[strings.TrimSuffix(r.pattern, "{$}")] = r.method == "GET" && role >= r.role || known[strings.TrimSuffix(r.pattern, "{$}")]
	}
	var out []group
	for _, g := range menu() {
		var items []link
		for _, l := range g.Items {
			if known[l.Href] {
				items = append(items, l)
			}
		}
		if len(items) > 0 {
			out = append(out, group{g.Name, items})
		}
	}
	return out
}

// gone says nothing of a visitor who has left before the end of the page.
func gone(error) error { return nil }

// errorPage shows what went wrong.
func (d *Desk) errorPage(v *visit, status int, message string) {
	p := page{Title: http.StatusText(status), Body: map[string]any{"Status": status, "Message": message}}
	if err := d.showStatus(v, status, "error.html", p); err != nil {
		d.log.Error("failed to show an error", "error", err)
		http.Error(v.w, message, status)
	}
}

// yearLong is how long a choice is kept.
const yearLong = 365 * 24 * time.Hour

// themes that a visitor may choose.
var themes = map[string]bool{"auto": true, "light": true, "dark": true}

func themeOf(r *http.Request) string {
	if c, err := r.Cookie("theme"); err == nil && themes[c.Value] {
		return c.Value
	}
	return "auto"
}

// themeChange keeps the choice of light or dark.
func (d *Desk) themeChange(v *visit) error {
	theme := v.r.FormValue("theme")
	if !themes[theme] {
		theme = "auto"
	}
	d.cookie(v, "theme", theme, yearLong)
	http.Redirect(v.w, v.r, inside(v.r.FormValue("back")), http.StatusSeeOther)
	return nil
}

// inside is an address of this desk; anything else is the front page.
func inside(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}
