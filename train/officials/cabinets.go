package officials

import (
	"regexp"
	"strings"
)

// The posts of a cabinet that are taken over, by their labels.
var cabinetPosts = []struct {
	label *regexp.Regexp
	title string
}{
	{regexp.MustCompile(`^(Prime Minister|President, Council of Ministers|President of the Council of Ministers|Premier)\b`), "prime minister"},
	{regexp.MustCompile(`^(Federal )?Chancellor$`), "chancellor"},
	{regexp.MustCompile(`^Pres(ident)?\.?(, (Transitional|Interim).*)?$`), "president"},
	{regexp.MustCompile(`^(Min(ister)?\.?|Secretary|Minister Responsible) (of|for) (Foreign|External) (and European )?(Affairs|Relations)\b`), "foreign minister"},
	{regexp.MustCompile(`^Secretary of State for (Foreign|External) (Affairs|Relations)$`), "foreign minister"},
	{regexp.MustCompile(`^(Min(ister)?\.?|Secretary) (of|for) (National |People's )?(Defen[sc]e|Armed Forces)\b`), "defence minister"},
	{regexp.MustCompile(`^(Min(ister)?\.?|Secretary) (of|for) (the )?(Interior|Home Affairs|Internal Affairs)\b`), "interior minister"},
	{regexp.MustCompile(`^(Min(ister)?\.?|Secretary) (of|for) (the )?(Economy and )?Financ`), "finance minister"},
	{regexp.MustCompile(`^Ambassador to the (US|United States)`), "ambassador to the United States"},
	{regexp.MustCompile(`^Permanent Representative to the U`), "ambassador to the United Nations"},
	{regexp.MustCompile(`^(Governor, (Central|National|Reserve) Bank|Chairman, Central Bank)`), "governor of the central bank"},
	{regexp.MustCompile(`^(Min(ister)?\.?) (of|for) Justice\b`), "minister of justice"},
}

// cabinetRow is a person's time in a cabinet. The table gives every row of a person
// all offices that the person ever held; the code tells which of them is meant.
type cabinetRow struct {
	name, aliases, country, from, to, code string
	labels                                 []string
}

// cabinets reads the cabinets of 2003 to 2011 by the month.
func (g *gatherer) cabinets(data string) error {
	var all []cabinetRow
	rowsOf := map[string]int{}
	codes := map[string]map[string]int{} // label -> code -> rows of persons with one office
	err := rows(data, "cabinets.countryinfo.csv.gz", func(get func(string) string) {
		name, ok := cleanName(get("name"))
		r := cabinetRow{name: name, aliases: get("aliases"), country: get("country"), from: get("start"), to: get("end"), labels: strings.Split(get("offices"), " & ")}
		if !ok || r.from == "" && r.to == "" {
			return
		}
		if r.country == "" {
			r.country = "CYP" // the one state whose code the table lacks
		}
		if g.states[r.country] == "" {
			return
		}
		r.code = get("cameo")[min(3, len(get("cameo"))):]
		all = append(all, r)
		rowsOf[r.country+r.name]++
		if l := r.labels; len(l) == 1 {
			if codes[l[0]] == nil {
				codes[l[0]] = map[string]int{}
			}
			codes[l[0]][r.code]++
		}
	})
	for _, r := range all {
		for _, label := range r.meant(codes, rowsOf[r.country+r.name] == 1) {
			title, sector := cabinetPost(label)
			if title == "" {
				continue
			}
			t := term{country: r.country, sector: sector, title: title, from: r.from, to: r.to}
			if r.to == "" {
				t.seen = "2011-02"
			}
			g.add(r.name, r.aliases, t)
		}
	}
	return err
}

// meant are the offices of a row that are sure to be meant: all of them where the
// person has but this row, else the one whose code it has.
func (r *cabinetRow) meant(codes map[string]map[string]int, only bool) []string {
	if len(r.labels) == 1 || only {
		return r.labels
	}
	var fit []string
	for _, l := range r.labels {
		post, sector := cabinetPost(l)
		switch {
		case codes[l] != nil:
			if codes[l][r.code] > 0 {
				fit = append(fit, l)
			}
		case post == "" && r.code != "GOV", post != "" && r.code == map[string]string{"MIL": "GOVMIL", "GOV": "GOV"}[sector]:
			fit = append(fit, l)
		}
	}
	if len(fit) > 1 {
		return nil
	}
	return fit
}

func cabinetPost(label string) (title, sector string) {
	for _, p := range cabinetPosts {
		if !p.label.MatchString(label) {
			continue
		}
		if p.title == "defence minister" {
			return p.title, "MIL"
		}
		return p.title, "GOV"
	}
	return "", ""
}

// add gives a person a term, or makes the one that is there longer.
func (g *gatherer) add(name, aliases string, t term) {
	p := g.named(name, t.country)
	if len(p.other) == 0 {
		p.other = variants(p.name, t.country)
	}
	for a := range strings.SplitSeq(aliases, ";") {
		if a, ok := cleanName(a); ok && a != p.name && len(p.other) < 4 {
			p.other = appendNew(p.other, a)
			g.index(p, t.country)
		}
	}
	p.from("countryinfo")
	for i := range p.terms {
		o := &p.terms[i]
		if o.country != t.country || o.title != t.title {
			continue
		}
		if gap := months(t.from) - months(o.to); t.from != "" && o.to != "" && gap >= -1 && gap <= 2 {
			o.to, o.seen = t.to, t.seen
			return
		}
		if o.from <= t.from && o.end() >= t.end() {
			return
		}
	}
	p.terms = append(p.terms, t)
}

func months(day string) int {
	if len(day) < 7 {
		return year(day) * 12
	}
	return year(day)*12 + int(day[5]-'0')*10 + int(day[6]-'0')
}

// leaderOffices are the headings of rulers.org that are taken over.
var leaderOffices = map[string]string{
	"presidents": "president", "president": "president", "prime ministers": "prime minister", "prime minister": "prime minister", "premiers": "premier", "chancellors": "chancellor", "kings": "king",
	"presidents of the executive yuan (premiers": "premier", "chairmen of the council of ministers": "prime minister", "prime ministers (presidents of the council of ministers": "prime minister",
	"kings/queens": "king", "kings (title maharajadhiraja": "king", "chairmen of the council of ministers (prime ministers": "prime minister", "chairmen of the council of ministers (premiers": "prime minister",
	"emirs": "emir", "sultans": "sultan", "governors-general": "governor-general", "presidents of the governing council": "president", "paramount rulers": "king",
}

// leaders reads the heads of state and government up to 2009.
func (g *gatherer) leaders(data string) error {
	return rows(data, "leaders.countryinfo.csv.gz", func(get func(string) string) {
		name, ok := cleanName(get("name"))
		country, from, to := get("country"), get("start"), get("end")
		title := leaderOffices[get("office")]
		if !ok || g.states[country] == "" || title == "" || from == "" || to != "" && to < "1989" || to == "" && from < "1985" {
			return
		}
		t := term{country: country, sector: "GOV", title: title, from: from, to: to}
		if to == "" {
			t.seen = "2009-01"
		}
		g.add(name, get("aliases"), t)
	})
}
