package timex

import "casus"

// tense tells whether the clause around atoms [b, e) speaks of what was or of
// what will be: by the verb that governs the expression where there is a parse,
// else by the nearest word that tells, first to the left.
func (p *parser) tense(b, e int) tense {
	const reach = 25
	if p.form(b-1) == "of" && p.form(b-2) == "ahead" {
		return tFuture
	}
	if p.at(e) == cPoss && p.at(e-1) == cDow {
		return tPast // "Wednesday's ruling" has been
	}
	if p.form(b-1) == "as" && (p.form(b-2) == "early" || p.form(b-2) == "soon") {
		return tFuture
	}
	if t := p.governed(b, e); t != tNone {
		return t
	}
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
		if p.form(i-1) == "been" && p.form(i-2) == "had" {
			return tPast
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
			if b := p.at(k - 1); b == cTo || b == cWill || b == cTense {
				return tFuture
			}
			return tPast
		case cPast, cComma:
			return tPast
		}
	}
	return tPast
}

// governed is the tense of the verb that governs the expression in the parse, or
// tNone where there is no parse or the verb does not tell.
func (p *parser) governed(b, e int) tense {
	t := p.s.Tokens
	i := int(p.head(b, e))
	for steps := 0; steps < 12 && i >= 0 && i < len(t) && t[i].Deprel != ""; steps++ {
		if steps > 0 && (t[i].UPOS == "VERB" || t[i].UPOS == "ADJ") {
			if v := verbTense(t, i, steps); v != tNone {
				return v
			}
		}
		i = t[i].Head
	}
	return tNone
}

// verbTense reads the tense of verb v off its form and its auxiliaries. An
// infinitive under a verb of expectation lies ahead; under another its verb tells.
func verbTense(t []casus.Token, v, steps int) tense {
	perfect, to, be := false, false, false
	for i := max(0, v-8); i < v; i++ {
		if t[i].Head != v {
			continue
		}
		switch f := t[i].Form; {
		case equalFold(f, "will"), f == "'ll", f == "’ll", equalFold(f, "shall"), equalFold(f, "would"), equalFold(f, "may"), equalFold(f, "might"), equalFold(f, "must"), f == "wo":
			return tFuture
		case f == "had", f == "has", f == "have", f == "was", f == "were", f == "did":
			perfect = true
		case f == "to" && t[i].Rel() == "mark":
			to = true
		case f == "is", f == "are", f == "'s", f == "'re", f == "am":
			be = true
		}
	}
	switch {
	case to && !perfect:
		if h := t[v].Head; h >= 0 && h < len(t) && ahead(&t[h]) {
			return tFuture
		}
		return tNone
	case perfect || t[v].XPOS == "VBD":
		switch t[v].Lemma {
		case "plan", "schedule", "slate", "postpone", "delay", "extend", "adjourn":
			return tFuture
		}
		return tPast
	case be && (t[v].XPOS == "VBG" && steps == 1 || ahead(&t[v])):
		return tFuture
	case t[v].XPOS == "VBN" && !be:
		if ahead(&t[v]) {
			return tFuture
		}
		return tPast
	case t[v].XPOS == "VBZ" || t[v].XPOS == "VBP":
		if ahead(&t[v]) {
			return tFuture
		}
	}
	return tNone
}

// ahead says whether a verb looks ahead: what stands under it has yet to come.
func ahead(t *casus.Token) bool {
	switch t.Lemma {
	case "expect", "schedule", "plan", "due", "set", "intend", "hope", "slate", "vow", "promise", "prepare", "agree", "want", "decide", "likely", "ready", "order", "urge", "ask", "postpone", "delay", "extend":
		return true
	}
	return false
}
