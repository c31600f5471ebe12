package timex

import "casus"

// kind says how an expression gets its value.
type kind uint8

const (
	kCal   kind = iota // a date of the calendar, perhaps with parts missing
	kUnit              // a unit by its relation: "last week", "the quarter"
	kShift             // a distance: "two days ago"
	kDur               // a duration
	kRef               // now, recently, soon
	kSet               // something that recurs
	kAge               // how old somebody is: read, and not told
)

// rel is how an expression lies to the time it counts from.
type rel uint8

const (
	rNone   rel = iota
	rThis       // this, current
	rLast       // last, past
	rNext       // next, coming
	rThe        // the week: the one spoken of
	rThat       // that, the same: the one told last
	rPrev       // the previous: before the one told last
	rFollow     // the following: after the one told last
	rLatest     // the latest
	rAgo        // the year-ago quarter
)

// tense of the clause that a time stands in.
type tense uint8

const (
	tNone tense = iota
	tPast
	tFuture
)

// expr is a time expression as read, before its value is known.
type expr struct {
	kind  kind
	mod   uint8
	rel   rel
	unit  unit
	ref   uint8
	dir   int8  // of a shift
	ana   bool  // the shift counts from the date told last
	open  bool  // the number is left open: "several days"
	set   bool  // of a unit or date: it recurs
	each  bool  // ... by "each"
	opens bool  // stands at the head of its clause
	freq  uint8 // times per unit
	tense tense

	sent, head int32
	end        int32 // of the value, among all values of the document
	b, e       int   // atoms [b, e)
	span       casus.Span
	count      float32
	cal        cal
}

// cal is a date with the parts that the words give; 0 (clock -1) is not given.
type cal struct {
	year, century, decade, off int16
	month, day, dow            int8
	season, quarter, half      int8
	week                       int8 // of the month; 5 is the last
	part                       uint8
	holiday                    int8 // index in holidays plus one
	bc, hasOff, weekend, zulu  bool
	short                      bool // the decade lacks its century
	spoken                     bool // the quarter spoken of, in the given year
	yearRel                    rel
	clock                      int16 // minutes plus one
}

// blank says that nothing of the date is given.
func (c *cal) blank() bool { return *c == cal{} }

// timed says that the expression tells a time of the day.
func (c *cal) timed() bool { return c.part != pNone || c.clock > 0 }

// parser reads the time expressions of one sentence.
type parser struct {
	s    *casus.Sentence
	a    []atom
	sent int32
	out  []expr
}

func (p *parser) at(i int) class {
	if uint(i) < uint(len(p.a)) {
		return p.a[i].c
	}
	return cNone
}

func (p *parser) flag(i int, f uint8) bool {
	return uint(i) < uint(len(p.a)) && p.a[i].f&f != 0
}

func (p *parser) n(i int) int { return int(p.a[i].n) }

// form is the form of the token that holds atom i, "" outside the sentence.
func (p *parser) form(i int) string {
	if uint(i) < uint(len(p.a)) {
		return p.s.Tokens[p.a[i].tok].Form
	}
	return ""
}

// skip moves past one atom of the class where there is one.
func (p *parser) skip(i int, c class) int {
	if p.at(i) == c {
		return i + 1
	}
	return i
}

// starts are the classes that can begin a time expression; splits those that
// make a hyphenated word worth taking apart.
var starts = [256]bool{
	cNum: true, cOrd: true, cMonth: true, cDow: true, cUnit: true, cSeason: true, cPart: true, cDay: true, cRef: true,
	cAdjRef: true, cThis: true, cThat: true, cLast: true, cNext: true, cPrev: true, cFollow: true, cSame: true, cLatest: true,
	cEvery: true, cPer: true, cEdge: true, cEdgeNoun: true, cQ: true, cYears: true, cClock: true, cISO: true, cFiscal: true,
	cHoliday: true, cHolidayBase: true, cAdverb: true, cMid: true, cFew: true, cCouple: true, cHalf: true, cHundred: true, cDozen: true,
	cEarlier: true, cLater: true, cTimes: true,
}

var splits = [256]bool{cMonth: true, cDow: true, cUnit: true, cSeason: true, cPart: true, cMid: true, cYears: true, cAgo: true}

