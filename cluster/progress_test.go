package cluster

import (
	"fmt"
	"testing"
	"time"
)

func TestRate(t *testing.T) {
	begin := time.Date(2031, 3, 1, 9, 0, 0, 0, time.UTC)
	all := tallies{}
	rate := func(after time.Duration) float64 { return all["a"].worked(begin.Add(after)).Rate }
	all.add("a", begin, 5, 0)
	if got := rate(0); got != 5 {
		t.Errorf("at the first answer: %v", got)
	}
	for i := 1; i < 120; i++ {
		all.add("a", begin.Add(time.Duration(i)*time.Second), 10, 1)
	}
	for _, x := range []struct {
		after time.Duration
		want  float64
	}{{119 * time.Second, 10}, {149 * time.Second, 5}, {178 * time.Second, 10. / 60}, {179 * time.Second, 0}, {time.Hour, 0}} {
		if got := rate(x.after); got != x.want {
			t.Errorf("after %v: %v, want %v", x.after, got, x.want)
		}
	}
	if w := all["a"].worked(begin.Add(time.Hour)); w.Done != 1195 || w.Failed != 119 || !w.Last.Equal(begin.Add(119*time.Second)) {
		t.Errorf("%+v", w)
	}
}

func TestManyWorkers(t *testing.T) {
	all := tallies{}
	for i := range maxWorkers + 10 {
		all.add(fmt.Sprint(i), time.Unix(int64(1000+i), 0), 1, 0)
	}
	if _, first := all["0"]; len(all) != maxWorkers || first {
		t.Errorf("%d workers; the first among them: %v", len(all), first)
	}
}
