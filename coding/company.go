package coding

import (
	"casus"
	"casus/lexicon"
)

// This file finds those who stand beside a party: in lists, in names that are
// conjoined, in phrases with "along with".

// excluded says that a conjunct is named only to say that it is not meant: "Halvia,
// *and not Tornia*", "Halvia *rather than* Tornia".
func (s *sentence) excluded(k int) bool {
	for _, c := range s.children(k) {
		switch s.rel[c] {
		case relCc, relAdvmod, relCase:
			if s.lemma[c] == "not" || s.lemma[c] == "rather" || s.lemma[c] == "instead" {
				// "not only ... but also" takes them both.
				return int(c)+1 >= len(s.tok) || s.lemma[c+1] != "only"
			}
		}
	}
	return false
}

// listed is the second of a list that the parser took for an apposition: "Halvia,
// *Tornia* and Meria"; -1 where there is none.
func (s *sentence) listed(h int) int {
	k := s.child(h, relAppos)
	if k < h || s.mention[h] < 0 || s.mention[k] < 0 || s.child(k, relConj) < k {
		return -1
	}
	a, b := s.doc.Mentions[s.mention[h]].Entity, s.doc.Mentions[s.mention[k]].Entity
	if a == b || s.doc.Entities[a].Type != "GPE" || s.doc.Entities[b].Type != "GPE" {
		return -1
	}
	return k
}

// coOwners adds the second of "the armies of Halvia and Tornia".
func (r *reader) coOwners(h, from int, weak bool) {
	s := &r.s
	k := s.child(h, relNmod)
	if k < 0 || s.preposition(k) != "of" || s.mention[k] < 0 {
		return
	}
	for _, c := range s.children(k) {
		if m := s.mention[c]; s.rel[c] == relConj && m >= 0 && s.doc.Entities[s.doc.Mentions[m].Entity].Type == "GPE" {
			r.refer(m, from, weak)
		}
	}
}

// coOwned adds the other owner of "*Halvian and Tornian* negotiators", where the phrase
// itself was taken for one's.
func (r *reader) coOwned(h int, mention int32, from int, weak bool) {
	s := &r.s
	own := s.doc.Entities[s.doc.Mentions[mention].Entity].Country
	for _, k := range s.children(h) {
		if s.rel[k] != relCompound && s.rel[k] != relAmod || s.mention[k] < 0 || own == "" {
			continue
		}
		for _, c := range s.children(int(k)) {
			if s.rel[c] != relConj || s.mention[c] < 0 || int(c) > h {
				continue
			}
			for _, x := range [...]int32{k, c} {
				if e := &s.doc.Entities[s.doc.Mentions[s.mention[x]].Entity]; e.Country != "" && e.Country != own {
					r.refer(s.mention[x], from, weak)
				}
			}
		}
	}
}

// coNames adds who is conjoined with the last word of a name: "the Republic of
// *China and Russia*".
func (r *reader) coNames(h int, mention int32, from int, weak bool) {
	s := &r.s
	x := &s.doc.Mentions[mention]
	if x.Form != casus.FormName || x.Last >= len(s.tok) {
		return
	}
	for i := x.First; i <= x.Last; i++ {
		if i == h {
			continue
		}
		for _, k := range s.children(i) {
			if s.rel[k] == relConj && int(k) > x.Last && s.mention[k] >= 0 && !s.excluded(int(k)) {
				r.refer(s.mention[k], from, weak)
			}
		}
	}
}

// conjoinedName says that something outside a name is conjoined with a word in it.
func (s *sentence) conjoinedName(mention int32) bool {
	x := &s.doc.Mentions[mention]
	for i := x.First; i <= x.Last && i < len(s.tok) && x.Form == casus.FormName; i++ {
		for _, k := range s.children(i) {
			if s.rel[k] == relConj && int(k) > x.Last && s.mention[k] >= 0 {
				return true
			}
		}
	}
	return false
}

// withCompany adds to who acts those that act "along with" or "together with" him.
func (r *reader) withCompany(m *match, actors refRange) refRange {
	s := &r.s
	if actors.empty() || !s.isVerb(int(m.tok)) {
		return actors
	}
	for _, top := range [...]int{int(m.slot[lexicon.ACTOR]), int(m.tok)} {
		if top < 0 {
			continue
		}
		for _, k := range s.children(top) {
			if s.rel[k] != relNmod && s.rel[k] != relObl || s.mention[k] < 0 || !s.company(int(k)) {
				continue
			}
			// A run is contiguous, so the longer one is written anew.
			from := len(s.refs)
			s.refs = append(s.refs, s.refs[actors.from:actors.to]...)
			r.collect(int(k), 0, from, false)
			return refRange{from, len(s.refs)}
		}
	}
	return actors
}

// withGapped adds the recipient of the second half of "gave tents to Halvia and
// blankets *to Tornia*", which shares the verb.
func (r *reader) withGapped(m *match, p parties) refRange {
	s := &r.s
	h := int(m.slot[lexicon.RECIPIENT])
	if h < 0 || p.recipients.empty() || !s.isVerb(int(m.tok)) || s.rel[h] != relObl {
		return p.recipients
	}
	prep := s.preposition(h)
	for _, k := range s.children(int(m.tok)) {
		if int(k) <= h || s.rel[k] != relObl || s.mention[k] < 0 || prep == "" || s.preposition(int(k)) != prep || !s.coordinated(h, int(k)) {
			continue
		}
		from := len(s.refs)
		s.refs = append(s.refs, s.refs[p.recipients.from:p.recipients.to]...)
		r.collect(int(k), 0, from, false)
		return r.minus(refRange{from, len(s.refs)}, p.actors)
	}
	return p.recipients
}

// coordinated says that a conjunction stands between two tokens.
func (s *sentence) coordinated(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if s.rel[i] == relCc {
			return true
		}
	}
	return false
}

// company says that a phrase begins with "along with", "together with" or "as well as".
func (s *sentence) company(k int) bool {
	for _, c := range s.children(k) {
		if s.rel[c] != relCase && s.rel[c] != relCc || int(c) > k {
			continue
		}
		switch s.lemma[c] {
		case "along", "together":
			return true
		case "with":
			if l := int(c) - 1; l >= 0 && (s.lemma[l] == "along" || s.lemma[l] == "together") {
				return true
			}
		case "well":
			return true
		}
	}
	return false
}
