package desk

import (
	"context"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"casus"
	"casus/desk/chart"
	"casus/series"
	"casus/store"
)

// dyadShowView is what dyad.html shows.
type dyadShowView struct {
	A, B        actor
	Stretch     stretch
	Late        bool
	Units       []chosenLink
	Picture     template.HTML
	Changes     []changeView
	Ways        [2]wayView
	Calendar    template.HTML
	Events      []telling
	EventsHref  string
	Statements  []statementView
	Commitments []commitmentView
	Total       int
}

// wayView is what one did to the other.
type wayView struct {
	From, To actor
	Sum      pair
	Mean     string
	Href     string
	Bars     template.HTML
}

// changeView is a place where the level of a direction changed, explained.
type changeView struct {
	Number        int
	From, To      actor
	When, Until   string
	Name          string
	Before, After string
	Unit          string
	More          bool
	Probability   string
	What          []string // what rose or fell
	Best          *telling
	Href          string
}

// dyadShow is the page of two actors.
func (d *Desk) dyadShow(v *visit) error {
	name, json := strings.CutSuffix(v.r.PathValue("pair"), ".json")
	a, b, ok := strings.Cut(strings.ToUpper(name), "-")
	if !ok || a == "" || b == "" || a == b {
		return fmt.Errorf("dyad %q: two keys with a hyphen, like KOR-RUS: %w", name, casus.ErrInvalid)
	}
	ctx := v.r.Context()
	s, err := d.stretchOf(ctx, v.r.URL, "all")
	if err != nil {
		return err
	}
	x, late, err := d.dyad(a, b, &s, series.Period(v.r.URL.Query().Get("by")))
	switch {
	case err != nil:
		return err
	case late && json:
		v.w.Header().Set("Retry-After", "1")
		return fmt.Errorf("the record is being counted; ask again: %w", casus.ErrUnavailable)
	case late:
		return d.show(v, "dyad.html", page{Title: d.names.of(a) + " and " + d.names.of(b), Nav: "/dyads", Crumbs: []link{{"Dyads", "/dyads"}}, Wide: true, Pictures: true,
			Body: &dyadShowView{A: d.actorOf(a), B: d.actorOf(b), Stretch: s, Late: true}})
	case json:
		return d.writeJSON(v, x.json())
	}
	body, err := d.dyadView(ctx, x)
	if err != nil {
		return err
	}
	for _, p := range []series.Period{series.Day, series.Week, series.Month} {
		body.Units = append(body.Units, chosenLink{link{string(p), with(v.r.URL, "by", string(p))}, p == x.period})
	}
	title := body.A.Name + " and " + body.B.Name
	twin := *v.r.URL
	twin.Path = "/dyads/" + a + "-" + b + ".json"
	return d.show(v, "dyad.html", page{Title: title, Nav: "/dyads", Crumbs: []link{{"Dyads", "/dyads"}}, Twins: []link{{"JSON", twin.String()}}, Wide: true, Pictures: true, Body: body})
}

// dyad is what two actors did to each other over a time.
type dyad struct {
	a, b    string
	stretch *stretch
	period  series.Period
	ways    [2][]series.Point
	changes [2][]series.Change
	sums    [2]pair
	days    []daySum
}

// maxPoints is how many bars a picture has at most.
const maxPoints = 240

// dyad counts. The period is chosen by the time where it is "". Where b is "", the two
// ways are what a does to anybody and what anybody does to a. late says that it is still
// being counted.
func (d *Desk) dyad(a, b string, s *stretch, period series.Period) (x *dyad, late bool, err error) {
	return d.dyads.get(d.now(), fmt.Sprint(a, " ", b, " ", s.From, " ", s.To, " ", s.Set, " ", period), func(ctx context.Context) (*dyad, error) {
		x := &dyad{a: a, b: b, stretch: s, period: period}
		var days [2][]store.DayCount
		for w, k := range [2][2]string{{a, b}, {b, a}} {
			var err error
			days[w], err = d.store.Days(ctx, store.DayQuery{Actor: k[0], Recipient: k[1], From: s.From, To: s.To})
			if err = orEmpty(err); err != nil {
				return nil, err
			}
		}
		return x, x.count(days)
	})
}

