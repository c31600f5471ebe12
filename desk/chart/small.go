package chart

import (
	"html/template"
	"strconv"
	"strings"
)

// Sparkline is a line the height of a word: a row of counts, the last one marked. The
// text says it to those who do not see it.
func Sparkline(counts []int, text string) template.HTML {
	if len(counts) == 0 {
		return ""
	}
	const width, height = 96.0, 22.0
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	y := axis{0, float64(most), height - 3, 3}
	x := axis{0, float64(max(len(counts)-1, 1)), 3, width - 4}
	var line strings.Builder
	for i, n := range counts {
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		line.WriteString(letter + number(x.at(float64(i))) + " " + number(y.at(float64(n))))
	}
	p := &pen{}
	p.open("svg", "class", "c-spark", "viewBox", "0 0 "+number(width)+" "+number(height), "width", width, "height", height, "role", "img", "aria-label", text)
	p.leaf("title", text)
	last := len(counts) - 1
	p.empty("path", "class", "c-spark-area", "d", line.String()+"L"+number(x.at(float64(last)))+" "+number(height-3)+"L3 "+number(height-3)+"Z")
	p.empty("path", "class", "c-spark-line", "d", line.String())
	p.empty("circle", "class", "c-spark-dot", "cx", x.at(float64(last)), "cy", y.at(float64(counts[last])), "r", 2.5)
	p.close("svg")
	return p.html()
}

// Bar is a line of Bars.
type Bar struct {
	Name, Href string
	Count      int
	// Parts are counts by quad class, from index 1; where they are all 0 the bar has
	// one colour.
	Parts [5]int
	// Note stands behind the count.
	Note string
}

// Bars is a list of counts with a bar each: a table with pictures.
func Bars(title string, bars []Bar) template.HTML {
	if len(bars) == 0 {
		return ""
	}
	most := 1
	for _, b := range bars {
		most = max(most, b.Count)
	}
	p := &pen{}
	p.open("table", "class", "c-bars")
	p.leaf("caption", title)
	p.raw("<tbody>")
	for _, b := range bars {
		p.raw("<tr>")
		p.open("th", "scope", "row")
		if href := inside(b.Href); href != "" {
			p.leaf("a", b.Name, "href", href)
		} else {
			p.text(b.Name)
		}
		p.close("th")
		p.open("td", "class", "c-bar-cell")
		bar(p, &b, most)
		p.close("td")
		p.open("td", "class", "c-bar-n")
		p.text(thousands(b.Count))
		if b.Note != "" {
			p.leaf("small", " "+b.Note)
		}
		p.close("td")
		p.raw("</tr>")
	}
	p.raw("</tbody>")
	p.close("table")
	return p.html()
}

func bar(p *pen, b *Bar, most int) {
	const width, height = 200.0, 12.0
	said := ""
	for q := 1; q <= 4; q++ {
		if b.Parts[q] > 0 {
			said += ", " + strconv.Itoa(b.Parts[q]) + " " + quads[q-1].Name
		}
	}
	p.open("svg", "class", "c-bar", "viewBox", "0 0 200 12", "preserveAspectRatio", "none", "aria-hidden", "true")
	if said != "" {
		p.leaf("title", strings.TrimPrefix(said, ", "))
	}
	full := float64(b.Count) / float64(most) * width
	total := b.Parts[1] + b.Parts[2] + b.Parts[3] + b.Parts[4]
	if total == 0 {
		p.empty("rect", "class", "c-step3", "width", full, "height", height)
	}
	x := 0.0
	for q := 1; q <= 4; q++ {
		if w := full * float64(b.Parts[q]) / float64(max(total, 1)); w > 0 {
			p.empty("rect", "class", quads[q-1].Class, "x", x, "width", w, "height", height)
			x += w
		}
	}
	p.close("svg")
}

// Strip is one bar of counts by quad class (from index 1), as long as its count is of
// the greatest.
func Strip(parts [5]int, count, greatest int) template.HTML {
	p := &pen{}
	bar(p, &Bar{Count: count, Parts: parts}, max(greatest, 1))
	return p.html()
}
