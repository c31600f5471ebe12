package cli

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"

	"casus"
	"casus/export"
)

// widest a column may be; a cell that is longer pushes what follows it in its line.
var widest = [4]int{22, 20, 28, 20}

// narrow is the room below which the words of an event go on a line of their own.
const narrow = 24

// page writes events for people: one line an event, in columns, the number of the
// sentence before the first event of each.
type page struct {
	w     *bufio.Writer
	width int // 0: lines are not clipped
	// full shows each sentence above its events and how it was read below each.
	full, colour bool
	begun        bool
}

// pageWidth is what --width says, else the terminal's width, else 120.
func pageWidth(e *env, in *input) int {
	switch {
	case in.str("width") != "":
		return in.number("width")
	case e.width > 0:
		return e.width
	}
	return 120
}

// row is an event as it is shown.
type row struct {
	ev                             *casus.Event
	date, actor, what, whom, under string
}

func (p *page) document(doc *casus.Document) error {
	if p.begun {
		fmt.Fprintln(p.w)
	}
	p.begun = true
	p.head(doc)
	rows := make([]row, len(doc.Events))
	var widths [4]int
	for i := range rows {
		rows[i] = newRow(doc, &doc.Events[i])
		for k, cell := range rows[i].cells() {
			if n := utf8.RuneCountInString(cell); n <= widest[k] {
				widths[k] = max(widths[k], n)
			}
		}
	}
	last := -1
	for i := range rows {
		n := rows[i].ev.Evidence.Sentence
		if p.full && n != last {
			fmt.Fprintln(p.w)
			p.sentence(doc, n)
		}
		p.row(doc, &rows[i], widths, n != last)
		last = n
	}
	if len(rows) == 0 {
		fmt.Fprintln(p.w, "     no events")
	}
	return nil
}

// head names the dispatch.
func (p *page) head(doc *casus.Document) {
	day := "no date"
	if t := doc.Dispatch.Published; !t.IsZero() {
		day = export.Day(t)
	}
	where := doc.Dispatch.ID
	if doc.Dispatch.Publisher != "" {
		where += ", " + doc.Dispatch.Publisher
	}
	if title := export.Title(doc); title != "" {
		fmt.Fprintln(p.w, p.style(bold, clip(oneLine(title), p.width)))
	}
	fmt.Fprintln(p.w, p.style(dim, clip(where+", "+day, p.width)))
}

func newRow(doc *casus.Document, ev *casus.Event) row {
	r := row{ev: ev, date: ev.Date.Value, actor: side(doc, ev.Actors), whom: side(doc, ev.Recipients)}
	if r.date == "" {
		r.date = "-"
	}
	if ev.Date.End != "" {
		r.date += ".." + ev.Date.End
	}
	if ev.Reciprocal {
		r.whom = "each other"
	}
	r.what = ev.Event
	if ev.Mode != "" {
		r.what += " " + ev.Mode
	}
	if len(ev.Contexts) > 0 {
		r.what += " [" + strings.Join(ev.Contexts, ", ") + "]"
	}
	notes := ev.Status.Words()
	if c := ev.Claim; c != nil {
		notes = append(notes, side(doc, []casus.Role{c.By})+" says")
	}
	r.under = strings.Join(notes, ", ")
	return r
}

func (r *row) cells() [4]string { return [4]string{r.date, r.actor, r.what, r.whom} }

// side writes the parties of one side: "KOR GOV + USA".
func side(doc *casus.Document, roles []casus.Role) string {
	var names []string
	seen := map[string]bool{}
	for _, r := range roles {
		for _, m := range doc.Members(r) {
			if n := party(&doc.Entities[m]); !seen[n] {
				seen[n] = true
				names = append(names, n)
			}
		}
		if len(doc.Members(r)) == 0 && !r.Span.Empty() {
			names = append(names, `"`+clip(oneLine(doc.Slice(r.Span)), 24)+`"`)
		}
	}
	if len(names) == 0 {
		return "-"
	}
	return strings.Join(names, " + ")
}

// party is an actor's code, taken apart ("KOR GOV"), else its name. A state, whose
// code says only which, is shown with its sector.
func party(e *casus.Entity) string {
	if code := strings.TrimSpace(e.Code); code != "" && !(code == e.Country && code != "IGO") {
		var parts []string
		for ; len(code) > 3; code = code[3:] {
			parts = append(parts, code[:3])
		}
		return strings.Join(append(parts, code), " ")
	}
	var parts []string
	if e.Country != "" {
		parts = append(parts, e.Country)
	}
	if parts = append(parts, e.Sectors...); len(parts) > 0 {
		return strings.Join(parts, " ")
	}
	return `"` + clip(oneLine(e.Name), 24) + `"`
}

