package relate

import (
	"slices"
	"strings"

	"casus"
)

// Features describe a pair to the classifier: what the lexicon and the grammar make of
// the words, and the words themselves. The name of a feature begins with its kind and a
// colon.
type Features struct {
	Rules, Words []string
}

// maxAround bounds the words around the path, maxBetween those between the two, so that
// a long sentence is no burden.
const (
	maxAround  = 40
	maxBetween = 25
)

// describe lists the features of a pair.
func (v *view) describe(fits []fit) Features {
	r, w := features{}, features{}
	r.rules(v, fits)
	w.words(v)
	w.sides(v)
	return Features{unique(r.list), unique(w.list)}
}

// unique sorts a list and leaves each once.
func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// features are being gathered.
type features struct {
	list []string
	// around counts the words around the path.
	around int
}

func (f *features) add(parts ...string) { f.list = append(f.list, strings.Join(parts, "")) }

func (f *features) when(on bool, name string) {
	if on {
		f.list = append(f.list, name)
	}
}

// rules are what the lexicon and the grammar make of the words.
func (f *features) rules(v *view, fits []fit) {
	if len(fits) == 0 {
		f.add("r1:none")
	}
	for i := range fits {
		x := &fits[i]
		e := x.c.Event.Event
		switch i {
		case 0:
			f.best(x)
			if len(fits) > 1 {
				m := x.score - fits[1].score
				f.add("r1m:", e, []string{"0", "1", "3", "6"}[steps(m, 0.5, 2, 4)])
			}
		case 1:
			f.add("r2:", e)
			f.add("r12:", fits[0].c.Event.Event, e)
		}
		f.add("any:", e)
		f.when(x.onPath, "on:"+e)
		f.when(x.isLCA, "lca:"+e)
		f.when(x.c.Told, "told:"+e)
		if i < 4 {
			f.add("c:", v.standing(x.c.Token), e)
		}
	}
	for i := range v.cands {
		c := &v.cands[i]
		if c.Event.Event == "" {
			for _, n := range names(c.Base) {
				f.add("c0:", n)
			}
		}
	}
}

// standing says how a word stands to the one above both: that word itself, what hangs on
// it, what it hangs on, or elsewhere.
func (v *view) standing(t int) string {
	switch {
	case t == v.lca:
		return "="
	case v.head[t] == v.lca:
		m := ""
		if k := v.child(t, "mark"); k >= 0 {
			m = v.lemma(k)
		}
		return v.rel(t) + m
	case v.lca >= 0 && v.head[v.lca] == t:
		return "^" + v.rel(v.lca)
	}
	return "?"
}

// best describes the candidate that lies best.
func (f *features) best(x *fit) {
	c := x.c
	e := c.Event.Event
	f.add("r1:", e)
	f.add("r1s:", e, []string{"0", "1", "2", "3", "4"}[steps(x.score, 3, 6, 9, 12)])
	f.when(c.Told, "r1t:"+e)
	f.when(c.Held, "r1h:"+e)
	f.when(c.Loose, "r1l:"+e)
	f.when(x.swapped, "r1w:"+e)
	f.when(c.Blocked != "", "r1b:"+e)
	f.add("r1c:", c.Event.CAMEO)
	f.add("r1d:", e, c.Event.Mode)
	f.add("r1a:", c.Event.Evidence.Reading)
	f.add("r1p:", c.Event.Evidence.Pattern)
	for i, n := range names(c.Event.Evidence.Reading) {
		f.add("r1n:", n)
		if i == 0 {
			f.add("r1o:", n)
		}
	}
	for _, w := range c.Event.Status.Words() {
		f.add("r1st:", w)
		f.add("r1ste:", w, e)
	}
}

// names are the operators and acts of a reading: ASK, STOP, COOPERATE of
// "ASK.appeal(STOP(COOPERATE:military))".
func names(reading string) []string {
	out := strings.FieldsFunc(reading, func(r rune) bool { return r == '(' || r == ')' })
	for i, n := range out {
		n, _, _ = strings.Cut(n, ":")
		out[i], _, _ = strings.Cut(n, ".")
	}
	return out
}

// steps counts the bounds that x reaches.
func steps(x float64, bounds ...float64) int {
	n := 0
	for _, b := range bounds {
		if x >= b {
			n++
		}
	}
	return n
}

// words are those on the way from source to target, and what hangs on them.
func (f *features) words(v *view) {
	seen := map[int]bool{}
	onPath := func(i int) bool {
		first := !seen[i]
		seen[i] = true
		return first && !(i >= v.source[0] && i <= v.source[1]) && !(i >= v.target[0] && i <= v.target[1])
	}
	var path []int
	for _, i := range v.up {
		if onPath(i) {
			path = append(path, i)
			f.add("u:", v.lemma(i))
		}
	}
	for _, i := range v.down {
		if onPath(i) {
			path = append(path, i)
			f.add("d:", v.lemma(i))
		}
	}
	f.add("p:", v.relations(v.up), "<", v.relations(v.down))
	for _, i := range path {
		f.add("w:", v.lemma(i))
	}
	if t := v.lca; t >= 0 {
		f.top(v, t)
	}
	for _, i := range path {
		f.hanging(v, i)
	}
	f.surface(v)
}

