package text

import (
	"strings"
	"unicode/utf8"

	"casus"
)

// run is the scratch memory of one call of Split.
type run struct {
	*Splitter
	text  string
	atoms []atom
	words []piece // the tokens found so far
	cuts  []cut   // the sentences found so far
	feats [maxFeatures]uint32
	truth *Truth // when learning: the answers, in place of the models'
	each  func(Question, []uint32, bool)

	quoteOpen bool // a single quotation mark is open in the present block
}

func (r *run) reset(s *Splitter, text string) {
	r.Splitter, r.text = s, text
	r.atoms, r.words, r.cuts = r.atoms[:0], r.words[:0], r.cuts[:0]
	r.truth, r.each = nil, nil
}

// release lets go of the text, and of memory that one huge dispatch made grow.
func (r *run) release() {
	r.text, r.Splitter = "", nil
	if cap(r.words) > 1<<18 {
		r.words, r.atoms = nil, nil
	}
}

// block splits one block.
func (r *run) block(index int, s casus.Span) {
	r.scan(s)
	begin := len(r.words)
	r.tokens()
	r.sentenceEnds(index, begin)
}

// scan fills r.atoms with the atoms of a stretch of text.
func (r *run) scan(s casus.Span) {
	r.atoms = r.atoms[:0]
	r.quoteOpen = false
	t := r.text[:s.End]
	before := first
	for i := s.Begin; i < len(t); {
		c := asciiClass[t[i]]
		var ch rune
		n := 1
		if c == cWide {
			c, ch, n = classOf(t[i:])
		} else {
			ch = rune(t[i])
		}
		switch c {
		case cSpace:
			if before != first && before != line {
				before = space
				if ch == '\n' {
					before = line
				}
			}
			i += n
			continue
		case cLetter:
			i = r.letters(t, i, before)
		case cDigit:
			end, h, k := number(t, i)
			r.add(i, end, h, k, before)
			i = end
		case cIdeograph:
			r.add(i, i+n, hashSeed^uint32(ch), ideograph, apart(before))
			i += n
			if i < len(t) {
				if sp, _ := isSpace(t[i:]); !sp {
					before = split
					continue
				}
			}
		default:
			i = r.mark(t, i, ch, n, before)
		}
		before = open
		if len(r.atoms) > 0 && r.atoms[len(r.atoms)-1].kind == cjkStop {
			before = split
		}
	}
}

// apart turns an open question into a split.
func apart(g gap) gap {
	if g == open {
		return split
	}
	return g
}

func (r *run) add(begin, end int, h uint32, k kind, g gap) {
	r.atoms = append(r.atoms, atom{begin, end, h, k, g})
}

// letters adds the word at i: one atom, or two where it is a contraction.
func (r *run) letters(t string, i int, before gap) int {
	end, h, k := word(t, i)
	if k == lower && end-i == 3 && t[i] == 'w' && t[i:end] == "www" && end+1 < len(t) && t[end] == '.' {
		end = address(t, end)
		r.add(i, end, hashSeed, whole, before)
		return end
	}
	if end-i >= maxRun && before == open {
		before = split
	}
	cut := contraction(t, i, end)
	if cut == 0 {
		r.add(i, end, h, k, before)
		return end
	}
	_, h, k = word(t[:cut], i)
	r.add(i, cut, h, k, before)
	_, h, k = word(t[:end], cut)
	r.add(cut, end, h, k, glue)
	return end
}

// mark adds what begins with the mark ch at i.
func (r *run) mark(t string, i int, ch rune, n int, before gap) int {
	k, h := symbol, uint32(ch)
	if ch < utf8.RuneSelf {
		k = asciiKind[ch]
	} else {
		k, h = wideMark(ch)
	}
	next := i + n
	switch {
	case ch == '.' && next < len(t) && t[next] == '.':
		for next < len(t) && t[next] == '.' {
			next++
		}
		h = '.' * 31
	case k == apostrophe:
		return r.apostrophe(t, i, next, before)
	case ch == ',' && before == open && (next == len(t) || t[next] == ' '):
		before = split
	case ch == ':' && before == open && strings.HasPrefix(t[next:], "//"):
		if last := &r.atoms[len(r.atoms)-1]; last.kind.word() {
			last.end = address(t, next)
			last.kind, last.hash = whole, hashSeed
			return last.end
		}
	case ch == '@':
		if end, ok := r.at(t, i, before); ok {
			return end
		}
	case ch == '-' && before == open && givenName(t, i, r.atoms[len(r.atoms)-1]):
		r.add(i, next, h, k, join)
		end, h, k := word(t, next)
		r.add(next, end, h, k, join)
		return end
	case k == stop && n > 1 && h == '.':
		k, before = cjkStop, apart(before)
	}
	r.add(i, next, h, k, before)
	return next
}

