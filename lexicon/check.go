package lexicon

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Check looks for what is odd in a lexicon that loads: headwords whose entries tie,
// entries without examples, names of two actors, terms of office that end before
// they begin or that two people hold at once, countries that have no entry. It is
// slower than Load and meant for those who edit.
func (l *Lexicon) Check() []Problem {
	c := checker{Lexicon: l}
	c.out = append(c.out, l.Problems...)
	c.ties()
	c.examples()
	c.actors()
	c.terms()
	slices.SortStableFunc(c.out, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), a.Pos.Line-b.Pos.Line)
	})
	return c.out
}

type checker struct {
	*Lexicon
	out []Problem
}

func (c *checker) add(warning bool, pos Pos, format string, args ...any) {
	c.out = append(c.out, Problem{Pos: pos, Message: fmt.Sprintf(format, args...), Warning: warning})
}

func (p Pos) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// ties: two entries of a headword with the same pattern. Which one wins would hang
// on the order of the files.
func (c *checker) ties() {
	type key struct {
		kind           PredicateKind
		lemma, pattern string
	}
	seen := map[key]Pos{}
	for i := range c.Predicates {
		p := &c.Predicates[i]
		for _, lemma := range p.Lemmas {
			for _, pat := range p.Patterns {
				k := key{p.Kind, lemma, pat.Source}
				if at, ok := seen[k]; ok && at.File != p.Pos.File || ok && at.Line != p.Pos.Line {
					c.add(true, pat.Pos, "%q has the pattern %q already at %s; the first one wins", lemma, pat.Source, at)
					continue
				}
				seen[k] = p.Pos
			}
		}
	}
}

// examples: each entry of a predicate shows what it codes and what it does not.
func (c *checker) examples() {
	var starts []Pos
	for i := range c.Predicates {
		starts = append(starts, c.Predicates[i].Pos)
	}
	coded, refused := make([]bool, len(starts)), make([]bool, len(starts))
	for _, x := range c.Examples {
		at := -1
		for i, s := range starts {
			if s.File == x.Pos.File && s.Line < x.Pos.Line && (at < 0 || s.Line > starts[at].Line) {
				at = i
			}
		}
		if at < 0 {
			continue
		}
		for _, w := range x.Want {
			if w == "none" {
				refused[at] = true
			} else {
				coded[at] = true
			}
		}
	}
	for i := range c.Predicates {
		p := &c.Predicates[i]
		if !coded[i] && !refused[i] {
			c.add(true, p.Pos, "%q has no example; add one that must code and one that must not", p.Lemmas[0])
		} else if !refused[i] {
			c.add(true, p.Pos, "%q has no example that must not code (\"=> none\")", p.Lemmas[0])
		}
	}
}

// actors: names that two entries share, and countries without an entry.
func (c *checker) actors() {
	states := map[string]bool{"IGO": true, "": true}
	for i := range c.Actors {
		if c.Actors[i].Kind == "state" {
			states[c.Actors[i].Country] = true
		}
	}
	names := map[string]int{}
	for i := range c.Actors {
		a := &c.Actors[i]
		if !states[a.Country] {
			c.add(true, a.Pos, "no state has the code %q", a.Country)
		}
		for _, n := range a.Names {
			if k, ok := names[n]; ok && k != i && a.Kind != "person" {
				c.add(true, a.Pos, "the name %q is also that of %s at %s", n, c.Actors[k].Name, c.Actors[k].Pos)
			}
			names[n] = i
		}
		for _, o := range a.Offices {
			if !states[o.Country] {
				c.add(true, o.Pos, "no state has the code %q", o.Country)
			}
			if o.From != "" && o.To != "" && o.To < o.From[:min(len(o.From), len(o.To))] {
				c.add(false, o.Pos, "the term ends (%s) before it begins (%s)", o.To, o.From)
			}
		}
	}
}

// terms: an office of one holder that two people hold for more than a year.
func (c *checker) terms() {
	type term struct {
		Office
		name string
	}
	held := map[string][]term{}
	for i := range c.Actors {
		for _, o := range c.Actors[i].Offices {
			if single[o.Title] {
				k := o.Country + " " + o.Title
				held[k] = append(held[k], term{o, c.Actors[i].Name})
			}
		}
	}
	for _, k := range slices.Sorted(func(yield func(string) bool) {
		for k := range held {
			if !yield(k) {
				return
			}
		}
	}) {
		ts := held[k]
		slices.SortStableFunc(ts, func(a, b term) int { return strings.Compare(a.From, b.From) })
		for i := 1; i < len(ts); i++ {
			a, b := ts[i-1], ts[i]
			if a.name != b.name && b.From != "" && (a.To == "" || year(a.To)-year(b.From) > 1) {
				c.add(true, b.Pos, "%s is %s of %s from %s, while %s at %s is until %s", b.name, b.Title, b.Country, b.From, a.name, a.Pos, cmp.Or(a.To, "today"))
			}
		}
	}
}

// single are offices with one holder at a time.
var single = map[string]bool{"president": true, "prime minister": true, "foreign minister": true, "chancellor": true, "king": true, "queen": true}

func year(date string) int {
	y := 0
	for i := 0; i < len(date) && i < 4; i++ {
		y = y*10 + int(date[i]-'0')
	}
	return y
}