// relations spells the way up from a side: its relations, at most four.
func (v *view) relations(way []int) string {
	var b strings.Builder
	for n, i := range way {
		if i == v.lca || n == 4 {
			break
		}
		b.WriteString(v.rel(i))
		b.WriteByte(' ')
	}
	return b.String()
}

// top describes the word above both.
func (f *features) top(v *view, t int) {
	w := v.lemma(t)
	f.add("l:", w)
	f.add("lx:", v.tok[t].XPOS)
	if h := v.head[t]; h >= 0 {
		f.add("lh:", v.lemma(h))
		f.add("lhr:", v.rel(t), v.lemma(h))
	}
	for _, k := range v.kids[t] {
		r, x := v.tok[k].Deprel, v.lemma(k)
		switch v.rel(k) {
		case "aux", "mark", "advmod", "compound", "cop":
			f.add("lk:", r, x)
			f.add("lkw:", r, x, w)
		case "obj", "xcomp", "ccomp", "advcl", "obl", "nsubj", "nmod", "acl", "conj", "amod":
			p := v.preposition(k)
			f.add("lk:", r, p, x)
			f.add("lw:", w, r, x)
			if m := v.child(k, "mark"); m >= 0 {
				f.add("lm:", w, v.lemma(m))
			}
			f.when(p != "", "lp:"+w+p)
		}
	}
}

// hanging describes what hangs on a word of the way.
func (f *features) hanging(v *view, i int) {
	for _, k := range v.kids[i] {
		if f.around++; f.around > maxAround {
			return
		}
		r, x := v.rel(k), v.lemma(k)
		switch r {
		case "punct", "det":
			continue
		case "aux", "mark", "advmod", "case":
			f.add("k:", r, x)
			continue
		}
		f.add("k:", x)
		for _, j := range v.kids[k] {
			switch v.rel(j) {
			case "obj", "xcomp", "nmod", "amod", "compound", "ccomp", "aux", "advmod", "obl":
				f.add("kk:", v.lemma(j))
			}
		}
	}
}

// surface is the words between the two, and all of the sentence.
func (f *features) surface(v *view) {
	from, to := v.source[1]+1, v.target[0]
	order := "st"
	if v.hs >= 0 && v.ht >= 0 && v.target[0] < v.source[0] {
		from, to, order = v.target[1]+1, v.source[0], "ts"
	}
	f.add("order:", order)
	if v.hs >= 0 && v.ht >= 0 {
		last := "^"
		for i := from; i < to && i < from+maxBetween; i++ {
			if v.tok[i].UPOS == "PUNCT" {
				continue
			}
			w := v.lemma(i)
			f.add("b:", w)
			f.add("bb:", last, " ", w)
			last = w
		}
		f.add("bb:", last, " $")
	}
	for i := range v.tok {
		switch v.tok[i].UPOS {
		case "VERB", "NOUN", "ADJ", "ADV":
			f.add("s:", v.lemma(i))
		}
	}
}

// sides describes the two parties.
func (f *features) sides(v *view) {
	for _, side := range []struct {
		name string
		r    [2]int
		head int
	}{{"S", v.source, v.hs}, {"T", v.target, v.ht}} {
		if side.head < 0 {
			f.add(side.name, "null:")
			continue
		}
		f.add(side.name, "h:", v.lemma(side.head))
		f.add(side.name, "r:", v.tok[side.head].Deprel)
		f.add(side.name, "x:", v.tok[side.head].XPOS)
		if p := v.preposition(side.head); p != "" {
			f.add(side.name, "p:", p)
			if v.lca >= 0 {
				f.add(side.name, "pl:", p, v.lemma(v.lca))
			}
		}
		f.kinds(v, side.name, casus.Span{Begin: v.tok[side.r[0]].Span.Begin, End: v.tok[side.r[1]].Span.End})
		if side.name == "T" {
			for i := side.r[0]; i <= side.r[1]; i++ {
				f.add("Tw:", v.lemma(i))
			}
		}
	}
}

// kinds tells what is known of those named in a span.
func (f *features) kinds(v *view, side string, s casus.Span) {
	n := 0
	ms := v.doc.MentionsIn(v.from, v.to)
	for i := range ms {
		m := &ms[i]
		if !m.Span.Overlaps(s) || m.Entity < 0 || m.Entity >= len(v.doc.Entities) {
			continue
		}
		n++
		e := &v.doc.Entities[m.Entity]
		f.add(side, "t:", e.Type)
		for _, x := range e.Sectors {
			f.add(side, "s:", x)
		}
	}
	f.when(n == 0, side+"thing:")
}
