package desk

import (
	"cmp"
	"context"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"casus/desk/chart"
	"casus/store"
)

// actorListView is what actors.html shows.
type actorListView struct {
	Stretch stretch
	Late    bool
	Actors  []actorRow
	Total   int
}

// actorRow is an actor in a list.
type actorRow struct {
	actor
	Acts, Acted int
	Mean        string
	Bar         template.HTML
}

// listedActors is how many actors a page lists.
const listedActors = 100

// actorList is the page of all actors.
func (d *Desk) actorList(v *visit) error {
	s, err := d.stretchOf(v.r.Context(), v.r.URL, "365")
	if err != nil {
		return err
	}
	body := actorListView{Stretch: s}
	p, late, err := d.pairs(&s)
	if err != nil {
		return err
	}
	if body.Late = late; !late {
		body.Total = len(p.Actors)
		most := 1
		for i := range p.Actors {
			most = max(most, p.Actors[i].Count())
		}
		for _, a := range p.Actors[:min(len(p.Actors), listedActors)] {
			mean := a.Plover / float64(max(a.Count(), 1))
			body.Actors = append(body.Actors, actorRow{d.actorOf(a.Key), a.Acts, a.Acted, signed(mean), chart.Strip(a.Quads, a.Count(), most)})
		}
	}
	return d.show(v, "actors.html", page{Title: "Actors", Nav: "/actors", Wide: true, Pictures: true, Body: body})
}

// actorShowView is what actor.html shows.
type actorShowView struct {
	Actor       actor
	Stretch     stretch
	Late        bool
	Acts, Acted int
	Mean        string
	Picture     template.HTML
	Partners    template.HTML
	Does, Gets  template.HTML
	Network     template.HTML
	Offices     template.HTML
	Holders     []holderView
	Positions   []positionView
	Events      []telling
	EventsHref  string
	Statements  []statementView
	Commitments []commitmentView
}

// positionView is how often an actor took each position on another.
type positionView struct {
	On    actor
	Count []positionCount
	Total int
	Href  string
}

type positionCount struct {
	Position string
	Count    int
	Href     string
}

// How much of each kind an actor's page shows.
const (
	partnersShown  = 12
	positionsShown = 10
	positionsRead  = 500
)

// actorShow is the page of one actor.
func (d *Desk) actorShow(v *visit) error {
	ctx := v.r.Context()
	key := strings.ToUpper(v.r.PathValue("key"))
	s, err := d.stretchOf(ctx, v.r.URL, "365")
	if err != nil {
		return err
	}
	body := &actorShowView{Actor: d.actorOf(key), Stretch: s, EventsHref: s.events("party", key)}
	p, late, err := d.pairs(&s)
	if err != nil {
		return err
	}
	if body.Late = late; !late {
		if err := d.addPartners(body, p); err != nil {
			return err
		}
	}
	if err := d.addActorSeries(body); err != nil {
		return err
	}
	if err := d.addActorTold(ctx, body); err != nil {
		return err
	}
	d.addHolders(body)
	return d.show(v, "actor.html", page{Title: body.Actor.Name, Nav: "/actors", Crumbs: []link{{"Actors", "/actors"}}, Wide: true, Pictures: true, Body: body})
}

// addPartners adds with whom an actor deals, as bars and as a network.
func (d *Desk) addPartners(body *actorShowView, p *pairsView) (err error) {
	key, s := body.Actor.Key, &body.Stretch
	var bars []chart.Bar
	for _, e := range p.undirected() {
		if e.A != key && e.B != key {
			continue
		}
		other := e.A
		if other == key {
			other = e.B
		}
		b := chart.Bar{Name: d.names.of(other), Href: dyadHref(key, other), Count: e.There + e.Back, Note: signed(e.Score)}
		there, back := p.between(key, other), p.between(other, key)
		for q := 1; q <= 4; q++ {
			b.Parts[q] = there.Quads[q] + back.Quads[q]
		}
		bars = append(bars, b)
	}
	body.Partners = chart.Bars("Events in both directions, and their mean score", bars[:min(len(bars), partnersShown)])
	body.Network, body.Late, err = d.networkDrawn(p, s, key, "Who "+body.Actor.Name+" deals with, and who of them with each other")
	return err
}

