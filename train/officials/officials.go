// Package officials makes the lists of office-holders that come with the lexicon
// (lexicon/lists) from the tables of others: Wikidata, the CIA World Factbook and World
// Leaders, the U.S. Office of the Historian.
//
// The idea: a row says that a person held a post for a term. Rows of one person are
// brought together (by item of Wikidata, else by name and country), titles are brought
// to one wording, and terms are made to agree: where nobody entered an end, the next
// holder ends it, and two holders of a post that one person holds do not overlap. What
// the editors of the lexicon wrote by hand is left to them.
package officials

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casus/lexicon"
)

// List is a list of persons in the format of the lexicon.
type List struct {
	// Name is the file's, without its ending.
	Name string
	Text string
	// Persons and Terms are counted.
	Persons, Terms int
}

// Make reads the tables in the folder actors of data and writes the lists. Persons of
// the lexicon that stand in its texts were entered by hand.
func Make(data string, lex *lexicon.Lexicon) ([]List, error) {
	g := &gatherer{byItem: map[string]*person{}, byName: map[string][]*person{}, states: map[string]string{}}
	var edited []lexicon.Actor
	for _, a := range lex.Actors {
		switch {
		case a.Kind == "state":
			g.states[a.Country] = a.Name
		case a.Kind == "person" && strings.HasPrefix(a.Pos.File, "en/"):
			edited = append(edited, a)
		}
	}
	for _, read := range []func(string) error{g.wikidata, g.factbook, g.diplomats} {
		if err := read(data); err != nil {
			return nil, fmt.Errorf("officials: %w", err)
		}
	}
	first := g.people
	known := newEdited(edited)
	open := known.without(first)
	settle(open)
	giveWay(open, fixedTerms(nil, edited))
	open = known.without(open)
	g.people, g.byName = nil, map[string][]*person{}
	for _, read := range []func(string) error{g.cabinets, g.leaders} {
		if err := read(data); err != nil {
			return nil, fmt.Errorf("officials: %w", err)
		}
	}
	second := known.without(g.people)
	giveWay(second, fixedTerms(open, edited))
	settle(second)
	second = known.without(second)
	surnames(open, second, edited)
	return []List{
		write("officeholders", headOpen, open),
		write("cabinets", headCabinets, second),
	}, nil
}

// person is somebody with the posts held.
type person struct {
	name, item string
	other      []string
	terms      []term
	again      []term // after somebody else stood in
	source     []string
}

// term is a post held from one day to another.
type term struct {
	country, sector, title string
	from, to, seen         string
	// important: of the posts whose holders are known by surname.
	important bool
}

func (t *term) end() string { return cmp.Or(t.to, "9999") }

func (p *person) from(source string) {
	if !slices.Contains(p.source, source) {
		p.source = append(p.source, source)
	}
}

// gatherer brings rows of one person together.
type gatherer struct {
	people []*person
	byItem map[string]*person
	byName map[string][]*person // folded name and country
	states map[string]string    // names of the states by code
}

// named finds or makes the person of a country with a name.
func (g *gatherer) named(name, country string) *person {
	key := country + " " + nameKey(name)
	if ps := g.byName[key]; len(ps) > 0 {
		return ps[0]
	}
	p := &person{name: name}
	g.people = append(g.people, p)
	g.index(p, country)
	return p
}

// stateName is the name of a state as it stands behind "ambassador to".
func (g *gatherer) stateName(country string) string {
	n := g.states[country]
	switch country {
	case "USA", "GBR", "ARE", "NLD", "PHL", "BHS", "MDV", "CAF", "DOM", "CZE", "COD", "COG", "GMB", "MHL", "SLB", "VAT":
		return "the " + n
	}
	return n
}

// index makes a person findable by name in a country.
func (g *gatherer) index(p *person, country string) {
	for _, n := range append([]string{p.name}, p.other...) {
		key := country + " " + nameKey(n)
		if !slices.Contains(g.byName[key], p) {
			g.byName[key] = append(g.byName[key], p)
		}
	}
}

// editedPeople tells whom the editors entered by hand.
type editedPeople struct{ items, names map[string]bool }

