package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"casus"
	"casus/store"
)

// Fill makes a large record for measurements: dispatches of an invented wire over ten
// years from 2015, each with a few events between invented states, a few of which have
// most of the news, as in life. The same numbers make the same record.
func Fill(ctx context.Context, s store.Store, dispatches, eventsEach int, told func(done int)) error {
	if err := s.UseCoder(ctx, coder); err != nil {
		return err
	}
	w := &world{r: rand.New(rand.NewPCG(7, 7)), each: eventsEach}
	w.actors = rand.NewZipf(w.r, 1.3, 3, 180)
	w.words = rand.NewZipf(w.r, 1.1, 20, 40_000)
	for done := 0; done < dispatches; {
		n := min(1000, dispatches-done)
		batch := make([]store.Dispatch, n)
		coded := make([]store.Coding, n)
		c := store.Conclusions{Consumer: "filled", From: int64(done), To: int64(done + n), Coder: coder.Key}
		var stories []store.Membership
		for i := range batch {
			batch[i] = w.dispatch(done+i, dispatches)
			id := store.ID(&batch[i])
			coded[i] = store.Coding{Dispatch: id, Coder: coder.Key}
			for k := range w.each {
				e := w.event(id, k, batch[i].Published)
				coded[i].Events = append(coded[i].Events, e)
				c.Occurrences = append(c.Occurrences, store.Membership{Member: e.ID, Group: e.ID, Why: "told first here", First: true, Independent: true})
				c.Counts = append(c.Counts, store.Tally{DayCount: store.DayCount{Actor: e.Parties[0].Key, Recipient: e.Parties[1].Key, Day: e.Day, Event: e.Event, Quad: e.Quad,
					Count: 1, Plover: e.Plover, Goldstein: e.Goldstein}, Mentions: 1, MentionPlover: e.Plover, MentionGoldstein: e.Goldstein})
			}
			first := (done + i) / 3 * 3
			if first == done+i || len(stories) == 0 {
				first = done + i
				stories = append(stories, store.Membership{Member: id, Group: id, Why: "first", First: true, Independent: true, Day: day(batch[i].Published), Title: batch[i].Title})
			} else {
				stories = append(stories, store.Membership{Member: id, Group: stories[len(stories)-1].Group, Why: "words in common", Score: 0.5, Independent: i%2 == 0, Day: day(batch[i].Published)})
			}
		}
		c.Stories = stories
		if _, err := s.Put(ctx, batch); err != nil {
			return err
		}
		if err := s.Record(ctx, coded); err != nil {
			return err
		}
		if err := s.Apply(ctx, c); err != nil {
			return err
		}
		done += n
		told(done)
	}
	return nil
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

// world is what a filled record is made of.
type world struct {
	r             *rand.Rand
	actors, words *rand.Zipf
	each          int
}

var kinds = [...]struct {
	event  string
	quad   int
	plover float64
}{
	{"CONSULT", 1, 1}, {"AGREE", 1, 5}, {"AID", 2, 7}, {"REQUEST", 3, -1}, {"ACCUSE", 3, -2}, {"REJECT", 3, -4}, {"THREATEN", 3, -5}, {"SANCTION", 4, -6}, {"ASSAULT", 4, -10}, {"SUPPORT", 1, 3},
}

// Word is word n of an invented language; the lower its number the more often it is used.
func Word(n uint64) string {
	const cons, vow = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for range 2 + n%2 {
		b.WriteByte(cons[n%14])
		b.WriteByte(vow[n/14%5])
		n = n/70 + 11
	}
	b.WriteByte(cons[n%14])
	return b.String()
}

func (w *world) actor() string {
	n := w.actors.Uint64()
	return string([]byte{byte('A' + n%26), byte('A' + n/26%26), byte('A' + n*7%26)})
}

func (w *world) dispatch(n, of int) store.Dispatch {
	at := time.Date(2015, 1, 1, 6, 0, 0, 0, time.UTC).Add(time.Duration(float64(n) / float64(of) * 10 * 365.25 * 24 * float64(time.Hour)))
	var b strings.Builder
	for i := range 70 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(Word(w.words.Uint64()))
	}
	return store.Dispatch{
		Dispatch: casus.Dispatch{URL: fmt.Sprintf("https://wire.example/%d", n), Publisher: fmt.Sprintf("Outlet %d", n%40), Published: at,
			Title: "News of " + w.actor() + " " + Word(w.words.Uint64()), Text: b.String() + ".", Licence: "CC0-1.0"},
		Name: fmt.Sprint(n), Source: "wire", Language: "en", Received: at,
	}
}

func (w *world) event(dispatch string, n int, at time.Time) store.Event {
	k := kinds[w.r.IntN(len(kinds))]
	a, b := w.actor(), w.actor()
	for a == b {
		b = w.actor()
	}
	e := store.Event{
		ID: fmt.Sprintf("%s-%d", dispatch, n), Dispatch: dispatch, Coder: coder.Key, Sentence: n, Event: k.event, Quad: k.quad, Plover: k.plover, Goldstein: k.plover,
		Day: day(at), Counted: true, Confidence: float64(w.r.IntN(1000)) / 1000, Reading: k.event, Trigger: Word(w.words.Uint64()), Place: w.actor(),
		Parties: []store.Party{{Side: store.Actor, Key: a, Country: a, Code: a, Name: a}, {Side: store.Recipient, Key: b, Country: b, Code: b, Name: b}},
	}
	if w.r.IntN(4) == 0 {
		e.Claimant = a
	}
	e.JSON, _ = json.Marshal(map[string]any{"id": e.ID, "event": e.Event, "quad_class": e.Quad, "trigger": e.Trigger,
		"actors": []map[string]string{{"code": a}}, "recipients": []map[string]string{{"code": b}}})
	return e
}
