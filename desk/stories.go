package desk

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"casus"
	"casus/desk/chart"
	"casus/store"
)

// storyListView is what stories.html shows.
type storyListView struct {
	Stretch stretch
	Late    bool
	// Kinds choose between all stories and those of several sources.
	Kinds   []chosenLink
	Keep    []link
	Stories []storyView
	Older   string
}

// listedStories is how many stories a page lists, of how many that are read.
const (
	listedStories = 30
	readStories   = 200
)

// storyList is the page of stories, the latest first.
func (d *Desk) storyList(v *visit) error {
	ctx := v.r.Context()
	s, err := d.stretchOf(ctx, v.r.URL, "all")
	if err != nil {
		return err
	}
	if !s.Set {
		s.To = "" // what is announced for later as well
	}
	kind := v.r.URL.Query().Get("sources")
	made, late, err := d.storyLists.get(d.now(), s.From+" "+s.To+" "+kind, func(ctx context.Context) (*storyListView, error) { return d.storiesOf(ctx, &s, kind) })
	if err != nil {
		return err
	}
	body := storyListView{Late: late}
	if !late {
		body = *made
	}
	body.Stretch = s
	body.Kinds = []chosenLink{{link{"several sources", with(v.r.URL, "sources", "")}, kind != "any"}, {link{"all", with(v.r.URL, "sources", "any")}, kind == "any"}}
	body.Keep = []link{{"sources", kind}}
	return d.show(v, "stories.html", page{Title: "Stories", Nav: "/stories", Pictures: true, Body: body})
}

// storiesOf lists the stories of a time, each with its best sentence.
func (d *Desk) storiesOf(ctx context.Context, s *stretch, kind string) (*storyListView, error) {
	body := &storyListView{}
	list, err := d.store.Stories(ctx, s.From, s.To, readStories)
	if err = orEmpty(err); err != nil {
		return nil, err
	}
	more := len(list) == readStories
	last := ""
	if more {
		last = before(list[len(list)-1].Last, 1)
	}
	if kind != "any" {
		list = slices.DeleteFunc(list, func(x store.Story) bool { return x.Sources < 2 })
	}
	if len(list) > listedStories {
		list, more = list[:listedStories], true
		last = before(list[len(list)-1].Last, 1)
	}
	if more {
		body.Older = address("/stories", url.Values{"to": {last}, "from": {s.From}, "sources": {kind}})
	}
	for _, x := range list {
		page, err := d.store.Events(ctx, store.Filter{Story: x.ID, Counted: true, Once: true, Limit: 20})
		if err = orEmpty(err); err != nil {
			return nil, err
		}
		body.Stories = append(body.Stories, storyView{x, d.best(page.Events)})
	}
	return body, nil
}

// storyShowView is what story.html shows.
type storyShowView struct {
	ID, Title   string
	First, Last string
	Dispatches  []tellerView
	Sources     int
	Picture     template.HTML
	Agreed      []factView
	Disputed    []disputeView
	Alone       []telling
	Statements  []statementView
	Grouped     []groupedView
	Said        *saidView
	More        int
}

// tellerView is a dispatch of a story with the reason why it is in it.
type tellerView struct {
	store.Dispatch
	Why   string
	First bool
}

// factView is an occurrence that several sources tell.
type factView struct {
	Lead     telling
	Mentions []mentionView
	Sources  int
}

// mentionView is how one source tells an occurrence.
type mentionView struct {
	telling
	Why     string
	Differs []string
	Lead    bool
}

// disputeView is something that one tells and another denies.
type disputeView struct {
	Denied telling
	Told   *telling
}

// groupedView is a correction that put events together or apart.
type groupedView struct {
	store.Correction
	Told    string
	MayUndo bool
}

// How much of a story its page shows.
const (
	storyEvents = 1000
	storyFacts  = 24
	storyAlone  = 30
	storyRows   = 16
	storySaid   = 12
)

