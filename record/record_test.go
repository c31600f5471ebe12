package record_test

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/pipeline"
	"casus/record"
	"casus/store"
	"casus/store/sqlite"
)

func recorder(t *testing.T) *record.Recorder {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "r.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &record.Recorder{Store: s, Pipeline: p, Now: func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) }}
}

// item n of a wire, on a day of June 2024.
func item(name, publisher string, day int, text string) store.Dispatch {
	return store.Dispatch{
		Dispatch: casus.Dispatch{URL: "https://" + publisher + ".example/" + name, Publisher: publisher, Title: text[:min(len(text), 30)], Text: text,
			Published: time.Date(2024, 6, day, 8, 0, 0, 0, time.UTC)},
		Name: name, Source: publisher, Language: "en",
	}
}

func stream(items ...store.Dispatch) iter.Seq2[store.Dispatch, error] {
	return func(yield func(store.Dispatch, error) bool) {
		for _, d := range items {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func run(t *testing.T, r *record.Recorder, items ...store.Dispatch) record.Taken {
	t.Helper()
	taken, err := r.Take(t.Context(), stream(items...), func(err error) { t.Error(err) })
	if err == nil {
		_, _, err = r.Code(t.Context())
	}
	if err == nil {
		err = r.Conclude(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

const summoned = "SEOUL, June 21 (Yonhap) -- South Korea condemned Russia on Friday over its arms trade with North Korea. The foreign ministry in Seoul said that it would take firm measures together with its partners."

// state writes what the record holds and counts, for comparison.
func state(t *testing.T, r *record.Recorder) string {
	t.Helper()
	ctx := t.Context()
	var b strings.Builder
	page, err := r.Store.Events(ctx, store.Filter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Events {
		fmt.Fprintln(&b, e.ID, e.Day, e.Event, e.Occurrence, e.Mentions, e.Sources)
	}
	days, err := r.Store.Days(ctx, store.DayQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range days {
		fmt.Fprintln(&b, d)
	}
	wrong, err := r.Store.Check(ctx)
	if err != nil || len(wrong) > 0 {
		t.Errorf("not sound: %v, %v", wrong, err)
	}
	return b.String()
}

func TestOccurrencesAndCopies(t *testing.T) {
	r := recorder(t)
	run(t, r,
		item("a", "yonhap", 21, summoned),
		item("b", "post", 21, summoned), // a copy
		item("c", "wire", 22, "South Korea condemned Russia over its arms trade with North Korea, the Wire's correspondent in Seoul writes."),
		item("d", "post", 21, "France condemned Mali over the arrest of a reporter."))
	ctx := t.Context()
	page, err := r.Store.Events(ctx, store.Filter{Dyad: [2]string{"KOR", "RUS"}, Event: []string{"ACCUSE"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Events) != 3 {
		t.Fatalf("%d events, want 3", len(page.Events))
	}
	for _, e := range page.Events {
		if e.Occurrence != page.Events[0].Occurrence || e.Mentions != 3 || e.Sources != 2 {
			t.Errorf("%s: occurrence %s, %d mentions, %d sources; want one of 3 by 2", e.Publisher, e.Occurrence, e.Mentions, e.Sources)
		}
	}
	days, err := r.Store.Days(ctx, store.DayQuery{Actor: "KOR", Recipient: "RUS"})
	if err != nil || len(days) != 1 || days[0].Count != 1 {
		t.Errorf("counted %+v, %v; want one", days, err)
	}
	mentions, err := r.Store.Days(ctx, store.DayQuery{Actor: "KOR", Recipient: "RUS", Mentions: true})
	n := 0
	for _, d := range mentions {
		n += d.Count
	}
	if err != nil || n != 3 {
		t.Errorf("%d mentions, want 3 (%v)", n, err)
	}
	c, err := r.Store.Counts(ctx)
	if err != nil || c.Copies != 1 || c.Stories > 3 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestStatementsAreKept(t *testing.T) {
	r := recorder(t)
	run(t, r, item("a", "yonhap", 21, summoned))
	list, err := r.Store.Statements(t.Context(), store.Filter{Actor: []string{"KOR"}})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d statements, %v", len(list), err)
	}
	if s := list[len(list)-1]; s.Day != "2024-06-21" || s.SpeakerName == "" || s.Position == "" || len(s.JSON) == 0 {
		t.Errorf("kept as %+v", s)
	}
}

func TestAgainChangesNothing(t *testing.T) {
	r := recorder(t)
	items := []store.Dispatch{item("a", "yonhap", 21, summoned), item("b", "post", 21, summoned), item("d", "post", 21, "France condemned Mali over the arrest of a reporter.")}
	run(t, r, items...)
	before := state(t, r)
	if taken := run(t, r, items...); taken.New != 0 || taken.Known != 3 {
		t.Errorf("taken %+v", taken)
	}
	if after := state(t, r); after != before {
		t.Errorf("the second run changed the record from\n%s\nto\n%s", before, after)
	}
}

func TestCorrectedDispatchIsCountedOnce(t *testing.T) {
	r := recorder(t)
	run(t, r, item("d", "post", 21, "France condemned Mali over the arrest of a reporter."))
	run(t, r, item("d", "post", 21, "France condemned Niger over the arrest of a reporter."))
	days, err := r.Store.Days(t.Context(), store.DayQuery{Actor: "FRA"})
	if err != nil {
		t.Fatal(err)
	}
	if len(days) != 1 || days[0].Recipient != "NER" || days[0].Count != 1 {
		t.Errorf("counted %+v, want Niger alone", days)
	}
}

func TestStoppedWorkGoesOn(t *testing.T) {
	whole, parts := recorder(t), recorder(t)
	items := []store.Dispatch{item("a", "yonhap", 21, summoned), item("b", "post", 21, summoned), item("c", "wire", 22, "South Korea condemned Russia over its arms trade with North Korea."), item("d", "post", 21, "France condemned Mali over the arrest of a reporter.")}
	run(t, whole, items...)
	for i := range items {
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := parts.Take(ctx, stream(items[:i+1]...), func(error) {}); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, _, err := parts.Code(ctx); err == nil {
			t.Error("stopped work reports no error")
		}
		run(t, parts)
	}
	if a, b := state(t, whole), state(t, parts); a != b {
		t.Errorf("in one go\n%s\nin parts\n%s", a, b)
	}
}

func TestCompare(t *testing.T) {
	ev := func(id, trigger, event string) store.Event {
		return store.Event{ID: id, Event: event, JSON: []byte(`{"evidence":{"trigger":` + trigger + `}}`)}
	}
	var got []string
	for _, c := range record.Compare(
		[]store.Event{ev("a", "[0,3]", "AID"), ev("b", "[5,8]", "AID"), ev("c", "[9,12]", "AID")},
		[]store.Event{ev("a", "[0,3]", "AID"), ev("x", "[5,8]", "AGREE"), ev("y", "[20,22]", "AID")}) {
		got = append(got, c.Kind+" "+strings.Join(c.Slots, ","))
	}
	slices.Sort(got)
	if want := "added |changed event|dropped "; strings.Join(got, "|") != want {
		t.Errorf("changes %q, want %q", strings.Join(got, "|"), want)
	}
}

func TestCorrections(t *testing.T) {
	r := recorder(t)
	run(t, r, item("d", "post", 21, "France condemned Mali over the arrest of a reporter."), item("e", "wire", 21, "France condemned Mali over the arrest of a journalist."))
	ctx := t.Context()
	page, err := r.Store.Events(ctx, store.Filter{Actor: []string{"FRA"}})
	if err != nil || len(page.Events) != 2 {
		t.Fatalf("%d events, %v", len(page.Events), err)
	}
	counted := func() string {
		t.Helper()
		if err := r.Conclude(ctx); err != nil {
			t.Fatal(err)
		}
		days, err := r.Store.Days(ctx, store.DayQuery{Actor: "FRA"})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, d := range days {
			out = append(out, fmt.Sprintf("%s %s %d", d.Recipient, d.Event, d.Count))
		}
		return strings.Join(out, "; ")
	}
	correct := func(c store.Correction) store.Correction {
		t.Helper()
		c.Author, c.Reason = "ana", "read again"
		c, err := r.Correct(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if got := counted(); got != "MLI ACCUSE 1" {
		t.Fatalf("counted %q", got)
	}
	lead := page.Events[slices.IndexFunc(page.Events, func(e store.Event) bool { return e.Occurrence == e.ID })]
	slot := correct(store.Correction{Kind: "slot", Event: lead.ID, Slot: "recipient", Value: "NER GOV"})
	if got := counted(); got != "NER ACCUSE 1" {
		t.Errorf("mended: %q", got)
	}
	correct(store.Correction{Kind: "undo", Value: fmt.Sprint(slot.Number)})
	if got := counted(); got != "MLI ACCUSE 1" {
		t.Errorf("undone: %q", got)
	}
	reject := correct(store.Correction{Kind: "reject", Event: lead.ID})
	if got := counted(); got != "" {
		t.Errorf("rejected: %q", got)
	}
	correct(store.Correction{Kind: "undo", Value: fmt.Sprint(reject.Number)})
	correct(store.Correction{Kind: "add", Dispatch: lead.Dispatch, Value: `{"sentence":0,"trigger":[0,6],"event":"AID","mode":"","actor":"FRA GOV","recipient":"MLI","date":"2024-06-20"}`})
	if got := counted(); got != "MLI AID 1; MLI ACCUSE 1" {
		t.Errorf("added: %q", got)
	}
	other := page.Events[slices.IndexFunc(page.Events, func(e store.Event) bool { return e.ID != lead.ID })]
	correct(store.Correction{Kind: "apart", Event: other.ID})
	if got := counted(); got != "MLI AID 1; MLI ACCUSE 2" {
		t.Errorf("set apart: %q", got)
	}
	correct(store.Correction{Kind: "same", Event: other.ID, Value: lead.ID})
	if got := counted(); got != "MLI AID 1; MLI ACCUSE 1" {
		t.Errorf("put together: %q", got)
	}
	proposals, err := record.Proposals(ctx, r.Store)
	if err != nil || len(proposals) == 0 || !strings.Contains(proposals[len(proposals)-1].Lexicon(), "=>  FRA AID MLI") {
		t.Errorf("proposals %+v, %v", proposals, err)
	}
	for _, bad := range []store.Correction{{Kind: "slot", Event: lead.ID, Slot: "date", Value: "soon"}, {Kind: "slot", Event: lead.ID, Slot: "colour", Value: "red"}, {Kind: "reject", Event: "none"}, {Kind: "add", Dispatch: lead.Dispatch, Value: "{"}} {
		bad.Author = "ana"
		if _, err := r.Correct(ctx, bad); err == nil {
			t.Errorf("%+v: no error", bad)
		}
	}
}

func TestAgreements(t *testing.T) {
	r := recorder(t)
	run(t, r, item("d", "post", 21, "France condemned Mali. Spain condemned Mali. Italy condemned Mali. Poland condemned Mali."))
	page, err := r.Store.Events(t.Context(), store.Filter{})
	if err != nil || len(page.Events) != 4 {
		t.Fatalf("%d events, %v", len(page.Events), err)
	}
	for i, e := range page.Events {
		for _, x := range []struct{ author, kind string }{{"ana", []string{"accept", "accept", "reject", "reject"}[i]}, {"ben", []string{"accept", "accept", "reject", "accept"}[i]}} {
			if _, err := r.Correct(t.Context(), store.Correction{Kind: x.kind, Event: e.ID, Author: x.author}); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := record.Agreements(t.Context(), r.Store)
	if err != nil || len(got) != 1 || got[0].Agreed != 3 || got[0].Kappa != 0.5 {
		t.Errorf("%+v, %v; want kappa 0.5", got, err)
	}
	if a := got[0].Alpha; a < 0.53 || a > 0.54 {
		t.Errorf("alpha %.3f, want 0.533", a)
	}
}
