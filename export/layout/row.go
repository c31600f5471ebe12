package layout

// Row is what all tables of events have in common.
type Row struct {
	// ID as the table has it; Day is YYYY-MM-DD.
	ID, Day string
	// Source acts, Target is acted on.
	Source, Target Side
	// CAMEO code, PLOVER event and mode: what the table has, the rest by the crosswalk
	// of 2021. "" where it has none.
	CAMEO, Event, Mode string
	// Quad is 1 to 4 as the table counts it, 0 for statements and where it is unknown.
	Quad int
	// Score is on the table's scale (Goldstein's; PLOVER's for POLECAT). Scored says that
	// there is one.
	Score  float64
	Scored bool
	// Mentions is how often it was told, 0 where the table does not say.
	Mentions int
	// URL is where it was told.
	URL string
}

// Side is an actor of a row.
type Side struct {
	// Country is an ISO 3166 alpha-3 code, Code the actor's whole code where the table has
	// one; Name as the table writes it.
	Country, Code, Name string
	Sectors             []string
}

// Key is what series are kept by, as in the record: the country, else the code; where
// the table has neither, "".
func (s *Side) Key() string {
	if s.Country != "" {
		return s.Country
	}
	return s.Code
}
