package lexicon

// Actor is an entry of lexicon/en/actors: a state, a person, an organisation, a
// metonym, an armed group, a party, a city.
//
// The header of a state is its code, and code and country default to it; the
// header of every other entry is its names. Lists are separated by commas:
//
//	state KOR
//	  name       South Korea, Republic of Korea, S. Korea, ROK
//	  adjective  South Korean
//	  demonym    South Koreans
//	  capital    Seoul
//	  context    South              # a name only where Korea is spoken of
//
//	metonym Kremlin, the Kremlin
//	  code       RUSGOV
//	  country    RUS
//	  sector     GOV
//
//	person Vladimir Putin
//	  name       Putin, V. Putin
//	  wikidata   Q7747
//	  office     RUS GOV  president       2000-05-07 .. 2008-05-07
//	  office     RUS GOV  prime minister  2008-05-08 .. 2012-05-07
//
//	organisation European Free Trade Association, EFTA
//	  member     CHE, NOR  1960-05-03 ..
//	  member     GBR       1960-05-03 .. 1972-12-31
//
// Two spaces part the fields of an office. A name that starts with "the" is
// found with and without it.
type Actor struct {
	// Kind is the entry's kind: "state", "person", "organisation", "metonym",
	// "group", "party", "city".
	Kind string
	// Name is the entry's first name; Names all of them, as they stand in text.
	Name  string
	Names []string
	// Adjectives ("Russian") and Demonyms ("Russians") of a state.
	Adjectives, Demonyms []string
	// Capitals stand for the government of a state where the grammar has them
	// act, else they are places.
	Capitals []string
	// Contextual names hold only in a document that names the actor otherwise:
	// "the North", "the Union".
	Contextual []string
	// Code is the CAMEO code that the names stand for, Country its state
	// (ISO alpha-3, or "IGO"), Sectors its PLOVER sectors; see casus.Entity.
	Code, Country string
	Sectors       []string
	// Wikidata item, or "".
	Wikidata string
	// Offices held, of a person.
	Offices []Office
	// Members of an organisation, each with its term.
	Members []Member
	Pos     Pos
}

// Member is a state in an organisation from one day to another, as an office is held.
type Member struct {
	Country string
	// From and To are ISO 8601 dates of any granularity; "" is open.
	From, To string
	Pos      Pos
}

// On says that the membership held on a day (ISO 8601).
func (m *Member) On(day string) bool { return within(m.From, m.To, day) }

// MembersOn are the states that are members of an organisation on a day (ISO 8601), in
// the order of the entry.
func (a *Actor) MembersOn(day string) []string {
	var on []string
	for i := range a.Members {
		if m := &a.Members[i]; m.On(day) {
			on = append(on, m.Country)
		}
	}
	return on
}

// Office is an office held from one day to another.
type Office struct {
	Country string
	Sectors []string
	Title   string
	// From and To are ISO 8601 dates of any granularity; "" is open.
	From, To string
	// Seen is the last day on which the source saw the office held, where it knows
	// no end ("2019-09-01 .. 2022-07-23?"). To is "" then, or the start of the next
	// holder.
	Seen string
	Pos  Pos
}

// On says that the office was held on a day (ISO 8601), as far as is known.
func (o *Office) On(day string) bool { return within(o.From, o.To, day) }

// Vouched says that a source saw the office held on a day: a term whose end nobody
// entered does not count past the day when the source looked.
func (o *Office) Vouched(day string) bool {
	return o.On(day) && (o.Seen == "" || o.To != "" || day[:min(len(day), len(o.Seen))] <= o.Seen)
}

// within compares dates of any granularity: a month or year holds all of its days.
func within(from, to, day string) bool {
	return from[:min(len(from), len(day))] <= day[:min(len(from), len(day))] &&
		(to == "" || to[:min(len(to), len(day))] >= day[:min(len(to), len(day))])
}

// Role is an entry of lexicon/en/roles: a word that says what somebody is.
//
//	role foreign minister, minister of foreign affairs
//	  sector  GOV
//	  kind    title                   # title, person, body, group
type Role struct {
	// Words: "foreign minister", "troops", "protester"; lemmas.
	Words []string
	// Sectors: GOV, MIL, ...
	Sectors []string
	// Code is the CAMEO code of the role, appended to that of the country; "" for
	// that of the first sector.
	Code string
	// Body: the words name a body ("ministry", "parliament", "army") rather
	// than a person; Group: an unnamed group ("soldiers", "protesters");
	// Head: a title that stands before a name ("President").
	Body, Group, Title bool
	Pos                Pos
}
