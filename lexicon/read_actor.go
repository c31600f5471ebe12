package lexicon

import (
	"slices"
	"strings"
)

var actorFields = []string{"name", "adjective", "demonym", "capital", "context", "code", "country", "sector", "wikidata", "office", "member", "source", "confidence", "e.g."}

func (l *loader) actor(e *Entry) {
	a := Actor{Kind: e.Kind, Pos: e.Pos}
	if e.Kind == "state" {
		a.Code, a.Country = e.Names[0], e.Names[0]
	} else {
		a.Names = slices.Clone(e.Names)
	}
	for i := range e.Fields {
		f := &e.Fields[i]
		switch f.Key {
		case "name":
			a.Names = append(a.Names, list(f.Value)...)
		case "adjective":
			a.Adjectives = append(a.Adjectives, list(f.Value)...)
		case "demonym":
			a.Demonyms = append(a.Demonyms, list(f.Value)...)
		case "capital":
			a.Capitals = append(a.Capitals, list(f.Value)...)
		case "context":
			a.Contextual = append(a.Contextual, list(f.Value)...)
		case "code":
			a.Code = f.Value
		case "country":
			a.Country = f.Value
		case "sector":
			a.Sectors = l.sectors(strings.FieldsFunc(f.Value, func(r rune) bool { return r == ',' || r == ' ' }), f.Pos)
		case "wikidata":
			a.Wikidata = f.Value
		case "office":
			l.office(&a, f)
		case "member":
			l.member(&a, f)
		case "source", "confidence":
		case "e.g.":
			l.example(*f)
		default:
			l.bad(f.Pos, "a %s has no field %q%s", e.Kind, f.Key, meant(f.Key, actorFields))
		}
	}
	if len(a.Names) == 0 {
		l.bad(e.Pos, "%s %q has no name", e.Kind, e.Names[0])
		return
	}
	a.Name = a.Names[0]
	l.lex.Actors = append(l.lex.Actors, a)
}

func (l *loader) sectors(ss []string, pos Pos) []string {
	for _, s := range ss {
		if !l.onto.Sector(s) {
			l.bad(pos, "unknown sector %q%s", s, meant(s, l.onto.Sectors()))
		}
	}
	return ss
}

// office reads "RUS GOV  president  2012-05-07 .. ".
func (l *loader) office(a *Actor, f *Field) {
	parts := columns(f.Value)
	if len(parts) < 2 {
		l.bad(f.Pos, "an office is written \"RUS GOV  president  2012-05-07 ..\", with two spaces between its parts")
		return
	}
	codes := strings.Fields(parts[0])
	o := Office{Country: codes[0], Title: parts[1], Pos: f.Pos}
	o.Sectors = l.sectors(codes[1:], f.Pos)
	if len(parts) > 2 {
		var ok bool
		if o.From, o.To, o.Seen, ok = term(strings.Join(parts[2:], " ")); !ok {
			l.bad(f.Pos, "a term is written \"2012-05-07 .. 2018-05-07\"; either day may be left open, and an end with a question mark is the last day known")
			return
		}
	}
	a.Offices = append(a.Offices, o)
}

// member reads "BEL, CAN  1949-04-04 .. ": states that came and went together.
func (l *loader) member(a *Actor, f *Field) {
	parts := columns(f.Value)
	m := Member{Pos: f.Pos}
	if len(parts) > 1 {
		var ok bool
		var seen string
		if m.From, m.To, seen, ok = term(strings.Join(parts[1:], " ")); !ok || seen != "" {
			l.bad(f.Pos, "members are written \"BEL, CAN  1949-04-04 ..\", with two spaces before the term")
			return
		}
	}
	if len(parts) > 0 {
		for _, c := range list(parts[0]) {
			m.Country = c
			a.Members = append(a.Members, m)
		}
	}
}

// columns splits at two spaces or more.
func columns(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, "  ") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// term reads "2012-05-07 .. 2018-05-07"; with "?" behind it, the end is only the
// last day known.
func term(s string) (from, to, seen string, ok bool) {
	from, to, ok = strings.Cut(s, "..")
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if t, open := strings.CutSuffix(to, "?"); open {
		to, seen = "", t
	}
	return from, to, seen, ok && isDate(from) && isDate(to) && isDate(seen)
}

// isDate accepts "", 2012, 2012-05 and 2012-05-07.
func isDate(s string) bool {
	for i := 0; i < len(s); i++ {
		if i == 4 || i == 7 {
			if s[i] != '-' {
				return false
			}
		} else if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 0 || len(s) == 4 || len(s) == 7 || len(s) == 10
}

func (l *loader) role(e *Entry) {
	r := Role{Words: e.Names, Pos: e.Pos}
	for _, f := range e.Fields {
		switch f.Key {
		case "sector":
			r.Sectors = l.sectors(strings.FieldsFunc(f.Value, func(r rune) bool { return r == ',' || r == ' ' }), f.Pos)
		case "kind":
			for _, k := range list(f.Value) {
				switch k {
				case "title":
					r.Title = true
				case "body":
					r.Body = true
				case "group":
					r.Group = true
				case "person":
				default:
					l.bad(f.Pos, "unknown kind of role %q; it is title, person, body or group", k)
				}
			}
		case "code":
			r.Code = f.Value
		case "source":
		case "e.g.":
			l.example(f)
		default:
			l.bad(f.Pos, "a role has no field %q%s", f.Key, meant(f.Key, []string{"sector", "code", "kind", "source", "e.g."}))
		}
	}
	l.lex.Roles = append(l.lex.Roles, r)
}
