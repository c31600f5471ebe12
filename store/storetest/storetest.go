// Package storetest holds what every record must do, whatever engine keeps it. An
// engine's test calls Run with a function that makes an empty record.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"casus"
	"casus/store"
)

// Run tries everything on records that open makes.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, x := range []struct {
		name string
		try  func(*testing.T, store.Store)
	}{
		{"put once", putOnce}, {"corrected dispatch", corrected}, {"search", search}, {"pending and failed", pending},
		{"record once", recordOnce}, {"filters", filters}, {"pages", pages}, {"facets", facets}, {"findings", findings},
		{"conclusions", conclusions}, {"cursor conflict", cursorConflict}, {"days", days}, {"counts in any order", commute}, {"stories", stories}, {"alike", alike},
		{"alerts", alerts}, {"corrections", corrections}, {"notes", notes}, {"coders", coders}, {"strange text", strange}, {"unknown things", unknown}, {"lead", lead}, {"follow", follow}, {"retry", retry},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := open(t)
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			x.try(t, s)
			wrong, err := s.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range wrong {
				t.Error(w)
			}
		})
	}
}

var coder = store.NewCoder("1", "m", "l", "o")

// at is a day in the invented year of these tests.
func at(n int) time.Time { return time.Date(2031, 3, n, 9, 0, 0, 0, time.UTC) }

func dispatch(n int) store.Dispatch {
	return store.Dispatch{
		Dispatch: casus.Dispatch{
			URL: fmt.Sprintf("https://wire.example/%d", n), Publisher: [...]string{"Halvia Wire", "Tornia Post"}[n%2], Published: at(n),
			Title: fmt.Sprintf("Halvia speaks to Tornia, day %d", n), Text: fmt.Sprintf("Halvia urged Tornia on day %d to open the straits.", n), Licence: "CC0-1.0",
		},
		Name: fmt.Sprint(n), Source: "feed", Language: "en", Received: at(n).Add(time.Hour),
	}
}

// event n of a dispatch; pairs are directed from a to b.
func event(id string, n int, kind, a, b string) store.Event {
	return store.Event{
		ID: id, Sentence: 1, Event: kind, Mode: "change", Contexts: []string{"military", "diplomatic"}, CAMEO: "0242", Quad: 3, Plover: -1, Goldstein: -0.3,
		Day: at(n).Format(time.DateOnly), Status: store.Future, Counted: true, Claimant: a, Place: "HAL", PlaceName: "Port Halvia", Lat: 10.5, Lon: -20.25,
		Confidence: 0.5 + float64(n)/100, Reading: "ASK(STOP)", Trigger: "urge", JSON: []byte(`{"id":"` + id + `"}`),
		Parties: []store.Party{
			{Side: store.Actor, Key: a, Country: a, Code: a + "GOV", Name: "name of " + a, Wikidata: "Q1", Sectors: []string{"GOV", "MIL"}},
			{Side: store.Recipient, Key: b, Country: b, Code: b, Name: "name of " + b},
		},
	}
}

// filled puts n dispatches with two events each, and returns their ids.
func filled(t *testing.T, s store.Store, n int) []string {
	t.Helper()
	ctx := t.Context()
	must(t, s.UseCoder(ctx, coder))
	var ids []string
	for i := 1; i <= n; i++ {
		id := put(t, s, dispatch(i)).ID
		c := store.Coding{Dispatch: id, Coder: coder.Key, Warnings: []string{"one"}, Events: []store.Event{
			event(fmt.Sprintf("e%02da", i), i, "REQUEST", "HAL", "TOR"), event(fmt.Sprintf("e%02db", i), i, "ASSAULT", "TOR", "MER"),
		}}
		for k := range c.Events {
			c.Events[k].Dispatch = id
		}
		c.Statements = []store.Statement{{ID: fmt.Sprintf("s%02d", i), Sentence: 1, Speaker: "HAL", SpeakerName: "Hal", About: "TOR", Position: "demand", Day: c.Events[0].Day, JSON: []byte(`{}`)}}
		c.Commitments = []store.Commitment{{ID: fmt.Sprintf("c%02d", i), Kind: "threat", State: "threatened", Parties: []string{"HAL"}, Recipients: []string{"TOR"}, Made: c.Events[0].Day, Due: "2031-04-01", JSON: []byte(`{}`)}}
		must(t, s.Record(ctx, []store.Coding{c}))
		ids = append(ids, id)
	}
	return ids
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, s store.Store, d store.Dispatch) store.Put {
	t.Helper()
	p, err := s.Put(t.Context(), []store.Dispatch{d})
	must(t, err)
	return p[0]
}

