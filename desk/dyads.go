package desk

import (
	"html/template"

	"casus/desk/access"
	"casus/desk/chart"
)

func pictureRoutes() []route {
	return []route{
		{"GET", "/dyads", access.Reader, (*Desk).dyadList},
		{"GET", "/dyads/{pair}", access.Reader, (*Desk).dyadShow},
		{"GET", "/actors", access.Reader, (*Desk).actorList},
		{"GET", "/actors/{key}", access.Reader, (*Desk).actorShow},
		{"GET", "/stories", access.Reader, (*Desk).storyList},
		{"GET", "/stories/{id}", access.Reader, (*Desk).storyShow},
		{"GET", "/map", access.Reader, (*Desk).mapShow},
		{"GET", "/network", access.Reader, (*Desk).networkShow},
	}
}

// dyadListView is what dyads.html shows.
type dyadListView struct {
	Stretch  stretch
	Late     bool
	Matrix   template.HTML
	Calendar template.HTML
	Pairs    []pairView
}

// pairView is a pair in a list.
type pairView struct {
	pair
	Href     string
	From, To actor
	Mean     string
	Bar      template.HTML
}

// How many actors and pairs a page shows.
const (
	matrixActors = 16
	listedPairs  = 40
)

// dyadList is the page of all pairs.
func (d *Desk) dyadList(v *visit) error {
	s, err := d.stretchOf(v.r.Context(), v.r.URL, "365")
	if err != nil {
		return err
	}
	body := dyadListView{Stretch: s}
	p, late, err := d.pairs(&s)
	if err != nil {
		return err
	}
	if body.Late = late; !late {
		body.Matrix, body.Calendar = d.matrix(p, &s), calendar(p, &s)
		for _, x := range p.List[:min(len(p.List), listedPairs)] {
			body.Pairs = append(body.Pairs, pairView{x, dyadHref(x.A, x.B), d.actorOf(x.A), d.actorOf(x.B), signed(x.Score()), chart.Strip(x.Quads, x.Count, p.List[0].Count)})
		}
	}
	return d.show(v, "dyads.html", page{Title: "Dyads", Nav: "/dyads", Wide: true, Pictures: true, Body: body})
}

// matrix is who acts on whom, of the actors that do most.
func (d *Desk) matrix(p *pairsView, s *stretch) template.HTML {
	m := chart.Matrix{Head: chart.Head{ID: "matrix", Title: "Who acts on whom, " + s.Name,
		Desc: "Actors stand in rows, those acted on in columns. Each cell tells how many events there are, and its colour their mean score."}}
	shown := map[string]bool{}
	for _, a := range p.Actors {
		if len(m.Actors) < matrixActors && a.Key != "" {
			shown[a.Key] = true
			m.Actors = append(m.Actors, d.chartActor(a.Key))
		}
	}
	for _, x := range p.List {
		if shown[x.A] && shown[x.B] {
			m.Cells = append(m.Cells, chart.Cell{From: x.A, To: x.B, Count: x.Count, Score: x.Score(), Href: dyadHref(x.A, x.B)})
		}
	}
	return m.Draw()
}

// calendar is all events by day.
func calendar(p *pairsView, s *stretch) template.HTML {
	c := chart.Calendar{Head: chart.Head{ID: "days", Title: "Events by day, " + s.Name, Desc: "Each square is a day; the more events, the stronger its colour."}, What: "events"}
	list := p.Days
	if len(list) > calendarDays {
		list = list[len(list)-calendarDays:]
	}
	for _, x := range list {
		c.Days = append(c.Days, chart.Day{Day: x.Day, Count: x.Count, Score: x.Plover / float64(max(x.Count, 1)), Href: "/events?from=" + x.Day + "&to=" + x.Day})
	}
	return c.Draw()
}

// calendarDays is how many days with events a calendar shows.
const calendarDays = 200

// signed writes a mean score with its sign, one digit after the point.
func signed(x float64) string {
	s := trimmed(x)
	if x > 0 && s != "0" {
		return "+" + s
	}
	return s
}
