package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"casus"
	"casus/export"
	"casus/series"
	"casus/store"
)

// apiEvent is an event with what the record knows of it.
type apiEvent struct {
	export.Event
	Coder      string `json:"coder" doc:"key of the coder that found it"`
	Occurrence string `json:"occurrence" doc:"id of what it tells, shared by all mentions"`
	Mentions   int    `json:"mentions" doc:"how many events tell it"`
	Sources    int    `json:"sources" doc:"how many independent sources tell it"`
	Counted    bool   `json:"counted" doc:"whether series count it"`
	Verdict    string `json:"verdict" doc:"what people said: accepted, rejected, mended, or nothing"`
}

func (d *Desk) apiEventOf(e *store.Event) apiEvent {
	x := apiEvent{Event: bodyOf(e), Coder: e.Coder, Occurrence: e.Occurrence, Mentions: e.Mentions, Sources: e.Sources, Counted: e.Counted}
	x.ID = e.ID
	x.Dispatch = export.Dispatch{ID: e.Dispatch, Publisher: export.Text(e.Publisher), Published: export.Text(e.Published)}
	return x
}

// apiEvents makes the events of a list, with what people said of them.
func (d *Desk) apiEvents(ctx context.Context, list []store.Event) ([]apiEvent, error) {
	held, err := d.overlay(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]apiEvent, len(list))
	for i := range list {
		out[i] = d.apiEventOf(&list[i])
		out[i].Verdict = held[i].Verdict
	}
	return out, nil
}

type apiEventPage struct {
	Events []apiEvent `json:"events"`
	Next   *string    `json:"next" doc:"give it as after to get the next page; null at the end"`
}

func pointer(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

type byID struct {
	ID string `path:"id"`
}

// apiDispatch is a dispatch with what was found in it.
type apiDispatch struct {
	ID          string              `json:"id"`
	Seq         int64               `json:"seq" doc:"place in the order of arrival"`
	Name        string              `json:"name"`
	Source      string              `json:"source"`
	URL         string              `json:"url"`
	Publisher   string              `json:"publisher"`
	Published   string              `json:"published"`
	Received    string              `json:"received"`
	Language    string              `json:"language"`
	Licence     string              `json:"licence"`
	Title       string              `json:"title"`
	Text        string              `json:"text"`
	Snippet     string              `json:"snippet,omitempty" doc:"around the words that were searched, which stand in brackets"`
	Story       string              `json:"story"`
	CopyOf      string              `json:"copy_of"`
	Replaces    string              `json:"replaces"`
	ReplacedBy  string              `json:"replaced_by"`
	Events      []apiEvent          `json:"events,omitempty"`
	Statements  []export.Statement  `json:"statements,omitempty"`
	Commitments []export.Commitment `json:"commitments,omitempty"`
	Error       string              `json:"error,omitempty" doc:"why it could not be coded"`
}

func apiDispatchOf(x *store.Dispatch) apiDispatch {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	return apiDispatch{ID: x.ID, Seq: x.Seq, Name: x.Name, Source: x.Source, URL: x.URL, Publisher: x.Publisher, Published: at(x.Published), Received: at(x.Received), Language: x.Language,
		Licence: x.Licence, Title: x.Title, Text: x.Text, Story: x.Story, CopyOf: x.CopyOf, Replaces: x.Replaces, ReplacedBy: x.ReplacedBy}
}

type apiDispatchPage struct {
	Dispatches []apiDispatch `json:"dispatches"`
	Next       *string       `json:"next" doc:"give it as after to get the next page; null at the end"`
}

type apiStatement struct {
	ID  string `json:"id"`
	Day string `json:"day"`
	export.Statement
}

type apiCommitment struct {
	Day string `json:"day" doc:"when it was made"`
	export.Commitment
}

type apiStatementPage struct {
	Statements []apiStatement `json:"statements"`
	Next       *string        `json:"next"`
}

type apiCommitmentPage struct {
	Commitments []apiCommitment `json:"commitments"`
	Next        *string         `json:"next"`
}

// readingOperations are those that only read.
func (d *Desk) readingOperations(api huma.API) {
	operation(d, api, "GET", "/api/events", "events", "events", "Events, newest first", d.apiEventList)
	operation(d, api, "GET", "/api/events/{id}", "event", "events", "One event", func(ctx context.Context, in *byID) (apiEvent, error) {
		e, err := d.store.Event(ctx, "", in.ID)
		if err != nil {
			return apiEvent{}, err
		}
		list, err := d.apiEvents(ctx, []store.Event{e})
		if err != nil {
			return apiEvent{}, err
		}
		return list[0], nil
	})
	operation(d, api, "GET", "/api/facets/{field}", "facets", "events", "Counts of events by a field: event, mode, quad, actor, recipient, publisher, place, month", d.apiFacets)
	operation(d, api, "GET", "/api/occurrences/{id}", "occurrence", "events", "All events that tell one occurrence", func(ctx context.Context, in *byID) (apiEventPage, error) {
		list, err := d.store.Occurrence(ctx, "", in.ID)
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("occurrence %s: %w", in.ID, casus.ErrNotFound)
		}
		if err != nil {
			return apiEventPage{}, err
		}
		events, err := d.apiEvents(ctx, list)
		return apiEventPage{Events: events}, err
	})
	operation(d, api, "GET", "/api/dispatches", "dispatches", "dispatches", "Dispatches by order of arrival, or those that hold words, best first", d.apiDispatchList)
	operation(d, api, "GET", "/api/dispatches/{id}", "dispatch", "dispatches", "One dispatch with all that was found in it", d.apiDispatchShow)
	operation(d, api, "GET", "/api/statements", "statements", "speech", "Who said what about whom", d.apiStatements)
	operation(d, api, "GET", "/api/commitments", "commitments", "speech", "Treaties, promises, threats, ultimatums", d.apiCommitments)
	operation(d, api, "GET", "/api/series", "series", "series", "What two actors did, by day, week or month", d.apiSeries)
	operation(d, api, "GET", "/api/surprises", "surprises", "series", "Pairs that did more than was to be expected", d.apiSurprises)
	operation(d, api, "GET", "/api/stories", "stories", "stories", "Stories, latest first", d.apiStories)
	operation(d, api, "GET", "/api/stories/{id}", "story", "stories", "The dispatches of one story", func(ctx context.Context, in *byID) (apiDispatchPage, error) {
		list, err := d.store.Story(ctx, in.ID)
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("story %s: %w", in.ID, casus.ErrNotFound)
		}
		out := apiDispatchPage{Dispatches: []apiDispatch{}}
		for i := range list {
			out.Dispatches = append(out.Dispatches, apiDispatchOf(&list[i]))
		}
		return out, err
	})
	operation(d, api, "GET", "/api/record", "record", "record", "How much the record holds, and its coders", d.apiRecord)
}

