package geoparse

import (
	"math"
	"strings"

	"casus"
	"casus/geoparse/gazetteer"
)

// survey counts, for each name, as what the tagger sees it in the document, and
// puts the spans of one name into one group.
func (r *run) survey() {
	for i := range r.spans {
		x := &r.spans[i]
		r.key = r.groupKey(r.key[:0], x)
		g, ok := r.groupOf[string(r.key)]
		if !ok {
			g = len(r.groups)
			r.groupOf[string(r.key)] = g
			r.groups = append(r.groups, group{best: -1, from: x.from, to: x.to})
		}
		x.group = int32(g)
		gr := &r.groups[g]
		if x.to-x.from > gr.to-gr.from {
			gr.from, gr.to = x.from, x.to
		}
		gr.count++
		switch {
		case x.tag == int8(casus.LOC):
			gr.place++
		case x.tag == int8(casus.PER):
			gr.person++
		case x.tag == int8(casus.ORG):
			gr.org++
		}
	}
}

// groupKey is the name under which spans are one: their letters, or the full name of
// what they abbreviate.
func (r *run) groupKey(dst []byte, x *span) []byte {
	dst = gazetteer.Fold(dst, r.doc.Slice(x.at))
	switch {
	case x.adjective:
		dst = append(dst, '*')
	case x.abbreviation:
		dst = append(dst, '.')
	case x.to > x.from && r.isState(x) && x.to-x.from == 1:
		dst = append(dst[:0], '=')
		dst = append(dst, r.table.Country(int(r.cands[x.from]))...)
	}
	return dst
}

// weigh decides whether a span names a place.
func (r *run) weigh(i int) {
	x := &r.spans[i]
	if x.dateline {
		return
	}
	f := &x.reason
	*f = [detectFeatures]float32{}
	f[dBias] = 1
	r.weighTag(x)
	r.weighKind(x)
	r.weighWords(x)
	g := &r.groups[x.group]
	if n := float32(g.count - 1); n > 0 {
		place, person, org := float32(g.place), float32(g.person), float32(g.org)
		switch x.tag {
		case int8(casus.LOC):
			place--
		case int8(casus.PER):
			person--
		case int8(casus.ORG):
			org--
		}
		f[dElsewherePlace], f[dElsewherePerson], f[dElsewhereOrg] = place/n, person/n, org/n
	}
	f[dHolder], f[dHeld] = b2f(x.holder >= 0), b2f(x.held)
	sum := float32(0)
	for k := range f {
		sum += f[k] * r.w.detect[k]
	}
	x.score = float32(1 / (1 + math.Exp(-float64(sum))))
}

func b2f(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func (r *run) weighTag(x *span) {
	f := &x.reason
	s := &r.doc.Sentences[x.sentence]
	switch x.tag {
	case int8(casus.LOC):
		if x.exact {
			f[dTagExact] = 1
		} else {
			f[dTagInside] = 1
		}
	case int8(casus.ORG):
		switch {
		case x.exact:
			f[dOrgExact] = 1
		case s.Names[r.nameAt(x)].First == x.first:
			f[dOrgFirst] = 1
		default:
			f[dOrgRest] = 1
		}
	case int8(casus.PER):
		if x.exact {
			f[dPerExact] = 1
		} else {
			f[dPerInside] = 1
		}
	case int8(casus.NORP):
		f[dNorp] = 1
	case int8(casus.MISC):
		f[dMisc] = 1
	default:
		f[dNoTag] = 1
	}
}

// nameAt is the tagger's name in which the head of a span lies.
func (r *run) nameAt(x *span) int {
	names := r.doc.Sentences[x.sentence].Names
	for k := range names {
		if names[k].First <= x.head && x.head <= names[k].Last {
			return k
		}
	}
	return 0
}

func (r *run) weighKind(x *span) {
	f := &x.reason
	inOrg := x.tag == int8(casus.ORG) && !x.exact
	switch {
	case x.adjective:
		f[dAdjective] = 1
		return
	case x.to == x.from:
		f[dUnknown] = 1
		f[dUnknownTwo] = b2f(x.last > x.first)
		last := r.doc.Sentences[x.sentence].Tokens[x.last].Form
		f[dStreet] = b2f(streets[strings.TrimSuffix(strings.ToLower(last), ".")])
		return
	case x.inner:
		f[dInner] = 1
	case x.abbreviation:
		f[dAbbreviation] = 1
	}
	kind, size := gazetteer.Other, 0
	for _, c := range r.cands[x.from:x.to] {
		k := r.table.Kind(int(c))
		if k == gazetteer.Country || k == gazetteer.Admin1 && kind != gazetteer.Country || kind == gazetteer.Other {
			kind = k
		}
		if k.Settled() {
			size = max(size, r.table.Size8(int(c)))
		}
	}
	const hundredThousand = 134
	switch {
	case kind == gazetteer.Country:
		f[dCountry], f[dStateOrg] = 1, b2f(inOrg)
	case kind == gazetteer.Admin1:
		f[dAdmin1], f[dStateOrg] = 1, b2f(inOrg)
	case size >= hundredThousand:
		f[dLarge], f[dTownOrg] = 1, b2f(inOrg)
	case kind.Settled():
		f[dTown], f[dTownOrg], f[dTownNoTag] = 1, b2f(inOrg), b2f(x.tag < 0)
	case kind == gazetteer.Admin2:
		f[dAdmin2] = 1
	default:
		f[dArea] = 1
	}
}

var streets = set("street", "st", "road", "rd", "avenue", "ave", "drive", "dr", "lane", "boulevard", "blvd", "highway", "parkway", "way", "court", "route", "square", "plaza", "bridge", "place", "close", "crescent", "terrace", "trail")

// weighWords weighs the words around a span.
func (r *run) weighWords(x *span) {
	f := &x.reason
	s := &r.doc.Sentences[x.sentence]
	h := &s.Tokens[x.head]
	f[dProper], f[dNoProper] = b2f(h.UPOS == "PROPN"), b2f(h.UPOS != "PROPN")
	f[dSeveral] = b2f(x.last > x.first)
	f[dFirst] = b2f(x.first == 0)
	if k := x.first - 1; k >= 0 {
		for k > 0 && s.Tokens[k].UPOS == "DET" {
			k--
		}
		switch p := strings.ToLower(s.Tokens[k].Form); {
		case p == "in" || p == "near" || p == "at" || p == "outside" || p == "across" || p == "around" || p == "throughout" || p == "within":
			f[dPrepIn] = 1
		case p == "from" || p == "to" || p == "into" || p == "toward" || p == "towards" || p == "through":
			f[dPrepFrom] = 1
		case p == "of":
			f[dPrepOf] = 1
		case s.Tokens[k].UPOS == "ADP":
			f[dPrepOther] = 1
		}
		b := &s.Tokens[x.first-1]
		f[dBeforeCapital] = b2f(capital(b.Form) && b.UPOS == "PROPN")
	}
	if k := x.last + 1; k < len(s.Tokens) {
		n := &s.Tokens[k]
		f[dNextCapital] = b2f(capital(n.Form) && n.UPOS == "PROPN")
		f[dNextNoun] = b2f(n.UPOS == "NOUN")
		f[dAdjectiveNoun] = b2f(x.adjective && n.UPOS == "NOUN")
		f[dPossessive] = b2f(n.Form == "'s" || n.Form == "’s")
	}
	f[dSubject] = b2f(h.Rel() == "nsubj")
}
