package desk

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"casus/series"
	"casus/store"
)

func TestSumPairs(t *testing.T) {
	p := sumPairs([]store.DayCount{
		{Actor: "A", Recipient: "B", Day: "2031-01-01", Event: "AID", Quad: 2, Count: 2, Plover: 10},
		{Actor: "A", Recipient: "B", Mutual: true, Day: "2031-01-01", Event: "CONSULT", Quad: 1, Count: 1, Plover: 1},
		{Actor: "B", Recipient: "A", Day: "2031-01-02", Event: "ACCUSE", Quad: 3, Count: 1, Plover: -4},
		{Actor: "C", Recipient: "", Day: "2031-01-02", Event: "PROTEST", Quad: 4, Count: 5, Plover: -20},
	})
	if ab, ba := p.between("A", "B"), p.between("B", "A"); ab.Count != 3 || ab.Quads != [5]int{0, 1, 2, 0, 0} || ba.Count != 2 || ba.Score() != -1.5 {
		t.Errorf("A to B %+v, B to A %+v", ab, ba)
	}
	if e := p.undirected(); len(e) != 1 || e[0].There != 3 || e[0].Back != 2 || e[0].Href != "/dyads/A-B" {
		t.Errorf("edges %+v", e)
	}
	if a := p.Actors; len(a) != 3 || a[0].Key != "C" || a[1].Key != "A" || a[1].Acts != 3 || a[1].Acted != 1 || a[2].Acts != 2 || a[2].Acted != 2 {
		t.Errorf("actors %+v", a)
	}
	if len(p.Days) != 2 || p.Days[1].Count != 6 || p.Days[1].Plover != -24 {
		t.Errorf("days %+v", p.Days)
	}
}

func TestHeld(t *testing.T) {
	var h held[int]
	now := time.Unix(0, 0)
	n := 0
	one := func(context.Context) (int, error) { n++; return n, nil }
	for range 3 {
		if v, late, err := h.get(now, "k", one); v != 1 || late || err != nil {
			t.Errorf("%d %v %v, want what was made first", v, late, err)
		}
	}
	// Long after, the old value stands until the new one is there.
	gate := make(chan struct{})
	slow := func(context.Context) (int, error) { <-gate; return 7, nil }
	later := now.Add(time.Hour)
	if v, late, err := h.get(later, "k", slow); v != 1 || late || err != nil {
		t.Errorf("%d %v %v while the new one is being made", v, late, err)
	}
	if _, late, _ := h.get(later, "other", slow); !late {
		t.Error("what was never made is late")
	}
	close(gate)
	for range 100 {
		if v, _, _ := h.get(later, "k", slow); v == 7 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if v, late, err := h.get(later, "k", slow); v != 7 || late || err != nil {
		t.Errorf("%d %v %v, want the new one", v, late, err)
	}
	bad := errors.New("bad")
	if _, _, err := h.get(later, "e", func(context.Context) (int, error) { return 0, bad }); !errors.Is(err, bad) {
		t.Errorf("%v", err)
	}
	if v, _, err := h.get(later, "e", one); err != nil || v != 2 {
		t.Errorf("%d %v: an error is not kept", v, err)
	}
}

func TestPeriods(t *testing.T) {
	for _, x := range []struct {
		from, to string
		want     series.Period
	}{{"2031-01-01", "2031-02-01", series.Day}, {"2031-01-01", "2031-09-01", series.Week}, {"2031-01-01", "2039-09-01", series.Month}} {
		if got := periodFor(x.from, x.to); got != x.want {
			t.Errorf("%s to %s: %s", x.from, x.to, got)
		}
	}
	for in, want := range map[string][2]string{"2031": {"2031-01-01", "2031-12-31"}, "2031-02": {"2031-02-01", "2031-02-28"}, "2031-02-03": {"2031-02-03", "2031-02-03"}, "": {"", ""}} {
		if a, b := wholeDay(in, false), wholeDay(in, true); a != want[0] || b != want[1] {
			t.Errorf("%q: %s %s", in, a, b)
		}
	}
	a := []series.Point{{Events: map[string]int{"AID": 1}}, {Events: map[string]int{"AID": 2}}}
	b := []series.Point{{Events: map[string]int{"ASSAULT": 4}}}
	if got := moved(a, b); !slices.Equal(got, []string{"ASSAULT 0 → 4", "AID 1.5 → 0"}) {
		t.Errorf("%q", got)
	}
}
