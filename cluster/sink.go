package cluster

import (
	"context"
	"errors"
	"fmt"
	"time"

	"casus"
	"casus/queue"
	"casus/store"
)

// codeAlone codes here what the queue does not carry.
func (c *Coordinator) codeAlone(ctx context.Context) error {
	c.mu.Lock()
	list := c.alone
	c.alone = nil
	c.mu.Unlock()
	for i := range list {
		w := &Worker{Read: c.Recorder.Pipeline.Read, Coder: c.coder, Deadline: 10 * time.Minute}
		coding := w.code(ctx, list[i].ID, list[i].Dispatch)
		if ctx.Err() != nil {
			return nil
		}
		if err := c.write(ctx, []answer{{Worker: "coordinator", Codings: []store.Coding{coding}}}); err != nil {
			return err
		}
	}
	return nil
}

// sink writes what the workers answer, and what follows from it, in one transaction for
// each batch of answers. When there is nothing to write it sees to what follows from
// what nobody coded: stories of dispatches in other languages, and corrections.
func (c *Coordinator) sink(ctx context.Context) error {
	defer close(c.drained)
	var concluded time.Time
	return c.steadily(ctx, func(ctx context.Context) (bool, error) {
		list, err := c.answers(ctx)
		if err != nil {
			return false, err
		}
		if len(list) > 0 {
			return false, c.take(ctx, list)
		}
		if c.draining.Load() {
			return true, nil
		}
		if c.out() > 0 || time.Since(concluded) < time.Second {
			return false, nil // answers are on their way
		}
		concluded = time.Now()
		if err := c.Recorder.Conclude(ctx); !errors.Is(err, casus.ErrConflict) {
			return false, err
		}
		return false, nil
	})
}

// answersAtOnce is how many answers are written in one transaction: the more there are,
// the less each costs. So where much is out, answers are gathered for a while; one that
// comes alone waits for none.
const (
	answersAtOnce = 1000
	muchOut       = 200
	gather        = 100 * time.Millisecond
	gathers       = 4
)

// answers waits for answers. What an error keeps from being gathered comes with the next.
func (c *Coordinator) answers(ctx context.Context) ([]queue.Message, error) {
	list, err := c.Queue.Answers(ctx, c.address, answersAtOnce, 200*time.Millisecond)
	for range gathers {
		if err != nil || len(list) == 0 || len(list) >= answersAtOnce || c.out() < len(list)+muchOut {
			break
		}
		select {
		case <-time.After(gather):
		case <-ctx.Done():
			return list, nil
		}
		more, err := c.Queue.Answers(ctx, c.address, answersAtOnce-len(list), 0)
		list = append(list, more...)
		if err != nil {
			break
		}
	}
	return list, err
}

// take writes a batch of answers and takes them off the queue. What could not be written
// stays at hand, so that it is written when the record can be reached again.
func (c *Coordinator) take(ctx context.Context, list []queue.Message) error {
	var answers []answer
	for _, m := range list {
		a, err := decode[answer](m.Body())
		if err != nil {
			c.trouble(fmt.Errorf("an answer that cannot be read is passed over; its dispatch is handed out again: %w", err))
			continue
		}
		answers = append(answers, a)
	}
	if err := c.steadily(ctx, func(ctx context.Context) (bool, error) { return true, c.write(ctx, answers) }); err != nil || ctx.Err() != nil {
		return err
	}
	for _, m := range list {
		if err := m.Done(ctx); err != nil {
			c.trouble(err) // it comes again, and the record takes it once
		}
	}
	return nil
}

// write writes answers: dispatches first, then codings, then which shards ended.
func (c *Coordinator) write(ctx context.Context, answers []answer) error {
	c.taking.Store(int64(len(answers)))
	defer c.taking.Store(0)
	defer c.begin(answers)()
	var dispatches []store.Dispatch
	var codings []store.Coding
	for i := range answers {
		a := &answers[i]
		for _, d := range a.Dispatches {
			d.Received = c.Recorder.Now().UTC()
			dispatches = append(dispatches, d)
		}
		for _, x := range a.Codings {
			if x.Coder != c.coder {
				c.trouble(fmt.Errorf("worker %s answers for coder %s; this is %s: %w", a.Worker, x.Coder, c.coder, casus.ErrConflict))
				continue
			}
			if x.Error == tooLarge {
				if d, err := c.Recorder.Store.Dispatch(ctx, x.Dispatch); err == nil {
					c.mu.Lock()
					c.alone = append(c.alone, d)
					c.mu.Unlock()
				}
				continue
			}
			codings = append(codings, x)
		}
	}
	if len(dispatches) > 0 {
		if _, err := c.Recorder.Store.Put(ctx, dispatches); err != nil {
			return err
		}
	}
	if err := c.Recorder.Record(ctx, codings); err != nil {
		return err
	}
	for i := range answers {
		if err := c.endShard(ctx, &answers[i]); err != nil {
			return err
		}
	}
	c.count(answers)
	return nil
}

// endShard notes that a shard was read to its end, or that it failed.
func (c *Coordinator) endShard(ctx context.Context, a *answer) error {
	c.mu.Lock()
	s, open := c.shards[a.Ended]
	c.mu.Unlock()
	if !open {
		return nil
	}
	if a.Failure == "" {
		err := c.Recorder.Store.Apply(ctx, store.Conclusions{Consumer: c.shardCursor(a.Ended), From: 0, To: 1})
		if err != nil && !errors.Is(err, casus.ErrConflict) { // else it was noted before
			return err
		}
	} else {
		c.trouble(fmt.Errorf("the shard %s was not read: %s", s.shard, a.Failure))
	}
	for _, note := range a.Notes {
		c.trouble(errors.New(note))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.shards, a.Ended)
	c.read += s.shard.Part.Size
	c.progress.Unreadable += a.Bad
	if a.Failure == "" {
		c.progress.Shards++
	} else {
		c.progress.BadShards++
	}
	return nil
}
