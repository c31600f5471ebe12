package casus

import "errors"

// The few kinds of error. Callers test for them with errors.Is; the program maps
// each to an exit code.
var (
	// ErrInvalid: the input is not what it should be.
	ErrInvalid = errors.New("invalid")
	// ErrNotFound: what was asked for is not there.
	ErrNotFound = errors.New("not found")
	// ErrUnavailable: something needed cannot be reached or used now.
	ErrUnavailable = errors.New("unavailable")
	// ErrConflict: somebody else has changed what was to be changed.
	ErrConflict = errors.New("conflict")
)