// count sorts the days of both directions into periods, finds the changes, and sums up.
func (x *dyad) count(days [2][]store.DayCount) error {
	all := slices.Concat(days[0], days[1])
	if len(all) == 0 {
		return nil
	}
	from, to := x.stretch.From, x.stretch.To
	first, last := all[0].Day, all[0].Day
	for i := range all {
		first, last = min(first, all[i].Day), max(last, all[i].Day)
	}
	if from == "" {
		from = first
	}
	if to == "" || to < last && !x.stretch.Set {
		to = last
	}
	switch x.period {
	case series.Day, series.Week, series.Month:
	default:
		x.period = periodFor(from, to)
	}
	if n := daysBetween(from, to); n/perPeriod[x.period] > maxPoints {
		from = before(to, maxPoints*perPeriod[x.period])
	}
	for w := range x.ways {
		points, err := series.Build(x.period, from, to, days[w], nil)
		if err != nil {
			return err
		}
		x.ways[w] = points
		counts := make([]int, len(points))
		for i := range points {
			counts[i] = points[i].Count
		}
		x.changes[w] = series.Changes(counts)
	}
	x.sum(days)
	return nil
}

func (x *dyad) sum(days [2][]store.DayCount) {
	byDay := map[string]*daySum{}
	for w := range days {
		x.sums[w] = pair{A: x.a, B: x.b, Events: map[string][5]int{}}
		for i := range days[w] {
			c := &days[w][i]
			x.sums[w].add(c)
			if w == 1 && c.Mutual {
				continue // counted with the first direction
			}
			if byDay[c.Day] == nil {
				byDay[c.Day] = &daySum{Day: c.Day}
			}
			byDay[c.Day].Count += c.Count
			byDay[c.Day].Plover += c.Plover
		}
	}
	x.sums[1].A, x.sums[1].B = x.b, x.a
	for _, s := range byDay {
		x.days = append(x.days, *s)
	}
	slices.SortFunc(x.days, func(a, b daySum) int { return strings.Compare(a.Day, b.Day) })
}

// perPeriod is about how many days a period has.
var perPeriod = map[series.Period]int{series.Day: 1, series.Week: 7, series.Month: 30}

// periodFor is the period in which a time has some tens of points.
func periodFor(from, to string) series.Period {
	switch n := daysBetween(from, to); {
	case n <= 62:
		return series.Day
	case n <= 300:
		return series.Week
	}
	return series.Month
}

func daysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours()/24) + 1
}

// dyadView shows a dyad with what is told of it.
func (d *Desk) dyadView(ctx context.Context, x *dyad) (*dyadShowView, error) {
	s := x.stretch
	body := &dyadShowView{A: d.actorOf(x.a), B: d.actorOf(x.b), Stretch: *s, EventsHref: s.events("dyad", x.a+"-"+x.b, "mutual", "1")}
	for w := range body.Ways {
		from, to := body.A, body.B
		if w == 1 {
			from, to = to, from
		}
		body.Ways[w] = wayView{From: from, To: to, Sum: x.sums[w], Mean: signed(x.sums[w].Score()), Href: s.events("dyad", from.Key+"-"+to.Key), Bars: eventBars("What "+from.Name+" does", &x.sums[w], s, "dyad", from.Key+"-"+to.Key)}
		body.Total += x.sums[w].Count
	}
	var err error
	if body.Changes, err = d.changesOf(ctx, x); err != nil {
		return nil, err
	}
	body.Picture = d.dyadPicture(x, body.Changes)
	cal := chart.Calendar{Head: chart.Head{ID: "days", Title: "Mean score by day", Desc: "Each square is a day with events between the two, coloured from conflict to cooperation."}, What: "events", ByScore: true}
	for _, y := range x.days[max(0, len(x.days)-calendarDays):] { // the latest
		cal.Days = append(cal.Days, chart.Day{Day: y.Day, Count: y.Count, Score: y.Plover / float64(max(y.Count, 1)),
			Href: "/events?dyad=" + x.a + "-" + x.b + "&mutual=1&from=" + y.Day + "&to=" + y.Day})
	}
	if n := len(cal.Days); n > 0 && daysBetween(cal.Days[0].Day, cal.Days[n-1].Day) <= 3*366 {
		body.Calendar = cal.Draw()
	}
	return body, d.addTold(ctx, x, body)
}