func putOnce(t *testing.T, s store.Store) {
	first, again := put(t, s, dispatch(1)), put(t, s, dispatch(1))
	if !first.New || again.New || first.ID != again.ID {
		t.Errorf("put twice: %+v, %+v", first, again)
	}
	d, err := s.Dispatch(t.Context(), first.ID)
	must(t, err)
	want := dispatch(1)
	if d.Text != want.Text || d.Title != want.Title || !d.Published.Equal(want.Published) || d.Licence != want.Licence || d.Source != "feed" || d.Seq == 0 {
		t.Errorf("came back as %+v", d)
	}
	other := dispatch(1)
	other.URL, other.Name = "https://other.example/1", "x"
	if p := put(t, s, other); !p.New || p.Replaces != "" {
		t.Errorf("the same text from elsewhere: %+v", p)
	}
}

func corrected(t *testing.T, s store.Store) {
	ids := filled(t, s, 2)
	later := dispatch(1)
	later.Text += " Correction: it was the second day."
	p := put(t, s, later)
	if !p.New || p.Replaces != ids[0] {
		t.Errorf("a correction: %+v, want it to replace %s", p, ids[0])
	}
	d, err := s.Dispatch(t.Context(), ids[0])
	must(t, err)
	if d.ReplacedBy != p.ID {
		t.Errorf("replaced by %q, want %q", d.ReplacedBy, p.ID)
	}
	page, err := s.Events(t.Context(), store.Filter{})
	must(t, err)
	for _, e := range page.Events {
		if e.Dispatch == ids[0] {
			t.Errorf("event %s of a dispatch that was replaced is shown", e.ID)
		}
	}
	if again := put(t, s, dispatch(1)); again.New {
		t.Errorf("the first version again: %+v", again)
	}
}

func search(t *testing.T, s store.Store) {
	filled(t, s, 3)
	d := dispatch(9)
	d.Text = "A ferry sank near the lighthouse."
	put(t, s, d)
	for words, want := range map[string]int{"lighthouse": 1, "ferries lighthouse": 1, "straits": 3, `"near the lighthouse"`: 1, "zeppelin": 0, "lighthouse zeppelin": 0} {
		found, err := s.Search(t.Context(), words, 0, 10)
		must(t, err)
		if len(found) != want {
			t.Errorf("%q found %d, want %d", words, len(found), want)
		}
		if want == 1 && len(found) == 1 && !strings.Contains(found[0].Snippet, "[lighthouse]") && !strings.Contains(found[0].Snippet, "lighthouse") {
			t.Errorf("snippet %q", found[0].Snippet)
		}
	}
	if found, err := s.Search(t.Context(), "straits", 2, 10); err != nil || len(found) != 1 {
		t.Errorf("from an offset: %d, %v", len(found), err)
	}
	if _, err := s.Search(t.Context(), "  ", 0, 10); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("no words: %v", err)
	}
	for _, hostile := range []string{`"`, `a" OR "b`, "NEAR(", "*", "'; DROP TABLE dispatches; --", "col:x", "^", "a AND", "-", "\x00"} {
		if _, err := s.Search(t.Context(), hostile, 0, 10); err != nil && !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%q: %v", hostile, err)
		}
	}
	page, err := s.Events(t.Context(), store.Filter{Words: "straits", Event: []string{"REQUEST"}})
	must(t, err)
	if len(page.Events) != 3 {
		t.Errorf("events by words: %d, want 3", len(page.Events))
	}
}

