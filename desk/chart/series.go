package chart

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Series is what one or two parties did over time: counts as bars, the second
// direction below the first, the mean score as lines underneath, and the places where
// a level changed.
type Series struct {
	Head
	// Names of the directions ("South Korea → Russia"); the second "" where there is
	// but one.
	Names [2]string
	// Periods in order, without gaps.
	Periods []Period
	Marks   []Mark
	// Unit of a period: "day", "week", "month".
	Unit string
}

// Period is one bar.
type Period struct {
	// From and To are its first and last day.
	From, To string
	Ways     [2]Way
	// Href leads to its events.
	Href string
}

// Way is what was done in one direction.
type Way struct {
	// Quads counts events by quad class, from index 1.
	Quads [5]int
	// Score is the mean score; it says nothing where there is no event.
	Score float64
}

// Count is the number of events.
func (w *Way) Count() int { return w.Quads[1] + w.Quads[2] + w.Quads[3] + w.Quads[4] }

// Mark is a place where the level changed.
type Mark struct {
	// At is the index of the first period of the new level, Way its direction.
	At, Way int
	// Label is a few words; the number before it is its place among the marks.
	Label string
}

// Figures of the drawing.
const (
	seriesLeft, seriesRight = 42.0, 14.0
	seriesCounts            = 190.0
	seriesScore             = 104.0
	seriesGap               = 26.0
	fontSize                = 12.0
	laneHeight              = 19.0
)

// paces are the least distances of ticks.
var paces = map[string]pace{"day": {days: 1}, "week": {days: 7}, "month": {months: 1}}

// Draw makes the picture.
func (s Series) Draw() template.HTML {
	if len(s.Periods) == 0 {
		return ""
	}
	legend := append([]Swatch{}, quads...)
	for w, name := range s.Names {
		if name != "" {
			legend = append(legend, Swatch{"c-line c-way" + strconv.Itoa(w), "mean score, " + name})
		}
	}
	return figure(s.Head, "series", legend, func(p *pen, size string, width float64) {
		d := s.plan(size, width)
		p.svg(s.Head, size, width, d.height, s.linked(), func() { d.draw(p) })
	}, s.table)
}

func (s *Series) linked() bool {
	for i := range s.Periods {
		if inside(s.Periods[i].Href) != "" {
			return true
		}
	}
	return false
}

func (s *Series) table(p *pen) {
	head := []string{"From", "To"}
	for _, n := range s.Names {
		if n != "" {
			head = append(head, n, "mean score")
		}
	}
	var rows [][]string
	for i := range s.Periods {
		x := &s.Periods[i]
		row := []string{x.From, x.To}
		for w, n := range s.Names {
			if n != "" {
				row = append(row, strconv.Itoa(x.Ways[w].Count()), scoreOf(&x.Ways[w]))
			}
		}
		rows = append(rows, row)
	}
	p.table(s.Head, head, rows)
}

func scoreOf(w *Way) string {
	if w.Count() == 0 {
		return "–"
	}
	return score(w.Score)
}

// seriesPlan is where everything of a drawing goes.
type seriesPlan struct {
	*Series
	wide          bool
	width, height float64
	two           bool
	x             axis
	up, down      axis // counts of the two directions
	points        axis // the score
	base, foot    float64
	step          float64
	lanes         []lane
	sides         [][2]float64 // left and right of each bar
}

// lane is a mark with its place.
type lane struct {
	n       int
	x, text float64 // of the line, and where the text begins
	end     bool    // the text ends there
	y       float64
	label   string
}

func (s *Series) plan(size string, width float64) *seriesPlan {
	d := &seriesPlan{Series: s, wide: size == "wide", width: width, two: s.Names[1] != ""}
	first, last := day(s.Periods[0].From), day(s.Periods[len(s.Periods)-1].To)
	d.x = axis{days(first), days(last) + 1, seriesLeft, width - seriesRight}
	d.sides = make([][2]float64, len(s.Periods))
	for i := range s.Periods {
		d.sides[i] = [2]float64{d.x.at(days(day(s.Periods[i].From))), d.x.at(days(day(s.Periods[i].To)) + 1)}
	}
	top := d.place() + 8
	var most [2]int
	for i := range s.Periods {
		for w := range most {
			most[w] = max(most[w], s.Periods[i].Ways[w].Count())
		}
	}
	total := float64(max(most[0], 1))
	if d.two {
		total += float64(max(most[1], 1))
	}
	d.step = niceStep(total, 8)
	upTo := math.Ceil(float64(max(most[0], 1))/d.step) * d.step
	downTo := 0.0
	if d.two {
		downTo = math.Ceil(float64(max(most[1], 1))/d.step) * d.step
	}
	pixel := seriesCounts / (upTo + downTo)
	// Room for the names of the directions above and below the bars.
	top += 18
	d.base = top + upTo*pixel
	d.up = axis{0, upTo, d.base, top}
	bottom := d.base
	if d.two {
		bottom += downTo * pixel
		d.down = axis{0, downTo, d.base, bottom}
		bottom += 18
	}
	d.points = axis{-10, 10, bottom + seriesGap + seriesScore, bottom + seriesGap}
	d.foot = bottom + seriesGap + seriesScore
	d.height = d.foot + 40
	return d
}

