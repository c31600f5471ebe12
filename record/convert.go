package record

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"casus"
	"casus/export"
	"casus/store"
)

// Coding turns what was read in a dispatch into what the record keeps of it.
func Coding(doc *casus.Document, coder string) (store.Coding, error) {
	c := store.Coding{Dispatch: doc.Dispatch.ID, Coder: coder, Warnings: doc.Warnings}
	events := export.Events(doc, export.Version{})
	for i := range events {
		e, err := event(doc, &doc.Events[i], &events[i])
		if err != nil {
			return c, err
		}
		e.Dispatch, e.Coder = c.Dispatch, coder
		c.Events = append(c.Events, e)
	}
	for i, x := range export.Statements(doc, export.Version{}) {
		body, err := withoutDispatch(&x)
		if err != nil {
			return c, err
		}
		c.Statements = append(c.Statements, statement(doc, i, body, coder))
	}
	for i, x := range export.Commitments(doc, export.Version{}) {
		body, err := withoutDispatch(&x)
		if err != nil {
			return c, err
		}
		k := &doc.Commitments[i]
		c.Commitments = append(c.Commitments, store.Commitment{
			ID: k.ID, Dispatch: c.Dispatch, Coder: coder, Sentence: k.Sentence, Kind: k.Kind, State: k.State,
			Parties: keys(doc, k.Parties), Recipients: keys(doc, k.Recipients), Made: firstDay(k.Made), Due: firstDay(k.Due), JSON: body,
		})
	}
	return c, nil
}

func event(doc *casus.Document, ev *casus.Event, x *export.Event) (store.Event, error) {
	body, err := withoutDispatch(x)
	e := store.Event{
		ID: ev.ID, Sentence: ev.Evidence.Sentence, Event: ev.Event, Mode: ev.Mode, Contexts: ev.Contexts, CAMEO: ev.CAMEO, Quad: ev.Quad,
		Plover: value(ev.Plover), Goldstein: value(ev.Goldstein), Day: firstDay(ev.Date), Reciprocal: ev.Reciprocal, Status: status(ev.Status),
		Counted: Counted(ev), Confidence: ev.Confidence, Reading: ev.Evidence.Reading, Trigger: strings.ToLower(doc.Slice(ev.Evidence.Trigger)), JSON: body,
	}
	for _, side := range [...]struct {
		side  store.Side
		roles []casus.Role
	}{{store.Actor, ev.Actors}, {store.Recipient, ev.Recipients}} {
		for _, r := range side.roles {
			for _, m := range doc.Members(r) {
				e.Parties = append(e.Parties, party(side.side, &doc.Entities[m]))
			}
		}
	}
	if c := ev.Claim; c != nil {
		for _, m := range doc.Members(c.By) {
			e.Claimant = Key(&doc.Entities[m])
			if e.Claimant == "" {
				e.Claimant = doc.Entities[m].Name
			}
			break
		}
	}
	if p := x.Place; p != nil {
		e.Place, e.PlaceName, e.Lat, e.Lon = string(p.Country), string(p.Name), value(p.Lat), value(p.Lon)
	}
	return e, err
}

// statement is the i-th of a document. Its id is that of its place in the dispatch.
func statement(doc *casus.Document, i int, body json.RawMessage, coder string) store.Statement {
	s := &doc.Statements[i]
	out := store.Statement{ID: StatementID(doc.Dispatch.ID, i, s.Cue.Begin), Dispatch: doc.Dispatch.ID, Coder: coder, Sentence: s.Sentence, Position: s.Position, Day: day(doc.Dispatch.Published), JSON: body}
	for _, r := range s.Sources {
		for _, m := range doc.Members(r) {
			if out.SpeakerName == "" {
				out.Speaker, out.SpeakerName = Key(&doc.Entities[m]), doc.Entities[m].Name
			}
		}
	}
	if about := keys(doc, slices.Concat(s.On, s.Addressees)); len(about) > 0 {
		out.About = about[0]
	}
	return out
}

// StatementID is the id of the i-th statement of a dispatch, whose cue begins at a byte.
func StatementID(dispatch string, i, cue int) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%s\x00statement\x00%d\x00%d", dispatch, i, cue))
	return hex.EncodeToString(h[:8])
}

// once stands before what the record holds once for all findings of a dispatch: fields
// further out hide those of the same name within.
type once struct {
	Dispatch *struct{} `json:"dispatch,omitempty"`
	Version  *struct{} `json:"version,omitempty"`
}

// within is a finding that stands further in than once.
type (
	eventWithin      struct{ *export.Event }
	statementWithin  struct{ *export.Statement }
	commitmentWithin struct{ *export.Commitment }
)

// withoutDispatch is the JSON of a finding without what is the same for all of its
// dispatch.
func withoutDispatch(x any) (json.RawMessage, error) {
	switch y := x.(type) {
	case *export.Event:
		x = struct {
			once
			eventWithin
		}{eventWithin: eventWithin{y}}
	case *export.Statement:
		x = struct {
			once
			statementWithin
		}{statementWithin: statementWithin{y}}
	case *export.Commitment:
		x = struct {
			once
			commitmentWithin
		}{commitmentWithin: commitmentWithin{y}}
	}
	b, err := json.Marshal(x)
	if err != nil {
		return nil, fmt.Errorf("writing a finding: %w", err)
	}
	return b, nil
}

func party(side store.Side, e *casus.Entity) store.Party {
	return store.Party{Side: side, Key: Key(e), Country: e.Country, Code: e.Code, Name: e.Name, Wikidata: e.Wikidata, Sectors: e.Sectors}
}

// Key is what series are kept by: a state's code, an organisation's code ("IGOUNO"),
// else the beginning of an actor code that knows no state; "" for somebody unknown.
func Key(e *casus.Entity) string {
	switch {
	case e.Country != "" && e.Country != "IGO":
		return e.Country
	case e.Code != "":
		return e.Code
	}
	return e.Country
}

func keys(doc *casus.Document, roles []casus.Role) []string {
	var out []string
	for _, r := range roles {
		for _, m := range doc.Members(r) {
			if k := Key(&doc.Entities[m]); k != "" {
				out = append(out, k)
			}
		}
	}
	return out
}

// Counted says that series count an event: it took place, or it lies in the saying (a
// promise, a threat, a demand), whatever grammar says of its content.
func Counted(ev *casus.Event) bool {
	s := ev.Status
	if s.Negated || s.Denied || s.Hypothetical || s.Historical {
		return false
	}
	if !s.Future && !s.Conditional {
		return true
	}
	switch ev.Event {
	case "AGREE", "THREATEN", "REQUEST", "REJECT", "ACCUSE", "SUPPORT":
		return true
	}
	return false
}

func status(s casus.Status) store.Status {
	var bits store.Status
	for i, on := range [...]bool{s.Negated, s.Future, s.Hypothetical, s.Conditional, s.Historical, s.Ongoing, s.Denied} {
		if on {
			bits |= 1 << i
		}
	}
	return bits
}

func value(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

// firstDay is the day of a date that is a day, or begins a week; a month, a quarter or
// a year is no day.
func firstDay(d casus.Date) string {
	if _, err := time.Parse(time.DateOnly, d.Value); err != nil {
		return ""
	}
	return d.Value
}