// sentence shows a sentence in full.
func (p *page) sentence(doc *casus.Document, n int) {
	if n >= 0 && n < len(doc.Sentences) {
		for _, line := range wrap(oneLine(doc.Slice(doc.Sentences[n].Span)), max(40, p.width)-5) {
			fmt.Fprintln(p.w, "     "+line)
		}
	}
}

func (p *page) row(doc *casus.Document, r *row, widths [4]int, first bool) {
	number := ""
	if first {
		number = fmt.Sprint(r.ev.Evidence.Sentence + 1)
	}
	line := fmt.Sprintf("%3s  ", number)
	used, column := 5, 5
	styles := [4]string{"", "", quadStyle(r.ev), ""}
	for k, cell := range r.cells() {
		if widths[k] == 0 && cell == "" {
			continue
		}
		// What an earlier cell took too much of, later ones give back.
		used += utf8.RuneCountInString(cell) + 2
		column += widths[k] + 2
		line += p.style(styles[k], cell) + strings.Repeat(" ", max(0, column-used)+2)
		used = max(used, column)
	}
	words, note := quoted(doc, r.ev), ""
	if r.under != "" {
		note = r.under + ": "
	}
	if p.width > 0 && p.width-column < narrow {
		const indent = "                 "
		line = strings.TrimRight(line, " ") + "\n" + indent
		used = len(indent)
	}
	if p.width > 0 {
		words = clip(words, max(16, p.width-used-2-utf8.RuneCountInString(note)))
	}
	fmt.Fprintf(p.w, "%s%s%s\n", line, p.style(dim, note), `"`+words+`"`)
	if p.full {
		fmt.Fprintf(p.w, "     %s\n     %s\n", who(doc, r.ev), p.style(dim, reason(r.ev)))
	}
}

// who names the parties: "Vladimir Putin, president -> South Korea".
func who(doc *casus.Document, ev *casus.Event) string {
	if ev.Reciprocal {
		return named(doc, ev.Actors) + " <-> each other"
	}
	return named(doc, ev.Actors) + " -> " + named(doc, ev.Recipients)
}

func named(doc *casus.Document, side []casus.Role) string {
	var out []string
	for _, r := range side {
		for _, m := range doc.Members(r) {
			e := &doc.Entities[m]
			name := oneLine(e.Name)
			switch {
			case e.Office != "":
				name += ", " + e.Office
			case e.Role != "" && !strings.Contains(name, oneLine(e.Role)):
				name += ", " + oneLine(e.Role)
			}
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, "; ")
}

// reason tells how an event was read.
func reason(ev *casus.Event) string {
	x := &ev.Evidence
	s := x.Reading + "  cameo " + ev.CAMEO
	for _, w := range []string{x.Pattern, x.Entry, x.Rule} {
		if w != "" {
			s += "  " + w
		}
	}
	return s
}

// quoted are the words that tell the event, from the one that carries it on; all
// of the clause where nothing much follows.
func quoted(doc *casus.Document, ev *casus.Event) string {
	s := ev.Evidence.Span
	if t := ev.Evidence.Trigger; s.Contains(t) && s.End-t.Begin >= 24 {
		s.Begin = t.Begin
	}
	return oneLine(doc.Slice(s))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// clip shortens to n characters; 0 does not.
func clip(s string, n int) string {
	if n <= 0 || utf8.RuneCountInString(s) <= n {
		return s
	}
	i := 0
	for at := range s {
		if i == n-1 {
			return strings.TrimRight(s[:at], " ,") + "…"
		}
		i++
	}
	return s
}

// wrap breaks at white space.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > n {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return append(lines, line)
}

// Styles of a terminal.
const (
	bold = "1"
	dim  = "2"
)

// quadStyle gives cooperation and conflict a colour each, strong for deeds.
func quadStyle(ev *casus.Event) string {
	return [...]string{"", "32", "1;32", "33", "1;31"}[min(max(ev.Quad, 0), 4)]
}

func (p *page) style(style, s string) string {
	if !p.colour || style == "" || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}