func pending(t *testing.T, s store.Store) {
	ctx := t.Context()
	must(t, s.UseCoder(ctx, coder))
	a, b := put(t, s, dispatch(1)).ID, put(t, s, dispatch(2)).ID
	d := dispatch(3)
	d.Language = "fr"
	put(t, s, d)
	want := func(ids ...string) {
		t.Helper()
		list, err := s.Pending(ctx, coder.Key, 0, 10)
		must(t, err)
		var got []string
		for _, d := range list {
			got = append(got, d.ID)
		}
		if !slices.Equal(got, ids) {
			t.Errorf("pending %v, want %v", got, ids)
		}
	}
	want(a, b)
	must(t, s.Record(ctx, []store.Coding{{Dispatch: a, Coder: coder.Key}}))
	want(b)
	for range store.MaxTries {
		want(b)
		must(t, s.Record(ctx, []store.Coding{{Dispatch: b, Coder: coder.Key, Error: "it hung"}}))
	}
	want()
	c, err := s.Counts(ctx)
	must(t, err)
	if c.Failed != 1 || c.Coded != 1 || c.Pending != 0 || c.Uncoded != 1 {
		t.Errorf("counts %+v", c)
	}
	// Told to try again, it is coded after all.
	must(t, s.Record(ctx, []store.Coding{{Dispatch: b, Coder: coder.Key, Events: []store.Event{{ID: "x", Dispatch: b, Event: "AID"}}}}))
	f, err := s.Findings(ctx, coder.Key, b)
	must(t, err)
	if f.Error != "" || len(f.Events) != 1 {
		t.Errorf("coded after failures: %+v", f)
	}
}

func recordOnce(t *testing.T, s store.Store) {
	ids := filled(t, s, 1)
	before, err := s.Codings(t.Context(), coder.Key, 0, 10)
	must(t, err)
	must(t, s.Record(t.Context(), []store.Coding{{Dispatch: ids[0], Coder: coder.Key, Events: []store.Event{event("other", 1, "AID", "HAL", "TOR")}}}))
	must(t, s.Record(t.Context(), []store.Coding{{Dispatch: ids[0], Coder: coder.Key, Error: "too late"}}))
	after, err := s.Codings(t.Context(), coder.Key, 0, 10)
	must(t, err)
	if len(before) != 1 || len(after) != 1 || before[0].Seq != after[0].Seq || after[0].Error != "" {
		t.Errorf("recorded twice: %+v, then %+v", before, after)
	}
	c, err := s.Counts(t.Context())
	must(t, err)
	if c.Events != 2 {
		t.Errorf("%d events, want 2", c.Events)
	}
}

func filters(t *testing.T, s store.Store) {
	ids := filled(t, s, 4)
	for name, x := range map[string]struct {
		f    store.Filter
		want int
	}{
		"all": {store.Filter{}, 8}, "event": {store.Filter{Event: []string{"ASSAULT"}}, 4}, "two events": {store.Filter{Event: []string{"ASSAULT", "REQUEST"}}, 8},
		"actor": {store.Filter{Actor: []string{"TOR"}}, 4}, "recipient": {store.Filter{Recipient: []string{"TOR"}}, 4}, "party": {store.Filter{Party: []string{"TOR"}}, 8},
		"dyad": {store.Filter{Dyad: [2]string{"HAL", "TOR"}}, 4}, "dyad turned": {store.Filter{Dyad: [2]string{"TOR", "HAL"}}, 0},
		"dyad either way": {store.Filter{Dyad: [2]string{"TOR", "HAL"}, Mutual: true}, 4},
		"mode":            {store.Filter{Mode: []string{"change"}}, 8}, "context": {store.Filter{Context: []string{"military"}}, 8}, "part of a context": {store.Filter{Context: []string{"milit"}}, 0},
		"wildcard": {store.Filter{Context: []string{"%"}}, 0}, "cameo": {store.Filter{CAMEO: []string{"02"}}, 8}, "cameo of another root": {store.Filter{CAMEO: []string{"2"}}, 0},
		"days": {store.Filter{From: "2031-03-02", To: "2031-03-03"}, 4}, "with": {store.Filter{With: store.Future}, 8}, "without": {store.Filter{Without: store.Future | store.Negated}, 0},
		"counted": {store.Filter{Counted: true}, 8}, "claimed": {store.Filter{Claimed: 1}, 8}, "not claimed": {store.Filter{Claimed: -1}, 0}, "claimant": {store.Filter{Claimant: "TOR"}, 4},
		"place": {store.Filter{Place: "HAL"}, 8}, "publisher": {store.Filter{Publisher: "Tornia Post"}, 4}, "dispatch": {store.Filter{Dispatch: ids[2]}, 2},
		"confidence": {store.Filter{MinConfidence: 0.53}, 4}, "less sure": {store.Filter{MaxConfidence: 0.52}, 4}, "quad": {store.Filter{Quad: []int{3}}, 8}, "no quad": {store.Filter{Quad: []int{1, 2}}, 0},
	} {
		page, err := s.Events(t.Context(), x.f)
		must(t, err)
		if len(page.Events) != x.want {
			t.Errorf("%s: %d events, want %d", name, len(page.Events), x.want)
		}
	}
	st, err := s.Statements(t.Context(), store.Filter{Actor: []string{"HAL"}, Position: "demand", From: "2031-03-03"})
	must(t, err)
	co, err := s.Commitments(t.Context(), store.Filter{Party: []string{"TOR"}, Kind: "threat", DueFrom: "2031-03-30"})
	must(t, err)
	if len(st) != 2 || len(co) != 4 {
		t.Errorf("%d statements, want 2; %d commitments, want 4", len(st), len(co))
	}
	if _, err := s.Events(t.Context(), store.Filter{Dyad: [2]string{"HAL", ""}}); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("half a dyad: %v", err)
	}
}

