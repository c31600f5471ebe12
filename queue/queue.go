// Package queue is how work is handed to workers and their answers to the record. The
// queue is a carrier and never the truth: what is to be done stands in the record, so
// that a queue may be lost whole and the work is handed out again, and an answer may
// come twice, since the record takes each once.
//
// Package queue/jetstream carries it on NATS JetStream, within the program or over many
// machines.
package queue

import (
	"context"
	"errors"
	"time"
)

// Kind of work.
type Kind string

// The kinds of work: a dispatch that just came in, and a shard of an archive.
const (
	Live    Kind = "live"
	Archive Kind = "archive"
)

// ErrTooLarge says that a message is larger than the queue carries.
var ErrTooLarge = errors.New("larger than the queue carries")

// Address is whose work it is: the key of the coder that can do it, and the record that
// wants the answer. Several records may share a queue and its workers.
type Address struct{ Coder, Record string }

// Queue carries work for coders and the answers. Its methods may be called by several goroutines at once. Errors wrap
// casus.ErrUnavailable where the queue cannot be reached.
type Queue interface {
	// Give hands work out.
	Give(ctx context.Context, to Address, kind Kind, body []byte) error
	// Take waits for work of a kind, of whatever record, at most n pieces and at most so long; none is no
	// error. What comes with an error, or when the context ends, was taken all the same.
	Take(ctx context.Context, coder string, kind Kind, n int, wait time.Duration) ([]Message, error)
	// Answer hands an answer to the record.
	Answer(ctx context.Context, to Address, body []byte) error
	// Answers waits for answers, in the order in which they were given.
	Answers(ctx context.Context, to Address, n int, wait time.Duration) ([]Message, error)
	// Left is how much work of a record and how many answers to it are not done with.
	Left(ctx context.Context, of Address) (Left, error)
	// Revive makes anew what hands out the work and the answers of a record, where there
	// is work and none of it is in anybody's hands, or an answer, and says whether it did.
	// Nothing is lost by that; it is for a record that has taken no answer for a while.
	Revive(ctx context.Context, of Address) (revived bool, err error)
	// MaxBody is how many bytes a message may have.
	MaxBody() int
	Close() error
}

// Left is what a queue holds: work that waits or is being done, and answers.
type Left struct{ Live, Archive, Answers int }

// All of it.
func (l Left) All() int { return l.Live + l.Archive + l.Answers }

// Message is a piece of work or an answer that was taken. What is not done with comes
// to somebody else after a while.
type Message interface {
	Body() []byte
	// Record is the one that wants the answer.
	Record() string
	// Tries is how often it was handed out, from 1. More than once, whoever had it was lost.
	Tries() int
	// Begin notes that it is begun, and returns how often it has been, from 1. So what
	// takes those with it that begin it is told from what was only at hand when they
	// were lost.
	Begin(ctx context.Context) (int, error)
	// Done takes it off the queue.
	Done(ctx context.Context) error
	// Working asks for more time.
	Working() error
	// Back hands it to somebody else at once, as if it had never been taken.
	Back(ctx context.Context) error
}
