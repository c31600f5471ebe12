package sqlite_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"casus/store"
	"casus/store/sqlite"
	"casus/store/storetest"
)

// BenchmarkQuestions puts the questions of the desk to a large record. CASUS_BENCH_EVENTS
// is its size, 50,000 if not given; CASUS_BENCH_STORE a file to make it in, or to find
// it in from the last time.
func BenchmarkQuestions(b *testing.B) {
	events := 50_000
	if n, err := strconv.Atoi(os.Getenv("CASUS_BENCH_EVENTS")); err == nil {
		events = n
	}
	file := os.Getenv("CASUS_BENCH_STORE")
	if file == "" {
		file = filepath.Join(b.TempDir(), "big.db")
	}
	_, missing := os.Stat(file)
	s, err := sqlite.Open(b.Context(), file)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if missing != nil {
		told := func(done int) {
			if done%20_000 == 0 {
				b.Logf("%d dispatches", done)
			}
		}
		if err := storetest.Fill(b.Context(), s, events/5, 5, told); err != nil {
			b.Fatal(err)
		}
	}
	day, err := s.Days(b.Context(), store.DayQuery{From: "2020-01-01", To: "2020-01-01"})
	if err != nil || len(day) == 0 {
		b.Fatal("nothing on the day", err)
	}
	often, seldom := day[0], day[len(day)/2]
	ask := func(name string, question func() (int, error)) {
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				if n, err = question(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n), "rows")
		})
	}
	page := func(f store.Filter) func() (int, error) {
		return func() (int, error) {
			p, err := s.Events(b.Context(), f)
			return len(p.Events), err
		}
	}
	ask("dyad series of ten years", func() (int, error) {
		d, err := s.Days(b.Context(), store.DayQuery{Actor: often.Actor, Recipient: often.Recipient})
		return len(d), err
	})
	ask("actor series of ten years", func() (int, error) {
		d, err := s.Days(b.Context(), store.DayQuery{Actor: seldom.Actor})
		return len(d), err
	})
	ask("newest", page(store.Filter{}))
	ask("actor", page(store.Filter{Actor: []string{seldom.Actor}}))
	ask("dyad", page(store.Filter{Dyad: [2]string{often.Actor, often.Recipient}, Mutual: true}))
	ask("rare dyad", page(store.Filter{Dyad: [2]string{seldom.Recipient, "ZZZ"}}))
	ask("event", page(store.Filter{Event: []string{"THREATEN"}}))
	ask("actor and event", page(store.Filter{Actor: []string{often.Actor}, Event: []string{"AID"}, Once: true}))
	ask("place and claim", page(store.Filter{Place: seldom.Actor, Claimed: 1}))
	ask("publisher in a year", page(store.Filter{Publisher: "Outlet 7", From: "2019-01-01", To: "2019-12-31"}))
	ask("unsure", page(store.Filter{Unsure: true}))
	ask("actor and a rare word", page(store.Filter{Actor: []string{often.Actor}, Words: storetest.Word(30_000)}))
	ask("event and a common word", page(store.Filter{Event: []string{"AID"}, Words: storetest.Word(0)}))
	ask("facet by event", func() (int, error) { f, err := s.Facets(b.Context(), store.Filter{}, "event", 20); return len(f), err })
	ask("facet by actor of an event", func() (int, error) {
		f, err := s.Facets(b.Context(), store.Filter{Event: []string{"AID"}}, "actor", 20)
		return len(f), err
	})
	ask("search", func() (int, error) {
		f, err := s.Search(b.Context(), storetest.Word(3)+" "+storetest.Word(900), 0, 20)
		return len(f), err
	})
	ask("search of a common word", func() (int, error) { f, err := s.Search(b.Context(), storetest.Word(0), 0, 20); return len(f), err })
	ask("stories", func() (int, error) { f, err := s.Stories(b.Context(), "", "", 20); return len(f), err })
}
