package watch

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"casus"
	"casus/ingest/fetch"
	"casus/store"
)

// lasting says whether an error of a page will be the same tomorrow: nothing is
// gained by fetching it again.
func lasting(err error) bool {
	return errors.Is(err, casus.ErrInvalid) || errors.Is(err, casus.ErrNotFound) || errors.Is(err, fetch.ErrRobots) || forbidden(err)
}

func forbidden(err error) bool {
	var status *fetch.StatusError
	return errors.As(err, &status) && status.Code >= 400 && status.Code < 500 && status.Code != 429 && status.Code != 408
}

// Gap is what a source brought on a day, and should have brought.
type Gap struct {
	Source, Name, Day string
	// Visits were made, Failed of them in vain; Error is the last reason.
	Visits, Failed int
	Error          string
	// Items is the most that one visit was offered, New how many were new.
	Items, New int
	// Expected is what was expected of the day, 0 for unknown.
	Expected float64
}

// Silent says that the day is a gap: nobody went there, every visit failed, or it
// brought less than half of what was expected.
func (g *Gap) Silent() bool {
	return g.Visits == 0 || g.Failed == g.Visits || g.Expected > 0 && float64(g.New) < g.Expected/2
}

// Gaps are the days of sources from one day to another, by source and day; every day
// of every feed, and of sources that are noted and in no list. Days are those of UTC.
func Gaps(feeds []Feed, notes []store.SourceNote, from, to time.Time) []Gap {
	type key struct{ source, day string }
	at := map[key]*Gap{}
	expect, name := map[string]float64{}, map[string]string{}
	var sources []string
	for _, f := range feeds {
		expect[f.URL], name[f.URL] = f.Expect, f.Name
		sources = append(sources, f.URL)
	}
	for _, n := range notes {
		if !slices.Contains(sources, n.Source) {
			sources = append(sources, n.Source)
		}
		k := key{n.Source, n.At.UTC().Format(time.DateOnly)}
		g := at[k]
		if g == nil {
			g = &Gap{}
			at[k] = g
		}
		g.Visits++
		g.New += n.New
		g.Items = max(g.Items, n.Items)
		if n.Error != "" {
			g.Failed++
			g.Error = n.Error
		}
	}
	slices.Sort(sources)
	var out []Gap
	for _, s := range sources {
		for day := from.UTC().Truncate(24 * time.Hour); !day.After(to); day = day.AddDate(0, 0, 1) {
			g := Gap{}
			d := day.Format(time.DateOnly)
			if x := at[key{s, d}]; x != nil {
				g = *x
			}
			g.Source, g.Name, g.Day, g.Expected = s, cmp.Or(name[s], s), d, expect[s]
			out = append(out, g)
		}
	}
	return out
}
