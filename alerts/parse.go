package alerts

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"casus/lexicon"
	"casus/ontology"
	"casus/series"
	"casus/store"
)

// Defaults of targets.
const (
	defaultTimeout = 10 * time.Second
	maxTimeout     = 2 * time.Minute
	defaultTries   = 8
	defaultKeep    = 100
)

// Words that the record uses.
var (
	commitmentKinds  = []string{"treaty", "promise", "threat", "ultimatum"}
	commitmentStates = []string{"proposed", "negotiated", "signed", "ratified", "in force", "suspended", "ended", "pledged", "threatened"}
	positions        = []string{"support", "praise", "condemn", "accuse", "demand", "ask", "warn", "threaten", "deny", "reject", "promise", "offer", "announce",
		"claim", "admit", "confirm", "predict", "doubt", "hope", "believe", "plan", "say"}
)

// Parse reads a file of rules. It goes on after a problem, so that one run shows all
// there are; Rules are whole only where none is more than a warning.
func Parse(file, text string) (*Rules, []lexicon.Problem) {
	onto, err := ontology.Load()
	if err != nil {
		return &Rules{}, []lexicon.Problem{{Pos: lexicon.Pos{File: file, Line: 1}, Message: err.Error()}}
	}
	entries, problems := lexicon.ParseEntries(file, text)
	p := &parser{onto: onto, rules: &Rules{}, problems: problems}
	for i := range entries {
		e := &entries[i]
		switch {
		case e.Kind != "alert" && e.Kind != "target":
			p.bad(e.Pos, "an entry %q; a file of rules has entries \"alert\" and \"target\"%s", e.Kind, lexicon.Meant(e.Kind, []string{"alert", "target"}))
		case len(e.Names) != 1:
			p.bad(e.Pos, "%s without a name, or with a comma in it; one name stands after %q", e.Kind, e.Kind)
		case e.Kind == "alert":
			p.alert(e)
		default:
			p.target(e)
		}
	}
	p.whole()
	return p.rules, p.problems
}

// Errors says whether a problem among them is more than a warning.
func Errors(problems []lexicon.Problem) bool {
	return slices.ContainsFunc(problems, func(p lexicon.Problem) bool { return !p.Warning })
}

type parser struct {
	onto     *ontology.Ontology
	rules    *Rules
	problems []lexicon.Problem
}

