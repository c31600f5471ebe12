package layout

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"casus/export"
)

// Quadruples gathers facts of a temporal knowledge graph (source, relation, target, day),
// as ICEWS14 and its kin are passed on.
type Quadruples struct {
	tables *Tables
	// Plover names relations by PLOVER events and modes, not by ICEWS's names of CAMEO
	// codes.
	Plover  bool
	facts   map[fact]bool
	Skipped map[Skipped]int
}

type fact struct{ day, source, relation, target string }

// NewQuadruples begins a graph.
func (t *Tables) NewQuadruples() *Quadruples {
	return &Quadruples{tables: t, facts: map[fact]bool{}, Skipped: map[Skipped]int{}}
}

// Add adds the facts of an event; one that is there already is not added twice.
func (q *Quadruples) Add(it *Item) {
	relation := q.tables.foreign[it.CAMEO].ICEWS
	if q.Plover {
		relation = strings.TrimSpace(it.Body.Event + " " + strings.Join(it.Body.Mode, " "))
	}
	switch {
	case !it.Counted:
		q.Skipped[NotFact]++
	case it.Day == "":
		q.Skipped[NoDay]++
	case relation == "":
		q.Skipped[NoCode]++
	default:
		n := 0
		for _, p := range it.pairs() {
			if !named(p.a) || !named(p.r) {
				continue
			}
			n++
			q.facts[fact{it.Day, q.entity(p.a), clean(relation), q.entity(p.r)}] = true
		}
		if n == 0 {
			q.Skipped[NoPair]++
		}
	}
}

// entity names an actor as a node of the graph: by its name, or, where only the words of
// one text name it ("two diplomats"), by its country and sectors, so that those of one
// kind are one node.
func (q *Quadruples) entity(p *export.Party) string {
	if name := q.tables.countryName(string(p.Country)); name != "" && !nameIsKnown(string(p.Code), string(p.Wikidata)) && len(p.Sector) > 0 {
		return clean(name + " (" + strings.Join(p.Sector, ", ") + ")")
	}
	return clean(q.tables.actorName(p))
}

func clean(s string) string { return strings.TrimSpace(string(appendClean(nil, s))) }

// QuadrupleFiles are the files that a graph is written to.
var QuadrupleFiles = []string{"quadruples.txt", "quadruples_id.txt", "entity2id.txt", "relation2id.txt", "time2id.txt", "stat.txt"}

// Write writes the graph, each file to what create gives for its name. Facts are in order
// of day, source, relation, target; numbers of entities and relations in order of their
// names; days are numbered from the first, every day of the calendar one.
func (q *Quadruples) Write(create func(name string) (io.WriteCloser, error)) error {
	facts := make([]fact, 0, len(q.facts))
	entities, relations := map[string]int{}, map[string]int{}
	for f := range q.facts {
		facts = append(facts, f)
		entities[f.source], entities[f.target], relations[f.relation] = 0, 0, 0
	}
	slices.SortFunc(facts, func(a, b fact) int {
		return slices.Compare([]string{a.day, a.source, a.relation, a.target}, []string{b.day, b.source, b.relation, b.target})
	})
	entityNames, relationNames := numbered(entities), numbered(relations)
	first, days := time.Time{}, 0
	if len(facts) > 0 {
		first, _ = time.Parse(time.DateOnly, facts[0].day)
		days = 1 + dayNumber(first, facts[len(facts)-1].day)
	}
	return writeFiles(create, map[string]func(*bufio.Writer){
		"quadruples.txt": func(w *bufio.Writer) {
			for _, f := range facts {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.source, f.relation, f.target, f.day)
			}
		},
		"quadruples_id.txt": func(w *bufio.Writer) {
			for _, f := range facts {
				fmt.Fprintf(w, "%d\t%d\t%d\t%d\n", entities[f.source], relations[f.relation], entities[f.target], dayNumber(first, f.day))
			}
		},
		"entity2id.txt":   func(w *bufio.Writer) { writeNumbered(w, entityNames) },
		"relation2id.txt": func(w *bufio.Writer) { writeNumbered(w, relationNames) },
		"time2id.txt": func(w *bufio.Writer) {
			for i := range days {
				fmt.Fprintf(w, "%s\t%d\n", first.AddDate(0, 0, i).Format(time.DateOnly), i)
			}
		},
		"stat.txt": func(w *bufio.Writer) { fmt.Fprintf(w, "%d\t%d\t%d\n", len(entities), len(relations), days) },
	})
}

func writeFiles(create func(string) (io.WriteCloser, error), write map[string]func(*bufio.Writer)) error {
	for _, name := range QuadrupleFiles {
		f, err := create(name)
		if err != nil {
			return err
		}
		w := bufio.NewWriter(f)
		write[name](w)
		err = w.Flush()
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// numbered gives names their numbers, in order.
func numbered(ids map[string]int) []string {
	names := make([]string, 0, len(ids))
	for n := range ids {
		names = append(names, n)
	}
	slices.Sort(names)
	for i, n := range names {
		ids[n] = i
	}
	return names
}

func writeNumbered(w *bufio.Writer, names []string) {
	for i, n := range names {
		fmt.Fprintf(w, "%s\t%d\n", n, i)
	}
}

// dayNumber counts days from the first.
func dayNumber(first time.Time, day string) int {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return int(t.Sub(first).Hours() / 24)
}