func pages(t *testing.T, s store.Store) {
	filled(t, s, 5)
	for _, unsure := range []bool{false, true} {
		var got []string
		f := store.Filter{Limit: 3, Unsure: unsure}
		for n := 0; ; n++ {
			page, err := s.Events(t.Context(), f)
			must(t, err)
			for _, e := range page.Events {
				got = append(got, e.ID)
			}
			if page.Next == "" || n > 9 {
				break
			}
			f.After = page.Next
		}
		if len(got) != 10 || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 10 {
			t.Errorf("unsure %v: pages gave %v", unsure, got)
		}
		if first := map[bool]string{false: "e05a", true: "e01a"}[unsure]; got[0] != first {
			t.Errorf("unsure %v: begins with %s, want %s", unsure, got[0], first)
		}
	}
	if _, err := s.Events(t.Context(), store.Filter{After: "nonsense"}); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("a page after nonsense: %v", err)
	}
}

func facets(t *testing.T, s store.Store) {
	filled(t, s, 3)
	for field, want := range map[string]string{"event": "[{ASSAULT 3} {REQUEST 3}]", "actor": "[{HAL 3} {TOR 3}]", "recipient": "[{MER 3} {TOR 3}]", "quad": "[{3 6}]", "month": "[{2031-03 6}]", "publisher": "[{Tornia Post 4} {Halvia Wire 2}]"} {
		got, err := s.Facets(t.Context(), store.Filter{}, field, 10)
		must(t, err)
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", field, got, want)
		}
	}
	if _, err := s.Facets(t.Context(), store.Filter{}, "json; --", 3); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("an unknown field: %v", err)
	}
}

func findings(t *testing.T, s store.Store) {
	ids := filled(t, s, 2)
	c, err := s.Findings(t.Context(), "", ids[1])
	must(t, err)
	if len(c.Events) != 2 || len(c.Statements) != 1 || len(c.Commitments) != 1 || len(c.Warnings) != 1 {
		t.Fatalf("found %+v", c)
	}
	want, got := event("e02a", 2, "REQUEST", "HAL", "TOR"), c.Events[0]
	want.Dispatch, want.Coder, want.Published, want.Publisher = ids[1], coder.Key, got.Published, "Halvia Wire"
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("event came back as\n%+v, want\n%+v", got, want)
	}
	one, err := s.Event(t.Context(), "", "e02b")
	must(t, err)
	if one.Event != "ASSAULT" || string(one.JSON) != `{"id":"e02b"}` {
		t.Errorf("event %+v", one)
	}
}

func conclusions(t *testing.T, s store.Store) {
	filled(t, s, 3)
	ctx := t.Context()
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "x", From: 0, To: 2, Coder: coder.Key, Occurrences: []store.Membership{
		{Member: "e01a", Group: "o1", Why: "first", First: true, Independent: true}, {Member: "e02a", Group: "o1", Why: "same", Score: 0.9, Independent: true},
	}}))
	e, err := s.Event(ctx, "", "e02a")
	must(t, err)
	if e.Occurrence != "o1" || e.Mentions != 2 || e.Sources != 2 {
		t.Errorf("occurrence %q told %d times by %d", e.Occurrence, e.Mentions, e.Sources)
	}
	same, err := s.Occurrence(ctx, "", "o1")
	must(t, err)
	once, err := s.Events(ctx, store.Filter{Once: true})
	must(t, err)
	if len(same) != 2 || len(once.Events) != 5 {
		t.Errorf("%d events of the occurrence, want 2; %d occurrences, want 5", len(same), len(once.Events))
	}
	near, err := s.Neighbours(ctx, "", []store.Stretch{
		{Key: "TOR", Event: "REQUEST", From: event("", 1, "", "", "").Day, To: event("", 3, "", "", "").Day}, {Key: "HAL", Event: "REQUEST", From: "0001-01-01", To: "9999-12-31"}, {Key: "XXX", Event: "REQUEST", From: "0001-01-01", To: "9999-12-31"},
	})
	must(t, err)
	if len(near) != 2 || near[0].ID != "e01a" || len(near[0].Parties) != 2 || near[0].Mentions != 0 {
		t.Errorf("near by %+v, want e01a and e02a with their parties", near)
	}
	if n, err := s.Cursor(ctx, "x"); err != nil || n != 2 {
		t.Errorf("cursor at %d, %v", n, err)
	}
}

