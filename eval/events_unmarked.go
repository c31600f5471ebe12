package eval

import (
	"fmt"
	"strings"
)

// UnmarkedScore tells how well all events of sentences were found, seen in several
// views: by root alone, by the two countries, by the codes, by CAMEO.
type UnmarkedScore struct {
	Name                       string
	Sentences, Expected, Empty int
	// LeftEmpty of the Empty sentences got no event.
	LeftEmpty int
	// ModeRight of the ModeGiven expected events with a mode whose event was found have
	// the mode too; BaseRight of the BaseGiven with a CAMEO code whose root was found
	// have its first three digits.
	ModeRight, ModeGiven, BaseRight, BaseGiven int
	Views                                      []View
}

// View is a score in one view.
type View struct {
	Name string
	PRF
}

// view compares events in one way.
type view struct {
	name string
	// need is the field that an event must have: "plover", "cameo" or "any".
	need string
	// parties are compared by "code", "country", "text", or not at all ("").
	parties string
	// digits of the CAMEO code that count: 2, or 0 for all.
	digits int
}

// sentence is the gold of one id.
type sentence []GoldEvent

// ScoreUnmarked scores a set in which all events are to be found.
func ScoreUnmarked(name string, gold []GoldEvent, predicted map[string][]PredictedEvent) UnmarkedScore {
	sentences, order := bySentence(gold)
	out := UnmarkedScore{Name: name, Sentences: len(order)}
	var codes, texts, plover, cameo, deep, anyText bool
	for i := range gold {
		g := &gold[i]
		if !g.None {
			out.Expected++
		}
		codes = codes || g.Source.Code != "" || g.Target.Code != ""
		texts = texts || g.Source.Text != "" || g.Target.Text != ""
		plover = plover || g.Plover != ""
		cameo = cameo || g.CAMEO != ""
		deep = deep || len(g.CAMEO) >= 3
	}
	for _, ps := range predicted {
		for i := range ps {
			anyText = anyText || ps[i].SourceText != "" || ps[i].TargetText != ""
		}
	}
	for _, v := range views(codes, texts && anyText, plover, cameo, deep) {
		if s := v.score(sentences, order, predicted); s.Gold+s.System > 0 {
			out.Views = append(out.Views, View{v.name, s})
		}
	}
	for i := range gold {
		out.finer(&gold[i], predicted[gold[i].ID])
	}
	for _, id := range order {
		if !sentences[id][0].None {
			continue
		}
		out.Empty++
		if len(withPlover(predicted[id])) == 0 {
			out.LeftEmpty++
		}
	}
	return out
}

// finer scores what is finer than the event, where the event is right. Of several
// predictions that have it, the best counts.
func (s *UnmarkedScore) finer(g *GoldEvent, ps []PredictedEvent) {
	found, mode, root, base := false, false, false, false
	for i := range ps {
		p := &ps[i]
		if p.Plover == g.Plover && g.Mode != "" {
			found, mode = true, mode || p.Mode == modeName(g.Mode)
		}
		if len(g.CAMEO) >= 3 && len(p.CAMEO) >= 2 && p.CAMEO[:2] == g.CAMEO[:2] {
			root, base = true, base || strings.HasPrefix(p.CAMEO, g.CAMEO[:3])
		}
	}
	for _, x := range [...]struct {
		on bool
		to *int
	}{{found, &s.ModeGiven}, {mode, &s.ModeRight}, {root, &s.BaseGiven}, {base, &s.BaseRight}} {
		if x.on {
			*x.to++
		}
	}
}

func views(codes, texts, plover, cameo, deep bool) []view {
	var vs []view
	if plover {
		vs = append(vs, view{name: "plover", need: "plover"})
		if codes {
			vs = append(vs, view{name: "cty+cty+plover", need: "plover", parties: "country"}, view{name: "code+code+plover", need: "plover", parties: "code"})
		}
		if texts {
			vs = append(vs, view{name: "text+text+plover", need: "plover", parties: "text"})
		}
	}
	if codes {
		vs = append(vs, view{name: "code+code", need: "any", parties: "code"}, view{name: "cty+cty", need: "any", parties: "country"})
	}
	if cameo {
		vs = append(vs, view{name: "cameo root", need: "cameo", digits: 2})
		if deep {
			vs = append(vs, view{name: "cameo full", need: "cameo"})
		}
	}
	return vs
}

func bySentence(gold []GoldEvent) (map[string]sentence, []string) {
	sentences := map[string]sentence{}
	var order []string
	for _, g := range gold {
		if sentences[g.ID] == nil {
			order = append(order, g.ID)
		}
		sentences[g.ID] = append(sentences[g.ID], g)
	}
	return sentences, order
}

func withPlover(ps []PredictedEvent) []PredictedEvent {
	var out []PredictedEvent
	for _, p := range ps {
		if p.Plover != "" {
			out = append(out, p)
		}
	}
	return out
}

func (v view) score(sentences map[string]sentence, order []string, predicted map[string][]PredictedEvent) PRF {
	var s PRF
	for _, id := range order {
		gold, ok := v.gold(sentences[id])
		if !ok {
			continue
		}
		system := v.system(predicted[id])
		s.Right += match(len(gold), len(system), func(g, p int) bool { return v.equal(&gold[g], &system[p]) })
		s.Gold += len(gold)
		s.System += len(system)
	}
	return s
}

