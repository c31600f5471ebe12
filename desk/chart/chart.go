// Package chart draws what the record counts: series over time, calendars, matrices,
// networks, time lines and maps, as SVG that stands in a page.
//
// Every picture is a pure function of its data: no clock, no random numbers, no order
// of maps, so that the same data give the same bytes. Colours are classes of the style
// sheet (chart.css, see Style), which knows the light and the dark theme; there are no
// inline styles and no scripts, as the content policy of the desk asks. All text goes
// through one pen that escapes it, and a link leads inside the desk or nowhere.
//
// A picture comes as a figure: the drawing, once for wide and once for narrow columns
// where size matters, each with a title and a description, and the numbers as a table
// below for those who do not see it.
package chart

import (
	_ "embed"
	"html/template"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed chart.css
var style string

// Style is the style sheet of all pictures.
func Style() string { return style }

// Head names a picture.
type Head struct {
	// ID tells it from others on the page; letters, digits and hyphens.
	ID string
	// Title is what it shows, Desc what is to be seen in it.
	Title, Desc string
}

// Widths of the two drawings of a picture, in pixels: a column of a window and a phone.
const (
	wide   = 960
	narrow = 352
)

// pen writes markup. Whatever is text is escaped here and nowhere else.
type pen struct{ b []byte }

func (p *pen) String() string { return string(p.b) }

// html is what was written, for a template.
func (p *pen) html() template.HTML { return template.HTML(p.b) }

// raw writes markup of our own.
func (p *pen) raw(s string) { p.b = append(p.b, s...) }

// text writes text.
func (p *pen) text(s string) {
	p.raw(template.HTMLEscapeString(clean(s)))
}

// clean takes away what no page may hold: broken UTF-8 and control characters.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r == utf8.RuneError, r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// number is a coordinate: a tenth of a pixel is enough.
func number(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		x = 0
	}
	x = math.Round(x*10) / 10
	if x == 0 {
		return "0" // not -0
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// open begins an element; attrs are names and values (string, int, float64). An empty
// string leaves the attribute out.
func (p *pen) open(name string, attrs ...any) {
	p.raw("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		key := attrs[i].(string)
		var v string
		switch x := attrs[i+1].(type) {
		case string:
			v = x
		case int:
			v = strconv.Itoa(x)
		case float64:
			v = number(x)
		}
		if key == "href" {
			v = inside(v)
		}
		if v == "" {
			continue
		}
		p.raw(" " + key + `="`)
		p.text(v)
		p.raw(`"`)
	}
	p.raw(">")
}

func (p *pen) close(name string) { p.raw("</" + name + ">") }

// empty writes an element that holds nothing.
func (p *pen) empty(name string, attrs ...any) {
	p.open(name, attrs...)
	p.b = p.b[:len(p.b)-1]
	p.raw("/>")
}

// leaf writes an element that holds text.
func (p *pen) leaf(name, text string, attrs ...any) {
	p.open(name, attrs...)
	p.text(text)
	p.close(name)
}

// link opens a link, or a group where there is nowhere to go; it returns what closes.
// Its name is the title or the text that must follow.
func (p *pen) link(href string, attrs ...any) string {
	if inside(href) == "" {
		p.open("g", attrs...)
		return "g"
	}
	p.open("a", append([]any{"href", href}, attrs...)...)
	return "a"
}

// inside is an address of this desk, "" for all others.
func inside(href string) string {
	if href == "" || strings.HasPrefix(href, "//") || strings.ContainsAny(href, "\\\r\n\t") {
		return ""
	}
	if c := href[0]; c != '/' && c != '?' && c != '#' {
		return ""
	}
	return href
}

// identifier makes a string fit for an id.
func identifier(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-':
			return r
		}
		return '-'
	}, s)
}

