package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"casus"
)

// Dispatch is a dispatch as the record keeps it. Its ID is that of its content.
type Dispatch struct {
	casus.Dispatch
	// Seq is its place in the order of arrival, from 1.
	Seq int64
	// Name is the id that the source gave it, Source where it was taken from (the
	// address of a feed, a file), Language an ISO 639-1 code ("en"), "" for unknown.
	Name, Source, Language string
	// Received is when it came in.
	Received time.Time
	// Replaces is the id of the earlier dispatch from the same address, or under
	// the same name of the same source, that this one corrects; ReplacedBy is the
	// one that corrects this one.
	Replaces, ReplacedBy string
	// CopyOf is the id of the dispatch that this one is a copy of, with the reason.
	CopyOf, CopyWhy string
	// Story is the story that it belongs to.
	Story string
}

// ID is the id that a dispatch has in the record: a digest of where it is from, its
// title and its text. White space at line ends and the order of arrival don't matter.
func ID(d *Dispatch) string {
	where := d.URL
	if where == "" {
		where = d.Name
	}
	h := sha256.New()
	for _, part := range [...]string{where, d.Title, d.Text} {
		part = Plain(part)
		for line := range strings.Lines(part) {
			h.Write([]byte(strings.TrimRight(line, " \t\r\n")))
			h.Write([]byte{'\n'})
		}
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Plain is a text as every engine takes it: zero bytes, and bytes that are no UTF-8, are
// spaces, one for one, so that offsets stay what they are.
func Plain(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == 0 || r == utf8.RuneError && n == 1 {
			b[i] = ' '
		}
		i += n
	}
	return string(b)
}

// Put is what became of a dispatch that was put.
type Put struct {
	ID string
	// New says that it was not there before; Replaces names the one it corrects.
	New      bool
	Replaces string
}

// Found is a dispatch that a search found, with a piece of its text around the words.
type Found struct {
	Dispatch
	Snippet string
}

// SourceNote is what one visit to a source brought.
type SourceNote struct {
	// Source is its address or file, At the time of the visit.
	Source string
	At     time.Time
	// Items were offered, New of them were new; Error says what went wrong, or "".
	Items, New int
	Error      string
	// ETag and Modified are kept for the next visit.
	ETag, Modified string
}
