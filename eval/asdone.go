package eval

import (
	"strings"

	"casus/ontology"
)

// Sets made from the output of PETRARCH code what is promised, planned or threatened as
// often by the act itself as by AGREE or THREATEN ("will supply arms" is AID there, "will
// send a team" AGREE), and know no event with a side of nobody. AsDone is the view of
// predictions in which either root is right and such events are left out. The coder
// itself follows PLOVER 2.0.

// announcing are the operators that say of an act that it is to come.
var announcing = map[string]bool{"FUTURE": true, "PROMISE": true, "AGREE": true, "OFFER": true, "PLAN": true}

// AsDone gives the predictions as gold of that kind would have them.
func AsDone(o *ontology.Ontology, gold []GoldEvent, found map[string][]PredictedEvent) map[string][]PredictedEvent {
	sentences, _ := bySentence(gold)
	out := make(map[string][]PredictedEvent, len(found))
	for id, ps := range found {
		for _, p := range ps {
			if p.SourceCode == "" || p.TargetCode == "" {
				continue
			}
			if done := actDone(o, p.Reading); done != "" && !sentences[id].has(p.Plover) && sentences[id].has(done) {
				p.Plover = done
			}
			out[id] = append(out[id], p)
		}
	}
	return out
}

func (s sentence) has(event string) bool {
	for i := range s {
		if s[i].Plover != "" && root(s[i].Plover) == root(event) {
			return true
		}
	}
	return false
}

// actDone is the event of a reading without what announces it: of
// "FUTURE(AID:military)" AID; "" where nothing does.
func actDone(o *ontology.Ontology, reading string) string {
	inner := reading
	for {
		op, rest, ok := strings.Cut(inner, "(")
		if !ok || !announcing[op] {
			break
		}
		inner = strings.TrimSuffix(rest, ")")
	}
	if inner == reading {
		return ""
	}
	code, _ := o.Compose(readingOf(inner))
	return code.Event
}

// readingOf reads what Reading.String writes.
func readingOf(s string) *ontology.Reading {
	name, rest, ok := strings.Cut(s, "(")
	r := &ontology.Reading{}
	name, domains, _ := strings.Cut(name, ":")
	r.Name, r.Variant, _ = strings.Cut(name, ".")
	if domains != "" {
		r.Domains = strings.Split(domains, "+")
	}
	if ok {
		r.Inner = readingOf(strings.TrimSuffix(rest, ")"))
	}
	return r
}

// AsPLV gives predictions the classes of PLV where it departs from PLOVER 2.0: what will
// be conceded is AGREE, an apology SUPPORT, sanctions and sentences COERCE, an attack
// over a network ASSAULT.
func AsPLV(found map[string][]PredictedEvent) map[string][]PredictedEvent {
	out := make(map[string][]PredictedEvent, len(found))
	for id, ps := range found {
		for _, p := range ps {
			p.Plover = plvClass(p.Plover, p.Reading)
			out[id] = append(out[id], p)
		}
	}
	return out
}

func plvClass(event, reading string) string {
	op, rest, inner := strings.Cut(reading, "(")
	if inner && announcing[op] && root(event) == "YIELD" {
		return "AGREE"
	}
	if inner && (op == "BEGIN" || op == "ORDER" || op == "CONTINUE") {
		op = strings.TrimSuffix(rest, ")")
	}
	act, _, _ := strings.Cut(op, ":")
	switch act {
	case "APOLOGISE":
		return "SUPPORT"
	case "EMBARGO", "CONVICT":
		return "COERCE"
	case "HACK":
		return "ASSAULT"
	}
	return event
}
