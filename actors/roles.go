package actors

import (
	"strings"

	"casus"
	"casus/lexicon"
)

// roleEntry is one role phrase, its words in lower case.
type roleEntry struct {
	words []string
	head  int // index of the head word: the last, or the one before "of"/"for"
	role  int32
	next  int32
}

// roleIndex finds the role that a noun phrase is headed by, under its head word.
type roleIndex struct {
	roles   []lexicon.Role
	entries []roleEntry
	heads   map[string]int32
}

func newRoleIndex(roles []lexicon.Role) *roleIndex {
	x := &roleIndex{roles: roles, heads: make(map[string]int32, 2*len(roles))}
	for i := range roles {
		for _, phrase := range roles[i].Words {
			phrase = strings.ToLower(phrase)
			x.add(strings.Fields(phrase), int32(i))
			if strings.Contains(phrase, "-") { // as it is where hyphens are tokens
				x.add(strings.Fields(strings.ReplaceAll(phrase, "-", " - ")), int32(i))
			}
		}
	}
	return x
}

func (x *roleIndex) add(w []string, role int32) {
	if len(w) == 0 {
		return
	}
	e := roleEntry{words: w, head: len(w) - 1, role: role, next: -1}
	for i := 1; i < len(w); i++ {
		if w[i] == "of" || w[i] == "for" || w[i] == "to" || w[i] == "in" {
			e.head = i - 1
			break
		}
	}
	if n, ok := x.heads[w[e.head]]; ok {
		e.next = n
	}
	x.heads[w[e.head]] = int32(len(x.entries))
	x.entries = append(x.entries, e)
}

// roleHit is a role found around a head token: tokens first to last.
type roleHit struct {
	first, last int
	role        int32 // -1: none
	words       []string
}

var noRole = roleHit{role: -1}

// find returns the longest role phrase whose head word is token i.
func (x *roleIndex) find(toks []casus.Token, i int) roleHit {
	var buf [64]byte
	best := noRole
	for _, w := range [2]string{toks[i].Form, toks[i].Lemma} {
		if w == "" || len(w) > len(buf) {
			continue
		}
		n, ok := x.heads[string(appendLower(buf[:0], w))]
		if !ok {
			continue
		}
		for ; n >= 0; n = x.entries[n].next {
			e := &x.entries[n]
			if len(e.words) > len(best.words) && e.fits(toks, i) {
				best = roleHit{i - e.head, i - e.head + len(e.words) - 1, e.role, e.words}
			}
		}
		if best.role >= 0 {
			break
		}
	}
	return best
}

func (e *roleEntry) fits(toks []casus.Token, i int) bool {
	b := i - e.head
	if b < 0 || b+len(e.words) > len(toks) {
		return false
	}
	for k, w := range e.words {
		t := &toks[b+k]
		if k != e.head && !equalFold(w, t.Form) && !equalFold(w, t.Lemma) {
			return false
		}
	}
	return true
}

// generic says that the role takes its sector from what it belongs to: a
// leader, a spokesman, a member.
func (x *roleIndex) generic(role int32) bool { return len(x.roles[role].Sectors) == 0 }
