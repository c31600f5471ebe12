package lexicon

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// actors: names that two entries share, codes without an entry, terms and items that
// cannot be.
func (c *checker) actors() {
	states := map[string]bool{"IGO": true, "": true}
	for i := range c.Actors {
		if c.Actors[i].Kind == "state" {
			states[c.Actors[i].Country] = true
		}
	}
	country := func(code string, pos Pos) {
		if !states[code] {
			c.add(true, pos, "no state has the code %q%s", code, meant(code, slices.Sorted(maps.Keys(states))))
		}
	}
	names, items := map[string]int{}, map[string]int{}
	for i := range c.all {
		a := &c.all[i]
		country(a.Country, a.Pos)
		c.sameNames(a, i, names)
		if a.Wikidata != "" {
			if a.Wikidata[0] != 'Q' || strings.Trim(a.Wikidata[1:], "0123456789") != "" || len(a.Wikidata) < 2 {
				c.add(false, a.Pos, "%q is no item of Wikidata; it is a Q and a number", a.Wikidata)
			} else if k, ok := items[a.Wikidata]; ok {
				c.add(true, a.Pos, "%s has the Wikidata item of %s at %s; if they are one, bring the entries together", a.Name, c.all[k].Name, c.all[k].Pos)
			}
			items[a.Wikidata] = i
		}
		for k := range a.Offices {
			o := &a.Offices[k]
			country(o.Country, o.Pos)
			c.term(o.Pos, "the term", o.From, o.To)
		}
		for k := range a.Members {
			m := &a.Members[k]
			country(m.Country, m.Pos)
			c.term(m.Pos, "the membership of "+m.Country, m.From, m.To)
		}
	}
}

// sameNames tells of a name that another entry has, or that an entry has twice. Two
// persons of one name are told apart by office and day, unless they serve one state at
// one time.
func (c *checker) sameNames(a *Actor, i int, names map[string]int) {
	for _, n := range a.Names {
		k, ok := names[n]
		names[n] = i
		if !ok {
			continue
		}
		b := &c.all[k]
		switch {
		case k == i:
			c.add(true, a.Pos, "the name %q stands here twice", n)
		case a.Kind != "person" || b.Kind != "person":
			c.add(true, a.Pos, "the name %q is also that of %s at %s", n, b.Name, b.Pos)
		case b.Kind == "person" && strings.Contains(n, " ") && a.Pos.File == b.Pos.File && together(a, b):
			c.add(true, a.Pos, "%q is also the name of the person at %s, in the same state at the same time; nothing tells them apart", n, b.Pos)
		}
	}
}

// together says that two persons held offices of one state at one time.
func together(a, b *Actor) bool {
	for i := range a.Offices {
		for k := range b.Offices {
			o, p := &a.Offices[i], &b.Offices[k]
			if o.Country == p.Country && o.Title == p.Title && o.From != "" && p.From != "" && o.From < cmp.Or(p.To, "9") && p.From < cmp.Or(o.To, "9") {
				return true
			}
		}
	}
	return false
}

// term looks at the days of a term.
func (c *checker) term(pos Pos, what, from, to string) {
	for _, day := range []string{from, to} {
		if day != "" && !exists(day) {
			c.add(false, pos, "%s has the day %s, which is in no calendar", what, day)
			return
		}
	}
	if from != "" && to != "" && to < from[:min(len(from), len(to))] {
		c.add(false, pos, "%s ends (%s) before it begins (%s)", what, to, from)
	}
}

func exists(day string) bool {
	const layout = "2006-01-02"
	_, err := time.Parse(layout[:len(day)], day)
	return err == nil
}

// tenure is an office with its holder.
type tenure struct {
	*Office
	name string
}

// overlap is for how many days two persons may hold a post: handing over takes time,
// and sources disagree by weeks.
const overlap = 62

// terms: posts of one holder that two people hold at once.
func (c *checker) terms() {
	held := map[post][]tenure{}
	for i := range c.all {
		for k := range c.all[i].Offices {
			o := &c.all[i].Offices[k]
			if p, ok := postOf(o); ok && o.From != "" {
				held[p] = append(held[p], tenure{o, c.all[i].Name})
			}
		}
	}
	posts := slices.SortedFunc(maps.Keys(held), func(a, b post) int {
		return cmp.Or(strings.Compare(a.country, b.country), strings.Compare(a.title, b.title))
	})
	for _, p := range posts {
		ts := held[p]
		slices.SortStableFunc(ts, func(a, b tenure) int { return strings.Compare(a.From, b.From) })
		for i := range ts {
			for _, b := range ts[i+1:] {
				a := ts[i]
				if a.name == b.name || a.To == "" && a.Seen != "" && b.From >= a.Seen {
					continue
				}
				if both := days(b.From, cmp.Or(earlier(a.To, b.To), "9999")); both > overlap {
					c.add(true, b.Pos, "%s is %s of %s from %s, while %s at %s is %s until %s", b.name, b.Title, b.Country, b.From, a.name, a.Pos, a.Title, cmp.Or(a.To, "today"))
				}
			}
		}
	}
}

// earlier is the earlier of two ends of terms; "" is open.
func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// days from one day to another; a month or year is taken at its end where it begins
// something and at its beginning where it ends it, so that doubt tells of no fault.
func days(from, to string) int {
	begin, end := from+"-12-31"[min(len(from)-4, 6):], to+"-01-01"[min(len(to)-4, 6):]
	if len(from) == 7 {
		begin = from + "-28"
	}
	a, err := time.Parse(time.DateOnly, begin)
	b, err2 := time.Parse(time.DateOnly, end)
	if err != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// members: a state that is a member of one organisation twice at a time.
func (c *checker) members() {
	for i := range c.Actors {
		a := &c.Actors[i]
		last := map[string]*Member{}
		ms := slices.Clone(a.Members)
		slices.SortStableFunc(ms, func(x, y Member) int { return strings.Compare(x.From, y.From) })
		for k := range ms {
			m := &ms[k]
			if b := last[m.Country]; b != nil && (b.To == "" || b.To > m.From) {
				c.add(true, m.Pos, "%s is a member of %s since %s already (line %d)", m.Country, a.Name, cmp.Or(b.From, "always"), b.Pos.Line)
			}
			last[m.Country] = m
		}
	}
}

// roles: words that two roles have.
func (c *checker) roles() {
	seen := map[string]Pos{}
	for i := range c.Roles {
		for _, w := range c.Roles[i].Words {
			k := strings.ToLower(w)
			if at, ok := seen[k]; ok {
				c.add(true, c.Roles[i].Pos, "the role %q is at %s already", w, fmt.Sprint(at))
			}
			seen[k] = c.Roles[i].Pos
		}
	}
}
