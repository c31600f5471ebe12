package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// live tells those who listen what comes into the record. The record may be written by
// another process, so it is asked; once for all who listen, and not at all where nobody
// does.
type live struct {
	mu        sync.Mutex
	listeners map[chan []byte]bool
	running   bool
	// coder and last are how far the record was read when somebody listened last.
	coder string
	last  int64
}

// How often the record is asked, how much waits for a listener, how many may listen.
const (
	livePause     = time.Second
	liveWaiting   = 4096
	liveListeners = 200
	livePage      = 200
	liveBeat      = 20 * time.Second
)

func (l *live) listening() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.listeners)
}

// listen adds a listener, and starts asking with the first.
func (l *live) listen(d *Desk) (chan []byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.listeners) >= liveListeners {
		return nil, errTooMany
	}
	if l.listeners == nil {
		l.listeners = map[chan []byte]bool{}
	}
	ch := make(chan []byte, liveWaiting)
	l.listeners[ch] = true
	if !l.running {
		l.running = true
		go l.ask(d)
	}
	return ch, nil
}

func (l *live) leave(ch chan []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.listeners, ch)
}

// tell hands a message to all. Who is too slow to take it misses it, and is told so by
// the number of the next.
func (l *live) tell(message []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ch := range l.listeners {
		select {
		case ch <- message:
		default:
		}
	}
}

// ask asks the record for new codings while somebody listens.
func (l *live) ask(d *Desk) {
	ctx := context.Background()
	l.mu.Lock()
	coder, after, fresh := l.coder, l.last, true
	l.mu.Unlock()
	for {
		l.mu.Lock()
		if len(l.listeners) == 0 {
			l.running, l.coder, l.last = false, coder, after
			l.mu.Unlock()
			return
		}
		l.mu.Unlock()
		coders, err := d.store.Coders(ctx)
		if err == nil && len(coders) > 0 {
			if coders[0].Key != coder {
				coder, after, fresh = coders[0].Key, 0, true
			}
			if fresh { // what came before anybody listened is not told
				after, err = d.lastCoding(ctx, coder, after)
				fresh = err != nil
			} else {
				after, err = d.tellSince(ctx, coder, after)
			}
		}
		if err != nil {
			d.log.Warn("live", "error", err)
		}
		time.Sleep(livePause)
	}
}

// lastCoding is the number of the newest coding, looked for from a number on.
func (d *Desk) lastCoding(ctx context.Context, coder string, after int64) (int64, error) {
	for {
		page, err := d.store.Codings(ctx, coder, after, 1000)
		if err != nil || len(page) == 0 {
			return after, err
		}
		after = page[len(page)-1].Seq
	}
}

// tellSince tells the events of the codings after a number.
func (d *Desk) tellSince(ctx context.Context, coder string, after int64) (int64, error) {
	for {
		page, err := d.store.Codings(ctx, coder, after, livePage)
		if err != nil || len(page) == 0 {
			return after, err
		}
		for i := range page {
			found, err := d.store.Findings(ctx, coder, page[i].Dispatch)
			if err != nil {
				return after, err
			}
			after = page[i].Seq
			for k := range found.Events {
				d.live.tell(liveMessage(after, d.apiEventOf(&found.Events[k]), d.tell(&found.Events[k])))
			}
		}
	}
}

// liveMessage is an event as a server-sent event.
func liveMessage(seq int64, e apiEvent, t telling) []byte {
	body, err := json.Marshal(map[string]any{"event": e, "sentence": t.Plain(), "href": t.Href})
	if err != nil {
		return nil
	}
	return fmt.Appendf(nil, "id: %d\nevent: event\ndata: %s\n\n", seq, body)
}

// waiting are the messages that wait for a listener, up to a bound: they travel together.
func waiting(ch chan []byte) []byte {
	var out []byte
	for len(out) < 256<<10 {
		select {
		case m := <-ch:
			out = append(out, m...)
		default:
			return out
		}
	}
	return out
}

// liveShow sends events as they come in (server-sent events).
func (d *Desk) liveShow(v *visit) error {
	ch, err := d.live.listen(d)
	if err != nil {
		return err
	}
	defer d.live.leave(ch)
	control := http.NewResponseController(v.w)
	if err := control.SetWriteDeadline(time.Time{}); err != nil {
		d.log.Debug("live", "error", err)
	}
	v.w.Header().Set("Content-Type", "text/event-stream")
	v.w.Header().Set("Cache-Control", "no-store")
	beat := time.NewTicker(liveBeat)
	defer beat.Stop()
	message := []byte(": welcome\n\n")
	for {
		if _, err := v.w.Write(message); err != nil {
			return nil
		}
		if err := control.Flush(); err != nil {
			return nil
		}
		select {
		case message = <-ch:
			message = append(bytes.Clone(message), waiting(ch)...)
		case <-beat.C:
			message = []byte(": still here\n\n")
		case <-v.r.Context().Done():
			return nil
		case <-d.stopping:
			return nil
		}
	}
}
