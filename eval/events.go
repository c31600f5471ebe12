package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Gold events come as one object for each expected event; objects with the same id
// belong to one sentence. In a marked set the pair is given and its relation is to be
// found; in an unmarked set all events are to be found, and a sentence may have none.

// GoldEvent is an expected event.
type GoldEvent struct {
	ID     string    `json:"id"`
	Set    string    `json:"set"`
	Date   string    `json:"date"` // YYYYMMDD
	Text   string    `json:"text"`
	Marked bool      `json:"marked"`
	Source GoldParty `json:"source"`
	Target GoldParty `json:"target"`
	Plover string    `json:"plover"`
	Mode   string    `json:"mode"`
	Quad   *int      `json:"quad"`
	CAMEO  string    `json:"cameo"`
	None   bool      `json:"none"`
	// Recip: the pair is unordered.
	Recip bool `json:"recip"`
	// Note says whatever else the set says.
	Note string `json:"note"`
}

// GoldParty is one side of an expected event. Spans count characters.
type GoldParty struct {
	Text  string   `json:"text"`
	Code  string   `json:"code"`
	Spans [][2]int `json:"spans"`
}

// Prediction are the events found in a sentence.
type Prediction struct {
	ID     string           `json:"id"`
	Events []PredictedEvent `json:"events"`
}

// PredictedEvent is an event found between one source and one target. Spans count
// characters; nil where the side is unknown.
type PredictedEvent struct {
	SourceText string  `json:"source_text"`
	SourceCode string  `json:"source_code"`
	SourceSpan *[2]int `json:"source_span"`
	TargetText string  `json:"target_text"`
	TargetCode string  `json:"target_code"`
	TargetSpan *[2]int `json:"target_span"`
	Plover     string  `json:"plover"`
	CAMEO      string  `json:"cameo"`
	// Mode is not part of what is written: the shared scorer knows none.
	Mode string `json:"-"`
	// Reading is the composition that the event came from; not written either.
	Reading string `json:"-"`
}

// ReadGoldEvents reads a set in JSON Lines.
func ReadGoldEvents(r io.Reader) ([]GoldEvent, error) {
	var gold []GoldEvent
	in := bufio.NewScanner(r)
	in.Buffer(nil, 16<<20)
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var g GoldEvent
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("gold events, line %d: %w", n, err)
		}
		gold = append(gold, g)
	}
	return gold, in.Err()
}

// aliases are names that the events had in earlier versions of PLOVER.
var aliases = map[string]string{"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "COOPERATION": "COOPERATE"}

// root is the event under which a name is scored; some sets know CONCEDE and
// RETREAT as YIELD only, so all are scored so.
func root(name string) string {
	name = strings.ToUpper(name)
	if a := aliases[name]; a != "" {
		name = a
	}
	if name == "CONCEDE" || name == "RETREAT" {
		return "YIELD"
	}
	return name
}

// modeAliases are names that modes had in earlier versions of PLOVER, with the mode of
// PLOVER 2.0 that took them in (ontology/tables/cameo2plover.tsv); one is a slip of
// the pen in a shared set.
var modeAliases = map[string]string{"ban": "restrict", "assassinate": "targeted", "massacre": "targeted", "execute": "targeted", "sieze": "seize"}

func modeName(m string) string {
	if a := modeAliases[m]; a != "" {
		return a
	}
	return m
}

// quadOf is the quad class of a root.
var quadOf = map[string]int{
	"AGREE": 1, "CONSULT": 1, "SUPPORT": 1,
	"COOPERATE": 2, "AID": 2, "YIELD": 2,
	"REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
	"PROTEST": 4, "MOBILIZE": 4, "SANCTION": 4, "COERCE": 4, "ASSAULT": 4,
}

// words that do not count where phrases are compared.
var empty = map[string]bool{
	"the": true, "a": true, "an": true, "of": true, "in": true, "and": true, "to": true, "for": true, "on": true, "at": true, "by": true,
	"with": true, "from": true, "its": true, "his": true, "her": true, "their": true, "s": true, "mr": true, "mrs": true, "ms": true,
}

// contentWords is the set of words of a phrase that count, of all if none do.
func contentWords(s string) map[string]bool {
	all, some := map[string]bool{}, map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ReplaceAll(strings.ToLower(s), ".", ""), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		all[w] = true
		if !empty[w] {
			some[w] = true
		}
	}
	if len(some) > 0 {
		return some
	}
	return all
}

// overlap of a phrase with a gold party, 0 to 1. A party without text is like any
// phrase, most like none.
func overlap(g GoldParty, text string, span *[2]int) float64 {
	if g.Text == "" {
		if text == "" {
			return 1
		}
		return 0.5
	}
	if span != nil && len(g.Spans) > 0 {
		best := 0.0
		for _, s := range g.Spans {
			if shared := min(s[1], span[1]) - max(s[0], span[0]); shared > 0 {
				best = max(best, float64(shared)/float64(max(s[1]-s[0], span[1]-span[0])))
			}
		}
		return best
	}
	a, b := contentWords(g.Text), contentWords(text)
	shared := 0
	for w := range a {
		if b[w] {
			shared++
		}
	}
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if shared == 0 {
		x, y := sorted(a), sorted(b)
		if len(x) > 3 && len(y) > 3 && (strings.Contains(x, y) || strings.Contains(y, x)) {
			return 0.3
		}
		return 0
	}
	return float64(shared)/float64(max(len(a), len(b)))*0.9 + 0.1
}

func sorted(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), "") }
