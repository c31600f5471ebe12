package desk

import (
	"context"
	"sync"
	"time"

	"casus/record"
	"casus/store"
)

// said keeps the corrections of the record for a moment: every list of events lays
// them over.
type saidCache struct {
	mu  sync.Mutex
	all []store.Correction
	at  time.Time
}

// saidHold is how long they are kept; what is said at this desk is seen at once.
const saidHold = 2 * time.Second

// corrections are all corrections, as of a moment ago.
func (d *Desk) corrections(ctx context.Context) ([]store.Correction, error) {
	c := &d.saidCache
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); c.at.IsZero() || now.Sub(c.at) > saidHold {
		all, err := d.store.Corrections(ctx, "")
		if err != nil {
			return nil, err
		}
		c.all, c.at = all, now
	}
	return c.all, nil
}

func (c *saidCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Time{}
}

// overlay lays what people said over a list of events, which stay in their order.
func (d *Desk) overlay(ctx context.Context, list []store.Event) ([]record.Corrected, error) {
	all, err := d.corrections(ctx)
	if err != nil {
		return nil, err
	}
	of := map[string][]store.Correction{}
	var undos []store.Correction
	for _, c := range all {
		switch c.Kind {
		case "undo":
			undos = append(undos, c)
		case "add":
		default:
			of[c.Dispatch] = append(of[c.Dispatch], c)
		}
	}
	out := make([]record.Corrected, len(list))
	for i := range list {
		out[i].Event = list[i]
		if said := of[list[i].Dispatch]; len(said) > 0 {
			out[i] = record.Overlay(list[i:i+1], append(said[:len(said):len(said)], undos...))[0]
		}
	}
	return out, nil
}