func cursorConflict(t *testing.T, s store.Store) {
	filled(t, s, 1)
	ctx := t.Context()
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "x", From: 0, To: 5, Coder: coder.Key}))
	tally := []store.Tally{{DayCount: store.DayCount{Actor: "HAL", Recipient: "TOR", Day: "2031-03-01", Event: "AID", Count: 1}, Mentions: 1}}
	if err := s.Apply(ctx, store.Conclusions{Consumer: "x", From: 0, To: 6, Coder: coder.Key, Counts: tally}); !errors.Is(err, casus.ErrConflict) {
		t.Errorf("a cursor that has moved: %v", err)
	}
	if list, err := s.Days(ctx, store.DayQuery{}); err != nil || len(list) != 0 {
		t.Errorf("counts of a transaction that failed: %v, %v", list, err)
	}
}

func days(t *testing.T, s store.Store) {
	filled(t, s, 1)
	ctx := t.Context()
	tally := func(a, b string, mutual bool, n, mentions int) store.Tally {
		return store.Tally{DayCount: store.DayCount{Actor: a, Recipient: b, Mutual: mutual, Day: "2031-03-01", Event: "CONSULT", Quad: 1, Count: n, Plover: 2 * float64(n)}, Mentions: mentions, MentionPlover: 2 * float64(mentions)}
	}
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "x", From: 0, To: 1, Coder: coder.Key, Counts: []store.Tally{
		tally("HAL", "TOR", false, 1, 1), tally("HAL", "TOR", false, 0, 1), tally("HAL", "TOR", true, 1, 3), tally("TOR", "HAL", false, 1, 1), tally("MER", "HAL", false, 1, 1),
	}}))
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "x", From: 1, To: 2, Coder: coder.Key, Counts: []store.Tally{tally("HAL", "TOR", false, 1, 1), tally("MER", "HAL", false, -1, -1)}}))
	for name, x := range map[string]struct {
		q    store.DayQuery
		want string
	}{
		"pair":     {store.DayQuery{Actor: "HAL", Recipient: "TOR"}, "HAL>TOR 2 4; HAL=TOR 1 2"},
		"turned":   {store.DayQuery{Actor: "TOR", Recipient: "HAL"}, "HAL=TOR 1 2; TOR>HAL 1 2"},
		"mentions": {store.DayQuery{Actor: "HAL", Recipient: "TOR", Mentions: true}, "HAL>TOR 3 6; HAL=TOR 3 6"},
		"actor":    {store.DayQuery{Actor: "TOR"}, "HAL=TOR 1 2; TOR>HAL 1 2"},
		"receiver": {store.DayQuery{Recipient: "TOR"}, "HAL>TOR 2 4; HAL=TOR 1 2"},
		"all":      {store.DayQuery{}, "HAL>TOR 2 4; HAL=TOR 1 2; TOR>HAL 1 2"},
		"later":    {store.DayQuery{From: "2031-03-02"}, ""},
	} {
		list, err := s.Days(ctx, x.q)
		must(t, err)
		var got []string
		for _, d := range list {
			sign := ">"
			if d.Mutual {
				sign = "="
			}
			got = append(got, fmt.Sprintf("%s%s%s %d %g", d.Actor, sign, d.Recipient, d.Count, d.Plover))
		}
		if g := strings.Join(got, "; "); g != x.want {
			t.Errorf("%s: %s, want %s", name, g, x.want)
		}
	}
	v, err := s.Volume(ctx, "", "", "")
	must(t, err)
	if len(v) != 1 || v[0].Dispatches != 1 || v[0].Events != 4 {
		t.Errorf("volume %+v", v)
	}
}

