package coding

import (
	"testing"
	"time"

	"casus"
)

func TestDateFrom(t *testing.T) {
	for _, c := range []struct {
		value string
		want  casus.Date
	}{
		{"2031-03-08", casus.Date{Value: "2031-03-08", Granularity: "day"}},
		{"2031-03-08T14:00", casus.Date{Value: "2031-03-08", Granularity: "day"}},
		{"2031-03", casus.Date{Value: "2031-03", Granularity: "month"}},
		{"2031-Q2", casus.Date{Value: "2031-Q2", Granularity: "quarter"}},
		{"2031-SU", casus.Date{Value: "2031-SU", Granularity: "season"}},
		{"2031", casus.Date{Value: "2031", Granularity: "year"}},
		{"2026-W01", casus.Date{Value: "2025-12-29", End: "2026-01-04", Granularity: "week"}},
		{"2024-W25-WE", casus.Date{Value: "2024-06-17", End: "2024-06-23", Granularity: "week"}},
		{"P28Y", casus.Date{}},
		{"PRESENT_REF", casus.Date{}},
		{"", casus.Date{}},
	} {
		if got := dateFrom(c.value); got != c.want {
			t.Errorf("%q: got %+v, want %+v", c.value, got, c.want)
		}
	}
}

func TestAge(t *testing.T) {
	day := time.Date(2031, 3, 8, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		value string
		days  int
		known bool
	}{
		{"2031-03-01", 7, true}, {"2031-02", 20, true}, {"2030-12", 82, true}, {"2030", 250, true}, {"1996", 12668, true},
		{"2031", 0, true}, {"", 0, false}, {"2031-XX-01", 0, false},
	} {
		if days, known := age(casus.Date{Value: c.value}, day); days != c.days || known != c.known {
			t.Errorf("%q: got %d %v, want %d %v", c.value, days, known, c.days, c.known)
		}
	}
}
