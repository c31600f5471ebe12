package quotes

// Label is what a word is to a cue.
type Label uint8

// The labels.
const (
	None Label = iota
	Source
	Cue
	Content
	labels
)

// A boundary stands between two words; it costs or gains where a source, cue or
// content begins or ends there.
const (
	begins     = 0 // + label-1
	ends       = 3 // + label-1
	boundaries = 8 // one more than needed, so that rows are aligned
)

// tagger is the scratch memory of one tagging.
type tagger struct {
	path, branch []uint32 // of each word: the way from the cue, and its first step
	steps        []uint8  // depth below the first step
	top, end     []int32  // highest node that begins, ends at the word
	unary        [][]uint32
	border       [][]uint32
	store        []uint32
	score        [][labels]int32
	back         [][labels]Label
	out          []Label
	commas       []uint32
	other        []uint32 // the nearest other cue above, and how it stands to this one
	between      []uint32 // other cues between this one and the word
	subject      int
}

// paths fills the way from the cue to each word.
func (t *tagger) paths(x *sentence, c int) {
	n := len(x.words)
	if cap(t.path) < n {
		t.path, t.branch, t.steps = make([]uint32, 2*n), make([]uint32, 2*n), make([]uint8, 2*n)
		t.top, t.end, t.commas = make([]int32, 2*n), make([]int32, 2*n), make([]uint32, 2*n)
	}
	t.path, t.branch, t.steps = t.path[:n], t.branch[:n], t.steps[:n]
	t.top, t.end, t.commas = t.top[:n], t.end[:n], t.commas[:n]
	clear(t.path)
	// The cue and its ancestors.
	h := uint32(7)
	for k, p := 0, c; p >= 0 && p < n && k < 12 && t.path[p] == 0; k, p = k+1, int(x.words[p].head) {
		if k < 4 {
			h = mix(h, uint32(k))
		}
		t.path[p], t.branch[p], t.steps[p] = h|1, h|1, 0
		if k < 3 {
			h = mix(h, x.words[p].rel)
		}
	}
	for i := range n {
		t.walk(x, i, 0)
	}
	for i := range n {
		t.top[i], t.end[i] = int32(i), int32(i)
		for p := x.words[i].head; p >= 0 && x.words[p].first == int32(i) && int(t.top[i]) != c; p = x.words[p].head {
			t.top[i] = p
			if p == x.words[p].head {
				break
			}
		}
		for p := x.words[i].head; p >= 0 && x.words[p].last == int32(i) && int(t.end[i]) != c; p = x.words[p].head {
			t.end[i] = p
		}
	}
	t.cues(x, c)
	commas := uint32(0)
	for i := c; i < n; i++ {
		t.commas[i] = commas
		if x.words[i].form == comma || x.words[i].mark != noMark {
			commas = min(commas+1, 4)
		}
	}
	commas = 0
	for i := c; i >= 0; i-- {
		t.commas[i] = 8 + commas
		if x.words[i].form == comma || x.words[i].mark != noMark {
			commas = min(commas+1, 4)
		}
	}
}

var comma = hash(",")

// cues notes where other cues stand.
func (t *tagger) cues(x *sentence, c int) {
	n := len(x.words)
	if cap(t.other) < n {
		t.other, t.between = make([]uint32, 2*n), make([]uint32, 2*n)
	}
	t.other, t.between = t.other[:n], t.between[:n]
	for i := range n {
		t.other[i] = 0
		for k, p := 0, i; p >= 0 && p < n && k < 30 && p != c; k, p = k+1, int(x.words[p].head) {
			if x.words[p].flagged && t.path[p] != 0 {
				t.other[i] = t.branch[p] | b2u(p == i)
				break
			}
		}
	}
	seen := uint32(0)
	for i := c; i < n; i++ {
		t.between[i] = seen
		if i != c && x.words[i].flagged {
			seen = min(seen+1, 2)
		}
	}
	seen = 0
	for i := c; i >= 0; i-- {
		t.between[i] = seen
		if i != c && x.words[i].flagged {
			seen = min(seen+1, 2)
		}
	}
}

