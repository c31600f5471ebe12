// Package cluster codes a record over many workers, in one program or on many
// machines. The record is the truth: the coordinator hands out what it holds uncoded,
// workers code it, and the coordinator writes what they answer, each once, under
// dispatch and coder. So workers, the coordinator and the queue itself may be killed,
// started again or deleted at any time.
//
// Archives that the record does not hold yet are handed out by reference, in shards: a
// worker reads a shard where it lies, codes what is in it and answers with both.
package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"casus"
	"casus/ingest"
	"casus/store"
)

// work is what a worker is asked for: a dispatch to code, or a shard to read and code.
type work struct {
	ID       string          `json:"id,omitempty"`
	Dispatch *casus.Dispatch `json:"dispatch,omitempty"`
	Shard    *Shard          `json:"shard,omitempty"`
	// Skip is how much at the beginning of the shard was answered by a worker that was
	// asked to stop, Bad how much of that could not be read.
	Skip int `json:"skip,omitempty"`
	Bad  int `json:"bad,omitempty"`
	// Refused tells which workers could not read the shard, and why.
	Refused []string `json:"refused,omitempty"`

	from string // the record that wants the answer
}

// Shard is a part of an archive, by reference: the workers read it where it lies.
type Shard struct {
	// Path is a file that coordinator and workers see under the same name; Name is what
	// it is called in messages and in the ids of dispatches that have none.
	Path string      `json:"path"`
	Name string      `json:"name"`
	Part ingest.Part `json:"part"`
	// Source, Licence and Language are given to its dispatches; the language is told by
	// their words if it is "".
	Source   string `json:"source,omitempty"`
	Licence  string `json:"licence,omitempty"`
	Language string `json:"language,omitempty"`
	// Format and Columns say how it is read, found out if not given.
	Format  ingest.Format     `json:"format,omitempty"`
	Columns map[string]string `json:"columns,omitempty"`
}

// key of a shard: the same bytes, read in the same way, have the same one wherever they
// lie.
func (s Shard) key() string {
	s.Path = ""
	b, err := json.Marshal(s)
	if err != nil {
		return s.Part.Hash // cannot be: it holds words and numbers
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// String is how a shard is called in messages.
func (s Shard) String() string {
	switch p := s.Part; p.Kind {
	case ingest.Lines:
		return fmt.Sprintf("%s (from line %d)", s.Name, p.Line)
	case ingest.Rows:
		return fmt.Sprintf("%s (row groups %d to %d)", s.Name, p.From+1, p.To)
	default:
		return s.Name
	}
}

// answer is what a worker found.
type answer struct {
	to     string // the record that wants it
	Worker string `json:"worker"`
	// Dispatches of a shard, which the record does not know yet.
	Dispatches []store.Dispatch `json:"dispatches,omitempty"`
	Codings    []store.Coding   `json:"codings,omitempty"`
	// Shard is the key of the one that they are of, Part how much of it has been read,
	// from 0 to 1.
	Shard string  `json:"shard,omitempty"`
	Part  float64 `json:"part,omitempty"`
	// Ended is the key of a shard that has been read to its end, with how many of its
	// dispatches could not be read and why it failed, if it did.
	Ended   string `json:"ended,omitempty"`
	Bad     int    `json:"bad,omitempty"`
	Failure string `json:"failure,omitempty"`
	// Notes tell what was wrong and is gone on from.
	Notes []string `json:"notes,omitempty"`
}

func decode[T any](body []byte) (x T, err error) {
	err = json.Unmarshal(body, &x)
	return x, err
}
