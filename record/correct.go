package record

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"casus"
	"casus/store"
)

// Corrected is an event with what people have said of it.
type Corrected struct {
	store.Event
	// Verdict is "" where nobody has spoken, else "accepted", "rejected", "mended" or
	// "added".
	Verdict string
	// By are the corrections that hold for it, in order.
	By []store.Correction
}

// EventKey is by what a correction finds its event again after recoding: its sentence and
// the place of its trigger, which are the same whatever coder reads the text.
func EventKey(e *store.Event) string { return trigger(e) }

// Overlay lays corrections over the events of one dispatch. The events stay as they
// were coded; what comes back is what holds. Undone corrections are left out. A
// correction finds its event by its id, else by its key.
func Overlay(events []store.Event, corrections []store.Correction) []Corrected {
	out := make([]Corrected, len(events))
	for i := range events {
		out[i].Event = events[i]
	}
	undone := map[string]bool{}
	for _, c := range corrections {
		if c.Kind == "undo" {
			undone[c.Value] = true
		}
	}
	for _, c := range corrections {
		if c.Kind == "undo" || undone[formatNumber(c.Number)] {
			continue
		}
		if c.Kind == "add" {
			if e, err := added(&c); err == nil {
				out = append(out, Corrected{Event: e, Verdict: "added", By: []store.Correction{c}})
			}
			continue
		}
		i := slices.IndexFunc(out, func(x Corrected) bool { return x.ID == c.Event })
		if i < 0 {
			i = slices.IndexFunc(out, func(x Corrected) bool { return c.Key != "" && EventKey(&x.Event) == c.Key })
		}
		if i < 0 {
			continue
		}
		x := &out[i]
		x.By = append(x.By, c)
		switch c.Kind {
		case "accept":
			x.Verdict = "accepted"
		case "reject":
			x.Verdict = "rejected"
		case "slot":
			if mend(&x.Event, c.Slot, c.Value) == nil {
				x.Verdict = "mended"
			}
		}
	}
	return out
}

// Slots are the fields of an event that a correction may mend, each with how its value
// is written.
var Slots = map[string]string{
	"event": "a PLOVER event (REQUEST)", "mode": "a mode, or nothing", "cameo": "a CAMEO code (0242)", "date": "a day (2024-06-21)",
	"actor": "codes, parted by commas (KORGOV, USA)", "recipient": "codes, parted by commas, or nothing", "place": "a country (KOR)",
	"status": "words of grammar (negated future hypothetical conditional historical ongoing denied), or nothing", "claim": "the code of whose word it is, or nothing",
}

var statusWords = map[string]store.Status{
	"negated": store.Negated, "future": store.Future, "hypothetical": store.Hypothetical, "conditional": store.Conditional,
	"historical": store.Historical, "ongoing": store.Ongoing, "denied": store.Denied,
}

// mend writes one slot of an event.
func mend(e *store.Event, slot, value string) error {
	value = strings.TrimSpace(value)
	switch slot {
	case "event":
		if value == "" || value != strings.ToUpper(value) {
			return fmt.Errorf("%q is no event; write %s: %w", value, Slots[slot], casus.ErrInvalid)
		}
		e.Event = value
	case "mode":
		e.Mode = value
	case "cameo":
		if _, err := strconv.Atoi(value); err != nil || len(value) < 2 || len(value) > 4 {
			return fmt.Errorf("%q is no CAMEO code; write %s: %w", value, Slots[slot], casus.ErrInvalid)
		}
		e.CAMEO = value
	case "date":
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return fmt.Errorf("%q is no day; write %s: %w", value, Slots[slot], casus.ErrInvalid)
		}
		e.Day = value
	case "actor":
		e.Parties = append(sideOf(value, store.Actor), without(e.Parties, store.Actor)...)
	case "recipient":
		e.Parties = append(without(e.Parties, store.Recipient), sideOf(value, store.Recipient)...)
	case "place":
		e.Place, e.PlaceName, e.Lat, e.Lon = value, "", 0, 0
	case "claim":
		e.Claimant = value
	case "status":
		e.Status = 0
		for w := range strings.FieldsSeq(strings.ReplaceAll(value, ",", " ")) {
			bit, ok := statusWords[w]
			if !ok {
				return fmt.Errorf("%q is no word of status; write %s: %w", w, Slots[slot], casus.ErrInvalid)
			}
			e.Status |= bit
		}
		e.Counted = e.Status&(store.Negated|store.Denied|store.Hypothetical|store.Historical) == 0
	default:
		return fmt.Errorf("an event has no slot %q: %w", slot, casus.ErrInvalid)
	}
	return nil
}

