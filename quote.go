package casus

// Quote is an attribution: somebody says, writes or thinks something.
type Quote struct {
	// Source, Cue and Content are the three parts; each may be discontinuous.
	// Source is empty where nobody is named.
	Source, Cue, Content []Span
	// Sentence is the index of the sentence that holds the cue, Head the index of
	// the cue's head token in it.
	Sentence, Head int
	// Form is "direct", "indirect" or "mixed".
	Form string
	// Entity is the index of the speaker in Document.Entities, -1 where unknown.
	Entity int
	// Sourcing is what kind of source it is: "named", "official" (an official
	// without a name), "anonymous", "document", "outlet", or "" where unknown.
	Sourcing string
}