// apostrophe adds the apostrophe at i, with the clitic that follows it where
// there is one.
func (r *run) apostrophe(t string, i, next int, before gap) int {
	const h = '\''
	if before != open {
		r.quoteOpen = r.quoteOpen || before >= space
		r.add(i, next, h, apostrophe, before)
		return next
	}
	last := r.atoms[len(r.atoms)-1]
	end, wh, wk := next, uint32(0), none
	if next < len(t) {
		end, wh, wk = word(t, next)
	}
	switch {
	case end == next: // no letter follows
		if last.kind.word() && !r.quoteOpen && t[last.end-1]|0x20 == 's' && closes(t, next) {
			before = glue // the leaders' summit
		} else if last.kind.word() && closes(t, next) {
			r.quoteOpen = false
		}
		r.add(i, next, h, apostrophe, before)
		return next
	case clitic(t[next:end]) && (last.kind.word() || last.kind == closer || last.kind == stop || last.kind == quote):
		r.add(i, next, h, apostrophe, glue)
		r.add(next, end, wh, wk, join)
		return end
	case end == next+1 && t[next]|0x20 == 't' && last.kind.word() && t[last.end-1]|0x20 == 'n' && last.end-last.begin > 1:
		a := &r.atoms[len(r.atoms)-1]
		if last.end-last.begin == 2 && t[last.begin]|0x20 == 'i' { // in't is no word
			break
		}
		a.end--
		_, a.hash, a.kind = word(t[:a.end], a.begin)
		_, nh, nk := word(t[:last.end], a.end)
		r.add(a.end, last.end, nh, nk, glue)
		r.add(i, next, h, apostrophe, join)
		r.add(next, end, wh, wk, join)
		return end
	case last.kind.word():
		r.add(i, next, h, apostrophe, join) // O'Brien, o'clock, Xi'an
		r.add(next, end, wh, wk, join)
		return end
	}
	r.add(i, next, h, apostrophe, before)
	return next
}

// closes says that what follows at i cannot continue a word.
func closes(t string, i int) bool {
	if i >= len(t) {
		return true
	}
	sp, _ := isSpace(t[i:])
	return sp || t[i] < utf8.RuneSelf && asciiClass[t[i]] == cSymbol
}

// at recognises an e-mail address (its first half is already among the atoms) or a
// handle.
func (r *run) at(t string, i int, before gap) (int, bool) {
	end := i + 1
	dot := false
	for end < len(t) && (inAddress[t[end]] || t[end] == '.' && end+1 < len(t) && inAddress[t[end+1]]) {
		dot = dot || t[end] == '.'
		end++
	}
	if end == i+1 {
		return 0, false
	}
	if before != open {
		r.add(i, end, '@', whole, before)
		return end, true
	}
	if !dot {
		return 0, false
	}
	k := len(r.atoms) - 1
	for k > 0 && (r.atoms[k].gap == open || r.atoms[k].gap <= glue && r.atoms[k].gap != split) && mailPart(t, r.atoms[k-1]) {
		k--
	}
	if !mailPart(t, r.atoms[k]) {
		return 0, false
	}
	r.atoms[k].end, r.atoms[k].kind, r.atoms[k].hash = end, whole, '@'
	r.atoms = r.atoms[:k+1]
	return end, true
}

// mailPart says that an atom may be part of an address before its "@".
func mailPart(t string, a atom) bool {
	return a.kind.word() || a.kind.number() || inAddress[t[a.begin]] || t[a.begin] == '.' && a.end == a.begin+1
}

// inAddress are the bytes of a name in an address.
var inAddress = func() (t [256]bool) {
	for c := range t {
		t[c] = asciiClass[c] == cLetter || asciiClass[c] == cDigit || c == '_' || c == '-' || c == '+' || c == '%'
	}
	return t
}()

// address finds the end of a web address that goes on at i: at white space or a
// bracket or quote that cannot belong to it, less the marks that close a sentence.
func address(t string, i int) int {
	begin := i
	for i < len(t) && t[i] > ' ' && t[i] != '<' && t[i] != '>' && t[i] != '"' && t[i] != '|' {
		if t[i] >= utf8.RuneSelf {
			c, ch, n := classOf(t[i:])
			if k, _ := wideMark(ch); c == cSpace || c == cIdeograph || c == cSymbol && k != symbol {
				break
			}
			i += n
			continue
		}
		i++
	}
	for i > begin && strings.IndexByte(".,;:!?'\"])}", t[i-1]) >= 0 {
		if t[i-1] == ')' && strings.IndexByte(t[begin:i], '(') >= 0 {
			break
		}
		i--
	}
	return i
}