// gold are the events that the view can see, each once; ok is false for a sentence
// of which gold has no opinion in this view.
func (v view) gold(s sentence) (out []GoldEvent, ok bool) {
	seen := map[string]bool{}
	opinion, coded := false, false
	for i := range s {
		g := &s[i]
		if v.need == "cameo" && v.digits == 0 && g.CAMEO != "" && len(g.CAMEO) < 3 {
			return nil, false
		}
		opinion = opinion || strings.HasPrefix(g.CAMEO, "01")
		if v.need == "plover" && g.Plover == "" || v.need == "cameo" && g.CAMEO == "" || v.need == "any" && g.None {
			continue
		}
		coded = coded || g.Source.Code != "" || g.Target.Code != ""
		if k := v.goldKey(g); !seen[k] {
			seen[k] = true
			out = append(out, *g)
		}
	}
	if v.need == "plover" && len(out) == 0 && !s[0].None && !opinion {
		return nil, false
	}
	if (v.parties == "code" || v.parties == "country") && len(out) > 0 && !coded {
		return nil, false
	}
	return out, true
}

// system are the predictions that the view can see, each once.
func (v view) system(ps []PredictedEvent) []PredictedEvent {
	var out []PredictedEvent
	seen := map[string]bool{}
	for i := range ps {
		p := &ps[i]
		if v.need == "plover" && p.Plover == "" || v.need == "cameo" && p.CAMEO == "" {
			continue
		}
		k := v.side(p.SourceCode, p.SourceText) + "\x00" + v.side(p.TargetCode, p.TargetText) + "\x00" + v.label(p.Plover, p.CAMEO)
		if !seen[k] {
			seen[k] = true
			out = append(out, *p)
		}
	}
	return out
}

func (v view) goldKey(g *GoldEvent) string {
	a, b := v.side(g.Source.Code, g.Source.Text), v.side(g.Target.Code, g.Target.Text)
	if g.Recip && b < a {
		a, b = b, a
	}
	k := a + "\x00" + b + "\x00" + v.label(g.Plover, g.CAMEO)
	if v.parties != "" && g.Recip {
		k += "\x00recip"
	}
	return k
}

// side is what the view sees of a party.
func (v view) side(code, text string) string {
	code = strings.ReplaceAll(strings.ToUpper(code), "---", "")
	switch v.parties {
	case "code":
		return code
	case "country":
		return code[:min(3, len(code))]
	case "text":
		return strings.ToLower(text)
	}
	return ""
}

// label is what the view sees of the event's kind.
func (v view) label(plover, cameo string) string {
	switch {
	case v.need == "plover":
		return root(plover)
	case v.need == "any":
		return ""
	case v.digits > 0:
		return cameo[:min(v.digits, len(cameo))]
	}
	return cameo
}

func (v view) equal(g *GoldEvent, p *PredictedEvent) bool {
	if v.label(g.Plover, g.CAMEO) != v.label(p.Plover, p.CAMEO) {
		return false
	}
	switch v.parties {
	case "":
		return true
	case "text":
		return sameText(g.Source, g.Target, p) || g.Recip && sameText(g.Target, g.Source, p)
	}
	a, b := v.side(g.Source.Code, ""), v.side(g.Target.Code, "")
	x, y := v.side(p.SourceCode, ""), v.side(p.TargetCode, "")
	return a == x && b == y || g.Recip && a == y && b == x
}

func sameText(source, target GoldParty, p *PredictedEvent) bool {
	return (source.Text == "" || overlap(source, p.SourceText, p.SourceSpan) > 0) &&
		(target.Text == "" || overlap(target, p.TargetText, p.TargetSpan) > 0)
}

// match is the size of the largest one-to-one matching of gold and system.
func match(gold, system int, equal func(g, p int) bool) int {
	n := 0
	for _, g := range matching(gold, system, equal) {
		if g >= 0 {
			n++
		}
	}
	return n
}

// matching is a largest one-to-one matching (Kuhn's algorithm): the gold item of
// each system item, or -1.
func matching(gold, system int, equal func(g, p int) bool) []int {
	owner := make([]int, system)
	for j := range owner {
		owner[j] = -1
	}
	seen := make([]bool, system)
	var try func(g int) bool
	try = func(g int) bool {
		for j := range system {
			if seen[j] || !equal(g, j) {
				continue
			}
			seen[j] = true
			if owner[j] < 0 || try(owner[j]) {
				owner[j] = g
				return true
			}
		}
		return false
	}
	for g := range gold {
		clear(seen)
		try(g)
	}
	return owner
}

func (s UnmarkedScore) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d sentences, %d expected events)\n", s.Name, s.Sentences, s.Expected)
	for _, v := range s.Views {
		fmt.Fprintf(&b, "  %-17s P %.3f R %.3f F1 %.3f  (right %d, system %d, gold %d)\n", v.Name, part(v.Right, v.System), part(v.Right, v.Gold), v.F1(), v.Right, v.System, v.Gold)
	}
	if s.Empty > 0 {
		fmt.Fprintf(&b, "  sentences without event left empty: %d of %d\n", s.LeftEmpty, s.Empty)
	}
	if s.ModeGiven > 0 {
		fmt.Fprintf(&b, "  mode right where the event is: %.3f (%d of %d with a mode)\n", float64(s.ModeRight)/float64(s.ModeGiven), s.ModeRight, s.ModeGiven)
	}
	if s.BaseGiven > 0 {
		fmt.Fprintf(&b, "  cameo base right where the root is: %.3f (%d of %d)\n", float64(s.BaseRight)/float64(s.BaseGiven), s.BaseRight, s.BaseGiven)
	}
	return b.String()
}
