package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Coder names what dispatches were coded with.
type Coder struct {
	// Key stands for the rest in every row.
	Key string
	// Program is the version of casus; Model, Lexicon and Ontology are digests.
	Program, Model, Lexicon, Ontology string
}

// NewCoder makes a coder's key.
func NewCoder(program, model, lexicon, ontology string) Coder {
	h := sha256.Sum256([]byte(program + "\x00" + model + "\x00" + lexicon + "\x00" + ontology))
	return Coder{hex.EncodeToString(h[:6]), program, model, lexicon, ontology}
}

// Coding is what was found in one dispatch by one coder.
type Coding struct {
	Dispatch, Coder string
	// Seq is its place in the order of writing, from 1.
	Seq int64
	// Error says why it failed, "" where it did not; Tries counts the failures.
	Error string
	Tries int
	// Warnings of the reading.
	Warnings []string

	Events      []Event
	Statements  []Statement
	Commitments []Commitment
}

// Side tells who acts from who is acted on.
type Side byte

// The sides of an event.
const (
	Actor     Side = 'a'
	Recipient Side = 'r'
)

// Party is somebody on a side of an event.
type Party struct {
	Side Side
	// Key is what series are kept by: the country, else the code, else "".
	Key string
	// Country, Code, Name and Sectors as of casus.Entity.
	Country, Code, Name, Wikidata string
	Sectors                       []string
}

// Status of an event as bits, so that an index can hold it.
type Status uint8

// The bits of Status.
const (
	Negated Status = 1 << iota
	Future
	Hypothetical
	Conditional
	Historical
	Ongoing
	Denied
)

// Event is a coded event: what is searched by, and the whole as JSON (docs/formats.md,
// without its dispatch and version, which the record holds once).
type Event struct {
	ID, Dispatch, Coder string
	Sentence            int
	Event, Mode         string
	Contexts            []string
	CAMEO               string
	Quad                int
	// Plover and Goldstein are the scores, 0 where the tables have none.
	Plover, Goldstein float64
	// Day is the first day, "" where it is unknown or only a month is known.
	Day        string
	Parties    []Party
	Reciprocal bool
	Status     Status
	// Counted says that series count it: it is told as a fact, or it is a promise, a
	// threat or another event that lies in the saying.
	Counted bool
	// Claimant is the key of whose word it is, "" where it is the dispatch's own.
	Claimant string
	// Place is the country of the place, PlaceName its name; Lat and Lon are degrees,
	// both 0 where unknown.
	Place, PlaceName string
	Lat, Lon         float64
	Confidence       float64
	// Reading is the composition, Trigger the lemma-like words that carry the act:
	// by them the same occurrence is known again.
	Reading, Trigger string
	// Occurrence is what it tells, once the record has seen to it; Mentions counts
	// the events of the occurrence, Sources the independent ones among them.
	Occurrence        string
	Mentions, Sources int
	// Published and Publisher are those of the dispatch, on reading.
	Published, Publisher string
	JSON                 json.RawMessage
}

// Statement is who said what, with the whole as JSON.
type Statement struct {
	ID, Dispatch, Coder string
	Sentence            int
	// Speaker and About are keys of parties; Position is the position taken.
	Speaker, SpeakerName, About, Position string
	Day                                   string
	JSON                                  json.RawMessage
}

// Commitment is a word that binds, with the whole as JSON.
type Commitment struct {
	ID, Dispatch, Coder string
	Sentence            int
	Kind, State         string
	// Parties and Recipients are keys.
	Parties, Recipients []string
	Made, Due           string
	JSON                json.RawMessage
}