func (d *Desk) apiEventList(ctx context.Context, q *eventQuery) (apiEventPage, error) {
	f, err := q.filter()
	if err != nil {
		return apiEventPage{}, err
	}
	p, err := d.store.Events(ctx, f)
	if err = orEmpty(err); err != nil {
		return apiEventPage{}, err
	}
	events, err := d.apiEvents(ctx, p.Events)
	return apiEventPage{events, pointer(p.Next)}, err
}

type facetQuery struct {
	Field string `path:"field" enum:"event,mode,quad,actor,recipient,publisher,place,month"`
	eventQuery
}

type apiFacetPage struct {
	Field  string     `json:"field"`
	Values []apiFacet `json:"values"`
}

type apiFacet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

func (d *Desk) apiFacets(ctx context.Context, q *facetQuery) (apiFacetPage, error) {
	out := apiFacetPage{q.Field, []apiFacet{}}
	f, err := q.filter()
	if err != nil {
		return out, err
	}
	n := q.Limit
	if n == 0 {
		n = 50
	}
	list, err := d.store.Facets(ctx, f, q.Field, n)
	for _, x := range list {
		out.Values = append(out.Values, apiFacet(x))
	}
	return out, orEmpty(err)
}

type dispatchQuery struct {
	Words string `query:"words" maxLength:"400" doc:"words that it must hold"`
	After string `query:"after" maxLength:"40" doc:"where the page before ended"`
	Limit int    `query:"limit" minimum:"0" maximum:"500" doc:"how many, 50 if not given"`
}

func (d *Desk) apiDispatchList(ctx context.Context, q *dispatchQuery) (apiDispatchPage, error) {
	out := apiDispatchPage{Dispatches: []apiDispatch{}}
	after, n := 0, q.Limit
	if n == 0 {
		n = 50
	}
	if q.After != "" {
		var err error
		if after, err = strconv.Atoi(q.After); err != nil || after < 0 {
			return out, fmt.Errorf("after %q: take next of the page before: %w", q.After, casus.ErrInvalid)
		}
	}
	if q.Words != "" {
		list, err := d.store.Search(ctx, q.Words, after, n)
		for i := range list {
			x := apiDispatchOf(&list[i].Dispatch)
			x.Snippet = list[i].Snippet
			out.Dispatches = append(out.Dispatches, x)
		}
		if len(list) == n {
			out.Next = pointer(strconv.Itoa(after + n))
		}
		return out, err
	}
	list, err := d.store.Dispatches(ctx, int64(after), n)
	for i := range list {
		out.Dispatches = append(out.Dispatches, apiDispatchOf(&list[i]))
	}
	if len(list) == n {
		out.Next = pointer(strconv.FormatInt(list[n-1].Seq, 10))
	}
	return out, err
}

