package tables

import (
	"encoding/binary"
	"errors"
	"fmt"

	"casus"
)

// Parquet describes itself in structures of Thrift's compact protocol, and its reader
// makes room for as many elements as a list says it has. So a structure is walked over
// first: lists and texts may say no more than there are bytes for.
// github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

const (
	maxThriftDepth    = 24
	maxThriftElements = 300_000 // of all lists of a structure together
)

var (
	errThriftCut = errors.New("it is cut")
	errThrift    = fmt.Errorf("it says that it holds more than it can: %w", casus.ErrInvalid)
)

// thriftWalk is the walk over a structure.
type thriftWalk struct {
	b        []byte
	at       int
	elements int
}

// walkThrift walks over the structure that b begins with, and returns its length. It
// fails with errThriftCut where b ends before it.
func walkThrift(b []byte) (int, error) {
	w := thriftWalk{b: b}
	err := w.structure(0)
	return w.at, err
}

func (w *thriftWalk) byte() (byte, error) {
	if w.at >= len(w.b) {
		return 0, errThriftCut
	}
	w.at++
	return w.b[w.at-1], nil
}

func (w *thriftWalk) varint() (uint64, error) {
	n, size := binary.Uvarint(w.b[w.at:])
	switch {
	case size == 0:
		return 0, errThriftCut
	case size < 0:
		return 0, errThrift
	}
	w.at += size
	return n, nil
}

func (w *thriftWalk) skip(n uint64) error {
	if n > uint64(len(w.b)-w.at) {
		if n > maxFooter {
			return errThrift
		}
		return errThriftCut
	}
	w.at += int(n)
	return nil
}

// structure walks over fields until the stop.
func (w *thriftWalk) structure(depth int) error {
	if depth > maxThriftDepth {
		return errThrift
	}
	for {
		head, err := w.byte()
		if err != nil || head == 0 {
			return err
		}
		if head>>4 == 0 { // the number of the field stands by itself
			if _, err := w.varint(); err != nil {
				return err
			}
		}
		if kind := head & 15; kind > 2 { // 1 and 2 are true and false, without a value
			if err := w.value(kind, depth); err != nil {
				return err
			}
		}
	}
}

// value walks over a value of a kind.
func (w *thriftWalk) value(kind byte, depth int) error {
	switch kind {
	case 1, 2, 3: // in lists, truth has a byte
		return w.skip(1)
	case 4, 5, 6:
		_, err := w.varint()
		return err
	case 7:
		return w.skip(8)
	case 8:
		n, err := w.varint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case 9, 10:
		return w.list(depth)
	case 12:
		return w.structure(depth + 1)
	}
	return errThrift // maps have no place in Parquet
}

func (w *thriftWalk) list(depth int) error {
	head, err := w.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = w.varint(); err != nil {
			return err
		}
	}
	if n > maxThriftElements || depth > maxThriftDepth {
		return errThrift
	}
	if w.elements += int(n); w.elements > maxThriftElements {
		return errThrift
	}
	for range n {
		if err := w.value(head&15, depth+1); err != nil {
			return err
		}
	}
	return nil
}
