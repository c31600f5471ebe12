package quotes

import "casus"

// Relations that the features ask for.
var (
	relNsubj, relNsubjPass, relObj, relIobj = hash("nsubj"), hash("nsubj:pass"), hash("obj"), hash("iobj")
	relCcomp, relXcomp, relCsubj            = hash("ccomp"), hash("xcomp"), hash("csubj")
	relParataxis, relAdvcl, relAcl          = hash("parataxis"), hash("advcl"), hash("acl")
	relAclRel                               = hash("acl:relcl")
	relObl, relNmod, relPoss                = hash("obl"), hash("nmod"), hash("nmod:poss")
	relAgent                                = hash("obl:agent")
	relCase, relMark, relAux, relCop        = hash("case"), hash("mark"), hash("aux"), hash("cop")
	relPart, relConj, relAdvmod             = hash("compound:prt"), hash("conj"), hash("advmod")
	relAppos, relDep, relRoot, relFixed     = hash("appos"), hash("dep"), hash("root"), hash("fixed")
	relPunct, relDet, relAmod, relCompound  = hash("punct"), hash("det"), hash("amod"), hash("compound")
	relExpl, relAuxPass, relFlat            = hash("expl"), hash("aux:pass"), hash("flat")
)

var shapeOf = map[uint32]uint32{
	relNsubj: 1 << 0, relNsubjPass: 1 << 1, relObj: 1 << 2, relIobj: 1 << 3, relCcomp: 1 << 4, relXcomp: 1 << 5,
	relCsubj: 1 << 6, relParataxis: 1 << 7, relAdvcl: 1 << 8, relAcl: 1 << 9, relObl: 1 << 10, relNmod: 1 << 11,
	relPoss: 1 << 12, relCase: 1 << 13, relMark: 1 << 14, relAux: 1 << 15, relCop: 1 << 16, relPart: 1 << 17,
	relDet: 1 << 18, relExpl: 1 << 19, relAuxPass: 1 << 20, relAclRel: 1 << 21, relAgent: 1 << 22,
}

// mayCue says whether a token is asked at all whether it heads a cue.
func mayCue(w *word, form string) bool {
	switch w.pos {
	case posVerb, posNoun, posAdj, posAdv:
		return true
	case posPunct:
		return form == ":"
	case posAdp, posSconj:
		return w.class != 0
	case posAux:
		return w.class != 0
	}
	return false
}

// around is what stands around a token in the tree.
type around struct {
	shape                     uint32 // the relations of its children
	subject, object, clause   int
	prep                      uint32 // first preposition or particle below it
	aux, neg, modal, obl, pre int
}

var lemmaNot, lemmaTo = hash("not"), hash("to")

func (x *sentence) around(i int) around {
	a := around{subject: -1, object: -1, clause: -1, aux: -1, obl: -1, modal: -1}
	for k := x.words[i].kid; k >= 0; k = x.words[k].next {
		w := &x.words[k]
		a.shape |= shapeOf[w.rel]
		switch w.rel {
		case relNsubj, relNsubjPass:
			a.subject = int(k)
		case relObj:
			a.object = int(k)
		case relCcomp, relXcomp:
			if a.clause < 0 {
				a.clause = int(k)
			}
		case relAux:
			a.aux = int(k)
		case relPart:
			a.prep = w.lemma
		case relObl, relNmod:
			if a.obl < 0 || a.obl < i && int(k) > i {
				a.obl = int(k)
				if c := x.rel(int(k), relCase); c >= 0 && a.prep == 0 {
					a.prep = x.words[c].lemma
				}
			}
		case relAdvmod:
			if w.lemma == lemmaNot {
				a.neg = 1
			}
		}
	}
	if a.subject < 0 {
		a.subject = x.inherited(i)
	}
	return a
}

// inherited looks for the subject of a verb that has none of its own.
func (x *sentence) inherited(i int) int {
	for n := 0; n < 4; n++ {
		w := &x.words[i]
		h := int(w.head)
		if h < 0 {
			return -1
		}
		switch w.rel {
		case relConj, relXcomp, relAdvcl:
			if s := x.rel(h, relNsubj, relNsubjPass); s >= 0 {
				return s
			}
		case relAcl, relAclRel:
			return h
		default:
			return -1
		}
		i = h
	}
	return -1
}

// person sums up what a noun phrase stands for.
func (x *sentence) person(i int) uint32 {
	if i < 0 {
		return 1
	}
	w := &x.words[i]
	return mix(uint32(w.pos)|w.name<<8, w.who)
}

func (x *sentence) lemma(i int) uint32 {
	if !x.has(i) {
		return uint32(2 + min(max(i, -2), 0))
	}
	return x.words[i].lemma
}

func (x *sentence) upos(i int) uint32 {
	if !x.has(i) {
		return 0
	}
	return uint32(x.words[i].pos)
}

