package layout

import (
	"bufio"
	"cmp"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"casus/export"
)

// Chronology gathers events for a list that people read: one line an event, with its
// day, who did what to whom, the words that tell it, and the source.
type Chronology struct {
	Title  string
	tables *Tables
	lines  []line
}

type line struct {
	id, Month, Day, Who, Act, Whom, Status, By, Quote, Source, URL, Told string
}

// NewChronology begins a list.
func (t *Tables) NewChronology(title string) *Chronology { return &Chronology{Title: title, tables: t} }

// Add adds an event.
func (c *Chronology) Add(it *Item) {
	b := &it.Body
	x := line{id: it.ID, Day: string(b.Date.Value), Who: c.names(b.Actor), Whom: c.names(b.Recipient), Act: c.act(it), Quote: oneLine(b.Evidence.Text)}
	if b.Reciprocal && x.Whom == "" {
		x.Who, x.Whom = c.names(b.Actor[:min(1, len(b.Actor))]), c.names(b.Actor[min(1, len(b.Actor)):])
	}
	x.Month = "No day"
	if len(x.Day) >= 7 {
		x.Month = x.Day[:7]
	}
	x.Status = statusOf(&b.Status)
	if b.Claim != nil {
		x.By = it.Claimant
		if p := b.Claim.By; p != nil {
			x.By = c.names([]export.Party{*p})
		}
	}
	x.Source = citation(it.From)
	if isURL(it.From.URL) {
		x.URL = it.From.URL
	}
	if it.Mentions > 1 {
		x.Told = fmt.Sprintf("told %d times", it.Mentions)
	}
	c.lines = append(c.lines, x)
}

func (c *Chronology) names(side []export.Party) string {
	var out []string
	for i := range side {
		n := c.tables.actorName(&side[i])
		if n == "" {
			n = oneLine(string(side[i].Text))
		}
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return strings.Join(out, ", ")
}

// act is the PLOVER event with its mode, and the name of the CAMEO code.
func (c *Chronology) act(it *Item) string {
	s := strings.TrimSpace(it.Body.Event + " " + strings.Join(it.Body.Mode, " "))
	if f, ok := c.tables.foreign[it.CAMEO]; ok {
		s += " (" + strings.ToLower(f.ICEWS) + ")"
	}
	return s
}

func statusOf(s *export.Status) string {
	var out []string
	for _, x := range [...]struct {
		on   bool
		word string
	}{{s.Negated, "did not happen"}, {s.Future, "to come"}, {s.Hypothetical, "hypothetical"}, {s.Conditional, "on a condition"}, {s.Historical, "long before"}, {s.Ongoing, "goes on"}, {s.Denied, "denied"}} {
		if x.on {
			out = append(out, x.word)
		}
	}
	return strings.Join(out, ", ")
}

func oneLine(s string) string { return strings.Join(strings.Fields(string(appendClean(nil, s))), " ") }

// sorted puts the lines in order of day, then of id.
func (c *Chronology) sorted() []line {
	slices.SortFunc(c.lines, func(a, b line) int { return cmp.Or(strings.Compare(a.Day, b.Day), strings.Compare(a.id, b.id)) })
	return c.lines
}

// Markdown writes the list in Markdown (CommonMark), a heading a month.
func (c *Chronology) Markdown(out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "# %s\n", escapeMarkdown(c.Title))
	month := ""
	for _, x := range c.sorted() {
		if x.Month != month {
			month = x.Month
			fmt.Fprintf(w, "\n## %s\n\n", month)
		}
		fmt.Fprintf(w, "- **%s** %s", cmp.Or(x.Day, "no day"), escapeMarkdown(cmp.Or(x.Who, "somebody")))
		fmt.Fprintf(w, " — %s", escapeMarkdown(x.Act))
		if x.Whom != "" {
			fmt.Fprintf(w, " — %s", escapeMarkdown(x.Whom))
		}
		for _, s := range []string{x.Status, x.Told} {
			if s != "" {
				fmt.Fprintf(w, " *(%s)*", escapeMarkdown(s))
			}
		}
		if x.By != "" {
			fmt.Fprintf(w, ", says %s", escapeMarkdown(x.By))
		}
		fmt.Fprintf(w, ": “%s” ", escapeMarkdown(x.Quote))
		if u := linkTarget(x.URL); u != "" {
			fmt.Fprintf(w, "([%s](<%s>))\n", escapeMarkdown(x.Source), u)
		} else {
			fmt.Fprintf(w, "(%s)\n", escapeMarkdown(x.Source))
		}
	}
	return w.Flush()
}

// escapeMarkdown makes words stand for themselves: everything that CommonMark could take
// for a mark gets a backslash.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		if strings.ContainsRune("\\`*_{}[]<>()#+!|~&@:", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// linkTarget is an address that can stand in a link, "" for what is none.
func linkTarget(s string) string {
	u, err := url.Parse(s)
	if err != nil || !isURL(s) || u.Host == "" {
		return ""
	}
	return strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C", " ", "%20").Replace(u.String())
}

// chronologyPage is the list as a page that stands alone; html/template escapes what
// comes from outside.
var chronologyPage = template.Must(template.New("chronology").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{.Title}}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
h2 { border-bottom: 1px solid #ccc; margin-top: 2rem } ol { list-style: none; padding: 0 } li { margin: .5rem 0 }
time { font-weight: bold; font-variant-numeric: tabular-nums } q { color: #444 } .note { font-style: italic } .source { color: #555 }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #161616 } q, .source { color: #aaa } a { color: #8ab4f8 } }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{range .Months}}<h2>{{.Name}}</h2>
<ol>
{{range .Lines}}<li><time{{if .Day}} datetime="{{.Day}}"{{end}}>{{or .Day "no day"}}</time> <b>{{or .Who "somebody"}}</b> — {{.Act}}{{if .Whom}} — <b>{{.Whom}}</b>{{end}}{{if .Status}} <span class="note">({{.Status}})</span>{{end}}{{if .Told}} <span class="note">({{.Told}})</span>{{end}}{{if .By}}, says {{.By}}{{end}}: <q>{{.Quote}}</q> <span class="source">({{if .URL}}<a href="{{.URL}}" rel="noreferrer">{{.Source}}</a>{{else}}{{.Source}}{{end}})</span></li>
{{end}}</ol>
{{end}}</body>
</html>
`))

// HTML writes the list as a page.
func (c *Chronology) HTML(out io.Writer) error {
	type month struct {
		Name  string
		Lines []line
	}
	var months []month
	for _, x := range c.sorted() {
		if len(months) == 0 || months[len(months)-1].Name != x.Month {
			months = append(months, month{Name: x.Month})
		}
		m := &months[len(months)-1]
		m.Lines = append(m.Lines, x)
	}
	w := bufio.NewWriter(out)
	if err := chronologyPage.Execute(w, map[string]any{"Title": c.Title, "Months": months}); err != nil {
		return err
	}
	return w.Flush()
}
