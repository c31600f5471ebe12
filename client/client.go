// Package client asks a desk from a Go program:
//
//	c := client.New("http://127.0.0.1:8080", "")
//	for e, err := range c.Events(ctx, url.Values{"party": {"KOR"}, "event": {"THREATEN"}}) { ... }
//	found, err := c.Code(ctx, client.Text{Text: "Seoul urged Moscow to halt the talks."})
//
// docs/api.md tells what may be asked; every question is made of the same names as the
// address of a page. Objects are the JSON of docs/formats.md: a program decodes the
// fields that it wants.
package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"casus"
)

// Client asks one desk. It may be used by several goroutines at once.
type Client struct {
	base, token string
	// HTTP does the asking; http.DefaultClient where it is nil.
	HTTP *http.Client
}

// New makes a client of the desk at an address. The token is "" where nobody logs in.
func New(base, token string) *Client {
	return &Client{base: strings.TrimRight(base, "/"), token: token}
}

// Party is an actor, a recipient or a speaker.
type Party struct {
	Text, Name, Code, Country string
	Sector                    []string
	Role, Office, Wikidata    string
	Span                      *casus.Span
}

// Event is an event as the desk tells it; docs/formats.md has the fields. Raw is the
// whole of it.
type Event struct {
	ID               string
	Event            string
	Mode, Context    []string
	CAMEO, Quad      string
	Actor, Recipient []Party
	Reciprocal       bool
	Date             struct{ Value, End, Granularity string }
	Status           struct{ Negated, Future, Hypothetical, Conditional, Historical, Ongoing, Denied bool }
	Dispatch         struct{ ID, Publisher, Published string }
	Evidence         struct {
		Sentence               int
		Text, Pattern, Reading string
		Span, Trigger          casus.Span
	}
	Confidence                 float64
	Coder, Occurrence, Verdict string
	Mentions, Sources          int
	Counted                    bool
	Raw                        json.RawMessage `json:"-"`
}

// UnmarshalJSON keeps the whole of the event beside its fields.
func (e *Event) UnmarshalJSON(b []byte) error {
	type plain Event
	if err := json.Unmarshal(b, (*plain)(e)); err != nil {
		return err
	}
	e.Raw = bytes.Clone(b)
	return nil
}

// Events asks for events, page after page.
func (c *Client) Events(ctx context.Context, ask url.Values) iter.Seq2[Event, error] {
	return pages[Event](ctx, c, "/api/events", "events", ask)
}

// Statements asks for statements, page after page, as JSON.
func (c *Client) Statements(ctx context.Context, ask url.Values) iter.Seq2[json.RawMessage, error] {
	return pages[json.RawMessage](ctx, c, "/api/statements", "statements", ask)
}

// Commitments asks for commitments, page after page, as JSON.
func (c *Client) Commitments(ctx context.Context, ask url.Values) iter.Seq2[json.RawMessage, error] {
	return pages[json.RawMessage](ctx, c, "/api/commitments", "commitments", ask)
}

// Dispatches asks for dispatches, page after page, as JSON.
func (c *Client) Dispatches(ctx context.Context, ask url.Values) iter.Seq2[json.RawMessage, error] {
	return pages[json.RawMessage](ctx, c, "/api/dispatches", "dispatches", ask)
}

// pages goes through the pages of a list.
func pages[T any](ctx context.Context, c *Client, path, list string, ask url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ask := maps.Clone(ask)
		if ask == nil {
			ask = url.Values{}
		}
		for {
			var page map[string]json.RawMessage
			var items []T
			var next *string
			err := c.Get(ctx, path, ask, &page)
			if err == nil {
				err = errors.Join(json.Unmarshal(page[list], &items), json.Unmarshal(page["next"], &next))
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, x := range items {
				if !yield(x, nil) {
					return
				}
			}
			if next == nil {
				return
			}
			ask.Set("after", *next)
		}
	}
}

// Event asks for one event.
func (c *Client) Event(ctx context.Context, id string) (e Event, err error) {
	err = c.Get(ctx, "/api/events/"+url.PathEscape(id), nil, &e)
	return e, err
}

// Point is a period of a series.
type Point struct {
	From, To            string
	Count               int
	VerbalCooperation   int `json:"verbal_cooperation"`
	MaterialCooperation int `json:"material_cooperation"`
	VerbalConflict      int `json:"verbal_conflict"`
	MaterialConflict    int `json:"material_conflict"`
	Events              map[string]int
	Plover, Goldstein   float64
	Dispatches          int
}