// storyShow is the page of a story.
func (d *Desk) storyShow(v *visit) error {
	ctx, id := v.r.Context(), v.r.PathValue("id")
	list, err := d.store.Story(ctx, id)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fmt.Errorf("story %s: %w", id, casus.ErrNotFound)
	}
	body := &storyShowView{ID: id}
	if err := d.addTellers(ctx, body, list); err != nil {
		return err
	}
	page1, err := d.store.Events(ctx, store.Filter{Story: id, Limit: storyEvents})
	if err = orEmpty(err); err != nil {
		return err
	}
	if err := d.addFacts(ctx, body, page1.Events); err != nil {
		return err
	}
	d.addDisputes(body, page1.Events)
	if err := d.addAnswers(ctx, body); err != nil {
		return err
	}
	if err := d.addGrouped(ctx, v, body, list); err != nil {
		return err
	}
	if body.Said, err = d.said(ctx, v); err != nil {
		return err
	}
	return d.show(v, "story.html", page{Title: body.Title, Nav: "/stories", Crumbs: []link{{"Stories", "/stories"}}, Wide: true, Pictures: true, Body: body})
}

// addTellers adds the dispatches with the reasons, and the time line.
func (d *Desk) addTellers(ctx context.Context, body *storyShowView, list []store.Dispatch) error {
	reasons, err := d.store.StoryReasons(ctx, body.ID)
	if err != nil {
		return err
	}
	why := map[string]store.Membership{}
	for _, m := range reasons {
		why[m.Member] = m
	}
	body.Title = list[0].Title
	line := chart.Timeline{Head: chart.Head{ID: "story", Title: "Who told it when", Desc: "Each circle is a dispatch; hollow ones are copies of others."},
		Legend: []chart.Swatch{{Class: "c-step4", Name: "a dispatch of its own"}, {Class: "c-hollow", Name: "a copy"}}}
	rows := map[string]int{}
	own := map[string]bool{}
	for i := range list {
		x := &list[i]
		t := tellerView{*x, why[x.ID].Why, i == 0}
		if x.CopyOf != "" {
			t.Why = "" // it is a copy, and that is said
		}
		body.Dispatches = append(body.Dispatches, t)
		if why[x.ID].Independent {
			own[x.Publisher] = true
		}
		if x.Published.IsZero() {
			continue
		}
		day := x.Published.Format(time.DateOnly)
		body.First, body.Last = cmp.Or(body.First, day), day
		k, ok := rows[x.Publisher]
		if !ok {
			if len(line.Rows) == storyRows {
				continue
			}
			k = len(line.Rows)
			rows[x.Publisher] = k
			line.Rows = append(line.Rows, chart.Row{Name: cmp.Or(x.Publisher, "no publisher"), Href: address("/events", url.Values{"story": {body.ID}, "source": {x.Publisher}, "mentions": {"1"}})})
		}
		line.Rows[k].Moments = append(line.Rows[k].Moments, chart.Moment{At: x.Published.UTC().Format(time.RFC3339), Class: "c-step4", Hollow: x.CopyOf != "",
			Label: clip(120, x.Title) + ", " + x.Published.UTC().Format("2 January 2006, 15:04"), Href: "/dispatches/" + x.ID})
	}
	body.Sources = len(own)
	body.Picture = line.Draw()
	return nil
}

// addFacts adds what several sources tell, and what one alone does.
func (d *Desk) addFacts(ctx context.Context, body *storyShowView, events []store.Event) error {
	groups := map[string][]*store.Event{}
	var order []string
	for i := range events {
		e := &events[i]
		key := cmp.Or(e.Occurrence, e.ID)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], e)
	}
	slices.SortStableFunc(order, func(a, b string) int {
		return cmp.Or(cmp.Compare(sourcesOf(groups[b]), sourcesOf(groups[a])), cmp.Compare(len(groups[b]), len(groups[a])))
	})
	for _, key := range order {
		g := groups[key]
		switch {
		case len(g) > 1 && len(body.Agreed) < storyFacts:
			f, err := d.factOf(ctx, key, g)
			if err != nil {
				return err
			}
			body.Agreed = append(body.Agreed, f)
		case len(g) == 1 && g[0].Counted && len(body.Alone) < storyAlone:
			body.Alone = append(body.Alone, d.tell(g[0]))
		default:
			body.More++
		}
	}
	return nil
}

func sourcesOf(g []*store.Event) int {
	set := map[string]bool{}
	for _, e := range g {
		set[e.Publisher] = true
	}
	return len(set)
}

