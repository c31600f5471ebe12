// Package layout knows the tables in which political events are passed on: its own
// flat one (CSV and Parquet), and the exact columns of GDELT 2.0 events and mentions,
// ICEWS, POLECAT and Phoenix, each as a table of columns with one writer and one
// reader; quadruples for temporal knowledge graphs; chronologies for readers; and
// records without text that can still be checked against it.
//
// What the record does not have stays empty, as the documentation of each layout
// prescribes; nothing is filled. docs/export.md lists every column.
package layout

import (
	"fmt"
	"strings"

	"casus"
	"casus/ontology"
)

// Column of a layout.
type Column struct {
	Name string
	// Says what stands in it; "" where the record has nothing for it.
	Says string
	// value of the column; nil leaves it empty.
	value func(*dyad) string
}

// Layout is the table of somebody's event data.
type Layout struct {
	// Name as --format takes it, Title for people.
	Name, Title string
	// Columns in order.
	Columns []Column
	// Header says that the files begin with a line of names; Null is how an empty cell is
	// written.
	Header bool
	Null   string
	// About tells which events go in, and how.
	About string

	// needs says what an event must have to go in.
	needs needs
	// whole: an event is a row, not a pair of its parties.
	whole bool
	// mentions: each telling of an occurrence is a row.
	mentions bool
	read     func(*Tables, []string) (Row, error)
	tables   *Tables
}

// needs are the demands of a layout.
type needs struct{ cameo, both bool }

// Tables are what layouts are written with. They are read-only.
type Tables struct {
	onto    *ontology.Ontology
	foreign map[string]ontology.Foreign
	byISO   map[string]*state
	byName  map[string]*state
	byFIPS  map[string]*state
	quads   map[string]int
	layouts []*Layout
}

// Load reads the tables that come with the program.
func Load() (*Tables, error) {
	onto, err := ontology.Load()
	if err != nil {
		return nil, err
	}
	t := &Tables{onto: onto, foreign: onto.Foreign(), quads: map[string]int{}}
	for _, c := range onto.Codebook() {
		t.quads[c.Event] = c.Quad
	}
	if err := t.readStates(); err != nil {
		return nil, err
	}
	t.layouts = []*Layout{gdeltEvents(), gdeltMentions(), icews(), polecat(), phoenix()}
	for _, l := range t.layouts {
		l.tables = t
	}
	return t, nil
}

// Layouts lists the layouts of others.
func (t *Tables) Layouts() []*Layout { return t.layouts }

// Layout finds one by its name.
func (t *Tables) Layout(name string) (*Layout, error) {
	var names []string
	for _, l := range t.layouts {
		if l.Name == name {
			return l, nil
		}
		names = append(names, l.Name)
	}
	return nil, fmt.Errorf("no layout is called %q; there are %s: %w", name, strings.Join(names, ", "), casus.ErrNotFound)
}

// Mentions says that a row of the layout is a telling, not an occurrence.
func (l *Layout) Mentions() bool { return l.mentions }

// Detect names the layout of a file by its first line, nil where none fits.
func (t *Tables) Detect(line string) *Layout {
	cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
	for _, l := range t.layouts {
		if l.Header && l.columnsOf(cells) != nil {
			return l
		}
	}
	for _, l := range t.layouts {
		if n := len(cells); n == len(l.Columns) || l.Name == "gdelt" && n == gdelt1Columns {
			return l
		}
	}
	return nil
}
