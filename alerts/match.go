package alerts

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"casus/store"
)

// matches says whether a finding meets the conditions that it meets alone (not those of
// counts and surprises), and why.
func (r *Rule) matches(f *finding) (why []string, ok bool) {
	if r.Subject != f.subject {
		return nil, false
	}
	because := func(format string, args ...any) { why = append(why, fmt.Sprintf(format, args...)) }
	for _, test := range [...]func(*finding, func(string, ...any)) bool{r.who, r.what, r.real, r.where, r.when} {
		if !test(f, because) {
			return nil, false
		}
	}
	return why, true
}

// who checks the parties.
func (r *Rule) who(f *finding, because func(string, ...any)) bool {
	for _, x := range [...]struct {
		field string
		list  []string
		sides string
	}{{"actor", r.Actor, "a"}, {"recipient", r.Recipient, "r"}, {"party", r.Party, "ar"}} {
		if len(x.list) == 0 {
			continue
		}
		item, ok := f.has(x.list, x.sides)
		if !ok {
			return false
		}
		because("%s %s", x.field, item)
	}
	if r.Dyad[0] != "" && len(r.pairs(f)) == 0 {
		return false
	}
	if r.Dyad[0] != "" {
		because("dyad %s %s %s", r.Dyad[0], map[bool]string{true: ">", false: "and"}[r.Directed], r.Dyad[1])
	}
	return true
}

// has finds the first item of a list that a party on one of the sides is. A reciprocal
// event has all its parties on both sides.
func (f *finding) has(list []string, sides string) (string, bool) {
	both := f.event != nil && f.event.Reciprocal
	for _, item := range list {
		for i := range f.parties {
			p := &f.parties[i]
			if (both || strings.IndexByte(sides, byte(p.Side)) >= 0) && is(item, p) {
				return item, true
			}
		}
	}
	return "", false
}

// pair is an ordered pair of keys.
type pair struct{ a, b string }

// pairs are those of the finding that the rule asks for.
func (r *Rule) pairs(f *finding) []pair {
	var out []pair
	add := func(a, b string) {
		x := pair{a, b}
		if a == "" || b == "" || a == b || slices.Contains(out, x) {
			return
		}
		if d := r.Dyad; d[0] == "" || d[0] == a && d[1] == b || !r.Directed && d[1] == a && d[0] == b {
			out = append(out, x)
		}
	}
	// A treaty or a reciprocal event is between all its parties.
	both := f.event != nil && f.event.Reciprocal || f.commitment != nil && f.commitment.Kind == "treaty"
	for i, p := range f.parties {
		for k, q := range f.parties {
			if i != k && (both || p.Side == store.Actor && q.Side == store.Recipient) {
				add(p.Key, q.Key)
			}
		}
	}
	return out
}

// what checks what is done.
func (r *Rule) what(f *finding, because func(string, ...any)) bool {
	one := func(field string, list []string, have ...string) bool {
		if len(list) == 0 {
			return true
		}
		for _, h := range have {
			if slices.Contains(list, h) {
				because("%s %s", field, h)
				return true
			}
		}
		return false
	}
	switch f.subject {
	case Commitments:
		return one("commitment", r.Kind, f.commitment.Kind) && one("state", r.State, f.commitment.State)
	case Statements:
		return one("statement", r.Position, f.statement.Position)
	}
	e := f.event
	if !one("event", r.Event, e.Event) || !one("mode", r.Mode, e.Mode) || !one("context", r.Context, e.Contexts...) {
		return false
	}
	if len(r.Quad) > 0 {
		if !slices.Contains(r.Quad, e.Quad) {
			return false
		}
		because("quad %d", e.Quad)
	}
	if len(r.CAMEO) > 0 {
		i := slices.IndexFunc(r.CAMEO, func(c string) bool { return strings.HasPrefix(e.CAMEO, c) })
		if i < 0 {
			return false
		}
		because("cameo %s", e.CAMEO)
	}
	return true
}

// real checks status, claim, confidence and sources.
func (r *Rule) real(f *finding, because func(string, ...any)) bool {
	e := f.event
	if e == nil {
		return true
	}
	switch {
	case r.With != 0 || r.Without != 0:
		if e.Status&r.With != r.With || e.Status&r.Without != 0 {
			return false
		}
		if r.With != 0 {
			because("status %s", statusText(r.With))
		}
	case !r.AnyStatus && !e.Counted:
		return false
	}
	switch r.Claim {
	case "":
	case "none":
		if e.Claimant != "" {
			return false
		}
	case "any":
		if e.Claimant == "" {
			return false
		}
		because("claim of %s", e.Claimant)
	default:
		if e.Claimant != r.Claim {
			return false
		}
		because("claim of %s", e.Claimant)
	}
	if e.Confidence < r.Confidence {
		return false
	}
	if r.Confidence > 0 {
		because("confidence %.2f", e.Confidence)
	}
	if r.Sources > 0 {
		if e.Sources < r.Sources {
			return false
		}
		because("told by %d independent sources", e.Sources)
	}
	return true
}

// where checks the place, the publisher and the words.
func (r *Rule) where(f *finding, because func(string, ...any)) bool {
	if len(r.Place) > 0 {
		if f.event == nil || !slices.Contains(r.Place, f.event.Place) {
			return false
		}
		because("place %s (%s)", f.event.Place, f.event.PlaceName)
	}
	if len(r.Publisher) > 0 {
		if !slices.ContainsFunc(r.Publisher, func(p string) bool { return strings.EqualFold(p, f.dispatch.Publisher) }) {
			return false
		}
		because("publisher %s", f.dispatch.Publisher)
	}
	if len(r.Words) > 0 {
		i := slices.IndexFunc(r.Words, func(w string) bool { return occurs(f.dispatch.Text, w) || occurs(f.dispatch.Title, w) })
		if i < 0 {
			return false
		}
		because("words %q", r.Words[i])
	}
	return true
}

// when checks how old it is and when it falls due.
func (r *Rule) when(f *finding, because func(string, ...any)) bool {
	if r.Age > 0 {
		age, ok := daysBetween(f.day, published(f.dispatch))
		if !ok || age > r.Age {
			return false
		}
	}
	if r.Due > 0 {
		n, ok := 0, false
		if f.commitment != nil {
			n, ok = daysBetween(published(f.dispatch), f.commitment.Due)
		}
		if !ok || n < 0 || n > r.Due {
			return false
		}
		because("due %s", f.commitment.Due)
	}
	return true
}

// daysBetween is how many days lie from one day to another.
func daysBetween(from, to string) (int, bool) {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	return int(b.Sub(a).Hours() / 24), err1 == nil && err2 == nil
}

// occurs finds a phrase in text, as whole words, whatever the case.
func occurs(text, phrase string) bool {
	if phrase == "" {
		return false
	}
	for at := 0; at+len(phrase) <= len(text); {
		i := indexFold(text[at:], phrase)
		if i < 0 {
			return false
		}
		i += at
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(phrase):])
		if !letter(before) && !letter(after) {
			return true
		}
		at = i + 1
	}
	return false
}

func letter(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// indexFold is strings.Index without regard to the case of ASCII letters; others must
// be written as in the text.
func indexFold(s, sub string) int {
	for i := 0; i+len(sub) <= len(s); i++ {
		if s[i]|0x20 == sub[0]|0x20 && strings.EqualFold(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}