// begins are the classes at which the grammar is tried: the starts and what may
// stand before them.
var begins = func() (b [256]bool) {
	b = starts
	b[cThe], b[cA], b[cApprox], b[cMore], b[cBlur], b[cPrep] = true, true, true, true, true, true
	return b
}()

// run reads the sentence from left to right, the longest expression first.
func (p *parser) run() {
	for i := 0; i < len(p.a); {
		if !begins[p.a[i].c] {
			i++
			continue
		}
		e, ok := p.match(i)
		if !ok {
			i++
			continue
		}
		if e.kind != kAge && !p.pastSoon(e) && !p.named(e) {
			p.emit(e)
		}
		i = p.more(e)
	}
}

// emit keeps an expression with its place in the text.
func (p *parser) emit(e expr) {
	e.sent = p.sent
	e.span = casus.Span{Begin: int(p.a[e.b].begin), End: int(p.a[e.e-1].end)}
	e.head = p.head(e.b, e.e)
	e.opens = e.b <= 4 || p.at(e.b-2) == cAnd || p.at(e.b-2) == cComma
	if e.kind == kCal || e.kind == kUnit {
		e.tense = p.tense(e.b, e.e)
	}
	p.out = append(p.out, e)
}

// pastSoon says that "soon" only orders what is told: "he soon left".
func (p *parser) pastSoon(e expr) bool {
	return e.kind == kRef && e.ref == refFuture && p.at(e.b) == cRef && (p.at(e.e) == cLater || p.tense(e.b, e.e) == tPast)
}

// named says that the words are part of a name: "the Good Friday Agreement", "the
// Six-Day War", "April Jones".
func (p *parser) named(e expr) bool {
	first, last := int(p.a[e.b].tok), int(p.a[e.e-1].tok)
	for _, n := range p.s.Names {
		if n.Type == casus.PER && n.First <= first && last <= n.Last && n.First < n.Last {
			return true
		}
	}
	if p.at(e.e) != cNone || e.e >= len(p.a) || !capital(p.form(e.e)) {
		return false
	}
	the := p.at(e.b) == cThe || p.at(e.b-1) == cThe
	switch {
	case e.kind == kDur:
		return the && p.flag(e.e-1, fCap)
	case e.kind != kCal || e.rel != rNone || e.cal.year > 0 || e.cal.day > 0 || e.cal.hasOff || e.cal.timed():
		return false
	case e.cal.holiday > 0, e.cal.dow > 0:
		return the
	case e.cal.month > 0:
		return the || e.e == e.b+1 && !p.timeBefore(e.b)
	}
	return false
}

// capital says whether a form begins with a capital letter.
func capital(form string) bool { return form != "" && 'A' <= form[0] && form[0] <= 'Z' }

// head is the token whose head lies outside the expression; without a parse the
// last token.
func (p *parser) head(b, e int) int32 {
	first, last := p.a[b].tok, p.a[e-1].tok
	for i := first; i <= last; i++ {
		if h := int32(p.s.Tokens[i].Head); p.s.Tokens[i].Deprel != "" && (h < first || h > last) {
			return i
		}
	}
	return last
}

// longest keeps the longer of two matches, the first where they are alike.
func longest(best *expr, ok *bool, e expr, found bool) {
	if found && (!*ok || e.e > best.e) {
		*best, *ok = e, true
	}
}

// match reads the longest time expression that begins at atom i.
func (p *parser) match(i int) (best expr, ok bool) {
	e, found := p.recurring(i)
	longest(&best, &ok, e, found)
	e, found = p.base(i)
	longest(&best, &ok, e, found)
	e, found = p.edged(i)
	longest(&best, &ok, e, found)
	e, found = p.approximate(i)
	longest(&best, &ok, e, found)
	e, found = p.reference(i)
	longest(&best, &ok, e, found)
	if best.b < i {
		best.b = i
	}
	return best, ok
}

// base reads an expression without a modifier before it.
func (p *parser) base(i int) (best expr, ok bool) {
	e, found := p.date(i)
	longest(&best, &ok, e, found)
	e, found = p.relative(i)
	longest(&best, &ok, e, found)
	e, found = p.clock(i)
	longest(&best, &ok, e, found)
	e, found = p.duration(i)
	longest(&best, &ok, e, found)
	return best, ok
}
