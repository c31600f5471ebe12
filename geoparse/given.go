package geoparse

import (
	"strings"

	"casus"
	"casus/geoparse/gazetteer"
)

// MarkGiven sets the places of a document where it is known which words name one: it
// tells where they are, and nothing else is taken for a place.
func (p *Parser) MarkGiven(doc *casus.Document, given []casus.Span) { p.mark(doc, nil, given) }

// giveSpans keeps of what was found that which is given, and adds the rest.
func (r *run) giveSpans(given []casus.Span) {
	found := r.spans
	r.spans = nil
	for _, g := range given {
		k := -1
		for i := range found {
			if found[i].at == g && !found[i].dateline {
				k = i
			}
		}
		if k >= 0 {
			r.spans = append(r.spans, found[k])
			continue
		}
		x := span{sentence: -1, holder: -1, group: -1, tag: -1, at: g, from: int32(len(r.cands))}
		r.findTokens(&x)
		r.lookGiven(&x)
		r.spans = append(r.spans, x)
	}
	for i := range r.spans {
		x := &r.spans[i]
		x.score, x.dateline, x.holder, x.held = 1, false, -1, false
	}
	for i := 0; i+1 < len(r.spans); i++ {
		a, b := &r.spans[i], &r.spans[i+1]
		if b.at.Begin > a.at.End && strings.TrimSpace(r.doc.Dispatch.Text[a.at.End:b.at.Begin]) == "," && !a.adjective && !b.adjective {
			a.holder, b.held = int32(i+1), true
		}
	}
}

// findTokens finds the tokens that a span covers.
func (r *run) findTokens(x *span) {
	for n := range r.doc.Sentences {
		s := &r.doc.Sentences[n]
		if !s.Span.Overlaps(x.at) {
			continue
		}
		first := -1
		for i := range s.Tokens {
			if s.Tokens[i].Span.Overlaps(x.at) {
				if first < 0 {
					first = i
				}
				x.sentence, x.first, x.last, x.head = n, first, i, i
			}
		}
		return
	}
}

// lookGiven looks up the words of a span.
func (r *run) lookGiven(x *span) {
	words := r.doc.Slice(x.at)
	r.key = gazetteer.Fold(r.key[:0], words)
	k := trimThe(r.key)
	if st, ok := r.states[string(k)]; ok {
		r.cands = append(r.cands, st.place)
		x.adjective = st.adjective
	}
	if !x.adjective {
		r.cands, _ = r.table.Lookup(r.cands, k)
	}
	if len(r.cands) == int(x.from) {
		if full := abbreviations[strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(words), ".", ""), " ", "")]; full != "" {
			r.cands, _ = r.table.Lookup(r.cands, []byte(full))
			r.onlyDivisions(int(x.from))
			x.abbreviation = true
		}
	}
	// "South Boston" lies at Boston.
	if before, after, ok := strings.Cut(words, " "); ok && len(r.cands) == int(x.from) && directions[strings.ToLower(before)] {
		r.key = gazetteer.Fold(r.key[:0], after)
		if st, ok := r.states[string(r.key)]; ok {
			r.cands = append(r.cands, st.place)
		}
		r.cands, _ = r.table.Lookup(r.cands, r.key)
		x.inner = len(r.cands) > int(x.from)
	}
	// "Shawnee Township" lies at Shawnee.
	if i := strings.LastIndexByte(words, ' '); i > 0 && len(r.cands) == int(x.from) && landforms[strings.ToLower(words[i+1:])] {
		r.key = gazetteer.Fold(r.key[:0], words[:i])
		r.cands, _ = r.table.Lookup(r.cands, r.key)
		x.inner = len(r.cands) > int(x.from)
	}
	x.to = int32(len(r.cands))
}