// How many events, statements and commitments stand on a page of actors.
const (
	toldEvents      = 8
	toldStatements  = 6
	toldCommitments = 6
)

// addTold adds the latest of what is told of the two.
func (d *Desk) addTold(ctx context.Context, x *dyad, body *dyadShowView) error {
	f := store.Filter{Dyad: [2]string{x.a, x.b}, Mutual: true, From: x.stretch.From, To: x.stretch.To, Counted: true, Once: true, Limit: toldEvents}
	events, err := d.store.Events(ctx, f)
	if err = orEmpty(err); err != nil {
		return err
	}
	body.Events = d.tellAll(events.Events)
	statements, err := d.store.Statements(ctx, store.Filter{Dyad: f.Dyad, From: f.From, To: f.To, Limit: toldStatements})
	if err = orEmpty(err); err != nil {
		return err
	}
	for i := range statements {
		body.Statements = append(body.Statements, d.statementOf(&statements[i]))
	}
	commitments, err := d.store.Commitments(ctx, store.Filter{Dyad: f.Dyad, From: f.From, To: f.To, Limit: toldCommitments})
	if err = orEmpty(err); err != nil {
		return err
	}
	for i := range commitments {
		body.Commitments = append(body.Commitments, d.commitmentOf(&commitments[i]))
	}
	return nil
}

// dyadPicture draws both directions over time with their changes.
func (d *Desk) dyadPicture(x *dyad, changes []changeView) template.HTML {
	a, b := d.names.of(x.a), d.names.of(x.b)
	s := chart.Series{Head: chart.Head{ID: "series", Title: a + " and " + b + " by " + string(x.period),
		Desc: "Bars above the line count what " + a + " did to " + b + ", bars below it what " + b + " did to " + a + ". The lines underneath are the mean scores, from conflict at -10 to cooperation at +10."},
		Names: [2]string{a + " → " + b, b + " → " + a}, Unit: string(x.period)}
	for i := range x.ways[0] {
		p := &x.ways[0][i]
		y := chart.Period{From: p.From, To: p.To, Href: (&stretch{From: p.From, To: p.To}).events("dyad", x.a+"-"+x.b, "mutual", "1")}
		for w := range x.ways {
			y.Ways[w] = chart.Way{Quads: x.ways[w][i].Quads, Score: x.ways[w][i].Mean()}
		}
		s.Periods = append(s.Periods, y)
	}
	for _, c := range changes {
		w := 0
		if c.From.Key == x.b {
			w = 1
		}
		i, _ := slices.BinarySearchFunc(x.ways[w], c.When, func(p series.Point, day string) int { return strings.Compare(p.From, day) })
		s.Marks = append(s.Marks, chart.Mark{At: i, Way: w, Label: c.Before + " → " + c.After + " a " + c.Unit})
	}
	return s.Draw()
}

// changesOf explains the changes of both directions, in order of time: what rose or
// fell, and what was told when the new level began.
func (d *Desk) changesOf(ctx context.Context, x *dyad) ([]changeView, error) {
	var out []changeView
	for w := range x.changes {
		keys := [2]string{x.a, x.b}
		if w == 1 {
			keys = [2]string{x.b, x.a}
		}
		for k, c := range x.changes[w] {
			points := x.ways[w]
			begin, end := 0, len(points)
			if k > 0 {
				begin = x.changes[w][k-1].At
			}
			if k+1 < len(x.changes[w]) {
				end = x.changes[w][k+1].At
			}
			p := &points[c.At]
			y := changeView{Name: periodName(x.period, p.From), From: d.actorOf(keys[0]), To: d.actorOf(keys[1]), When: p.From, Until: points[end-1].To, Before: trimmed(c.Before), After: trimmed(c.After), Unit: string(x.period),
				More: c.After > c.Before, Probability: strconv.Itoa(int(math.Min(99, math.Round(100*c.Probability)))) + "%",
				What: moved(points[begin:c.At], points[c.At:end]), Href: (&stretch{From: p.From, To: points[end-1].To}).events("dyad", keys[0]+"-"+keys[1])}
			page, err := d.store.Events(ctx, store.Filter{Dyad: keys, From: p.From, To: points[min(c.At+1, end-1)].To, Counted: true, Once: true, Limit: 20})
			if err != nil {
				return nil, err
			}
			y.Best = d.best(page.Events)
			out = append(out, y)
		}
	}
	slices.SortStableFunc(out, func(a, b changeView) int { return strings.Compare(a.When, b.When) })
	for i := range out {
		out[i].Number = i + 1
	}
	return out, nil
}

