// Package store is the record: dispatches as they came in, what was coded from them
// and with what, what people corrected, and how far each consumer has read.
//
// The dispatches are the truth; everything else can be made again from them. So a
// dispatch is written first, once, under an id that its content gives, and a coding is
// written whole in one transaction under the key (dispatch, coder). Running anything
// twice changes nothing, and a kill at any moment loses nothing: what has no coding is
// pending and is coded when the work goes on.
//
// One interface, two engines: package store/sqlite (a file, the default) and
// store/postgres; package store/storetest holds what both must do.
package store

import (
	"context"
	"time"
)

// Store is a record. Its methods may be called by several goroutines at once.
//
// Errors wrap casus.ErrNotFound where what was asked for is not there,
// casus.ErrInvalid where the question makes no sense, and casus.ErrUnavailable where
// the engine cannot be reached or written to.
type Store interface {
	// Put adds dispatches; one whose id is there already is left as it is. It
	// returns, in order, what became of each.
	Put(ctx context.Context, batch []Dispatch) ([]Put, error)
	// Dispatch returns one dispatch, DispatchesOf those that are there of some, by order
	// of arrival.
	Dispatch(ctx context.Context, id string) (Dispatch, error)
	DispatchesOf(ctx context.Context, ids []string) ([]Dispatch, error)
	// Dispatches lists them by order of arrival, after a sequence number.
	Dispatches(ctx context.Context, after int64, limit int) ([]Dispatch, error)
	// Search finds dispatches by their words, best first, from an offset.
	Search(ctx context.Context, words string, offset, limit int) ([]Found, error)

	// UseCoder registers a coder and makes it the one whose codings are shown.
	UseCoder(ctx context.Context, c Coder) error
	// Coders lists those registered; the one in use comes first.
	Coders(ctx context.Context) ([]Coder, error)
	// Pending lists dispatches in English that have no coding by the coder, or a
	// failed one with fewer than MaxTries tries, by order of arrival after a
	// sequence number.
	Pending(ctx context.Context, coder string, after int64, limit int) ([]Dispatch, error)
	// Record writes codings. One that is there already under the same dispatch and
	// coder is replaced if it failed, else left as it is.
	Record(ctx context.Context, batch []Coding) error
	// Failures lists codings that failed, the latest first; Retry forgets those of some
	// dispatches, or all where none is named, so that they are pending again, and returns
	// how many there were.
	Failures(ctx context.Context, coder string, limit int) ([]Coding, error)
	Retry(ctx context.Context, coder string, dispatches ...string) (int, error)
	// Codings lists codings of a coder by the order in which they were written,
	// after a sequence number; without their findings.
	Codings(ctx context.Context, coder string, after int64, limit int) ([]Coding, error)
	// Findings fills in the events, statements and commitments of one coding.
	Findings(ctx context.Context, coder, dispatch string) (Coding, error)

	// Events lists events that a filter lets through, newest first.
	Events(ctx context.Context, f Filter) (Page, error)
	// Event returns one event of the coder in use.
	Event(ctx context.Context, coder, id string) (Event, error)
	// EventsIn lists the events of dispatches, by dispatch and sentence.
	EventsIn(ctx context.Context, coder string, dispatches []string) ([]Event, error)
	// Facets counts the newest FacetReach of the events that a filter lets through by
	// one field: "event", "mode", "quad", "actor", "recipient", "publisher", "place",
	// "month".
	Facets(ctx context.Context, f Filter, field string, limit int) ([]Facet, error)
	// Statements and Commitments list those that a filter lets through.
	Statements(ctx context.Context, f Filter) ([]Statement, error)
	Commitments(ctx context.Context, f Filter) ([]Commitment, error)

	// Days returns counts and sums per pair of actors and day, in order of day.
	Days(ctx context.Context, q DayQuery) ([]DayCount, error)
	// Volume returns how many dispatches and counted events each day has.
	Volume(ctx context.Context, coder, from, to string) ([]DayVolume, error)

	// Apply writes what a consumer concluded (occurrences, stories, copies, counts), with
	// the codings that it was drawn from, and moves its cursor, in one transaction. It
	// fails with ErrConflict where the cursor is not where the consumer read it, or where
	// one of the codings is there already.
	Apply(ctx context.Context, c Conclusions) error
	// Neighbours lists the events of stretches that have been given an occurrence, each
	// once, by id, with their parties but without how often they are told.
	Neighbours(ctx context.Context, coder string, list []Stretch) ([]Event, error)
	// Undated does the same for the events without a day that some stories tell.
	Undated(ctx context.Context, coder string, stories []string) ([]Event, error)
	// Alike lists by band the numbers of the dispatches that have it in their signature, by
	// order of arrival and so many of each at most. Signed lists dispatches that have a
	// signature, by their numbers and in that order, without their bands.
	Alike(ctx context.Context, bands []uint64, each int) (map[uint64][]int64, error)
	Signed(ctx context.Context, seqs []int64) ([]Signed, error)
	// Occurrence lists the events of one occurrence; Story the dispatches of one.
	Occurrence(ctx context.Context, coder, id string) ([]Event, error)
	Story(ctx context.Context, id string) ([]Dispatch, error)
	// StoryReasons says what put each dispatch of a story into it, and
	// OccurrenceReasons each event into an occurrence.
	StoryReasons(ctx context.Context, id string) ([]Membership, error)
	OccurrenceReasons(ctx context.Context, coder, id string) ([]Membership, error)
	// Stories lists stories by the day of their last dispatch, latest first.
	Stories(ctx context.Context, from, to string, limit int) ([]Story, error)

	// Correct adds a correction and returns it with its number; Corrections lists
	// them in order, those of one dispatch, or all where it is "".
	Correct(ctx context.Context, c Correction) (Correction, error)
	Corrections(ctx context.Context, dispatch string) ([]Correction, error)

	// Alerts lists what rules found, latest first. DueTo lists what is due to a target at
	// a time, in the order of writing, and Settle writes what became of deliveries.
	Alerts(ctx context.Context, q AlertQuery) ([]Alert, error)
	DueTo(ctx context.Context, target string, now time.Time, limit int) ([]Delivery, error)
	Settle(ctx context.Context, deliveries []Delivery) error

	// Lead makes the caller the one that leads what a name says, among all processes,
	// until the release or the end of its process; ok is false where another leads. Who
	// leads need not be the only one for the record to stay sound: it spares double work.
	Lead(ctx context.Context, what string) (release func(), ok bool, err error)
	// Follow returns a function that waits until something has been written to the record,
	// by whatever process, since it was called before, or for so long at most; it may
	// return early. One that failed is of no more use. Stop ends it.
	Follow(ctx context.Context) (wait func(ctx context.Context, most time.Duration) error, stop func(), err error)
	// Name tells the record from all others. It is made up when it is first asked for.
	Name(ctx context.Context) (string, error)
	// Cursor is how far a consumer has read; 0 for one that is not known.
	Cursor(ctx context.Context, consumer string) (int64, error)
	// Note writes and Notes lists what a source brought, for the report of gaps.
	Note(ctx context.Context, n SourceNote) error
	Notes(ctx context.Context, since time.Time) ([]SourceNote, error)
	// Counts tells how much there is of everything.
	Counts(ctx context.Context) (Counts, error)
	// Backup writes a copy of the record to a file, while others go on.
	Backup(ctx context.Context, file string) error
	// Check looks whether the record is sound: what the engine says of itself, and
	// whether the counts are those of the events. It returns what is wrong.
	Check(ctx context.Context) ([]string, error)
	Close() error
}

// FacetReach is how many events Facets counts at most.
const FacetReach = 5000

// MaxTries is how often the coding of a dispatch is tried before it stays failed.
const MaxTries = 3
