package chart

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"time"
)

// Timeline is rows of spans and moments over one axis of time: who held an office, who
// told of a story when.
type Timeline struct {
	Head
	Rows []Row
	// Until is the day at which open spans end, "" for the last that is named.
	Until string
	// Legend explains the classes of the spans and moments.
	Legend []Swatch
}

// Row is a line of a time line.
type Row struct {
	Name, Href string
	Spans      []Stretch
	Moments    []Moment
}

// Stretch lasts from a day to a day; an empty end is open: the axis sets it.
type Stretch struct {
	From, To, Label, Href string
	// Class is the colour: "c-step1" to "c-step5", "c-quad1" to "c-quad4", a Tone.
	Class string
}

// Moment is a point in time ("2024-06-21" or with the hour, as RFC 3339 has it).
type Moment struct {
	At, Label, Href, Class string
	// Hollow moments are drawn as rings: copies, say.
	Hollow bool
}

const (
	rowHeight  = 26.0
	timelineUp = 6.0
)

// moment reads a time with or without its hour.
func moment(s string) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t
	}
	return day(s)
}

// Draw makes the picture.
func (t Timeline) Draw() template.HTML {
	from, to, ok := t.bounds()
	if !ok {
		return ""
	}
	linked := false
	for i := range t.Rows {
		linked = linked || inside(t.Rows[i].Href) != ""
		for _, s := range t.Rows[i].Spans {
			linked = linked || inside(s.Href) != ""
		}
		for _, m := range t.Rows[i].Moments {
			linked = linked || inside(m.Href) != ""
		}
	}
	return figure(t.Head, "timeline", t.Legend, func(p *pen, size string, width float64) {
		// Narrow columns have the names above their rows.
		left, height := 12.0, rowHeight
		if size == "narrow" {
			height += 16
		} else {
			for i := range t.Rows {
				left = math.Max(left, math.Min(230, textWidth(t.Rows[i].Name, fontSize)+14))
			}
		}
		foot := timelineUp + float64(len(t.Rows))*height
		x := axis{days(from), days(to), left + 8, width - 16}
		p.svg(t.Head, size, width, foot+40, linked, func() {
			ticksBelow(p, from, to, x, timelineUp, foot)
			for i := range t.Rows {
				y := timelineUp + float64(i)*height
				t.row(p, &t.Rows[i], x, y, height, left, to, size)
			}
		})
	}, t.table)
}

// bounds are the first and last time of all, a little apart.
func (t *Timeline) bounds() (from, to time.Time, ok bool) {
	if len(t.Rows) == 0 {
		return from, to, false
	}
	see := func(x time.Time) {
		if x.IsZero() {
			return
		}
		if !ok || x.Before(from) {
			from = x
		}
		if !ok || x.After(to) {
			to = x
		}
		ok = true
	}
	see(day(t.Until))
	for i := range t.Rows {
		for _, s := range t.Rows[i].Spans {
			see(day(s.From))
			see(day(s.To))
		}
		for _, m := range t.Rows[i].Moments {
			see(moment(m.At))
		}
	}
	if ok && to.Sub(from) < 48*time.Hour {
		from, to = from.Add(-12*time.Hour), to.Add(24*time.Hour)
	}
	return from, to, ok
}

// ticksBelow draws an axis of time with lines up through the picture.
func ticksBelow(p *pen, from, to time.Time, x axis, top, foot float64) {
	midnight := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	if midnight.Before(from) {
		midnight = midnight.AddDate(0, 0, 1)
	}
	for _, k := range timeTicks(midnight, to, x.b-x.a, 58, pace{days: 1}) {
		at := x.at(float64(k.at.Unix()) / 86400)
		p.empty("path", "class", "c-grid", "d", fmt.Sprintf("M%s %sV%s", number(at), number(top), number(foot+5)))
		class := "c-tick c-mid"
		if at > x.b-12 {
			class, at = "c-tick c-end", x.b+14
		}
		p.leaf("text", k.label, "class", class, "x", at, "y", foot+18)
		if k.second != "" {
			p.leaf("text", k.second, "class", class+" c-year", "x", at, "y", foot+33)
		}
	}
}

func (t *Timeline) row(p *pen, r *Row, x axis, y, height, left float64, last time.Time, size string) {
	mid := y + height - rowHeight/2
	end := p.link(r.Href)
	if size == "narrow" {
		p.leaf("text", clip(r.Name, fontSize, narrow-16), "class", "c-label", "x", 8, "y", y+13)
	} else {
		p.leaf("text", clip(r.Name, fontSize, left-10), "class", "c-label c-end", "x", left-6, "y", mid+4)
	}
	p.close(end)
	p.empty("path", "class", "c-grid", "d", fmt.Sprintf("M%s %sH%s", number(x.a), number(mid), number(x.b)))
	for _, s := range r.Spans {
		until := last
		if s.To != "" {
			until = day(s.To)
		}
		a, b := x.at(days(day(s.From))), x.at(days(until))
		said := s.Label + ", " + spellSpan(s.From, s.To)
		end := p.link(s.Href)
		p.leaf("title", said)
		p.empty("rect", "class", s.Class+" c-cell", "x", a, "y", mid-9, "width", math.Max(b-a, 2), "height", 18, "rx", 3)
		if label := fitting(s.Label, b-a-8); label != "" {
			p.leaf("text", label, "class", "c-on-"+s.Class, "x", a+5, "y", mid+4)
		}
		p.close(end)
	}
	for _, m := range r.Moments {
		class := m.Class + " c-moment"
		if m.Hollow {
			class += " c-hollow"
		}
		end := p.link(m.Href)
		p.leaf("title", m.Label)
		p.empty("circle", "class", class, "cx", x.at(float64(moment(m.At).Unix())/86400), "cy", mid, "r", 6)
		p.close(end)
	}
}

// fitting is a name that fits into a bar: the whole, or its beginning, or nothing. Which
// word is the family's differs from people to people, so none is chosen.
func fitting(name string, width float64) string {
	if width < 44 {
		return ""
	}
	return clip(name, 13, width) // bold
}

func spellSpan(from, to string) string {
	s := "from " + day(from).Format("2 January 2006")
	if to != "" {
		s += " to " + day(to).Format("2 January 2006")
	}
	return s
}

func (t *Timeline) table(p *pen) {
	var rows [][]string
	for i := range t.Rows {
		r := &t.Rows[i]
		for _, s := range r.Spans {
			rows = append(rows, []string{r.Name, s.Label, s.From, s.To})
		}
		for _, m := range r.Moments {
			rows = append(rows, []string{r.Name, m.Label, m.At, ""})
		}
	}
	p.table(t.Head, []string{"Who", "What (" + strconv.Itoa(len(rows)) + ")", "From", "To"}, rows)
}
