package compare_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"casus"
	"casus/compare"
	"casus/export/layout"
	"casus/series"
	"casus/store"
)

func tables(t *testing.T) *layout.Tables {
	t.Helper()
	x, err := layout.Load()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func day(a, r, d, event string, quad, n int) store.DayCount {
	return store.DayCount{Actor: a, Recipient: r, Day: d, Event: event, Quad: quad, Count: n, Goldstein: -2 * float64(n), Plover: -3 * float64(n)}
}

func row(a, r, d, event string, quad int) *layout.Row {
	return &layout.Row{Source: layout.Side{Country: a}, Target: layout.Side{Country: r}, Day: d, Event: event, Quad: quad, Score: -2, Scored: true}
}

func result(t *testing.T, o compare.Options, days []store.DayCount, rows []*layout.Row) (*compare.Comparison, *compare.Result) {
	t.Helper()
	c, err := compare.New(tables(t), o)
	if err != nil {
		t.Fatal(err)
	}
	c.Ours(days)
	for _, r := range rows {
		c.Theirs(r)
	}
	res, err := c.Result(10)
	if err != nil {
		t.Fatal(err)
	}
	return c, res
}

func TestCompare(t *testing.T) {
	mutual := day("KOR", "RUS", "2024-03-05", "CONSULT", 1, 1)
	mutual.Mutual = true
	days := []store.DayCount{
		day("KOR", "RUS", "2024-01-05", "REQUEST", 3, 2), day("KOR", "RUS", "2024-02-05", "REQUEST", 3, 4), mutual,
		day("USA", "CHN", "2024-01-10", "ACCUSE", 3, 1), day("USA", "", "2024-01-10", "ACCUSE", 3, 9), day("USA", "USA", "2024-01-10", "PROTEST", 4, 9),
		day("USA", "CHN", "2023-12-31", "ACCUSE", 3, 7),
	}
	var rows []*layout.Row
	for i, n := range []int{4, 8, 2} {
		for range n {
			rows = append(rows, row("KOR", "RUS", fmt.Sprintf("2024-%02d-20", i+1), "REQUEST", 3))
		}
	}
	rows = append(rows, row("IRN", "ISR", "2024-01-01", "", 4), row("", "ISR", "2024-01-01", "", 4), row("IRN", "ISR", "", "", 4), row("USA", "USA", "2024-01-02", "", 4),
		row("RUS", "KOR", "2024-03-31", "CONSULT", 1))
	c, r := result(t, compare.Options{Period: series.Month, By: "all"}, days, rows)
	if c.Rows != 19 || c.Undated != 1 || c.Unpaired != 1 {
		t.Errorf("%+v", c)
	}
	// The time of both is from 1 January 2024 (the table's first day) to 5 March (the record's last).
	if r.From != "2024-01-01" || r.To != "2024-03-05" || r.Periods != 3 {
		t.Errorf("%s to %s, %d periods", r.From, r.To, r.Periods)
	}
	if r.Pairs != (compare.Overlap{Both: 1, Ours: 2, Theirs: 1}) || r.Cells != (compare.Overlap{Both: 2, Ours: 3, Theirs: 1}) {
		t.Errorf("pairs %+v, cells %+v", r.Pairs, r.Cells)
	}
	s := r.Series[0]
	if s.Key != (compare.Key{Source: "KOR", Target: "RUS"}) || s.Ours != 7 || s.Theirs != 12 || s.N != 3 || math.Abs(s.Pearson-0.9819805) > 1e-6 || s.Spearman != 1 {
		t.Errorf("%+v", s)
	}
	if math.Abs(r.Ratio-7./12) > 1e-9 || len(r.Disagreements) != 6 {
		t.Errorf("%v %+v", r.Ratio, r.Disagreements)
	}
	for _, d := range r.Disagreements {
		if d.Target == "ISR" && (d.Ours != 0 || d.Distance >= 0 || d.To != "2024-01-31") {
			t.Errorf("%+v", d)
		}
	}

	// By quad and event, and of scores.
	_, r = result(t, compare.Options{Period: series.Week, By: "event", From: "2024-01-01", To: "2024-03-31"}, days, rows)
	if i := slices.IndexFunc(r.Series, func(s compare.Series) bool { return s.Source == "RUS" }); i < 0 || r.Series[i].Class != "CONSULT" || r.Series[i].Ours != 1 || r.Series[i].Theirs != 1 {
		t.Errorf("%+v", r.Series)
	}
	_, r = result(t, compare.Options{Period: series.Month, By: "quad", Score: true, Plover: true, Parties: []string{"KOR"}, From: "2024-01-01", To: "2024-03-31"}, days, rows)
	days = append(days, day("KOR", "IGOUNO", "2024-01-05", "REQUEST", 3, 1))
	if _, r := result(t, compare.Options{Period: series.Month, By: "all", States: true}, days, rows); slices.ContainsFunc(r.Series, func(s compare.Series) bool { return s.Target == "IGOUNO" }) {
		t.Error("an organisation is compared")
	}
	if r.Series[0].Class != "verbal conflict" || r.Series[0].Ours != -18 || r.Series[0].Theirs != -28 || r.Pairs.Theirs != 0 {
		t.Errorf("%+v", r.Series[0])
	}
}

func TestNothingShared(t *testing.T) {
	c, err := compare.New(tables(t), compare.Options{Period: series.Month, By: "all"})
	if err != nil {
		t.Fatal(err)
	}
	c.Ours([]store.DayCount{day("KOR", "RUS", "2024-01-05", "REQUEST", 3, 2)})
	c.Theirs(row("KOR", "RUS", "2020-01-01", "", 1))
	if _, err := c.Result(1); !errors.Is(err, casus.ErrNotFound) || !strings.Contains(err.Error(), "share no time") {
		t.Error(err)
	}
	if _, err := compare.New(tables(t), compare.Options{By: "colour"}); !errors.Is(err, casus.ErrInvalid) {
		t.Error(err)
	}
}

// TestItself compares a series with itself and with noise.
func TestItself(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var days []store.DayCount
	var same, noise []*layout.Row
	for i := range 300 {
		d := fmt.Sprintf("2024-%02d-%02d", 1+i%12, 1+i%28)
		n := rnd.IntN(5)
		days = append(days, day("KOR", "RUS", d, "REQUEST", 3, n))
		for range n {
			same = append(same, row("KOR", "RUS", d, "REQUEST", 3))
		}
		for range rnd.IntN(5) {
			noise = append(noise, row("KOR", "RUS", d, "REQUEST", 3))
		}
	}
	_, r := result(t, compare.Options{Period: series.Week, By: "event"}, days, same)
	if r.Pooled.Pearson < 1-1e-9 || r.Pooled.Spearman < 1-1e-9 || r.Ratio != 1 || r.Disagreements[0].Distance != 0 {
		t.Errorf("with itself: %+v, ratio %v", r.Pooled, r.Ratio)
	}
	_, r = result(t, compare.Options{Period: series.Day, By: "all", From: "2024-01-01", To: "2024-12-31"}, days, noise)
	if r.Pooled.N != 366 || r.Pooled.Pearson > 0.9 {
		t.Errorf("with noise: %+v", r.Pooled)
	}
}
