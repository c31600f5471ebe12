package eval

import (
	"bufio"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"casus/lexicon"
)

// OfficeDays are the days on which the holders of offices are looked for.
var OfficeDays = []string{"2010-01-01", "2020-01-01", "2024-01-01", "2026-01-01"}

//go:embed offices.txt
var officeFacts string

// executive are states whose president or monarch leads the government, now or at
// times: there a head of state counts as head of government.
const executive = " AGO BWA BEN COM ERI GMB GAB GHA KEN LBR MWI NGA SSD SYC ZAF SLE TGO TZA NAM ZMB ZWE FSM KIR NRU PLW MHL CRI DOM SLV GTM HND NIC PAN TKM IDN PRK PHL CYP CHE " +
	"IRN TUR MEX USA ARG BOL BRA CHL COL ECU GUY SUR PRY PER URY VEN LKA MDV KOR AFG BDI BRN OMN SAU SMR MCO KGZ GIN RWA UGA SDN CAF COD TCD MDG GEO UZB LBY SWZ "

// headTitles lead a government whatever the state.
var headTitles = []string{"prime minister", "premier", "chancellor", "chief adviser", "chief executive", "taoiseach", "minister of state", "secretary of state for foreign and political affairs",
	"state counsellor", "chairman of the cabinet of ministers", "chairperson of the council of ministers"}

var monarchs = []string{"president", "king", "queen", "sultan", "emir", "monarch", "chairman of the Sovereignty Council", "sovereign council chair", "head of state", "captain regent", "supreme leader"}

// leadsGovernment says that an office is that of the head of government.
func leadsGovernment(o *lexicon.Office) bool {
	return slices.Contains(headTitles, o.Title) || strings.Contains(executive, " "+o.Country+" ") && slices.Contains(monarchs, o.Title)
}

// post is the office in one wording: "foreign minister" is also a secretary of state.
func post(o *lexicon.Office) string {
	p, _ := o.Post()
	return strings.TrimPrefix(p, o.Country+" ")
}

// Offices is how many members of the United Nations have a head of government and a
// foreign minister in the lexicon on a day, in the sense that some source saw them in
// office then.
type Offices struct {
	Day               string
	States            int
	Heads, Foreign    int
	NoHead, NoForeign []string
}

// OfficesOn looks at all members of the United Nations.
func OfficesOn(lex *lexicon.Lexicon, day string) Offices {
	s := Offices{Day: day}
	heads, foreign := map[string]bool{}, map[string]bool{}
	var members []string
	for _, a := range lex.AllActors() {
		if a.Name == "United Nations" {
			members = a.MembersOn(day)
		}
		for i := range a.Offices {
			o := &a.Offices[i]
			if !o.Vouched(day) {
				continue
			}
			heads[o.Country] = heads[o.Country] || leadsGovernment(o)
			foreign[o.Country] = foreign[o.Country] || post(o) == "foreign minister"
		}
	}
	s.States = len(members)
	for _, c := range members {
		if heads[c] {
			s.Heads++
		} else {
			s.NoHead = append(s.NoHead, c)
		}
		if foreign[c] {
			s.Foreign++
		} else {
			s.NoForeign = append(s.NoForeign, c)
		}
	}
	return s
}

func (s Offices) String() string {
	share := func(n int) float64 { return 100 * float64(n) / float64(max(1, s.States)) }
	return fmt.Sprintf("%s: of %d members of the United Nations %d have a head of government (%.1f %%), %d a foreign minister (%.1f %%), both together %.1f %%",
		s.Day, s.States, s.Heads, share(s.Heads), s.Foreign, share(s.Foreign), share(s.Heads+s.Foreign)/2)
}

// OfficeFacts is how many of the facts of offices.txt the lexicon has right.
type OfficeFacts struct {
	Facts int
	// Right: one of the holders has the surname; Wrong: there are holders, of other
	// names; the rest are not known. Shared: right, but others hold the office too.
	Right, Wrong, Shared int
	// Faults are the facts that are not right, and what the lexicon says.
	Faults []string
}

// CheckOffices compares the lexicon with the facts.
func CheckOffices(lex *lexicon.Lexicon) (OfficeFacts, error) {
	var s OfficeFacts
	all := lex.AllActors()
	lines := bufio.NewScanner(strings.NewReader(officeFacts))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) < 4 {
			return s, fmt.Errorf("offices.txt: %q is no fact", lines.Text())
		}
		day, country, title, surnames := f[0], f[1], f[2], f[3:]
		if len(f) > 4 && f[3] == "minister" {
			title, surnames = f[2]+" minister", f[4:]
		}
		var holders []string
		right := false
		for i := range all {
			for k := range all[i].Offices {
				o := &all[i].Offices[k]
				if o.Country != country || !o.On(day) || title == "HEAD" && !leadsGovernment(o) || title != "HEAD" && post(o) != title {
					continue
				}
				holders = append(holders, all[i].Name)
				right = right || named(&all[i], surnames)
			}
		}
		slices.Sort(holders)
		holders = slices.Compact(holders)
		s.Facts++
		switch {
		case right:
			s.Right++
			if len(holders) > 1 && title != "HEAD" {
				s.Shared++
			}
			continue
		case len(holders) > 0:
			s.Wrong++
		}
		s.Faults = append(s.Faults, fmt.Sprintf("%s; the lexicon has %q", strings.Join(f, " "), holders))
	}
	return s, lines.Err()
}

// named says that one of the surnames is a part of a name of the person.
func named(a *lexicon.Actor, surnames []string) bool {
	for _, n := range a.Names {
		for _, s := range surnames {
			if strings.Contains(string(lexicon.AppendPlain(nil, n)), s) {
				return true
			}
		}
	}
	return false
}

func (s OfficeFacts) String() string {
	return fmt.Sprintf("facts written by hand: %d, right %d (%.1f %%), another holder %d, nobody %d; right, but held by others too %d",
		s.Facts, s.Right, 100*float64(s.Right)/float64(max(1, s.Facts)), s.Wrong, s.Facts-s.Right-s.Wrong, s.Shared)
}
