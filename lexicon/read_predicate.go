package lexicon

import (
	"fmt"
	"slices"
	"strings"
)

var predicateFields = []string{"operator", "act", "domain", "mode", "context", "event", "cameo", "pattern", "light", "if", "e.g."}

func (l *loader) predicate(e *Entry) {
	p := Predicate{Kind: map[string]PredicateKind{"verb": Verb, "noun": Noun, "adjective": Adjective}[e.Kind], Lemmas: e.Names, Pos: e.Pos}
	for _, f := range e.Fields {
		switch f.Key {
		case "pattern":
			ps, err := parsePatterns(f.Value, f.Pos)
			if err != nil {
				l.bad(f.Pos, "%v", err)
			}
			p.Patterns = append(p.Patterns, ps...)
		case "light":
			p.Light = append(p.Light, list(f.Value)...)
		case "if":
			p.Conditions = append(p.Conditions, l.condition(f))
		case "e.g.":
			l.example(f)
		default:
			if !l.sense(&p.Sense, f) {
				l.bad(f.Pos, "a %s has no field %q%s", e.Kind, f.Key, meant(f.Key, predicateFields))
			}
		}
	}
	if p.Sense.Operator == "" && p.Sense.Act == "" {
		l.bad(e.Pos, "%q says neither operator nor act", e.Names[0])
	}
	if len(p.Patterns) == 0 {
		l.bad(e.Pos, "%q has no pattern", e.Names[0])
	}
	// A condition overrides what it names; the rest stays as above it.
	for i := range p.Conditions {
		p.Conditions[i].Sense = p.Sense.with(p.Conditions[i].Sense)
	}
	l.lex.Predicates = append(l.lex.Predicates, p)
}

// with is s overridden by what o says.
func (s Sense) with(o Sense) Sense {
	if o.Operator != "" || o.Act != "" {
		s.Operator, s.Act, s.Variant, s.Inner = o.Operator, o.Act, o.Variant, o.Inner
		s.Event, s.Mode, s.CAMEO = "", "", ""
	}
	if o.Domains != nil {
		s.Domains = o.Domains
	}
	if o.Contexts != nil {
		s.Contexts = o.Contexts
	}
	for _, f := range []struct{ to, from *string }{{&s.Event, &o.Event}, {&s.Mode, &o.Mode}, {&s.CAMEO, &o.CAMEO}} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	return s
}

// sense reads a field of a meaning; false if it is none.
func (l *loader) sense(s *Sense, f Field) bool {
	switch f.Key {
	case "operator", "act":
		inner, err := l.composition(strings.Fields(f.Value))
		if err != nil {
			l.bad(f.Pos, "%v", err)
			return true
		}
		if (f.Key == "act") != (inner.Act != "") {
			l.bad(f.Pos, "%q is not an %s; say \"%s\"", f.Value, f.Key, map[string]string{"act": "operator", "operator": "act"}[f.Key])
			return true
		}
		d, c := s.Domains, s.Contexts
		*s = Sense{Operator: inner.Operator, Act: inner.Act, Variant: inner.Variant, Inner: inner.Inner,
			Domains: append(d, inner.Domains...), Contexts: c, Event: s.Event, Mode: s.Mode, CAMEO: s.CAMEO}
	case "domain":
		for _, d := range list(f.Value) {
			if !slices.Contains(l.onto.Domains(), d) {
				l.bad(f.Pos, "unknown domain %q%s", d, meant(d, l.onto.Domains()))
			}
			s.Domains = append(s.Domains, d)
		}
	case "context":
		for _, c := range list(f.Value) {
			if !l.onto.Context(c) {
				l.bad(f.Pos, "unknown context %q%s", c, meant(c, l.onto.Contexts()))
			}
			s.Contexts = append(s.Contexts, c)
		}
	case "event":
		if !l.onto.Event(f.Value) {
			l.bad(f.Pos, "unknown event %q%s", f.Value, meant(f.Value, l.onto.Events()))
		}
		s.Event = f.Value
	case "mode":
		s.Mode = f.Value
	case "cameo":
		if !l.onto.CAMEO(f.Value) {
			l.bad(f.Pos, "unknown CAMEO code %q", f.Value)
		}
		s.CAMEO = f.Value
	default:
		return false
	}
	return true
}

