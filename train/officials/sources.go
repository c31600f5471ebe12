package officials

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// rows reads a table with a header, packed or not, and calls each with a row.
func rows(data, name string, each func(get func(column string) string)) error {
	f, err := os.Open(filepath.Join(data, "actors", name))
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if filepath.Ext(name) == ".gz" {
		if r, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	c := csv.NewReader(r)
	c.LazyQuotes = true
	head, err := c.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[h] = i
	}
	for {
		row, err := c.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		each(func(column string) string { return row[at[column]] })
	}
}

// wikidata reads the office-holders of Wikidata.
func (g *gatherer) wikidata(data string) error {
	return rows(data, "officeholders.wikidata.csv.gz", func(get func(string) string) {
		name, ok := cleanName(get("name"))
		country := get("country")
		if !ok && !strings.HasPrefix(get("role"), "head_of") || g.states[country] == "" || name == "" {
			return
		}
		title, sector := wording(country, get("role"), get("office"))
		if title == "" {
			return
		}
		p := g.byItem[get("wikidata")]
		if p == nil {
			p = &person{name: name, item: get("wikidata"), other: variants(name, country)}
			g.byItem[p.item] = p
			g.people = append(g.people, p)
		}
		g.index(p, country)
		p.from("wikidata")
		t := term{country: country, sector: sector, title: title, from: get("start"), to: get("end")}
		if t.to == "" {
			t.seen = get("as_of")
		}
		p.terms = append(p.terms, t)
	})
}

// factbookDay is when the last Factbook looked.
const factbookDay = "2026-01"

// factbook reads who served in January 2026.
func (g *gatherer) factbook(data string) error {
	return rows(data, "leaders.factbook2026.csv", func(get func(string) string) {
		country, role := get("country"), get("role")
		title, name, other := splitTitle(get("title_and_name"))
		if g.states[country] == "" || name == "" || strings.Contains(title, "represented") {
			return
		}
		since := factbookDate(get("since"))
		var post string
		switch role {
		case "head_of_state", "head_of_government":
			post = leaderTitle(country, title)
		case "ambassador_to_usa":
			post = "ambassador to the United States"
		case "us_ambassador_to":
			if strings.Contains(title, "Consul") {
				return
			}
			post, country = "ambassador to "+g.stateName(country), "USA"
		}
		if post == "" || post == "ambassador to " {
			return
		}
		if strings.Contains(title, "Charg") {
			post = "charge d'affaires" + strings.TrimPrefix(post, "ambassador")
		}
		p := g.named(name, country)
		p.from("factbook")
		for _, o := range append(other, variants(name, country)...) {
			if o != p.name && len(p.other) < 4 {
				p.other = appendNew(p.other, o)
			}
		}
		for i := range p.terms {
			if t := &p.terms[i]; t.country == country && t.title == post && t.to == "" {
				t.seen = factbookDay
				return
			}
		}
		p.terms = append(p.terms, term{country: country, sector: "GOV", title: post, from: since, seen: factbookDay})
	})
}

func appendNew(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}

// factbookDate brings "12 December 2019" and "July 2025" to ISO.
func factbookDate(s string) string {
	s = strings.TrimSpace(s)
	for _, f := range [][2]string{{"2 January 2006", "2006-01-02"}, {"January 2006", "2006-01"}, {"2006", "2006"}} {
		if t, err := time.Parse(f[0], s); err == nil {
			return t.Format(f[1])
		}
	}
	return ""
}

// isTitleWord says that a word may stand before the name of a leader.
func isTitleWord(w string) bool {
	switch w {
	case "President", "Prime", "Minister", "Ambassador", "King", "Queen", "Sultan", "Amir", "Emperor", "Pope", "Governor", "Governor-General", "Chancellor", "Premier",
		"Acting", "Interim", "Transitional", "Transition", "State", "Affairs", "Commission", "CNSP", "of", "the", "Government", "Head", "Chairman", "Chairperson", "Chair",
		"Council", "Supreme", "Leader", "Taoiseach", "Crown", "Prince", "Grand", "Duke", "Captain", "Regent", "Federal", "General", "Gen.", "Lt.", "Col.", "Field", "Marshal",
		"Sheikh", "Shaykh", "Dr.", "Chief", "Executive", "First", "Vice", "Chargé", "d’Affaires", "d'Affaires", "and", "Brig.", "Maj.", "Adm.", "Colonel", "Captain-Regent",
		"Ambassador-designate", "Appointed", "(acting)", "(vacant);", "Designate", "Sir", "Dame", "His", "Her", "Excellency", "Majesty", "Royal", "Highness", "Consul", "Lord",
		"Rear", "Admiral", "de", "facto", "Sovereignty", "Sovereign", "Presidential", "Leadership", "Military", "Junta", "National", "Committee", "represented", "by", "(self-proclaimed)":
		return true
	}
	return false
}

