package series

import (
	"cmp"
	"slices"

	"casus/store"
)

// Surprising is a pair whose last period has more events than was to be expected.
type Surprising struct {
	Actor, Recipient string
	// Kind is "cooperation" or "conflict", Quads its quad classes.
	Kind  string
	Quads []int
	// From and To are the days of the period, Count the events in it.
	From, To string
	Count    int
	// Surprise is that of the function of that name.
	Surprise float64
}

// Surprises compares the last period of each pair of actors with those before it, and
// lists those with a surprise of at least 1, the largest first. Days are counts in order
// of day; the bounds are the first and the last of them where they are "".
func Surprises(p Period, from, to string, days []store.DayCount) ([]Surprising, error) {
	from, to, ok := bounds(from, to, days)
	if !ok || len(days) == 0 {
		return nil, nil
	}
	type pair struct{ a, b string }
	of := map[pair][]store.DayCount{}
	for _, d := range days {
		if d.Actor == "" || d.Recipient == "" {
			continue
		}
		of[pair{d.Actor, d.Recipient}] = append(of[pair{d.Actor, d.Recipient}], d)
		if d.Mutual {
			of[pair{d.Recipient, d.Actor}] = append(of[pair{d.Recipient, d.Actor}], d)
		}
	}
	var out []Surprising
	for k, list := range of {
		points, err := Build(p, from, to, list, nil)
		if err != nil {
			return nil, err
		}
		out = appendSurprising(out, k.a, k.b, points)
	}
	slices.SortFunc(out, func(x, y Surprising) int {
		return cmp.Or(cmp.Compare(y.Surprise, x.Surprise), cmp.Compare(x.Actor, y.Actor), cmp.Compare(x.Recipient, y.Recipient), cmp.Compare(x.Kind, y.Kind))
	})
	return out, nil
}

func appendSurprising(out []Surprising, actor, recipient string, points []Point) []Surprising {
	counts := make([]int, len(points))
	last := len(points) - 1
	for _, x := range [...]struct {
		kind  string
		quads []int
	}{{"cooperation", []int{1, 2}}, {"conflict", []int{3, 4}}} {
		for i := range points {
			counts[i] = points[i].Quads[x.quads[0]] + points[i].Quads[x.quads[1]]
		}
		if v := Surprise(counts[:last], counts[last]); v >= 1 && counts[last] > 1 {
			out = append(out, Surprising{actor, recipient, x.kind, x.quads, points[last].From, points[last].To, counts[last], v})
		}
	}
	return out
}
