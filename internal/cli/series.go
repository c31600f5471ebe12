package cli

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
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
		if in.on("daily") {
			days = series.OneADay(days)
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
		days, err := s.Days(ctx, store.DayQuery{From: in.str("from"), To: in.str("to")})
		if err != nil {
			return err
		}
		list, err := series.Surprises(series.Period(in.str("period")), in.str("from"), in.str("to"), days)
		if err != nil {
			return err
		}
		n := max(1, in.number("limit"))
		for _, x := range list[:min(n, len(list))] {
			fmt.Fprintf(e.out, "%s  %s > %s  %s: %d, surprise %.1f\n", x.From, x.Actor, x.Recipient, x.Kind, x.Count, x.Surprise)
			page, err := s.Events(ctx, store.Filter{Dyad: [2]string{x.Actor, x.Recipient}, From: x.From, To: x.To, Quad: x.Quads, Counted: true, Once: true, Limit: 3})
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
