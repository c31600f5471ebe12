// Package cluster codes a record over many workers, in one program or on many
// machines. The record is the truth: the coordinator hands out what it holds uncoded,
// workers code it, and the coordinator writes what they answer, each once, under
// dispatch and coder. So workers, the coordinator and the queue itself may be killed,
// started again or deleted at any time.
package cluster

import (
	"encoding/json"

	"casus"
	"casus/store"
)

// work is what a worker is asked for: a dispatch to code, or a shard to read and code.
type work struct {
	ID       string          `json:"id,omitempty"`
	Dispatch *casus.Dispatch `json:"dispatch,omitempty"`
	Shard    *Shard          `json:"shard,omitempty"`
}

// Shard is a part of an archive, by reference: the workers read it where it lies.
type Shard struct {
	// Path is a file that coordinator and workers can read, Hash the SHA-256 of its
	// bytes in hexadecimal.
	Path string `json:"path"`
	Hash string `json:"hash"`
	// Source, Licence and Language are given to its dispatches.
	Source   string `json:"source,omitempty"`
	Licence  string `json:"licence,omitempty"`
	Language string `json:"language,omitempty"`
}

// answer is what a worker found.
type answer struct {
	Worker string `json:"worker"`
	// Dispatches of a shard, which the record does not know yet.
	Dispatches []store.Dispatch `json:"dispatches,omitempty"`
	Codings    []store.Coding   `json:"codings,omitempty"`
	// Ended is the hash of a shard that has been read to its end, with how many of its
	// dispatches could not be read and why it failed, if it did.
	Ended   string `json:"ended,omitempty"`
	Bad     int    `json:"bad,omitempty"`
	Failure string `json:"failure,omitempty"`
}

func decode[T any](body []byte) (x T, err error) {
	err = json.Unmarshal(body, &x)
	return x, err
}