// walk fills the path of word i, its head's first.
func (t *tagger) walk(x *sentence, i, deep int) {
	if t.path[i] != 0 {
		return
	}
	p := int(x.words[i].head)
	if p < 0 || p >= len(t.path) || deep > 200 {
		t.path[i], t.branch[i], t.steps[i] = 3, 3, 0
		return
	}
	t.walk(x, p, deep+1)
	t.steps[i] = t.steps[p] + 1
	if t.steps[i] > 3 {
		t.steps[i] = 4
		t.path[i], t.branch[i] = t.path[p], t.branch[p]
		return
	}
	t.path[i] = mix(t.path[p], x.words[i].rel) | 1
	t.branch[i] = t.branch[p]
	if t.steps[i] == 1 {
		t.branch[i] = t.path[i]
	}
}

// describe collects the features of all words and boundaries, the cue being word c.
// unary[i] are those of word i, border[i] those of the boundary before it; one
// more border stands at the end.
func (t *tagger) describe(x *sentence, c int) {
	t.paths(x, c)
	n := len(x.words)
	t.unary, t.border = t.unary[:0], t.border[:0]
	need := (2*n + 1) * maxFeatures
	if cap(t.store) < need {
		t.store = make([]uint32, need)
	}
	store := t.store[:need]
	cue := &x.words[c]
	a := x.around(c)
	t.subject = a.subject
	shape := mix(mix(cue.rel, a.shape), x.quoteShape(c))
	var f features
	for i := range n {
		f.start(store[:0:maxFeatures])
		t.wordFeatures(&f, x, c, i, cue, shape)
		t.unary = append(t.unary, f.to)
		store = store[maxFeatures:]
		f.start(store[:0:maxFeatures])
		t.borderFeatures(&f, x, c, i, cue, shape)
		t.border = append(t.border, f.to)
		store = store[maxFeatures:]
	}
	f.start(store[:0:maxFeatures])
	t.borderFeatures(&f, x, c, n, cue, shape)
	t.border = append(t.border, f.to)
}

func (t *tagger) wordFeatures(f *features, x *sentence, c, i int, cue *word, shape uint32) {
	w := &x.words[i]
	side := b2u(i > c)
	if i == c {
		side = 2
	}
	path, branch := t.path[i], t.branch[i]|side
	step := uint32(t.steps[i])
	q := b2u(w.quoted) | b2u(cue.quoted)<<1
	dist := bucket(i - c)
	f.add(path, side)
	f.add(branch, cue.lemma)
	f.add(branch, mix(cue.class, step))
	f.add(branch, w.upos)
	f.add(branch, q|t.commas[i]<<4)
	f.add(branch, mix(step, w.rel))
	f.add(branch, shape)
	f.add(path, mix(cue.lemma, side))
	f.add(mix(w.rel, w.upos), dist)
	f.add(w.lemma, branch)
	f.add(w.lemma, x.lemma(i-1))
	f.add(w.lemma, x.lemma(i+1))
	f.add(mix(x.upos(i-1)|uint32(w.pos)<<8, x.upos(i+1)), side)
	f.add(cue.lemma, mix(dist, w.lemma))
	f.add(cue.lemma, dist)
	f.add(q|side<<2|t.commas[i]<<8, shape)
	f.add(mix(w.name, w.who), branch)
	f.add(mix(cue.rel, cue.xpos), branch)
	f.add(w.lemma, side|q<<2)
	f.add(w.class, branch)
	f.add(q|t.commas[i]<<4, mix(cue.lemma, side))
	f.add(mix(x.lemma(i-1), w.lemma), mix(x.lemma(i+1), side))
	f.add(dist, mix(x.upos(i-1)|uint32(w.pos)<<8, x.upos(i+1)))
	sub := uint32(0)
	if s := t.subject; s >= 0 {
		sub = 1
		if int(x.words[s].first) <= i && i <= int(x.words[s].last) {
			sub = 2
			if i == s {
				sub = 3
			}
		}
	}
	f.add(sub, branch)
	f.add(sub, mix(x.person(i), side))
	f.add(t.other[i], branch)
	f.add(t.between[i]|side<<2|q<<4, t.other[i])
	f.add(t.between[i]|side<<2|q<<4|b2u(w.flagged)<<8, branch)
	f.add(mix(w.rel, side), sub|t.between[i]<<2|uint32(w.shape)<<4)
	f.add(q|side<<2|uint32(x.kind)<<5|b2u(x.opens)<<9|b2u(x.closes)<<10, uint32(min(x.marks, 4)))
}