func without(parties []store.Party, side store.Side) []store.Party {
	var out []store.Party
	for _, p := range parties {
		if p.Side != side {
			out = append(out, p)
		}
	}
	return out
}

func sideOf(codes string, side store.Side) []store.Party {
	var out []store.Party
	for c := range strings.SplitSeq(codes, ",") {
		c = strings.ReplaceAll(strings.TrimSpace(c), " ", "")
		if c == "" {
			continue
		}
		p := store.Party{Side: side, Key: c, Code: c, Name: c}
		if len(c) >= 3 && c[:3] != "IGO" {
			p.Key, p.Country = c[:3], c[:3]
		}
		for rest := c[min(3, len(c)):]; len(rest) >= 3; rest = rest[3:] {
			p.Sectors = append(p.Sectors, rest[:3])
		}
		out = append(out, p)
	}
	return out
}

// Missing is an event that a person adds: what the coder did not find.
type Missing struct {
	Sentence  int    `json:"sentence"`
	Trigger   [2]int `json:"trigger"`
	Event     string `json:"event"`
	Mode      string `json:"mode"`
	Actor     string `json:"actor"`
	Recipient string `json:"recipient"`
	Date      string `json:"date"`
}

// added makes the event that a correction adds.
func added(c *store.Correction) (store.Event, error) {
	var m Missing
	if err := json.Unmarshal([]byte(c.Value), &m); err != nil {
		return store.Event{}, fmt.Errorf("a missing event: %w: %w", casus.ErrInvalid, err)
	}
	e := store.Event{ID: "person-" + formatNumber(c.Number), Dispatch: c.Dispatch, Sentence: m.Sentence, Mode: m.Mode, Counted: true, Confidence: 1}
	e.JSON = fmt.Appendf(nil, `{"evidence":{"trigger":[%d,%d]}}`, m.Trigger[0], m.Trigger[1])
	for _, x := range [...][2]string{{"event", m.Event}, {"actor", m.Actor}, {"recipient", m.Recipient}} {
		if err := mend(&e, x[0], x[1]); err != nil {
			return e, err
		}
	}
	if m.Date != "" {
		return e, mend(&e, "date", m.Date)
	}
	return e, nil
}

// Correct checks and writes a correction. What it is about must be there.
func (r *Recorder) Correct(ctx context.Context, c store.Correction) (store.Correction, error) {
	c.At = r.Now().UTC()
	switch c.Kind {
	case "undo":
		return r.Store.Correct(ctx, c)
	case "add":
		e, err := added(&c)
		if err != nil {
			return c, err
		}
		d, err := r.Store.Dispatch(ctx, c.Dispatch)
		if err != nil {
			return c, err
		}
		if e.Day == "" {
			c.Value = strings.Replace(c.Value, `"date":""`, `"date":"`+day(d.Published)+`"`, 1)
		}
		return r.Store.Correct(ctx, c)
	}
	e, err := r.Store.Event(ctx, "", c.Event)
	if err != nil {
		return c, err
	}
	c.Dispatch, c.Key = e.Dispatch, EventKey(&e)
	if c.Kind == "slot" {
		if err := mend(&e, c.Slot, c.Value); err != nil {
			return c, err
		}
	}
	if c.Kind == "same" {
		if _, err := r.Store.Event(ctx, "", c.Value); err != nil {
			return c, err
		}
	}
	return r.Store.Correct(ctx, c)
}

