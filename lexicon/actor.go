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
	// Offices held, of a person; terms of validity, of a name that changed hands.
	Offices []Office
	Pos     Pos
}

// Office is an office held from one day to another.
type Office struct {
	Country string
	Sectors []string
	Title   string
	// From and To are ISO 8601 dates of any granularity; "" is open.
	From, To string
	Pos      Pos
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
	// Body: the words name a body ("ministry", "parliament", "army") rather
	// than a person; Group: an unnamed group ("soldiers", "protesters");
	// Head: a title that stands before a name ("President").
	Body, Group, Title bool
	Pos                Pos
}
