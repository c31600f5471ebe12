package store

import "time"

// Conclusions are what a consumer makes of the codings up to a place in their order.
type Conclusions struct {
	Consumer string
	// From is where the cursor was read, To where it moves.
	From, To int64
	Coder    string
	// Codings are written in the same transaction, where the conclusions were drawn from
	// codings that the record does not hold yet. The cursor then moves to the end of
	// them, whatever To says, and there must be none between From and them.
	Codings []Coding
	// Occurrences give each event its occurrence; Counts are added to the days.
	Occurrences []Membership
	Counts      []Tally
	// Copies, Stories and Signatures are of dispatches.
	Copies     []Copy
	Stories    []Membership
	Signatures []Signed
	// Alerts are written if they are not there yet.
	Alerts []Alert
}

// Stretch is where Neighbours looks: events of a kind, with a party, in days.
type Stretch struct {
	// Key is that of a party on either side, Event the kind of event; From and To are
	// days, both inclusive.
	Key, Event, From, To string
}

// Membership puts an event into an occurrence, or a dispatch into a story.
type Membership struct {
	Member, Group string
	// Why says what made them one, Score how alike they are (0 to 1).
	Why   string
	Score float64
	// First says that the group begins with it.
	First bool
	// Independent says that its source is none that the group has.
	Independent bool
	// Day and Title serve the list of stories.
	Day, Title string
}

// Tally is an addition to the counts of a day; what is taken back is negative.
type Tally struct {
	DayCount
	Mentions int
	// MentionPlover and MentionGoldstein are sums over mentions; Plover and
	// Goldstein over occurrences.
	MentionPlover, MentionGoldstein float64
}

// Copy says that a dispatch is a copy of another.
type Copy struct {
	Dispatch, Of, Why string
}

// Signed is a dispatch with the signature of its words.
type Signed struct {
	// Dispatch is its id, Seq its place in the order of arrival.
	Dispatch string
	Seq      int64
	// Bands are hashes of runs of the signature, on writing; two dispatches that share one
	// may be alike. Sketch is the signature itself.
	Bands  []uint64
	Sketch []byte
	// Publisher and Published of the dispatch, on reading; Story and CopyOf too.
	Publisher, Story, CopyOf string
	Published                time.Time
}

// Story is a group of dispatches that tell of one matter.
type Story struct {
	ID, Title   string
	First, Last string
	// Dispatches counts all, Sources the independent ones.
	Dispatches, Sources int
}

// Correction is what a person says of a coding. It is an overlay: the coding stays as
// it was made, and the correction holds for every coder that finds the same.
type Correction struct {
	// Number from 1, in the order of writing.
	Number int64
	// Dispatch is what it is about, Event the id of the event, "" for a missing one.
	Dispatch, Event string
	// Kind is "accept", "reject", "slot", "add", "same", "apart" or "undo".
	Kind string
	// Slot is the field that is wrong and Value what it should be (JSON); of "add" the
	// whole event; of "same" and "apart" the id of the other event; of "undo" the
	// number of the correction.
	Slot, Value string
	// Key finds the event again after recoding: the place of its trigger and its
	// reading at the time.
	Key            string
	Author, Reason string
	At             time.Time
}
