package lexicon

// Pos is a place in a lexicon file, for messages and for evidence.
type Pos struct {
	File string // relative to the lexicon's root: "en/verbs/ask.txt"
	Line int    // from 1
}

// PredicateKind is the part of speech of a predicate entry.
type PredicateKind uint8

// The kinds of predicate: "verb", "noun" and "adjective" entries.
const (
	Verb PredicateKind = iota
	Noun
	Adjective
)

// Predicate is an entry whose headwords carry an act or an operator.
type Predicate struct {
	Kind PredicateKind
	// Lemmas are the headwords: "urge", "call on", "crack down". In a headword
	// of several words the first is the verb (the last is the noun, of a noun).
	Lemmas []string
	Sense  Sense
	// Patterns in file order; at least one.
	Patterns []Pattern
	// Conditions in file order; the most specific one that holds overrides Sense.
	Conditions []Condition
	// Light are verbs that lend a noun their subject and object: "hold" talks,
	// "lodge" a protest, "impose" sanctions. Nouns only.
	Light []string
	Pos   Pos
}

// Sense is what a headword means.
type Sense struct {
	// Operator over acts ("ASK") or an act ("COOPERATE"); one of the two is "".
	Operator, Act string
	// Variant narrows it ("demand").
	Variant string
	// Domains of the act ("military").
	Domains []string
	// Inner is for headwords that hold a composition of their own: "disarm" is
	// STOP over an act. It is nil in most entries.
	Inner *Sense
	// Event, Mode, CAMEO and Contexts override the composition table; for real
	// exceptions only.
	Event, Mode, CAMEO string
	Contexts           []string
}

// Slot is a place in a pattern.
type Slot uint8

// The slots of a pattern.
const (
	ACTOR     Slot = iota // who acts: subject, or agent of a passive
	RECIPIENT             // who is acted on or addressed
	THING                 // a noun phrase; may hold an inner act ("a halt to the drills")
	DO                    // a clause that holds the inner act
	PLACE
	TIME
)

// Element is a slot with what introduces it.
type Element struct {
	Slot Slot
	// Before says that the element stands before the headword: the subject of a
	// verb, the possessor or modifier of a noun.
	Before bool
	// Preps introduce a noun phrase: "with", "against"; several are alternatives.
	// For DO they are the marker: "to" (infinitive), "that" (finite clause),
	// "from" (gerund). Empty for a bare object, a bare clause or a possessor.
	Preps []string
	// Optional says that the pattern holds without the element.
	Optional bool
}

// Pattern is one way in which a headword takes its arguments, in the active voice:
// "ACTOR ~ RECIPIENT to DO". Passive, relative clauses, control, conjunction,
// negation and reported speech are the coder's business.
type Pattern struct {
	// Name of the pattern within its entry: "to-do".
	Name     string
	Elements []Element
	// Reciprocal: the parties stand on one side ("ACTOR and RECIPIENT ~",
	// "~ between ACTOR and RECIPIENT").
	Reciprocal bool
	Pos        Pos
	// Source is the pattern as written.
	Source string
}

// Condition narrows a slot and overrides the meaning of the entry.
type Condition struct {
	// Slot must be filled by one of Words (lemmas, &sets resolved), by an act
	// or operator in Acts (names, or "hostile" and "cooperative"), or by an
	// actor with one of Codes (sectors or countries). Negate turns it round.
	Slot   Slot
	Words  map[string]bool
	Acts   []string
	Codes  []string
	Negate bool
	// Empty: the slot is not filled at all.
	Empty bool
	Sense Sense
	Pos   Pos
}

// Example is a sentence with the coding it must get.
type Example struct {
	// Date of the dispatch (ISO 8601), or "".
	Date string
	Text string
	// Want is the expected coding as written after "=>"; "none" for no event.
	Want []string
	Pos  Pos
}