// composition reads "NAME[:domain+domain] [variant] [of NAME ...]".
func (l *loader) composition(ws []string) (*Sense, error) {
	if len(ws) == 0 {
		return nil, fmt.Errorf("no operator or act named")
	}
	name, domains, _ := strings.Cut(ws[0], ":")
	name, variant, _ := strings.Cut(name, ".")
	s := &Sense{Variant: variant}
	switch {
	case l.onto.IsOperator(name):
		s.Operator = name
	case l.onto.IsAct(name):
		s.Act = name
	default:
		return nil, fmt.Errorf("operator or act %q is unknown%s", name, meant(name, l.onto.Names()))
	}
	if domains != "" {
		s.Domains = strings.Split(domains, "+")
	}
	ws = ws[1:]
	if len(ws) > 0 && ws[0] != "of" {
		s.Variant = ws[0]
		ws = ws[1:]
	}
	if len(ws) > 0 {
		if ws[0] != "of" || s.Operator == "" {
			return nil, fmt.Errorf("%q is not understood; an operator takes a variant and \"of\" with what it applies to", strings.Join(ws, " "))
		}
		inner, err := l.composition(ws[1:])
		if err != nil {
			return nil, err
		}
		s.Inner = inner
	}
	return s, nil
}

// condition reads "SLOT is [not] VALUE, VALUE" or "no SLOT".
func (l *loader) condition(f Field) Condition {
	c := Condition{Pos: f.Pos}
	ws := strings.Fields(f.Value)
	switch {
	case len(ws) == 2 && ws[0] == "no" && isSlot(ws[1]):
		c.Slot, c.Empty = slotNames[ws[1]], true
	case len(ws) == 2 && ws[0] == "any" && isSlot(ws[1]):
		c.Slot, c.Empty, c.Negate = slotNames[ws[1]], true, true
	case len(ws) >= 3 && isSlot(ws[0]) && (ws[1] == "is" || ws[1] == "has"):
		c.Slot = slotNames[ws[0]]
		ws = ws[2:]
		if ws[0] == "not" {
			c.Negate = true
			ws = ws[1:]
		}
		l.values(&c, list(strings.Join(ws, " ")), f.Pos)
	default:
		l.bad(f.Pos, "%q is no condition; write \"if THING is &weapons\", \"if RECIPIENT is not GOV\" or \"if no RECIPIENT\"", f.Value)
	}
	for _, s := range f.Sub {
		if !l.sense(&c.Sense, s) {
			l.bad(s.Pos, "a condition has no field %q%s", s.Key, meant(s.Key, predicateFields[:7]))
		}
	}
	return c
}

func (l *loader) values(c *Condition, vs []string, pos Pos) {
	for _, v := range vs {
		upper := strings.ToUpper(v) == v
		switch set, isSet := strings.CutPrefix(v, "&"); {
		case isSet && l.lex.Words[set] == nil:
			l.bad(pos, "unknown set %q%s", v, meant(set, keys(l.lex.Words)))
		case isSet:
			c.add(l.lex.Words[set])
		case v == "hostile" || v == "cooperative" || l.onto.IsAct(v) || l.onto.IsOperator(v):
			c.Acts = append(c.Acts, v)
		case upper && len(v) == 3:
			c.Codes = append(c.Codes, v)
		case upper:
			l.bad(pos, "%q is neither an act, an operator, a sector nor a country%s", v, meant(v, l.onto.Names()))
		default:
			c.add(map[string]bool{strings.ToLower(v): true})
		}
	}
}

func (c *Condition) add(ws map[string]bool) {
	if c.Words == nil {
		c.Words = map[string]bool{}
	}
	for w := range ws {
		c.Words[w] = true
	}
}

func keys(m map[string]map[string]bool) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// example reads "e.g. [DATE:] SENTENCE" with its "=>" lines.
func (l *loader) example(f Field) {
	x := Example{Text: f.Value, Pos: f.Pos}
	if len(x.Text) > 11 && x.Text[4] == '-' && x.Text[7] == '-' && x.Text[10] == ':' {
		x.Date, x.Text = x.Text[:10], strings.TrimSpace(x.Text[11:])
	}
	for _, s := range f.Sub {
		if s.Key != "=>" {
			l.bad(s.Pos, "an example has no field %q; what it must code stands after \"=>\"", s.Key)
			continue
		}
		if _, err := ParseExpectation(s.Value, l.onto); err != nil {
			l.bad(s.Pos, "%v", err)
			continue
		}
		x.Want = append(x.Want, s.Value)
	}
	if len(x.Want) == 0 {
		l.bad(f.Pos, "the example says nothing of its coding; add a line \"=> ...\" below it")
		return
	}
	l.lex.Examples = append(l.lex.Examples, x)
}
