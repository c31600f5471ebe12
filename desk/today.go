package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"casus/desk/access"
	"casus/export"
	"casus/series"
	"casus/store"
)

func todayRoutes() []route {
	return []route{{"GET", "/{$}", access.Reader, (*Desk).today}}
}

// todayView is what today.html shows.
type todayView struct {
	Day       string
	Counts    store.Counts
	Surprises []surpriseView
	// Period is the length of time that the surprises compare.
	Period series.Period
	// Late says that the surprises are still being reckoned.
	Late        bool
	Commitments []commitmentView
	Stories     []storyView
	Latest      []telling
}

// surpriseView is a pair that did more than was to be expected.
type surpriseView struct {
	series.Surprising
	A, B  actor
	Href  string
	Best  *telling
	Words string
	// Chance is the surprise in words: "one in 1,200".
	Chance string
}

// storyView is a story with its best sentence.
type storyView struct {
	store.Story
	Best *telling
}

// How much of everything the first page shows, and how far it looks back.
const (
	todaySurprises   = 6
	todayStories     = 6
	todayCommitments = 6
	todayLatest      = 5
	lookBack         = 26 * 7 // days
	storyDays        = 14
)

// today is the first page: what changed.
func (d *Desk) today(v *visit) error {
	body, late, err := d.front.get(d.now(), d.frontPage)
	if err != nil {
		return err
	}
	if late {
		body = &todayView{Late: true}
	}
	return d.show(v, "today.html", page{Title: "Today", Nav: "/", Wide: true, Body: body})
}

// frontPage gathers what the first page shows.
func (d *Desk) frontPage(ctx context.Context) (*todayView, error) {
	t := &todayView{}
	latest, err := d.store.Events(ctx, store.Filter{Counted: true, Once: true, Limit: todayLatest})
	if err := orEmpty(err); err != nil {
		return nil, err
	}
	if t.Counts, err = d.store.Counts(ctx); err != nil {
		return nil, err
	}
	if len(latest.Events) == 0 {
		return t, nil
	}
	t.Day, t.Latest = lastDay(latest.Events, d.now()), d.tellAll(latest.Events)
	if err := d.addSurprises(ctx, t); err != nil {
		return nil, err
	}
	if err := d.addStories(ctx, t); err != nil {
		return nil, err
	}
	return t, d.addCommitments(ctx, t)
}

// lastDay is the day of the newest events that have happened: what is planned for next
// year is no news of next year.
func lastDay(events []store.Event, now time.Time) string {
	today := now.Format(time.DateOnly)
	best := ""
	for i := range events {
		e := &events[i]
		day := e.Day
		if len(e.Published) >= 10 && (day == "" || day > e.Published[:10]) {
			day = e.Published[:10]
		}
		if day <= today {
			best = max(best, day)
		}
	}
	return best
}

// before is a number of days before a day.
func before(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, -n).Format(time.DateOnly)
}

func (d *Desk) addSurprises(ctx context.Context, t *todayView) error {
	if t.Day == "" {
		return nil
	}
	from := before(t.Day, lookBack-1)
	days, err := d.store.Days(ctx, store.DayQuery{From: from, To: t.Day})
	if err != nil {
		return err
	}
	// The last week against those before it; where it is quiet, the last month.
	var list []series.Surprising
	for _, t.Period = range []series.Period{series.Week, series.Month} {
		if list, err = series.Surprises(t.Period, from, t.Day, days); err != nil {
			return err
		} else if len(list) > 0 {
			break
		}
	}
	for _, x := range list[:min(len(list), todaySurprises)] {
		s := surpriseView{Surprising: x, A: d.actorOf(x.Actor), B: d.actorOf(x.Recipient), Chance: chance(x.Surprise)}
		s.Href = "/dyads/" + x.Actor + "-" + x.Recipient
		page, err := d.store.Events(ctx, store.Filter{Dyad: [2]string{x.Actor, x.Recipient}, From: x.From, To: x.To, Quad: x.Quads, Counted: true, Once: true, Limit: 20})
		if err != nil {
			return err
		}
		s.Best = d.best(page.Events)
		t.Surprises = append(t.Surprises, s)
	}
	return nil
}

// best is the event that tells most: in most sources, then surest.
func (d *Desk) best(events []store.Event) *telling {
	if len(events) == 0 {
		return nil
	}
	e := slices.MaxFunc(events, func(a, b store.Event) int {
		if a.Sources != b.Sources {
			return a.Sources - b.Sources
		}
		switch {
		case a.Confidence < b.Confidence:
			return -1
		case a.Confidence > b.Confidence:
			return 1
		}
		return 0
	})
	t := d.tell(&e)
	return &t
}

