package eval

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"casus/lexicon"
)

// Visits is how well the lexicon knows those who visited the United States as head of
// state or government or as foreign minister: facts from elsewhere (though a dozen
// presidents were entered after a first look at what was missing).
type Visits struct {
	Visits, Right, Other int
	// Faults are the visits of those whom the lexicon does not have in office.
	Faults []string
}

// visitTitles are the titles that are looked at, with the post.
var visitTitles = [][2]string{{"Prime Minister ", "prime minister"}, {"President ", "president"}, {"Foreign Minister ", "foreign minister"}, {"Chancellor ", "prime minister"}}

// visitsFrom is the first year that counts: Casus reads the news since about 1990, and
// the tables begin with those then in office.
const visitsFrom = "1995"

// CheckVisits reads the list of visits of the Office of the Historian (columns start,
// end, visitor, from) and looks each visitor up in the lexicon on the day.
func CheckVisits(r io.Reader, lex *lexicon.Lexicon) (before, after Visits, err error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return before, after, fmt.Errorf("visits: %w", err)
	}
	all, states := lex.AllActors(), map[string]string{}
	held := map[string][]tenure{}
	for i := range all {
		a := &all[i]
		if a.Kind == "state" {
			for _, n := range a.Names {
				states[n] = a.Country
			}
		}
		for k := range a.Offices {
			p, _ := a.Offices[k].Post()
			held[p] = append(held[p], tenure{a, &a.Offices[k]})
		}
	}
	for _, row := range rows {
		if len(row) < 4 || row[0] < visitsFrom || strings.Contains(row[2], "-elect") {
			continue
		}
		country := states[strings.TrimPrefix(row[3], "the ")]
		for _, t := range visitTitles {
			if name, ok := strings.CutPrefix(row[2], t[0]); ok && country != "" {
				s := &before
				if row[0] >= "2022-08" { // past the end of Wikidata's table
					s = &after
				}
				s.add(row, held[country+" "+t[1]], name)
			}
		}
	}
	return before, after, nil
}

type tenure struct {
	who    *lexicon.Actor
	office *lexicon.Office
}

// add looks for the visitor among those who held the post on the day.
func (s *Visits) add(row []string, held []tenure, name string) {
	var words, holders []string
	for w := range strings.FieldsSeq(strings.NewReplacer(",", " ", "-", " ").Replace(name)) {
		if p := string(lexicon.AppendPlain(nil, w)); len(p) > 2 {
			words = append(words, p)
		}
	}
	right := false
	for _, t := range held {
		if t.office.On(row[0]) {
			holders = append(holders, t.who.Name)
			right = right || named(t.who, words)
		}
	}
	s.Visits++
	switch {
	case right:
		s.Right++
		return
	case len(holders) > 0:
		s.Other++
	}
	slices.Sort(holders)
	s.Faults = append(s.Faults, fmt.Sprintf("%s %s of %s; the lexicon has %q", row[0], row[2], row[3], slices.Compact(holders)))
}

func (s Visits) String() string {
	return fmt.Sprintf("%d visits, the visitor in office %d (%.1f %%), another holder %d, nobody %d",
		s.Visits, s.Right, 100*float64(s.Right)/float64(max(1, s.Visits)), s.Other, s.Visits-s.Right-s.Other)
}
