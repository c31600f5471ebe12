package lexicon

import (
	"slices"
	"strings"
)

// table opens a table of persons. Those that a text names with the same item of
// Wikidata are left to the text, and the terms of the texts close the open ones of
// the table.
func (l *loader) table(name, data string) {
	people, err := openPeople(data)
	if err != nil {
		l.bad(Pos{name, 1}, "%v", err)
		return
	}
	if len(l.lex.People) == 0 {
		people.items = make(map[string]bool, 1024)
		for i := range l.lex.Actors {
			if w := l.lex.Actors[i].Wikidata; w != "" {
				people.items[w] = true
			}
		}
		people.ends = newSuccessors(l.lex.Actors)
	} else {
		people.items, people.ends = l.lex.People[0].items, l.lex.People[0].ends
	}
	l.lex.People = append(l.lex.People, people)
}

// AllActors are the actors of the texts, and behind them the persons of the tables.
func (l *Lexicon) AllActors() []Actor {
	n := len(l.Actors)
	for _, p := range l.People {
		n += p.Len()
	}
	all := append(make([]Actor, 0, n), l.Actors...)
	for _, p := range l.People {
		for i := range p.Len() {
			if a, ok := p.Person(i); ok {
				all = append(all, a)
			}
		}
	}
	return all
}

// post is an office that one person holds at a time.
type post struct{ country, title string }

// postOf is the post of an office, in one spelling; ok is false for offices that
// several may hold.
func postOf(o *Office) (post, bool) {
	t, ok := singular[o.Title]
	if o.Country == "IND" && o.Title == "foreign secretary" {
		t = o.Title // a civil servant there
	}
	return post{o.Country, t}, ok
}

// Ranks of offices: of two held at a time the higher one says what somebody is.
const (
	Serves  = iota // one office of many
	Manages        // a post that one person holds: a foreign minister
	Leads          // head of state or of government
)

// Rank is Serves, Manages or Leads.
func (o *Office) Rank() int {
	switch p, ok := postOf(o); {
	case !ok:
		return Serves
	case p.title == "president" || p.title == "prime minister" || p.title == "monarch" || p.title == "supreme leader":
		return Leads
	}
	return Manages
}

// staleAfter is for how many years an office is taken to be held after the source last
// looked: few ministers and ambassadors stay longer.
const staleAfter = 3

// Stale says that nobody has seen the office held for years before a day.
func (o *Office) Stale(day string) bool {
	return o.Seen != "" && o.To == "" && year(day) > year(o.Seen)+staleAfter
}

// Post names the post that an office is, in one wording for all states: that of a
// chancellor is that of a prime minister. It is false where several may hold it.
func (o *Office) Post() (string, bool) {
	p, ok := postOf(o)
	return p.country + " " + p.title, ok
}

// singular are offices with one holder at a time, and the spelling under which they
// are compared.
var singular = map[string]string{
	"president": "president", "prime minister": "prime minister", "premier": "prime minister", "chancellor": "prime minister",
	"chief adviser":    "prime minister",
	"king":             "monarch",
	"queen":            "monarch",
	"monarch":          "monarch",
	"emir":             "monarch",
	"sultan":           "monarch",
	"emperor":          "monarch",
	"supreme leader":   "supreme leader",
	"foreign minister": "foreign minister", "external affairs minister": "foreign minister", "foreign secretary": "foreign minister", "secretary of state": "foreign minister",
	"defence minister": "defence minister", "defense minister": "defence minister", "defence secretary": "defence minister", "secretary of defense": "defence minister",
	"interior minister": "interior minister", "home minister": "interior minister", "home secretary": "interior minister",
	"finance minister": "finance minister", "treasury secretary": "finance minister", "chancellor of the exchequer": "finance minister",
	"national security adviser":        "national security adviser",
	"chief of the General Staff":       "chief of the General Staff",
	"ambassador to the United States":  "ambassador to the United States",
	"ambassador to the United Nations": "ambassador to the United Nations",
}

// successors are the days on which posts were taken up, in order.
type successors map[post][]string

func newSuccessors(actors []Actor) successors {
	s := successors{}
	for i := range actors {
		for k := range actors[i].Offices {
			o := &actors[i].Offices[k]
			if p, ok := postOf(o); ok && o.From != "" {
				s[p] = append(s[p], o.From)
			}
		}
	}
	for _, days := range s {
		slices.SortFunc(days, strings.Compare)
	}
	return s
}

// close ends the terms whose end nobody entered where somebody else took the post up
// after the day when the source looked.
func (s successors) close(a *Actor) {
	for k := range a.Offices {
		o := &a.Offices[k]
		if o.Seen == "" || o.To != "" {
			continue
		}
		p, ok := postOf(o)
		if !ok {
			continue
		}
		for _, day := range s[p] {
			if day >= o.Seen {
				o.To = day
				break
			}
		}
	}
}

func year(date string) int {
	y := 0
	for i := 0; i < len(date) && i < 4; i++ {
		y = y*10 + int(date[i]-'0')
	}
	return y
}