// addActorSeries adds what an actor did and had done to it over time.
func (d *Desk) addActorSeries(body *actorShowView) error {
	key, s := body.Actor.Key, &body.Stretch
	x, late, err := d.dyad(key, "", s, "")
	if err != nil || late {
		body.Late = body.Late || late
		return err
	}
	body.Acts, body.Acted, body.Mean = x.sums[0].Count, x.sums[1].Count, signed(x.sums[0].Score())
	body.Does = eventBars("What "+body.Actor.Name+" does", &x.sums[0], s, "actor", key)
	body.Gets = eventBars("What is done to "+body.Actor.Name, &x.sums[1], s, "recipient", key)
	name := body.Actor.Name
	pic := chart.Series{Head: chart.Head{ID: "series", Title: name + " by " + string(x.period),
		Desc: "Bars above the line count what " + name + " did, bars below it what was done to it. The lines underneath are the mean scores, from conflict at -10 to cooperation at +10."},
		Names: [2]string{name + " acts", name + " is acted on"}, Unit: string(x.period)}
	for i := range x.ways[0] {
		q := &x.ways[0][i]
		y := chart.Period{From: q.From, To: q.To, Href: (&stretch{From: q.From, To: q.To}).events("party", key)}
		for w := range x.ways {
			y.Ways[w] = chart.Way{Quads: x.ways[w][i].Quads, Score: x.ways[w][i].Mean()}
		}
		pic.Periods = append(pic.Periods, y)
	}
	for w := range x.changes {
		for _, c := range x.changes[w] {
			pic.Marks = append(pic.Marks, chart.Mark{At: c.At, Way: w, Label: trimmed(c.Before) + " → " + trimmed(c.After) + " a " + string(x.period)})
		}
	}
	slices.SortStableFunc(pic.Marks, func(a, b chart.Mark) int { return cmp.Compare(a.At, b.At) })
	body.Picture = pic.Draw()
	return nil
}

// addActorTold adds the latest of what is told of an actor, and the positions that it
// took on others.
func (d *Desk) addActorTold(ctx context.Context, body *actorShowView) error {
	key, s := body.Actor.Key, &body.Stretch
	events, err := d.store.Events(ctx, store.Filter{Party: []string{key}, From: s.From, To: s.To, Counted: true, Once: true, Limit: toldEvents})
	if err = orEmpty(err); err != nil {
		return err
	}
	body.Events = d.tellAll(events.Events)
	statements, err := d.store.Statements(ctx, store.Filter{Actor: []string{key}, From: s.From, To: s.To, Limit: positionsRead})
	if err = orEmpty(err); err != nil {
		return err
	}
	for i := range statements[:min(len(statements), toldStatements)] {
		body.Statements = append(body.Statements, d.statementOf(&statements[i]))
	}
	body.Positions = d.positions(key, statements)
	commitments, err := d.store.Commitments(ctx, store.Filter{Party: []string{key}, From: s.From, To: s.To, Limit: toldCommitments})
	if err = orEmpty(err); err != nil {
		return err
	}
	for i := range commitments {
		body.Commitments = append(body.Commitments, d.commitmentOf(&commitments[i]))
	}
	return nil
}

// positions counts the positions that a speaker took on each other actor.
func (d *Desk) positions(key string, list []store.Statement) []positionView {
	counts := map[string]map[string]int{}
	for i := range list {
		x := &list[i]
		if x.About == "" || x.About == key || x.Position == "" || x.Position == "say" {
			continue
		}
		if counts[x.About] == nil {
			counts[x.About] = map[string]int{}
		}
		counts[x.About][x.Position]++
	}
	var out []positionView
	for about, of := range counts {
		y := positionView{On: d.actorOf(about), Href: address("/statements", url.Values{"actor": {key}, "recipient": {about}})}
		for position, n := range of {
			y.Total += n
			y.Count = append(y.Count, positionCount{position, n, address("/statements", url.Values{"actor": {key}, "recipient": {about}, "position": {position}})})
		}
		slices.SortFunc(y.Count, func(a, b positionCount) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Position, b.Position))
		})
		out = append(out, y)
	}
	slices.SortFunc(out, func(a, b positionView) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.On.Key, b.On.Key))
	})
	return out[:min(len(out), positionsShown)]
}
