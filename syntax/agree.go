package syntax

import (
	"slices"
	"strings"

	"casus"
)

// Agreement makes the names of a document agree: a word that names one thing in one
// sentence names the same in the next (Gale et al. 1992, one sense per discourse). It
// owns its scratch memory.
type Agreement struct {
	seen map[string]*usage
	pool []usage
	used int
	add  []casus.Name
}

// usage is how a word is used in a document.
type usage struct {
	alone [casus.MISC + 1]int32 // how often it is a name by itself, by type
	last  int32                 // how often it is the last word of a longer name of a person
	first int32                 // how often the first
}

// NewAgreement makes an Agreement.
func NewAgreement() *Agreement { return &Agreement{seen: map[string]*usage{}} }

// Settle looks at all sentences of a document, then settles the type of names of one
// word, and marks proper nouns that are names elsewhere.
func (a *Agreement) Settle(ss []casus.Sentence) {
	if len(ss) < 2 {
		return
	}
	clear(a.seen)
	a.used = 0
	for i := range ss {
		a.read(&ss[i])
	}
	for i := range ss {
		a.settle(&ss[i])
	}
}

func (a *Agreement) usage(form string) *usage {
	u := a.seen[form]
	if u == nil {
		if a.used == len(a.pool) {
			a.pool = append(a.pool, make([]usage, max(64, len(a.pool)))...)
			// The pool has moved; what seen points at stays alive and true.
		}
		u = &a.pool[a.used]
		*u = usage{}
		a.used++
		a.seen[form] = u
	}
	return u
}

func (a *Agreement) read(s *casus.Sentence) {
	for _, n := range s.Names {
		first, last := &s.Tokens[n.First], &s.Tokens[n.Last]
		switch {
		case n.First == n.Last:
			a.usage(first.Form).alone[n.Type]++
		case n.Type == casus.PER:
			a.usage(first.Form).first++
			a.usage(last.Form).last++
		case abbreviatedBy(s, n):
			a.usage(s.Tokens[n.Last+2].Form).alone[n.Type] += explained
		}
	}
}

// explained is the weight of an abbreviation that stands in brackets behind what it
// stands for: it decides against a few other readings.
const explained = 4

// abbreviatedBy says that an abbreviation in brackets follows a name whose words it is
// made of ("World Trade Organization (WTO)").
func abbreviatedBy(s *casus.Sentence, n casus.Name) bool {
	if n.Last+3 >= len(s.Tokens) || s.Tokens[n.Last+1].Form != "(" || s.Tokens[n.Last+3].Form != ")" {
		return false
	}
	short := s.Tokens[n.Last+2].Form
	if len(short) < 2 || strings.ToUpper(short) != short {
		return false
	}
	at := 0
	for i := n.First; i <= n.Last && at < len(short); i++ {
		if f := s.Tokens[i].Form; f != "" && f[0]|0x20 == short[at]|0x20 {
			at++
		}
	}
	return at == len(short)
}

// settled is the type that a word has as a name by itself in this document; false if
// there is none.
func (u *usage) settled() (casus.NameType, bool) {
	best, sum := casus.PER, int32(0)
	for t, n := range u.alone {
		sum += n
		if n > u.alone[best] {
			best = casus.NameType(t)
		}
	}
	if u.last > 0 && best != casus.NORP && u.last+2*u.alone[casus.PER] >= sum || u.first > 0 && sum == 0 {
		return casus.PER, true
	}
	return best, sum > 0 && 3*u.alone[best] >= 2*sum
}

func (a *Agreement) settle(s *casus.Sentence) {
	for i := range s.Names {
		n := &s.Names[i]
		if n.First != n.Last || n.Type == casus.NORP {
			continue
		}
		if t, ok := a.usage(s.Tokens[n.First].Form).settled(); ok {
			n.Type = t
		}
	}
	a.add = a.add[:0]
	next := 0
	for i := range s.Tokens {
		for next < len(s.Names) && s.Names[next].Last < i {
			next++
		}
		t := &s.Tokens[i]
		if next < len(s.Names) && s.Names[next].First <= i || t.XPOS != "NNP" || len(t.Form) < 2 || strings.ToLower(t.Form) == t.Form {
			continue
		}
		u := a.seen[t.Form]
		if u == nil || partOfName(s, i) {
			continue
		}
		if kind, ok := u.settled(); ok && (u.last+u.first > 0 || u.alone[kind] > 1) {
			a.add = append(a.add, casus.Name{First: i, Last: i, Type: kind})
		}
	}
	if len(a.add) > 0 {
		s.Names = append(s.Names, a.add...)
		slices.SortFunc(s.Names, func(x, y casus.Name) int { return x.First - y.First })
	}
}

// partOfName says that a proper noun next to token i is tied to it: then the word is
// part of something longer.
func partOfName(s *casus.Sentence, i int) bool {
	for _, j := range [2]int{i - 1, i + 1} {
		if j < 0 || j >= len(s.Tokens) || s.Tokens[j].UPOS != "PROPN" {
			continue
		}
		if s.Tokens[j].Head == i || s.Tokens[i].Head == j {
			return true
		}
	}
	return false
}
