package text

import "strings"

// Sentences end within a block where the model of ends says so. Only places
// worth asking are asked: after a mark, or before a capital, a digit or a mark.

// maxTokens is the longest sentence: the parser's time grows with the square.
const maxTokens = 400

// endThreshold is what the score must exceed. It is below zero since a missed end
// spoils two sentences, a false one only one.
const endThreshold = -Unit

// sentenceEnds finds the sentences of a block whose tokens begin at r.words[begin].
func (r *run) sentenceEnds(block, begin int) {
	n := len(r.words)
	if begin == n {
		return
	}
	start := begin
	s := newSentenceState(r.words, begin)
	for i := begin; i < n-1; i++ {
		s.pass(&r.words[i])
		if !s.candidate(&r.words[i], &r.words[i+1]) || !r.ended(&s, start, i) {
			continue
		}
		r.cut(block, start, i+1)
		start = i + 1
		s.restart()
	}
	r.cut(block, start, n)
}

// closing says that the token may be the last of a full sentence.
func (p *piece) closing() bool {
	return p.kind == stop || p.kind == cjkStop || p.kind >= abbreviation
}

// candidate says whether a sentence may end between two tokens.
func (s *sentenceState) candidate(p, n *piece) bool {
	if n.gap == glue {
		return false
	}
	if p.kind.word() || p.kind.number() {
		if n.gap < space {
			return false
		}
		return (n.kind != lower || s.loose) && n.kind != comma && n.kind != closer && n.kind != stop
	}
	if p.kind == comma && (n.kind == lower || n.kind.number()) || p.kind == opener {
		return false
	}
	return n.gap >= space || p.kind == stop || p.kind == quote || p.kind == closer || p.kind == cjkStop
}

// sentenceState is what the features know of the sentence so far.
type sentenceState struct {
	block  int    // first token of the block
	final  bool   // the block ends with a full stop or its like
	loose  bool   // the block does without capitals or stops
	facts  uint32 // both, and the size of the block
	quotes int
	depth  int
}

func newSentenceState(words []piece, begin int) sentenceState {
	n := len(words)
	s := sentenceState{block: begin}
	s.final = words[n-1].closing() || n-begin > 1 && words[n-2].closing()
	s.loose = !s.final || words[begin].kind == lower
	for i := begin; i < min(n, begin+200) && !s.loose; i++ {
		w := &words[i]
		s.loose = w.kind == lower && w.end-w.begin == 1 && w.hash == loneI
	}
	s.facts = bucket(n - begin)
	if s.final {
		s.facts |= 16
	}
	if s.loose {
		s.facts |= 32
	}
	return s
}

// loneI is the hash of "i", which careful writers make a capital.
const loneI = (hashSeed ^ 'i') * hashMul % (1 << 32)

func (s *sentenceState) pass(p *piece) {
	switch p.kind {
	case quote:
		s.quotes++
	case opener:
		s.depth = min(s.depth+1, 3)
	case closer:
		s.depth = max(s.depth-1, 0)
	}
}

func (s *sentenceState) restart() {
	s.depth = 0
	s.quotes &= 1 // a quotation may run on over sentences
}

// ended asks whether a sentence that began at token start ends after token i.
func (r *run) ended(s *sentenceState, start, i int) bool {
	p, n := &r.words[i], &r.words[i+1]
	if p.kind == abbreviation || p.kind == initial {
		if neverEnds[p.hash] || p.kind == initial && r.middleInitial(s, i) {
			return false
		}
	}
	if p.kind == initials && n.kind == title && ofState[n.hash] {
		return false
	}
	if r.bracketedStop(s, i) && n.kind != lower && n.gap >= space {
		return true
	}
	if p.kind == cjkStop {
		return true
	}
	return r.ask(Ends, p.end, r.endFeatures(s, start, i, p, n))
}

// middleInitial says that token i stands between two words of a person's name: a
// capitalised word before it, and after it one that is no word that opens sentences.
func (r *run) middleInitial(s *sentenceState, i int) bool {
	before, after, further := r.word(i-1, s.block), &r.words[i+1], r.word(i+2, s.block)
	return before.kind == title && after.kind == title && !opens[after.hash] && !opens[before.hash] &&
		!lettered[before.hash] && further.kind != title
}

// bracketedStop says that token i closes a quotation after a full stop in square
// brackets, which editors put where the quoted speaker went on.
func (r *run) bracketedStop(s *sentenceState, i int) bool {
	if k := r.words[i].kind; k != quote && k != closer && k != apostrophe {
		return false
	}
	if r.words[i].kind != closer {
		i--
	}
	stopAt := r.word(i-1, s.block)
	return r.word(i, s.block).kind == closer && stopAt.kind == stop && stopAt.end-stopAt.begin == 1 && r.word(i-2, s.block).kind == opener
}

var blank piece

// at returns token i of the present block, or a blank beyond its bounds.
func (r *run) word(i, from int) *piece {
	if i < from || i >= len(r.words) {
		return &blank
	}
	return &r.words[i]
}

