package timex

// quarter reads "third quarter", "third-quarter", "second half of 1998". A half
// must be tied to a year.
func (p *parser) quarter(i int, c *cal, the bool) int {
	if p.at(i) != cOrd {
		if p.at(i) == cQ {
			return p.quarterSign(i, c)
		}
		return i
	}
	n := p.n(i)
	j := p.skip(i+1, cHyphen)
	switch {
	case p.at(j) == cUnit && p.n(j) == int(uQuarter) && !p.flag(j, fPlural):
		if n == -1 {
			n = 4
		}
		if n > 4 {
			return i
		}
		c.quarter = int8(n)
		return p.yearTail(j+1, c)
	case p.at(j) == cHalf && (n == 1 || n == 2):
		c.half = int8(n)
		if q := p.yearTail(j+1, c); q > j+1 || p.at(i-1) == cPoss || p.at(i-1) == cFiscal {
			return q
		}
		c.half = 0
	}
	return i
}

// yearTail is yearAfter with "fiscal" allowed: "of fiscal 1990".
func (p *parser) yearTail(j int, c *cal) int {
	k := p.skip(j, cOf)
	if p.at(k) == cFiscal && p.flag(k+1, fYear) {
		c.year = int16(p.n(k + 1))
		return k + 2
	}
	return p.yearAfter(j, c)
}

// quarterSign reads "Q1", "H2 2024".
func (p *parser) quarterSign(i int, c *cal) int {
	if n := p.n(i); n > 10 {
		c.half = int8(n - 10)
		if j := p.yearTail(i+1, c); j > i+1 {
			return j
		}
		c.half = 0
		return i
	}
	c.quarter = int8(p.n(i))
	return p.yearTail(i+1, c)
}

// fiscal reads "fiscal 1989", "fiscal year 1989", "fiscal third quarter".
func (p *parser) fiscal(i int, c *cal, from int) int {
	j := i + 1
	if p.at(j) == cHyphen {
		j++
	}
	if q := p.quarter(j, c, true); q > j {
		return q
	}
	if p.at(j) == cUnit && p.n(j) == int(uYear) {
		j++
	}
	if p.at(j) == cNum && p.flag(j, fYear) {
		c.year = int16(p.n(j))
		return j + 1
	}
	return i
}

// holiday reads the name of a holiday and the year after it.
func (p *parser) holiday(i int, c *cal) int {
	if !p.flag(i, fCap) {
		return i
	}
	best := i
	for k := range holidays {
		if q := p.spelled(i, holidays[k].words); q > best {
			best, c.holiday = q, int8(k+1)
		}
	}
	if best == i {
		return i
	}
	return p.yearAfter(best, c)
}

// spelled says where the words end that begin at atom i, or i where others stand there.
func (p *parser) spelled(i int, words []string) int {
	for k, w := range words {
		if i+k >= len(p.a) {
			return i
		}
		a := &p.a[i+k]
		t := &p.s.Tokens[a.tok]
		f := t.Form
		if a.end-a.begin != int32(len(f)) && len(f) == t.Span.Len() {
			f = f[int(a.begin)-t.Span.Begin : int(a.end)-t.Span.Begin]
		}
		if f == "’s" {
			f = "'s"
		}
		if !equalFold(f, w) {
			return i
		}
	}
	return i + len(words)
}

// equalFold compares a form with a word in lower-case ASCII.
func equalFold(f, w string) bool {
	if len(f) != len(w) {
		return false
	}
	for i := 0; i < len(f); i++ {
		c := f[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != w[i] {
			return false
		}
	}
	return true
}
