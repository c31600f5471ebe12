package chart

import (
	"html/template"
	"strconv"
	"strings"
	"time"
)

// Calendar is a map of days: each a square, weeks as columns from Monday down.
type Calendar struct {
	Head
	// Days that have something, in order; days between them are empty squares.
	Days []Day
	// ByScore colours by the mean score in place of the count.
	ByScore bool
	// What is counted: "events".
	What string
}

// Day is a square of a calendar.
type Day struct {
	Day   string
	Count int
	Score float64
	Href  string
}

const (
	cell      = 16.0
	cellAir   = 2.0
	dayNames  = 34.0
	monthLine = 18.0
	blockGap  = 14.0
)

// block is a run of weeks in a row of the calendar.
type block struct{ from, to time.Time } // Mondays; to is exclusive

// Draw makes the picture.
func (c Calendar) Draw() template.HTML {
	if len(c.Days) == 0 {
		return ""
	}
	most := 0
	linked := false
	byDay := make(map[string]*Day, len(c.Days))
	for i := range c.Days {
		most = max(most, c.Days[i].Count)
		byDay[c.Days[i].Day] = &c.Days[i]
		linked = linked || inside(c.Days[i].Href) != ""
	}
	steps := Steps(most, 5)
	legend := stepLegend(steps, most, c.What)
	if c.ByScore {
		legend = tones
	}
	return figure(c.Head, "calendar", legend, func(p *pen, size string, width float64) {
		perRow := int((width - dayNames - 4) / cell)
		blocks := c.blocks(perRow)
		height := float64(len(blocks))*(monthLine+7*cell+blockGap) - blockGap + 2
		weeks := 0
		for _, b := range blocks {
			weeks = max(weeks, int(b.to.Sub(b.from).Hours()/24/7+0.5))
		}
		p.svg(c.Head, size, dayNames+float64(weeks)*cell+4, height, linked, func() {
			for i, b := range blocks {
				c.block(p, b, float64(i)*(monthLine+7*cell+blockGap), steps, byDay)
			}
		})
	}, c.table)
}

func (c *Calendar) table(p *pen) {
	var rows [][]string
	for i := range c.Days {
		d := &c.Days[i]
		rows = append(rows, []string{d.Day, strconv.Itoa(d.Count), score(d.Score)})
	}
	p.table(c.Head, []string{"Day", c.What, "mean score"}, rows)
}

// blocks cuts the time into rows of at most n weeks, the years apart where a year fits.
func (c *Calendar) blocks(n int) []block {
	n = max(n, 4)
	first, last := monday(day(c.Days[0].Day)), monday(day(c.Days[len(c.Days)-1].Day)).AddDate(0, 0, 7)
	if span := 7 * 12; last.Sub(first).Hours()/24 < float64(span) {
		first = last.AddDate(0, 0, -span) // a few months are no smaller than a season
	}
	// Rows of the same length, not a long one and a rest.
	weeks := int(last.Sub(first).Hours()/24/7 + 0.5)
	rows := (weeks + n - 1) / n
	n = (weeks + rows - 1) / rows
	var out []block
	for a := first; a.Before(last); {
		b := a.AddDate(0, 0, 7*n)
		if b.After(last) {
			b = last
		}
		out = append(out, block{a, b})
		a = b
	}
	return out
}

func monday(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) }

func (c *Calendar) block(p *pen, b block, top float64, steps []int, byDay map[string]*Day) {
	for i, name := range []string{"Mon", "", "Wed", "", "Fri", "", "Sun"} {
		if name != "" {
			p.leaf("text", name, "class", "c-tick c-end", "x", dayNames-6, "y", top+monthLine+float64(i)*cell+cell-4)
		}
	}
	var blank strings.Builder // the empty squares, in one path
	free := 0.0               // where the last name of a month ends
	for t, week := b.from, 0; t.Before(b.to); t, week = t.AddDate(0, 0, 7), week+1 {
		x := dayNames + float64(week)*cell
		// The first of a month lies in this week, or the block begins.
		first := t.AddDate(0, 0, 6)
		if first.Day() <= 7 || week == 0 {
			name := first.Format("Jan")
			if first.Month() == time.January || week == 0 {
				name = first.Format("Jan 2006")
			}
			w := textWidth(name, fontSize)
			if x >= free && x+w <= dayNames+b.to.Sub(b.from).Hours()/24/7*cell+4 {
				p.leaf("text", name, "class", "c-tick", "x", x, "y", top+12)
				free = x + w + 6
			}
		}
		for i := range 7 {
			name, y := t.AddDate(0, 0, i).Format(time.DateOnly), top+monthLine+float64(i)*cell
			if d := byDay[name]; d != nil && d.Count > 0 {
				c.square(p, d, x, y, steps)
			} else {
				blank.WriteString("M" + number(x) + " " + number(y) + "h14v14h-14z")
			}
		}
	}
	p.empty("path", "class", "c-step0", "d", blank.String())
}

func (c *Calendar) square(p *pen, d *Day, x, y float64, steps []int) {
	class := shade(steps, d.Count)
	if c.ByScore {
		class = Tone(d.Score)
	}
	said := spell(d.Day, d.Day) + ": " + strconv.Itoa(d.Count) + " " + c.What + ", mean score " + score(d.Score)
	end := p.link(d.Href)
	p.leaf("title", said)
	p.empty("rect", "class", class+" c-cell", "x", x, "y", y, "width", cell-cellAir, "height", cell-cellAir, "rx", 2)
	p.close(end)
}
