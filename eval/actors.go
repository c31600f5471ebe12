package eval

import (
	"fmt"
	"slices"
	"strings"

	"casus"
)

// ActorScore tells how often actors got the right country, sector and code.
type ActorScore struct {
	Name string
	// Country, Sector and Code count those right of those that gold has.
	Country, Sector, Code Share
	Faults                Faults
}

// Share is so many right of so many.
type Share struct{ Right, Of int }

func (s *Share) count(right bool) {
	s.Of++
	if right {
		s.Right++
	}
}

func (s Share) String() string {
	return fmt.Sprintf("%.3f (%d of %d)", part(s.Right, s.Of), s.Right, s.Of)
}

// Add joins the scores of two sets; the name stays.
func (s ActorScore) Add(t ActorScore) ActorScore {
	add := func(a, b Share) Share { return Share{a.Right + b.Right, a.Of + b.Of} }
	s.Country, s.Sector, s.Code = add(s.Country, t.Country), add(s.Sector, t.Sector), add(s.Code, t.Code)
	s.Faults = append(s.Faults, t.Faults...)
	return s
}

func (s ActorScore) String() string {
	var b strings.Builder
	b.WriteString(s.Name + ":")
	for _, x := range []struct {
		name  string
		share Share
	}{{"country", s.Country}, {"sector", s.Sector}, {"code", s.Code}} {
		if x.share.Of > 0 {
			fmt.Fprintf(&b, "  %s %s", x.name, x.share)
		}
	}
	return b.String()
}

// SpokenOf scores the codes of a sentence's parties, whether or not events were
// found: each code that gold has must be that of somebody who is mentioned. Of gold
// without a country ("---REB") only the role counts.
func SpokenOf(doc *casus.Document, gold []GoldEvent) ActorScore {
	var s ActorScore
	seen := map[string]bool{}
	for i := range gold {
		for _, code := range []string{gold[i].Source.Code, gold[i].Target.Code} {
			if code == "" || seen[code] {
				continue
			}
			seen[code] = true
			s.spokenOf(doc, code)
		}
	}
	return s
}

func (s *ActorScore) spokenOf(doc *casus.Document, code string) {
	role, anywhere := strings.CutPrefix(code, "---")
	if role == "" {
		return
	}
	country, same := false, false
	var found []string
	for i := range doc.Mentions {
		for _, e := range doc.Members(casus.Role{Entity: doc.Mentions[i].Entity}) {
			c := doc.Entities[e].Code
			if anywhere {
				same = same || strings.HasSuffix(c, role)
				continue
			}
			same = same || c == code
			country = country || c != "" && c[:min(3, len(c))] == code[:3]
			if !slices.Contains(found, c) {
				found = append(found, c)
			}
		}
	}
	s.Code.count(same)
	if !anywhere {
		s.Country.count(country)
	}
	if !same {
		s.Faults = append(s.Faults, Fault{"code", doc.Dispatch.ID, code, strings.Join(found, " "), doc.Dispatch.Text})
	}
}

// PartiesOf scores the parties of a dispatch's events, their words given: the mention
// that covers the words best must have their country and sector. Words that gold
// does not tell the country of are right without one.
func PartiesOf(doc *casus.Document, gold *GoldDispatch) ActorScore {
	var s ActorScore
	seen := map[string]bool{}
	for i := range gold.Events {
		g := &gold.Events[i]
		for _, p := range slices.Concat(g.Actor, g.Recipient) {
			span := g.whereIs(p.Text, doc.Dispatch.Text)
			key := fmt.Sprint(span, p.Country, p.Sector)
			if span.Empty() || seen[key] {
				continue
			}
			seen[key] = true
			s.party(doc, p, span)
		}
	}
	return s
}

// whereIs finds the words of a party: within the evidence, else nearest before it,
// else anywhere.
func (g *GoldOccasion) whereIs(words, text string) casus.Span {
	if words == "" {
		return casus.Span{}
	}
	if i := strings.Index(text[g.span.Begin:g.span.End], words); i >= 0 {
		i += g.span.Begin
		return casus.Span{Begin: i, End: i + len(words)}
	}
	if i := strings.LastIndex(text[:g.span.Begin], words); i >= 0 {
		return casus.Span{Begin: i, End: i + len(words)}
	}
	if i := strings.Index(text, words); i >= 0 {
		return casus.Span{Begin: i, End: i + len(words)}
	}
	return casus.Span{}
}

