package desk

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"casus/desk/chart"
	"casus/lexicon"
)

// holders are those who held the offices of each state that one person holds at a time,
// as the lexicon knows them. They are gathered when they are first asked for.
type holders struct {
	once sync.Once
	of   map[string][]holder
}

// holder is somebody in an office.
type holder struct {
	Name, Title, Post string
	From, To          string
	Rank              int
	// Open says that nobody knows the end.
	Open bool
}

// holderView is who holds an office on the last day of a time.
type holderView struct{ Title, Name, Since string }

// holdersOf lists the office-holders of a state.
func (d *Desk) holdersOf(country string) []holder {
	d.holders.once.Do(func() {
		d.holders.of = map[string][]holder{}
		lex := d.pipeline.Lexicon()
		if lex == nil {
			return
		}
		actors := lex.AllActors()
		for i := range actors {
			d.holders.add(&actors[i])
		}
	})
	return d.holders.of[country]
}

func (h *holders) add(a *lexicon.Actor) {
	for i := range a.Offices {
		o := &a.Offices[i]
		post, ok := o.Post()
		if !ok || o.From == "" {
			continue
		}
		x := holder{Name: a.Name, Title: o.Title, Post: strings.TrimPrefix(post, o.Country+" "), From: wholeDay(o.From, false), To: wholeDay(o.To, true), Rank: o.Rank()}
		if o.To == "" && o.Seen != "" {
			x.To = "" // held when last looked at
		}
		x.Open = x.To == ""
		h.of[o.Country] = append(h.of[o.Country], x)
	}
}

// wholeDay makes a day of a date of any granularity: its first, or its last.
func wholeDay(date string, last bool) string {
	switch {
	case date == "" || len(date) == 10:
		return date
	case len(date) == 7 && last:
		return date + "-28"
	case len(date) == 7:
		return date + "-01"
	case len(date) == 4 && last:
		return date + "-12-31"
	case len(date) == 4:
		return date + "-01-01"
	}
	return ""
}

// posts are the offices that a page shows, in this order; ambassadors are left out.
var posts = []string{"president", "monarch", "supreme leader", "prime minister", "foreign minister", "defence minister", "interior minister", "finance minister", "national security adviser", "chief of the General Staff"}

// holderYears is how far back a page shows who held an office.
const holderYears = 8

// addHolders adds who held which office of a state over the last years.
func (d *Desk) addHolders(body *actorShowView) {
	until := body.Stretch.To
	if until == "" {
		until = d.now().Format("2006-01-02")
	}
	from := before(until, holderYears*365)
	byPost := map[string][]holder{}
	for _, h := range d.holdersOf(body.Actor.Key) {
		if h.From <= until && (h.To == "" || h.To > from) && !d.overtaken(body.Actor.Key, &h, until) {
			byPost[h.Post] = append(byPost[h.Post], h)
		}
	}
	line := chart.Timeline{Head: chart.Head{ID: "offices", Title: "Who held which office of " + body.Actor.Name, Desc: "Each bar is a term, from " + shortDay(from) + " to " + shortDay(until) + "."}, Until: until}
	for _, post := range posts {
		list := byPost[post]
		slices.SortFunc(list, func(a, b holder) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name)) })
		list = slices.CompactFunc(list, func(a, b holder) bool { return a.Name == b.Name && a.From == b.From })
		if len(list) == 0 {
			continue
		}
		row := chart.Row{Name: capital(list[len(list)-1].Title)}
		for i, h := range list {
			end := h.To
			if end == "" || end > until {
				end = ""
			}
			if i+1 < len(list) && (end == "" || end > list[i+1].From) {
				end = list[i+1].From // one at a time
			}
			row.Spans = append(row.Spans, chart.Stretch{From: max(h.From, from), To: end, Label: h.Name, Class: []string{"c-step2", "c-step4"}[i%2]})
		}
		line.Rows = append(line.Rows, row)
		if h := list[len(list)-1]; h.To == "" || h.To >= until {
			body.Holders = append(body.Holders, holderView{capital(h.Title), h.Name, h.From})
		}
	}
	body.Offices = line.Draw()
}

// overtaken says that somebody else took the office of an open term up before a day: a
// term whose end nobody entered ends there.
func (d *Desk) overtaken(country string, h *holder, day string) bool {
	if !h.Open {
		return false
	}
	for _, o := range d.holdersOf(country) {
		if o.Post == h.Post && o.Name != h.Name && o.From > h.From && o.From < before(day, holderYears*365) {
			return true
		}
	}
	return false
}
