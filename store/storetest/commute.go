package storetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"casus/store"
)

// commute adds the same to the counts of days in another order and other portions: the
// counts are the same, whoever was first.
func commute(t *testing.T, s store.Store) {
	r := rand.New(rand.NewPCG(3, 14))
	all := make([]store.Tally, 200)
	for i := range all {
		n, m := r.IntN(4)-1, r.IntN(4)-1
		k := r.IntN(len(sameKinds))
		all[i] = store.Tally{DayCount: store.DayCount{Actor: pick(r, sameStates[:4]), Recipient: pick(r, sameStates[:4]), Mutual: r.IntN(4) == 0, Day: at(1 + r.IntN(4)).Format(time.DateOnly),
			Event: sameKinds[k], Quad: k + 1, Count: n, Plover: 0.5 * float64(n), Goldstein: -0.25 * float64(n)}, Mentions: m, MentionPlover: 0.5 * float64(m), MentionGoldstein: 0.25 * float64(m)}
	}
	var days [3][2][]store.DayCount
	for i := range days {
		c := store.NewCoder(fmt.Sprint(i), "m", "l", "o")
		must(t, s.UseCoder(t.Context(), c))
		from := int64(0)
		for rest, portion := all, 1+40*i; len(rest) > 0; from++ {
			n := min(portion, len(rest))
			must(t, s.Apply(t.Context(), store.Conclusions{Consumer: fmt.Sprint("c", i), From: from, To: from + 1, Coder: c.Key, Counts: rest[:n]}))
			rest = rest[n:]
		}
		for k := range days[i] {
			list, err := s.Days(t.Context(), store.DayQuery{Coder: c.Key, Mentions: k == 1})
			must(t, err)
			days[i][k] = list
		}
		r.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
	}
	if len(days[0][0]) < 20 || !reflect.DeepEqual(days[0], days[1]) || !reflect.DeepEqual(days[0], days[2]) {
		t.Errorf("the order in which counts are added shows:\n%v\n%v\n%v", days[0], days[1], days[2])
	}
}
