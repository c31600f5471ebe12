package record

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"casus/store"
)

// Agreement is how far two people who judged the same events agree.
type Agreement struct {
	A, B string
	// Events that both judged, Agreed those on which they say the same.
	Events, Agreed int
	// Kappa is Cohen's (1960), Alpha Krippendorff's for nominal data (2004); both are
	// 1 for full agreement and 0 for what chance gives. They are NaN for no events.
	Kappa, Alpha float64
}

// Agreements compares each two authors on the events that both have judged: accepted,
// rejected, or mended in the event.
func Agreements(ctx context.Context, s store.Store) ([]Agreement, error) {
	all, err := s.Corrections(ctx, "")
	if err != nil {
		return nil, err
	}
	said := map[string]map[string]string{} // author -> event -> verdict
	undone := map[string]bool{}
	for _, c := range all {
		if c.Kind == "undo" {
			undone[c.Value] = true
		}
	}
	for _, c := range all {
		if undone[formatNumber(c.Number)] {
			continue
		}
		verdict := ""
		switch {
		case c.Kind == "accept" || c.Kind == "reject":
			verdict = c.Kind
		case c.Kind == "slot" && c.Slot == "event":
			verdict = c.Value
		default:
			continue
		}
		if said[c.Author] == nil {
			said[c.Author] = map[string]string{}
		}
		said[c.Author][c.Dispatch+"\x00"+cmp.Or(c.Key, c.Event)] = verdict
	}
	var authors []string
	for a := range said {
		authors = append(authors, a)
	}
	slices.Sort(authors)
	var out []Agreement
	for i, a := range authors {
		for _, b := range authors[i+1:] {
			var x, y []string
			for e, v := range said[a] {
				if u, ok := said[b][e]; ok {
					x, y = append(x, v), append(y, u)
				}
			}
			if len(x) > 0 {
				out = append(out, agreement(a, b, x, y))
			}
		}
	}
	return out, nil
}

// agreement of two lists of verdicts on the same things.
func agreement(a, b string, x, y []string) Agreement {
	n := float64(len(x))
	px, py, both := map[string]float64{}, map[string]float64{}, map[string]float64{}
	agreed := 0
	for i := range x {
		px[x[i]]++
		py[y[i]]++
		both[x[i]]++
		both[y[i]]++
		if x[i] == y[i] {
			agreed++
		}
	}
	observed := float64(agreed) / n
	chance, pairs := 0.0, 0.0
	for _, v := range slices.Sorted(maps.Keys(both)) {
		chance += px[v] / n * py[v] / n
		pairs += both[v] * (both[v] - 1)
	}
	out := Agreement{A: a, B: b, Events: len(x), Agreed: agreed, Kappa: 1, Alpha: 1}
	if chance < 1 {
		out.Kappa = (observed - chance) / (1 - chance)
	}
	// Krippendorff: 1 - Do/De, with De from the values of both together.
	if expected := 1 - pairs/(2*n*(2*n-1)); expected > 0 {
		out.Alpha = 1 - (1-observed)/expected
	}
	return out
}
