package casus

// Event is one thing that somebody did to somebody, coded after PLOVER 2.0 with
// the CAMEO code beside it.
type Event struct {
	// ID is stable: a digest of the dispatch's id, the trigger and the reading.
	ID string
	// Event is the PLOVER event ("REQUEST"), Mode its mode ("change", or ""),
	// Contexts its contexts ("military").
	Event    string
	Mode     string
	Contexts []string
	// CAMEO is the code to the depth the words carry ("0242"), Quad the quad
	// class of PLOVER (1 verbal cooperation, 2 material cooperation, 3 verbal
	// conflict, 4 material conflict).
	CAMEO string
	Quad  int
	// Plover is PLOVER's score of event and mode (-10..+10); Goldstein is the
	// score of the CAMEO code on GDELT's scale; nil where the tables have none.
	Plover, Goldstein *float64
	// Actors do it, Recipients are those it is done to or addressed to. Either
	// may be empty: unknown is empty, never a filler. Reciprocal says that the
	// pair is unordered ("A and B met"); all parties are then Actors.
	Actors, Recipients []Role
	Reciprocal         bool
	// Date is the day of the event.
	Date Date
	// Where is the place of the event; nil where the text tells none.
	Where *Where
	// Status is what grammar says of the event's reality.
	Status Status
	// Condition is the ID of the event that a conditional one depends on, where the
	// sentence tells it: of "will strike if Halvia attacks" the attack.
	Condition string
	// Claim is set where the event is somebody's word.
	Claim *Claim
	// Size tells how many the event concerned; nil where no number is told.
	Size *Size
	// Evidence shows why.
	Evidence Evidence
	// Confidence is between 0 and 1.
	Confidence float64
}

// Role is somebody's part in an event: the words that say so and the entity
// they mean.
type Role struct {
	// Span is the mention's whole phrase, Head its head word.
	Span, Head Span
	// Entity is the index in Document.Entities.
	Entity int
}

// Members are the indices of the entities that a role stands for: those of "both
// sides" are two, an unknown one has none.
func (d *Document) Members(r Role) []int {
	if r.Entity < 0 || r.Entity >= len(d.Entities) {
		return nil
	}
	if m := d.Entities[r.Entity].Members; len(m) > 0 {
		return m
	}
	return []int{r.Entity}
}

// Date is a day, or a longer stretch of time.
type Date struct {
	// Value is ISO 8601 at its own granularity: "2024-06-21", "2024-06"; "" if
	// unknown. End is the last day of a stretch, or "".
	Value, End string
	// Granularity is "day", "week", "month", "quarter", "season", "year", or "".
	Granularity string
	// Span are the words that say so; empty if the date is the dispatch's own.
	Span Span
}

// Where is the place of an event.
type Where struct {
	// Place is the index in Document.Places.
	Place int
	// Why tells what ties the event to the place ("in" under the act).
	Why string
}

// Status is what the words say of an event's reality. The zero value is an event
// that took place as told.
type Status struct {
	Negated, Future, Hypothetical, Conditional, Historical, Ongoing, Denied bool
}

// Real says that the event is told as having happened or happening.
func (s Status) Real() bool {
	return !s.Negated && !s.Future && !s.Hypothetical && !s.Conditional && !s.Denied
}

// Words names what holds, in the order of the fields: "negated", "future".
func (s Status) Words() []string {
	var words []string
	for _, x := range [...]struct {
		on   bool
		word string
	}{
		{s.Negated, "negated"}, {s.Future, "future"}, {s.Hypothetical, "hypothetical"}, {s.Conditional, "conditional"},
		{s.Historical, "historical"}, {s.Ongoing, "ongoing"}, {s.Denied, "denied"},
	} {
		if x.on {
			words = append(words, x.word)
		}
	}
	return words
}

// Size tells how many an event concerned, as the words count them; nil where they
// do not.
type Size struct {
	Dead, Injured, Arrested, Crowd *int
	// Money is the sum that was given, lent, traded or withheld.
	Money *Money
}

// Money is a sum in a currency (ISO 4217).
type Money struct {
	Amount   float64
	Currency string
}

// Claim says whose word an event is.
type Claim struct {
	// By is the speaker.
	By Role
	// Cue is the word that makes it speech ("said"), Quote "direct",
	// "indirect" or "mixed".
	Cue   Span
	Quote string
}

// Evidence is the reason for an event.
type Evidence struct {
	// Sentence is the index of the sentence; Span the clause; Trigger the words
	// that carry the act.
	Sentence int
	Span     Span
	Trigger  Span
	// Pattern names the lexicon's pattern ("ask/urge/to-do"), Entry its file and
	// line ("en/verbs/ask.txt:4"), Reading the composition
	// ("ASK(STOP(COOPERATE:military))"), Rule the row of the composition table
	// ("compose.txt:31").
	Pattern, Entry, Reading, Rule string
}
