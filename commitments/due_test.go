package commitments

import "testing"

func TestLater(t *testing.T) {
	for _, x := range []struct{ from, duration, want string }{
		{"2024-06-21", "PT48H", "2024-06-23"}, {"2024-06-21", "PT5H", "2024-06-22"}, {"2024-06-21", "P10D", "2024-07-01"},
		{"2024-06-21", "P2W", "2024-07-05"}, {"2024-06-21", "P3M", "2024-09-21"}, {"2024-06-21", "P1Y", "2025-06-21"},
		{"2024-06-21", "PT5M", ""}, {"2024-06-21", "PX", ""}, {"2024-06", "P1D", ""}, {"2024-06-21", "P", ""}, {"2024-06-21", "PT", ""},
		{"2024-06-21", "P99999999D", ""},
	} {
		if got := later(x.from, x.duration); got != x.want {
			t.Errorf("later(%q, %q) = %q, want %q", x.from, x.duration, got, x.want)
		}
	}
}
