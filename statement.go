package casus

// Statement is something that somebody said or let be known, with the position taken.
type Statement struct {
	// Quote is the index in Document.Quotes of the attribution that it rests on.
	Quote int
	// Sources are the speakers: several where they speak together, none where the
	// text names nobody.
	Sources []Role
	// Cue and Content are those of the quote, and so are Form ("direct", "indirect",
	// "mixed"), Sourcing and Sentence.
	Cue      Span
	Content  []Span
	Form     string
	Sourcing string
	Sentence int
	// Addressees are those who are told, asked, warned.
	Addressees []Role
	// Position is what the speaker does by it: "support", "praise", "condemn",
	// "accuse", "demand", "ask", "warn", "threaten", "deny", "reject", "promise",
	// "offer", "announce", "claim", "admit", "confirm", "predict", "doubt", "hope",
	// "believe", "plan"; "say" where the words take none.
	Position string
	// Negated says that the words deny the cue ("did not say").
	Negated bool
	// On are those whom the position is about, where they are named.
	On []Role
	// Events are the indices in Document.Events of those that the content tells.
	Events []int
	// Answers are the indices in Document.Statements of those that a denial or
	// rejection answers.
	Answers []int
}