func (d *Desk) apiDispatchShow(ctx context.Context, in *byID) (apiDispatch, error) {
	x, err := d.store.Dispatch(ctx, in.ID)
	if err != nil {
		return apiDispatch{}, err
	}
	out := apiDispatchOf(&x)
	found, err := d.store.Findings(ctx, "", x.ID)
	if err = orEmpty(err); err != nil {
		return out, err
	}
	out.Error = found.Error
	if out.Events, err = d.apiEvents(ctx, found.Events); err != nil {
		return out, err
	}
	for i := range found.Statements {
		out.Statements = append(out.Statements, statementBody(&found.Statements[i]).Statement)
	}
	for i := range found.Commitments {
		out.Commitments = append(out.Commitments, commitmentBody(&found.Commitments[i]).Commitment)
	}
	return out, nil
}

func statementBody(s *store.Statement) apiStatement {
	x := apiStatement{ID: s.ID, Day: s.Day}
	_ = json.Unmarshal(s.JSON, &x.Statement) // written by the record
	x.Dispatch.ID = s.Dispatch
	return x
}

func commitmentBody(c *store.Commitment) apiCommitment {
	x := apiCommitment{Day: c.Made}
	_ = json.Unmarshal(c.JSON, &x.Commitment) // written by the record
	x.ID, x.Dispatch.ID = c.ID, c.Dispatch
	return x
}

func (d *Desk) apiStatements(ctx context.Context, q *speechQuery) (apiStatementPage, error) {
	out := apiStatementPage{Statements: []apiStatement{}}
	f, err := q.filter()
	if err != nil {
		return out, err
	}
	list, err := d.store.Statements(ctx, f)
	for i := range list {
		out.Statements = append(out.Statements, statementBody(&list[i]))
	}
	if n := len(list); n == pageOf(f) {
		out.Next = pointer(list[n-1].Day + "~" + list[n-1].ID)
	}
	return out, orEmpty(err)
}

// pageOf is how many a page of statements or commitments holds.
func pageOf(f store.Filter) int {
	if f.Limit == 0 {
		return 50
	}
	return f.Limit
}

func (d *Desk) apiCommitments(ctx context.Context, q *speechQuery) (apiCommitmentPage, error) {
	out := apiCommitmentPage{Commitments: []apiCommitment{}}
	f, err := q.filter()
	if err != nil {
		return out, err
	}
	list, err := d.store.Commitments(ctx, f)
	for i := range list {
		out.Commitments = append(out.Commitments, commitmentBody(&list[i]))
	}
	if n := len(list); n == pageOf(f) {
		last := &list[n-1]
		out.Next = pointer(last.Made + "~" + last.ID)
		if f.DueFrom != "" {
			out.Next = pointer(last.Due + "~" + last.ID)
		}
	}
	return out, orEmpty(err)
}

type seriesQuery struct {
	Actor     string `query:"actor" doc:"key of who acts; nothing for anybody"`
	Recipient string `query:"recipient" doc:"key of who is acted on; nothing for anybody"`
	Period    string `query:"period" enum:"day,week,month" default:"month"`
	From      string `query:"from" doc:"first day"`
	To        string `query:"to" doc:"last day"`
	Mentions  bool   `query:"mentions" doc:"count every mention in place of every occurrence"`
}

type apiSeries struct {
	Points  []apiPoint  `json:"points"`
	Changes []apiChange `json:"changes"`
}

type apiPoint struct {
	From                string         `json:"from"`
	To                  string         `json:"to"`
	Count               int            `json:"count"`
	VerbalCooperation   int            `json:"verbal_cooperation"`
	MaterialCooperation int            `json:"material_cooperation"`
	VerbalConflict      int            `json:"verbal_conflict"`
	MaterialConflict    int            `json:"material_conflict"`
	Events              map[string]int `json:"events"`
	Plover              float64        `json:"plover" doc:"sum of the PLOVER scores: net cooperation"`
	Goldstein           float64        `json:"goldstein" doc:"sum of the Goldstein scores"`
	Dispatches          int            `json:"dispatches" doc:"volume of news of the period"`
}

type apiChange struct {
	From        string  `json:"from" doc:"first day of the new level"`
	Kind        string  `json:"kind" doc:"cooperation or conflict"`
	Before      float64 `json:"before" doc:"mean count of a period before"`
	After       float64 `json:"after"`
	Probability float64 `json:"probability"`
}

