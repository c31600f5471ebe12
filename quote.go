package casus

// Quote is an attribution: somebody says, writes or thinks something.
type Quote struct {
	// Source, Cue and Content are the three parts; each may be discontinuous.
	Source, Cue, Content []Span
	// Form is "direct", "indirect" or "mixed".
	Form string
	// Entity is the index of the speaker in Document.Entities, -1 where unknown.
	Entity int
}
