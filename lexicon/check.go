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
	c.all = l.AllActors()
	c.ties()
	c.examples()
	c.actors()
	c.terms()
	c.members()
	c.roles()
	slices.SortStableFunc(c.out, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), a.Pos.Line-b.Pos.Line)
	})
	return c.out
}

type checker struct {
	*Lexicon
	all []Actor // with the persons of the tables
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