func (d *Desk) addStories(ctx context.Context, t *todayView) error {
	stories, err := d.store.Stories(ctx, before(t.Day, storyDays), "", 200)
	if err != nil {
		return err
	}
	slices.SortStableFunc(stories, func(a, b store.Story) int {
		if a.Sources != b.Sources {
			return b.Sources - a.Sources
		}
		return b.Dispatches - a.Dispatches
	})
	for _, s := range stories[:min(len(stories), todayStories)] {
		best, err := d.bestOfStory(ctx, s.ID)
		if err != nil {
			return err
		}
		t.Stories = append(t.Stories, storyView{s, best})
	}
	return nil
}

// bestOfStory is the best event of the first dispatches of a story.
func (d *Desk) bestOfStory(ctx context.Context, id string) (*telling, error) {
	dispatches, err := d.store.Story(ctx, id)
	if err != nil {
		return nil, err
	}
	const few = 5
	var events []store.Event
	for _, x := range dispatches[:min(few, len(dispatches))] {
		found, err := d.store.Findings(ctx, "", x.ID)
		if err = orEmpty(err); err != nil {
			return nil, err
		}
		for _, e := range found.Events {
			if e.Counted {
				events = append(events, e)
			}
		}
	}
	return d.best(events), nil
}

func (d *Desk) addCommitments(ctx context.Context, t *todayView) error {
	due, err := d.store.Commitments(ctx, store.Filter{DueFrom: before(t.Day, 1), Limit: todayCommitments})
	if err != nil {
		return err
	}
	fresh, err := d.store.Commitments(ctx, store.Filter{From: before(t.Day, 30), Limit: 3 * todayCommitments})
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, c := range slices.Concat(due, fresh) {
		if len(t.Commitments) < todayCommitments && !seen[c.ID] {
			seen[c.ID] = true
			t.Commitments = append(t.Commitments, d.commitmentOf(&c))
		}
	}
	return nil
}

// front keeps the first page for a while, and makes it anew in the background.
type front struct {
	mu   sync.Mutex
	made *todayView
	err  error
	at   time.Time
	// hold is how long it holds: the longer, the longer it took to make.
	hold  time.Duration
	doing chan struct{}
}

// How long the first page holds, and how long a visitor waits for the first of all.
const (
	frontHold = 30 * time.Second
	frontWait = time.Second
)

// get is the page as it was made last. late says that there is none yet.
func (f *front) get(now time.Time, create func(context.Context) (*todayView, error)) (page *todayView, late bool, err error) {
	f.mu.Lock()
	if f.doing == nil && (f.made == nil || f.at.Before(now.Add(-f.hold))) {
		f.doing = make(chan struct{})
		go f.create(now, create)
	}
	made, doing := f.made, f.doing
	f.mu.Unlock()
	if made != nil {
		return made, false, nil
	}
	select {
	case <-doing:
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.made, f.made == nil && f.err == nil, f.err
	case <-time.After(frontWait):
		return nil, true, nil
	}
}

// forget has the page made anew; the old one is shown until it is there.
func (f *front) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = time.Time{}
}

func (f *front) create(now time.Time, create func(context.Context) (*todayView, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	begin := time.Now()
	page, err := create(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err = err; err == nil {
		f.made = page
	}
	f.at, f.hold = now, max(frontHold, 30*time.Since(begin))
	close(f.doing)
	f.doing = nil
}

// chance says a surprise in words.
func chance(surprise float64) string {
	n := 1.0
	for range int(surprise) {
		n *= 10
	}
	switch rest := surprise - float64(int(surprise)); {
	case rest > 0.85:
		n *= 7
	case rest > 0.6:
		n *= 5
	case rest > 0.4:
		n *= 3
	case rest > 0.2:
		n *= 2
	}
	if n > 1e9 {
		return "less than one in a billion"
	}
	return "about one in " + thousands(int(n))
}

// commitmentView is a word that binds.
type commitmentView struct {
	store.Commitment
	Body                export.Commitment
	Parties, Recipients []actor
	// Name is what it is called, Text the words that tell it.
	Name, Text string
	Overdue    bool
}

// counts are those of the record as of the last time that the first page was made.
func (f *front) counts() (store.Counts, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.made == nil {
		return store.Counts{}, false
	}
	return f.made.Counts, true
}
