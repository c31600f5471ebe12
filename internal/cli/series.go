package cli

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casus/series"
	"casus/store"
)

// runSeries is casus series.
func runSeries(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		q := store.DayQuery{Actor: in.str("actor"), Recipient: in.str("recipient"), From: in.str("from"), To: in.str("to"), Mentions: in.on("mentions")}
		days, err := s.Days(ctx, q)
		if err != nil {
			return err
		}
		volume, err := s.Volume(ctx, "", q.From, q.To)
		if err != nil {
			return err
		}
		points, err := series.Build(series.Period(in.str("period")), q.From, q.To, days, volume)
		if err != nil {
			return err
		}
		if len(points) == 0 {
			e.say("nothing is counted between %s and %s", cmp.Or(q.Actor, "anybody"), cmp.Or(q.Recipient, "anybody"))
			return nil
		}
		out := bufio.NewWriterSize(e.out, 1<<16)
		if err := writeSeries(out, in.str("format"), points, changesOf(points)); err != nil {
			return err
		}
		return out.Flush()
	})
}

// changesOf finds the points where the number of hostile events or that of the
// cooperative ones changed its level.
func changesOf(points []series.Point) map[int][]string {
	out := map[int][]string{}
	for _, x := range [...]struct {
		name string
		of   func(*series.Point) int
	}{
		{"cooperation", func(p *series.Point) int { return p.Quads[1] + p.Quads[2] }},
		{"conflict", func(p *series.Point) int { return p.Quads[3] + p.Quads[4] }},
	} {
		counts := make([]int, len(points))
		for i := range points {
			counts[i] = x.of(&points[i])
		}
		for _, c := range series.Changes(counts) {
			out[c.At] = append(out[c.At], fmt.Sprintf("%s from %.1f to %.1f (p %.2f)", x.name, c.Before, c.After, c.Probability))
		}
	}
	return out
}

var seriesColumns = []string{"from", "to", "count", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict",
	"plover_sum", "plover_mean", "goldstein_sum", "positive", "negative", "dispatches", "all_events", "per_thousand_dispatches", "change"}

func seriesRow(p *series.Point, changes []string) []string {
	n, f := strconv.Itoa, func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
	return []string{p.From, p.To, n(p.Count), n(p.Quads[1]), n(p.Quads[2]), n(p.Quads[3]), n(p.Quads[4]), f(p.Plover), f(p.Mean()), f(p.Goldstein),
		f(p.Positive), f(p.Negative), n(p.Dispatches), n(p.All), f(p.Rate()), strings.Join(changes, "; ")}
}

func writeSeries(out *bufio.Writer, format string, points []series.Point, changes map[int][]string) error {
	switch format {
	case "csv":
		w := csv.NewWriter(out)
		if err := w.Write(seriesColumns); err != nil {
			return err
		}
		for i := range points {
			if err := w.Write(seriesRow(&points[i], changes[i])); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	case "jsonl":
		enc := json.NewEncoder(out)
		for i := range points {
			row := map[string]any{"events": points[i].Events, "change": changes[i]}
			for k, v := range seriesRow(&points[i], nil) {
				if name := seriesColumns[k]; name != "change" {
					row[name] = v
					if k > 1 {
						row[name] = json.Number(v)
					}
				}
			}
			if err := enc.Encode(row); err != nil {
				return err
			}
		}
		return nil
	}
	fmt.Fprintf(out, "%-10s  %6s  %8s  %8s  %8s\n", "from", "events", "positive", "negative", "net")
	for i := range points {
		p := &points[i]
		line := fmt.Sprintf("%-10s  %6d  %8.1f  %8.1f  %8.1f  %s", p.From, p.Count, p.Positive, p.Negative, p.Plover, strings.Join(changes[i], "; "))
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
	return nil
}

// runSurprises is casus surprises.
func runSurprises(ctx context.Context, e *env, in *input) error {
	return withStore(ctx, in, func(s store.Store) error {
		list, err := surprises(ctx, s, series.Period(in.str("period")), in.str("from"), in.str("to"))
		if err != nil {
			return err
		}
		n := max(1, in.number("limit"))
		for _, x := range list[:min(n, len(list))] {
			fmt.Fprintf(e.out, "%s  %s > %s  %s: %d, surprise %.1f\n", x.from, x.actor, x.recipient, x.kind, x.count, x.surprise)
			page, err := s.Events(ctx, store.Filter{Dyad: [2]string{x.actor, x.recipient}, From: x.from, To: x.to, Quad: x.quads, Counted: true, Once: true, Limit: 3})
			if err != nil {
				return err
			}
			for i := range page.Events {
				fmt.Fprintf(e.out, "    %s  %s  %q\n", page.Events[i].Day, page.Events[i].Event, evidenceOf(&page.Events[i]))
			}
		}
		if len(list) == 0 {
			e.say("nothing in it is surprising")
		}
		return nil
	})
}

// evidenceOf is the clause that tells an event of the record.
func evidenceOf(x *store.Event) string {
	var body struct {
		Evidence struct {
			Text string `json:"text"`
		} `json:"evidence"`
	}
	_ = json.Unmarshal(x.JSON, &body) // written by the record
	return oneLine(body.Evidence.Text)
}

// surprising is a pair whose last period has more events than was to be expected.
type surprising struct {
	actor, recipient, kind, from, to string
	quads                            []int
	count                            int
	surprise                         float64
}

// surprises compares the last period of each pair with those before it.
func surprises(ctx context.Context, s store.Store, p series.Period, from, to string) ([]surprising, error) {
	days, err := s.Days(ctx, store.DayQuery{From: from, To: to})
	if err != nil || len(days) == 0 {
		return nil, err
	}
	if to == "" {
		to = days[len(days)-1].Day
	}
	if from == "" {
		from = days[0].Day
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
	var out []surprising
	for k, list := range of {
		points, err := series.Build(p, from, to, list, nil)
		if err != nil {
			return nil, err
		}
		for _, x := range [...]struct {
			kind  string
			quads []int
		}{{"cooperation", []int{1, 2}}, {"conflict", []int{3, 4}}} {
			counts := make([]int, len(points))
			for i := range points {
				counts[i] = points[i].Quads[x.quads[0]] + points[i].Quads[x.quads[1]]
			}
			last := len(points) - 1
			if v := series.Surprise(counts[:last], counts[last]); v >= 1 && counts[last] > 1 {
				out = append(out, surprising{k.a, k.b, x.kind, points[last].From, points[last].To, x.quads, counts[last], v})
			}
		}
	}
	slices.SortFunc(out, func(x, y surprising) int {
		return cmp.Or(cmp.Compare(y.surprise, x.surprise), cmp.Compare(x.actor, y.actor), cmp.Compare(x.recipient, y.recipient), cmp.Compare(x.kind, y.kind))
	})
	return out, nil
}
