package store

// Filter says which events, statements or commitments are wanted; empty fields ask
// for nothing. A list is met by any of its members, the fields all together.
type Filter struct {
	// Coder is the key of the coder; "" is the one in use.
	Coder string
	// Actor, Recipient and Party (either side) are keys of actors.
	Actor, Recipient, Party []string
	// Dyad is two keys, in either order where Mutual is set.
	Dyad   [2]string
	Mutual bool
	// Event, Mode, Context, CAMEO (beginnings) and Quad.
	Event, Mode, Context, CAMEO []string
	Quad                        []int
	// From and To are days, both inclusive.
	From, To string
	// With and Without are bits of the status; Counted asks for events that count.
	With, Without Status
	Counted       bool
	// Claimed: 1 only what is somebody's word, -1 only what is not. Claimant is whose.
	Claimed  int
	Claimant string
	// Place is a country, Publisher a publisher, Dispatch and Story ids.
	Place, Publisher, Dispatch, Story string
	// Kind, State and Position are of commitments and statements; DueFrom asks for
	// commitments that fall due on that day or later.
	Kind, State, Position, DueFrom string
	// MinConfidence and MaxConfidence bound the confidence, where not 0.
	MinConfidence, MaxConfidence float64
	// Words must occur in the dispatch.
	Words string
	// Once shows one event for each occurrence: the first.
	Once bool
	// Unsure orders by confidence, least sure first, in place of the newest first.
	Unsure bool
	// After is Page.Next of the page before; of statements and commitments the day (made,
	// or due where that is asked) and the id of the last, as "day~id". Limit is at most 1000, 50 if not given.
	After string
	Limit int
}

// Page is a page of events.
type Page struct {
	Events []Event
	// Next asks for the page after it, "" where there is none.
	Next string
}

// Facet is a value of a field with how many events have it.
type Facet struct {
	Value string
	Count int
}

// DayQuery asks for the counts of a pair or of an actor.
type DayQuery struct {
	Coder string
	// Actor and Recipient are keys; "" means anybody.
	Actor, Recipient string
	From, To         string
	// Mentions counts every mention in place of every occurrence.
	Mentions bool
}

// DayCount is what a pair of actors did on a day.
type DayCount struct {
	Actor, Recipient string
	// Mutual: the pair is unordered, and Actor is the first of the two by alphabet.
	Mutual bool
	Day    string
	Event  string
	Quad   int
	// Count is the number of occurrences, or of mentions.
	Count int
	// Plover and Goldstein are sums of the scores.
	Plover, Goldstein float64
}

// DayVolume is how much news a day has.
type DayVolume struct {
	Day                string
	Dispatches, Events int
}

// Counts tells how much there is.
type Counts struct {
	Dispatches, Coded, Failed, Pending, Uncoded    int
	Events, Occurrences, Statements, Commitments   int
	Stories, Copies, Replaced, Corrections, Coders int
}
