package ontology

import (
	"fmt"
	"strings"
)

// Code is what a composition is called.
type Code struct {
	// Event is the PLOVER event, Mode its mode or "".
	Event, Mode string
	// CAMEO is the code, Quad PLOVER's quad class (1 to 4).
	CAMEO string
	Quad  int
	// Plover is the score of event and mode, Goldstein that of the CAMEO code on
	// GDELT's scale; nil where there is none.
	Plover, Goldstein *float64
	// Rule is the row that said so: "compose.txt:31".
	Rule string
}

// act is a row of acts.txt.
type act struct {
	polarity, event, mode, cameo, wish, want, rule string
}

// row is a row of compose.txt.
type row struct {
	outer              []term // the outermost first; the rest must be inside it
	class              string // of what is inside the last term: "any", "none", "cooperative", "hostile"; "" to stop there
	event, mode, cameo string
	rule               string
	weight             int
}

// term is NAME[.variant][:domain].
type term struct{ name, variant, domain string }

func parseTerm(s string) term {
	var t term
	s, t.domain, _ = strings.Cut(s, ":")
	t.name, t.variant, _ = strings.Cut(s, ".")
	return t
}

func (t term) fits(r *Reading) bool {
	if t.name != r.Name || t.variant != "" && t.variant != r.Variant {
		return false
	}
	if t.domain == "" {
		return true
	}
	for _, d := range r.Domains {
		if d == t.domain {
			return true
		}
	}
	return false
}

// columns splits a row of n columns at white space; the second may hold spaces.
func columns(line string, n int) []string {
	f := strings.Fields(line)
	if k := len(f) - n; k > 0 && n > 2 {
		f = append([]string{f[0], strings.Join(f[1:k+2], " ")}, f[k+2:]...)
	}
	return f
}

func dash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

func (o *Ontology) readActs(text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		c := columns(line, 7)
		if len(c) == 0 || c[0] == "act" {
			continue
		}
		if len(c) != 7 {
			return fmt.Errorf("acts.txt:%d: %d columns, 7 wanted", n, len(c))
		}
		a := act{c[1], c[2], dash(c[3]), c[4], dash(c[5]), dash(c[6]), fmt.Sprintf("acts.txt:%d", n)}
		if a.polarity != "cooperative" && a.polarity != "hostile" && a.polarity != "neutral" {
			return fmt.Errorf("acts.txt:%d: polarity %q", n, a.polarity)
		}
		if a.event == "none" {
			a.event, a.cameo = "", ""
		} else if err := o.valid(a.event, a.mode, a.cameo); err != nil {
			return fmt.Errorf("acts.txt:%d: %w", n, err)
		}
		if o.acts[c[0]] != nil {
			return fmt.Errorf("acts.txt:%d: the act %s is there already", n, c[0])
		}
		o.acts[c[0]] = &a
		if name, domain, ok := strings.Cut(c[0], ":"); !ok {
			o.names = append(o.names, c[0])
		} else if o.acts[name] == nil {
			return fmt.Errorf("acts.txt:%d: the act %s with the domain %s stands before the act itself", n, name, domain)
		}
	}
	return nil
}

func (o *Ontology) readCompose(text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		c := columns(line, 5)
		if len(c) == 0 || c[0] == "outer" || c[0] == "operator" {
			continue
		}
		if len(c) == 2 {
			o.operators[c[0]] = c[1]
			o.names = append(o.names, c[0])
			continue
		}
		if len(c) != 5 {
			return fmt.Errorf("compose.txt:%d: %d columns, 5 wanted", n, len(c))
		}
		r := row{event: c[2], mode: dash(c[3]), cameo: dash(c[4]), rule: fmt.Sprintf("compose.txt:%d", n)}
		r.outer = append(r.outer, parseTerm(c[0]))
		for w := range strings.FieldsSeq(c[1]) {
			switch w {
			case "any", "none", "cooperative", "hostile":
				r.class = w
			default:
				r.outer = append(r.outer, parseTerm(w))
			}
		}
		for i, t := range r.outer {
			if o.acts[t.name] == nil && o.operators[t.name] == "" && !o.Event(t.name) {
				return fmt.Errorf("compose.txt:%d: unknown act or operator %q", n, t.name)
			}
			r.weight += 8
			if i > 0 && o.Event(t.name) {
				r.weight -= 4
			}
			if t.variant != "" {
				r.weight += 2
			}
			if t.domain != "" {
				r.weight += 2
			}
		}
		switch r.class {
		case "none":
			r.weight += 6
		case "cooperative", "hostile":
			r.weight += 3
		}
		if r.event != "none" && r.event != "inner" {
			cameo := strings.TrimSuffix(r.cameo, "*")
			mode := r.mode
			if mode == "want" {
				mode = ""
			}
			if err := o.valid(r.event, mode, cameo); err != nil {
				return fmt.Errorf("compose.txt:%d: %w", n, err)
			}
		}
		o.rows[r.outer[0].name] = append(o.rows[r.outer[0].name], r)
	}
	return nil
}

