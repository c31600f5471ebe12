package chart

import (
	"html/template"
	"strconv"
	"strings"
)

// Matrix is who acts on whom: actors down, recipients across.
type Matrix struct {
	Head
	// Actors in the order of rows and columns, the weightiest first. Where there is
	// little room the last are left out.
	Actors []Actor
	// Cells in any order; those of actors who are not listed are left out.
	Cells []Cell
}

// Actor is somebody in a picture.
type Actor struct {
	// Key tells actors apart; Short is at most eight letters, Name the whole.
	Key, Short, Name string
	Href             string
}

// Cell is what one did to another.
type Cell struct {
	From, To string
	Count    int
	Score    float64
	Href     string
}

const (
	matrixCell   = 44.0
	matrixHeight = 30.0
	matrixTop    = 40.0
)

// Draw makes the picture. A cell is coloured by the mean score and tells the count.
func (m Matrix) Draw() template.HTML {
	if len(m.Actors) == 0 {
		return ""
	}
	linked := false
	for i := range m.Cells {
		linked = linked || inside(m.Cells[i].Href) != ""
	}
	return figure(m.Head, "matrix", tones, func(p *pen, size string, width float64) {
		left, widest := 60.0, 170.0
		if size == "narrow" {
			widest = 60
		}
		for _, a := range m.Actors {
			left = max(left, min(widest, textWidth(m.label(&a, size), fontSize)+10))
		}
		n := min(len(m.Actors), int((width-left)/matrixCell))
		p.svg(m.Head, size, left+float64(n)*matrixCell+2, matrixTop+float64(n)*matrixHeight+2, linked, func() { m.draw(p, size, left, n) })
	}, m.table)
}

func (m *Matrix) label(a *Actor, size string) string {
	if size == "narrow" {
		return a.Short
	}
	return a.Name
}

func (m *Matrix) draw(p *pen, size string, left float64, n int) {
	at := map[string]int{}
	p.leaf("text", "acts ↓  on →", "class", "c-tick", "x", 0, "y", 14)
	for i, a := range m.Actors[:n] {
		at[a.Key] = i
		x, y := left+(float64(i)+0.5)*matrixCell, matrixTop+(float64(i)+0.5)*matrixHeight
		end := p.link(a.Href)
		p.leaf("title", a.Name)
		p.leaf("text", clip(m.label(&a, size), fontSize, left-8), "class", "c-label c-end", "x", left-8, "y", y+4)
		p.close(end)
		p.leaf("text", clip(a.Short, 11, matrixCell-2), "class", "c-head c-mid", "x", x, "y", matrixTop-8)
	}
	var blank strings.Builder // all cells but those of the diagonal
	for i := range n {
		for j := range n {
			if i != j {
				blank.WriteString("M" + number(left+float64(j)*matrixCell+1) + " " + number(matrixTop+float64(i)*matrixHeight+1) + "h42v28h-42z")
			}
		}
	}
	p.empty("path", "class", "c-step0", "d", blank.String())
	for k := range m.Cells {
		c := &m.Cells[k]
		i, ok := at[c.From]
		j, ok2 := at[c.To]
		if !ok || !ok2 || i == j || c.Count == 0 {
			continue
		}
		said := m.Actors[i].Name + " → " + m.Actors[j].Name + ": " + strconv.Itoa(c.Count) + ", mean score " + score(c.Score)
		x, y := left+float64(j)*matrixCell, matrixTop+float64(i)*matrixHeight
		end := p.link(c.Href)
		p.leaf("title", said)
		p.empty("rect", "class", Tone(c.Score)+" c-cell", "x", x+1, "y", y+1, "width", matrixCell-2, "height", matrixHeight-2, "rx", 3)
		p.leaf("text", compact(c.Count), "class", "c-on"+strconv.Itoa(toneOf(c.Score))+" c-mid", "x", x+matrixCell/2, "y", y+matrixHeight/2+4)
		p.close(end)
	}
}

// compact writes a number in at most four characters.
func compact(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n)
	case n < 10_000:
		return number(float64(n/100)/10) + "k"
	case n < 1_000_000:
		return strconv.Itoa(n/1000) + "k"
	}
	return number(float64(n/100_000)/10) + "M"
}

func (m *Matrix) table(p *pen) {
	name := map[string]string{}
	for _, a := range m.Actors {
		name[a.Key] = a.Name
	}
	var rows [][]string
	for i := range m.Cells {
		c := &m.Cells[i]
		if name[c.From] != "" && name[c.To] != "" {
			rows = append(rows, []string{name[c.From], name[c.To], strconv.Itoa(c.Count), score(c.Score)})
		}
	}
	p.table(m.Head, []string{"Actor", "Recipient", "Events", "Mean score"}, rows)
}
