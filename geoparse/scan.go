package geoparse

import (
	"strings"
	"unicode/utf8"

	"casus"
	"casus/geoparse/gazetteer"
)

// longestPlace is the number of tokens of the longest name looked for.
const longestPlace = 6

// span is a stretch of tokens that may name a place.
type span struct {
	sentence, first, last, head int
	at                          casus.Span
	// cands are the places of that name, [from, to) in run.cands.
	from, to int32
	// tag is the kind of the tagger's name that it lies in, -1 for none; exact
	// says that it is all of it.
	tag          int8
	exact        bool
	adjective    bool
	abbreviation bool
	dateline     bool
	// inner: the candidates are those of a part of it ("South Boston").
	inner bool
	// holder is the span after a comma that may hold this one ("Paris, Texas"), -1.
	holder int32
	held   bool
	group  int32
	score  float32
	reason [detectFeatures]float32
}

// run is the scratch memory of one document.
type run struct {
	*Parser
	doc   *casus.Document
	spans []span
	cands []int32
	buf   []byte
	key   []byte
	// tags gives for each token of the sentence the name that it lies in, -1.
	tags []int16

	groups  []group
	groupOf map[string]int
	linked  map[int32]float32
	ranked  []ranked
	shares  []share
	// The grid: candidates by cell and by division, and groups near one.
	cells, divisions []cell
	near9            []int32
}

func (r *run) begin(p *Parser, doc *casus.Document) {
	r.Parser, r.doc = p, doc
	r.spans, r.cands, r.groups, r.ranked, r.shares = r.spans[:0], r.cands[:0], r.groups[:0], r.ranked[:0], r.shares[:0]
	clear(r.groupOf)
	clear(r.linked)
	doc.Places = doc.Places[:0:0]
}

// scan finds what may be a place in a sentence.
func (r *run) scan(n int) {
	s := &r.doc.Sentences[n]
	r.tags = r.tags[:0]
	for range s.Tokens {
		r.tags = append(r.tags, -1)
	}
	for k, m := range s.Names {
		for i := max(m.First, 0); i <= m.Last && i < len(s.Tokens); i++ {
			r.tags[i] = int16(k)
		}
	}
	before := len(r.spans)
	for i := 0; i < len(s.Tokens); i++ {
		if last := r.lookAt(n, i); last >= i {
			i = last
		}
	}
	r.unknown(n, before)
	for i := before; i+1 < len(r.spans); i++ {
		a, b := &r.spans[i], &r.spans[i+1]
		if b.first == a.last+2 && s.Tokens[a.last+1].Form == "," && !a.adjective && !b.adjective {
			a.holder, b.held = int32(i+1), true
		}
	}
}

// lookAt looks up the longest name that begins at a token, and returns its last
// token, or -1.
func (r *run) lookAt(n, i int) int {
	s := &r.doc.Sentences[n]
	if !capital(s.Tokens[i].Form) {
		return -1
	}
	x := span{sentence: n, first: i, last: -1, holder: -1, group: -1, tag: -1}
	from := len(r.cands)
	r.key = r.key[:0]
	for j := i; j < len(s.Tokens) && j < i+longestPlace; j++ {
		t := &s.Tokens[j]
		if j > i && (t.Form == "," || t.Form == "'s" || t.Form == "’s" || t.Form == "(" || t.Form == ".") {
			break
		}
		r.key = gazetteer.Fold(r.key[:0], r.doc.Slice(s.Tokens[i].Span.Cover(t.Span)))
		if len(r.key) == 0 {
			break
		}
		k := trimThe(r.key)
		mark := len(r.cands)
		st, isState := r.states[string(k)]
		if isState && r.shortNameFits(s, i, j, k) {
			r.cands = append(r.cands[:from], st.place)
			x.last, x.adjective, x.abbreviation = j, st.adjective, false
			if !st.adjective {
				r.cands, _ = r.table.Lookup(r.cands, k)
				r.dropTwice(from)
			}
			mark = len(r.cands)
		}
		more := false
		if !isState && capital(t.Form) {
			r.cands, more = r.table.Lookup(r.cands, k)
			if len(r.cands) > mark && (len(k) > 2 || upper(s.Tokens[i].Form)) {
				r.cands = append(r.cands[:from], r.cands[mark:]...)
				x.last, x.adjective, x.abbreviation = j, false, false
			} else {
				r.cands = r.cands[:mark]
			}
		} else {
			n := len(r.cands)
			r.cands, more = r.table.Lookup(r.cands, k)
			r.cands = r.cands[:n]
		}
		if j == i && !isState && x.last < 0 {
			if full := abbreviated(s, i); full != "" {
				r.cands, _ = r.table.Lookup(r.cands, []byte(full))
				r.onlyDivisions(from)
				if len(r.cands) > from {
					x.last, x.abbreviation = j, true
					if dotted(s, i) {
						x.last++
					}
				}
			}
		}
		if !more && !r.begun[string(k)] {
			break
		}
	}
	if x.last < 0 {
		r.cands = r.cands[:from]
		return -1
	}
	x.from, x.to = int32(from), int32(len(r.cands))
	r.place(&x)
	if x.tag < 0 && !x.adjective && !x.abbreviation && s.Tokens[x.head].UPOS != "PROPN" && !r.isState(&x) {
		r.cands = r.cands[:from]
		return -1
	}
	r.spans = append(r.spans, x)
	return x.last
}

// isState says that a state is among the candidates.
func (r *run) isState(x *span) bool {
	return x.to > x.from && r.table.Kind(int(r.cands[x.from])) == gazetteer.Country
}

