package lexicon

import (
	"fmt"
	"strings"
)

var slotNames = map[string]Slot{"ACTOR": ACTOR, "RECIPIENT": RECIPIENT, "THING": THING, "DO": DO, "PLACE": PLACE, "TIME": TIME}

func (s Slot) String() string {
	for n, v := range slotNames {
		if v == s {
			return n
		}
	}
	return "?"
}

// parsePatterns reads "NAME: PATTERN; PATTERN".
func parsePatterns(src string, pos Pos) ([]Pattern, error) {
	name, rest, ok := strings.Cut(src, ":")
	if !ok || strings.ContainsAny(name, " ~") {
		return nil, fmt.Errorf("a pattern needs a name, as in \"pattern to-do: ACTOR ~ RECIPIENT to DO\"")
	}
	var out []Pattern
	for one := range strings.SplitSeq(rest, ";") {
		one = strings.Join(strings.Fields(one), " ")
		p, err := parsePattern(one)
		if err != nil {
			return nil, err
		}
		p.Name, p.Pos, p.Source = name, pos, one
		out = append(out, p)
	}
	return out, nil
}

// parsePattern reads one pattern: slots, "~" for the headword, prepositions and
// markers before their slot, alternatives with "|", optional parts in parentheses.
func parsePattern(src string) (Pattern, error) {
	var p Pattern
	var preps []string
	before, optional, seen := true, false, false
	for _, w := range strings.Fields(src) {
		closes := false
		if strings.HasPrefix(w, "(") {
			optional = true
			w = w[1:]
		}
		if strings.HasSuffix(w, ")") {
			closes = true
			w = w[:len(w)-1]
		}
		switch base := strings.TrimSuffix(w, "'s"); {
		case w == "~":
			if seen {
				return p, fmt.Errorf("\"~\" stands twice in %q", src)
			}
			seen, before = true, false
			if len(preps) > 0 {
				return p, fmt.Errorf("%q before \"~\" introduces nothing in %q", strings.Join(preps, " "), src)
			}
		case isSlot(base):
			p.Elements = append(p.Elements, Element{Slot: slotNames[base], Before: before, Preps: preps, Optional: optional})
			preps = nil
		case w == "and":
			p.Reciprocal = true
			preps = []string{"and"}
		case strings.ToUpper(w) == w && strings.ToLower(w) != w:
			return p, fmt.Errorf("unknown slot %q in %q; the slots are ACTOR, RECIPIENT, THING, DO, PLACE, TIME", w, src)
		default:
			preps = join(preps, strings.Split(w, "|"))
		}
		if closes {
			optional = false
		}
	}
	switch {
	case !seen:
		return p, fmt.Errorf("no \"~\" in %q; it stands for the headword", src)
	case len(preps) > 0:
		return p, fmt.Errorf("%q at the end of %q introduces no slot", strings.Join(preps, "|"), src)
	}
	return p, nil
}

func isSlot(w string) bool { _, ok := slotNames[w]; return ok }

// join makes prepositions of several words: "out" and "of" are "out of".
func join(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+" "+y)
		}
	}
	return out
}
