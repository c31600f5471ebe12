package eval

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// FictionRow is a line of a table of actors and agents in the manner of the older
// coders: a phrase, the code that it stands for, the days for which it holds, and
// whether it is an actor or an agent ("minister", whose code is appended to that of
// whom he serves).
type FictionRow struct{ Phrase, Code, Dates, Kind, Origin string }

// ReadFiction reads such a table, tab-separated, with a line of headings.
func ReadFiction(in io.Reader) ([]FictionRow, error) {
	var rows []FictionRow
	sc := bufio.NewScanner(in)
	for n := 0; sc.Scan(); n++ {
		f := strings.Split(sc.Text(), "\t")
		if n == 0 || len(f) < 5 {
			continue
		}
		rows = append(rows, FictionRow{f[0], f[1], f[2], f[3], f[4]})
	}
	return rows, sc.Err()
}

// FictionLexicon turns the rows of one origin into files of a lexicon: actors,
// those with days as persons in office, and roles. sector says which codes are
// sectors.
func FictionLexicon(rows []FictionRow, origin string, sector func(string) bool) (actors, roles string) {
	var a, r strings.Builder
	states := map[string][]string{}
	persons := map[string][]FictionRow{}
	var order, named []string
	dated := map[string]bool{}
	for _, x := range rows {
		dated[x.Origin+x.Phrase] = dated[x.Origin+x.Phrase] || x.Dates != ""
	}
	for _, x := range rows {
		if x.Origin != origin || strings.ContainsAny(x.Phrase+x.Code, "!+") || strings.Contains(x.Code, "---") {
			continue
		}
		code := strings.Trim(x.Code, "~")
		name := capitals(x.Phrase)
		switch {
		case x.Kind == "agent":
			fmt.Fprintf(&r, "role %s\n  code    %s\n", strings.ToLower(x.Phrase), code)
			if s := sectorsOf(code, sector); s != "" {
				fmt.Fprintf(&r, "  sector  %s\n", s)
			}
			r.WriteByte('\n')
		case dated[x.Origin+x.Phrase]:
			if persons[name] == nil {
				named = append(named, name)
			}
			persons[name] = append(persons[name], x)
		case len(code) == 3:
			if states[code] == nil {
				order = append(order, code)
			}
			states[code] = append(states[code], name)
		default:
			fmt.Fprintf(&a, "organisation %s\n  code     %s\n  country  %s\n", name, code, code[:3])
			if s := sectorsOf(code[3:], sector); s != "" {
				fmt.Fprintf(&a, "  sector   %s\n", s)
			}
			a.WriteByte('\n')
		}
	}
	for _, code := range order {
		fmt.Fprintf(&a, "state %s\n  name  %s\n\n", code, strings.Join(states[code], ", "))
	}
	for _, name := range named {
		fmt.Fprintf(&a, "person %s\n", name)
		for _, x := range persons[name] {
			from, to := term(x.Dates)
			fmt.Fprintf(&a, "  office  %s %s  official  %s .. %s\n", x.Code[:3], sectorsOf(x.Code[3:], sector), from, to)
		}
		a.WriteByte('\n')
	}
	return a.String(), r.String()
}

// capitals writes a phrase of capitals as names are written; a short word alone may
// be an abbreviation and stays.
func capitals(s string) string {
	words := strings.Fields(strings.ReplaceAll(s, "_", " "))
	for i, w := range words {
		if small := []string{"OF", "THE", "AND"}; i > 0 && slices.Contains(small, w) || w == "THE" {
			words[i] = strings.ToLower(w)
		} else if (len(w) > 3 || len(words) > 1 && words[0] != "the") && !strings.Contains(w, ".") {
			words[i] = w[:1] + strings.ToLower(w[1:])
		}
	}
	return strings.Join(words, " ")
}

// sectorsOf finds the sectors that a code is made of: "GOVMED" is GOV and MED.
func sectorsOf(code string, sector func(string) bool) string {
	var out []string
	for len(code) >= 3 {
		if sector(code[:3]) {
			out = append(out, code[:3])
		}
		code = code[3:]
	}
	return strings.Join(out, " ")
}

// term reads "19950601 - 19990815", "<950601", "> 990816" as two days.
func term(s string) (from, to string) {
	s = strings.ReplaceAll(s, " ", "")
	switch {
	case strings.HasPrefix(s, "<"):
		return "", isoDay(s[1:])
	case strings.HasPrefix(s, ">"):
		return isoDay(s[1:]), ""
	}
	a, b, _ := strings.Cut(s, "-") // without days it always holds
	return isoDay(a), isoDay(b)
}

func isoDay(s string) string {
	if len(s) == 6 {
		if s[0] < '3' {
			s = "20" + s
		} else {
			s = "19" + s
		}
	}
	if len(s) != 8 {
		return ""
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:]
}