// factOf shows an occurrence with how each source tells it.
func (d *Desk) factOf(ctx context.Context, id string, g []*store.Event) (factView, error) {
	slices.SortStableFunc(g, func(a, b *store.Event) int { return strings.Compare(a.Published, b.Published) })
	reasons, err := d.store.OccurrenceReasons(ctx, "", id)
	if err = orEmpty(err); err != nil {
		return factView{}, err
	}
	why := map[string]string{}
	for _, m := range reasons {
		why[m.Member] = m.Why
	}
	f := factView{Lead: d.tell(g[0]), Sources: max(g[0].Sources, 1)}
	for i, e := range g {
		f.Mentions = append(f.Mentions, mentionView{d.tell(e), why[e.ID], d.differs(g[0], e), i == 0})
	}
	return f, nil
}

// differs tells in what one telling differs from another.
func (d *Desk) differs(lead, e *store.Event) []string {
	var out []string
	if e.Event != lead.Event {
		out = append(out, "has it as "+e.Event)
	} else if e.Mode != lead.Mode && e.Mode != "" {
		out = append(out, "has the mode "+e.Mode)
	}
	if e.Day != lead.Day && e.Day != "" && lead.Day != "" {
		out = append(out, "dates it "+shortDay(e.Day))
	}
	if e.Place != lead.Place && e.Place != "" && lead.Place != "" {
		out = append(out, "places it in "+d.names.of(e.Place))
	}
	if e.Claimant != lead.Claimant {
		if e.Claimant == "" {
			out = append(out, "tells it as a fact")
		} else {
			out = append(out, "has it from "+d.names.of(e.Claimant))
		}
	}
	const contrary = store.Denied | store.Negated
	if e.Status&contrary != lead.Status&contrary {
		out = append(out, "tells the contrary")
	}
	return out
}

// addDisputes adds what is denied, beside what is told of the same.
func (d *Desk) addDisputes(body *storyShowView, events []store.Event) {
	key := func(e *store.Event) string {
		a, r := "", ""
		for _, p := range e.Parties {
			switch {
			case p.Side == store.Actor && a == "":
				a = p.Key
			case p.Side == store.Recipient && r == "":
				r = p.Key
			}
		}
		return a + "\x00" + e.Event + "\x00" + r
	}
	told := map[string]*store.Event{}
	for i := range events {
		if e := &events[i]; e.Status&(store.Denied|store.Negated) == 0 && told[key(e)] == nil {
			told[key(e)] = e
		}
	}
	seen := map[string]bool{}
	for i := range events {
		e := &events[i]
		if e.Status&(store.Denied|store.Negated) == 0 || seen[key(e)] {
			continue
		}
		x := disputeView{Denied: d.tell(e)}
		if other := told[key(e)]; other != nil {
			y := d.tell(other)
			x.Told = &y
		} else if e.Status&store.Denied == 0 {
			continue // what did not happen and nobody says did is no dispute
		}
		seen[key(e)] = true
		body.Disputed = append(body.Disputed, x)
	}
}

// addAnswers adds the statements that deny or answer others.
func (d *Desk) addAnswers(ctx context.Context, body *storyShowView) error {
	list, err := d.store.Statements(ctx, store.Filter{Story: body.ID, Limit: 300})
	if err = orEmpty(err); err != nil {
		return err
	}
	for i := range list {
		x := d.statementOf(&list[i])
		if (x.Position == "deny" || len(x.Body.Answers) > 0) && len(body.Statements) < storySaid {
			body.Statements = append(body.Statements, x)
		}
	}
	return d.withAnswers(ctx, body.Statements)
}

// addGrouped adds what people have put together or apart in the story.
func (d *Desk) addGrouped(ctx context.Context, v *visit, body *storyShowView, list []store.Dispatch) error {
	all, err := d.store.Corrections(ctx, "")
	if err != nil {
		return err
	}
	in := map[string]bool{}
	for i := range list {
		in[list[i].ID] = true
	}
	undone := undoneOf(all)
	for _, c := range all {
		if (c.Kind == "same" || c.Kind == "apart") && in[c.Dispatch] && !undone[c.Number] {
			body.Grouped = append(body.Grouped, groupedView{c, told(&c), d.mayUndo(ctx, v.who, c.Number) == nil})
		}
	}
	return nil
}
