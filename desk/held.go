package desk

import (
	"context"
	"sync"
	"time"
)

// held keeps what takes long to reckon: a page never waits long for it. What is late is
// made in the background and stands on the next page that asks; what was made before is
// good enough until the new is there.
type held[T any] struct {
	mu   sync.Mutex
	made map[string]*heldEntry[T]
}

type heldEntry[T any] struct {
	done   chan struct{}
	value  T
	err    error
	at     time.Time
	before *heldEntry[T] // the one before it, while this one is being made
}

// How long a value holds, how long a page waits for it, how many are kept, and how long
// making one may take.
const (
	heldFor   = time.Minute
	heldWait  = 120 * time.Millisecond
	heldKept  = 300
	heldLimit = 5 * time.Minute
)

// get is the value of a key. late says that it is not there yet.
func (h *held[T]) get(now time.Time, key string, create func(context.Context) (T, error)) (value T, late bool, err error) {
	h.mu.Lock()
	if h.made == nil {
		h.made = map[string]*heldEntry[T]{}
	}
	e := h.made[key]
	if e == nil || e.over() && (e.err != nil || e.at.Before(now.Add(-heldFor))) {
		n := &heldEntry[T]{done: make(chan struct{}), at: now}
		if e != nil && e.err == nil {
			n.before, e.before = e, nil
		}
		if len(h.made) >= heldKept {
			clear(h.made)
		}
		h.made[key] = n
		e = n
		go h.create(e, create)
	}
	before := e.before
	h.mu.Unlock()
	if before != nil && !e.over() {
		return before.value, false, nil
	}
	timer := time.NewTimer(heldWait)
	defer timer.Stop()
	select {
	case <-e.done:
		return e.value, false, e.err
	case <-timer.C:
		return value, true, nil
	}
}

// over says whether an entry has been made.
func (e *heldEntry[T]) over() bool {
	select {
	case <-e.done:
		return true
	default:
		return false
	}
}

func (h *held[T]) create(e *heldEntry[T], create func(context.Context) (T, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), heldLimit)
	defer cancel()
	value, err := create(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	e.value, e.err, e.before = value, err, nil
	close(e.done)
}

// forget makes the next of all values new ones.
func (h *held[T]) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.made)
}