func (d *Desk) apiSeries(ctx context.Context, q *seriesQuery) (apiSeries, error) {
	out := apiSeries{Points: []apiPoint{}, Changes: []apiChange{}}
	if err := daysOf(q.From, q.To); err != nil {
		return out, err
	}
	if q.Actor == "" && q.Recipient == "" {
		return out, fmt.Errorf("name an actor, a recipient, or both: %w", casus.ErrInvalid)
	}
	days, err := d.store.Days(ctx, store.DayQuery{Actor: q.Actor, Recipient: q.Recipient, From: q.From, To: q.To, Mentions: q.Mentions})
	if err = orEmpty(err); err != nil {
		return out, err
	}
	volume, err := d.store.Volume(ctx, "", q.From, q.To)
	if err = orEmpty(err); err != nil {
		return out, err
	}
	points, err := series.Build(series.Period(q.Period), q.From, q.To, days, volume)
	if err != nil {
		return out, err
	}
	cooperation, conflict := make([]int, len(points)), make([]int, len(points))
	for i := range points {
		p := &points[i]
		out.Points = append(out.Points, apiPoint{p.From, p.To, p.Count, p.Quads[1], p.Quads[2], p.Quads[3], p.Quads[4], p.Events, p.Plover, p.Goldstein, p.Dispatches})
		cooperation[i], conflict[i] = p.Quads[1]+p.Quads[2], p.Quads[3]+p.Quads[4]
	}
	if len(points) > maxChangePoints {
		return out, nil // the search grows with the square
	}
	for _, x := range []struct {
		kind   string
		counts []int
	}{{"cooperation", cooperation}, {"conflict", conflict}} {
		for _, c := range series.Changes(x.counts) {
			out.Changes = append(out.Changes, apiChange{points[c.At].From, x.kind, c.Before, c.After, c.Probability})
		}
	}
	return out, nil
}

// maxChangePoints is the longest series in which changes are looked for.
const maxChangePoints = 2000

type surpriseQuery struct {
	Period string `query:"period" enum:"day,week,month" default:"week"`
	From   string `query:"from" doc:"first day that is looked at"`
	To     string `query:"to" doc:"last day; its period is the one that is judged"`
	Limit  int    `query:"limit" minimum:"0" maximum:"1000"`
}

type apiSurprise struct {
	Actor     string  `json:"actor"`
	Recipient string  `json:"recipient"`
	Kind      string  `json:"kind"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Count     int     `json:"count"`
	Surprise  float64 `json:"surprise" doc:"minus the decimal logarithm of the chance of as many or more"`
}

func (d *Desk) apiSurprises(ctx context.Context, q *surpriseQuery) ([]apiSurprise, error) {
	if err := daysOf(q.From, q.To); err != nil {
		return nil, err
	}
	days, err := d.store.Days(ctx, store.DayQuery{From: q.From, To: q.To})
	if err = orEmpty(err); err != nil {
		return nil, err
	}
	list, err := series.Surprises(series.Period(q.Period), q.From, q.To, days)
	n := q.Limit
	if n == 0 {
		n = 50
	}
	out := []apiSurprise{}
	for _, x := range list[:min(n, len(list))] {
		out = append(out, apiSurprise{x.Actor, x.Recipient, x.Kind, x.From, x.To, x.Count, x.Surprise})
	}
	return out, err
}

type storyQuery struct {
	From  string `query:"from"`
	To    string `query:"to"`
	Limit int    `query:"limit" minimum:"0" maximum:"1000"`
}

type apiStory struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	First      string `json:"first"`
	Last       string `json:"last"`
	Dispatches int    `json:"dispatches"`
	Sources    int    `json:"sources" doc:"independent ones"`
}

func (d *Desk) apiStories(ctx context.Context, q *storyQuery) ([]apiStory, error) {
	if err := daysOf(q.From, q.To); err != nil {
		return nil, err
	}
	n := q.Limit
	if n == 0 {
		n = 50
	}
	list, err := d.store.Stories(ctx, q.From, q.To, n)
	out := []apiStory{}
	for _, s := range list {
		out = append(out, apiStory(s))
	}
	return out, err
}

type apiRecord struct {
	Dispatches, Coded, Failed, Pending           int
	Events, Occurrences, Statements, Commitments int
	Stories, Copies, Corrections                 int
	Coders                                       []store.Coder
}

func (d *Desk) apiRecord(ctx context.Context, _ *struct{}) (apiRecord, error) {
	c, err := d.store.Counts(ctx)
	if err != nil {
		return apiRecord{}, err
	}
	coders, err := d.store.Coders(ctx)
	return apiRecord{c.Dispatches, c.Coded, c.Failed, c.Pending, c.Events, c.Occurrences, c.Statements, c.Commitments, c.Stories, c.Copies, c.Corrections, coders}, err
}
