package timex

// tense tells whether the clause around atoms [b, e) speaks of what was or of
// what will be: by the verb that governs the expression where there is a parse,
// else by the nearest word that tells, first to the left.
func (p *parser) tense(b, e int) tense {
	const reach = 25
	to := false
	for i := b - 1; i >= 0 && i > b-reach; i-- {
		if p.at(i) == cTo && (p.at(i+1) == cNone || p.at(i+1) == cBe) {
			to = true
			if f := p.form(i - 1); f == "is" || f == "are" || f == "'s" {
				return tFuture
			}
		}
		if t := p.tells(i, to); t != tNone {
			return t
		}
	}
	for i := e; i < len(p.a) && i < e+reach; i++ {
		if t := p.tells(i, p.at(i+1) == cTo); t != tNone {
			return t
		}
	}
	return tNone
}

// tells says what tense atom i shows; to says that an infinitive follows it.
func (p *parser) tells(i int, to bool) tense {
	switch p.at(i) {
	case cWill, cTense:
		return tFuture
	case cFuture:
		if p.flag(i, fAmb) && !to {
			return p.past(i)
		}
		return tFuture
	case cPast:
		return p.past(i)
	case cNone:
		t := &p.s.Tokens[p.a[i].tok]
		if t.XPOS != "" {
			if t.XPOS == "VBD" || t.XPOS == "VBN" {
				return p.past(i)
			}
			return tNone
		}
		if f := t.Form; len(f) > 4 && f[len(f)-2:] == "ed" && f != "United" {
			return p.past(i)
		}
	}
	return tNone
}

// past is the tense of a past form at i: "will be signed" looks ahead.
func (p *parser) past(i int) tense {
	f := p.form(i)
	if n := len(f); p.at(i) == cFuture && (n < 3 || f[n-2:] != "ed") {
		return tNone
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch p.at(k) {
		case cWill, cTense:
			return tFuture
		case cBe:
			return tFuture
		case cPast, cComma:
			return tPast
		}
	}
	return tPast
}