func (t *tagger) borderFeatures(f *features, x *sentence, c, i int, cue *word, shape uint32) {
	n := len(x.words)
	side := bucket(i - c)
	var l, w word
	lpath, lbranch, path, branch := uint32(1), uint32(1), uint32(1), uint32(1)
	top, end := uint32(0), uint32(0)
	lq := x.opens
	if i > 0 {
		l = x.words[i-1]
		lpath, lbranch = t.path[i-1], t.branch[i-1]
		e := t.end[i-1]
		end = mix(t.path[e], x.words[e].rel)
		lq = l.quoted
	}
	if i < n {
		w = x.words[i]
		path, branch = t.path[i], t.branch[i]
		e := t.top[i]
		top = mix(t.path[e], x.words[e].rel)
	} else {
		w.form = uint32(3 + x.kind)
	}
	lother, other, flagged := uint32(1), uint32(1), uint32(0)
	ls, rs := uint32(0), uint32(0)
	if i > 0 {
		lother = t.other[i-1]
		if t.subject >= 0 && int(x.words[t.subject].last) == i-1 {
			ls = 1
		}
		flagged = b2u(l.flagged)
	}
	if i < n {
		other = t.other[i]
		if t.subject >= 0 && int(x.words[t.subject].first) == i {
			rs = 1
		}
		flagged |= b2u(w.flagged) << 1
	}
	f.add(lother, other)
	f.add(other, mix(w.lemma, flagged))
	f.add(lother, mix(l.lemma, w.upos))
	f.add(ls|rs<<1|flagged<<2, mix(branch, w.form))
	f.add(ls|rs<<1|flagged<<2, mix(lbranch, w.upos))
	f.add(uint32(w.shape)|uint32(l.shape)<<3|uint32(x.kind)<<6, mix(l.form, side))
	f.add(lbranch, branch)
	f.add(lpath, path)
	f.add(w.lemma, branch)
	f.add(l.lemma, lbranch)
	f.add(w.form, l.form)
	f.add(w.upos, mix(l.upos, side))
	f.add(top, cue.lemma)
	f.add(end, cue.lemma)
	f.add(top, cue.rel)
	f.add(end, cue.rel)
	f.add(mix(top, end), 0)
	f.add(w.lemma, cue.lemma)
	f.add(w.lemma, mix(w.rel, side))
	f.add(l.lemma, mix(w.upos, side))
	f.add(uint32(w.mark)|uint32(l.mark)<<2|b2u(lq)<<4|b2u(w.quoted)<<5, side)
	f.add(uint32(w.mark)|uint32(l.mark)<<2|b2u(lq)<<4|b2u(w.quoted)<<5, mix(l.form, w.upos))
	f.add(cue.lemma, side)
	f.add(mix(w.upos, x.upos(i+1)), mix(l.upos, x.upos(i-2)))
	f.add(w.lemma, x.lemma(i+1))
	f.add(l.lemma, x.lemma(i-2))
	f.add(end, mix(w.lemma, side>>4))
	f.add(top, mix(l.lemma, side>>4))
	f.add(top, shape)
	f.add(end, shape)
}

// decode finds the best labels; word c is the cue.
func (t *tagger) decode(m *model, c int) []Label {
	n := len(t.unary)
	if cap(t.score) < n {
		t.score, t.back, t.out = make([][labels]int32, 2*n), make([][labels]Label, 2*n), make([]Label, 2*n)
	}
	score, back, out := t.score[:n], t.back[:n], t.out[:n]
	for i := range n {
		var u [labels]int32
		m.unary(t.unary[i], &u)
		var b [boundaries]int32
		m.border(t.border[i], &b)
		for y := None; y < labels; y++ {
			if i == c && y != Cue {
				score[i][y] = -1 << 28
				continue
			}
			if i == 0 {
				score[i][y] = u[y] + m.step(None, y, &b)
				continue
			}
			best := int32(-1 << 30)
			for z := None; z < labels; z++ {
				if s := score[i-1][z] + m.step(z, y, &b); s > best {
					best, back[i][y] = s, z
				}
			}
			score[i][y] = best + u[y]
		}
	}
	var b [boundaries]int32
	m.border(t.border[n], &b)
	last, best := None, int32(-1<<30)
	for y := None; y < labels; y++ {
		if s := score[n-1][y] + m.step(y, None, &b); s > best {
			best, last = s, y
		}
	}
	for i := n - 1; i >= 0; i-- {
		out[i] = last
		last = back[i][last]
	}
	return out
}