// periodName says from when a level holds.
func periodName(p series.Period, from string) string {
	switch p {
	case series.Month:
		return dayAs(from, "January 2006")
	case series.Week:
		return "the week of " + dayAs(from, "2 January 2006")
	}
	return dayAs(from, "2 January 2006")
}

// moved tells which events rose or fell most between two stretches of a series, each as
// a count a period.
func moved(before, after []series.Point) []string {
	rate := func(points []series.Point) map[string]float64 {
		out := map[string]float64{}
		for i := range points {
			for e, n := range points[i].Events {
				out[e] += float64(n) / float64(len(points))
			}
		}
		return out
	}
	a, b := rate(before), rate(after)
	var names []string
	for e := range a {
		names = append(names, e)
	}
	for e := range b {
		if _, ok := a[e]; !ok {
			names = append(names, e)
		}
	}
	slices.SortFunc(names, func(x, y string) int {
		if dx, dy := math.Abs(b[x]-a[x]), math.Abs(b[y]-a[y]); dx != dy {
			if dx > dy {
				return -1
			}
			return 1
		}
		return strings.Compare(x, y)
	})
	var out []string
	for _, e := range names[:min(len(names), 3)] {
		if math.Abs(b[e]-a[e]) >= 0.05 {
			out = append(out, e+" "+trimmed(a[e])+" → "+trimmed(b[e]))
		}
	}
	return out
}

// eventBars are the events of a pair by kind, each leading to its events.
func eventBars(title string, p *pair, s *stretch, ask ...string) template.HTML {
	var bars []chart.Bar
	for e, n := range p.Events {
		b := chart.Bar{Name: capital(strings.ToLower(e)), Count: n[0], Parts: n, Href: s.events(append(slices.Clone(ask), "event", e)...)}
		b.Parts[0] = 0
		bars = append(bars, b)
	}
	slices.SortFunc(bars, func(x, y chart.Bar) int {
		if x.Count != y.Count {
			return y.Count - x.Count
		}
		return strings.Compare(x.Name, y.Name)
	})
	return chart.Bars(title, bars[:min(len(bars), 8)])
}

// trimmed writes a number with at most one digit after the point.
func trimmed(x float64) string {
	x = math.Round(x*10) / 10
	if x == 0 {
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// dyadJSON is a dyad for programs.
type dyadJSON struct {
	A      string          `json:"a"`
	B      string          `json:"b"`
	Period string          `json:"period"`
	Points []dyadPointJSON `json:"points"`
}

type dyadPointJSON struct {
	From string     `json:"from"`
	To   string     `json:"to"`
	Ways [2]wayJSON `json:"ways"`
}

type wayJSON struct {
	Count     int            `json:"count"`
	Quads     [4]int         `json:"quads"`
	Events    map[string]int `json:"events"`
	Plover    float64        `json:"plover"`
	Goldstein float64        `json:"goldstein"`
	Changed   bool           `json:"changed"`
}

func (x *dyad) json() dyadJSON {
	out := dyadJSON{A: x.a, B: x.b, Period: string(x.period), Points: []dyadPointJSON{}}
	for i := range x.ways[0] {
		p := dyadPointJSON{From: x.ways[0][i].From, To: x.ways[0][i].To}
		for w := range x.ways {
			y := &x.ways[w][i]
			p.Ways[w] = wayJSON{y.Count, [4]int(y.Quads[1:]), y.Events, y.Plover, y.Goldstein, slices.ContainsFunc(x.changes[w], func(c series.Change) bool { return c.At == i })}
		}
		out.Points = append(out.Points, p)
	}
	return out
}