func stories(t *testing.T, s store.Store) {
	ids := filled(t, s, 3)
	ctx := t.Context()
	m := func(i int, story string, own bool) store.Membership {
		return store.Membership{Member: ids[i], Group: story, Why: "words", Score: 0.5, Independent: own, Day: at(i + 1).Format(time.DateOnly), Title: "T"}
	}
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "x", From: 0, To: 1, Coder: coder.Key, Stories: []store.Membership{m(1, "s1", true), m(0, "s1", false), m(2, "s2", true)},
		Copies: []store.Copy{{Dispatch: ids[1], Of: ids[0], Why: "the same words"}}}))
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "x", From: 1, To: 2, Coder: coder.Key, Stories: []store.Membership{m(1, "s2", true)}}))
	list, err := s.Stories(ctx, "", "", 10)
	must(t, err)
	if got := fmt.Sprint(list); got != "[{s2 T 2031-03-03 2031-03-03 1 1} {s1 T 2031-03-01 2031-03-02 2 1}]" {
		t.Errorf("stories %s", got)
	}
	members, err := s.Story(ctx, "s1")
	must(t, err)
	if len(members) != 2 || members[0].ID != ids[0] || members[1].CopyOf != ids[0] {
		t.Errorf("members %+v", members)
	}
	reasons, err := s.StoryReasons(ctx, "s1")
	must(t, err)
	if len(reasons) != 2 || reasons[1].Member != ids[1] || reasons[1].Why != "words" || reasons[1].Score != 0.5 || !reasons[1].Independent || reasons[0].Independent {
		t.Errorf("reasons %+v", reasons)
	}
	page, err := s.Events(ctx, store.Filter{Story: "s1"})
	must(t, err)
	if len(page.Events) != 4 {
		t.Errorf("%d events of the story, want 4", len(page.Events))
	}
}

func alike(t *testing.T, s store.Store) {
	ids := filled(t, s, 2)
	must(t, s.Apply(t.Context(), store.Conclusions{Consumer: "x", To: 1, Coder: coder.Key, Signatures: []store.Signed{
		{Dispatch: ids[0], Seq: 1, Bands: []uint64{1, 1 << 63, 7}, Sketch: []byte{1, 0, 255}}, {Dispatch: ids[1], Seq: 2, Bands: []uint64{2, 8}, Sketch: []byte{2}},
	}}))
	ctx := t.Context()
	found, err := s.Alike(ctx, []uint64{5, 1 << 63, 2}, 10)
	must(t, err)
	if len(found) != 2 || !slices.Equal(found[1<<63], []int64{1}) || !slices.Equal(found[2], []int64{2}) {
		t.Errorf("alike %v", found)
	}
	list, err := s.Signed(ctx, []int64{1, 9})
	must(t, err)
	if len(list) != 1 || list[0].Dispatch != ids[0] || !slices.Equal(list[0].Sketch, []byte{1, 0, 255}) || list[0].Publisher != "Tornia Post" || list[0].Seq != 1 {
		t.Errorf("signed %+v", list)
	}
	must(t, s.Apply(ctx, store.Conclusions{Consumer: "x", From: 1, To: 2, Coder: coder.Key, Signatures: []store.Signed{
		{Dispatch: ids[1], Seq: 2, Bands: []uint64{7}, Sketch: []byte{2}}, {Dispatch: ids[0], Seq: 3, Bands: []uint64{7}, Sketch: []byte{2}},
	}}))
	if found, err = s.Alike(ctx, []uint64{7}, 2); err != nil || !slices.Equal(found[7], []int64{1, 2}) {
		t.Errorf("the first two: %v, %v", found, err)
	}
	if none, err := s.Alike(ctx, nil, 10); err != nil || len(none) != 0 {
		t.Errorf("no bands: %v, %v", none, err)
	}
	if none, err := s.Signed(ctx, nil); err != nil || len(none) != 0 {
		t.Errorf("no numbers: %v, %v", none, err)
	}
}