func (r *run) endFeatures(s *sentenceState, start, i int, p, n *piece) []uint32 {
	p2, p3 := r.word(i-1, s.block), r.word(i-2, s.block)
	n2, n3 := r.word(i+2, s.block), r.word(i+3, s.block)
	kp, kn := uint32(p.kind), uint32(n.kind)
	kp2, kn2 := uint32(p2.kind), uint32(n2.kind)
	kp3, kn3 := uint32(p3.kind), uint32(n3.kind)
	gap := uint32(n.gap)
	back := uint32(p.gap)
	size := bucket(i + 1 - start)
	left := bucket(len(r.words) - 1 - i)
	state := uint32(s.quotes&1) | uint32(s.depth)<<1
	final := s.facts >> 4
	kk := kp | kn<<5 | gap<<10
	f := newFeatures(&r.feats)
	f.add(kk, final)
	f.add(p.hash, kn|gap<<5)
	f.add(p.hash, n.hash)
	f.add(n.hash, kp|gap<<5)
	f.add(kk|kp2<<13|back<<18, kn2)
	f.add(kk|kp2<<13|kp3<<18, kn2)
	f.add(kk, kn2|kn3<<5)
	f.add(p2.hash, kk)
	f.add(p2.hash, p.hash^n.hash*3)
	f.add(n2.hash, kk)
	f.add(n2.hash, n.hash^kp)
	f.add(n.hash, p.hash^state*7)
	f.add(kk, state|size<<4)
	f.add(kk, state|final<<4|kp2<<5)
	f.add(kk|size<<13, left)
	f.add(kk|size<<13, kp2|final<<5)
	f.add(r.words[start].hash, kk)
	f.add(kk|uint32(r.words[start].kind)<<13, size|final<<4)
	f.add(kk, uint32(min(p2.end-p2.begin, 15))|uint32(min(p.end-p.begin, 15))<<4)
	f.add(p.last, kk|kp2<<13)
	f.add(kk|back<<13, uint32(n2.gap)|state<<3)
	f.add(p3.hash, p2.hash^kk)
	f.add(r.suffix(p), kk|kp2<<13)
	f.add(r.suffix(n), kk|kn2<<13)
	f.add(kk|kp2<<13|kn2<<18, s.facts)
	f.add(p.hash, kn|gap<<5|s.facts<<8)
	f.add(n.hash, kp|gap<<5|s.facts<<8)
	f.add(r.suffix(p)^r.suffix(p2)<<8, r.suffix(n)^kn2<<26)
	return f.done()
}

// suffix is the last three bytes of a token.
func (r *run) suffix(p *piece) uint32 {
	if p.end-p.begin < 3 {
		return p.hash
	}
	t := r.text[p.end-3 : p.end]
	return uint32(t[0]|0x20)<<16 | uint32(t[1]|0x20)<<8 | uint32(t[2]|0x20)
}

// bucket makes a small number of a count.
func bucket(n int) uint32 {
	switch {
	case n < 6:
		return uint32(max(n, 0))
	case n < 10:
		return 6
	case n < 16:
		return 7
	case n < 30:
		return 8
	case n < 60:
		return 9
	}
	return 10
}

// cut adds the sentence [begin, end), in pieces where it is too long.
func (r *run) cut(block, begin, end int) {
	for end-begin > maxTokens {
		at := begin + maxTokens
		best := -1
		for i := begin + maxTokens/2; i < begin+maxTokens; i++ {
			if v := cutValue(&r.words[i], &r.words[i+1]); v >= best {
				best, at = v, i+1
			}
		}
		r.cuts = append(r.cuts, cut{at, block})
		begin = at
	}
	r.cuts = append(r.cuts, cut{end, block})
}

// cutValue says how good a place to cut lies between two tokens.
func cutValue(p, n *piece) int {
	switch {
	case n.gap == glue:
		return -1
	case p.kind == stop:
		return 6
	case p.kind == colon:
		return 5
	case n.gap == line:
		return 4
	case p.kind == dash || p.kind == closer || p.kind == quote:
		return 3
	case p.kind == comma:
		return 2
	case n.gap >= space:
		return 1
	}
	return 0
}

// neverEnds are abbreviations that a sentence never ends with: a name or number
// must follow.
var neverEnds = func() map[uint32]bool {
	m := map[uint32]bool{}
	for _, w := range []string{"mr", "mrs", "ms", "messrs", "dr", "prof", "gen", "lt", "col", "maj", "capt", "cmdr",
		"adm", "sgt", "cpl", "pvt", "brig", "rep", "reps", "sen", "sens", "gov", "rev", "fr", "st", "mt", "hon",
		"pres", "amb", "supt", "insp", "vs", "msgr", "cllr"} {
		_, h, _ := word(w, 0)
		m[(h^'.')*hashMul] = true
	}
	return m
}()

// hashes are the hashes of words, in whatever case they are written.
func hashes(words string) map[uint32]bool {
	m := map[uint32]bool{}
	for w := range strings.FieldsSeq(words) {
		_, h, _ := word(w, 0)
		m[h] = true
	}
	return m
}

// opens are words that begin sentences more often than they follow an initial in a
// name.
var opens = hashes("the a an this that these those there here it its he she his her they their we our i you your in on at by for from of to with " +
	"after before during since until while when where what who which why how if as although though because but and or so yet then now " +
	"however meanwhile also both each all some many most several no not other others such under over about between among according " +
	"one two three four five six seven eight nine ten is are was were has have had do does did will would can could may might must should " +
	"monday tuesday wednesday thursday friday saturday sunday last next later earlier yesterday today tomorrow")

// lettered are words that a letter follows which is no initial of a name.
var lettered = hashes("vitamin vitamins hepatitis plan group type grade class category section exhibit appendix annex option schedule " +
	"part phase point article team company gate hall terminal building unit zone area level tier side line route influenza world war")

// ofState are words that follow the abbreviation of a state's name ("U.S. House")
// and hardly ever open a sentence.
var ofState = hashes("house senate supreme department army navy air marine coast forces embassy consulate ambassador circuit " +
	"district capitol constitution attorney postal geological census treasury security justice customs central federal special agency " +
	"naval marines congressman congresswoman rep sen")