func (s *ActorScore) party(doc *casus.Document, p GoldSector, span casus.Span) {
	m := covering(doc, span)
	sector, _, _ := strings.Cut(p.Sector, ":")
	country, right, found := p.Country == "", false, "no mention"
	if m >= 0 {
		country, found = false, ""
		for _, e := range doc.Members(casus.Role{Entity: doc.Mentions[m].Entity}) {
			ent := &doc.Entities[e]
			country = country || ent.Country == p.Country
			right = right || slices.Contains(ent.Sectors, sector)
			found += ent.Country + " " + strings.Join(ent.Sectors, " ") + " (" + doc.Mentions[m].Why + ") "
		}
	}
	s.Country.count(country)
	if !country {
		s.Faults = append(s.Faults, Fault{"country", doc.Dispatch.ID, p.Text + " " + p.Country + " " + p.Sector, found, around(doc.Dispatch.Text, span)})
	}
	if sector == "" {
		return
	}
	s.Sector.count(right)
	if !right {
		s.Faults = append(s.Faults, Fault{"sector", doc.Dispatch.ID, p.Text + " " + p.Country + " " + p.Sector, found, around(doc.Dispatch.Text, span)})
	}
}

func around(text string, s casus.Span) string {
	return strings.ToValidUTF8(text[max(0, s.Begin-60):min(len(text), s.End+60)], "")
}

// covering is the mention that covers a span best: of those whose head is within
// it the most alike, else the shortest that holds it; -1 for none.
func covering(doc *casus.Document, span casus.Span) int {
	best, like, headed := -1, 0.0, false
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		within := span.Contains(doc.Sentences[m.Sentence].Tokens[m.Head].Span)
		if !within && (headed || !m.Span.Contains(span)) {
			continue
		}
		shared := min(m.Span.End, span.End) - max(m.Span.Begin, span.Begin)
		l := float64(shared) / float64(m.Span.Cover(span).Len())
		if within && !headed || l > like {
			best, like, headed = i, l, within
		}
	}
	return best
}

// PairShare tells how often source and target were right where an event was found.
type PairShare struct {
	// Events of gold in sentences for which Found of them some event was coded.
	Events, Found int
	// Of those Found: the source, the target, and both.
	Source, Target, Both int
	Faults               Faults
}

// SourceAndTarget scores who acts on whom, in sentences whose events the program
// may call otherwise than gold: an event of gold counts as found where the sentence
// has any event, and is right where one of its events has the same two codes. An
// agent without a country ("---GOV", "~GOV") must have the role.
func SourceAndTarget(gold []GoldEvent, predicted map[string][]PredictedEvent) PairShare {
	var s PairShare
	for i := range gold {
		g := &gold[i]
		if g.None || g.Source.Code == "" && g.Target.Code == "" || isDefault(g.Source.Code) || isDefault(g.Target.Code) {
			continue
		}
		s.Events++
		ps := predicted[g.ID]
		if len(ps) == 0 {
			continue
		}
		s.Found++
		var source, target, both bool
		var found []string
		for _, p := range ps {
			a, b := sameCode(g.Source.Code, p.SourceCode), sameCode(g.Target.Code, p.TargetCode)
			c, d := sameCode(g.Target.Code, p.SourceCode), sameCode(g.Source.Code, p.TargetCode)
			source, target, both = source || a, target || b, both || a && b || g.Recip && c && d
			found = append(found, p.SourceCode+">"+p.TargetCode)
		}
		if both {
			source, target = true, true
		}
		for _, x := range []struct {
			n  *int
			ok bool
		}{{&s.Source, source}, {&s.Target, target}, {&s.Both, both}} {
			if x.ok {
				*x.n++
			}
		}
		if !both {
			s.Faults = append(s.Faults, Fault{"pair", g.ID, g.Source.Code + ">" + g.Target.Code, strings.Join(found, " "), g.Text})
		}
	}
	return s
}

// isDefault: a setting of the old coders that put a code where there is no actor.
func isDefault(code string) bool { return code == "DEFSRC" || code == "DEFTAR" }

func sameCode(gold, code string) bool {
	for _, mark := range []string{"---", "~"} {
		if role, ok := strings.CutPrefix(gold, mark); ok {
			return strings.HasSuffix(code, role)
		}
	}
	return slices.Contains(strings.Split(code, "/"), gold) || gold == code
}

func (s PairShare) String() string {
	return fmt.Sprintf("an event found for %d of %d; of these source %.3f, target %.3f, both right %.3f",
		s.Found, s.Events, part(s.Source, s.Found), part(s.Target, s.Found), part(s.Both, s.Found))
}