func corrections(t *testing.T, s store.Store) {
	ids := filled(t, s, 1)
	ctx := t.Context()
	c := store.Correction{Dispatch: ids[0], Event: "e01a", Kind: "slot", Slot: "event", Value: `"AID"`, Key: "k", Author: "ana", Reason: "it was aid", At: at(2)}
	made, err := s.Correct(ctx, c)
	must(t, err)
	c.Number = made.Number
	list, err := s.Corrections(ctx, ids[0])
	must(t, err)
	all, err := s.Corrections(ctx, "")
	must(t, err)
	none, err := s.Corrections(ctx, "other")
	must(t, err)
	if len(list) != 1 || len(all) != 1 || len(none) != 0 || fmt.Sprint(list[0]) != fmt.Sprint(c) {
		t.Errorf("corrections %+v, want %+v", list, c)
	}
	for _, bad := range []store.Correction{{Dispatch: "x", Kind: "guess", Author: "ana"}, {Dispatch: "x", Kind: "accept"}, {Kind: "accept", Author: "ana"}} {
		if _, err := s.Correct(ctx, bad); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func notes(t *testing.T, s store.Store) {
	n := store.SourceNote{Source: "https://feed.example/", At: at(1), Items: 20, New: 3, Error: "", ETag: `"x"`, Modified: "y"}
	must(t, s.Note(t.Context(), n))
	n.New = 4
	must(t, s.Note(t.Context(), n))
	list, err := s.Notes(t.Context(), at(1))
	must(t, err)
	later, err := s.Notes(t.Context(), at(2))
	must(t, err)
	if len(list) != 1 || len(later) != 0 || fmt.Sprint(list[0]) != fmt.Sprint(n) {
		t.Errorf("notes %+v", list)
	}
}

func coders(t *testing.T, s store.Store) {
	filled(t, s, 1)
	ctx := t.Context()
	newer := store.NewCoder("2", "m", "l", "o")
	must(t, s.UseCoder(ctx, newer))
	must(t, s.UseCoder(ctx, newer))
	page, err := s.Events(ctx, store.Filter{})
	must(t, err)
	old, err := s.Events(ctx, store.Filter{Coder: coder.Key})
	must(t, err)
	if len(page.Events) != 0 || len(old.Events) != 2 {
		t.Errorf("%d events of the new coder, %d of the old", len(page.Events), len(old.Events))
	}
	must(t, s.UseCoder(ctx, coder))
	list, err := s.Coders(ctx)
	must(t, err)
	if len(list) != 2 || list[0] != coder || list[1] != newer {
		t.Errorf("coders %+v", list)
	}
}

func strange(t *testing.T, s store.Store) {
	d := dispatch(1)
	d.Title = "'; DROP TABLE dispatches; -- “quoted” \u202e 漢字"
	d.Text = strings.Repeat("é🙂", 50_000) + "\u2028 end"
	d.Published = time.Time{}
	id := put(t, s, d).ID
	got, err := s.Dispatch(t.Context(), id)
	must(t, err)
	if got.Title != d.Title || got.Text != d.Text || !got.Published.IsZero() {
		t.Error("strange text came back changed")
	}
	// What no engine keeps becomes spaces, and offsets hold.
	d.Title, d.Text, d.Publisher = "a\x00b", "Halvia\xff spoke\x00; é\xc3.", "\x00"
	p := put(t, s, d)
	if got, err = s.Dispatch(t.Context(), p.ID); err != nil || !p.New || p.ID != store.ID(&d) || got.Title != "a b" || got.Text != "Halvia  spoke ; é ." || got.Publisher != " " {
		t.Errorf("zero bytes and broken UTF-8 came back as %q, %q, %q: %v", got.Title, got.Text, got.Publisher, err)
	}
	if put(t, s, d).New {
		t.Error("zero bytes are new each time")
	}
}

func unknown(t *testing.T, s store.Store) {
	ctx := context.Background()
	if _, err := s.Dispatch(ctx, "x"); !errors.Is(err, casus.ErrNotFound) {
		t.Errorf("unknown dispatch: %v", err)
	}
	if _, err := s.Events(ctx, store.Filter{}); !errors.Is(err, casus.ErrNotFound) {
		t.Errorf("events before anything is coded: %v", err)
	}
	filled(t, s, 1)
	if _, err := s.Event(ctx, "", "x"); !errors.Is(err, casus.ErrNotFound) {
		t.Errorf("unknown event: %v", err)
	}
	if _, err := s.Findings(ctx, "", "x"); !errors.Is(err, casus.ErrNotFound) {
		t.Errorf("unknown coding: %v", err)
	}
}