// place fills in what the sentence tells of a span.
func (r *run) place(x *span) {
	s := &r.doc.Sentences[x.sentence]
	x.at = s.Tokens[x.first].Span.Cover(s.Tokens[x.last].Span)
	x.head = x.last
	for k := x.first; k <= x.last; k++ {
		if h := s.Tokens[k].Head; h < x.first || h > x.last {
			x.head = k
			break
		}
	}
	if k := r.tags[x.head]; k >= 0 {
		m := &s.Names[k]
		x.tag = int8(m.Type)
		first := m.First
		for first < x.first && s.Tokens[first].UPOS == "DET" {
			first++
		}
		x.exact = first == x.first && m.Last == x.last || first >= x.first && m.Last <= x.last
	}
}

// unknown adds the places of the tagger that no list has, and widens those of which a
// list has but a part.
func (r *run) unknown(n, before int) {
	s := &r.doc.Sentences[n]
	for _, m := range s.Names {
		if m.Type != casus.LOC || m.First < 0 || m.Last >= len(s.Tokens) {
			continue
		}
		first := m.First
		for first < m.Last && !capital(s.Tokens[first].Form) {
			first++
		}
		inside := -1
		count := 0
		for i := before; i < len(r.spans); i++ {
			if x := &r.spans[i]; x.first <= m.Last && x.last >= first {
				inside, count = i, count+1
			}
		}
		comma := false
		for i := first; i <= m.Last; i++ {
			comma = comma || s.Tokens[i].Form == ","
		}
		switch {
		case count == 0:
			if !capital(s.Tokens[first].Form) {
				continue
			}
			x := span{sentence: n, first: first, last: m.Last, holder: -1, group: -1, tag: -1, from: int32(len(r.cands)), to: int32(len(r.cands))}
			r.place(&x)
			r.spans = append(r.spans, x)
			for i := len(r.spans) - 1; i > before && r.spans[i-1].first > x.first; i-- {
				r.spans[i], r.spans[i-1] = r.spans[i-1], r.spans[i]
			}
		case count == 1 && !comma && !r.spans[inside].adjective:
			x := &r.spans[inside]
			if x.first < first || x.last > m.Last || x.first == first && x.last == m.Last || !capital(s.Tokens[m.Last].Form) {
				continue
			}
			side := x.last == m.Last && x.first == first+1 && directions[strings.ToLower(s.Tokens[first].Form)] ||
				x.first == first && x.last == m.Last-1 && landforms[strings.ToLower(s.Tokens[m.Last].Form)]
			x.first, x.last = first, m.Last
			r.place(x)
			if x.inner = side; !side {
				x.to = x.from
			}
		}
	}
}

var directions = set("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower",
	"downtown", "greater", "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern", "inner", "old", "mid", "midtown", "metro", "coastal", "rural", "occupied")

// landforms follow the name of the place at which they lie.
var landforms = set("township", "city", "village", "park", "valley", "airport", "heights", "hills", "beach", "province", "county", "district", "region", "area", "harbor",
	"harbour", "port", "borough", "town", "municipality", "prefecture", "governorate", "suburbs", "junction", "springs", "creek", "river", "lake", "island", "islands", "base", "camp", "station")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// shortNameFits says that a short name of a state is written as one: "US" and "U.S.",
// not "us".
func (r *run) shortNameFits(s *casus.Sentence, i, j int, k []byte) bool {
	return len(k) > 3 || i == j && upper(s.Tokens[i].Form)
}

// upper says that a word of two letters or more has no small one.
func upper(s string) bool {
	n := 0
	for i := range len(s) {
		if 'a' <= s[i] && s[i] <= 'z' {
			return false
		}
		if 'A' <= s[i] && s[i] <= 'Z' {
			n++
		}
	}
	return n > 1
}

func capital(s string) bool {
	if s == "" {
		return false
	}
	if c := s[0]; c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	c, _ := utf8.DecodeRuneInString(s)
	return c >= 0xC0 && c != 0xD7 && c < 0x2000
}

func (r *run) dropTwice(from int) {
	kept := r.cands[:from+1]
	for _, c := range r.cands[from+1:] {
		if c != r.cands[from] {
			kept = append(kept, c)
		}
	}
	r.cands = kept
}

func (r *run) onlyDivisions(from int) {
	kept := r.cands[:from]
	for _, c := range r.cands[from:] {
		if r.table.Kind(int(c)) == gazetteer.Admin1 {
			switch r.table.Country(int(c)) {
			case "USA", "CAN", "AUS":
				kept = append(kept, c)
			}
		}
	}
	r.cands = kept
}

// datelines reads the place of each dateline: "SEOUL, June 21 (Yonhap) --".
func (r *run) datelines() {
	for i := range r.doc.Blocks {
		b := &r.doc.Blocks[i]
		at := b.Lead
		if b.Kind == casus.Dateline {
			at = b.Span
		}
		if at.Empty() {
			continue
		}
		text := r.doc.Slice(at)
		end := strings.IndexAny(text, ",(-–—0123456789:/")
		if end < 0 {
			end = len(text)
		}
		name := strings.TrimSpace(text[:end])
		if name == "" || !capital(name) {
			continue
		}
		from := len(r.cands)
		r.key = gazetteer.Fold(r.key[:0], name)
		k := trimThe(r.key)
		if st, ok := r.states[string(k)]; ok && !st.adjective {
			r.cands = append(r.cands, st.place)
		}
		r.cands, _ = r.table.Lookup(r.cands, k)
		if len(r.cands) == from {
			continue
		}
		begin := at.Begin + strings.Index(text, name)
		r.spans = append(r.spans, span{sentence: -1, dateline: true, holder: -1, group: -1, tag: int8(casus.LOC), exact: true,
			at: casus.Span{Begin: begin, End: begin + len(name)}, from: int32(from), to: int32(len(r.cands)), score: 1})
	}
}