// Series asks what an actor did to a recipient; either may be "" for anybody. The period
// is "day", "week" or "month", the days may be "".
func (c *Client) Series(ctx context.Context, actor, recipient, period, from, to string) ([]Point, error) {
	var out struct{ Points []Point }
	ask := url.Values{}
	for name, value := range map[string]string{"actor": actor, "recipient": recipient, "period": period, "from": from, "to": to} {
		if value != "" {
			ask.Set(name, value)
		}
	}
	err := c.Get(ctx, "/api/series", ask, &out)
	return out.Points, err
}

// Text is a text to be coded.
type Text struct {
	Text      string `json:"text"`
	Title     string `json:"title,omitempty"`
	Date      string `json:"date,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
}

// Found is what was found in a text.
type Found struct {
	Events                  []Event
	Statements, Commitments []json.RawMessage
	Warnings                []string
}

// Code has a text coded. Nothing of it is kept.
func (c *Client) Code(ctx context.Context, t Text) (out Found, err error) {
	err = c.post(ctx, "/api/code", t, &out)
	return out, err
}

// Correction is what somebody says of an event: Kind is "accept", "reject", "slot",
// "add", "same", "apart" or "undo".
type Correction struct {
	Number   int64  `json:"number,omitempty"`
	Kind     string `json:"kind"`
	Event    string `json:"event,omitempty"`
	Dispatch string `json:"dispatch,omitempty"`
	Slot     string `json:"slot,omitempty"`
	Value    string `json:"value,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Author   string `json:"author,omitempty"`
	At       string `json:"at,omitempty"`
	Undone   bool   `json:"undone,omitempty"`
}

// Correct writes a correction and returns it with its number. The author is who the
// token belongs to.
func (c *Client) Correct(ctx context.Context, x Correction) (out Correction, err error) {
	x.Number, x.Author, x.At, x.Undone = 0, "", "", false
	err = c.post(ctx, "/api/corrections", x, &out)
	return out, err
}

// Live yields events as they come in, until the context ends or the desk does.
func (c *Client) Live(ctx context.Context) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		r, err := c.do(ctx, http.MethodGet, "/api/live", nil)
		if err != nil {
			yield(Event{}, err)
			return
		}
		defer r.Body.Close()
		lines := bufio.NewScanner(r.Body)
		lines.Buffer(nil, 1<<22)
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok {
				continue
			}
			var m struct{ Event Event }
			if err := json.Unmarshal([]byte(data), &m); !yield(m.Event, err) || err != nil {
				return
			}
		}
		if err := lines.Err(); err != nil && ctx.Err() == nil {
			yield(Event{}, err)
		}
	}
}

// Get asks for any path of the interface.
func (c *Client) Get(ctx context.Context, path string, ask url.Values, into any) error {
	if len(ask) > 0 {
		path += "?" + ask.Encode()
	}
	r, err := c.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	return decode(r, path, into)
}

func (c *Client) post(ctx context.Context, path string, body, into any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := c.do(ctx, http.MethodPost, path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	return decode(r, path, into)
}

func decode(r *http.Response, path string, into any) error {
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		return fmt.Errorf("reading the answer of %s: %w", path, err)
	}
	return nil
}

// do sends a request and turns a problem into an error of the house.
func (c *Client) do(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	q, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w: %w", path, casus.ErrInvalid, err)
	}
	if c.token != "" {
		q.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	h := c.HTTP
	if h == nil {
		h = http.DefaultClient
	}
	r, err := h.Do(q)
	if err != nil {
		return nil, fmt.Errorf("asking the desk: %w: %w", casus.ErrUnavailable, err)
	}
	if r.StatusCode < 300 {
		return r, nil
	}
	defer r.Body.Close()
	var problem struct {
		Detail string
		Errors []struct{ Message, Location string }
	}
	b, _ := io.ReadAll(io.LimitReader(r.Body, 1<<16)) // what came is enough
	_ = json.Unmarshal(b, &problem)                   // the status says the rest
	for _, e := range problem.Errors {
		problem.Detail += "; " + e.Location + ": " + e.Message
	}
	return nil, fmt.Errorf("%s %s: %s: %s: %w", method, path, r.Status, problem.Detail, kindOf(r.StatusCode))
}

func kindOf(status int) error {
	switch status {
	case http.StatusNotFound:
		return casus.ErrNotFound
	case http.StatusConflict:
		return casus.ErrConflict
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return casus.ErrInvalid
	}
	return casus.ErrUnavailable
}
