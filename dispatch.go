package casus

import "time"

// Dispatch is a news item as it was received. Its Text is never changed: every
// span in a Document points into it.
type Dispatch struct {
	// ID names the dispatch; it is unique among the dispatches of one run.
	ID string
	// URL is where the dispatch was published, or "".
	URL string
	// Publisher is the outlet or agency, or "".
	Publisher string
	// Published is the time of publication. The zero time means unknown, and
	// relative dates ("on Friday") then stay unresolved.
	Published time.Time
	// Title is the headline where it came apart from the text, else "". A
	// headline inside Text is found by the text stage as a block of its own.
	Title string
	// Text is the dispatch in UTF-8.
	Text string
	// Licence under which the text may be used, or "".
	Licence string
}