// Class of a reading: "cooperative", "hostile" or "neutral".
func (o *Ontology) Class(r *Reading) string {
	flip := false
	for ; r != nil; r = r.Inner {
		if a := o.acts[r.Name]; a != nil {
			if !flip || a.polarity == "neutral" {
				return a.polarity
			}
			return map[string]string{"cooperative": "hostile", "hostile": "cooperative"}[a.polarity]
		}
		switch effect := o.operators[r.Name]; effect {
		case "keeps":
		case "flips":
			flip = !flip
		default:
			return effect
		}
	}
	return "neutral"
}

// Compose looks up what a reading is called. ok is false where the composition
// has no row; a code without an event means that there is nothing to code.
func (o *Ontology) Compose(r *Reading) (code Code, ok bool) {
	for range 8 { // operators that pass on what is inside them
		best := o.row(r)
		if best == nil {
			if a := o.act(r); a != nil {
				return o.code(a.event, a.mode, a.cameo, a.rule), true
			}
			return Code{}, false
		}
		switch best.event {
		case "none":
			return Code{Rule: best.rule}, true
		case "inner":
			if r = r.Inner; r == nil {
				return Code{}, false
			}
			continue
		}
		mode, cameo := best.mode, best.cameo
		inner := o.core(r.Inner)
		if inner != nil && best.event == "THREATEN" && inner.polarity != "hostile" {
			inner = nil // its digits are of what is asked for
		}
		if mode == "want" {
			mode = ""
			if inner != nil {
				mode = inner.want
			}
		}
		if root, star := strings.CutSuffix(cameo, "*"); star {
			cameo = root + "0"
			if inner != nil && inner.wish != "" {
				cameo = o.wish(root, inner.wish)
			}
		}
		return o.code(best.event, mode, cameo, best.rule), true
	}
	return Code{}, false
}

// row finds the most specific row for a reading.
func (o *Ontology) row(r *Reading) *row {
	var best *row
	rows := o.rows[r.Name]
	for i := range rows {
		if w := &rows[i]; (best == nil || w.weight > best.weight) && o.fits(w, r) {
			best = w
		}
	}
	return best
}

func (o *Ontology) fits(w *row, r *Reading) bool {
	for i, t := range w.outer {
		for i > 0 && r != nil && o.passes(r, t) {
			r = r.Inner
		}
		if r == nil || !t.fits(r) && !(i > 0 && o.acts[r.Name] != nil && o.acts[r.Name].event == t.name) {
			return false
		}
		r = r.Inner
	}
	switch w.class {
	case "none":
		return r == nil
	case "cooperative", "hostile":
		return r != nil && o.Class(r) == w.class
	}
	return true
}

// passes says that a reading is an operator that hands on what is inside it, and is
// not the one looked for.
func (o *Ontology) passes(r *Reading, t term) bool {
	switch r.Name {
	case "BEGIN", "RESUME", "CONTINUE", "HELP", "ALLOW", "ORDER", "APPROVE", "CONDITIONAL", "HABITUAL", "PLAN", "FUTURE":
		return r.Name != t.name && r.Inner != nil
	}
	return false
}

// core is the innermost act.
func (o *Ontology) core(r *Reading) *act {
	for ; r != nil; r = r.Inner {
		if a := o.act(r); a != nil {
			return a
		}
	}
	return nil
}

// act is the row of a reading in acts.txt: that of the first of its domains that
// has one, else that of the act as such; nil for an operator.
func (o *Ontology) act(r *Reading) *act {
	for _, d := range r.Domains {
		if a := o.acts[r.Name+":"+d]; a != nil {
			return a
		}
	}
	return o.acts[r.Name]
}

// wish puts a root and an act's digits together. Refusals (12) number their kinds
// one lower than requests; a code that does not exist loses digits until one does.
func (o *Ontology) wish(root, digits string) string {
	if root == "12" {
		switch digits[0] {
		case '1', '2':
			digits = "1" + digits[1:]
		case '3', '4', '5', '6':
			digits = string(digits[0]-1) + digits[1:]
		case '8':
			digits = "6"
		}
	}
	for code := root + digits; len(code) > len(root); code = code[:len(code)-1] {
		if o.CAMEO(code) {
			return code
		}
	}
	return root + "0"
}

func (o *Ontology) code(event, mode, cameo, rule string) Code {
	c := Code{Event: event, Mode: mode, CAMEO: cameo, Rule: rule, Quad: o.events[event].quad}
	if !o.Mode(event, mode) {
		c.Mode = ""
	}
	if s, ok := o.modes[event][c.Mode]; ok && s != nil {
		c.Plover = s
	} else {
		c.Plover = o.events[event].score
	}
	c.Goldstein = o.Goldstein(cameo, "gdelt")
	return c
}
