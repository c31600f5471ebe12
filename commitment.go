package casus

// Commitment is a word that binds: a treaty or agreement with its clauses and its
// life, a promise, a threat, an ultimatum.
type Commitment struct {
	// ID is stable: a digest of the dispatch's id and the words that tell it first.
	ID string
	// Kind is "treaty", "promise", "threat" or "ultimatum".
	Kind string
	// State is how far it has come. A treaty is "proposed", "negotiated", "signed",
	// "ratified", "in force", "suspended" or "ended"; "" where the text does not
	// say. A promise is "pledged", a threat or an ultimatum "threatened".
	State string
	// Parties are bound by it; Recipients are those to whom a promise or a threat
	// is addressed.
	Parties, Recipients []Role
	// Instrument are the words that name a treaty; empty for the rest.
	Instrument Span
	// Clauses are what is owed, each under its condition.
	Clauses []Clause
	// Made is when it was signed or given, Ended when it ended, Due when what is
	// owed or demanded is due; the zero Date where unknown.
	Made, Ended, Due Date
	// Events are the indices in Document.Events of those that made it or changed
	// its state; KeptBy and BrokenBy of those that keep and break it.
	Events, KeptBy, BrokenBy []int
	// Sentence is the sentence that tells it first, Span the words there.
	Sentence int
	Span     Span
	// Why says what made it one: the word of state or of provision, or the
	// reading of the event.
	Why string
}

// Clause is one thing that is owed.
type Clause struct {
	Sentence int
	// Article names the place in the treaty ("Article 4"); Condition is the words
	// of the condition, Obligation those of what is owed. Either may be empty.
	Article, Condition, Obligation Span
}