func newEdited(actors []lexicon.Actor) editedPeople {
	e := editedPeople{map[string]bool{}, map[string]bool{}}
	for i := range actors {
		a := &actors[i]
		if a.Wikidata != "" {
			e.items[a.Wikidata] = true
		}
		for _, n := range a.Names {
			for k := range a.Offices {
				e.names[a.Offices[k].Country+" "+nameKey(n)] = true
			}
		}
	}
	return e
}

// without leaves out whom the editors entered, and those without a term.
func (e editedPeople) without(people []*person) []*person {
	var out []*person
	for _, p := range people {
		if len(p.terms) == 0 || e.items[p.item] && p.item != "" {
			continue
		}
		known := false
		for _, n := range append([]string{p.name}, p.other...) {
			for i := range p.terms {
				known = known || e.names[p.terms[i].country+" "+nameKey(n)]
			}
		}
		if !known {
			out = append(out, p)
		}
	}
	return out
}

const headOpen = `# Holders of offices since about 1990. Made by "casus train people"; not to be edited by hand: whoever stands in
# en/actors/people.txt is left out here, so a correction goes there.
#
# Sources and licences: "wikidata": Wikidata by way of every-politician-scrapers, to the middle of 2022 (CC0);
# "factbook": the last CIA World Factbook, January 2026 (public domain); "pocom": Office of the Historian, U.S. Department
# of State, principal officers and chiefs of mission (CC0). An end with a question mark is the day on which the source
# last looked; the start of the next holder ends such a term.
`

const headCabinets = `# Heads of state and government and ministers of states and years that officeholders.txt does not cover. Made by
# "casus train people"; not to be edited by hand: whoever stands in en/actors/people.txt is left out here.
#
# Source and licence: CountryInfo.txt (Philip A. Schrodt; CC BY-SA 3.0), which has them from the CIA's World Leaders, by
# the month, January 2003 to February 2011, and from rulers.org, to 2009. Facts only: name, office, term.
`

// write writes a list, sorted by country of the first term and name.
func write(name, head string, people []*person) List {
	slices.SortFunc(people, func(a, b *person) int {
		return cmp.Or(strings.Compare(a.terms[0].country, b.terms[0].country), strings.Compare(a.name, b.name), strings.Compare(a.item, b.item),
			strings.Compare(a.terms[0].from, b.terms[0].from))
	})
	people = distinct(people)
	l := List{Name: name, Persons: len(people)}
	var b strings.Builder
	b.WriteString(head)
	for _, p := range people {
		fmt.Fprintf(&b, "\nperson %s\n", p.name)
		if len(p.other) > 0 {
			fmt.Fprintf(&b, "  name %s\n", strings.Join(p.other, ", "))
		}
		if p.item != "" {
			fmt.Fprintf(&b, "  wikidata %s\n", p.item)
		}
		for i := range p.terms {
			t := &p.terms[i]
			end := t.to
			if end == "" && t.seen != "" {
				end = t.seen + "?"
			}
			fmt.Fprintf(&b, "  office %s\n", strings.TrimRight(fmt.Sprintf("%s %s  %s  %s .. %s", t.country, t.sector, t.title, t.from, end), " "))
		}
		slices.Sort(p.source)
		fmt.Fprintf(&b, "  source %s\n", strings.Join(p.source, ", "))
		l.Terms += len(p.terms)
	}
	l.Text = lexicon.Format(b.String())
	return l
}

// distinct leaves out persons with a name of one before them who held the same post at
// the same time: two items for one person.
func distinct(people []*person) []*person {
	seen := map[string][]term{}
	return slices.DeleteFunc(people, func(p *person) bool {
		names := append([]string{p.name}, p.other...)
		for _, n := range names {
			for _, t := range p.terms {
				for _, o := range seen[n] {
					if o.country == t.country && o.title == t.title && o.from < t.end() && t.from < o.end() {
						return true
					}
				}
			}
		}
		for _, n := range names {
			seen[n] = append(seen[n], p.terms...)
		}
		return false
	})
}
