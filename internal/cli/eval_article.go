package cli

import (
	"fmt"
	"slices"

	"casus/eval"
	"casus/ingest/article"
)

// article scores the text that is taken out of news pages. Every third page is set
// aside: its figures are printed, its errors are not.
func (v *evaluation) article() error {
	for _, name := range []string{"aeb.dev", "trafilatura-en.dev"} {
		r, err := v.open("html", name+".jsonl.gz")
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		pages, err := eval.ReadPages(r)
		r.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		var open, held []eval.Page
		for i := range pages {
			if i%heldThird == heldThird-1 {
				held = append(held, pages[i])
			} else {
				open = append(open, pages[i])
			}
		}
		v.articleSet(name, pages, false)
		v.articleSet(name+", the two thirds worked on", open, true)
		v.articleSet(name+", the third held out", held, false)
	}
	fmt.Fprintln(v.e.out)
	return nil
}

func (v *evaluation) articleSet(name string, pages []eval.Page, shown bool) {
	var gold, found []string
	var segments eval.SegmentScore
	type fault struct {
		p, r float64
		url  string
	}
	var faults []fault
	dates, dated, right, titles, titled := 0, 0, 0, 0, 0
	for i := range pages {
		p := &pages[i]
		a, err := article.Extract([]byte(p.HTML), p.URL)
		if err != nil {
			v.e.say("%s: %v", p.URL, err)
		}
		if p.Text != "" {
			gold, found = append(gold, p.Text), append(found, a.Text)
			pr, rec := eval.Shingles(p.Text, a.Text)
			faults = append(faults, fault{pr, rec, p.URL})
		}
		segments.Add(p, a.Text)
		if p.Date != "" {
			if dates++; a.Published != "" {
				dated++
			}
			if len(a.Published) >= 10 && a.Published[:10] == p.Date {
				right++
			}
		}
		if p.Title != "" {
			if titles++; eval.SameTitle(p.Title, a.Title) {
				titled++
			}
		}
	}
	if len(gold) > 0 {
		fmt.Fprintf(v.e.out, "%s: %s\n", name, eval.ScoreArticles(gold, found))
	}
	if segments.Wanted > 0 {
		fmt.Fprintf(v.e.out, "%s: %s; dates %d right of %d found, %d in all; titles %d of %d\n", name, &segments, right, dated, dates, titled, titles)
	}
	if n := v.in.number("errors"); shown && n > 0 {
		slices.SortFunc(faults, func(a, b fault) int {
			if a.p+a.r < b.p+b.r {
				return -1
			}
			return 1
		})
		for _, f := range faults[:min(n, len(faults))] {
			fmt.Fprintf(v.e.out, "  P %.3f R %.3f %s\n", f.p, f.r, f.url)
		}
	}
}