// splitTitle parts "Prime Minister Sifi GHRIEB" into title and name, the surname's
// capitals brought down; other are shorter forms of the name: the first word and what
// was in capitals.
func splitTitle(s string) (title, name string, other []string) {
	if _, after, ok := strings.Cut(s, "(vacant);"); ok {
		s = strings.TrimSpace(after)
	}
	s, _, _ = strings.Cut(s, ",")
	s, _, _ = strings.Cut(s, ";")
	words := strings.Fields(s)
	n := 0
	for n < len(words) && isTitleWord(words[n]) {
		n++
	}
	title = strings.Join(words[:n], " ")
	words = words[n:]
	var caps []string
	for i, w := range words {
		if l := lowerCapitals(w); l != w {
			words[i] = l
			caps = append(caps, l)
		}
	}
	full, ok := cleanName(strings.Join(words, " "))
	if !ok {
		return title, "", nil
	}
	if len(caps) > 0 && len(words) > 2 {
		short := words[0] + " " + strings.Join(caps, " ")
		if caps[0] != words[0] && short != full {
			other = append(other, short)
		}
	}
	return title, full, other
}

// leaderTitle is the office of a head of state or government in the Factbook.
func leaderTitle(country, title string) string {
	l := strings.ToLower(title)
	switch {
	case strings.Contains(l, "prime minister") || strings.Contains(l, "taoiseach"):
		return "prime minister"
	case strings.Contains(l, "chancellor"):
		return "chancellor"
	case strings.Contains(l, "premier"):
		return "premier"
	case strings.Contains(l, "supreme leader"):
		return "supreme leader"
	case strings.Contains(l, "vice president"), strings.Contains(l, "governor"):
		return l
	case country == "ESP" && strings.Contains(l, "government"):
		return "prime minister"
	case strings.Contains(l, "president"):
		return "president"
	}
	return l
}

// diplomats reads the chiefs of mission and principal officers of the United States.
func (g *gatherer) diplomats(data string) error {
	return rows(data, "us-diplomats.csv.gz", func(get func(string) string) {
		name, ok := cleanName(get("name"))
		title := diplomatTitle(get("kind"), get("post"), get("title"))
		if !ok || title == "" || get("start") == "" || get("end") != "" && get("end") < "1989" || get("start") < "1980" {
			return
		}
		words := strings.Fields(name)
		full := name
		if len(words) > 2 {
			name = words[0] + " " + words[len(words)-1] // newsrooms leave middle names out
		}
		p := g.named(name, "USA")
		if full != p.name && len(words) == 3 && !strings.HasSuffix(words[1], ".") {
			p.other = appendNew(p.other, full)
		}
		p.from("pocom")
		t := term{country: "USA", sector: "GOV", title: title, from: get("start"), to: get("end")}
		if t.to == "" {
			t.seen = "2025-01"
		}
		for i := range p.terms {
			if o := &p.terms[i]; o.title == t.title && year(o.from)-year(t.from) < 2 && year(t.from)-year(o.from) < 2 {
				if o.to == "" && t.to != "" {
					o.to, o.seen = t.to, ""
				}
				return
			}
		}
		p.terms = append(p.terms, t)
	})
}

func diplomatTitle(kind, post, title string) string {
	title = strings.Join(strings.Fields(title), " ")
	if kind == "us_principal" {
		switch {
		case title == "Secretary of State":
			return "secretary of state"
		case strings.Contains(title, "ad interim"), title == "Counselor", title == "Career Ambassador", strings.Contains(title, "Foreign Service"):
			return ""
		}
		return strings.NewReplacer("Assistant Secretary", "assistant secretary", "Deputy Secretary", "deputy secretary", "Under Secretary", "under secretary", "of State", "of state",
			"Ambassador at Large", "ambassador at large", "Director", "director", "Coordinator", "coordinator", "Legal Adviser", "legal adviser", "Chief of", "chief of",
			"Executive Secretary", "executive secretary", "U.S. Trade Representative", "trade representative", ".", "").Replace(title)
	}
	switch {
	case strings.HasPrefix(title, "Representative of the U.S.A. to the United Nations"):
		return "ambassador to the United Nations"
	case strings.Contains(title, "North Atlantic"):
		return "ambassador to NATO"
	case strings.Contains(title, "Organization of American States"):
		return "ambassador to the Organization of American States"
	case strings.Contains(title, "European Union"):
		return "ambassador to the European Union"
	case title == "ambassador-e-p":
		if c := postName(post); c != "" {
			return "ambassador to " + c
		}
	case strings.HasPrefix(title, "charge-daffaires"):
		if c := postName(post); c != "" {
			return "charge d'affaires to " + c
		}
	}
	return ""
}

// postName is the name of the country behind "bosnia-herzegovina".
func postName(post string) string {
	if strings.HasPrefix(post, "representative") {
		return ""
	}
	switch post {
	case "bosnia-herzegovina":
		return "Bosnia"
	case "congo-democratic-republic":
		return "the Democratic Republic of the Congo"
	case "congo-republic":
		return "the Republic of the Congo"
	case "cote-divoire":
		return "Ivory Coast"
	case "korea":
		return "South Korea"
	case "burma":
		return "Myanmar"
	case "czech-republic", "central-african-republic", "dominican-republic", "philippines", "netherlands", "united-kingdom", "united-arab-emirates", "bahamas", "maldives", "marshall-islands", "solomon-islands", "gambia", "holy-see":
		return "the " + capitalised(post)
	}
	return capitalised(post)
}

func capitalised(post string) string {
	words := strings.Split(post, "-")
	for i, w := range words {
		if w != "and" && w != "of" && w != "the" && w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}