// place gives the labels of the marks lanes in which they do not meet; it returns how
// much room they take.
func (d *seriesPlan) place() float64 {
	ends := []float64{}
	for n, m := range d.Marks {
		if m.At < 0 || m.At >= len(d.Periods) {
			continue
		}
		l := lane{n: n + 1, x: d.x.at(days(day(d.Periods[m.At].From))), label: m.Label}
		w := 22.0
		if d.wide {
			w += textWidth(m.Label, fontSize)
		} else {
			l.label = ""
		}
		from := l.x - 9
		if from+w > d.width-4 {
			from = d.width - 4 - w
			l.end = true
		}
		row := 0
		for row < len(ends) && ends[row] > from-8 {
			row++
		}
		if row == len(ends) {
			ends = append(ends, 0)
		}
		ends[row] = from + w
		l.text, l.y = from+22, float64(row)*laneHeight+12
		if l.end {
			l.text = l.x - 13
		}
		d.lanes = append(d.lanes, l)
	}
	return float64(len(ends)) * laneHeight
}

func (d *seriesPlan) draw(p *pen) {
	d.grid(p)
	d.drawMarks(p)
	for i := range d.Periods {
		d.bars(p, i)
	}
	p.empty("path", "class", "c-axis", "d", fmt.Sprintf("M%s %sH%s", number(seriesLeft), number(d.base), number(d.width-seriesRight)))
	for w, name := range d.Names {
		if name == "" {
			continue
		}
		y, arrow := d.up.at(d.up.to)-7, "▲ "
		if w == 1 {
			y, arrow = d.down.at(d.down.to)+14, "▼ "
		}
		p.leaf("text", clip(arrow+name, fontSize, d.width-seriesLeft-seriesRight), "class", "c-name", "x", seriesLeft, "y", y)
		d.line(p, w)
	}
	d.hits(p)
}

func (d *seriesPlan) grid(p *pen) {
	left, right := seriesLeft, d.width-seriesRight
	rule := func(y float64, class string) {
		p.empty("path", "class", class, "d", fmt.Sprintf("M%s %sH%s", number(left), number(y), number(right)))
	}
	for v := d.step; v <= d.up.to; v += d.step {
		rule(d.up.at(v), "c-grid")
		p.leaf("text", thousands(int(v)), "class", "c-tick c-end", "x", left-6, "y", d.up.at(v)+4)
	}
	p.leaf("text", "0", "class", "c-tick c-end", "x", left-6, "y", d.base+4)
	for v := d.step; d.two && v <= d.down.to; v += d.step {
		rule(d.down.at(v), "c-grid")
		p.leaf("text", thousands(int(v)), "class", "c-tick c-end", "x", left-6, "y", d.down.at(v)+4)
	}
	for _, v := range []float64{-10, -5, 0, 5, 10} {
		class := "c-grid"
		if v == 0 {
			class = "c-axis"
		}
		rule(d.points.at(v), class)
		p.leaf("text", score(v), "class", "c-tick c-end", "x", left-6, "y", d.points.at(v)+4)
	}
	said := "mean score: cooperation above, conflict below"
	if !d.wide {
		said = "mean score, -10 to +10"
	}
	p.leaf("text", said, "class", "c-name", "x", left, "y", d.points.b-8)
	from := day(d.Periods[0].From)
	to := day(d.Periods[len(d.Periods)-1].To)
	for _, k := range timeTicks(from, to, right-left, 52, paces[d.Unit]) {
		x := d.x.at(days(k.at))
		p.empty("path", "class", "c-grid", "d", fmt.Sprintf("M%s %sV%s", number(x), number(d.foot), number(d.foot+5)))
		anchor := "c-tick c-mid"
		if x < left+14 {
			anchor, x = "c-tick", x-2
		} else if x > right-14 {
			anchor, x = "c-tick c-end", right+seriesRight-2
		}
		p.leaf("text", k.label, "class", anchor, "x", x, "y", d.foot+18)
		if k.second != "" {
			p.leaf("text", k.second, "class", anchor+" c-year", "x", x, "y", d.foot+33)
		}
	}
}

