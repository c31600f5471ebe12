package series_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"casus"
	"casus/series"
	"casus/store"
)

func count(day, event string, quad, n int, score float64) store.DayCount {
	return store.DayCount{Actor: "HAL", Recipient: "TOR", Day: day, Event: event, Quad: quad, Count: n, Plover: score * float64(n), Goldstein: score}
}

func TestBuild(t *testing.T) {
	days := []store.DayCount{count("2031-01-31", "AID", 2, 2, 5), count("2031-02-03", "ASSAULT", 4, 1, -9), count("2031-04-30", "AID", 2, 1, 5)}
	volume := []store.DayVolume{{Day: "2031-01-02", Dispatches: 40, Events: 9}, {Day: "2031-02-03", Dispatches: 10, Events: 3}}
	for _, x := range []struct {
		p        series.Period
		from, to string
		want     string
	}{
		{series.Month, "2031-01-01", "2031-04-30", "2031-01-01 2 10; 2031-02-01 1 -9; 2031-03-01 0 0; 2031-04-01 1 5"},
		{series.Month, "", "", "2031-01-01 2 10; 2031-02-01 1 -9; 2031-03-01 0 0; 2031-04-01 1 5"},
		{series.Week, "2031-01-31", "2031-02-09", "2031-01-27 2 10; 2031-02-03 1 -9"},
		{series.Day, "2031-02-02", "2031-02-03", "2031-02-02 0 0; 2031-02-03 1 -9"},
		{series.Day, "2031-02-04", "2031-02-03", ""},
	} {
		points, err := series.Build(x.p, x.from, x.to, days, volume)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range points {
			got = append(got, fmt.Sprintf("%s %d %g", p.From, p.Count, p.Plover))
		}
		if g := strings.Join(got, "; "); g != x.want {
			t.Errorf("%s %s..%s: %s, want %s", x.p, x.from, x.to, g, x.want)
		}
	}
	points, _ := series.Build(series.Month, "", "", days, volume)
	if p := &points[0]; p.Rate() != 50 || p.Mean() != 5 || p.Quads[2] != 2 || p.Events["AID"] != 2 || p.All != 9 || points[1].Negative != -9 {
		t.Errorf("points %+v", points[:2])
	}
	if _, err := series.Build(series.Day, "soon", "later", nil, nil); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("no days: %v", err)
	}
	if _, err := series.Build(series.Day, "0001-01-01", "9999-01-01", nil, nil); !errors.Is(err, casus.ErrInvalid) {
		t.Errorf("ten thousand years of days: %v", err)
	}
}

func TestChanges(t *testing.T) {
	for _, x := range []struct {
		counts []int
		want   string
	}{
		{[]int{1, 2, 1, 0, 2, 1, 9, 11, 8, 10, 9}, "6"},
		{[]int{10, 9, 12, 8, 11, 1, 0, 1, 2, 0, 1, 12, 10, 9, 13}, "5 11"},
		{[]int{3, 2, 4, 3, 2, 3, 4, 2, 3}, ""},
		{[]int{0, 0, 0, 0, 0, 0}, ""},
		{[]int{1}, ""},
		{nil, ""},
	} {
		var got []string
		for _, c := range series.Changes(x.counts) {
			got = append(got, fmt.Sprint(c.At))
			if c.Probability < 0.5 || c.Probability > 1 || c.Before == c.After {
				t.Errorf("%v: %+v", x.counts, c)
			}
		}
		if g := strings.Join(got, " "); g != x.want {
			t.Errorf("%v: changes at %q, want %q", x.counts, g, x.want)
		}
	}
}

func TestSurprises(t *testing.T) {
	days := []store.DayCount{count("2031-01-03", "ASSAULT", 4, 1, -9), count("2031-03-01", "ASSAULT", 4, 6, -9), count("2031-03-02", "AID", 2, 1, 5)}
	list, err := series.Surprises(series.Month, "", "", days)
	if err != nil || len(list) != 1 || list[0].Kind != "conflict" || list[0].Count != 6 || list[0].From != "2031-03-01" || list[0].Surprise < 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err := series.Surprises(series.Week, "", "", nil); list != nil || err != nil {
		t.Errorf("of nothing: %+v, %v", list, err)
	}
}

func TestSurprise(t *testing.T) {
	quiet, busy := []int{0, 1, 0, 0, 1, 0}, []int{20, 22, 18, 25, 19}
	if a, b := series.Surprise(quiet, 8), series.Surprise(busy, 8); a < 2 || b > 0.1 {
		t.Errorf("eight after quiet %g, after a busy time %g", a, b)
	}
	if s := series.Surprise(quiet, 0); s != 0 {
		t.Errorf("nothing after little: %g", s)
	}
	last := 0.0
	for _, n := range []int{1, 2, 5, 10, 50, 500, 100_000} {
		s := series.Surprise(quiet, n)
		if s < last || s > 400 {
			t.Errorf("%d: %g after %g", n, s, last)
		}
		last = s
	}
}

func TestOneADay(t *testing.T) {
	days := []store.DayCount{{Actor: "KOR", Recipient: "RUS", Day: "2024-06-01", Event: "ACCUSE", Count: 3, Plover: -6, Goldstein: -9}, {Day: "2024-06-02", Count: 1, Plover: 2}, {Day: "2024-06-03"}}
	got := series.OneADay(days)
	if got[0].Count != 1 || got[0].Plover != -2 || got[0].Goldstein != -3 || got[1] != days[1] || got[2] != days[2] {
		t.Errorf("got %+v", got)
	}
	if days[0].Count != 3 {
		t.Error("what was given is changed")
	}
}
