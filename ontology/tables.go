package ontology

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed tables/plover.tsv
var ploverTable string

//go:embed tables/cameo.tsv
var cameoTable string

//go:embed tables/goldstein.tsv
var goldsteinTable string

//go:embed tables/cameo2plover.tsv
var crosswalkTable string

//go:embed acts.txt
var actsText string

//go:embed compose.txt
var composeText string

// Ontology is the tables. It is read-only.
type Ontology struct {
	events    map[string]event
	modes     map[string]map[string]*float64 // event -> mode -> score
	contexts  []string
	sectors   []string
	cameo     map[string]string
	goldstein map[string][3]string
	crosswalk map[string][2]string
	acts      map[string]*act
	operators map[string]string
	rows      map[string][]row
	names     []string
	digest    string
}

type event struct {
	quad  int
	score *float64
}

// Load reads the tables that come with the program.
func Load() (*Ontology, error) {
	o := &Ontology{events: map[string]event{}, modes: map[string]map[string]*float64{}, cameo: map[string]string{},
		goldstein: map[string][3]string{}, crosswalk: map[string][2]string{}, acts: map[string]*act{}, operators: map[string]string{}, rows: map[string][]row{}}
	o.readPlover()
	for c := range cells(cameoTable) {
		o.cameo[c[0]] = c[1]
	}
	for c := range cells(goldsteinTable) {
		o.goldstein[c[0]] = [3]string{c[1], c[2], c[3]}
	}
	for c := range cells(crosswalkTable) {
		o.crosswalk[c[0]] = [2]string{c[2], c[3]}
	}
	if err := o.readActs(actsText); err != nil {
		return nil, fmt.Errorf("ontology: %w", err)
	}
	if err := o.readCompose(composeText); err != nil {
		return nil, fmt.Errorf("ontology: %w", err)
	}
	slices.Sort(o.names)
	sum := sha256.Sum256([]byte(ploverTable + cameoTable + goldsteinTable + crosswalkTable + actsText + composeText))
	o.digest = hex.EncodeToString(sum[:])[:12]
	return o, nil
}

// Digest identifies the tables.
func (o *Ontology) Digest() string { return o.digest }

// cells goes through the rows of a table, without its header.
func cells(table string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		first := true
		for line := range strings.Lines(table) {
			if first {
				first = false
				continue
			}
			if !yield(strings.Split(strings.TrimRight(line, "\n"), "\t")) {
				return
			}
		}
	}
}

func (o *Ontology) readPlover() {
	for c := range cells(ploverTable) {
		kind, category, name := c[0], c[1], c[2]
		quad, _ := strconv.Atoi(c[3])
		switch kind {
		case "category":
			s := number(c[5])
			if name == "ACCUSE" && s != nil && *s > 0 {
				*s = -*s // the manual's table has lost the sign
			}
			o.events[name] = event{quad, s}
			o.modes[name] = map[string]*float64{"": s}
		case "mode":
			o.modes[category][name] = number(c[5])
		case "context":
			o.contexts = append(o.contexts, name)
		case "sector", "entity":
			o.sectors = append(o.sectors, name)
		}
	}
}

func number(s string) *float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return nil
	}
	return &x
}

// Events lists the PLOVER events.
func (o *Ontology) Events() []string {
	var es []string
	for e := range o.events {
		es = append(es, e)
	}
	slices.Sort(es)
	return es
}

// Event says whether PLOVER has the event.
func (o *Ontology) Event(name string) bool { _, ok := o.events[name]; return ok }

// Modes lists the modes of an event.
func (o *Ontology) Modes(event string) []string {
	var ms []string
	for m := range o.modes[event] {
		if m != "" {
			ms = append(ms, m)
		}
	}
	slices.Sort(ms)
	return ms
}

// Mode says whether the event has the mode; "" is always one.
func (o *Ontology) Mode(event, mode string) bool { _, ok := o.modes[event][mode]; return ok }

// Contexts lists PLOVER's contexts.
func (o *Ontology) Contexts() []string { return o.contexts }

// Context says whether PLOVER has the context.
func (o *Ontology) Context(name string) bool { return slices.Contains(o.contexts, name) }

// domains of acts that are no PLOVER context by the same name.
var domains = []string{"humanitarian", "nuclear"}

// Domains lists the domains that an act may have: PLOVER's contexts, and the few
// that CAMEO tells apart beside them.
func (o *Ontology) Domains() []string { return append(slices.Clone(o.contexts), domains...) }

// ContextOf is the PLOVER context of a domain, or "".
func (o *Ontology) ContextOf(domain string) string {
	switch domain {
	case "humanitarian":
		return "human_security"
	case "nuclear":
		return "cbrn"
	}
	if o.Context(domain) {
		return domain
	}
	return ""
}

// Sectors lists PLOVER's sectors and non-state entities.
func (o *Ontology) Sectors() []string { return o.sectors }

// Sector says whether the code is one of them.
func (o *Ontology) Sector(code string) bool { return slices.Contains(o.sectors, code) }

// CAMEO says whether the code exists.
func (o *Ontology) CAMEO(code string) bool { _, ok := o.cameo[code]; return ok }

// CAMEOName is the short name of a code.
func (o *Ontology) CAMEOName(code string) string { return o.cameo[code] }

// Goldstein is a code's score on a scale: "gdelt", "icews" or "phoenix"; nil where
// it has none.
func (o *Ontology) Goldstein(code, scale string) *float64 {
	g, ok := o.goldstein[code]
	i := slices.Index([]string{"gdelt", "icews", "phoenix"}, scale)
	if !ok || i < 0 {
		return nil
	}
	return number(g[i])
}

// FromCAMEO is the PLOVER event and mode of a CAMEO code by the crosswalk of 2021;
// ok is false for statements and unknown codes.
func (o *Ontology) FromCAMEO(code string) (event, mode string, ok bool) {
	c, ok := o.crosswalk[code]
	return c[0], dash(c[1]), ok && o.Event(c[0])
}

// Names lists all acts and operators.
func (o *Ontology) Names() []string { return o.names }

// IsAct says whether the name is that of an act.
func (o *Ontology) IsAct(name string) bool { return o.acts[name] != nil }

// IsOperator says whether the name is that of an operator.
func (o *Ontology) IsOperator(name string) bool { return o.operators[name] != "" }

// valid checks an event with its mode and CAMEO code.
func (o *Ontology) valid(event, mode, cameo string) error {
	switch {
	case !o.Event(event):
		return fmt.Errorf("unknown event %q", event)
	case !o.Mode(event, mode):
		return fmt.Errorf("%s has no mode %q", event, mode)
	case cameo != "" && !o.CAMEO(cameo):
		return fmt.Errorf("unknown CAMEO code %q", cameo)
	}
	return nil
}