func (d *seriesPlan) drawMarks(p *pen) {
	for _, l := range d.lanes {
		end := d.down.at(d.down.to)
		if !d.two {
			end = d.base
		}
		p.empty("path", "class", "c-mark", "d", fmt.Sprintf("M%s %sV%s", number(l.x), number(l.y), number(end)))
		p.empty("circle", "class", "c-badge", "cx", l.x, "cy", l.y, "r", 9)
		p.leaf("text", strconv.Itoa(l.n), "class", "c-badge-n c-mid", "x", l.x, "y", l.y+4)
		if l.label != "" {
			class := "c-label"
			x := l.x + 13
			if l.end {
				class, x = "c-label c-end", l.x-13
			}
			p.leaf("text", l.label, "class", class, "x", x, "y", l.y+4)
		}
	}
}

// edges are the left and the right side of a bar.
func (d *seriesPlan) edges(i int) (a, b float64) { return d.sides[i][0], d.sides[i][1] }

func (d *seriesPlan) bars(p *pen, i int) {
	a, b := d.edges(i)
	air := math.Min(2, (b-a)*0.15)
	for w := range d.Names {
		if w == 1 && !d.two {
			break
		}
		scale := d.up
		if w == 1 {
			scale = d.down
		}
		sum := 0
		for q := 1; q <= 4; q++ {
			n := d.Periods[i].Ways[w].Quads[q]
			if n == 0 {
				continue
			}
			y0, y1 := scale.at(float64(sum)), scale.at(float64(sum+n))
			p.empty("rect", "class", quads[q-1].Class, "x", a+air/2, "y", math.Min(y0, y1), "width", math.Max(b-a-air, 0.8), "height", math.Abs(y1-y0))
			sum += n
		}
	}
}

// line draws the mean score of a direction; it breaks where a period has no event.
func (d *seriesPlan) line(p *pen, w int) {
	var path strings.Builder
	joined := false
	class := "c-way" + strconv.Itoa(w)
	dots := &pen{}
	for i := range d.Periods {
		way := &d.Periods[i].Ways[w]
		if way.Count() == 0 {
			joined = false
			continue
		}
		a, b := d.edges(i)
		x, y := (a+b)/2, d.points.at(math.Max(-10, math.Min(10, way.Score)))
		letter, first := "M", !joined
		if joined {
			letter = "L"
		}
		joined = true
		path.WriteString(letter + number(x) + " " + number(y))
		if b-a > 5 {
			dots.empty("circle", "class", "c-dot "+class, "cx", x, "cy", y, "r", 2.6)
		} else if first && (i+1 == len(d.Periods) || d.Periods[i+1].Ways[w].Count() == 0) {
			dots.empty("circle", "class", "c-dot "+class, "cx", x, "cy", y, "r", 1.6)
		}
	}
	if path.Len() > 0 {
		p.empty("path", "class", "c-line "+class, "d", path.String())
		p.raw(dots.String())
	}
}

// hits are the areas that tell the numbers of a period and lead to its events.
func (d *seriesPlan) hits(p *pen) {
	top := d.up.at(d.up.to)
	for i := range d.Periods {
		x := &d.Periods[i]
		if x.Ways[0].Count()+x.Ways[1].Count() == 0 {
			continue
		}
		a, b := d.edges(i)
		said := d.tell(i)
		end := p.link(x.Href)
		p.leaf("title", said)
		p.empty("rect", "class", "c-hit", "x", a, "y", top, "width", b-a, "height", d.foot-top)
		p.close(end)
	}
}

// tell says a period in words.
func (d *seriesPlan) tell(i int) string {
	x := &d.Periods[i]
	s := spell(x.From, x.To)
	for w, name := range d.Names {
		if name == "" {
			continue
		}
		s += "; " + name + ": " + strconv.Itoa(x.Ways[w].Count())
		if x.Ways[w].Count() > 0 {
			s += ", mean score " + score(x.Ways[w].Score)
		}
	}
	return s
}

// spell writes a period: "June 2024", "21 June 2024", "17 to 23 June 2024".
func spell(from, to string) string {
	a, b := day(from), day(to)
	switch {
	case a.Equal(b):
		return a.Format("2 January 2006")
	case a.Day() == 1 && b.AddDate(0, 0, 1).Equal(a.AddDate(0, 1, 0)):
		return a.Format("January 2006")
	case a.Year() == b.Year() && a.Month() == b.Month():
		return a.Format("2") + " to " + b.Format("2 January 2006")
	}
	return a.Format("2 January 2006") + " to " + b.Format("2 January 2006")
}