// svg draws one size of a picture. A picture with links is a group of them, one without
// an image: what is inside an image cannot be reached.
func (p *pen) svg(h Head, size string, width, height float64, links bool, draw func()) {
	id := identifier(h.ID) + "-" + size
	role := "img"
	if links {
		role = "group"
	}
	p.open("svg", "class", "c-svg c-"+size, "viewBox", "0 0 "+number(width)+" "+number(height), "width", width, "height", height,
		"role", role, "aria-labelledby", id+"-t "+id+"-d")
	p.leaf("title", h.Title, "id", id+"-t")
	p.leaf("desc", h.Desc, "id", id+"-d")
	draw()
	p.close("svg")
}

// table writes the numbers below a picture, folded away.
func (p *pen) table(h Head, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	p.open("details", "class", "c-data")
	p.leaf("summary", "The numbers")
	p.open("div", "class", "c-scroll", "tabindex", "0", "role", "region", "aria-label", h.Title+": the numbers")
	p.open("table")
	p.leaf("caption", h.Title)
	p.raw("<thead><tr>")
	for _, c := range head {
		p.leaf("th", c, "scope", "col")
	}
	p.raw("</tr></thead><tbody>")
	left := 0
	if len(rows) > maxRows {
		left = len(rows) - maxRows
		rows = rows[len(rows)-maxRows:]
	}
	for _, r := range rows {
		p.raw("<tr>")
		for i, c := range r {
			if i == 0 {
				p.leaf("th", c, "scope", "row")
			} else {
				p.leaf("td", c)
			}
		}
		p.raw("</tr>")
	}
	p.raw("</tbody></table>")
	if left > 0 {
		p.leaf("p", strconv.Itoa(left)+" rows before these are left out here.")
	}
	p.raw("</div></details>")
}

// maxRows bounds a table below a picture; the whole is in the twins of a page.
const maxRows = 120

// Swatch is a line of a legend: a class of the style sheet and what it stands for.
type Swatch struct{ Class, Name string }

// legend explains the colours.
func (p *pen) legend(items []Swatch) {
	if len(items) == 0 {
		return
	}
	p.open("ul", "class", "c-legend")
	for _, s := range items {
		p.open("li")
		p.open("svg", "class", "c-swatch", "width", 14, "height", 12, "aria-hidden", "true")
		if strings.HasPrefix(s.Class, "c-line") {
			p.empty("path", "class", s.Class, "d", "M0 6H14")
		} else {
			p.empty("rect", "class", s.Class, "width", 14, "height", 12, "rx", 2)
		}
		p.close("svg")
		p.text(s.Name)
		p.close("li")
	}
	p.close("ul")
}

// figure puts a picture together: drawn in both widths, a legend, a table.
func figure(h Head, kind string, legend []Swatch, draw func(p *pen, size string, width float64), table func(p *pen)) template.HTML {
	p := &pen{}
	p.open("figure", "class", "picture c-"+kind)
	p.legend(legend)
	draw(p, "wide", wide)
	draw(p, "narrow", narrow)
	if table != nil {
		table(p)
	}
	p.close("figure")
	return p.html()
}

// tones are the steps from conflict to cooperation.
var tones = []Swatch{{"c-tone0", "strong conflict"}, {"c-tone1", "conflict"}, {"c-tone2", "neither"}, {"c-tone3", "cooperation"}, {"c-tone4", "strong cooperation"}}

// Tone is the class of a mean score (PLOVER, -10 to 10), from strong conflict to strong
// cooperation.
func Tone(score float64) string { return tones[toneOf(score)].Class }

func toneOf(score float64) int {
	switch {
	case score <= -5:
		return 0
	case score <= -1:
		return 1
	case score < 1:
		return 2
	case score < 5:
		return 3
	}
	return 4
}

// quads are the four classes of events as colours, in the order in which they stack.
var quads = []Swatch{{"c-quad1", "verbal cooperation"}, {"c-quad2", "material cooperation"}, {"c-quad3", "verbal conflict"}, {"c-quad4", "material conflict"}}
