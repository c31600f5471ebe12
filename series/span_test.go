package series_test

import (
	"errors"
	"testing"

	"casus"
	"casus/series"
)

func TestSplit(t *testing.T) {
	for _, x := range []struct {
		p           series.Period
		from, to    string
		n           int
		first, last series.Span
	}{
		{series.Month, "2024-01-15", "2024-03-01", 3, series.Span{From: "2024-01-01", To: "2024-01-31"}, series.Span{From: "2024-03-01", To: "2024-03-31"}},
		{series.Week, "2024-06-19", "2024-06-23", 1, series.Span{From: "2024-06-17", To: "2024-06-23"}, series.Span{From: "2024-06-17", To: "2024-06-23"}},
		{series.Day, "2024-02-28", "2024-03-01", 3, series.Span{From: "2024-02-28", To: "2024-02-28"}, series.Span{From: "2024-03-01", To: "2024-03-01"}},
	} {
		got, err := x.p.Split(x.from, x.to)
		if err != nil || len(got) != x.n || got[0] != x.first || got[len(got)-1] != x.last {
			t.Errorf("%v %v", got, err)
		}
		if series.Find(got, x.from) != 0 || series.Find(got, x.to) != x.n-1 || series.Find(got, "2023-12-31") != -1 || series.Find(got, "2025-01-01") != -1 {
			t.Errorf("days are not found in %v", got)
		}
	}
	for _, bad := range [][2]string{{"x", "2024-01-01"}, {"2024-01-01", ""}, {"0001-01-01", "9999-01-01"}} {
		if _, err := series.Day.Split(bad[0], bad[1]); !errors.Is(err, casus.ErrInvalid) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
