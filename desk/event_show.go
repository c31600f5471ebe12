package desk

import (
	"context"

	"casus"
	"casus/export"
	"casus/record"
	"casus/store"
)

// eventShowView is what event.html shows.
type eventShowView struct {
	telling
	Dispatch store.Dispatch
	Body     export.Event
	Sentence []segment
	// By is what was said of it.
	By   []correctionView
	Said *saidView
	// Back is where a correction leads back to.
	Back     string
	Versions []versionView
	// Others are the other mentions of the occurrence.
	Others []telling
	// Reading shows how the sentence was read; nil where that is not known.
	Reading *readingView
	Slots   []slotView
}

// eventShow is the page of one event.
func (d *Desk) eventShow(v *visit) error {
	ctx := v.r.Context()
	e, err := d.store.Event(ctx, "", v.r.PathValue("id"))
	if err != nil {
		return err
	}
	body, err := d.eventView(ctx, &e)
	if err != nil {
		return err
	}
	if body.Versions, err = d.versionsOf(ctx, &e); err != nil {
		return err
	}
	if body.Said, err = d.said(ctx, v); err != nil {
		return err
	}
	body.Back = "/events/" + e.ID
	return d.show(v, "event.html", page{Title: body.Plain(), Nav: "/events", Crumbs: []link{{"Events", "/events"}},
		Twins: []link{{"JSON", "/api/events/" + e.ID}}, Body: body})
}

// eventView gathers what is shown of one event.
func (d *Desk) eventView(ctx context.Context, e *store.Event) (*eventShowView, error) {
	dis, err := d.store.Dispatch(ctx, e.Dispatch)
	if err != nil {
		return nil, err
	}
	x, err := d.corrected(ctx, e)
	if err != nil {
		return nil, err
	}
	body := &eventShowView{telling: d.tellCorrected(x), Dispatch: dis, Body: bodyOf(e), Back: "/events/" + e.ID}
	all, err := d.correctionsOf(ctx, e.Dispatch)
	if err != nil {
		return nil, err
	}
	undone := undoneOf(all)
	for i := range x.By {
		body.By = append(body.By, correctionView{Correction: x.By[i], Told: told(&x.By[i]), Undone: undone[x.By[i].Number]})
	}
	if body.Others, err = d.othersOf(ctx, e); err != nil {
		return nil, err
	}
	if body.Reading, err = d.readingOf(ctx, &dis, e); err != nil {
		return nil, err
	}
	sentence := body.Body.Evidence.Span
	if body.Reading != nil {
		sentence = body.Reading.Span
	}
	body.Sentence = segments(dis.Text, sentence, eventMarks(&body.Body))
	body.Slots = d.slotsOf(&x.Event)
	return body, nil
}

// versionView is what one coder made of an event.
type versionView struct {
	store.Coder
	Current bool
	// Told is how it reads the same words; "" where it finds no event there.
	Told    *telling
	Differs bool
}

// maxVersions is how many coders are shown.
const maxVersions = 8

// versionsOf tells what each coder made of the words of an event.
func (d *Desk) versionsOf(ctx context.Context, e *store.Event) ([]versionView, error) {
	coders, err := d.store.Coders(ctx)
	if err != nil {
		return nil, err
	}
	var out []versionView
	for i, c := range coders[:min(len(coders), maxVersions)] {
		v := versionView{Coder: c, Current: i == 0}
		found, err := d.store.Findings(ctx, c.Key, e.Dispatch)
		if err = orEmpty(err); err != nil {
			return nil, err
		}
		for k := range found.Events {
			if x := &found.Events[k]; record.EventKey(x) == record.EventKey(e) {
				t := d.tell(x)
				v.Told, v.Differs = &t, x.Reading != e.Reading || x.Event != e.Event
				break
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// corrected is an event with what people have said of it.
func (d *Desk) corrected(ctx context.Context, e *store.Event) (*record.Corrected, error) {
	list, err := d.correctionsOf(ctx, e.Dispatch)
	if err != nil {
		return nil, err
	}
	x := record.Overlay([]store.Event{*e}, list)[0]
	return &x, nil
}

// correctionsOf are the corrections of a dispatch, with what was undone.
func (d *Desk) correctionsOf(ctx context.Context, dispatch string) ([]store.Correction, error) {
	all, err := d.store.Corrections(ctx, "")
	if err != nil {
		return nil, err
	}
	var of []store.Correction
	for _, c := range all {
		if c.Dispatch == dispatch || c.Kind == "undo" {
			of = append(of, c)
		}
	}
	return of, nil
}

// othersOf are the other events that tell the same occurrence.
func (d *Desk) othersOf(ctx context.Context, e *store.Event) ([]telling, error) {
	if e.Occurrence == "" || e.Mentions < 2 {
		return nil, nil
	}
	list, err := d.store.Occurrence(ctx, "", e.Occurrence)
	if err != nil {
		return nil, err
	}
	var out []telling
	for i := range list {
		if list[i].ID != e.ID {
			out = append(out, d.tell(&list[i]))
		}
	}
	return out, nil
}

// eventMarks are the slots of an event in its text.
func eventMarks(x *export.Event) []mark {
	var out []mark
	add := func(s *casus.Span, kind, note string) {
		if s != nil {
			out = append(out, mark{Span: *s, Kind: kind, Note: note})
		}
	}
	for _, p := range x.Actor {
		add(p.Span, "actor", "actor: "+string(p.Name))
	}
	for _, p := range x.Recipient {
		add(p.Span, "recipient", "recipient: "+string(p.Name))
	}
	trigger := x.Evidence.Trigger
	add(&trigger, "trigger", "what carries it: "+string(x.Evidence.Pattern))
	add(x.Date.Span, "time", "when: "+string(x.Date.Value))
	if x.Place != nil {
		add(x.Place.Span, "place", "where: "+string(x.Place.Name))
	}
	if x.Claim != nil {
		add(x.Claim.CueSpan, "cue", "makes it somebody's word")
		if x.Claim.By != nil {
			add(x.Claim.By.Span, "cue", "whose word it is: "+string(x.Claim.By.Name))
		}
	}
	return out
}

// slotView is a field of an event as a form shows it.
type slotView struct {
	Slot, Value, Hint string
	Options           []string
}

// slotsOf are the fields that can be mended, with their values.
func (d *Desk) slotsOf(e *store.Event) []slotView {
	codes := func(s store.Side) string {
		out := ""
		for _, p := range e.Parties {
			if p.Side == s {
				if out != "" {
					out += ", "
				}
				if p.Code != "" {
					out += p.Code
				} else {
					out += p.Key
				}
			}
		}
		return out
	}
	status := ""
	for i, w := range statusWords(e.Status) {
		if i > 0 {
			status += " "
		}
		status += w
	}
	values := map[string]string{"actor": codes(store.Actor), "event": e.Event, "mode": e.Mode, "recipient": codes(store.Recipient), "date": e.Day, "place": e.Place,
		"status": status, "claim": e.Claimant, "cameo": e.CAMEO}
	var out []slotView
	for _, s := range []string{"actor", "event", "mode", "recipient", "date", "place", "status", "claim", "cameo"} {
		x := slotView{Slot: s, Value: values[s], Hint: record.Slots[s]}
		if s == "event" {
			x.Options = d.codebook.Events
		}
		out = append(out, x)
	}
	return out
}