func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// cueFeatures describe token i as the head of a cue.
func (x *sentence) cueFeatures(f *features, i int) {
	w := &x.words[i]
	a := x.around(i)
	h := int(w.head)
	var hw word
	if h >= 0 {
		hw = x.words[h]
	}
	cls := mix(w.class, uint32(w.pos))
	f.add(w.lemma, w.upos)
	f.add(w.lemma, w.xpos)
	f.add(w.lemma, w.rel)
	f.add(w.lemma, a.shape)
	f.add(mix(w.upos, w.rel), a.shape)
	f.add(mix(cls, w.rel), a.shape)
	f.add(cls, w.xpos)
	f.add(w.lemma, x.person(a.subject))
	f.add(mix(cls, w.rel), x.person(a.subject))
	f.add(w.lemma, a.prep)
	f.add(mix(cls, w.upos), a.prep)
	f.add(w.lemma, x.lemma(a.object))
	f.add(w.lemma, x.person(a.object))
	f.add(w.upos, x.lemma(a.object))
	f.add(w.lemma, hw.lemma)
	f.add(mix(w.rel, hw.upos), hw.lemma)
	f.add(mix(w.rel, hw.class), cls)
	f.add(w.lemma, x.lemma(i+1))
	f.add(w.lemma, x.lemma(i-1))
	f.add(w.upos, x.lemma(i+1))
	f.add(w.upos, x.lemma(i-1))
	f.add(w.upos, mix(x.lemma(i-1), x.lemma(i-2)))
	f.add(w.upos, mix(x.lemma(i+1), x.lemma(i+2)))
	f.add(mix(x.upos(i-1), x.upos(i+1)), mix(w.xpos, x.upos(i-2)<<4|x.upos(i+2)))
	f.add(w.lemma, b2u(w.quoted))
	f.add(mix(w.rel, cls), b2u(w.quoted))
	quotes := x.quoteShape(i)
	f.add(w.lemma, quotes)
	f.add(cls, quotes)
	f.add(mix(w.rel, a.shape), quotes)
	f.add(w.lemma, uint32(x.kind))
	f.add(w.upos, uint32(x.kind))
	f.add(w.lemma, x.lemma(a.subject))
	f.add(w.upos, x.lemma(a.subject))
	var cw word
	if a.clause >= 0 {
		cw = x.words[a.clause]
		m := x.rel(a.clause, relMark)
		f.add(w.lemma, mix(cw.rel, x.lemma(m)))
		f.add(cls, mix(cw.rel, cw.lemma))
		f.add(mix(cls, cw.rel), mix(x.lemma(m), cw.xpos))
	} else {
		f.skip()
		f.skip()
		f.skip()
	}
	form := x.s.Tokens[i].Form
	f.add(hash(tail(form, 3)), w.upos)
	f.add(hash(tail(form, 4)), w.rel)
	f.add(hash(form[:min(len(form), 4)]), w.upos)
	f.add(w.lemma, x.lemma(a.aux))
	f.add(mix(cls, w.xpos), x.lemma(a.aux))
	f.add(w.lemma, uint32(a.neg))
	f.add(w.lemma, 0)
	f.add(mix(x.lemma(a.obl), a.prep), w.upos)
	f.add(mix(a.prep, w.lemma), x.person(a.obl))
	f.add(bucket(i), bucket(len(x.words)-i)|w.upos<<8)
	f.add(mix(hw.lemma, w.lemma), w.rel)
	if g := hw.head; h >= 0 && g >= 0 {
		f.add(mix(w.rel, hw.rel), mix(x.words[g].lemma, cls))
	} else {
		f.add(mix(w.rel, hw.rel), cls)
	}
}

// startFeatures tell of a colon what stands before it, up to the beginning of the
// paragraph ("WALLACE: let's start").
func (r *run) startFeatures(f *features, x *sentence, i int) {
	w := &x.words[i]
	if w.form != colon {
		return
	}
	first := b2u(x.index == 0 || r.doc.Sentences[x.index-1].Block != x.s.Block)
	names, capitals, verbs, others := uint32(0), uint32(0), uint32(0), uint32(0)
	for k := range i {
		v := &x.words[k]
		switch {
		case v.shape == 3:
			capitals = min(capitals+1, 3)
		case v.pos == posPropn || v.name != 0:
			names = min(names+1, 3)
		case v.pos == posVerb || v.pos == posAux:
			verbs = min(verbs+1, 2)
		default:
			others = min(others+1, 3)
		}
	}
	before := first | names<<1 | capitals<<3 | verbs<<5 | others<<7
	after := uint32(0)
	if i+1 < len(x.words) {
		v := &x.words[i+1]
		after = uint32(v.shape) | uint32(v.mark)<<3 | uint32(v.pos)<<5
	}
	f.add(before, uint32(x.kind))
	f.add(before, after)
	f.add(first|uint32(x.kind)<<1|bucket(i)<<4, after)
	if i > 0 {
		v := &x.words[i-1]
		f.add(first|uint32(v.shape)<<1|uint32(v.pos)<<4|v.name<<8, after)
		f.add(first|uint32(x.kind)<<1|uint32(v.shape)<<4|bucket(i)<<8, uint32(v.pos)|v.name<<8)
		f.add(mix(v.who, v.name), first|uint32(x.kind)<<1)
	}
}

func tail(s string, n int) string { return s[max(0, len(s)-n):] }

// quoteShape tells where quotation marks stand to a token: closed just before its
// phrase, opened soon after it, around it.
func (x *sentence) quoteShape(i int) uint32 {
	if x.marks == 0 && !x.opens {
		return 0
	}
	out := uint32(1)
	if x.words[i].quoted {
		out |= 2
	}
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		if m := x.words[k].mark; m != noMark {
			if m == closing {
				out |= 4
			} else {
				out |= 8
			}
			break
		}
	}
	for k := i + 1; k < len(x.words) && k <= i+8; k++ {
		if m := x.words[k].mark; m != noMark {
			if m == opening {
				out |= 16
			} else {
				out |= 32
			}
			break
		}
	}
	if x.kind == casus.Title {
		out |= 64
	}
	return out
}