// ApplyCorrections brings what a coder's codings are counted as in line with the
// corrections.
func (r *Recorder) ApplyCorrections(ctx context.Context, coder string) error {
	r.memory.Lock()
	defer r.memory.Unlock()
	return r.corrections(ctx, coder)
}

func correctionConsumer(coder string) string { return "corrections/" + coder }

// corrections brings the counts and the occurrences in line with what people have
// said, one correction after the other.
func (r *Recorder) corrections(ctx context.Context, coder string) error {
	at, err := r.Store.Cursor(ctx, correctionConsumer(coder))
	if err != nil {
		return err
	}
	all, err := r.Store.Corrections(ctx, "")
	if err != nil {
		return err
	}
	for i := range all {
		c := &all[i]
		if c.Number <= at {
			continue
		}
		w := &counting{Recorder: r, coder: coder}
		w.c = store.Conclusions{Consumer: correctionConsumer(coder), From: at, To: c.Number, Coder: coder}
		if err := w.corrected(ctx, c, all[:i+1]); err != nil {
			return err
		}
		if err := r.Store.Apply(ctx, w.c); err != nil {
			return err
		}
		at = c.Number
	}
	return nil
}

// corrected takes back what was counted before a correction and counts what holds
// after it.
func (w *counting) corrected(ctx context.Context, c *store.Correction, until []store.Correction) error {
	dispatch := c.Dispatch
	if c.Kind == "undo" {
		for _, x := range until {
			if formatNumber(x.Number) == c.Value {
				dispatch = x.Dispatch
			}
		}
	}
	found, err := w.Store.Findings(ctx, w.coder, dispatch)
	if err != nil {
		return ignoreNotFound(err)
	}
	var of []store.Correction
	for _, x := range until {
		if x.Dispatch == dispatch || x.Kind == "undo" {
			of = append(of, x)
		}
	}
	before, after := Overlay(found.Events, of[:len(of)-1]), Overlay(found.Events, of)
	w.recount(before, -1)
	w.recount(after, 1)
	if c.Kind == "same" || c.Kind == "apart" {
		return w.regroup(ctx, c, after)
	}
	return nil
}

// recount counts the events that hold; sign -1 takes them back.
func (w *counting) recount(list []Corrected, sign int) {
	for i := range list {
		x := &list[i]
		if x.Verdict == "rejected" || !x.Counted {
			continue
		}
		n := 0
		if x.Occurrence == x.ID || x.Verdict == "added" {
			n = sign
		}
		w.tally(&x.Event, n, sign)
	}
}

// regroup puts an event into the occurrence of another, or into one of its own.
func (w *counting) regroup(ctx context.Context, c *store.Correction, list []Corrected) error {
	i := slices.IndexFunc(list, func(x Corrected) bool { return x.ID == c.Event || c.Key != "" && EventKey(&x.Event) == c.Key })
	if i < 0 {
		return nil
	}
	x := &list[i]
	m := store.Membership{Member: x.ID, Group: x.ID, First: true, Independent: true, Score: 1, Why: "set apart by " + c.Author + ": " + c.Reason}
	if c.Kind == "same" {
		other, err := w.Store.Event(ctx, w.coder, c.Value)
		if err != nil {
			return ignoreNotFound(err)
		}
		m.Group, m.First, m.Independent, m.Why = other.Occurrence, false, other.Publisher != x.Publisher, "put together by "+c.Author+": "+c.Reason
	}
	w.c.Occurrences = append(w.c.Occurrences, m)
	if was := x.Occurrence == x.ID; x.Counted && was != m.First {
		n := 1
		if was {
			n = -1
		}
		w.tally(&x.Event, n, 0)
	}
	return nil
}

func formatNumber(n int64) string { return strconv.FormatInt(n, 10) }
