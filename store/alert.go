package store

import (
	"encoding/json"
	"time"
)

// Alert is something that a rule found worth telling at once. It is written once,
// whatever tells the same again, with a delivery for each target.
type Alert struct {
	// ID is that of the rule and of what it found, so that it is told once.
	ID string
	// Number is its place in the order of writing, from 1.
	Number int64
	// Rule is the rule's name, Title says what happened in a line.
	Rule, Title string
	// Day is that of the event, Dispatch the one that told it first here.
	Day, Dispatch string
	// At is when it was written, on reading and writing.
	At time.Time
	// Targets are the names of those who are to be told.
	Targets []string
	// JSON is the whole of it: the sentences and why.
	JSON json.RawMessage
}

// DeliveryState is how far an alert has come to a target.
type DeliveryState string

// The states of a delivery.
const (
	Due    DeliveryState = "due"
	Sent   DeliveryState = "sent"
	GaveUp DeliveryState = "gave up"
)

// Delivery is an alert on its way to a target.
type Delivery struct {
	Alert  Alert
	Target string
	State  DeliveryState
	// Tries is how often it was tried, Next when it is to be tried (again), Error why
	// the last try failed, or "".
	Tries int
	Next  time.Time
	Error string
}

// AlertQuery says which alerts are wanted; the latest come first.
type AlertQuery struct {
	// Rule is a rule's name, Target that of a target they were sent to; "" for all.
	Rule, Target string
	// Limit is at most 1000, 50 if not given.
	Limit int
}