func (p *parser) bad(pos lexicon.Pos, format string, args ...any) {
	p.problems = append(p.problems, lexicon.Problem{Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// whole checks what entries say of one another.
func (p *parser) whole() {
	used := map[string]bool{}
	for i := range p.rules.Alerts {
		r := &p.rules.Alerts[i]
		for _, o := range p.rules.Alerts[:i] {
			if o.Name == r.Name {
				p.bad(r.Pos, "the alert %q is there already, in line %d; what was told is known by the name", r.Name, o.Pos.Line)
			}
		}
		for _, name := range r.To {
			if used[name] = true; p.rules.Target(name) == nil {
				p.bad(r.Pos, "%q goes to %q, which is no target of this file%s", r.Name, name, lexicon.Meant(name, p.targetNames()))
			}
		}
	}
	for i, t := range p.rules.Targets {
		for _, o := range p.rules.Targets[:i] {
			if o.Name == t.Name {
				p.bad(t.Pos, "the target %q is there already, in line %d", t.Name, o.Pos.Line)
			}
		}
		if !used[t.Name] {
			p.problems = append(p.problems, lexicon.Problem{Pos: t.Pos, Warning: true, Message: fmt.Sprintf("no alert goes to %q", t.Name)})
		}
	}
}

func (p *parser) targetNames() []string {
	var out []string
	for _, t := range p.rules.Targets {
		out = append(out, t.Name)
	}
	return out
}

// items are what stands between commas.
func items(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			out = append(out, part)
		}
	}
	return out
}

var alertFields = []string{"actor", "recipient", "party", "dyad", "event", "mode", "context", "cameo", "quad", "commitment", "state", "due", "statement",
	"status", "claim", "place", "publisher", "words", "confidence", "sources", "age", "count", "surprise", "to", "e.g."}

// alert reads a rule.
func (p *parser) alert(e *lexicon.Entry) {
	r := Rule{Name: e.Names[0], Pos: e.Pos, Subject: Events}
	seen := map[string]lexicon.Pos{}
	for _, f := range e.Fields {
		if f.Key == "e.g." {
			p.example(&r, f)
			continue
		}
		if old, twice := seen[f.Key]; twice {
			p.bad(f.Pos, "%q stands in line %d already; put all in one line, parted by commas", f.Key, old.Line)
			continue
		}
		seen[f.Key] = f.Pos
		if f.Value == "" && slices.Contains(alertFields, f.Key) && f.Key != "commitment" && f.Key != "statement" {
			p.bad(f.Pos, "nothing after %q", f.Key)
			continue
		}
		if !p.who(&r, f) && !p.what(&r, f) && !p.how(&r, f) {
			p.bad(f.Pos, "an alert has no field %q%s", f.Key, lexicon.Meant(f.Key, alertFields))
		}
	}
	p.fits(&r, seen)
	p.rules.Alerts = append(p.rules.Alerts, r)
}

// fits checks whether the fields of a rule go together.
func (p *parser) fits(r *Rule, seen map[string]lexicon.Pos) {
	of := func(subject Subject, fields ...string) {
		for _, f := range fields {
			if pos, there := seen[f]; there && r.Subject != subject {
				p.bad(pos, "%q is of %ss; %q looks at %ss", f, subject, r.Name, r.Subject)
			}
		}
	}
	of(Events, "event", "mode", "context", "cameo", "quad", "claim", "place", "sources", "surprise", "status", "confidence")
	of(Commitments, "state", "due")
	if pos, both := seen["statement"]; both && seen["commitment"].Line > 0 {
		p.bad(pos, "a rule looks at commitments or at statements, not at both")
	}
	if r.Subject == Commitments && r.Count > 0 {
		p.bad(seen["count"], "commitments are not counted; count the events that make them")
	}
	if len(r.To) == 0 {
		p.bad(r.Pos, "%q goes nowhere; say \"to\" and the name of a target", r.Name)
	}
	what := 0
	for f := range seen {
		if f != "to" && f != "age" {
			what++
		}
	}
	if what == 0 {
		p.bad(r.Pos, "%q has no condition, so that everything would be told", r.Name)
	}
	if r.Count > 0 && r.Surprise > 0 {
		p.bad(seen["surprise"], "a rule counts or is surprised, not both; make two of it")
	}
}

var code = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,14}$`)

// who reads the fields that name parties.
func (p *parser) who(r *Rule, f lexicon.Field) bool {
	switch f.Key {
	case "actor":
		r.Actor = items(f.Value)
	case "recipient":
		r.Recipient = items(f.Value)
	case "party":
		r.Party = items(f.Value)
	case "dyad":
		pair := items(f.Value)
		if a, b, directed := strings.Cut(f.Value, ">"); directed {
			pair, r.Directed = []string{strings.TrimSpace(a), strings.TrimSpace(b)}, true
		}
		if len(pair) != 2 || !code.MatchString(pair[0]) || !code.MatchString(pair[1]) {
			p.bad(f.Pos, "a dyad is two codes: \"RUS, UKR\" for either direction, \"RUS > UKR\" for one")
			return true
		}
		r.Dyad = [2]string{pair[0], pair[1]}
	case "claim":
		r.Claim = strings.TrimSpace(f.Value)
	case "place":
		r.Place = items(f.Value)
	case "publisher":
		r.Publisher = items(f.Value)
	default:
		return false
	}
	return true
}

// what reads the fields that say what is done.
func (p *parser) what(r *Rule, f lexicon.Field) bool {
	each := func(known []string, what string) []string {
		list := items(f.Value)
		for _, x := range list {
			if !slices.Contains(known, x) {
				p.bad(f.Pos, "%s %q is unknown%s", what, x, lexicon.Meant(x, known))
			}
		}
		return list
	}
	switch f.Key {
	case "event":
		r.Event = each(p.onto.Events(), "the event")
	case "mode":
		var modes []string
		for _, e := range p.onto.Events() {
			modes = append(modes, p.onto.Modes(e)...)
		}
		r.Mode = each(modes, "the mode")
	case "context":
		r.Context = each(p.onto.Contexts(), "the context")
	case "cameo":
		if r.CAMEO = items(f.Value); slices.ContainsFunc(r.CAMEO, func(c string) bool { return !digits.MatchString(c) }) {
			p.bad(f.Pos, "a CAMEO code is two to four digits, like 13 or 1385")
		}
	case "quad":
		for _, x := range items(f.Value) {
			n, err := strconv.Atoi(x)
			if err != nil || n < 1 || n > 4 {
				p.bad(f.Pos, "a quad class is 1 (verbal cooperation), 2 (material cooperation), 3 (verbal conflict) or 4 (material conflict)")
				continue
			}
			r.Quad = append(r.Quad, n)
		}
	case "commitment":
		r.Subject, r.Kind = Commitments, each(commitmentKinds, "the kind of commitment")
	case "state":
		r.State = each(commitmentStates, "the state")
	case "statement":
		r.Subject, r.Position = Statements, each(positions, "the position")
	default:
		return false
	}
	return true
}

var digits = regexp.MustCompile(`^[0-9]{2,4}$`)

// how reads the other fields.
func (p *parser) how(r *Rule, f lexicon.Field) bool {
	switch f.Key {
	case "status":
		p.status(r, f)
	case "words":
		r.Words = items(f.Value)
	case "confidence":
		r.Confidence = p.share(f)
	case "sources":
		r.Sources = p.number(f, f.Value)
	case "age":
		r.Age = p.days(f, f.Value)
	case "due":
		rest, ok := strings.CutPrefix(f.Value, "within ")
		if !ok {
			p.bad(f.Pos, "write \"due within 7 days\"")
			return true
		}
		r.Due = p.days(f, rest)
	case "count":
		n, rest, ok := strings.Cut(f.Value, " within ")
		if !ok {
			p.bad(f.Pos, "write \"count 3 within 7 days\"")
			return true
		}
		r.Count, r.Within = p.number(f, n), p.days(f, rest)
		if r.Within > 366 {
			p.bad(f.Pos, "%q: a year at most", f.Value)
		}
	case "surprise":
		x, period, ok := strings.Cut(f.Value, " in a ")
		r.Period = series.Period(strings.TrimSpace(period))
		v, err := strconv.ParseFloat(strings.TrimSpace(x), 64)
		if !ok || err != nil || !(v > 0 && v <= 100) || r.Period != series.Day && r.Period != series.Week && r.Period != series.Month {
			p.bad(f.Pos, "write \"surprise 2 in a week\": how rare the number of events must be (2 is one in a hundred, 3 one in a thousand), and in a day, week or month")
			return true
		}
		r.Surprise = v
	case "to":
		r.To = items(f.Value)
	default:
		return false
	}
	return true
}

func (p *parser) status(r *Rule, f lexicon.Field) {
	for _, x := range items(f.Value) {
		word, not := strings.CutPrefix(x, "not ")
		bit, ok := statusBit(word)
		switch {
		case x == "any":
			r.AnyStatus = true
		case x == "real":
			r.Without |= store.Negated | store.Future | store.Hypothetical | store.Conditional | store.Denied
		case !ok:
			known := []string{"any", "real"}
			for _, s := range statusWords {
				known = append(known, s.word)
			}
			p.bad(f.Pos, "the status %q is unknown%s; there are any, real, and negated, future, hypothetical, conditional, historical, ongoing, denied, each with \"not\" before it if it must not be", x, lexicon.Meant(word, known))
		case not:
			r.Without |= bit
		default:
			r.With |= bit
		}
	}
	if r.With&r.Without != 0 {
		p.bad(f.Pos, "%s must be and must not be", statusText(r.With&r.Without))
	}
}

func (p *parser) number(f lexicon.Field, s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 || n > 1_000_000 {
		p.bad(f.Pos, "%q after %q is no number from 1", strings.TrimSpace(s), f.Key)
		return 0
	}
	return n
}

// days reads "7 days", "1 day", "2 weeks".
func (p *parser) days(f lexicon.Field, s string) int {
	w := strings.Fields(s)
	if len(w) == 2 {
		n, err := strconv.Atoi(w[0])
		unit := map[string]int{"day": 1, "days": 1, "week": 7, "weeks": 7}[w[1]]
		if err == nil && n > 0 && n <= 10_000 && unit > 0 {
			return n * unit
		}
	}
	p.bad(f.Pos, "%q is no length of time; write \"7 days\" or \"2 weeks\"", strings.TrimSpace(s))
	return 0
}

func (p *parser) share(f lexicon.Field) float64 {
	x, err := strconv.ParseFloat(f.Value, 64)
	if err != nil || !(x > 0 && x <= 1) {
		p.bad(f.Pos, "%q after %q is no number between 0 and 1", f.Value, f.Key)
		return 0
	}
	return x
}

// example reads "e.g. [DAY:] SENTENCE" with "=> told" or "=> none" below it.
func (p *parser) example(r *Rule, f lexicon.Field) {
	x := Example{Text: f.Value, Pos: f.Pos}
	if day, rest, ok := strings.Cut(f.Value, ":"); ok {
		if _, err := time.Parse(time.DateOnly, day); err == nil {
			x.Date, x.Text = day, strings.TrimSpace(rest)
		}
	}
	if len(f.Sub) != 1 || f.Sub[0].Key != "=>" || f.Sub[0].Value != "told" && f.Sub[0].Value != "none" {
		p.bad(f.Pos, "what must come of the example stands below it: \"=> told\" or \"=> none\"")
		return
	}
	x.Told = f.Sub[0].Value == "told"
	r.Examples = append(r.Examples, x)
}
