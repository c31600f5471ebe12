package officials

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"casus/lexicon"
)

// fixed are terms by post that others give way to.
type fixed map[string][]term

func (f fixed) add(t term) {
	k := t.post()
	f[k] = append(f[k], t)
}

func fixedTerms(people []*person, edited []lexicon.Actor) fixed {
	f := fixed{}
	for _, p := range people {
		for _, t := range p.terms {
			f.add(t)
		}
	}
	for i := range edited {
		for _, o := range edited[i].Offices {
			f.add(term{country: o.Country, title: o.Title, from: o.From, to: o.To})
		}
	}
	return f
}

// post is the key of what one person holds at a time.
func (t *term) post() string {
	k, _ := (&lexicon.Office{Country: t.country, Title: t.title}).Post()
	if strings.HasSuffix(k, " ") {
		return t.country + " " + t.title
	}
	return k
}

// giveWay cuts terms off where a fixed one begins, and drops those within one.
func giveWay(people []*person, f fixed) {
	const slack = 2 // months that handing over may take, or that sources differ by
	for _, p := range people {
		p.terms = slices.DeleteFunc(p.terms, func(t term) bool {
			if manyHold.MatchString(t.title) {
				return false
			}
			for _, x := range f[t.post()] {
				if x.from == "" {
					continue
				}
				if t.from == "" {
					if m := months(t.to) - slack; m > months(x.from) && m < months(cmp.Or(x.to, x.seen, "9999")) {
						return true
					}
					continue
				}
				apart := months(t.from) - months(x.from)
				end := cmp.Or(x.to, x.seen, "9999")
				if apart >= -slack && apart <= slack || apart > 0 && months(end)-months(t.from) > slack {
					return true
				}
			}
			return false
		})
		for i := range p.terms {
			t := &p.terms[i]
			if manyHold.MatchString(t.title) {
				continue
			}
			for _, x := range f[t.post()] {
				if t.from < x.from && t.end() > x.from {
					t.to, t.seen = x.from, ""
				}
			}
		}
	}
}

// held is a term with its holder.
type held struct {
	*term
	who *person
}

// sameHolder looks at two terms that began at one time. If the names are alike, the
// holder is one, and the first takes the names and the later end of the other; else the
// shorter term is left out. A term that is left out has no title.
func sameHolder(a, b held) {
	if a.from == "" || b.from == "" || a.title == "" || b.title == "" || months(b.from)-months(a.from) > 1 {
		return
	}
	if !alike(a.who.name, b.who.name) {
		if a.from == b.from && b.end() > a.end() {
			*a.term = term{}
		} else if a.from == b.from {
			*b.term = term{}
		}
		return
	}
	keep, drop := a, b
	if a.who.item == "" && b.who.item != "" {
		keep, drop = b, a
	}
	if keep.to == "" || drop.to == "" {
		keep.to, keep.seen = "", max(keep.seen, drop.seen)
	}
	for _, n := range append([]string{drop.who.name}, drop.who.other...) {
		if n != keep.who.name && len(keep.who.other) < 5 {
			keep.who.other = appendNew(keep.who.other, n)
		}
	}
	*drop.term = term{}
}

// alike says that two names are likely those of one person: they share two words, or the
// last and the beginning of the first, or the first and the beginning of the last.
func alike(a, b string) bool {
	v, w := strings.Fields(nameKey(a)), strings.Fields(nameKey(b))
	if len(v) == 0 || len(w) == 0 {
		return false
	}
	shared := 0
	for _, x := range v {
		if len(x) > 3 && slices.Contains(w, x) {
			shared++
		}
	}
	begins := func(x, y string) bool { return len(x) > 2 && len(y) > 2 && x[:3] == y[:3] }
	return shared > 1 || shared == 1 && begins(v[0], w[0]) && begins(v[len(v)-1], w[len(w)-1])
}

// settle makes the terms of the persons agree with one another. What is cut may meet
// others in turn, so it goes over them twice.
func settle(people []*person) {
	settleOnce(people)
	settleOnce(people)
}

func settleOnce(people []*person) {
	posts := map[string][]held{}
	for _, p := range people {
		for i := range p.terms {
			t := &p.terms[i]
			t.important = leads(t.title)
			if !manyHold.MatchString(t.title) {
				posts[t.post()] = append(posts[t.post()], held{t, p})
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(posts)) {
		hs := posts[k]
		slices.SortStableFunc(hs, func(a, b held) int {
			return cmp.Or(strings.Compare(a.from, b.from), strings.Compare(a.end(), b.end()), strings.Compare(a.who.name, b.who.name))
		})
		for i := range hs {
			for k := i + 1; k < len(hs); k++ {
				if hs[i].who != hs[k].who {
					sameHolder(hs[i], hs[k])
				}
			}
		}
		hs = slices.DeleteFunc(hs, func(h held) bool { return h.title == "" })
		for i := range hs {
			a := hs[i]
			for k := i + 1; k < len(hs) && hs[k].from < a.end(); k++ {
				b := hs[k]
				if b.who == a.who || b.from == "" || b.from <= a.from {
					continue
				}
				// Somebody may stand in for a, who comes back: then the term of a is cut in two.
				back := a.to != "" && b.to != "" && b.end() < a.to && len(b.from) == 10 && len(b.to) == 10 &&
					!slices.ContainsFunc(hs[k+1:], func(c held) bool { return c.from < a.to && c.who != a.who })
				if back {
					t := *a.term
					t.from = b.to
					a.who.again = append(a.who.again, t)
				}
				a.to, a.seen = b.from, ""
				break
			}
		}
	}
	for _, p := range people {
		p.terms = slices.DeleteFunc(append(p.terms, p.again...), stale)
		p.again = nil
		slices.SortStableFunc(p.terms, func(a, b term) int {
			return cmp.Or(strings.Compare(a.from, b.from), strings.Compare(a.end(), b.end()), strings.Compare(a.title, b.title))
		})
		p.terms = joined(p.terms)
	}
}

// joined makes one of terms of one office that touch or overlap, in order.
func joined(terms []term) []term {
	var out []term
next:
	for _, t := range terms {
		for i := range out {
			if o := &out[i]; o.country == t.country && o.title == t.title && o.end() >= t.from {
				if t.to == "" || o.to == "" {
					o.to, o.seen = "", max(o.seen, t.seen)
				} else {
					o.to = max(o.to, t.to)
				}
				continue next
			}
		}
		out = append(out, t)
	}
	return out
}

// stale says that a term ended before the news that are read today, or that nobody
// entered the end of a term that began very long before the source looked.
func stale(t term) bool {
	if t.title == "" || !isDay(t.from) || !isDay(t.to) || t.from == "" && t.to == "" {
		return true
	}
	if t.to != "" && (t.to < "1989" || t.to < t.from[:min(len(t.from), len(t.to))]) {
		return true
	}
	return t.to == "" && t.seen != "" && !t.important && year(t.seen)-year(t.from) > 8
}

// isDay accepts "", 2012, 2012-05 and 2012-05-07.
func isDay(s string) bool {
	for _, form := range []string{"", "2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(form, s); err == nil && len(s) == len(form) {
			return true
		}
	}
	return false
}

func year(day string) int {
	y := 0
	for i := 0; i < len(day) && i < 4; i++ {
		y = y*10 + int(day[i]-'0')
	}
	return y
}
