package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"casus/queue"
	"casus/store"
)

// handing is how far the handing out has come.
type handing struct {
	*Coordinator
	// after is the last dispatch of the record that was handed out.
	after           int64
	scanned, looked time.Time
	// written waits until something is written to the record, and leave ends that; nil
	// while nobody waits.
	written func(ctx context.Context, most time.Duration) error
	leave   func()
}

// hand hands out what is to be done, and again what the queue has forgotten.
func (c *Coordinator) hand(ctx context.Context) error {
	h := &handing{Coordinator: c, scanned: time.Now()}
	defer h.unfollow()
	return c.steadily(ctx, h.step)
}

// step hands out what came in lately, which is behind the last that was handed out; from
// the beginning the record is read only where something is known to be left there.
func (h *handing) step(ctx context.Context) (last bool, err error) {
	page := []store.Dispatch{}
	if room := h.Window - h.out(); room > 0 {
		h.mu.Lock()
		h.answered = map[string]bool{}
		h.mu.Unlock()
		if page, err = h.Recorder.Store.Pending(ctx, h.coder, h.after, min(room, 500)); err != nil {
			return false, err
		}
	}
	for i := range page {
		if err := h.give(ctx, &page[i]); err != nil {
			return false, err
		}
		h.after = page[i].Seq
	}
	if len(page) > 0 {
		return false, nil
	}
	if time.Since(h.looked) > lookEvery {
		// Also where as much is out as may be: all of it may be lost.
		h.looked = time.Now()
		left, err := h.look(ctx)
		if err != nil || h.Once && !left {
			return true, err
		}
	}
	if h.takeBehind() || time.Since(h.scanned) > time.Minute {
		h.after, h.scanned = 0, time.Now()
	}
	return false, h.await(ctx)
}

// await waits until something is written to the record.
func (h *handing) await(ctx context.Context) error {
	if h.written == nil {
		wait, stop, err := h.Recorder.Store.Follow(ctx)
		if err != nil {
			return err
		}
		h.written, h.leave = wait, stop
		return nil // and something may have been written before
	}
	err := h.written(ctx, h.Poll)
	if err != nil {
		h.unfollow()
	}
	return err
}

func (h *handing) unfollow() {
	if h.leave != nil {
		h.leave()
	}
	h.written, h.leave = nil, nil
}

// lookEvery is how often the queue is asked whether it has lost something.
const lookEvery = 100 * time.Millisecond

// takeBehind says whether something is pending behind what was handed out last: it
// failed, or the queue lost it.
func (c *Coordinator) takeBehind() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	behind := c.behind
	c.behind = false
	return behind
}

func (c *Coordinator) out() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.given)
}

// give hands out a dispatch that is not out; what is too large for the queue is kept.
func (c *Coordinator) give(ctx context.Context, d *store.Dispatch) error {
	c.mu.Lock()
	_, out := c.given[d.ID]
	out = out || c.answered[d.ID] || c.writing[d.ID] // while the record was asked
	if !out {
		if len(c.given) == 0 {
			c.moved = time.Now()
		}
		c.given[d.ID] = time.Now()
	}
	c.mu.Unlock()
	if out {
		return nil
	}
	body, err := json.Marshal(work{ID: d.ID, Dispatch: &d.Dispatch})
	if err != nil {
		return err
	}
	err = c.Queue.Give(ctx, c.address, queue.Live, body)
	if errors.Is(err, queue.ErrTooLarge) {
		c.mu.Lock()
		c.alone = append(c.alone, *d)
		c.mu.Unlock()
		return nil
	}
	if err != nil {
		c.mu.Lock()
		delete(c.given, d.ID)
		c.mu.Unlock()
	}
	return err
}

// look asks whether anything is left, and hands out again what the queue no longer
// holds though nobody answered.
func (c *Coordinator) look(ctx context.Context) (left bool, err error) {
	if err := c.codeAlone(ctx); err != nil {
		return true, err
	}
	c.mu.Lock()
	out, shards, listed := len(c.given), len(c.shards), c.listed
	before := maps.Clone(c.given)
	c.mu.Unlock()
	if out+shards == 0 {
		if !c.Once || !listed {
			return true, nil
		}
		page, err := c.Recorder.Store.Pending(ctx, c.coder, 0, 1)
		c.mu.Lock()
		c.behind = c.behind || len(page) > 0
		c.mu.Unlock()
		return len(page) > 0, err
	}
	n, err := c.Queue.Left(ctx, c.address)
	if err != nil {
		return true, err
	}
	if n.All() > 0 {
		if err := c.revive(ctx); err != nil {
			return true, err
		}
	}
	// An answer may have been written while the queue was asked, and the queue counts
	// what it was just given a little later.
	patience := settled
	if n.All() > 0 {
		patience = c.Lost
	}
	c.mu.Lock()
	lost := 0
	for id, at := range before {
		if now, still := c.given[id]; still && now.Equal(at) && time.Since(at) > patience {
			delete(c.given, id)
			c.behind = true
			lost++
		}
	}
	again := len(c.shards) > 0 && n.Archive+n.Answers == 0 && time.Since(c.shardsGiven) > settled
	c.mu.Unlock()
	if lost > 0 || again {
		c.trouble(fmt.Errorf("the queue holds no more of %d dispatches and %d shards that were handed out; they are handed out again", lost, shards))
	}
	if again {
		err = c.giveShards(ctx)
	}
	return true, err
}

// revive sees to a queue that holds something and has moved nothing for a while.
func (c *Coordinator) revive(ctx context.Context) error {
	c.mu.Lock()
	still := time.Since(c.moved) > c.Still
	if still {
		c.moved = time.Now()
	}
	c.mu.Unlock()
	if !still {
		return nil
	}
	if n := c.taking.Load(); n > 0 {
		c.trouble(fmt.Errorf("%d answers have not been written for %s: the disk is slow, or another program holds the record", n, c.Still))
		return nil
	}
	revived, err := c.Queue.Revive(ctx, c.address)
	if revived {
		c.trouble(fmt.Errorf("the queue has handed nothing out for %s though it holds something; if there are workers it stood still, and goes on", c.Still))
	}
	return err
}

// settled is after how long a queue is sure to count what it was given.
const settled = 2 * time.Second
